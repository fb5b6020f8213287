//! Words in dates: months, weekdays, halves of the day and zones, in several languages.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The names of the months from January on, full and short, nominative and genitive, lower case.
const MONTHS: [&str; 12] = [
    "jan january januar jänner januari janvier janv enero ene janeiro gennaio gen styczeń stycznia sty január januára leden ledna января январь янв січня січень січ ocak oca tammikuu tammikuuta ianuarie ian ιαν ιανουαρίου ιανουάριος sausio januarie яну януари sijecanj siječnja",
    "feb february februar feber februari février févr fevrier fev febrero fevereiro febbraio luty lutego lut február februári únor února февраля февраль фев февр лютого лютий лют şubat şub helmikuu helmikuuta februarie φεβ φεβρουαρίου φεβρουάριος февруари veljače",
    "mar march märz maerz mär mrz maart mrt mars marzo março marco marzec marca március már březen března марта март мар березня березень бер mart maaliskuu maaliskuuta martie μάρ μαρ μάώ μαώ μαρτίου μάρτιος marts ožujka",
    "apr april avril avr abril abr aprile kwiecień kwietnia kwi április ápr duben dubna апреля апрель апр квітня квітень кві nisan nis huhtikuu huhtikuuta aprilie απρ απριλίου απρίλιος април travnja",
    "may mai mei mayo maio maggio mag maj maja máj május máujus květen května мая май травня травень тра mayıs toukokuu toukokuuta μάι μαϊ μαι μαΐου μάιος svibnja",
    "jun june juni juin junio junho giugno giu czerwiec czerwca cze június jún červen června июня июнь июн червня червень чер haziran haz kesäkuu kesäkuuta iunie iun ιούν ιον ιουν ιουνίου ιούνιος юни lipnja",
    "jul july juli juillet juil julio julho luglio lug lipiec lipca július júl červenec července июля июль июл липня липень лип temmuz tem heinäkuu heinäkuuta iulie iul ιούλ ιολ ιουλ ιουλίου ιούλιος юли srpnja",
    "aug august augustus août aout agosto ago sierpień sierpnia sie augusztus srpen srpna августа август авг серпня серпень сер ağustos ağu elokuu elokuuta αύγ αυγ αυγούστου αύγουστος augusti kolovoza",
    "sep sept september septembre septiembre setembro set settembre wrzesień wrzesnia września wrz szeptember szept září сентября сентябрь сен сент вересня вересень вер eylül eyl syyskuu syyskuuta septembrie σεπ σεπτεμβρίου σεπτέμβριος септември rujna setiembre",
    "oct october oktober okt octobre octubre outubro out ottobre ott październik października paź október říjen října октября октябрь окт жовтня жовтень жов ekim eki lokakuu lokakuuta octombrie οκτ οκτωβρίου οκτώβριος октомври",
    "nov november novembre noviembre novembro listopad lis listopadu ноября ноябрь ноя нояб листопада листопад kasım kas marraskuu marraskuuta noiembrie noi νοέ νοε νοεμβρίου νοέμβριος ноември studenoga listopada",
    "dec december dezember dez décembre déc decembre diciembre dic dezembro dicembre grudzień grudnia gru prosinec prosince декабря декабрь дек грудня грудень гру aralık ara joulukuu joulukuuta decembrie δεκ δεκεμβρίου δεκέμβριος декември desember des prosinca",
];

const WEEKDAYS: &str = "mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday \
    mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag \
    lun lundi mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche \
    lunes martes mié mie miércoles miercoles jue jueves vie viernes sáb sab sábado dom domingo \
    seg segunda segunda-feira ter terça terça-feira qua quarta quarta-feira qui quinta quinta-feira sex sexta sexta-feira \
    lunedì martedì mercoledì gio giovedì venerdì sabato domenica \
    pon poniedziałek wt wto wtorek śr śro środa czw czwartek pt pią piątek sob sobota nie niedz niedziela \
    pondělí úterý středa čtvrtek pátek neděle po út st čt pá ne \
    hétfő kedd szerda csütörtök péntek szombat vasárnap \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo \
    mån måndag tis tisdag ons onsdag tor tors torsdag fre fredag lör lördag sön søn søndag söndag mandag tirsdag lørdag lør \
    пн понедельник вт вторник ср среда чт четверг пт пятница сб суббота вс воскресенье \
    понеділок вівторок середа четвер п'ятниця субота неділя нд \
    pzt pazartesi sal salı çar çarşamba per perşembe cum cuma cmt cumartesi paz pazar \
    κυρ κυριακή δευ δευτέρα τρι τρίτη τετ τετάρτη πεμ πέμπτη παρ παρασκευή σαβ σάββατο \
    luni marți miercuri joi vineri sâmbătă duminică \
    월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 \
    月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天";

const FILLERS: &str = "of de del di the den der d. le el on at um uhr à às alle a om kl kl. klo \
    o'clock h г г. року року. r. godz. | - – — • @ um. den.";

/// Zone names and their minutes east of Greenwich; where a name is used twice, North America has
/// it, as RFC 2822 says.
const ZONES: [(&str, i64); 83] = [
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("wet", 0),
    ("uct", 0),
    ("zulu", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("met", 60),
    ("mez", 60),
    ("mesz", 120),
    ("mest", 120),
    ("cest", 120),
    ("eet", 120),
    ("sast", 120),
    ("cat", 120),
    ("wat", 60),
    ("eat", 180),
    ("ist", 330),
    ("eest", 180),
    ("msk", 180),
    ("msd", 240),
    ("trt", 180),
    ("gst", 240),
    ("pkt", 300),
    ("yekt", 300),
    ("npt", 345),
    ("bdt", 360),
    ("ict", 420),
    ("wib", 420),
    ("krat", 420),
    ("hkt", 480),
    ("sgt", 480),
    ("awst", 480),
    ("wita", 480),
    ("pht", 480),
    ("myt", 480),
    ("jst", 540),
    ("kst", 540),
    ("wit", 540),
    ("acst", 570),
    ("aest", 600),
    ("acdt", 630),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("nst", -210),
    ("ndt", -150),
    ("ast", -240),
    ("adt", -180),
    ("at", -240),
    ("brt", -180),
    ("brst", -120),
    ("art", -180),
    ("clt", -240),
    ("clst", -180),
    ("uyt", -180),
    ("cot", -300),
    ("pet", -300),
    ("vet", -240),
    ("bot", -240),
    ("est", -300),
    ("edt", -240),
    ("et", -300),
    ("cst", -360),
    ("cdt", -300),
    ("ct", -360),
    ("mst", -420),
    ("mdt", -360),
    ("mt", -420),
    ("pst", -480),
    ("pdt", -420),
    ("pt", -480),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("hast", -600),
    ("azot", -60),
    ("cvt", -60),
    ("etc/gmt", 0),
    ("etc/utc", 0),
];

/// The text in lower case, with the separators of East Asian dates and commas evened out.
pub(super) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    let mut in_clock = false;
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match c {
            '년' | '월' | '年' | '月' if previous.is_ascii_digit() => {
                out.push('-');
                while characters.next_if(|c| c.is_whitespace()).is_some() {}
            }
            '일' | '日' | '秒' | '초' if previous.is_ascii_digit() => out.push(' '),
            '時' | '时' | '시' | '分' | '분' if previous.is_ascii_digit() => {
                while characters.next_if(|c| c.is_whitespace()).is_some() {}
                if characters.peek().is_some_and(char::is_ascii_digit) {
                    out.push(':');
                }
            }
            ',' if in_clock && previous.is_ascii_digit() && next.is_ascii_digit() => out.push(','),
            ',' | '\u{a0}' | '\u{202f}' | '،' => out.push(' '),
            '\u{2212}' => out.push('-'),
            c => out.extend(c.to_lowercase()),
        }
        in_clock = !c.is_whitespace() && (in_clock || c == ':');
        previous = c;
    }
    out
}

/// Seconds east of Greenwich that the language of a date without a zone implies.
pub(super) fn implied_offset(text: &str) -> i64 {
    let korean = text.chars().any(|c| ('가'..='힣').contains(&c));
    if korean { 9 * 3600 } else { 0 }
}

static MONTH_OF: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (number, names) in (1i8..).zip(MONTHS) {
        // The first month that has a name keeps it.
        names.split_whitespace().for_each(|name| {
            months.entry(name).or_insert(number);
        });
    }
    months
});

static IS_WEEKDAY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| WEEKDAYS.split_whitespace().collect());

/// The number of a month by its name.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    MONTH_OF.get(word).copied()
}

pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.').trim_start_matches('(').trim_end_matches(')');
    IS_WEEKDAY.contains(word)
}

/// Words that stand between the parts of a date.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.split_ascii_whitespace().any(|filler| filler == word)
}

/// Whether a word says that the hours are counted from noon.
pub(super) fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m." | "오전" | "上午" | "午前" | "πμ" | "π.μ." => Some(false),
        "pm" | "p.m." | "오후" | "下午" | "午後" | "μμ" | "μ.μ." => Some(true),
        _ => None,
    }
}

/// Seconds east of Greenwich of a named zone; single letters and names of places count as UTC,
/// the former as RFC 2822 says.
pub(super) fn zone(name: &str) -> Option<i64> {
    if let Some((_, minutes)) = ZONES.iter().find(|(zone, _)| *zone == name) {
        return Some(minutes * 60);
    }
    let letter = name.len() == 1 && name.bytes().all(|b| b.is_ascii_lowercase());
    let place = name.split_once('/').is_some_and(|(area, city)| {
        let word = |w: &str| {
            w.len() > 2 && w.bytes().all(|b| b.is_ascii_alphabetic() || b"_/-".contains(&b))
        };
        word(area) && word(city)
    });
    (letter || place).then_some(0)
}

//! In which language a text is, by its letters and by the small words that every sentence has.

use std::{collections::HashMap, sync::LazyLock};

/// A text with fewer words than this says too little.
const ENOUGH_WORDS: usize = 30;

/// How many words of a text are looked at.
const MAX_WORDS: usize = 600;

/// The share of small words below which a text is in none of the languages known here.
const LEAST_SHARE: f64 = 0.12;

/// Of two languages the second must have fewer small words than this part of the first's.
const CLEAR: f64 = 0.8;

/// Small words by language; a word that several languages share tells less, so each list has what
/// its neighbours lack.
const SMALL_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in that is was for with as his it on be at by this had are but from or have an they which were not you their has would what will there when who more she he been one said",
    ),
    (
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch",
    ),
    (
        "fr",
        "de la le et les des en un une du que est pour qui dans par sur au pas plus il ce avec sont ne se cette aux ont mais comme été leur être fait nous vous elle je sa son deux même ses",
    ),
    (
        "es",
        "de la que el en y los del se las por un para con no una su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde han quien desde todo nos durante",
    ),
    (
        "it",
        "di e il la che in un per è del una con non si da le dei sono al alla i della nel ha più gli anche come ma dal nella lo se delle questo su degli ai o sua suo essere hanno stato tra dopo alle",
    ),
    (
        "pt",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre depois",
    ),
    (
        "nl",
        "de van een het en in is dat op te zijn met voor niet die aan er om het ook als dan maar door bij uit naar heeft wordt nog hij tot werd over ze deze meer worden hebben zou geen wel was kan",
    ),
    (
        "sv",
        "och i att det som en på är av för med den till har de inte om ett han men var jag sig från vi så kan när år under också efter hade nu ska eller sin där mot vid än över mycket bara",
    ),
    (
        "da",
        "og i at det er en til på som af for med den der ikke de har et om var han men vi sig fra kan så når år efter også nu skal blev eller hun hvor mod ved end over meget ud have være mig dig",
    ),
    (
        "no",
        "og i det er på en som til å av for med at den har de ikke om et var han men vi seg fra kan så når år etter også nå skal ble eller hun hvor mot ved enn over mye ut ha være meg deg",
    ),
    (
        "fi",
        "ja on ei että oli se hän joka mutta ovat kun niin kuin myös sen ole hänen mukaan vuonna tai jos nyt mitä vain jo ollut olla voi sekä jonka tämä siitä vielä sitten",
    ),
    (
        "pl",
        "w i na z się nie do że to jest o jak od za po przez dla przy są jego oraz był ale czy tym już tylko może jej ich które który która także będzie został być tego też ze pod",
    ),
    (
        "cs",
        "a v na se je že s z do i o to k za ve pro jako by ale po podle od jsou který která které však byl jeho bylo jen při až také nebo mezi už být bude tak jsem není své",
    ),
    (
        "sk",
        "a v na sa je že s z do aj o to k za vo pre ako by ale po podľa od sú ktorý ktorá ktoré však bol jeho bolo len pri až tiež alebo medzi už byť bude tak som nie svoje",
    ),
    (
        "hu",
        "a az és hogy nem is egy ez volt meg már csak de ha még mint van vagy el azt lesz pedig ezt kell szerint sem után volna amely minden úgy lehet ami akkor között aki",
    ),
    (
        "ro",
        "de și în a la cu care pe nu din o un că mai au este pentru sa ce fost al se ale fi prin după dar sunt s-a lui acest sau către cele când până această lor",
    ),
    (
        "tr",
        "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ama en ne o var yok ise ki mi her değil diye ancak göre olduğu tarafından oldu dedi ya hem",
    ),
    (
        "id",
        "yang dan di dari untuk dengan pada ini itu tidak dalam akan adalah juga ke karena tersebut oleh sebagai bisa telah ada mereka saat lebih sudah kata atau kami tahun harus dapat",
    ),
    (
        "vi",
        "và của là có được cho trong một không các người với này đã những để tại khi từ đến cũng về ra như năm trên vào sau nhiều thì phải nhà",
    ),
    (
        "ca",
        "de la que i el en a les els per un una amb no és del al es més com ha va dels ser però aquest aquesta són també entre han sobre quan molt on fins seva seu",
    ),
    (
        "hr",
        "i je u se na da su za od s a kako koji što iz o koje ne koja će bi ali nije do sam kao samo te već po biti tako ili više jer bio može još nakon",
    ),
    (
        "sq",
        "të e në dhe për një me që nga se është i si ka do nuk më janë ky kjo u por edhe së ishte kanë duke ai nëse",
    ),
    (
        "ru",
        "и в не на что с по как это из у за от к для его о но так же был все а до при или их если она уже он только было еще ее после бы то также который сказал",
    ),
    (
        "uk",
        "і в на не що з у та як до за про це від для його але по він вони був був при або їх якщо вона вже також який щоб було були після ще сказав й тому під є",
    ),
    (
        "be",
        "і ў на не што з у та як да за пра гэта ад для яго але па ён яны быў пры або іх калі яна ўжо таксама які каб было былі пасля яшчэ",
    ),
    (
        "bg",
        "на и да в се от за е с не са че по ще до това като при но или си към той във което която който бе след още има той тя беше",
    ),
    (
        "sr",
        "и је у се на да су за од с а како који што из о које не која ће би али није до сам као само те већ по бити тако или више јер",
    ),
];

/// For each small word the languages that have it.
static INDEX: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut index: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (at, (_, list)) in SMALL_WORDS.iter().enumerate() {
        for word in list.split(' ') {
            let languages = index.entry(word).or_default();
            if !languages.contains(&at) {
                languages.push(at);
            }
        }
    }
    index
});

/// Languages that a page may well call by each other's tags.
const FAMILIES: &[&[&str]] = &[
    &["no", "nb", "nn", "da"],
    &["hr", "sr", "bs", "sh", "cnr", "me"],
    &["id", "ms"],
    &["pt", "gl"],
    &["zh", "yue", "cmn"],
    &["cs", "sk"],
    &["fa", "ar", "ur", "ps", "ckb"],
    &["hi", "mr", "ne", "sa"],
    &["nl", "af", "fy"],
    &["de", "lb", "gsw"],
    &["ca", "oc", "va"],
    &["bg", "mk"],
];

/// The language of a text as a BCP 47 tag, where its words tell it clearly.
pub(crate) fn of_text(text: &str) -> Option<&'static str> {
    if let Some(found) = by_letters(text) {
        return Some(found);
    }
    let mut counts = vec![0usize; SMALL_WORDS.len()];
    let mut words = 0usize;
    let mut lower = String::new();
    for word in text.split(|letter: char| !letter.is_alphabetic() && letter != '\'') {
        if word.is_empty() || words >= MAX_WORDS {
            continue;
        }
        words += 1;
        if word.chars().count() > 8 {
            continue;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(languages) = INDEX.get(lower.as_str()) {
            for &at in languages {
                if let Some(count) = counts.get_mut(at) {
                    *count += 1;
                }
            }
        }
    }
    if words < ENOUGH_WORDS {
        return None;
    }
    let mut ranked: Vec<(usize, &'static str)> =
        counts.into_iter().zip(SMALL_WORDS.iter().map(|(tag, _)| *tag)).collect();
    ranked.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let (best, tag) = *ranked.first()?;
    let other =
        ranked.iter().find(|(_, other)| !is_family(tag, other)).map_or(0, |(count, _)| *count);
    let share = best as f64 / words as f64;
    (share >= LEAST_SHARE && (other as f64) < CLEAR * best as f64).then_some(tag)
}

/// The language whose letters no other uses.
fn by_letters(text: &str) -> Option<&'static str> {
    let (mut all, mut han, mut kana) = (0usize, 0usize, 0usize);
    let mut scripts = [
        ("ko", 0usize),
        ("el", 0),
        ("he", 0),
        ("ar", 0),
        ("hi", 0),
        ("th", 0),
        ("bn", 0),
        ("ta", 0),
        ("ka", 0),
        ("hy", 0),
        ("am", 0),
    ];
    for letter in text.chars().filter(|letter| letter.is_alphabetic()).take(4_000) {
        all += 1;
        let at = match letter {
            '\u{4e00}'..='\u{9fff}' => {
                han += 1;
                continue;
            }
            '\u{3040}'..='\u{30ff}' => {
                kana += 1;
                continue;
            }
            '\u{ac00}'..='\u{d7af}' => "ko",
            '\u{370}'..='\u{3ff}' => "el",
            '\u{590}'..='\u{5ff}' => "he",
            '\u{600}'..='\u{6ff}' => "ar",
            '\u{900}'..='\u{97f}' => "hi",
            '\u{e00}'..='\u{e7f}' => "th",
            '\u{980}'..='\u{9ff}' => "bn",
            '\u{b80}'..='\u{bff}' => "ta",
            '\u{10a0}'..='\u{10ff}' => "ka",
            '\u{530}'..='\u{58f}' => "hy",
            '\u{1200}'..='\u{137f}' => "am",
            _ => continue,
        };
        if let Some((_, count)) = scripts.iter_mut().find(|(tag, _)| *tag == at) {
            *count += 1;
        }
    }
    if all < 40 {
        return None;
    }
    if 2 * (han + kana) > all {
        return Some(if 10 * kana > han { "ja" } else { "zh" });
    }
    scripts.into_iter().find(|(_, count)| 2 * count > all).map(|(tag, _)| tag)
}

fn is_family(a: &str, b: &str) -> bool {
    a == b || FAMILIES.iter().any(|family| family.contains(&a) && family.contains(&b))
}

/// The language of an article: what the page claims, unless its text is clearly in another.
pub(crate) fn decide(claimed: Option<String>, text: &str) -> Option<String> {
    let found = of_text(text);
    match (claimed, found) {
        (Some(claimed), Some(found)) => {
            let primary = claimed.split('-').next().unwrap_or("").to_ascii_lowercase();
            if is_family(&primary, found) { Some(claimed) } else { Some(found.to_owned()) }
        }
        (claimed, found) => claimed.or_else(|| found.map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The council met on Monday, and it said that the bridge, which had been closed since the storm, would open again before the winter. There was more to be done, but most of it would have to wait for the spring.";
    const GERMAN: &str = "Der Rat kam am Montag zusammen und teilte mit, dass die Brücke, die seit dem Sturm gesperrt ist, noch vor dem Winter wieder für den Verkehr geöffnet wird. Es gibt noch viel zu tun, aber das meiste muss bis zum Frühling warten.";
    const UKRAINIAN: &str = "Рада зібралася в понеділок і повідомила, що міст, який був закритий після бурі, знову відкриють до зими. Ще багато треба зробити, але це буде вже навесні, сказав він, тому що для цього не вистачає людей та грошей у місті.";

    #[test]
    fn texts_tell_their_language() {
        assert_eq!(of_text(ENGLISH), Some("en"));
        assert_eq!(of_text(GERMAN), Some("de"));
        assert_eq!(of_text(UKRAINIAN), Some("uk"));
        assert_eq!(
            of_text(&"東京で開かれた会議で、市長は橋の再開について説明した。".repeat(3)),
            Some("ja")
        );
        assert_eq!(of_text("Too short"), None);
    }

    #[test]
    fn a_claim_stands_unless_the_text_is_clearly_another() {
        let decide = |claim: &str, text: &str| decide(Some(claim.to_owned()), text);
        assert_eq!(decide("en-GB", ENGLISH).as_deref(), Some("en-GB"));
        assert_eq!(decide("en-US", GERMAN).as_deref(), Some("de"));
        assert_eq!(decide("en", "Too short").as_deref(), Some("en"));
        assert_eq!(decide("gsw", GERMAN).as_deref(), Some("gsw"));
        assert_eq!(super::decide(None, GERMAN).as_deref(), Some("de"));
    }
}

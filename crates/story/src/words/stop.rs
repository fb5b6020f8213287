//! Function words, which say nothing of what a text is about.
//!
//! The commonest ones of each language, written down from its grammar: articles, pronouns,
//! prepositions, conjunctions and auxiliary verbs.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::language::Language;

const ENGLISH: &str = " a about above after again against all am an and any are arent as at be \
because been before being below between both but by can cant cannot could couldnt did didnt do does \
doesnt doing dont down during each few for from further had hadnt has hasnt have havent having he \
her here hers herself him himself his how i if im in into is isnt it its itself ive just let me more \
most my myself no nor not of off on once only or other our ours ourselves out over own same she \
should shouldnt so some such than that thats the their theirs them themselves then there theres \
these they theyre this those through to too under until up us very was wasnt we were werent what \
when where which while who whom why will with wont would wouldnt you your youre yours yourself said \
says say also one two new may mr mrs ms nt ll re ve get ";
const GERMAN: &str = " aber alle als also am an auch auf aus bei bis da damit dann das dass dem den \
denn der des die dies diese diesem diesen dieser dieses doch du durch ein eine einem einen einer \
eines er es etwa für gegen haben hat hatte hatten ihm ihn ihr ihre ihrem ihren ihrer im in ins ist \
ja jetzt kann kein keine können man mehr mit muss nach nicht noch nun nur ob oder ohne sagte schon \
sei sein seine seinem seinen seiner seit sich sie sind so soll sollen sowie über um und uns unter \
vom von vor war waren was wegen weil wenn werden wie wieder will wir wird wurde wurden zu zum zur \
zwei zwischen ";
const FRENCH: &str = " au aux avec avait ce cela ces cet cette comme dans de des du elle elles en \
entre est et été être eu fait il ils je la le les leur leurs lui mais même ne nous on ont ou où par \
pas plus pour qu que qui sa sans se ses si son sont sous sur tout tous un une vers vous était ";
const SPANISH: &str = " al ante con como contra cuando de del desde dos donde el ella ellos en entre \
era es esa ese esta este esto está están fue fueron ha han hasta hay la las le les lo los más me mi \
muy ni no nos o para pero por porque que qué se ser si sin sobre son su sus también tras tiene un \
una uno y ya ";
const ITALIAN: &str = " ai al alla alle anche che chi ci come con cui da dal dalla dei del della \
delle dello di dopo due e è ed era essere gli ha hanno i il in io la le lo loro ma nel nella non o \
per più quale quando quella quello questa questo se si sono su sua sui sul sulla suo tra un una uno ";
const PORTUGUESE: &str = " a ao aos as até com como da das de depois do dos e é ela ele eles em \
entre era essa esse esta este está foi foram há isso já mais mas na nas não no nos o os ou para pela \
pelo por quando que são se sem ser seu seus sobre sua suas também tem um uma ";
const DUTCH: &str = " aan al als bij dan dat de den deze die dit door een en er had heeft het hij \
hun ik in is je kan maar meer met na naar niet nog nu of om ook op over te tegen tot twee uit van \
veel volgens voor waar want waren was we werd wordt ze zich zijn zo ";
const NORDIC: &str = " af alle att av blev de dem den der det deras efter eller en er et ett for \
fra från för ha han hans har hon i ikke inte jag kan kommer med men mot när ni nu og också om \
over på sade sedan sig sin som till til ut var vi vid vil är ";
const POLISH: &str = " a ale aż bez być był była było były co czy dla do gdy go i ich ile im ja jak \
jako je jego jej jest już która które którego której który którzy lub ma mu na nad nie niż o od on \
ona one oni oraz po pod przed przez przy się są ta tak także tej ten to tu tych tym u w we z za ze że ";
const RUSSIAN: &str = " а без бы был была были было в вам вас во вот все всех вы для до его ее если \
есть еще же за и из или им их к как ко когда который которые которая которого которой которых ли мы \
на над не него нет ни но о об он она они оно от по под при про с со так также там то того тоже \
только тот ты у уже чем что чтобы это этого этой этом этот я й що та є із від як та або для до за \
його її їх ми ви він вона вони був була були було не також під при про це цей ця ці у в з зі ";
const TURKISH: &str = " bir bu da de daha diye en gibi göre hem her için ile ise ki kadar mı mi ne o \
olan olarak oldu olduğunu sonra şu var ve veya ya yok çok ";
const ARABIC: &str = " في من على إلى عن أن إن ما لا هذا هذه ذلك التي الذي الذين كان كانت قد و أو ثم \
مع بعد قبل بين كل هو هي هم لم لن وقال قال حتى حيث كما ";

type Words = FxHashSet<&'static str>;

/// The function words of a language, in lower case and without apostrophes.
pub(super) fn function_words(language: Language) -> Option<&'static Words> {
    static SETS: LazyLock<FxHashMap<[u8; 2], Words>> = LazyLock::new(|| {
        let lists: [(&[&[u8; 2]], &'static str); 12] = [
            (&[b"en", &[0, 0]], ENGLISH),
            (&[b"de"], GERMAN),
            (&[b"fr"], FRENCH),
            (&[b"es", b"ca"], SPANISH),
            (&[b"it"], ITALIAN),
            (&[b"pt"], PORTUGUESE),
            (&[b"nl"], DUTCH),
            (&[b"sv", b"da", b"no", b"nb", b"nn"], NORDIC),
            (&[b"pl"], POLISH),
            (&[b"ru", b"uk"], RUSSIAN),
            (&[b"tr"], TURKISH),
            (&[b"ar"], ARABIC),
        ];
        let of = |(codes, list): (&[&[u8; 2]], &'static str)| -> Vec<([u8; 2], Words)> {
            codes.iter().map(|code| (**code, list.split_whitespace().collect())).collect()
        };
        lists.into_iter().flat_map(of).collect()
    });
    SETS.get(&language.0)
}

//! Points that end no sentence.

/// What a single point after a word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// It ends a sentence.
    Ends,
    /// It belongs to the word.
    Abbreviates,
}

/// Titles and the like, which stand before a name and are written large. Small, some of them are
/// ordinary words: "art", "me", "rev".
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "prof", "st", "ste", "sen", "rep", "reps", "sens", "gov", "gen",
    "lt", "col", "maj", "capt", "cpl", "sgt", "cmdr", "adm", "brig", "rev", "hon", "pres", "supt",
    "det", "insp", "fig", "figs", "vol", "mt", "ft", "msgr", "nr", "hr", "fr", "frl", "abs", "art",
    "bd", "mio", "mrd", "tel", "str", "ing", "dipl", "mme", "mlle", "mm", "mgr", "me", "av", "sra",
    "srta", "dra", "dña", "ud", "uds",
];

/// What stands before its noun however it is written.
const BEFORE_NOUNS: &[&str] = &[
    "vs", "pp", "ca", "cf", "approx", "bzw", "vgl", "sog", "evtl", "ggf", "inkl", "exkl", "geb",
    "gest", "env", "chap", "éd", "dr", "prof", "им", "ул", "тыс", "млн", "млрд", "руб",
];

/// Words that may be a sentence's last; a word that begins sentences tells.
const MAY_END: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "plc", "bros", "jr", "sr", "etc", "usw", "ave",
    "blvd", "rd", "dept", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thurs", "fri", "sat", "sun", "calif",
    "fla", "mass", "conn", "penn", "pa", "ala", "ariz", "colo", "ill", "minn", "miss", "mo", "neb",
    "nev", "okla", "ore", "tenn", "tex", "va", "wash", "wis", "wyo", "univ", "bhf", "jh",
];

/// Abbreviations with points inside that always go on.
const GO_ON: &[&str] = &["e.g", "i.e", "z.b", "d.h", "u.a", "p.ex", "v.a", "o.ä", "c.-à-d"];

/// Words that begin sentences and hardly ever a name.
const STARTERS: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "it",
    "he",
    "she",
    "they",
    "we",
    "i",
    "his",
    "her",
    "its",
    "their",
    "but",
    "and",
    "this",
    "that",
    "these",
    "those",
    "for",
    "as",
    "after",
    "before",
    "when",
    "while",
    "if",
    "there",
    "by",
    "with",
    "from",
    "since",
    "some",
    "many",
    "most",
    "no",
    "not",
    "one",
    "two",
    "police",
    "officials",
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "im",
    "am",
    "er",
    "sie",
    "es",
    "wir",
    "doch",
    "aber",
    "auch",
    "bei",
    "nach",
    "mit",
    "für",
    "le",
    "la",
    "les",
    "un",
    "une",
    "il",
    "elle",
    "mais",
    "dans",
    "selon",
    "el",
    "los",
    "las",
    "pero",
];

/// Months as they follow an ordinal number.
const MONTHS: &[&str] = &[
    "januar",
    "jänner",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jahrhundert",
    "marts",
    "maj",
    "oktober",
    "desember",
];

/// Verbs after which the words before them were somebody's.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "added",
    "wrote",
    "tweeted",
    "shouted",
    "replied",
    "sagte",
    "sagt",
    "fragte",
    "schrieb",
    "erklärte",
    "betonte",
    "rief",
    "dit",
    "déclare",
    "déclaré",
    "demande",
    "écrit",
    "ajoute",
    "dijo",
    "afirmó",
    "declaró",
    "сказал",
    "заявил",
];

/// What a point after `word` does when `next` is the word behind it.
pub(super) fn of(word: &str, next: &str, ordinals: bool) -> Point {
    let lower = word.to_lowercase();
    let next = next.to_lowercase();
    let starts = STARTERS.contains(&next.as_str());
    let unless_started = if starts { Point::Ends } else { Point::Abbreviates };
    let letters = lower.chars().count();
    if letters == 1 && word.chars().all(|sign| sign.is_uppercase()) && word != "I" {
        return Point::Abbreviates;
    }
    // "z. B." and "d. h." are often written with a blank inside.
    if letters == 1 && lower.chars().all(char::is_alphabetic) && next.chars().count() == 1 {
        return unless_started;
    }
    let before_a_name = begins_large(word) && BEFORE_NAMES.contains(&lower.as_str());
    if before_a_name || [GO_ON, BEFORE_NOUNS].iter().any(|list| list.contains(&lower.as_str())) {
        return Point::Abbreviates;
    }
    if lower == "no" && next.chars().next().is_some_and(|sign| sign.is_ascii_digit()) {
        return Point::Abbreviates;
    }
    if letters <= 2 && !lower.is_empty() && lower.chars().all(|sign| sign.is_ascii_digit()) {
        let ordinal = MONTHS.contains(&next.as_str()) || (ordinals && !starts);
        return if ordinal { Point::Abbreviates } else { Point::Ends };
    }
    let dotted = lower.split('.').all(|part| (1..=2).contains(&part.chars().count()))
        && lower.contains('.')
        && !lower.chars().any(|sign| sign.is_ascii_digit());
    if dotted || MAY_END.contains(&lower.as_str()) && begins_large(word) {
        return unless_started;
    }
    Point::Ends
}

/// "Inc." and "Mar." are abbreviations, "mar." and "sat." are a sentence's last words; those that
/// are written small are no words of their own.
fn begins_large(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        || matches!(word, "etc" | "usw" | "inc" | "corp" | "ltd" | "dept")
}

/// Whether the next few words are of the kind "Mr Roy said", so that an exclamation in quotation
/// marks before them is no sentence of its own.
pub(super) fn speech_follows(text: &str) -> bool {
    text.split_whitespace().take(5).any(|word| {
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
        SPEECH.contains(&word.as_str())
    })
}

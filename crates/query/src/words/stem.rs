//! Stems, so that “drone” and “drones” are one word in the language of an article.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold_into;
use super::language::Language;

/// Shorter words have no stem.
const LEAST: usize = 3;

/// Words without inflections that are a third of any text: their stems would fill the index.
const STEMLESS: [&str; 48] = [
    "the", "and", "for", "was", "are", "but", "not", "you", "has", "had", "his", "her", "its",
    "who", "our", "that", "with", "from", "this", "they", "have", "been", "were", "their", "which",
    "der", "das", "und", "den", "von", "mit", "auf", "dem", "des", "ein", "les", "une", "que",
    "dans", "pour", "los", "las", "del", "por", "con", "una", "het", "een",
];

/// The languages that have a stemmer (Snowball).
const ALGORITHMS: [(&str, Algorithm); 18] = [
    ("en", Algorithm::English),
    ("de", Algorithm::German),
    ("fr", Algorithm::French),
    ("es", Algorithm::Spanish),
    ("it", Algorithm::Italian),
    ("pt", Algorithm::Portuguese),
    ("nl", Algorithm::Dutch),
    ("sv", Algorithm::Swedish),
    ("da", Algorithm::Danish),
    ("no", Algorithm::Norwegian),
    ("fi", Algorithm::Finnish),
    ("ru", Algorithm::Russian),
    ("hu", Algorithm::Hungarian),
    ("ro", Algorithm::Romanian),
    ("el", Algorithm::Greek),
    ("tr", Algorithm::Turkish),
    ("ar", Algorithm::Arabic),
    ("ta", Algorithm::Tamil),
];

/// Makes the stems of one language's words. A text whose language is not known is read as English.
pub struct Stems {
    tag: &'static str,
    stemmer: Option<Stemmer>,
}

impl Stems {
    /// Those of a language; a language without a stemmer has none.
    pub fn of(language: Language) -> Self {
        let tag = if language == Language::UNKNOWN { "en" } else { language.as_str() };
        let known = ALGORITHMS.iter().find(|(known, _)| *known == tag);
        Self {
            tag: known.map_or("", |(tag, _)| tag),
            stemmer: known.map(|(_, algorithm)| Stemmer::create(*algorithm)),
        }
    }

    /// No stems at all: for names, and for what is asked for as it is written.
    pub fn none() -> Self {
        Self { tag: "", stemmer: None }
    }

    /// Those of every language that has a stemmer.
    pub fn all() -> Vec<Self> {
        let all = ALGORITHMS.iter();
        all.map(|(tag, algorithm)| Self { tag, stemmer: Some(Stemmer::create(*algorithm)) })
            .collect()
    }

    /// The letters of every language that has a stemmer.
    pub(crate) fn tags() -> impl Iterator<Item = &'static str> {
        ALGORITHMS.iter().map(|(tag, _)| *tag)
    }

    /// The letters of the language whose stems these are; empty where it has no stemmer.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// Writes the term of a word's stem, which no exact term equals; `false` where it has none.
    pub(crate) fn term_into(&self, word: &str, term: &mut String) -> bool {
        let Some(stemmer) = &self.stemmer else { return false };
        let lower = lower(word);
        if lower.chars().nth(LEAST - 1).is_none() || STEMLESS.contains(&lower.as_str()) {
            return false;
        }
        term.clear();
        term.push('\u{1}');
        term.push_str(self.tag);
        fold_into(&stemmer.stem(&lower), term);
        true
    }
}

/// The term of a word's stem in a language, if it has one.
pub fn stem_term(stems: &Stems, word: &str) -> Option<String> {
    let mut term = String::new();
    stems.term_into(word, &mut term).then_some(term)
}

// Snowball knows letters with accents as one character each.
fn lower(word: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, is_nfc};
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = word.to_lowercase();
    if is_nfc(&lower) { lower } else { lower.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(tag: &str, word: &str) -> Option<String> {
        stem_term(&Stems::of(Language::of_tag(tag).unwrap()), word)
    }

    #[test]
    fn inflections_share_a_stem_in_their_language() {
        assert_eq!(stem("en", "Drones"), stem("en", "drone"));
        assert_eq!(stem("en", "jets"), stem("en", "jet"));
        assert_eq!(stem("de", "Häuser"), stem("de", "haus"));
        assert_eq!(stem("pt", "eleições"), stem("pt", "eleições"));
        assert_eq!(stem("ru", "президента"), stem("ru", "президент"));
        assert_ne!(stem("en", "drone"), stem("de", "drone"));
        assert_eq!(stem("fr", "cafe\u{301}s"), stem("fr", "cafés"));
    }

    #[test]
    fn short_words_and_languages_without_a_stemmer_have_none() {
        assert_eq!(stem("en", "go"), None);
        assert_eq!(stem("en", "The"), None);
        assert_eq!(stem("pl", "wybory"), None);
    }
}

//! Stems, so that “drone” and “drones” are one word.

use std::borrow::Cow;

use rust_stemmers::Algorithm;
use rustc_hash::FxHashSet;

use super::language::Language;
use super::{Word, stop};

/// What follows a number without changing it much: “$9m” and “9 million” are one term.
const AMOUNTS: [&str; 8] = ["mn", "bn", "m", "b", "st", "nd", "rd", "th"];

/// Makes terms of the words of one language: lower case, without a possessive ending, stemmed
/// (Porter's Snowball algorithms). Function words have no term.
pub(crate) struct Stemmer {
    function_words: Option<&'static FxHashSet<&'static str>>,
    stemmer: Option<rust_stemmers::Stemmer>,
}

impl Stemmer {
    pub fn of(language: Language) -> Self {
        let algorithm = match &language.0 {
            b"en" | [0, 0] => Some(Algorithm::English),
            b"de" => Some(Algorithm::German),
            b"fr" => Some(Algorithm::French),
            b"es" => Some(Algorithm::Spanish),
            b"it" => Some(Algorithm::Italian),
            b"pt" => Some(Algorithm::Portuguese),
            b"nl" => Some(Algorithm::Dutch),
            b"sv" => Some(Algorithm::Swedish),
            b"da" => Some(Algorithm::Danish),
            b"no" | b"nb" | b"nn" => Some(Algorithm::Norwegian),
            b"fi" => Some(Algorithm::Finnish),
            b"ru" => Some(Algorithm::Russian),
            b"hu" => Some(Algorithm::Hungarian),
            b"ro" => Some(Algorithm::Romanian),
            b"el" => Some(Algorithm::Greek),
            b"tr" => Some(Algorithm::Turkish),
            b"ar" => Some(Algorithm::Arabic),
            b"ta" => Some(Algorithm::Tamil),
            _ => None,
        };
        Self {
            function_words: stop::function_words(language),
            stemmer: algorithm.map(rust_stemmers::Stemmer::create),
        }
    }

    /// The word in lower case without a possessive ending and apostrophes; `None` for a function
    /// word or a single letter.
    pub fn lower(&self, word: &Word<'_>) -> Option<String> {
        let mut lower = word.text.to_lowercase();
        if word.is_pair {
            return Some(lower);
        }
        if word.is_number {
            lower.retain(|character| character != ',');
            let amount = AMOUNTS.iter().find_map(|ending| lower.strip_suffix(ending));
            let amount = amount.filter(|amount| amount.ends_with(|end: char| end.is_ascii_digit()));
            if let Some(length) = amount.map(str::len) {
                lower.truncate(length);
            }
            return Some(lower);
        }
        for ending in ["'s", "’s"] {
            if let Some(length) = lower.strip_suffix(ending).map(str::len) {
                lower.truncate(length);
            }
        }
        lower.retain(|character| !matches!(character, '\'' | '’'));
        let says_nothing = lower.chars().nth(1).is_none()
            || self.function_words.is_some_and(|words| words.contains(lower.as_str()));
        (!says_nothing).then_some(lower)
    }

    /// The stem of what [`Self::lower`] gave.
    pub fn stem<'a>(&self, word: &Word<'_>, lower: &'a str) -> Cow<'a, str> {
        match &self.stemmer {
            Some(stemmer) if !word.is_number && !word.is_pair => stemmer.stem(lower),
            _ => lower.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn terms(text: &str) -> Vec<String> {
        let stemmer = Stemmer::of(Language::ENGLISH);
        let mut terms = Vec::new();
        words(text, |word| {
            terms
                .extend(stemmer.lower(&word).map(|lower| stemmer.stem(&word, &lower).into_owned()));
            true
        });
        terms
    }

    #[test]
    fn an_amount_is_its_number() {
        assert_eq!(terms("$9m, 1,300Mn 300M 91st 4.6bn"), ["9", "1300", "300", "91", "4.6"]);
        assert_eq!(terms("5S 3D 10am 2014"), ["5s", "3d", "10am", "2014"]);
    }
}

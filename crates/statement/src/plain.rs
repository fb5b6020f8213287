//! German and French, by tables alone: quotations with a verb of saying and a name beside them,
//! clauses that "dass" and "que" begin, and sources named by "laut" and "selon".

mod clauses;
mod discourse;
mod people;
mod phrases;
mod reading;
mod table;
mod told;

use std::sync::LazyLock;

pub(crate) use reading::read;
pub(crate) use table::Table;

static GERMAN: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../data/de.txt")));
static FRENCH: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../data/fr.txt")));

/// A language that statements are found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    French,
}

impl Language {
    /// The language of a tag, or the one that a text's commonest words are of; none where neither
    /// is one that is known.
    pub(crate) fn of(tag: Option<&str>, text: &str) -> Option<Self> {
        if let Some(tag) = tag.filter(|tag| !tag.is_empty()) {
            let code = tag.split(['-', '_']).next().unwrap_or_default();
            return match &*code.to_ascii_lowercase() {
                "en" => Some(Self::English),
                "de" => Some(Self::German),
                "fr" => Some(Self::French),
                _ => None,
            };
        }
        const ENGLISH: &[&str] = &[
            "the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "on", "he", "said",
        ];
        let mut counts = [0_usize; 3];
        let mut words = 0;
        for word in
            text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty()).take(600)
        {
            let lower = word.to_lowercase();
            words += 1;
            counts[0] += usize::from(ENGLISH.contains(&&*lower));
            counts[1] += usize::from(GERMAN.is("stops", &lower));
            counts[2] += usize::from(FRENCH.is("stops", &lower));
        }
        let [english, german, french] = counts;
        let most = english.max(german).max(french);
        if most * 12 < words {
            // Too few of the small words of any: headlines, lists, or another language.
            return (words < 40).then_some(Self::English);
        }
        Some(if most == english {
            Self::English
        } else if most == german {
            Self::German
        } else {
            Self::French
        })
    }

    /// Its table; English has more than one.
    pub(crate) fn table(self) -> Option<&'static Table> {
        match self {
            Self::English => None,
            Self::German => Some(&GERMAN),
            Self::French => Some(&FRENCH),
        }
    }
}

#[cfg(test)]
mod tests;

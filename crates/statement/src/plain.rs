//! German and French, by tables alone: quotations with a verb of saying and a name beside them,
//! clauses that "dass" and "que" begin, and sources named by "laut" and "selon".

mod names;
mod told;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use names::FullNames;

use crate::lexicon::Lexicon;
use crate::statement::Act;

/// What is known of a language that is read by tables.
#[derive(Debug, Default)]
pub(crate) struct Table {
    verbs: FxHashMap<&'static str, Act>,
    /// Verbs with a claim as object: the verb, the words that must follow it, the act.
    denials: Vec<Phrase>,
    /// What was not said: words that follow each other, the first of them a verb.
    events: Vec<Phrase>,
    words: FxHashMap<&'static str, FxHashSet<&'static str>>,
}

/// Words that follow each other within a sentence, and what is done by them.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<&'static str>,
    pub(crate) act: Act,
}

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

impl Table {
    fn parse(text: &'static str) -> Self {
        let mut table = Self::default();
        let mut group = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                group = name;
            } else if group == "verbs" {
                if let Some((verb, act)) = line.split_once(' ') {
                    table.verbs.insert(verb, Act::of_name(act).unwrap_or_default());
                }
            } else if matches!(group, "events" | "denials") {
                let mut words = line.split_whitespace();
                let act = words.next().and_then(Act::of_name).unwrap_or_default();
                let phrase = Phrase { words: words.collect(), act };
                if group == "events" {
                    table.events.push(phrase);
                } else {
                    table.denials.push(phrase);
                }
            } else if group == "pronouns" {
                let mut words = line.split_whitespace();
                if let Some(pronoun) = words.next() {
                    table.words.entry(group).or_default().insert(pronoun);
                    let gender = if words.next() == Some("female") { "she" } else { "he" };
                    table.words.entry(gender).or_default().insert(pronoun);
                }
            } else {
                table.words.entry(group).or_default().extend(line.split_whitespace());
            }
        }
        table
    }

    fn is(&self, group: &str, word: &str) -> bool {
        self.words.get(group).is_some_and(|words| words.contains(word))
    }

    /// Whether a mention is a pronoun only.
    pub(crate) fn is_pronoun(&self, mention: &str) -> bool {
        let lower = mention.to_lowercase();
        self.is("pronouns", &lower) || matches!(&*lower, "a-t-il" | "a-t-elle")
    }

    /// Whether somebody of that first name may be meant by a pronoun.
    pub(crate) fn may_mean(&self, mention: &str, name: &str) -> bool {
        let lexicon = Lexicon::english();
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let female = lexicon.is("female_names", &first);
        let male = lexicon.is("male_names", &first);
        let lower = mention.to_lowercase();
        if self.is("she", &lower) || lower.ends_with("-elle") {
            !male || female
        } else {
            !female || male
        }
    }

    /// Whether a small word is a verb of saying.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.verbs.contains_key(word)
    }
}

#[cfg(test)]
mod tests;

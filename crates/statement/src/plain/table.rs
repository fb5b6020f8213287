//! What is known of a language beforehand, from its table.

use rustc_hash::{FxHashMap, FxHashSet};

use super::people::Gender;
use super::told::bare;
use crate::lexicon::Lexicon;
use crate::statement::Act;

/// What is known of a language that is read by tables.
#[derive(Debug, Default)]
pub(crate) struct Table {
    verbs: FxHashMap<&'static str, Act>,
    /// Verbs in the form that ends a clause whose helping verb stands before.
    pub(super) participles: FxHashMap<&'static str, Act>,
    /// Verbs with a claim as object: the verb, the words that must follow it, the act.
    pub(super) denials: Vec<Phrase>,
    /// What was not said: words that follow each other, the first of them a verb.
    pub(super) events: Vec<Phrase>,
    words: FxHashMap<&'static str, FxHashSet<&'static str>>,
}

/// Words that follow each other within a sentence, and what is done by them.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<&'static str>,
    pub(crate) act: Act,
    /// Whether the first word is what the verb, the second, is about: "Belege legte … nicht vor".
    pub(crate) verb_after_object: bool,
}

impl Table {
    pub(super) fn parse(text: &'static str) -> Self {
        let mut table = Self::default();
        let mut group = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                group = name;
            } else if matches!(group, "verbs" | "participles") {
                let verbs = match group {
                    "verbs" => &mut table.verbs,
                    _ => &mut table.participles,
                };
                if let Some((verb, act)) = line.split_once(' ') {
                    verbs.insert(verb, Act::of_name(act).unwrap_or_default());
                }
            } else if matches!(group, "events" | "denials") {
                let mut words = line.split_whitespace();
                let act = words.next().and_then(Act::of_name).unwrap_or_default();
                let verb_after_object = words.clone().any(|word| word.starts_with('*'));
                let words = words.map(|word| word.trim_start_matches('*')).collect();
                let phrase = Phrase { words, act, verb_after_object };
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

    pub(crate) fn is(&self, group: &str, word: &str) -> bool {
        self.words.get(group).is_some_and(|words| words.contains(word))
    }

    /// Whether a small word is a pronoun for somebody.
    pub(crate) fn is_pronoun(&self, word: &str) -> bool {
        self.is("pronouns", word) || self.gender_of_inversion(word).is_some()
    }

    /// "a-t-il", "dit-elle": the pronoun hangs on the verb.
    pub(crate) fn gender_of_inversion(&self, word: &str) -> Option<Gender> {
        if self.declines() {
            None
        } else if word.ends_with("-il") {
            Some(Gender::Male)
        } else {
            word.ends_with("-elle").then_some(Gender::Female)
        }
    }

    pub(crate) fn gender_of_pronoun(&self, word: &str) -> Option<Gender> {
        if self.is("she", word) {
            Some(Gender::Female)
        } else if self.is("he", word) {
            Some(Gender::Male)
        } else {
            self.gender_of_inversion(word)
        }
    }

    /// Of which gender an article before somebody is, in the case of who acts.
    pub(crate) fn gender_of_article(&self, article: &str) -> Option<Gender> {
        if self.is("his_articles", article) {
            Some(Gender::Male)
        } else {
            self.is("her_articles", article).then_some(Gender::Female)
        }
    }

    pub(crate) fn gender_of_name(&self, first_name: &str) -> Option<Gender> {
        let lexicon = Lexicon::english();
        let female = self.is("female_names", first_name) || lexicon.is("female_names", first_name);
        let male = self.is("male_names", first_name) || lexicon.is("male_names", first_name);
        match (male, female) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    pub(crate) fn is_first_name(&self, word: &str) -> bool {
        let lexicon = Lexicon::english();
        ["female_names", "male_names"]
            .iter()
            .any(|group| self.is(group, word) || lexicon.is(group, word))
    }

    /// Of which gender whoever has that title is: by its ending, or by the article before it.
    pub(crate) fn gender_of_title(&self, title: &str, article: &str) -> Option<Gender> {
        let title = title.trim_end_matches('.');
        if self.is("her_titles", title)
            || self.ends_like("her_endings", title) && self.is_title(title)
        {
            return Some(Gender::Female);
        }
        if self.is("his_titles", title) {
            return Some(Gender::Male);
        }
        if self.declines() && !self.ends_like("either_endings", title) {
            return Some(Gender::Male);
        }
        self.gender_of_article(article)
    }

    /// Whether an office behind that article is several people's: "die Händler".
    pub(crate) fn is_plural(&self, office: &str, article: &str) -> bool {
        self.declines()
            && article == "die"
            && !self.ends_like("her_endings", office)
            && !self.ends_like("either_endings", office)
    }

    /// Whether a small word says what somebody is: an office, a title, a group that speaks.
    pub(crate) fn is_title(&self, word: &str) -> bool {
        let word = bare(word).trim_end_matches('.');
        self.is("titles", word) || self.is("groups", word) || self.is_office(word)
    }

    /// Whether a small word is an office that one person has.
    pub(crate) fn is_office(&self, word: &str) -> bool {
        let word = bare(word);
        self.ends_like("offices", word)
            || self.declines()
                && word.strip_suffix('s').is_some_and(|word| self.ends_like("offices", word))
    }

    fn ends_like(&self, group: &str, word: &str) -> bool {
        let Some(endings) = self.words.get(group) else { return false };
        // German makes one word of an office and what it is for.
        let compounds = self.declines();
        endings.iter().any(|ending| {
            word == *ending
                || word.strip_suffix(ending).is_some_and(|head| {
                    compounds && head.chars().count() > 1
                        || head.ends_with('-')
                        || group != "offices"
                })
        })
    }

    /// "der 47-Jährige", "le quinquagénaire".
    pub(crate) fn is_of_age(&self, word: &str) -> bool {
        self.ends_like("ages", word)
    }

    pub(crate) fn is_definite(&self, article: &str) -> bool {
        self.is("definite", article)
    }

    /// Whether a small word says whose something is.
    pub(crate) fn is_owning(&self, word: &str) -> bool {
        self.is("inside", word)
    }

    /// Whether nouns have cases and one word is made of several, as in German.
    pub(crate) fn declines(&self) -> bool {
        self.is("that", "dass")
    }

    /// Whether a word that begins a sentence is no name in spite of its capital.
    pub(crate) fn is_closed(&self, word: &str) -> bool {
        self.is_closed_anywhere(word)
            || ["stops", "ifs", "sources", "adverbs", "auxiliaries", "that"]
                .iter()
                .any(|group| self.is(group, word))
            || self.says(word)
    }

    /// Whether a word is never a name.
    pub(crate) fn is_closed_anywhere(&self, word: &str) -> bool {
        ["articles", "others", "nobody", "pronouns"].iter().any(|group| self.is(group, word))
    }

    /// What is done by a verb of saying; French pronouns may hang on it, as in "s'indigne" and
    /// "dit-elle".
    pub(crate) fn act_of(&self, word: &str) -> Option<Act> {
        let known = |word: &str| self.verbs.get(word).copied();
        if self.declines() {
            return known(word);
        }
        let plain = bare(word);
        let alone = ["-t-il", "-t-elle", "-il", "-elle"]
            .iter()
            .find_map(|pronoun| plain.strip_suffix(pronoun))
            .unwrap_or(plain);
        known(word).or_else(|| known(alone))
    }

    /// Whether a small word is a verb of saying.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.act_of(word).is_some()
    }
}

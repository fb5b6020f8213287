//! Somebody or something with a name, and what the text tells of it.

use super::words::OF_PLACES;
use crate::lexicon::Lexicon;

/// What kind of thing has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Person,
    Group,
    Place,
    Unknown,
}

/// A person's gender as titles and first names tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
    Unknown,
}

/// Somebody or something with a name.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// The fullest name that the text gives.
    pub(crate) name: String,
    /// The name's words in small letters.
    pub(super) words: Vec<Box<str>>,
    pub(crate) sort: Sort,
    pub(crate) gender: Gender,
    /// What the text says it is, each in the words of the text.
    pub(crate) roles: Vec<String>,
    /// Whether a name of several words is also used by its last one.
    pub(super) is_shortened: bool,
    /// The first tokens of its mentions, in order.
    pub(crate) mentions: Vec<usize>,
}

impl Entity {
    /// Whether its roles have this word in them.
    pub(crate) fn has_role(&self, word: &str) -> bool {
        self.roles.iter().any(|role| {
            role.split(|sign: char| !sign.is_alphanumeric() && sign != '-')
                .any(|part| part.eq_ignore_ascii_case(word))
        })
    }

    /// Whether the text says no more of it than whose relative it is.
    pub(super) fn is_kin(&self) -> bool {
        const KIN: [&str; 12] = [
            "wife", "husband", "son", "daughter", "brother", "sister", "mother", "father", "widow",
            "uncle", "aunt", "cousin",
        ];
        KIN.iter().any(|word| self.has_role(word))
    }

    /// Whether it is a person, as far as the text and the tables tell: by title, role or first name,
    /// or because a name of several words is used short, as only people's are.
    pub(crate) fn is_person(&self) -> bool {
        match self.sort {
            Sort::Person => true,
            Sort::Unknown => {
                self.gender != Gender::Unknown
                    || !self.roles.is_empty()
                    || (self.words.len() > 1 && self.is_shortened && !self.is_called_like_thing())
            }
            Sort::Group | Sort::Place => false,
        }
    }

    /// Whether its first word is one that begins the names of places, peoples and feasts: "New Yorkers",
    /// "Jewish Easter".
    pub(crate) fn is_called_like_thing(&self) -> bool {
        let first = self.words.first().map_or("", |word| word);
        OF_PLACES.contains(&first)
            || first.ends_with("ish")
            || Lexicon::english().country(first).is_some()
    }

    /// Whether its first word is a first name of that gender's, be it that or a surname here.
    pub(crate) fn is_called_like(&self, gender: Gender) -> bool {
        let first = self.words.first().map_or("", |word| word);
        let lexicon = Lexicon::english();
        match gender {
            Gender::Female => lexicon.is("female_names", first),
            Gender::Male => lexicon.is("male_names", first),
            Gender::Unknown => false,
        }
    }

    /// Whether its first word is a first name of the other gender's only.
    pub(crate) fn is_called_like_other(&self, gender: Gender) -> bool {
        let other = match gender {
            Gender::Female => Gender::Male,
            Gender::Male => Gender::Female,
            Gender::Unknown => return false,
        };
        self.is_called_like(other) && !self.is_called_like(gender)
    }

    /// Its last mention before a token.
    pub(crate) fn last_before(&self, token: usize) -> Option<usize> {
        let at = self.mentions.partition_point(|mention| *mention < token);
        at.checked_sub(1).and_then(|at| self.mentions.get(at)).copied()
    }
}

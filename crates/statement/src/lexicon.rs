//! What the reading of a language knows beforehand: verbs of saying and groups of nouns, from tables.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::statement::Act;

/// What may follow a verb of saying; see `data/cues.en.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Frames(u16);

impl Frames {
    pub(crate) const CLAUSE: Self = Self(1);
    pub(crate) const THAT: Self = Self(1 << 1);
    pub(crate) const QUOTE: Self = Self(1 << 2);
    pub(crate) const TOLD: Self = Self(1 << 3);
    pub(crate) const MAY_TELL: Self = Self(1 << 4);
    pub(crate) const WHETHER: Self = Self(1 << 5);
    pub(crate) const NOUN: Self = Self(1 << 6);
    pub(crate) const TO: Self = Self(1 << 7);
    pub(crate) const OBJECT_TO: Self = Self(1 << 8);
    pub(crate) const DOING: Self = Self(1 << 9);
    pub(crate) const AS: Self = Self(1 << 10);
    pub(crate) const CALLED: Self = Self(1 << 11);
    pub(crate) const BLAMED: Self = Self(1 << 12);

    fn of_letter(letter: char) -> Self {
        match letter {
            'S' => Self::CLAUSE,
            's' => Self::THAT,
            'Q' => Self::QUOTE,
            'A' => Self::TOLD,
            'a' => Self::MAY_TELL,
            'W' => Self::WHETHER,
            'N' => Self::NOUN,
            'T' => Self::TO,
            'O' => Self::OBJECT_TO,
            'V' => Self::DOING,
            'D' => Self::AS,
            'C' => Self::CALLED,
            'X' => Self::BLAMED,
            _ => Self::default(),
        }
    }

    /// Whether one of the frames of `other` is among these.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Frames {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A verb of saying.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    pub(crate) lemma: Box<str>,
    /// 1 words were said; 2 mostly; 3 rather a stance or a plan.
    pub(crate) level: u8,
    pub(crate) frames: Frames,
    /// Words that lead to what is said, as "for" after "argue".
    pub(crate) leads: Vec<Box<str>>,
    pub(crate) act: Act,
}

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Base,
    ThirdPerson,
    Past,
    Participle,
    Ing,
}

/// A word as a form of a verb of saying; the verb's second word, as of "call for", must follow.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) cue: usize,
    pub(crate) form: Form,
    pub(crate) particle: Option<Box<str>>,
}

/// The tables of a language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    cues: Vec<Cue>,
    entries: FxHashMap<Box<str>, Vec<Entry>>,
    claims: FxHashMap<Box<str>, Act>,
    groups: FxHashMap<&'static str, FxHashSet<Box<str>>>,
    phrases: FxHashMap<&'static str, Vec<Vec<&'static str>>>,
    places: FxHashMap<Box<str>, Box<str>>,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(
        include_str!("../data/cues.en.txt"),
        &[include_str!("../data/nouns.en.txt"), include_str!("../data/acts.en.txt")],
    )
});

impl Lexicon {
    /// The tables for English.
    pub(crate) fn english() -> &'static Self {
        &ENGLISH
    }

    fn parse(cues: &str, groups: &[&'static str]) -> Self {
        let mut lexicon = Self::default();
        for line in cues.lines().filter(|line| !line.starts_with('#')) {
            lexicon.read_cue(line);
        }
        for groups in groups {
            lexicon.read_nouns(groups);
        }
        lexicon
    }

    fn read_cue(&mut self, line: &str) {
        let mut columns = line.split_whitespace();
        let (Some(forms), Some(level), Some(frames), Some(act)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            return;
        };
        let (frames, leads) = frames_of(frames);
        let mut forms = forms.split('/');
        let base = forms.next().unwrap_or_default();
        let past = forms
            .next()
            .filter(|form| *form != "-")
            .map_or_else(|| regular_past(base), str::to_owned);
        let participle = forms.next().map_or_else(|| past.clone(), str::to_owned);
        let number = self.cues.len();
        let level = level.parse().unwrap_or(3);
        self.cues.push(Cue {
            lemma: base.into(),
            level,
            frames,
            leads,
            act: Act::of_name(act).unwrap_or_default(),
        });
        let first = base.split('_').next().unwrap_or_default();
        let doubled = first.chars().next_back().is_some_and(|last| {
            past.split('_').next().unwrap_or_default() == format!("{first}{last}ed")
        });
        for (form, word) in [
            (Form::Base, base.to_owned()),
            (Form::ThirdPerson, third_person(base)),
            (Form::Past, past),
            (Form::Participle, participle),
            (Form::Ing, ing(base, doubled)),
        ] {
            let (first, particle) = match word.split_once('_') {
                Some((first, particle)) => (first.to_owned(), Some(particle.into())),
                None => (word, None),
            };
            let entries = self.entries.entry(first.into_boxed_str()).or_default();
            if !entries.iter().any(|entry| {
                entry.cue == number && matches!((entry.form, form), (Form::Past, Form::Participle))
            }) {
                entries.push(Entry { cue: number, form, particle });
            }
        }
    }

    fn read_nouns(&mut self, nouns: &'static str) {
        let mut group = "";
        for line in nouns.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                group = name;
                continue;
            }
            let mut words = line.split_whitespace();
            match group {
                "claims" => {
                    if let (Some(noun), Some(act)) = (words.next(), words.next()) {
                        self.claims.insert(noun.into(), Act::of_name(act).unwrap_or_default());
                    }
                }
                "countries" => {
                    let Some(place) = words.next() else { continue };
                    for word in words.chain([place]) {
                        self.places
                            .insert(word.replace('_', " ").into(), place.replace('_', " ").into());
                    }
                }
                _ => {
                    let set = self.groups.entry(group).or_default();
                    for word in words {
                        if word.contains('_') {
                            let phrase = word.split('_').collect();
                            self.phrases.entry(group).or_default().push(phrase);
                        }
                        set.insert(word.into());
                        if matches!(group, "roles" | "groups" | "documents") {
                            set.insert(plural(word).into());
                        }
                    }
                }
            }
        }
    }

    /// Whether a small word is a form of a verb that stands beside quotations.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.entries.get(word).is_some_and(|entries| {
            entries.iter().any(|entry| {
                matches!(entry.form, Form::Past | Form::ThirdPerson)
                    && self
                        .cues
                        .get(entry.cue)
                        .is_some_and(|cue| cue.level < 3 && cue.frames.has(Frames::QUOTE))
            })
        })
    }

    /// To which of the tables a small word belongs, as bits; what the tagger knows of rarer words.
    pub(crate) fn class(&self, word: &str) -> u64 {
        let mut class = 0;
        for entry in self.entries(word) {
            class |= 1 << entry.form as u64;
        }
        for (bit, group) in
            ["roles", "groups", "documents", "female_names", "male_names", "audience"]
                .into_iter()
                .enumerate()
        {
            class |= u64::from(self.is(group, word)) << (bit + 5);
        }
        class
            | u64::from(self.places.contains_key(word)) << 11
            | u64::from(self.claims.contains_key(word)) << 12
    }

    /// The verbs of saying that a small word is a form of, those with a second word first.
    pub(crate) fn entries(&self, word: &str) -> &[Entry] {
        self.entries.get(word).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn cue(&self, number: usize) -> Option<&Cue> {
        self.cues.get(number)
    }

    /// The act of a noun like "claim", which a clause may follow.
    pub(crate) fn claim(&self, word: &str) -> Option<Act> {
        self.claims.get(word).copied()
    }

    /// Whether a small word is in that group of nouns.
    pub(crate) fn is(&self, group: &str, word: &str) -> bool {
        self.groups.get(group).is_some_and(|set| set.contains(word))
    }

    /// The phrases of that group, as small words.
    pub(crate) fn phrases(&self, group: &str) -> &[Vec<&'static str>] {
        self.phrases.get(group).map_or(&[], Vec::as_slice)
    }

    /// The country that a place's name stands for when it speaks.
    pub(crate) fn country(&self, place: &str) -> Option<&str> {
        self.places.get(place).map(|place| &**place)
    }
}

fn frames_of(letters: &str) -> (Frames, Vec<Box<str>>) {
    let (letters, leads) = match letters.split_once(':') {
        Some((letters, leads)) => (letters, leads.split('+').map(Into::into).collect()),
        None => (letters, Vec::new()),
    };
    let frames =
        letters.chars().fold(Frames::default(), |all, letter| all | Frames::of_letter(letter));
    (frames, leads)
}

fn in_first_word(word: &str, change: impl Fn(&str) -> String) -> String {
    match word.split_once('_') {
        Some((first, rest)) => format!("{}_{rest}", change(first)),
        None => change(word),
    }
}

fn ends_in_consonant_y(word: &str) -> bool {
    let mut signs = word.chars().rev();
    signs.next() == Some('y') && signs.next().is_some_and(|sign| !"aeiou".contains(sign))
}

fn regular_past(word: &str) -> String {
    in_first_word(word, |word| {
        if word.ends_with('e') {
            format!("{word}d")
        } else if ends_in_consonant_y(word) {
            format!("{}ied", word.strip_suffix('y').unwrap_or(word))
        } else {
            format!("{word}ed")
        }
    })
}

fn third_person(word: &str) -> String {
    in_first_word(word, |word| {
        if word.ends_with(['s', 'x', 'z'])
            || word.ends_with("ch")
            || word.ends_with("sh")
            || word == "go"
        {
            format!("{word}es")
        } else if ends_in_consonant_y(word) {
            format!("{}ies", word.strip_suffix('y').unwrap_or(word))
        } else {
            format!("{word}s")
        }
    })
}

fn ing(word: &str, doubled: bool) -> String {
    in_first_word(word, |word| match word.strip_suffix('e') {
        _ if doubled => {
            let last = word.chars().next_back().unwrap_or('g');
            format!("{word}{last}ing")
        }
        Some(stem) if !word.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{word}ing"),
    })
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man") {
        format!("{stem}men")
    } else if word == "person" {
        "people".to_owned()
    } else if word == "child" {
        "children".to_owned()
    } else {
        third_person(word)
    }
}

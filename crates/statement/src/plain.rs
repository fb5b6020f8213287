//! German and French, by tables alone: quotations with a verb of saying and a name beside them,
//! clauses that "dass" and "que" begin, and sources named by "laut" and "selon".

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::items::Items;
use crate::lexicon::Lexicon;
use crate::statement::Act;

/// What is known of a language that is read by tables.
#[derive(Debug, Default)]
pub(crate) struct Table {
    verbs: FxHashMap<&'static str, Act>,
    words: FxHashMap<&'static str, FxHashSet<&'static str>>,
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

/// A statement as a table found it: items of its sentence, bytes of what is said.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) speaker: (usize, usize),
    pub(crate) cue: (usize, usize),
    pub(crate) content: Vec<(usize, usize)>,
    pub(crate) act: Act,
    pub(crate) sign: &'static str,
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
            } else if group == "pronouns" {
                table.words.entry(group).or_default().extend(line.split_whitespace().next());
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

    /// Whether a small word is a verb of saying.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.verbs.contains_key(word)
    }

    /// The statements of a sentence.
    pub(crate) fn statements(&self, items: &Items<'_, '_>) -> Vec<Told> {
        let mut found: Vec<Told> = Vec::new();
        for at in 0..items.len() {
            if items.quotation(at).is_some() {
                continue;
            }
            let told = match self.verbs.get(items.lower(at)) {
                Some(act) => self.verb(items, at, *act),
                None => self.source(items, at),
            };
            let Some(told) = told else { continue };
            let cue = items.bytes(told.cue.0, told.cue.1).0;
            if !found
                .iter()
                .any(|outer| outer.content.iter().any(|(start, end)| (*start..*end).contains(&cue)))
            {
                found.push(told);
            }
        }
        found
    }

    fn verb(&self, items: &Items<'_, '_>, at: usize, act: Act) -> Option<Told> {
        // "a déclaré", "a-t-il ajouté": the auxiliary belongs to the verb.
        let mut from = at;
        while from > 0
            && items.is(
                from - 1,
                &[
                    "a",
                    "ont",
                    "avait",
                    "a-t-il",
                    "a-t-elle",
                    "ont-ils",
                    "ont-elles",
                    "également",
                    "aussi",
                ],
            )
        {
            from -= 1;
        }
        if from > 0 && items.is(from - 1, &["n'a", "pas", "nicht", "wurde", "été"])
            || items.is(at + 1, &["nicht", "pas"])
        {
            return None;
        }
        let mut told =
            Told { speaker: (at, at), cue: (from, at + 1), content: Vec::new(), act, sign: "" };
        let quote_before = self.quote_before(items, from);
        let inner = (from..at).find(|place| items.is(*place, &["a-t-il", "a-t-elle"]));
        if let Some(quote) = quote_before {
            told.speaker = match inner {
                Some(pronoun) => (pronoun, pronoun + 1),
                None => {
                    self.phrase_after(items, at + 1).or_else(|| self.phrase_before(items, from))?
                }
            };
            told.sign = "quote before";
            self.add_quotes(items, quote, &mut told);
            let next = told.speaker.1.max(at + 1);
            if let Some(more) =
                (next..items.len().min(next + 12)).find(|place| items.quotation(*place).is_some())
                && items.is_comma(more - 1)
            {
                told.content.push(items.bytes(more, more + 1));
            }
            return Some(told);
        }
        told.speaker = self.phrase_before(items, from)?;
        if let Some(colon) =
            (at + 1..items.len().min(at + 14)).find(|place| items.lower(*place) == ":")
            && items.quotation(colon + 1).is_some()
        {
            told.sign = "quote after";
            self.add_quotes(items, colon + 1, &mut told);
            return Some(told);
        }
        let that = (at + 1..items.len().min(at + 14))
            .find(|place| self.is("that", items.lower(*place)))?;
        if (at + 1..that)
            .any(|place| self.says(items.lower(place)) || items.quotation(place).is_some())
        {
            return None;
        }
        let mut end = items.len();
        while end > that && items.is_end(end - 1) {
            end -= 1;
        }
        told.sign = "that";
        told.content.push(items.bytes(that, end));
        (end > that + 2).then_some(told)
    }

    fn add_quotes(&self, items: &Items<'_, '_>, quote: usize, told: &mut Told) {
        let mut at = quote;
        while items.quotation(at).is_some() {
            told.content.push(items.bytes(at, at + 1));
            at += 1;
        }
    }

    fn quote_before(&self, items: &Items<'_, '_>, from: usize) -> Option<usize> {
        let before = from.checked_sub(1)?;
        if items.quotation(before).is_some() {
            return Some(before);
        }
        (items.is_comma(before) || items.is_dash(before)).then_some(())?;
        before.checked_sub(1).filter(|at| items.quotation(*at).is_some())
    }

    /// "laut X", "selon X": a source of the whole sentence, not sure enough to be shown.
    fn source(&self, items: &Items<'_, '_>, at: usize) -> Option<Told> {
        if !self.is("sources", items.lower(at)) {
            return None;
        }
        let speaker = self.phrase_after(items, at + 1)?;
        let mut end = items.len();
        while end > 0 && items.is_end(end - 1) {
            end -= 1;
        }
        let content = if at == 0 {
            let start = speaker.1 + usize::from(items.is_comma(speaker.1));
            (start, end)
        } else {
            (0, if items.is_comma(at - 1) { at - 1 } else { at })
        };
        (content.1 > content.0 + 2).then(|| Told {
            speaker,
            cue: (at, at + 1),
            content: vec![items.bytes(content.0, content.1)],
            act: Act::Assertion,
            sign: "according",
        })
    }

    fn is_part(&self, items: &Items<'_, '_>, at: usize) -> bool {
        items.quotation(at).is_none()
            && (items.is_upper(at) || self.is("articles", items.lower(at)))
    }

    /// The noun phrase that begins at `from`: names, nouns with a capital, titles, what hangs on them.
    fn phrase_after(&self, items: &Items<'_, '_>, from: usize) -> Option<(usize, usize)> {
        if self.is("pronouns", items.lower(from)) {
            return Some((from, from + 1));
        }
        let mut at = from;
        let mut to = None;
        while at < items.len() && at - from < 12 {
            let word = items.lower(at);
            let named = items.is_upper(at) || self.is("titles", word.trim_end_matches('.'));
            if named {
                to = Some(at + 1);
            } else if !(self.is("articles", word)
                || self.is("inside", word)
                || word.chars().count() > 3
                    && to.is_none()
                    && word.chars().all(char::is_alphabetic))
            {
                break;
            }
            at += 1;
        }
        to.map(|to| (from, to))
    }

    /// The noun phrase that ends before `end` and begins a clause.
    fn phrase_before(&self, items: &Items<'_, '_>, end: usize) -> Option<(usize, usize)> {
        let last = end.checked_sub(1)?;
        if self.is("pronouns", items.lower(last)) {
            return (last == 0 || items.is_comma(last - 1) || items.quotation(last - 1).is_some())
                .then_some((last, end));
        }
        if !items.is_upper(last) && !self.is("titles", items.lower(last)) {
            return None;
        }
        let mut from = last;
        while from > 0 && end - from < 10 {
            let before = from - 1;
            let word = items.lower(before);
            let belongs = self.is_part(items, before)
                || self.is("inside", word)
                || self.is("titles", word)
                || (word.chars().count() > 4 && word.chars().all(char::is_alphabetic));
            if !belongs || self.says(word) {
                break;
            }
            from = before;
        }
        let begins = from == 0
            || items.is_comma(from - 1)
            || items.quotation(from - 1).is_some()
            || items.is(from - 1, &["und", "aber", "doch", "et", "mais"]);
        begins.then_some((from, end))
    }
}

/// Whom a text calls by a first name that is known and a surname: the first such pair of each surname.
#[derive(Debug)]
pub(crate) struct FullNames<'a> {
    first_names: FxHashMap<&'a str, &'a str>,
}

impl<'a> FullNames<'a> {
    /// Reads a text once for the names of all who speak in it.
    pub(crate) fn of(text: &'a str) -> Self {
        let lexicon = Lexicon::english();
        let is_first_name = |word: &str| {
            word.chars().next().is_some_and(char::is_uppercase) && {
                let lower = word.to_lowercase();
                lexicon.is("male_names", &lower) || lexicon.is("female_names", &lower)
            }
        };
        let mut first_names = FxHashMap::default();
        let mut before = "";
        for word in text
            .split(|sign: char| {
                sign.is_whitespace() || matches!(sign, ',' | '.' | '“' | '„' | '«' | '»' | '"')
            })
            .filter(|word| !word.is_empty())
        {
            if is_first_name(before) {
                first_names.entry(word).or_insert(before);
            }
            before = word;
        }
        Self { first_names }
    }

    /// The fullest name that the text gives somebody: a known first name before the surname, wherever
    /// it stands; titles and articles are left out.
    pub(crate) fn name(&self, table: &Table, mention: &str) -> (String, bool) {
        let is_title = |word: &str| {
            let lower = word.trim_end_matches('.').to_lowercase();
            table.is("titles", &lower) || table.is("articles", &lower)
        };
        let words: Vec<&str> = mention.split_whitespace().collect();
        let first = words
            .iter()
            .rposition(|word| is_title(word) || word.chars().next().is_some_and(char::is_lowercase))
            .map_or(0, |at| at + 1);
        match words.get(first..).unwrap_or_default() {
            [] => (mention.to_owned(), false),
            [surname] if surname.chars().count() > 2 => match self.first_names.get(surname) {
                Some(first_name) => (format!("{first_name} {surname}"), true),
                None => ((*surname).to_owned(), true),
            },
            name => (name.join(" "), true),
        }
    }
}

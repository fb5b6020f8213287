//! The names and numbers of an article, found by their form.

use rustc_hash::FxHashSet;

use super::Report;
use crate::sentences::{
    paragraphs, split,
    words::{Word, key, lower_into, words},
};
use crate::summary::lexicon::Lexicon;

/// How many words of a text are read; what a long page says at its end is no news.
const READ: usize = 1_000;

/// How many paragraphs are a text's first.
const FIRST: usize = 2;

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Lead,
    Body,
}

/// A name or a number.
#[derive(Debug)]
pub(super) struct Found {
    /// As it is shown.
    pub(super) text: String,
    /// What all its mentions have in common.
    pub(super) key: u64,
    pub(super) number: bool,
    pub(super) place: Place,
}

/// What an article names, the headline's first.
pub(super) fn found(report: &Report<'_>) -> Vec<Found> {
    let german = report.language.is_some_and(|language| language.starts_with("de"));
    let mut finder = Finder { german, inside: FxHashSet::default(), found: Vec::new(), left: READ };
    for (index, paragraph) in paragraphs(report.text).enumerate() {
        if finder.left == 0 {
            break;
        }
        let place = if index < FIRST { Place::Lead } else { Place::Body };
        for piece in split(paragraph, report.language) {
            finder.read(piece, place);
        }
    }
    let body = std::mem::take(&mut finder.found);
    finder.left = READ;
    finder.read_title(report.title);
    finder.found.extend(body);
    finder.found
}

/// Keeps all words of an article as seen.
pub(super) fn remember(report: &Report<'_>, seen: &mut FxHashSet<u64>) {
    let mut lower = String::new();
    for word in words(report.title).chain(words(report.text).take(READ)) {
        remember_word(&word, &mut lower, seen);
    }
}

fn remember_word(word: &Word<'_>, lower: &mut String, seen: &mut FxHashSet<u64>) {
    if word.is_number() {
        seen.extend(value(word.text).map(|value| key(&value)));
        return;
    }
    lower_into(word.text, lower);
    seen.insert(name_key(bare(lower)));
}

/// A name without its possessive.
fn bare(lower: &str) -> &str {
    lower.strip_suffix("'s").unwrap_or(lower).trim_end_matches('\'')
}

/// The number for a name. "Latvia" and "Latvian" begin alike and have one: a nationality is not
/// news after its country.
fn name_key(lower: &str) -> u64 {
    match lower.char_indices().nth(5) {
        Some((end, _)) => key(lower.get(..end).unwrap_or_default()).rotate_left(1),
        None => key(lower),
    }
}

/// A number's value as digits; years and clock times are no news.
fn value(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|sign| *sign != ',').collect();
    let plain = digits.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    (plain && (!year || text.contains(','))).then_some(digits)
}

struct Finder {
    german: bool,
    /// Last words of the names in the text.
    inside: FxHashSet<u64>,
    found: Vec<Found>,
    left: usize,
}

impl Finder {
    fn read(&mut self, sentence: &str, place: Place) {
        let all: Vec<Word<'_>> = words(sentence).take(self.left).collect();
        self.left -= all.len();
        self.numbers(sentence, &all, place);
        let mut at = 0;
        while let Some(word) = all.get(at) {
            let run = run_length(sentence, all.get(at..).unwrap_or_default());
            if run == 0 || word.is_number() {
                at += 1;
                continue;
            }
            let name = all.get(at..at + run).unwrap_or_default();
            // Headlines shorten a name to its last word.
            if at > 0 || run > 1 {
                let last = name.last().map(|word| word.text.to_lowercase().replace('’', "'"));
                self.inside.extend(last.map(|last| key(bare(&last))));
            }
            // The first word of a sentence is large in any case.
            let certain = at > 0 || run > 1 || is_acronym(word.text);
            if certain && (!self.german || run > 1 || is_acronym(word.text)) {
                self.name(sentence, name, place);
            }
            at += run;
        }
    }

    /// Headlines are often written large throughout; then only what the text writes large too is
    /// a name.
    fn read_title(&mut self, title: &str) {
        let all: Vec<Word<'_>> = words(title).take(self.left).collect();
        self.numbers(title, &all, Place::Title);
        let large = all.iter().filter(|word| word.is_large()).count();
        let throughout = large * 10 > all.len() * 6;
        for (index, word) in all.iter().enumerate() {
            let known =
                self.inside.contains(&key(bare(&word.text.to_lowercase().replace('’', "'"))));
            let certain = known || is_acronym(word.text) && !shouted(title);
            let certain = certain || (!throughout && index > 0 && !self.german);
            if word.is_large() && !word.pair && certain {
                self.name(title, std::slice::from_ref(word), Place::Title);
            }
        }
    }

    fn name(&mut self, text: &str, name: &[Word<'_>], place: Place) {
        let name = match name.first() {
            Some(first) if Lexicon::get().is_empty_word(&first.text.to_lowercase()) => {
                name.get(1..).unwrap_or_default()
            }
            _ => name,
        };
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return };
        let mut lower = String::new();
        lower_into(last.text, &mut lower);
        let last_bare = bare(&lower);
        if last_bare.chars().count() < 2 || Lexicon::get().is_empty_word(last_bare) {
            return;
        }
        let key = name_key(last_bare);
        let shown = text.get(first.start..last.start + last.text.len()).unwrap_or_default();
        let shown = shown.strip_suffix("'s").or(shown.strip_suffix("’s")).unwrap_or(shown);
        self.found.push(Found { text: shown.to_owned(), key, number: false, place });
    }

    fn numbers(&mut self, text: &str, all: &[Word<'_>], place: Place) {
        for (index, word) in all.iter().enumerate().filter(|(_, word)| word.is_number()) {
            let Some(value) = value(word.text) else { continue };
            let before = text.get(..word.start).unwrap_or_default();
            let end = word.start + word.text.len();
            let after = text.get(end..).unwrap_or_default();
            let clock = after.starts_with(':') || before.ends_with(':');
            let next = all.get(index + 1).filter(|next| next.start <= end + 1 && !next.pair);
            let previous = index.checked_sub(1).and_then(|index| all.get(index));
            let date = [next, previous].into_iter().flatten().any(|word| is_month(word.text));
            if clock || date {
                continue;
            }
            let shown = match next {
                Some(next) if !after.starts_with('%') => format!("{} {}", word.text, next.text),
                _ if after.starts_with('%') => format!("{}%", word.text),
                _ => word.text.to_owned(),
            };
            self.found.push(Found { text: shown, key: key(&value), number: true, place });
        }
    }
}

/// How many words from the first on are one name: large words with nothing but a blank between.
fn run_length(text: &str, all: &[Word<'_>]) -> usize {
    let mut length = 0;
    let mut end = None;
    for word in all.iter().take(5) {
        let joined =
            end.is_none_or(|end| matches!(text.get(end..word.start), Some(" " | ". " | "\u{a0}")));
        if !word.is_large() || word.pair || !joined {
            break;
        }
        length += 1;
        end = Some(word.start + word.text.len());
    }
    length
}

fn is_acronym(word: &str) -> bool {
    (2..=6).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

fn shouted(title: &str) -> bool {
    !title.chars().any(char::is_lowercase)
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 30] = [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "märz",
        "mai",
        "oktober",
        "dezember",
    ];
    MONTHS.contains(&word.to_lowercase().as_str())
}

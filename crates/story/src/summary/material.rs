//! A story's articles taken apart.

use rustc_hash::FxHashMap;

use super::lexicon::{Lexicon, Said};
use crate::{
    developments::Report,
    sentences::{
        paragraphs,
        quotes::{self, Reading},
        split,
        words::{key, lower_into, stem, unspaced, words},
    },
};

/// How many denials of one article are heard, so that none can drown out the others'.
const MOST_ANSWERS: usize = 40;

/// How many sentences from an article's beginning can carry a story.
const OPENING: usize = 12;

/// How long a sentence that is shown may be: in words, and in signs of scripts without blanks.
const WORDS: std::ops::RangeInclusive<usize> = 6..=48;
const SIGNS: std::ops::RangeInclusive<usize> = 12..=140;

/// A sentence or headline that could be shown.
#[derive(Debug, Clone)]
pub(super) struct Phrase<'a> {
    /// The article, as an index into [`Material::reports`].
    pub(super) report: usize,
    /// Which of the article's sentences it is; `None` for its headline.
    pub(super) place: Option<usize>,
    pub(super) text: &'a str,
    /// Its telling words, sorted, each once.
    pub(super) keys: Vec<u64>,
    /// Those written large, sorted.
    pub(super) names: Vec<u64>,
    pub(super) said: Said,
    /// It can be shown by itself, if it [is fit](Phrase::is_fit) to be shown.
    pub(super) alone: bool,
}

/// A story's articles taken apart.
#[derive(Debug)]
pub(super) struct Material<'a> {
    pub(super) reports: Vec<&'a Report<'a>>,
    /// A headline for each report.
    pub(super) titles: Vec<Phrase<'a>>,
    /// Sentences that can carry the story.
    pub(super) sentences: Vec<Phrase<'a>>,
    /// Sentences and headlines that deny or say that somebody did not answer, each with the words
    /// of the sentence before it.
    pub(super) answers: Vec<(Phrase<'a>, Vec<u64>)>,
    /// In how many articles each word stands, as far as they were read.
    pub(super) spread: FxHashMap<u64, u32>,
}

impl<'a> Material<'a> {
    pub(super) fn read(all: &'a [Report<'a>]) -> Self {
        let mut reports: Vec<&Report<'_>> = all.iter().filter(|report| !report.copy).collect();
        if reports.is_empty() {
            reports = all.iter().collect();
        }
        reports.sort_by_key(|report| (report.at(), report.id));
        let mut material = Self {
            reports,
            titles: Vec::new(),
            sentences: Vec::new(),
            answers: Vec::new(),
            spread: FxHashMap::default(),
        };
        for (index, report) in material.reports.clone().into_iter().enumerate() {
            material.read_title(index, report);
            let before = material.sentences.len();
            material.read_text(index, report);
            material.note_spread(index, before);
        }
        material
    }

    fn read_title(&mut self, index: usize, report: &'a Report<'a>) {
        let title = Phrase::of_title(index, report.title);
        if title.said.rebuts && !title.text.ends_with('?') {
            self.answers.push((title.clone(), Vec::new()));
        }
        self.titles.push(title);
    }

    fn read_text(&mut self, index: usize, report: &'a Report<'a>) {
        let lexicon = Lexicon::get();
        let answers_before = self.answers.len();
        let mut place = 0;
        let mut previous = "";
        for paragraph in paragraphs(report.text) {
            let mut reading = Reading::default();
            for piece in split(paragraph, report.language) {
                let text = piece.trim();
                let whole = reading.whole(piece);
                let said = lexicon.said(text);
                let answers = said.rebuts || said.silent;
                if place < OPENING || answers {
                    let alone = whole && stands_alone(text);
                    let phrase = Phrase::of(index, Some(place), text, said, alone);
                    let room = self.answers.len() < answers_before + MOST_ANSWERS;
                    if answers && whole && room {
                        self.answers.push((phrase.clone(), Phrase::keys_of(previous).0));
                    }
                    if place < OPENING && alone {
                        self.sentences.push(phrase);
                    }
                }
                previous = text;
                place += 1;
            }
        }
    }

    fn note_spread(&mut self, index: usize, from: usize) {
        let own = self.sentences.get(from..).unwrap_or_default().iter();
        let mut keys: Vec<u64> = own.flat_map(|sentence| sentence.keys.iter().copied()).collect();
        keys.extend(
            self.titles.get(index).into_iter().flat_map(|title| title.keys.iter().copied()),
        );
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *self.spread.entry(key).or_default() += 1;
        }
    }

    /// In how many articles a word stands, at least one.
    pub(super) fn spread_of(&self, key: u64) -> f64 {
        f64::from(self.spread.get(&key).copied().unwrap_or(1).max(1))
    }
}

impl<'a> Phrase<'a> {
    pub(super) fn of_title(report: usize, title: &'a str) -> Self {
        let text = title.trim();
        Self::of(report, None, text, Lexicon::get().said(text), !text.is_empty())
    }

    fn of(report: usize, place: Option<usize>, text: &'a str, said: Said, alone: bool) -> Self {
        let (keys, names) = Self::keys_of(text);
        Self { report, place, text, keys, names, said, alone }
    }

    /// Whether it is no furniture of a page, and no quotation whose speaker is elsewhere. Asked only
    /// of what is about to be chosen, since it costs more than all the rest.
    pub(super) fn is_fit(&self) -> bool {
        self.place.is_none()
            || (has_speaker(self.text) && !Lexicon::get().is_boilerplate(self.text))
    }

    /// The telling words of a text, and those of them that are written large.
    fn keys_of(text: &str) -> (Vec<u64>, Vec<u64>) {
        let lexicon = Lexicon::get();
        let (mut keys, mut names) = (Vec::new(), Vec::new());
        let mut lower = String::new();
        for word in words(text) {
            lower_into(word.text, &mut lower);
            if lexicon.is_empty_word(&lower) {
                continue;
            }
            let number = key(stem(&lower));
            keys.push(number);
            if word.is_large() {
                names.push(number);
            }
        }
        for list in [&mut keys, &mut names] {
            list.sort_unstable();
            list.dedup();
        }
        (keys, names)
    }
}

/// How many numbers two sorted lists have in common.
pub(super) fn common(a: &[u64], b: &[u64]) -> usize {
    in_both(a, b).count()
}

/// The numbers that two sorted lists have in common.
pub(super) fn in_both<'l>(a: &'l [u64], b: &'l [u64]) -> impl Iterator<Item = u64> + 'l {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            match a.peek()?.cmp(b.peek()?) {
                std::cmp::Ordering::Less => a.next(),
                std::cmp::Ordering::Greater => b.next(),
                std::cmp::Ordering::Equal => {
                    b.next();
                    return a.next().copied();
                }
            };
        }
    })
}

/// Whether a sentence can be shown by itself: of ordinary length, ended and leaning on nothing.
fn stands_alone(text: &str) -> bool {
    let lexicon = Lexicon::get();
    let wide = text.chars().filter(|sign| unspaced(*sign)).count();
    let fits = if wide * 2 > text.chars().count() {
        SIGNS.contains(&wide)
    } else {
        WORDS.contains(&words(text).take(60).count())
    };
    fits && is_ended(text)
        && !text.chars().next().is_some_and(char::is_lowercase)
        && brackets_match(text)
        && !lexicon.leans(text)
}

/// Teasers that were cut, questions and list heads are not shown.
fn is_ended(text: &str) -> bool {
    let bare = text.trim_end_matches(|sign| quotes::closes(sign) || matches!(sign, ')' | '）'));
    let cut = bare.ends_with("..") || bare.ends_with(". .");
    !cut && bare.ends_with(['.', '!', '。', '！', '।', '۔', '｡'])
}

fn brackets_match(text: &str) -> bool {
    [('(', ')'), ('[', ']'), ('（', '）')].iter().all(|(open, close)| {
        let count = |sign: char| text.chars().filter(|other| *other == sign).count();
        count(*open) == count(*close)
    })
}

/// What stands outside quotation marks is the outlet's own voice: some words, and none of a person
/// who speaks of themselves.
fn has_speaker(text: &str) -> bool {
    const FIRST_PERSON: [&str; 16] = [
        "i", "we", "our", "my", "me", "us", "ich", "wir", "mein", "unser", "je", "nous", "notre",
        "yo", "nosotros", "мы",
    ];
    let outside = quotes::outside(text);
    let quoted = outside.len() < text.len();
    let mut count = 0;
    for word in words(&outside) {
        // "US" is a country.
        let lower = word.text.to_lowercase();
        let shouted = word.text.chars().count() > 1 && word.text.chars().all(char::is_uppercase);
        if !shouted && FIRST_PERSON.contains(&lower.as_str()) {
            return false;
        }
        count += 1;
    }
    !quoted || count >= 3
}

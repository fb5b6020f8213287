//! From words to features.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::background::Background;
use super::{Features, NAME, NUMBER, TITLE, Term, known};
use crate::Arrival;
use crate::words::{Language, Stemmer, Word, words};

/// So many words of the text count: what comes later in a report is background.
pub(crate) const WORDS: usize = 400;
/// A word of the headline counts as so many of the text.
const TITLE_COUNTS: f32 = 3.0;
/// So many terms are kept.
const TERMS: usize = 48;
/// So many words are kept as they are written, to be shown to readers.
const SHOWN: usize = 12;
/// A term is a name where so many of its uses have a capital letter.
const NAME_SHARE: f32 = 0.5;
/// Weights are kept as whole numbers, so that sums of them do not depend on their order.
pub(crate) const UNIT: f32 = 4096.0;

#[derive(Default)]
struct Count<'a> {
    title: u32,
    text: u32,
    capital: u32,
    small: u32,
    is_number: bool,
    shown: Option<&'a str>,
}

/// Takes an article's words apart. The costly part, which needs no state.
pub fn understand(article: &Arrival<'_>) -> Features {
    let language = Language::of_article(article.language, article.title, article.text);
    let mut counter = Counter {
        stemmer: Stemmer::of(language),
        background: Background::shipped(),
        language,
        counts: FxHashMap::with_capacity_and_hasher(WORDS / 2, Default::default()),
        initials: Vec::new(),
        words: 0,
        alone: article.alone,
    };
    counter.title(article.title);
    counter.text(article.text);
    counter.features()
}

struct Counter<'a> {
    stemmer: Stemmer,
    background: &'static Background,
    language: Language,
    counts: FxHashMap<u32, Count<'a>>,
    initials: Vec<char>,
    words: usize,
    alone: bool,
}

impl<'a> Counter<'a> {
    fn hash(&self, word: &Word<'a>) -> Option<u32> {
        known::term(word.text, self.language, || {
            let lower = self.stemmer.lower(word)?;
            Some(term_hash(&self.stemmer.stem(word, &lower), self.language))
        })
    }

    fn title(&mut self, title: &'a str) {
        words(title, |word| {
            if let Some(hash) = self.hash(&word) {
                let background = self.background.capitals(hash);
                let count = self.counts.entry(hash).or_default();
                count.title += 1;
                count.is_number = word.is_number;
                count.shown.get_or_insert(word.text);
                // In a headline every word may have a capital letter, so only one that is not
                // known as a common word is taken for a name.
                if word.is_capital() && background.is_none_or(|share| share > NAME_SHARE) {
                    count.capital += 1;
                }
            }
            true
        });
    }

    fn text(&mut self, text: &'a str) {
        let mut left = WORDS;
        words(text, |word| {
            left -= 1;
            self.word(&word);
            left > 0
        });
        self.end_name();
    }

    fn word(&mut self, word: &Word<'a>) {
        let is_capital = word.is_capital();
        if word.is_first {
            self.end_name();
        }
        let Some(hash) = self.hash(word) else {
            if !matches!(word.text, "of" | "the" | "and" | "for") {
                self.end_name();
            }
            return;
        };
        self.words += 1;
        let count = self.counts.entry(hash).or_default();
        count.text += 1;
        count.is_number = word.is_number;
        if !word.is_first && !word.is_number {
            if is_capital {
                count.capital += 1;
            } else {
                count.small += 1;
            }
        }
        if is_capital || count.shown.is_none() {
            count.shown = Some(word.text);
        }
        match word.text.chars().next() {
            Some(initial) if is_capital => self.initials.push(initial),
            _ => self.end_name(),
        }
    }

    /// A name of three words and more also counts under its initials, so that “Federal Bureau of
    /// Investigation” and “FBI” meet.
    fn end_name(&mut self) {
        if (3..=6).contains(&self.initials.len()) {
            let initials: String = self.initials.iter().collect::<String>().to_lowercase();
            let count = self.counts.entry(term_hash(&initials, self.language)).or_default();
            count.text += 1;
            count.capital += 1;
        }
        self.initials.clear();
    }

    fn features(self) -> Features {
        let mut weighed: Vec<(f32, u32, &Count<'a>)> = Vec::with_capacity(self.counts.len());
        for (&hash, count) in &self.counts {
            let frequency = TITLE_COUNTS * count.title as f32 + count.text as f32;
            let idf = self.background.idf(hash);
            weighed.push(((1.0 + frequency.ln()) * idf, hash, count));
        }
        // All words of the headline are kept: they are what a report without a text is known by.
        let order = |a: &(f32, u32, &Count<'a>), b: &(f32, u32, &Count<'a>)| {
            let (first, second) = (b.2.title > 0, a.2.title > 0);
            first.cmp(&second).then(b.0.total_cmp(&a.0)).then(a.1.cmp(&b.1))
        };
        if weighed.len() > TERMS {
            weighed.select_nth_unstable_by(TERMS, order);
            weighed.truncate(TERMS);
        }
        weighed.sort_unstable_by(order);
        let norm = weighed.iter().map(|term| term.0 * term.0).sum::<f32>().sqrt();
        let term = |&(weight, hash, count): &(f32, u32, &Count<'a>)| Term {
            hash,
            weight: (weight / norm.max(f32::MIN_POSITIVE) * UNIT).round() as u16,
            flags: self.flags(hash, count),
        };
        let terms: Vec<Term> = weighed.iter().map(term).collect();
        let mut shown = Vec::new();
        for (place, (_, _, count)) in weighed.iter().enumerate() {
            let flags = terms.get(place).map_or(0, |term| term.flags);
            if let (true, Some(word), Ok(place)) = (flags != 0, count.shown, u8::try_from(place))
                && shown.len() < SHOWN
                && word.len() < 40
            {
                let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
                shown.push((place, word.into()));
            }
        }
        let words = u16::try_from(self.words).unwrap_or(u16::MAX);
        Features { language: self.language, words, alone: self.alone, terms, shown }
    }

    fn flags(&self, hash: u32, count: &Count<'a>) -> u8 {
        let mut flags = if count.title > 0 { TITLE } else { 0 };
        if count.is_number {
            return flags | NUMBER;
        }
        let share = count.capital as f32 / (count.capital + count.small).max(1) as f32;
        let known = self.background.capitals(hash);
        let is_name = share > NAME_SHARE || (share > 0.0 && known.is_some_and(|k| k > NAME_SHARE));
        if count.capital > 0 && is_name {
            flags |= NAME;
        }
        flags
    }
}

/// The number that stands for a term.
///
/// Articles of two languages share no number, since “die” is one word in English and another in
/// German; so no story holds two languages. This is the seam where stories of different languages
/// can be linked one day: a name, a number or a word with a known translation would get the number
/// of its English term here, and `Language::agrees` would let the two meet.
pub(crate) fn term_hash(term: &str, language: Language) -> u32 {
    let seed = if language.is_english() { 0 } else { u64::from(u16::from_le_bytes(language.0)) };
    // Half of the hash is enough for some million terms.
    xxh3_64_with_seed(term.as_bytes(), seed) as u32
}

//! What is reckoned once of a story or an article that is compared with many.

use super::super::held::{Held, HeldTerms};
use super::super::index::{Index, Slot};
use super::super::story::{Profile, StoryTerm};

/// The squares of a story's weights, summed up.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Squares {
    pub all: f32,
    pub title: f32,
    pub names: f32,
    pub numbers: f32,
}

impl Squares {
    #[inline]
    pub fn add(&mut self, term: &StoryTerm, factor: f32) {
        let (weight, title) = (term.sum as f32 * factor, term.title as f32 * factor);
        let square = weight * weight;
        let is_number = term.is_number();
        self.all += square;
        self.title += title * title;
        self.numbers += if is_number { square } else { 0.0 };
        self.names += if term.is_name() && !is_number { square } else { 0.0 };
    }
}

/// Tells nearly always that a slot is none of a few, without a look at them.
struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    fn of(slots: impl ExactSizeIterator<Item = Slot>) -> Self {
        // Two words a slot: of slots that are not there one in 128 gets through.
        let mut sieve = Self { bits: vec![0; (2 * slots.len()).next_power_of_two()] };
        for slot in slots {
            let (word, bit) = sieve.place(slot);
            if let Some(word) = sieve.bits.get_mut(word) {
                *word |= bit;
            }
        }
        sieve
    }

    #[inline]
    fn place(&self, slot: Slot) -> (usize, u64) {
        ((slot >> 6) as usize & (self.bits.len() - 1), 1 << (slot & 63))
    }

    #[inline]
    fn may_have(&self, slot: Slot) -> bool {
        let (word, bit) = self.place(slot);
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// A story's terms, weighed to be compared with many.
pub(in crate::window) struct Weighed {
    terms: Vec<(StoryTerm, f32)>,
    sieve: Sieve,
    pub(super) squares: Squares,
    pub(super) says: Says,
    pub(super) articles: usize,
    pub(super) words: f32,
}

/// What its terms say together, see [`Index::idf`].
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Says {
    /// All, by how many of its articles have them.
    pub all: f32,
    /// Those of its headlines.
    pub title: f32,
    /// The names among these.
    pub title_names: f32,
}

impl Weighed {
    pub fn new(index: &Index, profile: &Profile<'_>) -> Self {
        let mut terms = Vec::with_capacity(profile.terms.len());
        let (mut squares, mut says) = (Squares::default(), Says::default());
        let articles = profile.articles as f32;
        profile.terms.each(|term| {
            let factor = index.factor(term.slot);
            squares.add(&term, factor);
            terms.push((term, factor));
            let idf = index.idf(term.slot);
            says.all += idf * term.count() as f32 / articles;
            if term.title > 0 {
                says.title += idf;
                says.title_names += if term.is_name() { idf } else { 0.0 };
            }
        });
        let sieve = Sieve::of(terms.iter().map(|(term, _)| term.slot));
        Self { terms, sieve, squares, says, articles: profile.articles, words: profile.words }
    }

    /// Its terms with their factors (see [`Index::factor`]).
    pub fn terms(&self) -> &[(StoryTerm, f32)] {
        &self.terms
    }

    #[inline]
    pub(super) fn get(&self, slot: Slot) -> Option<&StoryTerm> {
        if !self.sieve.may_have(slot) {
            return None;
        }
        let place = self.terms.binary_search_by_key(&slot, |(term, _)| term.slot).ok()?;
        self.terms.get(place).map(|(term, _)| term)
    }
}

pub(super) fn cosine_of(dot: f32, one: f32, other: f32) -> f32 {
    let norms = (one * other).sqrt();
    if norms > 0.0 { dot / norms } else { 0.0 }
}

/// An article's terms, weighed to be compared with many articles.
pub(in crate::window) struct WeighedArticle {
    terms: Vec<(Slot, f32)>,
    sieve: Sieve,
    square: f32,
}

impl WeighedArticle {
    pub fn new(index: &Index, terms: &HeldTerms) -> Self {
        let weigh = |term: Held| (term.slot, f32::from(term.weight()) * index.factor(term.slot));
        let terms: Vec<(Slot, f32)> = terms.iter().map(weigh).collect();
        let square = terms.iter().map(|(_, weight)| weight * weight).sum();
        let sieve = Sieve::of(terms.iter().map(|(slot, _)| *slot));
        Self { terms, sieve, square }
    }

    /// The cosine of the two.
    #[inline]
    pub fn cosine(&self, index: &Index, other: &HeldTerms) -> f32 {
        let (mut dot, mut square) = (0.0, 0.0);
        for term in other.iter() {
            let slot = term.slot;
            let weight = f32::from(term.weight()) * index.factor(slot);
            square += weight * weight;
            if self.sieve.may_have(slot) {
                dot += weight * self.weight(slot);
            }
        }
        cosine_of(dot, self.square, square)
    }

    fn weight(&self, slot: Slot) -> f32 {
        let place = self.terms.binary_search_by_key(&slot, |(own, _)| *own).ok();
        place.and_then(|place| self.terms.get(place)).map_or(0.0, |(_, weight)| *weight)
    }
}

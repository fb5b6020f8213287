//! Which stories have which terms.

use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::features::{Background, Features, Term};

/// The place of a term in the index.
pub(super) type Slot = u32;
/// A story of the window: the lower half of its number, which is the same after a restart. Numbers
/// grow by one, so no two stories of a window share it.
pub(super) type StoryAt = u32;

/// A term of an article, by its slot. Six bytes, for a window may hold sixty million of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C, packed(2))]
pub(super) struct Held {
    pub slot: Slot,
    /// The weight in the lower bits, the flags above them.
    tag: u16,
}

const FLAGS_AT: u32 = 13;

impl Held {
    fn new(slot: Slot, term: &Term) -> Self {
        let weight = term.weight.min((1 << FLAGS_AT) - 1);
        Self { slot, tag: weight | u16::from(term.flags) << FLAGS_AT }
    }

    pub fn weight(self) -> u16 {
        self.tag & ((1 << FLAGS_AT) - 1)
    }

    pub fn flags(self) -> u8 {
        (self.tag >> FLAGS_AT) as u8
    }
}

/// All terms of the window.
#[derive(Debug, Default)]
pub(super) struct Index {
    slots: FxHashMap<u32, Slot>,
    entries: Vec<Entry>,
    free: Vec<Slot>,
    stories: u32,
}

#[derive(Debug, Default)]
struct Entry {
    hash: u32,
    /// Its weight in the background, which is part of the articles' weights already.
    background_idf: f32,
    /// The articles of the window that have it.
    articles: u32,
    /// The stories of the window that have it, in order.
    stories: SmallVec<[StoryAt; 4]>,
    /// The factor of [`Index::factor`], with the number of stories that it was reckoned for.
    factor: Memo,
}

/// Never the number of a window's stories in [`Index::round`].
const STALE: u32 = u32::MAX;

/// A reckoned value and what it was reckoned for; readers may share it.
#[derive(Debug)]
struct Memo(AtomicU64);

impl Default for Memo {
    fn default() -> Self {
        Self(AtomicU64::new(u64::from(STALE) << 32))
    }
}

impl Memo {
    fn get(&self, of: u32) -> Option<f32> {
        let kept = self.0.load(Ordering::Relaxed);
        ((kept >> 32) as u32 == of).then(|| f32::from_bits(kept as u32))
    }

    fn set(&self, of: u32, value: f32) {
        self.0.store(u64::from(of) << 32 | u64::from(value.to_bits()), Ordering::Relaxed);
    }
}

impl Index {
    /// The article's terms by their slots, in order of these; the terms are counted as one more
    /// article's.
    pub fn intern(&mut self, features: &Features) -> Box<[Held]> {
        let mut held: Vec<Held> = features.terms.iter().map(|term| self.hold(term)).collect();
        held.sort_unstable_by_key(|term| term.slot);
        held.dedup_by_key(|term| term.slot);
        held.into()
    }

    fn hold(&mut self, term: &Term) -> Held {
        let slot = match self.slots.get(&term.hash) {
            Some(&slot) => slot,
            None => self.add(term.hash),
        };
        if let Some(entry) = self.entries.get_mut(slot as usize) {
            entry.articles += 1;
        }
        Held::new(slot, term)
    }

    fn add(&mut self, hash: u32) -> Slot {
        let background = Background::shipped();
        let entry = Entry { hash, background_idf: background.idf(hash), ..Entry::default() };
        let slot = self.free.pop().unwrap_or(self.entries.len() as Slot);
        match self.entries.get_mut(slot as usize) {
            Some(place) => *place = entry,
            None => self.entries.push(entry),
        }
        self.slots.insert(hash, slot);
        slot
    }

    /// Takes an article's terms back; a term that no article has is forgotten.
    pub fn release(&mut self, terms: &[Held]) {
        for term in terms {
            let slot = term.slot;
            let Some(entry) = self.entries.get_mut(slot as usize) else { continue };
            entry.articles = entry.articles.saturating_sub(1);
            if entry.articles == 0 {
                self.slots.remove(&entry.hash);
                *entry = Entry::default();
                self.free.push(slot);
            }
        }
    }

    /// The slot of a term that an article of the window has.
    pub fn slot(&self, hash: u32) -> Option<Slot> {
        self.slots.get(&hash).copied()
    }

    /// A story has the term from now on.
    pub fn link(&mut self, slot: Slot, story: StoryAt) {
        if let Some(entry) = self.entries.get_mut(slot as usize) {
            if let Err(place) = entry.stories.binary_search(&story) {
                entry.stories.insert(place, story);
            }
            entry.factor.set(STALE, 0.0);
        }
    }

    /// A story no longer has the term.
    pub fn unlink(&mut self, slot: Slot, story: StoryAt) {
        if let Some(entry) = self.entries.get_mut(slot as usize) {
            if let Ok(place) = entry.stories.binary_search(&story) {
                entry.stories.remove(place);
            }
            entry.factor.set(STALE, 0.0);
        }
    }

    /// The window has one story more, or one less.
    pub fn count_story(&mut self, more: bool) {
        self.stories = if more { self.stories + 1 } else { self.stories.saturating_sub(1) };
    }

    /// The stories that have the term, oldest first.
    pub fn stories(&self, slot: Slot) -> &[StoryAt] {
        self.entries.get(slot as usize).map_or(&[], |entry| &entry.stories)
    }

    /// Orders terms from the rarest to the commonest, in the same order after a restart.
    pub fn rarity(&self, slot: Slot) -> (usize, u32) {
        self.entries.get(slot as usize).map_or((0, 0), |entry| (entry.stories.len(), entry.hash))
    }

    /// The articles of the window that have the term.
    pub fn articles(&self, slot: Slot) -> u32 {
        self.entries.get(slot as usize).map_or(0, |entry| entry.articles)
    }

    /// How much the term says now: the logarithm of how rare it is among the stories of the window
    /// and the articles of the background. Stories are counted, not articles, so that a story that
    /// everybody reports on does not make its own words common.
    pub fn idf(&self, slot: Slot) -> f32 {
        self.entries.get(slot as usize).map_or(0.0, |e| self.factor_of(e) * e.background_idf)
    }

    /// What a weight of this term is to be multiplied with, since the articles' weights were made
    /// by the background alone.
    pub fn factor(&self, slot: Slot) -> f32 {
        self.entries.get(slot as usize).map_or(0.0, |entry| self.factor_of(entry))
    }

    fn factor_of(&self, entry: &Entry) -> f32 {
        let now = self.round();
        if let Some(factor) = entry.factor.get(now) {
            return factor;
        }
        let background = Background::shipped();
        let all = background.articles + now as f32 + 1.0;
        let with = background.count(entry.hash) + entry.stories.len() as f32 + 0.5;
        let factor = (all / with).ln().max(0.05) / entry.background_idf;
        entry.factor.set(now, factor);
        factor
    }

    /// The number of stories to about two per cent, so that factors need not be reckoned anew for
    /// each.
    fn round(&self) -> u32 {
        let keep = (u32::BITS - self.stories.leading_zeros()).saturating_sub(6);
        self.stories >> keep << keep
    }
}

//! Which stories have which terms.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::held::{Held, HeldTerms};
use crate::features::{Background, Features, Term};
use crate::words::Language;

/// The place of a term in the index.
pub(super) type Slot = u32;
/// A story of the window: the lower half of its number, which is the same after a restart. Numbers
/// grow by one, so no two stories of a window share it.
pub(super) type StoryAt = u32;

/// All terms of the window.
#[derive(Debug)]
pub(super) struct Index {
    slots: FxHashMap<u32, Slot>,
    entries: Vec<Entry>,
    scales: Vec<Scale>,
    /// The factors of [`Index::factor`], which are read most, and of many terms at once.
    factors: Vec<f32>,
    /// How articles write the terms, a line for each way.
    written: Vec<Box<str>>,
    free: Vec<Slot>,
    stories: u32,
    /// The logarithm of the articles of the background and the stories of the window together.
    all: f32,
}

#[derive(Debug, Default)]
struct Entry {
    hash: u32,
    /// The articles of the background that have it.
    background: f32,
    /// The articles of the window that have it.
    articles: u32,
    /// The stories of the window that have it, in order.
    stories: SmallVec<[StoryAt; 4]>,
}

/// How common a term is.
#[derive(Debug, Default, Clone, Copy)]
struct Scale {
    /// The logarithm of how many articles of the background and stories of the window have it.
    with: f32,
    /// One by its weight in the background, which is part of the articles' weights already.
    by: f32,
}

/// However common a term is, it says so much.
const LEAST_IDF: f32 = 0.05;

impl Scale {
    fn idf(self, all: f32) -> f32 {
        (all - self.with).max(LEAST_IDF)
    }

    fn factor(self, all: f32) -> f32 {
        self.idf(all) * self.by
    }
}

impl Default for Index {
    fn default() -> Self {
        let mut index = Self {
            slots: FxHashMap::default(),
            entries: Vec::new(),
            scales: Vec::new(),
            factors: Vec::new(),
            written: Vec::new(),
            free: Vec::new(),
            stories: 0,
            all: 0.0,
        };
        index.weigh_all();
        index
    }
}

impl Index {
    /// The article's terms by their slots, in order of these; the terms are counted as one more
    /// article's.
    pub fn intern(&mut self, features: &Features) -> HeldTerms {
        let language = features.language;
        // A number of another language's word that happens to be the same stands for another term.
        let key = |hash: u32| if language.is_english() { hash } else { hash ^ salt(language) };
        let held =
            features.terms.iter().map(|term| self.hold(&Term { hash: key(term.hash), ..*term }));
        let mut held: Vec<Held> = held.collect();
        let shown = features.shown.iter().filter_map(|(place, word)| {
            let slot = held.get(usize::from(*place))?.slot;
            Some((slot, self.write(slot, word)?))
        });
        let shown: Vec<(Slot, u8)> = shown.collect();
        held.sort_unstable_by_key(|term| term.slot);
        held.dedup_by_key(|term| term.slot);
        HeldTerms::new(&held, |term| {
            shown.iter().find(|(slot, _)| *slot == term.slot).map(|(_, form)| *form)
        })
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
        let entry = Entry { hash, background: background.count(hash), ..Entry::default() };
        let scale = Scale { with: 0.0, by: 1.0 / background.idf(hash) };
        let slot = self.free.pop().unwrap_or(self.entries.len() as Slot);
        match (self.entries.get_mut(slot as usize), self.scales.get_mut(slot as usize)) {
            (Some(place), Some(old)) => (*place, *old) = (entry, scale),
            _ => {
                self.entries.push(entry);
                self.scales.push(scale);
                self.factors.push(0.0);
                self.written.push(Box::default());
            }
        }
        self.slots.insert(hash, slot);
        self.weigh(slot);
        slot
    }

    /// Takes an article's terms back; a term that no article has is forgotten.
    pub fn release(&mut self, terms: &HeldTerms) {
        for term in terms.iter() {
            let slot = term.slot;
            let Some(entry) = self.entries.get_mut(slot as usize) else { continue };
            entry.articles = entry.articles.saturating_sub(1);
            if entry.articles == 0 {
                self.slots.remove(&entry.hash);
                *entry = Entry::default();
                if let Some(written) = self.written.get_mut(slot as usize) {
                    *written = Box::default();
                }
                self.free.push(slot);
            }
        }
    }

    /// Notes that an article writes the term so, and gives the number of this way to write it.
    fn write(&mut self, slot: Slot, word: &str) -> Option<u8> {
        let written = self.written.get_mut(slot as usize)?;
        if let Some(known) = written.lines().position(|line| line == word) {
            return u8::try_from(known).ok();
        }
        let form = u8::try_from(written.lines().count()).ok()?;
        if word.is_empty() || word.contains(['\r', '\n']) {
            return None;
        }
        *written = format!("{written}{word}\n").into();
        Some(form)
    }

    /// The word of such a number.
    pub fn written(&self, slot: Slot, form: u8) -> Option<&str> {
        self.written.get(slot as usize)?.lines().nth(usize::from(form))
    }

    /// A story has the term from now on.
    pub fn link(&mut self, slot: Slot, story: StoryAt) {
        if let Some(entry) = self.entries.get_mut(slot as usize)
            && let Err(place) = entry.stories.binary_search(&story)
        {
            let stories = &mut entry.stories;
            // At a million articles lists that double would hold room for another million.
            if stories.len() == stories.capacity() && stories.spilled() {
                stories.reserve_exact(stories.len() / 8 + 4);
            }
            stories.insert(place, story);
            self.weigh(slot);
        }
    }

    /// A story no longer has the term.
    pub fn unlink(&mut self, slot: Slot, story: StoryAt) {
        if let Some(entry) = self.entries.get_mut(slot as usize)
            && let Ok(place) = entry.stories.binary_search(&story)
        {
            entry.stories.remove(place);
            self.weigh(slot);
        }
    }

    /// The window has one story more, or one less.
    pub fn count_story(&mut self, more: bool) {
        let before = self.round();
        self.stories = if more { self.stories + 1 } else { self.stories.saturating_sub(1) };
        if self.round() != before {
            self.weigh_all();
        }
    }

    fn weigh(&mut self, slot: Slot) {
        let at = slot as usize;
        if let (Some(entry), Some(scale), Some(factor)) =
            (self.entries.get(at), self.scales.get_mut(at), self.factors.get_mut(at))
        {
            scale.with = (entry.background + entry.stories.len() as f32 + 0.5).ln();
            *factor = scale.factor(self.all);
        }
    }

    fn weigh_all(&mut self) {
        self.all = (Background::shipped().articles + self.round() as f32 + 1.0).ln();
        for (factor, scale) in self.factors.iter_mut().zip(&self.scales) {
            *factor = scale.factor(self.all);
        }
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
    #[inline]
    pub fn idf(&self, slot: Slot) -> f32 {
        self.scales.get(slot as usize).map_or(0.0, |scale| scale.idf(self.all))
    }

    /// What a weight of this term is to be multiplied with, since the articles' weights were made
    /// by the background alone.
    #[inline]
    pub fn factor(&self, slot: Slot) -> f32 {
        self.factors.get(slot as usize).copied().unwrap_or_default()
    }

    /// The number of stories to about two per cent, so that factors need not be reckoned anew for
    /// each.
    fn round(&self) -> u32 {
        let keep = (u32::BITS - self.stories.leading_zeros()).saturating_sub(6);
        self.stories >> keep << keep
    }
}

fn salt(language: Language) -> u32 {
    u32::from(u16::from_le_bytes(language.0)).wrapping_mul(0x9e37_79b1)
}

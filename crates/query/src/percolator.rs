//! An index of queries: which of a thousand is a new article about?
//!
//! Every query is cut and hashed once, and kept under words of which at least one stands in any
//! article that it finds. An article asks only the queries under its own words, and those few that
//! have no such words.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::document::{Reader, Standing};
use crate::matches::{Asking, Inflected, Part, Reading, Sought};
use crate::query::Query;
use crate::words::Stems;

struct Kept<K> {
    key: K,
    part: Part,
    reader: Option<Arc<Reader>>,
}

/// Of any article that a query finds one of these stands in it.
#[derive(Debug, Default, Clone)]
struct Anchors {
    /// Hashes of terms as they are written.
    exact: Vec<u64>,
    /// Numbers of words in all their inflections.
    inflected: Vec<usize>,
}

/// The inflected words in one language.
#[derive(Default)]
struct Tongue {
    /// The hash of each word's stem, by the word's number.
    stems: Vec<Option<u64>>,
    /// The words of a stem.
    words: FxHashMap<u64, Vec<usize>>,
}

/// Queries, by whatever their keeper knows them by.
pub struct Percolator<K> {
    /// By slot; what went leaves an empty one.
    kept: Vec<Option<Kept<K>>>,
    slots: BTreeMap<K, usize>,
    inflected: Inflected,
    exact: FxHashMap<u64, Vec<usize>>,
    /// By the number of a word: the slots under it.
    by_word: FxHashMap<usize, Vec<usize>>,
    unanchored: Vec<usize>,
    /// By the letters of a language; made when an article of it comes.
    tongues: FxHashMap<&'static str, OnceLock<Tongue>>,
}

impl<K: Clone + Ord> Default for Percolator<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Clone + Ord> Percolator<K> {
    /// One without queries.
    pub fn new() -> Self {
        Self {
            kept: Vec::new(),
            slots: BTreeMap::new(),
            inflected: Inflected::default(),
            exact: FxHashMap::default(),
            by_word: FxHashMap::default(),
            unanchored: Vec::new(),
            tongues: no_tongues(),
        }
    }

    /// How many queries it holds.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it holds no query.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Keeps a query; one of the same key goes. With a reader, it finds articles of the reader's
    /// feeds only.
    pub fn insert(&mut self, key: K, query: Query, reader: Option<Arc<Reader>>) {
        self.remove(&key);
        let part = Part::of_query(&query, &mut self.inflected);
        self.tongues = no_tongues();
        let slot = self.kept.len();
        match anchors(&part) {
            Some(Anchors { exact, inflected }) => {
                for term in exact {
                    self.exact.entry(term).or_default().push(slot);
                }
                for word in inflected {
                    self.by_word.entry(word).or_default().push(slot);
                }
            }
            None => self.unanchored.push(slot),
        }
        self.slots.insert(key.clone(), slot);
        self.kept.push(Some(Kept { key, part, reader }));
    }

    /// Forgets a query.
    pub fn remove(&mut self, key: &K) {
        let Some(gone) = self.slots.remove(key) else { return };
        if let Some(kept) = self.kept.get_mut(gone) {
            *kept = None;
        }
        for listed in self.exact.values_mut().chain(self.by_word.values_mut()) {
            listed.retain(|slot| *slot != gone);
        }
        self.exact.retain(|_, listed| !listed.is_empty());
        self.by_word.retain(|_, listed| !listed.is_empty());
        self.unanchored.retain(|slot| *slot != gone);
    }

    /// The keys of the queries that are about an article, ascending. `standing` says what the
    /// article is to a query's reader; a new one is unread and has no star.
    pub fn matching(
        &self,
        reading: &Reading<'_>,
        mut standing: impl FnMut(&K) -> Standing,
    ) -> Vec<K> {
        let made_here;
        let tongue = match self.tongues.get(reading.stems().tag()) {
            Some(tongue) => tongue.get_or_init(|| Tongue::of(&self.inflected, reading.stems())),
            None => {
                made_here = Tongue::of(&self.inflected, reading.stems());
                &made_here
            }
        };
        let mut candidates = self.unanchored.clone();
        for term in reading.hashes() {
            candidates.extend(self.exact.get(&term).into_iter().flatten());
            for word in tongue.words.get(&term).into_iter().flatten() {
                candidates.extend(self.by_word.get(word).into_iter().flatten());
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut found: Vec<K> = Vec::new();
        for kept in candidates.into_iter().filter_map(|slot| self.kept.get(slot)?.as_ref()) {
            let asking = Asking {
                reading,
                stems: &tongue.stems,
                reader: kept.reader.as_deref(),
                standing: standing(&kept.key),
            };
            if asking.finds(&kept.part) {
                found.push(kept.key.clone());
            }
        }
        found.sort_unstable();
        found
    }
}

/// None is made yet.
fn no_tongues() -> FxHashMap<&'static str, OnceLock<Tongue>> {
    Stems::tags().map(|tag| (tag, OnceLock::new())).collect()
}

impl Tongue {
    fn of(inflected: &Inflected, language: &Stems) -> Self {
        let stems = inflected.stems(language);
        let mut words: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (word, stem) in stems.iter().enumerate() {
            if let Some(stem) = stem {
                words.entry(*stem).or_default().push(word);
            }
        }
        Self { stems, words }
    }
}

/// Where a part is kept; `None` where no words stand in all that it finds.
fn anchors(part: &Part) -> Option<Anchors> {
    match part {
        // Two words are rarer than one.
        Part::And(parts) => parts
            .iter()
            .filter_map(|part| Some((weight(part), anchors(part)?)))
            .max_by_key(|(weight, _)| *weight)
            .map(|(_, anchors)| anchors),
        Part::Or(parts) => {
            let mut all = Anchors::default();
            for part in parts {
                let Anchors { exact, inflected } = anchors(part)?;
                all.exact.extend(exact);
                all.inflected.extend(inflected);
            }
            all.exact.sort_unstable();
            all.exact.dedup();
            all.inflected.sort_unstable();
            all.inflected.dedup();
            Some(all)
        }
        Part::Text { sought, .. } => anchors_of(sought),
        Part::Near { sought, .. } => sought
            .iter()
            .filter_map(|sought| Some((rarity(sought), anchors_of(sought)?)))
            .max_by_key(|(rarity, _)| *rarity)
            .map(|(_, anchors)| anchors),
        Part::All | Part::Not(_) | Part::In(_) | Part::Plain(_) => None,
    }
}

fn anchors_of(sought: &Sought) -> Option<Anchors> {
    match sought {
        Sought::Nothing | Sought::Prefix(_) => None,
        Sought::Word { exact, inflected, .. } => {
            Some(Anchors { exact: vec![*exact], inflected: inflected.iter().copied().collect() })
        }
        Sought::Phrase { steps, longest, .. } => {
            let (_, term) = steps.get(*longest)?;
            Some(Anchors { exact: vec![*term], inflected: Vec::new() })
        }
    }
}

/// How rare what a part finds may be.
fn weight(part: &Part) -> usize {
    match part {
        Part::And(parts) => parts.iter().map(weight).max().unwrap_or(0),
        Part::Or(parts) => parts.iter().map(weight).min().unwrap_or(0),
        Part::Text { sought, .. } => rarity(sought),
        Part::Near { sought, .. } => sought.iter().map(rarity).max().unwrap_or(0),
        _ => 0,
    }
}

/// How rare words may be: the longest are the rarest, and in one form only they are rarer still.
fn rarity(sought: &Sought) -> usize {
    match sought {
        Sought::Nothing | Sought::Prefix(_) => 0,
        Sought::Word { length, .. } => *length,
        Sought::Phrase { length, .. } => length + 2,
    }
}

#[cfg(test)]
mod tests;

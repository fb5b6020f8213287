//! An index of queries: which of a thousand is a new article about?
//!
//! Every query is kept under terms of which at least one stands in any article that it finds. An
//! article asks only the queries under its own terms, and those few that have no such terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::{Reader, Standing};
use crate::matches::{Named, Reading, hash, how_near, matches_named};
use crate::query::{Field, How, Node, Query};
use crate::words::{Pattern, Stems, pattern, stem_term};

/// A query under more terms than this is asked always: it costs less than keeping it.
const MOST_ANCHORS: usize = 400;

struct Kept {
    query: Query,
    names: Named,
    reader: Option<Arc<Reader>>,
    anchors: Option<Vec<u64>>,
}

/// Queries, by whatever their keeper knows them by.
pub struct Percolator<K> {
    queries: BTreeMap<K, Kept>,
    anchored: FxHashMap<u64, Vec<K>>,
    unanchored: Vec<K>,
    stems: Vec<Stems>,
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
            queries: BTreeMap::new(),
            anchored: FxHashMap::default(),
            unanchored: Vec::new(),
            stems: Stems::all(),
        }
    }

    /// How many queries it holds.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Whether it holds no query.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// Keeps a query; one of the same key goes. With a reader, it finds articles of the reader's
    /// feeds only.
    pub fn insert(&mut self, key: K, query: Query, reader: Option<Arc<Reader>>) {
        self.remove(&key);
        let anchors = self.anchors(&query.root).filter(|anchors| anchors.len() <= MOST_ANCHORS);
        match &anchors {
            Some(anchors) => {
                for anchor in anchors {
                    self.anchored.entry(*anchor).or_default().push(key.clone());
                }
            }
            None => self.unanchored.push(key.clone()),
        }
        self.queries.insert(key, Kept { names: Named::of(&query), query, reader, anchors });
    }

    /// Forgets a query.
    pub fn remove(&mut self, key: &K) {
        let Some(kept) = self.queries.remove(key) else { return };
        match kept.anchors {
            Some(anchors) => {
                for anchor in anchors {
                    if let Some(keys) = self.anchored.get_mut(&anchor) {
                        keys.retain(|other| other != key);
                        if keys.is_empty() {
                            self.anchored.remove(&anchor);
                        }
                    }
                }
            }
            None => self.unanchored.retain(|other| other != key),
        }
    }

    /// The keys of the queries that are about an article, ascending. `standing` says what the
    /// article is to a query's reader; a new one is unread and has no star.
    pub fn matching(
        &self,
        reading: &Reading<'_>,
        mut standing: impl FnMut(&K) -> Standing,
    ) -> Vec<K> {
        let mut candidates: Vec<&K> = self.unanchored.iter().collect();
        let mut before = None;
        for term in reading.hashes().chain(reading.outlet_hashes()) {
            if before.replace(term) != Some(term) {
                candidates.extend(self.anchored.get(&term).into_iter().flatten());
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|key| {
            self.queries.get(key).is_some_and(|kept| {
                let reader = kept.reader.as_deref();
                matches_named(&kept.query, &kept.names, reading, reader, standing(key))
            })
        });
        candidates.into_iter().cloned().collect()
    }

    /// Terms of which any article that a part finds has one; `None` where no terms do that.
    fn anchors(&self, node: &Node) -> Option<Vec<u64>> {
        match node {
            // The longest words are the rarest.
            Node::And(nodes) => nodes
                .iter()
                .filter_map(|node| Some((weight(node), self.anchors(node)?)))
                .max_by_key(|(weight, _)| *weight)
                .map(|(_, anchors)| anchors),
            Node::Or(nodes) => {
                let each: Option<Vec<Vec<u64>>> =
                    nodes.iter().map(|node| self.anchors(node)).collect();
                let mut all: Vec<u64> = each?.into_iter().flatten().collect();
                all.sort_unstable();
                all.dedup();
                Some(all)
            }
            Node::Text { field: Field::Anywhere | Field::Title | Field::Outlet, how, words } => {
                self.anchors_of(&pattern(words, *how))
            }
            Node::Near { words, .. } => words
                .iter()
                .max_by_key(|words| words.len())
                .and_then(|words| self.anchors_of(&pattern(words, how_near(words)))),
            _ => None,
        }
    }

    fn anchors_of(&self, sought: &Pattern) -> Option<Vec<u64>> {
        match sought {
            Pattern::Nothing | Pattern::Prefix(_) => None,
            Pattern::Word { exact, inflected } => {
                let mut all = vec![hash(exact)];
                let stems = inflected
                    .iter()
                    .flat_map(|word| self.stems.iter().filter_map(|stems| stem_term(stems, word)));
                all.extend(stems.map(|stem| hash(&stem)));
                Some(all)
            }
            Pattern::Phrase(steps) => {
                steps.iter().max_by_key(|(_, term)| term.len()).map(|(_, term)| vec![hash(term)])
            }
        }
    }
}

/// How rare what a part finds may be: the length of its longest word, halved for inflections.
fn weight(node: &Node) -> usize {
    match node {
        Node::And(nodes) => nodes.iter().map(weight).max().unwrap_or(0),
        Node::Or(nodes) => nodes.iter().map(weight).min().unwrap_or(0),
        Node::Text { how: How::Phrase, words, .. } => longest(words) + 2,
        Node::Text { words, .. } => longest(words),
        Node::Near { words, .. } => words.iter().map(|words| longest(words)).max().unwrap_or(0),
        _ => 0,
    }
}

fn longest(words: &str) -> usize {
    words.split_whitespace().map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;

//! The best articles first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocSet, TERMINATED};

use crate::counted::BREATH;
use crate::error::Error;
use crate::plan::Planner;
use crate::schema::column;

/// What an article of this moment gains; scores of words are mostly between 3 and 20.
const FRESH: f32 = 4.0;
/// After so many days it gains half of it.
const HALF: f32 = 7.0;

/// An article with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    pub score: f32,
    pub id: u64,
    pub address: DocAddress,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    /// The best is the least, so that a heap's top is the worst.
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(other.id.cmp(&self.id))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What an article gains for being new.
fn freshness(at: i64, now: i64) -> f32 {
    let days = now.saturating_sub(at).max(0) as f32 / 86_400.0;
    FRESH / (1.0 + days / HALF)
}

/// The best articles of a query, strictly after a place.
pub fn ranked(
    planner: &Planner<'_>,
    query: &dyn Query,
    now: i64,
    after: Option<(f32, u64)>,
    limit: usize,
) -> Result<Vec<Ranked>, Error> {
    let searcher = planner.searcher;
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut best: BinaryHeap<Ranked> = BinaryHeap::with_capacity(limit + 1);
    let mut threshold = f32::MIN;
    let mut looked_at: u64 = 0;
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        planner.go_on()?;
        let at = segment.fast_fields().column_first_or_default::<i64>(column::AT)?;
        let ids = segment.fast_fields().column_first_or_default::<u64>(column::ID)?;
        let alive = segment.alive_bitset();
        let ord = u32::try_from(ord).unwrap_or(u32::MAX);
        weight.for_each_pruning(threshold, segment, &mut |doc, score| {
            looked_at += 1;
            if looked_at.is_multiple_of(BREATH) && planner.is_over() {
                // Nothing scores so much, so the engine has nothing left to look at.
                threshold = f32::MAX;
                return threshold;
            }
            if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                return threshold;
            }
            let score = score + freshness(at.get_val(doc), now);
            let is_full = best.len() >= limit;
            if is_full && best.peek().is_none_or(|worst| score < worst.score) {
                return threshold;
            }
            let address = DocAddress::new(ord, doc);
            let found = Ranked { score, id: ids.get_val(doc), address };
            let is_before = after.is_some_and(|(last, id)| {
                score.total_cmp(&last).then(found.id.cmp(&id)) != Ordering::Less
            });
            if is_before || is_full && best.peek().is_none_or(|worst| found >= *worst) {
                return threshold;
            }
            best.push(found);
            if best.len() > limit {
                best.pop();
            }
            if best.len() >= limit {
                // Nobody whose words score less can still get in, however fresh.
                threshold = best.peek().map_or(f32::MIN, |worst| worst.score - FRESH);
            }
            threshold
        })?;
    }
    planner.go_on()?;
    Ok(best.into_sorted_vec())
}

/// The best articles of a query and how many it finds, in one pass; `None` for the articles where
/// counting was stopped at `most`.
pub fn ranked_and_counted(
    planner: &Planner<'_>,
    query: &dyn Query,
    now: i64,
    limit: usize,
    most: u64,
) -> Result<(u64, Option<Vec<Ranked>>), Error> {
    let searcher = planner.searcher;
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut best: BinaryHeap<Ranked> = BinaryHeap::with_capacity(limit + 1);
    let (mut total, mut looked_at): (u64, u64) = (0, 0);
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        planner.go_on()?;
        let at = segment.fast_fields().column_first_or_default::<i64>(column::AT)?;
        let ids = segment.fast_fields().column_first_or_default::<u64>(column::ID)?;
        let alive = segment.alive_bitset();
        let ord = u32::try_from(ord).unwrap_or(u32::MAX);
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                total += 1;
                if total >= most {
                    return Ok((total, None));
                }
                let score = scorer.score() + freshness(at.get_val(doc), now);
                if best.len() < limit || best.peek().is_some_and(|worst| score >= worst.score) {
                    let address = DocAddress::new(ord, doc);
                    best.push(Ranked { score, id: ids.get_val(doc), address });
                    if best.len() > limit {
                        best.pop();
                    }
                }
            }
            looked_at += 1;
            if looked_at.is_multiple_of(BREATH) {
                planner.go_on()?;
            }
            doc = scorer.advance();
        }
    }
    planner.go_on()?;
    Ok((total, Some(best.into_sorted_vec())))
}

/// The best among about so many articles of the index that were written last.
pub fn ranked_of_newest(
    planner: &Planner<'_>,
    query: &dyn Query,
    now: i64,
    limit: usize,
    depth: u32,
) -> Result<Vec<Ranked>, Error> {
    let searcher = planner.searcher;
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut parts = Vec::new();
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let at = segment.fast_fields().column_first_or_default::<i64>(column::AT)?;
        parts.push((at.max_value(), ord, segment, at));
    }
    parts.sort_by_key(|(newest, ord, ..)| std::cmp::Reverse((*newest, *ord)));
    let mut best: BinaryHeap<Ranked> = BinaryHeap::with_capacity(limit + 1);
    let mut left = depth;
    for (_, ord, segment, at) in parts {
        if left == 0 && best.len() >= limit {
            break;
        }
        let ids = segment.fast_fields().column_first_or_default::<u64>(column::ID)?;
        let alive = segment.alive_bitset();
        // Within a part of the index, articles stand in the order of their writing.
        let looked_at = if best.len() < limit { left.max(depth / 8) } else { left };
        let first = segment.max_doc().saturating_sub(looked_at);
        left = left.saturating_sub(segment.max_doc());
        let mut scorer = weight.scorer(segment, 1.0)?;
        planner.go_on()?;
        let mut doc = scorer.doc();
        if doc < first {
            doc = scorer.seek(first);
        }
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                let score = scorer.score() + freshness(at.get_val(doc), now);
                if best.len() < limit || best.peek().is_some_and(|worst| score >= worst.score) {
                    let address = DocAddress::new(u32::try_from(ord).unwrap_or(u32::MAX), doc);
                    best.push(Ranked { score, id: ids.get_val(doc), address });
                    if best.len() > limit {
                        best.pop();
                    }
                }
            }
            doc = scorer.advance();
        }
    }
    Ok(best.into_sorted_vec())
}

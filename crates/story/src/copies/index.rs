//! Which articles may have the text of another, among a million.

use std::collections::{HashMap, VecDeque};

use dateline_model::ArticleId;
use jiff::Timestamp;

use super::Signature;

/// How many buckets the hashes are spread over at first: as many as the lower half of a hash tells
/// apart, so that the upper half is all that needs to be kept.
const BUCKETS: usize = 1 << 16;
/// There is one bucket more whenever they hold so many hashes on average, so that running through
/// one takes as long in a window of a million articles as in one of a hundred thousand.
const FULL: usize = 80;
/// Of each shingle the first so many articles are looked at, and among the latest entries of its
/// bucket no more are kept: more of them say nothing new, whether the shingle is an outlet's
/// standing line or a dispatch that hundreds reprint.
const MOST_OF_A_SHINGLE: usize = 64;
/// Of the latest so many entries of a bucket, those of one shingle are counted.
const LATEST: usize = 512;
/// An article is a candidate if it may share this part of the shorter text's shingles. It lies well
/// under what makes a copy, for a copy with every seventh word changed has no more than two fifths.
const LEAST: f32 = 0.28;
/// So many sampled shingles have to be common: fewer are a quotation or chance.
const FEWEST_HITS: u32 = 3;
/// At most so many candidates are given, the best first.
const MOST_CANDIDATES: usize = 8;

/// An article that may have the text in question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The article.
    pub article: ArticleId,
    /// An estimate of the share of the shorter text's shingles that stand in the longer one, 0 to
    /// 1. It is not exact: compare the texts with [`super::overlap()`] before you decide.
    pub estimate: f32,
}

/// The signatures of the last days' articles, found by their shingles.
///
/// A sampled hash lies in one of many buckets, each a list in order of arrival; it is found by
/// running through the bucket's half hashes, two bytes each, which is faster than to follow the
/// pointers of a map and takes six bytes where that takes forty. What is forgotten is dropped when
/// its bucket would grow.
#[derive(Debug, Default)]
pub struct Index {
    buckets: Vec<Bucket>,
    /// How many hashes they hold together.
    hashes: usize,
    /// What is known of the articles, in order of arrival.
    slots: VecDeque<Slot>,
    /// The number of the first slot; it wraps.
    first: u32,
    numbers: HashMap<ArticleId, u32>,
}

#[derive(Debug, Clone, Default)]
struct Bucket {
    /// The upper halves of the hashes.
    halves: Vec<u16>,
    /// The slot of each.
    slots: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    article: ArticleId,
    /// Unix seconds.
    at: i64,
    /// Zero once it is forgotten.
    shingles: u32,
}

impl Index {
    /// An index without articles.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many articles it holds that have a signature.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Adds an article, or replaces its signature. Empty signatures are not kept.
    pub fn insert(&mut self, article: ArticleId, at: Timestamp, signature: &Signature) {
        self.remove(article);
        if signature.is_empty() {
            return;
        }
        if self.buckets.is_empty() {
            self.buckets.resize(BUCKETS, Bucket::default());
        }
        let number = self.first.wrapping_add(self.slots.len() as u32);
        let shingles = signature.shingles();
        self.slots.push_back(Slot { article, at: at.as_second(), shingles });
        self.numbers.insert(article, number);
        let slots = Slots { first: self.first, slots: &self.slots };
        for &hash in signature.sample() {
            let (bucket, half) = place(hash, self.buckets.len());
            if let Some(bucket) = self.buckets.get_mut(bucket) {
                self.hashes -= bucket.halves.len();
                bucket.push(half, number, slots);
                self.hashes += bucket.halves.len();
            }
        }
        while self.hashes > FULL * self.buckets.len() {
            self.split();
        }
    }

    /// Adds a bucket, by linear hashing (Litwin 1980): one bucket gives up what has the next bit of
    /// the hash set, and no insertion ever waits for all of them to be parted.
    fn split(&mut self) {
        let buckets = self.buckets.len();
        let level = buckets.ilog2();
        let bit = u16::checked_shl(1, level.saturating_sub(BUCKETS.ilog2())).unwrap_or_default();
        let old = self.buckets.get_mut(buckets - (1 << level));
        let new = old.map(|bucket| bucket.part(bit)).unwrap_or_default();
        self.buckets.push(new);
    }

    /// Takes an article out.
    pub fn remove(&mut self, article: ArticleId) {
        let Some(number) = self.numbers.remove(&article) else { return };
        if let Some(slot) = self.slots.get_mut(number.wrapping_sub(self.first) as usize) {
            slot.shingles = 0;
        }
        self.drop_front();
    }

    /// Forgets every article that is older than `before`.
    pub fn forget(&mut self, before: Timestamp) {
        let before = before.as_second();
        for slot in self.slots.iter_mut().filter(|slot| slot.shingles > 0 && slot.at < before) {
            slot.shingles = 0;
            self.numbers.remove(&slot.article);
        }
        self.drop_front();
    }

    fn drop_front(&mut self) {
        while self.slots.front().is_some_and(|slot| slot.shingles == 0) {
            self.slots.pop_front();
            self.first = self.first.wrapping_add(1);
        }
    }

    /// The articles that may share enough of a text to be its copy, best first. An article that is
    /// in the index itself is among its candidates.
    pub fn candidates(&self, signature: &Signature) -> Vec<Candidate> {
        let mut hits: Vec<u32> = Vec::new();
        for &hash in signature.sample() {
            let (bucket, half) = place(hash, self.buckets.len());
            if let Some(bucket) = self.buckets.get(bucket) {
                bucket.find(half, &mut hits);
            }
        }
        hits.sort_unstable();
        let slots = Slots { first: self.first, slots: &self.slots };
        let mut candidates: Vec<Candidate> = hits
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() >= FEWEST_HITS as usize)
            .filter_map(|same| {
                let slot = slots.alive(*same.first()?)?;
                let estimate = estimate(signature, slot.shingles, same.len() as u32)?;
                Some(Candidate { article: slot.article, estimate })
            })
            .collect();
        candidates.sort_by(|a, b| b.estimate.total_cmp(&a.estimate));
        candidates.truncate(MOST_CANDIDATES);
        candidates
    }
}

/// The estimated share of the shorter text, unless it is too small even if chance was against it.
fn estimate(signature: &Signature, shingles: u32, hits: u32) -> Option<f32> {
    let (shared, comparable) = signature.shared(shingles, hits);
    let shorter = signature.shingles().min(shingles) as f32;
    let estimate = shared / shorter;
    // How far chance moves the estimate of a text that lies at the line.
    let seen = (comparable as f32 * shorter / signature.shingles() as f32).max(1.0);
    let spread = (LEAST * (1.0 - LEAST) / seen).sqrt();
    (estimate + 2.0 * spread >= LEAST).then_some(estimate.min(1.0))
}

/// The bucket of a hash among so many, and what of the hash is kept there. Small hashes are sampled
/// more often, so the bits are mixed again; no two hashes become one by that.
fn place(hash: u32, buckets: usize) -> (usize, u16) {
    let mut mixed = hash ^ (hash >> 16);
    mixed = mixed.wrapping_mul(0x85eb_ca6b);
    mixed ^= mixed >> 13;
    mixed = mixed.wrapping_mul(0xc2b2_ae35);
    mixed ^= mixed >> 16;
    let (bits, level) = (mixed as usize, buckets.max(1).ilog2());
    // Of the buckets after the last whole power of two not all are there yet.
    let (wide, narrow) = (bits & ((2 << level) - 1), bits & ((1 << level) - 1));
    (if wide < buckets { wide } else { narrow }, (mixed >> 16) as u16)
}

/// The slots, to be looked up by number.
#[derive(Clone, Copy)]
struct Slots<'a> {
    first: u32,
    slots: &'a VecDeque<Slot>,
}

impl<'a> Slots<'a> {
    fn alive(self, number: u32) -> Option<&'a Slot> {
        let slot = self.slots.get(number.wrapping_sub(self.first) as usize)?;
        (slot.shingles > 0).then_some(slot)
    }
}

impl Bucket {
    /// Adds a half hash, unless enough of the latest articles have it.
    fn push(&mut self, half: u16, number: u32, slots: Slots<'_>) {
        let latest = self.halves.len().saturating_sub(LATEST);
        let latest = self.halves.get(latest..).unwrap_or_default();
        // Most are in none of them, which is found out without counting.
        if has(latest, half)
            && latest.iter().filter(|&&other| other == half).count() >= MOST_OF_A_SHINGLE
        {
            return;
        }
        if self.halves.len() == self.halves.capacity() {
            self.make_room(slots);
        }
        self.halves.push(half);
        self.slots.push(number);
    }

    /// Takes out the half hashes that have this bit set.
    fn part(&mut self, bit: u16) -> Self {
        let (mut kept, mut gone) = (Self::default(), Self::default());
        for (&half, &slot) in self.halves.iter().zip(&self.slots) {
            let side = if half & bit == 0 { &mut kept } else { &mut gone };
            side.halves.push(half);
            side.slots.push(slot);
        }
        for side in [&mut kept, &mut gone] {
            side.halves.shrink_to_fit();
            side.slots.shrink_to_fit();
        }
        *self = kept;
        gone
    }

    /// Drops what is forgotten, and grows by an eighth if that was little: at a million articles a
    /// table that doubles would hold room for another million.
    fn make_room(&mut self, slots: Slots<'_>) {
        let before = self.slots.len();
        let old = self.slots.first().is_some_and(|&number| slots.alive(number).is_none());
        if old {
            let mut kept = 0;
            for at in 0..before {
                let (Some(&half), Some(&number)) = (self.halves.get(at), self.slots.get(at)) else {
                    break;
                };
                if slots.alive(number).is_none() {
                    continue;
                }
                if let (Some(to_half), Some(to_number)) =
                    (self.halves.get_mut(kept), self.slots.get_mut(kept))
                {
                    (*to_half, *to_number) = (half, number);
                    kept += 1;
                }
            }
            self.halves.truncate(kept);
            self.slots.truncate(kept);
        }
        if self.slots.len() + before / 8 >= before {
            let more = (before / 8).max(8);
            self.halves.reserve_exact(more);
            self.slots.reserve_exact(more);
        }
    }

    /// Adds the slots that have this half hash, the oldest of them first and not too many.
    fn find(&self, half: u16, found: &mut Vec<u32>) {
        const STEP: usize = 64;
        let most = found.len() + MOST_OF_A_SHINGLE;
        for (step, halves) in self.halves.chunks(STEP).enumerate() {
            if !has(halves, half) {
                continue;
            }
            let slots = self.slots.iter().skip(step * STEP);
            let same = halves.iter().zip(slots).filter(|&(&other, _)| other == half);
            found.extend(same.map(|(_, &slot)| slot));
            if found.len() >= most {
                found.truncate(most);
                return;
            }
        }
    }
}

/// Whether a half hash is among others. Without a branch for each, many are compared at once.
fn has(halves: &[u16], half: u16) -> bool {
    halves.iter().fold(false, |any, &other| any | (other == half))
}

#[cfg(test)]
mod tests;

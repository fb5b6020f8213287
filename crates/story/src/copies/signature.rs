//! A sample of a text's shingles.

use super::{FEWEST_WORDS, shingles::Words};

/// Of what form the bytes are.
const VERSION: u8 = 2;
/// A text with more shingles is sampled as if it had so many; the sample then has 696.
const MOST_SHINGLES: u32 = 160_000;

/// A sample of a text's shingles: those whose hash is below a line that falls with the length of
/// the text, so that of a longer text a smaller share is kept.
///
/// Which shingles of two texts lie below the lower of their two lines does not depend on the texts,
/// so the share of one's that are also the other's is an unbiased estimate of containment, whatever
/// the two lengths; plain MinHash estimates likeness, which is small where a short text stands
/// whole in a long one. About 45 hashes for 300 words, 58 for 600, 110 for 3,000: 4 bytes each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    shingles: u32,
    sample: Box<[u32]>,
}

impl Signature {
    /// The signature of an article's plain text. It is empty for texts under
    /// [`FEWEST_WORDS`] words.
    pub fn of(text: &str) -> Self {
        let words = Words::of(text);
        if words.count() < FEWEST_WORDS {
            return Self::default();
        }
        let mut hashes: Vec<u32> =
            words.shingles().map(|shingle| (shingle.hash >> 32) as u32).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let shingles = hashes.len() as u32;
        let kept = hashes.partition_point(|&hash| u64::from(hash) < line(shingles));
        hashes.truncate(kept);
        Self { shingles, sample: hashes.into() }
    }

    /// How many different shingles the text has.
    pub fn shingles(&self) -> u32 {
        self.shingles
    }

    /// Whether the text was too short to have copies.
    pub fn is_empty(&self) -> bool {
        self.sample.is_empty()
    }

    /// The sampled hashes, ascending.
    pub(super) fn sample(&self) -> &[u32] {
        &self.sample
    }

    /// An estimate of how many shingles this text shares with one of `shingles` shingles when
    /// `hits` sampled hashes are common to both, and how many of this text's hashes it rests on.
    pub(super) fn shared(&self, shingles: u32, hits: u32) -> (f32, u32) {
        let line = line(self.shingles.max(shingles));
        let comparable = self.sample.partition_point(|&hash| u64::from(hash) < line) as u32;
        let share = if comparable == 0 { 0.0 } else { hits as f32 / comparable as f32 };
        (share * self.shingles as f32, comparable)
    }

    /// An estimate of the share of the shorter text's shingles that the longer one has, 0 to 1.
    pub fn containment(&self, other: &Self) -> f32 {
        let hits = common(&self.sample, &other.sample);
        let shorter = self.shingles.min(other.shingles);
        if shorter == 0 {
            return 0.0;
        }
        (self.shared(other.shingles, hits).0 / shorter as f32).min(1.0)
    }

    /// As bytes to be kept: a version, the number of shingles, the sample, all little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(5 + 4 * self.sample.len());
        bytes.push(VERSION);
        bytes.extend(self.shingles.to_le_bytes());
        bytes.extend(self.sample.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes
    }

    /// From kept bytes; `None` where they are of another version or damaged, and the text is to be
    /// read anew.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&VERSION, rest) = bytes.split_first()? else { return None };
        let (shingles, sample) = rest.split_first_chunk::<4>()?;
        let shingles = u32::from_le_bytes(*shingles);
        let (hashes, []) = sample.as_chunks::<4>() else { return None };
        let sample: Box<[u32]> = hashes.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        let ascending = sample.windows(2).all(|pair| pair.first() < pair.last());
        let below = sample.last().is_none_or(|&last| u64::from(last) < line(shingles));
        (ascending && below && sample.len() as u64 <= u64::from(shingles))
            .then_some(Self { shingles, sample })
    }
}

/// The line under which hashes of a text with so many shingles are kept, as 2^32 times their share.
///
/// The sample grows with the root of the length: a short text needs nearly all of its shingles to
/// be judged at all, and a long one must keep enough of them for a short part of it to be seen.
fn line(shingles: u32) -> u64 {
    let shingles = f64::from(shingles.clamp(1, MOST_SHINGLES));
    let share = ((16.0 + 1.7 * shingles.sqrt()) / shingles).min(1.0);
    (share * 2f64.powi(32)) as u64
}

/// How many numbers two ascending lists have in common.
fn common(mut a: &[u32], mut b: &[u32]) -> u32 {
    let mut count = 0;
    while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) {
        count += u32::from(x == y);
        if x <= y {
            a = rest_a;
        }
        if y <= x {
            b = rest_b;
        }
    }
    count
}

#[cfg(test)]
mod tests;

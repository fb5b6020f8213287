//! How common words are in English news, so that the first articles of a window are weighed sanely.
//!
//! `background.bin` is made by `eval/background.sh`, which also names its sources. It is a `u32`
//! with the number of articles counted, then records of seven bytes in order of their hash: the
//! term's hash (`u32`), the articles with it (`u16`), and how often it stands with a capital letter
//! where a common word would not (0 to 254, 255 where unknown); all numbers little-endian.

mod count;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub use count::BackgroundCounts;

static BYTES: &[u8] = include_bytes!("background.bin");
const RECORD: usize = 7;
const UNKNOWN: u8 = 255;
/// The least that a term says, however common it is.
const LEAST_IDF: f32 = 0.3;

/// Counts of words.
pub(crate) struct Background {
    /// The articles that were counted.
    pub articles: f32,
    terms: FxHashMap<u32, (u16, u8)>,
}

impl Background {
    /// The table that is part of the program.
    pub fn shipped() -> &'static Self {
        static TABLE: LazyLock<Background> = LazyLock::new(|| Background::read(BYTES));
        &TABLE
    }

    fn read(bytes: &[u8]) -> Self {
        let (head, records) = bytes.split_at(bytes.len().min(4));
        let articles = head.try_into().map_or(0, u32::from_le_bytes);
        let record = |bytes: &[u8]| {
            let &[a, b, c, d, e, f, capital] = bytes else { return None };
            Some((u32::from_le_bytes([a, b, c, d]), (u16::from_le_bytes([e, f]), capital)))
        };
        Self {
            articles: articles as f32,
            terms: records.chunks_exact(RECORD).filter_map(record).collect(),
        }
    }

    /// The articles that have the term.
    pub fn count(&self, hash: u32) -> f32 {
        self.terms.get(&hash).map_or(0.0, |term| f32::from(term.0))
    }

    /// The share of its uses in the middle of a sentence that have a capital letter.
    pub fn capitals(&self, hash: u32) -> Option<f32> {
        let capital = self.terms.get(&hash)?.1;
        (capital != UNKNOWN).then(|| f32::from(capital) / 254.0)
    }

    /// How much the term says, before any article of the window is known.
    pub fn idf(&self, hash: u32) -> f32 {
        ((self.articles + 1.0) / (self.count(hash) + 0.5)).ln().max(LEAST_IDF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read() {
        let mut bytes = 10u32.to_le_bytes().to_vec();
        bytes.extend([7, 0, 0, 0, 5, 0, 127]);
        bytes.extend([9, 0, 0, 0, 1, 0, 255]);
        let table = Background::read(&bytes);
        assert_eq!(table.articles, 10.0);
        assert_eq!(table.count(7), 5.0);
        assert_eq!(table.capitals(7), Some(0.5));
        assert_eq!(table.capitals(9), None);
        assert!(table.idf(8) > table.idf(7));
    }

    #[test]
    fn the_shipped_table_knows_english() {
        assert!(Background::shipped().articles > 1000.0);
    }
}

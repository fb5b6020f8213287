//! Making the table.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{RECORD, UNKNOWN};
use crate::features::understand::{WORDS, term_hash};
use crate::words::{Language, Stemmer, words};

/// Terms of fewer articles than this are left out: one that is not in the table counts as one of
/// half an article.
const LEAST: u16 = 2;

#[derive(Default)]
struct Count {
    articles: u16,
    capital: u32,
    uses: u32,
}

/// Counts the words of English articles into the table that the program carries.
#[derive(Default)]
pub struct BackgroundCounts {
    articles: u32,
    terms: FxHashMap<u32, Count>,
}

impl BackgroundCounts {
    /// Counts one article.
    pub fn add(&mut self, title: &str, text: &str) {
        let stemmer = Stemmer::of(Language::ENGLISH);
        let mut seen = FxHashSet::default();
        let mut see = |text: &str, most: usize, has_case: bool| {
            let mut left = most;
            words(text, |word| {
                left -= 1;
                if let Some(lower) = stemmer.lower(&word) {
                    let hash = term_hash(&stemmer.stem(&word, &lower), Language::ENGLISH);
                    let count = self.terms.entry(hash).or_default();
                    count.articles = count.articles.saturating_add(u16::from(seen.insert(hash)));
                    if has_case && !word.is_first {
                        count.uses += 1;
                        count.capital += u32::from(word.is_capital());
                    }
                }
                left > 0
            });
        };
        see(title, WORDS, false);
        see(text, WORDS, true);
        self.articles += 1;
    }

    /// The table as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut terms: Vec<_> = self.terms.iter().filter(|t| t.1.articles >= LEAST).collect();
        terms.sort_by_key(|term| term.0);
        let mut bytes = Vec::with_capacity(4 + terms.len() * RECORD);
        bytes.extend(self.articles.to_le_bytes());
        for (hash, count) in terms {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(count.articles.to_le_bytes());
            let share = count.capital * 254 / count.uses.max(1);
            let known = u8::try_from(share).ok().filter(|_| count.uses >= 2);
            bytes.push(known.unwrap_or(UNKNOWN));
        }
        bytes
    }
}

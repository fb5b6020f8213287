//! Which words a beginning may stand for.

use rustc_hash::FxHashMap;
use tantivy::Term;
use tantivy::schema::Field;

use super::{Planner, term_query};
use crate::counted::counted;
use crate::error::Error;

/// The beginning of a word stands for so many words at the most.
const MOST_COMPLETIONS: usize = 40;
/// So many are tried of those that other readers' articles have too.
const MOST_TRIED: usize = 160;
/// So many words with that beginning are looked at in each part of the index.
const MOST_LOOKED_AT: usize = 8_000;
/// Beginnings of so few letters are completed to words of headlines: those of all texts are too
/// many to go through.
const SHORT: usize = 3;
impl Planner<'_> {
    /// The words that begin so, the most frequent of them; but not more than can be gone through
    /// while somebody types.
    pub(super) fn completions(&self, field: Field, start: &str) -> Result<Vec<String>, Error> {
        // Every word of a headline is a word of its article.
        let field = if field == self.fields.title { self.fields.words } else { field };
        let known = self.completed.borrow().get(&(field, start.to_owned())).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut frequencies = FxHashMap::default();
        if field == self.fields.words && start.chars().count() <= SHORT {
            self.look_up(self.fields.title, start, &mut frequencies)?;
        }
        if frequencies.is_empty() {
            self.look_up(field, start, &mut frequencies)?;
        }
        let words = self.most_frequent(field, start, frequencies)?;
        self.completed.borrow_mut().insert((field, start.to_owned()), words.clone());
        Ok(words)
    }

    fn look_up(
        &self,
        field: Field,
        start: &str,
        frequencies: &mut FxHashMap<Vec<u8>, u64>,
    ) -> Result<(), Error> {
        let mut end = start.as_bytes().to_vec();
        end.push(0xff);
        for segment in self.searcher.segment_readers() {
            self.go_on()?;
            let index = segment.inverted_index(field)?;
            let range = index.terms().range().ge(start.as_bytes()).lt(&end);
            let mut stream = range.into_stream().map_err(|e| Error::Broken(e.to_string()))?;
            let mut left = MOST_LOOKED_AT;
            while left > 0 && stream.advance() {
                let frequency = u64::from(stream.value().doc_freq);
                match frequencies.get_mut(stream.key()) {
                    Some(sum) => *sum += frequency,
                    None => {
                        frequencies.insert(stream.key().to_vec(), frequency);
                    }
                }
                left -= 1;
            }
        }
        Ok(())
    }

    /// The most frequent words of those that the reader finds.
    fn most_frequent(
        &self,
        field: Field,
        start: &str,
        mut frequencies: FxHashMap<Vec<u8>, u64>,
    ) -> Result<Vec<String>, Error> {
        // The word itself, whether or not it is one of a headline.
        frequencies.remove(start.as_bytes());
        let mut ordered: Vec<(u64, Vec<u8>)> =
            frequencies.into_iter().map(|(word, frequency)| (frequency, word)).collect();
        ordered.sort_unstable_by(|a, b| b.cmp(a));
        let mut budget = (self.searcher.num_docs() / 8).max(20_000);
        // Whether a word is found is told by articles of others too, until one of the reader's.
        let mut patience = self.searcher.num_docs().max(20_000);
        let mut words = vec![start.to_owned()];
        for (frequency, word) in ordered.into_iter().take(MOST_TRIED) {
            if words.len() >= MOST_COMPLETIONS {
                break;
            }
            let Ok(word) = String::from_utf8(word) else { continue };
            if frequency > budget {
                continue;
            }
            if !self.seen.is_empty() {
                if frequency > patience {
                    continue;
                }
                let found = self.seen_of(term_query(Term::from_field_text(field, &word)))?;
                if counted(self, found.as_ref(), 1)?.0 == 0 {
                    patience -= frequency;
                    continue;
                }
            }
            budget -= frequency;
            words.push(word);
        }
        Ok(words)
    }
}

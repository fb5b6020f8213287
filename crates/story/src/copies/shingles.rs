//! A text as words, and its runs of five words as hashes.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

/// What a word of a script with spaces counts, in twelfths of a word.
const WORD: u32 = 12;
/// A shingle spans so many twelfths: five words, nine Chinese or ten Japanese characters, twenty
/// Thai letters.
const SHINGLE: u32 = 5 * WORD;

/// A text's words, as hashes; in scripts without spaces, its characters.
#[derive(Debug, Default)]
pub(super) struct Words {
    hashes: Vec<u64>,
    /// What each counts, in twelfths of a word.
    weights: Vec<u8>,
}

/// A run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shingle {
    pub(super) hash: u64,
    /// Its first word.
    pub(super) start: u32,
    /// The word after its last.
    pub(super) end: u32,
}

impl Words {
    /// The words of a text without case, marks and punctuation, so that quotes, dashes and spaces
    /// of another typesetter make no difference.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.hashes.reserve(text.len() / 6);
        words.weights.reserve(text.len() / 6);
        let mut word = String::with_capacity(32);
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            } else if c.is_ascii() {
                if c != '\'' {
                    words.close(&mut word);
                }
            } else {
                words.take(c, &mut word);
            }
        }
        words.close(&mut word);
        words
    }

    fn take(&mut self, c: char, word: &mut String) {
        // Full-width letters and digits are the plain ones of East Asian typesetting.
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        };
        if is_silent(c) {
            return;
        }
        if !c.is_alphanumeric() {
            self.close(word);
            return;
        }
        match character_weight(c) {
            Some(weight) => {
                self.close(word);
                self.push(c.encode_utf8(&mut [0; 4]), weight);
            }
            None => word.extend(c.to_lowercase()),
        }
    }

    fn close(&mut self, word: &mut String) {
        if !word.is_empty() {
            self.push(word, WORD as u8);
            word.clear();
        }
    }

    fn push(&mut self, word: &str, weight: u8) {
        self.hashes.push(xxh3_64(word.as_bytes()));
        self.weights.push(weight);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The hash of each.
    pub(super) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// What each counts, in twelfths of a word.
    pub(super) fn weights(&self) -> &[u8] {
        &self.weights
    }

    /// How many words the text has; a character of a script without spaces is a part of one.
    pub(super) fn count(&self) -> u32 {
        self.count_of(&(0..self.len()))
    }

    /// How many words a part of them is.
    pub(super) fn count_of(&self, part: &Range<usize>) -> u32 {
        let weights = self.weights.get(part.clone()).unwrap_or_default();
        weights.iter().map(|&weight| u32::from(weight)).sum::<u32>() / WORD
    }

    /// The runs of five words, one from each word that has enough words behind it.
    pub(super) fn shingles(&self) -> impl Iterator<Item = Shingle> + '_ {
        let (mut end, mut weight) = (0, 0);
        (0..self.len()).map_while(move |start| {
            while weight < SHINGLE {
                weight += u32::from(*self.weights.get(end)?);
                end += 1;
            }
            let run = self.hashes.get(start..end)?;
            weight -= u32::from(*self.weights.get(start)?);
            Some(Shingle { hash: mixed(run), start: start as u32, end: end as u32 })
        })
    }
}

/// One hash of a run of words, every bit of which depends on every word and its place.
fn mixed(run: &[u64]) -> u64 {
    let mut hash = run.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd)
    });
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 29)
}

/// Characters inside a word that typesetters add, drop or change.
fn is_silent(c: char) -> bool {
    matches!(c,
        '’' | '‘' | 'ʼ' | '`' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
}

/// What a character counts, in twelfths of a word, if its script is written without spaces.
fn character_weight(c: char) -> Option<u8> {
    match c {
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Some(7),
        '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Some(6),
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        Words::of(text).shingles().map(|shingle| shingle.hash).collect()
    }

    #[test]
    fn typesetting_makes_no_difference() {
        let plain = "The mayor's office said: \"We don't know - not yet.\"";
        let set = "THE MAYOR’S\u{a0}OFFICE said: “We don’t know\u{2014}not\u{2009}y\u{ad}et.”";
        assert_eq!(hashes(plain), hashes(set));
        assert_eq!(hashes(plain).len(), 5);
    }

    #[test]
    fn order_and_place_of_words_count() {
        assert_ne!(hashes("one two three four five"), hashes("two one three four five"));
        assert_ne!(hashes("one one two two two"), hashes("one one one two two"));
    }

    #[test]
    fn characters_where_there_are_no_spaces() {
        let words = Words::of("市长周二宣布港口将于明年春天重新开放");
        assert_eq!((words.len(), words.count()), (18, 10));
        assert_eq!(words.shingles().next().map(|first| (first.start, first.end)), Some((0, 9)));
        assert_eq!(Words::of("นายกเทศมนตรี").shingles().count(), 0);
        assert_eq!(Words::of("Ｐ１０").hashes, Words::of("p10").hashes);
    }

    #[test]
    fn fewer_than_five_words_have_no_shingle() {
        assert!(hashes("one two three four").is_empty());
        assert!(hashes("").is_empty());
    }
}

//! Features as bytes: a version, the language, the number of words, flags, then the terms and the
//! words to show. All numbers are little-endian. About 500 bytes an article.

use super::{Features, Term};
use crate::words::Language;

/// Grows when the bytes or the meaning of a weight change: articles are then understood anew.
const VERSION: u8 = 1;
const ALONE: u8 = 1;

impl Features {
    /// As bytes to be kept; they begin with a version.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16 + 7 * self.terms.len() + 12 * self.shown.len());
        bytes.push(VERSION);
        bytes.extend(self.language.0);
        bytes.extend(self.words.to_le_bytes());
        bytes.push(if self.alone { ALONE } else { 0 });
        bytes.push(u8::try_from(self.terms.len()).unwrap_or(u8::MAX));
        for term in self.terms.iter().take(usize::from(u8::MAX)) {
            bytes.extend(term.hash.to_le_bytes());
            bytes.extend(term.weight.to_le_bytes());
            bytes.push(term.flags);
        }
        for (place, word) in &self.shown {
            bytes.push(*place);
            bytes.push(u8::try_from(word.len()).unwrap_or(0));
            bytes.extend(word.as_bytes().iter().take(usize::from(u8::MAX)));
        }
        bytes
    }

    /// From kept bytes; `None` where they are of another version or damaged, and the article is to
    /// be understood anew.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes };
        if reader.byte()? != VERSION {
            return None;
        }
        let language = Language(reader.take()?);
        let words = u16::from_le_bytes(reader.take()?);
        let alone = reader.byte()? & ALONE != 0;
        let count = reader.byte()?;
        let mut terms = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let hash = u32::from_le_bytes(reader.take()?);
            let weight = u16::from_le_bytes(reader.take()?);
            terms.push(Term { hash, weight, flags: reader.byte()? });
        }
        let mut shown = Vec::new();
        while !reader.bytes.is_empty() {
            let place = reader.byte()?;
            let length = usize::from(reader.byte()?);
            let (word, rest) = reader.bytes.split_at_checked(length)?;
            reader.bytes = rest;
            shown.push((place, std::str::from_utf8(word).ok()?.into()));
        }
        Some(Self { language, words, alone, terms, shown })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn features() -> impl Strategy<Value = Features> {
        let terms = proptest::collection::vec((any::<u32>(), any::<u16>(), 0u8..8), 0..60);
        let shown = proptest::collection::vec((any::<u8>(), "\\PC{0,9}"), 0..12);
        (any::<u16>(), any::<bool>(), terms, shown).prop_map(|(words, alone, terms, shown)| {
            let term = |(hash, weight, flags)| Term { hash, weight, flags };
            Features {
                language: Language::ENGLISH,
                words,
                alone,
                terms: terms.into_iter().map(term).collect(),
                shown: shown.into_iter().map(|(place, word)| (place, word.into())).collect(),
            }
        })
    }

    proptest! {
        #[test]
        fn bytes_give_the_same_features(features in features()) {
            let bytes = features.to_bytes();
            prop_assert!(bytes.len() < 1024);
            prop_assert_eq!(Features::from_bytes(&bytes), Some(features));
        }

        #[test]
        fn damaged_bytes_bring_nothing_down(bytes in proptest::collection::vec(any::<u8>(), 0..99)) {
            let _ = Features::from_bytes(&bytes);
        }
    }

    #[test]
    fn another_version_is_understood_anew() {
        assert_eq!(Features::from_bytes(&[0, b'e', b'n', 0, 0, 0, 0]), None);
    }
}

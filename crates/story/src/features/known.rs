//! The terms of words that were met lately. Most words of an article stood in the ones before it
//! too, and to stem a word takes longer than to remember it.

use std::cell::RefCell;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::words::Language;

/// So many words are remembered by each thread, 32 bytes each.
const PLACES: usize = 1 << 13;
/// Longer words, in bytes, are not remembered.
const LONGEST: usize = 21;

#[derive(Clone, Copy)]
struct Known {
    text: [u8; LONGEST],
    length: u8,
    language: Language,
    term: Option<u32>,
}

thread_local! {
    static KNOWN: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

/// The term of a word as it is written, which depends on nothing else than the language; `reckon`
/// is asked where it is not remembered.
pub(super) fn term(
    word: &str,
    language: Language,
    reckon: impl FnOnce() -> Option<u32>,
) -> Option<u32> {
    let length = word.len();
    if length > LONGEST {
        return reckon();
    }
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            let none = Known { text: [0; LONGEST], length: 0, language, term: None };
            known.resize(PLACES, none);
        }
        let Some(place) = known.get_mut(place(word, language)) else { return reckon() };
        let is_it = usize::from(place.length) == length
            && place.language == language
            && place.text.get(..length) == Some(word.as_bytes());
        if !is_it {
            place.term = reckon();
            (place.length, place.language) = (length as u8, language);
            if let Some(text) = place.text.get_mut(..length) {
                text.copy_from_slice(word.as_bytes());
            }
        }
        place.term
    })
}

fn place(word: &str, language: Language) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.write_u16(u16::from_le_bytes(language.0));
    hasher.finish() as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_reckoned_once_and_for_each_language_anew() {
        let of = |word, language, value| term(word, language, || value);
        let german = Language(*b"de");
        assert_eq!(of("die", Language::ENGLISH, Some(1)), Some(1));
        assert_eq!(of("die", Language::ENGLISH, Some(2)), Some(1));
        assert_eq!(of("die", german, None), None);
    }

    #[test]
    fn words_at_one_place_are_not_taken_for_each_other() {
        let word = |number: usize| format!("word{number}");
        for number in (0..3 * PLACES).chain(0..3 * PLACES) {
            let expected = Some(number as u32);
            assert_eq!(term(&word(number), Language::ENGLISH, || expected), expected);
        }
        let long = "a".repeat(LONGEST + 1);
        assert_eq!(term(&long, Language::ENGLISH, || Some(1)), Some(1));
        assert_eq!(term(&long, Language::ENGLISH, || Some(2)), Some(2));
    }
}

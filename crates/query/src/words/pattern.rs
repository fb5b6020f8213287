//! What is asked for, as the terms that find it.

use super::cut::{Kind, TermKind, pieces, terms, without_owner};
use super::stem::Stems;
use crate::query::How;

/// A phrase is compared by so many of its terms; nobody types a longer one.
const LONGEST: usize = 32;

/// The terms that find what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// What was typed has neither letter nor digit.
    Nothing,
    /// One word.
    Word {
        /// Its term as written.
        exact: String,
        /// The word to be stemmed, in each language that articles have; `None` where only what is
        /// written counts.
        inflected: Option<String>,
    },
    /// The beginning of a word's term.
    Prefix(String),
    /// Terms at these steps from the first, two at the least.
    Phrase(Vec<(u32, String)>),
}

/// The terms for words as they were typed.
pub fn pattern(words: &str, how: How) -> Pattern {
    let mut written = Vec::new();
    let mut compound = None;
    terms(words, &Stems::none(), 0, |term| match term.kind {
        TermKind::Written if written.len() < LONGEST => {
            written.push((term.position, term.term.to_owned()));
        }
        TermKind::Compound => compound = Some(term.term.to_owned()),
        _ => {}
    });
    let mut found = Vec::new();
    pieces(words, |piece| found.push(piece));
    let is_one_word = found.iter().skip(1).all(|piece| piece.is_joined);
    if !is_one_word || written.len() > 1 && (how == How::Phrase || compound.is_none()) {
        return of_sequence(written);
    }
    let Some(exact) = compound.or_else(|| written.pop().map(|(_, term)| term)) else {
        return Pattern::Nothing;
    };
    let inflected = match found.as_slice() {
        [piece] if piece.kind == Kind::Letters && how == How::Word => {
            Some(without_owner(piece.text).to_owned())
        }
        _ => None,
    };
    match how {
        How::Prefix => Pattern::Prefix(exact),
        How::Word | How::Phrase => Pattern::Word { exact, inflected },
    }
}

fn of_sequence(mut sequence: Vec<(u32, String)>) -> Pattern {
    if sequence.len() > 1 {
        return Pattern::Phrase(sequence);
    }
    sequence.pop().map_or(Pattern::Nothing, |(_, exact)| Pattern::Word { exact, inflected: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(exact: &str, inflected: Option<&str>) -> Pattern {
        Pattern::Word { exact: exact.to_owned(), inflected: inflected.map(str::to_owned) }
    }

    fn phrase(terms: &[(u32, &str)]) -> Pattern {
        Pattern::Phrase(terms.iter().map(|(at, term)| (*at, (*term).to_owned())).collect())
    }

    #[test]
    fn a_word_is_asked_for_with_its_inflections_and_a_phrase_as_written() {
        assert_eq!(pattern("Drones", How::Word), word("drones", Some("Drones")));
        assert_eq!(pattern("Drones", How::Phrase), word("drones", None));
        assert_eq!(pattern("Dro", How::Prefix), Pattern::Prefix("dro".to_owned()));
        assert_eq!(pattern("the Drones", How::Phrase), phrase(&[(0, "the"), (1, "drones")]));
        assert_eq!(pattern("…", How::Word), Pattern::Nothing);
    }

    #[test]
    fn a_compound_is_one_word_and_parts_in_a_phrase() {
        assert_eq!(pattern("F-16", How::Word), word("f16", None));
        assert_eq!(pattern("F16", How::Phrase), phrase(&[(0, "f"), (1, "16")]));
        assert_eq!(pattern("covid-1", How::Prefix), Pattern::Prefix("covid1".to_owned()));
        assert_eq!(pattern("U.S.", How::Word), word("us", None));
        assert_eq!(pattern("a-b-c-d-e", How::Word), pattern("a b c d e", How::Word));
    }

    #[test]
    fn scripts_without_spaces_are_asked_for_in_pairs() {
        assert_eq!(pattern("首", How::Word), word("首", None));
        assert_eq!(pattern("首相", How::Prefix), word("首相", None).clone_as_prefix());
        assert_eq!(pattern("首相は", How::Word), phrase(&[(0, "首相"), (1, "相は")]));
        assert_eq!(pattern("新iPhone", How::Word), phrase(&[(0, "新"), (1, "iphone")]));
    }

    impl Pattern {
        fn clone_as_prefix(&self) -> Self {
            match self {
                Self::Word { exact, .. } => Self::Prefix(exact.clone()),
                other => other.clone(),
            }
        }
    }
}

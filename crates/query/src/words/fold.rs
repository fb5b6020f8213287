//! Folding: what differs in case, accents, width or points only is one word.

use unicode_normalization::char::decompose_compatible;

use super::cut;

/// So many characters of a word count; longer ones are no words.
const LONGEST: usize = 64;

/// Appends the folded form of a word. Accents go, except where they make another letter: the
/// breve of the Cyrillic й, the voicing of kana, the vowel signs of India.
pub(crate) fn fold_into(word: &str, folded: &mut String) {
    let start = folded.len();
    for character in word.chars() {
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            fold_character(character, folded);
        }
    }
    let length = folded.get(start..).map_or(0, |word| word.chars().count());
    if length > LONGEST {
        let kept: usize = folded
            .get(start..)
            .map_or(0, |word| word.chars().take(LONGEST).map(char::len_utf8).sum());
        folded.truncate(start + kept);
    }
}

/// The folded form of a word.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

#[cfg(test)]
thread_local! {
    /// How many texts this thread has folded.
    pub(crate) static FOLDED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The folded words of a short text, one space between them.
pub(crate) fn folded_words(text: &str) -> String {
    #[cfg(test)]
    FOLDED.set(FOLDED.get() + 1);
    let mut words = String::new();
    cut::pieces(text, |piece| {
        if !words.is_empty() {
            words.push(' ');
        }
        fold_into(piece.text, &mut words);
    });
    words
}

fn fold_character(character: char, folded: &mut String) {
    match character {
        // These stand for themselves; taking them apart would make other letters of them.
        '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' | '\u{0400}'..='\u{0482}' => {
            for lower in character.to_lowercase() {
                folded.push(if lower == 'ё' { 'е' } else { lower });
            }
        }
        _ => decompose_compatible(character, |part| {
            for lower in part.to_lowercase() {
                push_folded(lower, folded);
            }
        }),
    }
}

fn push_folded(character: char, folded: &mut String) {
    match character {
        // The marks of Latin, Greek, Hebrew and Arabic writing, and joiners that are not seen.
        '\u{0300}'..='\u{036F}'
        | '\u{0591}'..='\u{05C7}'
        | '\u{0610}'..='\u{061A}'
        | '\u{0640}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{200B}'..='\u{200F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{00AD}'
        | '\u{FEFF}' => {}
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ł' => folded.push('l'),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        'ى' | 'ی' => folded.push('ي'),
        'ک' => folded.push('ك'),
        'ة' => folded.push('ه'),
        '\u{0660}'..='\u{0669}' => folded.push(digit(character, 0x0660)),
        '\u{06F0}'..='\u{06F9}' => folded.push(digit(character, 0x06F0)),
        '\u{0966}'..='\u{096F}' => folded.push(digit(character, 0x0966)),
        // Some signs decompose to a space and a mark.
        other if other.is_whitespace() => {}
        other => folded.push(other),
    }
}

fn digit(character: char, zero: u32) -> char {
    char::from_digit(u32::from(character).saturating_sub(zero), 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_width_and_points_go() {
        assert_eq!(fold("Müller"), "muller");
        assert_eq!(fold("ŁÓDŹ"), "lodz");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("ＡＢＣ１２"), "abc12");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("مُحَمَّد"), "محمد");
        assert_eq!(fold("أحمد"), "احمد");
        assert_eq!(fold("١٢٣"), "123");
        assert_eq!(fold("Ἀθῆναι"), "αθηναι");
    }

    #[test]
    fn letters_that_are_other_letters_stay() {
        assert_eq!(fold("Край"), "край");
        assert_eq!(fold("Зелёный"), "зеленый");
        assert_eq!(fold("ガザ"), "ガザ");
        assert_eq!(fold("한국"), "한국");
        assert_eq!(fold("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(fold(&"é".repeat(500)).len(), 64);
    }
}

//! A tongue made by machine from English: still readable, longer, and unlike any real text.

use std::borrow::Cow;

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// A piece of a message with every letter accented and every vowel doubled, which makes English
/// about 40 % longer. What the piece is filled with stays as it is.
pub fn lengthened(text: &str) -> Cow<'_, str> {
    let mut told = String::with_capacity(text.len() * 3);
    for sign in text.chars() {
        let accented = accented(sign);
        told.push(accented);
        if matches!(sign.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') {
            told.push(accented);
        }
    }
    Cow::Owned(told)
}

/// A whole message between brackets, so that a cut one shows.
pub fn bracketed(text: &str) -> String {
    format!("{OPEN}{text}{CLOSE}")
}

fn accented(sign: char) -> char {
    match sign {
        'a' => 'ȧ',
        'b' => 'ƀ',
        'c' => 'ƈ',
        'd' => 'ḓ',
        'e' => 'ḗ',
        'f' => 'ƒ',
        'g' => 'ɠ',
        'h' => 'ħ',
        'i' => 'ī',
        'j' => 'ĵ',
        'k' => 'ķ',
        'l' => 'ŀ',
        'm' => 'ḿ',
        'n' => 'ƞ',
        'o' => 'ǿ',
        'p' => 'ƥ',
        'q' => 'ɋ',
        'r' => 'ř',
        's' => 'ş',
        't' => 'ŧ',
        'u' => 'ŭ',
        'v' => 'ṽ',
        'w' => 'ẇ',
        'x' => 'ẋ',
        'y' => 'ẏ',
        'z' => 'ẑ',
        'A' => 'Ȧ',
        'B' => 'Ɓ',
        'C' => 'Ƈ',
        'D' => 'Ḓ',
        'E' => 'Ḗ',
        'F' => 'Ƒ',
        'G' => 'Ɠ',
        'H' => 'Ħ',
        'I' => 'Ī',
        'J' => 'Ĵ',
        'K' => 'Ķ',
        'L' => 'Ŀ',
        'M' => 'Ḿ',
        'N' => 'Ƞ',
        'O' => 'Ǿ',
        'P' => 'Ƥ',
        'Q' => 'Ɋ',
        'R' => 'Ř',
        'S' => 'Ş',
        'T' => 'Ŧ',
        'U' => 'Ŭ',
        'V' => 'Ṽ',
        'W' => 'Ẇ',
        'X' => 'Ẋ',
        'Y' => 'Ẏ',
        'Z' => 'Ẑ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_grows_by_about_two_fifths_and_keeps_no_plain_letter() {
        let english = "The address is mistyped, or what stood here is gone.";
        let pseudo = lengthened(english);
        let (before, after) = (english.chars().count(), pseudo.chars().count());
        assert!((before * 13 / 10..=before * 3 / 2).contains(&after), "{before} {after}");
        assert!(!pseudo.chars().any(|sign| sign.is_ascii_alphabetic()), "{pseudo}");
        assert_eq!(bracketed("x"), "⟦x⟧");
    }
}

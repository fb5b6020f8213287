//! Cutting a text into words.
//!
//! Scripts that part their words by spaces are cut between letters and other characters, much as
//! Unicode's word boundaries are (UAX #29), except that a hyphen parts two words. Chinese, Japanese
//! and the scripts of South-East Asia write without spaces; to cut them rightly takes a dictionary
//! for each, and for finding like texts overlapping pairs of characters do as well, so these are
//! their words here.

/// A word as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// Its characters.
    pub text: &'a str,
    /// It begins a sentence, a line or a quotation, where a capital letter says nothing.
    pub is_first: bool,
    /// It begins with a digit.
    pub is_number: bool,
    /// It is a pair of characters of a script without spaces.
    pub is_pair: bool,
}

impl Word<'_> {
    /// It is written with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Hands over each word, in order, until the visitor says that it has enough.
pub(crate) fn words<'a>(text: &'a str, mut visit: impl FnMut(Word<'a>) -> bool) {
    let mut characters = text.char_indices().peekable();
    let mut is_first = true;
    let mut before: Option<usize> = None;
    while let Some((start, character)) = characters.next() {
        if is_unspaced(character) {
            let end = start + character.len_utf8();
            let next = characters.peek().filter(|next| is_unspaced(next.1)).map(|next| next.1);
            let (from, to) = match (next, before) {
                (Some(next), _) => (start, end + next.len_utf8()),
                // The last character of a run stands alone only where the run has no other.
                (None, Some(_)) => {
                    before = None;
                    continue;
                }
                (None, None) => (start, end),
            };
            before = next.map(|_| start);
            let pair = Word {
                text: text.get(from..to).unwrap_or_default(),
                is_first,
                is_number: false,
                is_pair: true,
            };
            is_first = false;
            if !visit(pair) {
                return;
            }
            continue;
        }
        before = None;
        if !character.is_alphanumeric() {
            is_first |= ends_sentence(character);
            continue;
        }
        let is_number = character.is_numeric();
        let mut end = start + character.len_utf8();
        while let Some(&(at, next)) = characters.peek() {
            let goes_on = if is_part(next) {
                !is_unspaced(next)
            } else {
                joins(next, is_number) && continues_after(text, at + next.len_utf8(), is_number)
            };
            if !goes_on {
                break;
            }
            end = at + next.len_utf8();
            characters.next();
        }
        let text = text.get(start..end).unwrap_or_default();
        let word = Word { text, is_first, is_number, is_pair: false };
        is_first = false;
        if !visit(word) {
            return;
        }
    }
}

fn continues_after(text: &str, at: usize, is_number: bool) -> bool {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.is_some_and(|next| if is_number { next.is_numeric() } else { next.is_alphabetic() })
}

fn joins(character: char, is_number: bool) -> bool {
    if is_number { matches!(character, '.' | ',') } else { matches!(character, '\'' | '’') }
}

fn ends_sentence(character: char) -> bool {
    matches!(
        character,
        '.' | '!'
            | '?'
            | ':'
            | '\n'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '('
            | '['
            | '|'
            | '•'
            | '。'
            | '¿'
            | '¡'
            | '…'
    )
}

/// Letters, digits, and the marks that stand on or between them: accents written apart, the vowel
/// signs and viramas of the Indian scripts, the points of Hebrew and Arabic, the joiners of Persian.
#[inline]
fn is_part(character: char) -> bool {
    character.is_alphanumeric() || (!character.is_ascii() && is_mark(character))
}

fn is_mark(character: char) -> bool {
    matches!(
        character as u32,
        0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670
            | 0x0900..=0x0903 | 0x093A..=0x094F | 0x0951..=0x0957 | 0x0981..=0x0983
            | 0x09BC..=0x09CD | 0x0A01..=0x0A03 | 0x0A3C..=0x0A51 | 0x0ABC..=0x0ACD
            | 0x0B3C..=0x0B57 | 0x0BBE..=0x0BCD | 0x0C3E..=0x0C56 | 0x0CBC..=0x0CD6
            | 0x0D3B..=0x0D4D | 0x0DCA..=0x0DDF | 0x200C..=0x200D
    )
}

/// Han, kana, Thai, Lao, Burmese and Khmer.
#[inline]
fn is_unspaced(character: char) -> bool {
    character >= '\u{e00}' && is_of_an_unspaced_script(character)
}

fn is_of_an_unspaced_script(character: char) -> bool {
    matches!(
        character as u32,
        0x0E00..=0x0E4E | 0x0E80..=0x0ECD | 0x1000..=0x109F | 0x1780..=0x17D3 | 0x3005..=0x3007
            | 0x3041..=0x309F | 0x30A1..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x323AF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        words(text, |word| {
            found.push(word.text);
            true
        });
        found
    }

    #[test]
    fn apostrophes_join_and_hyphens_part() {
        assert_eq!(cut("Kyiv’s mid-air 'no'"), ["Kyiv’s", "mid", "air", "no"]);
    }

    #[test]
    fn numbers_keep_their_points() {
        assert_eq!(cut("1,500 of 4.6, 91st."), ["1,500", "of", "4.6", "91st"]);
    }

    #[test]
    fn scripts_without_spaces_come_in_pairs() {
        assert_eq!(cut("首相は辞任"), ["首相", "相は", "は辞", "辞任"]);
        assert_eq!(cut("ไทย"), ["ไท", "ทย"]);
        assert_eq!(cut("新 iPhone"), ["新", "iPhone"]);
    }

    #[test]
    fn indian_words_stay_whole() {
        assert_eq!(cut("प्रधानमंत्री ने"), ["प्रधानमंत्री", "ने"]);
    }

    #[test]
    fn a_word_after_a_full_stop_is_first() {
        let mut first = Vec::new();
        words("He left. She “Stayed” on", |word| {
            first.push(word.is_first);
            true
        });
        assert_eq!(first, [true, false, true, true, true]);
    }
}

//! The words of class names and of short lines as hashes, which the model knows by weight.

use crate::dom::Dom;

/// How many hashes there are: one half for names, the other for the words of lines.
pub(super) const BUCKETS: usize = 2 * HALF;

/// A power of two.
const HALF: usize = 1 << 14;

/// Words of a class or id beyond this number are not looked at.
const MAX_WORDS: usize = 24;

/// A line with more words than this is known by its first and last words only.
const SHORT_LINE: usize = 14;

/// FNV-1a, 64 bits, over the lower-case letters of what is added.
#[derive(Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    /// A hash that differs for each `seed`.
    pub fn new(seed: u8) -> Self {
        Self(0xcbf2_9ce4_8422_2325).byte(seed)
    }

    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// The hash with one more letter; all digits are alike.
    pub fn letter(self, letter: char) -> Self {
        if letter.is_ascii() {
            return self.ascii(letter as u8);
        }
        letter.to_lowercase().fold(self, |hash, lower| {
            u32::from(lower).to_le_bytes().into_iter().fold(hash, Self::byte)
        })
    }

    fn ascii(self, letter: u8) -> Self {
        self.byte(if letter.is_ascii_digit() { b'0' } else { letter.to_ascii_lowercase() })
    }

    /// The hash with a text added.
    pub fn text(self, text: &str) -> Self {
        if text.is_ascii() {
            return text.bytes().fold(self, Self::ascii);
        }
        text.chars().fold(self, Self::letter)
    }

    /// The whole hash.
    pub fn value(self) -> u64 {
        self.0
    }

    fn of_name(self) -> u16 {
        let mixed = self.0 ^ (self.0 >> 29);
        (mixed as usize & (HALF - 1)) as u16
    }

    fn of_line(self) -> u16 {
        self.of_name() + HALF as u16
    }
}

/// Where an element stands to the block that it is looked at for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The block's own element.
    Own = 1,
    /// Its parent.
    Parent = 2,
    /// Further up.
    Above = 3,
}

/// The hashes of an element's name and of the words in its class, id, role, `itemprop` and test id.
pub(super) fn of_element(dom: &Dom, node: usize, place: Place, out: &mut Vec<u16>) {
    out.push(of_tag(dom, node, place));
    for (name, value) in dom.attributes(node) {
        if let Some(mark) = mark(name) {
            of_attribute(mark, value, place, out);
        }
    }
}

/// The hash of an element's name.
pub(super) fn of_tag(dom: &Dom, node: usize, place: Place) -> u16 {
    Hash::new(place as u8).text("<").text(dom.name(node)).of_name()
}

/// What the words of an attribute are marked with, so that they differ from those of others; none
/// where they are not looked at, empty for classes and ids.
pub(super) fn mark(attribute: &str) -> Option<&'static str> {
    match attribute {
        "class" | "id" => Some(""),
        "role" => Some("@"),
        "itemprop" => Some("="),
        "data-testid" | "data-component" | "data-type" | "data-module" => Some("~"),
        _ => None,
    }
}

/// The hashes of the words of an attribute's value.
pub(super) fn of_attribute(mark: &str, value: &str, place: Place, out: &mut Vec<u16>) {
    let start = Hash::new(place as u8).text(mark);
    let mut words = 0;
    let (mut current, mut before) = (start, None::<Hash>);
    let (mut letters, mut before_lower) = (0usize, false);
    for letter in value.chars().chain(std::iter::once(' ')) {
        let ends = !letter.is_alphanumeric() || (letter.is_uppercase() && before_lower);
        if ends && letters > 0 {
            out.push(current.of_name());
            if let Some(before) = before {
                let pair = before.0.rotate_left(7) ^ current.0;
                out.push(Hash(pair).byte(b'+').of_name());
            }
            before = (!letter.is_whitespace()).then_some(current);
            (current, letters) = (start, 0);
            words += 1;
            if words >= MAX_WORDS {
                break;
            }
        }
        if letter.is_alphanumeric() {
            current = current.letter(letter);
            letters += 1;
        }
        before_lower = letter.is_lowercase() || letter.is_ascii_digit();
    }
}

/// The hashes of a line's first and last words, and of all its words if they are few.
pub(super) fn of_line(text: &str, out: &mut Vec<u16>) {
    let is_word = |word: &&str| !word.is_empty();
    let words = || text.split(|letter: char| !letter.is_alphanumeric()).filter(is_word);
    let mut whole = Hash::new(16);
    for (position, word) in words().take(4).enumerate() {
        whole = whole.byte(b' ').text(word);
        if position < 3 {
            out.push(whole.of_line());
        }
    }
    if let Some(last) =
        text.rsplit(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty())
    {
        out.push(Hash::new(17).text(last).of_line());
    }
    if words().nth(SHORT_LINE).is_some() {
        return;
    }
    let mut before = Hash::new(18);
    let mut line = Hash::new(20);
    for word in words() {
        let own = Hash::new(19).text(word);
        out.push(own.of_line());
        out.push(Hash(before.0.rotate_left(7) ^ own.0).byte(b'+').of_line());
        before = own;
        line = line.byte(b' ').text(word);
    }
    out.push(line.of_line());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(html: &str) -> Vec<u16> {
        let dom = Dom::parse(html);
        let mut out = Vec::new();
        let node = dom.elements().last().expect("an element");
        of_element(&dom, node, Place::Own, &mut out);
        out
    }

    #[test]
    fn a_class_is_known_by_its_words_however_they_are_joined() {
        assert_eq!(own("<p class=js-relatedArticles_2>"), own("<p class='JS-related-articles_7'>"));
        assert_ne!(own("<p class=related>"), own("<p itemprop=related>"));
    }

    #[test]
    fn only_short_lines_are_known_whole() {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        of_line("Read more", &mut short);
        of_line(&"word ".repeat(30), &mut long);
        assert!(short.len() > long.len());
    }
}

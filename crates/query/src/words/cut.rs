//! Cutting a text into terms.
//!
//! A word written with hyphens or apostrophes, or of letters and digits, is found whole and by its
//! parts: “F-16” and “F16” are the term `f16`, with `f` and `16` beside it. Initials are one word:
//! “U.S.”, “U.S” and “US” are `us`. Chinese, Japanese, Korean and the scripts of South-East Asia
//! are cut into each character and each pair of neighbours, so that whatever stretch of them is
//! asked for is found without a dictionary.

use std::ops::Range;

use super::fold::fold_into;
use super::stem::Stems;

/// A compound of more parts is found by its parts alone.
const MOST_PARTS: usize = 4;

/// Something to be found at a place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// What is compared; folded.
    pub term: &'a str,
    /// The how manieth word it is.
    pub position: u32,
    /// The bytes of the text that it stands for.
    pub range: Range<usize>,
    /// What it is to the text.
    pub kind: TermKind,
}

/// What a term is to its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// A word or a part of one as it is written, or two neighbours of a script without spaces:
    /// these alone are the text, one after the other.
    Written,
    /// A word's stem.
    Stem,
    /// The parts of a compound as one.
    Compound,
    /// A character that is in pairs too.
    Character,
}

/// A stretch of one kind of characters: what a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    /// As it stands in the text.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
    /// What it is.
    pub kind: Kind,
    /// It goes on where the piece before ended, apart from a hyphen or an apostrophe.
    pub is_joined: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Letters,
    Initials,
    Number,
    Unspaced,
}

/// Hands over each term of a text, by position; the first word has position `first`. Returns the
/// position after the last word.
pub fn terms(text: &str, stems: &Stems, first: u32, mut visit: impl FnMut(Term<'_>)) -> u32 {
    let mut position = first;
    let mut folded = String::new();
    let mut compound = Compound::default();
    pieces(text, |piece| {
        if piece.kind == Kind::Unspaced {
            compound.end(&mut visit);
            position = pairs(piece, position, &mut folded, &mut visit);
            return;
        }
        if !piece.is_joined {
            compound.end(&mut visit);
        }
        folded.clear();
        fold_piece(piece, &mut folded);
        // Marks with no letter to stand on are no word.
        if folded.is_empty() {
            return;
        }
        let range = piece.start..piece.start + piece.text.len();
        compound.add(&folded, position, &range);
        visit(Term { term: &folded, position, range: range.clone(), kind: TermKind::Written });
        if piece.kind == Kind::Letters && stems.term_into(without_owner(piece.text), &mut folded) {
            visit(Term { term: &folded, position, range, kind: TermKind::Stem });
        }
        position += 1;
    });
    compound.end(&mut visit);
    position
}

/// A word of several parts, while they come.
#[derive(Default)]
struct Compound {
    joined: String,
    parts: usize,
    position: u32,
    range: Range<usize>,
}

impl Compound {
    fn add(&mut self, folded: &str, position: u32, range: &Range<usize>) {
        if self.parts == 0 {
            self.position = position;
            self.range.start = range.start;
        }
        self.range.end = range.end;
        self.parts += 1;
        if self.parts <= MOST_PARTS {
            self.joined.push_str(folded);
        }
    }

    fn end(&mut self, visit: &mut impl FnMut(Term<'_>)) {
        if (2..=MOST_PARTS).contains(&self.parts) {
            visit(Term {
                term: &self.joined,
                position: self.position,
                range: self.range.clone(),
                kind: TermKind::Compound,
            });
        }
        self.joined.clear();
        self.parts = 0;
    }
}

fn pairs(
    piece: Piece<'_>,
    first: u32,
    folded: &mut String,
    visit: &mut impl FnMut(Term<'_>),
) -> u32 {
    let mut position = first;
    let mut show = |range: Range<usize>, position, kind| {
        folded.clear();
        fold_into(piece.text.get(range.clone()).unwrap_or_default(), folded);
        let range = piece.start + range.start..piece.start + range.end;
        if !folded.is_empty() {
            visit(Term { term: folded, position, range, kind });
        }
    };
    let mut characters = piece.text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let end = start + character.len_utf8();
        let next = characters.peek().map(|(_, next)| end + next.len_utf8());
        let is_alone = position == first && next.is_none();
        let kind = if is_alone { TermKind::Written } else { TermKind::Character };
        show(start..end, position, kind);
        if let Some(end) = next {
            show(start..end, position, TermKind::Written);
        }
        position += 1;
    }
    position
}

/// Folds a piece as what it is.
pub(crate) fn fold_piece(piece: Piece<'_>, folded: &mut String) {
    match piece.kind {
        Kind::Letters => fold_into(without_owner(piece.text), folded),
        Kind::Unspaced => fold_into(piece.text, folded),
        Kind::Initials => {
            let start = folded.len();
            fold_into(piece.text, folded);
            let letters: String =
                folded.get(start..).unwrap_or_default().chars().filter(|c| *c != '.').collect();
            folded.truncate(start);
            folded.push_str(&letters);
        }
        Kind::Number => {
            let digits: String = piece.text.chars().filter(|c| *c != ',').collect();
            fold_into(&digits, folded);
        }
    }
}

/// A word without the ending of an owner: “Kyiv’s” is Kyiv.
pub(crate) fn without_owner(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Hands over the pieces of a text, in order.
pub(crate) fn pieces<'a>(text: &'a str, mut visit: impl FnMut(Piece<'a>)) {
    let mut at = 0;
    let mut end_before = None;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if !is_part(character) {
            at += character.len_utf8();
            continue;
        }
        let (kind, length) = piece_at(text, at, character);
        let end = at + length;
        let is_joined = kind != Kind::Unspaced
            && end_before.is_some_and(|(end, kind)| {
                kind != Kind::Unspaced && joins(text.get(end..at).unwrap_or(" "))
            });
        visit(Piece { text: text.get(at..end).unwrap_or_default(), start: at, kind, is_joined });
        end_before = Some((end, kind));
        at = end;
    }
}

fn piece_at(text: &str, start: usize, first: char) -> (Kind, usize) {
    let rest = text.get(start..).unwrap_or_default();
    if is_unspaced(first) {
        return (Kind::Unspaced, length_while(rest, is_unspaced));
    }
    if first.is_numeric() {
        return (Kind::Number, number_length(rest));
    }
    if let Some(length) = initials_length(rest) {
        return (Kind::Initials, length);
    }
    let letters = length_while(rest, |c| is_part(c) && !c.is_numeric() && !is_unspaced(c));
    (Kind::Letters, letters + owner_length(rest.get(letters..).unwrap_or_default()))
}

fn length_while(text: &str, goes_on: impl Fn(char) -> bool) -> usize {
    text.find(|character| !goes_on(character)).unwrap_or(text.len())
}

fn number_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, character)) = characters.next() {
        let goes_on = character.is_numeric() && !is_unspaced(character)
            || matches!(character, '.' | ',')
                && characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !goes_on {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// The length of “U.S.” at the start of a text: single letters with a full stop after each, which
/// the last may lack.
fn initials_length(rest: &str) -> Option<usize> {
    let mut end = 0;
    let mut letters = 0;
    loop {
        let mut characters = rest.get(end..)?.chars();
        let Some(letter) = characters.next().filter(|c| c.is_alphabetic() && !is_unspaced(*c))
        else {
            break;
        };
        let after = characters.next();
        if after == Some('.') {
            end += letter.len_utf8() + 1;
            letters += 1;
        } else {
            // A word that follows at once is no initial: “J.Smith”.
            if !after.is_some_and(is_part) && letters > 0 {
                end += letter.len_utf8();
                letters += 1;
            }
            break;
        }
    }
    (letters >= 2).then_some(end)
}

fn owner_length(after: &str) -> usize {
    let mut characters = after.char_indices();
    let is_apostrophe = characters.next().is_some_and(|(_, c)| matches!(c, '\'' | '’'));
    let Some((at, _)) = characters.next().filter(|(_, c)| is_apostrophe && matches!(c, 's' | 'S'))
    else {
        return 0;
    };
    if characters.next().is_some_and(|(_, next)| is_part(next)) { 0 } else { at + 1 }
}

/// What stands between two pieces of one word. Two pieces with nothing between them are letters
/// and digits.
fn joins(between: &str) -> bool {
    matches!(between, "" | "-" | "\u{2010}" | "\u{2011}" | "'" | "’" | "\u{AD}")
}

/// Letters, digits, and the marks that stand on or between them: accents written apart, the vowel
/// signs and viramas of the Indian scripts, the points of Hebrew and Arabic, the joiners of Persian.
fn is_part(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(
            u32::from(character),
            0x0300..=0x036F | 0x0591..=0x05BD | 0x05BF..=0x05C2 | 0x0610..=0x061A
                | 0x064B..=0x065F | 0x0670 | 0x0900..=0x0903 | 0x093A..=0x094F | 0x0951..=0x0957
                | 0x0981..=0x0983 | 0x09BC..=0x09CD | 0x0A01..=0x0A03 | 0x0A3C..=0x0A51
                | 0x0ABC..=0x0ACD | 0x0B3C..=0x0B57 | 0x0BBE..=0x0BCD | 0x0C3E..=0x0C56
                | 0x0CBC..=0x0CD6 | 0x0D3B..=0x0D4D | 0x0DCA..=0x0DDF | 0x0E31..=0x0E4E
                | 0x0EB1..=0x0ECD | 0x102B..=0x103E | 0x17B4..=0x17D3 | 0x200C..=0x200D
        )
}

/// Han, kana, Hangul, Thai, Lao, Burmese and Khmer. Korean parts its words, but hangs particles on
/// them.
fn is_unspaced(character: char) -> bool {
    matches!(
        u32::from(character),
        0x0E00..=0x0E4E | 0x0E80..=0x0ECD | 0x1000..=0x103F | 0x1780..=0x17D3 | 0x3005..=0x3007
            | 0x3041..=0x3096 | 0x3099..=0x309A | 0x309D..=0x309F | 0x30A1..=0x30FA
            | 0x30FC..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x323AF
    )
}

#[cfg(test)]
mod tests;

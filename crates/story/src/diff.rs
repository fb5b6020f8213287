//! What changed between two texts, word by word, for people to read.
//!
//! Paragraphs are aligned first and only those that differ are compared by words, so that a long
//! article with one changed sentence costs little. The work is bounded: what is too long to
//! compare is shown as wholly gone and wholly new, which is true, if less helpful.

/// The most cells that one table of common words may have: a thousand words against a thousand.
const CELLS: usize = 1_000_000;

/// How a piece of text fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in both texts.
    Kept,
    /// It was in the earlier text only.
    Gone,
    /// It is in the later text only.
    New,
}

impl Fate {
    /// The tag that marks such a piece.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Kept => "span",
            Self::Gone => "del",
            Self::New => "ins",
        }
    }
}

/// A run of words of one fate, with the blanks that follow them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How it fared.
    pub fate: Fate,
    /// Its words.
    pub text: String,
}

/// A part of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// So many paragraphs that did not change.
    Unchanged(usize),
    /// A paragraph that changed.
    Changed(Vec<Piece>),
}

/// Compares two plain texts whose paragraphs are separated by an empty line.
pub fn compare(earlier: &str, later: &str) -> Vec<Block> {
    let (old, new) = (paragraphs(earlier), paragraphs(later));
    let mut blocks = Vec::new();
    let (mut gone, mut fresh) = (Vec::new(), Vec::new());
    let mut unchanged = 0;
    for step in align(&old, &new) {
        match step {
            Step::Gone(at) => gone.extend(old.get(at)),
            Step::New(at) => fresh.extend(new.get(at)),
            Step::Both(_) => {
                if !(gone.is_empty() && fresh.is_empty()) {
                    close_unchanged(&mut blocks, &mut unchanged);
                    close_changed(&mut blocks, &mut gone, &mut fresh);
                }
                unchanged += 1;
            }
        }
    }
    close_unchanged(&mut blocks, &mut unchanged);
    close_changed(&mut blocks, &mut gone, &mut fresh);
    blocks
}

/// Compares two lines, such as headlines, by their words.
pub fn compare_line(earlier: &str, later: &str) -> Vec<Piece> {
    let (old, new) = (words(earlier), words(later));
    let (old_keys, new_keys) = (keys(&old), keys(&new));
    let mut pieces: Vec<Piece> = Vec::new();
    for step in align(&old_keys, &new_keys) {
        let (fate, word) = match step {
            Step::Gone(at) => (Fate::Gone, old.get(at)),
            Step::New(at) => (Fate::New, new.get(at)),
            Step::Both(at) => (Fate::Kept, new.get(at)),
        };
        let word = word.copied().unwrap_or_default();
        match pieces.last_mut() {
            Some(last) if last.fate == fate => last.text.push_str(word),
            _ => pieces.push(Piece { fate, text: word.to_owned() }),
        }
    }
    set_apart(&mut pieces);
    pieces
}

/// The last word of a line carries no blank; where another word follows it in the comparison the
/// two would run together.
fn set_apart(pieces: &mut [Piece]) {
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.iter_mut().enumerate() {
        let spaced = piece.text.ends_with(char::is_whitespace);
        let joined = piece.text.chars().next_back().is_some_and(stands_alone);
        if index < last && !spaced && !joined {
            piece.text.push(' ');
        }
    }
}

fn close_unchanged(blocks: &mut Vec<Block>, unchanged: &mut usize) {
    if *unchanged > 0 {
        blocks.push(Block::Unchanged(*unchanged));
        *unchanged = 0;
    }
}

fn close_changed(blocks: &mut Vec<Block>, gone: &mut Vec<&&str>, fresh: &mut Vec<&&str>) {
    let pairs = gone.len().max(fresh.len());
    for index in 0..pairs {
        match (gone.get(index), fresh.get(index)) {
            (Some(old), Some(new)) => {
                let pieces = compare_line(old, new);
                if mostly_rewritten(&pieces) {
                    blocks.push(Block::Changed(vec![whole(Fate::Gone, old)]));
                    blocks.push(Block::Changed(vec![whole(Fate::New, new)]));
                } else {
                    blocks.push(Block::Changed(pieces));
                }
            }
            (Some(old), None) => blocks.push(Block::Changed(vec![whole(Fate::Gone, old)])),
            (None, Some(new)) => blocks.push(Block::Changed(vec![whole(Fate::New, new)])),
            (None, None) => {}
        }
    }
    gone.clear();
    fresh.clear();
}

/// Two texts that share a few small words only are not versions of one another; marking those
/// words as kept would make both unreadable.
fn mostly_rewritten(pieces: &[Piece]) -> bool {
    let length = |fate| -> usize {
        pieces.iter().filter(|piece| piece.fate == fate).map(|piece| piece.text.len()).sum()
    };
    length(Fate::Kept) * 2 < length(Fate::Gone).min(length(Fate::New))
}

fn whole(fate: Fate, text: &str) -> Piece {
    Piece { fate, text: text.to_owned() }
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Words with the blanks after them. Signs of scripts that put no blanks between words stand
/// alone.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut blank) = (0, false);
    let mut alone = false;
    for (at, sign) in text.char_indices() {
        let is_blank = sign.is_whitespace();
        let begins = at > start && !is_blank && (blank || alone || stands_alone(sign));
        if begins {
            words.extend(text.get(start..at));
            start = at;
        }
        blank = is_blank;
        alone = stands_alone(sign);
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

fn stands_alone(sign: char) -> bool {
    matches!(sign, '\u{0e00}'..='\u{0eff}' | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn keys<'a>(words: &[&'a str]) -> Vec<&'a str> {
    words.iter().map(|word| word.trim()).collect()
}

enum Step {
    /// An element of the later list that the earlier one has too.
    Both(usize),
    /// An element of the earlier list.
    Gone(usize),
    /// An element of the later list.
    New(usize),
}

/// The steps from one list to the other along a longest common subsequence.
fn align(old: &[&str], new: &[&str]) -> Vec<Step> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) =
        (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_mid = old_rest.get(..old_rest.len() - tail).unwrap_or_default();
    let new_mid = new_rest.get(..new_rest.len() - tail).unwrap_or_default();

    let mut steps: Vec<Step> = (0..head).map(Step::Both).collect();
    align_middle(old_mid, new_mid, head, &mut steps);
    steps.extend((new.len() - tail..new.len()).map(Step::Both));
    steps
}

fn align_middle(old: &[&str], new: &[&str], head: usize, steps: &mut Vec<Step>) {
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > CELLS {
        steps.extend((0..old.len()).map(|at| Step::Gone(head + at)));
        steps.extend((0..new.len()).map(|at| Step::New(head + at)));
        return;
    }
    // common[i * width + j] is the length of the longest common subsequence of old[i..], new[j..].
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let cell = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b {
                cell(&common, i + 1, j + 1) + 1
            } else {
                cell(&common, i + 1, j).max(cell(&common, i, j + 1))
            };
            if let Some(slot) = common.get_mut(i * width + j) {
                *slot = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if a == b {
            steps.push(Step::Both(head + j));
            (i, j) = (i + 1, j + 1);
        } else if cell(&common, i + 1, j) >= cell(&common, i, j + 1) {
            steps.push(Step::Gone(head + i));
            i += 1;
        } else {
            steps.push(Step::New(head + j));
            j += 1;
        }
    }
    steps.extend((i..old.len()).map(|at| Step::Gone(head + at)));
    steps.extend((j..new.len()).map(|at| Step::New(head + at)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pieces: &[Piece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece.fate {
                Fate::Kept => text.push_str(&piece.text),
                Fate::Gone => text.push_str(&format!("[-{}-]", piece.text)),
                Fate::New => text.push_str(&format!("[+{}+]", piece.text)),
            }
        }
        text
    }

    #[test]
    fn one_changed_word_is_marked_alone() {
        let pieces = compare_line("Three boats were lost at sea", "Four boats were lost at sea");
        assert_eq!(told(&pieces), "[-Three -][+Four +]boats were lost at sea");
    }

    #[test]
    fn a_longer_ending_does_not_run_into_the_last_word() {
        let pieces = compare_line("The bridge is open", "The bridge is open again");
        assert_eq!(told(&pieces), "The bridge is open [+again+]");
        let pieces = compare_line("Rain", "Snow");
        assert_eq!(told(&pieces), "[-Rain -][+Snow+]");
    }

    #[test]
    fn unchanged_paragraphs_are_counted_and_not_repeated() {
        let blocks = compare(
            "First.\n\nThe mayor said no.\n\nThird.\n\nFourth.",
            "First.\n\nThe mayor said yes.\n\nThird.\n\nFourth.",
        );
        assert_eq!(blocks.len(), 3);
        assert_eq!(blocks[0], Block::Unchanged(1));
        assert_eq!(blocks[2], Block::Unchanged(2));
        let Block::Changed(pieces) = &blocks[1] else { panic!("{blocks:?}") };
        assert_eq!(told(pieces), "The mayor said [-no. -][+yes.+]");
    }

    #[test]
    fn a_paragraph_that_shares_hardly_a_word_is_shown_whole() {
        let blocks = compare(
            "The harbour closed at noon because of the storm.",
            "Officials in the north counted seventeen of their own ballots twice.",
        );
        assert_eq!(blocks.len(), 2);
        assert!(matches!(&blocks[0], Block::Changed(p) if p.len() == 1 && p[0].fate == Fate::Gone));
        assert!(matches!(&blocks[1], Block::Changed(p) if p.len() == 1 && p[0].fate == Fate::New));
    }

    #[test]
    fn signs_without_blanks_are_compared_one_by_one() {
        assert_eq!(told(&compare_line("東京は晴れ", "東京は雨")), "東京は[-晴れ-][+雨+]");
    }

    #[test]
    fn equal_and_empty_texts_have_no_changes() {
        assert_eq!(compare("A.\n\nB.", "A.\n\nB."), vec![Block::Unchanged(2)]);
        assert!(compare("", "").is_empty());
        assert_eq!(told(&compare_line("", "New")), "[+New+]");
    }

    #[test]
    fn what_is_too_long_to_compare_is_still_told_truly() {
        let old = "old ".repeat(2_000);
        let new = "new ".repeat(2_000);
        let pieces = compare_line(&old, &new);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].text.trim(), old.trim());
        assert_eq!(pieces[1].text.trim(), new.trim());
    }
}

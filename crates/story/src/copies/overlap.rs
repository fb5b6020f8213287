//! How much of one text stands in another, word for word.

use std::ops::Range;

use super::{
    FEWEST_WORDS,
    shingles::{Shingle, Words},
};

/// So many words between two common runs are compared one by one: where an editor's hand has
/// changed a word here and there, the others still are the same in the same order.
const BRIDGED: usize = 12;

/// Of a shingle that a text repeats, so many places are followed: enough for a refrain, and a text
/// of one repeated line takes no longer than another.
const MOST_PLACES: usize = 16;

/// What two texts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// The share of the first text's different shingles that the second has, 0 to 1.
    pub a_in_b: f32,
    /// The share of the second text's different shingles that the first has, 0 to 1.
    pub b_in_a: f32,
    /// The share of the first text's words that stand in the second in runs of five and more, or
    /// in the same order in short gaps between such runs, 0 to 1.
    pub words_of_a: f32,
    /// The same of the second text's words.
    pub words_of_b: f32,
    /// How many words the first text has.
    pub a: u32,
    /// How many words the second text has.
    pub b: u32,
    /// How many words the longest common passage has, with the changed words in its gaps.
    pub longest: u32,
}

impl Overlap {
    /// The share of the shorter text's words that stand in the longer one, 0 to 1.
    pub fn shared(&self) -> f32 {
        if self.a <= self.b { self.words_of_a } else { self.words_of_b }
    }

    /// How many words of the first text stand in the second: of several articles with its text, the
    /// one with most of them tells most of where it is from.
    pub fn common(&self) -> u32 {
        (self.words_of_a * self.a as f32) as u32
    }
}

/// Compares two texts word for word.
pub fn overlap(text_a: &str, text_b: &str) -> Overlap {
    let (a, b) = (Words::of(text_a), Words::of(text_b));
    let (in_a, in_b) = (Found::new(&a), Found::new(&b));
    let mut common = Common { a: vec![false; a.len()], b: vec![false; b.len()] };
    let longest = common.follow((&a, &in_a), (&b, &in_b));
    // A passage that the second text has twice is followed to one of its places only.
    for shingle in in_b.in_order.iter().filter(|shingle| in_a.has(shingle.hash)) {
        mark(&mut common.b, shingle.start as usize..shingle.end as usize);
    }
    Overlap {
        a_in_b: in_a.contained_in(&in_b),
        b_in_a: in_b.contained_in(&in_a),
        words_of_a: marked(&a, &common.a),
        words_of_b: marked(&b, &common.b),
        a: a.count(),
        b: b.count(),
        longest,
    }
}

/// Whether one of the two texts is the other's, cut, edited or framed by something else.
///
/// The border: of the shorter text's words ([`Overlap::shared`]) three fifths stand in the longer
/// one, and more if it has under 300 words, up to four fifths at 100: an agency's and an outlet's
/// standing lines have some 30 words, and two short items of the same agency share them. A text
/// with 15 of 100 words changed still shares four fifths, since the words between the changes are
/// in order; independent reports of one event, who share its quotations and formulas, have under
/// .46. Shingles alone would not do: there the two are .44 and .35. Nothing is a copy under
/// [`FEWEST_WORDS`] words.
pub fn is_copy(overlap: &Overlap) -> bool {
    let shorter = overlap.a.min(overlap.b);
    shorter >= FEWEST_WORDS && overlap.shared() >= border(shorter)
}

/// The share that makes a copy, of a text with so many words.
fn border(words: u32) -> f32 {
    (0.5 + 30.0 / words as f32).clamp(0.6, 0.8)
}

/// A text's shingles, in order and to be looked up.
struct Found {
    in_order: Vec<Shingle>,
    sorted: Vec<Shingle>,
}

impl Found {
    fn new(words: &Words) -> Self {
        let in_order: Vec<Shingle> = words.shingles().collect();
        let mut sorted = in_order.clone();
        sorted.sort_unstable();
        Self { in_order, sorted }
    }

    /// The first places of a shingle, in order.
    fn places(&self, hash: u64) -> &[Shingle] {
        let from = self.sorted.partition_point(|shingle| shingle.hash < hash);
        let rest = self.sorted.get(from..).unwrap_or_default();
        let count =
            rest.iter().take(MOST_PLACES).take_while(|shingle| shingle.hash == hash).count();
        rest.get(..count).unwrap_or_default()
    }

    fn has(&self, hash: u64) -> bool {
        !self.places(hash).is_empty()
    }

    fn contained_in(&self, other: &Self) -> f32 {
        let (mut all, mut shared) = (0_u32, 0_u32);
        for same in self.sorted.chunk_by(|a, b| a.hash == b.hash) {
            all += 1;
            shared += u32::from(same.first().is_some_and(|first| other.has(first.hash)));
        }
        if all == 0 { 0.0 } else { shared as f32 / all as f32 }
    }
}

/// Which words of each text stand in the other.
struct Common {
    a: Vec<bool>,
    b: Vec<bool>,
}

/// Words that both texts have, with what was changed between them.
#[derive(Clone, Default)]
struct Passage {
    a: Range<usize>,
    b: Range<usize>,
}

impl Common {
    /// Marks what the first text has of the second, and says how many words the longest passage
    /// has.
    fn follow(&mut self, (a, in_a): (&Words, &Found), (b, in_b): (&Words, &Found)) -> u32 {
        let mut passage = Passage::default();
        let mut longest = 0;
        for shingle in &in_a.in_order {
            let places = in_b.places(shingle.hash);
            let Some(first) = places.first() else { continue };
            let (run, first) = (range(shingle), range(first));
            match places.iter().map(range).find(|place| passage.leads_to(&run, place)) {
                Some(place) => {
                    if run.start > passage.a.end {
                        self.bridge((a, passage.a.end..run.start), (b, passage.b.end..place.start));
                    }
                    mark(&mut self.b, place.clone());
                    passage.a.end = run.end.max(passage.a.end);
                    passage.b.end = place.end.max(passage.b.end);
                }
                None => {
                    longest = longest.max(a.count_of(&passage.a));
                    mark(&mut self.b, first.clone());
                    passage = Passage { a: run.clone(), b: first };
                }
            }
            mark(&mut self.a, run);
        }
        longest.max(a.count_of(&passage.a))
    }

    /// Marks the words that two gaps have in the same order.
    fn bridge(&mut self, (a, gap_a): (&Words, Range<usize>), (b, gap_b): (&Words, Range<usize>)) {
        let words_a = a.hashes().get(gap_a.clone()).unwrap_or_default();
        let words_b = b.hashes().get(gap_b.clone()).unwrap_or_default();
        for (at_a, at_b) in in_order(words_a, words_b) {
            mark(&mut self.a, gap_a.start + at_a..gap_a.start + at_a + 1);
            mark(&mut self.b, gap_b.start + at_b..gap_b.start + at_b + 1);
        }
    }
}

impl Passage {
    /// Whether a run of the first text, which the second has at `place`, goes on with this passage:
    /// in both texts it begins inside it or a short gap behind it.
    fn leads_to(&self, run: &Range<usize>, place: &Range<usize>) -> bool {
        if run.start < self.a.end {
            return self.a.end - run.start == self.b.end.wrapping_sub(place.start);
        }
        run.start <= self.a.end + BRIDGED
            && (self.b.end..=self.b.end + BRIDGED).contains(&place.start)
            && self.a.end > 0
    }
}

fn range(shingle: &Shingle) -> Range<usize> {
    shingle.start as usize..shingle.end as usize
}

/// The places of the longest sequence that two short lists have in common.
fn in_order(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let mut best: Vec<Vec<(usize, usize)>> = vec![Vec::new(); b.len() + 1];
    for (at_a, word) in a.iter().enumerate() {
        let mut above_left = Vec::new();
        for (at_b, other) in b.iter().enumerate() {
            let left = best.get(at_b).cloned().unwrap_or_default();
            let Some(here) = best.get_mut(at_b + 1) else { break };
            let above = std::mem::take(here);
            let mut found = if left.len() > above.len() { left } else { above.clone() };
            if word == other && above_left.len() + 1 > found.len() {
                found = above_left;
                found.push((at_a, at_b));
            }
            *here = found;
            above_left = above;
        }
    }
    best.pop().unwrap_or_default()
}

fn mark(words: &mut [bool], range: Range<usize>) {
    if let Some(range) = words.get_mut(range) {
        range.fill(true);
    }
}

/// The share of a text's words that are marked.
fn marked(words: &Words, marks: &[bool]) -> f32 {
    let all: u32 = words.weights().iter().copied().map(u32::from).sum();
    let pairs = words.weights().iter().zip(marks);
    let some: u32 = pairs.filter(|&(_, &mark)| mark).map(|(&weight, _)| u32::from(weight)).sum();
    if all == 0 { 0.0 } else { some as f32 / all as f32 }
}

#[cfg(test)]
mod tests;

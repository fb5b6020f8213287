//! The second look at each block: what the first look said of it, of its neighbours, and of what
//! shares an element with it.

use super::blocks::{Block, BlockKind};
use crate::dom::Dom;

/// How far the second look goes to either side.
const REACH: isize = 5;

/// How many wider and wider holders are looked at.
const HOLDERS: usize = 4;

/// A block that the first look is sure of.
const SURE: f32 = 0.8;

#[derive(Clone, Copy, Default)]
struct Sum {
    letters: f32,
    taken: f32,
    blocks: f32,
}

/// What the first look says of the whole page.
pub(super) struct Second<'p> {
    dom: &'p Dom,
    blocks: &'p [Block],
    scores: &'p [f32],
    sums: Vec<Sum>,
    /// Letters that the first look took, before each block and in all.
    before: Vec<f32>,
    all: f32,
    /// The blocks that the first look is sure of.
    sure: Vec<usize>,
    best: f32,
}

impl<'p> Second<'p> {
    /// Takes the first look's scores, one a block.
    pub fn of(dom: &'p Dom, blocks: &'p [Block], scores: &'p [f32]) -> Self {
        let mut all = 0.0;
        let before = blocks
            .iter()
            .zip(scores)
            .map(|(block, score)| {
                let here = all;
                all += block.letters as f32 * score;
                here
            })
            .collect();
        let sure = scores.iter().enumerate().filter(|(_, score)| **score >= SURE);
        Self {
            dom,
            blocks,
            scores,
            sums: sums(dom, blocks, scores),
            before,
            all,
            sure: sure.map(|(at, _)| at).collect(),
            best: scores.iter().copied().fold(0.0, f32::max),
        }
    }

    /// Adds the numbers of one block to its row of the first look.
    pub fn push(&self, index: usize, out: &mut Vec<f32>) {
        let Some(block) = self.blocks.get(index) else { return };
        let score = self.scores.get(index).copied().unwrap_or(0.0);
        out.push(score);
        for offset in (-REACH..=REACH).filter(|&offset| offset != 0) {
            let other = index.checked_add_signed(offset).and_then(|at| self.scores.get(at));
            out.push(other.copied().unwrap_or(-1.0));
        }
        for reach in [3usize, 8, 20] {
            out.push(self.taken_of(index.saturating_sub(reach)..index));
            out.push(self.taken_of(index + 1..(index + reach + 1).min(self.scores.len())));
        }
        let before = self.before.get(index).copied().unwrap_or(0.0);
        let own = block.letters as f32 * score;
        out.push(before / self.all.max(1.0));
        out.push((self.all - before - own) / self.all.max(1.0));
        out.push(self.all);
        out.push(self.best);
        let next = self.sure.partition_point(|&at| at <= index);
        let back = self.sure.partition_point(|&at| at < index);
        let distance = |other: Option<&usize>| other.map_or(999.0, |&at| at.abs_diff(index) as f32);
        out.push(distance(back.checked_sub(1).and_then(|at| self.sure.get(at))));
        out.push(distance(self.sure.get(next)));
        out.push(back as f32);
        out.push((self.sure.len() - next) as f32);
        push_holders(self.dom, block, &self.sums, out);
        push_section(self.blocks, self.scores, index, out);
    }

    /// The share of the letters of a run of blocks that the first look took.
    fn taken_of(&self, run: std::ops::Range<usize>) -> f32 {
        let blocks = self.blocks.get(run.clone()).unwrap_or(&[]);
        let scores = self.scores.get(run).unwrap_or(&[]);
        let (mut taken, mut letters) = (0.0, 0.0);
        for (block, score) in blocks.iter().zip(scores) {
            taken += block.letters as f32 * score;
            letters += block.letters as f32;
        }
        taken / f32::max(letters, 1.0)
    }
}

fn sums(dom: &Dom, blocks: &[Block], scores: &[f32]) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); dom.len()];
    for (block, score) in blocks.iter().zip(scores) {
        if let Some(sum) = sums.get_mut(block.node) {
            sum.letters += block.letters as f32;
            sum.taken += block.letters as f32 * score;
            sum.blocks += 1.0;
        }
    }
    for node in (1..dom.len()).rev() {
        let Some(own) = sums.get(node).copied().filter(|sum| sum.blocks > 0.0) else { continue };
        if let Some(above) = sums.get_mut(dom.parent(node)) {
            above.letters += own.letters;
            above.taken += own.taken;
            above.blocks += own.blocks;
        }
    }
    sums
}

/// What the first look took of the elements around the block, the block itself left out.
fn push_holders(dom: &Dom, block: &Block, sums: &[Sum], out: &mut Vec<f32>) {
    let mut letters = block.letters as f32;
    let own = sums.get(block.node).copied().unwrap_or_default();
    let mut found = 0;
    for node in std::iter::once(block.node).chain(dom.ancestors(block.node)) {
        let sum = sums.get(node).copied().unwrap_or_default();
        if sum.letters <= letters {
            continue;
        }
        letters = sum.letters;
        out.push((sum.taken - own.taken) / (sum.letters - own.letters).max(1.0));
        out.push(sum.taken);
        found += 1;
        if found == HOLDERS {
            return;
        }
    }
    out.extend(std::iter::repeat_n(-1.0, (HOLDERS - found) * 2));
}

/// The heading that the block stands under, and for a heading what stands under it.
fn push_section(blocks: &[Block], scores: &[f32], index: usize, out: &mut Vec<f32>) {
    let is_heading =
        |at: usize| blocks.get(at).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)));
    let above = (0..index).rev().take(40).find(|&at| is_heading(at));
    out.push(above.and_then(|at| scores.get(at)).copied().unwrap_or(-1.0));
    out.push(above.map_or(-1.0, |at| (index - at) as f32));
    let below: Vec<f32> = (index + 1..blocks.len())
        .take_while(|&at| !is_heading(at))
        .take(12)
        .filter_map(|at| scores.get(at).copied())
        .collect();
    out.push(below.iter().sum::<f32>() / below.len().max(1) as f32);
    out.push(below.len() as f32);
}

//! The learned judge of blocks: words by weight, then two forests of decision trees, the second of
//! which sees what the first said of the block's neighbours.
//!
//! The file (little endian): `DLB1`; the weights' unit as `f32`; [`BUCKETS`] weights as `i8`; then
//! for each forest the number of trees as `u32` and the trees. A tree is the number of its nodes
//! as `u16` and the nodes in depth-first order: `u16` the feature or `0xffff` for a leaf, `u16`
//! the position of the right child, `f32` the threshold or the leaf's value. A row goes left where
//! its number is not above the threshold.

use std::sync::LazyLock;

use super::tokens::BUCKETS;

/// What `eval/pages/train.py` learnt; its provenance stands beside it.
static FILE: &[u8] = include_bytes!("../../data/body-model.bin");

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::parse(FILE).unwrap_or_default());

/// So many trees are enough to see that a block has no hope, and what they say then. Training
/// does the same.
const FIRST_TREES: usize = 40;
const NO_HOPE: f32 = -3.5;

const LEAF: u16 = u16::MAX;

/// The whole judge.
#[derive(Default)]
pub(crate) struct Model {
    unit: f32,
    weights: Vec<i8>,
    pub(super) first: Forest,
    pub(super) second: Forest,
}

/// Trees whose values are summed up.
#[derive(Default)]
pub(super) struct Forest {
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

/// As small as can be: the nodes of a few trees and some rows must fit into the nearest cache.
#[derive(Clone, Copy)]
struct Node {
    feature: u16,
    /// How far behind the node its right child lies.
    right: u16,
    value: f32,
}

/// So many rows are asked of one tree before the next tree is.
const ROWS: usize = 32;

/// Takes numbers off the front of the file.
struct Reader<'f>(&'f [u8]);

impl<'f> Reader<'f> {
    fn take(&mut self, length: usize) -> Option<&'f [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.take(4)?.try_into().ok().map(f32::from_le_bytes)
    }

    fn forest(&mut self) -> Option<Forest> {
        let mut forest = Forest::default();
        for _ in 0..self.u32()? {
            forest.roots.push(u32::try_from(forest.nodes.len()).ok()?);
            for at in 0..self.u16()? {
                let (feature, right, value) = (self.u16()?, self.u16()?, self.f32()?);
                // Children lie behind their parent, so that no file keeps a walk going.
                let right = match feature {
                    LEAF => 0,
                    _ => right.checked_sub(at).filter(|&on| on > 0)?,
                };
                forest.nodes.push(Node { feature, right, value });
            }
        }
        Some(forest)
    }
}

impl Model {
    /// The model that Dateline comes with.
    pub fn own() -> &'static Self {
        &MODEL
    }

    /// Reads a model's file; `None` where it is none.
    pub fn parse(file: &[u8]) -> Option<Self> {
        let mut reader = Reader(file);
        if reader.take(4)? != b"DLB1" {
            return None;
        }
        Some(Self {
            unit: reader.f32()?,
            weights: reader.take(BUCKETS)?.iter().map(|&byte| byte.cast_signed()).collect(),
            first: reader.forest()?,
            second: reader.forest()?,
        })
    }

    /// The sum of the weights of these words.
    pub(super) fn weigh(&self, tokens: &[u16]) -> f32 {
        self.scaled(self.sum(tokens))
    }

    /// The same in the weights' unit.
    pub(super) fn sum(&self, tokens: &[u16]) -> i32 {
        let weight = |&token: &u16| {
            self.weights.get(usize::from(token)).map_or(0, |&weight| i32::from(weight))
        };
        tokens.iter().map(weight).sum()
    }

    /// A sum as the forests know it.
    pub(super) fn scaled(&self, sum: i32) -> f32 {
        sum as f32 * self.unit
    }
}

/// Odds as a share, 0 to 1.
pub(super) fn share(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

impl Forest {
    /// How likely the rows' blocks are the article's, as the logarithm of the odds. Where the first
    /// trees see no hope the others are not asked.
    pub fn odds(&self, rows: &[&[f32]]) -> Vec<f32> {
        let (first, others) = self.roots.split_at(self.roots.len().min(FIRST_TREES));
        let mut odds = self.sums(first, rows);
        let hopeful: Vec<usize> = (0..rows.len())
            .filter(|&at| odds.get(at).is_some_and(|&odds| odds >= NO_HOPE))
            .collect();
        let asked: Vec<&[f32]> = hopeful.iter().filter_map(|&at| rows.get(at).copied()).collect();
        for (at, more) in hopeful.into_iter().zip(self.sums(others, &asked)) {
            if let Some(odds) = odds.get_mut(at) {
                *odds += more;
            }
        }
        odds
    }

    fn sums(&self, roots: &[u32], rows: &[&[f32]]) -> Vec<f32> {
        let mut sums = vec![0.0; rows.len()];
        for (sums, rows) in sums.chunks_mut(ROWS).zip(rows.chunks(ROWS)) {
            for &root in roots {
                for (sum, row) in sums.iter_mut().zip(rows) {
                    *sum += self.value(root as usize, row);
                }
            }
        }
        sums
    }

    #[inline]
    fn value(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at) {
            if node.feature == LEAF {
                return node.value;
            }
            let left = row.get(usize::from(node.feature)).is_some_and(|&x| x <= node.value);
            at += if left { 1 } else { usize::from(node.right) };
        }
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_beside_is_a_model() {
        let model = Model::parse(FILE).expect("a model");
        assert!(!model.first.roots.is_empty() && !model.second.roots.is_empty());
        assert!(Model::parse(&FILE[..FILE.len() / 2]).is_none());
    }

    fn file(nodes: &[(u16, u16, f32)]) -> Vec<u8> {
        let mut file = 1u32.to_le_bytes().to_vec();
        file.extend((nodes.len() as u16).to_le_bytes());
        for (feature, right, value) in nodes {
            file.extend(feature.to_le_bytes());
            file.extend(right.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        file
    }

    #[test]
    fn rows_go_left_up_to_the_threshold() {
        let file = file(&[(0, 2, 1.0), (LEAF, 0, -3.0), (LEAF, 0, 9.0)]);
        let forest = Reader(&file).forest().expect("a forest");
        let rows: Vec<[f32; 1]> = (0..=ROWS).map(|at| [if at == 1 { 1.1 } else { 1.0 }]).collect();
        let rows: Vec<&[f32]> = rows.iter().map(|row| &row[..]).collect();
        let odds = forest.odds(&rows);
        assert_eq!((odds.len(), odds[0], odds[1], odds[ROWS]), (ROWS + 1, -3.0, 9.0, -3.0));
        // A row without the number goes right, as one does whose number is above.
        assert_eq!(forest.odds(&[&[]]), [9.0]);
    }

    #[test]
    fn a_file_whose_trees_lead_back_is_refused() {
        let file = file(&[(0, 0, 1.0), (LEAF, 0, -3.0)]);
        assert!(Reader(&file).forest().is_none());
    }
}

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

#[derive(Clone, Copy)]
struct Node {
    feature: u16,
    right: u16,
    value: f32,
}

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
            for _ in 0..self.u16()? {
                let (feature, right) = (self.u16()?, self.u16()?);
                forest.nodes.push(Node { feature, right, value: self.f32()? });
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
        let weight = |&token: &u16| {
            self.weights.get(usize::from(token)).map_or(0, |&weight| i32::from(weight))
        };
        tokens.iter().map(weight).sum::<i32>() as f32 * self.unit
    }
}

/// Odds as a share, 0 to 1.
pub(super) fn share(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

impl Forest {
    /// How likely the row's block is the article's, as the logarithm of the odds. Where the first
    /// trees see no hope the others are not asked.
    pub fn odds(&self, row: &[f32]) -> f32 {
        let of = |roots: &[u32]| -> f32 {
            roots.iter().map(|&root| self.value(root as usize, row)).sum()
        };
        let (first, others) = self.roots.split_at(self.roots.len().min(FIRST_TREES));
        let odds = of(first);
        if odds < NO_HOPE { odds } else { odds + of(others) }
    }

    fn value(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        // A tree's children lie behind it, so that a file that lies cannot keep the walk going.
        while let Some(node) = self.nodes.get(at) {
            if node.feature == LEAF {
                return node.value;
            }
            let left = row.get(usize::from(node.feature)).is_some_and(|&x| x <= node.value);
            let next = if left { at + 1 } else { root + usize::from(node.right) };
            if next <= at {
                break;
            }
            at = next;
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

    #[test]
    fn rows_go_left_up_to_the_threshold() {
        let node = |feature, right, value| Node { feature, right, value };
        let nodes = vec![node(0, 2, 1.0), node(LEAF, 0, -9.0), node(LEAF, 0, 9.0)];
        let forest = Forest { nodes, roots: vec![0] };
        assert_eq!((forest.odds(&[1.0]), forest.odds(&[1.1])), (-9.0, 9.0));
    }
}

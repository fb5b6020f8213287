//! Whether two stories are one: a learned judge, a sum of measures and of decision trees.
//!
//! The file (little endian): `DLS1`; the number of measures as `u32`; then for joins and for merges
//! each the base as `f32`; for each measure its mean, what its difference from the mean is
//! multiplied with, and its weight, all `f32`; the number of trees as `u32` and the trees. A tree is
//! the number of its nodes as `u16` and the nodes in depth-first order: `u16` the measure or
//! `0xffff` for a leaf, `u16` the place of the right child in the tree, `f32` the threshold or the
//! leaf's value. A row goes left where its measure is not above the threshold.

use std::sync::{Arc, LazyLock};

use super::likeness::{Likeness, MEASURES};

/// What `eval/learn-stories.sh` learned; its provenance stands beside it.
static FILE: &[u8] = include_bytes!("../../data/decision.bin");

const MARK: &[u8] = b"DLS1";
const LEAF: u16 = u16::MAX;
/// A measure further from its mean, in standard deviations, says no more.
const FAR: f32 = 4.0;

/// A learned judge of whether an article belongs to a story, and a story to another one.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Model {
    join: Part,
    merge: Part,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Part {
    base: f32,
    linear: Vec<Linear>,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Linear {
    mean: f32,
    by: f32,
    weight: f32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    measure: u16,
    right: u16,
    value: f32,
}

impl Model {
    /// The one that is part of the program.
    pub fn shipped() -> Arc<Self> {
        static MODEL: LazyLock<Arc<Model>> =
            LazyLock::new(|| Arc::new(Model::parse(FILE).unwrap_or_default()));
        Arc::clone(&MODEL)
    }

    /// Reads a model's file; `None` where it is none, or one for other measures.
    pub fn parse(file: &[u8]) -> Option<Self> {
        let mut reader = Reader(file);
        if reader.take(MARK.len())? != MARK || reader.u32()? as usize != MEASURES {
            return None;
        }
        Some(Self { join: reader.part()?, merge: reader.part()? })
    }

    /// How much speaks for the two being one: the logarithm of the odds, so one more is about three
    /// times likelier, and above zero they are rather one than not.
    pub(super) fn odds(&self, likeness: &Likeness) -> f32 {
        let part = if likeness.is_merge { &self.merge } else { &self.join };
        let values = &likeness.values;
        let linear = part.linear.iter().zip(values).map(|(linear, value)| {
            ((value - linear.mean) * linear.by).clamp(-FAR, FAR) * linear.weight
        });
        let trees = part.roots.iter().map(|&root| part.leaf(root as usize, values));
        part.base + linear.sum::<f32>() + trees.sum::<f32>()
    }
}

impl Part {
    fn leaf(&self, root: usize, values: &[f32; MEASURES]) -> f32 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at) {
            if node.measure == LEAF {
                return node.value;
            }
            let goes_left = values.get(usize::from(node.measure)).is_some_and(|x| *x <= node.value);
            let next = if goes_left { at + 1 } else { root + usize::from(node.right) };
            // A tree's children lie behind it, so that a bad file cannot keep the walk going.
            if next <= at {
                break;
            }
            at = next;
        }
        0.0
    }
}

/// Takes numbers off the front of a file.
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

    fn part(&mut self) -> Option<Part> {
        let mut part = Part { base: self.f32()?, ..Part::default() };
        for _ in 0..MEASURES {
            part.linear.push(Linear { mean: self.f32()?, by: self.f32()?, weight: self.f32()? });
        }
        for _ in 0..self.u32()? {
            part.roots.push(u32::try_from(part.nodes.len()).ok()?);
            for _ in 0..self.u16()? {
                let (measure, right) = (self.u16()?, self.u16()?);
                part.nodes.push(Node { measure, right, value: self.f32()? });
            }
        }
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model of one tree for joins, which tells whether the first measure is above a half.
    fn file() -> Vec<u8> {
        let mut file = MARK.to_vec();
        file.extend((MEASURES as u32).to_le_bytes());
        for trees in [1u32, 0] {
            file.extend(0.25f32.to_le_bytes());
            for measure in 0..MEASURES {
                let weight = if measure == 1 { 2.0 } else { 0.0 };
                file.extend([1.0f32, 10.0, weight].map(f32::to_le_bytes).concat());
            }
            file.extend(trees.to_le_bytes());
        }
        let merge = file.split_off(8 + (4 + 12 * MEASURES + 4));
        file.extend(3u16.to_le_bytes());
        for (measure, right, value) in [(0, 2, 0.5f32), (LEAF, 0, -1.0), (LEAF, 0, 1.0)] {
            file.extend([measure, right].map(u16::to_le_bytes).concat());
            file.extend(value.to_le_bytes());
        }
        [file, merge].concat()
    }

    fn likeness(first: f32, second: f32, is_merge: bool) -> Likeness {
        let mut values = [0.0; MEASURES];
        (values[0], values[1]) = (first, second);
        Likeness { values, is_merge }
    }

    #[test]
    fn trees_and_measures_add_up() {
        let model = Model::parse(&file()).unwrap();
        assert_eq!(model.odds(&likeness(0.6, 1.0, false)), 0.25 + 1.0);
        assert_eq!(
            model.odds(&likeness(0.5, 1.1, false)),
            0.25 - 1.0 + 2.0 * (1.1f32 - 1.0) * 10.0
        );
        assert_eq!(model.odds(&likeness(0.6, 9.0, false)), 0.25 + 1.0 + 2.0 * FAR);
        assert_eq!(model.odds(&likeness(0.6, 1.0, true)), 0.25);
    }

    #[test]
    fn half_a_file_is_none() {
        let file = file();
        assert_eq!(Model::parse(&file[..file.len() - 1]), None);
        assert_eq!(Model::parse(b"DLS2"), None);
    }

    #[test]
    fn the_shipped_file_is_read() {
        assert!(Model::parse(FILE).is_some_and(|model| !model.join.roots.is_empty()));
    }
}

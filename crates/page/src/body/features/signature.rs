//! Blocks that look alike: the same element with the same class in a parent with the same class.
//! What repeats on a page is either its paragraphs or its furniture.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::super::{
    blocks::Block,
    page_map::{PageMap, worth},
    tokens::Hash,
};
use crate::dom::Dom;

#[derive(Debug, Clone, Copy, Default)]
struct Group {
    blocks: f32,
    letters: f32,
    linked: f32,
    prose: f32,
    in_core: f32,
}

/// The keys are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value ^ (value >> 32);
    }
}

type Groups = HashMap<u64, Group, BuildHasherDefault<AsItIs>>;

/// The groups of blocks that look alike.
pub(super) struct Signatures {
    keys: Vec<[u64; 3]>,
    groups: Groups,
    blocks: f32,
    prose: f32,
}

/// The hash of every element's name and class that was asked for.
struct Elements<'d> {
    dom: &'d Dom,
    known: Vec<u64>,
}

impl Elements<'_> {
    fn hash(&mut self, node: usize) -> u64 {
        if let Some(known) = self.known.get(node).copied().filter(|&known| known != 0) {
            return known;
        }
        let class = self.dom.attr(node, "class").unwrap_or("");
        let hash = Hash::new(30).text(self.dom.name(node)).letter('.').text(class).value() | 1;
        if let Some(slot) = self.known.get_mut(node) {
            *slot = hash;
        }
        hash
    }

    /// The element with its parent, the same with the one above, and the text.
    fn keys(&mut self, block: &Block) -> [u64; 3] {
        let parent = self.dom.parent(block.node);
        let join = |below: u64, above: u64| {
            (below.rotate_left(23) ^ above).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        };
        let two = join(self.hash(block.node), self.hash(parent));
        let three = join(two, self.hash(self.dom.parent(parent)));
        let start = block.text.get(..block.text.floor_char_boundary(100)).unwrap_or("");
        [two, three, Hash::new(31).text(start).value()]
    }
}

impl Signatures {
    /// Groups the blocks.
    pub fn of(dom: &Dom, blocks: &[Block], map: &PageMap) -> Self {
        let core = map.core..dom.end(map.core);
        let mut elements = Elements { dom, known: vec![0; dom.len()] };
        let mut groups =
            Groups::with_capacity_and_hasher(blocks.len(), BuildHasherDefault::default());
        let mut all = Vec::with_capacity(blocks.len());
        for block in blocks {
            let keys = elements.keys(block);
            for key in keys {
                let group = groups.entry(key).or_default();
                group.blocks += 1.0;
                group.letters += block.letters as f32;
                group.linked += block.linked as f32;
                group.prose += worth(block);
                group.in_core += f32::from(u8::from(core.contains(&block.node)));
            }
            all.push(keys);
        }
        let prose = map.holding(0).prose.max(1.0);
        Self { keys: all, groups, blocks: blocks.len() as f32, prose }
    }

    /// Adds the block's numbers to a row.
    pub fn push(&self, index: usize, out: &mut Vec<f32>) {
        let keys = self.keys.get(index).copied().unwrap_or_default();
        let [two, three, text] = keys.map(|key| self.groups.get(&key).copied().unwrap_or_default());
        for group in [two, three] {
            out.extend([
                group.blocks,
                group.blocks / self.blocks,
                group.letters / group.blocks.max(1.0),
                group.linked / group.letters.max(1.0),
                group.prose / self.prose,
                group.in_core / group.blocks.max(1.0),
            ]);
        }
        out.push(text.blocks);
    }
}

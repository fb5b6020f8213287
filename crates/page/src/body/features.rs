//! What the model is told of each block: rows of numbers, one row a block.
//!
//! The order of the numbers is part of the model's file: a change here needs new weights.

mod claims;
mod line;
mod place;
mod purpose;
mod signature;

use super::{blocks::Block, names::WEIGHED, page_map::PageMap};
use crate::dom::Dom;

pub(super) use claims::Claimed;

/// Rows of equal length, one after the other.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Table {
    pub values: Vec<f32>,
    pub width: usize,
}

impl Table {
    /// A row; empty where there is none.
    pub fn row(&self, index: usize) -> &[f32] {
        self.values.get(index * self.width..(index + 1) * self.width).unwrap_or(&[])
    }

    /// Ends a row that was pushed number by number.
    pub fn end_row(&mut self) {
        if self.width == 0 {
            self.width = self.values.len();
        }
    }
}

/// What neighbours are told of each other, and how far they look.
const SHARED: usize = 6;
const REACH: isize = 3;

/// Room for a row; a few numbers more than it has.
const WIDTH: usize = 160;

/// The rows for the model's first stage; `weighed` is what it knows by weight.
pub(super) fn table(
    dom: &Dom,
    blocks: &[Block],
    map: &PageMap,
    claimed: &Claimed,
    weighed: &[[f32; WEIGHED]],
) -> Table {
    let lines: Vec<line::Line> = blocks.iter().map(|block| line::Line::of(&block.text)).collect();
    let signatures = signature::Signatures::of(dom, blocks, map);
    let places = place::Places::of(dom, blocks, map, claimed);
    let purposes = purpose::Purposes::of(dom, map);
    let mut table = Table::default();
    table.values.reserve(blocks.len() * WIDTH);
    for (index, (block, line)) in blocks.iter().zip(&lines).enumerate() {
        let out = &mut table.values;
        for at in [Some(index), index.checked_sub(1), Some(index + 1)] {
            out.extend(at.and_then(|at| weighed.get(at)).copied().unwrap_or_default());
        }
        line.push(block, out);
        claimed.push(index, block, out);
        places.push(index, block, out);
        signatures.push(index, out);
        purposes.push(block, out);
        for offset in (-REACH..=REACH).filter(|&offset| offset != 0) {
            let other = index.checked_add_signed(offset);
            let pair = other.and_then(|at| Some((blocks.get(at)?, lines.get(at)?)));
            match pair {
                Some((block, line)) => out.extend(shared(block, line)),
                None => out.extend([-1.0; SHARED]),
            }
        }
        table.end_row();
    }
    table
}

fn shared(block: &Block, line: &line::Line) -> [f32; SHARED] {
    [
        block.letters as f32,
        block.link_density(),
        block.kind.code(),
        line.ends_sentence,
        line.capitals,
        block.stops as f32,
    ]
}

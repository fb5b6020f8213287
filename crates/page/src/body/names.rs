//! What the names of a block's elements and its own words weigh.

use super::{
    blocks::Block,
    model::Model,
    tokens::{self, Place},
};
use crate::{dom::Dom, words::Remembered};

/// How many numbers the weights add to a row.
pub(super) const WEIGHED: usize = 4;

/// The hashes of one block: its element's, the parent's, those further up, its line's.
pub(super) type Tokens = [Vec<u16>; WEIGHED];

fn has_names(dom: &Dom, node: usize) -> bool {
    node != 0 && !matches!(dom.name(node), "html" | "body")
}

/// The hashes of a block, for training.
pub(super) fn tokens(dom: &Dom, block: &Block) -> Tokens {
    let mut found = Tokens::default();
    let [own, parent, above, line] = &mut found;
    tokens::of_element(dom, block.node, Place::Own, own);
    let mut ancestors = dom.ancestors(block.node).filter(|&node| has_names(dom, node));
    if let Some(node) = ancestors.next() {
        tokens::of_element(dom, node, Place::Parent, parent);
    }
    for node in ancestors {
        tokens::of_element(dom, node, Place::Above, above);
    }
    tokens::of_line(&block.text, line);
    found
}

/// What an element weighs in each of its places, found out once.
struct Weighed {
    own: f32,
    parent: f32,
    /// Of the element and all above it.
    above: f32,
}

/// The sums of the weights of every block.
pub(super) fn weigh(dom: &Dom, blocks: &[Block], model: &Model) -> Vec<[f32; WEIGHED]> {
    let mut known: Vec<Option<f32>> = vec![None; dom.len()];
    let mut scratch = Vec::new();
    let mut classes = [(); 3].map(|()| Remembered::<i32>::new());
    let mut of = |node: usize, place: Place| {
        let mut sum = model.sum(&[tokens::of_tag(dom, node, place)]);
        for (name, value) in dom.attributes(node) {
            let Some(mark) = tokens::mark(name) else { continue };
            let mut weigh = |value: &str| {
                scratch.clear();
                tokens::of_attribute(mark, value, place, &mut scratch);
                model.sum(&scratch)
            };
            sum += match classes.get_mut(place as usize - 1).filter(|_| mark.is_empty()) {
                Some(known) => known.of(value, weigh),
                None => weigh(value),
            };
        }
        model.scaled(sum)
    };
    let mut last: Option<(usize, Weighed)> = None;
    let mut line = Vec::new();
    let mut rows = Vec::with_capacity(blocks.len());
    for block in blocks {
        let parent = dom.ancestors(block.node).find(|&node| has_names(dom, node));
        let repeated = last.as_ref().is_some_and(|(node, _)| *node == block.node);
        if !repeated {
            let above = parent.and_then(|node| dom.ancestors(node).find(|&n| has_names(dom, n)));
            let weighed = Weighed {
                own: of(block.node, Place::Own),
                parent: parent.map_or(0.0, |node| of(node, Place::Parent)),
                above: above.map_or(0.0, |node| sum_above(dom, node, &mut known, &mut of)),
            };
            last = Some((block.node, weighed));
        }
        line.clear();
        tokens::of_line(&block.text, &mut line);
        let (own, parent, above) =
            last.as_ref().map_or((0.0, 0.0, 0.0), |(_, w)| (w.own, w.parent, w.above));
        rows.push([own, parent, above, model.weigh(&line)]);
    }
    rows
}

/// The weight of a node and all above it, each element weighed once a page.
fn sum_above(
    dom: &Dom,
    node: usize,
    known: &mut [Option<f32>],
    of: &mut impl FnMut(usize, Place) -> f32,
) -> f32 {
    let mut way = Vec::new();
    let mut sum = 0.0;
    for at in std::iter::once(node).chain(dom.ancestors(node)) {
        if let Some(Some(found)) = known.get(at) {
            sum = *found;
            break;
        }
        way.push(at);
    }
    for at in way.into_iter().rev() {
        if has_names(dom, at) {
            sum += of(at, Place::Above);
        }
        if let Some(slot) = known.get_mut(at) {
            *slot = Some(sum);
        }
    }
    sum
}

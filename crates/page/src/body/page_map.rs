//! What the elements of a page hold: letters, links, prose, and which of them is its core.

use super::blocks::{Block, BlockKind};
use crate::dom::Dom;

/// The share of an element's prose that a child must hold for the core to lie within it.
const DESCENT: f32 = 0.62;

/// What lies within one element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holding {
    pub letters: f32,
    pub linked: f32,
    pub blocks: f32,
    pub prose: f32,
    /// Blocks of prose.
    pub paragraphs: f32,
}

/// What each element holds, and the way down to the core.
pub(super) struct PageMap {
    holdings: Vec<Holding>,
    depths: Vec<u16>,
    /// Whether an element is the core or holds it.
    on_way: Vec<bool>,
    pub core: usize,
}

/// A block's worth as prose: long blocks with few links count, and more so with punctuation.
pub(super) fn worth(block: &Block) -> f32 {
    let density = block.link_density();
    if block.letters < 25 || density > 0.5 || matches!(block.kind, BlockKind::Heading(_)) {
        return 0.0;
    }
    let letters = block.letters as f32 * (1.0 - density);
    let kind = match block.kind {
        BlockKind::Paragraph | BlockKind::Quote => 1.0,
        BlockKind::Item | BlockKind::Loose | BlockKind::Preformatted => 0.6,
        BlockKind::Row | BlockKind::Heading(_) => 0.4,
    };
    let length = if block.letters < 80 { 0.3 } else { 1.0 };
    (letters.min(1500.0) * length + block.stops.min(30) as f32 * 10.0) * kind
}

impl PageMap {
    /// Sums the blocks up, from the leaves to the root.
    pub fn of(dom: &Dom, blocks: &[Block]) -> Self {
        let mut holdings = vec![Holding::default(); dom.len()];
        for block in blocks {
            if let Some(own) = holdings.get_mut(block.node) {
                let prose = worth(block);
                own.letters += block.letters as f32;
                own.linked += block.linked as f32;
                own.blocks += 1.0;
                own.prose += prose;
                own.paragraphs += f32::from(u8::from(prose > 60.0));
            }
        }
        for node in (1..dom.len()).rev() {
            let Some(own) = holdings.get(node).copied() else { continue };
            if own.blocks == 0.0 {
                continue;
            }
            if let Some(above) = holdings.get_mut(dom.parent(node)) {
                above.letters += own.letters;
                above.linked += own.linked;
                above.blocks += own.blocks;
                above.prose += own.prose;
                above.paragraphs += own.paragraphs;
            }
        }
        let mut depths = vec![0u16; dom.len()];
        for node in 1..dom.len() {
            let above = depths.get(dom.parent(node)).copied().unwrap_or(0);
            if let Some(depth) = depths.get_mut(node) {
                *depth = above.saturating_add(1);
            }
        }
        let mut map = Self { holdings, depths, on_way: vec![false; dom.len()], core: 0 };
        map.descend(dom);
        map
    }

    fn descend(&mut self, dom: &Dom) {
        loop {
            if let Some(here) = self.on_way.get_mut(self.core) {
                *here = true;
            }
            let all = self.holding(self.core).prose;
            let child = dom.children(self.core).find(|&child| {
                let prose = self.holding(child).prose;
                prose > 0.0 && prose >= DESCENT * all
            });
            match child {
                Some(child) if !is_text_element(dom.name(child)) => self.core = child,
                _ => return,
            }
        }
    }

    /// What lies within an element.
    pub fn holding(&self, node: usize) -> Holding {
        self.holdings.get(node).copied().unwrap_or_default()
    }

    /// How many elements an element lies in.
    pub fn depth(&self, node: usize) -> u16 {
        self.depths.get(node).copied().unwrap_or(0)
    }

    /// How many steps the core lies below the innermost element that holds both.
    pub fn steps_to_core(&self, dom: &Dom, node: usize) -> u16 {
        let meeting = std::iter::once(node)
            .chain(dom.ancestors(node))
            .find(|&at| self.on_way.get(at).copied().unwrap_or(false))
            .unwrap_or(0);
        self.depth(self.core).saturating_sub(self.depth(meeting))
    }
}

fn is_text_element(name: &str) -> bool {
    matches!(name, "p" | "li" | "ul" | "ol" | "blockquote" | "pre" | "tr" | "table" | "dl")
}

#[cfg(test)]
mod tests {
    use super::{super::blocks, *};

    const PROSE: &str = "<p>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>";

    #[test]
    fn the_core_is_the_prose_not_the_list_of_links() {
        let links =
            "<li><a href=x>Another headline of another story on this page</a></li>".repeat(30);
        let dom = Dom::parse(&format!(
            "<body><div id=top><ul>{links}</ul></div><div><div id=story>{}</div></div>",
            PROSE.repeat(6)
        ));
        let blocks = blocks::collect(&dom);
        let map = PageMap::of(&dom, &blocks);
        assert_eq!(dom.attr(map.core, "id"), Some("story"));
        assert_eq!(map.steps_to_core(&dom, blocks[0].node), 2);
        assert_eq!(map.holding(map.core).blocks, 6.0);
    }

    #[test]
    fn the_core_of_a_body_in_two_parts_is_the_whole() {
        let dom = Dom::parse(&format!(
            "<div id=whole><div>{0}</div><div class=x>...</div><div>{0}</div></div>",
            PROSE.repeat(6)
        ));
        let map = PageMap::of(&dom, &blocks::collect(&dom));
        assert_eq!(dom.attr(map.core, "id"), Some("whole"));
    }
}

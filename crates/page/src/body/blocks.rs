//! The page's text as blocks: paragraphs, headings, list items, quotes, rows.

use super::furniture::{Furniture, Mark};
use crate::dom::{Dom, is_inline};

/// What sort of block it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Paragraph,
    Heading(u8),
    Item,
    Quote,
    Preformatted,
    Row,
    /// Text that stands in no element made for text, such as a bare `div`.
    Loose,
}

/// One block of text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The block's element.
    pub node: usize,
    pub kind: BlockKind,
    /// The text, white space folded; `pre` keeps its lines.
    pub text: String,
    /// Letters in all.
    pub letters: usize,
    /// Letters within links.
    pub linked: usize,
    /// Whether it is taken for the article's.
    pub kept: bool,
}

struct Collector<'d> {
    dom: &'d Dom,
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    space: bool,
    breaks: usize,
}

impl Collector<'_> {
    fn close(&mut self, block: usize) {
        self.space = false;
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let letters = text.chars().count();
        let kind = kind(self.dom, block);
        self.blocks.push(Block { node: block, kind, text, letters, linked, kept: true });
    }

    fn push(&mut self, text: &str, linked: bool, preformatted: bool) {
        for letter in text.chars() {
            if letter == '\u{ad}' || letter == '\u{200b}' {
                continue;
            }
            if letter.is_whitespace() && !preformatted {
                self.space = true;
                continue;
            }
            if self.space && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.space = false;
            self.breaks = 0;
            self.text.push(letter);
            self.linked += usize::from(linked);
        }
    }
}

fn kind(dom: &Dom, block: usize) -> BlockKind {
    let own = |name: &str| match name {
        "p" => Some(BlockKind::Paragraph),
        "h1" => Some(BlockKind::Heading(1)),
        "h2" => Some(BlockKind::Heading(2)),
        "h3" => Some(BlockKind::Heading(3)),
        "h4" | "h5" | "h6" => Some(BlockKind::Heading(4)),
        "li" | "dd" | "dt" => Some(BlockKind::Item),
        "blockquote" => Some(BlockKind::Quote),
        "pre" => Some(BlockKind::Preformatted),
        "tr" => Some(BlockKind::Row),
        _ => None,
    };
    match own(dom.name(block)) {
        Some(BlockKind::Paragraph) | None => {
            let above = dom.ancestors(block).take(3).find_map(|at| match dom.name(at) {
                "blockquote" => Some(BlockKind::Quote),
                "li" | "dd" => Some(BlockKind::Item),
                _ => None,
            });
            above.or_else(|| own(dom.name(block))).unwrap_or(BlockKind::Loose)
        }
        Some(kind) => kind,
    }
}

/// Elements that are part of a row rather than blocks of their own.
fn is_cell(name: &str) -> bool {
    matches!(name, "td" | "th")
}

/// All blocks outside the furniture, in document order.
pub(super) fn collect(dom: &Dom, furniture: &Furniture) -> Vec<Block> {
    let mut all = Collector {
        dom,
        blocks: Vec::new(),
        text: String::new(),
        linked: 0,
        space: false,
        breaks: 0,
    };
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut link_until = 0;
    let mut pre_until = 0;
    let mut current = 0;
    for node in 1..dom.len() {
        while let Some(&(block, end)) = open.last() {
            if node < end {
                break;
            }
            all.close(block);
            open.pop();
            current = open.last().map_or(0, |&(block, _)| block);
        }
        if furniture.of(node) != Mark::Open {
            all.space = true;
            continue;
        }
        if let Some(text) = dom.own_text(node) {
            all.push(text, node < link_until, node < pre_until);
            continue;
        }
        let name = dom.name(node);
        match name {
            "a" => link_until = link_until.max(dom.end(node)),
            "br" => {
                all.breaks += 1;
                all.space = true;
                if all.breaks >= 2 {
                    all.close(current);
                }
            }
            "pre" => pre_until = pre_until.max(dom.end(node)),
            _ => {}
        }
        if is_cell(name) && nested_in_row(dom, node) {
            all.space = true;
        } else if !is_inline(name) && name != "br" {
            all.close(current);
            open.push((node, dom.end(node)));
            current = node;
        }
    }
    while let Some((block, _)) = open.pop() {
        all.close(block);
    }
    all.blocks
}

/// Whether a cell holds a value rather than the paragraphs of a page laid out as a table.
fn nested_in_row(dom: &Dom, cell: usize) -> bool {
    !dom.descendants(cell).any(|at| {
        matches!(dom.name(at), "p" | "div" | "h1" | "h2" | "h3" | "ul" | "table" | "blockquote")
    })
}

#[cfg(test)]
mod tests {
    use super::{super::furniture, *};

    fn texts(html: &str) -> Vec<(BlockKind, String)> {
        let dom = Dom::parse(html);
        collect(&dom, &furniture::marks(&dom, true))
            .into_iter()
            .map(|block| (block.kind, block.text))
            .collect()
    }

    #[test]
    fn kinds_of_blocks() {
        let found = texts(
            "<h2>A</h2><p>b <i>c</i></p><ul><li>d<li><p>e</p></ul><blockquote><p>f</p></blockquote><table><tr><td>g<td>h</table><div>i</div>",
        );
        let expected = [
            (BlockKind::Heading(2), "A"),
            (BlockKind::Paragraph, "b c"),
            (BlockKind::Item, "d"),
            (BlockKind::Item, "e"),
            (BlockKind::Quote, "f"),
            (BlockKind::Row, "g h"),
            (BlockKind::Loose, "i"),
        ];
        assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn two_breaks_end_a_paragraph() {
        let found = texts("<div>One<br>two<br><br>three</div>");
        assert_eq!(
            found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(),
            ["One two", "three"]
        );
    }
}

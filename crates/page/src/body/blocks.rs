//! The page's text as blocks: paragraphs, headings, list items, quotes, rows.

use std::ops::Range;

use crate::dom::Dom;

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

impl BlockKind {
    /// The kind as a number for the model: what is most like a paragraph first.
    pub fn code(self) -> f32 {
        match self {
            Self::Paragraph => 0.0,
            Self::Quote => 1.0,
            Self::Preformatted => 2.0,
            Self::Item => 3.0,
            Self::Row => 4.0,
            Self::Loose => 5.0,
            Self::Heading(level) => 5.0 + f32::from(level),
        }
    }
}

/// One block of text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The block's element.
    pub node: usize,
    /// The nodes from its first text to its last.
    pub range: Range<usize>,
    pub kind: BlockKind,
    /// The text, white space folded; `pre` keeps its lines.
    pub text: String,
    /// Letters in all.
    pub letters: usize,
    /// Letters within links.
    pub linked: usize,
    /// Stops, commas and other marks that sentences have.
    pub stops: usize,
    /// Whether it is taken for the article's.
    pub kept: bool,
}

impl Block {
    /// The share of the letters that stand in links.
    pub fn link_density(&self) -> f32 {
        self.linked as f32 / self.letters.max(1) as f32
    }
}

/// What follows so many blocks is not read.
const MAX_BLOCKS: usize = 10_000;

struct Collector<'d> {
    dom: &'d Dom,
    blocks: Vec<Block>,
    text: String,
    letters: usize,
    linked: usize,
    stops: usize,
    space: bool,
    breaks: usize,
    range: Range<usize>,
}

impl Collector<'_> {
    fn close(&mut self, block: usize) {
        self.space = false;
        self.breaks = 0;
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let letters = std::mem::take(&mut self.letters);
        let linked = std::mem::take(&mut self.linked);
        let stops = std::mem::take(&mut self.stops);
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let kind = kind(self.dom, block);
        let range = self.range.clone();
        let node = block;
        self.blocks.push(Block { node, range, kind, text, letters, linked, stops, kept: true });
    }

    fn push(&mut self, node: usize, text: &str, linked: bool, preformatted: bool) {
        if self.text.is_empty() {
            self.range.start = node;
        }
        self.range.end = node + 1;
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
                self.letters += 1;
            }
            self.space = false;
            self.breaks = 0;
            self.text.push(letter);
            self.letters += 1;
            self.stops +=
                usize::from(matches!(letter, ',' | '.' | '!' | '?' | ';' | '。' | '，' | '、'));
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

/// Elements that hold no words to read.
fn is_wordless(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "math"
            | "select"
            | "textarea"
            | "button"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "map"
    )
}

/// All blocks of the page, in document order.
pub(super) fn collect(dom: &Dom) -> Vec<Block> {
    let mut all = Collector {
        dom,
        blocks: Vec::new(),
        text: String::new(),
        letters: 0,
        linked: 0,
        stops: 0,
        space: false,
        breaks: 0,
        range: 0..0,
    };
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut link_until = 0;
    let mut pre_until = 0;
    let mut current = 0;
    let mut node = 0;
    while node + 1 < dom.len() && all.blocks.len() < MAX_BLOCKS {
        node += 1;
        while let Some(&(block, end)) = open.last() {
            if node < end {
                break;
            }
            all.close(block);
            open.pop();
            current = open.last().map_or(0, |&(block, _)| block);
        }
        if let Some(text) = dom.own_text(node) {
            all.push(node, text, node < link_until, node < pre_until);
            continue;
        }
        let name = dom.name(node);
        if is_wordless(name) {
            all.space = true;
            node = dom.end(node) - 1;
            continue;
        }
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
        } else if !dom.is_inline(node) && name != "br" {
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
    use super::*;

    fn texts(html: &str) -> Vec<(BlockKind, String)> {
        let dom = Dom::parse(html);
        collect(&dom).into_iter().map(|block| (block.kind, block.text)).collect()
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

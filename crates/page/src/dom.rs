//! A parsed page as one array in document order: an element's descendants are the nodes between it
//! and its end, so that every pass over the page is a loop.

mod build;
mod tag;

use std::ops::Range;

pub(crate) use build::Limits;
use tag::{Tag, packed};

/// What is longer is no line; whoever asks for the lines of many nested elements must not read the
/// page as often.
const LONGEST_LINE: usize = 20_000;

/// A page's nodes; node 0 is the document itself.
pub(crate) struct Dom {
    nodes: Vec<Node>,
    attributes: Vec<Attr>,
    /// The page as it was written, and behind it what had to be decoded.
    text: String,
    headlines: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Node {
    tag: Tag,
    parent: u32,
    end: u32,
    /// Of text, its place in the page's text; of an element, its first attribute and the one after
    /// its last.
    from: u32,
    to: u32,
    /// Where the name of an unknown element stands, and its length.
    name: (u32, u16),
}

#[derive(Clone, Copy)]
struct Attr {
    packed: u128,
    name: (u32, u32),
    from: u32,
    to: u32,
}

impl Dom {
    /// Parses HTML; what is beyond the usual limits is left out.
    pub fn parse(html: &str) -> Self {
        build::build(html, Limits::default()).0
    }

    /// Parses HTML within limits; what had to go is said in warnings.
    pub fn parse_within(html: &str, limits: Limits) -> (Self, Vec<String>) {
        build::build(html, limits)
    }

    fn slice(&self, from: u32, to: u32) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or("")
    }

    fn tag(&self, node: usize) -> Tag {
        self.nodes.get(node).map_or(Tag::Document, |node| node.tag)
    }

    fn attrs(&self, node: usize) -> &[Attr] {
        match self.nodes.get(node) {
            Some(node) if !matches!(node.tag, Tag::Text | Tag::Document) => {
                self.attributes.get(node.from as usize..node.to as usize).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// An element's name; empty for text.
    pub fn name(&self, node: usize) -> &str {
        match self.nodes.get(node) {
            Some(Node { tag: Tag::Other, name: (at, length), .. }) => {
                self.slice(*at, *at + u32::from(*length))
            }
            Some(node) => node.tag.name(),
            None => "",
        }
    }

    /// Whether the node is an element.
    pub fn is_element(&self, node: usize) -> bool {
        !matches!(self.tag(node), Tag::Text | Tag::Document)
    }

    /// Whether the node is an element that stands within a line of text.
    pub fn is_inline(&self, node: usize) -> bool {
        self.tag(node).is_inline()
    }

    /// Whether the node is an element that holds nothing and has no end tag.
    pub fn is_void(&self, node: usize) -> bool {
        self.tag(node).is_void()
    }

    /// A text node's text.
    pub fn own_text(&self, node: usize) -> Option<&str> {
        match self.nodes.get(node) {
            Some(node) if node.tag == Tag::Text => Some(self.slice(node.from, node.to)),
            _ => None,
        }
    }

    /// An attribute's value.
    #[inline]
    pub fn attr(&self, node: usize, wanted: &str) -> Option<&str> {
        let attrs = self.attrs(node);
        if attrs.is_empty() {
            return None;
        }
        let key = packed(wanted);
        let is = |attr: &&Attr| {
            attr.packed == key
                && (wanted.len() <= tag::WHOLE || self.slice(attr.name.0, attr.name.1) == wanted)
        };
        attrs.iter().find(is).map(|attr| self.slice(attr.from, attr.to))
    }

    /// All attributes of an element.
    pub fn attributes(&self, node: usize) -> impl Iterator<Item = (&str, &str)> {
        self.attrs(node)
            .iter()
            .map(|attr| (self.slice(attr.name.0, attr.name.1), self.slice(attr.from, attr.to)))
    }

    /// The parent; the document is its own.
    pub fn parent(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |node| node.parent as usize)
    }

    /// The first node after this one that is not its descendant.
    pub fn end(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(node + 1, |node| node.end as usize)
    }

    /// The nodes within this one.
    pub fn descendants(&self, node: usize) -> Range<usize> {
        node + 1..self.end(node)
    }

    /// The node's children.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end(node);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = next;
            next = self.end(child);
            (child < end).then_some(child)
        })
    }

    /// Whether an `h1` lies within the node.
    pub fn holds_headline(&self, node: usize) -> bool {
        let next = self.headlines.partition_point(|&headline| headline <= node);
        self.headlines.get(next).is_some_and(|&headline| headline < self.end(node))
    }

    /// The node's ancestors from its parent up, without the document.
    pub fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(self.parent(node)), |&at| Some(self.parent(at)))
            .take_while(|&at| at != 0)
    }

    /// Every element in document order.
    pub fn elements(&self) -> impl Iterator<Item = usize> + '_ {
        (1..self.len()).filter(|&node| self.is_element(node))
    }

    /// The elements of one name.
    pub fn named<'d>(&'d self, name: &'d str) -> impl Iterator<Item = usize> + 'd {
        let tag = Tag::of(name);
        self.nodes
            .iter()
            .enumerate()
            .filter(move |(_, node)| node.tag == tag)
            .map(|(node, _)| node)
            .filter(move |&node| tag != Tag::Other || self.name(node) == name)
    }

    /// All text within a node on one line, white space folded; of a very long one its start.
    pub fn line(&self, node: usize) -> String {
        let mut out = String::new();
        for at in node..self.end(node) {
            if out.len() > LONGEST_LINE {
                break;
            }
            match self.own_text(at) {
                Some(text) => {
                    if text.starts_with(char::is_whitespace) && !out.ends_with(' ') {
                        out.push(' ');
                    }
                    for (position, word) in text.split_whitespace().enumerate() {
                        if position > 0 {
                            out.push(' ');
                        }
                        out.push_str(word);
                    }
                    if text.ends_with(char::is_whitespace) && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                None if !self.is_inline(at) && !out.ends_with(' ') => out.push(' '),
                None => {}
            }
        }
        out.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descendants_are_contiguous() {
        let dom = Dom::parse("<body><div id=a><p>x <b>y</b></p></div><div id=b>z</div>");
        let a = dom.elements().find(|&n| dom.attr(n, "id") == Some("a")).expect("a");
        let b = dom.elements().find(|&n| dom.attr(n, "id") == Some("b")).expect("b");
        assert_eq!(dom.end(a), b);
        assert_eq!(dom.line(a), "x y");
        assert_eq!(dom.children(dom.parent(a)).collect::<Vec<_>>(), [a, b]);
        assert_eq!(
            dom.ancestors(b).map(|n| dom.name(n).to_owned()).collect::<Vec<_>>(),
            ["body", "html"]
        );
    }
}

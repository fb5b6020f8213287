//! A parsed page as one array in document order: an element's descendants are the nodes between it
//! and its end, so that every pass over the page is a loop.

use std::ops::Range;

use dom_query::{Document, NodeData, NodeRef};

/// Nodes beyond this number are not looked at.
const MAX_NODES: usize = 600_000;

/// A page's nodes; node 0 is the document itself.
pub(crate) struct Dom {
    nodes: Vec<Node>,
    headlines: Vec<usize>,
}

struct Node {
    data: Data,
    parent: usize,
    end: usize,
}

enum Data {
    Document,
    Text(String),
    Element { name: String, attributes: Vec<(String, String)> },
}

impl Dom {
    /// Parses HTML that has been brought within its caps.
    pub fn parse(html: &str) -> Self {
        let document = Document::from(html);
        let mut nodes = vec![Node { data: Data::Document, parent: 0, end: 0 }];
        let mut waiting: Vec<(NodeRef<'_>, usize)> =
            document.root().children_it(true).map(|child| (child, 0)).collect();
        while let Some((node, parent)) = waiting.pop() {
            if nodes.len() >= MAX_NODES {
                break;
            }
            let data = node.query(|tree_node| match &tree_node.data {
                NodeData::Text { contents } => Some(Data::Text(contents.to_string())),
                NodeData::Element(element) => Some(Data::Element {
                    name: element.name.local.to_string(),
                    attributes: element
                        .attrs
                        .iter()
                        .map(|attribute| {
                            (attribute.name.local.to_string(), attribute.value.to_string())
                        })
                        .collect(),
                }),
                _ => None,
            });
            let Some(Some(data)) = data else { continue };
            let index = nodes.len();
            let element = matches!(data, Data::Element { .. });
            nodes.push(Node { data, parent, end: index + 1 });
            if element {
                waiting.extend(node.children_it(true).map(|child| (child, index)));
            }
        }
        for index in (1..nodes.len()).rev() {
            let (end, parent) = nodes.get(index).map_or((0, 0), |node| (node.end, node.parent));
            if let Some(parent) = nodes.get_mut(parent) {
                parent.end = parent.end.max(end);
            }
        }
        if let Some(root) = nodes.first_mut() {
            root.end = root.end.max(1);
        }
        let mut dom = Self { nodes, headlines: Vec::new() };
        dom.headlines = dom.named("h1").collect();
        dom
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// An element's name; empty for text.
    pub fn name(&self, node: usize) -> &str {
        match self.nodes.get(node).map(|node| &node.data) {
            Some(Data::Element { name, .. }) => name,
            _ => "",
        }
    }

    /// Whether the node is an element.
    pub fn is_element(&self, node: usize) -> bool {
        matches!(self.nodes.get(node).map(|node| &node.data), Some(Data::Element { .. }))
    }

    /// A text node's text.
    pub fn own_text(&self, node: usize) -> Option<&str> {
        match self.nodes.get(node).map(|node| &node.data) {
            Some(Data::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// An attribute's value.
    pub fn attr(&self, node: usize, wanted: &str) -> Option<&str> {
        match self.nodes.get(node).map(|node| &node.data) {
            Some(Data::Element { attributes, .. }) => {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// All attributes of an element.
    pub fn attributes(&self, node: usize) -> &[(String, String)] {
        match self.nodes.get(node).map(|node| &node.data) {
            Some(Data::Element { attributes, .. }) => attributes,
            _ => &[],
        }
    }

    /// The parent; the document is its own.
    pub fn parent(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |node| node.parent)
    }

    /// The first node after this one that is not its descendant.
    pub fn end(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(node + 1, |node| node.end)
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
        (1..self.len()).filter(move |&node| self.name(node) == name)
    }

    /// All text within a node on one line, white space folded.
    pub fn line(&self, node: usize) -> String {
        let mut out = String::new();
        for at in node..self.end(node) {
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
                None if !is_inline(self.name(at)) && !out.ends_with(' ') => out.push(' '),
                None => {}
            }
        }
        out.trim().to_owned()
    }
}

/// Elements that stand within a line of text.
pub(crate) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "picture"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "source"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
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

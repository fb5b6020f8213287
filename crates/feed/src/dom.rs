//! A web page as a tree that CSS selectors can be asked of, for the sources that are web pages.

use dateline_markup::{Caps, capped};
use dom_query::{Document, Matcher, NodeData, NodeRef, Selection};
use url::Url;

use crate::urls::resolve;

/// More of an element is not looked at, so that what is done for each of many elements stays small.
const MOST_NODES: usize = 2_000;
const LONGEST_LINE: usize = 20_000;

/// Parses a page, within limits that keep the parser and everything behind it fast.
pub(crate) fn parse(html: &str, warnings: &mut Vec<String>) -> Document {
    let capped = capped(html, &Caps::default());
    warnings.extend(capped.warnings);
    Document::from(&*capped.html)
}

/// The elements below `node` that a selector of our own matches, in document order.
pub(crate) fn all<'d>(node: NodeRef<'d>, css: &str) -> Vec<NodeRef<'d>> {
    let Ok(matcher) = Matcher::new(css) else {
        debug_assert!(false, "not a selector: {css}");
        return Vec::new();
    };
    Selection::from(node).select_matcher(&matcher).nodes().to_vec()
}

/// The first of them.
pub(crate) fn first<'d>(node: NodeRef<'d>, css: &str) -> Option<NodeRef<'d>> {
    let matcher = Matcher::new(css).ok()?;
    Selection::from(node).select_single_matcher(&matcher).nodes().first().copied()
}

/// The element itself or the first in it, within its beginning, that a selector matches.
pub(crate) fn nearest<'d>(node: NodeRef<'d>, matcher: &Matcher) -> Option<NodeRef<'d>> {
    nearest_of(node, matcher, MOST_NODES)
}

/// The same among the first `nodes` nodes.
pub(crate) fn nearest_of<'d>(
    node: NodeRef<'d>,
    matcher: &Matcher,
    nodes: usize,
) -> Option<NodeRef<'d>> {
    if node.is_match(matcher) {
        return Some(node);
    }
    node.descendants_it().take(nodes).find(|inner| inner.is_match(matcher))
}

/// An attribute that holds something, trimmed.
pub(crate) fn attribute(node: NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The visible words of an element as one line; of an absurdly large one those at its beginning.
pub(crate) fn line(node: NodeRef<'_>) -> Option<String> {
    let mut words = Words { text: String::new(), nodes_left: MOST_NODES };
    words.take_children(node);
    let line = words.text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

struct Words {
    text: String,
    nodes_left: usize,
}

impl Words {
    fn take_children(&mut self, node: NodeRef<'_>) {
        for child in node.children_it(false) {
            if self.nodes_left == 0 || self.text.len() > LONGEST_LINE {
                return;
            }
            self.nodes_left -= 1;
            self.take(child);
        }
    }

    fn take(&mut self, node: NodeRef<'_>) {
        let text = node.query(|data| match &data.data {
            NodeData::Text { contents } => Some(contents.clone()),
            _ => None,
        });
        if let Some(Some(text)) = text {
            let end = text.floor_char_boundary(LONGEST_LINE);
            self.text.push_str(text.get(..end).unwrap_or_default());
            return;
        }
        let Some(name) = node.node_name() else { return };
        if matches!(&*name, "script" | "style" | "template" | "noscript" | "iframe") {
            return;
        }
        let apart = !INLINE.contains(&&*name);
        self.text.push_str(if apart { " " } else { "" });
        self.take_children(node);
        self.text.push_str(if apart { " " } else { "" });
    }
}

/// Elements that do not part the words around them.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// The line of the first element below `node` that a selector of our own matches.
pub(crate) fn line_of(node: NodeRef<'_>, css: &str) -> Option<String> {
    first(node, css).and_then(line)
}

/// A web address in an attribute, absolute.
pub(crate) fn address(node: NodeRef<'_>, name: &str, base: &Url) -> Option<String> {
    web_address(&attribute(node, name)?, base)
}

/// Text as a web address, absolute; nothing where it is of another scheme.
pub(crate) fn web_address(text: &str, base: &Url) -> Option<String> {
    let address = resolve(Some(base), text)?;
    let web = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    (web("https://") || web("http://")).then_some(address)
}

/// The picture that the `style` of an element puts behind it, absolute.
pub(crate) fn background(node: NodeRef<'_>, base: &Url) -> Option<String> {
    let style = attribute(node, "style")?;
    let (_, rest) = style.split_once("background")?;
    let (_, rest) = rest.split_once("url(")?;
    let rest = rest.trim_start();
    let quoted = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = match quoted {
        Some(quote) => rest.get(1..)?.split(quote).next()?,
        None => rest.split(')').next()?,
    };
    web_address(inner, base)
}

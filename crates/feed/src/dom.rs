//! A web page as a tree that CSS selectors can be asked of, for the sources that are web pages.

use dateline_markup::{Caps, capped, plain_text};
use dom_query::{Document, Matcher, NodeRef, Selection};
use url::Url;

use crate::urls::resolve;

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

/// An attribute that holds something, trimmed.
pub(crate) fn attribute(node: NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The visible words of an element as one line.
pub(crate) fn line(node: NodeRef<'_>) -> Option<String> {
    let text = plain_text(&node.inner_html());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

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

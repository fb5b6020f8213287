//! HTML of a page with parts of it left out.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::{dom::Dom, words::fold};

/// Elements whose whole text is one block of an article's text.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "blockquote"
            | "pre"
            | "tr"
            | "td"
            | "figcaption"
            | "div"
            | "dt"
            | "dd"
            | "section"
    )
}

/// Writes the subtrees of some nodes as HTML, leaving out the dropped ones and the attributes with
/// these names.
pub(crate) fn write(
    dom: &Dom,
    roots: &[usize],
    dropped: &HashSet<usize>,
    unwanted: &[&str],
    out: &mut String,
) {
    for &root in roots {
        let mut open: Vec<usize> = Vec::new();
        let mut node = root;
        while node < dom.end(root) {
            while open.last().is_some_and(|&at| node >= dom.end(at)) {
                close(dom, open.pop(), out);
            }
            if dropped.contains(&node) {
                node = dom.end(node);
                continue;
            }
            match dom.own_text(node) {
                Some(text) if is_raw(dom.name(dom.parent(node))) => out.push_str(text),
                Some(text) => escape(text, out),
                None => {
                    begin(dom, node, |name| !unwanted.contains(&name), out);
                    if !dom.is_void(node) {
                        open.push(node);
                    }
                }
            }
            node += 1;
        }
        while let Some(at) = open.pop() {
            close(dom, Some(at), out);
        }
    }
}

/// Elements whose text is not escaped (HTML Living Standard, 13.3).
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "xmp" | "iframe" | "noembed" | "noframes")
}

/// Writes an element's start tag with those of its attributes that are wanted.
pub(crate) fn begin(dom: &Dom, node: usize, is_wanted: impl Fn(&str) -> bool, out: &mut String) {
    out.push('<');
    out.push_str(dom.name(node));
    for (name, value) in dom.attributes(node).filter(|(name, _)| is_wanted(name)) {
        attribute(name, value, out);
    }
    out.push('>');
}

fn attribute(name: &str, value: &str, out: &mut String) {
    if !name.is_empty()
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
}

/// Writes an element's end tag.
pub(crate) fn close(dom: &Dom, node: Option<usize>, out: &mut String) {
    if let Some(node) = node {
        out.push_str("</");
        out.push_str(dom.name(node));
        out.push('>');
    }
}

/// Adds text, or an attribute's value, so that a parser reads the same.
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    let is_special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"');
    while let Some(at) = rest.bytes().position(is_special) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match after.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = after.get(1..).unwrap_or("");
    }
    out.push_str(rest);
}

/// An article's sanitized HTML without the elements whose text is one of these blocks, each as
/// often as it is named.
pub(crate) fn without_blocks(html: &str, blocks: &[String], base: Option<&Url>) -> String {
    if blocks.is_empty() {
        return html.to_owned();
    }
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for block in blocks {
        *wanted.entry(fold(block)).or_default() += 1;
    }
    let longest = wanted.keys().map(String::len).max().unwrap_or(0);
    let dom = Dom::parse(html);
    let mut dropped = HashSet::new();
    let mut until = 0;
    for node in dom.elements() {
        if node < until || !is_block(dom.name(node)) {
            continue;
        }
        let letters: usize =
            dom.descendants(node).filter_map(|at| dom.own_text(at)).map(str::len).sum();
        if letters > 2 * longest + 200 {
            continue;
        }
        if let Some(left) = wanted.get_mut(&dom.line(node)).filter(|left| **left > 0) {
            *left -= 1;
            dropped.insert(node);
            until = dom.end(node);
        }
    }
    let Some(body) = dom.named("body").next() else { return html.to_owned() };
    let roots: Vec<usize> = dom.children(body).collect();
    let mut out = String::with_capacity(html.len());
    write(&dom, &roots, &dropped, &[], &mut out);
    dateline_markup::sanitize(&out, base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_left_out_once() {
        let html = "<div><p>One <b>and</b> two.</p><p>Stay &amp; see.</p><p>One and two.</p></div>";
        let found = without_blocks(html, &["One and two.".to_owned()], None);
        assert_eq!(found, "<div><p>Stay &amp; see.</p><p>One and two.</p></div>");
    }
}

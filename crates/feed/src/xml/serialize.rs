//! Elements inside a text, written out as the HTML that they are.

use url::Url;

use super::namespaces::Ns;
use super::tree::{Child, Node};
use crate::markup::push_escaped;

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
const ADDRESSES: [&str; 9] =
    ["href", "src", "poster", "cite", "action", "longdesc", "background", "data", "usemap"];

/// What stands inside `node` as HTML, addresses absolute, the white space around it cut.
pub(crate) fn inner(node: &Node<'_>) -> String {
    let mut out = String::new();
    push_children(&mut out, node);
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

/// The same without the single `<div>` that Atom wraps around XHTML (RFC 4287, 3.1.1.3).
pub(crate) fn inner_without_div(node: &Node<'_>) -> String {
    let mut visible = node.children.iter().filter(|c| match c {
        Child::Text(text) => !text.trim().is_empty(),
        Child::Node(_) => true,
    });
    match (visible.next(), visible.next()) {
        (Some(Child::Node(div)), None) if div.name == "div" => inner(div),
        _ => inner(node),
    }
}

fn push_children(out: &mut String, node: &Node<'_>) {
    for child in &node.children {
        match child {
            Child::Text(text) => push_escaped(out, text, false),
            Child::Node(node) => push_node(out, node),
        }
    }
}

fn push_node(out: &mut String, node: &Node<'_>) {
    let name = node.raw.rsplit(':').next().unwrap_or(node.raw);
    out.push('<');
    out.push_str(name);
    for attribute in &node.attributes {
        let xml = attribute.ns == Ns::Xml;
        if xml && attribute.name != "lang" || !xml && attribute.ns != Ns::Core {
            continue;
        }
        out.push(' ');
        out.push_str(&attribute.name);
        out.push_str("=\"");
        let resolved = node
            .base
            .as_deref()
            .filter(|_| ADDRESSES.contains(&&*attribute.name))
            .and_then(|base| relative(base, &attribute.value));
        push_escaped(out, resolved.as_deref().unwrap_or(&attribute.value), true);
        out.push('"');
    }
    if VOID.contains(&&*node.name) {
        out.push_str(" />");
        push_children(out, node);
        return;
    }
    out.push('>');
    push_children(out, node);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn relative(base: &Url, value: &str) -> Option<String> {
    match Url::parse(value.trim()) {
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            base.join(value.trim()).ok().map(Into::into)
        }
        _ => None,
    }
}

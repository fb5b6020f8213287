//! The text of a message as plain HTML: the formatting that a person chose, nothing of the page's.

use dom_query::{NodeData, NodeRef};
use url::Url;

use crate::dom;
use crate::markup::push_escaped;

/// What stands inside an element, addresses absolute.
pub(super) fn html(node: NodeRef<'_>, base: &Url) -> String {
    let mut out = String::new();
    push_children(&mut out, node, base);
    let mut trimmed = out.trim();
    while let Some(inner) = trimmed.strip_suffix("<br>").or_else(|| trimmed.strip_prefix("<br>")) {
        trimmed = inner.trim();
    }
    trimmed.to_owned()
}

fn push_children(out: &mut String, node: NodeRef<'_>, base: &Url) {
    for child in node.children_it(false) {
        push(out, child, base);
    }
}

fn push(out: &mut String, node: NodeRef<'_>, base: &Url) {
    let text = node.query(|data| match &data.data {
        NodeData::Text { contents } => Some(contents.clone()),
        _ => None,
    });
    if let Some(Some(text)) = text {
        push_escaped(out, &text, false);
        return;
    }
    let Some(name) = node.node_name() else { return };
    match &*name {
        "br" => out.push_str("<br>"),
        // An emoji is a picture around the character.
        "i" if node.has_class("emoji") => push_escaped(out, &node.text(), false),
        "b" | "strong" | "i" | "em" | "u" | "s" | "del" | "ins" | "code" | "pre" | "blockquote"
        | "mark" | "sub" | "sup" => {
            out.push('<');
            out.push_str(&name);
            out.push('>');
            push_children(out, node, base);
            out.push_str("</");
            out.push_str(&name);
            out.push('>');
        }
        "a" => match dom::attribute(node, "href").and_then(|href| link(&href, base)) {
            Some(href) => {
                out.push_str("<a href=\"");
                push_escaped(out, &href, true);
                out.push_str("\">");
                push_children(out, node, base);
                out.push_str("</a>");
            }
            None => push_children(out, node, base),
        },
        "script" | "style" | "template" => {}
        _ => push_children(out, node, base),
    }
}

fn link(href: &str, base: &Url) -> Option<String> {
    let mail = href.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    if mail { Some(href.to_owned()) } else { dom::web_address(href, base) }
}

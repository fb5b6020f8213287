//! Writing OPML 2.0.

use super::{Opml, Outline};
use crate::markup::push_escaped;

/// Writes a list as OPML 2.0. [`read`](super::read()) gives the same list back: outlines of one folder are
/// put together only where they follow each other, so that the order is kept.
pub fn write(opml: &Opml) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head>");
    for (name, value) in [("title", &opml.title), ("ownerName", &opml.owner)] {
        if let Some(value) = value {
            out.push_str(&format!("\n  <{name}>"));
            push_text(&mut out, value);
            out.push_str(&format!("</{name}>"));
        }
    }
    out.push_str("\n</head>\n<body>\n");
    let mut open: Vec<&str> = Vec::new();
    for outline in &opml.outlines {
        enter(&mut out, &mut open, &outline.folder);
        push_outline(&mut out, outline, open.len() + 1);
    }
    for folder in &opml.empty_folders {
        enter(&mut out, &mut open, &[]);
        enter(&mut out, &mut open, folder);
    }
    enter(&mut out, &mut open, &[]);
    out.push_str("</body>\n</opml>\n");
    out
}

/// Closes and opens folders until `folder` is the open one.
fn enter<'o>(out: &mut String, open: &mut Vec<&'o str>, folder: &'o [String]) {
    let shared = open.iter().zip(folder).take_while(|(a, b)| *a == b).count();
    while open.len() > shared {
        indent(out, open.len());
        out.push_str("</outline>\n");
        open.pop();
    }
    for name in folder.iter().skip(shared) {
        open.push(name);
        indent(out, open.len());
        out.push_str("<outline");
        push_attribute(out, "text", name);
        push_attribute(out, "title", name);
        out.push_str(">\n");
    }
}

fn push_outline(out: &mut String, outline: &Outline, depth: usize) {
    indent(out, depth);
    out.push_str("<outline");
    let other_text = outline.other.iter().find(|(name, _)| name == "text").map(|(_, text)| text);
    let title = outline.title.as_ref();
    // OPML 2.0 wants a text on every outline.
    let fallback = outline.xml_url.as_ref().or(outline.html_url.as_ref());
    if let Some(text) = other_text.or(title).or(fallback) {
        push_attribute(out, "text", text);
    }
    let kind = outline.kind.as_deref().or(outline.xml_url.as_ref().map(|_| "rss"));
    let categories = outline.categories.join(",");
    for (name, value) in [
        ("title", title.map(String::as_str)),
        ("type", kind),
        ("xmlUrl", outline.xml_url.as_deref()),
        ("htmlUrl", outline.html_url.as_deref()),
        ("description", outline.description.as_deref()),
        ("category", Some(categories.as_str()).filter(|c| !c.is_empty())),
    ] {
        if let Some(value) = value {
            push_attribute(out, name, value);
        }
    }
    for (name, value) in outline.other.iter().filter(|(name, _)| is_name(name) && name != "text") {
        push_attribute(out, name, value);
    }
    out.push_str("/>\n");
}

/// Names that were read from a broken file may not be names; they would break the written one.
fn is_name(name: &str) -> bool {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    name.chars().all(good) && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let start = out.len();
    push_escaped(out, value, true);
    // An XML reader turns plain line breaks and tabs of an attribute into spaces.
    if out.get(start..).is_some_and(|v| v.contains(['\n', '\t', '\r'])) {
        let value = out.split_off(start);
        out.push_str(&value.replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;"));
    }
    out.push('"');
}

fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, false);
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

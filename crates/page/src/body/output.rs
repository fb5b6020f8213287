//! The article as text and as HTML.

use std::collections::HashMap;

use url::Url;

use super::{
    blocks::Block,
    furniture::{Furniture, Mark},
};
use crate::dom::Dom;

/// The kept blocks, one a line, an empty line between them.
pub(super) fn text(blocks: &[Block]) -> String {
    let kept: Vec<&str> =
        blocks.iter().filter(|block| block.kept).map(|block| block.text.trim()).collect();
    kept.join("\n\n")
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "wbr"
    )
}

/// Elements shown although they hold no text of the article.
fn is_media(name: &str) -> bool {
    matches!(name, "img" | "picture" | "figure" | "video" | "audio" | "iframe")
}

/// The container as sanitized HTML without its furniture and the blocks that were not kept.
pub(super) fn html(
    dom: &Dom,
    container: usize,
    furniture: &Furniture,
    blocks: &[Block],
    base: Option<&Url>,
) -> String {
    let mut kept_in: HashMap<usize, bool> = HashMap::new();
    for block in blocks {
        *kept_in.entry(block.node).or_default() |= block.kept;
    }
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let (first, last) = match (blocks.iter().find(|b| b.kept), blocks.iter().rev().find(|b| b.kept))
    {
        (Some(first), Some(last)) => (first.node, dom.end(last.node)),
        _ => return String::new(),
    };
    let mut node = container;
    while node < dom.end(container) {
        while open.last().is_some_and(|&at| node >= dom.end(at)) {
            if let Some(at) = open.pop() {
                out.push_str(&format!("</{}>", dom.name(at)));
            }
        }
        if let Some(text) = dom.own_text(node) {
            escape(text, &mut out);
            node += 1;
            continue;
        }
        let name = dom.name(node);
        let figure = furniture.of(node) == Mark::Figure
            || name == "iframe" && furniture.of(dom.parent(node)) == Mark::Open;
        let furniture = furniture.of(node) == Mark::Furniture && !figure;
        let rejected = kept_in.get(&node) == Some(&false)
            && !dom
                .descendants(node)
                .any(|at| kept_in.get(&at) == Some(&true) || is_media(dom.name(at)));
        let outside = dom.end(node) <= first || node >= last;
        if (furniture || rejected || outside) && node != container {
            node = dom.end(node);
            continue;
        }
        out.push('<');
        out.push_str(name);
        for (attribute, value) in dom.attributes(node) {
            if attribute.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
                out.push_str(&format!(" {attribute}=\""));
                escape(value, &mut out);
                out.push('"');
            }
        }
        out.push('>');
        if !is_void(name) {
            open.push(node);
        }
        node += 1;
    }
    while let Some(at) = open.pop() {
        out.push_str(&format!("</{}>", dom.name(at)));
    }
    dateline_markup::sanitize(&out, base)
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::dom::Dom;

    #[test]
    fn figures_are_shown_but_their_captions_are_no_text() {
        let prose = "<p>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>".repeat(4);
        let dom = Dom::parse(&format!(
            "<body><article><h1>Bridge</h1>{prose}<figure><img src=/b.jpg><figcaption>The bridge</figcaption></figure>\
             <div class=share-bar><p>Share!</p></div>{prose}</article>"
        ));
        let base = url::Url::parse("https://example.org/x").expect("an address");
        let body = read(&dom, Some("Bridge"), Some(&base));
        assert!(
            body.html.contains("https://example.org/b.jpg")
                && body.html.contains("<figcaption>The bridge")
        );
        assert!(!body.text.contains("The bridge\n") && !body.html.contains("Share!"));
        assert_eq!(body.text.matches("The council").count(), 8);
    }
}

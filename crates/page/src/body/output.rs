//! The article as text and as HTML, both of the same blocks.

use url::Url;

use super::blocks::Block;
use crate::{dom::Dom, edit};

/// The kept blocks, one a line, an empty line between them.
pub(super) fn text(blocks: &[Block]) -> String {
    let kept: Vec<&str> =
        blocks.iter().filter(|block| block.kept).map(|block| block.text.trim()).collect();
    kept.join("\n\n")
}

/// Elements shown although they hold no text of the article.
fn is_media(name: &str) -> bool {
    matches!(name, "img" | "picture" | "figure" | "video" | "audio" | "iframe" | "embed" | "object")
}

/// How an element is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// Neither it nor anything in it.
    Nothing,
    /// It, and what is shown of what it holds.
    Parts,
    /// All of it: a figure with its caption.
    Whole,
}

/// What is shown of every node.
struct Plan(Vec<Show>);

impl Plan {
    fn of(dom: &Dom, blocks: &[Block]) -> Self {
        let mut show = vec![Show::Nothing; dom.len()];
        let mut foreign = vec![false; dom.len()];
        for block in blocks {
            if block.kept {
                if let Some(range) = show.get_mut(block.range.clone()) {
                    range.fill(Show::Parts);
                }
            } else if let Some(other) = foreign.get_mut(block.node) {
                *other = !in_figure(dom, block.node);
            }
        }
        for node in (1..dom.len()).rev() {
            let above = dom.parent(node);
            if show.get(node) == Some(&Show::Parts)
                && let Some(above) = show.get_mut(above)
            {
                *above = Show::Parts;
            }
            if foreign.get(node) == Some(&true)
                && let Some(above) = foreign.get_mut(above)
            {
                *above = true;
            }
        }
        let first = blocks.iter().find(|block| block.kept).map_or(0, |block| block.range.start);
        let last = blocks.iter().rfind(|block| block.kept).map_or(0, |block| block.range.end);
        let mut node = first;
        while node < last {
            let media = is_media(dom.name(node)) && show.get(node) != Some(&Show::Parts);
            if media && !lies_among_foreign(dom, node, &show, &foreign) {
                for above in dom.ancestors(node) {
                    if let Some(above @ Show::Nothing) = show.get_mut(above) {
                        *above = Show::Parts;
                    }
                }
                if let Some(range) = show.get_mut(node..dom.end(node)) {
                    range.fill(Show::Whole);
                }
                node = dom.end(node);
            } else {
                node += 1;
            }
        }
        Self(show)
    }

    fn shows(&self, node: usize) -> bool {
        self.0.get(node).is_some_and(|&show| show != Show::Nothing)
    }
}

fn in_figure(dom: &Dom, node: usize) -> bool {
    std::iter::once(node)
        .chain(dom.ancestors(node).take(6))
        .any(|at| matches!(dom.name(at), "figure" | "figcaption"))
}

/// Whether a picture stands with words that are not the article's, as beside another headline.
fn lies_among_foreign(dom: &Dom, node: usize, show: &[Show], foreign: &[bool]) -> bool {
    std::iter::once(node)
        .chain(dom.ancestors(node))
        .take_while(|&at| show.get(at) == Some(&Show::Nothing))
        .any(|at| foreign.get(at) == Some(&true))
}

/// Attributes that sanitizing may look at.
fn is_telling(attribute: &str) -> bool {
    !matches!(attribute, "class" | "id" | "style" | "role" | "target" | "rel")
        && !attribute.starts_with("on")
        && !attribute.starts_with("aria-")
        && (!attribute.starts_with("data-") || attribute.contains("src"))
}

/// Whether an element only carries a style or a name, which are not kept.
fn says_nothing(dom: &Dom, node: usize) -> bool {
    dom.name(node) == "span" && dom.attr(node, "lang").is_none() && dom.attr(node, "dir").is_none()
}

/// The innermost element that holds all kept blocks.
fn container(dom: &Dom, blocks: &[Block]) -> Option<usize> {
    let first = blocks.iter().find(|block| block.kept)?;
    let last = blocks.iter().rfind(|block| block.kept)?;
    std::iter::once(first.node)
        .chain(dom.ancestors(first.node))
        .find(|&node| last.range.end <= dom.end(node))
}

/// The kept blocks and the figures between them as sanitized HTML.
pub(super) fn html(dom: &Dom, blocks: &[Block], base: Option<&Url>) -> String {
    let Some(container) = container(dom, blocks) else { return String::new() };
    let plan = Plan::of(dom, blocks);
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut node = container;
    while node < dom.end(container) {
        while open.last().is_some_and(|&at| node >= dom.end(at)) {
            edit::close(dom, open.pop(), &mut out);
        }
        if !plan.shows(node) {
            node = dom.end(node);
            continue;
        }
        if let Some(text) = dom.own_text(node) {
            edit::escape(text, &mut out);
        } else if !says_nothing(dom, node) {
            edit::begin(dom, node, is_telling, &mut out);
            if !dom.is_void(node) {
                open.push(node);
            }
        }
        node += 1;
    }
    while let Some(at) = open.pop() {
        edit::close(dom, Some(at), &mut out);
    }
    dateline_markup::sanitize(&out, base)
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
             <div class=share-bar><a href=x>Share this</a></div>{prose}</article>"
        ));
        let base = url::Url::parse("https://example.org/x").expect("an address");
        let body = read(&dom, Some("Bridge"), None, Some(&base));
        assert!(
            body.html.contains("https://example.org/b.jpg")
                && body.html.contains("<figcaption>The bridge")
        );
        assert!(!body.text.contains("The bridge\n") && !body.html.contains("Share this"));
        assert_eq!(body.text.matches("The council").count(), 8);
    }
}

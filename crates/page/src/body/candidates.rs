//! Which element holds the article.

use super::blocks::{Block, BlockKind};
use crate::{
    dom::Dom,
    words::{identifier_words, likeness},
};

/// The share of the prose of an element that a child must hold to be looked into instead of it.
const DESCENT: f64 = 0.62;

/// A block's worth as prose: long blocks with few links count, and more so with punctuation.
pub(super) fn worth(block: &Block) -> f64 {
    let density = block.linked as f64 / block.letters.max(1) as f64;
    if block.letters < 25 || density > 0.5 || matches!(block.kind, BlockKind::Heading(_)) {
        return 0.0;
    }
    let letters = block.letters as f64 * (1.0 - density);
    let marks = block.text.matches([',', '.', '。', '，', '!', '?']).count() as f64;
    let kind = match block.kind {
        BlockKind::Paragraph | BlockKind::Quote => 1.0,
        BlockKind::Item | BlockKind::Loose | BlockKind::Preformatted => 0.6,
        BlockKind::Row | BlockKind::Heading(_) => 0.4,
    };
    let length = if block.letters < 80 { 0.3 } else { 1.0 };
    (letters.min(1500.0) * length + marks.min(30.0) * 10.0) * kind
}

/// Names that publishers give the element of an article's body.
fn is_named_body(dom: &Dom, node: usize) -> bool {
    if dom.attr(node, "itemprop").is_some_and(|prop| prop.split(' ').any(|p| p == "articleBody")) {
        return true;
    }
    let named = |identifier: &str| {
        identifier.split_whitespace().any(|class| {
            let words = identifier_words(class);
            let joined = words.join("-");
            words.len() <= 5
                && [
                    "article-body",
                    "articlebody",
                    "story-body",
                    "storybody",
                    "entry-content",
                    "post-content",
                    "article-content",
                    "post-body",
                    "article-text",
                    "body-copy",
                    "story-content",
                    "rich-text-body",
                    "content-body",
                    "article-body-content",
                ]
                .iter()
                .any(|name| joined.ends_with(name) || joined.starts_with(name))
        })
    };
    dom.attr(node, "class").is_some_and(named) || dom.attr(node, "id").is_some_and(named)
}

/// The element that holds the article: the smallest one around most of the page's prose, or one
/// that the publisher names as the body if it holds enough of it.
pub(super) fn choose(dom: &Dom, blocks: &[Block], title: Option<&str>) -> usize {
    let mut weights = vec![0.0f64; dom.len()];
    for block in blocks {
        if let Some(weight) = weights.get_mut(block.node) {
            *weight += worth(block);
        }
    }
    for node in (1..dom.len()).rev() {
        let weight = weights.get(node).copied().unwrap_or(0.0);
        if let Some(parent) = weights.get_mut(dom.parent(node)) {
            *parent += weight;
        }
    }
    let weight = |node: usize| weights.get(node).copied().unwrap_or(0.0);
    let all = weight(0);
    if all <= 0.0 {
        return dom.named("body").next().unwrap_or(0);
    }
    let headline = title.and_then(|title| {
        dom.elements().find(|&node| {
            matches!(dom.name(node), "h1" | "h2")
                && dom.end(node) - node < 200
                && likeness(&dom.line(node), title) >= 0.8
        })
    });
    let start = named(dom, &weight, all, headline, 0.4, &is_named_body)
        .or_else(|| {
            named(dom, &weight, all, headline, 0.4, &|dom, node| dom.name(node) == "article")
        })
        .or_else(|| named(dom, &weight, all, headline, 0.4, &|dom, node| dom.name(node) == "main"))
        .unwrap_or(0);
    descend(dom, start, &weight)
}

/// The heaviest element of a sort that holds enough of the prose. Where a page shows one article
/// after the other, none holds much of the whole: then it is the one that the headline belongs to.
fn named(
    dom: &Dom,
    weight: &impl Fn(usize) -> f64,
    all: f64,
    headline: Option<usize>,
    enough: f64,
    is: &impl Fn(&Dom, usize) -> bool,
) -> Option<usize> {
    let mut outermost: Vec<usize> = Vec::new();
    for node in dom.elements() {
        if is(dom, node) && outermost.last().is_none_or(|&last| node >= dom.end(last)) {
            outermost.push(node);
        }
    }
    let heaviest = outermost
        .iter()
        .copied()
        .max_by(|&a, &b| weight(a).total_cmp(&weight(b)).then(b.cmp(&a)))?;
    let substantial: Vec<usize> =
        outermost.into_iter().filter(|&node| weight(node) >= 0.1 * all.min(20_000.0)).collect();
    if substantial.len() >= 2
        && let Some(headline) = headline
        && let Some(&first) = substantial.iter().find(|&&node| dom.end(node) > headline)
        && has_own_headlines(dom, &substantial, headline)
    {
        return Some(first);
    }
    (weight(heaviest) >= enough * all).then_some(heaviest)
}

/// Whether the elements after the first stand under headlines of their own.
fn has_own_headlines(dom: &Dom, elements: &[usize], headline: usize) -> bool {
    let level = dom.name(headline);
    elements.windows(2).all(|pair| match pair {
        [before, after] => (dom.end(*before)..dom.end(*after)).any(|node| dom.name(node) == level),
        _ => true,
    })
}

fn descend(dom: &Dom, start: usize, weight: &impl Fn(usize) -> f64) -> usize {
    let mut at = start;
    loop {
        let best = dom
            .children(at)
            .filter(|&child| dom.is_element(child))
            .max_by(|&a, &b| weight(a).total_cmp(&weight(b)));
        match best {
            Some(child)
                if weight(child) >= DESCENT * weight(at)
                    && !matches!(
                        dom.name(child),
                        "p" | "li" | "ul" | "ol" | "blockquote" | "pre" | "tr" | "table" | "dl"
                    ) =>
            {
                // A child may leave a part of the prose behind only if more of it stays.
                let lost = weight(at) - weight(child);
                if lost > 0.25 * weight(at) && is_paragraph_sibling(dom, at, child) {
                    return at;
                }
                at = child;
            }
            _ => return at,
        }
    }
}

/// Whether the prose beside the child stands directly in paragraphs, as in a body that opens with
/// a few and wraps the rest.
fn is_paragraph_sibling(dom: &Dom, parent: usize, child: usize) -> bool {
    dom.children(parent).filter(|&node| node != child && dom.name(node) == "p").count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks, furniture},
        *,
    };

    #[test]
    fn the_prose_not_the_list_of_links() {
        let prose = "<p>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>".repeat(6);
        let links =
            "<li><a href=x>Another headline of another story on this page</a></li>".repeat(30);
        let dom = Dom::parse(&format!(
            "<body><div id=top><ul>{links}</ul></div><div><div id=story>{prose}</div></div>"
        ));
        let found = choose(&dom, &blocks::collect(&dom, &furniture::marks(&dom, true)), None);
        assert_eq!(dom.attr(found, "id"), Some("story"));
    }

    #[test]
    fn a_body_in_two_parts_stays_whole() {
        let prose = "<p>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>".repeat(6);
        let dom = Dom::parse(&format!(
            "<div id=whole><div>{prose}</div><div class=x>...</div><div>{prose}</div></div>"
        ));
        let found = choose(&dom, &blocks::collect(&dom, &furniture::marks(&dom, true)), None);
        assert_eq!(dom.attr(found, "id"), Some("whole"));
    }
}

//! The visible headline.

use super::View;
use crate::words::{likeness, tokens};

/// A headline as the reader sees it.
pub(crate) struct Headline {
    pub node: usize,
    pub text: String,
    /// How like it is to what the page's metadata say, 0 to 1.
    pub alike: f64,
    /// It stands alone, at the head of the article rather than of the page.
    pub certain: bool,
}

/// Headings that belong to the page: a section's name, a menu.
const PAGES_OWN: &[&str] =
    &["menu", "search", "blog", "news", "our blog", "navigation", "articles", "home", "resources"];

/// The `h1` most like what the metadata say, else the first outside the furniture.
/// `is_site` tells whether a line is the outlet's name.
pub(crate) fn find(
    view: &View<'_>,
    claimed: &[&str],
    is_site: &impl Fn(&str) -> bool,
) -> Option<Headline> {
    let dom = view.dom;
    let lines: Vec<(usize, String)> = dom
        .named("h1")
        .take(20)
        .map(|node| (node, dom.line(node)))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let alike = |line: &str| {
        let agreed = claimed.iter().map(|title| match is_site(line) {
            true => likeness(line, title),
            false => agreement(line, title),
        });
        agreed.fold(0.0, f64::max)
    };
    // The first of those that are as good.
    let best = lines
        .iter()
        .map(|(node, text)| (*node, text, alike(text)))
        .reduce(|best, other| if other.2 > best.2 { other } else { best });
    if let Some((node, text, alike)) = best
        && alike >= 0.5
    {
        return Some(Headline { node, alike, text: text.clone(), certain: true });
    }
    if let Some(found) = heading_alike(view, claimed) {
        return Some(found);
    }
    let of_article = |node: usize| {
        !view.in_furniture(node)
            && !dom.ancestors(node).any(|at| {
                matches!(dom.name(at), "nav" | "footer")
                    || dom.name(at) == "header"
                        && !dom.ancestors(at).any(|up| matches!(dom.name(up), "article" | "main"))
            })
    };
    let own: Vec<&(usize, String)> = lines
        .iter()
        .filter(|(node, line)| {
            !is_site(line)
                && !PAGES_OWN.contains(&line.to_lowercase().as_str())
                && of_article(*node)
        })
        .collect();
    let Some((node, text)) = own.first() else { return line_alike(view, claimed) };
    let certain = own.len() == 1 && (3..=40).contains(&tokens(text).len());
    Some(Headline { node: *node, text: text.clone(), alike: alike(text), certain })
}

/// How well a heading agrees with a claimed title, 0 to 1: a title may go on after a dash.
fn agreement(heading: &str, title: &str) -> f64 {
    let opens = title.strip_prefix(heading).is_some_and(|rest| {
        [" - ", " | ", " – ", " — ", ": "].iter().any(|separator| rest.starts_with(separator))
    });
    if opens && heading.len() >= 4 { 1.0 } else { likeness(heading, title) }
}

/// A line that says what the metadata say, on a page without headings.
fn line_alike(view: &View<'_>, claimed: &[&str]) -> Option<Headline> {
    let dom = view.dom;
    let body = dom.named("body").next()?;
    dom.descendants(body)
        .filter(|&node| dom.own_text(node).is_some_and(|text| text.len() < 400))
        .map(|node| dom.parent(node))
        .filter(|&node| !matches!(dom.name(node), "title" | "script" | "style" | "a"))
        .take(800)
        .find_map(|node| {
            let text = dom.line(node);
            let alike = claimed.iter().map(|title| likeness(&text, title)).fold(0.0, f64::max);
            (alike >= 0.9 && tokens(&text).len() >= 3 && !view.in_furniture(node))
                .then_some(Headline { node, text, alike, certain: false })
        })
}

/// A heading of a lower level that says what the metadata say, on a page whose `h1` is its name.
fn heading_alike(view: &View<'_>, claimed: &[&str]) -> Option<Headline> {
    let dom = view.dom;
    dom.elements()
        .filter(|&node| matches!(dom.name(node), "h2" | "h3") && dom.end(node) - node < 40)
        .take(60)
        .find_map(|node| {
            let text = dom.line(node);
            let alike = claimed.iter().map(|title| likeness(&text, title)).fold(0.0, f64::max);
            (alike >= 0.8 && tokens(&text).len() >= 3 && !view.in_furniture(node))
                .then_some(Headline { node, text, alike, certain: false })
        })
}

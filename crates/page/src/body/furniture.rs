//! The page's furniture: navigation, share bars, comments, teasers of other articles.

use super::names::{holds_comments, is_furniture_element, named_as_furniture};
use crate::dom::Dom;

fn is_hidden(dom: &Dom, node: usize) -> bool {
    // React streams parts of a page hidden and moves them to their place by script.
    if dom.attr(node, "id").is_some_and(|id| id.starts_with("S:")) {
        return false;
    }
    if dom.attr(node, "hidden").is_some_and(|value| value != "until-found")
        || dom.attr(node, "aria-hidden") == Some("true")
    {
        return true;
    }
    dom.attr(node, "style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

fn has_furniture_role(dom: &Dom, node: usize) -> bool {
    dom.attr(node, "role").is_some_and(|role| {
        matches!(
            role,
            "navigation"
                | "complementary"
                | "banner"
                | "contentinfo"
                | "search"
                | "dialog"
                | "alert"
                | "menu"
                | "menubar"
                | "toolbar"
                | "tablist"
                | "button"
                | "alertdialog"
        )
    })
}

/// For every node, whether it lies in furniture.
pub(super) struct Furniture {
    marks: Vec<Mark>,
    /// Letters of prose on the whole page but for the readers' comments.
    pub prose: usize,
}

/// How a node counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It may be the article.
    Open,
    /// It is left out of the text and of the HTML.
    Furniture,
    /// A figure: shown, but its caption is not the article's text.
    Figure,
}

impl Furniture {
    /// How a node counts.
    pub fn of(&self, node: usize) -> Mark {
        self.marks.get(node).copied().unwrap_or(Mark::Open)
    }
}

/// Marks every node, by the names of classes only where `by_name` says so. An element that is named like furniture but holds much of the page's prose is
/// none: many themes hang such names on the whole page.
pub(super) fn marks(dom: &Dom, by_name: bool) -> Furniture {
    let prose = prose(dom);
    let all = prose.first().copied().unwrap_or(0).max(1);
    let mut marks = vec![Mark::Open; dom.len()];
    let mut in_comments = 0;
    let mut node = 1;
    while node < dom.len() {
        if !dom.is_element(node) {
            node += 1;
            continue;
        }
        let name = dom.name(node);
        let share = prose.get(node).copied().unwrap_or(0) as f64 / all as f64;
        let identifier = || {
            by_name
                && (named_as_furniture(dom.attr(node, "class").unwrap_or(""))
                    || named_as_furniture(dom.attr(node, "id").unwrap_or("")))
        };
        let exempt = matches!(name, "html" | "body" | "main" | "p" | "h1" | "blockquote" | "pre")
            || (name == "article" && share > 0.1);
        let comments = || {
            by_name
                && share < 0.98
                && (holds_comments(dom.attr(node, "class")) || holds_comments(dom.attr(node, "id")))
                && !dom.holds_headline(node)
        };
        let layout = matches!(name, "form" | "aside" | "label" | "fieldset") && share > 0.3;
        let mark = if is_hidden(dom, node) && share < 0.5 {
            Mark::Furniture
        } else if matches!(name, "figure" | "figcaption") && share < 0.3 {
            Mark::Figure
        } else if (is_furniture_element(name) && !layout)
            || (!exempt && comments())
            || (!exempt && share < 0.3 && (has_furniture_role(dom, node) || identifier()))
        {
            Mark::Furniture
        } else {
            Mark::Open
        };
        if mark == Mark::Open {
            node += 1;
            continue;
        }
        if !exempt && comments() {
            in_comments += prose.get(node).copied().unwrap_or(0);
        }
        let end = dom.end(node);
        if let Some(range) = marks.get_mut(node..end) {
            range.fill(mark);
        }
        node = end;
    }
    Furniture { marks, prose: all - in_comments.min(all) }
}

/// How many letters of prose lie within each node: text in long runs outside of links.
fn prose(dom: &Dom) -> Vec<usize> {
    let mut weights = vec![0usize; dom.len()];
    let mut skipped_until = 0;
    for node in 1..dom.len() {
        if node >= skipped_until
            && matches!(
                dom.name(node),
                "a" | "script" | "style" | "nav" | "noscript" | "button" | "template"
            )
        {
            skipped_until = dom.end(node);
        }
        if node < skipped_until {
            continue;
        }
        let Some(text) = dom.own_text(node) else { continue };
        let letters = text.trim().len();
        if letters >= 40
            && let Some(weight) = weights.get_mut(node)
        {
            *weight = letters;
        }
    }
    for node in (1..dom.len()).rev() {
        let weight = weights.get(node).copied().unwrap_or(0);
        if let Some(parent) = weights.get_mut(dom.parent(node)) {
            *parent += weight;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_within_a_sidebar_class_is_no_sidebar() {
        let prose = "Many words that tell a story at some length, one after the other. ".repeat(4);
        let dom = Dom::parse(&format!(
            "<div class=sidebar><p>{prose}</p></div><div class=share><p>Share this</p></div>"
        ));
        let marks = marks(&dom, true);
        let of = |class: &str| {
            dom.elements().find(|&n| dom.attr(n, "class") == Some(class)).map(|n| marks.of(n))
        };
        assert_eq!(of("sidebar"), Some(Mark::Open));
        assert_eq!(of("share"), Some(Mark::Furniture));
    }
}

//! What a reader sees: the headline, the byline, the date; and microdata, which marks the same.

use super::{dates, people};
use crate::{
    PageDate,
    dom::Dom,
    words::{fold, identifier_words, likeness},
};

/// An element that marks one fact holds few nodes.
const MAX_NODES: usize = 60;

/// Of elements that mark the same fact only the first are looked at.
const MAX_MARKED: usize = 200;

/// A byline is short.
const MAX_BYLINE: usize = 160;

/// Whether the element is part of the page's furniture, where other articles' bylines stand.
fn in_furniture(dom: &Dom, node: usize) -> bool {
    dom.ancestors(node).any(|at| {
        let suspect = match dom.name(at) {
            "nav" | "footer" | "aside" => true,
            "html" | "body" | "main" | "article" => false,
            _ => is_other_articles(dom.attr(at, "class")) || is_other_articles(dom.attr(at, "id")),
        };
        // What holds the headline holds the article.
        suspect && !dom.holds_headline(at)
    })
}

/// Whether a class or id names a place of comments or of other articles.
fn is_other_articles(identifier: Option<&str>) -> bool {
    identifier.is_some_and(|identifier| {
        identifier.split_whitespace().any(|class| {
            let words = identifier_words(class);
            let about =
                |word: &String| matches!(word.as_str(), "has" | "no" | "with" | "single" | "mode");
            !words.iter().any(about)
                && words.iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "related"
                            | "comment"
                            | "comments"
                            | "sidebar"
                            | "recommended"
                            | "trending"
                            | "popular"
                            | "teaser"
                            | "teasers"
                            | "newsletter"
                    )
                })
        })
    })
}

fn identifier(dom: &Dom, node: usize) -> Vec<String> {
    let mut words = identifier_words(dom.attr(node, "class").unwrap_or(""));
    words.extend(identifier_words(dom.attr(node, "id").unwrap_or("")));
    words
}

/// The visible headline: the `h1` most like what the metadata say, else the first outside the
/// furniture.
pub(crate) fn headline(dom: &Dom, claimed: &[&str]) -> Option<String> {
    let lines: Vec<(usize, String)> = dom
        .named("h1")
        .take(20)
        .map(|node| (node, dom.line(node)))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let best = lines
        .iter()
        .map(|(_, line)| {
            let alike = claimed.iter().map(|title| likeness(line, title)).fold(0.0, f64::max);
            (alike, line)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((alike, line)) = best
        && alike >= 0.5
    {
        return Some(line.clone());
    }
    lines
        .into_iter()
        .find(|(node, _)| {
            !dom.ancestors(*node).any(|at| matches!(dom.name(at), "nav" | "header" | "footer"))
        })
        .map(|(_, line)| line)
}

/// The people whom the page's byline names.
pub(crate) fn authors(dom: &Dom) -> Vec<String> {
    let ranks: [fn(&Dom, usize) -> bool; 4] = [
        |dom, node| {
            dom.attr(node, "itemprop")
                .is_some_and(|prop| prop.split(' ').any(|p| p == "author" || p == "creator"))
        },
        |dom, node| {
            dom.attr(node, "rel").is_some_and(|rel| rel.split(' ').any(|word| word == "author"))
        },
        |dom, node| {
            identifier(dom, node).iter().any(|word| matches!(word.as_str(), "byline" | "bylines"))
        },
        |dom, node| {
            identifier(dom, node).iter().any(|word| {
                matches!(word.as_str(), "author" | "authors" | "contributor" | "writer")
            })
        },
    ];
    for applies in ranks {
        let mut found: Vec<String> = Vec::new();
        let mut until = 0;
        for node in dom.elements() {
            if node < until || !applies(dom, node) || in_furniture(dom, node) {
                continue;
            }
            let named = dom.descendants(node).find(|&at| dom.attr(at, "itemprop") == Some("name"));
            let line = match named.filter(|&at| dom.name(at) == "meta") {
                Some(meta) => fold(dom.attr(meta, "content").unwrap_or("")),
                None => dom.line(named.unwrap_or(node)),
            };
            until = dom.end(node);
            let mut people =
                if line.len() > MAX_BYLINE { Vec::new() } else { people::of_byline(&line) };
            if people.is_empty() {
                people.extend(first_name_within(dom, node));
            }
            for person in people {
                if !found.contains(&person) {
                    found.push(person);
                }
            }
            if found.len() >= 8 {
                break;
            }
            if !found.is_empty() && dom.attr(node, "itemprop").is_none() {
                break;
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    let named = by_line(dom);
    if !named.is_empty() {
        return named;
    }
    // Some outlets set the byline in a column beside the article.
    dom.named("a")
        .filter(|&node| {
            dom.attr(node, "rel").is_some_and(|rel| rel.split(' ').any(|word| word == "author"))
        })
        .map(|node| people::of_byline(&dom.line(node)))
        .find(|people| !people.is_empty())
        .unwrap_or_default()
}

/// The handle that a link to the author's page shows.
pub(crate) fn handle(dom: &Dom) -> Option<String> {
    dom.named("a")
        .filter(|&node| {
            dom.attr(node, "rel").is_some_and(|rel| rel.split(' ').any(|word| word == "author"))
        })
        .filter(|&node| !in_furniture(dom, node))
        .find_map(|node| people::handle(&dom.line(node)))
}

/// The first piece of text in an author's box that is a full name by itself.
fn first_name_within(dom: &Dom, node: usize) -> Option<String> {
    dom.descendants(node)
        .filter_map(|at| dom.own_text(at))
        .map(fold)
        .filter(|text| !text.is_empty())
        .take(6)
        .find(|text| is_full_name(text))
}

fn is_full_name(text: &str) -> bool {
    (2..=4).contains(&text.split(' ').count())
        && people::is_name(text)
        && text.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// A line near the top that begins with "By" and a name.
fn by_line(dom: &Dom) -> Vec<String> {
    for node in 1..dom.len() {
        if dom.end(node) - node > 24 || matches!(dom.name(node), "script" | "a" | "title") {
            continue;
        }
        let line = match dom.own_text(node) {
            Some(text) => fold(text),
            None => dom.line(node),
        };
        if line.len() > MAX_BYLINE || line.len() < 5 {
            continue;
        }
        let lower = line.to_lowercase();
        let opens = lower.starts_with("by ")
            || lower.starts_with("by: ")
            || lower.starts_with("written by ")
            || lower.starts_with("posted by ")
            || lower.starts_with("author: ");
        if opens && !in_furniture(dom, node) {
            let people: Vec<String> = people::of_byline(&line)
                .into_iter()
                .filter(|name| {
                    name.split(' ').count() >= 2
                        && name
                            .split(' ')
                            .all(|word| word.chars().next().is_some_and(|c| !c.is_lowercase()))
                })
                .collect();
            if !people.is_empty() {
                return people;
            }
        }
    }
    Vec::new()
}

/// The dates that microdata mark (`itemprop`), for publication or modification.
pub(crate) fn marked_date(dom: &Dom, property: &str) -> Option<PageDate> {
    dom.elements()
        .filter(|&node| {
            dom.attr(node, "itemprop")
                .is_some_and(|prop| prop.split(' ').any(|p| p.eq_ignore_ascii_case(property)))
        })
        .filter(|&node| dom.end(node) - node < MAX_NODES)
        .take(MAX_MARKED)
        .find_map(|node| {
            ["datetime", "content"]
                .iter()
                .find_map(|name| dom.attr(node, name).and_then(dates::parse))
                .or_else(|| dates::find(&dom.line(node)))
        })
}

/// The first date a reader sees that is the article's: a `<time>`, or an element called a date.
pub(crate) fn date(dom: &Dom) -> Option<PageDate> {
    let marked = dom
        .named("time")
        .take(MAX_MARKED)
        .filter(|&node| dom.end(node) - node < MAX_NODES && !in_furniture(dom, node))
        .find_map(|node| {
            let updated = identifier(dom, node)
                .iter()
                .any(|word| matches!(word.as_str(), "updated" | "modified"));
            let found = dom
                .attr(node, "datetime")
                .and_then(dates::parse)
                .or_else(|| dates::find(&dom.line(node)))?;
            (!updated).then_some(found)
        });
    let called = || {
        dom.elements()
            .filter(|&node| dom.end(node) - node < 30)
            .filter(|&node| {
                identifier(dom, node).iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "date"
                            | "dateline"
                            | "published"
                            | "timestamp"
                            | "pubdate"
                            | "posted"
                            | "time"
                            | "publish"
                            | "byline"
                            | "meta"
                            | "datetime"
                    )
                })
            })
            .filter(|&node| !in_furniture(dom, node))
            .take(200)
            .map(|node| dom.line(node))
            .filter(|line| line.len() < 200)
            .find_map(|line| dates::find(&line))
    };
    marked.or_else(called).or_else(|| near_headline(dom))
}

/// A date in a short line around the headline.
fn near_headline(dom: &Dom) -> Option<PageDate> {
    dom.named("h1").take(4).find_map(|headline| {
        let end = (dom.end(headline) + 150).min(dom.len());
        let before = headline.saturating_sub(60)..headline;
        (dom.end(headline)..end)
            .chain(before.rev())
            .filter_map(|node| dom.own_text(node))
            .map(fold)
            .filter(|line| (6..=100).contains(&line.len()))
            .find_map(|line| dates::find(&line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_and_dates_as_readers_see_them() {
        let dom = Dom::parse(
            "<aside><time datetime=2020-01-01>old</time></aside><h1>Big day</h1>\
             <p>By Ann Lee and Bob Roy</p><p>December 29, 2025</p>",
        );
        assert_eq!(authors(&dom), ["Ann Lee", "Bob Roy"]);
        assert_eq!(date(&dom).map(|date| date.to_string()).as_deref(), Some("2025-12-29"));
        assert_eq!(headline(&dom, &["Big day | The Bugle"]).as_deref(), Some("Big day"));
    }

    #[test]
    fn microdata() {
        let dom = Dom::parse(
            "<span itemprop=author><meta itemprop=name content='Jo Smith'></span><i itemprop=datePublished content='2025-12-29'>",
        );
        assert_eq!(authors(&dom), ["Jo Smith"]);
        assert!(marked_date(&dom, "datePublished").is_some());
    }
}

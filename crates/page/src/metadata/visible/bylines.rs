//! The byline that a reader sees.

use super::{AUTHOR, BYLINE, Top, View, marks, short_text};
use crate::{
    dom::Dom,
    metadata::{dates::mentions, people},
    words::fold,
};

/// A byline is short.
const MAX_BYLINE: usize = 160;

/// How many people one byline names at most.
const MAX_PEOPLE: usize = 8;

/// How near to a lone name a date or a portrait must stand, in nodes.
const NEAR: usize = 12;

/// The people whom the page's byline names, from the surest mark of a byline to the weakest.
pub(crate) fn authors(view: &View<'_>, top: Top) -> Vec<String> {
    let dom = view.dom;
    let ranks: [&dyn Fn(usize) -> bool; 6] = [
        &|node| marks(dom, node, "author") || marks(dom, node, "creator"),
        &|node| is_author_link(dom, node),
        &|node| top.holds(node) && leads_to_author(dom, node),
        &|node| view.is(node, BYLINE),
        &|node| top.holds(node) && view.is(node, AUTHOR),
        &|node| view.is(node, AUTHOR),
    ];
    for applies in ranks {
        let found = named(view, applies);
        if !found.is_empty() {
            return found;
        }
    }
    let written = by_line(view, top);
    if !written.is_empty() {
        return written;
    }
    if let Some(name) = lone_name(view, top).or_else(|| named_after_label(view)) {
        return vec![name];
    }
    // Some outlets set the byline in a column beside the article.
    dom.named("a")
        .filter(|&node| is_author_link(dom, node))
        .map(|node| people::of_byline(&dom.line(node)))
        .find(|people| !people.is_empty())
        .unwrap_or_default()
}

fn is_author_link(dom: &Dom, node: usize) -> bool {
    dom.attr(node, "rel").is_some_and(|rel| rel.split(' ').any(|word| word == "author"))
}

/// Whether a link leads to the page of somebody who writes here.
fn leads_to_author(dom: &Dom, node: usize) -> bool {
    dom.name(node) == "a"
        && dom.attr(node, "href").is_some_and(|address| {
            let path = address.split(['?', '#']).next().unwrap_or(address).to_lowercase();
            let parts = path.split('/').filter(|part| !part.is_empty()).rev();
            // Some write a number between: /writer/1218/ann-lee
            parts.skip(1).take(2).any(|part| {
                matches!(
                    part,
                    "author"
                        | "authors"
                        | "writer"
                        | "writers"
                        | "contributor"
                        | "contributors"
                        | "journalist"
                        | "journalists"
                        | "reporter"
                        | "reporters"
                        | "columnist"
                        | "columnists"
                        | "byline"
                        | "by"
                        | "bio"
                        | "bios"
                        | "staff"
                        | "people"
                        | "profile"
                        | "profiles"
                        | "autor"
                        | "autoren"
                        | "autore"
                        | "auteur"
                        | "userprofile"
                )
            })
        })
}

/// The people of the first elements to which a mark applies.
fn named(view: &View<'_>, applies: impl Fn(usize) -> bool) -> Vec<String> {
    let dom = view.dom;
    let mut found: Vec<String> = Vec::new();
    let mut until = 0;
    let mut last = 0;
    for node in dom.elements() {
        if node < until || !applies(node) {
            continue;
        }
        if view.in_furniture(node) || view.in_figure(node) || checked_only(dom, node) {
            continue;
        }
        let microdata = dom.attr(node, "itemprop").is_some();
        // Names of one byline stand together.
        if !found.is_empty() && !microdata && node > last + NEAR {
            break;
        }
        let within = dom.descendants(node).find(|&at| dom.attr(at, "itemprop") == Some("name"));
        let line = match within.filter(|&at| dom.name(at) == "meta") {
            Some(meta) => fold(dom.attr(meta, "content").unwrap_or("")),
            None => dom.line(within.unwrap_or(node)),
        };
        until = dom.end(node);
        let mut people =
            if line.len() > MAX_BYLINE { Vec::new() } else { people::of_byline(&line) };
        if people.is_empty() {
            people.extend(first_name_within(dom, node));
        }
        if !people.is_empty() {
            last = until;
        }
        for person in people {
            if !found.contains(&person) {
                found.push(person);
            }
        }
        let several = microdata || dom.name(node) == "a";
        if found.len() >= MAX_PEOPLE || !found.is_empty() && !several {
            break;
        }
    }
    found
}

/// Whether the words before a name say that its bearer did something else than write.
fn checked_only(dom: &Dom, node: usize) -> bool {
    (node.saturating_sub(5)..node).rev().find_map(|at| short_text(dom, at, 60)).is_some_and(
        |before| {
            let lower = before.to_lowercase();
            ["reviewed", "fact check", "fact-check", "checked by", "edited by", "photo", "image by"]
                .iter()
                .any(|word| lower.contains(word))
        },
    )
}

/// The handle of somebody who signs without a name.
pub(crate) fn handle(view: &View<'_>, top: Top) -> Option<String> {
    let dom = view.dom;
    let linked = dom.named("a").filter(|&node| is_author_link(dom, node));
    let called = dom.elements().filter(|&node| {
        top.holds(node)
            && (view.is(node, AUTHOR) || leads_to_author(dom, node))
            && dom.end(node) - node < 12
    });
    linked
        .chain(called)
        .filter(|&node| !view.in_furniture(node))
        .find_map(|node| people::handle(&without_by(&dom.line(node))))
        .or_else(|| {
            let text = |node| short_text(dom, node, 40);
            top.nodes().filter(|&node| !view.in_furniture(node)).filter_map(text).find_map(|line| {
                let signed = line.strip_prefix("by ").or_else(|| line.strip_prefix("By "));
                let plain = |name: &String| {
                    !name.split(' ').any(|word| word.starts_with(char::is_lowercase))
                        || !name.contains(' ')
                };
                match signed {
                    Some(signed) => people::handle(signed).filter(plain),
                    None => {
                        people::handle(&line).filter(|name| people::is_group(name) && plain(name))
                    }
                }
            })
        })
}

fn without_by(line: &str) -> String {
    let bare =
        ["By ", "by ", "Author: ", "Written by "].iter().find_map(|by| line.strip_prefix(by));
    bare.unwrap_or(line).to_owned()
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
        && !text.starts_with("The ")
        && people::is_name(text)
        && text.split(' ').all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                || matches!(word, "de" | "van" | "von" | "der" | "da" | "del" | "di" | "el" | "al")
        })
}

/// A line that begins with "By" and a name: around the headline, else anywhere.
fn by_line(view: &View<'_>, top: Top) -> Vec<String> {
    let dom = view.dom;
    let near = top.nodes().find_map(|node| by_line_at(view, node));
    // Beyond the first headline that leads elsewhere stand other articles' bylines.
    let last = teaser_after(dom, top).unwrap_or(dom.len());
    near.or_else(|| (1..last).find_map(|node| by_line_at(view, node))).unwrap_or_default()
}

/// The first heading after the headline that is nothing but a link.
fn teaser_after(dom: &Dom, top: Top) -> Option<usize> {
    let start = top.nodes().next()?;
    (start..dom.len()).find(|&node| {
        matches!(dom.name(node), "h2" | "h3" | "h4" | "h5")
            && dom.end(node) - node < 12
            && dom.descendants(node).any(|at| {
                let leads_on = dom.attr(at, "href").is_some_and(|href| !href.starts_with('#'));
                leads_on && dom.line(at) == dom.line(node) && !dom.line(at).is_empty()
            })
    })
}

fn by_line_at(view: &View<'_>, node: usize) -> Option<Vec<String>> {
    let dom = view.dom;
    const OPENINGS: &[&str] = &[
        "by ",
        "by: ",
        "written by ",
        "posted by ",
        "author: ",
        "words by ",
        "story by ",
        "article by ",
        "text: ",
        "von ",
        "por ",
        "par ",
    ];
    if dom.end(node) - node > 24 || matches!(dom.name(node), "script" | "a" | "title") {
        return None;
    }
    // Nearly every line is seen by its first letter to open with none of them.
    let mut texts = (node..dom.end(node)).filter_map(|at| dom.own_text(at));
    let first = texts.find_map(|text| text.trim_start().chars().next())?.to_ascii_lowercase();
    if !OPENINGS.iter().any(|opening| opening.starts_with(first)) {
        return None;
    }
    let line = match dom.own_text(node) {
        Some(_) => short_text(dom, node, MAX_BYLINE)?,
        None => dom.line(node),
    };
    if !(5..=MAX_BYLINE).contains(&line.len()) {
        return None;
    }
    let lower = line.to_lowercase();
    if !OPENINGS.iter().any(|opening| lower.starts_with(opening))
        || view.in_furniture(node)
        || view.in_figure(node)
    {
        return None;
    }
    let people: Vec<String> =
        people::of_byline(&line).into_iter().filter(|name| is_full_name(name)).collect();
    (!people.is_empty()).then_some(people)
}

/// A full name by itself near the headline with a date, a portrait of that name, or the word
/// "By" beside it.
fn lone_name(view: &View<'_>, top: Top) -> Option<String> {
    let dom = view.dom;
    let headline = top.headline(dom);
    top.nodes().find_map(|node| {
        let line = short_text(dom, node, 80)?;
        // "Ann Lee | Senior Writer | July 2, 2025"
        let first = line.split(['|', '•', '·', ',']).next().unwrap_or("").trim().to_owned();
        let dated = !mentions(&line).is_empty();
        if !is_full_name(&first) || view.in_others(node) || is_link_to_place(dom, node) {
            return None;
        }
        // A place or a subject is in the headline, or the picture shows it.
        if headline.contains(&first) {
            return None;
        }
        if dated && first.len() < line.len() {
            return Some(first);
        }
        let around = node.saturating_sub(NEAR)..(node + NEAR).min(dom.len());
        let vouched = around.into_iter().any(|at| {
            let portrait = dom.name(at) == "img"
                // The picture above a headline shows what the article is about.
                && !view.in_figure(at)
                && dom.attr(at, "alt").is_some_and(|alt| {
                    alt.len() <= first.len() + 40 && alt.contains(first.as_str())
                });
            let beside = at.abs_diff(node) <= NEAR / 2
                && at != node
                && short_text(dom, at, 80).is_some_and(|text| {
                    !mentions(&text).is_empty()
                        || matches!(
                            text.to_lowercase().trim_matches(':'),
                            "by" | "author" | "authors" | "written by" | "article by"
                        )
                });
            portrait || beside
        });
        vouched.then_some(first)
    })
}

/// The full name that follows a heading such as "Author".
fn named_after_label(view: &View<'_>) -> Option<String> {
    let dom = view.dom;
    (1..dom.len()).find_map(|node| {
        let label = short_text(dom, node, 20)?.to_lowercase();
        let is_label = matches!(
            label.trim_end_matches(':'),
            "author" | "written by" | "article by" | "story by" | "autor" | "auteur" | "autore"
        );
        if !is_label || view.in_others(node) {
            return None;
        }
        let name = (node + 1..dom.len().min(node + NEAR)).find_map(|at| short_text(dom, at, 80))?;
        let name = name.split([',', '|', '(']).next().unwrap_or("").trim();
        is_full_name(name).then(|| name.to_owned())
    })
}

/// Whether a text stands in a link that leads to a section or a tag rather than to a person.
fn is_link_to_place(dom: &Dom, node: usize) -> bool {
    std::iter::once(node).chain(dom.ancestors(node)).take(4).any(|at| {
        matches!(dom.name(at), "h1" | "button" | "label" | "figcaption" | "li")
            || dom.name(at) == "a"
                && dom.attr(at, "href").is_some_and(|address| {
                    let path = address.to_lowercase();
                    ["/tag", "/category", "/categories", "/topic", "/section", "/blog"]
                        .iter()
                        .any(|part| path.contains(part))
                        && !leads_to_author(dom, at)
                })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        authors(&View::of(&dom), Top::of(&dom, dom.named("h1").next()))
    }

    #[test]
    fn a_line_that_begins_with_by() {
        assert_eq!(of("<h1>Big day</h1><p>By Ann Lee and Bob Roy</p>"), ["Ann Lee", "Bob Roy"]);
    }

    #[test]
    fn microdata_but_not_of_a_comment() {
        let marked = "<span itemprop=author><meta itemprop=name content='Jo Smith'></span>";
        assert_eq!(of(marked), ["Jo Smith"]);
        assert!(of(&format!("<div class=comments><p>{marked}</p></div>")).is_empty());
    }

    #[test]
    fn a_link_to_the_authors_page() {
        let html = "<h1>Big day</h1><a href=/category/city-life>City Life</a>\
                    <p><a href=/author/ann-lee/>Ann Lee</a> <a href=/author/bob/>Bob Roy</a></p>";
        assert_eq!(of(html), ["Ann Lee", "Bob Roy"]);
    }

    #[test]
    fn a_lone_name_needs_a_date_or_a_portrait() {
        assert_eq!(of("<h1>Big day</h1><p>Ann Lee</p><p>May 1, 2025</p>"), ["Ann Lee"]);
        assert_eq!(of("<h1>Big day</h1><img alt='Ann Lee'><b>Ann Lee</b>"), ["Ann Lee"]);
        assert_eq!(of("<h1>Big day</h1><p>Ann Lee | Senior Writer | May 1, 2025</p>"), ["Ann Lee"]);
        assert!(of("<h1>Big day</h1><p>Port Sarel</p><p>Nothing else here.</p>").is_empty());
    }

    #[test]
    fn who_checked_it_did_not_write_it() {
        let html = "<h1>Big day</h1><span>Medically reviewed by</span><a href=/author/bob>Bob Roy</a>\
                    <p>more words</p><span>Written by</span><a href=/author/ann>Ann Lee</a>";
        assert_eq!(of(html), ["Ann Lee"]);
    }
}

//! Finds the lists of articles on a page: elements of one kind that each hold one headline link.

use std::collections::{HashMap, HashSet};

use dom_query::{Matcher, NodeId, NodeRef};
use url::Url;

use super::usual::Usual;
use super::{PageRule, Selectors};
use crate::dom;

const MOST_RULES: usize = 5;
const MOST_LINKS: usize = 2_000;
const FEWEST_ITEMS: usize = 3;
const HIGHEST: usize = 6;
/// Nodes among which the headline of a link that says little is looked for.
const MOST_NEAR: usize = 60;
/// As many items tell what most of them have.
const MOST_TRIED: usize = 100;
/// A link of fewer letters names a section rather than an article.
const SHORTEST_TITLE: usize = 16;

/// Elements that hold a site's own links.
const APPARATUS: [&str; 5] = ["nav", "footer", "aside", "header", "form"];

struct Group {
    items: HashSet<NodeId>,
    links: HashSet<String>,
    letters: usize,
    headings: usize,
    in_apparatus: usize,
    height: usize,
    first: usize,
}

/// Rules for the lists of a page, the likeliest first.
pub(super) fn rules(html: &str, base: &Url) -> Vec<PageRule> {
    let document = dom::parse(html, &mut Vec::new());
    let root = document.root();
    let Ok(usual) = Usual::new() else { return Vec::new() };
    let mut groups: HashMap<String, Group> = HashMap::new();
    let anchors = dom::all(root, "a[href]");
    for (order, anchor) in anchors.into_iter().take(MOST_LINKS).enumerate() {
        consider(anchor, order, base, &usual, &mut groups);
    }
    let mut ranked: Vec<(f64, usize, String)> = groups
        .into_iter()
        .filter(|(_, group)| group.links.len() >= FEWEST_ITEMS)
        .map(|(css, group)| (group.score(), group.first, css))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));

    let mut rules = Vec::new();
    let mut told: Vec<HashSet<String>> = Vec::new();
    for (_, _, items) in ranked.into_iter().take(4 * MOST_RULES) {
        let Some(rule) = with_parts(items, root) else { continue };
        let Ok(selectors) = Selectors::of(&rule) else { continue };
        let Ok(feed) = rule.read(&selectors, root, base, &mut Vec::new()) else { continue };
        let links: HashSet<String> = feed.entries.into_iter().filter_map(|e| e.link).collect();
        // The same list can be found at several heights of the tree.
        let known = told.iter().any(|other| other.intersection(&links).count() * 2 > links.len());
        if links.len() >= FEWEST_ITEMS && !known {
            told.push(links);
            rules.push(rule);
        }
        if rules.len() >= MOST_RULES {
            break;
        }
    }
    rules
}

/// Counts a link for each element above it that may be the item.
fn consider(
    anchor: NodeRef<'_>,
    order: usize,
    base: &Url,
    usual: &Usual,
    groups: &mut HashMap<String, Group>,
) {
    let Some(href) = dom::address(anchor, "href", base) else { return };
    let above: Vec<NodeRef<'_>> = anchor.ancestors_it(None).collect();
    let mut letters = letters_of(anchor);
    let mut lowest = 0;
    if letters < SHORTEST_TITLE {
        // “Read on” stands below a headline that is no link.
        let near = above.iter().take(3).enumerate().find_map(|(height, node)| {
            let heading = usual.heading.within_first(*node, MOST_NEAR)?;
            Some((height + 1, letters_of(heading)))
        });
        let Some((height, found)) = near.filter(|(_, found)| *found >= SHORTEST_TITLE) else {
            return;
        };
        (lowest, letters) = (height, found);
    }
    let is_heading = |node: &NodeRef<'_>| {
        node.node_name().is_some_and(|n| n.len() == 2 && n.starts_with('h') && &*n != "hr")
    };
    let heading = lowest > 0
        || usual.heading.within(anchor).is_some()
        || above.iter().take(2).any(is_heading);
    let apparatus = above.iter().any(|node| APPARATUS.iter().any(|name| node.has_name(name)));
    let mut node = anchor;
    for height in 0..HIGHEST {
        let Some(parent) = above.get(height).copied() else { return };
        if node.has_name("body") || node.has_name("html") {
            return;
        }
        if height >= lowest
            && let Some(css) = kind_of(node, parent)
        {
            let group = groups.entry(css).or_insert_with(|| Group {
                items: HashSet::new(),
                links: HashSet::new(),
                letters: 0,
                headings: 0,
                in_apparatus: 0,
                height,
                first: order,
            });
            // The first link of an item is its headline; others are its apparatus.
            if group.items.insert(node.id) && group.links.insert(href.clone()) {
                group.letters += letters.min(120);
                group.headings += usize::from(heading);
                group.in_apparatus += usize::from(apparatus);
            }
        }
        node = parent;
    }
}

fn letters_of(node: NodeRef<'_>) -> usize {
    dom::line(node).map_or(0, |text| text.chars().count())
}

impl Group {
    #[expect(clippy::cast_precision_loss, reason = "counts of a page's links are small")]
    fn score(&self) -> f64 {
        let count = self.links.len() as f64;
        let letters = self.letters as f64 / count;
        let share = |part: usize| part as f64 / count;
        // Twenty items are as good a list as a hundred, and a taller item has room for its date.
        count.min(20.0).sqrt()
            * (letters / 40.0).min(1.5)
            * (1.0 + share(self.headings))
            * (1.0 - 0.8 * share(self.in_apparatus))
            * (1.0 + 0.05 * self.height as f64)
    }
}

/// A selector for elements such as `node` in places such as `parent`; none where neither has a
/// name of its own.
fn kind_of(node: NodeRef<'_>, parent: NodeRef<'_>) -> Option<String> {
    let own = described(node)?;
    let outer = described(parent)?;
    let telling = own.contains('.') || outer.contains(['.', '#']) || own.contains("article");
    telling.then(|| format!("{outer} > {own}"))
}

/// The name of an element with its id or the first class that a person gave it.
fn described(node: NodeRef<'_>) -> Option<String> {
    let name = node.node_name()?;
    let name = name.to_string();
    // A broken tag can leave an element whose name no selector can hold.
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    if matches!(name.as_str(), "a" | "article" | "li" | "tr") {
        let class = class_of(node).map(|class| format!(".{class}")).unwrap_or_default();
        return Some(format!("{name}{class}"));
    }
    let id = dom::attribute(node, "id").filter(|id| is_given(id));
    Some(match (class_of(node), id) {
        (Some(class), _) => format!("{name}.{class}"),
        (None, Some(id)) => format!("{name}#{id}"),
        (None, None) => name,
    })
}

fn class_of(node: NodeRef<'_>) -> Option<String> {
    let classes = dom::attribute(node, "class")?;
    classes.split_ascii_whitespace().find(|class| is_given(class)).map(str::to_owned)
}

/// Whether a class or id is safe in a selector and not numbered or made by a machine.
fn is_given(name: &str) -> bool {
    let safe = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    safe && name.len() >= 2
        && name.len() <= 60
        && digits < 3
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !["first", "last", "odd", "even", "active"].contains(&name)
}

/// The rule with selectors for the parts that most items have.
fn with_parts(items: String, root: NodeRef<'_>) -> Option<PageRule> {
    let mut found = dom::all(root, &items);
    found.truncate(MOST_TRIED);
    let most = |css: &str| {
        let Ok(matcher) = Matcher::new(css) else { return false };
        let with = found.iter().filter(|item| dom::nearest(**item, &matcher).is_some()).count();
        with * 2 > found.len()
    };
    let part =
        |candidates: &[&str]| candidates.iter().find(|css| most(css)).map(|css| (*css).to_owned());
    if found.is_empty() {
        return None;
    }
    Some(PageRule {
        title: part(&["h2", "h3", "h4", "h1", "h5", "h6"]),
        link: None,
        date: part(&["time[datetime]", "time", "[itemprop='datePublished']"]),
        summary: part(&["p"]),
        image: part(&["img"]),
        author: part(&["[rel='author']", "[itemprop='author']"]),
        items,
    })
}

//! What a site's rules make of a page.

use std::collections::HashSet;

use url::Url;

use super::{
    SiteRule,
    selector::{Search, Selector},
};
use crate::{
    dom::Dom,
    edit,
    metadata::{
        self,
        dates::{self, Stamp},
        people,
    },
};

/// Of so many elements that a selector for the date finds, one must tell it.
const DATES: usize = 40;

/// A page as a site's rules correct it.
#[derive(Default)]
pub(crate) struct Corrected {
    /// The page with nothing but what is to be read; absent where no rule took or left anything.
    pub page: Option<Dom>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<Stamp>,
    pub next: Option<Url>,
    /// What the rules did not find, in words.
    pub warnings: Vec<String>,
}

/// Applies a site's rules; addresses are resolved against the page's base.
pub(crate) fn apply(
    rule: &SiteRule,
    dom: &Dom,
    title: Option<&str>,
    base: Option<&Url>,
) -> Corrected {
    let search = &Search::of(dom);
    let mut warnings = Vec::new();
    let mut missed = |field: &str, selectors: &[Selector], found: bool| {
        if !selectors.is_empty() && !found {
            warnings.push(format!("the rules for {} found no {field}", rule.domain));
        }
    };
    let kept = outermost(dom, search, &rule.keep);
    missed("article", &rule.keep, !kept.is_empty());
    let dropped: HashSet<usize> = all(search, &rule.drop).into_iter().collect();
    let line = |selectors: &[Selector]| {
        let node = first(search, selectors)?;
        let line = dom.attr(node, "content").map_or_else(|| dom.line(node), str::to_owned);
        (!line.is_empty()).then_some(line)
    };
    let own_title = line(&rule.title);
    missed("title", &rule.title, own_title.is_some());
    let mut authors: Vec<String> = Vec::new();
    for node in all(search, &rule.author).into_iter().take(12) {
        let line = dom.attr(node, "content").map_or_else(|| dom.line(node), str::to_owned);
        let named = people::of_byline(&line);
        // Whoever wrote the rule knows better than we do what a name is.
        let named = if named.is_empty() && line.len() <= 80 { vec![line] } else { named };
        authors.extend(named.into_iter().filter(|name| !name.is_empty()));
    }
    authors.dedup();
    missed("author", &rule.author, !authors.is_empty());
    let published = all(search, &rule.date).into_iter().take(DATES).find_map(|node| {
        let marked = ["datetime", "content"].iter().filter_map(|name| dom.attr(node, name));
        marked.filter_map(dates::parse).next().or_else(|| dates::first(&dom.line(node)))
    });
    missed("date", &rule.date, published.is_some());
    let next =
        first(search, &rule.next).and_then(|node| metadata::resolve(base, dom.attr(node, "href")?));
    // Half of the rules could leave an article without its text.
    if search.is_over() {
        let costly =
            format!("the rules for {} ask too much of this page: none is used", rule.domain);
        return Corrected { warnings: vec![costly], ..Corrected::default() };
    }
    let title = own_title.as_deref().or(title).unwrap_or("");
    let page =
        (!kept.is_empty() || !dropped.is_empty()).then(|| narrowed(dom, &kept, &dropped, title));
    Corrected { page, title: own_title, authors, published, next, warnings }
}

fn all(search: &Search<'_>, selectors: &[Selector]) -> Vec<usize> {
    let mut found: Vec<usize> =
        selectors.iter().flat_map(|selector| selector.all(search)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What the first selector finds that finds anything.
fn first(search: &Search<'_>, selectors: &[Selector]) -> Option<usize> {
    selectors.iter().find_map(|selector| selector.first(search))
}

/// The elements that match and lie in no other that does.
fn outermost(dom: &Dom, search: &Search<'_>, selectors: &[Selector]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for node in all(search, selectors) {
        if found.last().is_none_or(|&last| node >= dom.end(last)) {
            found.push(node);
        }
    }
    found
}

/// By these attributes furniture is known; what a person names as the article is none.
const NAMES: &[&str] = &["class", "id", "style", "hidden", "aria-hidden", "role"];

/// A page of nothing but what the rules keep, without what they drop.
fn narrowed(dom: &Dom, kept: &[usize], dropped: &HashSet<usize>, title: &str) -> Dom {
    let mut html = String::new();
    if kept.is_empty() {
        edit::write(dom, &dom.children(0).collect::<Vec<_>>(), dropped, &[], &mut html);
    } else {
        html.push_str("<html><body><article><h1>");
        edit::escape(title, &mut html);
        html.push_str("</h1>");
        edit::write(dom, kept, dropped, NAMES, &mut html);
        html.push_str("</article></body></html>");
    }
    Dom::parse(&html)
}

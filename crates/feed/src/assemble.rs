//! Puts a feed together from the containers and children that the XML reader hands over.

use crate::discover::title_of_page;
use crate::meta::{Meta, Role};
use crate::types::{Entry, Feed, FeedError, Format, Hints, Link, Part};
use crate::xml::namespaces::{Ns, is_atom1};
use crate::xml::reader;
use crate::xml::receiver::Receiver;
use crate::xml::repair::{Repaired, repair};
use crate::xml::tree::{Named, Node};

const MOST_ENTRIES: usize = 10_000;
const USUAL_ENTRIES: usize = 64;

/// Elements that hold plain text only, and those that may not stand inside them.
const TEXTS: [&str; 9] =
    ["title", "link", "guid", "pubdate", "author", "category", "comments", "id", "updated"];
const SIBLINGS: [&str; 10] = [
    "title",
    "link",
    "guid",
    "pubdate",
    "description",
    "category",
    "comments",
    "enclosure",
    "summary",
    "published",
];

/// Reads an XML feed from text.
pub(crate) fn read(
    text: &str,
    hints: &Hints<'_>,
    mut warnings: Vec<String>,
) -> Result<Feed, FeedError> {
    let mut found = Assembly::default();
    let mut told = Vec::new();
    let assumed = Repaired::assumed(text);
    if reader::read(&assumed, hints.url, &mut found, &mut told).is_err() {
        told.clear();
        let repaired = repair(text, &mut told);
        found = Assembly::default();
        // What was repaired is sound, so there is no other outcome.
        let _ = reader::read(&repaired, hints.url, &mut found, &mut told);
    }
    warnings.extend(told);
    if found.left_out > 0 {
        warnings.push(format!(
            "{} entries beyond the first {MOST_ENTRIES} were left out",
            found.left_out
        ));
    }
    found.finish(text, warnings)
}

#[derive(Default)]
struct Assembly {
    format: Option<Format>,
    root: Option<String>,
    meta: Meta,
    /// The entry that is being read, where there is room for it.
    entry: Meta,
    has_room: bool,
    entries: Vec<Entry>,
    left_out: usize,
    parts: Vec<Part>,
}

impl Assembly {
    fn finish(self, text: &str, warnings: Vec<String>) -> Result<Feed, FeedError> {
        let Some(format) = self.format else {
            return Err(match self.root.as_deref() {
                Some("html" | "head" | "body" | "title" | "meta" | "div" | "p" | "script") => {
                    FeedError::Html { title: title_of_page(text) }
                }
                Some(root) => FeedError::NotAFeed {
                    looks_like: format!("an XML document with the root <{root}>"),
                },
                None => FeedError::NotAFeed { looks_like: "plain text".to_owned() },
            });
        };
        let mut feed = Feed::new(format);
        self.meta.fill(&mut feed);
        feed.entries = self.entries;
        feed.parts = self.parts;
        if format == Format::Sitemap && feed.title.is_none() {
            feed.title = publication(&feed.entries);
        }
        feed.warnings = warnings;
        Ok(feed)
    }

    fn recognise(&mut self, node: &Node<'_>, namespaces: &str) {
        let version = node.attribute("version").unwrap_or_default();
        let format = match &*node.name {
            "rss" if version.starts_with("0.9") => Format::Rss0,
            "rss" => Format::Rss2,
            "rdf" if namespaces.contains("purl.org/rss/1.0") => Format::Rss1,
            "rdf" if namespaces.contains("netscape") => Format::Rss0,
            "rdf" => Format::Rss1,
            "feed" if is_old_atom(version, namespaces) => Format::Atom03,
            "feed" => Format::Atom1,
            "channel" => Format::Cdf,
            _ => Format::Sitemap,
        };
        self.meta.atom = matches!(format, Format::Atom03 | Format::Atom1);
        self.format = Some(format);
    }
}

impl<'a> Receiver<'a> for Assembly {
    fn is_container(&self, node: Named<'_>, depth: usize) -> bool {
        let known = match node.name {
            "rss" | "channel" | "feed" | "urlset" | "sitemapindex" => node.is_core() || depth == 0,
            "rdf" => true,
            _ => false,
        };
        known
            || depth == 0 && !matches!(node.name, "entry" | "item")
            || self.format.is_none() && depth < 3
    }

    fn is_entry(&self, node: Named<'_>) -> bool {
        matches!(node.name, "item" | "entry" | "url") && node.is_core()
    }

    fn open_entry(&mut self, node: &Node<'a>) {
        self.has_room = self.entries.len() < MOST_ENTRIES;
        if !self.has_room {
            return;
        }
        if self.entries.is_empty() {
            self.entries.reserve(USUAL_ENTRIES);
        }
        self.entry = Meta {
            atom: self.meta.atom || matches!(node.ns, Ns::Atom | Ns::AtomDraft),
            language: own_language(node, self.meta.language.as_deref()),
            ..Meta::default()
        };
        self.entry.take_attributes(node);
    }

    fn entry_child(&mut self, node: &Node<'a>) {
        if self.has_room {
            self.entry.take(node, Role::Entry);
        }
    }

    fn open(&mut self, node: &Node<'a>, namespaces: &str) {
        self.root.get_or_insert_with(|| node.name.clone().into_owned());
        let known =
            matches!(&*node.name, "rss" | "rdf" | "channel" | "feed" | "urlset" | "sitemapindex");
        if !known {
            return;
        }
        if self.format.is_none() {
            self.recognise(node, namespaces);
        }
        if let Some(language) = &node.language
            && self.meta.language.is_none()
        {
            self.meta.language = Some(language.to_string()).filter(|l| !l.is_empty());
        }
        self.meta.take_attributes(node);
    }

    fn child(&mut self, node: &Node<'a>) -> bool {
        match &*node.name {
            // The parts of a sitemap index are no articles.
            "sitemap" if self.format == Some(Format::Sitemap) => {
                let part = node.child("loc").and_then(Node::address_text);
                let changed = node.child("lastmod").and_then(Node::some_text);
                self.parts.extend(part.clone().map(|href| Part { href, changed }));
                self.meta.links.extend(part.map(|href| Link {
                    href,
                    rel: Some("sitemap".into()),
                    ..Link::default()
                }));
            }
            _ if self.is_entry(node.named()) => {
                self.format.get_or_insert(if node.name == "entry" {
                    Format::Atom1
                } else {
                    Format::Rss2
                });
                if self.has_room {
                    self.entries.push(self.entry.take_entry());
                } else {
                    self.left_out += 1;
                }
            }
            _ if self.format.is_some() => self.meta.take(node, Role::Feed),
            _ => {}
        }
        true
    }

    fn close(&mut self) {}

    fn ends(&self, open: &Node<'a>, root: &Node<'a>, next: Named<'_>) -> bool {
        if !next.is_core() || root.ns == Ns::Xhtml {
            return false;
        }
        match next.name {
            "item" => root.is_core() && root.name != "items",
            "entry" => root.is_core() && open.name != "content",
            name => {
                open.is_core()
                    && TEXTS.contains(&&*open.name)
                    && SIBLINGS.contains(&name)
                    && open.raw.len() - open.name.len() == next.raw.len() - next.name.len()
            }
        }
    }
}

/// The name under which all articles of a news sitemap appear; a sitemap has no title of its own.
fn publication(entries: &[Entry]) -> Option<String> {
    let mut names = entries.iter().filter_map(|entry| entry.source_title.as_ref());
    let first = names.next()?;
    names.all(|name| name == first).then(|| first.clone())
}

fn own_language(node: &Node<'_>, of_feed: Option<&str>) -> Option<String> {
    let language = node.language.as_deref().filter(|l| !l.is_empty())?;
    (Some(language) != of_feed).then(|| language.to_owned())
}

fn is_old_atom(version: &str, namespaces: &str) -> bool {
    if version.starts_with("0.") {
        return true;
    }
    let named = namespaces.contains("purl.org/atom/ns") || namespaces.contains("echo");
    named && !namespaces.split(['"', '\'']).any(is_atom1)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;

    fn is_taken_as_sound(text: &str) -> bool {
        let assumed = Repaired::assumed(text);
        reader::read(&assumed, None, &mut Assembly::default(), &mut Vec::new()).is_ok()
    }

    #[test]
    fn usual_feeds_need_no_repair() {
        assert!(is_taken_as_sound(
            "<?xml version='1.0'?><!-- < --><rss a='x>y' b = \"'<\"><item/><![CDATA[ <p ]]>&amp; & ></rss >"
        ));
        assert!(!is_taken_as_sound("<rss><!DOCTYPE x></rss>"));
        assert!(!is_taken_as_sound("<rss><title>1 < 2</title></rss>"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]
        #[test]
        fn what_is_taken_as_sound_is_what_repair_leaves_alone(
            pieces in proptest::collection::vec(
                prop_oneof![
                    "[<>/!?a\"'= &;-]{0,6}".boxed(),
                    prop::sample::select(vec![
                        "<a>", "</a>", "<a b=\"c\">", "<a b='>'/>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "x",
                        "<a b=\"", "='", "<é>",
                    ]).prop_map(str::to_owned).boxed(),
                ],
                0..12,
            ),
        ) {
            let text = pieces.concat();
            if is_taken_as_sound(&text) {
                let mut warnings = Vec::new();
                let repaired = repair(&text, &mut warnings);
                prop_assert!(matches!(repaired.text, Cow::Borrowed(_)), "{text:?} became {:?}", repaired.text);
                prop_assert!(warnings.is_empty());
            }
        }
    }
}

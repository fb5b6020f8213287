//! What a feed, an entry and the source of an entry have in common, filled element by element.

mod modules;

use std::borrow::Cow;
use std::mem::take;

use jiff::Timestamp;

use crate::dates::parse_date;
use crate::people;
use crate::text::{self, Default as Kind, Text};
use crate::types::{Day, Enclosure, Entry, Feed, Link, Person};
use crate::urls::resolve;
use crate::xml::namespaces::Ns;
use crate::xml::tree::Node;

const LONGEST_TITLE: usize = 10_000;
const LONGEST_TAG: usize = 500;
const MOST_TAGS: usize = 200;
const MOST_LINKS: usize = 500;

/// What is being described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Feed,
    Entry,
}

/// Everything that the formats say about a feed or an entry.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) atom: bool,
    pub(crate) title: Option<Text>,
    pub(crate) other_title: Option<Text>,
    pub(crate) summary: Option<String>,
    pub(crate) itunes_summary: Option<String>,
    pub(crate) content: Vec<String>,
    pub(crate) link: Option<String>,
    pub(crate) original_link: Option<String>,
    pub(crate) guid_link: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) updated: Option<Timestamp>,
    pub(crate) published: Option<Timestamp>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) rights: Option<String>,
    pub(crate) generator: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) authors: Vec<Person>,
    pub(crate) contributors: Vec<Person>,
    pub(crate) links: Vec<Link>,
    pub(crate) enclosures: Vec<Enclosure>,
    pub(crate) tags: Vec<String>,
    pub(crate) thumbnails: Vec<String>,
    pub(crate) media: Vec<String>,
    pub(crate) comments: Option<String>,
    pub(crate) source_title: Option<String>,
    pub(crate) ttl_minutes: Option<u32>,
    pub(crate) skip_hours: Vec<u8>,
    pub(crate) skip_days: Vec<Day>,
    pub(crate) period_minutes: Option<u32>,
    pub(crate) per_period: Option<u32>,
}

impl Meta {
    /// Takes in one child element of a feed or an entry.
    pub(crate) fn take(&mut self, node: &Node<'_>, role: Role) {
        match node.ns {
            Ns::Core | Ns::Atom | Ns::AtomDraft => self.take_core(node, role),
            Ns::Dc | Ns::DcTerms => self.take_dublin(node, role),
            Ns::Itunes | Ns::Podcast => self.take_itunes(node, role),
            Ns::Media => self.take_media(node),
            Ns::Content if node.name == "encoded" => self.add_content(node, Kind::Html),
            Ns::Xhtml if matches!(&*node.name, "body" | "div") => {
                self.add_content(node, Kind::Html)
            }
            Ns::FeedBurner if node.name == "origlink" => self.original_link = node.address_text(),
            Ns::Syndication => match &*node.name {
                "updateperiod" => self.period_minutes = modules::period(&node.text()),
                "updatefrequency" => self.per_period = node.text().parse().ok(),
                _ => {}
            },
            Ns::SitemapNews if node.name == "news" => self.take_sitemap_news(node),
            Ns::SitemapImage if node.name == "image" => {
                self.media.extend(node.child("loc").and_then(Node::address_text));
            }
            _ => {}
        }
    }

    fn take_core(&mut self, node: &Node<'_>, role: Role) {
        let plain_default = if self.atom { Kind::Plain } else { Kind::Guess };
        match &*node.name {
            "title" => {
                put(&mut self.title, text::read(node, plain_default).map(|t| t.cut(LONGEST_TITLE)))
            }
            "link" => self.add_link(node),
            "guid" => self.guid(node),
            "id" => put(&mut self.id, node.address_text()),
            "description" | "subtitle" | "tagline" | "summary" | "abstract" | "info" => {
                self.describe(node, role);
            }
            "content" | "body" | "fullitem" | "div" if role == Role::Entry => {
                self.atom_content(node, role);
            }
            "pubdate" | "published" | "issued" => put_date(&mut self.published, node),
            "lastbuilddate" | "updated" | "modified" | "lastmod" => {
                put_date(&mut self.updated, node)
            }
            "created" => put_date(&mut self.created, node),
            "author" | "managingeditor" => people::add(&mut self.authors, people::from_node(node)),
            "contributor" => people::add(&mut self.contributors, people::from_node(node)),
            "category" => self.category(node),
            "keywords" | "tags" => self.keywords(&node.text()),
            "rights" | "copyright" => {
                put(&mut self.rights, text::read(node, plain_default).map(Text::into_html));
            }
            "language" => put(&mut self.language, node.some_text()),
            "generator" => put(&mut self.generator, node.some_text()),
            "comments" => put(&mut self.comments, node.address_text()),
            "enclosure" => self.enclosure(node),
            "source" if role == Role::Entry => self.source(node),
            "image" if role == Role::Feed => {
                let url = node.child("url").and_then(Node::address_text);
                put(
                    &mut self.image,
                    url.or_else(|| node.address("href")).or_else(|| resource(node)),
                );
            }
            "logo" => {
                // CDF names its pictures by attribute, Atom by text; a logo beats an icon.
                if let Some(url) = node.address("href").or_else(|| node.address_text()) {
                    self.image = Some(url);
                }
            }
            "icon" => put(&mut self.image, node.address_text()),
            "loc" => put(&mut self.link, node.address_text()),
            _ if role == Role::Feed => self.take_schedule(node),
            _ => {}
        }
    }

    fn take_schedule(&mut self, node: &Node<'_>) {
        match &*node.name {
            "ttl" => self.ttl_minutes = node.text().parse().ok(),
            "skiphours" => {
                let hours = node.nodes().filter_map(|h| h.text().parse::<u8>().ok());
                // RSS 0.91 counts from 1 to 24, RSS 2.0 from 0 to 23.
                let hours = hours.filter(|h| *h <= 24).map(|h| h % 24);
                self.skip_hours = hours.take(24).collect();
            }
            "skipdays" => {
                self.skip_days = node.nodes().filter_map(|d| day(&d.text())).take(7).collect();
            }
            _ => {}
        }
    }

    /// The first description is the summary; one that follows it is the fuller text.
    fn describe(&mut self, node: &Node<'_>, role: Role) {
        let default = match (self.atom, role) {
            (true, _) => Kind::Plain,
            (false, Role::Entry) => Kind::Html,
            (false, Role::Feed) => Kind::Guess,
        };
        let Some(html) = text::read(node, default).map(Text::into_html) else { return };
        if self.summary.is_none() {
            self.summary = Some(html);
        } else if role == Role::Entry && self.summary.as_ref() != Some(&html) {
            self.content.push(html);
        }
    }

    fn atom_content(&mut self, node: &Node<'_>, role: Role) {
        debug_assert!(role == Role::Entry, "only entries have a body");
        // A body that lies elsewhere is what the entry is about (RFC 4287, section 4.1.3.2).
        put(&mut self.guid_link, node.address("src"));
        let default = if self.atom { Kind::Plain } else { Kind::Html };
        self.add_content(node, default);
    }

    fn add_content(&mut self, node: &Node<'_>, default: Kind) {
        self.content.extend(text::read(node, default).map(Text::into_html));
    }

    fn add_link(&mut self, node: &Node<'_>) {
        let Some(href) = node.address("href") else {
            if let Some(href) = node.address_text() {
                put(&mut self.link, Some(href.clone()));
                let kind = Some("text/html".into());
                self.push_link(Link {
                    href,
                    rel: Some("alternate".into()),
                    kind,
                    ..Link::default()
                });
            }
            return;
        };
        let rel = node.attribute("rel").unwrap_or("alternate");
        let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(rel);
        let kind = node.attribute("type").map(str::to_owned);
        let web_page = kind.as_deref().is_none_or(|k| k.contains("html"));
        if rel == "alternate" && web_page {
            put(&mut self.link, Some(href.clone()));
        }
        let length = node.attribute("length").and_then(|l| l.parse().ok());
        if rel == "enclosure" {
            self.enclosures.push(Enclosure { href: href.clone(), kind: kind.clone(), length });
        }
        let title = node.attribute("title").map(str::to_owned);
        let rel = Some(if rel == "alternate" { "alternate".into() } else { rel.to_owned().into() });
        self.push_link(Link { href, rel, kind: kind.map(Cow::Owned), title, length });
    }

    fn push_link(&mut self, link: Link) {
        if self.links.is_empty() {
            // Most entries have one link, and a list that grows by itself starts with room for four.
            self.links.reserve_exact(1);
            self.links.push(link);
        } else if self.links.len() < MOST_LINKS && !self.links.contains(&link) {
            self.links.push(link);
        }
    }

    fn guid(&mut self, node: &Node<'_>) {
        let Some(text) = node.some_text() else { return };
        let permalink =
            node.attribute("ispermalink").is_none_or(|v| !v.eq_ignore_ascii_case("false"));
        if permalink && (text.contains("://") || node.attribute("ispermalink").is_some()) {
            self.guid_link = resolve(node.base.as_deref(), &text);
            put(&mut self.id, self.guid_link.clone());
        }
        put(&mut self.id, Some(text));
    }

    fn enclosure(&mut self, node: &Node<'_>) {
        let Some(href) = node.address("url").or_else(|| node.address("href")) else { return };
        let kind = node.attribute("type").map(str::to_owned);
        let length = node.attribute("length").and_then(|l| l.parse().ok());
        if self.enclosures.len() < MOST_LINKS {
            self.enclosures.push(Enclosure { href: href.clone(), kind: kind.clone(), length });
        }
        let kind = kind.map(Cow::Owned);
        self.push_link(Link { href, rel: Some("enclosure".into()), kind, ..Link::default() });
    }

    fn source(&mut self, node: &Node<'_>) {
        let title = node.child("title").and_then(|t| text::read(t, Kind::Plain));
        let title =
            title.map(|t| t.value).or_else(|| node.some_text().filter(|_| !node.has_nodes()));
        put(&mut self.source_title, title);
    }

    fn category(&mut self, node: &Node<'_>) {
        let term = node.attribute("term").or_else(|| node.attribute("label")).map(str::to_owned);
        self.tag(term.or_else(|| node.some_text()).or_else(|| resource(node)));
    }

    fn keywords(&mut self, text: &str) {
        let separator = if text.contains(',') { "," } else { ";" };
        let several = text.contains([',', ';']);
        if several {
            text.split(separator).for_each(|word| self.tag(Some(word.trim().to_owned())));
        } else {
            text.split_whitespace().for_each(|word| self.tag(Some(word.to_owned())));
        }
    }

    fn tag(&mut self, term: Option<String>) {
        let Some(term) = term.filter(|t| !t.is_empty() && t.len() <= LONGEST_TAG) else { return };
        if self.tags.len() < MOST_TAGS && !self.tags.contains(&term) {
            self.tags.push(term);
        }
    }

    /// The attributes with which CDF describes its channels and items.
    pub(crate) fn take_attributes(&mut self, node: &Node<'_>) {
        if let Some(href) = node.address("href") {
            put(&mut self.link, Some(href.clone()));
            let kind = Some("text/html".into());
            self.push_link(Link { href, rel: Some("alternate".into()), kind, ..Link::default() });
        }
        if let Some(date) = node.attribute("lastmod").and_then(parse_date) {
            self.updated = Some(date);
        }
        put(&mut self.id, node.attribute_in(Ns::Rdf, "about").map(str::to_owned));
    }

    /// The entry that was described; what is left behind is of no more use.
    pub(crate) fn take_entry(&mut self) -> Entry {
        let link = self.original_link.take().or(self.link.take()).or(self.guid_link.take());
        let (title, title_html) = parts(self.title.take().or(self.other_title.take()));
        let first_link = || self.links.iter().find(|l| l.rel.as_deref() == Some("alternate"));
        Entry {
            link: link.or_else(|| first_link().map(|l| l.href.clone())),
            id: self.id.take(),
            title,
            title_html,
            summary: self.summary.take().or(self.itunes_summary.take()),
            content: take(&mut self.content),
            updated: self.updated,
            published: self.published,
            created: self.created,
            authors: take(&mut self.authors),
            contributors: take(&mut self.contributors),
            links: take(&mut self.links),
            enclosures: take(&mut self.enclosures),
            tags: take(&mut self.tags),
            thumbnails: take(&mut self.thumbnails),
            media: take(&mut self.media),
            comments: self.comments.take(),
            rights: self.rights.take(),
            source_title: self.source_title.take(),
            language: self.language.take(),
            edited: false,
        }
    }

    pub(crate) fn fill(self, feed: &mut Feed) {
        let by_rel = |rel: &str| {
            let link = self.links.iter().find(|l| l.rel.as_deref() == Some(rel));
            link.map(|l| l.href.clone())
        };
        feed.hub = by_rel("hub");
        feed.self_url = by_rel("self");
        feed.link = self.link.clone().or_else(|| by_rel("alternate"));
        (feed.title, feed.title_html) = parts(self.title.or(self.other_title));
        feed.subtitle = self.summary.or(self.itunes_summary);
        feed.id = self.id;
        feed.language = self.language.map(|l| l.replace('_', "-"));
        feed.updated = self.updated;
        feed.published = self.published;
        feed.rights = self.rights;
        feed.generator = self.generator;
        feed.image = self.image;
        feed.authors = self.authors;
        feed.contributors = self.contributors;
        feed.tags = self.tags;
        let spread = self.period_minutes.map(|p| p / self.per_period.unwrap_or(1).max(1));
        feed.ttl_minutes = self.ttl_minutes.or(spread);
        feed.skip_hours = self.skip_hours;
        feed.skip_days = self.skip_days;
        feed.links = self.links;
    }
}

fn parts(title: Option<Text>) -> (Option<String>, bool) {
    let html = title.as_ref().is_some_and(|t| t.html);
    (title.map(|t| t.value), html)
}

fn put<T>(slot: &mut Option<T>, value: Option<T>) {
    if slot.is_none() {
        *slot = value;
    }
}

fn put_date(slot: &mut Option<Timestamp>, node: &Node<'_>) {
    // The last one that can be read counts, as in a feed that states a correction.
    *slot = parse_date(&node.text()).or(*slot);
}

fn resource(node: &Node<'_>) -> Option<String> {
    resolve(node.base.as_deref(), node.attribute_in(Ns::Rdf, "resource")?)
}

fn day(name: &str) -> Option<Day> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "monday" => Day::Monday,
        "tuesday" => Day::Tuesday,
        "wednesday" => Day::Wednesday,
        "thursday" => Day::Thursday,
        "friday" => Day::Friday,
        "saturday" => Day::Saturday,
        "sunday" => Day::Sunday,
        _ => return None,
    })
}

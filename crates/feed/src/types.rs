//! The shape of a feed, whatever format it was published in.

use std::borrow::Cow;

use jiff::Timestamp;
use url::Url;

/// What is known about a document apart from its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The address the bytes came from, after redirects; relative addresses resolve against it.
    pub url: Option<&'a Url>,
    /// The `Content-Type` header as sent, parameters included.
    pub content_type: Option<&'a str>,
}

/// The format a feed was published in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0, and RSS that states no version.
    Rss2,
    /// RSS 1.0, the RDF one.
    Rss1,
    /// RSS 0.9 to 0.94.
    Rss0,
    /// Atom 1.0 (RFC 4287).
    Atom1,
    /// Atom 0.3 and its drafts.
    Atom03,
    /// JSON Feed 1.0 or 1.1.
    JsonFeed,
    /// Microsoft's Channel Definition Format.
    Cdf,
    /// A sitemap (sitemaps.org), with or without the news and image extensions.
    Sitemap,
    /// The public web page of a Telegram channel.
    Telegram,
    /// A web page read by a [`crate::PageRule`].
    Page,
}

impl Format {
    /// The short name that `inspect` prints.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rss2 => "rss2",
            Self::Rss1 => "rss1",
            Self::Rss0 => "rss0",
            Self::Atom1 => "atom1",
            Self::Atom03 => "atom03",
            Self::JsonFeed => "jsonfeed",
            Self::Cdf => "cdf",
            Self::Sitemap => "sitemap",
            Self::Telegram => "telegram",
            Self::Page => "page",
        }
    }
}

/// A day on which a channel asks not to be polled (RSS `skipDays`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the days say it")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Somebody named as author or contributor; at least one part is present.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name as written.
    pub name: Option<String>,
    /// An address of the form `a@b`.
    pub email: Option<String>,
    /// A page about the person, absolute where a base was known.
    pub uri: Option<String>,
}

/// A link of a feed or an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// The address, absolute where a base was known.
    pub href: String,
    /// The relation (RFC 8288), `alternate` when the format implies it.
    pub rel: Option<Cow<'static, str>>,
    /// The media type the publisher states.
    pub kind: Option<Cow<'static, str>>,
    /// The title of the link.
    pub title: Option<String>,
    /// The size in bytes that the publisher states.
    pub length: Option<u64>,
}

/// A file that comes with an entry, such as a podcast episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// The address, absolute where a base was known.
    pub href: String,
    /// The media type the publisher states.
    pub kind: Option<String>,
    /// The size in bytes the publisher states.
    pub length: Option<u64>,
}

/// A part of a sitemap index (sitemaps.org, “Using Sitemap index files”).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The address, absolute where a base was known.
    pub href: String,
    /// When it last changed (`lastmod`), as written.
    pub changed: Option<String>,
}

/// A feed as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// The format it was published in.
    pub format: Format,
    /// What was wrong and how it was read all the same, in plain words.
    pub warnings: Vec<String>,
    /// The title, HTML when `title_html`.
    pub title: Option<String>,
    /// Whether `title` is HTML; otherwise it is plain text.
    pub title_html: bool,
    /// The subtitle or description, HTML.
    pub subtitle: Option<String>,
    /// The web page the feed belongs to.
    pub link: Option<String>,
    /// The publisher's own identifier of the feed.
    pub id: Option<String>,
    /// The language tag as written, `_` turned into `-`.
    pub language: Option<String>,
    /// When the feed last changed, by its own account.
    pub updated: Option<Timestamp>,
    /// When the feed was published, by its own account.
    pub published: Option<Timestamp>,
    /// The copyright notice, HTML.
    pub rights: Option<String>,
    /// The program that made the feed.
    pub generator: Option<String>,
    /// The address of a logo or icon.
    pub image: Option<String>,
    /// The authors of the feed.
    pub authors: Vec<Person>,
    /// Further contributors.
    pub contributors: Vec<Person>,
    /// All links, the main one included; the parts of a sitemap index have the relation `sitemap`.
    pub links: Vec<Link>,
    /// The parts of a sitemap index in the order of the document; empty for all else.
    pub parts: Vec<Part>,
    /// Categories and keywords.
    pub tags: Vec<String>,
    /// Minutes for which the feed may be cached (RSS `ttl`, `sy:updatePeriod`).
    pub ttl_minutes: Option<u32>,
    /// Hours (0 to 23, UTC) in which not to poll.
    pub skip_hours: Vec<u8>,
    /// Days (UTC) on which not to poll.
    pub skip_days: Vec<Day>,
    /// The WebSub hub.
    pub hub: Option<String>,
    /// The address the feed gives itself.
    pub self_url: Option<String>,
    /// The entries in the order of the document.
    pub entries: Vec<Entry>,
}

impl Feed {
    /// A feed of `format` with nothing in it.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            warnings: Vec::new(),
            title: None,
            title_html: false,
            subtitle: None,
            link: None,
            id: None,
            language: None,
            updated: None,
            published: None,
            rights: None,
            generator: None,
            image: None,
            authors: Vec::new(),
            contributors: Vec::new(),
            links: Vec::new(),
            parts: Vec::new(),
            tags: Vec::new(),
            ttl_minutes: None,
            skip_hours: Vec::new(),
            skip_days: Vec::new(),
            hub: None,
            self_url: None,
            entries: Vec::new(),
        }
    }

    /// The title as plain text, for a heading.
    pub fn title_text(&self) -> Option<String> {
        plain(self.title.as_deref(), self.title_html)
    }
}

/// One entry of a feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The publisher's own identifier (`guid`, `id`, `rdf:about`); see [`Entry::key`].
    pub id: Option<String>,
    /// The title, HTML when `title_html`.
    pub title: Option<String>,
    /// Whether `title` is HTML; otherwise it is plain text.
    pub title_html: bool,
    /// The address of the article.
    pub link: Option<String>,
    /// The summary or description, HTML.
    pub summary: Option<String>,
    /// The bodies that the feed carries, HTML, not sanitized.
    pub content: Vec<String>,
    /// When the entry last changed, by its own account.
    pub updated: Option<Timestamp>,
    /// When the entry was published, by its own account.
    pub published: Option<Timestamp>,
    /// When the entry was created, by its own account.
    pub created: Option<Timestamp>,
    /// The authors; empty when only the feed names them.
    pub authors: Vec<Person>,
    /// Further contributors.
    pub contributors: Vec<Person>,
    /// All links, the main one and enclosures included.
    pub links: Vec<Link>,
    /// Files that come with the entry.
    pub enclosures: Vec<Enclosure>,
    /// Categories and keywords.
    pub tags: Vec<String>,
    /// Addresses of preview images.
    pub thumbnails: Vec<String>,
    /// Addresses of images, sounds and films (`media:content`).
    pub media: Vec<String>,
    /// The address of the comments page.
    pub comments: Option<String>,
    /// The copyright notice, HTML.
    pub rights: Option<String>,
    /// The title of the feed that the entry was taken from.
    pub source_title: Option<String>,
    /// The language tag of the entry where it is stated.
    pub language: Option<String>,
    /// Whether the publisher marks the entry as edited without saying when.
    pub edited: bool,
}

impl Entry {
    /// The title as plain text, for a heading.
    pub fn title_text(&self) -> Option<String> {
        plain(self.title.as_deref(), self.title_html)
    }

    /// A name for the entry that stays the same from poll to poll: its id, else its link, else
    /// what of title, date, summary and body is there, a prefix telling which.
    pub fn key(&self) -> String {
        if let Some(id) = &self.id {
            return format!("id:{id}");
        }
        if let Some(link) = self.link.as_ref().or(self.enclosures.first().map(|e| &e.href)) {
            return format!("link:{link}");
        }
        let date = self.published.or(self.created);
        match (&self.title, date) {
            (Some(title), Some(date)) => format!("title:{date}:{title}"),
            (Some(title), None) => format!("title::{title}"),
            (None, _) => {
                let body = self.summary.as_ref().or(self.content.first());
                format!("text:{}", body.map(String::as_str).unwrap_or_default())
            }
        }
    }
}

fn plain(text: Option<&str>, html: bool) -> Option<String> {
    let text = text?;
    let text = if html { crate::markup::plain_text(text) } else { text.to_owned() };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Why bytes could not be read as a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// There is nothing but white space.
    #[error("the document is empty")]
    Empty,
    /// It is a web page; it may name a feed, see [`crate::discover`].
    #[error("this is a web page, not a feed{}", title.as_ref().map(|t| format!(": “{t}”")).unwrap_or_default())]
    Html {
        /// The title of the page.
        title: Option<String>,
    },
    /// It is something else.
    #[error("this is not a feed: it looks like {looks_like}")]
    NotAFeed {
        /// What it looks like, with an article: “an image”, “an XML document with the root `<x>`”.
        looks_like: String,
    },
    /// JSON that nests deeper than any feed does.
    #[error("the document is nested too deeply to be a feed")]
    TooDeep,
}

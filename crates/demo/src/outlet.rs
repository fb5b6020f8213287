//! An outlet: its name, its feed's form and its pages' template.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The form, and the flaw, of an outlet's feed.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum FeedFormat {
    /// RSS 2.0 with the whole text in `content:encoded`.
    RssFull,
    /// RSS 2.0 with a teaser only.
    RssTeaser,
    /// RSS 2.0 that says UTF-8 in its header and declaration while its bytes are windows-1252.
    RssWrongCharset,
    /// RSS 2.0 that is not well-formed: bare ampersands, an unclosed tag, undefined entities.
    RssMalformed,
    /// Atom (RFC 4287) with the whole text as `content`.
    AtomFull,
    /// Atom with `summary` only.
    AtomSummary,
    /// JSON Feed 1.1 with `content_html`.
    JsonFull,
    /// RSS 1.0 (RDF) with a teaser only.
    RdfTeaser,
    /// The feed answers 410 Gone, always.
    Gone,
}

/// The template of an outlet's article pages; they differ in markup and in where they say who, when and what.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// An agency's sober page: JSON-LD `NewsArticle` and Open Graph.
    Wire,
    /// A broadsheet: JSON-LD in an `@graph`, Open Graph, biography, comments.
    Broadsheet,
    /// schema.org microdata in the markup.
    Microdata,
    /// A portal with many boxes: Open Graph and `article:` meta tags.
    Portal,
    /// A weblog: `hentry` classes, a visible byline and time.
    Weblog,
    /// An old-fashioned page of `div`s, with visible words only.
    Plain,
}

/// One outlet of the world, as its `outlet.toml` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// The folder's name under `world/`, unique.
    #[serde(skip)]
    pub key: String,
    /// The name as readers know it.
    pub title: String,
    /// The second line of the masthead.
    pub motto: String,
    /// The host in its canonical addresses, under `.example` (RFC 2606).
    pub domain: String,
    /// The language (BCP 47).
    pub lang: String,
    /// Hours east of UTC on the outlet's clock.
    pub offset_hours: i8,
    /// The folder that the subscription list files it under.
    pub folder: String,
    /// The feed's form.
    pub format: FeedFormat,
    /// The feed's path.
    pub feed_path: String,
    /// The template of its pages.
    pub template: Template,
    /// The article's path: `{y}`, `{m}`, `{d}`, `{section}`, `{slug}` and `{id}` are filled in.
    pub path: String,
    /// The outlet's colours (`#rrggbb`): the strong one, the light one.
    pub colours: [String; 2],
    /// The words of the navigation.
    pub nav: Vec<String>,
    /// Paths that robots.txt disallows.
    #[serde(default)]
    pub disallow: Vec<String>,
    /// The page's encoding where it is not UTF-8.
    #[serde(default)]
    pub charset: Option<String>,
    /// Outlets whose articles the feed carries under their own addresses (an aggregator).
    #[serde(default)]
    pub carries: Vec<String>,
    /// What the newsletter box says.
    #[serde(default)]
    pub newsletter: Option<String>,
    /// A line on each author.
    #[serde(default)]
    pub bios: BTreeMap<String, String>,
    /// Readers' comments: name and words, shown under each article.
    #[serde(default)]
    pub comments: Vec<[String; 2]>,
}

impl Outlet {
    /// The outlet's public address, `https://www.<domain>`, without a slash at the end.
    #[must_use]
    pub fn public(&self) -> String {
        format!("https://www.{}", self.domain)
    }
}

//! What the reading of an article's page gave.

use jiff::Timestamp;

use crate::{
    Byline, HostPause, Origin, OutletHint, PageFacts, PublisherTerms, ReadHow, TextSource,
};

/// An article as its page gives it, reconciled with what the feed gave, ready to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct PageReading {
    /// When it was read.
    pub at: Timestamp,
    /// The address that the page calls the canonical one.
    pub canonical: Option<String>,
    /// The key of the canonical address, where it may stand for the article's own: same
    /// registrable domain. An article that has this key already is then the same article.
    pub canonical_key: Option<String>,
    /// The headline; `None` keeps the feed's.
    pub title: Option<String>,
    /// The text that was chosen, as HTML; `None` keeps the feed's text.
    pub html: Option<String>,
    /// The same as plain text.
    pub text: Option<String>,
    /// Which text was chosen.
    pub text_source: TextSource,
    /// Who wrote it; empty keeps the feed's.
    pub byline: Byline,
    /// The dateline's place.
    pub dateline: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// The picture.
    pub image: Option<String>,
    /// Where it says that it first appeared.
    pub first_appeared: Option<Origin>,
    /// Whether it stands behind a paywall.
    pub paywalled: Option<bool>,
    /// Its publisher forbids kept copies.
    pub no_archive: bool,
    /// What its publisher asks of those who show it to others; `None` keeps what is known.
    pub terms: Option<PublisherTerms>,
    /// Who published it.
    pub outlet: OutletHint,
    /// When it was published; `None` keeps the feed's.
    pub published: Option<Timestamp>,
    /// When it was changed; `None` keeps the feed's.
    pub updated: Option<Timestamp>,
    /// What is to be said about the reading on the article's page: "only the first paragraphs can
    /// be read without a subscription".
    pub note: Option<String>,
    /// The text that was known of the article as it would be read today, where that differs: without
    /// what its site was found to repeat since. What changed is told from this.
    pub before: Option<String>,
    /// What else the page says of itself.
    pub facts: PageFacts,
    /// How the text was come by.
    pub how: ReadHow,
    /// The pages that it was read from, for trying rules on; empty keeps none.
    pub kept: Vec<KeptPage>,
    /// What is known of its site after it.
    pub learnt: Option<SiteLearnt>,
}

/// A page as it is kept for a while, so that rules for its site can be tried on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPage {
    /// Where it was fetched from, after redirects.
    pub address: String,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// Its HTML without scripts and styles, as text.
    pub html: String,
}

/// What is known to repeat across the pages of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLearnt {
    /// The site, as [`crate::address::site_of`] names it.
    pub host: String,
    /// What its pages taught, in a form that only the reading of pages knows.
    pub memory: String,
}

/// What is known of a site when one of its pages is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteNotes {
    /// The rules for it and for the sites above it, each with its site, as JSON.
    pub rules: Vec<(String, String)>,
    /// What repeats across its pages, as [`SiteLearnt::memory`] has it.
    pub memory: Option<String>,
}

/// The rules that somebody made for a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRuleRow {
    /// The site's name, which subdomains share.
    pub site: String,
    /// The rules as JSON.
    pub rule: String,
    /// When they were changed last.
    pub changed_at: Timestamp,
}

/// An article of which pages are kept, with what a reading of them needs to know.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptArticle {
    /// What is known of the article; its job is none.
    pub task: crate::ReadTask,
    /// Its pages, the first page first.
    pub pages: Vec<KeptPage>,
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFailure {
    /// When it was tried.
    pub at: Timestamp,
    /// Why, in a line a user understands.
    pub problem: String,
    /// When to try again; `None` gives up.
    pub retry_at: Option<Timestamp>,
    /// Whether the server was asked; waiting for a paused host is no try.
    pub counts: bool,
    /// The host asked to be left alone.
    pub pause: Option<HostPause>,
}

/// How the reading of a page ended.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadOutcome {
    /// It was read.
    Read(Box<PageReading>),
    /// It could not be read.
    Failed(ReadFailure),
}

//! Entries: items of a feed as they were published there.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, Byline, EntryId, FeedId, Origin, OutletHint, TextSource};

/// A file that comes with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Its absolute address.
    pub href: String,
    /// Its media type as the feed says.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its length in bytes as the feed says.
    pub length: Option<u64>,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, in order of arrival.
    pub id: EntryId,
    /// The feed that listed it.
    pub feed: FeedId,
    /// The article it leads to.
    pub article: ArticleId,
    /// The id that the feed gives it.
    pub guid: String,
    /// Its address.
    pub address: Option<String>,
    /// Its title in that feed.
    pub title: Option<String>,
    /// Its sanitized HTML in that feed: the content, or else the summary.
    pub html: String,
    /// Its authors as the feed names them.
    pub authors: Vec<String>,
    /// Its tags as the feed names them.
    pub tags: Vec<String>,
    /// Files that come with it.
    pub enclosures: Vec<Enclosure>,
    /// When it was published, as the feed says.
    pub published: Option<Timestamp>,
    /// When it was changed, as the feed says.
    pub updated: Option<Timestamp>,
    /// When this instance first saw it.
    pub seen_at: Timestamp,
}

/// An entry as a poll brings it, ready to be stored: sanitized, absolute, cut to size, free of NUL.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// A digest of the id within its feed; unique there.
    pub key: String,
    /// The id that the feed gives it, or the one that was made for it.
    pub guid: String,
    /// Its address.
    pub address: Option<String>,
    /// Its title in that feed, one line of plain text.
    pub title: Option<String>,
    /// Its sanitized HTML: the content, or else the summary.
    pub html: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Files that come with it.
    pub enclosures: Vec<Enclosure>,
    /// When it was published, as the feed says.
    pub published: Option<Timestamp>,
    /// When it was changed, as the feed says.
    pub updated: Option<Timestamp>,
    /// A digest of all that counts as a change of it.
    pub content_hash: String,
    /// The article it leads to, as far as the feed tells.
    pub article: NewArticle,
}

/// An article as far as a feed's entry tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArticle {
    /// See [`crate::address::article_key`].
    pub key: String,
    /// Its address, absolute; `None` where the entry has none.
    pub address: Option<String>,
    /// See [`crate::address::host_key`]; of the feed where there is no address.
    pub host: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its sanitized HTML.
    pub html: String,
    /// Its plain text.
    pub text: String,
    /// Where the text is from: [`TextSource::FeedFull`] or [`TextSource::FeedSummary`].
    pub text_source: TextSource,
    /// Who wrote it.
    pub byline: Byline,
    /// Its dateline's place.
    pub dateline: Option<String>,
    /// Where its text says that it first appeared.
    pub first_appeared: Option<Origin>,
    /// A picture's address.
    pub image: Option<String>,
    /// When it was published, as the feed says.
    pub published: Option<Timestamp>,
    /// When it was changed, as the feed says.
    pub updated: Option<Timestamp>,
    /// Who published it, as far as the feed tells.
    pub outlet: OutletHint,
    /// The language the feed claims.
    pub language: Option<String>,
    /// Whether its page is to be read.
    pub read_page: bool,
    /// Whether the feed stands on the article's own domain. What such a feed says of an article is
    /// never changed by one that stands elsewhere.
    pub own: bool,
}

//! Items: entries as reader apps list them, with what their reader did with them.

use jiff::Timestamp;
use serde::Serialize;

use crate::{ArticleId, Enclosure, EntryId, FeedId, StoryId};

/// Which of a user's items are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ItemScope {
    /// Those of all feeds that the user subscribes to.
    #[default]
    All,
    /// Those of one feed.
    Feed(FeedId),
    /// Those of the feeds that stand in exactly this folder; the empty name is no folder.
    Folder(String),
    /// Those whose article carries this label of the user.
    Label(String),
}

/// What is asked of a user's items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemQuery {
    /// Where they stand.
    pub scope: ItemScope,
    /// Only read or only unread ones.
    pub read: Option<bool>,
    /// Only starred ones or only those that are not.
    pub starred: Option<bool>,
    /// Only those without this label.
    pub without_label: Option<String>,
    /// Only those first seen at this moment or later.
    pub seen_from: Option<Timestamp>,
    /// Only those first seen at this moment or before.
    pub seen_until: Option<Timestamp>,
    /// Only those published (or, where nothing is said, seen) at this moment or later.
    pub published_from: Option<Timestamp>,
    /// Only those published (or, where nothing is said, seen) at this moment or before.
    pub published_until: Option<Timestamp>,
    /// Only those whose state or text changed at this moment or later.
    pub changed_from: Option<Timestamp>,
    /// Only those with a greater number.
    pub above: Option<EntryId>,
    /// Only those with a smaller number.
    pub below: Option<EntryId>,
    /// The smallest number first; the greatest first otherwise.
    pub oldest_first: bool,
    /// How many at the most.
    pub limit: u32,
}

/// An item as it is listed by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRef {
    /// Its number: it grows with arrival.
    pub id: EntryId,
    /// The feed that listed it.
    pub feed: FeedId,
    /// When this instance first saw it.
    pub seen_at: Timestamp,
}

/// An item whole, as one user sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its number: it grows with arrival.
    pub id: EntryId,
    /// The feed that listed it.
    pub feed: FeedId,
    /// The article it leads to: its state is this item's.
    pub article: ArticleId,
    /// The id that the feed gives it.
    pub guid: String,
    /// Where it can be read at its outlet.
    pub address: Option<String>,
    /// Its title, one line of plain text.
    pub title: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its tags as the feed names them.
    pub tags: Vec<String>,
    /// Its sanitized HTML: the article's, where that holds more than the feed's own.
    pub html: String,
    /// Files that come with it.
    pub enclosures: Vec<Enclosure>,
    /// The article's leading picture.
    pub image: Option<String>,
    /// How many words the article has.
    pub words: u32,
    /// When it was published, as far as that is known.
    pub published: Option<Timestamp>,
    /// When its outlet says it was changed.
    pub updated: Option<Timestamp>,
    /// When this instance first saw it.
    pub seen_at: Timestamp,
    /// When its text or its state last changed, or it was first seen.
    pub changed_at: Timestamp,
    /// When its article was marked read.
    pub read_at: Option<Timestamp>,
    /// When its article was starred.
    pub starred_at: Option<Timestamp>,
    /// The labels that the user gave its article.
    pub labels: Vec<String>,
    /// The story its article is in.
    pub story: Option<StoryId>,
    /// The article whose text it has, if it is a copy.
    pub copy_of: Option<ArticleId>,
}

/// A feed as the items of one user name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFeed {
    /// Its number.
    pub feed: FeedId,
    /// The user's title for it, or else its own, or else its address.
    pub title: String,
    /// Where it is polled, without the name and password of a login.
    pub url: String,
    /// The page it belongs to, as it says.
    pub site: Option<String>,
    /// The folder in which the user has it; empty where it is in none.
    pub folder: String,
}

/// How many items of a feed a user has not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCount {
    /// The feed.
    pub feed: FeedId,
    /// The folder in which the user has it.
    pub folder: String,
    /// How many are unread.
    pub unread: u64,
    /// When the newest of its items was first seen.
    pub newest: Option<Timestamp>,
}

/// What is done to items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemMark {
    /// Mark read, and with them what has the same text, where the user wants that.
    Read,
    /// Mark unread.
    Unread,
    /// Star; a star stays when it is given again.
    Star,
    /// Take the star away.
    Unstar,
    /// Give a label.
    Label(String),
    /// Take a label away.
    Unlabel(String),
}

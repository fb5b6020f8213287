//! Articles: the documents behind entries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, DisputedClaim, FeedId, Outlet, RevisionId, UserId};

/// Where an article's text was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSource {
    /// Neither feed nor page gave any.
    None,
    /// The feed's short text.
    FeedSummary,
    /// The feed's full text.
    FeedFull,
    /// The article's page.
    Page,
}

impl TextSource {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::FeedSummary => "feed_summary",
            Self::FeedFull => "feed_full",
            Self::Page => "page",
        }
    }

    /// The source of a stored word.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "feed_summary" => Self::FeedSummary,
            "feed_full" => Self::FeedFull,
            "page" => Self::Page,
            _ => Self::None,
        }
    }
}

/// How the reading of an article's page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// It is not to be read: the feed gave the whole text, or there is no address.
    NotNeeded,
    /// A job to read it waits.
    Waiting,
    /// It was read.
    Read,
    /// It could not be read; the article says why.
    Failed,
}

impl PageState {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Waiting => "waiting",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    /// The state of a stored word.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "waiting" => Self::Waiting,
            "read" => Self::Read,
            "failed" => Self::Failed,
            _ => Self::NotNeeded,
        }
    }
}

/// Someone who contributed to an article, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contributor {
    /// Their name.
    pub name: String,
    /// The place they reported from.
    pub place: Option<String>,
}

/// Who wrote an article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Byline {
    /// Its authors, as people.
    pub authors: Vec<String>,
    /// Others who contributed.
    pub contributors: Vec<Contributor>,
}

/// Where an article says that it first appeared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The outlet's name.
    pub outlet: String,
    /// Its address, where the article links it.
    pub url: Option<String>,
}

/// Which version of a page an article's text was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PageVersion {
    /// The page itself.
    #[default]
    Page,
    /// Its version for printing.
    Print,
    /// Its version in AMP.
    Amp,
}

impl PageVersion {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Print => "print",
            Self::Amp => "amp",
        }
    }

    /// The version of a stored word.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "print" => Self::Print,
            "amp" => Self::Amp,
            _ => Self::Page,
        }
    }
}

/// What else a page says of its article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PageFacts {
    /// The outlet's section.
    pub section: Option<String>,
    /// The outlet's keywords.
    pub tags: Vec<String>,
    /// How many seconds the outlet's clocks were ahead of UTC when it was published, where the page
    /// tells.
    pub published_offset: Option<i32>,
    /// The same for when it was changed.
    pub updated_offset: Option<i32>,
}

/// How the text of a page was come by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadHow {
    /// The version of the page.
    pub version: PageVersion,
    /// How many pages were joined to it; 1 where it stood on one.
    pub parts: u32,
    /// The site whose rules were applied.
    pub rules: Option<String>,
    /// A word that differs where the same page may give another text: another way of reading, other
    /// rules. What then changed is not the publisher's doing.
    pub by: Option<String>,
}

impl Default for ReadHow {
    fn default() -> Self {
        Self { version: PageVersion::Page, parts: 1, rules: None, by: None }
    }
}

/// An article, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Article {
    /// Its number.
    pub id: ArticleId,
    /// Where it can be read at its outlet.
    pub address: Option<String>,
    /// The address that its page calls the canonical one.
    pub canonical: Option<String>,
    /// Its headline.
    pub title: String,
    /// Its sanitized HTML.
    pub html: String,
    /// Its plain text, an empty line between blocks.
    pub text: String,
    /// How many words the text has.
    pub words: u32,
    /// Where the text is from.
    pub text_source: TextSource,
    /// How the reading of its page stands.
    pub page: PageState,
    /// What is to be said about the reading of its page, in a line a user understands: why it
    /// failed last, also while it waits to be tried again, or a note on the page that was read.
    pub page_problem: Option<String>,
    /// Who wrote it.
    pub byline: Byline,
    /// Its dateline's place.
    pub dateline: Option<String>,
    /// Its language, as it says.
    pub language: Option<String>,
    /// Its picture's address.
    pub image: Option<String>,
    /// Where it says that it first appeared.
    pub first_appeared: Option<Origin>,
    /// Whether it stands behind a paywall; `None` where nothing tells.
    pub paywalled: Option<bool>,
    /// Its publisher forbids kept copies (`noarchive`).
    pub no_archive: bool,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// When it was published, as its page or feed says.
    pub published: Option<Timestamp>,
    /// When it was changed, as its page or feed says.
    pub updated: Option<Timestamp>,
    /// When this instance first saw it.
    pub seen_at: Timestamp,
    /// How many earlier texts are kept.
    pub revisions: u32,
    /// What else its page says of it.
    pub facts: PageFacts,
    /// How the text of its page was come by.
    pub how: ReadHow,
    /// When its page was read last.
    pub page_read_at: Option<Timestamp>,
}

/// An article in a list, as one user sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleSummary {
    /// Its number.
    pub id: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Where it can be read at its outlet.
    pub address: Option<String>,
    /// Who wrote it.
    pub byline: Byline,
    /// Its dateline's place.
    pub dateline: Option<String>,
    /// When it was published, as its page or feed says.
    pub published: Option<Timestamp>,
    /// When this instance first saw it.
    pub seen_at: Timestamp,
    /// The moment it is ordered by: see [`FrontPlace`].
    pub placed_at: Timestamp,
    /// Its plain text, whole; lists cut it themselves.
    pub text: String,
    /// How many words the text has.
    pub words: u32,
    /// Where the text is from.
    pub text_source: TextSource,
    /// Its picture's address.
    pub image: Option<String>,
    /// Its language, as it says.
    pub language: Option<String>,
    /// Where it says that it first appeared.
    pub first_appeared: Option<Origin>,
    /// Whether it stands behind a paywall.
    pub paywalled: Option<bool>,
    /// How many earlier texts are kept.
    pub revisions: u32,
    /// How many feeds carry it.
    pub feeds: u32,
    /// Whether the user has read it.
    pub read: bool,
    /// Whether the user has starred it.
    pub starred: bool,
    /// Its claims that somebody disputes; no list repeats one without its dispute.
    #[serde(skip)]
    pub disputed: Vec<DisputedClaim>,
}

/// A place in the order of a front page, newest first: `published`, but never later than when it
/// was first seen, then the id. A list goes on strictly after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontPlace {
    /// The moment.
    pub at: Timestamp,
    /// The article.
    pub article: ArticleId,
}

/// Which articles of a user are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FrontFilter {
    /// All of them.
    #[default]
    All,
    /// Those not read yet.
    Unread,
    /// Those starred.
    Starred,
}

/// What a list of articles asks for. Each article comes once, however many feeds carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontQuery {
    /// Whose subscriptions count.
    pub user: UserId,
    /// Only feeds in this folder or below it.
    pub folder: Option<String>,
    /// Only this feed.
    pub feed: Option<FeedId>,
    /// Only this outlet, by its key.
    pub outlet: Option<String>,
    /// Read or unread.
    pub filter: FrontFilter,
    /// Of what is unread, also what was read at this moment or later: a list stays as it was when
    /// it was opened, while it is read.
    pub read_since: Option<Timestamp>,
    /// The oldest first.
    pub oldest_first: bool,
    /// Strictly after this place, in the order asked for.
    pub after: Option<FrontPlace>,
    /// How many at the most.
    pub limit: u32,
}

impl FrontQuery {
    /// The newest `limit` articles of all that a user subscribes to.
    pub fn newest(user: UserId, limit: u32) -> Self {
        Self {
            user,
            folder: None,
            feed: None,
            outlet: None,
            filter: FrontFilter::All,
            read_since: None,
            oldest_first: false,
            after: None,
            limit,
        }
    }
}

/// What an article said before its publisher changed it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revision {
    /// Its number.
    pub id: RevisionId,
    /// The article.
    pub article: ArticleId,
    /// The headline it had.
    pub title: String,
    /// The text it had; empty where the publisher forbids kept copies.
    pub text: String,
    /// When it stood so first, as far as this instance saw.
    pub from: Timestamp,
    /// When this instance saw that it was changed.
    pub until: Timestamp,
}

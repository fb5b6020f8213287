//! Stories: the articles about one event, as they are stored and shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, ArticleSummary, Origin, Outlet, Revision, StoryId, UserId};

/// Whose text an article has, where it has another's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CopyLink {
    /// The other article. It is no copy itself.
    pub of: ArticleId,
    /// A text, a credit or a canonical link says that the other one is the original. Otherwise
    /// the two only have the same text, and neither may be called the original.
    pub credited: bool,
    /// The share of the shorter text that stands in the longer one, 0 to 1.
    pub shared: f32,
}

/// What happened to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryEvent {
    /// It began with an article.
    Opened,
    /// An article was added.
    Joined,
    /// It became part of the other story, to which its address leads.
    Merged,
    /// Articles left it and became the other story.
    Split,
    /// An article left it for the other story.
    Moved,
    /// It had slept and has grown again.
    Woke,
}

impl StoryEvent {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Joined => "joined",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Moved => "moved",
            Self::Woke => "woke",
        }
    }

    /// The event of a stored word.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "opened" => Self::Opened,
            "merged" => Self::Merged,
            "split" => Self::Split,
            "moved" => Self::Moved,
            "woke" => Self::Woke,
            _ => Self::Joined,
        }
    }
}

/// Something that is to happen to a story, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryChange {
    /// What.
    pub event: StoryEvent,
    /// The story that it happens to; for a merge the one that ends.
    pub story: StoryId,
    /// The story that it became part of, or that left it.
    pub other: Option<StoryId>,
    /// The articles that left it, or that it began or grew with.
    pub articles: Vec<ArticleId>,
    /// Why, in a line that a user understands; empty where nothing is to be said.
    pub because: String,
}

/// Where an article is put, ready to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPlacement {
    /// The article.
    pub article: ArticleId,
    /// The due time with which it was taken up; if that has moved since, it stays due.
    pub due: Timestamp,
    /// Its story, after all changes.
    pub story: StoryId,
    /// Whose text it has, where it has another's.
    pub copy: Option<CopyLink>,
    /// What is kept of its words, so that they need not be taken apart again.
    pub features: Vec<u8>,
    /// Articles that turned out to have this one's text, because one of the two says that this is
    /// the original, with the share of the shorter text that stands in the longer one.
    pub copied_by: Vec<(ArticleId, f32)>,
    /// What happened to stories, in order.
    pub changes: Vec<StoryChange>,
}

/// An article that is to be given its story.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceTask {
    /// Its number.
    pub article: ArticleId,
    /// The time by which it is due; it names the state of the article that was taken up.
    pub due: Timestamp,
    /// The moment that it is ordered by.
    pub at: Timestamp,
    /// Its headline.
    pub title: String,
    /// Its plain text.
    pub text: String,
    /// Its language, as it says.
    pub language: Option<String>,
    /// Its outlet's key.
    pub outlet: Option<String>,
    /// Where it can be read at its outlet.
    pub address: Option<String>,
    /// The address that its page calls the canonical one.
    pub canonical: Option<String>,
    /// Where it says that it first appeared.
    pub origin: Option<Origin>,
    /// Only feeds that are never grouped carry it.
    pub alone: bool,
    /// The story that it is in already.
    pub story: Option<StoryId>,
    /// Whose text it was found to have.
    pub copy: Option<CopyLink>,
}

/// An article that has its story, with what is kept of its words.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedArticle {
    /// Its number.
    pub article: ArticleId,
    /// The moment that it is ordered by.
    pub at: Timestamp,
    /// Its story.
    pub story: StoryId,
    /// Whose text it has, where it has another's.
    pub copy: Option<CopyLink>,
    /// What is kept of its words; empty where nothing is.
    pub features: Vec<u8>,
}

/// A line of a story's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryLogLine {
    /// What happened.
    pub event: StoryEvent,
    /// The story that it happened to, under the number that it had then.
    pub story: StoryId,
    /// The other story, for a merge, a split or a move.
    pub other: Option<StoryId>,
    /// The article, for one that opened it, joined or left.
    pub article: Option<ArticleId>,
    /// When.
    pub at: Timestamp,
    /// Why, in a line that a user understands; empty where nothing is to be said, or where it might
    /// name words of articles that the user cannot see.
    pub because: String,
}

/// When this instance came to know of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sighting {
    /// The article.
    pub article: ArticleId,
    /// How many seconds before it was seen it may have stood in its feed already: since the poll
    /// before. `None` where that is not known, as with a feed that was polled for the first time.
    pub polling_gap: Option<i64>,
    /// When its page was fetched.
    pub fetched_at: Option<Timestamp>,
}

/// What a user decided about two articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RulingKind {
    /// They belong to one story.
    Together,
    /// They belong to two stories.
    Apart,
}

impl RulingKind {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Apart => "apart",
        }
    }

    /// The kind of a stored word.
    pub fn from_stored(word: &str) -> Self {
        if word == "together" { Self::Together } else { Self::Apart }
    }
}

/// A user's decision about two articles. The latest about a pair counts, whoever made it; earlier
/// ones of others are kept, and count again when it is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StoryRuling {
    /// Who decided.
    pub user: UserId,
    /// What.
    pub kind: RulingKind,
    /// The article with the lower number.
    pub a: ArticleId,
    /// The other one.
    pub b: ArticleId,
    /// When.
    pub at: Timestamp,
}

/// How a user marked a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryMark {
    /// It stands higher on their front page.
    Follow,
    /// It is hidden from them, with the articles that join it later.
    Mute,
}

impl StoryMark {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Mute => "mute",
        }
    }

    /// The mark of a stored word.
    pub fn from_stored(word: &str) -> Self {
        if word == "follow" { Self::Follow } else { Self::Mute }
    }
}

/// A place in the order of a front page of stories, the highest rank first, then the highest
/// number. A list goes on strictly after it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StoryPlace {
    /// The rank, with what the user's own marks add.
    pub rank: f64,
    /// The story.
    pub story: StoryId,
}

/// Which stories of a user are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StoryFilter {
    /// All but the muted ones.
    #[default]
    All,
    /// Those with articles that were not read yet, without the muted ones.
    Unread,
    /// Those that the user follows.
    Followed,
    /// Those that the user muted.
    Muted,
}

/// What a list of stories asks for. A story is listed if an article of it is carried by one of the
/// user's feeds, and only such articles count in what the list says.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryQuery {
    /// Whose subscriptions count.
    pub user: UserId,
    /// Only feeds in this folder or below it: a section.
    pub folder: Option<String>,
    /// Which stories.
    pub filter: StoryFilter,
    /// Strictly after this place.
    pub after: Option<StoryPlace>,
    /// How many at the most.
    pub limit: u32,
}

impl StoryQuery {
    /// The first `limit` stories of a user's front page.
    pub fn first(user: UserId, limit: u32) -> Self {
        Self { user, folder: None, filter: StoryFilter::All, after: None, limit }
    }
}

/// An outlet that reported on a story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryOutlet {
    /// Who.
    pub outlet: Outlet,
    /// How many articles of its own; 0 where it has only copies.
    pub articles: u32,
    /// How many copies.
    pub copies: u32,
}

/// An independent voice in a story: a publisher with all outlets of its house, or an agency with
/// all that run its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryVoice {
    /// The family's id, or the key of an outlet that stands for itself.
    pub family: String,
    /// The family's name as people know it.
    pub name: String,
    /// It is an agency, whose texts others run.
    pub agency: bool,
    /// How many outlets it speaks through, copies not counted.
    pub outlets: u32,
    /// When it spoke first.
    pub since: Timestamp,
    /// When it spoke last.
    pub latest: Timestamp,
}

/// What a story's standing is made of, as far as the user can see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryStanding {
    /// Its independent voices, in the order in which they spoke first.
    pub voices: Vec<StoryVoice>,
    /// One of its articles has a picture.
    pub picture: bool,
    /// How many words its longest text has.
    pub words: u32,
}

/// A story in a list, as one user sees it: only articles that their feeds carry, or that they
/// starred, count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryCard {
    /// Its number.
    pub id: StoryId,
    /// The headline of its most central article that the user can see.
    pub title: String,
    /// The language of its articles.
    pub language: Option<String>,
    /// Its most central article.
    pub lead: ArticleSummary,
    /// A picture's address: the lead's, or that of another of its articles.
    pub image: Option<String>,
    /// Whose picture it is, by article.
    pub image_article: Option<ArticleId>,
    /// The outlets, those with articles of their own first, the lead's before all, then by the
    /// time of their earliest article.
    pub outlets: Vec<StoryOutlet>,
    /// Articles that are no copies.
    pub articles: u32,
    /// Copies.
    pub copies: u32,
    /// Articles and copies that the user has not read.
    pub unread: u32,
    /// When its earliest article was published, as far as this instance saw.
    pub opened_at: Timestamp,
    /// When its latest article was published.
    pub grown_at: Timestamp,
    /// How the user marked it.
    pub mark: Option<StoryMark>,
    /// Where it stands; for the next page of the list.
    pub place: StoryPlace,
    /// Why it stands there.
    pub standing: StoryStanding,
}

/// A copy under its original.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryCopy {
    /// The copy.
    pub article: ArticleSummary,
    /// Whose text it has, and who says so.
    pub link: CopyLink,
}

/// An article of a story with its copies folded under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryMember {
    /// The article.
    pub article: ArticleSummary,
    /// Set where it is itself a copy whose original the user cannot see.
    pub link: Option<CopyLink>,
    /// The articles with its text, the earliest first.
    pub copies: Vec<StoryCopy>,
}

/// Another story, in a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedStory {
    /// Its number.
    pub id: StoryId,
    /// Its headline.
    pub title: String,
    /// How many of its articles the user can see, copies included.
    pub articles: u32,
    /// When its latest article was published.
    pub grown_at: Timestamp,
    /// How alike the two are, 0 to 1.
    pub likeness: f32,
}

/// A story, whole, as one user sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryPage {
    /// What a list says of it. Its number is not the one asked for where that story became part
    /// of this one.
    pub card: StoryCard,
    /// Its articles, the earliest first, copies folded under the article whose text they have.
    pub members: Vec<StoryMember>,
    /// What happened to it and to the stories that became part of it, the earliest first, without
    /// what is about articles that the user cannot see.
    pub log: Vec<StoryLogLine>,
    /// The latest of its articles' earlier texts, the earliest change first. A text is empty where
    /// it was not kept or is too long to be sent along.
    pub edits: Vec<Revision>,
    /// When this instance came to know of its articles.
    pub sightings: Vec<Sighting>,
    /// The stories nearest to it, the nearest first.
    pub related: Vec<RelatedStory>,
    /// What users decided about its articles, as far as it is in force and the user can see both
    /// articles, the earliest first.
    pub rulings: Vec<StoryRuling>,
    /// The articles that those are about, by number, with their headlines.
    pub ruled: Vec<(ArticleId, String)>,
}

/// What a front page is laid out from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontPage {
    /// The stories of the user's feeds, the highest rank first.
    pub stories: Vec<StoryCard>,
    /// Sections with the stories of each, the highest rank first. A story may stand in several of
    /// them and above as well.
    pub sections: Vec<(String, Vec<StoryCard>)>,
}

/// Where an article stands among stories.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleStory {
    /// Its story.
    pub story: StoryId,
    /// The story's headline.
    pub title: String,
    /// How many articles of it the user can see, copies included.
    pub articles: u32,
    /// Whose text it has, where it has another's.
    pub copy: Option<CopyLink>,
    /// Articles that have its text, or the text that it has, and that the user can see.
    pub same_text: Vec<ArticleId>,
}

/// How many articles a user has not read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Unread {
    /// In all feeds, each article once.
    pub total: u64,
    /// In each folder with any, each article once in a folder; the empty name stands for the feeds
    /// outside of folders.
    pub folders: Vec<(String, u64)>,
    /// In each feed with any.
    pub feeds: Vec<(crate::FeedId, u64)>,
}

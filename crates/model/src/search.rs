//! Searches that are kept, rules, and the alerts that come of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    AlertId, ArticleId, ArticleSummary, FeedId, Outlet, RuleId, SearchId, StoryId, TargetId, UserId,
};

/// An article as a search index holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchArticle {
    /// Its number.
    pub id: ArticleId,
    /// Its headline.
    pub title: String,
    /// Its plain text, whole.
    pub text: String,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Its authors and contributors.
    pub authors: Vec<String>,
    /// Its dateline's place.
    pub dateline: Option<String>,
    /// Its language, as it says.
    pub language: Option<String>,
    /// The feeds that carry it.
    pub feeds: Vec<FeedId>,
    /// The story it is in.
    pub story: Option<StoryId>,
    /// Whether its text is another article's.
    pub is_copy: bool,
    /// Whether it stands behind a paywall, as far as is known.
    pub paywalled: bool,
    /// Whether it has a picture.
    pub has_image: bool,
    /// How many earlier texts are kept.
    pub revisions: u32,
    /// The moment it is ordered by: see [`crate::FrontPlace`].
    pub placed_at: Timestamp,
    /// When this instance first saw it.
    pub seen_at: Timestamp,
    /// Who is reported to do what by words: the speaker's name and the act's.
    pub told: Vec<(Option<String>, String)>,
}

/// Articles whose place in the search index is out of date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchDue {
    /// The numbers of the notes that say so; they are taken away when the index is right again.
    pub notes: Vec<i64>,
    /// Those of the articles that there are, as they are now.
    pub articles: Vec<SearchArticle>,
    /// Those that there are no more.
    pub gone: Vec<ArticleId>,
}

/// A user's subscription that carries an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// The article.
    pub article: ArticleId,
    /// Whose subscription it is.
    pub user: UserId,
    /// The feed.
    pub feed: FeedId,
    /// Its folder; empty at the top.
    pub folder: String,
}

/// A search that a user keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptSearch {
    /// Its number.
    pub id: SearchId,
    /// Whose it is.
    pub user: UserId,
    /// What they call it.
    pub name: String,
    /// The search, in the language of the search box.
    pub query: String,
    /// Where it stands among the sections of the front page; `None` if it does not.
    pub section: Option<u32>,
    /// The secret part of the address of its feed; `None` if it has none.
    #[serde(skip)]
    pub feed_token: Option<String>,
    /// When it was kept.
    pub created_at: Timestamp,
    /// When its query was last changed.
    pub changed_at: Timestamp,
    /// When it was filled with what a whole index finds; `None` while that is still to be done.
    pub filled_at: Option<Timestamp>,
    /// To whom its new articles are told.
    pub alerts: Vec<SearchAlert>,
}

/// That the new articles of a search are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchAlert {
    /// To whom.
    pub target: TargetId,
    /// At which times of the day (`07:00`), in the instance's zone; none means at once.
    pub times: Vec<String>,
}

/// How an alert reaches its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// An e-mail.
    Mail,
    /// A signed POST of JSON.
    Webhook,
    /// A message to a topic of an ntfy server.
    Ntfy,
    /// A bookmark at a Wallabag server.
    Wallabag,
    /// A bookmark at a Readeck server.
    Readeck,
    /// A bookmark at a Linkding server.
    Linkding,
    /// A bookmark at a Karakeep server.
    Karakeep,
    /// A POST of a body that its user wrote a template for.
    Template,
}

impl TargetKind {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::Ntfy => "ntfy",
            Self::Wallabag => "wallabag",
            Self::Readeck => "readeck",
            Self::Linkding => "linkding",
            Self::Karakeep => "karakeep",
            Self::Template => "template",
        }
    }

    /// The kind of a stored word; `None` if there is no such kind.
    pub fn from_stored(word: &str) -> Option<Self> {
        match word {
            "mail" => Some(Self::Mail),
            "webhook" => Some(Self::Webhook),
            "ntfy" => Some(Self::Ntfy),
            "wallabag" => Some(Self::Wallabag),
            "readeck" => Some(Self::Readeck),
            "linkding" => Some(Self::Linkding),
            "karakeep" => Some(Self::Karakeep),
            "template" => Some(Self::Template),
            _ => None,
        }
    }

    /// Whether articles are saved there one by one, when their reader says so; the others are told
    /// what searches find.
    pub fn saves(self) -> bool {
        !matches!(self, Self::Mail | Self::Webhook | Self::Ntfy)
    }
}

/// Where alerts of a user go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertTarget {
    /// Its number.
    pub id: TargetId,
    /// Whose it is.
    pub user: UserId,
    /// How it is reached.
    pub kind: TargetKind,
    /// An address of e-mail, or the URL of a webhook or of a topic.
    pub address: String,
    /// What signs a webhook's bodies, the access token of a topic, where it may be empty, the code
    /// that confirms an address of e-mail, or what lets Dateline in where articles are saved: a
    /// token, or for Wallabag an object in JSON.
    pub secret: String,
    /// What its user calls a place where articles are saved; empty for others.
    pub name: String,
    /// What else is to be said to a place where articles are saved: its labels with commas between
    /// them, or the template of a body; empty for others.
    pub options: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its reader said that it is theirs; `None` for an address of e-mail that is told nothing
    /// but how to say so.
    pub confirmed_at: Option<Timestamp>,
    /// When something was last sent to it.
    pub sent_at: Option<Timestamp>,
    /// Since when nothing could be sent to it.
    pub failing_since: Option<Timestamp>,
    /// Why not, in a line that a user understands.
    pub last_error: Option<String>,
}

/// How an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AlertState {
    /// It waits for its time, or to be tried again.
    Waiting,
    /// It was taken by the other side.
    Sent,
    /// It was given up.
    Failed,
}

impl AlertState {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of a stored word.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "sent" => Self::Sent,
            "failed" => Self::Failed,
            _ => Self::Waiting,
        }
    }
}

/// New articles of a kept search, told together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its number; the same at every attempt to send it.
    pub id: AlertId,
    /// Whose it is.
    pub user: UserId,
    /// The search; `None` once that is not kept any more.
    pub search: Option<SearchId>,
    /// Where it goes.
    pub target: TargetId,
    /// What the search was called.
    pub name: String,
    /// How it stands.
    pub state: AlertState,
    /// When its first article matched.
    pub created_at: Timestamp,
    /// When it is to be sent, or tried again; `None` when it is done with.
    pub due_at: Option<Timestamp>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it could not be sent the last time.
    pub last_error: Option<String>,
    /// How many articles it tells of.
    pub articles: u64,
}

/// An alert that is to be sent, with all that it says.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertTask {
    /// The alert.
    pub alert: Alert,
    /// Where it goes.
    pub target: AlertTarget,
    /// The articles that there still are and that the user may see, the latest to match first.
    pub articles: Vec<ArticleSummary>,
    /// The tongue that its user chose, if they ever did.
    pub tongue: Option<crate::TongueTag>,
}

/// What a rule does to the articles that its query finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "does", content = "folder", rename_all = "lowercase")]
pub enum RuleAction {
    /// Hides them everywhere.
    Mute,
    /// Keeps them: no other rule hides them, and their age does not remove them.
    Keep,
    /// Marks them read.
    Read,
    /// Stars them.
    Star,
    /// Shows them in this folder as well.
    Folder(String),
}

impl RuleAction {
    /// The word under which it is stored, without the folder.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::Keep => "keep",
            Self::Read => "read",
            Self::Star => "star",
            Self::Folder(_) => "folder",
        }
    }

    /// The folder; empty for an action without one.
    pub fn folder(&self) -> &str {
        match self {
            Self::Folder(folder) => folder,
            _ => "",
        }
    }

    /// The action of stored words; `None` if there is no such action.
    pub fn from_stored(word: &str, folder: &str) -> Option<Self> {
        match word {
            "mute" => Some(Self::Mute),
            "keep" => Some(Self::Keep),
            "read" => Some(Self::Read),
            "star" => Some(Self::Star),
            "folder" => Some(Self::Folder(folder.to_owned())),
            _ => None,
        }
    }
}

/// A user's rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// Whose it is.
    pub user: UserId,
    /// Which articles it is about, in the language of the search box.
    pub query: String,
    /// What it does to them.
    pub action: RuleAction,
    /// From when on it does so no more.
    pub ends_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its user asked for it to be applied to what is there, while that is still to be done.
    pub asked_at: Option<Timestamp>,
    /// How many articles it was applied to.
    pub hits: u64,
}

/// Which kept searches and rules an article matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchMatch {
    /// The article.
    pub article: ArticleId,
    /// The searches, each with the moment at which its query was last changed.
    pub searches: Vec<(SearchId, Timestamp)>,
    /// The rules.
    pub rules: Vec<RuleId>,
}

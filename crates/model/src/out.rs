//! Feeds that Dateline gives to other readers, and what a person brings along from another reader.

use jiff::Timestamp;

use crate::{FeedId, FeedOutId, NewArticle, StoryId, UserId};

/// What a feed for other readers holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutScope {
    /// The stories of the front page.
    Front,
    /// The stories of a folder and of those below it.
    Section(String),
    /// The articles of a story, without copies.
    Story(StoryId),
    /// The articles of an outlet, by its key.
    Outlet(String),
    /// What its user starred.
    Starred,
}

impl OutScope {
    /// The word under which it is stored and named in addresses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Section(_) => "section",
            Self::Story(_) => "story",
            Self::Outlet(_) => "outlet",
            Self::Starred => "starred",
        }
    }

    /// Which one of its kind it is; empty where there is only one.
    pub fn name(&self) -> String {
        match self {
            Self::Front | Self::Starred => String::new(),
            Self::Section(folder) => folder.clone(),
            Self::Story(story) => story.to_string(),
            Self::Outlet(key) => key.clone(),
        }
    }

    /// The scope of stored words; `None` if there is no such scope.
    pub fn from_stored(word: &str, name: &str) -> Option<Self> {
        match word {
            "front" => Some(Self::Front),
            "section" if !name.is_empty() => Some(Self::Section(name.to_owned())),
            "story" => name.parse().ok().map(Self::Story),
            "outlet" if !name.is_empty() => Some(Self::Outlet(name.to_owned())),
            "starred" => Some(Self::Starred),
            _ => None,
        }
    }
}

/// A feed for other readers: whoever knows its token reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedOut {
    /// Its number.
    pub id: FeedOutId,
    /// Whose it is.
    pub user: UserId,
    /// What it holds.
    pub scope: OutScope,
    /// The secret part of its address.
    pub token: String,
    /// When it got this address.
    pub created_at: Timestamp,
    /// When it was read last, to the hour; `None` if nobody has read it.
    pub read_at: Option<Timestamp>,
}

/// What a person did with an item in another reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedMark {
    /// Its article, by [`crate::address::article_key`].
    pub article_key: Option<String>,
    /// The feed that listed it, and the digest of its id there.
    pub entry: Option<(FeedId, String)>,
    /// Whether it was read.
    pub read: bool,
    /// When it was starred.
    pub starred_at: Option<Timestamp>,
}

/// What became of such marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MovedMarks {
    /// Articles that are marked now.
    pub applied: u64,
    /// Marks that wait for their article to come.
    pub waiting: u64,
}

/// An article that no feed brought: somebody keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptItem {
    /// The article.
    pub article: NewArticle,
    /// When it was starred, which is what keeps it.
    pub starred_at: Timestamp,
    /// Whether it was read.
    pub read: bool,
}

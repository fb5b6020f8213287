//! A statement as a reader is told it: with its article, its outlet, and what it answers.

use dateline_model::{ArticleId, Outlet, StatementId, StoryId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::SHOWN;
use crate::kept::{Spans, Words};
use crate::statement::{Act, Gist, Kind};

/// Who says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teller {
    /// The fullest name that the article gives, or the words that stand for it.
    pub name: String,
    /// What the article says the speaker is.
    pub role: Option<String>,
    /// Whether it is more than a pronoun or a role.
    pub is_named: bool,
    /// The address of the person's page, where it is a person with a full name whose page is not
    /// hidden.
    pub person: Option<String>,
}

/// A statement with what a page says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its number.
    pub id: StatementId,
    /// The article.
    pub article: ArticleId,
    /// The article whose text that one has; itself where it is no copy.
    pub original: ArticleId,
    /// The story of the article.
    pub story: Option<StoryId>,
    /// The article's headline.
    pub title: String,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Where it can be read at its outlet.
    pub address: Option<String>,
    /// When it was published, never later than when it was seen.
    pub at: Timestamp,
    /// Its place among the article's statements.
    pub position: u32,
    /// How its words are given.
    pub kind: Kind,
    /// What was done by it.
    pub act: Act,
    /// Who; absent where the text names nobody.
    pub speaker: Option<Teller>,
    /// The sentence that carries it, in the words of the article.
    pub sentence: String,
    /// What was said.
    pub words: Vec<Words>,
    /// Where it stands in the article's text.
    pub spans: Spans,
    /// What it is about.
    pub gist: Gist,
    /// How sure it is.
    pub confidence: f32,
    /// The day on which an event was so.
    pub as_of: Option<Date>,
    /// What it denies, rebuts or leaves unanswered, where a text says so.
    pub answers: Vec<StatementId>,
    /// Whether it was reported as wrong, so that this reader is not shown it.
    pub is_hidden: bool,
    /// What a report of it is known by.
    pub fingerprint: String,
}

impl Told {
    /// Whether it is sure enough to be told with its speaker, and was not reported as wrong.
    pub fn is_shown(&self) -> bool {
        self.confidence >= SHOWN && !self.is_hidden
    }
}

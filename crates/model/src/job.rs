//! Work that waits in the store.

use jiff::Timestamp;
use serde::Serialize;

use crate::{ArticleId, JobId, TextSource};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Reads an article's page.
    Read,
}

impl JobKind {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
        }
    }
}

/// A job as it is shown to those who look after an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// The article it is about.
    pub article: ArticleId,
    /// The headline of that article.
    pub title: String,
    /// The address it opens.
    pub address: Option<String>,
    /// How often it was tried; waiting for a paused host is no try.
    pub attempts: u32,
    /// When it is due again; `None` where it was given up.
    pub due_at: Option<Timestamp>,
    /// Why it failed last.
    pub last_error: Option<String>,
}

/// A claimed job to read an article's page, with what the reading needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadTask {
    /// The job.
    pub job: JobId,
    /// The article.
    pub article: ArticleId,
    /// The address to open.
    pub address: String,
    /// Whom politeness is owed to.
    pub host: String,
    /// How often it was tried before.
    pub attempts: u32,
    /// The headline that is known.
    pub title: String,
    /// The text that is known from the feed.
    pub text: String,
    /// Where that text is from.
    pub text_source: TextSource,
    /// When it was published, as its feed says.
    pub published: Option<Timestamp>,
    /// What the feed on the article's own host calls itself, where one lists it.
    pub feed_title: Option<String>,
    /// The page that this feed belongs to.
    pub feed_site: Option<String>,
    /// Whether its page was read before.
    pub was_read: bool,
}

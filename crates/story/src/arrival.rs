//! An article as it arrives.

use dateline_model::{ArticleId, Origin};
use jiff::Timestamp;

/// What is known of an article when it is given its story.
#[derive(Debug, Clone)]
pub struct Arrival<'a> {
    /// Its number.
    pub id: ArticleId,
    /// The moment it is ordered by: when it was published, never later than when it was seen.
    pub at: Timestamp,
    /// Its headline.
    pub title: &'a str,
    /// Its plain text, an empty line between blocks; empty where only a headline is known.
    pub text: &'a str,
    /// Its language, as it says.
    pub language: Option<&'a str>,
    /// Its outlet's key: the registrable domain.
    pub outlet: Option<&'a str>,
    /// Where it can be read at its outlet.
    pub address: Option<&'a str>,
    /// The address that its page calls the canonical one.
    pub canonical: Option<&'a str>,
    /// Where it says that it first appeared.
    pub origin: Option<&'a Origin>,
    /// Its feed is never grouped, so it stays a story of its own.
    pub alone: bool,
}

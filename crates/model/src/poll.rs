//! What a poll needs, what it brought, and what became of it.

use jiff::Timestamp;
use serde::Serialize;

use crate::{Feed, FeedId, NewEntry, PollingState};

/// A claimed feed that is to be polled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollTask {
    /// The feed with its polling state.
    pub feed: Feed,
    /// How many users subscribe to it.
    pub subscribers: u32,
}

/// A poll as it is stored, in one transaction: the feed's new state together with its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Poll {
    /// The feed.
    pub feed: FeedId,
    /// When it was polled.
    pub at: Timestamp,
    /// Its state from now on, validators included.
    pub polling: PollingState,
    /// A new address for the feed, where it moved for good.
    pub moved: Option<String>,
    /// What the answer held; `None` where there was nothing new to read.
    pub brought: Option<PollBrought>,
}

/// What the body of a feed held.
#[derive(Debug, Clone, PartialEq)]
pub struct PollBrought {
    /// What the feed calls itself.
    pub title: Option<String>,
    /// The page it belongs to.
    pub site_url: Option<String>,
    /// Its format, as `inspect feed` names it.
    pub format: String,
    /// Its entries, oldest first, each key once.
    pub entries: Vec<NewEntry>,
}

/// What the store made of a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct PolledFeed {
    /// Entries that were not known.
    pub new_entries: u32,
    /// Entries that had changed.
    pub changed_entries: u32,
    /// Articles that were not known.
    pub new_articles: u32,
    /// The worker's lease had ended or passed to another, so nothing was stored.
    pub lease_lost: bool,
}

impl PolledFeed {
    /// What a poll that read the feed brought, in a line.
    pub fn in_words(&self) -> String {
        let entries = |count: u32| if count == 1 { "entry" } else { "entries" };
        match (self.new_entries, self.changed_entries) {
            (0, 0) => "nothing new".to_owned(),
            (new, 0) => format!("{new} new {}", entries(new)),
            (0, changed) => format!("{changed} changed {}", entries(changed)),
            (new, changed) => format!("{new} new and {changed} changed entries"),
        }
    }
}

/// How a poll ended, for those who asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PollOutcome {
    /// The feed.
    pub feed: FeedId,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// The HTTP status of the answer; `None` where there was none.
    pub status: Option<u16>,
    /// In a line: "3 new entries", "nothing new (304)", or what went wrong.
    pub result: String,
    /// Whether it went wrong.
    pub failed: bool,
    /// Entries that were not known.
    pub new_entries: u32,
    /// Entries that had changed.
    pub changed_entries: u32,
}

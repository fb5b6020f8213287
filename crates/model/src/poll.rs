//! What a poll needs, what it brought, and what became of it.

use jiff::Timestamp;
use serde::Serialize;

use crate::{Feed, FeedId, HostPause, NewEntry, NewHub, PollingState};

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
    /// The HTTP status of the answer; `None` where there was none.
    pub http_status: Option<u16>,
    /// The parts of a sitemap index that are remembered from now on; `None` leaves them as they are.
    pub parts: Option<Vec<FeedPart>>,
    /// What follows for the feed's host and hub.
    pub manners: PollManners,
}

/// A part of a sitemap index as it was last read, so that it is not read again without need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedPart {
    /// Its address.
    pub url: String,
    /// When it last changed, as the index wrote it.
    pub changed: Option<String>,
    /// Its own `ETag`, exactly as received.
    pub etag: Option<String>,
    /// Its own `Last-Modified`, exactly as received.
    pub last_modified: Option<String>,
    /// The digest of its last body.
    pub body_hash: Option<String>,
}

/// What one of the last polls of a feed brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PollNote {
    /// When it was.
    pub at: Timestamp,
    /// The HTTP status of the answer; `None` where there was none.
    pub http_status: Option<u16>,
    /// Whether it went wrong.
    pub failed: bool,
    /// In a line: "3 new entries", "nothing new (304)", or what went wrong.
    pub result: String,
    /// Entries that were not known.
    pub new_entries: u32,
    /// Entries that had changed.
    pub changed_entries: u32,
}

/// What follows from a poll for the feed's host and for its hub.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PollManners {
    /// The host asked to be left alone.
    pub pause: Option<HostPause>,
    /// What is to be subscribed to at a hub: `None` leaves that as it is, `Some(None)` ends it.
    pub hub: Option<Option<NewHub>>,
    /// The hub did not push what it should have, so it is not relied on for a while.
    pub hub_failed: bool,
}

/// What the body of a feed held.
#[derive(Debug, Clone, PartialEq)]
pub struct PollBrought {
    /// What the feed calls itself.
    pub title: Option<String>,
    /// The page it belongs to.
    pub site_url: Option<String>,
    /// Its icon or logo.
    pub icon: Option<String>,
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

/// How far the first polls of a user's feeds are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FirstPolls {
    /// How many feeds the user has.
    pub feeds: u64,
    /// How many of them were polled once or more, and are not waited for again.
    pub polled: u64,
    /// How many of those could not be had the last time.
    pub failing: u64,
    /// The titles of a few that are being polled at this moment.
    pub in_hand: Vec<String>,
}

impl FirstPolls {
    /// Whether some are still waited for.
    pub fn go_on(&self) -> bool {
        self.polled < self.feeds
    }
}

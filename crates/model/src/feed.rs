//! Feeds as they are kept, and a user's subscription to one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{FeedId, UserId};

/// How a feed fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedStatus {
    /// Added and never polled.
    New,
    /// The last poll went well.
    Fine,
    /// The last polls failed; it is still polled, at growing intervals.
    Failing,
    /// It failed for so long that it is polled at the longest interval only.
    Broken,
    /// The publisher says that it is gone for good (410); it is not polled.
    Gone,
    /// It asks for a password that Dateline does not have (401); it is not polled.
    Locked,
}

impl FeedStatus {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Fine => "fine",
            Self::Failing => "failing",
            Self::Broken => "broken",
            Self::Gone => "gone",
            Self::Locked => "locked",
        }
    }

    /// The status of a stored word; an unknown one counts as new, which only means a poll.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "fine" => Self::Fine,
            "failing" => Self::Failing,
            "broken" => Self::Broken,
            "gone" => Self::Gone,
            "locked" => Self::Locked,
            _ => Self::New,
        }
    }
}

/// Whether the pages of a feed's articles are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FullText {
    /// Where the entry holds only a part of the text.
    #[default]
    WhenNeeded,
    /// For every entry.
    Always,
    /// For none.
    Never,
}

impl FullText {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhenNeeded => "when_needed",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// The choice of a stored word; the default for an unknown one.
    pub fn from_stored(word: &str) -> Self {
        match word {
            "always" => Self::Always,
            "never" => Self::Never,
            _ => Self::WhenNeeded,
        }
    }
}

/// A place that is polled, shared by all who subscribe to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// Its number.
    pub id: FeedId,
    /// Where it is polled.
    pub url: String,
    /// What it calls itself; `None` until it was read once.
    pub title: Option<String>,
    /// The page it belongs to, as it says.
    pub site_url: Option<String>,
    /// Its format, as `inspect feed` names it.
    pub format: Option<String>,
    /// Whom politeness is owed to: see [`crate::address::host_key`].
    pub host: String,
    /// See [`crate::address::bucket`].
    pub bucket: u16,
    /// Whether the pages of its articles are read.
    pub full_text: FullText,
    /// What its users chose for it.
    pub choices: FeedChoices,
    /// When it was added.
    pub created_at: Timestamp,
    /// How its polling stands.
    pub polling: PollingState,
}

/// What users chose for a feed, which no poll changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FeedChoices {
    /// How its entries are found where it is a plain page: a rule of the `feed` crate as JSON.
    pub page_rule: Option<String>,
    /// How often it is to be polled, in seconds; `None` leaves that to what it brings.
    pub interval_seconds: Option<i64>,
}

/// What must be remembered of a feed between two polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PollingState {
    /// How it fares.
    pub status: FeedStatus,
    /// The `ETag` exactly as received, `W/` and quotes included.
    pub etag: Option<String>,
    /// The `Last-Modified` exactly as received; never parsed, never made up.
    pub last_modified: Option<String>,
    /// The digest of the last body that parsed.
    pub body_hash: Option<String>,
    /// The address that gave the last answer, after redirects.
    pub final_url: Option<String>,
    /// The target of permanent redirects that is being watched before the address is rewritten.
    pub moved_to: Option<String>,
    /// On how many polls in a row that target was seen.
    pub moved_seen: u32,
    /// When it was first seen.
    pub moved_since: Option<Timestamp>,
    /// How many polls failed in a row.
    pub errors: u32,
    /// When the present row of failures began.
    pub failing_since: Option<Timestamp>,
    /// What the last failure was, in a line a user understands; `None` after a success.
    pub last_error: Option<String>,
    /// What was odd about the last body, in a line.
    pub last_warning: Option<String>,
    /// What the last poll said, in a line: "3 new entries", "nothing new (304)".
    pub last_result: Option<String>,
    /// When it was last polled.
    pub polled_at: Option<Timestamp>,
    /// When a poll last brought something new.
    pub changed_at: Option<Timestamp>,
    /// When it is due; `None` where it is not polled any more.
    pub next_poll_at: Option<Timestamp>,
    /// The interval that led to `next_poll_at`, in seconds.
    pub interval_seconds: i64,
    /// Why it is polled then, in a line for its user: "every 2 h, because it brings something
    /// about every 4 h"; `None` before the first poll.
    pub interval_reason: Option<String>,
    /// The interval that was learned from what the feed brings, in seconds; 0 until it was read.
    pub adaptive_seconds: i64,
    /// The median gap between its last publish times, in seconds; `None` where too few are known.
    pub gap_seconds: Option<i64>,
    /// How many polls in a row brought nothing new since the interval last changed.
    pub unchanged_polls: u32,
    /// The newest publish time that was seen and was not in the future.
    pub newest_published: Option<Timestamp>,
    /// A digest of which entries the feed listed last, to tell news in a feed without dates.
    pub listing_hash: Option<String>,
    /// For how many seconds the last answer stays fresh (RFC 9111 4.2.1), kept as a 304 may omit it.
    pub fresh_seconds: Option<i64>,
    /// For how many seconds the feed's own `ttl` asks not to be polled, kept as a 304 has no body.
    pub ttl_seconds: Option<i64>,
    /// The hours (UTC) in which the feed asks not to be polled: bit 0 is the hour from midnight.
    pub skip_hours: u32,
    /// The days (UTC) on which the feed asks not to be polled: bit 0 is Monday.
    pub skip_days: u16,
    /// How many polls in a row got the same body whole instead of a 304.
    pub same_body_polls: u32,
    /// Whether its server ever answered 304 to the validators that it gives now.
    pub validators_proven: bool,
    /// How many bytes the last body took on the network, which is what a 304 saves.
    pub body_bytes: Option<i64>,
    /// A feed that the page at this address names, where the address turned out to be a page: to
    /// be offered to the feed's users, never gone to without them.
    pub offered_url: Option<String>,
    /// When such a page was last searched for feeds.
    pub looked_at: Option<Timestamp>,
    /// Until when its host asked to be left alone, perhaps in the past; the store tells it from
    /// what is known of the host, and saving a poll does not change it.
    pub host_paused_until: Option<Timestamp>,
    /// Until when its hub has promised to push what is new (WebSub), perhaps in the past; the
    /// store tells it from the subscription, and saving a poll does not change it.
    pub pushed_until: Option<Timestamp>,
}

impl PollingState {
    /// The state of a feed that was just added and is due at once.
    pub fn new_at(now: Timestamp) -> Self {
        Self {
            status: FeedStatus::New,
            etag: None,
            last_modified: None,
            body_hash: None,
            final_url: None,
            moved_to: None,
            moved_seen: 0,
            moved_since: None,
            errors: 0,
            failing_since: None,
            last_error: None,
            last_warning: None,
            last_result: None,
            polled_at: None,
            changed_at: None,
            next_poll_at: Some(now),
            interval_seconds: 0,
            interval_reason: None,
            adaptive_seconds: 0,
            gap_seconds: None,
            unchanged_polls: 0,
            newest_published: None,
            listing_hash: None,
            fresh_seconds: None,
            ttl_seconds: None,
            skip_hours: 0,
            skip_days: 0,
            same_body_polls: 0,
            validators_proven: false,
            body_bytes: None,
            offered_url: None,
            looked_at: None,
            host_paused_until: None,
            pushed_until: None,
        }
    }
}

/// A user's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subscription {
    /// Whose it is.
    #[serde(skip)]
    pub user: UserId,
    /// The feed.
    pub feed: FeedId,
    /// The user's own title for it.
    pub title: Option<String>,
    /// The folder, with `/` between levels; empty at the top.
    pub folder: String,
    /// When it was subscribed to.
    pub created_at: Timestamp,
}

/// A subscription with its feed and what it holds, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedOverview {
    /// The feed.
    pub feed: Feed,
    /// The user's subscription to it.
    pub subscription: Subscription,
    /// How many entries are kept.
    pub entries: u64,
    /// How many of its articles the user has not read.
    pub unread: u64,
    /// How many of its articles' pages could not be read when they were last asked for, whether
    /// they will be tried again or were given up.
    pub failed_reads: u64,
}

impl FeedOverview {
    /// The title to show: the user's own, the feed's, else its address.
    pub fn title(&self) -> &str {
        let own = self.subscription.title.as_deref().filter(|title| !title.trim().is_empty());
        own.or(self.feed.title.as_deref()).unwrap_or(&self.feed.url)
    }
}

//! What those see who look after an instance.

use jiff::Timestamp;
use serde::Serialize;

use crate::Feed;

/// Something that feeds of an instance have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedClass {
    /// Nothing in particular.
    #[default]
    All,
    /// The last polls failed.
    Failing,
    /// Its server refuses to give it: it is gone, wants a password, or turns programs away.
    Refused,
    /// It answers, and brought nothing new for a month.
    Silent,
    /// It answered too late the last time, or its host asked to be left alone for now.
    Slow,
    /// It answers from another address than its own.
    Redirected,
    /// It is not polled because an admin paused it.
    Paused,
}

impl FeedClass {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Failing,
        Self::Refused,
        Self::Silent,
        Self::Slow,
        Self::Redirected,
        Self::Paused,
    ];

    /// The word of an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Failing => "failing",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Slow => "slow",
            Self::Redirected => "redirected",
            Self::Paused => "paused",
        }
    }
}

/// In which order an instance's feeds are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedOrder {
    /// By host and address.
    #[default]
    Host,
    /// Those first that were polled last.
    Polled,
    /// Those first that brought something new longest ago.
    Silence,
    /// Those first that failed most often in a row.
    Errors,
    /// Those first that most people read.
    Readers,
}

impl FeedOrder {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Host, Self::Polled, Self::Silence, Self::Errors, Self::Readers];

    /// The word of an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Polled => "polled",
            Self::Silence => "silence",
            Self::Errors => "errors",
            Self::Readers => "readers",
        }
    }
}

/// Which of an instance's feeds are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedsAsked {
    /// Of what kind.
    pub class: FeedClass,
    /// In which order.
    pub order: FeedOrder,
    /// A part of their address or of their own title, whatever its case; empty for any.
    pub words: String,
    /// So many are passed over.
    pub offset: u32,
    /// So many are listed at the most.
    pub limit: u32,
}

/// A feed of an instance, whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverseenFeed {
    /// The feed.
    pub feed: Feed,
    /// How many people read it.
    pub readers: u64,
    /// The HTTP status of the last answer.
    pub http_status: Option<u16>,
}

/// Work that waits in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueKind {
    /// Feeds that are to be polled.
    Polls,
    /// Pages that are to be read.
    Pages,
    /// Articles that are to be given their story.
    Stories,
    /// What the search index has to learn.
    Search,
    /// Alerts that are to be sent.
    Alerts,
}

/// How a queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// Of what.
    pub kind: QueueKind,
    /// How many are due.
    pub due: u64,
    /// How many of those that are due a process has in hand.
    pub running: u64,
    /// How many failed the last time, those that were given up included.
    pub failed: u64,
    /// Since when the oldest that is due and in nobody's hand waits; `None` where none does, or
    /// where that is not kept.
    pub oldest: Option<Timestamp>,
}

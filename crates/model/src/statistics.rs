//! What one user's own reading amounts to.

use jiff::Timestamp;

use crate::{FeedId, FeedStatus, Outlet};

/// What a user's feeds brought in a time, and what of it they opened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statistics {
    /// When they opened articles, one at a time; what was marked in one go is not among them.
    pub opened: Vec<Opened>,
    /// The outlets of what their feeds brought, in no order.
    pub outlets: Vec<OutletUse>,
    /// Their feeds, in the order of their numbers.
    pub feeds: Vec<FeedUse>,
    /// Whether only the latest entries of the time were counted, because there are very many.
    pub capped: bool,
    /// How many stories of several outlets there were, the latest thousand at the most.
    pub stories: u32,
    /// Of how many of them it can be told which outlet's report was the earliest that was seen.
    pub told: u32,
}

/// An article that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// When.
    pub at: Timestamp,
    /// In which of its reader's feeds it stands; the first of several.
    pub feed: Option<FeedId>,
}

/// What an outlet brought to one user.
#[derive(Debug, Clone, PartialEq)]
pub struct OutletUse {
    /// The outlet.
    pub outlet: Outlet,
    /// How many articles.
    pub brought: u64,
    /// How many of them have another article's text.
    pub copies: u64,
    /// How many of them were opened.
    pub opened: u64,
    /// In how many stories of several outlets its report was the earliest that this instance saw.
    pub earliest: u64,
}

/// What a feed brought to one user.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedUse {
    /// The feed.
    pub feed: FeedId,
    /// What its reader calls it.
    pub title: String,
    /// The folder it stands in.
    pub folder: String,
    /// How it fares.
    pub status: FeedStatus,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// Why it fails.
    pub last_error: Option<String>,
    /// When its latest entry came.
    pub latest: Option<Timestamp>,
    /// How many entries came in the time.
    pub brought: u64,
    /// How many articles of it were opened in the time.
    pub opened: u64,
}

//! What is owed to hosts, and what hubs promise (W3C WebSub).

use jiff::Timestamp;
use serde::Serialize;

use crate::{FeedId, PollBrought};

/// A host that asked to be left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostPause {
    /// Whom the pause is owed to: see [`crate::address::host_key`].
    pub host: String,
    /// Until when nothing is asked of it.
    pub until: Timestamp,
    /// Why, in a line.
    pub reason: String,
}

/// A subscription that is to be asked for at a hub, unless there is one to the same topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHub {
    /// The hub's address.
    pub hub: String,
    /// What is subscribed to: the address that the feed gives itself.
    pub topic: String,
    /// The last part of the callback's path, which nobody can guess.
    pub token: String,
    /// What the hub signs its deliveries with.
    pub secret: String,
}

/// What is asked of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubMode {
    /// To push, or to go on pushing.
    Subscribe,
    /// To stop.
    Unsubscribe,
}

impl HubMode {
    /// The word of `hub.mode`, under which it is stored as well.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Unsubscribe => "unsubscribe",
        }
    }
}

/// A request to a hub that is due and was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubTask {
    /// The number of the subscription.
    pub number: i64,
    /// What is to be asked.
    pub mode: HubMode,
    /// The hub's address.
    pub hub: String,
    /// What it is about.
    pub topic: String,
    /// The last part of the callback's path.
    pub token: String,
    /// What the hub signs its deliveries with.
    pub secret: String,
    /// How often in a row the same was asked in vain.
    pub attempts: u32,
}

/// Whom a callback's path belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushTarget {
    /// The number of the subscription.
    pub number: i64,
    /// The feed; `None` once nobody reads it any more.
    pub feed: Option<FeedId>,
    /// What the hub signs its deliveries with.
    pub secret: String,
}

/// A delivery that was received and not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its number; they are worked on in this order.
    pub number: i64,
    /// The feed that it is for.
    pub feed: FeedId,
    /// Its `Content-Type`.
    pub content_type: Option<String>,
    /// Its body as it was sent.
    pub body: Vec<u8>,
}

/// What a delivery came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivered {
    /// The delivery.
    pub number: i64,
    /// The feed.
    pub feed: FeedId,
    /// When it was understood.
    pub at: Timestamp,
    /// What it held; `None` where that was no feed, and then the feed itself is asked.
    pub brought: Option<PollBrought>,
}

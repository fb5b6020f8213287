//! Moving in from another reader: subscriptions with their folders, what was read and what was
//! starred.
//!
//! What another reader says comes as an [`Abroad`], from its API (`greader.rs`, `miniflux.rs`) or
//! from files that it exported (`files.rs`). It is taken over in one order: subscriptions, starred
//! articles, marks. Marks of articles that are not here yet wait for the first polls to bring them.

mod apply;
mod files;
mod greader;
mod kept;
mod miniflux;
mod report;
mod room;
mod service;

#[cfg(test)]
mod tests;

use std::time::Duration;

use dateline_feed::opml::OpmlError;
use dateline_fetch::FetchError;
use dateline_model::UserId;
use dateline_model::address::AddressError;
use jiff::{SignedDuration, Timestamp};

use crate::{Desk, DeskError};

pub use report::{LeftOut, MoveReport};

/// Items that came longer ago are not asked for: no feed lists them any more.
const FAR_BACK: SignedDuration = SignedDuration::from_hours(24 * 92);

/// How many items of another reader are looked at, the newest first.
const MOST_ITEMS: usize = 50_000;

/// How long another reader may take to tell all that it holds.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// How many starred items are taken over.
const MOST_STARRED: usize = 20_000;

/// Where a person moves from.
#[derive(Clone)]
pub enum MoveFrom {
    /// A server that speaks the Google Reader API, such as FreshRSS: its address, and the name and
    /// API password there.
    GReader {
        /// The address of the server or of its API.
        address: String,
        /// The name there.
        name: String,
        /// The API password there.
        password: String,
    },
    /// A Miniflux server: its address and an API key.
    Miniflux {
        /// The address of the server.
        address: String,
        /// The API key.
        key: String,
    },
    /// Files that a reader exported, each with its name: OPML, and JSON of items.
    Files(Vec<(String, Vec<u8>)>),
}

/// Secrets never stand in a log.
impl std::fmt::Debug for MoveFrom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::GReader { address, name, .. } => {
                f.debug_struct("GReader").field("address", address).field("name", name).finish()
            }
            Self::Miniflux { address, .. } => {
                f.debug_struct("Miniflux").field("address", address).finish()
            }
            Self::Files(files) => f.debug_tuple("Files").field(&files.len()).finish(),
        }
    }
}

/// Why nothing could be taken over.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The other reader could not be reached.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It does not let us in.
    #[error(
        "{0} does not accept this name and password; readers want the password for apps, not the one of their pages"
    )]
    Login(String),
    /// There is no such reader at the address.
    #[error("{address} does not answer as {kind} does: {why}")]
    Strange {
        /// The address that was asked.
        address: String,
        /// What was expected there.
        kind: &'static str,
        /// What came instead.
        why: String,
    },
    /// A file is no OPML.
    #[error("{name}: {why}")]
    Opml {
        /// The name of the file.
        name: String,
        /// Why not.
        why: OpmlError,
    },
    /// A file is of no known kind.
    #[error("{name} is neither OPML nor JSON of a reader’s items: {why}")]
    File {
        /// The name of the file.
        name: String,
        /// Why not.
        why: String,
    },
    /// The other reader went on telling for too long.
    #[error(
        "the other reader did not tell all that it holds within {} minutes; nothing was taken over",
        PATIENCE.as_secs() / 60
    )]
    Slow,
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// What another reader holds of a person's.
#[derive(Debug, Clone, Default, PartialEq)]
struct Abroad {
    feeds: Vec<FeedAbroad>,
    items: Vec<ItemAbroad>,
    /// What is to be said of how it was read.
    notes: Vec<String>,
    /// What there was no room for.
    over: room::Over,
}

/// A subscription there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct FeedAbroad {
    address: String,
    title: Option<String>,
    folder: Vec<String>,
}

/// An item there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ItemAbroad {
    /// The id that its feed gives it, where the reader tells.
    guid: Option<String>,
    address: Option<String>,
    title: Option<String>,
    html: Option<String>,
    authors: Vec<String>,
    published: Option<Timestamp>,
    /// The address of its feed.
    feed: Option<String>,
    /// What its feed is called.
    outlet: Option<String>,
    read: bool,
    starred: bool,
    /// When it was starred, where the reader tells.
    starred_at: Option<Timestamp>,
}

/// A server that never comes to an end must not keep its user waiting for ever.
async fn patiently(
    asking: impl Future<Output = Result<Abroad, MoveError>>,
) -> Result<Abroad, MoveError> {
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or(Err(MoveError::Slow))
}

impl Desk {
    /// Takes over what a person has in another reader. What is here already stays as it is.
    ///
    /// # Errors
    /// When the other reader cannot be read at all, or the store fails; what was taken over before
    /// stays.
    pub async fn move_in(&self, user: UserId, from: MoveFrom) -> Result<MoveReport, MoveError> {
        let since = self.inner.clock.wall().checked_sub(FAR_BACK).unwrap_or(Timestamp::MIN);
        let fetcher = &self.inner.fetcher;
        let abroad = match from {
            MoveFrom::GReader { address, name, password } => {
                patiently(greader::ask(fetcher, &address, &name, &password, since)).await?
            }
            MoveFrom::Miniflux { address, key } => {
                patiently(miniflux::ask(fetcher, &address, &key, since)).await?
            }
            MoveFrom::Files(files) => {
                let read = self.inner.workshop.run(move || files::read(&files)).await;
                read.map_err(|broken| DeskError::Threads(broken.to_string()))??
            }
        };
        self.settle_in(user, abroad).await
    }
}

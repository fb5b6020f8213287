//! What can stop the desk itself; what is wrong with a feed or a page is no error but a result.

use dateline_store::StoreError;

/// Why work at the desk could not be done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The threads for parsing could not be started.
    #[error("the threads for parsing could not be started: {0}")]
    Threads(String),
    /// The search index did not do its part.
    #[error(transparent)]
    Search(#[from] dateline_search::Error),
    /// A search took longer than anybody waits.
    #[error("the search took too long and was given up")]
    TooSlow,
    /// Work on a thread broke off; the log of the process has the reason.
    #[error("work on a thread broke off")]
    Broken,
    /// The hub of this instance did not take what it was told.
    #[error("the hub {hub} could not be told what changed: {why}")]
    Hub {
        /// Its address.
        hub: String,
        /// Why not.
        why: String,
    },
    /// Another process took the stories over while they were formed anew.
    #[error("another process took the stories over meanwhile, so nothing was changed; try again")]
    StoriesTaken,
}

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
}

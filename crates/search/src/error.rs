//! What can go wrong with an index.

use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::LockError;

/// Why an index did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It was made by another version, which cut or kept words otherwise; it is to be rebuilt.
    #[error("the search index was made by another version of Dateline and has to be rebuilt")]
    Outdated,
    /// Its files are not what was written; it is to be rebuilt.
    #[error("the search index is damaged and has to be rebuilt: {0}")]
    Broken(String),
    /// Whoever asked waits no longer, or waited too long.
    #[error("the search took too long and was given up")]
    GivenUp,
    /// Another process writes to it.
    #[error("another process writes to the search index")]
    Busy,
    /// A file could not be read or written.
    #[error("the search index cannot be read or written in {folder}: {reason}")]
    Files {
        /// The index's folder.
        folder: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The engine failed in another way.
    #[error("the search index failed: {0}")]
    Engine(String),
}

impl Error {
    /// Whether the index has to be rebuilt from the store.
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Outdated | Self::Broken(_))
    }
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::DataCorruption(_)
            | TantivyError::OpenReadError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::SchemaError(_)
            | TantivyError::FieldNotFound(_) => Self::Broken(error.to_string()),
            other => Self::Engine(other.to_string()),
        }
    }
}

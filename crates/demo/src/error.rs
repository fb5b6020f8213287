//! What can go wrong in the demonstration world.

/// An error of the demonstration world: a text of it that cannot be read, or an address that cannot be bound.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file under `world/` does not have the form that the loader expects.
    #[error("the demo text {file} cannot be read: {reason}")]
    Text {
        /// The file's path under `world/`.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No loopback address could be bound.
    #[error("the demo world cannot listen on {address}: {source}")]
    Bind {
        /// The address and port that was tried last.
        address: String,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl DemoError {
    pub(crate) fn text(file: &str, reason: impl std::fmt::Display) -> Self {
        Self::Text { file: file.to_owned(), reason: reason.to_string() }
    }
}

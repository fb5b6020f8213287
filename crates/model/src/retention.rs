//! What may be forgotten.

use jiff::Timestamp;
use serde::Serialize;

/// What a retention run removes. With neither limit nothing is removed. What anyone starred is
/// always kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Articles first seen before this moment go.
    pub older_than: Option<Timestamp>,
    /// The oldest articles go until the texts of the store fit into so many bytes.
    pub max_bytes: Option<u64>,
}

/// What a retention run would remove, or has removed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RetentionPreview {
    /// How many articles.
    pub articles: u64,
    /// How many entries that lead to them.
    pub entries: u64,
    /// How many bytes of text, estimated.
    pub bytes: u64,
    /// The first-seen time of the newest article among them.
    pub newest: Option<Timestamp>,
    /// How many articles would have gone by age or size but are starred.
    pub kept_starred: u64,
}

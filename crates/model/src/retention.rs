//! What may be forgotten.

use jiff::Timestamp;
use serde::Serialize;

/// What a retention run removes. With neither limit nothing is removed. What anyone starred is
/// always kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Articles first seen before this moment go.
    pub older_than: Option<Timestamp>,
    /// The oldest articles go until the store takes no more than so many bytes: texts with all
    /// the rows and indexes around them. Room that removed rows left does not count, since it is
    /// used again or given back.
    pub max_bytes: Option<u64>,
}

/// What a retention run would remove, or has removed. A preview by size estimates by the share
/// that articles have in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RetentionPreview {
    /// How many articles.
    pub articles: u64,
    /// How many entries that lead to them.
    pub entries: u64,
    /// How many bytes of text and HTML the articles have; the store shrinks by more, since rows
    /// and indexes go with them.
    pub bytes: u64,
    /// The first-seen time of the newest article among them.
    pub newest: Option<Timestamp>,
    /// How many articles would have gone by age or size but are starred.
    pub kept_starred: u64,
}

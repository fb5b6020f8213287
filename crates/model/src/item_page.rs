//! Pages of items, for apps that turn them by counting.

use jiff::Timestamp;

use crate::{ArticleId, EntryId, FeedId, ItemQuery, StoryId};

/// By what items are ordered; the greatest number comes last among those that are alike in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemOrder {
    /// By their numbers, which is by arrival.
    #[default]
    Arrival,
    /// By when they were published, or, where nothing is said, seen.
    Published,
    /// By when their state or text last changed.
    Changed,
    /// By their titles.
    Title,
    /// By their authors.
    Author,
    /// By the folders of their feeds.
    Folder,
    /// Read ones before unread ones.
    State,
}

/// A page of items: what a list by number asks for, and more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemPage {
    /// Which items, in which direction and how many.
    pub query: ItemQuery,
    /// By what they are ordered.
    pub order: ItemOrder,
    /// How many of them come before the page.
    pub offset: u32,
    /// Only those whose state or text changed at this moment or before.
    pub changed_until: Option<Timestamp>,
    /// Only those of these articles.
    pub among: Option<Vec<ArticleId>>,
    /// Only those with all of these tags, as their feeds write them.
    pub tags: Vec<String>,
}

/// An item of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryItem {
    /// The story.
    pub story: StoryId,
    /// The article that the item leads to.
    pub article: ArticleId,
    /// The item.
    pub id: EntryId,
    /// The feed that listed it.
    pub feed: FeedId,
}

//! Pages of items, and the items of stories, as operations of the store.

use dateline_model::{EntryId, Item, ItemPage, StoryId, StoryItem, UserId};

use super::{list::page, whole};
use crate::Store;
use crate::error::Result;

impl Store {
    /// A page of a user's items and how many there are on all pages, of one moment. What the user
    /// muted is left out, unless it is starred and starred ones are asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn item_page(&self, user: UserId, page: ItemPage) -> Result<(Vec<Item>, u64)> {
        self.read(move |tx| {
            let ids = page::ids(tx, user, &page)?;
            let total = page::total(tx, user, &page)?;
            Ok((whole::items(tx, user, &ids)?, total))
        })
        .await
    }

    /// The same by number only.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn item_ids_page(&self, user: UserId, page: ItemPage) -> Result<(Vec<EntryId>, u64)> {
        self.read(move |tx| Ok((page::ids(tx, user, &page)?, page::total(tx, user, &page)?))).await
    }

    /// The items of these stories among those of the user's feeds, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn story_items(&self, user: UserId, stories: &[StoryId]) -> Result<Vec<StoryItem>> {
        let stories = stories.to_vec();
        self.read(move |tx| page::of_stories(tx, user, &stories)).await
    }
}

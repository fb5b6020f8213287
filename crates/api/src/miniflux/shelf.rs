//! A user's feeds and folders as they stand at one moment, for answers that name many of them.

use std::collections::HashMap;

use dateline_model::{Feed, FeedId, Folder, FolderId, Subscription, UserId};
use dateline_store::StoreError;
use serde_json::Value;

use super::shapes;
use crate::state::App;

/// The feeds and folders of a user.
pub struct Shelf {
    user: UserId,
    folders: Vec<Folder>,
    feeds: Vec<(Feed, Subscription)>,
    by_number: HashMap<FeedId, usize>,
}

impl Shelf {
    /// Those of a user.
    pub async fn of(app: &App, user: UserId) -> Result<Self, StoreError> {
        let folders = app.store().numbered_folders(user).await?;
        let feeds = app.store().subscriptions(user).await?;
        let by_number =
            feeds.iter().enumerate().map(|(place, (feed, _))| (feed.id, place)).collect();
        Ok(Self { user, folders, feeds, by_number })
    }

    /// The folder of a number.
    pub fn folder(&self, id: FolderId) -> Option<&Folder> {
        self.folders.iter().find(|folder| folder.id == id)
    }

    /// All feeds.
    pub fn feeds(&self) -> &[(Feed, Subscription)] {
        &self.feeds
    }

    /// A feed as it is answered; `None` for one that the user does not have.
    pub fn shape(&self, id: FeedId) -> Option<Value> {
        let (feed, subscription) = self.feeds.get(*self.by_number.get(&id)?)?;
        let same = |folder: &&Folder| folder.name == subscription.folder;
        // A feed that was moved between the two reads stands with those outside of folders.
        let folder = self.folders.iter().find(same).or(self.folders.first())?;
        Some(shapes::feed(self.user, feed, subscription, folder))
    }

    /// All feeds of a folder, or of all, as they are answered.
    pub fn shapes(&self, folder: Option<&str>) -> Vec<Value> {
        let within = self
            .feeds
            .iter()
            .filter(|(_, subscription)| folder.is_none_or(|folder| subscription.folder == folder));
        within.filter_map(|(feed, _)| self.shape(feed.id)).collect()
    }

    /// Whether a feed stands in a folder.
    pub fn holds(&self, folder: &str, id: FeedId) -> bool {
        let found = self.by_number.get(&id).and_then(|place| self.feeds.get(*place));
        found.is_some_and(|(_, subscription)| subscription.folder == folder)
    }
}

//! Taking over what another reader holds.

use std::collections::HashMap;

use dateline_model::{FeedId, KeptItem, MovedMark, UserId, address};
use dateline_store::ImportedFeed;
use url::Url;

use super::kept::article_of;
use super::{Abroad, FeedAbroad, ItemAbroad, MOST_STARRED, MoveError, MoveReport};
use crate::opml::{folder_of, title_for};
use crate::{Desk, DeskError, Skipped, cut};

/// Longer addresses are shown cut.
const SHOWN: usize = 300;

impl Desk {
    /// Subscriptions first, so that marks find the articles that are here already.
    pub(super) async fn settle_in(
        &self,
        user: UserId,
        abroad: Abroad,
    ) -> Result<MoveReport, MoveError> {
        let mut report = MoveReport { notes: abroad.notes, ..MoveReport::default() };
        for (title, address) in &abroad.over.named {
            report.leave_out(title, address, "there was no room for as much at once");
        }
        report.left_out_more += abroad.over.more;
        let feeds = self.take_feeds(user, &abroad.feeds, &mut report).await?;
        let (starred, marked): (Vec<ItemAbroad>, Vec<ItemAbroad>) =
            abroad.items.into_iter().partition(|item| item.starred);
        self.take_starred(user, starred, &mut report).await?;
        self.take_marks(user, &marked, &feeds, &mut report).await?;
        Ok(report)
    }

    async fn take_feeds(
        &self,
        user: UserId,
        feeds: &[FeedAbroad],
        report: &mut MoveReport,
    ) -> Result<HashMap<String, FeedId>, MoveError> {
        let mut wanted: Vec<ImportedFeed> = Vec::new();
        for feed in feeds {
            match address::parse_typed(&feed.address) {
                Ok(url) => wanted.push(ImportedFeed {
                    title: title_for(feed.title.as_deref(), &feed.address),
                    folder: folder_of(&feed.folder),
                    url,
                }),
                Err(error) => report.feeds_skipped.push(Skipped {
                    title: feed.title.clone().unwrap_or_default(),
                    url: cut::chars(&feed.address, SHOWN),
                    why: error.to_string(),
                }),
            }
        }
        let inner = &self.inner;
        let addresses: Vec<String> = wanted.iter().map(|feed| feed.url.to_string()).collect();
        let now = inner.clock.now();
        let imported = inner.store.import(user, wanted, now).await.map_err(DeskError::from)?;
        inner.polls_bell.notify_one();
        report.feeds = imported.added;
        report.feeds_before = imported.already;
        let mut known = HashMap::new();
        for address in addresses {
            let feed = inner.store.feed_by_url(&address).await.map_err(DeskError::from)?;
            known.extend(feed.map(|feed| (address, feed.id)));
        }
        Ok(known)
    }

    /// A starred article is kept whether a feed still lists it or not, until one brings it.
    async fn take_starred(
        &self,
        user: UserId,
        starred: Vec<ItemAbroad>,
        report: &mut MoveReport,
    ) -> Result<(), MoveError> {
        let now = self.inner.clock.now();
        for (place, item) in starred.into_iter().enumerate() {
            let title = item.title.clone().unwrap_or_default();
            let shown = item.address.clone().unwrap_or_default();
            if place >= MOST_STARRED {
                report.leave_out(&title, &shown, "more starred articles than are taken over");
                continue;
            }
            let read = item.read;
            let starred_at = item.starred_at.unwrap_or(now).min(now);
            let made = self.inner.workshop.run(move || article_of(&item, user)).await;
            let article = match made.map_err(|broken| DeskError::Threads(broken.to_string()))? {
                Ok(article) => article,
                Err(why) => {
                    report.leave_out(&title, &shown, &why.to_string());
                    continue;
                }
            };
            let item = KeptItem { article, starred_at, read };
            let kept = self.inner.store.keep_article(user, item, now).await;
            let (_, is_new) = kept.map_err(DeskError::from)?;
            report.starred += 1;
            report.kept += u64::from(is_new);
        }
        self.inner.reads_bell.notify_one();
        self.inner.stories_bell.notify_one();
        self.inner.search.bell.notify_one();
        Ok(())
    }

    async fn take_marks(
        &self,
        user: UserId,
        items: &[ItemAbroad],
        feeds: &HashMap<String, FeedId>,
        report: &mut MoveReport,
    ) -> Result<(), MoveError> {
        let mut marks = Vec::new();
        for item in items.iter().filter(|item| item.read) {
            let url = item.address.as_deref().map(Url::parse).and_then(Result::ok);
            let url = url.filter(address::is_web);
            let feed = item.feed.as_deref().and_then(|feed| address::parse_typed(feed).ok());
            let feed = feed.and_then(|feed| feeds.get(feed.as_str()).copied());
            let mark = MovedMark {
                article_key: url.as_ref().map(address::article_key),
                entry: feed
                    .zip(item.guid.as_deref())
                    .map(|(feed, guid)| (feed, address::digest(&[&format!("id:{}", guid.trim())]))),
                read: true,
                starred_at: None,
            };
            if mark.article_key.is_none() && mark.entry.is_none() {
                let title = item.title.as_deref().unwrap_or_default();
                let why = "it was read there, but nothing says which article it is";
                report.leave_out(title, item.address.as_deref().unwrap_or_default(), why);
                continue;
            }
            marks.push(mark);
        }
        let now = self.inner.clock.now();
        let done = self.inner.store.move_marks(user, marks, now).await.map_err(DeskError::from)?;
        report.read = done.applied;
        report.read_waiting = done.waiting;
        Ok(())
    }
}

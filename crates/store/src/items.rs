//! Items: entries as reader apps list them, with what their reader did with them.
//!
//! A user's items are the entries of the feeds they subscribe to. Lists are in the order of the
//! entries' numbers, which is the order of arrival, and go on after a number, never after a count:
//! what is read or comes in meanwhile shifts nothing.

mod list;
mod mark;
mod pages;
mod whole;

use dateline_model::{
    EntryId, FeedId, Item, ItemCount, ItemFeed, ItemMark, ItemQuery, ItemRef, ItemScope, UserId,
    address,
};
use jiff::Timestamp;

use crate::error::Result;
use crate::tx::{Row, Tx, Value, each_lookup, query_one, query_opt, values};
use crate::{Store, unread};

/// How many items one transaction marks.
const SLICE: usize = 1000;

fn counts(tx: &mut dyn Tx, user: UserId) -> Result<Vec<ItemCount>> {
    let unread = unread::of_scope(tx, user, unread::FEED)?;
    let sql = "SELECT u.feed_id, u.folder, (SELECT e.seen_at FROM entries e \
        WHERE e.feed_id = u.feed_id ORDER BY e.id DESC LIMIT 1) \
        FROM subscriptions u WHERE u.user_id = ?1 ORDER BY u.feed_id";
    let rows = tx.query(sql, &values![user])?.into_iter();
    rows.map(|mut row| {
        let feed = row.int()?;
        Ok(ItemCount {
            feed: FeedId(feed),
            folder: row.text()?,
            unread: unread.get(&feed.to_string()).copied().unwrap_or_default(),
            newest: row.opt_time()?,
        })
    })
    .collect()
}

/// The columns that [`item_feed`] reads, in its order.
const ITEM_FEED: &str = "u.feed_id, coalesce(u.title, f.title), f.url, f.site_url, u.folder";

fn item_feed(mut row: Row) -> Result<ItemFeed> {
    let (feed, title, url) = (FeedId(row.int()?), row.opt_text()?, row.text()?);
    let url = address::without_login(&url);
    Ok(ItemFeed {
        feed,
        title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| url.clone()),
        url,
        site: row.opt_text()?,
        folder: row.text()?,
    })
}

impl Store {
    /// A user's feeds as items name them, by number; those of these numbers, or all.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn item_feeds(
        &self,
        user: UserId,
        only: Option<Vec<FeedId>>,
    ) -> Result<Vec<ItemFeed>> {
        let from = "FROM subscriptions u JOIN feeds f ON f.id = u.feed_id WHERE u.user_id = ?1";
        self.read(move |tx| {
            let Some(only) = &only else {
                let sql = format!("SELECT {ITEM_FEED} {from} ORDER BY u.feed_id");
                return tx.query(&sql, &values![user])?.into_iter().map(item_feed).collect();
            };
            let keys: Vec<Value> = only.iter().copied().map(Value::from).collect();
            let mut feeds = Vec::with_capacity(only.len());
            each_lookup(&keys, 2, |places, chunk| {
                let sql = format!("SELECT {ITEM_FEED} {from} AND u.feed_id IN ({places})");
                let mut params = Vec::from(values![user]);
                params.extend_from_slice(chunk);
                for row in tx.query(&sql, &params)? {
                    feeds.push(item_feed(row)?);
                }
                Ok(())
            })?;
            feeds.sort_by_key(|feed| feed.feed);
            feeds.dedup_by_key(|feed| feed.feed);
            Ok(feeds)
        })
        .await
    }

    /// Whether a user has feeds in exactly this folder, or made it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_folder(&self, user: UserId, name: &str) -> Result<bool> {
        let name = name.to_owned();
        self.read(move |tx| {
            let sql = "SELECT 1 FROM subscriptions WHERE user_id = ?1 AND folder = ?2 LIMIT 1";
            if query_opt(tx, sql, &values![user, &name])?.is_some() {
                return Ok(true);
            }
            let sql = "SELECT 1 FROM folders WHERE user_id = ?1 AND name = ?2 AND kept = 1";
            Ok(query_opt(tx, sql, &values![user, &name])?.is_some())
        })
        .await
    }

    /// A user's items by number, the greatest number first unless the query says otherwise. What
    /// the user muted is left out, unless it is starred and starred ones are asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn item_refs(&self, user: UserId, query: ItemQuery) -> Result<Vec<ItemRef>> {
        self.read(move |tx| list::refs(tx, user, &query)).await
    }

    /// The same whole.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn items(&self, user: UserId, query: ItemQuery) -> Result<Vec<Item>> {
        self.read(move |tx| {
            let refs = list::refs(tx, user, &query)?;
            let ids: Vec<EntryId> = refs.into_iter().map(|item| item.id).collect();
            whole::items(tx, user, &ids)
        })
        .await
    }

    /// Those of these items that a user may see, in the order asked, each once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn items_of(&self, user: UserId, ids: &[EntryId]) -> Result<Vec<Item>> {
        let ids = ids.to_vec();
        self.read(move |tx| whole::items(tx, user, &ids)).await
    }

    /// How many items a query has, whatever its limit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn item_total(&self, user: UserId, query: ItemQuery) -> Result<u64> {
        self.read(move |tx| list::total(tx, user, &query)).await
    }

    /// How many items of each of a user's feeds are unread, from the kept counts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn item_counts(&self, user: UserId) -> Result<Vec<ItemCount>> {
        self.read(move |tx| counts(tx, user)).await
    }

    /// Does something to those of these items that the user may see, in several transactions where
    /// they are many; gives how many articles it changed. Marking read marks copies too, where the
    /// user wants that.
    ///
    /// # Errors
    /// When the store fails; what was marked until then stays so.
    pub async fn mark_items(
        &self,
        user: UserId,
        ids: &[EntryId],
        mark: &ItemMark,
        now: Timestamp,
    ) -> Result<u64> {
        let mut changed = 0;
        for slice in ids.chunks(SLICE) {
            let (slice, mark) = (slice.to_vec(), mark.clone());
            changed += self.write(move |tx| mark::mark(tx, user, &slice, &mark, now)).await?;
        }
        Ok(changed)
    }

    /// Marks the items of a scope read that this instance first saw at a moment or before, in
    /// several transactions where they are many; gives how many articles were unread. What came in
    /// later stays unread.
    ///
    /// # Errors
    /// When the store fails; what was marked until then stays so.
    pub async fn mark_items_read(
        &self,
        user: UserId,
        scope: ItemScope,
        seen_until: Timestamp,
        now: Timestamp,
    ) -> Result<u64> {
        let mut query = ItemQuery {
            scope,
            read: Some(false),
            seen_until: Some(seen_until),
            limit: u32::try_from(SLICE).unwrap_or(u32::MAX),
            ..ItemQuery::default()
        };
        let mut marked = 0;
        loop {
            let slice = query.clone();
            let (changed, last) =
                self.write(move |tx| mark::read_slice(tx, user, &slice, now)).await?;
            marked += changed;
            let Some(last) = last else { return Ok(marked) };
            query.below = Some(last);
        }
    }

    /// The greatest number that an entry has or had; 0 where there was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn last_entry(&self) -> Result<EntryId> {
        let sql = "SELECT value FROM counters WHERE name = 'entry'";
        self.read(move |tx| Ok(EntryId(query_one(tx, sql, &[])?.int()?))).await
    }
}

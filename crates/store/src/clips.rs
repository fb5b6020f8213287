//! Clippings: pages and texts that users kept themselves.
//!
//! Each user with any has a feed of them, which nothing polls and nobody else subscribes to; so they
//! are listed, read, starred, searched and synced as all entries are. What stands in it is never
//! grouped with others' articles, and no retention removes it.

use std::collections::HashSet;

use dateline_model::{ArticleId, EntryId, FeedId, FeedStatus, FullText, NewEntry, UserId, address};
use jiff::Timestamp;

use crate::Store;
use crate::entries::{self, Arrival};
use crate::error::Result;
use crate::subscriptions::subscribe;
use crate::tx::{Tx, Value, each_lookup, query_one, query_opt, values};

/// The format of such a feed, by which it is known.
pub(crate) const FORMAT: &str = "clippings";

/// The condition that a row of `feeds` is no feed of clippings.
pub(crate) const POLLED: &str = "format IS DISTINCT FROM 'clippings'";

/// A page or text that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clipped {
    /// The user's feed of such things.
    pub feed: FeedId,
    /// The entry.
    pub entry: EntryId,
    /// Its article.
    pub article: ArticleId,
    /// Whether it was not there before.
    pub new: bool,
}

/// The address of a user's clippings. It leads nowhere: whatever opens feeds takes only those of
/// the web.
pub fn clippings_address(user: UserId) -> String {
    format!("{FORMAT}:{user}")
}

/// The user's feed of clippings, made where there is none.
fn feed_of(tx: &mut dyn Tx, user: UserId, now: Timestamp) -> Result<FeedId> {
    let url = clippings_address(user);
    let sql = "INSERT INTO feeds (url, title, format, host, bucket, full_text, grouped, \
        created_at, status, moved_seen, errors, next_poll_at, interval_seconds) \
        VALUES (?1, 'Clippings', ?2, '', ?3, ?4, ?5, ?6, ?7, 0, 0, NULL, 0) \
        ON CONFLICT (url) DO NOTHING";
    let params = values![
        &url,
        FORMAT,
        address::bucket(""),
        FullText::Never.as_str(),
        false,
        now,
        FeedStatus::Fine.as_str(),
    ];
    tx.execute(sql, &params)?;
    let mut row = query_one(tx, "SELECT id FROM feeds WHERE url = ?1", &values![&url])?;
    let feed = FeedId(row.int()?);
    subscribe(tx, user, feed, None, "", now)?;
    Ok(feed)
}

fn clip(tx: &mut dyn Tx, user: UserId, entry: &NewEntry, now: Timestamp) -> Result<Clipped> {
    let feed = feed_of(tx, user, now)?;
    // What its user removed once and keeps again is wanted.
    let sql = "DELETE FROM forgotten_entries WHERE feed_id = ?1 AND key = ?2";
    tx.execute(sql, &values![feed, &entry.key])?;
    let arrival = Arrival { feed, bucket: address::bucket(""), at: now, polled_before: None };
    let stored = entries::store(tx, &arrival, std::slice::from_ref(entry))?;
    let sql = "SELECT id, article_id FROM entries WHERE feed_id = ?1 AND key = ?2";
    let mut row = query_one(tx, sql, &values![feed, &entry.key])?;
    let (entry, article) = (EntryId(row.int()?), ArticleId(row.int()?));
    Ok(Clipped { feed, entry, article, new: stored.new_entries > 0 })
}

/// Whether somebody else's clippings are meant.
pub(crate) fn are_anothers(tx: &mut dyn Tx, user: UserId, feed: FeedId) -> Result<bool> {
    let sql = "SELECT 1 FROM feeds WHERE id = ?1 AND format = ?2 AND url <> ?3";
    let found = query_opt(tx, sql, &values![feed, FORMAT, clippings_address(user)])?;
    Ok(found.is_some())
}

impl Store {
    /// Keeps an entry among a user's clippings. One of the same key is changed, and what it said
    /// before is a revision.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clip(&self, user: UserId, entry: NewEntry, now: Timestamp) -> Result<Clipped> {
        self.write(move |tx| clip(tx, user, &entry, now)).await
    }

    /// Those of these feeds that can be polled, which clippings cannot, in the order given.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn polled_feeds(&self, feeds: &[FeedId]) -> Result<Vec<FeedId>> {
        let feeds = feeds.to_vec();
        self.read(move |tx| {
            let keys: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
            let mut polled = HashSet::new();
            each_lookup(&keys, 1, |places, chunk| {
                let sql = format!("SELECT id FROM feeds WHERE id IN ({places}) AND {POLLED}");
                for mut row in tx.query(&sql, chunk)? {
                    polled.insert(FeedId(row.int()?));
                }
                Ok(())
            })?;
            Ok(feeds.iter().copied().filter(|feed| polled.contains(feed)).collect())
        })
        .await
    }
}

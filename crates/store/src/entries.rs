//! Entries of feeds: storing what a poll brought, and listing them.

use std::collections::{HashMap, HashSet};

use dateline_model::{ArticleId, Entry, EntryId, FeedId, NewEntry, PolledFeed};
use jiff::Timestamp;

use crate::error::Result;
use crate::tx::{Row, Tx, Value, each_lookup, insert_many, json, query_one, values};
use crate::unread::{self, Counts, Which};
use crate::{Store, arrivals, moving_in};

/// The columns that [`entry`] reads, in its order.
const ENTRY: &str = "e.id, e.feed_id, e.article_id, e.guid, e.address, e.title, e.html, \
    e.authors, e.tags, e.enclosures, e.published, e.updated, e.seen_at";

fn entry(row: &mut Row) -> Result<Entry> {
    Ok(Entry {
        id: EntryId(row.int()?),
        feed: FeedId(row.int()?),
        article: ArticleId(row.int()?),
        guid: row.text()?,
        address: row.opt_text()?,
        title: row.opt_text()?,
        html: row.text()?,
        authors: row.json()?,
        tags: row.json()?,
        enclosures: row.json()?,
        published: row.opt_time()?,
        updated: row.opt_time()?,
        seen_at: row.time()?,
    })
}

/// Which feed brought entries, and when.
pub(crate) struct Arrival {
    pub feed: FeedId,
    pub bucket: u16,
    pub at: Timestamp,
    /// When the feed was asked the last time before that and answered, as far as it is remembered:
    /// what comes now did not stand in it then.
    pub polled_before: Option<Timestamp>,
}

struct Known {
    id: i64,
    hash: String,
    article: ArticleId,
}

/// Stores the entries of a poll with their articles. Of one key the first entry counts.
pub(crate) fn store(
    tx: &mut dyn Tx,
    arrival: &Arrival,
    entries: &[NewEntry],
) -> Result<PolledFeed> {
    let mut keys = HashSet::new();
    let entries: Vec<&NewEntry> =
        entries.iter().filter(|entry| keys.insert(entry.key.as_str())).collect();
    let known = known_entries(tx, arrival.feed, &entries)?;
    let unknown: Vec<&NewEntry> =
        entries.iter().copied().filter(|entry| !known.contains_key(&entry.key)).collect();
    let forgotten = forgotten_keys(tx, arrival.feed, &unknown)?;
    let fresh: Vec<&NewEntry> =
        unknown.into_iter().filter(|entry| !forgotten.contains(&entry.key)).collect();
    let changed: Vec<(&NewEntry, &Known)> = entries
        .iter()
        .filter_map(|entry| known.get(&entry.key).map(|known| (*entry, known)))
        .filter(|(entry, known)| entry.content_hash != known.hash)
        .collect();
    let new_articles = if fresh.is_empty() { 0 } else { insert(tx, arrival, &fresh)? };
    for (entry, known) in &changed {
        update(tx, entry, known.id)?;
        arrivals::entry_changed(tx, arrival, entry, known.article)?;
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(PolledFeed {
        new_entries: count(fresh.len()),
        changed_entries: count(changed.len()),
        new_articles,
        lease_lost: false,
    })
}

fn known_entries(
    tx: &mut dyn Tx,
    feed: FeedId,
    entries: &[&NewEntry],
) -> Result<HashMap<String, Known>> {
    let keys: Vec<Value> = entries.iter().map(|entry| Value::from(&entry.key)).collect();
    let mut known = HashMap::new();
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT key, id, content_hash, article_id FROM entries \
             WHERE feed_id = ?1 AND key IN ({places})"
        );
        let mut params = Vec::from(values![feed]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let key = row.text()?;
            let entry = Known { id: row.int()?, hash: row.text()?, article: ArticleId(row.int()?) };
            known.insert(key, entry);
        }
        Ok(())
    })?;
    Ok(known)
}

fn forgotten_keys(tx: &mut dyn Tx, feed: FeedId, entries: &[&NewEntry]) -> Result<HashSet<String>> {
    let keys: Vec<Value> = entries.iter().map(|entry| Value::from(&entry.key)).collect();
    let mut forgotten = HashSet::new();
    each_lookup(&keys, 2, |places, chunk| {
        let sql =
            format!("SELECT key FROM forgotten_entries WHERE feed_id = ?1 AND key IN ({places})");
        let mut params = Vec::from(values![feed]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            forgotten.insert(row.text()?);
        }
        Ok(())
    })?;
    Ok(forgotten)
}

/// The first of `count` numbers that are now taken. A counter in a row, unlike a sequence, is locked
/// until the commit, so that numbers become visible in their order.
pub(crate) fn take_numbers(tx: &mut dyn Tx, counter: &str, count: usize) -> Result<i64> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "UPDATE counters SET value = value + ?1 WHERE name = ?2 RETURNING value";
    Ok(query_one(tx, sql, &values![count, counter])?.int()? - count + 1)
}

/// Inserts entries that are not known; gives how many articles are new.
fn insert(tx: &mut dyn Tx, arrival: &Arrival, fresh: &[&NewEntry]) -> Result<u32> {
    let first = take_numbers(tx, "entry", fresh.len())?;
    let linked = arrivals::link(tx, arrival, fresh)?;
    let mut articles: Vec<Value> = linked.articles.iter().copied().map(Value::from).collect();
    articles.sort_unstable_by_key(|value| if let Value::Int(id) = value { *id } else { 0 });
    articles.dedup();
    // New articles have no entries yet, so that they count for nothing before.
    let before = if linked.new as usize == articles.len() {
        Counts::new()
    } else {
        unread::count(tx, None, &articles, Which::Unread)?
    };
    let mut rows = Vec::with_capacity(fresh.len());
    let mut came = Vec::with_capacity(fresh.len());
    for (entry, (id, article)) in fresh.iter().zip((first..).zip(linked.articles)) {
        came.push((*entry, article));
        rows.push(Vec::from(values![
            id,
            arrival.feed,
            article,
            arrival.bucket,
            &entry.key,
            &entry.guid,
            entry.address.as_deref(),
            entry.title.as_deref(),
            json(&entry.authors)?,
            json(&entry.tags)?,
            json(&entry.enclosures)?,
            entry.published,
            entry.updated,
            arrival.at,
            &entry.content_hash,
            &entry.html,
            arrival.polled_before,
        ]));
    }
    let head = "INSERT INTO entries (id, feed_id, article_id, bucket, key, guid, address, title, \
        authors, tags, enclosures, published, updated, seen_at, content_hash, html, \
        polled_before)";
    insert_many(tx, head, "", rows)?;
    let after = unread::count(tx, None, &articles, Which::Unread)?;
    unread::settle(tx, before, after)?;
    moving_in::arrived(tx, arrival, &came)?;
    Ok(linked.new)
}

fn update(tx: &mut dyn Tx, entry: &NewEntry, id: i64) -> Result<()> {
    let sql = "UPDATE entries SET guid = ?1, address = ?2, title = ?3, authors = ?4, tags = ?5, \
        enclosures = ?6, published = ?7, updated = ?8, content_hash = ?9, html = ?10 \
        WHERE id = ?11";
    let params = values![
        &entry.guid,
        entry.address.as_deref(),
        entry.title.as_deref(),
        json(&entry.authors)?,
        json(&entry.tags)?,
        json(&entry.enclosures)?,
        entry.published,
        entry.updated,
        &entry.content_hash,
        &entry.html,
        id,
    ];
    tx.execute(sql, &params).map(|_| ())
}

impl Store {
    /// The entries that lead to an article, in order of arrival, each with its feed's own title.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn entries_of_article(
        &self,
        article: ArticleId,
    ) -> Result<Vec<(Entry, Option<String>)>> {
        let sql = format!(
            "SELECT {ENTRY}, f.title FROM entries e JOIN feeds f ON f.id = e.feed_id \
             WHERE e.article_id = ?1 ORDER BY e.id"
        );
        self.read(move |tx| {
            let rows = tx.query(&sql, &values![article])?.into_iter();
            rows.map(|mut row| Ok((entry(&mut row)?, row.opt_text()?))).collect()
        })
        .await
    }

    /// The entries after a number, of all feeds, in order of arrival. Who goes on from the last
    /// number that was given misses none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn entries(&self, after: EntryId, limit: u32) -> Result<Vec<Entry>> {
        let sql = format!("SELECT {ENTRY} FROM entries e WHERE e.id > ?1 ORDER BY e.id LIMIT ?2");
        self.read(move |tx| tx.query(&sql, &values![after, limit])?.iter_mut().map(entry).collect())
            .await
    }

    /// A feed's entries, the latest arrival first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn entries_of_feed(&self, feed: FeedId, limit: u32) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {ENTRY} FROM entries e WHERE e.feed_id = ?1 ORDER BY e.id DESC LIMIT ?2"
        );
        self.read(move |tx| tx.query(&sql, &values![feed, limit])?.iter_mut().map(entry).collect())
            .await
    }
}

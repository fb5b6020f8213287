//! What users chose for a feed, what its last polls brought, and the parts of a sitemap index.

use std::collections::HashSet;

use dateline_model::{FeedId, FeedPart, FullText, Poll, PollNote, PolledFeed, UserId};
use jiff::Timestamp;
use url::Url;

use crate::error::Result;
use crate::feeds::{self, LONGEST_URL};
use crate::moves::others;
use crate::tx::{Tx, Value, each_lookup, insert_many, query_one, query_opt, values};
use crate::{Store, subscriptions};

/// So many polls of a feed are remembered; each takes the place of the one that was so many before.
const POLLS_KEPT: i64 = 10;

/// Notes what a poll brought. Waiting for a host that wants a pause is no poll.
pub(crate) fn note(tx: &mut dyn Tx, poll: &Poll, nth: i64, polled: PolledFeed) -> Result<()> {
    if poll.polling.polled_at != Some(poll.at) {
        return Ok(());
    }
    let failed = poll.polling.last_error.is_some();
    let result = match &poll.brought {
        Some(_) if !failed => polled.in_words(),
        _ => poll.polling.last_result.clone().unwrap_or_default(),
    };
    let sql = "INSERT INTO last_polls (feed_id, slot, at, http_status, failed, result, \
        new_entries, changed_entries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
        ON CONFLICT (feed_id, slot) DO UPDATE SET at = excluded.at, \
        http_status = excluded.http_status, failed = excluded.failed, result = excluded.result, \
        new_entries = excluded.new_entries, changed_entries = excluded.changed_entries";
    let params = values![
        poll.feed,
        nth % POLLS_KEPT,
        poll.at,
        poll.http_status,
        failed,
        result,
        polled.new_entries,
        polled.changed_entries,
    ];
    tx.execute(sql, &params).map(|_| ())
}

/// When a feed was polled last before a moment, and answered.
pub(crate) fn answered_before(
    tx: &mut dyn Tx,
    feed: FeedId,
    at: Timestamp,
) -> Result<Option<Timestamp>> {
    let sql = "SELECT max(at) FROM last_polls WHERE feed_id = ?1 AND failed = 0 AND at < ?2";
    query_one(tx, sql, &values![feed, at])?.opt_time()
}

/// Puts the parts of a sitemap index in the place of those that were remembered.
pub(crate) fn remember_parts(tx: &mut dyn Tx, feed: FeedId, parts: &[FeedPart]) -> Result<()> {
    tx.execute("DELETE FROM feed_parts WHERE feed_id = ?1", &values![feed])?;
    let mut seen = HashSet::new();
    let rows = parts.iter().filter(|part| part.url.len() <= LONGEST_URL && seen.insert(&part.url));
    let rows = rows.map(|part| {
        Vec::from(values![
            feed,
            &part.url,
            part.changed.as_deref(),
            part.etag.as_deref(),
            part.last_modified.as_deref(),
            part.body_hash.as_deref(),
        ])
    });
    let head = "INSERT INTO feed_parts (feed_id, url, changed, etag, last_modified, body_hash)";
    insert_many(tx, head, "", rows.collect()).map(|_| ())
}

/// What a user changes about a feed; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedChange {
    /// Whether the pages of its articles are read.
    pub full_text: Option<FullText>,
    /// How often it is polled, in seconds; the inner `None` leaves that to what it brings.
    pub interval_seconds: Option<Option<i64>>,
}

/// A page that is to be followed by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPage {
    /// Its address.
    pub url: Url,
    /// The rule, as JSON.
    pub rule: String,
    /// The user's title for it.
    pub title: Option<String>,
    /// The folder, with `/` between levels; empty at the top.
    pub folder: String,
}

/// What came of following a page by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageFollowed {
    /// The user subscribes to it, and the rule is its rule.
    Followed {
        /// The feed.
        feed: FeedId,
        /// Whether the user was not subscribed to it before.
        new: bool,
    },
    /// Others subscribe to that feed and read it by this rule, or as it is where there is none;
    /// nothing was changed.
    Otherwise(Option<String>),
}

/// Makes a feed a page that is read by a rule. It is then due, and asked as if for the first time,
/// since what it holds is read anew.
fn set_rule(tx: &mut dyn Tx, feed: FeedId, rule: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE feeds SET page_rule = ?1, etag = NULL, last_modified = NULL, \
        validators_proven = 0, same_body_polls = 0, \
        body_hash = NULL, next_poll_at = ?2 WHERE id = ?3";
    tx.execute(sql, &values![rule, now, feed]).map(|_| ())
}

/// That others read a feed, and not by this rule.
fn read_otherwise(
    tx: &mut dyn Tx,
    user: UserId,
    feed: FeedId,
    rule: &str,
) -> Result<Option<PageFollowed>> {
    let sql = "SELECT page_rule FROM feeds WHERE id = ?1";
    let stands = query_one(tx, sql, &values![feed])?.opt_text()?;
    let differs = stands.as_deref() != Some(rule) && others(tx, user, feed)? > 0;
    Ok(differs.then_some(PageFollowed::Otherwise(stands)))
}

/// `None` where the feed is none of the user's.
fn change_rule(
    tx: &mut dyn Tx,
    user: UserId,
    feed: FeedId,
    rule: &str,
    now: Timestamp,
) -> Result<Option<PageFollowed>> {
    let sql = "SELECT 1 FROM subscriptions WHERE user_id = ?1 AND feed_id = ?2";
    if query_opt(tx, sql, &values![user, feed])?.is_none() {
        return Ok(None);
    }
    if let Some(otherwise) = read_otherwise(tx, user, feed, rule)? {
        return Ok(Some(otherwise));
    }
    set_rule(tx, feed, rule, now)?;
    Ok(Some(PageFollowed::Followed { feed, new: false }))
}

fn follow_page(
    tx: &mut dyn Tx,
    user: UserId,
    page: &NewPage,
    now: Timestamp,
) -> Result<PageFollowed> {
    let (feed, _) = feeds::add(tx, &page.url, now)?;
    if let Some(otherwise) = read_otherwise(tx, user, feed, &page.rule)? {
        return Ok(otherwise);
    }
    set_rule(tx, feed, &page.rule, now)?;
    let new = subscriptions::subscribe(tx, user, feed, page.title.as_deref(), &page.folder, now)?;
    Ok(PageFollowed::Followed { feed, new })
}

impl Store {
    /// Changes what was chosen for a feed; `false` if there is no such feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn change_feed(&self, feed: FeedId, change: FeedChange) -> Result<bool> {
        self.write(move |tx| {
            if let Some(choice) = change.full_text {
                let sql = "UPDATE feeds SET full_text = ?1 WHERE id = ?2";
                tx.execute(sql, &values![choice.as_str(), feed])?;
            }
            if let Some(seconds) = change.interval_seconds {
                // Whoever asks for more need not wait for the poll that was set by the old choice.
                let sql = "UPDATE feeds SET chosen_seconds = CAST(?1 AS BIGINT), next_poll_at = \
                    CASE WHEN polled_at + 1000 * CAST(?1 AS BIGINT) < next_poll_at \
                    THEN polled_at + 1000 * CAST(?1 AS BIGINT) ELSE next_poll_at END \
                    WHERE id = ?2";
                tx.execute(sql, &values![seconds, feed])?;
            }
            let sql = "SELECT count(*) FROM feeds WHERE id = ?1";
            Ok(query_one(tx, sql, &values![feed])?.int()? > 0)
        })
        .await
    }

    /// Subscribes a user to a page that is read by a rule, all at once: it is never a feed without
    /// its rule. Where others subscribe to it already, only the very rule that stands there will do.
    ///
    /// # Errors
    /// [`crate::StoreError::AddressTooLong`] above 2,000 bytes.
    pub async fn follow_page(
        &self,
        user: UserId,
        page: NewPage,
        now: Timestamp,
    ) -> Result<PageFollowed> {
        self.write(move |tx| follow_page(tx, user, &page, now)).await
    }

    /// Reads a user's feed by this rule (JSON) from now on, unless others read it otherwise. `None`
    /// where it is none of the user's.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_page_rule(
        &self,
        user: UserId,
        feed: FeedId,
        rule: &str,
        now: Timestamp,
    ) -> Result<Option<PageFollowed>> {
        let rule = rule.to_owned();
        self.write(move |tx| change_rule(tx, user, feed, &rule, now)).await
    }

    /// What the last ten polls of a feed brought, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn last_polls(&self, feed: FeedId) -> Result<Vec<PollNote>> {
        self.read(move |tx| {
            let sql = "SELECT at, http_status, failed, result, new_entries, changed_entries \
                FROM last_polls WHERE feed_id = ?1 ORDER BY at DESC, slot DESC";
            let rows = tx.query(sql, &values![feed])?.into_iter().map(|mut row| {
                Ok(PollNote {
                    at: row.time()?,
                    http_status: row.opt_int()?.and_then(|status| u16::try_from(status).ok()),
                    failed: row.bool()?,
                    result: row.text()?,
                    new_entries: row.u32()?,
                    changed_entries: row.u32()?,
                })
            });
            rows.collect()
        })
        .await
    }

    /// The parts of a sitemap index that are remembered for a feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_parts(&self, feed: FeedId) -> Result<Vec<FeedPart>> {
        self.read(move |tx| {
            let sql = "SELECT url, changed, etag, last_modified, body_hash FROM feed_parts \
                WHERE feed_id = ?1 ORDER BY url";
            let rows = tx.query(sql, &values![feed])?.into_iter().map(|mut row| {
                Ok(FeedPart {
                    url: row.text()?,
                    changed: row.opt_text()?,
                    etag: row.opt_text()?,
                    last_modified: row.opt_text()?,
                    body_hash: row.opt_text()?,
                })
            });
            rows.collect()
        })
        .await
    }

    /// Which of these keys are those of entries that a feed has or had.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn known_keys(&self, feed: FeedId, keys: &[String]) -> Result<HashSet<String>> {
        let keys: Vec<Value> = keys.iter().map(Value::from).collect();
        self.read(move |tx| {
            let mut known = HashSet::new();
            for table in ["entries", "forgotten_entries"] {
                each_lookup(&keys, 2, |places, chunk| {
                    let sql =
                        format!("SELECT key FROM {table} WHERE feed_id = ?1 AND key IN ({places})");
                    let mut params = Vec::from(values![feed]);
                    params.extend_from_slice(chunk);
                    for mut row in tx.query(&sql, &params)? {
                        known.insert(row.text()?);
                    }
                    Ok(())
                })?;
            }
            Ok(known)
        })
        .await
    }

    /// How many users subscribe to a feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn subscribers(&self, feed: FeedId) -> Result<u64> {
        self.read(move |tx| {
            let sql = "SELECT count(*) FROM subscriptions WHERE feed_id = ?1";
            query_one(tx, sql, &values![feed])?.u64()
        })
        .await
    }
}

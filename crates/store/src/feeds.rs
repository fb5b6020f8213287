//! Feeds as they are kept.

use dateline_model::{
    Feed, FeedChoices, FeedId, FeedStatus, FullText, PollingState, UserId, address,
};
use jiff::Timestamp;
use url::Url;

use crate::Store;
use crate::clips::POLLED;
use crate::error::{Result, StoreError};
use crate::tx::{Row, Tx, query_one, query_opt, values};

/// The columns that [`feed`] reads, in its order.
pub(crate) const FEED: &str = "f.id, f.url, f.title, f.site_url, f.format, f.host, f.bucket, \
    f.full_text, f.page_rule, f.chosen_seconds, f.created_at, f.status, f.etag, f.last_modified, f.body_hash, f.final_url, \
    f.moved_to, f.moved_seen, f.moved_since, f.errors, f.failing_since, f.last_error, \
    f.last_warning, f.last_result, f.polled_at, f.changed_at, f.next_poll_at, f.interval_seconds, \
    f.interval_reason, f.adaptive_seconds, f.gap_seconds, f.unchanged_polls, f.newest_published, \
    f.listing_hash, f.fresh_seconds, f.ttl_seconds, f.skip_hours, f.skip_days, \
    f.same_body_polls, f.validators_proven, f.body_bytes, f.offered_url, f.looked_at, \
    (SELECT h.paused_until FROM hosts h WHERE h.host = f.host), \
    (SELECT max(u.active_until) FROM push_subscriptions u WHERE u.feed_id = f.id)";

/// Longer addresses would not fit into an index of PostgreSQL.
pub(crate) const LONGEST_URL: usize = 2000;

pub(crate) fn feed(row: &mut Row) -> Result<Feed> {
    Ok(Feed {
        id: FeedId(row.int()?),
        url: row.text()?,
        title: row.opt_text()?,
        site_url: row.opt_text()?,
        format: row.opt_text()?,
        host: row.text()?,
        bucket: row.u16()?,
        full_text: FullText::from_stored(&row.text()?),
        choices: FeedChoices { page_rule: row.opt_text()?, interval_seconds: row.opt_int()? },
        created_at: row.time()?,
        polling: PollingState {
            status: FeedStatus::from_stored(&row.text()?),
            etag: row.opt_text()?,
            last_modified: row.opt_text()?,
            body_hash: row.opt_text()?,
            final_url: row.opt_text()?,
            moved_to: row.opt_text()?,
            moved_seen: row.u32()?,
            moved_since: row.opt_time()?,
            errors: row.u32()?,
            failing_since: row.opt_time()?,
            last_error: row.opt_text()?,
            last_warning: row.opt_text()?,
            last_result: row.opt_text()?,
            polled_at: row.opt_time()?,
            changed_at: row.opt_time()?,
            next_poll_at: row.opt_time()?,
            interval_seconds: row.int()?,
            interval_reason: row.opt_text()?,
            adaptive_seconds: row.int()?,
            gap_seconds: row.opt_int()?,
            unchanged_polls: row.u32()?,
            newest_published: row.opt_time()?,
            listing_hash: row.opt_text()?,
            fresh_seconds: row.opt_int()?,
            ttl_seconds: row.opt_int()?,
            skip_hours: row.u32()?,
            skip_days: row.u16()?,
            same_body_polls: row.u32()?,
            validators_proven: row.bool()?,
            body_bytes: row.opt_int()?,
            offered_url: row.opt_text()?,
            looked_at: row.opt_time()?,
            host_paused_until: row.opt_time()?,
            pushed_until: row.opt_time()?,
        },
    })
}

/// Adds a feed, due at once, unless its address is known; gives whether it was added.
pub(crate) fn add(tx: &mut dyn Tx, url: &Url, now: Timestamp) -> Result<(FeedId, bool)> {
    if url.as_str().len() > LONGEST_URL {
        return Err(StoreError::AddressTooLong { limit: LONGEST_URL });
    }
    let host = address::host_key(url);
    let sql = "INSERT INTO feeds (url, host, bucket, full_text, created_at, status, moved_seen, \
        errors, next_poll_at, interval_seconds) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, 0) \
        ON CONFLICT (url) DO NOTHING RETURNING id";
    let params = values![
        url.as_str(),
        &host,
        address::bucket(&host),
        FullText::default().as_str(),
        now,
        FeedStatus::New.as_str(),
        now,
    ];
    if let Some(mut row) = query_opt(tx, sql, &params)? {
        return Ok((FeedId(row.int()?), true));
    }
    let mut row = query_one(tx, "SELECT id FROM feeds WHERE url = ?1", &values![url.as_str()])?;
    Ok((FeedId(row.int()?), false))
}

impl Store {
    /// Adds a feed, due at once, unless its address is known; gives whether it was added.
    ///
    /// # Errors
    /// [`StoreError::AddressTooLong`] above 2,000 bytes.
    pub async fn add_feed(&self, url: &Url, now: Timestamp) -> Result<(FeedId, bool)> {
        let url = url.clone();
        self.write(move |tx| add(tx, &url, now)).await
    }

    /// The feed of a number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed(&self, id: FeedId) -> Result<Option<Feed>> {
        let sql = format!("SELECT {FEED} FROM feeds f WHERE f.id = ?1");
        self.read(move |tx| {
            query_opt(tx, &sql, &values![id])?.map(|mut row| feed(&mut row)).transpose()
        })
        .await
    }

    /// The feed of an address, exactly as it is kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_by_url(&self, url: &str) -> Result<Option<Feed>> {
        let url = url.to_owned();
        let sql = format!("SELECT {FEED} FROM feeds f WHERE f.url = ?1");
        self.read(move |tx| {
            query_opt(tx, &sql, &values![&url])?.map(|mut row| feed(&mut row)).transpose()
        })
        .await
    }

    /// All feeds that are polled, or those of them that a user subscribes to, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn all_feed_ids(&self, user: Option<UserId>) -> Result<Vec<FeedId>> {
        self.read(move |tx| {
            let rows = match user {
                Some(user) => {
                    let sql = format!(
                        "SELECT s.feed_id FROM subscriptions s JOIN feeds f ON f.id = s.feed_id \
                         WHERE s.user_id = ?1 AND f.{POLLED} ORDER BY s.feed_id"
                    );
                    tx.query(&sql, &values![user])?
                }
                None => {
                    let sql = format!("SELECT id FROM feeds WHERE {POLLED} ORDER BY id");
                    tx.query(&sql, &[])?
                }
            };
            rows.into_iter().map(|mut row| row.int().map(FeedId)).collect()
        })
        .await
    }
}

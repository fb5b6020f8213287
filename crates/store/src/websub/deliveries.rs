//! What hubs delivered, from its arrival until it is stored as entries.

use dateline_model::{Delivered, Delivery, FeedId, PolledFeed, PushTarget, WorkerId};
use jiff::{SignedDuration, Timestamp};

use super::{LEAST_SECONDS, later};
use crate::entries::{self, Arrival};
use crate::error::Result;
use crate::tx::{Tx, Value, query_one, query_opt, values};
use crate::{Store, sources};

/// So many deliveries of one feed may wait; past that the feed is polled instead.
const MOST_WAITING: u64 = 20;

/// Asks the feed itself for what a delivery could not tell, though not at every delivery.
fn poll_instead(tx: &mut dyn Tx, feed: FeedId, now: Timestamp) -> Result<()> {
    let sql = "SELECT polled_at, next_poll_at FROM feeds WHERE id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![feed])? else { return Ok(()) };
    let (polled_at, next) = (row.opt_time()?, row.opt_time()?);
    let least = SignedDuration::from_secs(LEAST_SECONDS);
    let due = polled_at.map_or(now, |at| later(at, least)).max(now);
    if next.is_some_and(|next| due < next) {
        tx.execute("UPDATE feeds SET next_poll_at = ?1 WHERE id = ?2", &values![due, feed])?;
    }
    Ok(())
}

fn receive(
    tx: &mut dyn Tx,
    target: &PushTarget,
    content_type: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<bool> {
    let Some(feed) = target.feed else { return Ok(false) };
    let sql = "UPDATE push_subscriptions SET deliveries = deliveries + 1, delivered_at = ?1 \
        WHERE id = ?2 AND feed_id = ?3";
    if tx.execute(sql, &values![now, target.number, feed])? == 0 {
        return Ok(false);
    }
    let sql = "SELECT count(*) FROM deliveries WHERE feed_id = ?1";
    if query_one(tx, sql, &values![feed])?.u64()? >= MOST_WAITING {
        poll_instead(tx, feed, now)?;
        return Ok(true);
    }
    let sql = "INSERT INTO deliveries (feed_id, received_at, content_type, body) \
        VALUES (?1, ?2, ?3, ?4)";
    let params =
        [Value::from(feed), Value::from(now), Value::from(content_type), Value::Bytes(body.into())];
    tx.execute(sql, &params)?;
    Ok(true)
}

fn save(tx: &mut dyn Tx, worker: &WorkerId, delivered: &Delivered) -> Result<PolledFeed> {
    let lost = PolledFeed { lease_lost: true, ..PolledFeed::default() };
    let sql = "UPDATE feeds SET lease_until = lease_until WHERE id = ?1 AND lease_owner = ?2 \
        RETURNING bucket";
    let Some(mut row) = query_opt(tx, sql, &values![delivered.feed, worker])? else {
        return Ok(lost);
    };
    let bucket = row.u16()?;
    tx.execute("DELETE FROM deliveries WHERE id = ?1", &values![delivered.number])?;
    let Some(brought) = &delivered.brought else {
        poll_instead(tx, delivered.feed, delivered.at)?;
        return Ok(PolledFeed::default());
    };
    let polled_before = sources::answered_before(tx, delivered.feed, delivered.at)?;
    let arrival = Arrival { feed: delivered.feed, bucket, at: delivered.at, polled_before };
    let polled = entries::store(tx, &arrival, &brought.entries)?;
    if polled.new_entries > 0 || polled.changed_entries > 0 {
        let sql = "UPDATE feeds SET last_result = ?1, changed_at = ?2 WHERE id = ?3";
        let line = format!("{}, pushed by the hub", polled.in_words());
        tx.execute(sql, &values![line, delivered.at, delivered.feed])?;
    }
    Ok(polled)
}

impl Store {
    /// Keeps a delivery whose signature was right until it is worked on; where too many wait
    /// already, the feed is polled instead. `false` if the feed is gone meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn receive_delivery(
        &self,
        target: &PushTarget,
        content_type: Option<&str>,
        body: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool> {
        let (target, content_type) = (target.clone(), content_type.map(str::to_owned));
        self.write(move |tx| receive(tx, &target, content_type.as_deref(), &body, now)).await
    }

    /// Counts a delivery whose signature was wrong.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refuse_delivery(&self, target: &PushTarget) -> Result<()> {
        let number = target.number;
        self.write(move |tx| {
            let sql = "UPDATE push_subscriptions SET refused = refused + 1 WHERE id = ?1";
            tx.execute(sql, &values![number]).map(|_| ())
        })
        .await
    }

    /// The feeds for which deliveries wait, those first that have waited for longest.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delivered_feeds(&self, limit: u32) -> Result<Vec<FeedId>> {
        self.read(move |tx| {
            let sql = "SELECT feed_id FROM deliveries GROUP BY feed_id ORDER BY min(id) LIMIT ?1";
            tx.query(sql, &values![limit])?
                .into_iter()
                .map(|mut row| row.int().map(FeedId))
                .collect()
        })
        .await
    }

    /// The oldest delivery that waits for a feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_delivery(&self, feed: FeedId) -> Result<Option<Delivery>> {
        self.read(move |tx| {
            let sql = "SELECT id, content_type, body FROM deliveries WHERE feed_id = ?1 \
                ORDER BY id LIMIT 1";
            let Some(mut row) = query_opt(tx, sql, &values![feed])? else { return Ok(None) };
            let (number, content_type, body) = (row.int()?, row.opt_text()?, row.bytes()?);
            Ok(Some(Delivery { number, feed, content_type, body }))
        })
        .await
    }

    /// Stores what a delivery held, all of it or nothing, and takes the delivery away; the feed's
    /// validators and its next poll stay. Nothing is stored unless the worker has the feed leased,
    /// and it has it still after this.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_delivery(
        &self,
        worker: &WorkerId,
        delivered: Delivered,
    ) -> Result<PolledFeed> {
        let worker = worker.clone();
        self.write(move |tx| save(tx, &worker, &delivered)).await
    }
}

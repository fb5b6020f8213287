//! Subscriptions at hubs (W3C WebSub).
//!
//! A subscription outlives its feed: once nobody reads the feed any more, the hub is still to be
//! told. What is asked of a hub is stored before it is sent, since the hub may come to verify it
//! before it answers; a request that was claimed and never sent comes due again by itself.

use dateline_model::{FeedId, HubMode, HubTask, NewHub, PushTarget};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::error::Result;
use crate::tx::{Row, Tx, query_one, query_opt, values};

mod deliveries;

/// A request that a hub took and did not verify, or that was never sent, is made again so much
/// later.
const ASK_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// A hub that said no, or did not push what it should have, is not asked for so long.
const HUB_REST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Leases are believed within these bounds, whatever a hub says.
const SHORTEST_LEASE: i64 = 5 * 60;
const LONGEST_LEASE: i64 = 30 * 24 * 3600;

/// A feed is never asked sooner than this after it was asked last, whatever its hub sends.
const LEAST_SECONDS: i64 = 15 * 60;
const USUAL_SECONDS: i64 = 3600;

/// Subscriptions whose feed is gone and whose hub was not told yet.
const LEAVING: &str = "feed_id IS NULL AND (asked IS NULL OR asked = 'subscribe')";

fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// Takes over what a feed says of its hub: `None` ends the subscription that there is, and another
/// hub or topic replaces it.
pub(crate) fn follow(
    tx: &mut dyn Tx,
    feed: FeedId,
    hub: Option<&NewHub>,
    now: Timestamp,
) -> Result<()> {
    let (url, topic) = hub.map_or(("", ""), |hub| (&hub.hub, &hub.topic));
    let sql = "UPDATE push_subscriptions SET feed_id = NULL \
        WHERE feed_id = ?1 AND NOT (hub = ?2 AND topic = ?3)";
    tx.execute(sql, &values![feed, url, topic])?;
    let Some(hub) = hub else { return Ok(()) };
    let sql = "SELECT id FROM push_subscriptions WHERE feed_id = ?1";
    if query_opt(tx, sql, &values![feed])?.is_some() {
        return Ok(());
    }
    let sql = "INSERT INTO push_subscriptions (feed_id, hub, topic, token, secret, due_at, \
        attempts, deliveries, refused) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0)";
    let params = values![feed, &hub.hub, &hub.topic, &hub.token, &hub.secret, now];
    tx.execute(sql, &params).map(|_| ())
}

/// Notes that a hub did not push what it should have: the feed is polled at its own pace again,
/// and the hub is asked again after a while.
pub(crate) fn distrust(tx: &mut dyn Tx, feed: FeedId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE push_subscriptions SET active_since = NULL, active_until = NULL, \
        asked = NULL, attempts = 0, due_at = ?1, last_error = ?2 WHERE feed_id = ?3";
    let why = "the hub did not push what the feed brought";
    tx.execute(sql, &values![later(now, HUB_REST), why, feed]).map(|_| ())
}

/// Brings the next poll of a feed that is not pushed any more to where its own pace puts it.
fn back_to_polling(tx: &mut dyn Tx, feed: i64, now: Timestamp) -> Result<()> {
    let sql = "SELECT polled_at, adaptive_seconds, fresh_seconds, ttl_seconds, chosen_seconds, \
        next_poll_at FROM feeds WHERE id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![feed])? else { return Ok(()) };
    let polled_at = row.opt_time()?;
    let adaptive = row.int()?;
    let asked = [row.opt_int()?, row.opt_int()?, row.opt_int()?];
    let Some(next) = row.opt_time()? else { return Ok(()) };
    let own = if adaptive > 0 { adaptive } else { USUAL_SECONDS };
    let wait = asked.into_iter().flatten().fold(own.max(LEAST_SECONDS), i64::max).min(86_400);
    let due = polled_at.map_or(now, |at| later(at, SignedDuration::from_secs(wait))).max(now);
    if due < next {
        tx.execute("UPDATE feeds SET next_poll_at = ?1 WHERE id = ?2", &values![due, feed])?;
    }
    Ok(())
}

fn claim(tx: &mut dyn Tx, now: Timestamp, limit: u32) -> Result<Vec<HubTask>> {
    // What the hub never heard of need not be ended there.
    tx.execute(
        "DELETE FROM push_subscriptions WHERE feed_id IS NULL \
         AND (active_until IS NULL AND asked IS NULL OR active_until <= ?1)",
        &values![now],
    )?;
    // A feed that nobody reads any more leaves its hub at once, not at the next renewal.
    let leaving = format!(
        "UPDATE push_subscriptions SET due_at = ?1, attempts = 0 WHERE {LEAVING} AND due_at > ?1"
    );
    tx.execute(&leaving, &values![now])?;
    let sql = "UPDATE push_subscriptions SET due_at = ?1, attempts = attempts + 1, \
        asked = CASE WHEN feed_id IS NULL THEN 'unsubscribe' ELSE 'subscribe' END \
        WHERE id IN (SELECT d.id FROM push_subscriptions d WHERE d.due_at <= ?2 \
        ORDER BY d.due_at, d.id LIMIT ?3) \
        RETURNING id, feed_id, hub, topic, token, secret, attempts";
    let rows = tx.query(sql, &values![later(now, ASK_AGAIN), now, limit])?;
    rows.into_iter().map(|mut row| task(&mut row)).collect()
}

fn task(row: &mut Row) -> Result<HubTask> {
    Ok(HubTask {
        number: row.int()?,
        mode: match row.opt_int()? {
            Some(_) => HubMode::Subscribe,
            None => HubMode::Unsubscribe,
        },
        hub: row.text()?,
        topic: row.text()?,
        token: row.text()?,
        secret: row.text()?,
        attempts: row.u32()?.saturating_sub(1),
    })
}

fn confirm(
    tx: &mut dyn Tx,
    token: &str,
    mode: HubMode,
    topic: &str,
    lease: i64,
    now: Timestamp,
) -> Result<bool> {
    let sql = "SELECT id FROM push_subscriptions WHERE token = ?1 AND topic = ?2 AND asked = ?3";
    let Some(mut row) = query_opt(tx, sql, &values![token, topic, mode.as_str()])? else {
        return Ok(false);
    };
    let id = row.int()?;
    if mode == HubMode::Unsubscribe {
        tx.execute("DELETE FROM push_subscriptions WHERE id = ?1", &values![id])?;
        return Ok(true);
    }
    let lease = lease.clamp(SHORTEST_LEASE, LONGEST_LEASE);
    let renewal = later(now, SignedDuration::from_secs(lease * 4 / 5));
    let sql = "UPDATE push_subscriptions SET asked = NULL, attempts = 0, last_error = NULL, \
        active_since = coalesce(active_since, ?1), active_until = ?2, \
        due_at = ?3 WHERE id = ?4";
    tx.execute(sql, &values![now, later(now, SignedDuration::from_secs(lease)), renewal, id])?;
    Ok(true)
}

fn deny(tx: &mut dyn Tx, token: &str, topic: &str, reason: &str, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE push_subscriptions SET asked = NULL, attempts = 0, active_since = NULL, \
        active_until = NULL, due_at = ?1, last_error = ?2 WHERE token = ?3 AND topic = ?4 \
        RETURNING feed_id";
    let why = if reason.is_empty() {
        "the hub refused".to_owned()
    } else {
        format!("the hub refused: {reason}")
    };
    let params = values![later(now, HUB_REST), why, token, topic];
    let Some(mut row) = query_opt(tx, sql, &params)? else { return Ok(false) };
    if let Some(feed) = row.opt_int()? {
        back_to_polling(tx, feed, now)?;
    }
    Ok(true)
}

fn lapse(tx: &mut dyn Tx, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE push_subscriptions SET active_since = NULL, active_until = NULL \
        WHERE active_until <= ?1 AND feed_id IS NOT NULL RETURNING feed_id";
    let mut lapsed = 0;
    for mut row in tx.query(sql, &values![now])? {
        back_to_polling(tx, row.int()?, now)?;
        lapsed += 1;
    }
    Ok(lapsed)
}

impl Store {
    /// Takes requests to hubs that are due by `now`, those first that have been due for longest.
    /// Each is due again in an hour, unless the hub verifies it or its answer says otherwise.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_hub_requests(&self, now: Timestamp, limit: u32) -> Result<Vec<HubTask>> {
        // Looking first spares an idle instance the write.
        let waiting = format!(
            "SELECT (SELECT count(*) FROM push_subscriptions WHERE due_at <= ?1) \
             + (SELECT count(*) FROM push_subscriptions WHERE {LEAVING})"
        );
        if self.read(move |tx| query_one(tx, &waiting, &values![now])?.int()).await? == 0 {
            return Ok(Vec::new());
        }
        self.write(move |tx| claim(tx, now, limit)).await
    }

    /// Notes that a request to a hub failed, and when it is made again; nothing, if the hub has
    /// verified it all the same.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hub_request_failed(
        &self,
        task: &HubTask,
        problem: &str,
        again: Timestamp,
    ) -> Result<()> {
        let (number, problem) = (task.number, problem.to_owned());
        self.write(move |tx| {
            let sql = "UPDATE push_subscriptions SET due_at = ?1, last_error = ?2 \
                WHERE id = ?3 AND asked IS NOT NULL";
            tx.execute(sql, &values![again, &problem, number]).map(|_| ())
        })
        .await
    }

    /// Takes a subscription out of which no request to its hub leads any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_hub(&self, task: &HubTask) -> Result<()> {
        let number = task.number;
        self.write(move |tx| {
            let sql = "DELETE FROM push_subscriptions WHERE id = ?1 AND feed_id IS NULL";
            tx.execute(sql, &values![number]).map(|_| ())
        })
        .await
    }

    /// A hub asks whether it was asked: `true` only where just that was, and then the subscription
    /// begins or ends with this. The lease is in seconds.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn confirm_hub_request(
        &self,
        token: &str,
        mode: HubMode,
        topic: &str,
        lease: i64,
        now: Timestamp,
    ) -> Result<bool> {
        let (token, topic) = (token.to_owned(), topic.to_owned());
        self.write(move |tx| confirm(tx, &token, mode, &topic, lease, now)).await
    }

    /// A hub refuses or ends a subscription, which then rests for a week; `false` if there is no
    /// such subscription.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deny_hub_request(
        &self,
        token: &str,
        topic: &str,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let (token, topic, reason) = (token.to_owned(), topic.to_owned(), reason.to_owned());
        self.write(move |tx| deny(tx, &token, &topic, &reason, now)).await
    }

    /// Ends subscriptions whose lease ran out without being renewed; their feeds are polled at
    /// their own pace again. Gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lapse_hubs(&self, now: Timestamp) -> Result<u64> {
        let ended = "SELECT count(*) FROM push_subscriptions WHERE active_until <= ?1";
        if self.read(move |tx| query_one(tx, ended, &values![now])?.int()).await? == 0 {
            return Ok(0);
        }
        self.write(move |tx| lapse(tx, now)).await
    }

    /// Whom the last part of a callback's path belongs to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn push_target(&self, token: &str) -> Result<Option<PushTarget>> {
        let token = token.to_owned();
        self.read(move |tx| {
            let sql = "SELECT id, feed_id, secret FROM push_subscriptions WHERE token = ?1";
            let Some(mut row) = query_opt(tx, sql, &values![&token])? else { return Ok(None) };
            Ok(Some(PushTarget {
                number: row.int()?,
                feed: row.opt_int()?.map(FeedId),
                secret: row.text()?,
            }))
        })
        .await
    }

    /// Since when a feed is pushed by its hub without a break; `None` where it is not.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pushed_since(&self, feed: FeedId) -> Result<Option<Timestamp>> {
        self.read(move |tx| {
            let sql = "SELECT active_since FROM push_subscriptions \
                WHERE feed_id = ?1 AND active_until IS NOT NULL";
            Ok(query_opt(tx, sql, &values![feed])?
                .map(|mut row| row.opt_time())
                .transpose()?
                .flatten())
        })
        .await
    }
}

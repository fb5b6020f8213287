//! Claiming feeds: who polls what, so that no two processes do the same, nor ask one host at the
//! same time.

use dateline_model::{FeedId, PollTask, WorkerId};
use jiff::Timestamp;

use crate::error::Result;
use crate::feeds::{FEED, feed};
use crate::tx::{Tx, Value, each_lookup, values};
use crate::workers::{Due, claim_due, lease_end, note_worker, release_leases};
use crate::{Store, clips, hosts};

/// Feeds that are to be polled.
const DUE: Due = Due { table: "feeds", since: "next_poll_at", only: "", also: ", asked_at = NULL" };

fn claim_asked(
    tx: &mut dyn Tx,
    worker: &WorkerId,
    feeds: &[Value],
    wall: Timestamp,
    in_turn: bool,
) -> Result<Vec<PollTask>> {
    note_worker(tx, worker, wall)?;
    let mut claimed = Vec::new();
    let turn = match in_turn {
        true => format!(" AND host NOT IN {}", hosts::held_by_others(1, 3)),
        false => String::new(),
    };
    each_lookup(feeds, 4, |places, chunk| {
        let sql = format!(
            "UPDATE feeds SET lease_owner = ?1, lease_until = ?2, asked_at = NULL \
             WHERE id IN ({places}) AND {} \
             AND (lease_owner IS NULL OR lease_until < ?3){turn} RETURNING id",
            clips::POLLED
        );
        let mut params = Vec::from(values![worker, lease_end(wall), wall]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            claimed.push(Value::from(row.int()?));
        }
        Ok(())
    })?;
    tasks(tx, &claimed)
}

/// The claimed feeds as tasks, those first that have been due for longest.
fn tasks(tx: &mut dyn Tx, ids: &[Value]) -> Result<Vec<PollTask>> {
    let mut tasks = Vec::with_capacity(ids.len());
    each_lookup(ids, 1, |places, chunk| {
        let sql = format!(
            "SELECT {FEED}, (SELECT count(*) FROM subscriptions s WHERE s.feed_id = f.id) \
             FROM feeds f WHERE f.id IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            tasks.push(PollTask { feed: feed(&mut row)?, subscribers: row.u32()? });
        }
        Ok(())
    })?;
    tasks.sort_by_key(|task| (task.feed.polling.next_poll_at, task.feed.id));
    Ok(tasks)
}

impl Store {
    /// Leases feeds that are due by `now` to a worker, those first that have been due for longest,
    /// at most four of one host, none of `skip_hosts`. A lease ends 15 minutes after `wall`, or
    /// with its worker.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_due_polls(
        &self,
        worker: &WorkerId,
        now: Timestamp,
        wall: Timestamp,
        limit: u32,
        skip_hosts: &[String],
    ) -> Result<Vec<PollTask>> {
        let (worker, skip) = (worker.clone(), skip_hosts.to_vec());
        self.write(move |tx| {
            let ids = claim_due(tx, &DUE, &worker, now, wall, limit, &skip)?;
            tasks(tx, &ids)
        })
        .await
    }

    /// Like [`Store::claim_polls`], but leaves out the feeds of hosts that another process has to
    /// do with just now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_polls_in_turn(
        &self,
        worker: &WorkerId,
        feeds: &[FeedId],
        wall: Timestamp,
    ) -> Result<Vec<PollTask>> {
        let worker = worker.clone();
        let feeds: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
        self.write(move |tx| claim_asked(tx, &worker, &feeds, wall, true)).await
    }

    /// Leases those of these feeds that nobody has leased, due or not.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_polls(
        &self,
        worker: &WorkerId,
        feeds: &[FeedId],
        wall: Timestamp,
    ) -> Result<Vec<PollTask>> {
        let worker = worker.clone();
        let feeds: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
        self.write(move |tx| claim_asked(tx, &worker, &feeds, wall, false)).await
    }

    /// Gives leases back without a poll; the feeds stay due. Gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_polls(&self, worker: &WorkerId, feeds: &[FeedId]) -> Result<u64> {
        let worker = worker.clone();
        let feeds: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
        self.write(move |tx| release_leases(tx, "feeds", &worker, &feeds)).await
    }

    /// Those of these feeds that this worker has to wait for: leased to a worker that lives, or on a
    /// host that another worker has to do with just now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn polls_elsewhere(
        &self,
        worker: &WorkerId,
        feeds: &[FeedId],
        wall: Timestamp,
    ) -> Result<Vec<FeedId>> {
        let mut elsewhere = self.leased_polls(feeds).await?;
        let worker = worker.clone();
        let feeds: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
        let held = self
            .read(move |tx| {
                let mut held = Vec::new();
                each_lookup(&feeds, 3, |places, chunk| {
                    let sql = format!(
                        "SELECT id FROM feeds WHERE id IN ({places}) AND host IN {}",
                        hosts::held_by_others(1, 2)
                    );
                    let mut params = Vec::from(values![&worker, wall]);
                    params.extend_from_slice(chunk);
                    for mut row in tx.query(&sql, &params)? {
                        held.push(FeedId(row.int()?));
                    }
                    Ok(())
                })?;
                Ok(held)
            })
            .await?;
        elsewhere.extend(held);
        Ok(elsewhere)
    }

    /// Those of these feeds that are leased to a worker that lives.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn leased_polls(&self, feeds: &[FeedId]) -> Result<Vec<FeedId>> {
        let feeds: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let mut leased = Vec::new();
            each_lookup(&feeds, 1, |places, chunk| {
                let sql = format!(
                    "SELECT id, lease_owner FROM feeds \
                     WHERE id IN ({places}) AND lease_owner IS NOT NULL"
                );
                for mut row in tx.query(&sql, chunk)? {
                    leased.push((FeedId(row.int()?), row.text()?));
                }
                Ok(())
            })?;
            let mut owners: Vec<String> = leased.iter().map(|(_, owner)| owner.clone()).collect();
            owners.sort();
            owners.dedup();
            let living = tx.living_workers(&owners)?;
            let alive = leased.into_iter().filter(|(_, owner)| living.contains(owner));
            Ok(alive.map(|(feed, _)| feed).collect())
        })
        .await
    }
}

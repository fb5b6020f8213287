//! Claiming feeds that are due, and storing what a poll brought.

use dateline_model::{FeedId, Poll, PollTask, PolledFeed, WorkerId, address};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::entries::{self, Arrival};
use crate::error::Result;
use crate::feeds::{FEED, LONGEST_URL, feed};
use crate::tx::{Tx, Value, each_lookup, query_opt, values};
use crate::workers::{
    LOOKED_AT, OF_ONE_HOST, lease_end, note_worker, release_leases, without_hosts,
};
use crate::{Store, hosts, merge, sources, websub};

/// Somewhat more than a week, which is what a server may ask for at the most.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(8 * 24);

fn claim_due(
    tx: &mut dyn Tx,
    worker: &WorkerId,
    now: Timestamp,
    wall: Timestamp,
    limit: u32,
    skip_hosts: &[String],
) -> Result<Vec<PollTask>> {
    note_worker(tx, worker, wall)?;
    let (skipped, mut skipped_hosts) = without_hosts(skip_hosts, 7);
    let (paused, held) = (hosts::paused(1), hosts::held_by_others(5, 2));
    let sql = format!(
        "WITH first AS (SELECT id, host, next_poll_at FROM feeds WHERE next_poll_at <= ?1 \
         AND (lease_owner IS NULL OR lease_until < ?2) \
         AND host NOT IN {paused} AND host NOT IN {held}{skipped} \
         ORDER BY next_poll_at LIMIT {LOOKED_AT}), \
         due AS (SELECT id, next_poll_at, row_number() OVER \
         (PARTITION BY host ORDER BY next_poll_at, id) AS nth FROM first), \
         picked AS (SELECT id FROM due WHERE nth <= ?3 ORDER BY next_poll_at, id LIMIT ?4) \
         UPDATE feeds SET lease_owner = ?5, lease_until = ?6, asked_at = NULL \
         WHERE id IN (SELECT id FROM picked) AND (lease_owner IS NULL OR lease_until < ?2) \
         RETURNING id"
    );
    let mut params = Vec::from(values![now, wall, OF_ONE_HOST, limit, worker, lease_end(wall)]);
    params.append(&mut skipped_hosts);
    let ids = tx.query(&sql, &params)?.into_iter().map(|mut row| row.int());
    tasks(tx, &ids.collect::<Result<Vec<_>>>()?)
}

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
             WHERE id IN ({places}) \
             AND (lease_owner IS NULL OR lease_until < ?3){turn} RETURNING id"
        );
        let mut params = Vec::from(values![worker, lease_end(wall), wall]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            claimed.push(row.int()?);
        }
        Ok(())
    })?;
    tasks(tx, &claimed)
}

/// The claimed feeds as tasks, those first that have been due for longest.
fn tasks(tx: &mut dyn Tx, ids: &[i64]) -> Result<Vec<PollTask>> {
    let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let mut tasks = Vec::with_capacity(ids.len());
    each_lookup(&keys, 1, |places, chunk| {
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

fn save(tx: &mut dyn Tx, worker: &WorkerId, poll: &Poll) -> Result<PolledFeed> {
    let Some(State { bucket, polls }) = write_state(tx, worker, poll)? else {
        return Ok(PolledFeed { lease_lost: true, ..PolledFeed::default() });
    };
    let polled = match &poll.brought {
        Some(brought) => {
            let arrival = Arrival { feed: poll.feed, bucket, at: poll.at };
            let polled = entries::store(tx, &arrival, &brought.entries)?;
            tell_what_came(tx, poll, polled)?;
            polled
        }
        None => PolledFeed::default(),
    };
    sources::note(tx, poll, polls, polled)?;
    if let Some(parts) = &poll.parts {
        sources::remember_parts(tx, poll.feed, parts)?;
    }
    follow_manners(tx, poll)?;
    if let Some(moved) = &poll.moved {
        move_feed(tx, poll.feed, moved)?;
    }
    Ok(polled)
}

/// What a poll has to say of the feed's host and hub.
fn follow_manners(tx: &mut dyn Tx, poll: &Poll) -> Result<()> {
    let manners = &poll.manners;
    if let Some(pause) = &manners.pause {
        hosts::pause(tx, pause)?;
    }
    if manners.hub_failed {
        websub::distrust(tx, poll.feed, poll.at)?;
    }
    match &manners.hub {
        Some(hub) => websub::follow(tx, poll.feed, hub.as_ref(), poll.at),
        None => Ok(()),
    }
}

/// Only now is it known what of a feed was new.
fn tell_what_came(tx: &mut dyn Tx, poll: &Poll, polled: PolledFeed) -> Result<()> {
    let came = polled.new_entries > 0 || polled.changed_entries > 0;
    let sql = "UPDATE feeds SET last_result = ?1, changed_at = coalesce(?2, changed_at) \
        WHERE id = ?3";
    tx.execute(sql, &values![polled.in_words(), came.then_some(poll.at), poll.feed]).map(|_| ())
}

/// What of a feed's row the rest of a poll needs.
struct State {
    bucket: u16,
    /// How many polls it had, this one included.
    polls: i64,
}

/// Writes the feed's row and ends the lease; `None` if the lease is another's or nobody's.
fn write_state(tx: &mut dyn Tx, worker: &WorkerId, poll: &Poll) -> Result<Option<State>> {
    let state = &poll.polling;
    let brought = poll.brought.as_ref();
    let sql = "UPDATE feeds SET status = ?1, etag = ?2, last_modified = ?3, body_hash = ?4, \
        final_url = ?5, moved_to = ?6, moved_seen = ?7, moved_since = ?8, errors = ?9, \
        failing_since = ?10, last_error = ?11, last_warning = ?12, last_result = ?13, \
        polled_at = ?14, changed_at = ?15, next_poll_at = coalesce(asked_at, ?16), interval_seconds = ?17, \
        interval_reason = ?18, adaptive_seconds = ?19, gap_seconds = ?20, unchanged_polls = ?21, \
        newest_published = ?22, listing_hash = ?23, fresh_seconds = ?24, ttl_seconds = ?25, \
        skip_hours = ?26, skip_days = ?27, \
        same_body_polls = ?33, validators_proven = ?34, body_bytes = ?35, \
        offered_url = ?36, looked_at = ?37, \
        title = coalesce(?28, title), site_url = coalesce(?29, site_url), \
        format = coalesce(?30, format), polls = polls + 1, \
        lease_owner = NULL, lease_until = NULL \
        WHERE id = ?31 AND lease_owner = ?32 RETURNING bucket, polls";
    let params = values![
        state.status.as_str(),
        state.etag.as_deref(),
        state.last_modified.as_deref(),
        state.body_hash.as_deref(),
        state.final_url.as_deref(),
        state.moved_to.as_deref(),
        state.moved_seen,
        state.moved_since,
        state.errors,
        state.failing_since,
        state.last_error.as_deref(),
        state.last_warning.as_deref(),
        state.last_result.as_deref(),
        state.polled_at,
        state.changed_at,
        state.next_poll_at,
        state.interval_seconds,
        state.interval_reason.as_deref(),
        state.adaptive_seconds,
        state.gap_seconds,
        state.unchanged_polls,
        state.newest_published,
        state.listing_hash.as_deref(),
        state.fresh_seconds,
        state.ttl_seconds,
        state.skip_hours,
        state.skip_days,
        brought.and_then(|brought| brought.title.as_deref()),
        brought.and_then(|brought| brought.site_url.as_deref()),
        brought.map(|brought| brought.format.as_str()),
        poll.feed,
        worker,
        state.same_body_polls,
        state.validators_proven,
        state.body_bytes,
        state.offered_url.as_deref(),
        state.looked_at,
    ];
    let Some(mut row) = query_opt(tx, sql, &params)? else { return Ok(None) };
    Ok(Some(State { bucket: row.u16()?, polls: row.int()? }))
}

/// Gives a feed its new address, or merges it into the feed that has that address already.
pub(crate) fn move_feed(tx: &mut dyn Tx, feed: FeedId, moved: &str) -> Result<()> {
    let Ok(url) = Url::parse(moved) else { return Ok(()) };
    if url.as_str().len() > LONGEST_URL || !address::is_web(&url) {
        return Ok(());
    }
    let sql = "SELECT id FROM feeds WHERE url = ?1 AND id <> ?2";
    if let Some(mut row) = query_opt(tx, sql, &values![url.as_str(), feed])? {
        return merge::merge_feeds(tx, feed, FeedId(row.int()?));
    }
    let host = address::host_key(&url);
    let sql = "UPDATE feeds SET url = ?1, host = ?2, bucket = ?3 WHERE id = ?4";
    tx.execute(sql, &values![url.as_str(), &host, address::bucket(&host), feed]).map(|_| ())
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
        self.write(move |tx| claim_due(tx, &worker, now, wall, limit, &skip)).await
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

    /// Makes feeds due at once, those that are not polled any more as well; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn request_polls(&self, feeds: &[FeedId], now: Timestamp) -> Result<u64> {
        let feeds: Vec<Value> = feeds.iter().copied().map(Value::from).collect();
        self.write(move |tx| {
            let mut requested = 0;
            each_lookup(&feeds, 2, |places, chunk| {
                // A poll that runs just now leaves the feed due once more when it ends.
                let sql = format!(
                    "UPDATE feeds SET next_poll_at = ?1, asked_at = ?1 WHERE id IN ({places})"
                );
                let mut params = Vec::from(values![now]);
                params.extend_from_slice(chunk);
                requested += tx.execute(&sql, &params)?;
                Ok(())
            })?;
            Ok(requested)
        })
        .await
    }

    /// Makes feeds due that wait longer than any rule lets a feed wait, as they do after a clock
    /// was ahead for a while; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recall_polls(&self, now: Timestamp) -> Result<u64> {
        let Ok(farthest) = now.checked_add(LONGEST_WAIT) else { return Ok(0) };
        let sql = "UPDATE feeds SET next_poll_at = ?1 WHERE next_poll_at > ?2";
        self.write(move |tx| {
            hosts::recall(tx, farthest)?;
            tx.execute(sql, &values![now, farthest])
        })
        .await
    }

    /// Stores a poll, all of it or nothing: the feed's state, its entries with their articles and
    /// the jobs to read their pages. The lease ends with it. Nothing is stored if the lease is not
    /// the worker's any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_poll(&self, worker: &WorkerId, poll: Poll) -> Result<PolledFeed> {
        let worker = worker.clone();
        self.write(move |tx| save(tx, &worker, &poll)).await
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

    /// When the next feed can be polled: when it is due, leased or not, or when the pause ends that
    /// its host asked for. `None` if no feed is polled.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_poll_at(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let sql = format!(
            "SELECT next_poll_at FROM feeds WHERE next_poll_at IS NOT NULL \
             AND host NOT IN {} ORDER BY next_poll_at LIMIT 1",
            hosts::paused(1)
        );
        self.read(move |tx| hosts::first_of(tx, &sql, now)).await
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

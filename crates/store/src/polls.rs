//! When feeds are due, and storing what a poll brought.

use dateline_model::{FeedId, Poll, PolledFeed, WorkerId};
use jiff::{SignedDuration, Timestamp};

use crate::entries::{self, Arrival};
use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, query_opt, values};
use crate::{Store, clips, hosts, moves, sources, websub};

mod claim;
mod first;

/// Somewhat more than a week, which is what a server may ask for at the most.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(8 * 24);

fn save(tx: &mut dyn Tx, worker: &WorkerId, poll: &Poll) -> Result<PolledFeed> {
    let Some(State { bucket, polls }) = write_state(tx, worker, poll)? else {
        return Ok(PolledFeed { lease_lost: true, ..PolledFeed::default() });
    };
    let polled = match &poll.brought {
        Some(brought) => {
            let polled_before = sources::answered_before(tx, poll.feed, poll.at)?;
            let arrival = Arrival { feed: poll.feed, bucket, at: poll.at, polled_before };
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
        moves::follow(tx, poll.feed, moved, poll.at)?;
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
        icon = CASE WHEN CAST(?30 AS TEXT) IS NULL THEN icon ELSE ?38 END, \
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
        brought.and_then(|brought| brought.icon.as_deref()),
    ];
    let Some(mut row) = query_opt(tx, sql, &params)? else { return Ok(None) };
    Ok(Some(State { bucket: row.u16()?, polls: row.int()? }))
}

impl Store {
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
                    "UPDATE feeds SET next_poll_at = ?1, asked_at = ?1 \
                     WHERE id IN ({places}) AND {}",
                    clips::POLLED
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
}

//! What is owed to hosts by all processes together: the pauses that they asked for, and that only
//! one process at a time has to do with a host.
//!
//! A host is a process's for as long as it has feeds or pages of that host in hand, and for the
//! pause between two requests after that. So the limits on one host, which each process keeps by
//! itself, hold for all of them.

use dateline_model::{FeedId, HostPause, WorkerId};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::feeds::LONGEST_URL;
use crate::tx::{Tx, query_one, query_opt, values};

/// The hosts that are paused at the moment in place `now`.
pub(crate) fn paused(now: usize) -> String {
    format!("(SELECT p.host FROM hosts p WHERE p.paused_until > ?{now})")
}

/// The hosts that other workers than the one in place `worker` have to do with, at the real moment
/// in place `wall`. The owner is compared in a way that the index of leased rows answers.
pub(crate) fn held_by_others(worker: usize, wall: usize) -> String {
    let leased = |table: &str| {
        format!(
            "SELECT o.host FROM {table} o WHERE o.lease_owner > '' AND o.lease_owner <> ?{worker} \
             AND o.lease_until >= ?{wall}"
        )
    };
    format!(
        "({} UNION ALL {} UNION ALL SELECT h.host FROM hosts h WHERE h.lease_until > ?{wall} \
         AND h.lease_owner <> ?{worker})",
        leased("feeds"),
        leased("jobs")
    )
}

/// Notes that a host asked to be left alone; a longer pause that is known already stays.
pub(crate) fn pause(tx: &mut dyn Tx, pause: &HostPause) -> Result<()> {
    let sql = "INSERT INTO hosts (host, paused_until, reason) VALUES (?1, ?2, ?3) \
        ON CONFLICT (host) DO UPDATE SET paused_until = excluded.paused_until, \
        reason = excluded.reason \
        WHERE hosts.paused_until IS NULL OR hosts.paused_until < excluded.paused_until";
    tx.execute(sql, &values![&pause.host, pause.until, &pause.reason]).map(|_| ())
}

/// The moment that a statement gives for hosts that are not paused at `now`, or the end of the next
/// pause, whichever is first.
pub(crate) fn first_of(tx: &mut dyn Tx, sql: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let due = query_opt(tx, sql, &values![now])?.map(|mut row| row.time()).transpose()?;
    // After it nothing may be due; then somebody only looks once in vain.
    let ends = "SELECT min(paused_until) FROM hosts WHERE paused_until > ?1";
    let pause = query_one(tx, ends, &values![now])?.opt_time()?;
    Ok([due, pause].into_iter().flatten().min())
}

/// Ends pauses that no server can have asked for, as there are after a clock was ahead.
pub(crate) fn recall(tx: &mut dyn Tx, farthest: Timestamp) -> Result<u64> {
    let sql = "UPDATE hosts SET paused_until = NULL, reason = NULL WHERE paused_until > ?1";
    tx.execute(sql, &values![farthest])
}

/// Opens hosts at `parting` whose worker is gone, and all others at `longest`, for which nobody can
/// hold one, as one seems to after a clock was ahead; gives how many would have stayed closed longer.
pub(crate) fn release(tx: &mut dyn Tx, parting: Timestamp, longest: Timestamp) -> Result<u64> {
    let sql = "UPDATE hosts SET lease_until = ?1 WHERE lease_until > ?1 \
        AND lease_owner NOT IN (SELECT token FROM workers)";
    let of_the_dead = tx.execute(sql, &values![parting])?;
    let sql = "UPDATE hosts SET lease_until = ?1 WHERE lease_until > ?1";
    Ok(of_the_dead + tx.execute(sql, &values![longest])?)
}

/// Whether a worker may ask a host that it has not claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostTurn {
    /// It may, and the host is its own until it leaves it or its time is over.
    Taken,
    /// The host wants to be left alone until this moment.
    Paused(Timestamp),
    /// Another worker has to do with it.
    Busy,
}

fn take(
    tx: &mut dyn Tx,
    worker: &WorkerId,
    host: &str,
    now: Timestamp,
    wall: Timestamp,
    until: Timestamp,
) -> Result<HostTurn> {
    let sql = "SELECT paused_until FROM hosts WHERE host = ?1 AND paused_until > ?2";
    if let Some(mut row) = query_opt(tx, sql, &values![host, now])? {
        return Ok(HostTurn::Paused(row.time()?));
    }
    let sql = format!("SELECT 1 WHERE CAST(?3 AS TEXT) IN {}", held_by_others(1, 2));
    if query_opt(tx, &sql, &values![worker, wall, host])?.is_some() {
        return Ok(HostTurn::Busy);
    }
    // Two workers may have come this far at once; only one of them gets the row.
    let sql = "INSERT INTO hosts (host, lease_owner, lease_until) VALUES (?1, ?2, ?3) \
        ON CONFLICT (host) DO UPDATE SET lease_owner = excluded.lease_owner, \
        lease_until = excluded.lease_until \
        WHERE hosts.lease_owner IS NULL OR hosts.lease_owner = excluded.lease_owner \
        OR hosts.lease_until < ?4";
    let taken = tx.execute(sql, &values![host, worker, until, wall])? > 0;
    Ok(if taken { HostTurn::Taken } else { HostTurn::Busy })
}

impl Store {
    /// Takes a host for a worker until the real moment `until`, for a request to it that nothing
    /// due was claimed for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_host(
        &self,
        worker: &WorkerId,
        host: &str,
        now: Timestamp,
        wall: Timestamp,
        until: Timestamp,
    ) -> Result<HostTurn> {
        let (worker, host) = (worker.clone(), host.to_owned());
        self.write(move |tx| take(tx, &worker, &host, now, wall, until)).await
    }

    /// Leaves a host that was taken: from the real moment `until` on others may ask it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn leave_host(&self, worker: &WorkerId, host: &str, until: Timestamp) -> Result<()> {
        let (worker, host) = (worker.clone(), host.to_owned());
        self.write(move |tx| {
            let sql = "UPDATE hosts SET lease_until = ?1 WHERE host = ?2 AND lease_owner = ?3";
            tx.execute(sql, &values![until, &host, &worker]).map(|_| ())
        })
        .await
    }

    /// Keeps a host for this worker until the real moment `until`, though it has nothing of that
    /// host in hand any more: the pause between two requests must pass before another process has
    /// its turn.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold_host(&self, worker: &WorkerId, host: &str, until: Timestamp) -> Result<()> {
        let (worker, host) = (worker.clone(), host.to_owned());
        self.write(move |tx| {
            // A request of its own that runs at the same time may hold the host for longer.
            let sql = "INSERT INTO hosts (host, lease_owner, lease_until) VALUES (?1, ?2, ?3) \
                ON CONFLICT (host) DO UPDATE SET lease_owner = excluded.lease_owner, \
                lease_until = CASE WHEN hosts.lease_owner = excluded.lease_owner \
                AND hosts.lease_until > excluded.lease_until THEN hosts.lease_until \
                ELSE excluded.lease_until END";
            tx.execute(sql, &values![&host, &worker, until]).map(|_| ())
        })
        .await
    }

    /// Notes that a host asked to be left alone, by itself; a longer pause that is known stays.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pause_host(&self, asked: &HostPause) -> Result<()> {
        let asked = asked.clone();
        self.write(move |tx| pause(tx, &asked)).await
    }

    /// The hosts that want to be left alone at `now`, those first whose pause ends soonest.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn paused_hosts(&self, now: Timestamp) -> Result<Vec<HostPause>> {
        self.read(move |tx| {
            let sql = "SELECT host, paused_until, coalesce(reason, '') FROM hosts \
                WHERE paused_until > ?1 ORDER BY paused_until, host";
            let rows = tx.query(sql, &values![now])?.into_iter();
            rows.map(|mut row| {
                Ok(HostPause { host: row.text()?, until: row.time()?, reason: row.text()? })
            })
            .collect()
        })
        .await
    }

    /// Notes that the page at a feed's address was searched for feeds, and what may be offered.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn offer(&self, feed: FeedId, url: Option<&str>, at: Timestamp) -> Result<()> {
        let url = url.filter(|url| url.len() <= LONGEST_URL).map(str::to_owned);
        self.write(move |tx| {
            let sql = "UPDATE feeds SET offered_url = ?1, looked_at = ?2 WHERE id = ?3";
            tx.execute(sql, &values![url.as_deref(), at, feed]).map(|_| ())
        })
        .await
    }

    /// Forgets hosts of which nothing is to be remembered any more; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_hosts(&self, now: Timestamp, wall: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            let sql = "DELETE FROM hosts WHERE (paused_until IS NULL OR paused_until <= ?1) \
                AND (lease_until IS NULL OR lease_until <= ?2)";
            tx.execute(sql, &values![now, wall])
        })
        .await
    }
}

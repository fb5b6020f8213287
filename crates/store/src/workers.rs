//! Processes that hold leases, and how it shows that one has died.
//!
//! A worker holds a lock that ends with its process: of a file beside the database on SQLite, of
//! its session on PostgreSQL. So the work of a killed process is free at once, not only when its
//! leases run out.

use dateline_model::WorkerId;
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::error::{Result, StoreError};
use crate::hosts;
use crate::tx::{Tx, Value, each_lookup, values};

/// How long a lease lasts if its worker lives and does not give it back.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_mins(15);

/// How many feeds or pages of one host a claim gives.
const OF_ONE_HOST: i64 = 4;

/// How many due feeds or pages a claim looks at, so that a long backlog does not slow it down.
const LOOKED_AT: u32 = 2000;

/// The tables whose rows are leased.
const LEASED: [&str; 4] = ["feeds", "jobs", "leases", "alerts"];

/// For so long a host stays closed after the worker that held it is gone: the pause between two
/// requests, the last of which may have been made just before.
const PARTING: SignedDuration = SignedDuration::from_secs(5);

/// When a lease that is taken at `wall` ends.
pub(crate) fn lease_end(wall: Timestamp) -> Timestamp {
    wall.checked_add(LEASE).unwrap_or(Timestamp::MAX)
}

impl Store {
    /// Takes a name for this process under which it can hold leases. The name is given up when
    /// the store is closed or the process ends.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn register_worker(&self, wall: Timestamp) -> Result<WorkerId> {
        self.write(move |tx| {
            for count in 0..1000 {
                let token = format!("{}-{}-{count}", std::process::id(), wall.as_millisecond());
                if tx.hold_worker(&token)? {
                    let worker = WorkerId(token);
                    if note_worker(tx, &worker, wall)? {
                        return Ok(worker);
                    }
                    tx.drop_worker(&worker.0)?;
                }
            }
            Err(StoreError::BrokeOff { what: "no free name for this process".to_owned() })
        })
        .await
    }

    /// Gives a worker's name and all its leases up. The hosts that it held are freed like those of
    /// the dead, by [`Store::release_dead_leases`], so that the pause after its last requests holds.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_worker(&self, worker: &WorkerId) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| {
            free_leases_of(tx, &worker.0)?;
            tx.drop_worker(&worker.0)
        })
        .await
    }

    /// Frees the leases of workers that do not live any more; gives how many were freed. Their hosts
    /// stay closed for some seconds more, and no host for longer than a lease lasts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_dead_leases(&self, wall: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            let mut rows = tx.query("SELECT token FROM workers", &[])?;
            let known = rows.iter_mut().map(|row| row.text()).collect::<Result<Vec<_>>>()?;
            let living = tx.living_workers(&known)?;
            let mut freed = 0;
            for token in known.iter().filter(|token| !living.contains(token)) {
                freed += free_leases_of(tx, token)?;
                tx.drop_worker(token)?;
            }
            for table in LEASED {
                let sql = format!(
                    "UPDATE {table} SET lease_owner = NULL, lease_until = NULL \
                     WHERE lease_owner IS NOT NULL AND (lease_until < ?1 \
                     OR lease_owner NOT IN (SELECT token FROM workers))"
                );
                freed += tx.execute(&sql, &values![wall])?;
            }
            let parting = wall.checked_add(PARTING).unwrap_or(Timestamp::MAX);
            freed += hosts::release(tx, parting, lease_end(wall))?;
            Ok(freed)
        })
        .await
    }
}

/// Notes a worker in the table; `false` if it was there. A worker that claims notes itself again,
/// since another process may have taken it for dead while its connection was lost.
pub(crate) fn note_worker(tx: &mut dyn Tx, worker: &WorkerId, wall: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO workers (token, registered_at) VALUES (?1, ?2) \
        ON CONFLICT (token) DO NOTHING";
    Ok(tx.execute(sql, &values![worker, wall])? > 0)
}

/// Rows of a table that are due and lead to a host each.
pub(crate) struct Due {
    /// `feeds` or `jobs`.
    pub table: &'static str,
    /// The column that says since when.
    pub since: &'static str,
    /// A condition on the rows, as ` AND …`; empty for all.
    pub only: &'static str,
    /// What else a claim sets, as `, …`.
    pub also: &'static str,
}

/// Leases rows that are due by `now` to a worker, those first that have been due for longest: few of
/// one host, and none of a host that is paused, that is left out, or that another worker has to do
/// with. Gives their ids.
pub(crate) fn claim_due(
    tx: &mut dyn Tx,
    due: &Due,
    worker: &WorkerId,
    now: Timestamp,
    wall: Timestamp,
    limit: u32,
    skip_hosts: &[String],
) -> Result<Vec<Value>> {
    note_worker(tx, worker, wall)?;
    let Due { table, since, only, also } = due;
    let (skipped, mut skipped_hosts) = without_hosts(skip_hosts, 7);
    let (paused, held) = (hosts::paused(1), hosts::held_by_others(5, 2));
    let sql = format!(
        "WITH first AS (SELECT id, host, {since} FROM {table} WHERE {since} <= ?1{only} \
         AND (lease_owner IS NULL OR lease_until < ?2) \
         AND host NOT IN {paused} AND host NOT IN {held}{skipped} \
         ORDER BY {since}, id LIMIT {LOOKED_AT}), \
         due AS (SELECT id, {since}, row_number() OVER \
         (PARTITION BY host ORDER BY {since}, id) AS nth FROM first), \
         picked AS (SELECT id FROM due WHERE nth <= ?3 ORDER BY {since}, id LIMIT ?4) \
         UPDATE {table} SET lease_owner = ?5, lease_until = ?6{also} \
         WHERE id IN (SELECT id FROM picked) AND (lease_owner IS NULL OR lease_until < ?2) \
         RETURNING id"
    );
    let mut params = Vec::from(values![now, wall, OF_ONE_HOST, limit, worker, lease_end(wall)]);
    params.append(&mut skipped_hosts);
    tx.query(&sql, &params)?.into_iter().map(|mut row| row.int().map(Value::from)).collect()
}

/// Gives the leases of a worker on these rows of `feeds` or `jobs` back; gives how many.
pub(crate) fn release_leases(
    tx: &mut dyn Tx,
    table: &str,
    worker: &WorkerId,
    ids: &[Value],
) -> Result<u64> {
    let mut released = 0;
    each_lookup(ids, 2, |places, chunk| {
        let sql = format!(
            "UPDATE {table} SET lease_owner = NULL, lease_until = NULL \
             WHERE lease_owner = ?1 AND id IN ({places})"
        );
        let mut params = Vec::from(values![worker]);
        params.extend_from_slice(chunk);
        released += tx.execute(&sql, &params)?;
        Ok(())
    })?;
    Ok(released)
}

fn free_leases_of(tx: &mut dyn Tx, token: &str) -> Result<u64> {
    let mut freed = 0;
    for table in LEASED {
        let sql = format!(
            "UPDATE {table} SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?1"
        );
        freed += tx.execute(&sql, &values![token])?;
    }
    tx.execute("DELETE FROM workers WHERE token = ?1", &values![token])?;
    Ok(freed)
}

/// A condition that leaves out hosts, as ` AND host NOT IN (…)`, with its values from place
/// `first` on; empty where none is left out.
fn without_hosts(skip: &[String], first: usize) -> (String, Vec<Value>) {
    let Some(last) = skip.last() else { return (String::new(), Vec::new()) };
    let mut values: Vec<Value> = skip.iter().map(Value::from).collect();
    values.resize(skip.len().next_power_of_two(), Value::from(last));
    let places = crate::tx::places(first, values.len());
    (format!(" AND host NOT IN ({places})"), values)
}

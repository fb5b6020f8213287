//! Who decides on stories: one process at a time.

use dateline_model::WorkerId;
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, query_one, values};
use crate::workers::{lease_end, note_worker};

/// Who has the lease on the stories after it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryLease {
    /// The worker, who had it before as well: what it knows of the stories is what is stored.
    Kept,
    /// The worker, who had it not: what it knew of the stories may be out of date.
    Taken,
    /// Another process.
    Elsewhere,
}

/// The name of the lease on the stories.
const STORIES: &str = "stories";

/// Takes or keeps the lease of that name, also from others if it is to be.
pub(crate) fn hold_named(
    tx: &mut dyn Tx,
    name: &str,
    worker: &WorkerId,
    wall: Timestamp,
    from_others: bool,
) -> Result<StoryLease> {
    let sql = "SELECT lease_owner, lease_until FROM leases WHERE name = ?1";
    let mut row = query_one(tx, sql, &values![name])?;
    let (owner, until) = (row.opt_text()?, row.opt_time()?);
    let was_ours = owner.as_ref() == Some(&worker.0);
    let is_free = match &owner {
        None => true,
        Some(owner) if *owner == worker.0 => true,
        _ if until.is_none_or(|until| until < wall) => true,
        Some(owner) => tx.living_workers(std::slice::from_ref(owner))?.is_empty(),
    };
    if !is_free && !from_others {
        return Ok(StoryLease::Elsewhere);
    }
    note_worker(tx, worker, wall)?;
    let sql = "UPDATE leases SET lease_owner = ?1, lease_until = ?2 WHERE name = ?3";
    tx.execute(sql, &values![worker, lease_end(wall), name])?;
    Ok(if was_ours { StoryLease::Kept } else { StoryLease::Taken })
}

fn hold(
    tx: &mut dyn Tx,
    worker: &WorkerId,
    wall: Timestamp,
    from_others: bool,
) -> Result<StoryLease> {
    hold_named(tx, STORIES, worker, wall, from_others)
}

/// Whether the worker has the lease, which no other process can take before this transaction ends.
pub(super) fn is_held(tx: &mut dyn Tx, worker: &WorkerId) -> Result<bool> {
    is_held_named(tx, STORIES, worker)
}

/// The same of the lease of that name.
pub(crate) fn is_held_named(tx: &mut dyn Tx, name: &str, worker: &WorkerId) -> Result<bool> {
    // Writing the row, even unchanged, keeps another process from taking it meanwhile.
    let sql = "UPDATE leases SET lease_until = lease_until WHERE name = ?2 AND lease_owner = ?1";
    Ok(tx.execute(sql, &values![worker, name])? > 0)
}

/// Gives a lease back, if the worker has it.
pub(crate) fn release_named(tx: &mut dyn Tx, name: &str, worker: &WorkerId) -> Result<()> {
    let sql = "UPDATE leases SET lease_owner = NULL, lease_until = NULL \
        WHERE name = ?2 AND lease_owner = ?1";
    tx.execute(sql, &values![worker, name]).map(|_| ())
}

impl Store {
    /// Takes the lease on the stories, or keeps it for longer, unless another living process has
    /// it. Who gets it back after having lost it must rebuild what they know of the stories.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold_stories(&self, worker: &WorkerId, wall: Timestamp) -> Result<StoryLease> {
        let worker = worker.clone();
        self.write(move |tx| hold(tx, &worker, wall, false)).await
    }

    /// Takes the lease on the stories from whoever has it; what they decide from now on is not
    /// stored any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_stories_over(&self, worker: &WorkerId, wall: Timestamp) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| hold(tx, &worker, wall, true).map(|_| ())).await
    }

    /// Gives the lease on the stories back.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_stories(&self, worker: &WorkerId) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| release_named(tx, STORIES, &worker)).await
    }
}

//! The store: the one room that holds what must outlive a process.
//!
//! [`Store`] is the whole face of this crate. Each operation is written once, over a small
//! transaction trait, in SQL that both engines understand; `engine.rs` is the only seam between
//! SQLite, which needs nothing, and PostgreSQL, which several processes can share. Writes pass
//! through one thread and are committed together; reads see one state of the store each.
//!
//! Times are arguments: `now` is the instance's clock, which may be a trial's, and `wall` is the
//! real time, by which leases end.

mod app_passwords;
mod arrivals;
mod articles;
mod backup;
mod check;
mod clips;
mod engine;
mod entries;
mod error;
mod feeds;
mod feeds_out;
mod folders;
mod front;
mod hosts;
mod identities;
mod invitations;
mod items;
mod jobs;
mod labels;
mod lanes;
mod location;
mod markings;
mod merge;
mod migrate;
mod moves;
mod moving_in;
mod outlets;
mod oversight;
mod passkeys;
mod pictures;
mod playback;
mod polls;
mod postgres;
mod public;
mod reading;
mod reading_places;
mod retention;
mod revisions;
mod searches;
mod sessions;
mod sites;
mod sources;
mod sqlite;
mod statements;
mod states;
mod statistics;
mod stories;
mod subscriptions;
mod tx;
mod unread;
mod users;
mod websub;
mod workers;

use std::sync::Arc;

pub use articles::{Counts, DayCount};
pub use backup::{BackupReport, RestoreReport};
pub use clips::{Clipped, clippings_address};
pub use error::{Result, StoreError};
pub use hosts::HostTurn;
pub use location::Location;
pub use markings::Marking;
pub use moves::Readdressed;
pub use reading::ReadSaved;
pub use searches::{AlertDue, Marked, NewSaver, Trial};
pub use sites::RuleChange;
pub use sources::{FeedChange, NewPage, PageFollowed};
pub use statements::{Case, FoundIn, Namesake, Person, StatementsTask, Subject, TiesTask};
pub use stories::{DueRuling, PlacementsSaved, StoryLease, why};
pub use subscriptions::{Imported, ImportedFeed};

use dateline_story::families::Families;
use jiff::Timestamp;
use lanes::Lanes;
use tx::{Tx, query_one};

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many threads may read at once; each has a connection, opened when it is first needed.
    pub readers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4 }
    }
}

/// An open store. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    lanes: Arc<Lanes>,
    location: Arc<Location>,
    families: Arc<Families>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.location).finish()
    }
}

impl Store {
    /// Opens a store, making its folder and its tables where they are missing and bringing older
    /// tables up to date. `now` dates the owner's account where that is made.
    ///
    /// # Errors
    /// When the place cannot be reached or used, or when a newer Dateline was there.
    pub async fn open(location: &Location, options: Options, now: Timestamp) -> Result<Self> {
        let lanes = Lanes::open(location, options.readers).await?;
        let store = Self {
            lanes: Arc::new(lanes),
            location: Arc::new(location.clone()),
            families: Arc::new(Families::built_in().clone()),
        };
        // Looking first spares a command line the wait for a writer that is busy.
        if !store.read(users::any).await? {
            store.write(move |tx| users::make_owner(tx, now)).await?;
        }
        Ok(store)
    }

    /// Like [`Store::open`], but where nothing can be written (a full disk, a folder that is
    /// read-only) it opens for reading alone; every write then fails with
    /// [`StoreError::ReadOnly`]. [`Store::unwritable`] says whether that is so.
    ///
    /// # Errors
    /// When the store cannot be read either, or has the tables of another version, which a store
    /// that cannot be written cannot be brought to.
    pub async fn open_to_read(
        location: &Location,
        options: Options,
        now: Timestamp,
    ) -> Result<Self> {
        let error = match Self::open(location, options, now).await {
            Err(error) if error.is_no_room() => error,
            opened => return opened,
        };
        let store = Self {
            lanes: Arc::new(Lanes::open_reading(location, error.to_string())),
            location: Arc::new(location.clone()),
            families: Arc::new(Families::built_in().clone()),
        };
        // What kept it from being written says more than what keeps it from being read.
        let Ok(found) = store.schema_number().await else { return Err(error) };
        let known = migrate::newest();
        match found.cmp(&known) {
            std::cmp::Ordering::Equal => Ok(store),
            std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known }),
            std::cmp::Ordering::Less => {
                Err(StoreError::Migration { version: known, why: error.to_string() })
            }
        }
    }

    /// Why nothing can be written, where the store was opened for reading alone.
    pub fn unwritable(&self) -> Option<&str> {
        self.lanes.unwritable()
    }

    /// The engine's name, for people.
    pub fn engine_name(&self) -> &'static str {
        match *self.location {
            Location::Sqlite(_) => "SQLite",
            Location::Postgres(_) => "PostgreSQL",
        }
    }

    /// Where the store is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Finishes what is queued and closes all connections, for every clone. Later calls fail with
    /// [`StoreError::Closed`].
    ///
    /// # Errors
    /// When a thread of the store broke off.
    pub async fn close(&self) -> Result<()> {
        self.lanes.close().await
    }

    /// Whether the store answers, reading and writing.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        let sql = "SELECT count(*) FROM counters";
        self.read(move |tx| query_one(tx, sql, &[])?.int()).await?;
        self.write(move |tx| query_one(tx, sql, &[])?.int()).await?;
        Ok(())
    }

    /// Something that differs from what it was before if anything was committed in between, by
    /// whatever process; to be asked *before* what is to be kept is read, and compared with what the
    /// same open store said.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn version(&self) -> Result<String> {
        self.lanes.version().await
    }

    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.lanes.read(work).await
    }

    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.lanes.write(work).await
    }
}

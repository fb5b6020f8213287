//! The one seam between the store and its two engines.

use crate::error::Result;
use crate::location::Location;
use crate::tx::Tx;
use crate::{postgres, sqlite};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// The one that writes.
    Writer,
    /// One of those that only read.
    Reader,
    /// The only one, of a store in which nothing can be written: it may keep others out.
    LoneReader,
}

/// An open connection of either engine.
pub(crate) enum Engine {
    Sqlite(Box<sqlite::Connection>),
    Postgres(Box<postgres::Connection>),
}

impl Engine {
    /// Opens a connection. The writer's brings the tables up to date first.
    pub(crate) fn open(location: &Location, lane: Lane) -> Result<Self> {
        Ok(match location {
            Location::Sqlite(folder) => Self::Sqlite(Box::new(sqlite::open(folder, lane)?)),
            Location::Postgres(url) => Self::Postgres(Box::new(postgres::open(url, lane)?)),
        })
    }

    /// Runs one transaction; it is rolled back unless `work` and the commit succeed.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T>,
    ) -> Result<T> {
        let mut outcome = self.begin().and_then(|()| work(self.tx()));
        if outcome.is_ok() {
            outcome = self.commit().and(outcome);
        }
        if outcome.is_err() {
            self.rollback();
        }
        outcome
    }

    fn tx(&mut self) -> &mut dyn Tx {
        match self {
            Self::Sqlite(connection) => connection.as_mut(),
            Self::Postgres(connection) => connection.as_mut(),
        }
    }

    fn begin(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.begin(),
            Self::Postgres(connection) => connection.begin(),
        }
    }

    fn commit(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.commit(),
            Self::Postgres(connection) => connection.commit(),
        }
    }

    fn rollback(&mut self) {
        match self {
            Self::Sqlite(connection) => connection.rollback(),
            Self::Postgres(connection) => connection.rollback(),
        }
    }

    /// What ends a statement that is running, from another thread; PostgreSQL knows none that costs
    /// no second connection.
    pub(crate) fn interrupt(&self) -> Option<rusqlite::InterruptHandle> {
        match self {
            Self::Sqlite(connection) => Some(connection.interrupt()),
            Self::Postgres(_) => None,
        }
    }

    /// Finishes what a closing store owes its files.
    pub(crate) fn close(self) {
        match self {
            Self::Sqlite(connection) => connection.close(),
            Self::Postgres(connection) => connection.close(),
        }
    }
}

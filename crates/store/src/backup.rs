//! Backups: one file for either engine, written while the instance runs.
//!
//! The file is zstd-compressed JSON Lines: a header with the format, the number of the last
//! migration and the columns of each table; one array a row, the table's name first; and a trailer
//! with the number of rows, without which a file counts as cut off. Leases, workers and sessions
//! are left out: they mean nothing elsewhere, and a session that was ended since must stay ended.

mod lines;
mod read;
mod tables;
mod write;

use std::path::Path;

use serde::Serialize;

use crate::Store;
use crate::error::Result;
use read::read_backup;
use write::{put_in_place, write_backup};

/// How many rows are read or inserted in one go.
const SLICE: usize = 500;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct BackupReport {
    /// Rows of all tables.
    pub rows: u64,
    /// The size of the file.
    pub bytes: u64,
}

/// What was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RestoreReport {
    /// Rows of all tables.
    pub rows: u64,
    /// Alerts that waited when the backup was made; they may have been sent since, and are sent
    /// again only when their users ask for it.
    pub held_alerts: u64,
}

impl Store {
    /// Writes everything into one file, as it stands at one moment, while the instance runs on.
    /// The file appears only when it is complete; one of that name is replaced.
    ///
    /// # Errors
    /// When the store fails or the file cannot be written.
    pub async fn backup(&self, target: &Path) -> Result<BackupReport> {
        let target = target.to_owned();
        self.read(move |tx| {
            let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_else(|| "backup".to_owned());
            let part = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
            let outcome = write_backup(tx, &target, &part)
                .and_then(|rows| Ok((rows, put_in_place(&part, &target)?)));
            if outcome.is_err() {
                drop(std::fs::remove_file(&part));
            }
            outcome.map(|(rows, bytes)| BackupReport { rows, bytes })
        })
        .await
    }

    /// Reads a backup of either engine into this store, all of it or nothing.
    ///
    /// # Errors
    /// [`crate::StoreError::NotEmpty`] unless the store is new, [`crate::StoreError::Newer`] for the backup of a
    /// newer Dateline, [`crate::StoreError::Backup`] for a file that is cut off or no backup.
    pub async fn restore(&self, source: &Path) -> Result<RestoreReport> {
        let source = source.to_owned();
        self.write(move |tx| read_backup(tx, &source)).await
    }
}

//! What can go wrong with a store, in words for those who run one.

use std::path::{Path, PathBuf};

/// What most of this crate returns.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The setting names no store.
    #[error(
        "“{setting}” is not a store: leave it out for SQLite in the data folder, or give \
         postgres://USER@HOST/DATABASE"
    )]
    Setting {
        /// The setting, without a password.
        setting: String,
    },
    /// The data folder or a file in it cannot be used.
    #[error("{} cannot be {action}: {why}", path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// "opened", "written", "made".
        action: &'static str,
        /// What the system said.
        why: String,
    },
    /// The server cannot be reached.
    #[error("the PostgreSQL server at {url} cannot be reached: {why}")]
    Connect {
        /// Its address, without the password.
        url: String,
        /// What the system or the server said.
        why: String,
    },
    /// An encrypted connection was asked for.
    #[error(
        "{url} asks for an encrypted connection, which this version cannot make: leave sslmode \
         out and use a local socket or a tunnel"
    )]
    Encryption {
        /// The server's address, without the password.
        url: String,
    },
    /// The database was written by a newer Dateline.
    #[error(
        "the database is of version {found}, and this Dateline knows {known} at the most: use a \
         newer Dateline"
    )]
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version this binary knows.
        known: i64,
    },
    /// The tables could not be made or changed.
    #[error("the database could not be brought to version {version}: {why}")]
    Migration {
        /// The newest version this binary knows.
        version: i64,
        /// What the engine said.
        why: String,
    },
    /// Another process writes for so long that waiting was given up.
    #[error("the database is locked by another process: {why}")]
    Busy {
        /// What the engine said.
        why: String,
    },
    /// Two writers were in each other's way; such a write is repeated before this is seen.
    #[error("the write collided with another one: {why}")]
    Collision {
        /// What the engine said.
        why: String,
    },
    /// The connection to the server was lost.
    #[error("the connection to the database was lost: {why}")]
    Lost {
        /// What the system or the server said.
        why: String,
    },
    /// No room is left.
    #[error("the disk of the database is full")]
    DiskFull,
    /// The file may be read but not written.
    #[error("the database cannot be written: {why}")]
    ReadOnly {
        /// What the engine said.
        why: String,
    },
    /// The file is no sound database.
    #[error("the database is damaged: {why}; restore a backup")]
    Damaged {
        /// What the engine said.
        why: String,
    },
    /// A statement failed.
    #[error("the database refused a statement: {why}")]
    Statement {
        /// What the engine said.
        why: String,
    },
    /// What is stored is not what was expected.
    #[error("the database holds something unexpected: {what}")]
    Data {
        /// What was met.
        what: String,
    },
    /// Somebody has that name already.
    #[error("the name “{name}” is taken")]
    Taken {
        /// The name.
        name: String,
    },
    /// The owner's account cannot be deleted.
    #[error("the owner's account cannot be deleted")]
    OwnerStays,
    /// Somebody must be left who may change what all share.
    #[error("the last admin's account stays, and stays an admin's")]
    LastAdmin,
    /// The address is too long to be kept.
    #[error("the address is longer than {limit} bytes")]
    AddressTooLong {
        /// The limit.
        limit: usize,
    },
    /// A backup is restored into an empty store only.
    #[error("the store is not empty: a backup can be restored into a new one only")]
    NotEmpty,
    /// The file is no backup or an incomplete one.
    #[error("{} is not a usable backup: {why}", path.display())]
    Backup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// An operation of the store broke off.
    #[error("an operation of the store broke off: {what}")]
    BrokeOff {
        /// What it said.
        what: String,
    },
}

impl StoreError {
    /// A file or folder that cannot be used.
    pub(crate) fn file(path: &Path, action: &'static str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        if error.kind() == ErrorKind::StorageFull {
            return Self::DiskFull;
        }
        let why = match error.kind() {
            ErrorKind::PermissionDenied => "permission denied".to_owned(),
            ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            ErrorKind::ReadOnlyFilesystem => "its file system is read-only".to_owned(),
            _ => error.to_string(),
        };
        Self::File { path: path.to_owned(), action, why }
    }

    /// Whether the store is there and only takes nothing: a full disk, files or a folder that this
    /// user may not write.
    pub fn is_no_room(&self) -> bool {
        matches!(self, Self::DiskFull | Self::ReadOnly { .. } | Self::File { .. })
    }

    /// Whether the same operation may well succeed when it is repeated.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Collision { .. } | Self::Lost { .. })
    }
}

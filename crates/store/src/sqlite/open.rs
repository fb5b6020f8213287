//! Opening the database file in the data folder.

use std::fs::{DirBuilder, File, OpenOptions};
use std::path::Path;
use std::time::Duration;

use rusqlite::OpenFlags;

use super::tx::{Connection, refused};
use crate::engine::Lane;
use crate::error::{Result, StoreError};
use crate::migrate;

/// How long a writer waits between two tries where another process is writing. SQLite's own handler
/// waits ever longer, up to a tenth of a second, and a process that writes much then comes first
/// again and again.
const BUSY_PAUSE: Duration = Duration::from_millis(2);
/// So many tries, over about ten seconds, before it says that the database is locked.
const BUSY_TRIES: i32 = 5000;

/// Kilobytes of pages a connection keeps; small, since the file system keeps them as well.
const WRITER_CACHE: i64 = -4000;
const READER_CACHE: i64 = -2000;

pub(crate) fn open(folder: &Path, lane: Lane) -> Result<Connection> {
    let path = folder.join("dateline.db");
    match lane {
        Lane::Reader => return Ok(Connection::new(connect(&path, lane, false)?, folder, lane)),
        Lane::LoneReader => return Ok(Connection::new(lone_reader(&path)?, folder, lane)),
        Lane::Writer => {}
    }
    make_folder(folder)?;
    let _only_one_migrates = migration_lock(folder)?;
    make_private(&path)?;
    let mut inner = connect(&path, lane, false)?;
    migrate::sqlite(&mut inner)?;
    Ok(Connection::new(inner, folder, lane))
}

fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| StoreError::file(folder, "made", &error))?;
    let workers = folder.join("workers");
    builder.create(&workers).map_err(|error| StoreError::file(&workers, "made", &error))
}

/// Makes the database file readable by its owner alone, in a folder that may be open to others;
/// SQLite gives the files beside it the same mode.
fn make_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(|error| StoreError::file(path, "written", &error))?;
    Ok(())
}

/// Two processes that start together must not both make the tables; the lock ends with the file.
fn migration_lock(folder: &Path) -> Result<File> {
    let path = folder.join("migrate.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| StoreError::file(&path, "written", &error))?;
    file.lock().map_err(|error| StoreError::file(&path, "locked", &error))?;
    Ok(file)
}

/// A connection that has the database to itself keeps in memory what others share in a file.
fn connect(path: &Path, lane: Lane, is_alone: bool) -> Result<rusqlite::Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if lane == Lane::Writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let mut inner = rusqlite::Connection::open_with_flags(path, flags).map_err(|error| {
        StoreError::File { path: path.to_owned(), action: "opened", why: error.to_string() }
    })?;
    if is_alone {
        inner
            .pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))
            .map_err(|error| refused(&error))?;
    }
    settle(&mut inner, lane).map_err(|error| refused(&error))?;
    Ok(inner)
}

/// A connection for reading. Where the files beside the database cannot be made that processes share
/// (a full disk, a folder that is read-only), it does without them, if nobody else is there.
fn lone_reader(path: &Path) -> Result<rusqlite::Connection> {
    let tried = |is_alone| {
        let connection = connect(path, Lane::LoneReader, is_alone)?;
        // The first look at the file is when the others beside it are made.
        let sql = "SELECT count(*) FROM sqlite_master";
        let seen = connection.query_row(sql, [], |_| Ok(()));
        seen.map(|()| connection).map_err(|error| refused(&error))
    };
    let why = match tried(false) {
        Err(why) if why.is_no_room() => why,
        usual => return usual,
    };
    if let Ok(alone) = tried(true) {
        return Ok(alone);
    }
    // A log that is not empty holds commits which a file that is taken as it stands would lack.
    let log = path.with_extension("db-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Err(why);
    }
    let address = url::Url::from_file_path(std::path::absolute(path).unwrap_or_default());
    let address = address.map_err(|()| why)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut frozen = rusqlite::Connection::open_with_flags(format!("{address}?immutable=1"), flags)
        .map_err(|error| refused(&error))?;
    settle(&mut frozen, Lane::LoneReader).map_err(|error| refused(&error))?;
    Ok(frozen)
}

fn wait_for_others(tries: i32) -> bool {
    std::thread::sleep(BUSY_PAUSE);
    tries < BUSY_TRIES
}

fn settle(inner: &mut rusqlite::Connection, lane: Lane) -> rusqlite::Result<()> {
    inner.busy_handler(Some(wait_for_others))?;
    inner.set_prepared_statement_cache_capacity(160);
    inner.pragma_update(None, "foreign_keys", true)?;
    inner.pragma_update(None, "temp_store", "MEMORY")?;
    // Pages that are mapped count as resident memory in every connection that maps them.
    inner.pragma_update(None, "mmap_size", 0)?;
    match lane {
        Lane::Writer => {
            // It can be chosen only before the file has its first page.
            inner.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
            inner.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            // NORMAL would lose the last commits at a power cut: somebody's marks and stars.
            inner.pragma_update(None, "synchronous", "FULL")?;
            inner.pragma_update(None, "cache_size", WRITER_CACHE)?;
            inner.pragma_update(None, "journal_size_limit", 64 << 20)
        }
        Lane::Reader | Lane::LoneReader => {
            inner.pragma_update(None, "cache_size", READER_CACHE)?;
            inner.pragma_update(None, "query_only", true)
        }
    }
}

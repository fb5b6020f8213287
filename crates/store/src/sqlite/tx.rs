//! A transaction on SQLite.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, ToSql, params_from_iter};

use crate::engine::Lane;
use crate::error::{Result, StoreError};
use crate::migrate;
use crate::tx::{Row, Tx, Value, query_one};

/// How many pages are given back in one go, so that other writes need not wait for long.
const PAGES_GIVEN_BACK: u32 = 1000;

/// A connection with at most one transaction open.
pub(crate) struct Connection {
    inner: rusqlite::Connection,
    folder: PathBuf,
    lane: Lane,
    // The files stay open because their locks must end with this process, however it ends.
    workers: HashMap<String, File>,
}

impl Connection {
    pub(super) fn new(inner: rusqlite::Connection, folder: &Path, lane: Lane) -> Self {
        Self { inner, folder: folder.to_owned(), lane, workers: HashMap::new() }
    }

    /// What ends a statement that is running, from another thread.
    pub(crate) fn interrupt(&self) -> rusqlite::InterruptHandle {
        self.inner.get_interrupt_handle()
    }

    pub(crate) fn begin(&mut self) -> Result<()> {
        // A transaction that begins as a reader and then writes can fail at once as busy.
        let sql = if self.lane == Lane::Writer { "BEGIN IMMEDIATE" } else { "BEGIN" };
        self.inner.execute_batch(sql).map_err(|error| refused(&error))
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        self.inner.execute_batch("COMMIT").map_err(|error| refused(&error))
    }

    pub(crate) fn rollback(&mut self) {
        if !self.inner.is_autocommit()
            && let Err(error) = self.inner.execute_batch("ROLLBACK")
        {
            tracing::warn!(error = %error, "a transaction could not be rolled back");
        }
    }

    pub(crate) fn close(mut self) {
        for token in self.workers.keys().cloned().collect::<Vec<_>>() {
            self.forget(&token);
        }
        if self.lane == Lane::Writer {
            let tidy = "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);";
            if let Err(error) = self.inner.execute_batch(tidy) {
                tracing::warn!(error = %error, "the database was closed without a checkpoint");
            }
        }
    }

    fn lock_path(&self, token: &str) -> PathBuf {
        self.folder.join("workers").join(format!("{token}.lock"))
    }

    fn forget(&mut self, token: &str) {
        if self.workers.remove(token).is_some() {
            remove_quietly(&self.lock_path(token));
        }
    }

    fn is_alive(&self, token: &str) -> Result<bool> {
        if self.workers.contains_key(token) {
            return Ok(true);
        }
        let path = self.lock_path(token);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(StoreError::file(&path, "opened", &error)),
        };
        match file.try_lock() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(StoreError::file(&path, "locked", &error)),
        }
    }
}

fn pragma(connection: &mut Connection, name: &str) -> Result<u64> {
    query_one(connection, &format!("PRAGMA {name}"), &[])?.u64()
}

fn remove_quietly(path: &Path) {
    if let Err(error) = std::fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::debug!(path = %path.display(), error = %error, "a lock file stays behind");
    }
}

impl Tx for Connection {
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let read = || -> rusqlite::Result<Vec<Row>> {
            let mut statement = self.inner.prepare_cached(sql)?;
            let width = statement.column_count();
            let mut rows = statement.query(params_from_iter(params))?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                let mut values = Vec::with_capacity(width);
                for place in 0..width {
                    values.push(owned(row.get_ref(place)?)?);
                }
                out.push(Row::new(values));
            }
            Ok(out)
        };
        read().map_err(|error| refused(&error))
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let write = || self.inner.prepare_cached(sql)?.execute(params_from_iter(params));
        write().map(|changed| changed as u64).map_err(|error| refused(&error))
    }

    fn rows_per_insert(&self) -> usize {
        1
    }

    fn hold_worker(&mut self, token: &str) -> Result<bool> {
        if self.workers.contains_key(token) {
            return Ok(true);
        }
        let path = self.lock_path(token);
        let file = match OpenOptions::new().create_new(true).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(StoreError::file(&path, "written", &error)),
        };
        match file.try_lock() {
            Ok(()) => {
                self.workers.insert(token.to_owned(), file);
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(StoreError::file(&path, "locked", &error)),
        }
    }

    fn drop_worker(&mut self, token: &str) -> Result<()> {
        self.workers.remove(token);
        remove_quietly(&self.lock_path(token));
        Ok(())
    }

    fn living_workers(&mut self, tokens: &[String]) -> Result<Vec<String>> {
        let mut living = Vec::new();
        for token in tokens {
            if self.is_alive(token)? {
                living.push(token.clone());
            }
        }
        Ok(living)
    }

    fn resume_ids(&mut self, _table: &str) -> Result<()> {
        Ok(())
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for mut row in self.query("PRAGMA integrity_check", &[])? {
            let line = row.text()?;
            if line != "ok" {
                problems.push(format!("the file of the database is damaged: {line}"));
            }
        }
        for mut row in self.query("PRAGMA foreign_key_check", &[])? {
            let table = row.text()?;
            let number = row.opt_int()?.unwrap_or_default();
            let parent = row.text()?;
            problems.push(format!("{table} {number} refers to {parent} that do not exist"));
        }
        Ok(problems)
    }

    fn size_bytes(&mut self) -> Result<u64> {
        let pages = pragma(self, "page_count")?.saturating_sub(pragma(self, "freelist_count")?);
        Ok(pages.saturating_mul(pragma(self, "page_size")?))
    }

    fn used_bytes(&mut self) -> Result<u64> {
        self.size_bytes()
    }

    fn give_room_back(&mut self) -> Result<bool> {
        let before = pragma(self, "freelist_count")?;
        self.query(&format!("PRAGMA incremental_vacuum({PAGES_GIVEN_BACK})"), &[])?;
        let after = pragma(self, "freelist_count")?;
        // Files of before there was auto_vacuum keep their free pages.
        Ok(after > 0 && after < before)
    }

    fn schema_number(&mut self) -> Result<i64> {
        migrate::schema_number(self)
    }

    fn version(&mut self) -> Result<String> {
        Ok(pragma(self, "data_version")?.to_string())
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn owned(value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

/// What SQLite said, as the store says it.
pub(crate) fn refused(error: &rusqlite::Error) -> StoreError {
    let why = error.to_string();
    // The file beside the database that processes share could not be made as large as it has to be.
    const SHARED_SIZE: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
    if error.sqlite_error().is_some_and(|error| error.extended_code == SHARED_SIZE) {
        return StoreError::DiskFull;
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { why },
        Some(ErrorCode::DiskFull) => StoreError::DiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            StoreError::ReadOnly { why }
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { why },
        _ => StoreError::Statement { why },
    }
}

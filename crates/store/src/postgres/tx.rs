//! A transaction on PostgreSQL.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};

use super::open::connect;
use crate::engine::Lane;
use crate::error::{Result, StoreError};
use crate::migrate;
use crate::tx::{Row, Tx, Value, numbered_for_postgres, query_one};

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 256;

/// The advisory lock that a writing transaction holds: "writer" in ASCII.
const WRITER_LOCK: i64 = 0x7772_6974_6572;

/// The sizes of the rows of the tables that grow, each with a round number for its head and its
/// places in indexes. The sizes of the files would not do: they stay when rows go, and whoever
/// removes rows until the files are small enough removes them all.
const USED_BYTES: &str = "(SELECT coalesce(sum(pg_column_size(html) + pg_column_size(text) + 60), 0) \
    FROM article_texts) \
    + (SELECT coalesce(sum(pg_column_size(a.*) + 400), 0) FROM articles a) \
    + (SELECT coalesce(sum(pg_column_size(html) + 350 \
    + pg_column_size(ROW(key, guid, address, title, authors, tags, enclosures, content_hash))), 0) \
    FROM entries) \
    + (SELECT coalesce(sum(pg_column_size(title) + pg_column_size(text) + 100), 0) FROM revisions) \
    + (SELECT coalesce(sum(2 * pg_column_size(key) + 100), 0) FROM article_addresses) \
    + (SELECT coalesce(sum(2 * pg_column_size(key) + 100), 0) FROM forgotten_entries)";

/// A connection with at most one transaction open.
pub(crate) struct Connection {
    client: Client,
    url: String,
    lane: Lane,
    statements: HashMap<String, Statement>,
    workers: BTreeSet<String>,
    failed: bool,
}

impl Connection {
    pub(super) fn new(client: Client, url: &str, lane: Lane) -> Self {
        Self {
            client,
            url: url.to_owned(),
            lane,
            statements: HashMap::new(),
            workers: BTreeSet::new(),
            failed: false,
        }
    }

    pub(crate) fn begin(&mut self) -> Result<()> {
        if self.client.is_closed() {
            self.reconnect()?;
        }
        self.failed = false;
        let sql = match self.lane {
            // Batches take rows in any order, so that two of them would often block each other.
            // One writer at a time, as on SQLite, also makes numbers visible in their order.
            Lane::Writer => format!("BEGIN; SELECT pg_advisory_xact_lock({WRITER_LOCK})"),
            Lane::Reader | Lane::LoneReader => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned()
            }
        };
        self.client.batch_execute(&sql).map_err(|error| refused(&error))
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        // The server answers a COMMIT after a failed statement with a silent ROLLBACK.
        if self.failed {
            let why = "a statement failed and the transaction was to be committed".to_owned();
            return Err(StoreError::Statement { why });
        }
        self.client.batch_execute("COMMIT").map_err(|error| refused(&error))
    }

    pub(crate) fn rollback(&mut self) {
        if !self.client.is_closed()
            && let Err(error) = self.client.batch_execute("ROLLBACK")
        {
            tracing::warn!(error = %said(&error), "a transaction could not be rolled back");
        }
    }

    pub(crate) fn close(mut self) {
        // The server ends a session some time after its client has gone.
        let unlock = self.client.batch_execute("SELECT pg_advisory_unlock_all()");
        if let Err(error) = unlock {
            tracing::debug!(error = %said(&error), "locks are left to the server");
        }
        if let Err(error) = self.client.close() {
            tracing::debug!(error = %said(&error), "the connection was closed with an error");
        }
    }

    fn reconnect(&mut self) -> Result<()> {
        self.statements.clear();
        self.client = connect(&self.url)?;
        for token in &self.workers {
            self.client
                .execute("SELECT pg_try_advisory_lock($1)", &[&lock_number(token)])
                .map_err(|error| refused(&error))?;
        }
        Ok(())
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self
            .client
            .prepare(&numbered_for_postgres(sql))
            .map_err(|error| in_statement(&error, sql))?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn run(&mut self, sql: &str, params: &[Value]) -> Result<Vec<postgres::Row>> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        self.client.query(&statement, &params).map_err(|error| in_statement(&error, sql))
    }

    fn change(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        self.client.execute(&statement, &params).map_err(|error| in_statement(&error, sql))
    }

    fn noting<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.failed |= outcome.is_err();
        if matches!(outcome, Err(StoreError::Collision { .. })) {
            // One of the reasons is a prepared plan whose table another process has changed.
            self.statements.clear();
        }
        outcome
    }
}

/// The number of a worker's advisory lock.
fn lock_number(token: &str) -> i64 {
    let digest = dateline_model::address::digest(&["worker", token]);
    let half = digest.get(..16).unwrap_or_default();
    u64::from_str_radix(half, 16).unwrap_or_default().cast_signed()
}

impl Tx for Connection {
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let outcome = self.run(sql, params).and_then(|rows| rows.iter().map(owned).collect());
        self.noting(outcome)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let outcome = self.change(sql, params);
        self.noting(outcome)
    }

    fn rows_per_insert(&self) -> usize {
        64
    }

    fn hold_worker(&mut self, token: &str) -> Result<bool> {
        if self.workers.contains(token) {
            return Ok(true);
        }
        let params = [Value::Int(lock_number(token))];
        let rows = self.query("SELECT pg_try_advisory_lock(?1)", &params)?;
        let held = rows.into_iter().next().map(|mut row| row.bool()).transpose()?.unwrap_or(false);
        if held {
            self.workers.insert(token.to_owned());
        }
        Ok(held)
    }

    fn drop_worker(&mut self, token: &str) -> Result<()> {
        if self.workers.remove(token) {
            self.query("SELECT pg_advisory_unlock(?1)", &[Value::Int(lock_number(token))])?;
        }
        Ok(())
    }

    fn living_workers(&mut self, tokens: &[String]) -> Result<Vec<String>> {
        let held = self.query(
            "SELECT (CAST(classid AS BIGINT) << 32) | CAST(objid AS BIGINT) FROM pg_locks \
             WHERE locktype = 'advisory' AND objsubid = 1 AND granted \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            &[],
        )?;
        let held = held.into_iter().map(|mut row| row.int()).collect::<Result<BTreeSet<_>>>()?;
        Ok(tokens.iter().filter(|token| held.contains(&lock_number(token))).cloned().collect())
    }

    fn resume_ids(&mut self, table: &str) -> Result<()> {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), \
             (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
        );
        self.query(&sql, &[]).map(|_| ())
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn size_bytes(&mut self) -> Result<u64> {
        let rows = self.query("SELECT pg_database_size(current_database())", &[])?;
        rows.into_iter().next().map(|mut row| row.u64()).transpose().map(Option::unwrap_or_default)
    }

    fn used_bytes(&mut self) -> Result<u64> {
        let rows = self.query(&format!("SELECT CAST({} AS BIGINT)", USED_BYTES), &[])?;
        rows.into_iter().next().map(|mut row| row.u64()).transpose().map(Option::unwrap_or_default)
    }

    fn give_room_back(&mut self) -> Result<bool> {
        Ok(false)
    }

    fn schema_number(&mut self) -> Result<i64> {
        migrate::schema_number(self)
    }

    fn version(&mut self) -> Result<String> {
        query_one(self, "SELECT CAST(pg_current_snapshot() AS TEXT)", &[])?.text()
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Self::Int(number), &Type::INT2) => i16::try_from(*number)?.to_sql(ty, out),
            (Self::Int(number), &Type::INT8) => number.to_sql(ty, out),
            (Self::Real(number), &Type::FLOAT8) => number.to_sql(ty, out),
            (Self::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::NAME) => text.to_sql(ty, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            _ => Err(format!("a value of another type was bound to a place for {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn owned(row: &postgres::Row) -> Result<Row> {
    let mut values = Vec::with_capacity(row.len());
    for (place, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(place).map(Value::from),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(place).map(|value| value.map(i64::from).into())
            }
            Type::BOOL => row.try_get::<_, Option<bool>>(place).map(Value::from),
            Type::FLOAT8 => row
                .try_get::<_, Option<f64>>(place)
                .map(|value| value.map_or(Value::Null, Value::Real)),
            Type::BYTEA => row
                .try_get::<_, Option<Vec<u8>>>(place)
                .map(|value| value.map_or(Value::Null, Value::Bytes)),
            _ => row.try_get::<_, Option<String>>(place).map(Value::from),
        };
        values.push(value.map_err(|error| refused(&error))?);
    }
    Ok(Row::new(values))
}

/// What an error of the driver really says; its own `Display` leaves that to its sources.
pub(super) fn said(error: &postgres::Error) -> String {
    if let Some(server) = error.as_db_error() {
        return server.message().to_owned();
    }
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn in_statement(error: &postgres::Error, sql: &str) -> StoreError {
    match refused(error) {
        StoreError::Statement { why } => {
            let head: String = sql.chars().take(80).collect();
            StoreError::Statement { why: format!("{why} (in “{head}…”)") }
        }
        other => other,
    }
}

/// What the server or the driver said, as the store says it.
pub(super) fn refused(error: &postgres::Error) -> StoreError {
    let why = said(error);
    let Some(code) = error.code() else {
        let broken =
            error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
        return if broken { StoreError::Lost { why } } else { StoreError::Statement { why } };
    };
    match code.code() {
        // Serialization failure, deadlock, unique violation of two who inserted the same, lock
        // timeout, and a cached plan whose table was changed by another process.
        "40001" | "40P01" | "23505" | "55P03" | "0A000" => StoreError::Collision { why },
        "53100" => StoreError::DiskFull,
        "25006" => StoreError::ReadOnly { why },
        "57P01" | "57P02" | "57P03" => StoreError::Lost { why },
        class if class.starts_with("08") => StoreError::Lost { why },
        "XX001" | "XX002" => StoreError::Damaged { why },
        _ => StoreError::Statement { why },
    }
}

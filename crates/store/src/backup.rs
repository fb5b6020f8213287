//! Backups: one file for either engine, written while the instance runs.
//!
//! The file is zstd-compressed JSON Lines: a header with the format, the number of the last
//! migration and the columns of each table; one array a row, the table's name first; and a trailer
//! with the number of rows, without which a file counts as cut off. Leases and workers are left
//! out, since they mean nothing elsewhere.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::{Tx, Value, insert_many, places, query_one};

/// The version of the file's own shape.
const FORMAT: u32 = 1;

/// How many rows are read or inserted in one go.
const SLICE: usize = 500;

/// A table, with the columns that are its key first.
struct Table {
    name: &'static str,
    keys: usize,
    columns: &'static [&'static str],
    /// Whether the engine numbers its rows.
    numbered: bool,
}

const fn table(name: &'static str, keys: usize, columns: &'static [&'static str]) -> Table {
    Table { name, keys, columns, numbered: false }
}

const fn numbered(name: &'static str, columns: &'static [&'static str]) -> Table {
    Table { name, keys: 1, columns, numbered: true }
}

/// All tables but that of the workers, those first that others refer to.
const TABLES: [Table; 15] = [
    table("counters", 1, &["name", "value"]),
    numbered("users", &["id", "name", "name_folded", "role", "password_hash", "created_at"]),
    table("sessions", 1, &["token_hash", "user_id", "csrf", "created_at", "expires_at", "browser"]),
    table("secrets", 1, &["name", "value"]),
    numbered("outlets", &["id", "key", "name", "home"]),
    numbered(
        "feeds",
        &[
            "id",
            "url",
            "title",
            "site_url",
            "format",
            "host",
            "bucket",
            "full_text",
            "created_at",
            "status",
            "etag",
            "last_modified",
            "body_hash",
            "final_url",
            "moved_to",
            "moved_seen",
            "moved_since",
            "errors",
            "failing_since",
            "last_error",
            "last_warning",
            "last_result",
            "polled_at",
            "changed_at",
            "next_poll_at",
            "interval_seconds",
        ],
    ),
    table("subscriptions", 2, &["user_id", "feed_id", "title", "folder", "created_at"]),
    table(
        "articles",
        1,
        &[
            "id",
            "bucket",
            "host",
            "address",
            "canonical",
            "title",
            "words",
            "text_source",
            "text_feed",
            "text_since",
            "bytes",
            "page",
            "page_problem",
            "page_read_at",
            "byline",
            "dateline",
            "language",
            "image",
            "first_appeared",
            "paywalled",
            "no_archive",
            "outlet_id",
            "published",
            "updated",
            "seen_at",
            "placed_at",
            "revisions",
        ],
    ),
    table("article_texts", 1, &["article_id", "html", "text"]),
    table("article_addresses", 1, &["key", "article_id"]),
    numbered("revisions", &["id", "article_id", "title", "text", "from_at", "until_at"]),
    table("article_states", 2, &["user_id", "article_id", "read_at", "starred_at"]),
    table(
        "entries",
        1,
        &[
            "id",
            "feed_id",
            "article_id",
            "bucket",
            "key",
            "guid",
            "address",
            "title",
            "authors",
            "tags",
            "enclosures",
            "published",
            "updated",
            "seen_at",
            "content_hash",
            "html",
        ],
    ),
    table("forgotten_entries", 2, &["feed_id", "key"]),
    numbered(
        "jobs",
        &["id", "kind", "article_id", "host", "bucket", "due_at", "attempts", "last_error"],
    ),
];

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
}

#[derive(Serialize, Deserialize)]
struct Header {
    dateline_backup: u32,
    schema: i64,
    tables: Vec<(String, Vec<String>)>,
}

#[derive(Serialize, Deserialize)]
struct Trailer {
    rows: HashMap<String, u64>,
}

fn to_json(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(number),
        Value::Real(number) => serde_json::json!({ "real": number.to_string() }),
        Value::Text(text) => Json::String(text),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            serde_json::json!({ "hex": hex })
        }
    }
}

fn from_json(value: &Json) -> Option<Value> {
    match value {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::from(text)),
        Json::Object(fields) => {
            if let Some(real) = fields.get("real") {
                return real.as_str()?.parse().ok().map(Value::Real);
            }
            let hex = fields.get("hex")?.as_str()?.as_bytes();
            let pairs = hex
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
            pairs.collect::<Option<Vec<u8>>>().map(Value::Bytes)
        }
        Json::Bool(_) | Json::Array(_) => None,
    }
}

/// Calls `each` with every row of a table, in the order of its key.
fn each_row(
    tx: &mut dyn Tx,
    table: &Table,
    mut each: impl FnMut(Vec<Value>) -> Result<()>,
) -> Result<()> {
    let columns = table.columns.join(", ");
    let keys = table.columns.get(..table.keys).unwrap_or_default().join(", ");
    let mut last: Vec<Value> = Vec::new();
    loop {
        let after = if last.is_empty() {
            String::new()
        } else {
            format!("WHERE ({keys}) > ({})", places(1, table.keys))
        };
        let name = table.name;
        let sql = format!("SELECT {columns} FROM {name} {after} ORDER BY {keys} LIMIT {SLICE}");
        let rows = tx.query(&sql, &last)?;
        let count = rows.len();
        for row in rows {
            let values = row.rest();
            last = values.iter().take(table.keys).cloned().collect();
            each(values)?;
        }
        if count < SLICE {
            return Ok(());
        }
    }
}

fn write_backup(tx: &mut dyn Tx, target: &Path, part: &Path) -> Result<u64> {
    let failed = |error: std::io::Error| StoreError::file(target, "written", &error);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        // A backup holds secrets and the hashes of passwords.
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(part).map_err(failed)?;
    let encoder = zstd::stream::write::Encoder::new(file, 3).map_err(failed)?;
    let mut out = BufWriter::with_capacity(64 << 10, encoder);
    let named = |table: &Table| {
        let columns = table.columns.iter().map(|column| (*column).to_owned());
        (table.name.to_owned(), columns.collect())
    };
    let header = Header {
        dateline_backup: FORMAT,
        schema: tx.schema_number()?,
        tables: TABLES.iter().map(named).collect(),
    };
    write_line(&mut out, &header).map_err(failed)?;
    let mut rows = HashMap::new();
    for table in TABLES.iter() {
        let mut count = 0_u64;
        each_row(tx, table, |values| {
            let mut line = vec![Json::from(table.name)];
            line.extend(values.into_iter().map(to_json));
            count += 1;
            write_line(&mut out, &line).map_err(failed)
        })?;
        rows.insert(table.name.to_owned(), count);
    }
    let total = rows.values().sum();
    write_line(&mut out, &Trailer { rows }).map_err(failed)?;
    let encoder = out.into_inner().map_err(|error| failed(error.into_error()))?;
    let file = encoder.finish().map_err(failed)?;
    file.sync_all().map_err(failed)?;
    Ok(total)
}

fn write_line<T: Serialize>(out: &mut impl Write, line: &T) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Puts the finished file in its place, so that a broken-off backup never looks like one.
fn put_in_place(part: &Path, target: &Path) -> Result<u64> {
    let failed = |error: std::io::Error| StoreError::file(target, "written", &error);
    std::fs::rename(part, target).map_err(failed)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    std::fs::metadata(target).map(|metadata| metadata.len()).map_err(failed)
}

struct Source {
    path: PathBuf,
    lines: std::io::Lines<BufReader<zstd::stream::read::Decoder<'static, BufReader<File>>>>,
}

impl Source {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| StoreError::file(path, "opened", &error))?;
        let decoder = zstd::stream::read::Decoder::new(file)
            .map_err(|error| StoreError::file(path, "opened", &error))?;
        Ok(Self { path: path.to_owned(), lines: BufReader::new(decoder).lines() })
    }

    fn bad(&self, why: impl Into<String>) -> StoreError {
        StoreError::Backup { path: self.path.clone(), why: why.into() }
    }

    /// The next line; its absence means that the file was cut off.
    fn line(&mut self) -> Result<String> {
        match self.lines.next() {
            Some(Ok(line)) => Ok(line),
            None => Err(self.bad("it is cut off")),
            Some(Err(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Err(self.bad("it is cut off"))
            }
            Some(Err(error)) => Err(self.bad(format!("it cannot be unpacked: {error}"))),
        }
    }
}

fn read_header(tx: &mut dyn Tx, source: &mut Source) -> Result<Header> {
    let line = source.line()?;
    let header: Header =
        serde_json::from_str(&line).map_err(|_| source.bad("it was not written by Dateline"))?;
    let known = tx.schema_number()?;
    if header.dateline_backup > FORMAT || header.schema > known {
        return Err(StoreError::Newer { found: header.schema, known });
    }
    for (name, columns) in &header.tables {
        let table = TABLES.iter().find(|table| table.name == name);
        let fits = table.is_some_and(|table| {
            columns.iter().all(|column| table.columns.contains(&column.as_str()))
        });
        if !fits {
            return Err(source.bad(format!("its table “{name}” is not known")));
        }
    }
    Ok(header)
}

/// What a new store holds by itself is no content.
fn refuse_unless_empty(tx: &mut dyn Tx) -> Result<()> {
    let sql = "SELECT (SELECT count(*) FROM feeds) + (SELECT count(*) FROM articles) \
        + (SELECT count(*) FROM users WHERE id <> 1 OR password_hash IS NOT NULL)";
    if query_one(tx, sql, &[])?.int()? > 0 {
        return Err(StoreError::NotEmpty);
    }
    for table in ["outlets", "secrets", "sessions", "users", "counters"] {
        tx.execute(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}

fn read_backup(tx: &mut dyn Tx, path: &Path) -> Result<u64> {
    let mut source = Source::open(path)?;
    let header = read_header(tx, &mut source)?;
    refuse_unless_empty(tx)?;
    let mut counted: HashMap<String, u64> = HashMap::new();
    let mut waiting: (String, Vec<Vec<Value>>) = (String::new(), Vec::new());
    let trailer: Trailer = loop {
        let line = source.line()?;
        if !line.starts_with('[') {
            break serde_json::from_str(&line)
                .map_err(|_| source.bad("it holds a line that is not a row"))?;
        }
        let (name, row) = parse_row(&source, &header, &line)?;
        *counted.entry(name.clone()).or_default() += 1;
        if waiting.0 != name || waiting.1.len() >= SLICE {
            insert_rows(tx, &header, &waiting.0, std::mem::take(&mut waiting.1))?;
            waiting.0 = name;
        }
        waiting.1.push(row);
    };
    insert_rows(tx, &header, &waiting.0, waiting.1)?;
    for (name, rows) in &trailer.rows {
        let found = counted.get(name).copied().unwrap_or_default();
        if found != *rows {
            return Err(source.bad(format!("{found} of {rows} rows of “{name}” are in it")));
        }
    }
    for table in TABLES.iter().filter(|table| table.numbered) {
        tx.resume_ids(table.name)?;
    }
    Ok(counted.values().sum())
}

fn parse_row(source: &Source, header: &Header, line: &str) -> Result<(String, Vec<Value>)> {
    let bad = || source.bad("it holds a row that cannot be read");
    let row: Vec<Json> = serde_json::from_str(line).map_err(|_| bad())?;
    let mut fields = row.iter();
    let name = fields.next().and_then(Json::as_str).ok_or_else(bad)?;
    let columns = header.tables.iter().find(|(table, _)| table == name);
    let (_, columns) = columns.ok_or_else(bad)?;
    let values = fields.map(from_json).collect::<Option<Vec<Value>>>().ok_or_else(bad)?;
    if values.len() != columns.len() {
        return Err(bad());
    }
    Ok((name.to_owned(), values))
}

fn insert_rows(tx: &mut dyn Tx, header: &Header, name: &str, rows: Vec<Vec<Value>>) -> Result<()> {
    let Some((_, columns)) = header.tables.iter().find(|(table, _)| table == name) else {
        return Ok(());
    };
    let head = format!("INSERT INTO {name} ({})", columns.join(", "));
    insert_many(tx, &head, "", rows).map(|_| ())
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
    /// [`StoreError::NotEmpty`] unless the store is new, [`StoreError::Newer`] for the backup of a
    /// newer Dateline, [`StoreError::Backup`] for a file that is cut off or no backup.
    pub async fn restore(&self, source: &Path) -> Result<RestoreReport> {
        let source = source.to_owned();
        self.write(move |tx| Ok(RestoreReport { rows: read_backup(tx, &source)? })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_the_way_through_json() {
        for value in [
            Value::Null,
            Value::Int(i64::MIN),
            Value::Real(0.1),
            Value::Text("„Zitat“\n".to_owned()),
            Value::Bytes(vec![0, 255, 16]),
        ] {
            assert_eq!(from_json(&to_json(value.clone())), Some(value));
        }
    }
}

//! Reading a backup into an empty store.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::lines::{FORMAT, Header, Trailer, from_json};
use super::tables::{COLUMNS_LEFT_OUT, LEFT_OUT, TABLES};
use super::{RestoreReport, SLICE};
use crate::error::{Result, StoreError};
use crate::tx::{Tx, Value, insert_many, query_one};
use crate::{searches, stories, unread};

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
    let read = header.tables.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
    for (name, columns) in read {
        let table = TABLES.iter().find(|table| table.name == name);
        let fits = table.is_some_and(|table| {
            columns
                .iter()
                .all(|column| table.columns.contains(&column.as_str()) || is_left_out(name, column))
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
    Ok(())
}

/// Makes room for every row of a backup: any that a store without content holds, such as rules for
/// sites, would be in the way of one with the same key.
fn clear(tx: &mut dyn Tx) -> Result<()> {
    tx.execute("DELETE FROM sessions", &[])?;
    // Those that refer to others go first.
    for table in TABLES.iter().rev() {
        tx.execute(&format!("DELETE FROM {}", table.name), &[])?;
    }
    Ok(())
}

pub(super) fn read_backup(tx: &mut dyn Tx, path: &Path) -> Result<RestoreReport> {
    let mut source = Source::open(path)?;
    let header = read_header(tx, &mut source)?;
    refuse_unless_empty(tx)?;
    clear(tx)?;
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
    stories::after_restore(tx, header.schema)?;
    let held_alerts = searches::after_restore(tx)?;
    unread::recount(tx)?;
    Ok(RestoreReport { rows: counted.values().sum(), held_alerts })
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

fn is_left_out(table: &str, column: &str) -> bool {
    COLUMNS_LEFT_OUT.contains(&(table, column))
}

fn insert_rows(tx: &mut dyn Tx, header: &Header, name: &str, rows: Vec<Vec<Value>>) -> Result<()> {
    let Some((_, columns)) = header.tables.iter().find(|(table, _)| table == name) else {
        return Ok(());
    };
    if LEFT_OUT.contains(&name) {
        return Ok(());
    }
    let kept: Vec<bool> = columns.iter().map(|column| !is_left_out(name, column)).collect();
    let without = |row: Vec<Value>| {
        row.into_iter().zip(&kept).filter_map(|(value, kept)| kept.then_some(value)).collect()
    };
    let columns: Vec<&str> =
        columns.iter().map(String::as_str).filter(|column| !is_left_out(name, column)).collect();
    let head = format!("INSERT INTO {name} ({})", columns.join(", "));
    insert_many(tx, &head, "", rows.into_iter().map(without).collect()).map(|_| ())
}

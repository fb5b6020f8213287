//! Writing a backup.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Value as Json;

use super::SLICE;
use super::lines::{FORMAT, Header, Trailer, to_json};
use super::tables::{TABLES, Table};
use crate::error::{Result, StoreError};
use crate::tx::{Tx, Value, places};

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

pub(super) fn write_backup(tx: &mut dyn Tx, target: &Path, part: &Path) -> Result<u64> {
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
pub(super) fn put_in_place(part: &Path, target: &Path) -> Result<u64> {
    let failed = |error: std::io::Error| StoreError::file(target, "written", &error);
    std::fs::rename(part, target).map_err(failed)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    std::fs::metadata(target).map(|metadata| metadata.len()).map_err(failed)
}

//! `dateline backup`: a copy of the store, also while an instance runs on it.

use std::path::Path;

use anyhow::Result;
use clap::{Arg, Command};
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::{Ended, WrongUsage};
use crate::{output, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Copy everything into one file, also while Dateline runs")
        .arg(Arg::new("file").value_name("FILE").required(true).help("The file to make"))
        .arg(flags::json())
        .after_help(
            "Example:\n  dateline backup dateline-backup.db\n\n“dateline restore” reads it back, into SQLite or PostgreSQL.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let file = arguments.text("file").unwrap_or_default();
    if Path::new(file).exists() {
        // The only good backup may be the one that would be overwritten.
        return Err(WrongUsage(format!("{file} is there already; choose another name")).into());
    }
    let report = wiring::with_store_to_read(&settings, async |store| {
        Ok(store.backup(Path::new(file)).await?)
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"file": file, "rows": report.rows, "bytes": report.bytes}))?;
    } else {
        output::text(&format!("Wrote {file} ({}).\n", terminal::bytes(report.bytes)))?;
    }
    Ok(Ended::Well)
}

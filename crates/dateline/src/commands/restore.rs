//! `dateline restore`: fills an empty store from a backup.

use std::path::Path;

use anyhow::Result;
use clap::{Arg, Command};
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::{Ended, WrongUsage};
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Fill an empty store from a backup")
        .arg(Arg::new("file").value_name("FILE").required(true).help("The backup"))
        .arg(flags::json())
        .after_help(
            "Example:\n  dateline restore dateline-backup.db --data /srv/dateline\n\nA store that holds anything already is left as it is. Alerts that waited when the backup was made are held back: the page “Alerts” can send them.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let file = arguments.text("file").unwrap_or_default();
    if !Path::new(file).is_file() {
        return Err(WrongUsage(format!("there is no file {file}")).into());
    }
    let report =
        wiring::with_store(&settings, async |store| Ok(store.restore(Path::new(file)).await?))
            .await?;
    if arguments.is_set("json") {
        output::json(
            &json!({"file": file, "rows": report.rows, "held_alerts": report.held_alerts}),
        )?;
    } else {
        let rows = output::count(report.rows, "row", "rows");
        output::text(&format!("Restored {rows} from {file}.\n"))?;
        if report.held_alerts > 0 {
            let alerts = output::count(report.held_alerts, "alert", "alerts");
            output::text(&format!(
                "Held back {alerts} that waited when the backup was made; the page “Alerts” can send them.\n"
            ))?;
        }
    }
    Ok(Ended::Well)
}

//! `dateline export`: writes the subscriptions as an OPML file.

use anyhow::{Context, Result};
use clap::{Arg, Command};

use super::Invocation;
use crate::failure::Ended;
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Write your feeds as an OPML file, which other readers can import")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .default_value("-")
                .hide_default_value(true)
                .help("The file to write; standard output without one"),
        )
        .after_help("Examples:\n  dateline export subscriptions.opml\n  dateline export | less")
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let opml = wiring::with_desk_to_read(&settings, async |desk| {
        let user = wiring::user(desk.store(), &settings).await?;
        Ok(desk.export(user.id).await?)
    })
    .await?;
    match arguments.text("file") {
        None | Some("-") => output::text(&opml)?,
        Some(file) => {
            std::fs::write(file, opml).with_context(|| format!("{file} cannot be written"))?;
        }
    }
    Ok(Ended::Well)
}

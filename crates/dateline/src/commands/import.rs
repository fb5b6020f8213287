//! `dateline import`: subscribes to the feeds of an OPML file.

use anyhow::{Context, Result};
use clap::{Arg, Command};
use dateline_desk::ImportReport;

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::{output, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Follow the feeds of an OPML file, as other readers export it")
        .arg(
            Arg::new("source")
                .value_name("FILE or URL")
                .required(true)
                .help("A file, the address of one (http:// or https://), or - for standard input"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline import subscriptions.opml\n  dateline import https://reader.example/opml\n\nThe feeds are due to be polled then: by “dateline serve”, or by “dateline poll”.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let source = arguments.text("source").unwrap_or_default();
    let is_address = source.starts_with("http://") || source.starts_with("https://");
    let bytes = if is_address { Vec::new() } else { read(source)? };
    let report = wiring::with_desk(&settings, async |desk| {
        let user = wiring::user(desk.store(), &settings).await?;
        Ok(if is_address {
            desk.import_from(user.id, source).await?
        } else {
            desk.import(user.id, &bytes).await?
        })
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&report)?;
    } else {
        output::text(&summary(&report))?;
    }
    Ok(Ended::Well)
}

fn read(source: &str) -> Result<Vec<u8>> {
    if source == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes)
            .context("standard input cannot be read")?;
        return Ok(bytes);
    }
    std::fs::read(source).with_context(|| format!("{source} cannot be read"))
}

fn summary(report: &ImportReport) -> String {
    let mut text = format!("Added {}", output::count(report.added, "feed", "feeds"));
    if report.already > 0 {
        text.push_str(&format!("; {} among yours already", report.already));
    }
    text.push_str(".\n");
    for warning in &report.warnings {
        text.push_str(&format!("  {}\n", terminal::plain(warning)));
    }
    for skipped in &report.skipped {
        let (title, why) = (terminal::plain(&skipped.title), terminal::plain(&skipped.why));
        text.push_str(&format!("  left out “{title}”: {why}\n"));
    }
    text
}

//! `dateline reindex`: the search index is made anew, while it answers.

use anyhow::Result;
use clap::Command;
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::progress::Meter;
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Make the search index anew")
        .arg(flags::quiet())
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline reindex\n\nA newspaper that runs meanwhile does the work and goes on answering. An index of another version is made anew by itself.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let quiet = arguments.is_set("quiet") || arguments.is_set("json");
    let (notes, here) = wiring::with_desk(&settings, async |desk| {
        let notes = desk.reindex().await?;
        let meter = Meter::new(quiet);
        let tell = |left: u64| meter.show("articles indexed", notes.saturating_sub(left), notes);
        if desk.follow_store(tell).await? {
            return Ok((notes, true));
        }
        // The newspaper that runs does it; this only watches.
        loop {
            let left = desk.store().pending_search().await?;
            tell(left);
            if left == 0 {
                return Ok((notes, false));
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({ "articles": notes, "here": here }))?;
    } else {
        let articles = output::count(notes, "article", "articles");
        let who = if here { "" } else { ", by the newspaper that runs" };
        output::text(&format!("{articles} indexed{who}.\n"))?;
    }
    Ok(Ended::Well)
}

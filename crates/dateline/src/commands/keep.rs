//! `dateline keep`: what the retention settings would remove, or the removal itself.

use anyhow::Result;
use clap::{Arg, ArgAction, Command};
use dateline_model::RetentionPreview;
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::{output, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Show what the retention settings would remove; remove it with --apply")
        .arg(
            Arg::new("apply")
                .long("apply")
                .action(ArgAction::SetTrue)
                .help("Remove it now instead of only showing it"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline keep --keep-days 90\n  dateline keep --keep-megabytes 2000 --apply\n\nStarred articles are always kept. Without keep.days and keep.megabytes nothing is removed.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let limited = settings.keep_days.is_some() || settings.keep_megabytes.is_some();
    let apply = arguments.is_set("apply");
    let preview = wiring::with_desk(&settings, async |desk| {
        Ok(if apply { desk.keep_apply().await? } else { desk.keep_preview().await? })
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"applied": apply, "limited": limited, "removed": preview}))?;
    } else if limited {
        output::text(&summary(&preview, apply))?;
    } else {
        output::text("Neither keep.days nor keep.megabytes is set: everything is kept.\n")?;
    }
    Ok(Ended::Well)
}

fn summary(preview: &RetentionPreview, applied: bool) -> String {
    let mut text = format!(
        "{} {} with {} ({} of text)",
        if applied { "Removed" } else { "Would remove" },
        output::count(preview.articles, "article", "articles"),
        output::count(preview.entries, "entry", "entries"),
        terminal::bytes(preview.bytes),
    );
    if let Some(newest) = preview.newest {
        text.push_str(&format!(", first seen up to {}", newest.strftime("%-d %b %Y %H:%M UTC")));
    }
    if preview.kept_starred > 0 {
        let kept = output::count(preview.kept_starred, "starred article", "starred articles");
        text.push_str(&format!("; {kept} kept"));
    }
    text.push_str(".\n");
    text
}

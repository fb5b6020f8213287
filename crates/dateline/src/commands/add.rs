//! `dateline add`: subscribes to a feed, or to one that a page names.

use anyhow::Result;
use clap::{Arg, Command};
use dateline_desk::Added;
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::{output, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Follow a feed, by its address or that of its site")
        .arg(Arg::new("url").value_name("URL").required(true).help("The feed, or a page of its site"))
        .arg(
            Arg::new("folder")
                .long("folder")
                .value_name("FOLDER")
                .default_value("")
                .hide_default_value(true)
                .help("The folder to put it in, such as News/Local"),
        )
        .arg(Arg::new("title").long("title").value_name("TITLE").help("Your own title for it"))
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline add https://news.example/feed.xml\n  dateline add news.example --folder News\n\nA site that names several feeds lists them and changes nothing; add one of them then.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let typed = arguments.text("url").unwrap_or_default();
    let folder = arguments.text("folder").unwrap_or_default();
    let added = wiring::with_desk(&settings, async |desk| {
        let user = wiring::user(desk.store(), &settings).await?;
        Ok(desk.add(user.id, typed, folder, arguments.text("title")).await?)
    })
    .await?;
    let as_json = arguments.is_set("json");
    match added {
        Added::Subscribed { feed, url, title, new, entries } => {
            if as_json {
                output::json(&json!({
                    "feed": feed, "url": url, "title": title, "new": new, "entries": entries,
                }))?;
            } else {
                let title = terminal::plain(&title);
                let count = output::count(entries.into(), "entry", "entries");
                output::text(&if new {
                    format!("Added “{title}” (feed {feed}) with {count}.\n")
                } else {
                    format!("“{title}” (feed {feed}) is among your feeds already.\n")
                })?;
            }
            Ok(Ended::Well)
        }
        Added::Choice(found) => {
            if as_json {
                let found: Vec<_> = found
                    .iter()
                    .map(|f| json!({"url": f.url, "title": f.title, "kind": f.kind}))
                    .collect();
                output::json(&json!({"choice": found}))?;
            } else {
                let mut text = "The page names several feeds. Add one of them:\n".to_owned();
                for feed in &found {
                    let title = feed.title.as_deref().map(terminal::plain).unwrap_or_default();
                    text.push_str(&format!(
                        "  {}  {title} ({})\n",
                        terminal::plain(&feed.url),
                        terminal::plain(&feed.kind)
                    ));
                }
                output::text(&text)?;
            }
            Ok(Ended::WithProblems)
        }
    }
}

//! `dateline feeds`: the subscriptions and how they fare; one of them with all about it.

mod one;

use anyhow::Result;
use clap::{Arg, Command};
use dateline_model::{FeedOverview, FeedStatus, address};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::terminal::{self, Page};
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("List your feeds and what their last polls said, or show one and change it")
        .arg(
            Arg::new("feed")
                .value_name("FEED")
                .help("A feed by its number, its address or a part of its title"),
        )
        .arg(
            Arg::new("address")
                .long("address")
                .value_name("URL")
                .requires("feed")
                .help("Give the feed this address; what it holds stays"),
        )
        .arg(
            Arg::new("rule")
                .long("rule")
                .value_name("RULE")
                .requires("feed")
                .help("Read its page by this rule, as “add” takes it"),
        )
        .arg(
            Arg::new("every")
                .long("every")
                .value_name("TIME")
                .requires("feed")
                .help("Poll it at this interval, such as 30m, 2h or 1d; “auto” leaves it to what it brings"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline feeds\n  dateline feeds --json\n  dateline feeds 7\n  dateline feeds 7 --every 2h\n  dateline feeds 7 --rule 'item=li.story,title=h2'\n  dateline feeds 7 --address https://news.example/new.xml",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    if let Some(feed) = arguments.text("feed") {
        return one::run(&settings, &arguments, feed).await;
    }
    let feeds = wiring::with_store_to_read(&settings, async |store| {
        let user = wiring::user(store, &settings).await?;
        Ok(store.overview(user.id).await?)
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"feeds": feeds.iter().map(as_json).collect::<Vec<_>>()}))?;
    } else {
        output::text(&list(&feeds, Page::of_stdout(), settings.clock.now()))?;
    }
    Ok(Ended::Well)
}

fn as_json(overview: &FeedOverview) -> Value {
    let FeedOverview { feed, subscription, .. } = overview;
    let polling = &feed.polling;
    json!({
        "id": feed.id,
        "title": overview.title(),
        "url": address::without_login(&feed.url),
        "site": feed.site_url,
        "folder": subscription.folder,
        "format": feed.format,
        "full_text": feed.full_text,
        "entries": overview.entries,
        "unread": overview.unread,
        "failed_reads": overview.failed_reads,
        "status": polling.status,
        "last_result": polling.last_result,
        "last_error": polling.last_error,
        "last_warning": polling.last_warning,
        "errors": polling.errors,
        "polled_at": polling.polled_at,
        "changed_at": polling.changed_at,
        "next_poll_at": polling.next_poll_at,
        "next_poll_why": polling.interval_reason,
        "host_paused_until": polling.host_paused_until,
        "pushed_until": polling.pushed_until,
        "offered_url": polling.offered_url,
    })
}

fn list(feeds: &[FeedOverview], page: Page, now: Timestamp) -> String {
    if feeds.is_empty() {
        return "No feeds yet. Add one with “dateline add URL”.\n".to_owned();
    }
    let mut text = String::new();
    let mut folder = "";
    for overview in feeds {
        if overview.subscription.folder != folder {
            folder = &overview.subscription.folder;
            text.push_str(&format!("\n{}\n", page.bold(&terminal::plain(folder))));
        }
        text.push_str(&item(overview, page, now));
    }
    text
}

fn item(overview: &FeedOverview, page: Page, now: Timestamp) -> String {
    let polling = &overview.feed.polling;
    let numbers = format!("{:>4}  ", overview.feed.id);
    let title = terminal::cut(&terminal::plain(overview.title()), page.width.saturating_sub(24));
    let entries = output::count(overview.entries, "entry", "entries");
    let polled = polling.polled_at.map_or("never".to_owned(), |at| terminal::ago(at, now));
    let said = polling.last_error.as_deref().or(polling.last_result.as_deref());
    let said = terminal::plain(said.unwrap_or("not polled yet"));
    let status = match polling.status {
        FeedStatus::New | FeedStatus::Fine => String::new(),
        status => format!("{}: ", status.as_str()),
    };
    let mut lines = format!("{numbers}{title} {}\n", page.dim(&format!("({entries})")));
    for line in terminal::wrap(&format!("{status}{said}, {polled}"), page.width.saturating_sub(6)) {
        lines.push_str(&format!("      {}\n", page.dim(&line)));
    }
    let paused = polling.host_paused_until.filter(|until| *until > now);
    let notes = [
        paused.map(|until| {
            let until = until.strftime("%Y-%m-%d %H:%M UTC");
            format!("waits because its host asked for a pause until {until}")
        }),
        polling.offered_url.as_deref().map(|url| {
            format!("a page is there instead, which names this feed: {}", terminal::plain(url))
        }),
    ];
    for line in notes.iter().flatten() {
        for line in terminal::wrap(line, page.width.saturating_sub(6)) {
            lines.push_str(&format!("      {}\n", page.dim(&line)));
        }
    }
    if let Some(warning) = &polling.last_warning {
        let odd = format!("odd: {}", terminal::plain(warning));
        lines.push_str(&format!(
            "      {}\n",
            page.dim(&terminal::cut(&odd, page.width.saturating_sub(6)))
        ));
    }
    if overview.failed_reads > 0 {
        let pages = output::count(overview.failed_reads, "page", "pages");
        let line = format!("{pages} could not be read: see “dateline jobs”");
        lines.push_str(&format!("      {}\n", page.dim(&line)));
    }
    lines
}

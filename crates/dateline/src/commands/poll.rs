//! `dateline poll`: polls feeds now and reads the pages of what they brought.

use anyhow::Result;
use clap::{Arg, ArgAction, Command};
use dateline_desk::{Desk, PollAsk, PollReport, Progress};
use dateline_model::{FeedId, UserId};

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::Ended;
use crate::progress::Meter;
use crate::settings::Settings;
use crate::{feed_choice, output, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Poll feeds now, and read the articles they bring")
        .arg(
            Arg::new("feed")
                .value_name("FEED")
                .num_args(0..)
                .help("A feed by number, address or part of its title; all of them without one"),
        )
        .arg(
            Arg::new("feeds-only")
                .long("feeds-only")
                .action(ArgAction::SetTrue)
                .help("Leave the pages of the articles to a later poll or to “serve”"),
        )
        .arg(
            Arg::new("fresh")
                .long("fresh")
                .action(ArgAction::SetTrue)
                .help("Ask for the whole feed even if it has not changed; once in five minutes"),
        )
        .arg(flags::json())
        .arg(flags::quiet())
        .after_help(
            "Examples:\n  dateline poll\n  dateline poll 12 \"Harbour News\"\n  dateline poll --feeds-only --json\n\nEnds with 0 also where feeds failed: what became of each is the report.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let report = wiring::with_desk(&settings, async |desk| {
        let feeds = asked_for(desk, &settings, &arguments).await?;
        let ask = PollAsk {
            feeds,
            feeds_only: arguments.is_set("feeds-only"),
            fresh: arguments.is_set("fresh"),
        };
        let quiet = arguments.is_set("json") || arguments.is_set("quiet");
        poll(desk, ask, quiet).await
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&report)?;
    } else {
        output::text(&summary(&report))?;
    }
    Ok(Ended::Well)
}

/// Polls with a meter, and gives the articles that came their stories.
///
/// # Errors
/// When the store fails; feeds that fail are in the report.
pub async fn poll(desk: &Desk, ask: PollAsk, quiet: bool) -> Result<PollReport> {
    let meter = Meter::new(quiet);
    let feeds_only = ask.feeds_only;
    let report = desk
        .poll(ask, &|progress| match progress {
            Progress::Feeds { done, of } => meter.show("feeds polled", done, of),
            Progress::Pages { done, of } => meter.show("articles read", done, of),
        })
        .await?;
    if !feeds_only {
        desk.form_stories().await?;
    }
    Ok(report)
}

async fn asked_for(
    desk: &Desk,
    settings: &Settings,
    arguments: &Arguments,
) -> Result<Option<Vec<FeedId>>> {
    let words = arguments.texts("feed");
    if words.is_empty() && settings.user.is_none() {
        return Ok(None);
    }
    let user: UserId = wiring::user(desk.store(), settings).await?.id;
    if words.is_empty() {
        return Ok(Some(desk.store().all_feed_ids(Some(user)).await?));
    }
    let feeds = desk.store().overview(user).await?;
    Ok(Some(feed_choice::choose(&words, &feeds)?))
}

fn summary(report: &PollReport) -> String {
    let mut text = format!(
        "Polled {} in {:.1} s: {}, {} read",
        output::count(report.feeds, "feed", "feeds"),
        report.seconds,
        output::count(report.new_entries, "new entry", "new entries"),
        output::count(report.pages_read, "page", "pages"),
    );
    if report.pages_failed > 0 {
        text.push_str(&format!(", {} could not be read", report.pages_failed));
    }
    text.push_str(".\n");
    if report.too_soon > 0 {
        text.push_str(&format!(
            "{} polled less than five minutes ago, so only asked what is new.\n",
            output::count(report.too_soon, "feed was", "feeds were")
        ));
    }
    if report.failed > 0 {
        text.push_str(&format!("{} failed:\n", output::count(report.failed, "feed", "feeds")));
    }
    for outcome in report.outcomes.iter().filter(|outcome| outcome.failed) {
        let name = outcome.title.as_deref().unwrap_or(&outcome.url);
        text.push_str(&format!(
            "  {} ({}): {}\n",
            terminal::plain(name),
            outcome.feed,
            terminal::plain(&outcome.result)
        ));
    }
    text
}

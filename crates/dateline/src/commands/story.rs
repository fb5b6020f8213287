//! `dateline story`: one event with all its coverage.

use anyhow::{Result, bail};
use clap::{Arg, Command, value_parser};
use dateline_model::{StoryEvent, StoryId, StoryMember, StoryPage};
use jiff::Timestamp;
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::terminal::{self, Page};
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Show a story: its articles, with copies folded, and how it came about")
        .arg(
            Arg::new("id")
                .value_name("ID")
                .required(true)
                .value_parser(value_parser!(i64).range(1..))
                .help("Its number, as “front” shows it"),
        )
        .arg(flags::json())
        .after_help("Examples:\n  dateline story 17\n  dateline story 17 --json")
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let id = arguments.0.get_one::<i64>("id").copied().unwrap_or_default();
    let found = wiring::with_store_to_read(&settings, async |store| {
        let user = wiring::user(store, &settings).await?;
        Ok(store.story(user.id, StoryId(id)).await?)
    })
    .await?;
    let Some(story) = found else {
        bail!("there is no story {id} among the feeds of this user");
    };
    let now = settings.clock.now();
    if arguments.is_set("json") {
        let why = dateline_store::why(&story.card, now);
        output::json(&json!({"story": story, "why": why}))?;
    } else {
        output::text(&page(&story, Page::of_stdout(), now))?;
    }
    Ok(Ended::Well)
}

fn page(story: &StoryPage, page: Page, now: Timestamp) -> String {
    let mut text = String::new();
    for line in terminal::wrap(&terminal::plain(&story.card.title), page.width) {
        text.push_str(&format!("{}\n", page.bold(&line)));
    }
    let size = format!(
        "story {} · {} · {}",
        story.card.id,
        output::count(story.card.articles.into(), "article", "articles"),
        output::count(story.card.copies.into(), "copy", "copies"),
    );
    text.push_str(&format!("{}\n", page.dim(&size)));
    for member in &story.members {
        text.push_str(&format!("\n{}", coverage(member, page, now)));
    }
    text.push_str(&list(
        "Why it stands where it stands",
        &dateline_store::why(&story.card, now),
        page,
    ));
    let log: Vec<String> = story
        .log
        .iter()
        .filter(|line| !matches!(line.event, StoryEvent::Opened))
        .map(|line| {
            let other = line.other.map(|other| format!(" story {other}")).unwrap_or_default();
            let article = line.article.map(|article| format!(" #{article}")).unwrap_or_default();
            let because = terminal::plain(&line.because);
            let because = if because.is_empty() { because } else { format!(": {because}") };
            format!("{}{article}{other}{because}", line.event.as_str())
        })
        .collect();
    text.push_str(&list("How it came about", &log, page));
    let related: Vec<String> = story
        .related
        .iter()
        .map(|related| format!("{} (story {})", terminal::plain(&related.title), related.id))
        .collect();
    text.push_str(&list("Related stories", &related, page));
    text
}

fn coverage(member: &StoryMember, page: Page, now: Timestamp) -> String {
    let line = |article: &dateline_model::ArticleSummary, words: &str| {
        let outlet = article.outlet.as_ref().map(|outlet| terminal::plain(&outlet.name));
        let about = [outlet, Some(terminal::ago(article.placed_at, now))].into_iter().flatten();
        let about: Vec<String> = about.chain([format!("#{}{words}", article.id)]).collect();
        (terminal::plain(&article.title), about.join(" · "))
    };
    let (title, about) = line(&member.article, "");
    let mut text = String::new();
    for part in terminal::wrap(&title, page.width) {
        text.push_str(&format!("{part}\n"));
    }
    text.push_str(&format!("{}\n", page.dim(&about)));
    for copy in &member.copies {
        let words = if copy.link.credited { " · a copy" } else { " · the same text" };
        let (_, about) = line(&copy.article, words);
        text.push_str(&format!("  {}\n", page.dim(&about)));
    }
    text
}

fn list(headline: &str, lines: &[String], page: Page) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", page.bold(headline));
    for line in lines {
        for part in terminal::wrap(line, page.width.saturating_sub(2)) {
            text.push_str(&format!("  {part}\n"));
        }
    }
    text
}

//! `dateline article`: one article, whole.

use anyhow::{Result, bail};
use clap::{Arg, Command, value_parser};
use dateline_model::{Article, ArticleId, PageState};
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
        .about("Show an article")
        .arg(
            Arg::new("id")
                .value_name("ID")
                .required(true)
                .value_parser(value_parser!(i64).range(1..))
                .help("Its number, as “front” shows it"),
        )
        .arg(flags::json())
        .after_help("Examples:\n  dateline article 17\n  dateline article 17 --json")
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let id = arguments.0.get_one::<i64>("id").copied().unwrap_or_default();
    let found = wiring::with_store_to_read(&settings, async |store| {
        let user = wiring::user(store, &settings).await?;
        Ok(store.article(user.id, ArticleId(id)).await?)
    })
    .await?;
    let Some((article, read, starred)) = found else {
        bail!("there is no article {id} among the feeds of this user");
    };
    if arguments.is_set("json") {
        output::json(&json!({"article": article, "read": read, "starred": starred}))?;
    } else {
        output::text(&page(&article, Page::of_stdout(), settings.clock.now()))?;
    }
    Ok(Ended::Well)
}

fn page(article: &Article, page: Page, now: Timestamp) -> String {
    let mut text = String::new();
    for line in terminal::wrap(&terminal::plain(&article.title), page.width) {
        text.push_str(&format!("{}\n", page.bold(&line)));
    }
    for line in about(article, now) {
        for line in terminal::wrap(&line, page.width) {
            text.push_str(&format!("{}\n", page.dim(&line)));
        }
    }
    for block in article.text.split("\n\n").map(terminal::plain).filter(|block| !block.is_empty()) {
        text.push('\n');
        for line in terminal::wrap(&block, page.width) {
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}

fn about(article: &Article, now: Timestamp) -> Vec<String> {
    let outlet = article.outlet.as_ref().map(|outlet| terminal::plain(&outlet.name));
    let when = terminal::ago(article.published.unwrap_or(article.seen_at), now);
    let mut lines = vec![outlet.into_iter().chain([when]).collect::<Vec<_>>().join(" · ")];
    if !article.byline.authors.is_empty() {
        lines.push(format!("By {}", terminal::plain(&article.byline.authors.join(", "))));
    }
    if let Some(origin) = &article.first_appeared {
        lines.push(format!("First appeared in {}", terminal::plain(&origin.outlet)));
    }
    let others: Vec<String> = article
        .byline
        .contributors
        .iter()
        .map(|person| match &person.place {
            Some(place) => format!("{} in {place}", person.name),
            None => person.name.clone(),
        })
        .collect();
    if !others.is_empty() {
        lines.push(format!("With reporting by {}", terminal::plain(&others.join(", "))));
    }
    if let Some(problem) = &article.page_problem {
        // A note on a page that was read is a sentence of its own.
        let told = match article.page {
            PageState::Read => terminal::plain(problem),
            _ => format!("Its page could not be read: {}", terminal::plain(problem)),
        };
        lines.push(told);
    }
    lines.extend(article.address.as_deref().map(terminal::plain));
    lines
}

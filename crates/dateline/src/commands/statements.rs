//! `dateline statements`: who said what in an article or a story.

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, Command};
use dateline_model::{ArticleId, StoryId};
use dateline_statement::Told;
use dateline_statement::story::{Answer, Line, lines};
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
        .about("Show who said what in an article or a story")
        .arg(
            Arg::new("id")
                .value_name("ID")
                .required(true)
                .help("An article's number; “cases” prints what was reported as wrong, for tests"),
        )
        .arg(
            Arg::new("story")
                .long("story")
                .action(ArgAction::SetTrue)
                .help("It is a story's number"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline statements 204\n  dateline statements --story 17 --json\n  \
             dateline statements cases > cases.json",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let id = arguments.text("id").unwrap_or_default().to_owned();
    if id == "cases" {
        let cases = wiring::with_store_to_read(&settings, async |store| {
            Ok(store.statement_cases().await?)
        })
        .await?;
        let cases: Vec<Value> = cases
            .iter()
            .map(|case| {
                json!({
                    "what": case.what, "found": case.found, "why": case.why,
                    "hidden_for_all": case.for_all,
                })
            })
            .collect();
        output::json(&json!(cases))?;
        return Ok(Ended::Well);
    }
    let Ok(number) = id.parse::<i64>() else {
        bail!("“{id}” is no number of an article or a story");
    };
    let is_story = arguments.is_set("story");
    let told = wiring::with_store_to_read(&settings, async |store| {
        let user = wiring::user(store, &settings).await?.id;
        if is_story {
            let story = StoryId(number);
            let known = store.story(user, story).await?.is_some();
            return Ok(if known { Some(store.story_statements(user, story).await?) } else { None });
        }
        let article = ArticleId(number);
        let known = store.article(user, article).await?.is_some();
        Ok(if known { Some(store.article_statements(user, article).await?) } else { None })
    })
    .await?;
    let Some(told) = told else {
        let what = if is_story { "story" } else { "article" };
        bail!("there is no {what} {number} among the feeds of this user");
    };
    let mut lines = lines(told);
    if !is_story {
        lines.retain(|line| line.reports().any(|told| told.article.0 == number));
    }
    if arguments.is_set("json") {
        output::json(&json!(lines.iter().map(whole).collect::<Vec<_>>()))?;
    } else {
        output::text(&page(&lines, Page::of_stdout(), settings.clock.now()))?;
    }
    Ok(Ended::Well)
}

fn one(told: &Told) -> Value {
    json!({
        "id": told.id,
        "article": told.article,
        "outlet": told.outlet.as_ref().map(|outlet| outlet.name.as_str()),
        "url": told.address,
        "act": told.act.name(),
        "kind": told.kind.name(),
        "speaker": told.speaker.as_ref().map(|teller| json!({
            "name": teller.name, "role": teller.role, "person": teller.person,
        })),
        "sentence": told.sentence,
        "words": told.words,
        "as_of": told.as_of.map(|day| day.to_string()),
        "confidence": (f64::from(told.confidence) * 1000.0).round() / 1000.0,
    })
}

fn whole(line: &Line) -> Value {
    let answer = |answer: &Answer| json!({"statement": one(&answer.told), "sure": answer.is_sure});
    json!({
        "statement": one(&line.told),
        "others": line.others.iter().map(one).collect::<Vec<_>>(),
        "answers": line.answers.iter().map(answer).collect::<Vec<_>>(),
    })
}

fn page(lines: &[Line], page: Page, now: Timestamp) -> String {
    if lines.is_empty() {
        return "Nothing was found that is sure enough to be shown.\n".to_owned();
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(&told(&line.told, line.others.len(), true, "", page, now));
        for answer in &line.answers {
            let others = answer.others.len();
            text.push_str(&told(&answer.told, others, answer.is_sure, "    ", page, now));
        }
        text.push('\n');
    }
    text
}

fn told(
    told: &Told,
    others: usize,
    is_sure: bool,
    indent: &str,
    page: Page,
    now: Timestamp,
) -> String {
    let who = match told.speaker.as_ref().filter(|_| is_sure) {
        Some(teller) => match &teller.role {
            Some(role) => format!("{} ({role})", teller.name),
            None => teller.name.clone(),
        },
        None if is_sure => "somebody the text does not name".to_owned(),
        None => "the article also says".to_owned(),
    };
    let act =
        if is_sure { format!(" · {}", told.act.name().replace('_', " ")) } else { String::new() };
    let day = told.as_of.map(|day| format!(" on {day}")).unwrap_or_default();
    let outlet = told.outlet.as_ref().map(|outlet| format!(" · {}", outlet.name));
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    let head = format!(
        "{who}{act}{day}{}{more} · {} · #{}",
        outlet.unwrap_or_default(),
        terminal::ago(told.at, now),
        told.article
    );
    let width = page.width.saturating_sub(indent.len());
    let mut text = String::new();
    for part in terminal::wrap(&terminal::plain(&head), width) {
        text.push_str(&format!("{indent}{}\n", page.dim(&part)));
    }
    for part in terminal::wrap(&terminal::plain(&told.sentence), width) {
        text.push_str(&format!("{indent}{part}\n"));
    }
    text
}

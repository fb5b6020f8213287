//! `dateline search`: the language of the search box, in the terminal.

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, Command, value_parser};
use dateline_desk::query::sentence;
use dateline_desk::{DeskError, Order, Results, SearchAsk};
use dateline_model::ArticleSummary;
use jiff::Timestamp;
use serde_json::json;

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::progress::Meter;
use crate::terminal::{self, Page};
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Search the articles, in the language of the search box")
        .arg(
            Arg::new("words")
                .value_name("WORDS")
                .required(true)
                .num_args(1..)
                .help("What to look for: words, \"phrases\", -not, OR, title:, outlet:, newer:3d and the rest"),
        )
        .arg(
            Arg::new("limit")
                .long("limit")
                .short('n')
                .value_name("N")
                .default_value("20")
                .value_parser(value_parser!(u32).range(1..=500))
                .help("How many articles at the most"),
        )
        .arg(
            Arg::new("best")
                .long("best")
                .action(ArgAction::SetTrue)
                .help("Those that are most about the words first, not the newest"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline search ferry newer:3d\n  dateline search --best '\"bay fever\" vaccine -opinion'\n  dateline search -n 5 --json 'title:minister lang:de'\n\nNo word is an error: what cannot be read as syntax is read as words, and a note says so. After -- everything is a word, also what looks like an option.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let text = arguments.texts("words").join(" ");
    let order = if arguments.is_set("best") { Order::Best } else { Order::Newest };
    let limit = arguments.number("limit").map_or(20, |limit| limit as usize);
    let now = settings.clock.now();
    let as_json = arguments.is_set("json");
    let found = wiring::with_desk_to_read(&settings, async |desk| {
        let user = wiring::user(desk.store(), &settings).await?;
        let all = desk.store().pending_search().await?;
        let meter = Meter::new(as_json);
        // Where no newspaper runs, nobody else tells the index what came.
        let mut most = all;
        let tell = |left: u64| {
            // There is more to do than there seemed where the index is begun anew.
            most = most.max(left);
            if most > 0 {
                meter.show("articles indexed", most.saturating_sub(left), most);
            }
        };
        let followed = desk.follow_store(tell).await;
        drop(meter);
        let ask = SearchAsk { order, limit, ..SearchAsk::newest(&text, limit) };
        let found = match desk.search(user.id, ask.clone()).await {
            // A damaged index is begun anew by whoever writes it, which may be this process.
            Err(DeskError::Search(error)) if error.is_suspicious() => {
                if !desk.follow_store(|_| {}).await? {
                    return Err(error.into());
                }
                desk.search(user.id, ask).await?
            }
            other => other?,
        };
        match (found, followed) {
            (Some(found), Err(error)) => {
                // What was found before is found still.
                tracing::warn!(%error, "what came last may not be found");
                Ok(Some(found))
            }
            (None, Err(error)) => Err(error.into()),
            (found, Ok(_)) => Ok(found),
        }
    })
    .await?;
    let Some(found) = found else {
        bail!("there is no search index yet; “dateline reindex” makes one");
    };
    if as_json {
        output::json(&document(&found))?;
    } else {
        output::text(&page(&found, Page::of_stdout(), now))?;
    }
    Ok(Ended::Well)
}

fn document(found: &Results) -> serde_json::Value {
    json!({
        "query": found.parsed.query.to_string(),
        "sentence": sentence(&found.parsed.query),
        "notes": found.parsed.notes,
        "total": found.total,
        "articles": found.articles,
        "instead": found.instead.as_ref().map(|instead| json!({
            "query": instead.text,
            "said": instead.said,
            "total": instead.total,
        })),
    })
}

fn page(found: &Results, page: Page, now: Timestamp) -> String {
    let said = terminal::plain(&sentence(&found.parsed.query));
    let mut text = String::new();
    for note in &found.parsed.notes {
        text.push_str(&format!("{}\n", page.dim(&terminal::plain(note))));
    }
    if found.total == 0 {
        text.push_str(&format!("No results. Searched for: {said}.\n"));
        if let Some(instead) = &found.instead {
            let total = output::count(instead.total, "result", "results");
            let (change, query) = (terminal::plain(&instead.said), terminal::plain(&instead.text));
            text.push_str(&format!("Nearest: {total} {change}: dateline search '{query}'\n"));
        }
        return text;
    }
    let total = output::count(found.total, "result", "results");
    text.push_str(&format!("{}\n", page.dim(&format!("{total}: {said}"))));
    for article in &found.articles {
        text.push_str(&format!("\n{}", item(article, page, now)));
    }
    text
}

fn item(article: &ArticleSummary, page: Page, now: Timestamp) -> String {
    let mut text = String::new();
    for line in terminal::wrap(&terminal::plain(&article.title), page.width) {
        text.push_str(&format!("{}\n", page.bold(&line)));
    }
    let outlet = article.outlet.as_ref().map(|outlet| terminal::plain(&outlet.name));
    let about = [outlet, Some(terminal::ago(article.placed_at, now))].into_iter().flatten();
    let about: Vec<String> = about.chain([format!("#{}", article.id)]).collect();
    text.push_str(&format!("{}\n", page.dim(&about.join(" · "))));
    text
}

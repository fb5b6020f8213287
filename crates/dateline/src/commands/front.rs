//! `dateline front`: the stories of now, or the newest articles, in the terminal or as JSON.

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, Command, value_parser};
use dateline_model::{
    ArticleSummary, FrontFilter, FrontQuery, StoryCard, StoryFilter, StoryQuery, UserId,
};
use dateline_statement::disputes::beside;
use dateline_store::Store;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::terminal::{self, Page};
use crate::{output, wiring};

/// So much of a text is shown under its headline, in lines.
const EXCERPT_LINES: usize = 3;

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Show the front page: the stories of now, or the newest articles")
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..=100_000))
                .default_value("20")
                .help("How many at the most"),
        )
        .arg(Arg::new("folder").long("folder").value_name("FOLDER").help("Only of this folder"))
        .arg(
            Arg::new("unread")
                .long("unread")
                .action(ArgAction::SetTrue)
                .help("Only what has not been read"),
        )
        .arg(
            Arg::new("articles")
                .long("articles")
                .action(ArgAction::SetTrue)
                .help("Articles, newest first, in place of stories"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline front\n  dateline front --unread --folder News --limit 5\n  dateline front --json --limit 100",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let (stories, articles) = wiring::with_store_to_read(&settings, async |store| {
        let user = wiring::user(store, &settings).await?;
        let mut query = FrontQuery::newest(user.id, arguments.number("limit").unwrap_or(20));
        query.folder = arguments.text("folder").map(str::to_owned);
        if let Some(folder) = &query.folder {
            must_exist(store, user.id, folder).await?;
        }
        if arguments.is_set("unread") {
            query.filter = FrontFilter::Unread;
        }
        let asked = StoryQuery {
            user: user.id,
            folder: query.folder.clone(),
            filter: match query.filter {
                FrontFilter::Unread => StoryFilter::Unread,
                _ => StoryFilter::All,
            },
            after: None,
            limit: query.limit,
        };
        let stories = match arguments.is_set("articles") {
            true => Vec::new(),
            false => store.front_stories(&asked).await?,
        };
        let articles = match arguments.is_set("json") || stories.is_empty() {
            true => store.front(&query).await?,
            false => Vec::new(),
        };
        Ok((stories, articles))
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&document(&stories, &articles))?;
    } else if !stories.is_empty() {
        output::text(&stories_page(&stories, Page::of_stdout(), settings.clock.now()))?;
    } else {
        output::text(&page(&articles, Page::of_stdout(), settings.clock.now()))?;
    }
    Ok(Ended::Well)
}

/// A misspelt folder is told apart from an empty one.
async fn must_exist(store: &Store, user: UserId, folder: &str) -> Result<()> {
    let below = format!("{folder}/");
    let folders = store.folders(user).await?;
    if folders.iter().any(|(name, _)| name == folder || name.starts_with(&below)) {
        return Ok(());
    }
    let names: Vec<&str> = folders.iter().map(|(name, _)| name.as_str()).collect();
    bail!("there is no folder “{folder}”; there are: {}", names.join(", "))
}

/// The front page as a JSON document.
pub fn document(stories: &[StoryCard], articles: &[ArticleSummary]) -> Value {
    json!({
        "stories": stories.iter().map(story_as_json).collect::<Vec<_>>(),
        "articles": articles.iter().map(as_json).collect::<Vec<_>>(),
    })
}

fn story_as_json(story: &StoryCard) -> Value {
    json!({
        "id": story.id,
        "title": story.title,
        "lead": story.lead.id,
        "outlets": story.outlets.iter().map(|one| &one.outlet.name).collect::<Vec<_>>(),
        "voices": story.standing.voices.len(),
        "articles": story.articles,
        "copies": story.copies,
        "unread": story.unread,
        "opened": story.opened_at,
        "grown": story.grown_at,
        "image": story.image,
        "rank": story.place.rank,
        "mark": story.mark,
    })
}

/// The stories of now as text.
pub fn stories_page(stories: &[StoryCard], page: Page, now: Timestamp) -> String {
    let blocks = stories.iter().map(|story| {
        let mut block = block(&story.lead, page, now);
        if story.articles + story.copies > 1 {
            let outlets: Vec<String> =
                story.outlets.iter().map(|one| terminal::plain(&one.outlet.name)).collect();
            let line = format!(
                "  story {}: {} by {}",
                story.id,
                output::count((story.articles + story.copies).into(), "article", "articles"),
                outlets.join(", ")
            );
            block.push_str(&format!("{}\n", page.dim(&terminal::cut(&line, page.width))));
        }
        block
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn as_json(article: &ArticleSummary) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet.as_ref().map(|outlet| &outlet.name),
        "outlet_key": article.outlet.as_ref().map(|outlet| &outlet.key),
        "address": article.address,
        "authors": article.byline.authors,
        "dateline": article.dateline,
        "date": article.placed_at,
        "published": article.published,
        "seen": article.seen_at,
        "text": article.text,
        "words": article.words,
        "text_source": article.text_source,
        "image": article.image,
        "language": article.language,
        "first_appeared": article.first_appeared,
        "paywalled": article.paywalled,
        "feeds": article.feeds,
        "revisions": article.revisions,
        "read": article.read,
        "starred": article.starred,
    })
}

/// The front page as text.
pub fn page(articles: &[ArticleSummary], page: Page, now: Timestamp) -> String {
    if articles.is_empty() {
        return "Nothing to show yet. Add a feed with “dateline add URL”, then “dateline poll”.\n"
            .to_owned();
    }
    articles.iter().map(|article| block(article, page, now)).collect::<Vec<_>>().join("\n")
}

fn block(article: &ArticleSummary, page: Page, now: Timestamp) -> String {
    let mut block = String::new();
    for line in terminal::wrap(&terminal::plain(&article.title), page.width) {
        let line = if article.read { page.dim(&line) } else { page.bold(&line) };
        block.push_str(&format!("{line}\n"));
    }
    let about = terminal::cut(&about(article, now), page.width);
    block.push_str(&format!("{}\n", page.dim(&about)));
    let shown = excerpt(&article.text, page.width.saturating_sub(2));
    // A claim that somebody disputes is never shown without the dispute.
    let disputes = beside(&shown.join(" "), &article.disputed);
    let disputes: Vec<String> = disputes
        .iter()
        .flat_map(|dispute| {
            terminal::wrap(&terminal::plain(&dispute.sentence), page.width.saturating_sub(4))
        })
        .map(|line| format!("  {line}"))
        .collect();
    for line in shown.iter().chain(&disputes) {
        block.push_str(&format!("  {line}\n"));
    }
    block
}

fn about(article: &ArticleSummary, now: Timestamp) -> String {
    let outlet = article.outlet.as_ref().map(|outlet| terminal::plain(&outlet.name));
    let mut parts: Vec<String> = outlet.into_iter().collect();
    parts.push(terminal::ago(article.placed_at, now));
    if article.starred {
        parts.push("starred".to_owned());
    }
    if article.paywalled == Some(true) {
        parts.push("paywall".to_owned());
    }
    if article.feeds > 1 {
        parts.push(format!("in {} feeds", article.feeds));
    }
    parts.push(format!("#{}", article.id));
    parts.join(" · ")
}

fn excerpt(text: &str, columns: usize) -> Vec<String> {
    let beginning: String = text.chars().take(columns * (EXCERPT_LINES + 1)).collect();
    let mut lines = terminal::wrap(&terminal::plain(&beginning), columns);
    if lines.len() > EXCERPT_LINES {
        lines.truncate(EXCERPT_LINES);
        if let Some(last) = lines.last_mut() {
            *last = terminal::ellipsis(last, columns);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use dateline_model::{ArticleId, Byline, Outlet, OutletId, TextSource};

    use super::*;

    fn article() -> ArticleSummary {
        let at: Timestamp = "2025-12-29T09:00:00Z".parse().unwrap();
        ArticleSummary {
            id: ArticleId(7),
            title: "Ferry \x1b[31mresumes".to_owned(),
            outlet: Some(Outlet {
                id: OutletId(1),
                key: "harbour.example".to_owned(),
                name: "Harbour News".to_owned(),
                home: None,
            }),
            address: Some("https://harbour.example/ferry".to_owned()),
            byline: Byline { authors: vec!["Ada Quay".to_owned()], contributors: Vec::new() },
            dateline: None,
            published: Some(at),
            seen_at: at,
            placed_at: at,
            text: "The ferry runs again. ".repeat(30),
            words: 120,
            text_source: TextSource::Page,
            image: None,
            language: None,
            first_appeared: None,
            paywalled: None,
            revisions: 0,
            feeds: 2,
            read: false,
            starred: false,
            disputed: Vec::new(),
        }
    }

    #[test]
    fn a_block_has_headline_outlet_age_and_excerpt() {
        let now = "2025-12-29T11:10:00Z".parse().unwrap();
        let text = page(&[article()], Page { width: 40, styled: false }, now);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "Ferry [31mresumes");
        assert_eq!(lines[1], "Harbour News · 2 h ago · in 2 feeds · #7");
        assert_eq!(lines.len(), 2 + EXCERPT_LINES);
        assert!(lines[4].ends_with('…') && lines.iter().all(|line| terminal::width(line) <= 40));
    }

    #[test]
    fn headlines_are_bold_only_where_that_can_be_shown() {
        let now = "2025-12-29T11:10:00Z".parse().unwrap();
        let styled = page(&[article()], Page { width: 40, styled: true }, now);
        assert!(styled.starts_with("\x1b[1mFerry"));
        assert!(page(&[], Page { width: 40, styled: true }, now).contains("dateline add"));
    }

    #[test]
    fn the_json_names_the_outlet_and_may_lack_one() {
        let mut nameless = article();
        nameless.outlet = None;
        let document = document(&[], &[article(), nameless]);
        assert_eq!(document["articles"][0]["outlet"], "Harbour News");
        assert_eq!(document["articles"][0]["outlet_key"], "harbour.example");
        assert_eq!(document["articles"][0]["published"], "2025-12-29T09:00:00Z");
        assert!(document["articles"][1]["outlet"].is_null());
    }
}

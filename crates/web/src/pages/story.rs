//! `GET /story/{story}`: one event with all its coverage.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{
    ArticleSummary, StoryCopy, StoryEvent, StoryId, StoryLogLine, StoryMark, StoryMember, StoryPage,
};
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::card::Card;
use crate::views::page;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::story_life::{Life, life_of};
use crate::views::text::sentence;
use crate::when::{Moment, When, count};

#[derive(Template)]
#[template(path = "story.html")]
struct Page {
    shell: Shell,
    id: StoryId,
    title: String,
    language: Option<String>,
    image: Option<String>,
    /// "7 articles by 5 outlets, 2 copies folded".
    size: String,
    opened: Moment,
    grown: Moment,
    unread: u32,
    followed: bool,
    muted: bool,
    /// The sentences that carry it and its timeline.
    life: Life,
    coverage: Vec<Coverage>,
    related: Vec<Related>,
    why: Vec<String>,
    asked_why: bool,
    log: Vec<LogLine>,
}

/// An article of the story with its copies.
struct Coverage {
    id: i64,
    card: Card,
    /// Whose text it has, where that article is not shown.
    said_to_be: Option<&'static str>,
    copies: Vec<Folded>,
}

/// A copy under the article whose text it has.
struct Folded {
    card: Card,
    /// "a copy" where a text says so, else "the same text".
    words: &'static str,
}

/// Another story, in a line.
struct Related {
    id: StoryId,
    title: String,
    about: String,
}

/// A line of the story's log.
struct LogLine {
    at: Moment,
    words: String,
}

/// What the page is asked for beside the story.
#[derive(Debug, Deserialize)]
pub struct Asked {
    why: Option<String>,
    done: Option<String>,
}

/// Shows it.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(id): At<StoryId>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let found = app.desk.store().story(reader.user.id, id).await?.ok_or(PageError::NotFound)?;
    if found.card.id != id {
        // It became part of another story; its address leads there.
        return Ok(see_other(&format!("/story/{}", found.card.id)));
    }
    let when = app.when();
    let notice = match asked.done.as_deref() {
        Some("part") => Notice::good("Noted: these are two stories. They part within moments."),
        Some("join") => Notice::good("Noted: these are one story. They join within moments."),
        _ => None,
    };
    let shell = Shell::of(&app, &reader, &found.card.title, Place::Elsewhere).await?;
    let (found, life) = with_life(found, when.clone()).await?;
    page(&Page {
        shell: shell.with_notice(notice),
        id,
        title: crate::views::card::headline(&found.card.title),
        language: crate::views::text::language(found.card.language.as_deref()),
        image: crate::views::text::web_address(found.card.image.as_deref()),
        size: size(&found),
        opened: when.tell(found.card.opened_at),
        grown: when.tell(found.card.grown_at),
        unread: found.card.unread,
        followed: found.card.mark == Some(StoryMark::Follow),
        muted: found.card.mark == Some(StoryMark::Mute),
        life,
        coverage: found.members.iter().map(|member| coverage(member, &when)).collect(),
        related: found
            .related
            .iter()
            .map(|story| Related {
                id: story.id,
                title: crate::views::card::headline(&story.title),
                about: format!(
                    "{} · {}",
                    count(i64::from(story.articles), "article"),
                    when.tell(story.grown_at).short
                ),
            })
            .collect(),
        why: dateline_store::why(&found.card, when.now()),
        asked_why: asked.why.is_some(),
        log: found.log.iter().map(|line| log_line(line, &found, &when)).collect(),
    })
}

/// Reading a long story's texts takes milliseconds, which async threads do not have.
async fn with_life(found: StoryPage, when: When) -> Result<(StoryPage, Life), PageError> {
    let both = tokio::task::spawn_blocking(move || {
        let life = life_of(&found, &when);
        (found, life)
    });
    Ok(both.await?)
}

fn size(found: &StoryPage) -> String {
    let outlets = found.card.outlets.iter().filter(|outlet| outlet.articles > 0).count();
    let mut size = count(i64::from(found.card.articles), "article");
    if outlets > 0 {
        size.push_str(&format!(" by {}", count(i64::try_from(outlets).unwrap_or(0), "outlet")));
    }
    match found.card.copies {
        0 => {}
        1 => size.push_str(", 1 copy folded"),
        copies => size.push_str(&format!(", {copies} copies folded")),
    }
    size
}

fn coverage(member: &StoryMember, when: &When) -> Coverage {
    Coverage {
        id: member.article.id.0,
        card: Card::of(&member.article, when, 180),
        said_to_be: member.link.map(|link| {
            if link.credited {
                "a copy of an article that is not in your feeds"
            } else {
                "the same text as an article that is not in your feeds"
            }
        }),
        copies: member.copies.iter().map(|copy| folded(copy, when)).collect(),
    }
}

fn folded(copy: &StoryCopy, when: &When) -> Folded {
    Folded {
        card: Card::of(&copy.article, when, 0),
        words: if copy.link.credited { "a copy" } else { "the same text" },
    }
}

fn log_line(line: &StoryLogLine, found: &StoryPage, when: &When) -> LogLine {
    let article = line.article.and_then(|id| article_of(found, id.0)).map_or_else(
        || "An article".to_owned(),
        |article| {
            let outlet = article.outlet.as_ref().map(|outlet| format!(" ({})", outlet.name));
            format!("“{}”{}", article.title, outlet.unwrap_or_default())
        },
    );
    let other = line.other.map(|story| format!("story {story}")).unwrap_or_default();
    let words = match line.event {
        StoryEvent::Opened => format!("{article} opened the story"),
        StoryEvent::Joined => format!("{article} joined"),
        StoryEvent::Merged => format!("Story {} became part of {other}", line.story),
        StoryEvent::Split => format!("Some articles left and became {other}"),
        StoryEvent::Moved => format!("{article} left for {other}"),
        StoryEvent::Woke => "The story woke after a sleep".to_owned(),
    };
    let because =
        if line.because.is_empty() { String::new() } else { format!(": {}", line.because) };
    LogLine { at: when.tell(line.at), words: sentence(&format!("{words}{because}")) }
}

fn article_of(found: &StoryPage, id: i64) -> Option<&ArticleSummary> {
    found.members.iter().find_map(|member| {
        std::iter::once(&member.article)
            .chain(member.copies.iter().map(|copy| &copy.article))
            .find(|article| article.id.0 == id)
    })
}

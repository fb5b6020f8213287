//! `GET /story/{story}`: one event with all its coverage.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{
    ArticleId, ArticleSummary, OutScope, RulingKind, StoryCopy, StoryEvent, StoryId, StoryLogLine,
    StoryMark, StoryMember, StoryPage, StoryRuling, UserId,
};
use dateline_statement::story::lines;
use dateline_story::families::Families;
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::say::on_a_thread;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::card::{Card, Picture};
use crate::views::lines;
use crate::views::page;
use crate::views::said::WhoSaid;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::spark::Spark;
use crate::views::story_life::{Life, life_of};
use crate::views::story_list::AskedStories;
use crate::views::text::ended;
use crate::views::turn::Turn;
use crate::views::undo::Told;
use crate::when::{Moment, When};

/// So many statements are shown before somebody asks for all.
const SAID: usize = 10;

#[derive(Template)]
#[template(path = "story.html")]
struct Page {
    shell: Shell,
    id: StoryId,
    title: String,
    language: Option<String>,
    picture: Option<Picture>,
    /// When its articles came.
    spark: Option<Spark>,
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
    decisions: Vec<Decision>,
    /// Who said what.
    said: WhoSaid,
    /// What stands beside it in the list that it was opened from.
    turn: Option<Turn>,
    /// That list, for its forms to bring back.
    list: Option<String>,
}

/// What somebody decided about the story.
struct Decision {
    at: Moment,
    words: String,
    /// Who asks decided so, and can take it back.
    own: bool,
}

/// An article of the story with its copies.
struct Coverage {
    id: i64,
    card: Card,
    /// Whose text it has, where that article is not shown.
    said_to_be: Option<String>,
    copies: Vec<Folded>,
}

/// A copy under the article whose text it has.
struct Folded {
    card: Card,
    /// "a copy" where a text says so, else "the same text".
    words: String,
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
    said: Option<String>,
    #[serde(flatten)]
    told: Told,
    #[serde(flatten)]
    stories: AskedStories,
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
        Some("follow") => Notice::good(say!("story-done-follow")),
        Some("mute") => Notice::good(say!("story-done-mute")),
        Some("unmarked") => Notice::good(say!("story-done-unmarked")),
        Some("withdrawn") => Notice::good(say!("story-done-withdrawn")),
        Some("part") => Notice::good(say!("story-done-part")),
        Some("join") => Notice::good(say!("story-done-join")),
        _ => asked.told.notice(&format!("/story/{id}")),
    };
    let shell = Shell::of(&app, &reader, &found.card.title, Place::Elsewhere).await?;
    let shell = shell.with_feed(&app, &reader, &OutScope::Story(id)).await?;
    let families = app.desk.store().families().clone();
    let told = app.desk.store().story_statements(reader.user.id, id).await?;
    let most = if asked.said.as_deref() == Some("all") { usize::MAX } else { SAID };
    let (found, life) = with_life(found, families, when.clone()).await?;
    let telling = when.clone();
    let said = crate::say::on_a_thread(move || {
        WhoSaid::by_party(&lines(told), most, &telling, format!("/story/{id}"))
    });
    let said = said.await?;
    let list = asked.stories.list();
    let turn = match &list {
        Some(list) => {
            Some(list.turn(&app, &reader, &format!("/story/{id}"), Some(found.card.place)).await?)
        }
        None => None,
    };
    page(&Page {
        shell: shell.with_notice(notice),
        id,
        title: crate::views::card::headline(&found.card.title),
        language: crate::views::text::language(found.card.language.as_deref()),
        picture: Picture::of(found.card.image.as_deref()),
        spark: spark(&found, &when),
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
                    say!("story-articles", n = story.articles),
                    when.tell(story.grown_at).short
                ),
            })
            .collect(),
        why: lines::told_all(&dateline_store::why(&found.card, when.now())),
        asked_why: asked.why.is_some(),
        log: found.log.iter().map(|line| log_line(line, &found, &when)).collect(),
        decisions: decisions(&found, reader.user.id, &when),
        said,
        turn,
        list: list.map(|list| list.words()),
    })
}

/// Reading a long story's texts takes milliseconds, which async threads do not have.
async fn with_life(
    found: StoryPage,
    families: Arc<Families>,
    when: When,
) -> Result<(StoryPage, Life), PageError> {
    let both = on_a_thread(move || {
        let life = life_of(&found, &families, &when);
        (found, life)
    });
    Ok(both.await?)
}

fn size(found: &StoryPage) -> String {
    let outlets = found.card.outlets.iter().filter(|outlet| outlet.articles > 0).count();
    let articles = say!("story-articles", n = found.card.articles);
    let mut size = match outlets {
        0 => articles,
        _ => say!("story-size", articles = articles, outlets = say!("story-outlets", n = outlets)),
    };
    if found.card.copies > 0 {
        size.push_str(", ");
        size.push_str(&say!("front-copies", n = found.card.copies));
    }
    size
}

/// Articles and copies by the hour.
fn spark(found: &StoryPage, when: &When) -> Option<Spark> {
    let all = found.members.iter().flat_map(|member| {
        let copies = member.copies.iter().map(|copy| copy.article.placed_at);
        std::iter::once(member.article.placed_at).chain(copies)
    });
    let all: Vec<_> = all.collect();
    Spark::of(&all, when.now(), say!("story-spark", n = all.len()))
}

fn coverage(member: &StoryMember, when: &When) -> Coverage {
    Coverage {
        id: member.article.id.0,
        card: Card::of(&member.article, when, 180),
        said_to_be: member
            .link
            .map(|link| if link.credited { say!("story-is-copy") } else { say!("story-has-text") }),
        copies: member.copies.iter().map(|copy| folded(copy, when)).collect(),
    }
}

fn folded(copy: &StoryCopy, when: &When) -> Folded {
    Folded {
        card: Card::of(&copy.article, when, 0),
        words: if copy.link.credited { say!("story-copy") } else { say!("story-same-text") },
    }
}

fn log_line(line: &StoryLogLine, found: &StoryPage, when: &When) -> LogLine {
    let article = line.article.and_then(|id| article_of(found, id.0)).map_or_else(
        || say!("story-an-article"),
        |article| match &article.outlet {
            Some(outlet) => say!(
                "story-log-article-of",
                title = article.title.as_str(),
                outlet = outlet.name.as_str()
            ),
            None => say!("story-log-article", title = article.title.as_str()),
        },
    );
    let other = line.other.map(|story| story.to_string()).unwrap_or_default();
    let words = match line.event {
        StoryEvent::Opened => say!("story-log-opened", article = article),
        StoryEvent::Joined => say!("story-log-joined", article = article),
        StoryEvent::Merged => {
            say!("story-log-merged", story = line.story.to_string(), other = other)
        }
        StoryEvent::Split => say!("story-log-split", other = other),
        StoryEvent::Moved => say!("story-log-moved", article = article, other = other),
        StoryEvent::Woke => say!("story-log-woke"),
    };
    let words = match line.because.as_str() {
        "" => words,
        why => say!("story-log-because", what = words, why = lines::told(why)),
    };
    LogLine { at: when.tell(line.at), words: ended(&words) }
}

/// What was decided in one go is one line, however many pairs of articles it is about.
fn decisions(found: &StoryPage, user: UserId, when: &When) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = Vec::new();
    let mut rest = found.rulings.as_slice();
    while let Some(first) = rest.first() {
        let is_same = |ruling: &StoryRuling| (ruling.at, ruling.user) == (first.at, first.user);
        let count = rest.iter().take_while(|ruling| is_same(ruling)).count();
        let (group, later) = rest.split_at(count);
        rest = later;
        // That articles stay together is said beside it only to hold the parts together.
        let apart = group.iter().find(|ruling| ruling.kind == RulingKind::Apart);
        let ruling = apart.unwrap_or(first);
        let title = |id: ArticleId| {
            let known = found.ruled.iter().find(|(ruled, _)| *ruled == id);
            known.map_or_else(|| say!("story-untold-article"), |(_, title)| title.clone())
        };
        let own = first.user == user;
        decisions.push(Decision {
            at: when.tell(first.at),
            words: match (own, apart.is_some(), title(ruling.a), title(ruling.b)) {
                (true, true, one, other) => say!("story-you-two", one = one, other = other),
                (true, false, one, other) => say!("story-you-one", one = one, other = other),
                (false, true, one, other) => say!("story-reader-two", one = one, other = other),
                (false, false, one, other) => say!("story-reader-one", one = one, other = other),
            },
            own,
        });
    }
    decisions
}

fn article_of(found: &StoryPage, id: i64) -> Option<&ArticleSummary> {
    found.members.iter().find_map(|member| {
        std::iter::once(&member.article)
            .chain(member.copies.iter().map(|copy| &copy.article))
            .find(|article| article.id.0 == id)
    })
}

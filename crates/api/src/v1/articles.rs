//! Articles: the documents behind entries, with what their publishers changed.

use std::collections::HashSet;

use dateline_model::{
    Article, ArticleId, ArticleStory, Entry, FeedId, FrontFilter, FrontPlace, FrontQuery, Origin,
    Revision,
};
use dateline_story::diff::{Block, Fate, Piece, compare, compare_line};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, LONGEST_FOLDER, Reply, ok};
use super::operation::{Operation, get, patch, post};
use super::schema::{
    PLACE_OF_ARTICLE, count, flag, id, limit, list, moment, nullable, object, refer, said, sent,
    shaped, some_text, text, word,
};
use super::shapes;
use crate::problem::Problem;

const GROUP: &str = "Articles";

/// How many earlier texts are compared; more than these nobody reads.
const COMPARED: usize = 30;

pub fn operations() -> Vec<Operation> {
    vec![
        get("/articles", "list_articles")
            .about(GROUP, "Articles that your feeds carry, the newest first, each once")
            .query("show", word(&["all", "unread", "starred"]), "all, or only such")
            .query("feed", id(), "only those of this feed")
            .query(
                "folder",
                some_text(LONGEST_FOLDER),
                "only those of feeds in this folder or below it",
            )
            .query("outlet", some_text(300), "only those of the outlet of this key")
            .query("after", shaped(PLACE_OF_ARTICLE), "the `next` of an earlier answer")
            .query("limit", limit(50, 200), "how many at the most")
            .gives(
                200,
                "Articles",
                object([("articles", list(refer("ArticleSummary"))), ("next", nullable(text()))]),
            )
            .by(list_articles),
        get("/articles/{article}", "get_article")
            .about(GROUP, "An article with its text, and where that is from")
            .part("article", id(), "its number")
            .gives(200, "The article", whole_schema())
            .by(show),
        patch("/articles/{article}", "mark_article")
            .about(GROUP, "Mark an article read or unread, star it or take the star away")
            .part("article", id(), "its number")
            .takes(sent([], [("read", flag()), ("starred", flag())]))
            .gives(200, "Its state now", object([("read", flag()), ("starred", flag())]))
            .by(mark),
        post("/articles/{article}/page", "read_article_again")
            .about(GROUP, "Have an article's page read again")
            .part("article", id(), "its number")
            .costs(5)
            .gives(
                202,
                "Whether it is due; an article without an address has no page",
                object([("due", flag())]),
            )
            .by(read_again),
        get("/articles/{article}/revisions", "list_revisions")
            .about(GROUP, "What an article said before its publisher changed it, the latest first")
            .part("article", id(), "its number")
            .gives(
                200,
                "Earlier texts",
                object([
                    ("revisions", list(revision_schema())),
                    ("more", said(count(), "How many earlier ones there are.")),
                ]),
            )
            .by(revisions),
    ]
}

async fn list_articles(call: Call) -> Result<Reply, Problem> {
    let limit: u32 = call.asked("limit").unwrap_or(50);
    let after = call.asked::<String>("after").as_deref().and_then(place_from_text);
    let query = FrontQuery {
        user: call.caller.user.id,
        folder: call.asked("folder"),
        feed: call.asked::<FeedId>("feed"),
        outlet: call.asked("outlet"),
        filter: match call.asked::<String>("show").as_deref() {
            Some("unread") => FrontFilter::Unread,
            Some("starred") => FrontFilter::Starred,
            _ => FrontFilter::All,
        },
        after,
        read_since: None,
        oldest_first: false,
        limit: limit + 1,
    };
    let mut articles = call.app.store().front(&query).await?;
    let has_more = articles.len() > limit as usize;
    articles.truncate(limit as usize);
    let next = articles.last().filter(|_| has_more);
    let next = next.map(|last| format!("{}-{}", last.placed_at.as_microsecond(), last.id));
    let articles: Vec<Value> = articles.iter().map(shapes::article).collect();
    ok(json!({ "articles": articles, "next": next }))
}

fn place_from_text(text: &str) -> Option<FrontPlace> {
    let (at, article) = text.rsplit_once('-')?;
    let at: i64 = at.parse().ok()?;
    // What is further away than any moment can be is before or after all of them.
    let beyond = if at < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let at = Timestamp::from_microsecond(at).unwrap_or(beyond);
    Some(FrontPlace { at, article: article.parse().ok()? })
}

fn whole_schema() -> Value {
    let contributor = object([("name", text()), ("place", nullable(text()))]);
    let origin = object([("outlet", text()), ("url", nullable(text()))]);
    let carried = object([
        ("entry", id()),
        ("feed", id()),
        ("title", nullable(text())),
        ("url", nullable(text())),
        ("seen", moment()),
    ]);
    let story = object([
        ("id", id()),
        ("title", text()),
        ("articles", count()),
        ("copy", nullable(refer("CopyLink"))),
        ("same_text", said(list(id()), "Articles that have its text, or the text that it has.")),
    ]);
    let provenance = object([
        ("text_source", word(&["none", "feed_summary", "feed_full", "page"])),
        ("page", word(&["not_needed", "waiting", "read", "failed"])),
        (
            "page_problem",
            said(nullable(text()), "What is to be said about the reading of its page."),
        ),
        ("page_read", nullable(moment())),
        ("page_version", word(&["page", "print", "amp"])),
        ("page_parts", said(count(), "How many pages were joined.")),
        ("canonical", nullable(text())),
        ("seen", said(moment(), "When it was first seen here.")),
        ("first_appeared", said(nullable(origin), "Where it says that it first appeared.")),
        ("carried_by", said(list(carried), "Entries of your feeds that lead to it.")),
    ]);
    object([
        ("id", id()),
        ("title", text()),
        ("url", nullable(text())),
        ("outlet", nullable(refer("Outlet"))),
        ("authors", list(text())),
        ("contributors", list(contributor)),
        ("place", nullable(text())),
        ("language", nullable(text())),
        ("published", nullable(moment())),
        ("updated", nullable(moment())),
        ("section", said(nullable(text()), "The outlet's section.")),
        ("tags", said(list(text()), "The outlet's keywords.")),
        ("image", nullable(text())),
        ("paywalled", nullable(flag())),
        ("text", said(text(), "Plain, an empty line between blocks.")),
        ("html", said(text(), "Sanitized.")),
        ("words", count()),
        ("revisions", said(count(), "How many earlier texts are kept.")),
        ("provenance", provenance),
        ("story", nullable(story)),
        ("read", flag()),
        ("starred", flag()),
        ("path", text()),
    ])
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let (article, user) = (call.part("article")?, call.caller.user.id);
    let store = call.app.store();
    let found = store.article(user, article).await?;
    let (article, read, starred) = found.ok_or(Problem::NotFound)?;
    // Who else reads it by which feed is nobody's business.
    let own: HashSet<FeedId> =
        store.subscriptions(user).await?.into_iter().map(|(feed, _)| feed.id).collect();
    let entries = store.entries_of_article(article.id).await?.into_iter();
    let entries: Vec<Entry> =
        entries.map(|(entry, _)| entry).filter(|entry| own.contains(&entry.feed)).collect();
    let story = store.story_of(user, article.id).await?;
    ok(whole(&article, (read, starred), &entries, story.as_ref()))
}

fn whole(
    article: &Article,
    (read, starred): (bool, bool),
    entries: &[Entry],
    story: Option<&ArticleStory>,
) -> Value {
    let contributors = article.byline.contributors.iter();
    let contributors =
        contributors.map(|person| json!({ "name": person.name, "place": person.place }));
    let carried = entries.iter().map(|entry| {
        json!({
            "entry": entry.id,
            "feed": entry.feed,
            "title": entry.title,
            "url": entry.address,
            "seen": entry.seen_at.to_string(),
        })
    });
    let first_appeared = article.first_appeared.as_ref();
    json!({
        "id": article.id,
        "title": article.title,
        "url": article.address,
        "outlet": article.outlet.as_ref().map(shapes::outlet),
        "authors": article.byline.authors,
        "contributors": contributors.collect::<Vec<_>>(),
        "place": article.dateline,
        "language": article.language,
        "published": article.published.map(|at| at.to_string()),
        "updated": article.updated.map(|at| at.to_string()),
        "section": article.facts.section,
        "tags": article.facts.tags,
        "image": article.image,
        "paywalled": article.paywalled,
        "text": article.text,
        "html": article.html,
        "words": article.words,
        "revisions": article.revisions,
        "provenance": {
            "text_source": article.text_source,
            "page": article.page,
            "page_problem": article.page_problem,
            "page_read": article.page_read_at.map(|at| at.to_string()),
            "page_version": article.how.version,
            "page_parts": article.how.parts,
            "canonical": article.canonical,
            "seen": article.seen_at.to_string(),
            "first_appeared": first_appeared.map(origin),
            "carried_by": carried.collect::<Vec<_>>(),
        },
        "story": story.map(|story| json!({
            "id": story.story,
            "title": story.title,
            "articles": story.articles,
            "copy": story.copy.as_ref().map(shapes::copy),
            "same_text": story.same_text,
        })),
        "read": read,
        "starred": starred,
        "path": format!("/article/{}", article.id),
    })
}

fn origin(origin: &Origin) -> Value {
    json!({ "outlet": origin.outlet, "url": origin.url })
}

/// Whether the caller has read and starred an article that they may see.
async fn state(call: &Call, article: ArticleId) -> Result<(bool, bool), Problem> {
    let found = call.app.store().article(call.caller.user.id, article).await?;
    found.map(|(_, read, starred)| (read, starred)).ok_or(Problem::NotFound)
}

#[derive(Deserialize)]
struct Mark {
    read: Option<bool>,
    starred: Option<bool>,
}

async fn mark(call: Call) -> Result<Reply, Problem> {
    let (article, mark) = (call.part("article")?, call.json::<Mark>()?);
    let (mut read, mut starred) = state(&call, article).await?;
    let (store, user, now) = (call.app.store(), call.caller.user.id, call.app.now());
    if let Some(wanted) = mark.read {
        store.set_read(user, &[article], wanted, now).await?;
        read = wanted;
    }
    if let Some(wanted) = mark.starred {
        store.set_starred(user, article, wanted, now).await?;
        starred = wanted;
    }
    ok(json!({ "read": read, "starred": starred }))
}

async fn read_again(call: Call) -> Result<Reply, Problem> {
    let article = call.part("article")?;
    state(&call, article).await?;
    let due = call.app.desk.read_soon(article).await?;
    Ok(Reply::Json(axum::http::StatusCode::ACCEPTED, json!({ "due": due })))
}

/// Pieces of a text with how each fared.
pub fn pieces_schema() -> Value {
    list(object([("fate", word(&["kept", "gone", "new"])), ("text", text())]))
}

/// Pieces as an answer has them.
pub fn pieces(pieces: &[Piece]) -> Vec<Value> {
    let told = pieces.iter().map(|piece| {
        let fate = match piece.fate {
            Fate::Kept => "kept",
            Fate::Gone => "gone",
            Fate::New => "new",
        };
        json!({ "fate": fate, "text": piece.text })
    });
    told.collect()
}

fn revision_schema() -> Value {
    let block = object([
        ("unchanged", said(count(), "So many paragraphs did not change; 0 of one that did.")),
        ("pieces", said(pieces_schema(), "A paragraph that changed; empty of those that did not.")),
    ]);
    object([
        ("id", id()),
        ("title", said(text(), "The headline that it had.")),
        (
            "text",
            said(
                nullable(text()),
                "The text that it had; null where its publisher forbids kept copies.",
            ),
        ),
        ("from", said(moment(), "When it stood so first, as far as was seen.")),
        ("until", said(moment(), "When it was seen that it was changed.")),
        (
            "headline",
            said(
                nullable(pieces_schema()),
                "How the headline was changed then; null where it was not.",
            ),
        ),
        ("changes", said(list(block), "How the text was changed then.")),
    ])
}

async fn revisions(call: Call) -> Result<Reply, Problem> {
    let (article, user) = (call.part::<ArticleId>("article")?, call.caller.user.id);
    let found = call.app.store().article(user, article).await?;
    let (article, ..) = found.ok_or(Problem::NotFound)?;
    let mut earlier = call.app.store().revisions(article.id).await?;
    let more = earlier.len().saturating_sub(COMPARED);
    earlier.truncate(COMPARED);
    // Comparing long texts takes milliseconds, which async threads do not have.
    let told = tokio::task::spawn_blocking(move || changes(article, earlier)).await;
    let told = told.map_err(|error| Problem::Broken(error.to_string()))?;
    ok(json!({ "revisions": told, "more": more }))
}

/// Each earlier text beside the one that came after it.
fn changes(article: Article, earlier: Vec<Revision>) -> Vec<Value> {
    let (mut title, mut text) = (article.title, article.text);
    let mut told = Vec::new();
    for revision in earlier {
        let is_kept = !revision.text.is_empty();
        let is_retitled = revision.title.trim() != title.trim();
        let headline = is_retitled.then(|| pieces(&compare_line(&revision.title, &title)));
        let blocks = if is_kept { compare(&revision.text, &text) } else { Vec::new() };
        let blocks = blocks.iter().map(|block| match block {
            Block::Unchanged(paragraphs) => json!({ "unchanged": paragraphs, "pieces": [] }),
            Block::Changed(changed) => json!({ "unchanged": 0, "pieces": pieces(changed) }),
        });
        told.push(json!({
            "id": revision.id,
            "title": revision.title,
            "text": is_kept.then_some(&revision.text),
            "from": revision.from.to_string(),
            "until": revision.until.to_string(),
            "headline": headline,
            "changes": blocks.collect::<Vec<_>>(),
        }));
        // What is not kept tells nothing of what came before it.
        if is_kept {
            text = revision.text;
        }
        title = revision.title;
    }
    told
}

//! Searches that a user keeps.

use dateline_model::{KeptSearch, SearchId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, LONGEST_SEARCH, Reply, created, done_if, line, ok, search_line};
use super::operation::{Operation, delete, get, patch, post};
use super::schema::{
    NUMBER, count, flag, id, limit, list, moment, nullable, object, refer, said, sent, shaped,
    short_text, some_text, text,
};
use super::shapes;
use crate::problem::Problem;

const GROUP: &str = "Search";

/// How many searches somebody may keep; each is compared with every article that comes.
const MOST: usize = 500;

/// A longer name is no name.
const NAME: usize = 120;

pub fn operations() -> Vec<Operation> {
    vec![
        get("/searches", "list_searches")
            .about(GROUP, "The searches that you keep")
            .gives(200, "Kept searches", object([("searches", list(schema()))]))
            .by(list_searches),
        post("/searches", "keep_search")
            .about(GROUP, "Keep a search; it stands on the front page unless that is not wanted")
            .costs(5)
            .takes(sent(
                [("query", some_text(LONGEST_SEARCH))],
                [("name", short_text(NAME)), ("section", flag())],
            ))
            .gives(201, "It is kept", schema())
            .or(409)
            .by(keep),
        get("/searches/{search}", "get_search")
            .about(GROUP, "A search that you keep")
            .part("search", id(), "its number")
            .gives(200, "The kept search", schema())
            .by(show),
        get("/searches/{search}/articles", "list_search_articles")
            .about(GROUP, "What a kept search found, the last to be found first")
            .part("search", id(), "its number")
            .query("after", shaped(NUMBER), "the `next` of an earlier answer")
            .query("limit", limit(40, 200), "how many at the most")
            .gives(
                200,
                "Articles",
                object([("articles", list(refer("ArticleSummary"))), ("next", nullable(text()))]),
            )
            .by(articles),
        patch("/searches/{search}", "change_search")
            .about(GROUP, "Give a kept search another name or query, or another place")
            .part("search", id(), "its number")
            .costs(5)
            .takes(sent(
                [],
                [
                    ("name", short_text(NAME)),
                    ("query", some_text(LONGEST_SEARCH)),
                    ("section", flag()),
                ],
            ))
            .gives(200, "The search as it is now", schema())
            .by(change),
        delete("/searches/{search}", "forget_search")
            .about(GROUP, "Keep a search no longer")
            .part("search", id(), "its number")
            .gives_nothing("It is not kept any more")
            .by(forget),
    ]
}

fn schema() -> Value {
    let alert = object([
        ("target", id()),
        ("times", said(list(text()), "At which times of the day; none is at once.")),
    ]);
    object([
        ("id", id()),
        ("name", text()),
        ("query", text()),
        ("section", said(flag(), "Whether it is a section of the front page.")),
        ("feed", said(flag(), "Whether it has a secret address as a feed.")),
        ("alerts", list(alert)),
        ("created", moment()),
        ("filled", said(flag(), "Whether all that is there was searched.")),
        (
            "unread",
            said(
                nullable(count()),
                "How many unread articles it has; null where it was just made.",
            ),
        ),
    ])
}

fn told(search: &KeptSearch, unread: Option<u64>) -> Value {
    json!({
        "id": search.id,
        "name": search.name,
        "query": search.query,
        "section": search.section.is_some(),
        "feed": search.feed_token.is_some(),
        "alerts": search.alerts,
        "created": search.created_at.to_string(),
        "filled": search.filled_at.is_some(),
        "unread": unread,
    })
}

async fn list_searches(call: Call) -> Result<Reply, Problem> {
    let (store, user) = (call.app.store(), call.caller.user.id);
    let unread = store.unread_matches(user).await?;
    let kept = store.kept_searches(Some(user)).await?;
    let kept = kept
        .iter()
        .map(|search| told(search, Some(unread.get(&search.id).copied().unwrap_or_default())));
    ok(json!({ "searches": kept.collect::<Vec<_>>() }))
}

async fn own(call: &Call, search: SearchId) -> Result<KeptSearch, Problem> {
    let kept = call.app.store().kept_search(call.caller.user.id, search).await?;
    kept.ok_or(Problem::NotFound)
}

#[derive(Deserialize)]
struct New {
    query: String,
    name: Option<String>,
    section: Option<bool>,
}

fn named(name: Option<&str>, query: &str) -> String {
    let name = line(name.unwrap_or_default(), NAME);
    if name.is_empty() { query.chars().take(NAME).collect() } else { name }
}

async fn keep(call: Call) -> Result<Reply, Problem> {
    let new: New = call.json()?;
    let (user, query) = (call.caller.user.id, search_line(&new.query));
    let kept = call.app.store().kept_searches(Some(user)).await?;
    if kept.len() >= MOST {
        return Err(Problem::Conflict(
            "no more searches can be kept; remove one that is not needed".to_owned(),
        ));
    }
    let name = named(new.name.as_deref(), &query);
    let search = call.app.desk.keep_search(user, &name, &query).await?;
    if new.section.unwrap_or(true) {
        place(&call, search, true).await?;
    }
    created(told(&own(&call, search).await?, None))
}

/// Puts a search on the front page, after those that stand there, or takes it away.
async fn place(call: &Call, search: SearchId, on: bool) -> Result<(), Problem> {
    let (store, user) = (call.app.store(), call.caller.user.id);
    let kept = store.kept_searches(Some(user)).await?;
    let last = kept.iter().filter_map(|search| search.section).max().unwrap_or_default();
    store.set_search_section(user, search, on.then_some(last + 1)).await?;
    Ok(())
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let search = own(&call, call.part("search")?).await?;
    let unread = call.app.store().unread_matches(call.caller.user.id).await?;
    ok(told(&search, Some(unread.get(&search.id).copied().unwrap_or_default())))
}

async fn articles(call: Call) -> Result<Reply, Problem> {
    let search = own(&call, call.part("search")?).await?;
    let limit: u32 = call.asked("limit").unwrap_or(40);
    let before = call.asked::<String>("after").and_then(|after| after.parse().ok());
    let user = call.caller.user.id;
    let found = call.app.store().search_matches(user, search.id, before, limit + 1).await?;
    let has_more = found.len() > limit as usize;
    let shown = found.get(..limit as usize).unwrap_or(&found);
    let next = shown.last().filter(|_| has_more).map(|(place, _)| place.to_string());
    let articles: Vec<Value> = shown.iter().map(|(_, article)| shapes::article(article)).collect();
    ok(json!({ "articles": articles, "next": next }))
}

#[derive(Deserialize)]
struct Change {
    name: Option<String>,
    query: Option<String>,
    section: Option<bool>,
}

async fn change(call: Call) -> Result<Reply, Problem> {
    let (search, change) = (call.part("search")?, call.json::<Change>()?);
    let known = own(&call, search).await?;
    if change.name.is_some() || change.query.is_some() {
        let query = change.query.as_deref().map_or(known.query, search_line);
        let name = match change.name {
            Some(name) => named(Some(&name), &query),
            None => known.name,
        };
        call.app.desk.change_search(call.caller.user.id, search, &name, &query).await?;
    }
    match change.section {
        Some(on) if on != known.section.is_some() => place(&call, search, on).await?,
        _ => {}
    }
    ok(told(&own(&call, search).await?, None))
}

async fn forget(call: Call) -> Result<Reply, Problem> {
    let search = call.part("search")?;
    done_if(call.app.store().forget_search(call.caller.user.id, search).await?)
}

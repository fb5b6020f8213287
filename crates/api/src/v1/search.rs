//! Searching the articles.

use dateline_desk::query::sentence;
use dateline_desk::{Counts, Cursor, Order, Results, SearchAsk};
use serde_json::{Value, json};

use super::call::{Call, Reply, ok, search_line};
use super::operation::{Operation, get};
use super::schema::{
    PLACE_IN_RESULTS, count, flag, id, limit, list, moment, nullable, object, refer, said, shaped,
    text, word,
};
use super::shapes;
use crate::problem::Problem;
use crate::state::App;

/// How many articles are given where nothing is said.
const ARTICLES: usize = 30;

/// How many stories stand with the first articles.
const STORIES: usize = 10;

/// So many outlets are counted at the most.
const OUTLETS: usize = 100;

pub fn operations() -> Vec<Operation> {
    vec![
        get("/search", "search")
            .about(
                "Search",
                "Search the articles, in the language of the search box; no text is an error in it",
            )
            .costs(3)
            .query("q", text(), "what to look for; nothing is everything")
            .query(
                "order",
                word(&["newest", "best"]),
                "the newest first, or what is most about the words",
            )
            .query("after", shaped(PLACE_IN_RESULTS), "the `next` of an earlier answer")
            .query("limit", limit(30, 100), "how many articles at the most")
            .query("counts", flag(), "whether to count by outlet, folder, language and time")
            .gives(200, "What is found", found_schema())
            .by(search),
    ]
}

fn found_schema() -> Value {
    let story = object([
        ("id", id()),
        ("title", text()),
        ("articles", said(count(), "How many of its articles match.")),
        ("updated", moment()),
        ("path", text()),
    ]);
    let outlet = object([("id", id()), ("key", text()), ("name", text()), ("articles", count())]);
    let named = || list(object([("name", text()), ("articles", count())]));
    let bar = object([("from", moment()), ("until", moment()), ("articles", count())]);
    let counts = object([
        ("outlets", list(outlet)),
        ("folders", named()),
        ("languages", named()),
        ("times", list(bar)),
    ]);
    let instead = object([
        ("query", text()),
        ("said", said(text(), "What was changed, in words.")),
        ("total", count()),
    ]);
    object([
        ("query", said(text(), "The search as it was read.")),
        ("sentence", said(text(), "The same in words.")),
        ("notes", said(list(text()), "What could not be read as syntax.")),
        ("total", said(count(), "How many articles there are in all.")),
        ("stories", said(list(story), "With the first articles only.")),
        ("articles", list(refer("ArticleSummary"))),
        ("next", nullable(text())),
        ("counts", nullable(counts)),
        ("instead", said(nullable(instead), "The nearest search that finds something.")),
    ])
}

async fn search(call: Call) -> Result<Reply, Problem> {
    let order = match call.asked::<String>("order").as_deref() {
        Some("best") => Order::Best,
        _ => Order::Newest,
    };
    let after = call.asked::<String>("after").map(|after| after.parse::<Cursor>()).transpose();
    let ask = SearchAsk {
        text: search_line(&call.asked::<String>("q").unwrap_or_default()),
        order,
        after: after.map_err(|_| Problem::bad("after is not the “next” of an earlier answer"))?,
        limit: call.asked("limit").unwrap_or(ARTICLES),
        stories: STORIES,
        counts: call.asked("counts").unwrap_or_default(),
    };
    let found = call.app.desk.search(call.caller.user.id, ask).await?;
    let found = found.ok_or(Problem::NotYet("the search index is being made"))?;
    ok(told(&call.app, &found).await?)
}

async fn told(app: &App, found: &Results) -> Result<Value, Problem> {
    let counts = match &found.counts {
        Some(counts) => counted(app, counts).await?,
        None => Value::Null,
    };
    let stories = found.stories.iter().map(|story| {
        json!({
            "id": story.card.id,
            "title": story.card.title,
            "articles": story.articles,
            "updated": story.card.grown_at.to_string(),
            "path": format!("/story/{}", story.card.id),
        })
    });
    Ok(json!({
        "query": found.parsed.query.to_string(),
        "sentence": sentence(&found.parsed.query),
        "notes": found.parsed.notes,
        "total": found.total,
        "stories": stories.collect::<Vec<_>>(),
        "articles": found.articles.iter().map(shapes::article).collect::<Vec<_>>(),
        "next": found.next.as_ref().map(ToString::to_string),
        "counts": counts,
        "instead": found.instead.as_ref().map(|instead| json!({
            "query": instead.text,
            "said": instead.said,
            "total": instead.total,
        })),
    }))
}

async fn counted(app: &App, counts: &Counts) -> Result<Value, Problem> {
    let ids: Vec<_> = counts.outlets.iter().take(OUTLETS).map(|(outlet, _)| *outlet).collect();
    let known = app.store().outlets(&ids).await?;
    let outlets = counts.outlets.iter().filter_map(|(id, articles)| {
        let outlet = known.iter().find(|outlet| outlet.id == *id)?;
        Some(json!({ "id": id, "key": outlet.key, "name": outlet.name, "articles": articles }))
    });
    let named = |pairs: &[(String, u64)]| {
        let pairs =
            pairs.iter().map(|(name, articles)| json!({ "name": name, "articles": articles }));
        pairs.collect::<Vec<_>>()
    };
    let times = counts.times.iter().map(|bar| {
        json!({
            "from": bar.from.to_string(),
            "until": bar.until.to_string(),
            "articles": bar.articles,
        })
    });
    Ok(json!({
        "outlets": outlets.collect::<Vec<_>>(),
        "folders": named(&counts.folders),
        "languages": named(&counts.languages),
        "times": times.collect::<Vec<_>>(),
    }))
}

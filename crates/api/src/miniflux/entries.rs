//! `/v1/entries`: lists, single ones, and what is done to them.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use dateline_model::{EntryId, FeedId, FolderId, Item, ItemMark, UserId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ask::{Asker, At, Query, Sent, Writer};
use super::fault::Fault;
use super::filter::{self, Within};
use super::shapes;
use super::shelf::Shelf;
use crate::caller::Caller;
use crate::json::Json;
use crate::state::App;

/// How many numbers are listed where a client does not say, and at the most.
const IDS: i64 = 10_000;

/// What is done to many entries: one of the two, or both.
#[derive(Debug, Deserialize)]
pub struct Changes {
    entry_ids: Vec<EntryId>,
    status: Option<String>,
    starred: Option<bool>,
}

/// `GET /v1/entries`
pub async fn list(
    State(app): State<App>,
    Asker(caller): Asker,
    query: Query,
) -> Result<Json, Fault> {
    batch(&app, &caller, &query, Within::All).await
}

/// `GET /v1/feeds/{feed}/entries`
pub async fn of_feed(
    State(app): State<App>,
    Asker(caller): Asker,
    At(feed): At<FeedId>,
    query: Query,
) -> Result<Json, Fault> {
    batch(&app, &caller, &query, Within::Feed(feed)).await
}

/// `GET /v1/categories/{category}/entries`
pub async fn of_category(
    State(app): State<App>,
    Asker(caller): Asker,
    At(category): At<FolderId>,
    query: Query,
) -> Result<Json, Fault> {
    batch(&app, &caller, &query, Within::Category(category)).await
}

async fn batch(app: &App, caller: &Caller, query: &Query, within: Within) -> Result<Json, Fault> {
    let user = caller.user.id;
    let shelf = Shelf::of(app, user).await?;
    let Some(page) = filter::page(app, caller, &shelf, query, within).await? else {
        return Ok(Json(json!({ "total": 0, "entries": [] })));
    };
    let (items, total) = app.store().item_page(user, page).await?;
    let entries = shaped(app, user, &shelf, &items).await?;
    Ok(Json(json!({ "total": total, "entries": entries })))
}

async fn shaped(
    app: &App,
    user: UserId,
    shelf: &Shelf,
    items: &[Item],
) -> Result<Vec<Value>, Fault> {
    let with_files = items.iter().filter(|item| !item.enclosures.is_empty());
    let with_files: Vec<EntryId> = with_files.map(|item| item.id).collect();
    let mut played: HashMap<EntryId, Vec<(u32, u64)>> = HashMap::new();
    for (entry, place, seconds) in app.store().playback(user, &with_files).await? {
        played.entry(entry).or_default().push((place, seconds));
    }
    let shape = |item: &Item| {
        let feed = shelf.shape(item.feed)?;
        let played = played.get(&item.id).map(Vec::as_slice).unwrap_or_default();
        Some(shapes::entry(app, user, item, &feed, played))
    };
    Ok(items.iter().filter_map(shape).collect())
}

/// `GET /v1/entries/{entry}`
pub async fn show(
    State(app): State<App>,
    Asker(caller): Asker,
    At(entry): At<EntryId>,
) -> Result<Json, Fault> {
    one(&app, &caller, entry, |_, _| true).await
}

/// `GET /v1/feeds/{feed}/entries/{entry}`
pub async fn show_of_feed(
    State(app): State<App>,
    Asker(caller): Asker,
    At((feed, entry)): At<(FeedId, EntryId)>,
) -> Result<Json, Fault> {
    one(&app, &caller, entry, |_, item| item.feed == feed).await
}

/// `GET /v1/categories/{category}/entries/{entry}`
pub async fn show_of_category(
    State(app): State<App>,
    Asker(caller): Asker,
    At((category, entry)): At<(FolderId, EntryId)>,
) -> Result<Json, Fault> {
    one(&app, &caller, entry, |shelf, item| {
        shelf.folder(category).is_some_and(|folder| shelf.holds(&folder.name, item.feed))
    })
    .await
}

async fn one(
    app: &App,
    caller: &Caller,
    entry: EntryId,
    fits: impl Fn(&Shelf, &Item) -> bool,
) -> Result<Json, Fault> {
    let shelf = Shelf::of(app, caller.user.id).await?;
    let item = item(app, caller, entry).await?;
    if !fits(&shelf, &item) {
        return Err(Fault::not_found());
    }
    let mut entries = shaped(app, caller.user.id, &shelf, &[item]).await?;
    entries.pop().map(Json).ok_or_else(Fault::not_found)
}

/// An item of the caller's.
pub async fn item(app: &App, caller: &Caller, entry: EntryId) -> Result<Item, Fault> {
    let found = app.store().items_of(caller.user.id, &[entry]).await?.pop();
    found.ok_or_else(Fault::not_found)
}

/// `GET /v1/entries/ids`: numbers only, the greatest first.
pub async fn ids(
    State(app): State<App>,
    Asker(caller): Asker,
    query: Query,
) -> Result<Json, Fault> {
    let shelf = Shelf::of(&app, caller.user.id).await?;
    let limited = query.positive("limit").is_some();
    let Some(mut page) = filter::page(&app, &caller, &shelf, &query, Within::All).await? else {
        return Ok(Json(json!({ "total": 0, "entry_ids": [] })));
    };
    page.query.oldest_first = false;
    page.order = dateline_model::ItemOrder::Arrival;
    if !limited {
        page.query.limit = u32::try_from(IDS).unwrap_or(u32::MAX);
    }
    let (ids, total) = app.store().item_ids_page(caller.user.id, page).await?;
    Ok(Json(json!({ "total": total, "entry_ids": ids })))
}

/// `PUT /v1/entries`: the status of many, or their stars.
pub async fn change(
    State(app): State<App>,
    Writer(caller): Writer,
    Sent(changes): Sent<Changes>,
) -> Result<StatusCode, Fault> {
    if changes.entry_ids.is_empty() {
        return Err(Fault::bad("the list of entry IDs is empty"));
    }
    let mut marks = Vec::new();
    match changes.status.as_deref() {
        // Nothing is removed from a user's feeds by hand; what a client wants to see no more is read.
        Some("read" | "removed") => marks.push(ItemMark::Read),
        Some("unread") => marks.push(ItemMark::Unread),
        Some(other) => {
            return Err(Fault::bad(format!("“{other}” is no status of an entry")));
        }
        None => {}
    }
    marks.extend(changes.starred.map(|star| if star { ItemMark::Star } else { ItemMark::Unstar }));
    if marks.is_empty() {
        return Err(Fault::bad("nothing is said of what to change"));
    }
    for mark in marks {
        app.store().mark_items(caller.user.id, &changes.entry_ids, &mark, app.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /v1/entries/{entry}/bookmark`: the star is given or taken away.
pub async fn toggle_star(
    State(app): State<App>,
    Writer(caller): Writer,
    At(entry): At<EntryId>,
) -> Result<StatusCode, Fault> {
    let item = item(&app, &caller, entry).await?;
    let mark = if item.starred_at.is_some() { ItemMark::Unstar } else { ItemMark::Star };
    app.store().mark_items(caller.user.id, &[entry], &mark, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/entries/{entry}/fetch-content`: the whole text, which Dateline has read already where
/// it can be had.
pub async fn content(
    State(app): State<App>,
    Asker(caller): Asker,
    At(entry): At<EntryId>,
) -> Result<Json, Fault> {
    let item = item(&app, &caller, entry).await?;
    let minutes = shapes::reading_time(&item);
    Ok(Json(json!({ "content": item.html, "reading_time": minutes })))
}

/// `PUT /v1/entries/{entry}`
pub async fn rewrite(
    State(app): State<App>,
    Writer(caller): Writer,
    At(entry): At<EntryId>,
) -> Result<StatusCode, Fault> {
    item(&app, &caller, entry).await?;
    let why = "an article stays as its publisher wrote it: others read it too";
    Err(Fault::new(StatusCode::FORBIDDEN, why))
}

/// `POST /v1/feeds/{feed}/entries/import`
pub async fn import(
    State(app): State<App>,
    Writer(caller): Writer,
    At(feed): At<FeedId>,
) -> Result<StatusCode, Fault> {
    super::feeds::own(&app, &caller, feed).await?;
    let why = "a feed holds what its publisher lists: others read it too";
    Err(Fault::new(StatusCode::FORBIDDEN, why))
}

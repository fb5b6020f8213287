//! Entries of a user's feeds, in the order in which they arrived: what a program that keeps a copy
//! of its own asks for.

use dateline_model::{EntryId, FeedId, ItemMark, ItemQuery, ItemScope};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, LONGEST_FOLDER, Reply, line, ok};
use super::folders::LABEL;
use super::operation::{Operation, get, patch, post};
use super::schema::{
    NUMBER, count, flag, id, limit, list, moment, nullable, object, refer, sent, shaped,
    short_text, some_text, text, with, word,
};
use super::shapes;
use crate::problem::Problem;

const GROUP: &str = "Entries";

/// So many entries are given at once at the most: each comes with its text.
const MOST: i64 = 200;

/// So many numbers are given at once at the most.
const MOST_NUMBERS: i64 = 10_000;

/// So many entries are marked at once at the most.
const MOST_MARKED: usize = 5_000;

pub fn operations() -> Vec<Operation> {
    let next = || nullable(text());
    vec![
        narrowed(get("/entries", "list_entries"))
            .about(GROUP, "Entries of your feeds, with their texts")
            .query("limit", limit(50, MOST), "how many at the most")
            .gives(200, "Entries", object([("entries", list(refer("Entry"))), ("next", next())]))
            .or(409)
            .by(list_entries),
        narrowed(get("/entries/ids", "list_entry_ids"))
            .about(GROUP, "Their numbers alone")
            .query("limit", limit(1000, MOST_NUMBERS), "how many at the most")
            .gives(200, "Numbers", object([("ids", list(id())), ("next", next())]))
            .or(409)
            .by(list_ids),
        get("/entries/{entry}", "get_entry")
            .about(GROUP, "One entry of your feeds")
            .part("entry", id(), "its number")
            .gives(200, "The entry", refer("Entry"))
            .by(show),
        patch("/entries", "mark_entries")
            .about(GROUP, "Mark entries: their articles, wherever they are listed")
            .takes(sent([("ids", ids())], [
                ("read", flag()),
                ("starred", flag()),
                ("add_labels", labels()),
                ("remove_labels", labels()),
            ]))
            .at_most(128 * 1024)
            .gives(200, "Marked", object([("changed", count())]))
            .by(mark),
        post("/entries/read", "mark_all_entries_read")
            .about(GROUP, "Mark entries read that were seen by a moment: all, or a feed’s, folder’s or label’s")
            .takes(sent([("seen_until", moment())], [
                ("feed", id()),
                ("folder", short_text(LONGEST_FOLDER)),
                ("label", short_text(LABEL)),
            ]))
            .gives(200, "Marked", object([("changed", count())]))
            .or(409)
            .by(mark_all),
    ]
}

fn ids() -> Value {
    let bounded = with(list(id()), "minItems", json!(1));
    with(bounded, "maxItems", json!(MOST_MARKED))
}

fn labels() -> Value {
    with(list(some_text(LABEL)), "maxItems", json!(50))
}

/// The parameters that lists of entries have.
fn narrowed(operation: Operation) -> Operation {
    operation
        .query("feed", id(), "only those of this feed")
        .query(
            "folder",
            short_text(LONGEST_FOLDER),
            "only those of the feeds that stand in exactly this folder; empty is none",
        )
        .query("label", some_text(LABEL), "only those whose article carries this label")
        .query("read", flag(), "only read or only unread ones")
        .query("starred", flag(), "only starred ones or only those that are not")
        .query("seen_from", moment(), "only those first seen at this moment or later")
        .query("seen_until", moment(), "only those first seen at this moment or before")
        .query("published_from", moment(), "only those published at this moment or later")
        .query("published_until", moment(), "only those published at this moment or before")
        .query(
            "changed_from",
            moment(),
            "only those whose text or state changed at this moment or later",
        )
        .query("order", word(&["newest", "oldest"]), "the last to arrive first, or the first")
        .query(
            "after",
            shaped(NUMBER),
            "the `next` of an earlier answer, or the number of an entry: the list goes on there",
        )
}

/// What the parameters ask for; one more is asked for than is given, to know whether there is more.
fn asked(call: &Call, limit: u32) -> Result<ItemQuery, Problem> {
    let scopes = [
        call.asked::<i64>("feed").map(|feed| ItemScope::Feed(FeedId(feed))),
        call.asked::<String>("folder").map(ItemScope::Folder),
        call.asked::<String>("label").map(ItemScope::Label),
    ];
    let after = call.asked::<String>("after").and_then(|after| after.parse().ok());
    let oldest_first = call.asked::<String>("order").as_deref() == Some("oldest");
    Ok(ItemQuery {
        scope: only_one(scopes)?,
        read: call.asked("read"),
        starred: call.asked("starred"),
        without_label: None,
        seen_from: call.asked("seen_from"),
        seen_until: call.asked("seen_until"),
        published_from: call.asked("published_from"),
        published_until: call.asked("published_until"),
        changed_from: call.asked("changed_from"),
        above: after.filter(|_| oldest_first),
        below: after.filter(|_| !oldest_first),
        oldest_first,
        limit: limit.saturating_add(1),
    })
}

fn only_one(scopes: [Option<ItemScope>; 3]) -> Result<ItemScope, Problem> {
    let mut given = scopes.into_iter().flatten();
    let first = given.next().unwrap_or_default();
    match given.next() {
        None => Ok(first),
        // It could be answered, but not by an index, and nobody has asked for it yet.
        Some(_) => Err(Problem::Conflict(
            "entries are listed of a feed, of a folder or of a label, not of two of them"
                .to_owned(),
        )),
    }
}

async fn list_entries(call: Call) -> Result<Reply, Problem> {
    let limit: u32 = call.asked("limit").unwrap_or(50);
    let mut items = call.app.store().items(call.caller.user.id, asked(&call, limit)?).await?;
    let has_more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| has_more).map(|last| last.id.to_string());
    ok(json!({ "entries": items.iter().map(shapes::entry).collect::<Vec<_>>(), "next": next }))
}

async fn list_ids(call: Call) -> Result<Reply, Problem> {
    let limit: u32 = call.asked("limit").unwrap_or(1000);
    let mut refs = call.app.store().item_refs(call.caller.user.id, asked(&call, limit)?).await?;
    let has_more = refs.len() > limit as usize;
    refs.truncate(limit as usize);
    let next = refs.last().filter(|_| has_more).map(|last| last.id.to_string());
    ok(json!({ "ids": refs.iter().map(|item| item.id).collect::<Vec<_>>(), "next": next }))
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let entry: EntryId = call.part("entry")?;
    let items = call.app.store().items_of(call.caller.user.id, &[entry]).await?;
    ok(shapes::entry(items.first().ok_or(Problem::NotFound)?))
}

#[derive(Deserialize)]
struct Mark {
    ids: Vec<EntryId>,
    read: Option<bool>,
    starred: Option<bool>,
    #[serde(default)]
    add_labels: Vec<String>,
    #[serde(default)]
    remove_labels: Vec<String>,
}

async fn mark(call: Call) -> Result<Reply, Problem> {
    let mark: Mark = call.json()?;
    let ids = mark.ids;
    let mut marks = Vec::new();
    marks.extend(mark.read.map(|read| if read { ItemMark::Read } else { ItemMark::Unread }));
    marks.extend(mark.starred.map(|star| if star { ItemMark::Star } else { ItemMark::Unstar }));
    marks.extend(mark.add_labels.iter().map(|label| ItemMark::Label(line(label, LABEL))));
    marks.extend(mark.remove_labels.iter().map(|label| ItemMark::Unlabel(line(label, LABEL))));
    let (user, now) = (call.caller.user.id, call.app.now());
    let mut changed = 0;
    for mark in &marks {
        changed += call.app.store().mark_items(user, &ids, mark, now).await?;
    }
    ok(json!({ "changed": changed }))
}

#[derive(Deserialize)]
struct MarkAll {
    seen_until: Timestamp,
    feed: Option<FeedId>,
    folder: Option<String>,
    label: Option<String>,
}

async fn mark_all(call: Call) -> Result<Reply, Problem> {
    let asked: MarkAll = call.json()?;
    let scopes = [
        asked.feed.map(ItemScope::Feed),
        asked.folder.map(ItemScope::Folder),
        asked.label.map(ItemScope::Label),
    ];
    let (user, now) = (call.caller.user.id, call.app.now());
    let scope = only_one(scopes)?;
    let changed = call.app.store().mark_items_read(user, scope, asked.seen_until, now).await?;
    ok(json!({ "changed": changed }))
}

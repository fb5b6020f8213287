//! What is answered: groups, feeds, items and which of them are unread or saved.

use dateline_model::address::without_login;
use dateline_model::{EntryId, Feed, Folder, Item, ItemQuery, Subscription, User};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::ask::Asked;
use super::{hot, total};
use crate::links::item_link;
use crate::problem::Problem;
use crate::state::App;

/// How many items one answer holds.
const ITEMS: u32 = 50;

/// Adds what is asked for to an answer.
pub async fn add(
    app: &App,
    user: &User,
    asked: &Asked,
    said: &mut Map<String, Value>,
) -> Result<(), Problem> {
    if asked.has("groups") || asked.has("feeds") {
        let folders = app.store().numbered_folders(user.id).await?;
        let feeds = app.store().subscriptions(user.id).await?;
        if asked.has("groups") {
            said.insert("groups".to_owned(), groups(&folders));
        }
        if asked.has("feeds") {
            said.insert("feeds".to_owned(), feeds.iter().map(feed).collect());
        }
        said.insert("feeds_groups".to_owned(), feeds_groups(&folders, &feeds));
    }
    if asked.has("favicons") {
        // Dateline keeps no icons. NewsFlash's client fails on null, which Miniflux sends.
        said.insert("favicons".to_owned(), json!([]));
    }
    if asked.has("items") {
        let items = items(app, user, asked).await?;
        let shaped = items.iter().map(|one| item(app, one)).collect();
        let total = total::of(app, user.id).await?;
        said.insert("items".to_owned(), shaped);
        said.insert("total_items".to_owned(), json!(total));
    }
    if asked.has("links") {
        said.insert("links".to_owned(), hot::links(app, user, asked).await?);
    }
    if asked.has("unread_item_ids") {
        let query = ItemQuery { read: Some(false), ..ItemQuery::default() };
        said.insert("unread_item_ids".to_owned(), all_ids(app, user, query).await?);
    }
    if asked.has("saved_item_ids") {
        let query = ItemQuery { starred: Some(true), ..ItemQuery::default() };
        said.insert("saved_item_ids".to_owned(), all_ids(app, user, query).await?);
    }
    Ok(())
}

/// Feeds outside of folders are in no group.
fn groups(folders: &[Folder]) -> Value {
    let named = folders.iter().filter(|folder| !folder.name.is_empty());
    named.map(|folder| json!({ "id": folder.id, "title": folder.name })).collect()
}

fn feeds_groups(folders: &[Folder], feeds: &[(Feed, Subscription)]) -> Value {
    let named = folders.iter().filter(|folder| !folder.name.is_empty() && folder.feeds > 0);
    let of = |folder: &Folder| {
        let within = feeds.iter().filter(|(_, subscription)| subscription.folder == folder.name);
        join(within.map(|(feed, _)| feed.id.0))
    };
    named.map(|folder| json!({ "group_id": folder.id, "feed_ids": of(folder) })).collect()
}

fn feed((feed, subscription): &(Feed, Subscription)) -> Value {
    let polling = &feed.polling;
    let updated = polling.changed_at.or(polling.polled_at).unwrap_or(feed.created_at);
    let own = subscription.title.as_deref().filter(|title| !title.trim().is_empty());
    let url = without_login(&feed.url);
    json!({
        "id": feed.id,
        "favicon_id": 0,
        "title": own.or(feed.title.as_deref()).unwrap_or(&url),
        "url": url,
        "site_url": feed.site_url.as_deref().unwrap_or_default(),
        "is_spark": 0,
        "last_updated_on_time": updated.as_second(),
    })
}

/// The items that are asked for: these, the newest below a number, or the oldest above one. Apps
/// fetch all by asking on with the greatest number that they have, so the order is by arrival.
async fn items(app: &App, user: &User, asked: &Asked) -> Result<Vec<Item>, Problem> {
    if let Some(ids) = asked.get("with_ids") {
        let ids = ids.split(',').filter_map(|id| id.trim().parse().ok());
        let ids: Vec<EntryId> = ids.take(ITEMS as usize).collect();
        return Ok(app.store().items_of(user.id, &ids).await?);
    }
    let mut query = ItemQuery { limit: ITEMS, ..ItemQuery::default() };
    match asked.number("max_id") {
        // An app that has nothing yet asks for what is below 0.
        Some(id) if id > 0 => query.below = Some(EntryId(id)),
        Some(_) => {}
        None => {
            query.above = asked.number("since_id").map(EntryId);
            query.oldest_first = true;
        }
    }
    Ok(app.store().items(user.id, query).await?)
}

fn item(app: &App, item: &Item) -> Value {
    let link = item_link(app, item);
    json!({
        "id": item.id,
        "feed_id": item.feed,
        "title": if item.title.is_empty() { &link } else { &item.title },
        "author": item.authors.join(", "),
        "html": item.html,
        "url": link,
        "is_saved": i64::from(item.starred_at.is_some()),
        "is_read": i64::from(item.read_at.is_some()),
        "created_on_time": moment(item).as_second(),
    })
}

fn moment(item: &Item) -> Timestamp {
    item.published.unwrap_or(item.seen_at)
}

/// All numbers in one text: an app takes what is missing in it for read, or not saved.
async fn all_ids(app: &App, user: &User, query: ItemQuery) -> Result<Value, Problem> {
    let query = ItemQuery { oldest_first: true, limit: u32::MAX, ..query };
    let refs = app.store().item_refs(user.id, query).await?;
    Ok(Value::String(join(refs.iter().map(|item| item.id.0))))
}

/// Numbers with commas between them, as the protocol lists them.
pub fn join(numbers: impl Iterator<Item = i64>) -> String {
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

//! Items as this protocol writes them.

use std::collections::HashMap;

use dateline_model::{EntryId, FeedId, Item, ItemFeed, UserId};
use serde::Serialize;

use super::answer::Fault;
use super::ids;
use crate::links::item_link;
use crate::state::App;

/// An item. NetNewsWire reads the times of arrival as strings only, and needs `summary.content`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonItem {
    id: String,
    crawl_time_msec: String,
    timestamp_usec: String,
    published: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<i64>,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    author: String,
    canonical: Vec<Link>,
    alternate: Vec<Link>,
    categories: Vec<String>,
    origin: Origin,
    summary: Summary,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enclosure: Vec<Enclosure>,
}

#[derive(Serialize, Clone)]
struct Link {
    href: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Origin {
    stream_id: String,
    title: String,
    html_url: String,
}

#[derive(Serialize)]
struct Summary {
    content: String,
}

#[derive(Serialize)]
struct Enclosure {
    href: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
}

/// The feeds that items name.
pub type Feeds = HashMap<FeedId, ItemFeed>;

/// These items whole, with their feeds.
///
/// # Errors
/// When the store fails.
pub async fn whole(app: &App, user: UserId, ids: &[EntryId]) -> Result<(Vec<Item>, Feeds), Fault> {
    let items = app.store().items_of(user, ids).await?;
    let mut feeds: Vec<FeedId> = items.iter().map(|item| item.feed).collect();
    feeds.sort_unstable();
    feeds.dedup();
    let feeds = app.store().item_feeds(user, Some(feeds)).await?;
    Ok((items, feeds.into_iter().map(|feed| (feed.feed, feed)).collect()))
}

/// The streams that an item is in. The feed's own tags come last and bare; one that looks like a
/// stream would pass for a state of the item.
pub fn categories(item: &Item, feed: Option<&ItemFeed>) -> Vec<String> {
    let mut categories = vec![ids::state("reading-list")];
    if item.read_at.is_some() {
        categories.push(ids::state("read"));
    }
    if item.starred_at.is_some() {
        categories.push(ids::state("starred"));
    }
    let folder = feed.map(|feed| feed.folder.as_str()).filter(|folder| !folder.is_empty());
    categories.extend(folder.map(ids::label));
    let labels = item.labels.iter().filter(|label| Some(label.as_str()) != folder);
    categories.extend(labels.map(|label| ids::label(label)));
    categories.extend(item.tags.iter().filter(|tag| !tag.starts_with("user/")).cloned());
    categories
}

/// An item as JSON.
pub fn json(app: &App, item: Item, feeds: &Feeds) -> JsonItem {
    let feed = feeds.get(&item.feed);
    let address = item_link(app, &item);
    let link = |kind| {
        let link = Link { href: address.clone(), kind };
        if address.is_empty() { Vec::new() } else { vec![link] }
    };
    JsonItem {
        id: ids::long(item.id),
        crawl_time_msec: item.seen_at.as_millisecond().to_string(),
        timestamp_usec: item.seen_at.as_microsecond().to_string(),
        published: item.published.unwrap_or(item.seen_at).as_second(),
        updated: item.updated.map(|updated| updated.as_second()),
        author: item.authors.join(", "),
        canonical: link(None),
        alternate: link(Some("text/html")),
        categories: categories(&item, feed),
        origin: Origin {
            stream_id: ids::feed(item.feed),
            title: feed.map(|feed| feed.title.clone()).unwrap_or_default(),
            html_url: feed.and_then(|feed| feed.site.clone()).unwrap_or_default(),
        },
        title: item.title,
        summary: Summary { content: item.html },
        enclosure: item
            .enclosures
            .into_iter()
            .map(|file| Enclosure { href: file.href, kind: file.kind, length: file.length })
            .collect(),
    }
}

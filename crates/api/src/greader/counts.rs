//! How many items there are.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::answer::{self, Fault};
use super::ask::Asked;
use super::wanted::Wanted;
use super::{ids, tags};
use crate::state::App;

#[derive(Serialize)]
struct JsonCounts {
    max: u64,
    unreadcounts: Vec<JsonCount>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonCount {
    id: String,
    count: u64,
    newest_item_timestamp_usec: String,
}

/// What is unread in one stream.
#[derive(Default, Clone, Copy)]
struct Count {
    unread: u64,
    newest: Option<Timestamp>,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.unread += other.unread;
        self.newest = self.newest.max(other.newest);
    }

    fn json(self, id: String) -> JsonCount {
        let newest = self.newest.map_or(0, |newest| newest.as_microsecond());
        JsonCount { id, count: self.unread, newest_item_timestamp_usec: newest.to_string() }
    }
}

/// `unread-count`: of each feed, folder and label, and of all, those with nothing unread too, since
/// apps take what is missing for unchanged.
pub async fn unread(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let user = asked.reader.user();
    let mut all = Count::default();
    let mut folders: BTreeMap<String, Count> = BTreeMap::new();
    let mut counts = Vec::new();
    for feed in app.store().item_counts(user).await? {
        let count = Count { unread: feed.unread, newest: feed.newest };
        all.add(count);
        if !feed.folder.is_empty() {
            folders.entry(feed.folder).or_default().add(count);
        }
        counts.push(count.json(ids::feed(feed.feed)));
    }
    for label in app.store().labels(user).await? {
        if !folders.contains_key(&label) {
            let unread = tags::unread(&app, user, &label).await?;
            counts.push(Count { unread, newest: None }.json(ids::label(&label)));
        }
    }
    counts.extend(folders.into_iter().map(|(name, count)| count.json(ids::label(&name))));
    counts.push(all.json(ids::state("reading-list")));
    answer::json(&JsonCounts { max: all.unread, unreadcounts: counts })
}

/// `stream/items/count`, which FeedHQ's apps ask: the number, and where `a` is true the day of the
/// newest item after a `#`.
pub async fn of_stream(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let user = asked.reader.user();
    let id = asked.get("s").map_or_else(|| ids::state("reading-list"), str::to_owned);
    let wanted = Wanted::stream(&app, user, &id).await?;
    let total = wanted.total(&app, user).await?;
    let newest = match asked.get("a") {
        Some("true") => wanted.refs(&app, user, 1).await?.into_iter().next(),
        _ => None,
    };
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime("%B %d, %Y").to_string();
    let told = newest.map(|item| format!("#{}", day(item.seen_at))).unwrap_or_default();
    Ok(format!("{total}{told}").into_response())
}

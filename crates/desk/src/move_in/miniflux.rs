//! Miniflux's REST API as a client.

use dateline_fetch::Fetcher;
use jiff::Timestamp;
use serde_json::Value;

use super::kept::HTML_BYTES;
use super::room::Room;
use super::service::Service;
use super::{Abroad, FeedAbroad, ItemAbroad, MOST_ITEMS, MOST_STARRED, MoveError};
use crate::cut;

/// How many items are asked for at once.
const AT_ONCE: usize = 250;

/// The folder that every account has, in which feeds are that were put into none.
const DEFAULT_FOLDER: &str = "All";

/// Asks for all that an account holds.
pub async fn ask(
    fetcher: &Fetcher,
    address: &str,
    key: &str,
    since: Timestamp,
) -> Result<Abroad, MoveError> {
    let mut service = Service::at(fetcher, address, "Miniflux")?;
    if let Some(base) = service.base.strip_suffix("/v1") {
        service.base = base.to_owned();
    }
    service.header = Some(("x-auth-token", key.to_owned()));
    let list = service.json("v1/feeds", &[]).await?;
    let Some(feeds) = list.as_array() else {
        return Err(service.strange("v1/feeds is no list".to_owned()));
    };
    let mut abroad = Abroad { feeds: feeds.iter().filter_map(feed).collect(), ..Abroad::default() };
    let since = since.as_second().to_string();
    let all = [("status", "read"), ("status", "unread"), ("after", since.as_str())];
    let starred = [("starred", "true")];
    let mut room = Room::default();
    let found = walk(&service, &starred, MOST_STARRED, &mut room, &mut abroad.notes).await?;
    abroad.items.extend(found);
    let found = walk(&service, &all, MOST_ITEMS, &mut room, &mut abroad.notes).await?;
    abroad.over = room.over;
    abroad.items.extend(found.into_iter().filter(|item| !item.starred));
    Ok(abroad)
}

async fn walk(
    service: &Service<'_>,
    filter: &[(&str, &str)],
    most: usize,
    room: &mut Room,
    notes: &mut Vec<String>,
) -> Result<Vec<ItemAbroad>, MoveError> {
    let limit = AT_ONCE.to_string();
    let mut items = Vec::new();
    let mut below: Option<i64> = None;
    loop {
        let before = below.map(|id| id.to_string());
        let mut query = vec![("order", "id"), ("direction", "desc"), ("limit", limit.as_str())];
        query.extend_from_slice(filter);
        // A place among numbers does not move when something comes meanwhile, as an offset does.
        query.extend(before.as_deref().map(|id| ("before_entry_id", id)));
        let page = service.json("v1/entries", &query).await?;
        let Some(found) = page.get("entries").and_then(Value::as_array) else {
            return Err(service.strange("v1/entries lists no entries".to_owned()));
        };
        items.extend(found.iter().map(item).filter(|item| room.takes(item)));
        if room.is_full() {
            notes.push(
                "The entries were not looked at to their end, for they are too large.".into(),
            );
            return Ok(items);
        }
        let last = found.iter().filter_map(|entry| entry.get("id")?.as_i64()).min();
        let goes_on = found.len() >= AT_ONCE && last.is_some() && last != below;
        if items.len() >= most {
            items.truncate(most);
            notes.push(format!("Only the newest {most} entries were looked at."));
            return Ok(items);
        }
        if !goes_on {
            return Ok(items);
        }
        below = last;
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    let text = value.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn feed(value: &Value) -> Option<FeedAbroad> {
    let folder = value.get("category").and_then(|category| text(category, "title"));
    Some(FeedAbroad {
        address: text(value, "feed_url")?,
        title: text(value, "title"),
        folder: folder.filter(|name| name != DEFAULT_FOLDER).into_iter().collect(),
    })
}

fn item(value: &Value) -> ItemAbroad {
    let feed = value.get("feed");
    let starred = value.get("starred").and_then(Value::as_bool).unwrap_or_default();
    let time = |name: &str| text(value, name).and_then(|text| text.parse::<Timestamp>().ok());
    ItemAbroad {
        guid: None,
        address: text(value, "url"),
        title: text(value, "title"),
        // Of what is only read, nothing but that is wanted.
        html: text(value, "content")
            .filter(|_| starred)
            .map(|html| cut::bytes(&html, HTML_BYTES).to_owned()),
        authors: text(value, "author").into_iter().collect(),
        published: time("published_at"),
        feed: feed.and_then(|feed| text(feed, "feed_url")),
        outlet: feed.and_then(|feed| text(feed, "title")),
        read: text(value, "status").as_deref() == Some("read"),
        starred,
        // The last change of an entry is mostly its star.
        starred_at: starred.then(|| time("changed_at")).flatten(),
    }
}

//! The Google Reader API as a client: FreshRSS, and all others that speak it.

use std::collections::{HashMap, HashSet};

use dateline_fetch::Fetcher;
use jiff::Timestamp;
use serde_json::Value;

use super::files::item_of;
use super::room::Room;
use super::service::Service;
use super::{Abroad, FeedAbroad, ItemAbroad, MOST_ITEMS, MOST_STARRED, MoveError};

const KIND: &str = "a reader with the Google Reader API";

/// Where FreshRSS has its API below its own address.
const OF_FRESHRSS: &str = "api/greader.php";

/// How many items are asked for at once.
const AT_ONCE: &str = "250";

/// Asks for all that an account holds.
pub async fn ask(
    fetcher: &Fetcher,
    address: &str,
    name: &str,
    password: &str,
    since: Timestamp,
) -> Result<Abroad, MoveError> {
    let mut service = Service::at(fetcher, address, KIND)?;
    sign_in(&mut service, name, password).await?;
    let mut abroad = Abroad::default();
    let list = service.json("reader/api/0/subscription/list", &[("output", "json")]).await?;
    abroad.feeds = feeds(&list);
    let by_stream: HashMap<String, String> = streams(&list);
    let since = since.as_second().to_string();
    let mut room = Room::default();
    let notes = &mut abroad.notes;
    // Stars are worth more than marks, should there not be room for all.
    let starred = walk(&service, "starred", None, MOST_STARRED, &mut room, notes).await?;
    let all = walk(&service, "reading-list", Some(&since), MOST_ITEMS, &mut room, notes).await?;
    abroad.over = room.over;
    let mut seen = HashSet::new();
    let starred = starred.into_iter().map(|(id, item)| (id, ItemAbroad { starred: true, ..item }));
    for (id, mut item) in starred.chain(all) {
        if seen.insert(id) {
            item.feed = item.feed.map(|stream| by_stream.get(&stream).cloned().unwrap_or(stream));
            abroad.items.push(item);
        }
    }
    Ok(abroad)
}

/// FreshRSS has its API in a folder of its own, others at their root; a typed address may name
/// either.
async fn sign_in(service: &mut Service<'_>, name: &str, password: &str) -> Result<(), MoveError> {
    let typed = service.base.clone();
    let mut candidates = vec![typed.clone()];
    if !typed.ends_with(".php") {
        candidates.insert(0, format!("{typed}/{OF_FRESHRSS}"));
    }
    let form =
        [("Email", name), ("Passwd", password), ("service", "reader"), ("client", "Dateline")];
    let (mut refused, mut is_wrong) = (String::new(), false);
    for base in candidates {
        service.base = base;
        let answer = service.ask("accounts/ClientLogin", &[], Some(&form)).await?;
        // Some refuse whatever they do not know before anybody has signed in.
        is_wrong |= matches!(answer.status, 401 | 403);
        let text = String::from_utf8_lossy(&answer.body);
        let auth = text.lines().find_map(|line| line.trim().strip_prefix("Auth="));
        if answer.is_success()
            && let Some(auth) = auth.map(str::trim).filter(|auth| !auth.is_empty())
        {
            service.header = Some(("authorization", format!("GoogleLogin auth={auth}")));
            return Ok(());
        }
        refused = format!("its sign-in answered {}", answer.status);
    }
    if is_wrong {
        return Err(MoveError::Login(service.shown.clone()));
    }
    Err(service.strange(refused))
}

/// The items of a stream with their ids there, the newest first. Texts are kept of what is starred.
async fn walk(
    service: &Service<'_>,
    stream: &str,
    since: Option<&str>,
    most: usize,
    room: &mut Room,
    notes: &mut Vec<String>,
) -> Result<Vec<(String, ItemAbroad)>, MoveError> {
    let path = format!("reader/api/0/stream/contents/user/-/state/com.google/{stream}");
    let mut items: Vec<(String, ItemAbroad)> = Vec::new();
    let mut token = String::new();
    loop {
        let mut query = vec![("output", "json"), ("n", AT_ONCE)];
        query.extend(since.map(|since| ("ot", since)));
        if !token.is_empty() {
            query.push(("c", &token));
        }
        let page = service.json(&path, &query).await?;
        let Some(found) = page.get("items").and_then(Value::as_array) else {
            return Err(service.strange(format!("{stream} lists no items")));
        };
        let count = found.len();
        for value in found {
            let mut item = item_of(value);
            if !item.starred && stream != "starred" {
                item.html = None;
            }
            let id = value.get("id").map(word).unwrap_or_default();
            if room.has(id.len()) && room.takes(&item) {
                items.push((id, item));
            }
        }
        if room.is_full() {
            notes.push(format!("“{stream}” was not looked at to its end, for it is too large."));
            return Ok(items);
        }
        if items.len() >= most {
            items.truncate(most);
            notes.push(format!("Only the newest {most} items of “{stream}” were looked at."));
            return Ok(items);
        }
        let next = page.get("continuation").map(word).unwrap_or_default();
        // Some servers give a token on the last page, too.
        if count == 0 || next.is_empty() || next == token {
            return Ok(items);
        }
        token = next;
    }
}

/// A value as the word it stands for, whether it is a string or a number.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    let text = value.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The subscriptions of a list.
fn feeds(list: &Value) -> Vec<FeedAbroad> {
    let listed = list.get("subscriptions").and_then(Value::as_array).into_iter().flatten();
    listed
        .filter_map(|one| {
            Some(FeedAbroad {
                address: address_of(one)?,
                title: text(one, "title"),
                folder: folder(one),
            })
        })
        .collect()
}

fn address_of(subscription: &Value) -> Option<String> {
    let of_id = || {
        let id = text(subscription, "id")?;
        let rest = id.strip_prefix("feed/")?.to_owned();
        rest.contains(':').then_some(rest)
    };
    text(subscription, "url").or_else(of_id)
}

/// The first folder; readers may put a feed into several.
fn folder(subscription: &Value) -> Vec<String> {
    let first =
        subscription.get("categories").and_then(Value::as_array).and_then(|all| all.first());
    let label = first.and_then(|one| {
        text(one, "label").or_else(|| {
            let id = text(one, "id")?;
            id.split_once("/label/").map(|(_, name)| name.to_owned())
        })
    });
    // FreshRSS calls its folder of all others so, which has no name in its OPML either.
    label.filter(|name| name != "Uncategorized").into_iter().collect()
}

/// The address of each stream.
fn streams(list: &Value) -> HashMap<String, String> {
    let listed = list.get("subscriptions").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|one| Some((text(one, "id")?, address_of(one)?))).collect()
}

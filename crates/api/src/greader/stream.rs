//! `stream/contents`, `stream/items/ids` and `stream/items/contents`: what a stream holds.

use std::collections::VecDeque;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use dateline_model::{EntryId, ItemScope, UserId};
use futures_util::stream;
use serde::Serialize;
use serde_json::json;

use super::answer::{self, Fault};
use super::ask::Asked;
use super::wanted::{Page, Wanted, page};
use super::{ids, item};
use crate::problem::Problem;
use crate::state::App;

/// How many items come where nothing is said, as from Google.
const USUAL: u32 = 20;

/// The most ids of one page; whoever asks for more goes on with the continuation.
const MOST_IDS: u32 = 10_000;

/// The most items of one page.
const MOST_ITEMS: u32 = 1000;

/// The most items that are fetched by their ids at once.
const MOST_ASKED: usize = 10_000;

/// How many items are read and written together: an answer never stands in memory as a whole.
const SLICE: usize = 200;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonRefs {
    item_refs: Vec<JsonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    continuation: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonRef {
    id: String,
    direct_stream_ids: Vec<String>,
    timestamp_usec: String,
}

/// The streams that a request names, or all items.
async fn streams(app: &App, asked: &Asked) -> Result<Vec<Wanted>, Fault> {
    let mut streams = Vec::new();
    for id in asked.all("s").filter(|id| !id.is_empty()) {
        streams.push(Wanted::asked(app, asked, id).await?);
    }
    if streams.is_empty() {
        streams.push(Wanted::asked(app, asked, &ids::state("reading-list")).await?);
    }
    Ok(streams)
}

/// `stream/items/ids`
pub async fn ids(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let most = asked.number("n")?.unwrap_or(USUAL).clamp(1, MOST_IDS);
    let streams = streams(&app, &asked).await?;
    let Page { refs, continuation } = page(&app, asked.reader.user(), &streams, most).await?;
    let with_streams = asked.get("includeAllDirectStreamIds") == Some("true");
    let item_refs = refs.into_iter().map(|item| JsonRef {
        id: item.id.to_string(),
        direct_stream_ids: if with_streams { vec![ids::feed(item.feed)] } else { Vec::new() },
        timestamp_usec: item.seen_at.as_microsecond().to_string(),
    });
    answer::json(&JsonRefs { item_refs: item_refs.collect(), continuation })
}

/// `stream/contents?s=…`, as BazQux's apps ask, or without a stream, which is all items.
pub async fn contents_of_query(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let id = asked.get("s").map_or_else(|| ids::state("reading-list"), str::to_owned);
    contents_of(&app, &asked, &id).await
}

/// `stream/contents/{stream}`
pub async fn contents(
    State(app): State<App>,
    Path(stream): Path<String>,
    uri: Uri,
    asked: Asked,
) -> Result<Response, Fault> {
    contents_of(&app, &asked, &in_path(&stream, uri.path())).await
}

/// The stream that a path ends in. Apps send it encoded or not, and the address of a feed in it may
/// hold encoded signs itself: then it is taken as it was sent.
pub fn in_path(decoded: &str, sent: &str) -> String {
    let is_plain = |rest: &&str| rest.starts_with("http://") || rest.starts_with("https://");
    let plain = sent.find("/feed/").and_then(|at| sent.get(at + "/feed/".len()..)).filter(is_plain);
    plain.map_or_else(|| decoded.to_owned(), |address| format!("feed/{address}"))
}

async fn contents_of(app: &App, asked: &Asked, id: &str) -> Result<Response, Fault> {
    let user = asked.reader.user();
    let most = asked.number("n")?.unwrap_or(USUAL).clamp(1, MOST_ITEMS);
    let wanted = Wanted::asked(app, asked, id).await?;
    let title = title(app, user, &wanted, id).await?;
    let Page { refs, continuation } = page(app, user, &[wanted], most).await?;
    let items = refs.into_iter().map(|item| item.id).collect();
    written(app, user, id, &title, items, continuation)
}

/// What a stream is called.
pub async fn title(app: &App, user: UserId, wanted: &Wanted, id: &str) -> Result<String, Fault> {
    Ok(match wanted.whole_scope() {
        Some(ItemScope::Feed(feed)) => {
            let feed = app.store().item_feeds(user, Some(vec![*feed])).await?.pop();
            feed.map(|feed| feed.title).unwrap_or_default()
        }
        Some(ItemScope::Folder(name) | ItemScope::Label(name)) => name.clone(),
        _ if id.ends_with("/starred") => "Starred".to_owned(),
        _ => "All items".to_owned(),
    })
}

/// `stream/items/contents`: the items of these ids, in any of their forms. Ids that are none, or
/// another's, are left out, so that one item that is gone does not keep an app from all others.
pub async fn items(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let named: Vec<&str> = asked.all("i").collect();
    if named.is_empty() {
        return Err(Fault::bad("no item is named; name some as “i”"));
    }
    if named.len() > MOST_ASKED {
        return Err(Fault::bad(format!("too many items at once; ask for {MOST_ASKED}")));
    }
    let mut known = std::collections::HashSet::new();
    let items = named.into_iter().filter_map(ids::item).filter(|id| known.insert(*id)).collect();
    let id = ids::state("reading-list");
    written(&app, asked.reader.user(), &id, "Items", items, None)
}

/// What is still to be written of an answer.
enum Rest {
    Items { first: bool, items: VecDeque<EntryId> },
    Nothing,
}

/// Writes items slice by slice, as they are read.
fn written(
    app: &App,
    user: UserId,
    id: &str,
    title: &str,
    items: Vec<EntryId>,
    continuation: Option<String>,
) -> Result<Response, Fault> {
    let head = json!({
        "direction": "ltr",
        "id": id,
        "title": title,
        "updated": app.now().as_second(),
        "continuation": continuation,
    });
    let mut head = head;
    if let Some(fields) = head.as_object_mut().filter(|_| continuation.is_none()) {
        fields.remove("continuation");
    }
    let head = head.to_string();
    // The object stays open for its items.
    let head = format!("{},\"items\":[", head.trim_end_matches('}'));
    let app = app.clone();
    let rest = Rest::Items { first: true, items: items.into() };
    let body = stream::try_unfold((app, head, rest), move |(app, head, rest)| async move {
        let Rest::Items { first, mut items } = rest else { return Ok(None) };
        let mut out = head.into_bytes();
        let now: Vec<EntryId> = items.drain(..items.len().min(SLICE)).collect();
        let is_last = items.is_empty();
        let wrote = slice(&app, user, &now, first, &mut out).await?;
        if is_last {
            out.extend_from_slice(b"]}");
            return Ok(Some((Bytes::from(out), (app, String::new(), Rest::Nothing))));
        }
        let rest = Rest::Items { first: first && wrote == 0, items };
        Ok::<_, Problem>(Some((Bytes::from(out), (app, String::new(), rest))))
    });
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    Ok((kind, Body::from_stream(body)).into_response())
}

/// Writes some items; gives how many there were.
async fn slice(
    app: &App,
    user: UserId,
    ids: &[EntryId],
    mut first: bool,
    out: &mut Vec<u8>,
) -> Result<usize, Problem> {
    let broken = |fault: Fault| match fault {
        Fault::Problem(problem) => problem,
        _ => Problem::Broken("an item could not be read".to_owned()),
    };
    let (items, feeds) = item::whole(app, user, ids).await.map_err(broken)?;
    let count = items.len();
    for one in items {
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        serde_json::to_writer(&mut *out, &item::json(app, one, &feeds))
            .map_err(|error| Problem::Broken(error.to_string()))?;
    }
    Ok(count)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_stream_in_a_path_is_read_encoded_or_not() {
        let path = "/reader/api/0/stream/contents/feed/https://a.example/a%20b";
        assert_eq!(in_path("feed/https://a.example/a b", path), "feed/https://a.example/a%20b");
        let path = "/reader/api/0/stream/contents/feed%2Fhttps%3A%2F%2Fa.example%2Ff";
        assert_eq!(in_path("feed/https://a.example/f", path), "feed/https://a.example/f");
        let path = "/reader/api/0/stream/contents/user/-/label/A%20B";
        assert_eq!(in_path("user/-/label/A B", path), "user/-/label/A B");
    }
}

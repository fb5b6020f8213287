//! Subscriptions: listed, added, changed, ended, imported and exported.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use dateline_desk::{AddError, Added, ImportError};
use dateline_model::{FeedId, UserId, clean_folder};
use serde::Serialize;
use serde_json::json;

use super::answer::{self, Fault};
use super::ask::{Asked, Sent};
use super::ids::{self, StreamId};
use super::wanted::feed_at;
use crate::problem::Problem;
use crate::state::App;

/// The longest title and name of a label, in characters.
const LONGEST: usize = 300;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonFeed {
    id: String,
    title: String,
    categories: Vec<JsonCategory>,
    url: String,
    html_url: String,
    icon_url: String,
}

#[derive(Serialize)]
struct JsonCategory {
    id: String,
    label: String,
}

/// `subscription/list`
pub async fn list(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let feeds = app.store().item_feeds(asked.reader.user(), None).await?;
    let feeds = feeds.into_iter().map(|feed| JsonFeed {
        id: ids::feed(feed.feed),
        title: feed.title,
        categories: match feed.folder {
            folder if folder.is_empty() => Vec::new(),
            folder => vec![JsonCategory { id: ids::label(&folder), label: folder }],
        },
        url: feed.url,
        html_url: feed.site.unwrap_or_default(),
        // NewsFlash and NetNewsWire look for an icon themselves where this is empty.
        icon_url: String::new(),
    });
    answer::json(&json!({ "subscriptions": feeds.collect::<Vec<_>>() }))
}

/// `subscribed`, which FeedHQ's apps ask before they add.
pub async fn subscribed(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let id = asked.get("s").unwrap_or_default();
    let found = own(&app, asked.reader.user(), id).await?;
    Ok(if found.is_some() { "true" } else { "false" }.into_response())
}

/// One of the user's own feeds, by number or address.
async fn own(app: &App, user: UserId, id: &str) -> Result<Option<FeedId>, Fault> {
    let feed = match ids::stream(id) {
        Some(StreamId::Feed(feed)) => Some(feed),
        Some(StreamId::FeedAt(address)) => feed_at(app, &address).await?,
        _ => return Err(Fault::bad(format!("“{id}” is no feed"))),
    };
    let Some(feed) = feed else { return Ok(None) };
    let own = app.store().item_feeds(user, Some(vec![feed])).await?;
    Ok(own.first().map(|own| own.feed))
}

/// `subscription/export`
pub async fn export(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let opml = app.desk.export(asked.reader.user()).await?;
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], opml).into_response())
}

/// `subscription/import`: the body is a file of OPML.
pub async fn import(State(app): State<App>, sent: Sent) -> Result<Response, Fault> {
    sent.reader.writes()?;
    let report = match app.desk.import(sent.reader.user(), &sent.file).await {
        Ok(report) => report,
        Err(ImportError::Desk(error)) => return Err(error.into()),
        Err(error) => return Err(Fault::bad(error.to_string())),
    };
    Ok(format!("OK: {}", report.added).into_response())
}

/// `subscription/quickadd`: an address of a feed or of a page that names one. Apps show the error
/// of an answer that says 200, and nothing of any other.
pub async fn quickadd(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    asked.reader.writes()?;
    let query = asked.get("quickadd").or_else(|| asked.get("s")).unwrap_or_default();
    // Some apps send the id of a stream.
    let typed = query.strip_prefix("feed/").unwrap_or(query);
    match add(&app, asked.reader.user(), typed, "", None).await? {
        Ok((feed, title)) => answer::json(&json!({
            "numResults": 1,
            "query": query,
            "streamId": ids::feed(feed),
            "streamName": title,
        })),
        Err(error) => answer::json(&json!({ "numResults": 0, "query": query, "error": error })),
    }
}

/// Subscribes to what stands at an address; in words why not. Of several feeds that a page names it
/// takes the first: apps have no way to ask which.
async fn add(
    app: &App,
    user: UserId,
    typed: &str,
    folder: &str,
    title: Option<&str>,
) -> Result<Result<(FeedId, String), String>, Fault> {
    let mut typed = typed.to_owned();
    for _ in 0..2 {
        match app.desk.add(user, &typed, folder, title).await {
            Ok(Added::Subscribed { feed, title, .. }) => return Ok(Ok((feed, title))),
            Ok(Added::Choice(found)) => match found.into_iter().next() {
                Some(first) => typed = first.url,
                None => break,
            },
            Ok(Added::Offer(_)) => break,
            Err(AddError::Desk(error)) => return Err(error.into()),
            Err(error) => return Ok(Err(error.to_string())),
        }
    }
    Ok(Err(format!("{typed} is a web page that names no feed")))
}

/// `subscription/edit`
pub async fn edit(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    asked.reader.writes()?;
    let feeds: Vec<&str> = asked.all("s").filter(|id| !id.is_empty()).collect();
    if feeds.is_empty() {
        return Err(Fault::bad("no feed is named; name one as “s”"));
    }
    let titles: Vec<&str> = asked.all("t").collect();
    let user = asked.reader.user();
    let folder = folder(asked.all("a"))?;
    let leaves = folder_left(asked.all("r"))?;
    for (place, id) in feeds.into_iter().enumerate() {
        let title = titles.get(place).map(|title| title.trim()).filter(|title| !title.is_empty());
        let title = title.map(cut);
        match asked.get("ac") {
            Some("subscribe") => {
                subscribe(&app, user, id, title.as_deref(), folder.as_deref()).await?;
            }
            Some("unsubscribe") => {
                // Asked again because an answer was lost, it is as much done as the first time.
                if let Some(feed) = own(&app, user, id).await? {
                    app.store().unsubscribe(user, feed).await?;
                }
            }
            Some("edit") => {
                change(&app, user, id, title, folder.as_deref(), leaves.as_deref()).await?;
            }
            _ => return Err(Fault::bad("“ac” is subscribe, unsubscribe or edit")),
        }
    }
    Ok(answer::ok())
}

/// A title or name without blanks around it, and no longer than it may be.
pub fn cut(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}

/// The folder that a feed is put into. A feed is in one folder only; of several the first counts.
fn folder<'a>(mut added: impl Iterator<Item = &'a str>) -> Result<Option<String>, Fault> {
    let Some(id) = added.find(|id| !id.is_empty()) else { return Ok(None) };
    match clean_folder(&name_of_label(id)?) {
        name if name.is_empty() => Err(Fault::bad(format!("“{id}” is no name of a folder"))),
        name => Ok(Some(name)),
    }
}

/// The folder that a feed is taken out of.
fn folder_left<'a>(mut removed: impl Iterator<Item = &'a str>) -> Result<Option<String>, Fault> {
    let Some(id) = removed.find(|id| !id.is_empty()) else { return Ok(None) };
    name_of_label(id).map(Some)
}

/// The name in the id of a label.
pub fn name_of_label(id: &str) -> Result<String, Fault> {
    match ids::stream(id) {
        Some(StreamId::Label(name)) => Ok(cut(&name)),
        _ => Err(Fault::bad(format!("“{id}” is no label"))),
    }
}

async fn subscribe(
    app: &App,
    user: UserId,
    id: &str,
    title: Option<&str>,
    folder: Option<&str>,
) -> Result<(), Fault> {
    // A number is an address that nobody can have read anywhere but in a list of their own: it must
    // not lead to what others read.
    let address = match ids::stream(id) {
        Some(StreamId::FeedAt(address)) => address,
        Some(StreamId::Feed(_)) => {
            return change(app, user, id, title.map(str::to_owned), folder, None).await;
        }
        _ => return Err(Fault::bad(format!("“{id}” is no feed"))),
    };
    match add(app, user, &address, folder.unwrap_or_default(), title).await? {
        Ok(_) => Ok(()),
        Err(why) => Err(Fault::bad(why)),
    }
}

/// Gives a feed of the user's another title, another folder, or both.
async fn change(
    app: &App,
    user: UserId,
    id: &str,
    title: Option<String>,
    folder: Option<&str>,
    leaves: Option<&str>,
) -> Result<(), Fault> {
    let feed = own(app, user, id).await?;
    let feed = feed.ok_or_else(|| Problem::bad(format!("“{id}” is none of your feeds")))?;
    let is_in = || async {
        let own = app.store().item_feeds(user, Some(vec![feed])).await?;
        Ok::<_, Fault>(own.first().map(|own| own.folder.clone()))
    };
    let folder = match (folder, leaves) {
        (Some(folder), _) => Some(folder.to_owned()),
        (None, Some(left)) if is_in().await?.as_deref() == Some(left) => Some(String::new()),
        (None, _) => None,
    };
    app.store().update_subscription(user, feed, title.map(Some), folder).await?;
    Ok(())
}

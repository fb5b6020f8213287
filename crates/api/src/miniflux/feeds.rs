//! `/v1/feeds` and `/v1/discover`.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_desk::{AddError, Added, PollAsk};
use dateline_model::{FeedId, FeedOverview, FolderId, ItemScope};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::time::Duration;
use url::Url;

use super::ask::{Asker, At, Sent, Writer};
use super::change_feed::{self, Login};
use super::fault::Fault;
use super::shelf::Shelf;
use crate::caller::Caller;
use crate::json::Json;
use crate::state::App;

/// How long a client waits for a feed to be polled. It goes on without the client then.
const PATIENCE: Duration = Duration::from_secs(20);

/// A feed to subscribe to. What Dateline decides by itself is not heard.
#[derive(Debug, Deserialize)]
pub struct NewFeed {
    feed_url: String,
    /// The Python client sends null where its user names no category.
    category_id: Option<FolderId>,
    crawler: Option<bool>,
    #[serde(flatten)]
    login: Login,
}

/// An address at which feeds are looked for.
#[derive(Debug, Deserialize)]
pub struct Place {
    url: String,
}

/// The caller's subscription to a feed.
pub async fn own(app: &App, caller: &Caller, feed: FeedId) -> Result<FeedOverview, Fault> {
    let overview = app.store().feed_overview(caller.user.id, feed).await?;
    overview.ok_or_else(Fault::not_found)
}

/// `GET /v1/feeds`
pub async fn list(State(app): State<App>, Asker(caller): Asker) -> Result<Json, Fault> {
    Ok(Json(Value::Array(Shelf::of(&app, caller.user.id).await?.shapes(None))))
}

/// `GET /v1/feeds/{feed}`
pub async fn show(
    State(app): State<App>,
    Asker(caller): Asker,
    At(feed): At<FeedId>,
) -> Result<Json, Fault> {
    let shelf = Shelf::of(&app, caller.user.id).await?;
    shelf.shape(feed).map(Json).ok_or_else(Fault::not_found)
}

/// `POST /v1/feeds`
pub async fn create(
    State(app): State<App>,
    Writer(caller): Writer,
    Sent(new): Sent<NewFeed>,
) -> Result<(StatusCode, Json), Fault> {
    let user = caller.user.id;
    let folder = match new.category_id {
        // Clients without categories send none, or 0.
        None | Some(FolderId(0)) => String::new(),
        Some(id) => {
            let shelf = Shelf::of(&app, user).await?;
            let folder = shelf.folder(id).ok_or_else(|| Fault::bad("invalid category ID"))?;
            folder.name.clone()
        }
    };
    let address = new.login.within(&new.feed_url);
    match app.desk.add(user, &address, &folder, None).await? {
        Added::Subscribed { new: false, .. } => Err(Fault::bad("This feed already exists.")),
        Added::Subscribed { feed, .. } => {
            if new.crawler == Some(true) {
                change_feed::read_pages(&app, &caller, feed, true).await?;
            }
            Ok((StatusCode::CREATED, Json(json!({ "feed_id": feed }))))
        }
        Added::Choice(found) => Err(Fault::bad(format!(
            "this page names {} feeds; ask for them with /v1/discover and choose one",
            found.len()
        ))),
        Added::Offer(offer) => Err(AddError::NoFeedNamed { url: offer.url }.into()),
    }
}

/// `DELETE /v1/feeds/{feed}`
pub async fn remove(
    State(app): State<App>,
    Writer(caller): Writer,
    At(feed): At<FeedId>,
) -> Result<StatusCode, Fault> {
    if app.store().unsubscribe(caller.user.id, feed).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Fault::not_found())
    }
}

/// `PUT /v1/feeds/{feed}/refresh`: the feed is polled before the answer, since clients ask for its
/// entries next.
pub async fn refresh(
    State(app): State<App>,
    Writer(caller): Writer,
    At(feed): At<FeedId>,
) -> Result<StatusCode, Fault> {
    own(&app, &caller, feed).await?;
    let ask = PollAsk { feeds: Some(vec![feed]), feeds_only: true, fresh: false };
    let desk = app.desk.clone();
    // A poll that is begun is ended, also where the client does not wait for it.
    let polled = tokio::spawn(async move { desk.poll(ask, &|_| ()).await });
    if let Ok(Ok(report)) = tokio::time::timeout(PATIENCE, polled).await {
        report?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /v1/feeds/refresh`: those that are due.
pub async fn refresh_all(
    State(app): State<App>,
    Writer(caller): Writer,
) -> Result<StatusCode, Fault> {
    refresh_due(&app, &caller, None).await
}

/// Polls the feeds of a folder, or all, that are due: others wait for their time, as with Miniflux,
/// whose clients ask for this whenever they sync.
pub async fn refresh_due(
    app: &App,
    caller: &Caller,
    folder: Option<&str>,
) -> Result<StatusCode, Fault> {
    let shelf = Shelf::of(app, caller.user.id).await?;
    let now = app.now();
    let due = shelf.feeds().iter().filter(|(feed, subscription)| {
        folder.is_none_or(|folder| subscription.folder == folder)
            && feed.polling.next_poll_at.is_some_and(|at| at <= now)
    });
    let due: Vec<FeedId> = due.map(|(feed, _)| feed.id).collect();
    app.desk.poll_soon(&due).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/feeds/{feed}/icon` and `/v1/icons/{icon}`: Dateline keeps no icons, and clients know
/// feeds without one.
pub async fn icon(Asker(_): Asker) -> Fault {
    Fault::not_found()
}

/// `PUT /v1/feeds/{feed}/mark-all-as-read`
pub async fn mark_read(
    State(app): State<App>,
    Writer(caller): Writer,
    At(feed): At<FeedId>,
) -> Result<StatusCode, Fault> {
    own(&app, &caller, feed).await?;
    let (scope, now) = (ItemScope::Feed(feed), app.now());
    app.store().mark_items_read(caller.user.id, scope, now, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/feeds/counters`: how many entries of each feed are read and unread; feeds without any
/// are left out.
pub async fn counters(State(app): State<App>, Asker(caller): Asker) -> Result<Json, Fault> {
    let (mut reads, mut unreads) = (Map::new(), Map::new());
    for one in app.store().overview(caller.user.id).await? {
        let read = one.entries.saturating_sub(one.unread);
        for (counts, count) in [(&mut reads, read), (&mut unreads, one.unread)] {
            if count > 0 {
                counts.insert(one.feed.id.to_string(), json!(count));
            }
        }
    }
    Ok(Json(json!({ "reads": reads, "unreads": unreads })))
}

/// `POST /v1/discover`
pub async fn discover(
    State(app): State<App>,
    Writer(_): Writer,
    Sent(place): Sent<Place>,
) -> Result<Json, Fault> {
    let found = app.desk.feeds_named(&place.url).await?;
    if found.is_empty() {
        return Err(Fault::new(StatusCode::NOT_FOUND, "no feed was found there"));
    }
    let shaped = found.into_iter().map(|one| {
        let title = one.title.as_deref().unwrap_or(&one.url);
        json!({ "url": one.url, "title": title, "type": kind(&one.kind) })
    });
    Ok(Json(shaped.collect()))
}

/// A format or a media type as Miniflux names it.
fn kind(kind: &str) -> &'static str {
    let kind = kind.to_ascii_lowercase();
    match () {
        () if kind.contains("atom") => "atom",
        () if kind.contains("json") => "json",
        () => "rss",
    }
}

/// An address with a name and a password in it, as the desk takes them.
pub fn with_login(address: &str, name: &str, password: Option<&str>) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    url.set_username(name).ok()?;
    url.set_password(password.filter(|password| !password.is_empty())).ok()?;
    Some(url.into())
}

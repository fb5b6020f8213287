//! Feeds that a user subscribes to.

use dateline_desk::{AddError, Added};
use dateline_model::{FeedId, FeedOverview, clean_folder};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, LONGEST_FOLDER, Reply, created, done_if, line, ok};
use super::operation::{Operation, delete, get, patch, post};
use super::schema::{
    NUMBER, WEB, count, flag, id, limit, list, nullable, object, refer, said, sent, shaped,
    short_text, text, word,
};
use super::shapes;
use crate::problem::Problem;

const GROUP: &str = "Feeds";

/// The longest title of a user's own, in characters.
const TITLE: usize = 300;

pub fn operations() -> Vec<Operation> {
    let found = object([("url", text()), ("title", nullable(text())), ("type", text())]);
    let choice = object([
        ("result", word(&["choice"])),
        (
            "choices",
            said(list(found), "Feeds that the page names; add one of them by its address."),
        ),
    ]);
    let known = object([("result", word(&["subscribed"])), ("feed", refer("Feed"))]);
    vec![
        get("/feeds", "list_feeds")
            .about(GROUP, "Your feeds, by number")
            .query(
                "folder",
                short_text(LONGEST_FOLDER),
                "only those that stand in exactly this folder; empty is none",
            )
            .query("after", shaped(NUMBER), "the `next` of an earlier answer")
            .query("limit", limit(500, 2000), "how many at the most")
            .gives(
                200,
                "Feeds",
                object([("feeds", list(refer("Feed"))), ("next", nullable(text()))]),
            )
            .by(list_feeds),
        post("/feeds", "add_feed")
            .about(
                GROUP,
                "Subscribe to what stands at an address: a feed, or a page that names one",
            )
            .costs(10)
            .takes(sent(
                [("url", shaped(WEB))],
                [("folder", short_text(LONGEST_FOLDER)), ("title", nullable(short_text(TITLE)))],
            ))
            .gives(201, "You subscribe to it now", known.clone())
            .gives(
                200,
                "You did already, or there are several to choose from",
                json!({ "anyOf": [known, choice] }),
            )
            .or(409)
            .by(add),
        get("/feeds/{feed}", "get_feed")
            .about(GROUP, "One of your feeds")
            .part("feed", id(), "its number")
            .gives(200, "The feed", refer("Feed"))
            .by(show),
        patch("/feeds/{feed}", "change_feed")
            .about(GROUP, "Give a feed another title or folder; a title of null is the feed's own")
            .part("feed", id(), "its number")
            .takes(sent(
                [],
                [("title", nullable(short_text(TITLE))), ("folder", short_text(LONGEST_FOLDER))],
            ))
            .gives(200, "The feed as it is now", refer("Feed"))
            .by(change),
        delete("/feeds/{feed}", "remove_feed")
            .about(GROUP, "End a subscription")
            .part("feed", id(), "its number")
            .gives_nothing("You do not subscribe to it any more")
            .by(remove),
        post("/feeds/{feed}/poll", "poll_feed")
            .about(GROUP, "Have a feed polled as soon as its host's turn comes")
            .part("feed", id(), "its number")
            .costs(5)
            .gives(202, "It is due", object([("due", flag())]))
            .by(poll),
        post("/feeds/poll", "poll_feeds")
            .about(GROUP, "Have all your feeds polled")
            .costs(20)
            .gives(202, "So many are due", object([("feeds", count())]))
            .by(poll_all),
    ]
}

async fn list_feeds(call: Call) -> Result<Reply, Problem> {
    let mut feeds = call.app.store().overview(call.caller.user.id).await?;
    if let Some(folder) = call.asked::<String>("folder") {
        feeds.retain(|one| one.subscription.folder == folder);
    }
    feeds.sort_by_key(|one| one.feed.id);
    let (feeds, next) = page_of(&call, feeds, 500, |one| one.feed.id.0);
    let feeds: Vec<Value> = feeds.iter().map(shapes::feed).collect();
    ok(json!({ "feeds": feeds, "next": next }))
}

/// The part of a whole list, in the order of its numbers, that the call asks for, and where the
/// next one begins.
pub fn page_of<T>(
    call: &Call,
    mut all: Vec<T>,
    usual: usize,
    number: impl Fn(&T) -> i64,
) -> (Vec<T>, Option<String>) {
    let after = call.asked::<String>("after").and_then(|after| after.parse::<i64>().ok());
    let limit = call.asked::<usize>("limit").unwrap_or(usual);
    all.retain(|one| after.is_none_or(|after| number(one) > after));
    let has_more = all.len() > limit;
    all.truncate(limit);
    let next = all.last().filter(|_| has_more).map(|last| number(last).to_string());
    (all, next)
}

#[derive(Deserialize)]
struct New {
    url: String,
    folder: Option<String>,
    title: Option<String>,
}

async fn add(call: Call) -> Result<Reply, Problem> {
    let new: New = call.json()?;
    let in_folder = clean_folder(new.folder.as_deref().unwrap_or_default());
    let title = new.title.map(|title| line(&title, TITLE)).filter(|title| !title.is_empty());
    let user = call.caller.user.id;
    match call.app.desk.add(user, &new.url, &in_folder, title.as_deref()).await {
        Ok(Added::Subscribed { feed, new, .. }) => {
            let overview = own(&call, feed).await?;
            let told = json!({ "result": "subscribed", "feed": shapes::feed(&overview) });
            if new { created(told) } else { ok(told) }
        }
        Ok(Added::Choice(found)) => {
            let choices = found
                .into_iter()
                .map(|one| json!({ "url": one.url, "title": one.title, "type": one.kind }));
            ok(json!({ "result": "choice", "choices": choices.collect::<Vec<_>>() }))
        }
        Ok(Added::Offer(_)) => Err(Problem::Conflict(
            "this is a page that names no feed; its rule can be chosen on the page of feeds"
                .to_owned(),
        )),
        Err(AddError::Desk(error)) => Err(error.into()),
        Err(error) => Err(Problem::Conflict(error.to_string())),
    }
}

/// The caller's own subscription to a feed.
async fn own(call: &Call, feed: FeedId) -> Result<FeedOverview, Problem> {
    let overview = call.app.store().feed_overview(call.caller.user.id, feed).await?;
    overview.ok_or(Problem::NotFound)
}

async fn show(call: Call) -> Result<Reply, Problem> {
    ok(shapes::feed(&own(&call, call.part("feed")?).await?))
}

#[derive(Deserialize)]
struct Change {
    #[serde(default, deserialize_with = "given")]
    title: Option<Option<String>>,
    folder: Option<String>,
}

/// What is given as `null` is given.
pub fn given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

async fn change(call: Call) -> Result<Reply, Problem> {
    let (feed, change) = (call.part("feed")?, call.json::<Change>()?);
    let title = change
        .title
        .map(|title| title.map(|title| line(&title, TITLE)).filter(|title| !title.is_empty()));
    let to_folder = change.folder.as_deref().map(clean_folder);
    let user = call.caller.user.id;
    if !call.app.store().update_subscription(user, feed, title, to_folder).await? {
        return Err(Problem::NotFound);
    }
    ok(shapes::feed(&own(&call, feed).await?))
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    let feed = call.part("feed")?;
    done_if(call.app.store().unsubscribe(call.caller.user.id, feed).await?)
}

async fn poll(call: Call) -> Result<Reply, Problem> {
    let feed = own(&call, call.part("feed")?).await?.feed.id;
    call.app.desk.poll_soon(&[feed]).await?;
    Ok(Reply::Json(axum::http::StatusCode::ACCEPTED, json!({ "due": true })))
}

async fn poll_all(call: Call) -> Result<Reply, Problem> {
    let feeds = call.app.store().all_feed_ids(Some(call.caller.user.id)).await?;
    call.app.desk.poll_soon(&feeds).await?;
    Ok(Reply::Json(axum::http::StatusCode::ACCEPTED, json!({ "feeds": feeds.len() })))
}

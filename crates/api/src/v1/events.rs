//! What happens, as it happens: server-sent events (HTML, section 9.2).
//!
//! News of the desk are hints that something may have changed; what is told is always what the
//! store says then. So another process's work and another app's marks are told too, only a little
//! later: at the next heartbeat.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue, Request, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use dateline_desk::News;
use dateline_model::{EntryId, ItemQuery, StoryId, Unread, UserId};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};
use tokio::time::sleep;

use super::asking::who_asks;
use super::call::{Call, Reply};
use super::operation::{Operation, get};
use super::schema::{NUMBER, said, shaped, text, word};
use crate::problem::Problem;
use crate::state::App;

/// How long it is quiet at the most.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// So long after the first of several news they are told together.
const TOGETHER: Duration = Duration::from_millis(300);

/// A stream ends after so long, before the connection that carries it is ended; whoever listens
/// comes back, and names the last event.
const LIFE: Duration = Duration::from_secs(280);

/// How often it is looked whether who listens may still do so.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// So many streams of one user may be open.
const STREAMS: usize = 16;

/// So many new entries are told in one event.
const TOLD: u32 = 500;

/// So many stories are told at once.
const STORIES: usize = 200;

pub fn operations() -> Vec<Operation> {
    let open = Arc::new(Open::default());
    let event = json!({
        "type": "object",
        "properties": {
            "event": word(&["entries", "stories", "unread"]),
            "id": said(text(), "The number of the last entry that was told."),
            "data": said(text(), "JSON."),
        },
    });
    vec![
        get("/events", "listen")
            .about(
                "Events",
                "What happens, as server-sent events: `entries` with the `ids` of new ones, \
                 `stories` with the `ids` of those that changed, and `unread` with the `total` and \
                 the `feeds` whose counts changed. Who sends `Accept: text/event-stream` is told \
                 for up to five minutes and then comes back with `Last-Event-ID`; anybody else is \
                 told what there is to tell now",
            )
            .query(
                "after",
                shaped(NUMBER),
                "the number of the last entry that is known, where `Last-Event-ID` is not sent",
            )
            .gives_raw(&["text/event-stream"], "Events, each with these fields", event)
            .by(move |call| listen(call, open.clone())),
    ]
}

/// How many streams of each user are open.
#[derive(Default)]
struct Open(Mutex<HashMap<UserId, usize>>);

/// One open stream, until it is dropped.
struct Place(Arc<Open>, UserId);

impl Open {
    fn take(self: Arc<Self>, user: UserId) -> Result<Place, Problem> {
        {
            let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let streams = open.entry(user).or_default();
            if *streams >= STREAMS {
                return Err(Problem::TooMany(HEARTBEAT.as_secs()));
            }
            *streams += 1;
        }
        Ok(Place(self, user))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(streams) = open.get_mut(&self.1) {
            *streams = streams.saturating_sub(1);
        }
    }
}

async fn listen(call: Call, open: Arc<Open>) -> Result<Reply, Problem> {
    let place = open.take(call.caller.user.id)?;
    let known = call.headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let known = known.map(str::to_owned).or_else(|| call.asked("after"));
    let store = call.app.store();
    let last = match known.and_then(|known| known.parse().ok()) {
        Some(known) => EntryId(known),
        None => store.last_entry().await?,
    };
    let mut watch = Watch {
        news: call.app.desk.news(),
        stop: call.app.settings.stop.clone(),
        user: call.caller.user.id,
        last,
        unread: Unread::default(),
        told: VecDeque::new(),
        began: Instant::now(),
        looked: Instant::now(),
        is_over: false,
        goes_on: wants_stream(&call.headers),
        headers: call.headers,
        app: call.app,
        _place: place,
    };
    watch.unread = watch.app.store().unread(watch.user).await?;
    let counts = json!({ "total": watch.unread.total, "feeds": [] });
    watch.tell("unread", &counts);
    watch.entries().await?;
    let events = stream::unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok::<_, Infallible>(event), watch))
    });
    let mut response = Sse::new(events).into_response();
    // A proxy that gathers what it passes on would keep the news.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(unbuffered, HeaderValue::from_static("no"));
    Ok(Reply::Stream(response))
}

/// Whether who asks listens to events; a program that takes anything may wait for an end.
fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|kinds| kinds.to_str().ok());
    accepted.flat_map(|kinds| kinds.split(',')).any(|kind| {
        let kind = kind.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("text/event-stream")
    })
}

/// Somebody who listens.
struct Watch {
    app: App,
    user: UserId,
    headers: HeaderMap,
    news: broadcast::Receiver<News>,
    stop: Option<watch::Receiver<bool>>,
    /// The last entry that was told.
    last: EntryId,
    /// The counts that were told.
    unread: Unread,
    /// What is to be told.
    told: VecDeque<Event>,
    began: Instant,
    looked: Instant,
    is_over: bool,
    goes_on: bool,
    _place: Place,
}

impl Watch {
    /// The next event, when there is one; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.told.pop_front() {
                return Some(event);
            }
            if self.is_over || !self.goes_on || self.began.elapsed() > LIFE {
                return None;
            }
            // What went wrong is in the log; who listens comes back.
            self.wait().await.ok()?;
        }
    }

    /// Waits for news or the next heartbeat, and gathers what is to be told.
    async fn wait(&mut self) -> Result<(), Problem> {
        let mut stories = BTreeSet::new();
        let stopped = async {
            match &mut self.stop {
                Some(stop) => stop.wait_for(|stop| *stop).await.map(|_| ()).unwrap_or_default(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stopped => {
                self.is_over = true;
                return Ok(());
            }
            news = self.news.recv() => {
                note(&mut stories, news.ok());
                sleep(TOGETHER).await;
                while let Ok(news) = self.news.try_recv() {
                    note(&mut stories, Some(news));
                }
            }
            () = sleep(HEARTBEAT) => self.told.push_back(Event::default().comment("still here")),
        }
        if self.looked.elapsed() > LOOK_AGAIN {
            self.looked = Instant::now();
            self.is_over = !self.may_listen().await;
        }
        if !self.is_over {
            self.entries().await?;
            self.stories(stories).await?;
            self.counts().await?;
        }
        Ok(())
    }

    /// Whether the password or session still opens; it may have been revoked.
    async fn may_listen(&self) -> bool {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.headers = self.headers.clone();
        who_asks(&self.app, &mut parts).await.is_ok_and(|caller| caller.user.id == self.user)
    }

    fn tell(&mut self, kind: &str, data: &Value) {
        // The number of the last entry is the place to go on from, whatever the event is about.
        let event = Event::default().event(kind).id(self.last.to_string());
        self.told.push_back(event.data(data.to_string()));
    }

    async fn entries(&mut self) -> Result<(), Problem> {
        let query = ItemQuery {
            above: Some(self.last),
            oldest_first: true,
            limit: TOLD,
            ..ItemQuery::default()
        };
        let new = self.app.store().item_refs(self.user, query).await?;
        if let Some(last) = new.last() {
            self.last = last.id;
            let ids: Vec<EntryId> = new.iter().map(|item| item.id).collect();
            self.tell("entries", &json!({ "ids": ids }));
        }
        Ok(())
    }

    async fn stories(&mut self, changed: BTreeSet<StoryId>) -> Result<(), Problem> {
        let mut seen = BTreeSet::new();
        for story in changed.into_iter().take(STORIES) {
            seen.extend(self.app.store().sees_story(self.user, story).await?);
        }
        if !seen.is_empty() {
            self.tell("stories", &json!({ "ids": seen }));
        }
        Ok(())
    }

    async fn counts(&mut self) -> Result<(), Problem> {
        let now = self.app.store().unread(self.user).await?;
        if now == self.unread {
            return Ok(());
        }
        let before: HashMap<_, _> = self.unread.feeds.iter().copied().collect();
        let mut changed: HashMap<_, u64> = before.keys().map(|feed| (*feed, 0)).collect();
        changed.extend(now.feeds.iter().copied());
        let mut changed: Vec<_> = changed
            .into_iter()
            .filter(|(feed, unread)| before.get(feed).copied().unwrap_or_default() != *unread)
            .collect();
        changed.sort_unstable();
        let feeds = changed.iter().map(|(feed, unread)| json!({ "feed": feed, "unread": unread }));
        let counts = json!({ "total": now.total, "feeds": feeds.collect::<Vec<_>>() });
        self.unread = now;
        self.tell("unread", &counts);
        Ok(())
    }
}

/// Stories are told by number; all else is looked up anew.
fn note(stories: &mut BTreeSet<StoryId>, news: Option<News>) {
    if let Some(News::Placed(story)) = news {
        stories.insert(story);
    }
}

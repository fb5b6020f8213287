//! `GET /progress`: how far the first polls of a reader's feeds are, as server-sent events (HTML,
//! section 9.2), until nothing is waited for any more.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use dateline_desk::News;
use dateline_model::{FirstPolls, UserId};
use dateline_store::StoreError;
use futures_util::stream;
use serde_json::json;
use tokio::sync::{broadcast, watch};
use tokio::time::sleep;

use crate::auth::session::{Peer, Reader, current};
use crate::errors::PageError;
use crate::say::{Tongue, tongue, within};
use crate::state::App;
use crate::views::under_way::told;

/// How often it is looked how far it is.
const LOOK: Duration = Duration::from_secs(1);

/// For so long nothing may happen after the last poll before the stream ends: stories form a
/// moment after articles came.
const QUIET: Duration = Duration::from_secs(8);

/// A stream ends after so long, before the connection that carries it is ended; a browser comes
/// back by itself.
const LIFE: Duration = Duration::from_secs(280);

/// How often it is looked whether who listens may still do so.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// So many streams of one user may be open: one for each of a few tabs.
const OF_ONE: usize = 4;

/// So many may be open together.
const TOGETHER: usize = 128;

/// The streams that are open, by user.
#[derive(Default)]
pub struct Streams(Mutex<HashMap<UserId, usize>>);

/// One open stream, until it is dropped.
struct Opened(App, UserId);

impl Opened {
    /// `None` where there are too many already.
    fn take(app: &App, user: UserId) -> Option<Self> {
        let mut open = app.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let own = open.entry(user).or_default();
        if *own >= OF_ONE || all >= TOGETHER {
            return None;
        }
        *own += 1;
        Some(Self(app.clone(), user))
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        let mut open = self.0.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.1) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                open.remove(&self.1);
            }
        }
    }
}

/// `GET /progress`. Whoever does not listen to events is told once.
pub async fn listen(
    State(app): State<App>,
    reader: Reader,
    peer: Peer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let Some(opened) = Opened::take(&app, reader.user.id) else {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    };
    let listens = headers
        .get(header::ACCEPT)
        .and_then(|kinds| kinds.to_str().ok())
        .is_some_and(|kinds| kinds.contains("text/event-stream"));
    let watch = Watch {
        news: app.desk.news(),
        stop: app.settings.stop.clone(),
        user: reader.user.id,
        peer,
        headers,
        tongue: tongue(),
        polls: None,
        unread: app.desk.store().unread_total(reader.user.id).await?,
        version: String::new(),
        grown: false,
        began: Instant::now(),
        looked: Instant::now(),
        moved: Instant::now(),
        stands: if listens { Stands::Open } else { Stands::Once },
        app,
        _opened: opened,
    };
    let events = stream::unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok::<_, Infallible>(event), watch))
    });
    let mut response = Sse::new(events).into_response();
    // A proxy that gathers what it passes on would keep the news.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(unbuffered, HeaderValue::from_static("no"));
    Ok(response)
}

/// How a stream stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// It goes on.
    Open,
    /// One event, and it is over.
    Once,
    Over,
}

/// Somebody who listens.
struct Watch {
    app: App,
    user: UserId,
    peer: Peer,
    headers: HeaderMap,
    tongue: Tongue,
    news: broadcast::Receiver<News>,
    stop: Option<watch::Receiver<bool>>,
    /// What was told last.
    polls: Option<FirstPolls>,
    unread: u64,
    /// What the store said of itself when that was read.
    version: String,
    /// Whether the front page may show more than when that was told last.
    grown: bool,
    began: Instant,
    looked: Instant,
    /// When something happened last.
    moved: Instant,
    stands: Stands,
    _opened: Opened,
}

impl Watch {
    /// The next event, when there is one; `None` at the end, and where the store fails: what went
    /// wrong is told on the page that the browser then asks for.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.stands == Stands::Over || self.began.elapsed() > LIFE {
                return None;
            }
            let first = self.polls.is_none();
            if !first {
                self.wait().await;
            }
            if self.stands == Stands::Over || !self.may_listen().await {
                return None;
            }
            let polls = self.look(first).await.ok()?;
            let same = self.polls.as_ref() == Some(&polls);
            if !same || self.grown {
                self.moved = Instant::now();
            }
            let over = !polls.go_on() && self.moved.elapsed() > QUIET;
            if same && !self.grown && !over && !first {
                continue;
            }
            if over || self.stands == Stands::Once {
                self.stands = Stands::Over;
            }
            let grown = std::mem::take(&mut self.grown);
            let line = within(self.tongue, || told(&polls));
            let data = json!({
                "text": line, "done": polls.polled, "of": polls.feeds, "grown": grown, "over": over,
            });
            self.polls = Some(polls);
            return Some(Event::default().event("progress").data(data.to_string()));
        }
    }

    /// How far it is. Where nothing was committed since, nothing has changed.
    async fn look(&mut self, first: bool) -> Result<FirstPolls, StoreError> {
        let store = self.app.desk.store();
        let version = store.version().await?;
        if let Some(polls) = self.polls.as_ref().filter(|_| !first && version == self.version) {
            return Ok(polls.clone());
        }
        self.version = version;
        let unread = store.unread_total(self.user).await?;
        self.grown |= unread != self.unread;
        self.unread = unread;
        store.first_polls(self.user).await
    }

    /// A look later; news that come meanwhile are gathered.
    async fn wait(&mut self) {
        let stopped = async {
            match &mut self.stop {
                Some(stop) => stop.wait_for(|stop| *stop).await.map(|_| ()).unwrap_or_default(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stopped => self.stands = Stands::Over,
            () = sleep(LOOK) => {}
        }
        loop {
            match self.news.try_recv() {
                Ok(News::Placed(_)) | Err(broadcast::error::TryRecvError::Lagged(_)) => {
                    self.grown = true;
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    /// Whether the session still opens; it may have ended.
    async fn may_listen(&mut self) -> bool {
        if self.looked.elapsed() < LOOK_AGAIN {
            return true;
        }
        self.looked = Instant::now();
        let reader = current(&self.app, self.peer.0, &self.headers).await;
        matches!(reader, Ok(Some(reader)) if reader.user.id == self.user)
    }
}

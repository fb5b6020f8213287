//! `GET /events`: what the page that is open tells without being loaded again, as server-sent
//! events (HTML, section 9.2): new stories that wait, and how much is unread.
//!
//! News of the desk are hints that something may have changed; what is told is what the store says
//! then.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use dateline_desk::News;
use dateline_model::{StoryId, UserId};
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast;
use tokio::time::sleep;

use crate::auth::session::{self, Peer, Reader};
use crate::errors::PageError;
use crate::extract::Ask;
use crate::say::{self, Tongue};
use crate::state::App;
use crate::when::grouped;

/// How long it is quiet at the most.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// So long after the first of several news they are told together.
const TOGETHER: Duration = Duration::from_millis(700);

/// A stream ends after so long; the page comes back.
const LIFE: Duration = Duration::from_secs(280);

/// So many streams of one user may be open.
const STREAMS: usize = 12;

/// How many streams of each user are open.
#[derive(Default)]
pub struct NewsStreams(Arc<Mutex<HashMap<UserId, usize>>>);

/// One open stream, until it is dropped.
struct Stream(Arc<Mutex<HashMap<UserId, usize>>>, UserId);

impl NewsStreams {
    fn take(&self, user: UserId) -> Option<Stream> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let streams = open.entry(user).or_default();
        if *streams >= STREAMS {
            return None;
        }
        *streams += 1;
        Some(Stream(Arc::clone(&self.0), user))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(streams) = open.get_mut(&self.1) {
            *streams = streams.saturating_sub(1);
            if *streams == 0 {
                open.remove(&self.1);
            }
        }
    }
}

/// What is listened for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The last story that the page knows.
    after: Option<i64>,
}

/// A page that listens.
struct Watch {
    app: App,
    peer: Peer,
    headers: HeaderMap,
    tongue: Tongue,
    user: UserId,
    after: Option<StoryId>,
    news: broadcast::Receiver<News>,
    told: Option<(u64, u32)>,
    began: Instant,
    /// Whoever does not listen to events is told once.
    goes_on: bool,
    _stream: Stream,
}

/// Listens.
pub async fn listen(
    State(app): State<App>,
    peer: Peer,
    reader: Result<Reader, PageError>,
    headers: HeaderMap,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let accepts = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    let goes_on = accepts.is_some_and(|kinds| kinds.contains("text/event-stream"));
    let user = match reader {
        Ok(reader) => reader.user.id,
        // A page that listens cannot sign in: no content tells it to ask no more.
        Err(PageError::SignIn { .. }) if goes_on => {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        Err(refused) => return Err(refused),
    };
    let Some(stream) = app.news_streams.take(user) else {
        let wait = [(header::RETRY_AFTER, HeaderValue::from(HEARTBEAT.as_secs()))];
        return Ok((StatusCode::TOO_MANY_REQUESTS, wait).into_response());
    };
    let watch = Watch {
        goes_on,
        news: app.desk.news(),
        tongue: say::tongue(),
        after: asked.after.map(StoryId),
        told: None,
        began: Instant::now(),
        _stream: stream,
        app,
        peer,
        headers,
        user,
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

impl Watch {
    /// The next event; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        if self.told.is_none() {
            // What went wrong is in the log of the store; who listens comes back.
            return self.look().await.ok()?.or_else(|| Some(Event::default().comment("here")));
        }
        if !self.goes_on || self.began.elapsed() > LIFE {
            return None;
        }
        let stopped = async {
            match &mut self.app.settings.stop.clone() {
                Some(stop) => stop.wait_for(|stop| *stop).await.map(|_| ()).unwrap_or_default(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stopped => return None,
            _ = self.news.recv() => {
                sleep(TOGETHER).await;
                while self.news.try_recv().is_ok() {}
            }
            () = sleep(HEARTBEAT) => {
                // The session may have ended meanwhile.
                let Peer(peer) = self.peer;
                let reader = session::current(&self.app, peer, &self.headers).await.ok()??;
                if reader.user.id != self.user {
                    return None;
                }
            }
        }
        let event = self.look().await.ok()?;
        Some(event.unwrap_or_else(|| Event::default().comment("here")))
    }

    /// What is to be told now, where it is something else than was told.
    async fn look(&mut self) -> Result<Option<Event>, PageError> {
        let store = self.app.desk.store();
        let unread = store.unread_total(self.user).await?;
        let new = match self.after {
            Some(after) => store.stories_above(self.user, after).await?,
            None => 0,
        };
        if self.told.replace((unread, new)) == Some((unread, new)) {
            return Ok(None);
        }
        let data = say::within(self.tongue, || {
            let waiting = if new == 0 { String::new() } else { say!("reading-waiting", n = new) };
            let unread = if unread == 0 { String::new() } else { grouped(unread) };
            json!({ "unread": unread, "new": new, "waiting": waiting })
        });
        Ok(Some(Event::default().event("news").data(data.to_string())))
    }
}

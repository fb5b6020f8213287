//! Where hubs call (W3C WebSub): the one address that other machines may post to without a session.
//!
//! Its path is the secret of a subscription, so to whoever does not know one there is nothing here,
//! and their bodies are not even read. Answers carry no page, and no log carries the path.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::to_bytes;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::{HubCall, HubCallMode};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::state::App;

/// The largest delivery, in bytes: what is taken of a feed on the network by default.
const LARGEST: usize = 5 * 1024 * 1024;
/// The largest challenge that is repeated, in bytes.
const LONGEST_CHALLENGE: usize = 2048;
/// How many deliveries are received at once, each of which is in memory.
const AT_ONCE: usize = 8;
/// How long one waits for its place.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many deliveries of one subscription are taken in a minute.
const IN_A_MINUTE: u32 = 60;
const MINUTE: Duration = Duration::from_secs(60);
/// Subscriptions that were quiet for a minute are forgotten past so many.
const REMEMBERED: usize = 1024;

const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature");

/// Bounds what hubs may do.
#[derive(Debug)]
pub struct Callbacks {
    places: Semaphore,
    recent: Mutex<HashMap<i64, (Instant, u32)>>,
}

impl Default for Callbacks {
    fn default() -> Self {
        Self { places: Semaphore::new(AT_ONCE), recent: Mutex::default() }
    }
}

impl Callbacks {
    async fn place(&self) -> Option<SemaphorePermit<'_>> {
        tokio::time::timeout(PATIENCE, self.places.acquire()).await.ok()?.ok()
    }

    /// Counts a delivery of a subscription; whether it may be taken.
    fn take(&self, subscription: i64, now: Instant) -> bool {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= REMEMBERED {
            recent.retain(|_, (since, _)| now.duration_since(*since) < MINUTE);
        }
        let (since, count) = recent.entry(subscription).or_insert((now, 0));
        if now.duration_since(*since) >= MINUTE {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count <= IN_A_MINUTE
    }
}

/// `GET /websub/{token}`: a hub asks whether it was asked, or refuses.
pub async fn verify(
    State(app): State<App>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some((call, challenge)) = read_call(query.as_deref().unwrap_or_default()) else {
        return nothing_here();
    };
    if !is_token(&token) {
        return nothing_here();
    }
    match app.desk.hear_hub(&token, &call).await {
        Ok(true) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (StatusCode::OK, kind, challenge).into_response()
        }
        Ok(false) => nothing_here(),
        Err(error) => failed(&error),
    }
}

/// `POST /websub/{token}`: a hub delivers. A wrong signature is answered like a right one, since a
/// hub cannot do anything about it (W3C WebSub 8.1).
pub async fn deliver(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    if !is_token(&token) {
        return nothing_here();
    }
    let target = match app.desk.push_target(&token).await {
        Ok(Some(target)) => target,
        Ok(None) => return nothing_here(),
        Err(error) => return failed(&error),
    };
    if target.feed.is_none() {
        return StatusCode::GONE.into_response();
    }
    if !app.callbacks.take(target.number, Instant::now()) {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")]).into_response();
    }
    let encoding = headers.get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| encoding != "identity") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let Some(_place) = app.callbacks.place().await else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "10")]).into_response();
    };
    let Ok(body) = to_bytes(request.into_body(), LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let (signature, kind) = (text(SIGNATURE), text(header::CONTENT_TYPE));
    match app.desk.take_delivery(&target, signature, kind, body.into()).await {
        Ok(_) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(&error),
    }
}

fn read_call(query: &str) -> Option<(HubCall, String)> {
    let pairs: HashMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let call = HubCall {
        mode: HubCallMode::from_word(pairs.get("hub.mode")?)?,
        topic: pairs.get("hub.topic")?.clone(),
        lease_seconds: pairs.get("hub.lease_seconds").and_then(|text| text.parse().ok()),
        reason: pairs.get("hub.reason").cloned(),
    };
    let challenge = pairs.get("hub.challenge").cloned().unwrap_or_default();
    let complete = call.mode == HubCallMode::Denied || !challenge.is_empty();
    (complete && challenge.len() <= LONGEST_CHALLENGE).then_some((call, challenge))
}

fn is_token(token: &str) -> bool {
    token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn nothing_here() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// A hub tries again later. The path stays out of the log, so this is not left to the layer that
/// logs what failed.
fn failed(error: &dateline_desk::DeskError) -> Response {
    tracing::error!(error = %error, "a hub's call could not be stored");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_may_deliver_so_much_in_a_minute() {
        let callbacks = Callbacks::default();
        let start = Instant::now();
        let taken = (0..100).filter(|_| callbacks.take(7, start)).count();
        assert_eq!(taken, 60);
        assert!(callbacks.take(8, start));
        assert!(callbacks.take(7, start + MINUTE));
    }

    #[test]
    fn a_call_is_read_only_when_it_is_complete() {
        let (call, challenge) =
            read_call("hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F&hub.challenge=x%20y&hub.lease_seconds=60")
                .unwrap();
        assert_eq!((call.topic.as_str(), challenge.as_str()), ("https://a.example/", "x y"));
        assert_eq!(call.lease_seconds, Some(60));
        let long = format!("hub.mode=subscribe&hub.topic=t&hub.challenge={}", "x".repeat(9999));
        for odd in [
            "",
            "hub.mode=subscribe&hub.topic=t",
            "hub.mode=publish&hub.topic=t&hub.challenge=x",
            &long,
        ] {
            assert!(read_call(odd).is_none(), "{odd}");
        }
        assert!(read_call("hub.mode=denied&hub.topic=t&hub.reason=no").is_some());
    }
}

//! Pages that are kept until something changes: a front page that nothing was committed since costs
//! no more than asking the store for its version.
//!
//! What a page says depends on the store, on the minute, and on what the browser sends; a page is
//! given again only where all three are as they were. A session that was ended is a change of the
//! store, so its page is never given again; one that runs out is found out within the minute.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use lru::LruCache;
use tower::{Layer, ServiceExt, service_fn};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::auth::session::{COOKIE, cookie};
use crate::errors::PageError;
use crate::state::App;

/// How many pages are kept: some for each browser that is in use.
const PAGES: std::num::NonZeroUsize = std::num::NonZeroUsize::MIN.saturating_add(255);

/// The largest page that is kept, in bytes as it is sent.
const LARGEST: usize = 512 * 1024;

/// How hard they are pressed: a little more than what is sent only once.
const PRESSURE: CompressionLevel = CompressionLevel::Precise(6);

/// What a handler adds to an answer that may be kept: it says nothing but what the store, the
/// minute and the request say.
#[derive(Debug, Clone, Copy)]
pub struct Keepable;

/// The pages that are kept, by what was asked.
pub struct KeptPages(Mutex<LruCache<blake3::Hash, Place>>);

/// Whoever holds it makes the page; the others wait for it instead of making it too.
type Place = Arc<tokio::sync::Mutex<Option<Page>>>;

/// A page as it was sent.
struct Page {
    version: String,
    minute: i64,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Default for KeptPages {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(PAGES)))
    }
}

impl KeptPages {
    fn place(&self, key: blake3::Hash) -> Place {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(pages.get_or_insert(key, Place::default))
    }
}

impl Page {
    fn answer(&self) -> Response {
        (self.status, self.headers.clone(), self.body.clone()).into_response()
    }
}

/// Gives a kept page, or makes it and keeps it.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    match kept_or_made(&app, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn kept_or_made(app: &App, request: Request, next: Next) -> Result<Response, PageError> {
    let (parts, body) = request.into_parts();
    let Some(key) = key(app, &parts) else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let place = app.kept_pages.place(key);
    let mut place = place.lock().await;
    // Asked before the page is made: what is committed meanwhile makes the page old at once.
    let version = app.desk.store().version().await?;
    let minute = app.now().as_second().div_euclid(60);
    if let Some(page) =
        place.as_ref().filter(|page| page.version == version && page.minute == minute)
    {
        return Ok(page.answer());
    }
    *place = None;
    let accept = parts.headers.get(header::ACCEPT_ENCODING).cloned();
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<Keepable>().is_none() {
        return Ok(response);
    }
    let mut packing = Request::new(Body::empty());
    packing.headers_mut().extend(accept.map(|accept| (header::ACCEPT_ENCODING, accept)));
    let (head, body) = packed(response, packing).await.into_parts();
    let body =
        to_bytes(body, usize::MAX).await.map_err(|error| PageError::BrokeOff(error.to_string()))?;
    let page = Page { version, minute, status: head.status, headers: head.headers, body };
    let answer = page.answer();
    *place = Some(page).filter(|page| page.body.len() <= LARGEST);
    Ok(answer)
}

/// The answer compressed as its reader takes it.
async fn packed(response: Response, request: Request) -> Response {
    let mut response = Some(response);
    let give = service_fn(move |_: Request| {
        let response = response.take().unwrap_or_else(|| PageError::TooSlow.into_response());
        async move { Ok::<_, std::convert::Infallible>(response) }
    });
    match CompressionLayer::new().quality(PRESSURE).layer(give).oneshot(request).await {
        Ok(packed) => packed.map(Body::new),
        Err(never) => match never {},
    }
}

/// What names the page in all that it depends on besides store and time; nothing where nobody is
/// signed in by a cookie of ours, or where a proxy may say who it is.
fn key(app: &App, parts: &Parts) -> Option<blake3::Hash> {
    let signed_in = cookie(&parts.headers, COOKIE).is_some();
    if parts.method != Method::GET || !signed_in || app.settings.proxy_header.is_some() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(parts.uri.path_and_query()?.as_str().as_bytes());
    for name in [header::COOKIE, header::ACCEPT_ENCODING, header::ACCEPT_LANGUAGE] {
        for value in parts.headers.get_all(&name) {
            hasher.update(&(value.len() as u64).to_le_bytes()).update(value.as_bytes());
        }
        hasher.update(&u64::MAX.to_le_bytes());
    }
    Some(hasher.finalize())
}

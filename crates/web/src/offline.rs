//! What the worker in the browser is told: whose session an answer belongs to, and which pages it
//! may keep for reading without a connection.
//!
//! Pages are `no-store` for everybody else. The worker keeps them under the key of the session and
//! forgets them with it, so that the next person at the machine is shown nothing of the last.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use dateline_auth::session::hash_token;

use crate::auth::session::{COOKIE, Peer, Reader, cookie};
use crate::state::App;

/// Names the session that an answer was given to; `nobody` where it ended or never was.
const READER: HeaderName = HeaderName::from_static("dateline-reader");

/// Says that the worker may keep the page.
const KEEP: HeaderName = HeaderName::from_static("dateline-keep");

/// The routes whose pages may be kept.
const KEPT: [&str; 5] =
    ["/", "/front", "/classic", "/article/{article}", "/article/{article}/text"];

/// Pages that end what a browser knows of a reader.
const DOORS: [&str; 2] = ["/login", "/setup"];

/// What is added to an answer that was given to nobody, whatever cookie of a session that ended came
/// with its request.
#[derive(Debug, Clone, Copy)]
pub struct ToNobody;

/// What names a session, without giving away what opens it.
fn key(of: &str) -> String {
    let hash = blake3::Hasher::new_derive_key("dateline 2026 pages kept in a browser")
        .update(of.as_bytes())
        .finalize();
    hash.to_hex().chars().take(16).collect()
}

/// The key of a reader's session; where a proxy says who it is, that of their name.
pub fn key_of(reader: &Reader) -> String {
    if reader.by_proxy { key(&reader.user.name.to_lowercase()) } else { key(&reader.token_hash) }
}

/// Adds both headers to pages.
pub async fn tell(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_default();
    let whose = whose(&app, &request);
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let to_nobody = response.extensions().get::<ToNobody>().is_some();
    let key = whose.filter(|_| !to_nobody && !DOORS.contains(&route.as_str()));
    let keeps = response.status() == StatusCode::OK && KEPT.contains(&route.as_str());
    if keeps && key.is_some() {
        response.headers_mut().insert(KEEP, HeaderValue::from_static("1"));
    }
    let key = key.unwrap_or_else(|| "nobody".to_owned());
    if let Ok(key) = HeaderValue::from_str(&key) {
        response.headers_mut().insert(READER, key);
    }
    response
}

fn whose(app: &App, request: &Request) -> Option<String> {
    if let Some(header) = &app.settings.proxy_header {
        let peer = request.extensions().get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
        let Peer(peer) = peer.map(|axum::extract::ConnectInfo(peer)| Peer(*peer))?;
        if let Some(name) = app.settings.proxies.user_name(peer, request.headers(), header) {
            return Some(key(&name.to_lowercase()));
        }
    }
    cookie(request.headers(), COOKIE).map(|token| key(&hash_token(token)))
}

/// What makes a browser forget what it keeps of a session that ends here.
pub fn forget_all(response: &mut Response) {
    let all = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), all);
}

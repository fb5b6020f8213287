//! Google Reader's protocol, in the ClientLogin dialect that FreshRSS and Miniflux keep alive and
//! most reader apps speak.
//!
//! It stands below `/api/greader.php`, where FreshRSS has it and many apps append it to what is
//! typed by themselves, and below the bare root, where Miniflux has it. Sign-in is by app password
//! and by header or form field only, never by cookie, so that any page may ask across origins and
//! no page can ask in its visitor's name.

mod answer;
mod ask;
mod atom;
mod auth;
mod counts;
mod ids;
mod item;
mod marks;
mod small;
mod stream;
mod subscriptions;
mod tags;
#[cfg(test)]
mod tests;
mod wanted;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::state::App;

/// Its addresses.
pub fn router() -> Router<App> {
    let base = "/api/greader.php";
    Router::new()
        .nest(&format!("{base}/accounts"), accounts())
        .nest(&format!("{base}/reader"), reader())
        .nest("/accounts", accounts())
        .nest("/reader", reader())
        // Apps try an address by asking for it, and take `OK` for a sign of life.
        .route(base, get(|| async { "OK" }))
        .route(&format!("{base}/"), get(|| async { "OK" }))
        // FreshRSS's own test of its set-up, which some guides tell people to open.
        .route(&format!("{base}/check/compatibility"), get(|| async { "PASS" }))
        .route(&format!("{base}/{{*unknown}}"), get(unknown).post(unknown))
        .layer(middleware::from_fn(across_origins))
}

fn accounts() -> Router<App> {
    Router::new()
        .route("/ClientLogin", get(auth::client_login).post(auth::client_login))
        .fallback(unknown)
}

fn reader() -> Router<App> {
    Router::new().nest("/api/0", endpoints()).nest("/atom", atoms()).fallback(unknown)
}

fn atoms() -> Router<App> {
    Router::new()
        .route("/", get(atom::of_all))
        .route("/{*stream}", get(atom::of_stream))
        .fallback(unknown)
}

fn endpoints() -> Router<App> {
    Router::new()
        .route("/token", get(auth::token))
        .route("/user-info", get(small::user_info))
        .route("/unread-count", get(counts::unread))
        .route("/subscribed", get(subscriptions::subscribed))
        .route("/subscription/list", get(subscriptions::list))
        .route("/subscription/export", get(subscriptions::export))
        .route("/subscription/import", post(subscriptions::import))
        .route("/subscription/edit", post(subscriptions::edit))
        .route("/subscription/quickadd", post(subscriptions::quickadd))
        .route("/tag/list", get(tags::list))
        .route("/edit-tag", post(marks::edit_tag))
        .route("/mark-all-as-read", post(marks::mark_all_as_read))
        .route("/rename-tag", post(tags::rename))
        .route("/disable-tag", post(tags::disable))
        .route("/stream/contents", get(stream::contents_of_query))
        .route("/stream/contents/", get(stream::contents_of_query))
        .route("/stream/contents/{*stream}", get(stream::contents))
        .route("/stream/items/ids", get(stream::ids).post(stream::ids))
        .route("/stream/items/count", get(counts::of_stream))
        .route("/stream/items/contents", get(stream::items).post(stream::items))
        .route("/preference/list", get(small::preferences))
        .route("/preference/stream/list", get(small::stream_preferences))
        .route("/friend/list", get(small::friends))
        .fallback(unknown)
}

/// What nobody knows is told so: apps take an empty answer for a true one.
async fn unknown() -> Response {
    (StatusCode::NOT_FOUND, "there is no such endpoint\n").into_response()
}

/// Lets pages of other origins ask (apps that run in a browser), and keeps answers out of caches.
async fn across_origins(request: Request, next: Next) -> Response {
    let is_asking_first = request.method() == Method::OPTIONS;
    let mut response = if is_asking_first {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if is_asking_first {
        let methods = HeaderValue::from_static("GET, POST");
        let asked = HeaderValue::from_static("Authorization, Content-Type");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    } else {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

//! Miniflux's REST API, `/v1`, as its clients use it: NewsFlash (`miniflux_api`), newsboat, the
//! Python client and apps on phones.
//!
//! A category is a folder, an entry is an item, an API key is an app password. What Dateline does
//! not have is answered so that clients understand it: an article stays as its publisher wrote it,
//! and feeds have no icons.

mod about;
mod ask;
mod categories;
mod change_feed;
mod enclosures;
mod entries;
mod fault;
mod feeds;
mod filter;
mod keys;
mod opml;
mod saving;
mod shapes;
mod shelf;
#[cfg(test)]
mod tests;
mod users;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};

use crate::state::App;
use fault::Fault;

/// Its addresses.
pub fn router() -> Router<App> {
    let v1 = Router::new()
        .merge(about_feeds())
        .merge(about_entries())
        .merge(about_people())
        .route("/v1", any(unknown))
        .route("/v1/", any(unknown))
        .route("/v1/{*unknown}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(from_other_sites));
    Router::new().route("/healthcheck", get(about::health)).merge(v1)
}

fn about_feeds() -> Router<App> {
    Router::new()
        .route("/v1/feeds", get(feeds::list).post(feeds::create))
        .route("/v1/feeds/counters", get(feeds::counters))
        .route("/v1/feeds/refresh", put(feeds::refresh_all))
        .route("/v1/feeds/{feed}", get(feeds::show).put(change_feed::change).delete(feeds::remove))
        .route("/v1/feeds/{feed}/refresh", put(feeds::refresh))
        .route("/v1/feeds/{feed}/icon", get(feeds::icon))
        .route("/v1/feeds/{feed}/mark-all-as-read", put(feeds::mark_read))
        .route("/v1/feeds/{feed}/entries", get(entries::of_feed))
        .route("/v1/feeds/{feed}/entries/import", post(entries::import))
        .route("/v1/feeds/{feed}/entries/{entry}", get(entries::show_of_feed))
        .route("/v1/icons/{icon}", get(feeds::icon))
        .route("/v1/categories", get(categories::list).post(categories::create))
        .route("/v1/categories/{category}", put(categories::rename).delete(categories::remove))
        .route("/v1/categories/{category}/mark-all-as-read", put(categories::mark_read))
        .route("/v1/categories/{category}/refresh", put(categories::refresh))
        .route("/v1/categories/{category}/feeds", get(categories::feeds))
        .route("/v1/categories/{category}/entries", get(entries::of_category))
        .route("/v1/categories/{category}/entries/{entry}", get(entries::show_of_category))
        .route("/v1/discover", post(feeds::discover))
        .route("/v1/export", get(opml::export))
        .route("/v1/import", post(opml::import).layer(DefaultBodyLimit::max(opml::LARGEST)))
}

fn about_entries() -> Router<App> {
    Router::new()
        .route("/v1/entries", get(entries::list).put(entries::change))
        .route("/v1/entries/ids", get(entries::ids))
        .route("/v1/entries/{entry}", get(entries::show).put(entries::rewrite))
        .route("/v1/entries/{entry}/bookmark", put(entries::toggle_star))
        .route("/v1/entries/{entry}/star", put(entries::toggle_star))
        .route("/v1/entries/{entry}/save", post(saving::save))
        .route("/v1/entries/{entry}/fetch-content", get(entries::content))
        .route("/v1/enclosures/{enclosure}", get(enclosures::show).put(enclosures::change))
        .route("/v1/flush-history", put(about::flush_history).delete(about::flush_history))
}

fn about_people() -> Router<App> {
    Router::new()
        .route("/v1/me", get(users::me))
        .route("/v1/users", get(users::list).post(users::create))
        .route("/v1/users/{user}", get(users::show).put(users::change).delete(users::remove))
        .route("/v1/users/{user}/mark-all-as-read", put(users::mark_read))
        .route("/v1/api-keys", get(keys::list).post(keys::create))
        .route("/v1/api-keys/{key}", axum::routing::delete(keys::remove))
        .route("/v1/integrations/status", get(saving::status))
        .route("/v1/users/integrations/status", get(saving::status))
        .route("/v1/version", get(about::version))
}

async fn unknown() -> Fault {
    Fault::not_found()
}

async fn wrong_method() -> Fault {
    Fault::new(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
}

/// Apps that are web pages may ask too: nothing here goes by a cookie that their user's browser
/// would add.
async fn from_other_sites(request: Request, next: Next) -> Response {
    const SAID: [(HeaderName, &str); 4] = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "X-Auth-Token, Authorization, Content-Type, Accept"),
        (header::ACCESS_CONTROL_MAX_AGE, "3600"),
    ];
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::OK.into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in SAID {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

//! Feeds for other readers: Atom, RSS 2.0 and JSON Feed of the front page, a section, a story, an
//! outlet, a kept search and what is starred.
//!
//! Whoever knows the token of an address reads it, without a session; another token or none closes
//! it. Nobody gets more of an article than its headline, a few words and the way to its outlet.

mod atom;
mod content;
mod feed;
mod fresh;
mod gather;
pub(crate) mod hub;
mod json;
mod provenance;
mod public;
mod rss;
pub(crate) mod xml;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use dateline_auth::random::random_hex;
use tokio::sync::OnceCell;
use url::Url;

use crate::problem::Problem;
use crate::state::App;
use feed::OutFeed;
use fresh::Fresh;

/// The shortest token that was ever given out, in characters.
const SHORTEST_TOKEN: usize = 32;

/// What the feeds share.
#[derive(Default)]
struct Room {
    fresh: Fresh,
    /// What makes ids of this instance its own.
    instance: OnceCell<String>,
}

/// Its addresses. A public newspaper's feeds are read without a token, and know of no user.
pub fn router() -> Router<App> {
    Router::new()
        .route("/feed/{name}", get(show))
        .route("/public/feed/{file}", get(public::front))
        .route("/public/feed/{kind}/{file}", get(public::of_something))
        .layer(Extension(Arc::new(Room::default())))
}

/// A form in which a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Atom,
    Rss,
    Json,
}

impl Form {
    fn of(extension: &str) -> Option<Self> {
        match extension {
            "atom" => Some(Self::Atom),
            "rss" => Some(Self::Rss),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::Json => "json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }

    pub(crate) fn write(self, feed: &OutFeed, places: &Places) -> String {
        match self {
            Self::Atom => atom::write(feed, places),
            Self::Rss => rss::write(feed, places),
            Self::Json => json::write(feed, places),
        }
    }
}

/// Where a feed stands. What is not known is not said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// Its own address.
    pub own: Option<Url>,
    /// The page that shows the same.
    pub page: Option<Url>,
    /// Who tells of its changes (WebSub).
    pub hub: Option<Url>,
}

impl Places {
    fn of(base: Option<&Url>, hub: Option<&Url>, path: &[&str], token: &str, form: Form) -> Self {
        let file = format!("{token}.{}", form.extension());
        let own = base.and_then(|base| below(base, &["feed", &file]));
        Self {
            page: base.and_then(|base| below(base, path)),
            // A hub is asked for the feed's own address, and can do nothing without it.
            hub: own.as_ref().and(hub).cloned(),
            own,
        }
    }
}

/// An address below the base, each segment encoded.
fn below(base: &Url, path: &[&str]) -> Option<Url> {
    let mut url = base.clone();
    url.set_query(None);
    url.path_segments_mut().ok()?.pop_if_empty().extend(path);
    Some(url)
}

/// What stands before the paths of this instance: what is set, or the address that a browser on this
/// machine uses. A name that only a request gives is not believed.
fn base_of(app: &App, headers: &HeaderMap) -> Option<Url> {
    if let Some(base) = &app.settings.base_url {
        return Some(base.clone());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    let is_plain = url.path() == "/" && url.username().is_empty() && url.password().is_none();
    let is_number = match url.host()? {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => true,
    };
    (is_plain && is_number).then_some(url)
}

/// `GET /feed/{token}.{form}`
async fn show(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (token, form) = name.rsplit_once('.').ok_or(Problem::NotFound)?;
    let form = Form::of(form).ok_or(Problem::NotFound)?;
    if token.len() < SHORTEST_TOKEN {
        return Err(Problem::NotFound);
    }
    let instance = room.instance(&app).await?;
    let feed = content::of_token(&app, instance, token).await?.ok_or(Problem::NotFound)?;
    let base = base_of(&app, &headers);
    let path: Vec<&str> = feed.path.iter().map(String::as_str).collect();
    let places = Places::of(base.as_ref(), app.settings.hub.as_ref(), &path, token, form);
    let body = form.write(&feed, &places);
    let seen = room.fresh.note(&name, &body, app.desk.clock().wall());
    let mut told = protected();
    told.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    for (name, value) in [(header::ETAG, &seen.etag), (header::LAST_MODIFIED, &seen.last_modified)]
    {
        if let Ok(value) = HeaderValue::from_str(value) {
            told.insert(name, value);
        }
    }
    for (rel, url) in [("hub", &places.hub), ("self", &places.own)] {
        if let (Some(url), Some(_)) = (url, &places.hub)
            && let Ok(value) = HeaderValue::from_str(&format!("<{url}>; rel=\"{rel}\""))
        {
            told.append(header::LINK, value);
        }
    }
    if seen.is_known_to(&headers) {
        told.remove(header::CONTENT_TYPE);
        return Ok((StatusCode::NOT_MODIFIED, told).into_response());
    }
    Ok((told, body).into_response())
}

/// A feed is data for programs, for one reader, whatever a browser makes of it.
fn protected() -> HeaderMap {
    let fixed = [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ];
    fixed.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}

impl Room {
    async fn instance(&self, app: &App) -> Result<&str, Problem> {
        let made = self.instance.get_or_try_init(|| instance_name(app)).await?;
        Ok(made)
    }
}

/// A word that no other instance has, kept in the store.
pub(crate) async fn instance_name(app: &App) -> Result<String, Problem> {
    let fresh = random_hex().map_err(|error| Problem::Bad(error.to_string()))?;
    Ok(app.store().secret("feeds_out", &fresh).await?)
}

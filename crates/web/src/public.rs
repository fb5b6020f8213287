//! The public newspaper's own part of the web face: who may see it, and what is remembered of it.
//!
//! Its handlers (`pages/public.rs`) never see a user, and what they ask the store for cannot hold
//! more of an article than anybody may see. So a page is the same for everybody, and can be kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_model::PublicPaper;
use tokio::time::Instant;
use url::Url;

use crate::errors::PageError;
use crate::offline::ToNobody;
use crate::say::{OneTongue, Tongue, speaking};
use crate::state::App;

/// For so long a page is given out as it was made. What an admin changes shows at once all the same.
const FRESH: Duration = Duration::from_secs(30);

/// So many pages are remembered, and so many bytes of each.
const MOST: usize = 256;
const LARGEST: usize = 512 * 1024;

/// How a page may be kept elsewhere: for a minute, by everybody.
const KEEP: &str = "public, max-age=60, s-maxage=60";

/// The front page at `/` is another one for whoever is signed in: it is asked for anew each time.
const KEEP_AT_DOOR: &str = "private, no-cache";

impl App {
    /// The public newspaper as it is shown now; `on` is whether it is.
    pub async fn public_paper(&self) -> Result<PublicPaper, PageError> {
        let stored = self.desk.store().public_paper().await?;
        Ok(stored.shown(&self.settings.public))
    }
}

/// The public newspaper, where it is shown; elsewhere there is no such page.
pub struct Shown {
    /// The newspaper.
    pub paper: PublicPaper,
    /// What stands before the paths of this instance, where that is known.
    pub base: Option<Url>,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Shown {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let shown = Self::of(app, &parts.headers).await?;
        if shown.paper.on { Ok(shown) } else { Err(PageError::NotFound) }
    }
}

impl Shown {
    /// The public newspaper, shown or not.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Self, PageError> {
        let paper = app.public_paper().await?;
        Ok(Self { paper, base: base_of(app, headers), headers: headers.clone() })
    }

    /// The page of this name, made where none is fresh; `None` where there is no such page.
    pub async fn page(
        &self,
        app: &App,
        name: &str,
        kind: &'static str,
        make: impl Future<Output = Result<Option<String>, PageError>>,
    ) -> Result<Response, PageError> {
        let version = self.paper.version;
        let key = format!("{} {name}", self.base.as_ref().map_or("", Url::as_str));
        let page = match app.public_pages.find(&key, version) {
            Some(page) => page,
            None => {
                let tongue = Tongue::of_tag(&self.paper.tongue).unwrap_or_default();
                let Some(body) = speaking(tongue, make).await? else {
                    return Err(PageError::NotFound);
                };
                app.public_pages.keep(key, version, body)
            }
        };
        let etag = HeaderValue::from_str(&page.etag)?;
        let kept = [
            (header::CACHE_CONTROL, HeaderValue::from_static(KEEP)),
            (header::ETAG, etag),
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        ];
        if is_known(&self.headers, &page.etag) {
            return Ok((StatusCode::NOT_MODIFIED, Extension(OneTongue), kept).into_response());
        }
        Ok((Extension(OneTongue), kept, page.body.to_string()).into_response())
    }
}

/// The answer as it is given at `/`, where a signed-in person sees something else.
pub fn at_the_door(mut answer: Response) -> Response {
    answer.extensions_mut().insert(ToNobody);
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP_AT_DOOR));
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    answer
}

/// Whether a request says that it holds this already (RFC 9110 13.1.2).
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

/// What is set, or the address that a browser on this machine uses. A name that only a request gives
/// is not believed.
fn base_of(app: &App, headers: &HeaderMap) -> Option<Url> {
    if let Some(base) = &app.settings.base_url {
        return Some(base.clone());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    let is_plain = url.path() == "/" && url.username().is_empty() && url.password().is_none();
    let is_here = match url.host()? {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(ip) => ip.is_loopback(),
        url::Host::Ipv6(ip) => ip.is_loopback(),
    };
    (is_plain && is_here).then_some(url)
}

/// A page as it was made.
struct Page {
    version: i64,
    made: Instant,
    etag: String,
    body: Arc<str>,
}

/// The pages that were made lately.
#[derive(Default)]
pub struct Pages(Mutex<HashMap<String, Arc<Page>>>);

impl Pages {
    fn find(&self, name: &str, version: i64) -> Option<Arc<Page>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.get(name)?;
        (page.version == version && page.made.elapsed() < FRESH).then(|| Arc::clone(page))
    }

    fn keep(&self, name: String, version: i64, body: String) -> Arc<Page> {
        let digest = blake3::hash(body.as_bytes()).to_hex();
        let tag = digest.get(..20).unwrap_or(&digest);
        let page = Arc::new(Page {
            version,
            made: Instant::now(),
            etag: format!("W/\"{tag}\""),
            body: body.into(),
        });
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST {
            pages.retain(|_, known| known.version == version && known.made.elapsed() < FRESH);
        }
        if pages.len() < MOST && page.body.len() <= LARGEST {
            pages.insert(name, Arc::clone(&page));
        }
        page
    }
}

//! What a request asks: the pairs of its query and of its form, in their order.
//!
//! Keys are repeated (`i=1&i=2`), and apps put a parameter where they like: Reeder's `output=json`
//! and FeedMe's `quickadd` come in the query of a POST.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use jiff::Timestamp;
use url::form_urlencoded;

use super::answer::Fault;
use super::auth::{self, Reader};
use crate::problem::Problem;
use crate::state::App;

/// The largest form, in bytes: apps mark and fetch a thousand items and more at once.
const LARGEST: usize = 4 << 20;

/// The largest file of subscriptions, in bytes.
const LARGEST_FILE: usize = 20 << 20;

/// How often a key may be given that means work of its own each time: streams, what is left out of
/// them and taken along, and tags. Items are bounded where they are read.
const MOST_VALUES: usize = 100;

/// The keys of which there may be [`MOST_VALUES`].
const COUNTED: [&str; 6] = ["s", "xt", "it", "a", "r", "t"];

/// Whose request it is and what it asks.
pub struct Asked {
    /// Whose it is.
    pub reader: Reader,
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// The first value of a key; an empty one is none.
    pub fn get(&self, key: &str) -> Option<&str> {
        let named = self.pairs.iter().filter(|(name, _)| name == key);
        named.map(|(_, value)| value.as_str()).find(|value| !value.is_empty())
    }

    /// All values of a key, in their order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// A number.
    ///
    /// # Errors
    /// When it is none.
    pub fn number(&self, key: &str) -> Result<Option<u32>, Fault> {
        let parsed = self.get(key).map(str::parse).transpose();
        parsed.map_err(|_| Fault::bad(format!("“{key}” is no number")))
    }

    /// A moment.
    ///
    /// # Errors
    /// When it is none.
    pub fn moment(&self, key: &str) -> Result<Option<Timestamp>, Fault> {
        let Some(text) = self.get(key) else { return Ok(None) };
        let moment = text.parse().ok().and_then(moment);
        moment.map(Some).ok_or_else(|| Fault::bad(format!("“{key}” is no moment")))
    }
}

/// A moment since 1970 in seconds, or finer: apps send seconds, milliseconds, microseconds and
/// nanoseconds for the same parameter (NewsFlash sends `ts` in microseconds, others in seconds), and
/// only the size tells them apart.
pub fn moment(number: i64) -> Option<Timestamp> {
    match number {
        0..100_000_000_000 => Timestamp::from_second(number),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(number),
        100_000_000_000_000..100_000_000_000_000_000 => Timestamp::from_microsecond(number),
        100_000_000_000_000_000.. => Timestamp::from_nanosecond(i128::from(number)),
        _ => return None,
    }
    .ok()
}

/// The pairs of a query or form.
pub fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// The body of a request, up to a size.
pub async fn body(request: Request, most: usize) -> Result<Bytes, Fault> {
    to_bytes(request.into_body(), most).await.map_err(|_| Problem::TooLarge(most).into())
}

/// That no key asks for more work than one request may.
fn bounded(pairs: &[(String, String)]) -> Result<(), Fault> {
    let count = |key: &str| pairs.iter().filter(|(name, _)| name == key).count();
    match COUNTED.into_iter().find(|key| count(key) > MOST_VALUES) {
        Some(key) => Err(Fault::bad(format!("too many of “{key}”; send at most {MOST_VALUES}"))),
        None => Ok(()),
    }
}

/// Whether a request's body is a form.
fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // Some apps send their form without saying that it is one.
    kind.is_none_or(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

impl FromRequest<App> for Asked {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let mut all = pairs(request.uri().query().unwrap_or_default().as_bytes());
        let is_write = request.method() == axum::http::Method::POST;
        let (mut parts, body_of) = request.into_parts();
        let credentials = auth::Credentials::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body_of);
        if is_write && is_form(&request) {
            // Who sends no header may still sign a form with its token; a large one is read only for
            // those who are known.
            let most = if credentials.is_given() { LARGEST } else { 64 << 10 };
            all.extend(pairs(&body(request, most).await?));
        }
        let token = all.iter().find(|(name, _)| name == "T").map(|(_, token)| token.as_str());
        let reader = auth::reader(app, credentials, token.filter(|_| is_write)).await?;
        bounded(&all)?;
        Ok(Self { reader, pairs: all })
    }
}

/// A file that a reader sends.
pub struct Sent {
    /// Whose it is.
    pub reader: Reader,
    /// The file.
    pub file: Bytes,
}

impl FromRequest<App> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
        let (mut parts, body_of) = request.into_parts();
        let credentials = auth::Credentials::from_request_parts(&mut parts, app).await?;
        let token = query.iter().find(|(name, _)| name == "T").map(|(_, token)| token.as_str());
        let reader = auth::reader(app, credentials, token).await?;
        let file = body(Request::from_parts(parts, body_of), LARGEST_FILE).await?;
        Ok(Self { reader, file })
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_request_names_a_hundred_streams_and_tags_at_most() {
        for key in COUNTED {
            assert!(bounded(&pairs(format!("{key}=x&").repeat(MOST_VALUES).as_bytes())).is_ok());
            let more = pairs(format!("{key}=x&").repeat(MOST_VALUES + 1).as_bytes());
            assert!(bounded(&more).is_err(), "{key}");
        }
        assert!(bounded(&pairs("i=1&".repeat(5000).as_bytes())).is_ok(), "items are many");
    }

    #[test]
    fn a_moment_is_read_in_whatever_unit_it_is_sent() {
        let at: Timestamp = "2025-12-22T14:30:00Z".parse().unwrap();
        for number in [
            at.as_second(),
            at.as_millisecond(),
            at.as_microsecond(),
            at.as_second() * 1_000_000_000,
        ] {
            assert_eq!(moment(number), Some(at), "{number}");
        }
        assert_eq!(moment(-1), None);
    }
}

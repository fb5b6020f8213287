//! What goes into a fetch and what comes out of it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

/// What a request is for: it decides the `Accept` header, robots.txt and the label in the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A feed or page that the user named: robots.txt is not asked.
    Feed,
    /// An article's page: robots.txt is obeyed.
    Page,
    /// A guess at where a site keeps its feed: robots.txt is obeyed.
    Discovery,
    /// A robots.txt file itself.
    Robots,
    /// A request to a hub, which a feed named for this: robots.txt is not asked.
    Hub,
    /// A message to where a user wants to be told of something: robots.txt is not asked.
    Alert,
    /// A request to another reader, in the name of somebody who has an account there: robots.txt is
    /// not asked.
    Service,
    /// A picture of an article that somebody looks at just now, in whose browser's place we ask:
    /// robots.txt is not asked. It has its own turn at its host and its own place among the open
    /// requests, so that pictures never keep feeds waiting. A redirect into another host leads to
    /// public addresses only.
    Picture,
    /// The icon of a site, which nobody named: robots.txt is obeyed.
    Icon,
    /// A file in which a site says what it asks of programs: robots.txt is obeyed.
    Terms,
}

impl Purpose {
    /// The purpose as a label: "feed", "page", "discovery", "robots", "hub", "alert", "service",
    /// "picture", "icon" or "terms".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
            Self::Discovery => "discovery",
            Self::Robots => "robots",
            Self::Hub => "hub",
            Self::Alert => "alert",
            Self::Service => "service",
            Self::Picture => "picture",
            Self::Icon => "icon",
            Self::Terms => "terms",
        }
    }
}

/// The validators of RFC 9110 8.8 exactly as a server sent them, one `char` for each byte
/// (Latin-1), so that bytes which are not UTF-8 survive storage. They belong to the URL of the
/// [`Request`], not to the URL at the end of its redirects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Validators {
    /// The `ETag` value with its quotes and `W/`.
    pub etag: Option<String>,
    /// The `Last-Modified` value, never parsed.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Whether neither validator is held.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// The same with a second entity tag beside one that ends in `-gzip`. Apache's mod_deflate
    /// adds that to the tag of an answer that it compresses, and then does not know it again when
    /// a client sends it back; the tag without it is the one that it compares with.
    #[must_use]
    pub fn with_plain_etag(mut self) -> Self {
        if let Some(plain) = self.etag.as_deref().and_then(without_gzip) {
            self.etag = self.etag.map(|etag| format!("{etag}, {plain}"));
        }
        self
    }
}

/// An entity tag without the `-gzip` or `--gzip` at its end; `None` where it has none.
fn without_gzip(etag: &str) -> Option<String> {
    let open = etag.strip_suffix('"')?;
    let plain = open.strip_suffix("--gzip").or_else(|| open.strip_suffix("-gzip"))?;
    Some(format!("{plain}\""))
}

/// One GET.
#[derive(Debug, Clone)]
pub struct Request {
    /// What to fetch; its fragment is never sent.
    pub url: Url,
    /// What it is for.
    pub purpose: Purpose,
    /// Validators that an earlier answer for this same URL gave.
    pub validators: Validators,
    /// How many readers of this instance subscribe; told in the `User-Agent` when not 0 and
    /// the purpose is a feed.
    pub subscribers: u32,
    /// Whether the host is claimed for this process, and whoever asks accounts for what the answer
    /// asks of it; otherwise the fetcher does both.
    pub claimed: bool,
}

impl Request {
    /// A request without validators and subscribers. Pages are claimed before they are asked for.
    pub fn new(url: Url, purpose: Purpose) -> Self {
        let claimed = purpose == Purpose::Page;
        Self { url, purpose, validators: Validators::default(), subscribers: 0, claimed }
    }
}

/// One redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
    /// The URL that redirected.
    pub from: Url,
    /// Its target.
    pub to: Url,
}

/// The two forms of `Retry-After` (RFC 9110 10.2.3), unclamped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// Delay in seconds.
    Seconds(u64),
    /// A date on the server's clock.
    At(Timestamp),
}

/// A server's answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status code of the last hop.
    pub status: u16,
    /// Where the answer came from, without fragment.
    pub final_url: Url,
    /// The end of the chain when there was a redirect and every one was 301 or 308.
    pub permanent_to: Option<Url>,
    /// The redirects in order.
    pub hops: Vec<Hop>,
    /// The validators this answer carries.
    pub validators: Validators,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<RetryAfter>,
    /// `Cache-Control: max-age` less `Age`; zero under `no-cache` or `no-store`, `None` without
    /// any.
    pub max_age: Option<Duration>,
    /// `Expires`, on the server's clock.
    pub expires: Option<Timestamp>,
    /// `Date`: the server's clock.
    pub date: Option<Timestamp>,
    /// Every `X-Robots-Tag` header in order.
    pub robots_tags: Vec<String>,
    /// `tdm-reservation` (W3C TDMRep): `1` where text and data mining is reserved.
    pub tdm_reservation: Option<String>,
    /// Every `Link` header (RFC 8288) in order.
    pub link_header: Vec<String>,
    /// The decoded body; for a status outside 2xx its first few kB, or nothing.
    pub body: Bytes,
    /// The bytes of the body as they came over the network.
    pub wire_bytes: u64,
    /// Its places in the totals, which it takes for as long as its body is in memory.
    pub(crate) hold: Hold,
}

/// Places in totals that are free again when the last clone of a response is gone, so that bodies
/// which wait to be worked on are bounded like requests.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hold(Vec<Arc<OwnedSemaphorePermit>>);

impl Hold {
    /// Keeps a place, if there is one.
    pub(crate) fn keep(&mut self, place: impl Into<Option<OwnedSemaphorePermit>>) {
        self.0.extend(place.into().map(Arc::new));
    }
}

impl Response {
    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// How long the server says this answer stays fresh (RFC 9111 4.2.1): `max-age` less `Age`,
    /// else `Expires` less `Date`; differences on the server's clock only, so ours does not matter.
    pub fn fresh_for(&self) -> Option<Duration> {
        self.max_age.or_else(|| until(self.date?, self.expires?))
    }

    /// How long the server asks to be left alone: `Retry-After`, a date taken as its distance from
    /// `Date`, or from `now` where the server does not tell its own time. Zero for one that has
    /// passed.
    pub fn retry_delay(&self, now: Timestamp) -> Option<Duration> {
        Some(match self.retry_after? {
            RetryAfter::Seconds(seconds) => Duration::from_secs(seconds),
            RetryAfter::At(at) => until(self.date.unwrap_or(now), at).unwrap_or_default(),
        })
    }
}

fn until(from: Timestamp, to: Timestamp) -> Option<Duration> {
    u64::try_from(to.as_second().saturating_sub(from.as_second())).ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compressed_etag_is_sent_with_its_plain_form() {
        let sent = |etag: &str| {
            let held = Validators { etag: Some(etag.to_owned()), last_modified: None };
            held.with_plain_etag().etag.unwrap()
        };
        assert_eq!(sent("\"x-gzip\""), "\"x-gzip\", \"x\"");
        assert_eq!(sent("W/\"x--gzip\""), "W/\"x--gzip\", W/\"x\"");
        for untouched in ["\"x\"", "\"x-gzip", "x-gzip", "\"gzip\"", "\"\"", ""] {
            assert_eq!(sent(untouched), untouched);
        }
        assert_eq!(Validators::default().with_plain_etag(), Validators::default());
    }
}

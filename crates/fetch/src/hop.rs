//! One request and its answer, up to the next redirect: read within its limits and unpacked.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_ENCODING, HeaderMap, LOCATION};
use tokio::sync::Semaphore;
use url::Url;

use crate::allow::AllowList;
use crate::body::{self, Caps};
use crate::budget::Lane;
use crate::client::host_of;
use crate::error::{FetchError, SizeLimit};
use crate::explain::explain;
use crate::guard::{GuardedResolver, Passage};
use crate::headers;
use crate::message::{Hold, Purpose};
use crate::robots::PARSE_LIMIT;
use crate::settings::FetchSettings;

/// How much of an error's page is read, and for how long.
const SKIM_BYTES: usize = 4 * 1024;
const SKIM_TIME: Duration = Duration::from_secs(2);

/// Decoded bytes of a page: what is larger is no article.
const MOST_OF_A_PAGE: u64 = 10 * 1024 * 1024;

/// Bytes of a picture and of an icon, on the network and unpacked.
const MOST_OF_A_PICTURE: u64 = 12 * 1024 * 1024;
const MOST_OF_AN_ICON: u64 = 2 * 1024 * 1024;

/// Decoded bytes from which a body counts as large, and how many of those may be in memory at once
/// in each lane: hostile servers must not fill it.
const LARGE: u64 = 4 * 1024 * 1024;
const MOST_LARGE: usize = 8;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

const POOL_IDLE: Duration = Duration::from_secs(10);
const POOL_PER_HOST: usize = 2;

/// What is posted, or what else a request that is not a plain GET carries.
#[derive(Clone)]
pub(crate) struct Form {
    /// `None` where it is only asked, with these headers.
    pub body: Option<Bytes>,
    /// Headers that go with it, its media type among them.
    pub headers: HeaderMap,
    pub reach: Reach,
}

/// Which addresses a request may lead to besides public ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those that are listed for fetching.
    Listed,
    /// None.
    Public,
    /// Those that are listed for alerts.
    Alerts,
}

/// What one hop brought.
pub(crate) enum Step {
    Redirect(u16, Url),
    Answer(Box<Answer>),
}

pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub wire_bytes: u64,
    pub hold: Hold,
}

/// The HTTP clients and the places for large bodies.
#[derive(Debug)]
pub(crate) struct Asker {
    guarded: reqwest::Client,
    /// For names on the allow list; their answers are taken as they come.
    listed: Option<reqwest::Client>,
    /// For requests to which the allow list does not apply, where there is one.
    public: Option<reqwest::Client>,
    /// For alerts, where places are listed for them.
    alerts: Option<reqwest::Client>,
    large_feeds: Arc<Semaphore>,
    large_pages: Arc<Semaphore>,
}

impl Asker {
    pub(crate) fn new(settings: &FetchSettings) -> Result<Self, FetchError> {
        let guarded = build_client(settings, Some(Arc::new(settings.allow.clone())))?;
        let has_names = settings.allow.has_names() || settings.alerts_allow.has_names();
        let listed = has_names.then(|| build_client(settings, None)).transpose()?;
        let none = || Some(Arc::new(AllowList::default()));
        let public =
            (!settings.allow.is_empty()).then(|| build_client(settings, none())).transpose()?;
        let for_alerts = Some(Arc::new(settings.alerts_allow.clone()));
        let alerts = (!settings.alerts_allow.is_empty())
            .then(|| build_client(settings, for_alerts))
            .transpose()?;
        let [large_feeds, large_pages] = [(); 2].map(|()| Arc::new(Semaphore::new(MOST_LARGE)));
        Ok(Self { guarded, listed, public, alerts, large_feeds, large_pages })
    }

    /// A connection that stands is used again without a look at where it leads, so each reach has
    /// a client of its own. Without `public` nothing is listed, and `guarded` is as strict.
    fn client(&self, passage: Passage, reach: Reach) -> &reqwest::Client {
        let public = self.public.as_ref().unwrap_or(&self.guarded);
        match (passage, &self.listed, reach) {
            (Passage::Listed, Some(listed), Reach::Listed | Reach::Alerts) => listed,
            (_, _, Reach::Listed) => &self.guarded,
            (_, _, Reach::Public) => public,
            (_, _, Reach::Alerts) => self.alerts.as_ref().unwrap_or(public),
        }
    }

    /// Sends one request that the guard let pass, and reads its answer.
    pub(crate) async fn ask(
        &self,
        url: &Url,
        (passage, reach): (Passage, Reach),
        purpose: Purpose,
        headers: HeaderMap,
        form: Option<Form>,
        settings: &FetchSettings,
    ) -> Result<Step, FetchError> {
        let client = self.client(passage, reach);
        let host = host_of(url);
        let asked = match form {
            None => client.get(url.clone()),
            Some(form) => match form.body {
                Some(body) => client.post(url.clone()).headers(form.headers).body(body),
                None => client.get(url.clone()).headers(form.headers),
            },
        };
        let sent = asked.headers(headers).send().await;
        let mut response = sent.map_err(|error| explain(&error, &host, settings))?;
        let status = response.status().as_u16();
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            return Ok(Step::Redirect(status, redirect_target(url, response.headers())?));
        }
        let headers = std::mem::take(response.headers_mut());
        let encoding = headers::list_of(&headers, CONTENT_ENCODING);
        let mut hold = Hold::default();
        let (body, wire_bytes) = match status {
            200..300 => self.read(response, &encoding, purpose, &mut hold, &host, settings).await?,
            304 => (Bytes::new(), 0),
            _ => {
                let page = skim(response).await;
                let wire_bytes = page.len() as u64;
                (if encoding.is_empty() { page } else { Bytes::new() }, wire_bytes)
            }
        };
        Ok(Step::Answer(Box::new(Answer { status, headers, body, wire_bytes, hold })))
    }

    /// The unpacked body of a success, with how many bytes it took on the network. A large one
    /// keeps its place among those in memory.
    async fn read(
        &self,
        response: reqwest::Response,
        encoding: &str,
        purpose: Purpose,
        hold: &mut Hold,
        host: &str,
        settings: &FetchSettings,
    ) -> Result<(Bytes, u64), FetchError> {
        let caps = caps(settings, purpose);
        let wire = read_wire(response, caps, host, settings).await?;
        let wire_bytes = wire.len() as u64;
        let packed = !encoding.is_empty() || wire.starts_with(&[0x1f, 0x8b]);
        let place = match packed && wire_bytes * caps.ratio > LARGE {
            true => Arc::clone(self.large(purpose)).acquire_owned().await.ok(),
            false => None,
        };
        let body = body::decode(wire, encoding, caps).await;
        let body = match (body, purpose) {
            (Ok(body), Purpose::Feed | Purpose::Discovery) => body::unpack_file(body, caps).await,
            (body, _) => body,
        };
        let body = body.map_err(|error| error.at(host))?;
        if body.len() as u64 > LARGE {
            hold.keep(place);
        }
        Ok((body, wire_bytes))
    }

    fn large(&self, purpose: Purpose) -> &Arc<Semaphore> {
        match lane(purpose) {
            Lane::Feeds => &self.large_feeds,
            Lane::Pages | Lane::Pictures => &self.large_pages,
        }
    }
}

/// Which of the totals a request counts in.
pub(crate) fn lane(purpose: Purpose) -> Lane {
    match purpose {
        Purpose::Page | Purpose::Icon => Lane::Pages,
        Purpose::Picture => Lane::Pictures,
        Purpose::Feed
        | Purpose::Discovery
        | Purpose::Robots
        | Purpose::Terms
        | Purpose::Hub
        | Purpose::Alert
        | Purpose::Service => Lane::Feeds,
    }
}

fn build_client(
    settings: &FetchSettings,
    allow: Option<Arc<AllowList>>,
) -> Result<reqwest::Client, FetchError> {
    let builder = || {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
        reqwest::Client::builder()
            .no_proxy()
            .referer(false)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(POOL_IDLE)
            .pool_max_idle_per_host(POOL_PER_HOST)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .dns_resolver(GuardedResolver { allow: allow.clone() })
    };
    builder().build().or_else(|error| {
        tracing::warn!(
            ?error,
            "no certificate authorities found, so only http can be fetched: install ca-certificates"
        );
        let built = builder().tls_certs_only([]).build();
        built.map_err(|error| FetchError::Setup(error.to_string()))
    })
}

fn caps(settings: &FetchSettings, purpose: Purpose) -> Caps {
    // What a site asks is read whole or not at all: half of a file could leave its rules out.
    let cut = matches!(purpose, Purpose::Robots | Purpose::Hub | Purpose::Alert);
    if purpose == Purpose::Picture {
        // Whatever is set for feeds: pictures are as large as they are, and packing makes none
        // smaller.
        let (wire, decoded) = (MOST_OF_A_PICTURE, MOST_OF_A_PICTURE);
        return Caps { wire, decoded, ratio: settings.ratio_cap, cut };
    }
    let most = match purpose {
        Purpose::Robots | Purpose::Terms | Purpose::Hub | Purpose::Alert => PARSE_LIMIT,
        Purpose::Page => MOST_OF_A_PAGE,
        Purpose::Icon => MOST_OF_AN_ICON,
        Purpose::Feed | Purpose::Discovery | Purpose::Service | Purpose::Picture => u64::MAX,
    };
    Caps {
        wire: settings.wire_cap.min(most),
        decoded: settings.decoded_cap.min(most),
        ratio: settings.ratio_cap,
        cut,
    }
}

async fn read_wire(
    mut response: reqwest::Response,
    caps: Caps,
    host: &str,
    settings: &FetchSettings,
) -> Result<Bytes, FetchError> {
    let announced = response.content_length();
    let too_large = FetchError::TooLarge { limit: caps.wire, what: SizeLimit::Wire };
    if !caps.cut && announced.is_some_and(|length| length > caps.wire) {
        return Err(too_large);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|error| explain(&error, host, settings))?
    {
        body.extend_from_slice(&chunk);
        if body.len() as u64 > caps.wire {
            if !caps.cut {
                return Err(too_large);
            }
            body.truncate(usize::try_from(caps.wire).unwrap_or(usize::MAX));
            break;
        }
    }
    Ok(body.freeze())
}

/// The beginning of an error's page, for people who look into a broken feed; never worth a failure.
async fn skim(mut response: reqwest::Response) -> Bytes {
    let mut page = BytesMut::new();
    let reading = async {
        while let Ok(Some(chunk)) = response.chunk().await {
            page.extend_from_slice(&chunk);
            if page.len() >= SKIM_BYTES {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(SKIM_TIME, reading).await;
    page.truncate(SKIM_BYTES);
    page.freeze()
}

fn redirect_target(from: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let bad = || FetchError::BadRedirect { host: host_of(from) };
    let location = headers::text_of(headers, LOCATION).ok_or_else(bad)?;
    let mut to = from.join(location.trim()).map_err(|_| bad())?;
    to.set_fragment(None);
    // A feed behind a password stays reachable within its own origin, and the password stays there.
    if to.origin() == from.origin() && to.username().is_empty() && to.password().is_none() {
        let _ = to.set_username(from.username());
        let _ = to.set_password(from.password());
    }
    Ok(to)
}

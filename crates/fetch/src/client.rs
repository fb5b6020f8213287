//! The fetcher: one request with its redirects, each hop behind the guard and in its host's turn.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use dateline_model::address::host_key;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use crate::allow::AllowList;
use crate::body::{self, Caps};
use crate::budget::{Budget, Lane};
use crate::error::{FetchError, SizeLimit};
use crate::explain::explain;
use crate::guard::{GuardedResolver, Passage, check_url};
use crate::headers;
use crate::message::{Hold, Hop, Purpose, Request, Response, RetryAfter};
use crate::robots::{Known, PARSE_LIMIT, RobotsCache, RobotsVerdict};
use crate::settings::FetchSettings;

/// How much of an error's page is read, and for how long.
const SKIM_BYTES: usize = 4 * 1024;
const SKIM_TIME: Duration = Duration::from_secs(2);

/// Decoded bytes of a page: what is larger is no article.
const MOST_OF_A_PAGE: u64 = 10 * 1024 * 1024;

/// Decoded bytes from which a body counts as large, and how many of those may be in memory at once
/// in each lane: hostile servers must not fill it.
const LARGE: u64 = 4 * 1024 * 1024;
const MOST_LARGE: usize = 8;

const FORM: &str = "application/x-www-form-urlencoded";

const POOL_IDLE: Duration = Duration::from_secs(10);
const POOL_PER_HOST: usize = 2;

/// How long a host is left alone that answers 429 to a request of the fetcher's own making without
/// saying how long; and the longest that it is, since nobody stores that.
const SHORT_PAUSE: Duration = Duration::from_secs(60);
const LONG_PAUSE: Duration = Duration::from_secs(3600);

/// Makes polite, guarded requests. A clone is cheap and shares budgets, connections and what is
/// known of robots.txt files.
#[derive(Debug, Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: FetchSettings,
    guarded: reqwest::Client,
    /// For names on the allow list; their answers are taken as they come.
    listed: Option<reqwest::Client>,
    /// For requests to which the allow list does not apply, where there is one.
    public: Option<reqwest::Client>,
    budget: Budget,
    robots: RobotsCache,
    large_feeds: Arc<Semaphore>,
    large_pages: Arc<Semaphore>,
}

/// What is posted.
#[derive(Clone)]
struct Form {
    body: Bytes,
    /// Whether it may only reach public addresses, whatever is listed.
    public_only: bool,
}

/// What one hop brought.
enum Step {
    Redirect(u16, Url),
    Answer(Box<Answer>),
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    wire_bytes: u64,
    hold: Hold,
}

impl Fetcher {
    /// A fetcher with these limits; it reads no clock but the monotonic one.
    ///
    /// # Errors
    /// [`FetchError::Setup`] when the HTTP client cannot be built.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchError> {
        // A provider that is already installed serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        headers::user_agent(&settings, 0)?;
        let guarded = build_client(&settings, Some(Arc::new(settings.allow.clone())))?;
        let listed =
            settings.allow.has_names().then(|| build_client(&settings, None)).transpose()?;
        let none = || Some(Arc::new(AllowList::default()));
        let public =
            (!settings.allow.is_empty()).then(|| build_client(&settings, none())).transpose()?;
        let budget = Budget::new(settings.at_once, settings.per_host, settings.host_pause);
        let robots = RobotsCache::default();
        let [large_feeds, large_pages] = [(); 2].map(|()| Arc::new(Semaphore::new(MOST_LARGE)));
        let inner =
            Inner { settings, guarded, listed, public, budget, robots, large_feeds, large_pages };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The limits in force.
    pub fn settings(&self) -> &FetchSettings {
        &self.inner.settings
    }

    /// Fetches a URL, following redirects. Any status is an answer; the validators of the request
    /// are sent on every hop, for they belong to the URL asked for.
    ///
    /// # Errors
    /// Whatever kept the answer from coming whole; see [`FetchError`].
    pub async fn get(&self, request: Request) -> Result<Response, FetchError> {
        self.counted(&request, None).await
    }

    /// Posts a form to a hub, following those redirects that keep method and body (307 and 308).
    /// Any status is an answer.
    ///
    /// # Errors
    /// Whatever kept the answer from coming whole; see [`FetchError`].
    pub async fn post_form(&self, url: Url, form: &[(&str, &str)]) -> Result<Response, FetchError> {
        self.post(url, form, false).await
    }

    /// Posts a form like [`Fetcher::post_form`], but to public addresses only, whatever the allow
    /// list says: for a hub that anybody on the Internet may have named.
    ///
    /// # Errors
    /// Whatever kept the answer from coming whole; see [`FetchError`].
    pub async fn post_form_outside(
        &self,
        url: Url,
        form: &[(&str, &str)],
    ) -> Result<Response, FetchError> {
        self.post(url, form, true).await
    }

    async fn post(
        &self,
        url: Url,
        form: &[(&str, &str)],
        public_only: bool,
    ) -> Result<Response, FetchError> {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let form = Form { body: Bytes::from(form), public_only };
        self.counted(&Request::new(url, Purpose::Hub), Some(form)).await
    }

    /// Whether the host that an address names is on the allow list, as a name or as an address.
    pub fn is_listed(&self, url: &Url) -> bool {
        let (allow, port) = (&self.inner.settings.allow, url.port_or_known_default());
        match url.host() {
            Some(url::Host::Domain(name)) => {
                port.is_some_and(|port| allow.permits_name(name, port))
            }
            Some(url::Host::Ipv4(address)) => allow.permits_address(address.into(), port),
            Some(url::Host::Ipv6(address)) => allow.permits_address(address.into(), port),
            None => false,
        }
    }

    async fn counted(&self, request: &Request, form: Option<Form>) -> Result<Response, FetchError> {
        let result = self.follow(request, form).await;
        let class = match &result {
            Ok(response) => status_class(response.status),
            Err(error) => error.kind(),
        };
        let purpose = request.purpose.as_str();
        metrics::counter!("dateline_fetch_requests_total", "purpose" => purpose, "class" => class)
            .increment(1);
        if let Ok(response) = &result {
            metrics::counter!("dateline_fetch_bytes_total").increment(response.wire_bytes);
            metrics::counter!("dateline_fetch_decoded_bytes_total")
                .increment(response.body.len() as u64);
            metrics::counter!("dateline_fetch_redirects_total")
                .increment(response.hops.len() as u64);
            if response.status == 304 {
                metrics::counter!("dateline_fetch_not_modified_total").increment(1);
            }
            if response.status == 429 {
                metrics::counter!("dateline_fetch_too_many_requests_total").increment(1);
            }
            self.heed_refusal(request.purpose, response);
        }
        result
    }

    /// What robots.txt says about a URL, asking for the file when it is not known; one request at a
    /// time for each site. A `Crawl-delay` in it widens the pause of the URL's host.
    ///
    /// # Errors
    /// Only what keeps the site from being asked at all: a refused address, an unusable URL, a
    /// paused host. That robots.txt could not be read is a verdict.
    pub async fn robots_allow(&self, url: &Url) -> Result<RobotsVerdict, FetchError> {
        check_url(url, &self.inner.settings.allow)?;
        let mut site = self.inner.robots.site(url).await;
        let known = match site.take().filter(|known| known.until > Instant::now()) {
            Some(known) => known,
            None => self.read_robots(url).await?,
        };
        if let Some(delay) = known.delay() {
            let lasting = known.until.duration_since(Instant::now());
            self.inner.budget.slow_down(url, delay, lasting);
        }
        let verdict = known.verdict(url);
        *site = Some(known);
        Ok(verdict)
    }

    /// Starts no request to the URL's host, redirects into it included, before `pause` has passed;
    /// a longer pause already in force stays. Requests wait for up to a minute of it and fail at
    /// once with [`FetchError::HostPaused`] when more is left.
    pub fn pause_host(&self, url: &Url, pause: Duration) {
        self.inner.budget.pause_host(&host_key(url), pause);
    }

    /// Like [`Fetcher::pause_host`], for a host by its key.
    pub fn pause_host_key(&self, host: &str, pause: Duration) {
        self.inner.budget.pause_host(host, pause);
    }

    /// How long nothing may be asked of the URL's host after a request to it, other pauses not
    /// counted.
    pub fn pause_between(&self, url: &Url) -> Duration {
        self.inner.budget.pause_of(url)
    }

    /// Whether others can be expected to reach a URL of this machine: by a public address, by a
    /// name with a public suffix, or because it is on the allow list.
    pub fn is_reachable(&self, url: &Url) -> bool {
        let named = |name: &str| {
            dateline_model::address::domain_of_name(name.trim_end_matches('.')).is_some()
        };
        match check_url(url, &self.inner.settings.allow) {
            Ok(Passage::Listed) => true,
            Ok(Passage::Guarded) => match url.host() {
                Some(url::Host::Domain(name)) => named(name),
                _ => true,
            },
            Err(_) => false,
        }
    }

    /// Feeds and pages have their own rules about what a host asks for, which are stored; these
    /// requests have nobody else to heed it.
    fn heed_refusal(&self, purpose: Purpose, response: &Response) {
        let own = matches!(purpose, Purpose::Discovery | Purpose::Robots | Purpose::Hub);
        let asked = match response.retry_after {
            Some(RetryAfter::Seconds(seconds)) => Some(Duration::from_secs(seconds)),
            Some(RetryAfter::At(_)) => response.date.and_then(|date| response.retry_delay(date)),
            None => None,
        };
        let refused = response.status == 429 || (response.status == 503 && asked.is_some());
        if own && refused {
            let pause = asked.unwrap_or(SHORT_PAUSE).clamp(SHORT_PAUSE, LONG_PAUSE);
            self.pause_host(&response.final_url, pause);
        }
    }

    async fn read_robots(&self, url: &Url) -> Result<Known, FetchError> {
        let mut robots_url = url.clone();
        robots_url.set_path("/robots.txt");
        robots_url.set_query(None);
        match self.get(Request::new(robots_url, Purpose::Robots)).await {
            Ok(response) => Ok(Known::from_response(&response, self.inner.settings.product())),
            Err(error @ FetchError::HostPaused { .. }) => Err(error),
            Err(FetchError::Address { host, address, class }) if host == host_of(url) => {
                Err(FetchError::Address { host, address, class })
            }
            Err(error) => Ok(Known::unreadable(error.to_string())),
        }
    }

    /// A page is fetched only after its robots.txt, which is itself fetched: the box ends the
    /// circle.
    fn obey_robots<'a>(
        &'a self,
        url: &'a Url,
    ) -> Pin<Box<dyn Future<Output = Result<(), FetchError>> + Send + 'a>> {
        Box::pin(async move {
            let unreadable = match self.robots_allow(url).await? {
                RobotsVerdict::Allowed => return Ok(()),
                RobotsVerdict::Forbidden => None,
                RobotsVerdict::Unknown(why) => Some(why),
            };
            Err(FetchError::Robots { host: host_of(url), unreadable })
        })
    }

    async fn follow(&self, request: &Request, form: Option<Form>) -> Result<Response, FetchError> {
        let settings = &self.inner.settings;
        let nothing = AllowList::default();
        let public_only = form.as_ref().is_some_and(|form| form.public_only);
        let allow = if public_only { &nothing } else { &settings.allow };
        let headers = headers::for_request(request, settings)?;
        let mut url = request.url.clone();
        url.set_fragment(None);
        let mut hops: Vec<Hop> = Vec::new();
        let mut left = settings.total_timeout;
        loop {
            let passage = check_url(&url, allow)?;
            if matches!(request.purpose, Purpose::Page | Purpose::Discovery) {
                self.obey_robots(&url).await?;
            }
            let turn = self.inner.budget.turn(&url, lane(request.purpose)).await?;
            let started = Instant::now();
            let hop = self.hop(&url, passage, request.purpose, headers.clone(), form.clone());
            let step =
                tokio::time::timeout(left, hop).await.map_err(|_| FetchError::Timeout {
                    host: host_of(&url),
                    after: settings.total_timeout,
                    connecting: false,
                })??;
            let place = turn.leave_host();
            left = left.saturating_sub(started.elapsed());
            match step {
                Step::Answer(answer) => {
                    check_unasked(&answer, request, &url)?;
                    let mut response = into_response(*answer, url, hops);
                    response.hold.keep(place);
                    return Ok(response);
                }
                Step::Redirect(status, _) if form.is_some() && !matches!(status, 307 | 308) => {
                    let why = format!("redirects a request that cannot be redirected ({status})");
                    return Err(FetchError::Protocol { host: host_of(&url), why });
                }
                Step::Redirect(status, to) => {
                    let from = std::mem::replace(&mut url, to.clone());
                    hops.push(Hop { status, from, to });
                    check_chain(&hops, settings.max_redirects)?;
                }
            }
        }
    }

    async fn hop(
        &self,
        url: &Url,
        passage: Passage,
        purpose: Purpose,
        headers: HeaderMap,
        form: Option<Form>,
    ) -> Result<Step, FetchError> {
        let inner = &self.inner;
        let public_only = form.as_ref().is_some_and(|form| form.public_only);
        let client = match (passage, &inner.listed, &inner.public) {
            (_, _, Some(public)) if public_only => public,
            (Passage::Listed, Some(listed), _) => listed,
            _ => &inner.guarded,
        };
        let host = host_of(url);
        let asked = match form {
            None => client.get(url.clone()),
            Some(form) => client.post(url.clone()).header(CONTENT_TYPE, FORM).body(form.body),
        };
        let sent = asked.headers(headers).send().await;
        let mut response = sent.map_err(|error| explain(&error, &host, &inner.settings))?;
        let status = response.status().as_u16();
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            return Ok(Step::Redirect(status, redirect_target(url, response.headers())?));
        }
        let headers = std::mem::take(response.headers_mut());
        let encoding = headers::list_of(&headers, CONTENT_ENCODING);
        let mut hold = Hold::default();
        let (body, wire_bytes) = match status {
            200..300 => {
                let caps = caps(&inner.settings, purpose);
                let wire = read_wire(response, caps, &host, &inner.settings).await?;
                let wire_bytes = wire.len() as u64;
                let packed = !encoding.is_empty() || wire.starts_with(&[0x1f, 0x8b]);
                let may_be_large = packed && wire_bytes * caps.ratio > LARGE;
                let place = match may_be_large {
                    true => Arc::clone(inner.large(purpose)).acquire_owned().await.ok(),
                    false => None,
                };
                let body = body::decode(wire, &encoding, caps).await;
                let body = match (body, purpose) {
                    (Ok(body), Purpose::Feed | Purpose::Discovery) => {
                        body::unpack_file(body, caps).await
                    }
                    (body, _) => body,
                };
                let body = body.map_err(|error| error.at(&host))?;
                if body.len() as u64 > LARGE {
                    hold.keep(place);
                }
                (body, wire_bytes)
            }
            304 => (Bytes::new(), 0),
            _ => {
                let page = skim(response).await;
                let wire_bytes = page.len() as u64;
                (if encoding.is_empty() { page } else { Bytes::new() }, wire_bytes)
            }
        };
        Ok(Step::Answer(Box::new(Answer { status, headers, body, wire_bytes, hold })))
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
    let cut = matches!(purpose, Purpose::Robots | Purpose::Hub);
    let most = match purpose {
        Purpose::Robots | Purpose::Hub => PARSE_LIMIT,
        Purpose::Page => MOST_OF_A_PAGE,
        Purpose::Feed | Purpose::Discovery => u64::MAX,
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

fn check_chain(hops: &[Hop], limit: usize) -> Result<(), FetchError> {
    let Some(last) = hops.last() else { return Ok(()) };
    let host = host_of(&last.from);
    if hops.iter().any(|hop| hop.from == last.to) {
        return Err(FetchError::RedirectLoop { host });
    }
    if hops.len() > limit {
        return Err(FetchError::TooManyRedirects { host, limit });
    }
    Ok(())
}

/// "Not modified" makes no sense to one who holds nothing (RFC 9110 15.4.5).
fn check_unasked(answer: &Answer, request: &Request, url: &Url) -> Result<(), FetchError> {
    if answer.status == 304 && request.validators.is_empty() {
        let why = "answered 'not modified' to a request for the whole".to_owned();
        return Err(FetchError::Protocol { host: host_of(url), why });
    }
    Ok(())
}

fn into_response(answer: Answer, final_url: Url, hops: Vec<Hop>) -> Response {
    let Answer { status, headers, body, wire_bytes, hold } = answer;
    let permanent = !hops.is_empty() && hops.iter().all(|hop| matches!(hop.status, 301 | 308));
    Response {
        status,
        permanent_to: permanent.then(|| final_url.clone()),
        final_url,
        hops,
        validators: headers::validators(&headers),
        content_type: headers::content_type(&headers),
        retry_after: headers::retry_after(&headers),
        max_age: headers::max_age(&headers),
        expires: headers::expires(&headers),
        date: headers::date(&headers),
        link_header: headers::links(&headers),
        body,
        wire_bytes,
        hold,
    }
}

fn lane(purpose: Purpose) -> Lane {
    match purpose {
        Purpose::Page => Lane::Pages,
        Purpose::Feed | Purpose::Discovery | Purpose::Robots | Purpose::Hub => Lane::Feeds,
    }
}

impl Inner {
    fn large(&self, purpose: Purpose) -> &Arc<Semaphore> {
        match lane(purpose) {
            Lane::Feeds => &self.large_feeds,
            Lane::Pages => &self.large_pages,
        }
    }
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn status_class(status: u16) -> &'static str {
    match status {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

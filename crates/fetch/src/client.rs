//! The fetcher: one request with its redirects, each hop behind the guard and in its host's turn.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use dateline_model::address::host_key;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;
use url::Url;

use crate::allow::AllowList;
use crate::budget::{Budget, PATIENCE};
use crate::error::FetchError;
use crate::guard::{Passage, check_url};
use crate::headers;
use crate::hop::{Answer, Asker, FORM, Form, Reach, Step, lane};
use crate::message::{Hop, Purpose, Request, Response, RetryAfter};
use crate::robots::{Known, RobotsCache, RobotsVerdict};
use crate::settings::FetchSettings;
use crate::turns::{NoTurn, SharedTurns, Turn};

/// How long a host is left alone that answers 429 to a request of the fetcher's own making without
/// saying how long; and the longest that it is, where nobody stores that.
const SHORT_PAUSE: Duration = Duration::from_secs(60);
const LONG_PAUSE: Duration = Duration::from_secs(3600);

/// Time for a picture, for which somebody waits.
const TIME_OF_A_PICTURE: Duration = Duration::from_secs(20);

/// Makes polite, guarded requests. A clone is cheap and shares budgets, connections and what is
/// known of robots.txt files.
#[derive(Debug, Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: FetchSettings,
    asker: Asker,
    budget: Budget,
    robots: RobotsCache,
    shared: OnceLock<Arc<dyn SharedTurns>>,
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
        let asker = Asker::new(&settings)?;
        let budget = Budget::new(settings.at_once, settings.per_host, settings.host_pause);
        let robots = RobotsCache::default();
        let inner = Inner { settings, asker, budget, robots, shared: OnceLock::new() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// From now on the turns of hosts that nobody claimed are shared with other processes; what was
    /// said first stays.
    pub fn share_turns(&self, turns: Arc<dyn SharedTurns>) {
        let _ = self.inner.shared.set(turns);
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
        self.post(url, form, Reach::Listed).await
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
        self.post(url, form, Reach::Public).await
    }

    /// Posts a message with these headers to where a user wants to be told of something: to public
    /// addresses and to those listed for alerts. It follows those redirects that keep method and body
    /// and stay within the origin, since the headers may hold a password. Any status is an answer,
    /// and none pauses the host for others: a user can name any.
    ///
    /// # Errors
    /// [`FetchError::Setup`] for a header that cannot be sent, and whatever kept the answer from
    /// coming whole.
    pub async fn post_message(
        &self,
        url: Url,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Response, FetchError> {
        let headers = header_map(headers)?;
        let form = Form { body: Some(Bytes::from(body)), headers, reach: Reach::Alerts };
        self.counted(&Request::new(url, Purpose::Alert), Some(form)).await
    }

    /// Asks another reader for something in the name of somebody who has an account there: with a
    /// body by POST, without one by GET. It reaches what feeds may be fetched from, follows redirects
    /// only within the origin, since the headers hold a password, and pauses no host for others.
    ///
    /// # Errors
    /// [`FetchError::Setup`] for a header that cannot be sent, and whatever kept the answer from
    /// coming whole.
    pub async fn ask_service(
        &self,
        url: Url,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Response, FetchError> {
        let headers = header_map(headers)?;
        let form = Form { body: body.map(Bytes::from), headers, reach: Reach::Listed };
        self.counted(&Request::new(url, Purpose::Service), Some(form)).await
    }

    async fn post(
        &self,
        url: Url,
        form: &[(&str, &str)],
        reach: Reach,
    ) -> Result<Response, FetchError> {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
        let form = Form { body: Some(Bytes::from(form)), headers, reach };
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
            self.heed_refusal(request, response).await;
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

    /// Where the licence terms of a URL's site stand, as a robots.txt that is known names them (RSL's
    /// `License`); nothing is asked for that.
    pub async fn licence_in_robots(&self, url: &Url) -> Option<String> {
        let site = self.inner.robots.site(url).await;
        site.as_ref()?.licence().map(str::to_owned)
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

    /// Feeds and pages that were claimed have their own rules about what a host asks for, which are
    /// stored; other requests have nobody else to heed it.
    async fn heed_refusal(&self, request: &Request, response: &Response) {
        let of_one_user = is_of_one_user(request.purpose);
        if request.claimed || of_one_user || !matches!(response.status, 429 | 503) {
            return;
        }
        if request.purpose == Purpose::Picture {
            // It is the pictures that were too many, and feeds must not wait for them.
            if let Some(pause) = asked_pause(response) {
                self.inner.budget.pause_pictures(&response.final_url, pause);
            }
            return;
        }
        let pause = match self.inner.shared.get() {
            Some(shared) => shared.heed(response).await,
            None => asked_pause(response),
        };
        if let Some(pause) = pause {
            self.pause_host(&response.final_url, pause);
        }
    }

    async fn read_robots(&self, url: &Url) -> Result<Known, FetchError> {
        let mut robots_url = url.clone();
        robots_url.set_path("/robots.txt");
        robots_url.set_query(None);
        match self.get(Request::new(robots_url, Purpose::Robots)).await {
            Ok(response) => Ok(Known::from_response(&response, self.inner.settings.product())),
            Err(error @ (FetchError::HostPaused { .. } | FetchError::HostBusy { .. })) => {
                Err(error)
            }
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

    /// Takes the turn of a URL's host among all processes, unless the caller has claimed it.
    async fn take_turn(&self, request: &Request, url: &Url) -> Result<Option<Turn>, FetchError> {
        let host = host_key(url);
        let claimed = request.claimed && host == host_key(&request.url);
        let shares = !claimed && request.purpose != Purpose::Picture;
        let Some(shared) = self.inner.shared.get().filter(|_| shares) else { return Ok(None) };
        loop {
            let turn = Turn::new(shared.clone(), host.clone(), self.pause_between(url));
            let Err(refused) = shared.take(&host).await else { return Ok(Some(turn)) };
            self.leave_turn(url, Some(turn)).await;
            match refused {
                NoTurn::Busy => return Err(FetchError::HostBusy { host }),
                NoTurn::Paused(left) => {
                    self.inner.budget.pause_host(&host, left);
                    if left > PATIENCE {
                        return Err(FetchError::HostPaused { host, left });
                    }
                    tokio::time::sleep(left).await;
                }
            }
        }
    }

    async fn leave_turn(&self, url: &Url, turn: Option<Turn>) {
        if let Some(turn) = turn {
            turn.leave(self.pause_between(url)).await;
        }
    }

    async fn follow(&self, request: &Request, form: Option<Form>) -> Result<Response, FetchError> {
        let settings = &self.inner.settings;
        let nothing = AllowList::default();
        let headers = headers::for_request(request, settings)?;
        let mut url = request.url.clone();
        url.set_fragment(None);
        let mut hops: Vec<Hop> = Vec::new();
        let total = match request.purpose {
            Purpose::Picture => settings.total_timeout.min(TIME_OF_A_PICTURE),
            _ => settings.total_timeout,
        };
        let mut left = total;
        loop {
            let reach = reach(request, form.as_ref(), &url);
            let allow = match reach {
                Reach::Listed => &settings.allow,
                Reach::Public => &nothing,
                Reach::Alerts => &settings.alerts_allow,
            };
            let passage = check_url(&url, allow)?;
            if obeys_robots(request.purpose, settings) {
                self.obey_robots(&url).await?;
            }
            let shared = self.take_turn(request, &url).await?;
            let turn = self.inner.budget.turn(&url, lane(request.purpose)).await;
            let started = Instant::now();
            let asked = async {
                let turn = turn?;
                let asker = &self.inner.asker;
                let (headers, form) = (headers.clone(), form.clone());
                let way = (passage, reach);
                let hop = asker.ask(&url, way, request.purpose, headers, form, settings);
                let step = tokio::time::timeout(left, hop).await;
                let step = step.map_err(|_| FetchError::Timeout {
                    host: host_of(&url),
                    after: total,
                    connecting: false,
                })??;
                Ok::<_, FetchError>((step, turn.leave_host()))
            };
            let asked = asked.await;
            self.leave_turn(&url, shared).await;
            let (step, place) = asked?;
            left = left.saturating_sub(started.elapsed());
            match step {
                Step::Answer(answer) => {
                    check_unasked(&answer, request, &url)?;
                    let mut response = into_response(*answer, url, hops);
                    response.hold.keep(place);
                    return Ok(response);
                }
                Step::Redirect(status, _)
                    if form.as_ref().is_some_and(|form| form.body.is_some())
                        && !matches!(status, 307 | 308) =>
                {
                    let why = format!("redirects a request that cannot be redirected ({status})");
                    return Err(FetchError::Protocol { host: host_of(&url), why });
                }
                Step::Redirect(_, to)
                    if is_of_one_user(request.purpose) && to.origin() != url.origin() =>
                {
                    let what = match request.purpose {
                        Purpose::Alert => "an alert does not follow",
                        _ => "no password is taken",
                    };
                    let why = format!(
                        "redirects to another place ({}), where {what}; \
                         give that as its address",
                        to.origin().ascii_serialization()
                    );
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
}

/// Which addresses a request may lead to with this hop. Anybody may name a picture, and have it
/// redirect.
fn reach(request: &Request, form: Option<&Form>, url: &Url) -> Reach {
    let elsewhere =
        || request.purpose == Purpose::Picture && host_key(url) != host_key(&request.url);
    match form {
        Some(form) => form.reach,
        None if elsewhere() => Reach::Public,
        None => Reach::Listed,
    }
}

/// Whether a request is one user's alone: it may carry a password, and what comes of it is nobody
/// else's business.
fn is_of_one_user(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Alert | Purpose::Service)
}

fn header_map(headers: &[(&str, &str)]) -> Result<HeaderMap, FetchError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let bad = || FetchError::Setup(format!("the header {name} cannot be sent"));
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        map.insert(name, HeaderValue::from_str(value).map_err(|_| bad())?);
    }
    Ok(map)
}

/// How long a refusal asks its host to be left alone, where nobody else knows a better measure.
fn asked_pause(response: &Response) -> Option<Duration> {
    let asked = match response.retry_after {
        Some(RetryAfter::Seconds(seconds)) => Some(Duration::from_secs(seconds)),
        Some(RetryAfter::At(_)) => response.date.and_then(|date| response.retry_delay(date)),
        None => None,
    };
    (response.status == 429 || asked.is_some())
        .then(|| asked.unwrap_or(SHORT_PAUSE).clamp(SHORT_PAUSE, LONG_PAUSE))
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
        robots_tags: headers::robots_tags(&headers),
        tdm_reservation: headers::tdm_reservation(&headers),
        link_header: headers::links(&headers),
        body,
        wire_bytes,
        hold,
    }
}

/// The host of an address, as messages name it.
pub(crate) fn host_of(url: &Url) -> String {
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

fn obeys_robots(purpose: Purpose, settings: &FetchSettings) -> bool {
    match purpose {
        Purpose::Page | Purpose::Discovery | Purpose::Icon | Purpose::Terms => true,
        Purpose::Feed => settings.robots_for_feeds,
        Purpose::Robots | Purpose::Hub | Purpose::Alert | Purpose::Service | Purpose::Picture => {
            false
        }
    }
}

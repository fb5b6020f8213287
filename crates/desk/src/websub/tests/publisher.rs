//! A publisher with its hub on this machine, and an instance that follows it. The clock stands
//! still, and each step takes place at its own moment.

use std::sync::{Arc, Mutex};

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{FeedId, HubMode, UserId};
use dateline_store::{Location, Options, Store};
use ring::hmac;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::super::*;
use crate::{Added, Desk, DeskSettings, PollAsk};

pub(super) const OWNER: UserId = UserId(1);
pub(super) const TEN_DAYS: i64 = 864_000;

pub(super) fn at(minutes: i64) -> Timestamp {
    let noon: Timestamp = "2026-01-05T12:00:00Z".parse().unwrap();
    noon + SignedDuration::from_mins(minutes)
}

/// A publisher with its hub: one server that gives a feed at `/feed` and is asked at `/hub`.
#[derive(Clone)]
pub(super) struct Publisher {
    address: String,
    pub(super) state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub(super) struct State {
    head: String,
    entries: Vec<(String, Timestamp)>,
    /// What the hub answers with; nothing at all where it is dead.
    pub(super) hub_status: Option<&'static str>,
    asked: Vec<Vec<(String, String)>>,
}

impl Publisher {
    pub(super) async fn start(head: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = State {
            head: head.replace("HUB", &format!("{address}/hub")),
            entries: vec![("old".to_owned(), at(-600))],
            hub_status: Some("202 Accepted"),
            ..State::default()
        };
        let publisher = Self { address, state: Arc::new(Mutex::new(state)) };
        let shared = publisher.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move { shared.serve(stream).await });
            }
        });
        publisher
    }

    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |text| text.parse().unwrap())];
        stream.read_exact(&mut body).await.ok()?;
        let answer = if head.starts_with("post /hub ") {
            let form = url::form_urlencoded::parse(&body).into_owned().collect();
            let mut state = self.state.lock().unwrap();
            state.asked.push(form);
            format!("HTTP/1.1 {}\r\nContent-Length: 0\r\n\r\n", state.hub_status?)
        } else {
            let head = self.state.lock().unwrap().head.clone();
            let (headers, links) = head.split_once('|').unwrap_or(("", &head));
            let feed = self.feed(links);
            let length = feed.len();
            format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\n\r\n{feed}")
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        stream.shutdown().await.ok()
    }

    pub(super) fn feed(&self, links: &str) -> String {
        let state = self.state.lock().unwrap();
        let entry = |(name, published): &(String, Timestamp)| {
            format!(
                "<entry><id>{name}</id><title>{name}</title><published>{published}</published>\
                 <updated>{published}</updated><content>About {name}.</content></entry>"
            )
        };
        let entries: String = state.entries.iter().map(entry).collect();
        let title = "<title>News</title>";
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{title}{links}{entries}</feed>")
    }

    pub(super) fn publish(&self, name: &str, published: Timestamp) {
        self.state.lock().unwrap().entries.push((name.to_owned(), published));
    }

    pub(super) fn topic(&self) -> String {
        format!("{}/feed", self.address)
    }

    /// What the hub was asked since the last time.
    pub(super) fn asked(&self) -> Vec<Vec<(String, String)>> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }
}

pub(super) fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// An instance whose process can be started at any moment.
pub(super) struct Instance {
    pub(super) folder: tempfile::TempDir,
    pub(super) public_url: Option<Url>,
    pub(super) allow: &'static str,
}

impl Instance {
    pub(super) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            public_url: Url::parse("https://news.example.org/").ok(),
            allow: "127.0.0.0/8",
        }
    }

    pub(super) async fn at(&self, minutes: i64) -> Desk {
        let location = Location::from_setting(None, self.folder.path()).unwrap();
        let store = Store::open(&location, Options::default(), at(minutes)).await.unwrap();
        let settings = FetchSettings {
            allow: self.allow.parse().unwrap(),
            host_pause: std::time::Duration::ZERO,
            ..FetchSettings::default()
        };
        let clock = Clock::trial(at(minutes), 0.0);
        let desk = DeskSettings {
            public_url: self.public_url.clone(),
            threads: 1,
            ..DeskSettings::default()
        };
        Desk::new(store, Fetcher::new(settings).unwrap(), clock, desk).await.unwrap()
    }
}

pub(super) async fn ask_hubs(desk: &Desk) {
    ask::ask_due(&desk.inner).await.unwrap();
}

pub(super) async fn add(desk: &Desk, publisher: &Publisher) -> FeedId {
    let added = desk.add(OWNER, &publisher.topic(), "", None).await.unwrap();
    match added {
        Added::Subscribed { feed, .. } => feed,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn poll(desk: &Desk, feed: FeedId) {
    let ask = PollAsk { feeds: Some(vec![feed]), feeds_only: true, fresh: false };
    let report = desk.poll(ask, &|_| {}).await.unwrap();
    assert_eq!((report.feeds, report.failed), (1, 0), "{report:?}");
}

pub(super) async fn polling(desk: &Desk, feed: FeedId) -> dateline_model::PollingState {
    desk.store().feed(feed).await.unwrap().unwrap().polling
}

pub(super) fn call(mode: HubCallMode, topic: &str) -> HubCall {
    HubCall { mode, topic: topic.to_owned(), lease_seconds: Some(TEN_DAYS), reason: None }
}

pub(super) fn token_of(form: &[(String, String)]) -> String {
    let callback = field(form, "hub.callback");
    callback.strip_prefix("https://news.example.org/websub/").unwrap().to_owned()
}

/// A feed that is pushed from the first minute on, with its callback's token and its secret.
pub(super) async fn pushed(instance: &Instance, publisher: &Publisher) -> (FeedId, String, String) {
    let desk = instance.at(0).await;
    let feed = add(&desk, publisher).await;
    ask_hubs(&desk).await;
    let asked = publisher.asked();
    assert_eq!(asked.len(), 1);
    let token = token_of(&asked[0]);
    let granted = call(HubCallMode::Verify(HubMode::Subscribe), &publisher.topic());
    assert!(desk.hear_hub(&token, &granted).await.unwrap());
    desk.store().close().await.unwrap();
    (feed, token, field(&asked[0], "hub.secret").to_owned())
}

pub(super) async fn deliver(desk: &Desk, token: &str, secret: &str, body: &str) -> bool {
    let target = desk.push_target(token).await.unwrap().unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let signature = format!("sha256={hex}");
    let kind = Some("application/atom+xml");
    desk.take_delivery(&target, Some(&signature), kind, body.into()).await.unwrap()
}

pub(super) async fn take_deliveries(desk: &Desk) {
    assert_eq!(take_round(desk, &mut deliver::Tries::default()).await, deliver::Round::Done);
}

pub(super) async fn take_round(desk: &Desk, tries: &mut deliver::Tries) -> deliver::Round {
    let (_keep, stop) = watch::channel(false);
    deliver::take_waiting(&desk.inner, tries, &stop).await.unwrap()
}

pub(super) async fn guids(desk: &Desk, feed: FeedId) -> Vec<String> {
    let entries = desk.store().entries_of_feed(feed, 99).await.unwrap();
    // Ids are taken as addresses, relative to the feed's.
    let last = |guid: String| guid.rsplit('/').next().unwrap_or_default().to_owned();
    let mut guids: Vec<String> = entries.into_iter().map(|entry| last(entry.guid)).collect();
    guids.sort();
    guids
}

pub(super) const IN_FEED: &str =
    "<link rel=\"hub\" href=\"HUB\"/><link rel=\"self\" href=\"/feed\"/>";

//! Stores to test in, and small inputs.

use std::sync::atomic::{AtomicUsize, Ordering};

use dateline_model::{
    ArticleId, Byline, FeedId, FeedStatus, NewArticle, NewEntry, OutletHint, PageFacts,
    PageReading, Poll, PollBrought, PolledFeed, PollingState, ReadHow, ReadOutcome, TextSource,
    UserId, WorkerId, address,
};
use dateline_store::{Location, Options, ReadSaved, Store};
use jiff::{SignedDuration, Timestamp};
use url::Url;

pub const OWNER: UserId = UserId(1);

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Where one test keeps its store; gone with it.
pub struct Place {
    pub location: Location,
    pub folder: tempfile::TempDir,
    database: Option<(String, String)>,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("data"));
        Self { location, folder, database: None }
    }

    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("DATELINE_TEST_POSTGRES") else {
            println!("skipped: DATELINE_TEST_POSTGRES is not set");
            return None;
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dateline_test_{}_{count}", std::process::id());
        on_server(&server, &format!("CREATE DATABASE {name}"));
        let (place, query) = server.split_once('?').unwrap_or((&server, ""));
        let (host, _) = place.rsplit_once('/').unwrap();
        let location = Location::Postgres(format!("{host}/{name}?{query}"));
        let folder = tempfile::tempdir().unwrap();
        Some(Self { location, folder, database: Some((server, name)) })
    }

    /// The other engine, where there is one to be tested.
    pub fn other_engine(&self) -> Option<Self> {
        if self.database.is_some() { Some(Self::sqlite()) } else { Self::postgres() }
    }

    pub async fn open(&self) -> Store {
        Store::open(&self.location, Options { readers: 2 }, at(0)).await.unwrap()
    }

    /// Every test ends with a store that its own check finds sound.
    pub async fn is_sound(&self) {
        let store = self.open().await;
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        store.close().await.unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.database {
            on_server(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The client blocks on a runtime of its own and so must not run on a thread of the test's.
pub fn on_server(server: &str, sql: &str) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
            client.batch_execute(sql).unwrap();
        });
    });
}

/// Minutes after noon of a day in 2026.
pub fn at(minutes: i64) -> Timestamp {
    let noon: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    noon + SignedDuration::from_mins(minutes)
}

pub fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// A feed that the owner subscribes to.
pub async fn subscribed(store: &Store, address: &str) -> FeedId {
    let (feed, _) = store.add_feed(&url(address), at(0)).await.unwrap();
    store.subscribe(OWNER, feed, None, "", at(0)).await.unwrap();
    feed
}

/// An entry with an address, a text of the feed's and no page to read.
pub fn entry(name: &str) -> NewEntry {
    let link = format!("https://news.example.org/{name}");
    let text = format!("What happened at {name} in a few words.");
    NewEntry {
        key: address::digest(&[name]),
        guid: name.to_owned(),
        address: Some(link.clone()),
        title: Some(format!("Title of {name}")),
        html: format!("<p>{text}</p>"),
        authors: vec!["Ada Reporter".to_owned()],
        tags: vec!["local".to_owned()],
        enclosures: Vec::new(),
        published: Some(at(-60)),
        updated: None,
        content_hash: address::digest(&[&text]),
        article: NewArticle {
            key: address::article_key(&url(&link)),
            address: Some(link),
            host: "example.org".to_owned(),
            title: Some(format!("Title of {name}")),
            html: format!("<p>{text}</p>"),
            text,
            text_source: TextSource::FeedFull,
            byline: Byline::default(),
            dateline: None,
            first_appeared: None,
            own: true,
            image: None,
            published: Some(at(-60)),
            updated: None,
            outlet: OutletHint {
                address: Some(url("https://news.example.org/")),
                name: Some("Example News".to_owned()),
            },
            language: Some("en".to_owned()),
            read_page: false,
        },
    }
}

/// The same entry with another text.
pub fn changed(name: &str, text: &str) -> NewEntry {
    let mut entry = entry(name);
    entry.html = format!("<p>{text}</p>");
    entry.content_hash = address::digest(&[text]);
    entry.article.html = format!("<p>{text}</p>");
    entry.article.text = text.to_owned();
    entry
}

/// An entry with a teaser, whose page is to be read.
pub fn teaser(name: &str) -> NewEntry {
    let mut entry = entry(name);
    entry.article.text_source = TextSource::FeedSummary;
    entry.article.read_page = true;
    entry
}

/// A poll that went well and makes the feed due again after an hour.
pub fn poll(feed: FeedId, minutes: i64, entries: Vec<NewEntry>) -> Poll {
    let mut polling = PollingState::new_at(at(minutes + 60));
    polling.status = FeedStatus::Fine;
    polling.etag = Some("W/\"1\"".to_owned());
    polling.polled_at = Some(at(minutes));
    polling.interval_seconds = 3600;
    polling.interval_reason = Some("every 60 min, for a reason".to_owned());
    polling.adaptive_seconds = 1800;
    polling.gap_seconds = Some(3601);
    polling.unchanged_polls = 3;
    polling.newest_published = Some(at(minutes - 5));
    polling.listing_hash = Some("a digest".to_owned());
    polling.fresh_seconds = Some(300);
    polling.ttl_seconds = Some(900);
    polling.skip_hours = 0xff_ffff;
    polling.skip_days = 0b110_0000;
    Poll {
        feed,
        at: at(minutes),
        polling,
        moved: None,
        http_status: Some(200),
        parts: None,
        manners: dateline_model::PollManners::default(),
        brought: Some(PollBrought {
            title: Some("Feed".to_owned()),
            site_url: Some("https://news.example.org/".to_owned()),
            icon: None,
            format: "rss".to_owned(),
            entries,
        }),
    }
}

/// Claims a feed and saves what a poll brought.
pub async fn bring(
    store: &Store,
    worker: &WorkerId,
    feed: FeedId,
    minutes: i64,
    entries: Vec<NewEntry>,
) -> PolledFeed {
    let claimed = store.claim_polls(worker, &[feed], at(minutes)).await.unwrap();
    assert_eq!(claimed.len(), 1, "the feed is leased");
    let saved = store.save_poll(worker, poll(feed, minutes, entries)).await.unwrap();
    assert!(!saved.lease_lost);
    saved
}

/// A reading that gave a text of the page's.
pub fn page(minutes: i64, text: &str) -> PageReading {
    PageReading {
        at: at(minutes),
        canonical: None,
        canonical_key: None,
        title: None,
        html: Some(format!("<p>{text}</p>")),
        text: Some(text.to_owned()),
        text_source: TextSource::Page,
        byline: Byline { authors: vec!["Page Author".to_owned()], contributors: Vec::new() },
        dateline: Some("LISBON".to_owned()),
        language: None,
        image: None,
        first_appeared: None,
        paywalled: Some(false),
        no_archive: false,
        terms: None,
        outlet: OutletHint::default(),
        published: None,
        updated: None,
        note: None,
        before: None,
        facts: PageFacts::default(),
        how: ReadHow::default(),
        kept: Vec::new(),
        learnt: None,
    }
}

/// Claims the next job and saves this reading for it; gives the article that was read.
pub async fn read(
    store: &Store,
    worker: &WorkerId,
    minutes: i64,
    reading: PageReading,
) -> (ArticleId, ReadSaved) {
    let tasks = store.claim_reads(worker, at(minutes), at(minutes), 1, &[]).await.unwrap();
    let task = tasks.first().expect("a page is due");
    let outcome = ReadOutcome::Read(Box::new(reading));
    let saved = store.save_reading(worker, task, outcome).await.unwrap();
    (task.article, saved)
}

/// The only article of the owner's front page.
pub async fn only_article(store: &Store) -> ArticleId {
    let list = store.front(&dateline_model::FrontQuery::newest(OWNER, 10)).await.unwrap();
    assert_eq!(list.len(), 1);
    list[0].id
}

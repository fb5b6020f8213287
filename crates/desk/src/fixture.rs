//! A desk to which feeds bring entries without the network, for tests. Its clock stands still.

use std::path::Path;

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{
    Byline, FeedId, FeedStatus, NewArticle, NewEntry, OutletHint, Poll, PollBrought, PollManners,
    TextSource, UserId, address,
};
use dateline_store::{Location, Options, Store};
use jiff::Timestamp;
use url::Url;

use crate::{Desk, DeskSettings};

pub(crate) const OWNER: UserId = UserId(1);

pub(crate) fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

pub(crate) async fn desk_in(folder: &Path, settings: DeskSettings) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetcher = Fetcher::new(FetchSettings::default()).unwrap();
    Desk::new(store, fetcher, Clock::trial(noon(), 0.0), settings).await.unwrap()
}

pub(crate) fn entry(name: &str, title: &str, text: &str, published: Timestamp) -> NewEntry {
    let link = format!("https://news.example.org/{name}");
    NewEntry {
        key: address::digest(&[name]),
        guid: name.to_owned(),
        address: Some(link.clone()),
        title: Some(title.to_owned()),
        html: format!("<p>{text}</p>"),
        authors: Vec::new(),
        tags: Vec::new(),
        enclosures: Vec::new(),
        published: Some(published),
        updated: None,
        content_hash: address::digest(&[title, text]),
        article: NewArticle {
            key: address::article_key(&url(&link)),
            address: Some(link),
            host: "example.org".to_owned(),
            title: Some(title.to_owned()),
            html: format!("<p>{text}</p>"),
            text: text.to_owned(),
            text_source: TextSource::FeedFull,
            byline: Byline::default(),
            dateline: None,
            first_appeared: None,
            own: true,
            image: None,
            published: Some(published),
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

/// A feed brings entries at a moment.
pub(crate) async fn bring(desk: &Desk, feed: FeedId, entries: Vec<NewEntry>, at: Timestamp) {
    let (store, worker) = (desk.store(), &desk.inner.worker);
    let task = store.claim_polls(worker, &[feed], at).await.unwrap().pop().unwrap();
    let mut polling = task.feed.polling;
    polling.status = FeedStatus::Fine;
    polling.polled_at = Some(at);
    polling.next_poll_at = Some(at);
    let poll = Poll {
        feed,
        at,
        polling,
        moved: None,
        brought: Some(PollBrought {
            title: Some("Example".to_owned()),
            site_url: None,
            icon: None,
            format: "rss".to_owned(),
            entries,
        }),
        http_status: Some(200),
        parts: None,
        manners: PollManners::default(),
    };
    store.save_poll(worker, poll).await.unwrap();
}

pub(crate) async fn subscribed(desk: &Desk, user: UserId, feed: &str, folder: &str) -> FeedId {
    let (feed, _) = desk.store().add_feed(&url(feed), noon()).await.unwrap();
    desk.store().subscribe(user, feed, None, folder, noon()).await.unwrap();
    feed
}

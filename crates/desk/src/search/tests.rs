//! From stored to found, with a small store and an index of its own.

use std::collections::BTreeSet;
use std::path::Path;

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{
    ArticleId, Byline, FeedId, FeedStatus, NewArticle, NewEntry, OutletHint, Poll, PollBrought,
    RuleAction, SearchAlert, TargetKind, TextSource, UserId, address,
};
use dateline_search::Order;
use dateline_store::{Location, Options, Store};
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{Desk, DeskSettings};

const OWNER: UserId = UserId(1);

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn url(text: &str) -> url::Url {
    url::Url::parse(text).unwrap()
}

async fn desk_in(folder: &Path) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetcher = Fetcher::new(FetchSettings::default()).unwrap();
    let settings = DeskSettings { index: Some(folder.join("search")), ..DeskSettings::default() };
    Desk::new(store, fetcher, Clock::trial(noon(), 0.0), settings).await.unwrap()
}

fn entry(name: &str, title: &str, text: &str) -> NewEntry {
    let link = format!("https://news.example.org/{name}");
    let published = Some(noon() - SignedDuration::from_mins(30));
    NewEntry {
        key: address::digest(&[name]),
        guid: name.to_owned(),
        address: Some(link.clone()),
        title: Some(title.to_owned()),
        html: format!("<p>{text}</p>"),
        authors: Vec::new(),
        tags: Vec::new(),
        enclosures: Vec::new(),
        published,
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
            published,
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

async fn bring(desk: &Desk, feed: FeedId, entries: Vec<NewEntry>) {
    bring_at(desk, feed, entries, noon()).await;
}

async fn bring_at(desk: &Desk, feed: FeedId, entries: Vec<NewEntry>, at: Timestamp) {
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
            format: "rss".to_owned(),
            entries,
        }),
        http_status: Some(200),
        parts: None,
        manners: dateline_model::PollManners::default(),
    };
    store.save_poll(worker, poll).await.unwrap();
}

async fn subscribed(desk: &Desk, user: UserId, feed: &str, folder: &str) -> FeedId {
    let (feed, _) = desk.store().add_feed(&url(feed), noon()).await.unwrap();
    desk.store().subscribe(user, feed, None, folder, noon()).await.unwrap();
    feed
}

async fn found(desk: &Desk, user: UserId, text: &str) -> BTreeSet<String> {
    let results = desk.search(user, SearchAsk::newest(text, 50)).await.unwrap().unwrap();
    assert_eq!(results.total, results.articles.len() as u64);
    results.articles.into_iter().map(|article| article.title).collect()
}

fn titles(titles: &[&str]) -> BTreeSet<String> {
    titles.iter().map(|title| (*title).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_stored_is_found_and_what_goes_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path()).await;
    let feed = subscribed(&desk, OWNER, "https://one.example/feed", "World").await;
    let ferry = entry("a", "A ferry runs aground", "The ferry lies on a bank off the harbour.");
    let bank = entry("b", "The bank holds its rate", "Nothing changes for savers this month.");
    bring(&desk, feed, vec![ferry, bank]).await;
    assert!(desk.follow_store(|_| {}).await.unwrap());
    assert_eq!(found(&desk, OWNER, "ferry").await, titles(&["A ferry runs aground"]));
    assert_eq!(found(&desk, OWNER, "folder:World title:bank").await.len(), 1);
    assert_eq!(found(&desk, OWNER, "outlet:example bank").await.len(), 2);
    let live = desk.live_search(OWNER, "fer", 4, 4).await.unwrap().unwrap();
    assert_eq!(live.articles.len(), 1);

    // Another user sees nothing of it.
    let other = desk
        .store()
        .create_user("other", dateline_model::Role::Member, None, noon())
        .await
        .unwrap()
        .id;
    assert!(found(&desk, other, "ferry").await.is_empty());

    // Marks are asked of the store.
    let all = desk.search(OWNER, SearchAsk::newest("", 9)).await.unwrap().unwrap();
    let first: ArticleId = all.articles[0].id;
    desk.store().set_read(OWNER, &[first], true, noon()).await.unwrap();
    assert_eq!(found(&desk, OWNER, "is:read").await.len(), 1);
    assert_eq!(found(&desk, OWNER, "is:unread").await.len(), 1);

    desk.store().unsubscribe(OWNER, feed).await.unwrap();
    assert!(desk.follow_store(|_| {}).await.unwrap());
    assert_eq!(desk.inner.search.index().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_index_is_made_anew_and_holds_each_article_once() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path()).await;
    let feed = subscribed(&desk, OWNER, "https://one.example/feed", "").await;
    let entries = (0..30).map(|n| entry(&n.to_string(), &format!("Ferry {n}"), "On a bank."));
    bring(&desk, feed, entries.collect()).await;
    desk.follow_store(|_| {}).await.unwrap();
    // The same again while it answers.
    assert_eq!(desk.reindex().await.unwrap(), 60);
    desk.follow_store(|_| {}).await.unwrap();
    assert_eq!(found(&desk, OWNER, "ferry").await.len(), 30);
    desk.finish().await.unwrap();
    desk.store().close().await.unwrap();
    drop(desk);

    std::fs::remove_dir_all(folder.path().join("search")).unwrap();
    let desk = desk_in(folder.path()).await;
    desk.follow_store(|_| {}).await.unwrap();
    assert_eq!(found(&desk, OWNER, "ferry").await.len(), 30);
    let ids = desk.inner.search.index().unwrap().ids(None, 1000).unwrap();
    assert_eq!(ids.len(), 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_meets_kept_searches_and_rules() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path()).await;
    let feed = subscribed(&desk, OWNER, "https://one.example/feed", "").await;
    bring(&desk, feed, vec![entry("old", "An old ferry", "It is for sale.")]).await;
    desk.follow_store(|_| {}).await.unwrap();
    let search = desk.keep_search(OWNER, "Ferries", "ferry").await.unwrap();
    let store = desk.store();
    let target = store
        .add_alert_target(OWNER, TargetKind::Webhook, "https://hook.example/", "s", noon())
        .await
        .unwrap();
    let alert = SearchAlert { target, times: Vec::new() };
    store.set_search_alerts(OWNER, search, &[alert]).await.unwrap();
    store.add_rule(OWNER, "title:swimmers", &RuleAction::Mute, None, noon()).await.unwrap();
    let ferry = entry("new", "Ferries meet", "Three of them.");
    let muted = entry("swim", "Winter swimmers and a ferry", "They swim beside the ferry.");
    bring_at(&desk, feed, vec![ferry, muted], noon() + SignedDuration::from_secs(1)).await;
    desk.follow_store(|_| {}).await.unwrap();
    let matches = store.search_matches(OWNER, search, None, 9).await.unwrap();
    let matched: Vec<&str> = matches.iter().map(|(_, article)| article.title.as_str()).collect();
    assert_eq!(matched, ["Ferries meet", "An old ferry"]);
    let alerts = store.alerts_of(OWNER, 9).await.unwrap();
    assert_eq!((alerts.len(), alerts[0].articles), (1, 1));
    assert_eq!(alerts[0].due_at, Some(noon() + crate::alerts::GATHER));
    assert!(found(&desk, OWNER, "swimmers").await.is_empty(), "muted articles are not found");

    // A rule for what is there.
    let rule = store.add_rule(OWNER, "sale", &RuleAction::Star, None, noon()).await.unwrap();
    assert_eq!(desk.apply_rule(OWNER, rule).await.unwrap(), Some(1));
    assert_eq!(found(&desk, OWNER, "is:starred").await, titles(&["An old ferry"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_while_the_index_is_made_is_filled_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path()).await;
    let store = desk.store();
    let long_ago = noon() - SignedDuration::from_hours(5);
    let address = url("https://one.example/feed");
    let (feed, _) = store.add_feed(&address, long_ago).await.unwrap();
    store.subscribe(OWNER, feed, None, "", long_ago).await.unwrap();
    bring_at(&desk, feed, vec![entry("a", "A ferry", "On a bank.")], long_ago).await;
    // The index has learned nothing yet.
    let search = desk.keep_search(OWNER, "Ferries", "ferry").await.unwrap();
    let rule = store.add_rule(OWNER, "ferry", &RuleAction::Star, None, noon()).await.unwrap();
    assert_eq!(desk.apply_rule(OWNER, rule).await.unwrap(), Some(0));
    let matches = async || store.search_matches(OWNER, search, None, 9).await.unwrap().len();
    assert_eq!(matches().await, 0);
    assert_eq!(store.unfilled_searches().await.unwrap().len(), 1);
    assert!(store.rules(Some(OWNER)).await.unwrap()[0].asked_at.is_some());

    assert!(desk.follow_store(|_| {}).await.unwrap());
    assert_eq!(matches().await, 1);
    assert!(store.unfilled_searches().await.unwrap().is_empty());
    let rule = store.rules(Some(OWNER)).await.unwrap().remove(0);
    assert_eq!((rule.hits, rule.asked_at), (1, None));

    // With a whole index nothing is left to be done.
    desk.keep_search(OWNER, "Banks", "bank").await.unwrap();
    assert!(store.unfilled_searches().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_one_process_writes_the_index_and_both_find() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path()).await;
    let feed = subscribed(&desk, OWNER, "https://one.example/feed", "").await;
    bring(&desk, feed, vec![entry("a", "A ferry", "On a bank.")]).await;
    let held = desk.inner.search.index().unwrap().writer().unwrap();
    assert!(!desk.follow_store(|_| {}).await.unwrap(), "another one writes");
    drop(held);
    assert!(desk.follow_store(|_| {}).await.unwrap());
    let ask = SearchAsk { order: Order::Best, ..SearchAsk::newest("ferry", 9) };
    assert_eq!(desk.search(OWNER, ask).await.unwrap().unwrap().total, 1);
}

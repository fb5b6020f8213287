//! From stored to found, with a small store and an index of its own.

use std::collections::BTreeSet;
use std::path::Path;

use dateline_model::{ArticleId, FeedId, NewEntry, RuleAction, SearchAlert, TargetKind, UserId};
use dateline_search::Order;
use jiff::SignedDuration;

use super::*;
use crate::fixture::{OWNER, bring as bring_at, noon, subscribed, url};
use crate::{Desk, DeskSettings, fixture};

async fn desk_in(folder: &Path) -> Desk {
    let settings = DeskSettings { index: Some(folder.join("search")), ..DeskSettings::default() };
    fixture::desk_in(folder, settings).await
}

fn entry(name: &str, title: &str, text: &str) -> NewEntry {
    fixture::entry(name, title, text, noon() - SignedDuration::from_mins(30))
}

async fn bring(desk: &Desk, feed: FeedId, entries: Vec<NewEntry>) {
    bring_at(desk, feed, entries, noon()).await;
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

/// Turns all bits of a file but those of its checksum.
fn damage(folder: &Path, extension: &str) {
    let search = folder.join("search");
    let paths = std::fs::read_dir(&search).unwrap().map(|entry| entry.unwrap().path());
    for path in paths.filter(|path| path.extension().is_some_and(|found| found == extension)) {
        let mut bytes = std::fs::read(&path).unwrap();
        let end = bytes.len().saturating_sub(150).max(1);
        bytes[..end].iter_mut().for_each(|byte| *byte ^= 0xa5);
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }
}

async fn with_ferries(folder: &Path) -> Desk {
    let desk = desk_in(folder).await;
    let feed = subscribed(&desk, OWNER, "https://one.example/feed", "").await;
    let entries = (0..3).map(|n| entry(&n.to_string(), &format!("Ferry {n}"), "On a bank."));
    bring(&desk, feed, entries.collect()).await;
    desk.follow_store(|_| {}).await.unwrap();
    desk
}

async fn close(desk: Desk) {
    desk.finish().await.unwrap();
    desk.store().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_index_is_made_anew_at_the_start_or_when_a_search_meets_it() {
    for extension in ["fast", "term", "fieldnorm"] {
        let folder = tempfile::tempdir().unwrap();
        close(with_ferries(folder.path()).await).await;
        damage(folder.path(), extension);
        let desk = desk_in(folder.path()).await;
        // It may be met by a search only, and then by the one after it.
        for _ in 0..2 {
            desk.search(OWNER, SearchAsk::newest("ferry", 9)).await.ok();
            assert!(desk.follow_store(|_| {}).await.unwrap());
        }
        assert_eq!(found(&desk, OWNER, "ferry").await.len(), 3, "{extension}");
        close(desk).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reindexing_mends_what_only_checksums_tell() {
    let folder = tempfile::tempdir().unwrap();
    close(with_ferries(folder.path()).await).await;
    damage(folder.path(), "pos");
    let desk = desk_in(folder.path()).await;
    assert_eq!(desk.reindex().await.unwrap(), 3);
    assert!(desk.follow_store(|_| {}).await.unwrap());
    assert_eq!(desk.inner.search.index().unwrap().damage().unwrap(), None);
    assert_eq!(found(&desk, OWNER, "\"on a bank\"").await.len(), 3);

    // While another process writes, that one is told.
    damage(folder.path(), "pos");
    let other = desk_in(folder.path()).await;
    let writer = desk.inner.search.index().unwrap().writer().unwrap();
    other.reindex().await.unwrap();
    drop(writer);
    assert!(!desk.inner.search.index().unwrap().is_there());
    assert!(desk.follow_store(|_| {}).await.unwrap());
    assert_eq!(found(&desk, OWNER, "\"on a bank\"").await.len(), 3);
    close(desk).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_the_system_refuses_is_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let desk = with_ferries(folder.path()).await;
    let metas = folder.path().join("search/meta.json");
    let kept = std::fs::read(&metas).unwrap();
    std::fs::remove_file(&metas).unwrap();
    std::fs::create_dir(&metas).unwrap();
    let refused = opening::take_over(&desk.inner.search, "any").err();
    assert!(matches!(refused, Some(Error::Files(_))), "{refused:?}");
    std::fs::remove_dir(&metas).unwrap();
    std::fs::write(&metas, kept).unwrap();
    assert_eq!(desk.inner.search.index().map(|index| index.len()), Some(3));
    close(desk).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_go_while_it_runs_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    let desk = with_ferries(folder.path()).await;
    let mut keeper = keeper::Keeper::new(&desk.inner);
    assert!(matches!(keeper.step().await.unwrap(), keeper::Did::Nothing));
    std::fs::remove_dir_all(folder.path().join("search")).unwrap();
    keeper.looks_now();
    assert!(matches!(keeper.step().await.unwrap(), keeper::Did::Some));
    assert_eq!(found(&desk, OWNER, "ferry").await.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_the_index_is_can_be_told() {
    let folder = tempfile::tempdir().unwrap();
    let search = folder.path().join("search");
    let desk = with_ferries(folder.path()).await;
    let health = search_health(desk.store(), &search).await.unwrap().unwrap();
    assert_eq!((health.articles, health.pending, health.doubled), (3, 0, 0));
    assert!(health.is_of_store && health.bytes > 0);
    damage(folder.path(), "idx");
    let damaged = search_health(desk.store(), &search).await;
    assert!(matches!(damaged, Err(DeskError::Search(Error::Broken(_)))), "{damaged:?}");
    let nothing = search_health(desk.store(), &folder.path().join("elsewhere")).await;
    assert_eq!(nothing.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_is_behind_says_so_until_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path()).await;
    let feed = subscribed(&desk, OWNER, "https://one.example/feed", "").await;
    let entries = (0..700).map(|n| entry(&n.to_string(), &format!("Ferry {n}"), "On a bank."));
    bring(&desk, feed, entries.collect()).await;
    let mut keeper = keeper::Keeper::new(&desk.inner);
    let notes = async || {
        let ask = SearchAsk::newest("ferry", 9);
        desk.search(OWNER, ask).await.unwrap().unwrap().parsed.notes
    };
    keeper.step().await.unwrap();
    let left = desk.store().pending_search().await.unwrap();
    assert!(left > 0);
    let said = notes().await;
    assert!(said.iter().any(|note| note.contains(&format!("about {left} changes"))), "{said:?}");
    while let keeper::Did::Some = keeper.step().await.unwrap() {}
    assert_eq!(notes().await, [] as [&str; 0]);
}

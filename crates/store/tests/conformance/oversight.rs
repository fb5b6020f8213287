//! What those see and do who look after an instance.

use dateline_model::{FeedClass, FeedId, FeedOrder, FeedStatus, FeedsAsked, QueueKind, Role};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, entry, poll, subscribed, teaser};

/// A month and more after the feeds were added.
const LATER: i64 = 31 * 24 * 60;

async fn listed(store: &Store, class: FeedClass, order: FeedOrder, words: &str) -> Vec<FeedId> {
    let asked = FeedsAsked { class, order, words: words.to_owned(), offset: 0, limit: 10 };
    let feeds = store.overseen_feeds(&asked, at(LATER)).await.unwrap();
    feeds.into_iter().map(|one| one.feed.id).collect()
}

/// A poll that failed with this status and line.
async fn fail(store: &Store, feed: FeedId, status: Option<u16>, line: &str) {
    let worker = store.register_worker(at(0)).await.unwrap();
    store.claim_polls(&worker, &[feed], at(0)).await.unwrap();
    let mut failed = poll(feed, 1, Vec::new());
    failed.brought = None;
    failed.http_status = status;
    failed.polling.status = FeedStatus::Failing;
    failed.polling.errors = 3;
    failed.polling.last_error = Some(line.to_owned());
    store.save_poll(&worker, failed).await.unwrap();
}

async fn feeds_are_told_apart_by_how_they_fare(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let silent = subscribed(&store, "https://a.example/silent").await;
    let refused = subscribed(&store, "https://b.example/refused").await;
    let slow = subscribed(&store, "https://c.example/slow_100%").await;
    let moved = subscribed(&store, "https://d.example/moved").await;
    bring(&store, &worker, silent, 0, vec![entry("a")]).await;
    fail(&store, refused, Some(403), "the server refuses it (403)").await;
    fail(&store, slow, None, "c.example gave no complete answer within 30 s").await;
    store.claim_polls(&worker, &[moved], at(LATER)).await.unwrap();
    let mut poll = poll(moved, LATER, vec![entry("b")]);
    poll.polling.final_url = Some("https://e.example/new".to_owned());
    store.save_poll(&worker, poll).await.unwrap();

    let by_host = |class| listed(&store, class, FeedOrder::Host, "");
    assert_eq!(by_host(FeedClass::All).await, [silent, refused, slow, moved]);
    assert_eq!(by_host(FeedClass::Failing).await, [refused, slow]);
    assert_eq!(by_host(FeedClass::Refused).await, [refused]);
    assert_eq!(by_host(FeedClass::Silent).await, [silent]);
    assert_eq!(by_host(FeedClass::Slow).await, [slow]);
    assert_eq!(by_host(FeedClass::Redirected).await, [moved]);
    assert!(by_host(FeedClass::Paused).await.is_empty());
    let counts = store.feed_classes(at(LATER)).await.unwrap();
    let counts: Vec<u64> = counts.into_iter().map(|(_, count)| count).collect();
    assert_eq!(counts, [4, 2, 1, 1, 1, 1, 0]);

    assert_eq!(listed(&store, FeedClass::All, FeedOrder::Host, "0%").await, [slow], "no pattern");
    assert_eq!(listed(&store, FeedClass::All, FeedOrder::Polled, "").await[0], moved);
    assert_eq!(listed(&store, FeedClass::All, FeedOrder::Errors, "").await[..2], [refused, slow]);
    let told = store.overseen_feed(refused).await.unwrap().unwrap();
    assert_eq!((told.readers, told.http_status), (1, Some(403)));
}

async fn a_paused_feed_rests_until_it_is_asked_for(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://a.example/feed").await;
    store.claim_polls(&worker, &[feed], at(0)).await.unwrap();
    assert!(!store.pause_feed(feed, "an admin paused it").await.unwrap(), "it is being polled");
    store.save_poll(&worker, poll(feed, 0, vec![entry("a")])).await.unwrap();
    assert!(store.pause_feed(feed, "an admin paused it").await.unwrap());
    assert_eq!(store.next_poll_at(at(LATER)).await.unwrap(), None);
    assert_eq!(listed(&store, FeedClass::Paused, FeedOrder::Host, "").await, [feed]);
    let polling = store.feed(feed).await.unwrap().unwrap().polling;
    assert_eq!(polling.interval_reason.as_deref(), Some("an admin paused it"));
    store.request_polls(&[feed], at(LATER)).await.unwrap();
    assert!(listed(&store, FeedClass::Paused, FeedOrder::Host, "").await.is_empty());
    assert!(!store.pause_feed(FeedId(99), "x").await.unwrap());
}

async fn a_removed_feed_is_taken_from_all_but_stars_stay(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://a.example/feed").await;
    let other = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(other, feed, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    let articles = store.entries_of_feed(feed, 9).await.unwrap();
    let starred = articles[0].article;
    store.set_starred(other, starred, true, at(2)).await.unwrap();
    assert_eq!(store.remove_feed(feed).await.unwrap(), Some(2));
    assert!(store.feed(feed).await.unwrap().is_none());
    assert!(store.overview(OWNER).await.unwrap().is_empty());
    assert!(store.article(other, starred).await.unwrap().is_some());
    assert_eq!(store.remove_feed(feed).await.unwrap(), None);
}

async fn queues_and_rows_are_counted(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://a.example/feed").await;
    subscribed(&store, "https://b.example/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a"), entry("b")]).await;
    let queues = store.queues(at(5)).await.unwrap();
    let of = |kind| queues.iter().find(|queue| queue.kind == kind).copied().unwrap();
    let polls = of(QueueKind::Polls);
    assert_eq!((polls.due, polls.running, polls.failed, polls.oldest), (1, 0, 0, Some(at(0))));
    let pages = of(QueueKind::Pages);
    assert_eq!((pages.due, pages.running, pages.oldest), (1, 0, Some(at(0))));
    assert_eq!(of(QueueKind::Stories).due, 1);
    assert!(of(QueueKind::Search).due >= 2 && of(QueueKind::Search).oldest.is_none());
    assert_eq!(of(QueueKind::Alerts).due, 0);
    let rows = store.table_rows().await.unwrap();
    let count = |name: &str| rows.iter().find(|(table, _)| *table == name).unwrap().1;
    assert_eq!((count("users"), count("feeds"), count("articles")), (1, 2, 2));
    assert!(store.schema_number().await.unwrap() >= 12);
}

crate::on_both_engines!(
    feeds_are_told_apart_by_how_they_fare,
    a_paused_feed_rests_until_it_is_asked_for,
    a_removed_feed_is_taken_from_all_but_stars_stay,
    queues_and_rows_are_counted,
);

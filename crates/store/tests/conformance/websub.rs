//! Subscriptions at hubs.

use dateline_model::{Delivered, FeedId, HubMode, NewHub, PollBrought, WorkerId};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, changed, entry, poll, subscribed};

const TOPIC: &str = "https://example.org/feed";
const TEN_DAYS: i64 = 864_000;

fn hub(token: &str) -> NewHub {
    NewHub {
        hub: "https://hub.example/".to_owned(),
        topic: TOPIC.to_owned(),
        token: token.to_owned(),
        secret: format!("secret of {token}"),
    }
}

/// A poll at which the feed names this hub, or none.
async fn named(store: &Store, worker: &WorkerId, feed: FeedId, minutes: i64, hub: Option<NewHub>) {
    store.claim_polls(worker, &[feed], at(minutes)).await.unwrap();
    let mut poll = poll(feed, minutes, vec![entry("a")]);
    poll.manners.hub = Some(hub);
    assert!(!store.save_poll(worker, poll).await.unwrap().lease_lost);
}

async fn asked(store: &Store, minutes: i64) -> Vec<(HubMode, String)> {
    let tasks = store.claim_hub_requests(at(minutes), 9).await.unwrap();
    tasks.into_iter().map(|task| (task.mode, task.token)).collect()
}

async fn confirm(store: &Store, token: &str, mode: HubMode, minutes: i64) -> bool {
    store.confirm_hub_request(token, mode, TOPIC, TEN_DAYS, at(minutes)).await.unwrap()
}

async fn pushed_until(store: &Store, feed: FeedId) -> Option<jiff::Timestamp> {
    store.feed(feed).await.unwrap().unwrap().polling.pushed_until
}

/// A feed whose hub has confirmed its subscription at the first minute.
async fn pushed(store: &Store, worker: &WorkerId) -> FeedId {
    let feed = subscribed(store, TOPIC).await;
    named(store, worker, feed, 0, Some(hub("t1"))).await;
    assert_eq!(asked(store, 1).await, [(HubMode::Subscribe, "t1".to_owned())]);
    assert!(confirm(store, "t1", HubMode::Subscribe, 1).await);
    feed
}

async fn only_what_was_asked_is_confirmed_and_only_once(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, TOPIC).await;
    named(&store, &worker, feed, 0, Some(hub("t1"))).await;
    assert!(!confirm(&store, "t1", HubMode::Subscribe, 0).await, "nothing was asked yet");
    assert_eq!(asked(&store, 1).await.len(), 1);
    assert!(asked(&store, 1).await.is_empty(), "it was taken");
    for (token, mode, topic) in [
        ("t2", HubMode::Subscribe, TOPIC),
        ("t1", HubMode::Unsubscribe, TOPIC),
        ("t1", HubMode::Subscribe, "https://example.org/other"),
    ] {
        let known = store.confirm_hub_request(token, mode, topic, TEN_DAYS, at(1)).await.unwrap();
        assert!(!known, "{token} {mode:?} {topic}");
    }
    assert_eq!(pushed_until(&store, feed).await, None);
    assert!(confirm(&store, "t1", HubMode::Subscribe, 1).await);
    assert!(!confirm(&store, "t1", HubMode::Subscribe, 1).await);
    assert_eq!(pushed_until(&store, feed).await, Some(at(1 + TEN_DAYS / 60)));
    assert_eq!(store.pushed_since(feed).await.unwrap(), Some(at(1)));
}

async fn a_lease_is_renewed_at_four_fifths_and_a_lapsed_one_leads_back_to_polling(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    let renewal = 1 + TEN_DAYS / 60 * 4 / 5;
    assert!(asked(&store, renewal - 1).await.is_empty());
    assert_eq!(asked(&store, renewal).await, [(HubMode::Subscribe, "t1".to_owned())]);
    assert!(confirm(&store, "t1", HubMode::Subscribe, renewal).await);
    assert_eq!(store.pushed_since(feed).await.unwrap(), Some(at(1)), "without a break");
    // A feed that was not polled at its own pace is due at once when the lease is over.
    store.claim_polls(&worker, &[feed], at(renewal)).await.unwrap();
    let mut rare = poll(feed, renewal, Vec::new());
    rare.polling.next_poll_at = Some(at(renewal + 24 * 60));
    store.save_poll(&worker, rare).await.unwrap();
    let end = renewal + TEN_DAYS / 60;
    assert_eq!(store.lapse_hubs(at(end - 1)).await.unwrap(), 0);
    let before = store.feed(feed).await.unwrap().unwrap().polling.next_poll_at;
    assert_eq!(store.lapse_hubs(at(renewal + 1)).await.unwrap(), 0);
    assert_eq!(before, Some(at(renewal + 24 * 60)));
    assert_eq!(store.lapse_hubs(at(end)).await.unwrap(), 1);
    assert_eq!(pushed_until(&store, feed).await, None);
    assert_eq!(store.lapse_hubs(at(end)).await.unwrap(), 0);
}

async fn a_refusal_rests_for_a_week_and_brings_the_next_poll_forward(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    store.claim_polls(&worker, &[feed], at(2)).await.unwrap();
    let mut rare = poll(feed, 2, Vec::new());
    rare.polling.next_poll_at = Some(at(24 * 60));
    store.save_poll(&worker, rare).await.unwrap();
    assert!(!store.deny_hub_request("t1", "https://other.example/", "no", at(3)).await.unwrap());
    assert!(!store.deny_hub_request("t2", TOPIC, "no", at(3)).await.unwrap());
    assert!(store.deny_hub_request("t1", TOPIC, "no", at(3)).await.unwrap());
    let polling = store.feed(feed).await.unwrap().unwrap().polling;
    assert_eq!(polling.pushed_until, None);
    assert_eq!(polling.next_poll_at, Some(at(32)), "half an hour is what it has learned");
    named(&store, &worker, feed, 60, Some(hub("t2"))).await;
    let week = 3 + 7 * 24 * 60;
    assert!(asked(&store, week - 1).await.is_empty(), "naming the hub again does not help");
    assert_eq!(asked(&store, week).await, [(HubMode::Subscribe, "t1".to_owned())]);
}

async fn a_hub_that_is_not_answering_is_asked_again_and_a_crash_in_between_too(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, TOPIC).await;
    named(&store, &worker, feed, 0, Some(hub("t1"))).await;
    store.claim_hub_requests(at(1), 9).await.unwrap();
    store.close().await.unwrap();
    let store = place.open().await;
    assert!(store.claim_hub_requests(at(60), 9).await.unwrap().is_empty());
    let task = store.claim_hub_requests(at(61), 9).await.unwrap().remove(0);
    assert_eq!(task.attempts, 1);
    store.hub_request_failed(&task, "no answer", at(200)).await.unwrap();
    assert!(asked(&store, 199).await.is_empty());
    let task = store.claim_hub_requests(at(200), 9).await.unwrap().remove(0);
    assert_eq!((task.attempts, task.secret.as_str()), (2, "secret of t1"));
    // A hub may verify before it answers, and then its answer changes nothing.
    assert!(confirm(&store, "t1", HubMode::Subscribe, 200).await);
    store.hub_request_failed(&task, "no answer", at(201)).await.unwrap();
    assert!(asked(&store, 300).await.is_empty());
    assert!(pushed_until(&store, feed).await.is_some());
}

async fn a_feed_without_readers_is_unsubscribed(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    store.unsubscribe(OWNER, feed).await.unwrap();
    let target = store.push_target("t1").await.unwrap().unwrap();
    assert_eq!(target.feed, None);
    assert!(!store.receive_delivery(&target, None, b"x".to_vec(), at(2)).await.unwrap());
    assert_eq!(asked(&store, 2).await, [(HubMode::Unsubscribe, "t1".to_owned())]);
    assert!(asked(&store, 3).await.is_empty());
    assert!(!confirm(&store, "t1", HubMode::Subscribe, 3).await);
    assert!(confirm(&store, "t1", HubMode::Unsubscribe, 3).await);
    assert_eq!(store.push_target("t1").await.unwrap(), None);
}

async fn another_hub_replaces_the_one_before_and_none_ends_it(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    let other = NewHub { hub: "https://other-hub.example/".to_owned(), ..hub("t2") };
    named(&store, &worker, feed, 10, Some(other)).await;
    let mut both = asked(&store, 11).await;
    both.sort_by_key(|(_, token)| token.clone());
    let expected = [(HubMode::Unsubscribe, "t1".into()), (HubMode::Subscribe, "t2".into())];
    assert_eq!(both, expected);
    assert_eq!(pushed_until(&store, feed).await, None, "the new one has promised nothing yet");
    assert!(confirm(&store, "t2", HubMode::Subscribe, 12).await);
    named(&store, &worker, feed, 20, None).await;
    assert_eq!(asked(&store, 21).await, [(HubMode::Unsubscribe, "t2".to_owned())]);
    assert_eq!(pushed_until(&store, feed).await, None);
}

async fn a_delivery_is_kept_until_it_is_stored_and_changes_no_validators(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    let target = store.push_target("t1").await.unwrap().unwrap();
    assert_eq!((target.feed, target.secret.as_str()), (Some(feed), "secret of t1"));
    let kind = Some("application/atom+xml");
    assert!(store.receive_delivery(&target, kind, vec![0, 255, 10], at(5)).await.unwrap());
    store.close().await.unwrap();

    let store = place.open().await;
    let worker = store.register_worker(at(6)).await.unwrap();
    assert_eq!(store.delivered_feeds(9).await.unwrap(), [feed]);
    let delivery = store.next_delivery(feed).await.unwrap().unwrap();
    assert_eq!(delivery.body, [0, 255, 10]);
    assert_eq!(delivery.content_type.as_deref(), kind);
    let before = store.feed(feed).await.unwrap().unwrap().polling;
    let brought = Some(PollBrought {
        title: Some("Another title".to_owned()),
        site_url: None,
        icon: None,
        format: "atom".to_owned(),
        entries: vec![changed("a", "Other words."), entry("b")],
    });
    let delivered = Delivered { number: delivery.number, feed, at: at(6), brought };
    let lost = store.save_delivery(&worker, delivered.clone()).await.unwrap();
    assert!(lost.lease_lost, "nobody had the feed leased");
    store.claim_polls(&worker, &[feed], at(6)).await.unwrap();
    let saved = store.save_delivery(&worker, delivered).await.unwrap();
    assert_eq!((saved.new_entries, saved.changed_entries), (1, 1));
    store.release_polls(&worker, &[feed]).await.unwrap();
    assert_eq!(store.next_delivery(feed).await.unwrap(), None);
    let after = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(after.title.as_deref(), Some("Feed"));
    assert_eq!(after.polling.etag, before.etag);
    assert_eq!(after.polling.next_poll_at, before.next_poll_at);
    assert_eq!(after.polling.polled_at, before.polled_at);
    assert_eq!(after.polling.changed_at, Some(at(6)));

    let keys: Vec<String> = ["a", "c"].map(|name| entry(name).key).to_vec();
    let known = store.known_keys(feed, &keys).await.unwrap();
    assert!(known.contains(&keys[0]) && !known.contains(&keys[1]));
}

async fn what_cannot_be_read_or_is_too_much_makes_the_feed_due(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    let target = store.push_target("t1").await.unwrap().unwrap();
    store.claim_polls(&worker, &[feed], at(2)).await.unwrap();
    let mut rare = poll(feed, 2, Vec::new());
    rare.polling.next_poll_at = Some(at(24 * 60));
    store.save_poll(&worker, rare).await.unwrap();
    for _ in 0..25 {
        assert!(store.receive_delivery(&target, None, b"?".to_vec(), at(3)).await.unwrap());
    }
    let due = store.feed(feed).await.unwrap().unwrap().polling.next_poll_at;
    assert_eq!(due, Some(at(17)), "and not sooner than a feed is ever polled");
    store.claim_polls(&worker, &[feed], at(4)).await.unwrap();
    let mut kept = 0;
    while let Some(delivery) = store.next_delivery(feed).await.unwrap() {
        let number = delivery.number;
        let delivered = Delivered { number, feed, at: at(4), brought: None };
        store.save_delivery(&worker, delivered).await.unwrap();
        kept += 1;
    }
    assert_eq!(kept, 20);
}

async fn a_hub_that_failed_is_not_relied_on_for_a_week(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = pushed(&store, &worker).await;
    store.claim_polls(&worker, &[feed], at(60)).await.unwrap();
    let mut found = poll(feed, 60, vec![entry("b")]);
    found.manners.hub_failed = true;
    store.save_poll(&worker, found).await.unwrap();
    assert_eq!(pushed_until(&store, feed).await, None);
    let week = 60 + 7 * 24 * 60;
    assert!(asked(&store, week - 1).await.is_empty());
    assert_eq!(asked(&store, week).await.len(), 1);
    bring(&store, &worker, feed, week, vec![entry("c")]).await;
}

crate::on_both_engines!(
    only_what_was_asked_is_confirmed_and_only_once,
    a_lease_is_renewed_at_four_fifths_and_a_lapsed_one_leads_back_to_polling,
    a_refusal_rests_for_a_week_and_brings_the_next_poll_forward,
    a_hub_that_is_not_answering_is_asked_again_and_a_crash_in_between_too,
    a_feed_without_readers_is_unsubscribed,
    another_hub_replaces_the_one_before_and_none_ends_it,
    a_delivery_is_kept_until_it_is_stored_and_changes_no_validators,
    what_cannot_be_read_or_is_too_much_makes_the_feed_due,
    a_hub_that_failed_is_not_relied_on_for_a_week,
);

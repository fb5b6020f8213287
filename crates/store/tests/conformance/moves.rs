//! Feeds whose server leads to another address for good.

use std::collections::BTreeSet;

use dateline_model::{FeedId, FeedStatus, Role, UserId, WorkerId};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, entry, poll, subscribed, url};

/// The feed is polled, brings this and has moved there.
async fn lead(
    store: &Store,
    worker: &WorkerId,
    feed: FeedId,
    minute: i64,
    brought: &str,
    to: &str,
) {
    store.claim_polls(worker, &[feed], at(minute)).await.unwrap();
    let mut moving = poll(feed, minute, vec![entry(brought)]);
    moving.moved = Some(to.to_owned());
    assert_eq!(store.save_poll(worker, moving).await.unwrap().new_entries, 1);
}

async fn other_user(store: &Store) -> UserId {
    store.create_user("other", Role::Member, None, at(0)).await.unwrap().id
}

async fn theirs(store: &Store, worker: &WorkerId, user: UserId, address: &str) -> FeedId {
    let (feed, _) = store.add_feed(&url(address), at(0)).await.unwrap();
    store.subscribe(user, feed, None, "", at(0)).await.unwrap();
    bring(store, worker, feed, 1, vec![entry("b"), entry("c")]).await;
    feed
}

async fn names(store: &Store, feed: FeedId) -> BTreeSet<String> {
    let kept = store.entries_of_feed(feed, 9).await.unwrap();
    kept.into_iter().map(|entry| entry.guid).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn what_one_person_reads_moves_with_all_that_it_holds(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let old = subscribed(&store, "https://old.example/feed").await;
    lead(&store, &worker, old, 0, "a", "https://mid.example/feed").await;
    let row = store.feed(old).await.unwrap().unwrap();
    assert_eq!((row.url.as_str(), row.host.as_str()), ("https://mid.example/feed", "mid.example"));

    let new = subscribed(&store, "https://new.example/feed").await;
    bring(&store, &worker, new, 1, vec![entry("b"), entry("c")]).await;
    lead(&store, &worker, old, 60, "d", "https://new.example/feed").await;
    assert!(store.feed(old).await.unwrap().is_none(), "two feeds of one address are one");
    assert_eq!(store.all_feed_ids(Some(OWNER)).await.unwrap(), [new]);
    assert_eq!(names(&store, new).await, set(&["a", "b", "c", "d"]));
}

async fn a_server_that_leads_to_a_feed_of_others_brings_nothing_into_it(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let other = other_user(&store).await;
    for (host, address) in [
        ("elsewhere", "https://paper.example/feed"),
        ("of one site", "https://news.old.example/feed"),
    ] {
        let new = theirs(&store, &worker, other, address).await;
        let old = subscribed(&store, &format!("https://old.example/{host}")).await;
        store.update_subscription(OWNER, old, Some(Some("Mine".into())), None).await.unwrap();
        lead(&store, &worker, old, 60, "forged", address).await;
        assert_eq!(names(&store, new).await, set(&["b", "c"]), "{host}");
        let over = store.feed_overview(OWNER, new).await.unwrap().unwrap().subscription;
        assert_eq!(over.title.as_deref(), Some("Mine"), "its reader follows it there");
        let left = store.feed(old).await.unwrap().unwrap();
        assert_eq!((left.polling.status, left.polling.next_poll_at), (FeedStatus::Gone, None));
        assert_eq!(left.polling.moved_to.as_deref(), Some(address));
        assert_eq!(names(&store, old).await, set(&["forged"]), "nothing is lost");
        assert!(store.feed_overview(other, old).await.unwrap().is_none());
    }
}

async fn a_feed_that_holds_nothing_of_its_own_goes_when_it_moved(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let other = other_user(&store).await;
    let new = theirs(&store, &worker, other, "https://paper.example/feed").await;
    let old = subscribed(&store, "https://old.example/feed").await;
    lead(&store, &worker, old, 60, "c", "https://paper.example/feed").await;
    assert!(store.feed(old).await.unwrap().is_none());
    assert_eq!(store.all_feed_ids(Some(OWNER)).await.unwrap(), [new]);
}

async fn where_others_may_come_to_an_address_old_entries_do_not_go_there(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let other = other_user(&store).await;
    let old = subscribed(&store, "https://old.example/feed").await;
    lead(&store, &worker, old, 0, "forged", "https://paper.example/feed").await;
    let new = store.feed_by_url("https://paper.example/feed").await.unwrap().unwrap();
    assert_eq!(new.polling.next_poll_at, Some(at(0)), "it is asked anew");
    assert!(names(&store, new.id).await.is_empty() && new.id != old);
    assert!(store.feed_overview(OWNER, new.id).await.unwrap().is_some());

    // One publisher's own move takes all along, but not out from behind a password.
    let own = subscribed(&store, "http://site.example/feed").await;
    lead(&store, &worker, own, 0, "a", "https://www.site.example/rss").await;
    let row = store.feed(own).await.unwrap().unwrap();
    assert_eq!(row.url, "https://www.site.example/rss");
    let secret = subscribed(&store, "http://ann:secret@closed.example/feed").await;
    lead(&store, &worker, secret, 0, "private", "https://closed.example/feed").await;
    let open = store.feed_by_url("https://closed.example/feed").await.unwrap().unwrap();
    store.subscribe(other, open.id, None, "", at(1)).await.unwrap();
    assert!(names(&store, open.id).await.is_empty() && open.id != secret);
    assert_eq!(names(&store, secret).await, set(&["private"]));
}

crate::on_both_engines!(
    what_one_person_reads_moves_with_all_that_it_holds,
    a_server_that_leads_to_a_feed_of_others_brings_nothing_into_it,
    a_feed_that_holds_nothing_of_its_own_goes_when_it_moved,
    where_others_may_come_to_an_address_old_entries_do_not_go_there,
);

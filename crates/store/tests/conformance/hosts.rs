//! What is owed to hosts, also between processes.

use dateline_model::{HostPause, ReadFailure, ReadOutcome};
use dateline_store::{HostTurn, Store};

use crate::kit::{Place, at, bring, entry, poll, subscribed, teaser};

fn pause(host: &str, minutes: i64) -> HostPause {
    HostPause { host: host.to_owned(), until: at(minutes), reason: "asked too often".to_owned() }
}

async fn a_pause_holds_for_all_feeds_and_pages_of_a_host_and_over_a_restart(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let refused = subscribed(&store, "https://a.example.org/feed").await;
    let beside = subscribed(&store, "https://b.example.org/feed").await;
    let elsewhere = subscribed(&store, "https://other.example/feed").await;
    // The page of its article is on the host that is going to be paused.
    bring(&store, &worker, beside, 0, vec![teaser("a")]).await;
    store.claim_polls(&worker, &[refused], at(1)).await.unwrap();
    let mut told = poll(refused, 1, Vec::new());
    told.brought = None;
    told.manners.pause = Some(pause("example.org", 120));
    store.save_poll(&worker, told).await.unwrap();
    store.close().await.unwrap();

    let store = place.open().await;
    let worker = store.register_worker(at(2)).await.unwrap();
    let due = store.claim_due_polls(&worker, at(100), at(100), 9, &[]).await.unwrap();
    assert_eq!(due.iter().map(|task| task.feed.id).collect::<Vec<_>>(), [elsewhere]);
    assert!(store.claim_reads(&worker, at(100), at(100), 9, &[]).await.unwrap().is_empty());
    assert_eq!(store.due_reads(at(100)).await.unwrap(), 0);
    let feed = store.feed(beside).await.unwrap().unwrap();
    assert_eq!(feed.polling.host_paused_until, Some(at(120)));
    assert_eq!(store.paused_hosts(at(100)).await.unwrap(), [pause("example.org", 120)]);
    // Nobody has to look at what is due in vain until the pause ends.
    store.save_poll(&worker, poll(elsewhere, 100, vec![entry("b")])).await.unwrap();
    assert_eq!(store.next_poll_at(at(101)).await.unwrap(), Some(at(120)));
    assert_eq!(store.next_read_at(at(101)).await.unwrap(), Some(at(120)));

    assert_eq!(store.due_reads(at(120)).await.unwrap(), 1);
    assert_eq!(store.claim_reads(&worker, at(120), at(120), 9, &[]).await.unwrap().len(), 1);
    assert_eq!(store.claim_due_polls(&worker, at(120), at(120), 9, &[]).await.unwrap().len(), 2);
    assert!(store.paused_hosts(at(120)).await.unwrap().is_empty());
}

async fn a_page_that_is_refused_pauses_its_host_for_feeds_too(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://news.example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let task = store.claim_reads(&worker, at(1), at(1), 1, &[]).await.unwrap().remove(0);
    let failure = ReadFailure {
        at: at(1),
        problem: "we asked too often, says the server (429)".to_owned(),
        retry_at: Some(at(300)),
        counts: true,
        pause: Some(pause(&task.host, 300)),
    };
    store.save_reading(&worker, &task, ReadOutcome::Failed(failure)).await.unwrap();
    assert!(store.claim_due_polls(&worker, at(299), at(299), 9, &[]).await.unwrap().is_empty());
    assert_eq!(store.claim_due_polls(&worker, at(300), at(300), 9, &[]).await.unwrap().len(), 1);
}

async fn of_two_pauses_the_longer_one_holds_unless_no_server_can_have_asked_for_it(place: &Place) {
    let store = place.open().await;
    store.pause_host(&pause("example.org", 60)).await.unwrap();
    store.pause_host(&pause("example.org", 30)).await.unwrap();
    assert_eq!(store.paused_hosts(at(0)).await.unwrap(), [pause("example.org", 60)]);
    let year = 366 * 24 * 60;
    store.pause_host(&pause("example.org", year)).await.unwrap();
    store.recall_polls(at(0)).await.unwrap();
    assert!(store.paused_hosts(at(0)).await.unwrap().is_empty());
    assert_eq!(store.prune_hosts(at(0), at(0)).await.unwrap(), 1);
}

async fn a_host_is_one_workers_at_a_time(place: &Place) {
    let (here, there) = (place.open().await, place.open().await);
    let mine = here.register_worker(at(0)).await.unwrap();
    let theirs = there.register_worker(at(0)).await.unwrap();
    let one = subscribed(&here, "https://one.example.org/feed").await;
    let two = subscribed(&here, "https://two.example.org/feed").await;
    let other = subscribed(&here, "https://other.example/feed").await;
    assert_eq!(here.claim_due_polls(&mine, at(1), at(1), 1, &[]).await.unwrap()[0].feed.id, one);
    let claimed = there.claim_due_polls(&theirs, at(1), at(1), 9, &[]).await.unwrap();
    assert_eq!(claimed.iter().map(|task| task.feed.id).collect::<Vec<_>>(), [other]);
    assert!(there.claim_polls_in_turn(&theirs, &[two], at(1)).await.unwrap().is_empty());
    let waiting = there.polls_elsewhere(&theirs, &[two], at(1)).await.unwrap();
    assert_eq!(waiting, [two], "so that whoever asked for it waits");

    // The poll ends, and the pause between two requests is kept by whoever made the last one.
    here.hold_host(&mine, "example.org", at(3)).await.unwrap();
    here.save_poll(&mine, poll(one, 1, vec![teaser("a")])).await.unwrap();
    assert!(there.claim_due_polls(&theirs, at(2), at(2), 9, &[]).await.unwrap().is_empty());
    assert!(there.claim_reads(&theirs, at(2), at(2), 9, &[]).await.unwrap().is_empty());
    let read = here.claim_reads(&mine, at(2), at(2), 9, &[]).await.unwrap().remove(0);
    // A page in hand keeps the host as a feed does.
    assert!(there.claim_due_polls(&theirs, at(4), at(4), 9, &[]).await.unwrap().is_empty());
    here.release_reads(&mine, &[read.job]).await.unwrap();
    let claimed = there.claim_due_polls(&theirs, at(4), at(4), 9, &[]).await.unwrap();
    assert_eq!(claimed.iter().map(|task| task.feed.id).collect::<Vec<_>>(), [two]);
}

async fn a_poll_asked_for_while_one_runs_is_not_lost(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    store.claim_polls(&worker, &[feed], at(1)).await.unwrap();
    store.request_polls(&[feed], at(2)).await.unwrap();
    store.save_poll(&worker, poll(feed, 3, Vec::new())).await.unwrap();
    let row = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(row.polling.next_poll_at, Some(at(2)), "it is due once more");
    assert_eq!(store.claim_due_polls(&worker, at(4), at(4), 9, &[]).await.unwrap().len(), 1);
    store.save_poll(&worker, poll(feed, 4, Vec::new())).await.unwrap();
    let row = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(row.polling.next_poll_at, Some(at(64)), "and only once");
}

async fn an_offered_feed_is_kept_until_the_address_is_a_feed_again(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    store.offer(feed, Some("https://example.org/new.xml"), at(5)).await.unwrap();
    let polling = store.feed(feed).await.unwrap().unwrap().polling;
    assert_eq!(polling.offered_url.as_deref(), Some("https://example.org/new.xml"));
    assert_eq!(polling.looked_at, Some(at(5)));
    assert_eq!(store.feed(feed).await.unwrap().unwrap().url, "https://example.org/feed");
    bring(&store, &worker, feed, 10, vec![entry("a")]).await;
    let polling = store.feed(feed).await.unwrap().unwrap().polling;
    assert_eq!((polling.offered_url, polling.looked_at), (None, None));
}

async fn who_asks_for_something_else_takes_the_hosts_turn_too(place: &Place) {
    let (here, there) = (place.open().await, place.open().await);
    let mine = here.register_worker(at(0)).await.unwrap();
    let theirs = there.register_worker(at(0)).await.unwrap();
    let take = async |store: &Store, worker, minute: i64| {
        let (moment, until) = (at(minute), at(minute + 3));
        store.take_host(worker, "example.org", moment, moment, until).await.unwrap()
    };
    assert_eq!(take(&here, &mine, 0).await, HostTurn::Taken);
    assert_eq!(take(&here, &mine, 0).await, HostTurn::Taken, "it is its own already");
    assert_eq!(take(&there, &theirs, 1).await, HostTurn::Busy);
    // A poll of the same process that ends meanwhile does not give the host away.
    here.hold_host(&mine, "example.org", at(1)).await.unwrap();
    assert_eq!(take(&there, &theirs, 2).await, HostTurn::Busy);
    there.leave_host(&theirs, "example.org", at(2)).await.unwrap();
    assert_eq!(take(&there, &theirs, 2).await, HostTurn::Busy, "only its owner can leave it");
    here.leave_host(&mine, "example.org", at(2)).await.unwrap();
    assert_eq!(take(&there, &theirs, 3).await, HostTurn::Taken);
    // What is due there waits for it, and it waits for what is due.
    let feed = subscribed(&here, "https://one.example.org/feed").await;
    assert!(here.claim_due_polls(&mine, at(4), at(4), 9, &[]).await.unwrap().is_empty());
    there.leave_host(&theirs, "example.org", at(4)).await.unwrap();
    assert_eq!(here.claim_due_polls(&mine, at(5), at(5), 9, &[]).await.unwrap().len(), 1);
    assert_eq!(take(&there, &theirs, 6).await, HostTurn::Busy);
    here.release_polls(&mine, &[feed]).await.unwrap();
    there.pause_host(&pause("example.org", 90)).await.unwrap();
    assert_eq!(take(&here, &mine, 7).await, HostTurn::Paused(at(90)));
}

async fn a_dead_workers_host_is_free_after_the_pause(place: &Place) {
    let (dying, living) = (place.open().await, place.open().await);
    let dead = dying.register_worker(at(0)).await.unwrap();
    let mine = living.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&living, "https://one.example.org/feed").await;
    dying.take_host(&dead, "example.org", at(1), at(1), at(20)).await.unwrap();
    dying.close().await.unwrap();
    let take = async |minute: i64| {
        living
            .take_host(&mine, "example.org", at(minute), at(minute), at(minute + 3))
            .await
            .unwrap()
    };
    assert_eq!(take(1).await, HostTurn::Busy);
    living.release_dead_leases(at(1)).await.unwrap();
    assert_eq!(take(1).await, HostTurn::Busy, "it was asked just now");
    assert!(living.claim_polls_in_turn(&mine, &[feed], at(1)).await.unwrap().is_empty());
    assert_eq!(living.release_dead_leases(at(1)).await.unwrap(), 0, "and only once");
    assert_eq!(take(2).await, HostTurn::Taken);
}

async fn a_worker_that_ends_closes_no_host(place: &Place) {
    let (here, there) = (place.open().await, place.open().await);
    let ended = here.register_worker(at(0)).await.unwrap();
    let mine = there.register_worker(at(0)).await.unwrap();
    here.take_host(&ended, "example.org", at(1), at(1), at(20)).await.unwrap();
    here.end_worker(&ended).await.unwrap();
    there.release_dead_leases(at(1)).await.unwrap();
    let turn = there.take_host(&mine, "example.org", at(2), at(2), at(5)).await.unwrap();
    assert_eq!(turn, HostTurn::Taken);
}

async fn a_clock_that_was_ahead_closes_no_host_for_years(place: &Place) {
    let (here, there) = (place.open().await, place.open().await);
    let ahead = here.register_worker(at(0)).await.unwrap();
    let mine = there.register_worker(at(0)).await.unwrap();
    let years = 60 * 24 * 365 * 70;
    here.take_host(&ahead, "example.org", at(years), at(years), at(years + 3)).await.unwrap();
    assert_eq!(there.release_dead_leases(at(1)).await.unwrap(), 1);
    let take = async |minute: i64| {
        there.take_host(&mine, "example.org", at(minute), at(minute), at(minute + 3)).await.unwrap()
    };
    assert_eq!(take(2).await, HostTurn::Busy, "whoever holds it lives");
    assert_eq!(take(17).await, HostTurn::Taken);
}

crate::on_both_engines!(
    a_dead_workers_host_is_free_after_the_pause,
    a_worker_that_ends_closes_no_host,
    a_clock_that_was_ahead_closes_no_host_for_years,
    who_asks_for_something_else_takes_the_hosts_turn_too,
    a_pause_holds_for_all_feeds_and_pages_of_a_host_and_over_a_restart,
    a_page_that_is_refused_pauses_its_host_for_feeds_too,
    of_two_pauses_the_longer_one_holds_unless_no_server_can_have_asked_for_it,
    a_host_is_one_workers_at_a_time,
    a_poll_asked_for_while_one_runs_is_not_lost,
    an_offered_feed_is_kept_until_the_address_is_a_feed_again,
);

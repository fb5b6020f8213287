//! Who may work on what, also between processes.

use dateline_model::{EntryId, PolledFeed, ReadOutcome, WorkerId};
use dateline_store::ReadSaved;

use crate::kit::{Place, at, bring, entry, page, poll, subscribed, teaser};

async fn a_feed_is_leased_to_one_worker_only(place: &Place) {
    let (here, there) = (place.open().await, place.open().await);
    let one = here.register_worker(at(0)).await.unwrap();
    let two = there.register_worker(at(0)).await.unwrap();
    assert_ne!(one, two);
    let mut feeds = Vec::new();
    for number in 0..12 {
        feeds.push(subscribed(&here, &format!("https://n{number}.example/feed")).await);
    }
    let (mine, theirs) = tokio::join!(
        here.claim_due_polls(&one, at(1), at(1), 7, &[]),
        there.claim_due_polls(&two, at(1), at(1), 7, &[])
    );
    let (mine, theirs) = (mine.unwrap(), theirs.unwrap());
    let mut all: Vec<_> = mine.iter().chain(&theirs).map(|task| task.feed.id).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), mine.len() + theirs.len(), "a feed was leased twice");
    assert!(!mine.is_empty() && mine[0].subscribers == 1);
    let rest = here.claim_polls(&one, &feeds, at(1)).await.unwrap();
    assert_eq!(rest.len() + all.len(), 12);
    assert_eq!(here.leased_polls(&feeds).await.unwrap().len(), 12);
    assert!(here.claim_polls(&one, &feeds, at(10)).await.unwrap().is_empty());
    assert_eq!(here.claim_polls(&one, &feeds, at(17)).await.unwrap().len(), 12, "leases ran out");
}

async fn a_lost_lease_stores_nothing(place: &Place) {
    let store = place.open().await;
    let late = store.register_worker(at(0)).await.unwrap();
    let quick = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    store.claim_polls(&late, &[feed], at(0)).await.unwrap();
    store.claim_polls(&quick, &[feed], at(16)).await.unwrap();
    let lost = PolledFeed { lease_lost: true, ..PolledFeed::default() };
    let brought = poll(feed, 16, vec![teaser("a")]);
    assert_eq!(store.save_poll(&late, brought.clone()).await.unwrap(), lost);
    assert!(store.entries(EntryId(0), 9).await.unwrap().is_empty());
    assert_eq!(store.feed(feed).await.unwrap().unwrap().title, None);
    assert_eq!(store.save_poll(&quick, brought.clone()).await.unwrap().new_entries, 1);
    assert_eq!(store.save_poll(&quick, brought.clone()).await.unwrap(), lost, "the lease is over");

    let task = store.claim_reads(&late, at(16), at(16), 1, &[]).await.unwrap().remove(0);
    let again = store.claim_reads(&quick, at(40), at(40), 1, &[]).await.unwrap().remove(0);
    assert_eq!(task.job, again.job);
    let outcome = ReadOutcome::Read(Box::new(page(40, "The page.")));
    let saved = store.save_reading(&late, &task, outcome.clone()).await.unwrap();
    assert_eq!(saved, ReadSaved::LeaseLost);
    assert_eq!(store.pending_reads().await.unwrap(), 1);
    let saved = store.save_reading(&quick, &again, outcome).await.unwrap();
    assert_eq!(saved, ReadSaved::Stored);
}

async fn a_dead_worker_delays_nobody(place: &Place) {
    let (dying, living) = (place.open().await, place.open().await);
    let dead = dying.register_worker(at(0)).await.unwrap();
    let alive = living.register_worker(at(0)).await.unwrap();
    let one = subscribed(&living, "https://one.example/feed").await;
    let two = subscribed(&living, "https://two.example/feed").await;
    dying.claim_polls(&dead, &[one], at(0)).await.unwrap();
    living.claim_polls(&alive, &[two], at(0)).await.unwrap();
    assert_eq!(living.release_dead_leases(at(1)).await.unwrap(), 0);
    assert_eq!(dying.release_dead_leases(at(1)).await.unwrap(), 0);
    assert_eq!(living.leased_polls(&[one, two]).await.unwrap(), [one, two]);
    dying.close().await.unwrap();
    assert_eq!(living.leased_polls(&[one, two]).await.unwrap(), [two]);
    assert_eq!(living.release_dead_leases(at(1)).await.unwrap(), 1);
    assert_eq!(living.claim_polls(&alive, &[one], at(1)).await.unwrap().len(), 1);
    living.end_worker(&alive).await.unwrap();
    assert!(living.leased_polls(&[one, two]).await.unwrap().is_empty());
}

async fn a_claim_takes_turns_between_hosts(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    for number in 0..9 {
        subscribed(&store, &format!("https://big.example/{number}")).await;
    }
    let small = subscribed(&store, "https://small.example/feed").await;
    let skip = ["other.example".to_owned(), "big.example".to_owned(), "x".to_owned()];
    let skipping = store.claim_due_polls(&worker, at(1), at(1), 50, &skip).await.unwrap();
    assert_eq!(skipping.iter().map(|task| task.feed.id).collect::<Vec<_>>(), [small]);
    assert_eq!(store.release_polls(&worker, &[small]).await.unwrap(), 1);
    let claimed = store.claim_due_polls(&worker, at(1), at(1), 50, &[]).await.unwrap();
    assert_eq!(claimed.len(), 5);
    let next = store.claim_due_polls(&worker, at(1), at(1), 50, &[]).await.unwrap();
    assert_eq!(next.len(), 4);
    let nobody = WorkerId("nobody".to_owned());
    assert_eq!(store.release_polls(&nobody, &[small]).await.unwrap(), 0);
}

async fn reads_are_claimed_in_turns_and_given_back(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let entries = (0..6).map(|number| teaser(&format!("t{number}"))).collect();
    bring(&store, &worker, feed, 0, entries).await;
    assert_eq!(store.next_read_at(at(0)).await.unwrap(), Some(at(0)));
    assert_eq!(store.due_reads(at(0)).await.unwrap(), 6);
    let tasks = store.claim_reads(&worker, at(0), at(0), 50, &[]).await.unwrap();
    assert_eq!(tasks.len(), 4, "of one host at most four");
    assert_eq!(tasks[0].address, "https://news.example.org/t0");
    assert_eq!(tasks[0].feed_title.as_deref(), Some("Feed"));
    assert_eq!(tasks[0].feed_site.as_deref(), Some("https://news.example.org/"));
    let jobs: Vec<_> = tasks.iter().map(|task| task.job).collect();
    assert_eq!(store.release_reads(&worker, &jobs).await.unwrap(), 4);
    let skip = ["example.org".to_owned()];
    assert!(store.claim_reads(&worker, at(0), at(0), 9, &skip).await.unwrap().is_empty());
    assert_eq!(store.waiting_jobs(9).await.unwrap().len(), 6);
}

async fn a_clock_that_was_ahead_does_not_stop_polling_for_years(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let years = 60 * 24 * 365 * 70;
    bring(&store, &worker, feed, years, vec![entry("a")]).await;
    assert_eq!(store.recall_polls(at(years)).await.unwrap(), 0);
    assert_eq!(store.recall_polls(at(5)).await.unwrap(), 1);
    assert_eq!(store.next_poll_at(at(0)).await.unwrap(), Some(at(5)));
    assert_eq!(store.newest_seen_at().await.unwrap(), Some(at(years)));
}

async fn requested_polls_are_due_at_once(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    assert_eq!(store.next_poll_at(at(0)).await.unwrap(), Some(at(60)));
    assert!(store.claim_due_polls(&worker, at(5), at(5), 9, &[]).await.unwrap().is_empty());
    assert_eq!(store.request_polls(&[feed], at(5)).await.unwrap(), 1);
    assert_eq!(store.claim_due_polls(&worker, at(5), at(5), 9, &[]).await.unwrap().len(), 1);
    let mut gone = poll(feed, 5, Vec::new());
    gone.polling.next_poll_at = None;
    gone.brought = None;
    store.save_poll(&worker, gone).await.unwrap();
    assert_eq!(store.next_poll_at(at(0)).await.unwrap(), None);
    assert_eq!(store.request_polls(&[feed], at(6)).await.unwrap(), 1);
    assert_eq!(store.claim_due_polls(&worker, at(6), at(6), 9, &[]).await.unwrap().len(), 1);
}

crate::on_both_engines!(
    a_feed_is_leased_to_one_worker_only,
    a_lost_lease_stores_nothing,
    a_dead_worker_delays_nobody,
    a_claim_takes_turns_between_hosts,
    reads_are_claimed_in_turns_and_given_back,
    a_clock_that_was_ahead_does_not_stop_polling_for_years,
    requested_polls_are_due_at_once,
);

//! Deliveries are understood like the body of a poll.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use dateline_feed::Hints;
use dateline_model::{Delivered, Delivery, Feed, FeedId, PollBrought};
use tokio::sync::watch;
use tokio::time::sleep;
use url::Url;

use crate::desk::{Inner, News};
use crate::{DeskError, entries};

/// How often the store is looked at for what other processes received.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// A feed that is being polled is looked at again so soon.
const BUSY: Duration = Duration::from_millis(500);
/// After something failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// How many feeds are looked after in one go.
const FEEDS: u32 = 64;
/// After so many tries in vain a delivery is let go, and its feed is polled instead.
const TRIES: u32 = 5;

/// How often the first delivery of a feed was tried in vain, by its number. A process that starts
/// anew tries as often again.
#[derive(Debug, Default)]
pub(super) struct Tries(HashMap<i64, u32>);

/// How a round went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Round {
    /// Nothing is left.
    Done,
    /// A feed is being polled.
    Busy,
    /// The deliveries of a feed could not be stored.
    Failed,
}

pub(super) async fn keep_taking(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    let mut tries = Tries::default();
    while !*stop.borrow() {
        let wait = match take_waiting(desk, &mut tries, &stop).await {
            Ok(Round::Done) => LOOK_AGAIN,
            Ok(Round::Busy) => BUSY,
            Ok(Round::Failed) => AFTER_FAILURE,
            Err(error) => {
                tracing::error!(error = %error, "it could not be told what hubs delivered");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = stop.changed() => break,
            () = desk.deliveries_bell.notified() => {}
            () = sleep(wait) => {}
        }
    }
}

/// Works on what waits for each feed; one that fails keeps no other waiting.
pub(super) async fn take_waiting(
    desk: &Inner,
    tries: &mut Tries,
    stop: &watch::Receiver<bool>,
) -> Result<Round, DeskError> {
    let mut round = Round::Done;
    for feed in desk.store.delivered_feeds(FEEDS).await? {
        if *stop.borrow() {
            return Ok(Round::Done);
        }
        let went = match take_for(desk, tries, feed).await {
            Ok(true) => Round::Done,
            Ok(false) => Round::Busy,
            Err(error) => {
                let feed = feed.0;
                tracing::error!(feed, error = %error, "what a hub delivered could not be stored");
                Round::Failed
            }
        };
        round = round.max(went);
    }
    Ok(round)
}

/// Works on the deliveries for a feed, under the lease under which it is polled, so that a poll and
/// a delivery never meet. Whether the lease was to be had.
async fn take_for(desk: &Inner, tries: &mut Tries, feed: FeedId) -> Result<bool, DeskError> {
    let (store, worker) = (&desk.store, &desk.worker);
    let Some(task) = store.claim_polls(worker, &[feed], desk.clock.wall()).await?.pop() else {
        return Ok(false);
    };
    let taken = take_all(desk, tries, &task.feed).await;
    store.release_polls(worker, &[feed]).await?;
    desk.polls_bell.notify_one();
    taken.map(|()| true)
}

async fn take_all(desk: &Inner, tries: &mut Tries, feed: &Feed) -> Result<(), DeskError> {
    while let Some(delivery) = desk.store.next_delivery(feed.id).await? {
        let number = delivery.number;
        let tried = tries.0.entry(number).or_default();
        *tried += 1;
        let brought = match *tried > TRIES {
            true => None,
            false => understand(desk, feed, delivery).await,
        };
        let delivered = Delivered { number, feed: feed.id, at: desk.clock.now(), brought };
        let saved = desk.store.save_delivery(&desk.worker, delivered).await?;
        tries.0.remove(&number);
        if saved.lease_lost {
            return Ok(());
        }
        metrics::counter!("dateline_entries_total").increment(u64::from(saved.new_entries));
        if saved.new_articles > 0 || saved.changed_entries > 0 {
            desk.reads_bell.notify_one();
        }
        if saved.new_entries > 0 || saved.changed_entries > 0 {
            desk.stories_bell.notify_one();
            desk.announce(News::Polled(feed.id));
        }
    }
    Ok(())
}

/// The entries of a delivery; `None` where it is no feed.
async fn understand(desk: &Inner, feed: &Feed, delivery: Delivery) -> Option<PollBrought> {
    let address = feed.polling.final_url.as_deref().unwrap_or(&feed.url);
    let url = Url::parse(address).ok()?;
    let terms = entries::Terms::of(feed);
    // Never closed; and without a permit the work is only less bounded.
    let _open = desk.open_feeds.acquire().await;
    let parsed = desk.workshop.run(move || {
        let content_type = delivery.content_type.as_deref();
        let hints = Hints { url: Some(&url), content_type };
        let parsed = dateline_feed::parse(&delivery.body, &hints).ok()?;
        Some(entries::brought(&parsed, &url, &terms))
    });
    parsed.await.ok().flatten()
}

//! Deliveries are understood like the body of a poll.

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

pub(super) async fn keep_taking(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let wait = match take_waiting(desk, &stop).await {
            Ok(true) => LOOK_AGAIN,
            Ok(false) => BUSY,
            Err(error) => {
                tracing::error!(error = %error, "what hubs delivered could not be stored");
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

/// Whether nothing is left.
pub(super) async fn take_waiting(
    desk: &Inner,
    stop: &watch::Receiver<bool>,
) -> Result<bool, DeskError> {
    let mut all_done = true;
    for feed in desk.store.delivered_feeds(FEEDS).await? {
        if *stop.borrow() {
            return Ok(true);
        }
        all_done &= take_for(desk, feed).await?;
    }
    Ok(all_done)
}

/// Works on the deliveries for a feed, under the lease under which it is polled, so that a poll and
/// a delivery never meet. Whether the lease was to be had.
async fn take_for(desk: &Inner, feed: FeedId) -> Result<bool, DeskError> {
    let (store, worker) = (&desk.store, &desk.worker);
    let Some(task) = store.claim_polls(worker, &[feed], desk.clock.wall()).await?.pop() else {
        return Ok(false);
    };
    let taken = take_all(desk, &task.feed).await;
    store.release_polls(worker, &[feed]).await?;
    desk.polls_bell.notify_one();
    taken.map(|()| true)
}

async fn take_all(desk: &Inner, feed: &Feed) -> Result<(), DeskError> {
    while let Some(delivery) = desk.store.next_delivery(feed.id).await? {
        let number = delivery.number;
        let brought = understand(desk, feed, delivery).await;
        let delivered = Delivered { number, feed: feed.id, at: desk.clock.now(), brought };
        let saved = desk.store.save_delivery(&desk.worker, delivered).await?;
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

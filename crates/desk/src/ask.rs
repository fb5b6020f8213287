//! Polling that somebody asked for and waits for, beside whatever other processes do.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dateline_model::{Feed, FeedId, PollOutcome, PollingState, address};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::time::{sleep, timeout};

use crate::crew::Crew;
use crate::desk::{Desk, Inner};
use crate::read::{ReadEnd, read_article};
use crate::{DeskError, poll};

/// How long to wait before looking again whether another process has done its part.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// How often a feed may be asked for as a whole.
const FRESH_AGAIN: SignedDuration = SignedDuration::from_mins(5);

/// What the outcome of such a feed begins with.
const TOO_SOON: &str = "polled less than five minutes ago, so only asked what is new";

/// What is to be polled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PollAsk {
    /// These feeds, due or not; `None` is all of them.
    pub feeds: Option<Vec<FeedId>>,
    /// Stop before the pages of articles.
    pub feeds_only: bool,
    /// Ask for the whole feed although it may not have changed. A feed that was polled within the
    /// last five minutes is asked politely all the same, and its outcome says so.
    pub fresh: bool,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many feeds are polled.
    Feeds {
        /// How many.
        done: u64,
        /// Of how many.
        of: u64,
    },
    /// So many pages are read.
    Pages {
        /// How many.
        done: u64,
        /// Of how many, as far as is known.
        of: u64,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PollReport {
    /// How many feeds were polled.
    pub feeds: u64,
    /// How many of them failed.
    pub failed: u64,
    /// Of those that were to be asked for as a whole, how many were only asked what is new,
    /// because they were polled less than five minutes before.
    pub too_soon: u64,
    /// Entries that were not known.
    pub new_entries: u64,
    /// Entries that had changed.
    pub changed_entries: u64,
    /// Pages that were read.
    pub pages_read: u64,
    /// Pages that could not be read; some are tried again later.
    pub pages_failed: u64,
    /// How long it took, in seconds of real time.
    pub seconds: f64,
    /// Each feed, in the order of their numbers.
    pub outcomes: Vec<PollOutcome>,
}

impl Desk {
    /// Polls what was asked for, now, and then reads the pages that are due, unless only feeds
    /// were asked for. What another process has in hand is waited for and not done twice.
    ///
    /// # Errors
    /// When the store fails; what was stored until then stays.
    pub async fn poll(
        &self,
        ask: PollAsk,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<PollReport, DeskError> {
        let started = Instant::now();
        let mut report = PollReport::default();
        let feeds = match ask.feeds {
            Some(feeds) => self.inner.store.polled_feeds(&feeds).await?,
            None => self.inner.store.all_feed_ids(None).await?,
        };
        let asked = Asked { feeds, fresh: ask.fresh };
        poll_all(&self.inner, asked, &mut report, progress).await?;
        if !ask.feeds_only {
            read_due(&self.inner, &mut report, progress).await?;
        }
        report.outcomes.sort_by_key(|outcome| outcome.feed);
        report.seconds = started.elapsed().as_secs_f64();
        Ok(report)
    }
}

/// The feeds that are to be polled, and how.
struct Asked {
    feeds: Vec<FeedId>,
    fresh: bool,
}

async fn poll_all(
    desk: &Arc<Inner>,
    asked: Asked,
    report: &mut PollReport,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(), DeskError> {
    let since = desk.clock.now();
    let of = asked.feeds.len() as u64;
    let fresh = asked.fresh;
    let mut waiting: Vec<FeedId> = asked.feeds.into_iter().rev().collect();
    let mut elsewhere: Vec<FeedId> = Vec::new();
    let mut crew = Crew::new(desk.settings.in_hand);
    progress(Progress::Feeds { done: 0, of });
    while !(crew.is_empty() && waiting.is_empty() && elsewhere.is_empty()) {
        if has_places(desk, &crew) {
            let asked = waiting.split_off(waiting.len().saturating_sub(crew.room()));
            elsewhere.extend(start_polls(desk, &mut crew, asked, fresh).await?);
        }
        if let Some(ended) = crew.next().await {
            if let Some((outcome, too_soon)) = ended {
                let mut outcome = outcome?;
                if too_soon {
                    report.too_soon += 1;
                    outcome.result = format!("{TOO_SOON}; {}", outcome.result);
                }
                report.count(outcome);
            }
        } else if waiting.is_empty() {
            let checked = check_elsewhere(desk, elsewhere, since).await?;
            checked.polled.into_iter().for_each(|outcome| report.count(outcome));
            elsewhere = checked.in_hand;
            waiting = checked.free;
            if waiting.is_empty() && !elsewhere.is_empty() {
                sleep(LOOK_AGAIN).await;
            }
        }
        progress(Progress::Feeds { done: report.feeds, of });
    }
    Ok(())
}

/// Whether enough places are free that filling them is worth a write.
fn has_places<T: Send + 'static>(desk: &Inner, crew: &Crew<T>) -> bool {
    crew.room() >= desk.settings.in_hand.div_ceil(4)
}

/// Claims and starts what was asked for; gives back what another process has in hand.
async fn start_polls(
    desk: &Arc<Inner>,
    crew: &mut Crew<(Result<PollOutcome, DeskError>, bool)>,
    asked: Vec<FeedId>,
    fresh: bool,
) -> Result<Vec<FeedId>, DeskError> {
    if asked.is_empty() {
        return Ok(asked);
    }
    let tasks = desk.store.claim_polls_in_turn(&desk.worker, &asked, desk.clock.wall()).await?;
    let claimed: HashSet<FeedId> = tasks.iter().map(|task| task.feed.id).collect();
    for mut task in tasks {
        let too_soon = fresh && !forget_validators(&mut task.feed.polling, desk.clock.now());
        let (number, host) = (task.feed.id.0, task.feed.host.clone());
        let desk = desk.clone();
        crew.start(number, host, async move { (poll::poll_feed(&desk, task).await, too_soon) });
    }
    Ok(asked.into_iter().filter(|feed| !claimed.contains(feed)).collect())
}

/// What makes a request conditional goes, unless it was made use of a moment ago; whether it went.
fn forget_validators(polling: &mut PollingState, now: Timestamp) -> bool {
    if polling.polled_at.is_some_and(|at| now.duration_since(at) < FRESH_AGAIN) {
        return false;
    }
    (polling.etag, polling.last_modified, polling.body_hash) = (None, None, None);
    true
}

/// What became of feeds that another process had in hand.
struct Elsewhere {
    polled: Vec<PollOutcome>,
    in_hand: Vec<FeedId>,
    free: Vec<FeedId>,
}

async fn check_elsewhere(
    desk: &Inner,
    feeds: Vec<FeedId>,
    since: Timestamp,
) -> Result<Elsewhere, DeskError> {
    // A worker that died holds leases that only this frees.
    desk.store.release_dead_leases(desk.clock.wall()).await?;
    let leased = desk.store.polls_elsewhere(&desk.worker, &feeds, desk.clock.wall()).await?;
    let mut checked = Elsewhere { polled: Vec::new(), in_hand: Vec::new(), free: Vec::new() };
    for id in feeds {
        let Some(feed) = desk.store.feed(id).await? else { continue };
        if leased.contains(&id) {
            checked.in_hand.push(id);
        } else if feed.polling.polled_at.is_some_and(|at| at >= since) {
            checked.polled.push(told_by(feed));
        } else {
            checked.free.push(id);
        }
    }
    Ok(checked)
}

/// The outcome of a poll that another process made, as far as the store tells.
fn told_by(feed: Feed) -> PollOutcome {
    PollOutcome {
        feed: feed.id,
        url: address::without_login(&feed.url),
        title: feed.title,
        status: None,
        failed: feed.polling.last_error.is_some(),
        result: feed.polling.last_result.unwrap_or_default(),
        new_entries: 0,
        changed_entries: 0,
    }
}

/// Reads the pages that are due now; those that are put off for later are not waited for.
async fn read_due(
    desk: &Arc<Inner>,
    report: &mut PollReport,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(), DeskError> {
    let due = desk.clock.now();
    let mut crew: Crew<Result<ReadEnd, DeskError>> = Crew::new(desk.settings.in_hand);
    loop {
        let mut claimed = 0;
        if has_places(desk, &crew) {
            claimed = start_reads(desk, &mut crew, due).await?;
        }
        if claimed == 0 && crew.is_empty() {
            // Another process may still have some in hand, and may die over them.
            desk.store.release_dead_leases(desk.clock.wall()).await?;
            if desk.store.due_reads(due).await? == 0 {
                return Ok(());
            }
            sleep(LOOK_AGAIN).await;
        }
        if let Ok(Some(Some(ended))) = timeout(LOOK_AGAIN, crew.next()).await {
            match ended? {
                ReadEnd::Read(_) => report.pages_read += 1,
                ReadEnd::Failed => report.pages_failed += 1,
                ReadEnd::LeaseLost => {}
            }
            let done = report.pages_read + report.pages_failed;
            let left = desk.store.due_reads(due).await?;
            progress(Progress::Pages { done, of: done + left });
        }
    }
}

async fn start_reads(
    desk: &Arc<Inner>,
    crew: &mut Crew<Result<ReadEnd, DeskError>>,
    due: Timestamp,
) -> Result<usize, DeskError> {
    let room = u32::try_from(crew.room()).unwrap_or(u32::MAX);
    let (store, wall) = (&desk.store, desk.clock.wall());
    let tasks = store.claim_reads(&desk.worker, due, wall, room, &crew.full_hosts()).await?;
    let claimed = tasks.len();
    for task in tasks {
        let (number, host) = (task.job.0, task.host.clone());
        let desk = desk.clone();
        crew.start(number, host, async move { read_article(&desk, task).await });
    }
    Ok(claimed)
}

impl PollReport {
    fn count(&mut self, outcome: PollOutcome) {
        self.feeds += 1;
        self.failed += u64::from(outcome.failed);
        self.new_entries += u64::from(outcome.new_entries);
        self.changed_entries += u64::from(outcome.changed_entries);
        self.outcomes.push(outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_poll_drops_validators_but_not_twice_in_five_minutes() {
        let noon: Timestamp = "2026-01-05T12:00:00Z".parse().unwrap();
        let kept_after = |minutes: i64| {
            let mut polling = PollingState::new_at(noon);
            polling.etag = Some("\"a\"".to_owned());
            polling.polled_at = Some(noon);
            let gone = forget_validators(&mut polling, noon + SignedDuration::from_mins(minutes));
            assert_eq!(gone, polling.etag.is_none());
            polling.etag.is_some()
        };
        assert!(kept_after(4));
        assert!(!kept_after(6));
    }
}

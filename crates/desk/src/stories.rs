//! Stories are formed: articles that are due are given their story, one process at a time.
//!
//! What is due is state in the store, and so is who decides. The process that holds the lease keeps
//! a [`Holding`]: the window of the last days' articles. What it decides is written before the next
//! batch is looked at; where the store refuses, the holding is thrown away and made anew from the
//! store, so that memory is never ahead of the truth.

mod batch;
mod holding;
mod kept;
mod regroup;
mod rulings;

use std::sync::Arc;
use std::time::Duration;

use dateline_model::StoryId;
use dateline_store::{PlacementsSaved, StoryLease};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::DeskError;
use crate::desk::{Desk, Inner, News};
use holding::Holding;
pub use regroup::{RegroupReport, Regrouped};

/// How many articles are decided on and written together.
const BATCH: u32 = 100;
/// Another process may have made articles due, or have given up the lease, without ringing our
/// bell, so the store is asked so often at least.
const LOOK_AT_LEAST: Duration = Duration::from_secs(10);
/// Articles that arrive one by one share a batch when they are waited for so long.
const BREATH: Duration = Duration::from_millis(100);
/// After the store failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// A lease is kept by asking for it again this often.
const RENEW: Duration = Duration::from_secs(30);
/// How many nearest stories are kept with a story.
const RELATED: usize = 6;

/// What became of an attempt to do what is due.
enum Did {
    /// Something was due and is stored.
    Some,
    /// Nothing is due.
    Nothing,
    /// Another process holds the stories, or took them over.
    NotOurs,
}

/// Gives articles their stories until `stop` turns true.
pub(crate) async fn keep(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    let mut keeper = Keeper { desk: desk.clone(), holding: None, renewed: None };
    while !*stop.borrow() {
        let wait = match keeper.step().await {
            Ok(Did::Some) => BREATH,
            Ok(Did::Nothing) => keeper.until_next().await,
            Ok(Did::NotOurs) => LOOK_AT_LEAST,
            Err(error) => {
                tracing::error!(error = %error, "stories could not be formed");
                keeper.holding = None;
                AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            () = desk.stories_bell.notified(), if wait > BREATH => sleep(BREATH).await,
            () = sleep(wait) => {}
        }
    }
    if keeper.holding.is_some()
        && let Err(error) = desk.store.release_stories(&desk.worker).await
    {
        tracing::warn!(error = %error, "the lease on the stories ends with this process");
    }
}

struct Keeper {
    desk: Arc<Inner>,
    holding: Option<Holding>,
    renewed: Option<Instant>,
}

impl Keeper {
    async fn step(&mut self) -> Result<Did, DeskError> {
        let desk = self.desk.clone();
        if self.renewed.is_none_or(|last| last.elapsed() >= RENEW) || self.holding.is_none() {
            match desk.store.hold_stories(&desk.worker, desk.clock.wall()).await? {
                StoryLease::Kept => {}
                StoryLease::Taken => self.holding = None,
                StoryLease::Elsewhere => {
                    self.holding = None;
                    return Ok(Did::NotOurs);
                }
            }
            self.renewed = Some(Instant::now());
        }
        // Taken out and put back only when all went well: a holding that is ahead of the store, or
        // was lost with a thread, is made anew.
        let mut holding = match self.holding.take() {
            Some(holding) => holding,
            None => Holding::rebuild(&desk).await?,
        };
        let mut did = Did::Nothing;
        for saved in
            [rulings::obey_due(&desk, &mut holding).await?, holding.tidy_when_due(&desk).await?]
        {
            match saved {
                None => {}
                Some(PlacementsSaved::LeaseLost) => return Ok(Did::NotOurs),
                Some(PlacementsSaved::Stored { stories, gone }) => {
                    holding.settle(&desk, &stories, &gone).await?;
                    did = Did::Some;
                }
            }
        }
        let due = desk.store.due_placements(desk.clock.now(), BATCH).await?;
        if !due.is_empty() {
            let began = Instant::now();
            let count = due.len();
            let (after, saved) = batch::place(&desk, holding, due).await?;
            holding = after;
            let PlacementsSaved::Stored { stories, gone } = saved else {
                return Ok(Did::NotOurs);
            };
            holding.settle(&desk, &stories, &gone).await?;
            metrics::counter!("dateline_articles_placed_total").increment(count as u64);
            metrics::histogram!("dateline_placing_seconds").record(began.elapsed().as_secs_f64());
            did = Did::Some;
        }
        self.holding = Some(holding);
        Ok(did)
    }

    async fn until_next(&self) -> Duration {
        match self.desk.store.next_placement_at().await {
            Ok(Some(due)) => self.desk.clock.real_until(due).clamp(BREATH, LOOK_AT_LEAST),
            Ok(None) => LOOK_AT_LEAST,
            Err(error) => {
                tracing::error!(error = %error, "it could not be told which article is due next");
                AFTER_FAILURE
            }
        }
    }
}

impl Desk {
    /// Gives all articles that are due their stories, and returns when none is due any more or
    /// another process does it; gives how many wait for their pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn form_stories(&self) -> Result<u64, DeskError> {
        let mut keeper = Keeper { desk: self.inner.clone(), holding: None, renewed: None };
        while let Did::Some = keeper.step().await? {}
        if keeper.holding.is_some() {
            self.inner.store.release_stories(&self.inner.worker).await?;
        }
        Ok(self.inner.store.pending_placements().await?)
    }
}

/// Tells who listens that stories have changed.
fn announce(desk: &Inner, stories: &[StoryId]) {
    for story in stories {
        desk.announce(News::Placed(*story));
    }
}

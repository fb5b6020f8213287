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

use dateline_model::{ArticleId, StoryId};
use dateline_store::{PlacementsSaved, StoryLease};
use jiff::{SignedDuration, Timestamp};
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
/// An article that cannot be given its story is tried again after so long.
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);
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
    let mut keeper = Keeper::new(desk);
    while !*stop.borrow() {
        // What rings changes nothing of who has the lease, which is asked for by a write.
        let (wait, heeds_bell) = match keeper.step().await {
            Ok(Did::Some) => (BREATH, false),
            Ok(Did::Nothing) => (keeper.until_next().await, true),
            Ok(Did::NotOurs) => (LOOK_AT_LEAST, false),
            Err(error) => {
                tracing::error!(error = %error, "stories could not be formed");
                keeper.holding = None;
                (AFTER_FAILURE, false)
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            () = desk.stories_bell.notified(), if heeds_bell => sleep(BREATH).await,
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
    /// So many articles are taken one by one, because a batch of them failed.
    singly: usize,
}

impl Keeper {
    fn new(desk: &Arc<Inner>) -> Self {
        Self { desk: desk.clone(), holding: None, renewed: None, singly: 0 }
    }

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
        holding = holding.forget_withdrawn(&desk).await?;
        let mut did = Did::Nothing;
        let (after, obeyed) = rulings::obey_due(&desk, holding).await?;
        let (after, tidied) = after.tidy_when_due(&desk).await?;
        holding = after;
        for saved in [obeyed, tidied].into_iter().flatten() {
            let PlacementsSaved::Stored { stories, gone } = saved else {
                return Ok(Did::NotOurs);
            };
            holding = holding.settle(&desk, stories, &gone).await?;
            did = Did::Some;
        }
        let most = if self.singly > 0 { 1 } else { BATCH };
        let due = desk.store.due_placements(desk.clock.now(), most).await?;
        if !due.is_empty() {
            let began = Instant::now();
            let count = due.len();
            let first = due.first().map(|task| (task.article, task.due));
            let (after, saved) = match batch::place(&desk, holding, due).await {
                Ok(placed) => placed,
                Err(error) => {
                    self.after_failure(count, first, &error).await?;
                    return Ok(Did::Some);
                }
            };
            let PlacementsSaved::Stored { stories, gone } = saved else {
                return Ok(Did::NotOurs);
            };
            self.singly = self.singly.saturating_sub(1);
            holding = after.settle(&desk, stories, &gone).await?;
            metrics::counter!("dateline_articles_placed_total").increment(count as u64);
            metrics::histogram!("dateline_placing_seconds").record(began.elapsed().as_secs_f64());
            did = Did::Some;
        }
        self.holding = Some(holding);
        Ok(did)
    }

    /// One article that cannot be placed must not keep all others waiting: those of a batch that
    /// failed are taken one by one, and one that fails alone is put off. It is put off by a write,
    /// so that a store that takes none at all puts nothing off.
    async fn after_failure(
        &mut self,
        count: usize,
        first: Option<(ArticleId, Timestamp)>,
        error: &DeskError,
    ) -> Result<(), DeskError> {
        if self.singly == 0 {
            tracing::warn!(%error, articles = count, "a batch failed and is taken singly");
            self.singly = count;
            return Ok(());
        }
        self.singly -= 1;
        if let Some((article, due)) = first {
            let until = self.desk.clock.now().checked_add(PUT_OFF).unwrap_or(Timestamp::MAX);
            let desk = &self.desk;
            desk.store.put_placement_off(&desk.worker, article, due, until).await?;
            tracing::error!(%error, article = article.0, "an article could not be given its story");
        }
        Ok(())
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
        let mut keeper = Keeper::new(&self.inner);
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

#[cfg(test)]
mod tests;

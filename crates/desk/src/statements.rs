//! Who said what is found: articles whose words are new, then those for which only the rules are,
//! and then, story by story, what answers what.
//!
//! What is due is state in the store, and so is who does it: one process at a time, under a lease
//! that every write checks. A batch is saved together with the removal of the notes that made it
//! due, so that a process that dies has done it or has not.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use dateline_model::StatementId;
use dateline_statement::{Article, Kept, RULES, Told, find, keep, story};
use dateline_store::{FoundIn, StatementsTask};
use jiff::tz::TimeZone;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::DeskError;
use crate::desk::{Desk, Inner};

/// So many notes are taken together.
const BATCH: u32 = 100;
/// And so many bytes of text, since all are in memory at once.
const MOST_BYTES: u64 = 4 << 20;
/// So many stories are looked through in one step.
const STORIES: usize = 20;
/// Another process may have made articles due, or have given up the lease, without ringing our bell.
const LOOK_AT_LEAST: Duration = Duration::from_secs(5);
/// Between two batches of new words.
const BREATH: Duration = Duration::from_millis(100);
/// Between two batches of words that only new rules make due: nobody waits for them.
const AT_LEISURE: Duration = Duration::from_secs(1);
/// After the store failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// A lease is kept by asking for it again this often.
const RENEW: Duration = Duration::from_secs(30);

/// What became of an attempt to do what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Did {
    /// Words that are new were read.
    New,
    /// Words were read by new rules.
    Anew,
    /// Nothing is due.
    Nothing,
    /// Another process has the lease.
    NotOurs,
}

/// Finds statements until `stop` turns true.
pub(crate) async fn keep_finding(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    let mut finder = Finder { desk: desk.clone(), renewed: None };
    while !*stop.borrow() {
        let wait = match finder.step().await {
            Ok(Did::New) => BREATH,
            Ok(Did::Anew) => AT_LEISURE,
            Ok(Did::Nothing | Did::NotOurs) => LOOK_AT_LEAST,
            Err(error) => {
                tracing::error!(%error, "statements could not be found");
                finder.renewed = None;
                AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            () = desk.statements_bell.notified(), if wait == LOOK_AT_LEAST => sleep(BREATH).await,
            () = sleep(wait) => {}
        }
    }
    if finder.renewed.is_some()
        && let Err(error) = desk.store.release_statements(&desk.worker).await
    {
        tracing::warn!(%error, "the lease on statements ends with this process");
    }
}

struct Finder {
    desk: Arc<Inner>,
    renewed: Option<Instant>,
}

impl Finder {
    async fn step(&mut self) -> Result<Did, DeskError> {
        let desk = &self.desk;
        if self.renewed.is_none_or(|last| last.elapsed() >= RENEW) {
            if !desk.store.hold_statements(&desk.worker, desk.clock.wall()).await? {
                self.renewed = None;
                return Ok(Did::NotOurs);
            }
            if desk.store.find_statements_by(RULES).await? {
                tracing::info!(rules = RULES, "statements are found anew by other rules");
            }
            self.renewed = Some(Instant::now());
        }
        let due = desk.store.statements_due(BATCH, MOST_BYTES).await?;
        let did = match due.iter().all(|task| task.anew) {
            _ if due.is_empty() => Did::Nothing,
            true => Did::Anew,
            false => Did::New,
        };
        if did != Did::Nothing {
            let count = due.len() as u64;
            let began = Instant::now();
            let found =
                desk.workshop.run(move || read(due)).await.map_err(|_| DeskError::Broken)?;
            let Some(changed) = desk.store.save_statements(&desk.worker, found).await? else {
                self.renewed = None;
                return Ok(Did::NotOurs);
            };
            metrics::counter!("dateline_statements_articles_total").increment(count);
            metrics::histogram!("dateline_statements_seconds")
                .record(began.elapsed().as_secs_f64());
            if changed > 0 {
                desk.search.bell.notify_one();
            }
        }
        Ok(if self.tie().await? && did == Did::Nothing { Did::New } else { did })
    }

    /// Looks stories through for what answers what; gives whether any was due.
    async fn tie(&mut self) -> Result<bool, DeskError> {
        let desk = &self.desk;
        let tasks = desk.store.story_ties_due(STORIES).await?;
        let any = !tasks.is_empty();
        for task in tasks {
            let told = desk.store.statements_to_tie(task.story).await?;
            let is_saved = match desk.workshop.run(move || tied(&told)).await {
                Ok(ties) => desk.store.save_ties(&desk.worker, task, ties).await?,
                // One story keeps no other waiting, and loses none of the disputes that it has.
                Err(_) => {
                    tracing::error!(story = task.story.0, "a story could not be looked through");
                    desk.store.skip_ties(&desk.worker, task).await?
                }
            };
            if !is_saved {
                self.renewed = None;
                return Ok(false);
            }
        }
        Ok(any)
    }
}

/// What answers what among the statements of a story.
fn tied(told: &[Told]) -> Vec<(StatementId, StatementId)> {
    #[cfg(test)]
    assert!(told.iter().all(|told| told.title != tests::UNTIED), "these cannot be tied");
    story::ties(told)
}

/// Reads these articles. One that is gone has no statements.
fn read(due: Vec<StatementsTask>) -> Vec<FoundIn> {
    use rayon::prelude::*;

    due.into_par_iter()
        .map(|task| {
            // A fault in reading one text keeps no other waiting: that one has no statements.
            let kept = catch_unwind(AssertUnwindSafe(|| read_one(&task))).unwrap_or_else(|_| {
                tracing::error!(article = task.article.0, "an article's statements were not found");
                Vec::new()
            });
            FoundIn { article: task.article, notes: task.notes, kept, anew: task.anew }
        })
        .collect()
}

fn read_one(task: &StatementsTask) -> Vec<Kept> {
    #[cfg(test)]
    assert!(task.title != tests::UNREADABLE, "this one cannot be read");
    let text = task.text.as_deref().unwrap_or_default();
    let found = find(&Article {
        title: Some(&task.title),
        text,
        date: Some(task.at.to_zoned(TimeZone::UTC).date()),
        language: task.language.as_deref(),
    });
    keep(text, &found)
}

impl Desk {
    /// Finds all statements that are due, and returns when none are any more or another process
    /// does it; gives how many notes are left.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_statements(&self) -> Result<u64, DeskError> {
        let mut finder = Finder { desk: self.inner.clone(), renewed: None };
        while let Did::New | Did::Anew = finder.step().await? {}
        if finder.renewed.is_some() {
            self.inner.store.release_statements(&self.inner.worker).await?;
        }
        Ok(self.inner.store.pending_statements().await?)
    }
}

#[cfg(test)]
mod tests;

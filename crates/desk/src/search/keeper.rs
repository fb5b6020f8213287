//! The role `index`: the index follows the store.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dateline_model::{ArticleId, SearchMatch};
use dateline_query::Document;
use dateline_search::{Error, Index, Writer};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::document;
use super::opening::{Taken, take_over};
use super::watch::Watch;
use crate::desk::{Desk, Inner};
use crate::{DeskError, hex};

/// So many notes are taken at once; an article that comes has two or three.
const NOTES: u32 = 1000;
/// The texts of a batch are at most so long together: all are in memory at once, more than once,
/// and whoever stops the process waits for a batch.
const BYTES: u64 = 16 << 20;
/// Another process may have stored articles without ringing our bell, so the store is asked so
/// often at least.
const LOOK_AT_LEAST: Duration = Duration::from_secs(1);
/// Articles that arrive one by one share a commit when they are waited for so long.
const BREATH: Duration = Duration::from_millis(150);
/// A writer is given up when nothing came for so long.
const REST: Duration = Duration::from_secs(30);
/// How much is left to be learned is told so often.
const TELL: Duration = Duration::from_secs(5);
/// Whether the index's files are there is looked at so often.
const LOOK_AFTER: Duration = Duration::from_secs(10);
/// While another process writes the index, and after a failure, nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

pub(super) enum Did {
    Some,
    Nothing,
    /// Another process writes the index.
    NotOurs,
}

/// Keeps the index up to date until `stop` turns true.
pub(crate) async fn keep(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    let mut keeper = Keeper::new(desk);
    while !*stop.borrow() {
        let wait = match keeper.step().await {
            Ok(Did::Some) => Duration::ZERO,
            Ok(Did::Nothing) => {
                keeper.begin_catching_up();
                keeper.rest().await;
                LOOK_AT_LEAST
            }
            Ok(Did::NotOurs) => AFTER_FAILURE,
            Err(error) => {
                tracing::error!(error = %error, "the search index could not be written");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            () = desk.search.bell.notified(), if wait == LOOK_AT_LEAST => sleep(BREATH).await,
            () = sleep(wait) => {}
        }
    }
}

/// A writer with the index that it writes and the name that the store knows that by.
struct Open {
    writer: Writer,
    token: String,
}

pub(super) struct Keeper {
    desk: Arc<Inner>,
    writer: Option<Open>,
    watch: Option<Watch>,
    wrote: Instant,
    /// Whether the index was opened for writing once, so that it is this store's.
    began: bool,
    /// When it was last looked whether its files are there.
    looked_at: Instant,
    /// When it was last told how much is left.
    told_at: Option<Instant>,
    catching_up: JoinSet<()>,
}

impl Keeper {
    pub(super) fn new(desk: &Arc<Inner>) -> Self {
        Self {
            desk: desk.clone(),
            writer: None,
            watch: None,
            wrote: Instant::now(),
            began: false,
            looked_at: Instant::now(),
            told_at: None,
            catching_up: JoinSet::new(),
        }
    }

    /// A writer takes memory and keeps others from writing, so it is given up when nothing comes.
    async fn rest(&mut self) {
        if self.wrote.elapsed() < REST {
            return;
        }
        if let Some(open) = self.writer.take()
            && let Ok(Err(error)) = blocking(move || open.writer.finish()).await
        {
            tracing::warn!(%error, "the search index was not tidied");
        }
    }

    /// What waited for a whole index is done when there is nothing to learn, beside the learning of
    /// what comes meanwhile.
    fn begin_catching_up(&mut self) {
        while self.catching_up.try_join_next().is_some() {}
        if !self.catching_up.is_empty() {
            return;
        }
        let desk = Desk { inner: self.desk.clone() };
        self.catching_up.spawn(async move {
            if let Err(error) = desk.catch_up().await {
                tracing::warn!(%error, "kept searches are filled and rules applied later");
                sleep(REST).await;
            }
        });
    }

    /// Looks at the files again without waiting.
    #[cfg(test)]
    pub(super) fn looks_now(&mut self) {
        self.looked_at -= LOOK_AFTER;
    }

    /// An index that may be damaged, or of which files are gone, is taken over anew.
    async fn look_after(&mut self) -> Result<(), DeskError> {
        let mut doubts = self.desk.search.is_doubted();
        if self.looked_at.elapsed() >= LOOK_AFTER {
            self.looked_at = Instant::now();
            if let Some(index) = self.desk.search.index() {
                doubts |= !blocking(move || index.is_there()).await?;
            }
        }
        if doubts {
            self.began = false;
            if let Some(open) = self.writer.take() {
                blocking(move || drop(open)).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn step(&mut self) -> Result<Did, DeskError> {
        let desk = self.desk.clone();
        if desk.search.folder.is_none() {
            return Ok(Did::NotOurs);
        }
        self.look_after().await?;
        if self.writer.is_none() {
            // A writer is taken only when there is something to write, or the index to begin.
            if self.began && !desk.store.is_search_due().await? {
                return Ok(Did::Nothing);
            }
            self.writer = open(&desk).await?;
            self.began = true;
        }
        let Some(open) = self.writer.take() else { return Ok(Did::NotOurs) };
        let due = desk.store.search_due(NOTES, BYTES).await?;
        if due.notes.is_empty() {
            self.writer = Some(open);
            desk.search.left.store(0, Ordering::Relaxed);
            return Ok(Did::Nothing);
        }
        self.wrote = Instant::now();
        let began = Instant::now();
        let watch = Watch::read(&desk, self.watch.take()).await?;
        let matcher = watch.matcher();
        let count = due.articles.len() + due.gone.len();
        let documents: Vec<Document> = due.articles.into_iter().map(document).collect();
        let gone = due.gone;
        let (open, matches) = blocking(move || write(open, documents, &gone, matcher)).await??;
        let now = desk.clock.now();
        desk.store.settle_search(&due.notes, matches, &watch.dues(&desk, now), now).await?;
        desk.alerts_bell.notify_one();
        metrics::counter!("dateline_articles_indexed_total").increment(count as u64);
        metrics::histogram!("dateline_indexing_seconds").record(began.elapsed().as_secs_f64());
        self.watch = Some(watch);
        self.writer = Some(open);
        self.tell_progress(due.notes.len() >= NOTES as usize).await?;
        Ok(Did::Some)
    }

    /// After full batches it is told how many notes are left: there may be very many, as where the
    /// index is made anew.
    async fn tell_progress(&mut self, is_full: bool) -> Result<(), DeskError> {
        let room = &self.desk.search;
        if !is_full {
            room.left.store(0, Ordering::Relaxed);
        } else if self.told_at.is_none_or(|told| told.elapsed() >= TELL) {
            let left = self.desk.store.pending_search().await?;
            room.left.store(left, Ordering::Relaxed);
            tracing::info!(search.left = left, "the search index is brought up to date");
            self.told_at = Some(Instant::now());
        }
        Ok(())
    }
}

/// Compares and writes a batch, and commits it. A writer that fails is given up, so that nothing
/// half written is committed with the next batch.
fn write(
    mut open: Open,
    documents: Vec<Document>,
    gone: &[ArticleId],
    matcher: impl Fn(&Document) -> Option<SearchMatch>,
) -> Result<(Open, Vec<SearchMatch>), DeskError> {
    let matches = documents.iter().filter_map(matcher).collect();
    open.writer.write(documents, gone)?;
    open.writer.commit(&open.token)?;
    Ok((open, matches))
}

/// Takes the writing of the index over, if no other process has it. Where it is begun anew, all
/// articles are noted.
async fn open(desk: &Arc<Inner>) -> Result<Option<Open>, DeskError> {
    let token = token_of(desk).await?;
    let room = desk.clone();
    let taken = blocking(move || {
        let taken = take_over(&room.search, &token);
        taken.map(|taken| taken.map(|taken| (taken, token)))
    });
    let Some((Taken { writer, goes_on, doubled }, token)) = taken.await?? else {
        return Ok(None);
    };
    if !goes_on {
        let notes = desk.store.search_anew(&[]).await?;
        tracing::info!(search.notes = notes, "the search index is made anew");
    } else if !doubled.is_empty() {
        tracing::warn!(articles = doubled.len(), "articles that are found twice are indexed again");
        desk.store.search_again(&doubled).await?;
    }
    Ok(Some(Open { writer, token }))
}

/// Whether an index is the one of the desk's store.
pub(super) async fn is_of(desk: &Inner, index: Index) -> Result<bool, DeskError> {
    let token = token_of(desk).await?;
    blocking(move || index.position().is_ok_and(|position| position == Some(token))).await
}

/// The name under which the store knows its index; it gets one when it has none.
async fn token_of(desk: &Inner) -> Result<String, DeskError> {
    let fresh = hex::random::<16>().ok_or(DeskError::Broken)?;
    Ok(desk.store.search_index_token(&fresh).await?)
}

/// Does what blocks on a thread for such work.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| DeskError::Broken)
}

impl Desk {
    /// Brings the index up to date, telling how many notes are left after each batch; `false` if
    /// another process writes it, which then does the same.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn follow_store(&self, mut tell: impl FnMut(u64)) -> Result<bool, DeskError> {
        let mut keeper = Keeper::new(&self.inner);
        loop {
            match keeper.step().await? {
                Did::Some => tell(self.inner.store.pending_search().await?),
                Did::Nothing => {
                    self.catch_up().await?;
                    return Ok(true);
                }
                Did::NotOurs => return Ok(false),
            }
        }
    }

    /// Has the index learn all articles anew, and forget those that there are no more; it answers
    /// meanwhile. Gives how many notes that makes for whoever writes the index.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn reindex(&self) -> Result<u64, DeskError> {
        let room = self.inner.clone();
        let held = blocking(move || match room.search.index() {
            Some(index) => match all_ids(&index) {
                Err(error) if error.is_suspicious() => {
                    room.search.give_up(&error.to_string())?;
                    Ok(Vec::new())
                }
                other => other,
            },
            None => Ok(Vec::new()),
        });
        Ok(self.inner.store.search_anew(&held.await??).await?)
    }
}

/// The articles of an index whose files are all sound.
fn all_ids(index: &Index) -> Result<Vec<ArticleId>, Error> {
    if let Some(why) = index.damage()? {
        return Err(Error::Broken(why));
    }
    let mut held: Vec<ArticleId> = Vec::new();
    loop {
        let slice = index.ids(held.last().copied(), 10_000)?;
        if slice.is_empty() {
            held.dedup();
            return Ok(held);
        }
        held.extend(slice);
    }
}

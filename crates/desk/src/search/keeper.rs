//! The role `index`: the index follows the store.

use std::sync::Arc;
use std::time::Duration;

use dateline_model::{ArticleId, SearchMatch};
use dateline_query::Document;
use dateline_search::{Error, Index, Writer};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::document;
use super::watch::Watch;
use crate::desk::{Desk, Inner};
use crate::{DeskError, hex};

/// So many notes are taken at once; an article that comes has two or three.
const NOTES: u32 = 1000;
/// Another process may have stored articles without ringing our bell, so the store is asked so
/// often at least.
const LOOK_AT_LEAST: Duration = Duration::from_secs(1);
/// Articles that arrive one by one share a commit when they are waited for so long.
const BREATH: Duration = Duration::from_millis(150);
/// A writer is given up when nothing came for so long.
const REST: Duration = Duration::from_secs(30);
/// While another process writes the index, and after a failure, nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

enum Did {
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

struct Keeper {
    desk: Arc<Inner>,
    writer: Option<Open>,
    watch: Option<Watch>,
    wrote: Instant,
    /// Whether the index was opened for writing once, so that it is this store's.
    began: bool,
    catching_up: JoinSet<()>,
}

impl Keeper {
    fn new(desk: &Arc<Inner>) -> Self {
        Self {
            desk: desk.clone(),
            writer: None,
            watch: None,
            wrote: Instant::now(),
            began: false,
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

    async fn step(&mut self) -> Result<Did, DeskError> {
        let desk = self.desk.clone();
        if desk.search.folder.is_none() {
            return Ok(Did::NotOurs);
        }
        if self.writer.is_none() {
            // A writer is taken only when there is something to write, or the index to begin.
            if self.began && desk.store.search_due(1).await?.notes.is_empty() {
                return Ok(Did::Nothing);
            }
            self.writer = open(&desk).await?;
            self.began = true;
        }
        let Some(open) = self.writer.take() else { return Ok(Did::NotOurs) };
        let due = desk.store.search_due(NOTES).await?;
        if due.notes.is_empty() {
            self.writer = Some(open);
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
        Ok(Did::Some)
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

/// Takes the writing of the index over, if no other process has it, and begins it anew where it is
/// not this store's, is of another version or is broken.
async fn open(desk: &Arc<Inner>) -> Result<Option<Open>, DeskError> {
    let token = token_of(desk).await?;
    let room = desk.clone();
    let opened = blocking(move || {
        let held = room.search.index();
        let position = held.as_ref().and_then(|index| index.position().ok().flatten());
        let is_ours = position.as_deref() == Some(token.as_str());
        match held {
            Some(index) if is_ours => {
                return Ok(free_writer(&index)?.map(|writer| (Open { writer, token }, is_ours)));
            }
            // Only who can write may throw away: another process may be at work on it.
            Some(index) if matches!(index.writer(), Err(Error::Busy)) => return Ok(None),
            other => drop(other),
        }
        let Some(index) = room.search.reset()? else { return Ok(None) };
        let writer = free_writer(&index)?;
        Ok::<_, Error>(writer.map(|writer| (Open { writer, token }, is_ours)))
    });
    let Some((open, is_ours)) = opened.await?? else { return Ok(None) };
    if !is_ours {
        let notes = desk.store.search_anew(&[]).await?;
        tracing::info!(search.notes = notes, "the search index is made anew");
    }
    Ok(Some(open))
}

/// A writer of an index, unless another process has it.
fn free_writer(index: &Index) -> Result<Option<Writer>, Error> {
    match index.writer() {
        Ok(writer) => Ok(Some(writer)),
        Err(Error::Busy) => Ok(None),
        Err(error) => Err(error),
    }
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
        let held = blocking(move || {
            let Some(index) = room.search.index() else { return Ok(Vec::new()) };
            let mut held: Vec<ArticleId> = Vec::new();
            loop {
                let slice = index.ids(held.last().copied(), 10_000)?;
                if slice.is_empty() {
                    held.dedup();
                    return Ok::<_, Error>(held);
                }
                held.extend(slice);
            }
        })
        .await??;
        Ok(self.inner.store.search_anew(&held).await?)
    }
}

//! Searching: the index follows the store, and whatever comes is compared with what users keep.
//!
//! What the index has yet to learn is state in the store (`search_due`). The process with the role
//! `index` takes it in batches, writes the index, commits it, and only then settles the batch in
//! the store, together with what the articles matched. So it can lag, die anywhere and be deleted:
//! an index that is not this store's, or of another version, is made anew by noting all articles.

mod ask;
mod health;
mod keep;
mod keeper;
mod opening;
mod turns;
mod watch;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use dateline_model::UserId;
use dateline_query::{Acts, Document, Publisher};
use dateline_search::{Error, Index, IsOver};
use dateline_statement::Act;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::DeskError;
pub use ask::{FoundStory, Live, Results, SearchAsk};
pub use health::{SearchHealth, search_health};
use keeper::blocking;
pub(crate) use keeper::keep;
use turns::Turns;

/// An index that could not be opened is tried again after so long.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// The index of this process.
pub(crate) struct SearchRoom {
    folder: Option<PathBuf>,
    index: RwLock<Option<Index>>,
    /// When it was last tried to open it.
    tried: Mutex<Instant>,
    turns: Turns,
    /// Whether a search met what may be damage, so that the files are to be looked through.
    is_doubted: AtomicBool,
    /// When they were last found sound.
    was_sound: Mutex<Option<Instant>>,
    /// So many notes the index has yet to learn, where it is behind.
    left: AtomicU64,
    /// Rung when the index may have something to learn.
    pub(crate) bell: Notify,
}

impl std::fmt::Debug for SearchRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchRoom").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl SearchRoom {
    /// Opens the index in this folder, or makes one there.
    pub(crate) fn open(folder: Option<PathBuf>) -> Self {
        let index = folder.as_deref().and_then(|folder| match Index::open(folder) {
            Ok(index) => Some(index),
            Err(error) if error.wants_rebuild() => {
                tracing::warn!(%error, "the search index is to be made anew");
                None
            }
            Err(error) => {
                tracing::error!(%error, "nothing can be searched");
                None
            }
        });
        Self {
            folder,
            index: RwLock::new(index),
            tried: Mutex::new(Instant::now()),
            turns: Turns::new(),
            is_doubted: AtomicBool::new(false),
            was_sound: Mutex::new(None),
            left: AtomicU64::new(0),
            bell: Notify::new(),
        }
    }

    /// The index, if it can be searched.
    pub(crate) fn index(&self) -> Option<Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The index, opened if there was none until now: another process may have made it.
    async fn ready(&self) -> Option<Index> {
        let held = self.index();
        let folder = self.folder.clone().filter(|_| held.is_none() && self.may_try_again());
        let Some(folder) = folder else { return held };
        let opened = blocking(move || Index::open_existing(&folder)).await;
        if let Ok(Ok(Some(index))) = opened {
            let mut held = self.index.write().unwrap_or_else(PoisonError::into_inner);
            held.get_or_insert(index);
        }
        self.index()
    }

    fn may_try_again(&self) -> bool {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let may = tried.elapsed() >= TRY_AGAIN;
        if may {
            *tried = Instant::now();
        }
        may
    }

    /// Searches when it is the user's turn.
    ///
    /// # Errors
    /// Those of [`Turns::take`].
    async fn take<T: Send + 'static>(
        &self,
        user: UserId,
        work: impl FnOnce(IsOver) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, DeskError> {
        let result = self.turns.take(user, work).await;
        if let Err(DeskError::Search(error)) = &result {
            self.doubt(error);
        }
        result
    }

    /// What may be damage is looked at by whoever writes the index; what is damaged for sure is
    /// not read again before.
    fn doubt(&self, error: &Error) {
        if error.wants_rebuild() {
            self.hold(None);
        }
        if error.is_suspicious() {
            tracing::warn!(%error, "the search index is looked through");
            self.is_doubted.store(true, Ordering::Relaxed);
            self.bell.notify_one();
        }
    }

    /// Throws away what is in the folder, and begins an empty index.
    fn reset(&self) -> Result<Option<Index>, Error> {
        let Some(folder) = &self.folder else { return Ok(None) };
        // Its files must be closed before they are thrown away; whoever searches meanwhile is told
        // that there is no index, and does not wait.
        self.hold(None);
        let index = Index::reset(folder)?;
        self.hold(Some(index.clone()));
        Ok(Some(index))
    }

    /// That articles may be missing from what is found, for whoever searches.
    fn behind(&self) -> Option<String> {
        let left = self.left.load(Ordering::Relaxed);
        (left > 0).then(|| {
            format!("The search index is being made: about {left} changes are left, and articles may be missing.")
        })
    }

    /// Begins an index anew that is damaged, or has the process do so that writes it.
    fn give_up(&self, why: &str) -> Result<(), Error> {
        match (self.reset(), &self.folder) {
            (Err(Error::Busy), Some(folder)) => Index::condemn(folder, why),
            (result, _) => result.map(|_| ()),
        }
    }

    /// Whether a search met what may be damage.
    fn is_doubted(&self) -> bool {
        self.is_doubted.load(Ordering::Relaxed)
    }

    fn hold(&self, index: Option<Index>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }
}

/// An article as the index and the queries of users see it.
fn document(article: dateline_model::SearchArticle) -> Document {
    let did = |wanted: fn(Act) -> bool| {
        article.told.iter().any(|(_, act)| Act::of_name(act).is_some_and(wanted))
    };
    let acts = Acts {
        denial: did(Act::disputes),
        accusation: did(|act| act == Act::Accusation),
        silence: did(Act::is_event),
    };
    let is_words = |act: &str| Act::of_name(act).is_some_and(|act| !act.is_event());
    let mut said: Vec<String> = article
        .told
        .iter()
        .filter(|(_, act)| is_words(act))
        .filter_map(|(speaker, _)| speaker.clone())
        .collect();
    said.dedup();
    Document {
        id: article.id,
        title: article.title,
        text: article.text,
        outlet: article.outlet.map(|outlet| Publisher {
            id: outlet.id,
            key: outlet.key,
            name: outlet.name,
        }),
        authors: article.authors,
        place: article.dateline,
        language: article.language,
        published: Some(article.placed_at),
        seen: article.seen_at,
        feeds: article.feeds,
        story: article.story,
        is_copy: article.is_copy,
        has_image: article.has_image,
        is_revised: article.revisions > 0,
        is_paywalled: article.paywalled,
        said,
        acts,
    }
}

#[cfg(test)]
mod tests;

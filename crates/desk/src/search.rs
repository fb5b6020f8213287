//! Searching: the index follows the store, and whatever comes is compared with what users keep.
//!
//! What the index has yet to learn is state in the store (`search_due`). The process with the role
//! `index` takes it in batches, writes the index, commits it, and only then settles the batch in
//! the store, together with what the articles matched. So it can lag, die anywhere and be deleted:
//! an index that is not this store's, or of another version, is made anew by noting all articles.

mod ask;
mod keep;
mod keeper;
mod turns;
mod watch;

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use dateline_query::{Document, Publisher};
use dateline_search::{Error, Index};
use tokio::sync::Notify;

pub use ask::{FoundStory, Live, Results, SearchAsk};
pub(crate) use keeper::keep;
use turns::Turns;

/// The index of this process.
pub(crate) struct SearchRoom {
    folder: Option<PathBuf>,
    index: RwLock<Option<Index>>,
    turns: Turns,
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
            Err(error) => {
                tracing::warn!(%error, "the search index is to be made anew");
                None
            }
        });
        Self { folder, index: RwLock::new(index), turns: Turns::new(), bell: Notify::new() }
    }

    /// The index, if it can be searched.
    pub(crate) fn index(&self) -> Option<Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
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

    fn hold(&self, index: Option<Index>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }
}

/// An article as the index and the queries of users see it.
fn document(article: dateline_model::SearchArticle) -> Document {
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
    }
}

#[cfg(test)]
mod tests;

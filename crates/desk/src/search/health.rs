//! How the search index is, for whoever looks after the instance.

use std::path::Path;

use dateline_search::{Error, Index};
use dateline_store::Store;

use super::keeper::blocking;
use crate::DeskError;

/// How a search index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchHealth {
    /// So many articles are found.
    pub articles: u64,
    /// So many bytes its files take.
    pub bytes: u64,
    /// So many notes say what it has yet to learn; an article may have several.
    pub pending: u64,
    /// So many articles are found more than once.
    pub doubled: u64,
    /// Whether it is the one of the store, or nobody's yet; another's is begun anew.
    pub is_of_store: bool,
}

/// Looks through the index in a folder, all its files included; `None` where there is none yet.
/// Nothing is made or changed.
///
/// # Errors
/// Where store or index cannot be read; a damaged index is [`Error::Broken`].
pub async fn search_health(
    store: &Store,
    folder: &Path,
) -> Result<Option<SearchHealth>, DeskError> {
    let pending = store.pending_search().await?;
    let token = store.known_search_index_token().await?;
    let folder = folder.to_owned();
    let looked = blocking(move || {
        let Some(index) = Index::open_existing(&folder)? else { return Ok(None) };
        if let Some(why) = index.damage()? {
            return Err(Error::Broken(why));
        }
        Ok(Some(SearchHealth {
            articles: index.len(),
            bytes: index.bytes()?,
            pending,
            doubled: index.doubled()?.len() as u64,
            is_of_store: index.position()?.is_none_or(|position| Some(position) == token),
        }))
    });
    Ok(looked.await??)
}

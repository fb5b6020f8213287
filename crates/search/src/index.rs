//! The index as its users hold it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dateline_model::ArticleId;
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Directory, IndexReader, ReloadPolicy, Searcher};

use crate::error::{Error, guarded};
use crate::files::{self, VERSION_FILE};
use crate::request::IsOver;
use crate::schema::{self, Fields, column, schema};
use crate::tokens::{self, Terms};
use crate::writer::Writer;

/// An index of articles in a folder. Clones are the same index; all calls block.
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: Arc<Inner>,
    is_over: Option<IsOver>,
}

pub(crate) struct Inner {
    pub folder: PathBuf,
    pub engine: tantivy::Index,
    pub reader: IndexReader,
    pub fields: Fields,
    /// The feeds that any article has, for the searcher of that generation.
    feeds: Mutex<Option<(u64, Arc<Vec<u64>>)>>,
    /// The searchers whose pages somebody may still turn.
    pinned: Mutex<Vec<Searcher>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("folder", &self.inner.folder).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a folder, or makes an empty one where there is none.
    ///
    /// # Errors
    /// [`Error::Outdated`] and [`Error::Broken`] where it is to be rebuilt, by [`Self::reset`].
    pub fn open(folder: &Path) -> Result<Self, Error> {
        if let Some(index) = Self::open_existing(folder)? {
            return Ok(index);
        }
        let (schema, fields) = schema();
        let refused = |error: std::io::Error| Error::files(folder, &error);
        std::fs::create_dir_all(folder).map_err(refused)?;
        std::fs::write(folder.join(VERSION_FILE), schema::VERSION).map_err(refused)?;
        let engine = tantivy::Index::create_in_dir(folder, schema)?;
        Self::of_engine(folder, engine, fields)
    }

    /// Opens the index in a folder; `None` where there is none.
    ///
    /// # Errors
    /// The same as those of [`Self::open`].
    pub fn open_existing(folder: &Path) -> Result<Option<Self>, Error> {
        let refused = |error: std::io::Error| Error::files(folder, &error);
        if !folder.join("meta.json").try_exists().map_err(refused)? {
            return Ok(None);
        }
        match std::fs::read_to_string(folder.join(VERSION_FILE)) {
            Ok(found) if found.trim() == schema::VERSION => {}
            Ok(_) => return Err(Error::Outdated),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::Outdated);
            }
            Err(error) => return Err(refused(error)),
        }
        if let Some(why) = files::condemned(folder) {
            return Err(Error::Broken(why));
        }
        let opened = guarded(|| {
            let (schema, fields) = schema();
            let engine = tantivy::Index::open_in_dir(folder)?;
            if engine.schema() != schema {
                return Err(Error::Outdated);
            }
            Self::of_engine(folder, engine, fields)
        });
        opened.map(Some).map_err(|error| match error {
            // What cannot be opened at all is as good as damaged, unless the system refused.
            Error::Engine(reason) => Error::Broken(reason),
            other => other,
        })
    }

    fn of_engine(folder: &Path, mut engine: tantivy::Index, fields: Fields) -> Result<Self, Error> {
        let tokenizers = TokenizerManager::default();
        tokenizers.register(tokens::NAME, Terms::default());
        engine.set_tokenizers(tokenizers);
        let reader =
            engine.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into()?;
        let inner = Inner {
            folder: folder.to_owned(),
            engine,
            reader,
            fields,
            feeds: Mutex::new(None),
            pinned: Mutex::new(Vec::new()),
        };
        Ok(Self { inner: Arc::new(inner), is_over: None })
    }

    /// The same index, whose searches fail with [`Error::GivenUp`] once this says so. It is asked
    /// often while a search runs.
    #[must_use]
    pub fn until(&self, is_over: IsOver) -> Self {
        Self { inner: self.inner.clone(), is_over: Some(is_over) }
    }

    /// What says when searches are given up.
    pub(crate) fn is_over(&self) -> Option<&IsOver> {
        self.is_over.as_ref()
    }

    /// Throws away whatever is in the folder and makes an empty index.
    ///
    /// # Errors
    /// [`Error::Busy`] while another process writes to it.
    pub fn reset(folder: &Path) -> Result<Self, Error> {
        let refused = |error: std::io::Error| Error::files(folder, &error);
        std::fs::create_dir_all(folder).map_err(refused)?;
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let lock = directory
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| tantivy::TantivyError::LockFailure(error, None))?;
        for entry in std::fs::read_dir(folder).map_err(refused)? {
            let path = entry.map_err(refused)?.path();
            if path.is_file() && !path.ends_with(&INDEX_WRITER_LOCK.filepath) {
                std::fs::remove_file(path).map_err(refused)?;
            }
        }
        drop(lock);
        Self::open(folder)
    }

    /// What the last commit said how far it goes; `None` where nothing was ever committed.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn position(&self) -> Result<Option<String>, Error> {
        Ok(self.inner.engine.load_metas()?.payload)
    }

    /// How many articles are found.
    #[expect(clippy::len_without_is_empty, reason = "an index is not a collection to its users")]
    pub fn len(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// How many bytes its files take.
    ///
    /// # Errors
    /// Where its folder cannot be read.
    pub fn bytes(&self) -> Result<u64, Error> {
        let folder = &self.inner.folder;
        let entries = std::fs::read_dir(folder).map_err(|error| Error::files(folder, &error))?;
        // A merge may remove a file between its name and its size.
        let sizes = entries.map(|entry| entry.and_then(|entry| entry.metadata()));
        Ok(sizes.map(|file| file.map_or(0, |file| file.len())).sum())
    }

    /// The one writer, until it is dropped.
    ///
    /// # Errors
    /// [`Error::Busy`] while there is another, in this process or elsewhere.
    pub fn writer(&self) -> Result<Writer, Error> {
        Writer::new(self.clone())
    }

    /// The articles that are indexed, ascending from the one after `after`, `limit` at most. One
    /// that was indexed twice comes twice.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn ids(&self, after: Option<ArticleId>, limit: usize) -> Result<Vec<ArticleId>, Error> {
        guarded(|| self.ids_unguarded(after, limit))
    }

    fn ids_unguarded(
        &self,
        after: Option<ArticleId>,
        limit: usize,
    ) -> Result<Vec<ArticleId>, Error> {
        let searcher = self.searcher();
        let mut ids = Vec::new();
        for segment in searcher.segment_readers() {
            let column = segment.fast_fields().column_first_or_default::<u64>(column::ID)?;
            let alive = segment.doc_ids_alive().map(|doc| schema::id(column.get_val(doc)));
            ids.extend(alive.filter(|id| after.is_none_or(|after| *id > after.0)).map(ArticleId));
            if ids.len() > limit.saturating_mul(2).max(100_000) {
                ids.sort_unstable();
                ids.truncate(limit);
            }
        }
        ids.sort_unstable();
        ids.truncate(limit);
        Ok(ids)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.inner.reader.searcher()
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.inner.fields
    }

    /// The feeds that any article has, ascending. Articles that were deleted may add some.
    pub(crate) fn feeds(&self, searcher: &Searcher) -> Result<Arc<Vec<u64>>, Error> {
        let generation = searcher.generation().generation_id();
        let mut kept = self.inner.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, feeds)) = kept.as_ref()
            && *of == generation
        {
            return Ok(feeds.clone());
        }
        let mut feeds = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(self.inner.fields.feed)?;
            let mut terms = index.terms().stream().map_err(|e| Error::Broken(e.to_string()))?;
            while terms.advance() {
                let bytes: Result<[u8; 8], _> = terms.key().try_into();
                feeds.extend(bytes.map(u64::from_be_bytes));
            }
        }
        feeds.sort_unstable();
        feeds.dedup();
        let feeds = Arc::new(feeds);
        *kept = Some((generation, feeds.clone()));
        Ok(feeds)
    }

    /// Keeps a searcher for whoever turns the page, so that "best" stays the same order.
    pub(crate) fn pin(&self, searcher: &Searcher) {
        const MOST: usize = 4;
        let generation = searcher.generation().generation_id();
        let mut pinned = self.inner.pinned.lock().unwrap_or_else(PoisonError::into_inner);
        pinned.retain(|other| other.generation().generation_id() != generation);
        pinned.push(searcher.clone());
        if pinned.len() > MOST {
            pinned.remove(0);
        }
    }

    /// The searcher of a generation where it is still there, else the newest.
    pub(crate) fn pinned(&self, generation: u64) -> Searcher {
        let pinned = self.inner.pinned.lock().unwrap_or_else(PoisonError::into_inner);
        let found = pinned.iter().find(|it| it.generation().generation_id() == generation);
        found.cloned().unwrap_or_else(|| self.searcher())
    }
}

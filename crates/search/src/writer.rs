//! Writing to the index.

use dateline_model::ArticleId;
use dateline_query::Document;
use tantivy::IndexWriter;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};

use crate::error::{Error, guarded};
use crate::files::{self, Writing};
use crate::index::Index;

/// Words wait in so much memory before they are written out.
const BUFFER: usize = 24 << 20;

/// The one writer of an index. What it writes is found from its commit on, and survives from then.
pub struct Writer {
    index: Index,
    engine: IndexWriter,
    // Dropped after the engine: until then somebody writes.
    writing: Writing,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Writer {
    pub(crate) fn new(index: Index) -> Result<Self, Error> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(BUFFER)
            .num_merge_threads(1)
            .build();
        let engine = guarded(|| Ok(index.inner.engine.writer_with_options(options)?))?;
        let folder = &index.inner.folder;
        let writing = Writing::begin(folder)?;
        files::sweep(folder, &index.inner.engine.load_metas()?)?;
        let mut policy = LogMergePolicy::default();
        // Each article is written several times: when it comes, when its page is read, when its
        // story is known.
        policy.set_del_docs_ratio_before_merge(0.3);
        engine.set_merge_policy(Box::new(policy));
        skip_number(&engine)?;
        Ok(Self { index, engine, writing })
    }

    /// Whether the writer before this one was killed or failed, so that the index should be looked
    /// through.
    pub fn was_cut_off(&self) -> bool {
        self.writing.was_cut_off
    }

    /// The index was looked through and is sound.
    pub fn looked_through(&mut self) {
        self.writing.is_cut_off = false;
    }

    /// What a failure says of the files: where the system refused one, the others are as they were.
    fn noted<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        let is_suspicious = result.as_ref().is_err_and(Error::is_suspicious);
        self.writing.is_cut_off |= is_suspicious;
        result
    }

    /// Writes documents in place of those of the same numbers, and deletes others. Of a number
    /// that comes twice the last counts.
    ///
    /// # Errors
    /// Where the engine cannot write; what was written since the last commit is then to be given
    /// up by [`Self::rollback`].
    pub fn write(&mut self, documents: Vec<Document>, deletes: &[ArticleId]) -> Result<(), Error> {
        let result = self.add(documents, deletes);
        self.noted(result)
    }

    fn add(&self, documents: Vec<Document>, deletes: &[ArticleId]) -> Result<(), Error> {
        let fields = *self.index.fields();
        for id in deletes {
            self.engine.delete_term(fields.id_term(id.0));
        }
        for document in documents {
            self.engine.delete_term(fields.id_term(document.id.0));
            self.engine.add_document(fields.kept(&document))?;
        }
        Ok(())
    }

    /// Adds what is not a document of ours.
    #[cfg(test)]
    pub(crate) fn add_raw(&mut self, document: tantivy::TantivyDocument) {
        self.engine.add_document(document).unwrap();
    }

    /// Makes what was written durable and found, and with it how far it goes.
    ///
    /// # Errors
    /// Where the engine cannot write: then the last commit stands.
    pub fn commit(&mut self, position: &str) -> Result<(), Error> {
        let result = guarded(|| {
            let mut prepared = self.engine.prepare_commit()?;
            prepared.set_payload(position);
            prepared.commit()?;
            Ok(self.index.inner.reader.reload()?)
        });
        self.noted(result)
    }

    /// Gives up what was written since the last commit.
    ///
    /// # Errors
    /// Where the engine cannot start again.
    pub fn rollback(&mut self) -> Result<(), Error> {
        self.engine.rollback()?;
        skip_number(&self.engine)
    }

    /// Deletes everything, from the next commit on.
    ///
    /// # Errors
    /// Where the engine cannot write.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.engine.delete_all_documents()?;
        skip_number(&self.engine)
    }

    /// Ends once all merges that run have ended.
    ///
    /// # Errors
    /// Where a merge failed.
    pub fn finish(self) -> Result<(), Error> {
        let Self { index: _, engine, mut writing } = self;
        let result = engine.wait_merging_threads().map_err(Error::from);
        writing.is_cut_off |= result.as_ref().is_err_and(Error::is_suspicious);
        result
    }
}

/// The engine numbers what it does, and begins with the number of the last commit. A deletion under
/// that number would count as done before a commit that it comes after: a merge that is under way
/// passes over it, and the article is there twice.
fn skip_number(engine: &IndexWriter) -> Result<(), Error> {
    engine.run(Vec::new())?;
    Ok(())
}

#[cfg(test)]
mod tests;

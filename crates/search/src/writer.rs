//! Writing to the index.

use dateline_model::ArticleId;
use dateline_query::Document;
use tantivy::IndexWriter;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};

use crate::error::Error;
use crate::index::Index;

/// Words wait in so much memory before they are written out.
const BUFFER: usize = 24 << 20;

/// The one writer of an index. What it writes is found from its commit on, and survives from then.
pub struct Writer {
    index: Index,
    engine: IndexWriter,
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
        let engine = index.inner.engine.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        // Each article is written several times: when it comes, when its page is read, when its
        // story is known.
        policy.set_del_docs_ratio_before_merge(0.3);
        engine.set_merge_policy(Box::new(policy));
        Ok(Self { index, engine })
    }

    /// Writes documents in place of those of the same numbers, and deletes others. Of a number
    /// that comes twice the last counts.
    ///
    /// # Errors
    /// Where the engine cannot write; what was written since the last commit is then to be given
    /// up by [`Self::rollback`].
    pub fn write(&mut self, documents: Vec<Document>, deletes: &[ArticleId]) -> Result<(), Error> {
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

    /// Makes what was written durable and found, and with it how far it goes.
    ///
    /// # Errors
    /// Where the engine cannot write: then the last commit stands.
    pub fn commit(&mut self, position: &str) -> Result<(), Error> {
        let mut prepared = self.engine.prepare_commit()?;
        prepared.set_payload(position);
        prepared.commit()?;
        self.index.inner.reader.reload()?;
        Ok(())
    }

    /// Gives up what was written since the last commit.
    ///
    /// # Errors
    /// Where the engine cannot start again.
    pub fn rollback(&mut self) -> Result<(), Error> {
        self.engine.rollback()?;
        Ok(())
    }

    /// Deletes everything, from the next commit on.
    ///
    /// # Errors
    /// Where the engine cannot write.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.engine.delete_all_documents()?;
        Ok(())
    }

    /// Ends once all merges that run have ended.
    ///
    /// # Errors
    /// Where a merge failed.
    pub fn finish(self) -> Result<(), Error> {
        self.engine.wait_merging_threads()?;
        Ok(())
    }
}

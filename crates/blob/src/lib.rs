//! Bytes that can be had again: pictures drawn to size, icons of outlets.
//!
//! [`Blobs`] keeps values under keys in a bounded room. It promises little, so that every engine can
//! keep its word: a value comes back whole or not at all, and any value may be gone at any time,
//! because room was made, because the process died while it was written, or because a disk went
//! bad. Whoever asks must be able to make it again. That is also why backups leave blobs out.
//!
//! One suite of tests (`tests.rs`) runs on every engine.

mod files;
mod key;
mod memory;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

pub use key::Key;

use files::Files;
use memory::Memory;

/// What keeps the bytes. Clones share it.
#[derive(Debug, Clone)]
pub struct Blobs {
    engine: Engine,
}

#[derive(Debug, Clone)]
enum Engine {
    Files(Arc<Files>),
    Memory(Arc<Memory>),
}

/// Why something could not be kept or looked for. A value that is missing or damaged is no error.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder cannot be used.
    #[error("the folder of blobs {folder}: {error}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A thread that did the work broke off.
    #[error("work on blobs broke off")]
    BrokeOff,
}

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// How many values.
    pub blobs: u64,
    /// Bytes that they take, with what the engine adds to each.
    pub bytes: u64,
}

/// What making room removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trimmed {
    /// What was removed.
    pub removed: Usage,
    /// What is left.
    pub left: Usage,
}

impl Blobs {
    /// Values as files in a folder, which is made when the first value comes.
    pub fn files(folder: PathBuf) -> Self {
        Self { engine: Engine::Files(Arc::new(Files::new(folder))) }
    }

    /// Values in memory, which end with the process: at most `most` bytes, of which the least
    /// recently used go first.
    pub fn memory(most: u64) -> Self {
        Self { engine: Engine::Memory(Arc::new(Memory::new(most))) }
    }

    /// The value of a key, whole; `None` where there is none or it is damaged. It counts as a use.
    ///
    /// # Errors
    /// When the engine cannot be asked at all.
    pub async fn get(&self, key: Key) -> Result<Option<Bytes>, BlobError> {
        match &self.engine {
            Engine::Files(files) => {
                let files = Arc::clone(files);
                apart(move || Ok(files.get(&key))).await
            }
            Engine::Memory(memory) => Ok(memory.get(&key)),
        }
    }

    /// Keeps a value in place of any other under its key. Others see the old one or the new one,
    /// never a part.
    ///
    /// # Errors
    /// When it cannot be kept, as on a full disk; what was there before then stays.
    pub async fn put(&self, key: Key, value: Bytes) -> Result<(), BlobError> {
        match &self.engine {
            Engine::Files(files) => {
                let files = Arc::clone(files);
                apart(move || files.put(&key, &value)).await
            }
            Engine::Memory(memory) => {
                memory.put(key, value);
                Ok(())
            }
        }
    }

    /// Forgets a value, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn remove(&self, key: Key) -> Result<(), BlobError> {
        match &self.engine {
            Engine::Files(files) => {
                let files = Arc::clone(files);
                apart(move || files.remove(&key)).await
            }
            Engine::Memory(memory) => {
                memory.remove(&key);
                Ok(())
            }
        }
    }

    /// How much is kept. On files it looks at every one of them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn usage(&self) -> Result<Usage, BlobError> {
        match &self.engine {
            Engine::Files(files) => {
                let files = Arc::clone(files);
                apart(move || files.usage()).await
            }
            Engine::Memory(memory) => Ok(memory.usage()),
        }
    }

    /// Removes the least recently used until at most `most` bytes are kept, and with them what
    /// writers that died left behind.
    ///
    /// # Errors
    /// When the folder cannot be read; a single file that cannot be removed stays.
    pub async fn trim(&self, most: u64) -> Result<Trimmed, BlobError> {
        match &self.engine {
            Engine::Files(files) => {
                let files = Arc::clone(files);
                apart(move || files.trim(most)).await
            }
            Engine::Memory(memory) => Ok(memory.trim(most)),
        }
    }

    /// Bytes that were put since room was made last: cheap, for whoever decides when to make room
    /// again.
    pub fn put_since_trim(&self) -> u64 {
        match &self.engine {
            Engine::Files(files) => files.put_since_trim(),
            // It bounds itself.
            Engine::Memory(_) => 0,
        }
    }
}

/// Files may have to wait for a disk, which threads that serve others must not.
async fn apart<T, F>(work: F) -> Result<T, BlobError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, BlobError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(BlobError::BrokeOff))
}

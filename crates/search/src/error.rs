//! What can go wrong with an index.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// Why an index did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It was made by another version, which cut or kept words otherwise; it is to be rebuilt.
    #[error("the search index was made by another version of Dateline and has to be rebuilt")]
    Outdated,
    /// Its files are not what was written; it is to be rebuilt.
    #[error("the search index is damaged and has to be rebuilt: {0}")]
    Broken(String),
    /// Whoever asked waits no longer, or waited too long.
    #[error("the search took too long and was given up")]
    GivenUp,
    /// Another process writes to it.
    #[error("another process writes to the search index")]
    Busy,
    /// The system refused a file; the index may be sound.
    #[error("the files of the search index cannot be read or written: {0}")]
    Files(String),
    /// The engine failed in another way.
    #[error("the search index failed: {0}")]
    Engine(String),
}

impl Error {
    /// Whether the index has to be rebuilt from the store.
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Outdated | Self::Broken(_))
    }

    /// Whether the index may be damaged, so that its files should be compared with their
    /// checksums.
    pub fn is_suspicious(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Engine(_))
    }

    pub(crate) fn files(folder: &Path, error: &io::Error) -> Self {
        Self::Files(format!("{}: {error}", folder.display()))
    }

    /// What the system said of a file, or what the engine found in it.
    fn of_file(error: &io::Error, said: String) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, NotFound, Other, UnexpectedEof};
        match error.kind() {
            InvalidData | UnexpectedEof | NotFound => Self::Broken(said),
            Other | InvalidInput if error.raw_os_error().is_none() => Self::Broken(said),
            _ => Self::Files(said),
        }
    }
}

/// Does what reads the engine's files: on bytes that nobody wrote it panics. A panic is told as an
/// error of the engine.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
        let said = said.map(|said| format!(": {said}")).unwrap_or_default();
        Err(Error::Engine(format!("a part of it could not be read{said}")))
    })
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::LockFailure(LockError::IoError(cause), _) => {
                Self::of_file(cause, format!("its lock: {cause}"))
            }
            TantivyError::IoError(cause) => Self::of_file(cause, cause.to_string()),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath })
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
                io_error,
                directory_path: filepath,
            }) => Self::of_file(io_error, format!("{}: {io_error}", filepath.display())),
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
                Self::Broken(format!("{} is missing", path.display()))
            }
            TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_))
            | TantivyError::IncompatibleIndex(_) => Self::Outdated,
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(path)) => {
                Self::Broken(format!("{} is missing", path.display()))
            }
            TantivyError::DataCorruption(_)
            | TantivyError::SchemaError(_)
            | TantivyError::FieldNotFound(_) => Self::Broken(error.to_string()),
            _ => Self::Engine(error.to_string()),
        }
    }
}

//! The files of an index: which belong to it, which are left over, and whether they are sound.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use dateline_model::ArticleId;
use tantivy::IndexMeta;
use tantivy::directory::error::OpenReadError;

use crate::error::{Error, guarded};
use crate::index::Index;
use crate::schema::{self, column};

/// The file that says which version made the index.
pub const VERSION_FILE: &str = "version";
/// The file that is there while somebody writes: it stays where a writer did not end as it should.
const WRITING_FILE: &str = "writing";
/// The file that says why the index is to be begun anew.
const CONDEMNED_FILE: &str = "damaged";

/// Says that somebody writes, until it is dropped.
#[derive(Debug)]
pub struct Writing {
    path: PathBuf,
    /// Whether there was a writer before that did not end as it should.
    pub was_cut_off: bool,
    /// Whether it is to be thought so when this one ends.
    pub is_cut_off: bool,
}

impl Writing {
    /// Only who has the engine's lock begins to write.
    pub fn begin(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(WRITING_FILE);
        let was_cut_off = path.exists();
        fs::write(&path, "").map_err(|error| Error::files(folder, &error))?;
        Ok(Self { path, was_cut_off, is_cut_off: was_cut_off })
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // Left behind it only makes the next writer look closer.
        if !self.is_cut_off {
            fs::remove_file(&self.path).ok();
        }
    }
}

/// Why the index in a folder is to be begun anew, where somebody said so.
pub fn condemned(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join(CONDEMNED_FILE)).ok()
}

/// Removes what a writer left that died before its commit: the next one may give a file the same
/// name, which the engine refuses. Only who has the engine's lock may do that.
pub fn sweep(folder: &Path, metas: &IndexMeta) -> Result<(), Error> {
    let named = metas.list_segment_files();
    let refused = |error: io::Error| Error::files(folder, &error);
    for entry in fs::read_dir(folder).map_err(refused)? {
        let name = PathBuf::from(entry.map_err(refused)?.file_name());
        if named.contains(&name) || !is_of_engine(&name) {
            continue;
        }
        match fs::remove_file(folder.join(&name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Whether a file holds a part of an index, or was to replace one.
fn is_of_engine(name: &Path) -> bool {
    let name = name.to_string_lossy();
    let part = name.split('.').next().unwrap_or_default();
    name.starts_with(".tmp") || part.len() == 32 && part.chars().all(|c| c.is_ascii_hexdigit())
}

/// The files that the last commit names.
fn named(index: &Index) -> Result<Vec<PathBuf>, Error> {
    let metas = index.inner.engine.load_metas()?;
    let may_be = metas.list_segment_files();
    let deleted: Vec<PathBuf> = metas
        .segments
        .iter()
        .filter(|segment| segment.has_deletes())
        .map(|segment| segment.relative_path(tantivy::index::SegmentComponent::Delete))
        .collect();
    let is_there = |path: &PathBuf| {
        let extension = path.extension().unwrap_or_default();
        extension != "temp" && (extension != "del" || deleted.contains(path))
    };
    Ok(may_be.into_iter().filter(is_there).collect())
}

impl Index {
    /// Whether all its files are there, and nobody said that they are damaged. It is quickly told;
    /// what the files hold is not looked at. A file that the system refuses is not missing.
    pub fn is_there(&self) -> bool {
        let is_missing =
            |file: &PathBuf| matches!(self.inner.folder.join(file).try_exists(), Ok(false));
        let all_there = guarded(|| {
            let Some(missing) = named(self)?.into_iter().find(is_missing) else { return Ok(true) };
            // Another process, or a merge, may have removed it with what it was a part of.
            Ok(!named(self)?.contains(&missing))
        });
        let all_there = match all_there {
            Err(Error::Files(_)) => true,
            other => other.unwrap_or(false),
        };
        condemned(&self.inner.folder).is_none() && all_there
    }

    /// Reads all files and compares them with their checksums: what is damaged, in words.
    ///
    /// # Errors
    /// Where the system refuses a file.
    pub fn damage(&self) -> Result<Option<String>, Error> {
        match guarded(|| self.first_damaged()) {
            Err(Error::Broken(why) | Error::Engine(why)) => Ok(Some(why)),
            Err(Error::Outdated) => Ok(Some(Error::Outdated.to_string())),
            other => other,
        }
    }

    fn first_damaged(&self) -> Result<Option<String>, Error> {
        let directory = self.inner.engine.directory();
        for file in named(self)? {
            // One that is in use can be read even after it went.
            let is_there = self.inner.folder.join(&file).try_exists();
            let is_there = is_there.map_err(|error| Error::files(&self.inner.folder, &error))?;
            let is_sound = match directory.validate_checksum(&file) {
                Ok(is_sound) => is_sound && is_there,
                Err(OpenReadError::FileDoesNotExist(_)) => false,
                Err(error) => return Err(tantivy::TantivyError::from(error).into()),
            };
            // Another process may have removed it with what it was a part of.
            if !is_sound && named(self)?.contains(&file) {
                let said = if is_there { "damaged" } else { "missing" };
                return Ok(Some(format!("{} is {said}", file.display())));
            }
        }
        Ok(None)
    }

    /// The articles that it holds more than once, ascending: those of which an earlier state was
    /// not taken away.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn doubled(&self) -> Result<Vec<ArticleId>, Error> {
        guarded(|| {
            let searcher = self.searcher();
            let mut ids = Vec::with_capacity(usize::try_from(searcher.num_docs()).unwrap_or(0));
            for segment in searcher.segment_readers() {
                let column = segment.fast_fields().column_first_or_default::<u64>(column::ID)?;
                ids.extend(segment.doc_ids_alive().map(|doc| schema::id(column.get_val(doc))));
            }
            ids.sort_unstable();
            let pairs = ids.windows(2).filter_map(|pair| match pair {
                [one, other] if one == other => Some(ArticleId(*one)),
                _ => None,
            });
            let mut doubled: Vec<ArticleId> = pairs.collect();
            doubled.dedup();
            Ok(doubled)
        })
    }

    /// Says for good that the index in a folder is to be begun anew, to whichever process writes
    /// it.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn condemn(folder: &Path, why: &str) -> Result<(), Error> {
        let said = fs::write(folder.join(CONDEMNED_FILE), why);
        said.map_err(|error| Error::files(folder, &error))
    }
}

#[cfg(test)]
mod tests;

//! Values as files: `ab/cdef…` under the folder, by the hexadecimal digits of the key.
//!
//! A file begins with a mark and the BLAKE3 digest of the key and the value, so that a file which is
//! cut short, damaged or in another's place is never taken for a value. A new value is written beside
//! its place and renamed into it. Neither file nor folder is forced to the disk: after a power
//! failure a file may be empty or short, which the digest shows, and it can be made again.

use std::fs::{self, DirBuilder, File, FileTimes, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::{BlobError, Key, Trimmed, Usage};

/// What every file begins with; another version of the form is another mark.
const MARK: &[u8; 8] = b"dlblob1\n";
const HEAD: usize = MARK.len() + 32;

/// A larger file is none of ours and is not read into memory.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The use of a value is noted at most so often: the order of use needs no more, and each note is a
/// write.
const NOTED_EVERY: Duration = Duration::from_secs(60 * 60);

/// What stands beside its place for so long was left by a writer that died.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

/// The end of a file's name that is being written.
const UNFINISHED: &str = ".part";

#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
    /// Makes the names of files that are being written differ.
    written: AtomicU64,
    put_since_trim: AtomicU64,
}

/// A file as making room sees it.
struct Found {
    used: SystemTime,
    bytes: u64,
    path: PathBuf,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, written: AtomicU64::new(0), put_since_trim: AtomicU64::new(0) }
    }

    pub(crate) fn put_since_trim(&self) -> u64 {
        self.put_since_trim.load(Relaxed)
    }

    /// The folder and file of a key.
    fn place(&self, key: &Key) -> (PathBuf, String) {
        let hex = key.hex();
        let (folder, name) = hex.split_at(2);
        (self.folder.join(folder), name.to_owned())
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Bytes> {
        let (folder, name) = self.place(key);
        let path = folder.join(name);
        let mut file = File::open(&path).ok()?;
        let about = file.metadata().ok()?;
        if !about.is_file() || about.len() > LARGEST {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).ok()?);
        (&mut file).take(LARGEST).read_to_end(&mut bytes).ok()?;
        let value = value_of(key, bytes);
        if value.is_none() {
            // Whoever makes it again writes it anew; nothing else needs the damaged one.
            let _ = fs::remove_file(&path);
        } else if let Ok(used) = about.modified() {
            note_use(&path, used);
        }
        value
    }

    pub(crate) fn put(&self, key: &Key, value: &[u8]) -> Result<(), BlobError> {
        let (folder, name) = self.place(key);
        make_folder(&folder).map_err(|error| self.failed(error))?;
        let number = self.written.fetch_add(1, Relaxed);
        let beside = folder.join(format!("{name}.{}-{number}{UNFINISHED}", process::id()));
        let written =
            write(&beside, key, value).and_then(|()| fs::rename(&beside, folder.join(name)));
        if let Err(error) = written {
            let _ = fs::remove_file(&beside);
            return Err(self.failed(error));
        }
        self.put_since_trim.fetch_add((HEAD + value.len()) as u64, Relaxed);
        Ok(())
    }

    pub(crate) fn remove(&self, key: &Key) -> Result<(), BlobError> {
        let (folder, name) = self.place(key);
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.failed(error)),
            _ => Ok(()),
        }
    }

    pub(crate) fn usage(&self) -> Result<Usage, BlobError> {
        let mut usage = Usage::default();
        self.each(|found| {
            usage.blobs += 1;
            usage.bytes += found.bytes;
        })?;
        Ok(usage)
    }

    pub(crate) fn trim(&self, most: u64) -> Result<Trimmed, BlobError> {
        self.put_since_trim.store(0, Relaxed);
        let mut found = Vec::new();
        let mut left = Usage::default();
        self.each(|one| {
            left.blobs += 1;
            left.bytes += one.bytes;
            found.push(one);
        })?;
        let mut removed = Usage::default();
        if left.bytes > most {
            found.sort_unstable_by_key(|one| one.used);
            for one in found {
                if left.bytes <= most {
                    break;
                }
                if fs::remove_file(&one.path).is_ok() {
                    left.blobs -= 1;
                    left.bytes -= one.bytes;
                    removed.blobs += 1;
                    removed.bytes += one.bytes;
                }
            }
        }
        Ok(Trimmed { removed, left })
    }

    /// Calls `take` for every value; removes what was left half written on the way.
    fn each(&self, mut take: impl FnMut(Found)) -> Result<(), BlobError> {
        let folders = match fs::read_dir(&self.folder) {
            Ok(folders) => folders,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(self.failed(error)),
        };
        for folder in folders.flatten() {
            let Ok(files) = fs::read_dir(folder.path()) else { continue };
            for file in files.flatten() {
                let Ok(about) = file.metadata() else { continue };
                let Ok(used) = about.modified() else { continue };
                let name = file.file_name();
                let name = name.to_string_lossy();
                if name.ends_with(UNFINISHED) {
                    if age(used) > LEFT_BEHIND {
                        let _ = fs::remove_file(file.path());
                    }
                } else if about.is_file() && is_ours(&name) {
                    take(Found { used, bytes: about.len(), path: file.path() });
                }
            }
        }
        Ok(())
    }

    fn failed(&self, error: io::Error) -> BlobError {
        BlobError::Folder { folder: self.folder.clone(), error }
    }
}

/// Whether a file of this name was made by [`Files::put`]: nothing else is ever removed.
fn is_ours(name: &str) -> bool {
    name.len() == 62 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn digest(key: &Key, value: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.bytes());
    hasher.update(value);
    hasher.finalize()
}

/// The value in the bytes of a file, if they are whole.
fn value_of(key: &Key, bytes: Vec<u8>) -> Option<Bytes> {
    let (mark, rest) = bytes.split_at_checked(MARK.len())?;
    let (said, value) = rest.split_at_checked(32)?;
    let whole = mark == MARK && digest(key, value).as_bytes() == said;
    whole.then(|| Bytes::from(bytes).slice(HEAD..))
}

fn write(path: &Path, key: &Key, value: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(MARK)?;
    file.write_all(digest(key, value).as_bytes())?;
    file.write_all(value)
}

/// Which pictures somebody saw is nobody else's business.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// How long ago; nothing for what lies ahead.
fn age(at: SystemTime) -> Duration {
    at.elapsed().unwrap_or_default()
}

/// The order of use is kept as the files' times of change.
fn note_use(path: &Path, used: SystemTime) {
    if age(used) < NOTED_EVERY {
        return;
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "times of files are the system's own, whatever clock the instance goes by"
    )]
    let times = FileTimes::new().set_modified(SystemTime::now());
    // On a disk that is read only the order of use stays as it was.
    let _ = OpenOptions::new().write(true).open(path).and_then(|file| file.set_times(times));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(files: &Files, key: &Key) -> PathBuf {
        let (folder, name) = files.place(key);
        folder.join(name)
    }

    fn used_ago(path: &Path, hours: u64) {
        let file = OpenOptions::new().write(true).open(path).unwrap();
        let modified = file.metadata().unwrap().modified().unwrap();
        file.set_times(FileTimes::new().set_modified(modified - Duration::from_secs(hours * 3600)))
            .unwrap();
    }

    #[test]
    fn a_damaged_file_is_a_miss_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("blobs"));
        let key = Key::of(&["a"]);
        for damage in 0..5 {
            files.put(&key, b"some bytes").unwrap();
            let path = place(&files, &key);
            let mut bytes = fs::read(&path).unwrap();
            match damage {
                0 => bytes.truncate(20),
                1 => bytes.clear(),
                2 => *bytes.last_mut().unwrap() ^= 1,
                3 => bytes.push(0),
                _ => bytes[0] ^= 1,
            }
            fs::write(&path, bytes).unwrap();
            assert_eq!(files.get(&key), None, "damage {damage}");
            assert!(!path.exists(), "damage {damage}");
        }
    }

    #[test]
    fn another_values_file_in_its_place_is_a_miss() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let (one, other) = (Key::of(&["one"]), Key::of(&["other"]));
        files.put(&one, b"1").unwrap();
        files.put(&other, b"2").unwrap();
        fs::copy(place(&files, &one), place(&files, &other)).unwrap();
        assert_eq!(files.get(&other), None);
        assert_eq!(files.get(&one).unwrap(), "1");
    }

    #[test]
    fn use_is_noted_and_the_longest_unused_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let keys = ["a", "b", "c"].map(|name| Key::of(&[name]));
        for (key, hours) in keys.iter().zip([9, 5, 7]) {
            files.put(key, &[7; 1000]).unwrap();
            used_ago(&place(&files, key), hours);
        }
        // The oldest is used again.
        assert!(files.get(&keys[0]).is_some());
        let trimmed = files.trim(2 * (HEAD as u64 + 1000)).unwrap();
        assert_eq!((trimmed.removed.blobs, trimmed.left.blobs), (1, 2));
        assert!(files.get(&keys[2]).is_none());
        assert!(files.get(&keys[0]).is_some() && files.get(&keys[1]).is_some());
    }

    #[test]
    fn what_a_dead_writer_left_goes_and_what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let key = Key::of(&["a"]);
        files.put(&key, b"1").unwrap();
        let beside = place(&files, &key).parent().unwrap().to_owned();
        let (old, new) = (beside.join("x.1-1.part"), beside.join("y.1-2.part"));
        let foreign = beside.join("notes.txt");
        for path in [&old, &new, &foreign] {
            fs::write(path, b"...").unwrap();
        }
        used_ago(&old, 2);
        assert_eq!(files.usage().unwrap().blobs, 1);
        files.trim(0).unwrap();
        assert!(!old.exists() && new.exists() && foreign.exists());
        assert_eq!(files.usage().unwrap(), Usage::default());
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("blobs"));
        let key = Key::of(&["a"]);
        files.put(&key, b"1").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place(&files, &key)), 0o600);
        assert_eq!(mode(place(&files, &key).parent().unwrap()), 0o700);
    }

    #[test]
    fn a_folder_that_is_a_file_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("blobs");
        fs::write(&file, b"").unwrap();
        let files = Files::new(file);
        let error = files.put(&Key::of(&["a"]), b"1").unwrap_err();
        assert!(error.to_string().starts_with("the folder of blobs"), "{error}");
        assert_eq!(files.get(&Key::of(&["a"])), None);
    }
}

use std::fs;

use tempfile::TempDir;

use super::*;

fn written() -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    let fields = *index.fields();
    // Raw documents, so that a number can stand twice.
    for id in [1, 2, 2, 3] {
        let mut document = tantivy::TantivyDocument::default();
        document.add_u64(fields.id, id);
        document.add_text(fields.words, "");
        writer.add_raw(document);
    }
    writer.commit("1").unwrap();
    drop(writer);
    (folder, index)
}

fn files_of(folder: &TempDir, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// Turns bits of all bytes but those of the footer, which holds the checksum.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let end = bytes.len().saturating_sub(150).max(1);
    bytes[..end].iter_mut().for_each(|byte| *byte ^= 0xa5);
    // A new file: the old one may be in use.
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn each_damaged_file_is_found_and_no_opening_panics() {
    for extension in ["fast", "idx", "pos", "term", "fieldnorm", "store"] {
        let (folder, index) = written();
        assert_eq!(index.damage().unwrap(), None);
        drop(index);
        let path = files_of(&folder, extension).remove(0);
        damage(&path);
        match Index::open(folder.path()) {
            Err(error) => assert!(error.wants_rebuild(), "{extension}: {error}"),
            Ok(index) => {
                let said = index.damage().unwrap();
                assert!(said.is_some_and(|said| said.ends_with("is damaged")), "{extension}");
            }
        }
        assert_eq!(Index::reset(folder.path()).unwrap().len(), 0);
    }
}

#[test]
fn a_file_that_goes_is_missed() {
    for name in ["fast", "term", "json", ""] {
        let (folder, index) = written();
        assert!(index.is_there());
        match name {
            "" => fs::remove_dir_all(folder.path()).unwrap(),
            name => files_of(&folder, name).iter().for_each(|file| fs::remove_file(file).unwrap()),
        }
        assert!(!index.is_there(), "{name}");
        assert!(index.damage().unwrap().is_some(), "{name}");
    }
}

#[test]
fn an_article_that_is_there_twice_is_told() {
    let (_folder, index) = written();
    assert_eq!(index.doubled().unwrap(), [ArticleId(2)]);
}

#[test]
fn a_condemned_index_is_begun_anew() {
    let (folder, index) = written();
    Index::condemn(folder.path(), "it smells").unwrap();
    assert!(!index.is_there());
    drop(index);
    let opened = Index::open(folder.path());
    assert!(matches!(opened, Err(Error::Broken(why)) if why == "it smells"));
    assert!(Index::reset(folder.path()).unwrap().is_there());
}

#[test]
fn files_that_the_system_refuses_are_no_damage() {
    let (folder, index) = written();
    drop(index);
    // Like a folder in which nobody may write: the lock cannot be had.
    let lock = folder.path().join(".tantivy-meta.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let refused = Index::open(folder.path()).unwrap_err();
    assert!(matches!(refused, Error::Files(_)), "{refused}");
    assert!(!refused.wants_rebuild());

    fs::remove_dir(&lock).unwrap();
    let lock = folder.path().join(".tantivy-writer.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    assert!(matches!(Index::reset(folder.path()), Err(Error::Files(_))));
    assert_eq!(Index::open(folder.path()).unwrap().len(), 4, "nothing was thrown away");
}

#[test]
fn a_file_that_the_system_refuses_is_not_missing() {
    let (folder, index) = written();
    // A folder of that name cannot be read as a file, whoever asks.
    let metas = folder.path().join("meta.json");
    let kept = fs::read(&metas).unwrap();
    fs::remove_file(&metas).unwrap();
    fs::create_dir(&metas).unwrap();
    assert!(matches!(index.position(), Err(Error::Files(_))));
    assert!(index.is_there());
    fs::remove_dir(&metas).unwrap();
    assert!(!index.is_there());
    fs::write(&metas, kept).unwrap();
    assert!(index.is_there());
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_looked_for_is_not_missing() {
    let (folder, index) = written();
    let path = files_of(&folder, "term").remove(0);
    fs::remove_file(&path).unwrap();
    assert!(!index.is_there());
    // A link to itself is refused with "too many levels of links".
    std::os::unix::fs::symlink(&path, &path).unwrap();
    assert!(index.is_there());
    assert!(matches!(index.damage(), Err(Error::Files(_))));
}

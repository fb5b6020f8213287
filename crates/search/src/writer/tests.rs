use dateline_model::FeedId;
use jiff::Timestamp;
use tantivy::indexer::NoMergePolicy;
use tempfile::TempDir;

use super::*;

fn document(id: i64, title: &str) -> Document {
    Document {
        id: ArticleId(id),
        title: title.to_owned(),
        text: String::new(),
        outlet: None,
        authors: Vec::new(),
        place: None,
        language: Some("en".to_owned()),
        published: None,
        seen: Timestamp::UNIX_EPOCH,
        feeds: vec![FeedId(1)],
        story: None,
        is_copy: false,
        has_image: false,
        is_revised: false,
        is_paywalled: false,
        said: Vec::new(),
        acts: Default::default(),
    }
}

fn empty() -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    (folder, index)
}

/// Each of these batches as one part of the index, of which none is put together with another.
fn in_parts(index: &Index, batches: &[&[i64]]) {
    let mut writer = index.writer().unwrap();
    writer.engine.set_merge_policy(Box::new(NoMergePolicy));
    for batch in batches {
        let documents = batch.iter().map(|id| document(*id, "Drone")).collect();
        writer.write(documents, &[]).unwrap();
        writer.commit("1").unwrap();
    }
}

#[test]
fn what_is_replaced_first_after_a_start_is_there_once() {
    // The first and largest part is put together with the second, in which the last commit before
    // the start replaced an article, while the first article after it is being replaced.
    let (_folder, index) = empty();
    let batches: [&[i64]; 9] =
        [&[1, 2, 3, 4], &[10, 11, 12], &[20], &[21], &[22], &[23], &[24], &[25], &[10]];
    in_parts(&index, &batches);
    let mut writer = index.writer().unwrap();
    writer.write(vec![document(11, "Ship")], &[]).unwrap();
    writer.commit("2").unwrap();
    writer.finish().unwrap();
    index.inner.reader.reload().unwrap();
    assert_eq!(index.doubled().unwrap(), []);
    assert_eq!(index.len(), 13);
}

#[test]
fn files_that_a_killed_writer_left_keep_nobody_from_writing() {
    let (folder, index) = empty();
    in_parts(&index, &[&[1, 2], &[3]]);
    let metas = index.inner.engine.load_metas().unwrap();
    // Whatever number the next commit takes, its deletions have their file already.
    for segment in &metas.segments {
        for number in metas.opstamp..metas.opstamp + 20 {
            let name = format!("{}.{number}.del", segment.id().uuid_string());
            std::fs::write(folder.path().join(name), "cut off").unwrap();
        }
    }
    let part = format!("{}.idx", "0123456789abcdef".repeat(2));
    std::fs::write(folder.path().join(&part), "").unwrap();
    std::fs::write(folder.path().join(".tmpAbCdEf"), "").unwrap();
    let mut writer = index.writer().unwrap();
    writer.write(vec![document(1, "Ship")], &[]).unwrap();
    writer.commit("2").unwrap();
    assert_eq!(index.ids(None, 9).unwrap(), [1, 2, 3].map(ArticleId));
    assert!(!folder.path().join(part).exists());
    assert!(!folder.path().join(".tmpAbCdEf").exists());
    assert!(folder.path().join("version").exists());
}

#[test]
fn a_writer_that_was_killed_is_told_until_the_index_is_looked_through() {
    let (folder, index) = empty();
    drop(index.writer().unwrap());
    let writer = index.writer().unwrap();
    assert!(!writer.was_cut_off());
    // A killed one removes nothing.
    std::mem::forget(Writing::begin(folder.path()).unwrap());
    drop(writer);
    std::mem::forget(Writing::begin(folder.path()).unwrap());
    drop(index.writer().unwrap());
    let mut writer = index.writer().unwrap();
    assert!(writer.was_cut_off());
    writer.looked_through();
    drop(writer);
    assert!(!index.writer().unwrap().was_cut_off());
}

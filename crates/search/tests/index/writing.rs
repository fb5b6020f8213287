use dateline_model::ArticleId;
use dateline_search::{Error, Index};

use crate::kit::*;

#[test]
fn an_article_that_is_written_again_is_found_once_and_as_it_is_now() {
    let filled = filled(vec![document(1, "Drone", ""), document(1, "Ship", "")]);
    assert_eq!(filled.found("ship OR drone"), [1]);
    let mut writer = filled.index.writer().unwrap();
    writer.write(vec![document(1, "Train", "")], &[]).unwrap();
    writer.write(vec![document(2, "Train", "")], &[ArticleId(2)]).unwrap();
    assert_eq!(filled.found("train"), [] as [i64; 0]);
    writer.commit("2").unwrap();
    assert_eq!(filled.found("ship OR drone"), [] as [i64; 0]);
    assert_eq!(filled.found("train"), [1, 2]);
    writer.write(Vec::new(), &[ArticleId(1)]).unwrap();
    writer.commit("3").unwrap();
    assert_eq!(filled.found("train"), [2]);
    assert_eq!(filled.index.ids(None, 10).unwrap(), [ArticleId(2)]);
}

#[test]
fn the_position_is_that_of_the_last_commit() {
    let filled = filled(vec![document(1, "Drone", "")]);
    assert_eq!(filled.index.position().unwrap().as_deref(), Some("1"));
    let mut writer = filled.index.writer().unwrap();
    writer.write(vec![document(2, "Drone", "")], &[]).unwrap();
    writer.rollback().unwrap();
    writer.commit("2").unwrap();
    drop(writer);
    let again = Index::open(filled.folder.path()).unwrap();
    assert_eq!(again.position().unwrap().as_deref(), Some("2"));
    assert_eq!(again.len(), 1);
}

#[test]
fn there_is_one_writer() {
    let filled = filled(Vec::new());
    let writer = filled.index.writer().unwrap();
    assert!(matches!(filled.index.writer(), Err(Error::Busy)));
    assert!(matches!(Index::reset(filled.folder.path()), Err(Error::Busy)));
    drop(writer);
    assert!(filled.index.writer().is_ok());
}

#[test]
fn an_old_or_broken_index_is_told_and_can_be_begun_anew() {
    let outdated = filled(vec![document(1, "Drone", "")]);
    std::fs::write(outdated.folder.path().join("version"), "0").unwrap();
    assert!(matches!(Index::open(outdated.folder.path()), Err(Error::Outdated)));

    let broken = filled(vec![document(1, "Drone", "")]);
    for entry in std::fs::read_dir(broken.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "idx" || extension == "term") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let folder = broken.folder.path();
    assert!(Index::open(folder).is_err_and(|error| error.wants_rebuild()));
    let index = Index::reset(folder).unwrap();
    assert_eq!((index.position().unwrap(), index.len()), (None, 0));
    std::fs::write(folder.join("meta.json"), "{").unwrap();
    assert!(Index::open(folder).is_err_and(|error| error.wants_rebuild()));
}

#[test]
fn another_process_sees_what_was_committed() {
    let filled = filled(Vec::new());
    let other = Index::open(filled.folder.path()).unwrap();
    let mut writer = filled.index.writer().unwrap();
    writer.write(vec![document(1, "Drone", "")], &[]).unwrap();
    writer.commit("2").unwrap();
    drop(writer);
    let begun = std::time::Instant::now();
    while other.len() == 0 && begun.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(other.len(), 1);
}

#[test]
fn ids_come_in_order_and_in_parts() {
    let filled = filled((1..=20).rev().map(|id| document(id, "Drone", "")).collect());
    let ids = |after: Option<i64>, limit| {
        let ids = filled.index.ids(after.map(ArticleId), limit).unwrap();
        ids.into_iter().map(|id| id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, 3), [1, 2, 3]);
    assert_eq!(ids(Some(17), 30), [18, 19, 20]);
}

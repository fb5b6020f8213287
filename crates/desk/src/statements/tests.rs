use dateline_model::{ArticleId, FeedId, NewEntry};
use dateline_statement::story::lines;

use super::*;
use crate::DeskSettings;
use crate::fixture::{OWNER, bring, desk_in, entry, noon, subscribed};

/// A headline whose article makes its reading break off.
pub(super) const UNREADABLE: &str = "This one cannot be read aloud";

/// A headline whose story makes the look for answers break off.
pub(super) const UNTIED: &str = "Zoo of Quenby shows its first okapi calf";

const ACCUSES: &str = "HOLM — Mayor Anna Lind accused port director Per Holm on Monday of hiding \
    harbour repair costs behind crane invoices. “The cranes were never delivered,” Lind said.";
const DENIES: &str = "HOLM — Port director Per Holm denied on Tuesday that he had hidden harbour \
    repair costs behind crane invoices. “The cranes are standing there,” Holm said.";

fn entries() -> Vec<NewEntry> {
    vec![
        entry("a", "Mayor accuses port of hiding crane costs at the harbour", ACCUSES, noon()),
        entry("b", "Port denies hiding crane costs at the harbour, mayor says", DENIES, noon()),
        entry("c", UNREADABLE, ACCUSES, noon()),
    ]
}

async fn desk(folder: &std::path::Path) -> (Desk, FeedId) {
    let desk = desk_in(folder, DeskSettings::default()).await;
    let feed = subscribed(&desk, OWNER, "https://example.org/feed", "").await;
    (desk, feed)
}

async fn articles(desk: &Desk) -> Vec<(ArticleId, String)> {
    let due = desk.store().due_placements(noon(), 100).await.unwrap();
    due.into_iter().map(|task| (task.article, task.title)).collect()
}

#[tokio::test]
async fn what_comes_is_read_and_one_that_breaks_off_keeps_no_other_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk(folder.path()).await;
    bring(&desk, feed, entries(), noon()).await;
    let all = articles(&desk).await;
    assert_eq!(all.len(), 3);
    assert!(desk.store().pending_statements().await.unwrap() >= 3);
    assert_eq!(desk.find_statements().await.unwrap(), 0);
    for (article, title) in all {
        let told = desk.store().article_statements(OWNER, article).await.unwrap();
        assert_eq!(told.is_empty(), title == UNREADABLE, "{title}");
        for line in lines(told) {
            assert!(line.told.sentence.len() > 10);
        }
    }
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn other_rules_make_all_due_again_and_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk(folder.path()).await;
    bring(&desk, feed, entries(), noon()).await;
    desk.find_statements().await.unwrap();
    let store = desk.store();
    assert!(!store.find_statements_by(RULES).await.unwrap());
    assert_eq!(store.pending_statements().await.unwrap(), 0);
    assert!(store.find_statements_by(RULES + 1).await.unwrap());
    assert_eq!(store.pending_statements().await.unwrap(), 3);
    // What is found is the same, and keeps its numbers.
    let ids =
        |told: &[dateline_statement::Told]| told.iter().map(|told| told.id).collect::<Vec<_>>();
    let (article, _) = articles(&desk).await.remove(0);
    let before = store.article_statements(OWNER, article).await.unwrap();
    desk.find_statements().await.unwrap();
    let after = store.article_statements(OWNER, article).await.unwrap();
    assert!(!before.is_empty());
    assert_eq!(ids(&before), ids(&after));
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn a_denial_in_another_article_of_the_story_stands_beside_the_claim() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk(folder.path()).await;
    bring(&desk, feed, entries().into_iter().take(2).collect(), noon()).await;
    let all = articles(&desk).await;
    desk.form_stories().await.unwrap();
    desk.find_statements().await.unwrap();
    let story = desk.store().story_of(OWNER, all[0].0).await.unwrap().unwrap().story;
    let other = desk.store().story_of(OWNER, all[1].0).await.unwrap().unwrap().story;
    assert_eq!(story, other, "one story");
    let told = desk.store().story_statements(OWNER, story).await.unwrap();
    let disputed: Vec<_> =
        lines(told).into_iter().filter(|line| line.disputes().next().is_some()).collect();
    assert_eq!(disputed.len(), 1, "{disputed:#?}");
    assert_eq!(disputed[0].told.speaker.as_ref().unwrap().name, "Anna Lind");
    assert_eq!(disputed[0].answers[0].told.speaker.as_ref().unwrap().name, "Per Holm");
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn a_story_that_cannot_be_looked_through_keeps_no_other_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk(folder.path()).await;
    let calf = "QUENBY — Keeper Ida Morrow said on Monday that the okapi calf weighs forty pounds.";
    bring(&desk, feed, vec![entry("z", UNTIED, calf, noon())], noon()).await;
    desk.form_stories().await.unwrap();
    bring(&desk, feed, entries().into_iter().take(2).collect(), noon()).await;
    let all = articles(&desk).await;
    desk.form_stories().await.unwrap();
    assert_eq!(desk.find_statements().await.unwrap(), 0);
    let story = desk.store().story_of(OWNER, all[0].0).await.unwrap().unwrap().story;
    let told = desk.store().story_statements(OWNER, story).await.unwrap();
    assert_eq!(lines(told).iter().filter(|line| line.disputes().next().is_some()).count(), 1);
    desk.finish().await.unwrap();
}

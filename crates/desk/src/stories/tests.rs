use dateline_model::{
    ArticleId, CopyLink, FeedId, NewEntry, NewPlacement, StoryEvent, StoryId, StoryMark, StoryQuery,
};

use super::*;
use crate::fixture::{OWNER, noon, subscribed};
use crate::{DeskSettings, fixture};

/// A headline whose article makes the reading of its batch break off.
pub(super) const UNREADABLE: &str = "This one cannot be read";

/// A desk with a feed that its owner subscribes to.
async fn desk_in(folder: &std::path::Path) -> (Desk, FeedId) {
    let desk = fixture::desk_in(folder, DeskSettings::default()).await;
    let feed = subscribed(&desk, OWNER, "https://example.org/feed", "").await;
    (desk, feed)
}

fn entry(name: &str, title: &str, text: &str, days_ago: i64) -> NewEntry {
    fixture::entry(name, title, text, noon() - SignedDuration::from_hours(24 * days_ago))
}

/// The feed brings entries; gives what is due then, by number.
async fn bring(desk: &Desk, feed: FeedId, entries: Vec<NewEntry>) -> Vec<ArticleId> {
    fixture::bring(desk, feed, entries, noon()).await;
    let due = desk.store().due_placements(noon(), 100).await.unwrap();
    let mut due: Vec<ArticleId> = due.iter().map(|task| task.article).collect();
    due.sort_unstable();
    due
}

async fn story_of(desk: &Desk, article: ArticleId) -> Option<StoryId> {
    desk.store().story_of(OWNER, article).await.unwrap().map(|place| place.story)
}

#[tokio::test]
async fn an_article_that_cannot_be_placed_keeps_no_other_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk_in(folder.path()).await;
    let titles = ["Dam bursts near Lake Orlova", UNREADABLE, "Quenby zoo shows its okapi calf"];
    let entries = titles.iter().map(|title| entry(title, title, "What it says.", 0)).collect();
    let articles = bring(&desk, feed, entries).await;
    assert_eq!(articles.len(), 3);
    let waiting = desk.form_stories().await.unwrap();
    assert_eq!(waiting, 1, "the one that fails alone");
    let mut placed = 0;
    for article in articles {
        placed += usize::from(story_of(&desk, article).await.is_some());
    }
    assert_eq!(placed, 2);
    let next = desk.store().next_placement_at().await.unwrap();
    assert_eq!(next, Some(noon() + PUT_OFF));
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn of_a_story_of_five_two_leave_and_there_are_two_stories() {
    // The leavers are as like to those that stay as these are unlike to each other.
    let titles = [
        "Dam bursts near Lake Orlova, 40 missing",
        "Quenby zoo shows its first okapi calf",
        "Tarvik wins chess title after marathon final",
        "40 missing after dam burst at Lake Orlova",
        "First okapi calf born at Quenby zoo",
    ];
    for leave in [[3, 4], [0, 1], [0, 2]] {
        let folder = tempfile::tempdir().unwrap();
        let (desk, feed) = desk_in(folder.path()).await;
        let entries = titles.iter().map(|title| entry(title, title, "", 0)).collect();
        let articles = bring(&desk, feed, entries).await;
        // Whatever the window makes of them, one story says the store.
        let (store, worker) = (desk.store(), &desk.inner.worker);
        store.hold_stories(worker, desk.clock().wall()).await.unwrap();
        let due = store.due_placements(noon(), 9).await.unwrap();
        let placement = |task: &dateline_model::PlaceTask| {
            let (features, signature) = holding::words_of(task);
            NewPlacement {
                article: task.article,
                due: task.due,
                story: StoryId(1),
                copy: None,
                features: kept::pack(&features, &signature),
                copied_by: Vec::new(),
                changes: Vec::new(),
            }
        };
        let batch = due.iter().map(placement).collect();
        store.save_placements(worker, batch, noon()).await.unwrap();
        let leaving: Vec<ArticleId> =
            leave.iter().filter_map(|at| articles.get(*at).copied()).collect();
        assert!(desk.two_stories(OWNER, StoryId(1), &leaving).await.unwrap());
        desk.form_stories().await.unwrap();
        let mut stories = Vec::new();
        for article in &articles {
            stories.push((story_of(&desk, *article).await.unwrap(), leaving.contains(article)));
        }
        let ours = |left: bool| stories.iter().filter(move |story| story.1 == left);
        assert!(ours(false).all(|story| story.0 == StoryId(1)), "{leave:?}: {stories:?}");
        let new = ours(true).next().unwrap().0;
        assert!(new != StoryId(1) && ours(true).all(|story| story.0 == new), "{stories:?}");
        // A restart reads back what was decided and changes nothing of it.
        desk.form_stories().await.unwrap();
        let front = store.front_stories(&StoryQuery::first(OWNER, 9)).await.unwrap();
        assert_eq!(front.len(), 2, "{leave:?}");
        // It can be taken back.
        assert!(desk.one_story(OWNER, new, StoryId(1)).await.unwrap());
        desk.form_stories().await.unwrap();
        let front = store.front_stories(&StoryQuery::first(OWNER, 9)).await.unwrap();
        assert_eq!((front.len(), front[0].id), (1, StoryId(1)), "{leave:?}");
        desk.finish().await.unwrap();
    }
}

#[tokio::test]
async fn an_old_article_that_says_something_else_stays_in_its_story() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk_in(folder.path()).await;
    let old = |name: &str, text: &str| entry(name, "Dam bursts near Lake Orlova", text, 20);
    let text = "The dam at Lake Orlova burst on Monday. ".repeat(9);
    let articles = bring(&desk, feed, vec![old("a", &text), old("b", &text)]).await;
    desk.form_stories().await.unwrap();
    let (store, worker, a, b) = (desk.store(), &desk.inner.worker, articles[0], articles[1]);
    let story = story_of(&desk, a).await.unwrap();
    assert_eq!(story_of(&desk, b).await, Some(story));
    let link = |place: Option<dateline_model::ArticleStory>| place.and_then(|place| place.copy);
    let copy: Option<CopyLink> = link(store.story_of(OWNER, b).await.unwrap());
    assert_eq!(copy.map(|copy| copy.of), Some(a));
    store.mark_story(OWNER, story, Some(StoryMark::Follow), noon()).await.unwrap();
    let other = "What was said of the lake was not so, its owner writes to this paper. ".repeat(9);
    assert_eq!(bring(&desk, feed, vec![old("b", &other)]).await, [b]);
    assert_eq!(desk.form_stories().await.unwrap(), 0);
    assert_eq!(story_of(&desk, b).await, Some(story));
    assert_eq!(link(store.story_of(OWNER, b).await.unwrap()), copy);
    let page = store.story(OWNER, story).await.unwrap().unwrap();
    assert_eq!(page.card.mark, Some(StoryMark::Follow));
    let lease = store.hold_stories(worker, desk.clock().wall()).await.unwrap();
    assert_eq!(lease, StoryLease::Taken, "it was given back");
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn one_article_that_is_put_together_with_another_moves_in_the_store_too() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feed) = desk_in(folder.path()).await;
    let titles = [
        "Dam bursts near Lake Orlova, 40 missing",
        "40 missing after dam burst at Lake Orlova",
        "Quenby zoo shows its first okapi calf",
        "First okapi calf born at Quenby zoo",
    ];
    let entries = titles.iter().map(|title| entry(title, title, "", 0)).collect();
    let articles = bring(&desk, feed, entries).await;
    desk.form_stories().await.unwrap();
    let title_of = |wanted: &str| titles.iter().position(|title| *title == wanted).unwrap();
    let [dam, other_dam, calf, other_calf] = [0, 1, 2, 3].map(|at| articles[title_of(titles[at])]);
    let (from, into) = (story_of(&desk, calf).await.unwrap(), story_of(&desk, dam).await.unwrap());
    assert_eq!(story_of(&desk, other_calf).await, Some(from), "two stories of two");
    assert_ne!(from, into);
    let store = desk.store();
    let (apart, together) =
        (dateline_model::RulingKind::Apart, dateline_model::RulingKind::Together);
    store.rule(OWNER, apart, other_dam, other_calf, noon()).await.unwrap();
    desk.form_stories().await.unwrap();
    store.rule(OWNER, together, dam, calf, noon()).await.unwrap();
    desk.form_stories().await.unwrap();
    assert_eq!(story_of(&desk, calf).await, Some(into));
    assert_eq!(story_of(&desk, other_calf).await, Some(from));
    let log = store.story(OWNER, from).await.unwrap().unwrap().log;
    let moves = |log: &[dateline_model::StoryLogLine]| {
        log.iter().filter(|line| line.event == StoryEvent::Moved).count()
    };
    assert_eq!(moves(&log), 1);
    // A restart does it no second time.
    desk.form_stories().await.unwrap();
    assert_eq!(moves(&store.story(OWNER, from).await.unwrap().unwrap().log), 1);
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn what_is_withdrawn_binds_the_running_window_no_longer() {
    let titles = [
        "Dam bursts near Lake Orlova, 40 missing",
        "Quenby zoo shows its first okapi calf",
        "40 missing after dam burst at Lake Orlova",
    ];
    for withdrawn in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (desk, feed) = desk_in(folder.path()).await;
        let told = |at: usize, text: &str| entry(titles[at], titles[at], text, 0);
        let placed = bring(&desk, feed, vec![told(0, ""), told(1, "")]).await;
        let mut keeper = Keeper::new(&desk.inner);
        let form =
            async |keeper: &mut Keeper| while let Did::Some = keeper.step().await.unwrap() {};
        form(&mut keeper).await;
        let mut stories = Vec::new();
        for article in &placed {
            stories.push(story_of(&desk, *article).await.unwrap());
        }
        let of_dam = usize::from(
            desk.store().story(OWNER, stories[0]).await.unwrap().unwrap().card.title != titles[0],
        );
        // Before the third is placed it is said to go with the calf.
        let coming = bring(&desk, feed, vec![told(2, "")]).await[0];
        let (store, worker) = (desk.store(), &desk.inner.worker);
        let due = store.due_placements(noon(), 9).await.unwrap()[0].due;
        store.put_placement_off(worker, coming, due, noon() + PUT_OFF).await.unwrap();
        let together = dateline_model::RulingKind::Together;
        assert!(store.rule(OWNER, together, placed[1 - of_dam], coming, noon()).await.unwrap());
        form(&mut keeper).await;
        assert_eq!(story_of(&desk, coming).await, None, "it waits");
        if withdrawn {
            // It stands in no story yet by which a page could name it.
            let of_calf = stories[1 - of_dam];
            let earlier = noon() - SignedDuration::from_secs(1);
            assert!(!desk.withdraw_ruling(OWNER, of_calf, earlier).await.unwrap());
            assert!(desk.withdraw_ruling(OWNER, of_calf, noon()).await.unwrap());
        }
        let text = "The dam at Lake Orlova burst on Monday.";
        assert_eq!(bring(&desk, feed, vec![told(2, text)]).await, [coming]);
        form(&mut keeper).await;
        let expected = if withdrawn { stories[of_dam] } else { stories[1 - of_dam] };
        assert_eq!(story_of(&desk, coming).await, Some(expected), "withdrawn: {withdrawn}");
        desk.finish().await.unwrap();
    }
}

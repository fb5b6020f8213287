//! What one user's own reading amounts to.

use dateline_model::{ArticleId, Role, Statistics};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, subscribed};
use crate::stories::{of_outlet, put, started};

const DAY: i64 = 24 * 60;

async fn counted(store: &Store, minutes: i64) -> Statistics {
    store.statistics(OWNER, at(minutes), Some(at(minutes))).await.unwrap()
}

/// Articles 1 and 2 of `a.example`, 3 of `b.example`, which has the text of 1; 1 and 3 are one story.
async fn reported(place: &Place) -> Store {
    let (store, worker) = started(place).await;
    for (outlet, names) in [("a.example", ["one", "two"].as_slice()), ("b.example", &["one"])] {
        let feed = subscribed(&store, &format!("https://{outlet}/feed")).await;
        let entries = names.iter().map(|name| of_outlet(outlet, name)).collect();
        bring(&store, &worker, feed, 0, entries).await;
    }
    put(&store, &worker, 1, &[(1, 1, None), (2, 2, None), (3, 1, Some(1))]).await;
    store
}

async fn what_feeds_brought_and_what_was_opened_is_counted(place: &Place) {
    let store = reported(place).await;
    store.set_read(OWNER, &[ArticleId(2)], true, at(5)).await.unwrap();
    let found = counted(&store, -60).await;
    assert_eq!((found.opened.len(), found.opened[0].at), (1, at(5)));
    assert_eq!((found.stories, found.capped), (1, false));
    let of = |key: &str| found.outlets.iter().find(|one| one.outlet.key == key).unwrap();
    let (first, second) = (of("a.example"), of("b.example"));
    assert_eq!((first.brought, first.copies, first.opened), (2, 0, 1));
    assert_eq!((second.brought, second.copies, second.opened), (1, 1, 0));
    let feeds: Vec<(u64, u64)> = found.feeds.iter().map(|one| (one.brought, one.opened)).collect();
    assert_eq!(feeds, [(2, 1), (1, 0)]);
    assert_eq!(found.opened[0].feed, Some(found.feeds[0].feed));

    let later = counted(&store, 6).await;
    assert!(later.opened.is_empty() && later.outlets.is_empty(), "before that time");
    assert_eq!(later.feeds.len(), 2, "feeds are told all the same");
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    let his = store.statistics(tom, at(-60), Some(at(-60))).await.unwrap();
    assert_eq!(his, Statistics::default(), "another's reading is nobody else's");
}

async fn what_was_marked_in_one_go_is_not_counted_as_opened(place: &Place) {
    let store = reported(place).await;
    for article in [1, 2] {
        store.set_read(OWNER, &[ArticleId(article)], true, at(5)).await.unwrap();
    }
    assert!(counted(&store, -60).await.opened.is_empty());
}

async fn who_does_not_want_to_be_counted_is_not_and_is_forgotten(place: &Place) {
    let store = reported(place).await;
    store.set_read(OWNER, &[ArticleId(2)], true, at(5)).await.unwrap();
    let now = at(2 * DAY);
    store.set_read(OWNER, &[ArticleId(1)], true, now).await.unwrap();
    assert_eq!(counted(&store, -60).await.opened.len(), 2);
    assert!(store.count_reading(OWNER, false, now).await.unwrap());
    let choices = store.owner().await.unwrap().reading;
    assert!(choices.uncounted && choices.counted_since.is_none());
    let shown = store.statistics(OWNER, at(-60), None).await.unwrap();
    assert!(shown.opened.is_empty() && shown.outlets.iter().all(|one| one.opened == 0));
    assert_eq!(shown.outlets.len(), 2, "what feeds bring is counted still");

    let left = counted(&store, 1).await.opened;
    assert_eq!(left.len(), 1, "a mark of the last day can be undone: {left:?}");
    assert_eq!(left[0].at, now);
    assert_eq!(store.forget_uncounted_reading(at(2 * DAY + 60)).await.unwrap(), 0);
    // With it goes the one that was read with it, having its text.
    assert_eq!(store.forget_uncounted_reading(at(3 * DAY + 1)).await.unwrap(), 2);
    assert_eq!(store.forget_uncounted_reading(at(3 * DAY + 2)).await.unwrap(), 0);
    assert!(counted(&store, 1).await.opened.is_empty());
    for article in [1, 2] {
        let (_, is_read, _) = store.article(OWNER, ArticleId(article)).await.unwrap().unwrap();
        assert!(is_read, "that they were read stays");
    }

    assert!(store.count_reading(OWNER, true, at(4 * DAY)).await.unwrap());
    let choices = store.owner().await.unwrap().reading;
    assert_eq!((choices.uncounted, choices.counted_since), (false, Some(at(4 * DAY))));
    assert!(!store.count_reading(dateline_model::UserId(99), false, now).await.unwrap());
}

crate::on_both_engines!(
    what_feeds_brought_and_what_was_opened_is_counted,
    what_was_marked_in_one_go_is_not_counted_as_opened,
    who_does_not_want_to_be_counted_is_not_and_is_forgotten,
);

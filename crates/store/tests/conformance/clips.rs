//! Clippings.

use dateline_model::{EntryId, ItemQuery, Retention, Role, StoryId, UserId};
use dateline_store::Store;
use jiff::SignedDuration;

use crate::kit::{OWNER, Place, at, entry};

async fn items(store: &Store, user: UserId) -> Vec<EntryId> {
    let query = ItemQuery { limit: 100, ..ItemQuery::default() };
    let refs = store.item_refs(user, query).await.unwrap();
    refs.into_iter().map(|item| item.id).collect()
}

async fn what_is_kept_is_its_users_and_counts_as_unread(place: &Place) {
    let store = place.open().await;
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    let kept = store.clip(OWNER, entry("one"), at(1)).await.unwrap();
    assert!(kept.new);
    assert_eq!(items(&store, OWNER).await, [kept.entry]);
    assert!(items(&store, tom).await.is_empty());
    assert!(store.article(tom, kept.article).await.unwrap().is_none());
    assert_eq!(store.unread(OWNER).await.unwrap().total, 1);
    let again = store.clip(OWNER, entry("one"), at(2)).await.unwrap();
    assert_eq!((again.entry, again.article, again.new), (kept.entry, kept.article, false));
    let other = store.clip(OWNER, entry("two"), at(3)).await.unwrap();
    assert_eq!((other.feed, other.new), (kept.feed, true));
    let tom_kept = store.clip(tom, entry("three"), at(4)).await.unwrap();
    assert_ne!(tom_kept.feed, kept.feed);
    assert!(!store.subscribe(tom, kept.feed, None, "", at(5)).await.unwrap());
    assert_eq!(items(&store, tom).await, [tom_kept.entry]);
}

async fn clippings_are_never_due(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let kept = store.clip(OWNER, entry("one"), at(1)).await.unwrap();
    assert_eq!(store.request_polls(&[kept.feed], at(2)).await.unwrap(), 0);
    assert!(store.claim_polls(&worker, &[kept.feed], at(2)).await.unwrap().is_empty());
    let later = at(0) + SignedDuration::from_hours(24 * 400);
    store.recall_polls(later).await.unwrap();
    assert!(store.claim_due_polls(&worker, later, at(2), 10, &[]).await.unwrap().is_empty());
    assert!(store.all_feed_ids(None).await.unwrap().is_empty());
    assert!(store.polled_feeds(&[kept.feed]).await.unwrap().is_empty());
}

async fn clippings_are_kept_whatever_their_age_and_stand_in_no_story_of_others(place: &Place) {
    let store = place.open().await;
    let kept = store.clip(OWNER, entry("one"), at(1)).await.unwrap();
    let retention = Retention { older_than: Some(at(1000)), ..Retention::default() };
    assert_eq!(store.retention_apply(&retention).await.unwrap().articles, 0);
    assert_eq!(items(&store, OWNER).await, [kept.entry]);
    let due = store.due_placements(at(1000), 10).await.unwrap();
    assert!(due.iter().all(|task| task.alone), "{due:?}");
    assert!(store.sees_story(OWNER, StoryId(1)).await.unwrap().is_none());
    assert!(store.unsubscribe(OWNER, kept.feed).await.unwrap());
    assert!(items(&store, OWNER).await.is_empty());
    let anew = store.clip(OWNER, entry("one"), at(2)).await.unwrap();
    assert!(anew.new, "what was removed may be kept again");
}

crate::on_both_engines!(
    what_is_kept_is_its_users_and_counts_as_unread,
    clippings_are_never_due,
    clippings_are_kept_whatever_their_age_and_stand_in_no_story_of_others,
);

//! Read and starred.

use dateline_model::{ArticleId, FrontPlace, FrontQuery};

use crate::kit::{OWNER, Place, at, bring, entry, subscribed};

async fn marks_count_only_what_they_change(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b"), entry("c")]).await;
    let list = store.front(&FrontQuery::newest(OWNER, 9)).await.unwrap();
    let mut ids: Vec<ArticleId> = list.iter().map(|article| article.id).collect();
    ids.push(ArticleId(99));
    assert_eq!(store.set_read(OWNER, &ids[..2], true, at(1)).await.unwrap(), 2);
    assert_eq!(store.set_read(OWNER, &ids, true, at(2)).await.unwrap(), 1);
    assert_eq!(store.set_read(OWNER, &ids[..1], false, at(3)).await.unwrap(), 1);
    assert_eq!(store.set_read(OWNER, &ids[..1], false, at(3)).await.unwrap(), 0);
    assert!(store.set_starred(OWNER, ids[1], true, at(4)).await.unwrap());
    assert_eq!(store.set_read(OWNER, &ids[1..2], false, at(5)).await.unwrap(), 1);
    let (_, read, starred) = store.article(OWNER, ids[1]).await.unwrap().unwrap();
    assert!(!read && starred, "a star outlives the mark of reading");
    assert!(store.set_starred(OWNER, ids[1], false, at(6)).await.unwrap());
    let (_, read, starred) = store.article(OWNER, ids[2]).await.unwrap().unwrap();
    assert!(read && !starred);
    assert_eq!(store.counts(OWNER).await.unwrap().unread, 2);
}

async fn a_version_stays_until_something_is_committed_anywhere(place: &Place) {
    let store = place.open().await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let before = store.version().await.unwrap();
    store.front(&FrontQuery::newest(OWNER, 9)).await.unwrap();
    // A server's databases share the numbers of their transactions, so that it may change for nothing.
    let is_alone = matches!(place.location, dateline_store::Location::Sqlite(_));
    let now = store.version().await.unwrap();
    assert!(!is_alone || now == before, "reading changes nothing");
    let worker = store.register_worker(at(0)).await.unwrap();
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let own = store.version().await.unwrap();
    assert_ne!(own, before);
    let neighbour = place.open().await;
    let id = crate::kit::only_article(&neighbour).await;
    let quiet = store.version().await.unwrap();
    neighbour.set_read(OWNER, &[id], true, at(1)).await.unwrap();
    assert_ne!(store.version().await.unwrap(), quiet, "another process wrote");
}

async fn a_day_counts_what_came_since_its_morning(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    let newest = store.front(&FrontQuery::newest(OWNER, 9)).await.unwrap()[0].placed_at;
    let found = store.count_since(OWNER, newest).await.unwrap();
    assert!(found.articles >= 1 && found.articles <= 2, "{found:?}");
    let all = store.count_since(OWNER, jiff::Timestamp::MIN).await.unwrap();
    assert_eq!((all.articles, all.outlets), (2, store.counts(OWNER).await.unwrap().outlets));
    let later = newest + jiff::SignedDuration::from_secs(1);
    assert_eq!(store.count_since(OWNER, later).await.unwrap().articles, 0);
    let other = dateline_model::UserId(99);
    assert_eq!(store.count_since(other, jiff::Timestamp::MIN).await.unwrap().articles, 0);
}

async fn a_list_is_marked_read_down_from_where_it_was_shown(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(&store, "https://one.example/feed").await;
    let two = subscribed(&store, "https://two.example/feed").await;
    store.update_subscription(OWNER, two, None, Some("Folder".into())).await.unwrap();
    let entries = |prefix: &str, count: i64| {
        let named = |number: i64| {
            let mut entry = entry(&format!("{prefix}{number}"));
            entry.article.published = Some(at(-100 - number));
            entry
        };
        (0..count).map(named).collect::<Vec<_>>()
    };
    bring(&store, &worker, one, 0, entries("one", 4)).await;
    bring(&store, &worker, two, 0, entries("two", 2500)).await;
    let of_one = FrontQuery { feed: Some(one), ..FrontQuery::newest(OWNER, 9) };
    let list = store.front(&of_one).await.unwrap();
    let place_of = |index: usize| FrontPlace { at: list[index].placed_at, article: list[index].id };
    assert_eq!(store.mark_all_read(OWNER, None, Some(one), place_of(1), at(1)).await.unwrap(), 3);
    let unread = store.feed_overview(OWNER, one).await.unwrap().unwrap().unread;
    assert_eq!(unread, 1, "what stood above stays unread");
    let top = FrontPlace { at: at(0), article: ArticleId(i64::MAX) };
    assert_eq!(store.mark_all_read(OWNER, Some("Folder"), None, top, at(1)).await.unwrap(), 2500);
    assert_eq!(store.mark_all_read(OWNER, None, None, top, at(1)).await.unwrap(), 1);
    assert_eq!(store.mark_all_read(OWNER, None, None, top, at(1)).await.unwrap(), 0);
}

crate::on_both_engines!(
    a_version_stays_until_something_is_committed_anywhere,
    a_day_counts_what_came_since_its_morning,
    marks_count_only_what_they_change,
    a_list_is_marked_read_down_from_where_it_was_shown,
);

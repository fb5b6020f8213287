//! Feeds and who subscribes to them.

use dateline_model::{EntryId, FullText, Role};
use dateline_store::{FeedChange, ImportedFeed, StoreError};

use crate::kit::{OWNER, Place, at, bring, entry, subscribed, url};

async fn a_feed_is_added_once(place: &Place) {
    let store = place.open().await;
    let address = url("https://news.example.org/feed");
    let (feed, created) = store.add_feed(&address, at(0)).await.unwrap();
    assert!(created);
    assert_eq!(store.add_feed(&address, at(1)).await.unwrap(), (feed, false));
    let kept = store.feed(feed).await.unwrap().unwrap();
    assert_eq!((kept.host.as_str(), kept.created_at), ("example.org", at(0)));
    assert_eq!(kept.bucket, dateline_model::address::bucket("example.org"));
    assert_eq!(kept.polling.next_poll_at, Some(at(0)));
    assert_eq!(store.feed_by_url(address.as_str()).await.unwrap(), Some(kept));
    let never = FeedChange { full_text: Some(FullText::Never), ..FeedChange::default() };
    assert!(store.change_feed(feed, never).await.unwrap());
    assert_eq!(store.feed(feed).await.unwrap().unwrap().full_text, FullText::Never);
    let long = url(&format!("https://example.org/{}", "x".repeat(3000)));
    let refused = store.add_feed(&long, at(0)).await;
    assert!(matches!(refused, Err(StoreError::AddressTooLong { .. })), "{refused:?}");
}

async fn subscriptions_have_titles_and_folders_of_their_own(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let (b, a) = (
        subscribed(&store, "https://b.example/feed").await,
        subscribed(&store, "https://a.example/feed").await,
    );
    bring(&store, &worker, b, 0, vec![entry("one"), entry("two")]).await;
    bring(&store, &worker, a, 0, vec![entry("two")]).await;
    assert!(!store.subscribe(OWNER, a, Some("x"), "x", at(1)).await.unwrap());
    let folder = Some("World/Asia".to_owned());
    assert!(store.update_subscription(OWNER, a, Some(Some("Alpha".into())), folder).await.unwrap());
    let list = store.overview(OWNER).await.unwrap();
    let seen: Vec<_> = list
        .iter()
        .map(|item| (item.subscription.folder.as_str(), item.title(), item.entries, item.unread))
        .collect();
    assert_eq!(seen, [("", "Feed", 2, 2), ("World/Asia", "Alpha", 1, 1)]);
    assert!(store.update_subscription(OWNER, a, Some(None), None).await.unwrap());
    assert_eq!(store.feed_overview(OWNER, a).await.unwrap().unwrap().title(), "Feed");
    assert_eq!(
        store.folders(OWNER).await.unwrap(),
        [(String::new(), 2), ("World/Asia".to_owned(), 1)]
    );
    let counts = store.counts(OWNER).await.unwrap();
    assert_eq!((counts.feeds, counts.entries, counts.articles, counts.unread), (2, 3, 2, 2));
    assert_eq!(counts.outlets, 1);
    let other = store.create_user("other", Role::Member, None, at(0)).await.unwrap().id;
    assert!(store.overview(other).await.unwrap().is_empty());
    assert!(!store.update_subscription(other, a, None, Some("x".into())).await.unwrap());
    assert_eq!(store.counts(other).await.unwrap(), dateline_store::Counts::default());
}

async fn the_last_subscriber_takes_the_feed_along(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let gone = subscribed(&store, "https://gone.example/feed").await;
    let kept = subscribed(&store, "https://kept.example/feed").await;
    let other = store.create_user("other", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(other, gone, None, "", at(0)).await.unwrap();
    let entries = vec![entry("alone"), entry("both"), entry("starred")];
    bring(&store, &worker, gone, 0, entries).await;
    bring(&store, &worker, kept, 0, vec![entry("both")]).await;
    let listed = store.entries_of_feed(gone, 9).await.unwrap();
    let find = |guid: &str| listed.iter().find(|entry| entry.guid == guid).unwrap().article;
    let (alone, both, starred) = (find("alone"), find("both"), find("starred"));
    assert!(store.set_starred(OWNER, starred, true, at(1)).await.unwrap());

    assert!(store.unsubscribe(OWNER, gone).await.unwrap());
    assert!(store.feed(gone).await.unwrap().is_some(), "the other user still reads it");
    assert!(store.article(OWNER, alone).await.unwrap().is_none());
    assert!(store.article(other, alone).await.unwrap().is_some());
    assert!(store.unsubscribe(other, gone).await.unwrap());
    assert!(!store.unsubscribe(other, gone).await.unwrap());
    assert!(store.feed(gone).await.unwrap().is_none());
    assert!(store.article(OWNER, both).await.unwrap().is_some());
    assert!(store.article(OWNER, starred).await.unwrap().is_some());
    assert!(store.article(other, starred).await.unwrap().is_none());
    assert_eq!(store.entries(EntryId(0), 9).await.unwrap().len(), 1);
    assert!(store.set_starred(OWNER, starred, false, at(2)).await.unwrap());
    assert!(store.article(OWNER, starred).await.unwrap().is_none());
}

async fn an_import_leaves_what_is_there(place: &Place) {
    let store = place.open().await;
    let known = subscribed(&store, "https://known.example/feed").await;
    let item = |address: &str, folder: &str| ImportedFeed {
        url: url(address),
        title: Some("Mine".to_owned()),
        folder: folder.to_owned(),
    };
    let mut list = vec![item("https://known.example/feed", "moved")];
    list.extend((0..1100).map(|n| item(&format!("https://n{n}.example/feed"), "many")));
    list.push(item("https://n3.example/feed", "again"));
    let imported = store.import(OWNER, list, at(0)).await.unwrap();
    assert_eq!((imported.added, imported.already, imported.feeds.len()), (1100, 1, 1101));
    assert_eq!(imported.feeds[0], known);
    let overview = store.feed_overview(OWNER, known).await.unwrap().unwrap();
    assert_eq!((overview.subscription.folder.as_str(), overview.subscription.title), ("", None));
    assert_eq!(store.all_feed_ids(Some(OWNER)).await.unwrap().len(), 1101);
    assert_eq!(store.all_feed_ids(None).await.unwrap().len(), 1101);
}

crate::on_both_engines!(
    a_feed_is_added_once,
    subscriptions_have_titles_and_folders_of_their_own,
    the_last_subscriber_takes_the_feed_along,
    an_import_leaves_what_is_there,
);

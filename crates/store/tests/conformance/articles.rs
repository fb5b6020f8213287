//! Front pages, and who sees what.

use dateline_model::{ArticleId, FrontFilter, FrontPlace, FrontQuery, NewEntry, Role};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, entry, subscribed};

fn published(name: &str, minutes: i64) -> NewEntry {
    let mut entry = entry(name);
    entry.article.published = Some(at(minutes));
    entry
}

async fn titles(store: &Store, query: &FrontQuery) -> Vec<String> {
    store.front(query).await.unwrap().into_iter().map(|article| article.title).collect()
}

async fn a_front_page_goes_from_new_to_old_and_on(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let mut undated = entry("undated");
    undated.article.published = None;
    let entries =
        vec![published("old", -500), undated, published("future", 5000), published("new", -5)];
    bring(&store, &worker, feed, 0, entries).await;
    let all = FrontQuery::newest(OWNER, 2);
    let first = store.front(&all).await.unwrap();
    assert_eq!((first[0].title.as_str(), first[0].placed_at), ("Title of future", at(0)));
    assert_eq!(first[1].title, "Title of undated");
    let last = &first[1];
    let after = Some(FrontPlace { at: last.placed_at, article: last.id });
    let rest = titles(&store, &FrontQuery { after, limit: 9, ..all }).await;
    assert_eq!(rest, ["Title of new", "Title of old"]);
    assert_eq!((first[0].feeds, first[0].read, first[0].starred), (1, false, false));
    assert_eq!(first[0].text, "What happened at future in a few words.");
}

async fn a_front_page_is_narrowed_by_folder_feed_outlet_and_state(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let asia = subscribed(&store, "https://asia.example/feed").await;
    let world = subscribed(&store, "https://world.example/feed").await;
    let like = subscribed(&store, "https://like.example/feed").await;
    for (feed, folder) in [(asia, "World/Asia"), (world, "World"), (like, "World of Cats")] {
        assert!(store.update_subscription(OWNER, feed, None, Some(folder.into())).await.unwrap());
    }
    let mut other_outlet = published("world", -2);
    other_outlet.article.outlet.address = Some(crate::kit::url("https://other.example/"));
    bring(&store, &worker, asia, 0, vec![published("asia", -1)]).await;
    bring(&store, &worker, world, 0, vec![other_outlet, published("asia", -1)]).await;
    bring(&store, &worker, like, 0, vec![published("cats", -3)]).await;
    let all = FrontQuery::newest(OWNER, 9);
    assert_eq!(titles(&store, &all).await, ["Title of asia", "Title of world", "Title of cats"]);
    let folder = |name: &str| FrontQuery { folder: Some(name.into()), ..all.clone() };
    assert_eq!(titles(&store, &folder("World")).await, ["Title of asia", "Title of world"]);
    assert_eq!(titles(&store, &folder("World/Asia")).await, ["Title of asia"]);
    assert!(titles(&store, &folder("Wor")).await.is_empty());
    let of_feed = FrontQuery { feed: Some(world), ..all.clone() };
    assert_eq!(titles(&store, &of_feed).await, ["Title of asia", "Title of world"]);
    let outlet = FrontQuery { outlet: Some("other.example".into()), ..all.clone() };
    assert_eq!(titles(&store, &outlet).await, ["Title of world"]);
    let both = FrontQuery { feed: Some(asia), ..folder("World of Cats") };
    assert!(titles(&store, &both).await.is_empty());

    let list = store.front(&all).await.unwrap();
    store.set_read(OWNER, &[list[0].id], true, at(1)).await.unwrap();
    store.set_starred(OWNER, list[2].id, true, at(1)).await.unwrap();
    let unread = FrontQuery { filter: FrontFilter::Unread, ..all.clone() };
    assert_eq!(titles(&store, &unread).await, ["Title of world", "Title of cats"]);
    let starred = FrontQuery { filter: FrontFilter::Starred, ..all.clone() };
    assert_eq!(titles(&store, &starred).await, ["Title of cats"]);
    let after = Some(FrontPlace { at: list[0].placed_at, article: list[0].id });
    let everything = FrontQuery { after, filter: FrontFilter::Unread, ..folder("World") };
    assert_eq!(titles(&store, &everything).await, ["Title of world"]);
}

async fn nobody_sees_what_only_others_subscribe_to(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let private = subscribed(&store, "https://private.example/feed").await;
    bring(&store, &worker, private, 0, vec![entry("secret")]).await;
    let stranger = store.create_user("stranger", Role::Member, None, at(0)).await.unwrap().id;
    let id = crate::kit::only_article(&store).await;
    assert!(store.front(&FrontQuery::newest(stranger, 9)).await.unwrap().is_empty());
    assert!(store.article(stranger, id).await.unwrap().is_none());
    assert!(!store.set_starred(stranger, id, true, at(1)).await.unwrap());
    assert_eq!(store.set_read(stranger, &[id], true, at(1)).await.unwrap(), 0);
    assert!(store.article(stranger, id).await.unwrap().is_none());
    let of_feed = FrontQuery { feed: Some(private), ..FrontQuery::newest(stranger, 9) };
    assert!(store.front(&of_feed).await.unwrap().is_empty());
    let up_to = FrontPlace { at: at(100), article: ArticleId(i64::MAX) };
    assert_eq!(store.mark_all_read(stranger, None, None, up_to, at(1)).await.unwrap().articles, 0);
    assert!(store.article(OWNER, ArticleId(99)).await.unwrap().is_none());
    assert!(store.feed_overview(stranger, private).await.unwrap().is_none());
}

crate::on_both_engines!(
    a_front_page_goes_from_new_to_old_and_on,
    a_front_page_is_narrowed_by_folder_feed_outlet_and_state,
    nobody_sees_what_only_others_subscribe_to,
);

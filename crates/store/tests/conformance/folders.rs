//! Folders by number, pages of items in any order, and how far files were played.

use dateline_model::{
    EntryId, Folder, ItemMark, ItemOrder, ItemPage, ItemQuery, ItemScope, Role, StoryId, WorkerId,
};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, entry, subscribed};
use crate::stories::put;

/// Names and how many feeds stand there, with their numbers.
async fn folders(store: &Store) -> Vec<Folder> {
    store.numbered_folders(OWNER).await.unwrap()
}

async fn names(store: &Store) -> Vec<String> {
    folders(store).await.into_iter().map(|folder| folder.name).collect()
}

async fn number(store: &Store, name: &str) -> Option<i64> {
    let all = folders(store).await.into_iter();
    all.filter(|folder| folder.name == name).map(|folder| folder.id.0).next()
}

async fn folders_have_numbers_that_stay(place: &Place) {
    let store = place.open().await;
    assert_eq!(names(&store).await, [""]);
    let none = number(&store, "").await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let into = async |folder: &str| {
        store.update_subscription(OWNER, feed, None, Some(folder.to_owned())).await.unwrap();
    };
    into("News").await;
    assert_eq!(names(&store).await, ["", "News"]);
    let news = number(&store, "News").await;
    assert_eq!(store.rename_folder(OWNER, "News", "World").await.unwrap(), 1);
    assert_eq!((number(&store, "World").await, number(&store, "News").await), (news, None));
    into("Other").await;
    assert_eq!(names(&store).await, ["", "Other"], "a folder that nothing stands in is none");
    into("World").await;
    assert_eq!(number(&store, "World").await, news, "its number is remembered");
    assert_eq!(store.remove_folder(OWNER, "World").await.unwrap(), 1);
    assert_eq!((names(&store).await, number(&store, "").await), (vec![String::new()], none));
}

async fn an_empty_folder_stays_until_it_is_removed(place: &Place) {
    let store = place.open().await;
    let made = store.make_folder(OWNER, "Sea").await.unwrap().unwrap();
    assert_eq!(names(&store).await, ["", "Sea"]);
    for taken in ["Sea", ""] {
        assert_eq!(store.make_folder(OWNER, taken).await.unwrap(), None);
    }
    store.rename_folder(OWNER, "Sea", "Coast").await.unwrap();
    assert_eq!(number(&store, "Coast").await, Some(made.id.0));
    store.remove_folder(OWNER, "Coast").await.unwrap();
    assert_eq!(names(&store).await, [""]);
    let again = store.make_folder(OWNER, "Coast").await.unwrap().unwrap();
    assert_eq!(again.id, made.id);
}

async fn a_folder_that_takes_anothers_name_becomes_part_of_it(place: &Place) {
    let store = place.open().await;
    let (one, two) = (
        subscribed(&store, "https://one.example/feed").await,
        subscribed(&store, "https://two.example/feed").await,
    );
    for (feed, folder) in [(one, "A"), (two, "B")] {
        store.update_subscription(OWNER, feed, None, Some(folder.to_owned())).await.unwrap();
    }
    let second = number(&store, "B").await;
    store.rename_folder(OWNER, "A", "B").await.unwrap();
    assert_eq!(
        (names(&store).await, number(&store, "B").await),
        (vec![String::new(), "B".into()], second)
    );
    assert_eq!(folders(&store).await[1].feeds, 2);
    // A name that was only remembered gives way to the folder that takes it.
    let b = number(&store, "B").await;
    store.rename_folder(OWNER, "B", "A").await.unwrap();
    assert_eq!(number(&store, "A").await, b);
}

async fn folders_count_what_is_unread_and_are_each_users_own(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    store.update_subscription(OWNER, feed, None, Some("News".into())).await.unwrap();
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    store.mark_items(OWNER, &[EntryId(1)], &ItemMark::Read, at(1)).await.unwrap();
    let news = folders(&store).await.pop().unwrap();
    assert_eq!((news.feeds, news.unread), (1, 1));
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    let toms = store.numbered_folders(tom).await.unwrap();
    assert_eq!(toms.len(), 1);
    assert_ne!(toms[0].id, folders(&store).await[0].id);
    assert!(store.delete_user(tom).await.unwrap());
}

fn page(order: ItemOrder, oldest_first: bool) -> ItemPage {
    let query = ItemQuery { oldest_first, limit: 100, ..ItemQuery::default() };
    ItemPage { query, order, ..ItemPage::default() }
}

async fn ids(store: &Store, page: ItemPage) -> Vec<i64> {
    let (items, total) = store.item_page(OWNER, page.clone()).await.unwrap();
    let (ids, same) = store.item_ids_page(OWNER, page.clone()).await.unwrap();
    assert_eq!(items.iter().map(|item| item.id).collect::<Vec<_>>(), ids);
    assert_eq!(total, same);
    if page.offset == 0 && page.query.limit == 100 {
        assert_eq!(total, ids.len() as u64);
    }
    ids.into_iter().map(|id| id.0).collect()
}

/// Three entries in one feed, published long ago, just now and at no known time, and one elsewhere.
async fn seeded(store: &Store) -> WorkerId {
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(store, "https://one.example/feed").await;
    let two = subscribed(store, "https://two.example/feed").await;
    store.update_subscription(OWNER, one, None, Some("News".into())).await.unwrap();
    let (mut old, mut unknown, mut fresh) = (entry("c"), entry("b"), entry("a"));
    (old.published, old.article.published) = (Some(at(-500)), Some(at(-500)));
    (unknown.published, unknown.article.published) = (None, None);
    (fresh.published, fresh.article.published) = (Some(at(-1)), Some(at(-1)));
    fresh.tags = vec!["sea \"blue\"".to_owned(), "local".to_owned()];
    bring(store, &worker, one, 0, vec![old, unknown, fresh]).await;
    bring(store, &worker, two, 0, vec![entry("d")]).await;
    worker
}

async fn pages_are_in_any_order(place: &Place) {
    let store = place.open().await;
    seeded(&store).await;
    // Entries of a poll get their numbers in the order in which it lists them: c, b, a, d.
    assert_eq!(ids(&store, page(ItemOrder::Arrival, true)).await, [1, 2, 3, 4]);
    assert_eq!(ids(&store, page(ItemOrder::Published, false)).await, [2, 3, 4, 1]);
    assert_eq!(ids(&store, page(ItemOrder::Title, true)).await, [3, 2, 1, 4]);
    assert_eq!(ids(&store, page(ItemOrder::Folder, true)).await, [4, 1, 2, 3]);
    assert_eq!(ids(&store, page(ItemOrder::Author, true)).await, [1, 2, 3, 4]);
    store.mark_items(OWNER, &[EntryId(3)], &ItemMark::Read, at(7)).await.unwrap();
    assert_eq!(ids(&store, page(ItemOrder::State, true)).await, [3, 1, 2, 4]);
    assert_eq!(ids(&store, page(ItemOrder::Changed, false)).await[0], 3);
    let mut second = page(ItemOrder::Published, false);
    (second.query.limit, second.offset) = (2, 1);
    assert_eq!(ids(&store, second).await, [3, 4]);
    let beyond = ItemPage { offset: u32::MAX, ..page(ItemOrder::Arrival, true) };
    let (none, total) = store.item_ids_page(OWNER, beyond).await.unwrap();
    assert_eq!((none.len(), total), (0, 4));
}

async fn pages_are_narrowed(place: &Place) {
    let store = place.open().await;
    seeded(&store).await;
    let with = |change: fn(&mut ItemPage)| {
        let mut page = page(ItemOrder::Arrival, true);
        change(&mut page);
        page
    };
    let unread = with(|page| page.query.read = Some(false));
    store.mark_items(OWNER, &[EntryId(2)], &ItemMark::Read, at(7)).await.unwrap();
    assert_eq!(ids(&store, unread).await, [1, 3, 4]);
    let folder = with(|page| page.query.scope = ItemScope::Folder("News".into()));
    assert_eq!(ids(&store, folder).await, [1, 2, 3]);
    assert_eq!(ids(&store, with(|page| page.changed_until = Some(at(6)))).await, [1, 3, 4]);
    assert_eq!(ids(&store, with(|page| page.changed_until = Some(at(7)))).await.len(), 4);
    assert_eq!(ids(&store, with(|page| page.tags = vec!["local".into()])).await.len(), 4);
    let tags = with(|page| page.tags = vec!["local".into(), "sea \"blue\"".into()]);
    assert_eq!(ids(&store, tags).await, [3]);
    assert!(ids(&store, with(|page| page.tags = vec!["loca".into()])).await.is_empty());
    assert!(ids(&store, with(|page| page.among = Some(Vec::new()))).await.is_empty());
    let all = store.items_of(OWNER, &[EntryId(1), EntryId(4)]).await.unwrap();
    let among = all.iter().map(|item| item.article).collect();
    let page = ItemPage { among: Some(among), ..page(ItemOrder::Published, true) };
    assert_eq!(ids(&store, page).await, [1, 4]);
}

async fn a_storys_items_are_those_of_the_users_feeds(place: &Place) {
    let store = place.open().await;
    let worker = seeded(&store).await;
    let all = store.items_of(OWNER, &[EntryId(1), EntryId(4)]).await.unwrap();
    let articles: Vec<_> = all.iter().map(|item| item.article).collect();
    put(&store, &worker, 20, &[(articles[0].0, 1, None), (articles[1].0, 1, None)]).await;
    let found = store.story_items(OWNER, &[StoryId(1), StoryId(99)]).await.unwrap();
    let found: Vec<_> = found.iter().map(|item| (item.id.0, item.article, item.story.0)).collect();
    assert_eq!(found, [(1, articles[0], 1), (4, articles[1], 1)]);
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    assert!(store.story_items(tom, &[StoryId(1)]).await.unwrap().is_empty());
}

async fn how_far_a_file_was_played_is_each_users_own(place: &Place) {
    let store = place.open().await;
    seeded(&store).await;
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    assert!(store.set_playback(OWNER, EntryId(1), 2, 61).await.unwrap());
    assert!(store.set_playback(OWNER, EntryId(1), 2, 62).await.unwrap());
    assert!(!store.set_playback(OWNER, EntryId(99), 0, 1).await.unwrap());
    assert!(!store.set_playback(tom, EntryId(1), 2, 1).await.unwrap(), "none of Tom's feeds");
    let played = store.playback(OWNER, &[EntryId(1), EntryId(2)]).await.unwrap();
    assert_eq!(played, [(EntryId(1), 2, 62)]);
    assert!(store.playback(tom, &[EntryId(1)]).await.unwrap().is_empty());
}

crate::on_both_engines!(
    folders_have_numbers_that_stay,
    an_empty_folder_stays_until_it_is_removed,
    a_folder_that_takes_anothers_name_becomes_part_of_it,
    folders_count_what_is_unread_and_are_each_users_own,
    pages_are_in_any_order,
    pages_are_narrowed,
    a_storys_items_are_those_of_the_users_feeds,
    how_far_a_file_was_played_is_each_users_own,
);

//! Items, as reader apps list and mark them.

use dateline_model::{
    EntryId, FeedId, FullText, Item, ItemMark, ItemQuery, ItemScope, Role, RuleAction, StoryId,
    StoryMark, UserId,
};
use dateline_store::{FeedChange, Store};

use crate::kit::{OWNER, Place, at, bring, changed, entry, page, read, subscribed, teaser};
use crate::stories::put;

fn all() -> ItemQuery {
    ItemQuery { limit: 1000, ..ItemQuery::default() }
}

async fn listed(store: &Store, user: UserId, query: ItemQuery) -> Vec<i64> {
    let refs = store.item_refs(user, query.clone()).await.unwrap();
    let ids: Vec<i64> = refs.into_iter().map(|item| item.id.0).collect();
    let whole = store.items(user, query).await.unwrap();
    assert_eq!(ids, whole.iter().map(|item| item.id.0).collect::<Vec<_>>());
    ids
}

async fn item(store: &Store, id: i64) -> Item {
    store.items_of(OWNER, &[EntryId(id)]).await.unwrap().pop().unwrap()
}

/// One feed in `News/Local` with three entries, one without a folder with two.
async fn two_feeds(store: &Store) -> (FeedId, FeedId) {
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(store, "https://one.example/feed").await;
    let two = subscribed(store, "https://two.example/feed").await;
    store.update_subscription(OWNER, one, None, Some("News/Local".into())).await.unwrap();
    bring(store, &worker, one, 0, vec![entry("a"), entry("b"), entry("c")]).await;
    bring(store, &worker, two, 10, vec![entry("d"), entry("e")]).await;
    (one, two)
}

async fn lists_go_on_after_a_number(place: &Place) {
    let store = place.open().await;
    let (one, two) = two_feeds(&store).await;
    assert_eq!(listed(&store, OWNER, all()).await, [5, 4, 3, 2, 1]);
    let first = ItemQuery { limit: 2, ..all() };
    assert_eq!(listed(&store, OWNER, first.clone()).await, [5, 4]);
    let below = ItemQuery { below: Some(EntryId(4)), ..first.clone() };
    assert_eq!(listed(&store, OWNER, below).await, [3, 2]);
    let above = ItemQuery { above: Some(EntryId(2)), oldest_first: true, ..first };
    assert_eq!(listed(&store, OWNER, above).await, [3, 4]);
    let of = |scope| ItemQuery { scope, ..all() };
    assert_eq!(listed(&store, OWNER, of(ItemScope::Feed(one))).await, [3, 2, 1]);
    assert_eq!(listed(&store, OWNER, of(ItemScope::Feed(two))).await, [5, 4]);
    assert_eq!(listed(&store, OWNER, of(ItemScope::Folder("News/Local".into()))).await, [3, 2, 1]);
    assert!(listed(&store, OWNER, of(ItemScope::Folder("News".into()))).await.is_empty());
    assert_eq!(listed(&store, OWNER, of(ItemScope::Folder(String::new()))).await, [5, 4]);
    assert!(listed(&store, OWNER, of(ItemScope::Feed(FeedId(99)))).await.is_empty());
    assert_eq!(store.item_total(OWNER, ItemQuery { limit: 1, ..all() }).await.unwrap(), 5);
    for (scope, expected) in [
        (ItemScope::Feed(one), 3),
        (ItemScope::Folder(String::new()), 2),
        (ItemScope::Feed(FeedId(99)), 0),
    ] {
        assert_eq!(store.item_total(OWNER, of(scope)).await.unwrap(), expected);
    }
    let narrowed = ItemQuery { above: Some(EntryId(1)), ..all() };
    assert_eq!(store.item_total(OWNER, narrowed).await.unwrap(), 4);
    assert_eq!(store.last_entry().await.unwrap(), EntryId(5));
}

async fn lists_are_narrowed_by_time(place: &Place) {
    let store = place.open().await;
    two_feeds(&store).await;
    let seen_from = ItemQuery { seen_from: Some(at(10)), ..all() };
    assert_eq!(listed(&store, OWNER, seen_from).await, [5, 4]);
    let seen_from = ItemQuery { seen_from: Some(at(11)), ..all() };
    assert!(listed(&store, OWNER, seen_from).await.is_empty());
    let seen_until = ItemQuery { seen_until: Some(at(9)), ..all() };
    assert_eq!(listed(&store, OWNER, seen_until).await, [3, 2, 1]);
    let published = ItemQuery { published_from: Some(at(-61)), ..all() };
    assert_eq!(listed(&store, OWNER, published).await.len(), 5);
    let published = ItemQuery { published_until: Some(at(-61)), ..all() };
    assert!(listed(&store, OWNER, published).await.is_empty());
    store.mark_items(OWNER, &[EntryId(2)], &ItemMark::Read, at(30)).await.unwrap();
    store.mark_items(OWNER, &[EntryId(2)], &ItemMark::Unread, at(40)).await.unwrap();
    store.mark_items(OWNER, &[EntryId(4)], &ItemMark::Star, at(41)).await.unwrap();
    let since = ItemQuery { changed_from: Some(at(40)), ..all() };
    assert_eq!(listed(&store, OWNER, since).await, [4, 2], "also what was marked unread again");
    assert_eq!(item(&store, 2).await.changed_at, at(40));
    assert_eq!(item(&store, 1).await.changed_at, at(0));
}

async fn marks_are_the_articles(place: &Place) {
    let store = place.open().await;
    let (one, two) = two_feeds(&store).await;
    let worker = store.register_worker(at(0)).await.unwrap();
    // The same article in another feed is another item.
    bring(&store, &worker, two, 120, vec![entry("a"), entry("d"), entry("e")]).await;
    let mark = |ids: &'static [i64], mark: ItemMark| {
        let (store, ids) = (store.clone(), ids.iter().copied().map(EntryId).collect::<Vec<_>>());
        async move { store.mark_items(OWNER, &ids, &mark, at(130)).await.unwrap() }
    };
    assert_eq!(mark(&[6, 6, 99], ItemMark::Read).await, 1);
    assert_eq!(item(&store, 1).await.read_at, Some(at(130)));
    let unread = ItemQuery { read: Some(false), ..all() };
    assert_eq!(listed(&store, OWNER, unread.clone()).await, [5, 4, 3, 2]);
    assert_eq!(listed(&store, OWNER, ItemQuery { read: Some(true), ..all() }).await, [6, 1]);
    assert_eq!(store.item_total(OWNER, unread).await.unwrap(), 4);
    let counts = store.item_counts(OWNER).await.unwrap();
    let told: Vec<_> = counts.iter().map(|one| (one.feed, one.unread, one.newest)).collect();
    assert_eq!(told, [(one, 2, Some(at(0))), (two, 2, Some(at(120)))]);
    assert_eq!(counts[0].folder, "News/Local");
    assert_eq!(mark(&[2, 5], ItemMark::Star).await, 2);
    assert_eq!(mark(&[2], ItemMark::Star).await, 1, "a star given again stays");
    assert_eq!(item(&store, 2).await.starred_at, Some(at(130)));
    let starred = ItemQuery { starred: Some(true), ..all() };
    assert_eq!(listed(&store, OWNER, starred.clone()).await, [5, 2]);
    let of_one = ItemQuery { scope: ItemScope::Feed(one), ..starred.clone() };
    assert_eq!(listed(&store, OWNER, of_one).await, [2]);
    let of_folder = ItemQuery { scope: ItemScope::Folder("News/Local".into()), ..starred.clone() };
    assert_eq!(listed(&store, OWNER, of_folder).await, [2]);
    let others = ItemQuery { starred: Some(false), ..all() };
    assert_eq!(listed(&store, OWNER, others).await, [6, 4, 3, 1]);
    mark(&[5], ItemMark::Unstar).await;
    assert_eq!(listed(&store, OWNER, starred).await, [2]);
    assert_eq!(mark(&[1], ItemMark::Unread).await, 1);
    assert_eq!(item(&store, 6).await.read_at, None);
}

async fn labels_are_given_renamed_and_taken(place: &Place) {
    let store = place.open().await;
    two_feeds(&store).await;
    let give = |id: i64, label: &'static str| {
        let (store, mark) = (store.clone(), ItemMark::Label(label.to_owned()));
        async move { store.mark_items(OWNER, &[EntryId(id)], &mark, at(20)).await.unwrap() }
    };
    assert_eq!(give(1, " later ").await, 1);
    assert_eq!(give(1, "later").await, 0);
    assert_eq!(give(1, " ").await, 0);
    give(4, "later").await;
    give(4, "work").await;
    assert_eq!(store.labels(OWNER).await.unwrap(), ["later", "work"]);
    assert_eq!(item(&store, 4).await.labels, ["later", "work"]);
    let of = |label: &str| ItemQuery { scope: ItemScope::Label(label.into()), ..all() };
    assert_eq!(listed(&store, OWNER, of("later")).await, [4, 1]);
    let without = ItemQuery { without_label: Some("later".into()), ..all() };
    assert_eq!(listed(&store, OWNER, without).await, [5, 3, 2]);
    assert!(store.rename_label(OWNER, "later", "work").await.unwrap());
    assert_eq!(listed(&store, OWNER, of("work")).await, [4, 1]);
    assert!(!store.rename_label(OWNER, "later", "x").await.unwrap());
    let away = ItemMark::Unlabel("work".to_owned());
    assert_eq!(store.mark_items(OWNER, &[EntryId(1)], &away, at(21)).await.unwrap(), 1);
    assert_eq!(listed(&store, OWNER, of("work")).await, [4]);
    assert!(store.remove_label(OWNER, "work").await.unwrap());
    assert!(!store.remove_label(OWNER, "work").await.unwrap());
    assert!(store.labels(OWNER).await.unwrap().is_empty());
}

async fn all_is_marked_read_up_to_when_it_was_seen(place: &Place) {
    let store = place.open().await;
    let (one, two) = two_feeds(&store).await;
    let everything = |scope: ItemScope, minutes: i64| {
        let store = store.clone();
        async move { store.mark_items_read(OWNER, scope, at(minutes), at(50)).await.unwrap() }
    };
    assert_eq!(everything(ItemScope::All, 9).await, 3, "what came later stays unread");
    assert_eq!(everything(ItemScope::Feed(one), 99).await, 0);
    assert_eq!(everything(ItemScope::Folder(String::new()), 9).await, 0);
    assert_eq!(everything(ItemScope::Feed(two), 10).await, 2);
    assert_eq!(store.unread(OWNER).await.unwrap().total, 0);
    let worker = store.register_worker(at(0)).await.unwrap();
    let many: Vec<_> = (0..2300).map(|number| entry(&format!("m{number}"))).collect();
    bring(&store, &worker, one, 200, many).await;
    store.mark_items(OWNER, &[EntryId(7)], &ItemMark::Label("kept".into()), at(201)).await.unwrap();
    let label = ItemScope::Label("kept".into());
    assert_eq!(store.mark_items_read(OWNER, label, at(300), at(300)).await.unwrap(), 1);
    let folder = ItemScope::Folder("News/Local".into());
    assert_eq!(store.mark_items_read(OWNER, folder, at(300), at(300)).await.unwrap(), 2299);
}

async fn what_is_muted_is_left_out_as_in_other_lists(place: &Place) {
    let store = place.open().await;
    let (one, _) = two_feeds(&store).await;
    let article = item(&store, 2).await.article;
    let mute = store.add_rule(OWNER, "b", &RuleAction::Mute, None, at(0)).await.unwrap();
    assert_eq!(store.apply_rule(OWNER, mute, &[article], at(20)).await.unwrap(), 1);
    assert_eq!(listed(&store, OWNER, all()).await, [5, 4, 3, 1]);
    let unread = ItemQuery { read: Some(false), ..all() };
    assert_eq!(listed(&store, OWNER, unread).await, [5, 4, 3, 1]);
    assert_eq!(store.item_counts(OWNER).await.unwrap()[0].unread, 2);
    store.mark_items(OWNER, &[EntryId(2)], &ItemMark::Star, at(21)).await.unwrap();
    let starred = ItemQuery { starred: Some(true), ..all() };
    assert_eq!(listed(&store, OWNER, starred).await, [2], "a star is a wish to find it again");
    let scope = ItemScope::Feed(one);
    assert_eq!(store.mark_items_read(OWNER, scope, at(99), at(99)).await.unwrap(), 3);
}

async fn a_muted_story_is_left_out(place: &Place) {
    let store = place.open().await;
    two_feeds(&store).await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let (article, story) = (item(&store, 4).await.article, StoryId(1));
    put(&store, &worker, 20, &[(article.0, story.0, None)]).await;
    assert_eq!(item(&store, 4).await.story, Some(story));
    assert!(store.mark_story(OWNER, story, Some(StoryMark::Mute), at(30)).await.unwrap());
    assert_eq!(listed(&store, OWNER, all()).await, [5, 3, 2, 1]);
    assert!(store.mark_story(OWNER, story, None, at(31)).await.unwrap());
    assert_eq!(listed(&store, OWNER, all()).await, [5, 4, 3, 2, 1]);
}

async fn an_item_is_told_whole(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    let mut untitled = teaser("b");
    untitled.title = None;
    untitled.authors = Vec::new();
    bring(&store, &worker, feed, 0, vec![entry("a"), untitled]).await;
    let whole = item(&store, 1).await;
    assert_eq!((whole.feed, whole.guid.as_str()), (feed, "a"));
    assert_eq!(whole.address.as_deref(), Some("https://news.example.org/a"));
    assert_eq!(whole.title, "Title of a");
    assert_eq!((whole.authors, whole.tags), (vec!["Ada Reporter".into()], vec!["local".into()]));
    assert_eq!((whole.published, whole.seen_at), (Some(at(-60)), at(0)));
    assert_eq!(whole.html, "<p>What happened at a in a few words.</p>");
    let words = "A long text that stands on the page and holds more than the feed's own words do.";
    read(&store, &worker, 5, page(5, words)).await;
    let whole = item(&store, 2).await;
    assert_eq!((whole.html, whole.changed_at), (format!("<p>{words}</p>"), at(5)));
    assert_eq!((whole.title.as_str(), whole.authors), ("Title of b", vec!["Page Author".into()]));
    bring(&store, &worker, feed, 60, vec![changed("a", "Now it says something else.")]).await;
    let whole = item(&store, 1).await;
    assert!(whole.html.contains("something else") && whole.changed_at == at(60));
    let never = FeedChange { full_text: Some(FullText::Never), ..FeedChange::default() };
    assert!(store.change_feed(feed, never).await.unwrap());
    let whole = item(&store, 2).await;
    assert_eq!(whole.html, "<p>What happened at b in a few words.</p>", "as its reader chose");
    let asked = [EntryId(2), EntryId(99), EntryId(1), EntryId(2)];
    let ids: Vec<i64> =
        store.items_of(OWNER, &asked).await.unwrap().iter().map(|item| item.id.0).collect();
    assert_eq!(ids, [2, 1]);
}

async fn nobody_sees_or_marks_what_others_read(place: &Place) {
    let store = place.open().await;
    let (one, two) = two_feeds(&store).await;
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(tom, two, None, "", at(0)).await.unwrap();
    assert_eq!(listed(&store, tom, all()).await, [5, 4]);
    let of_one = ItemQuery { scope: ItemScope::Feed(one), ..all() };
    assert!(listed(&store, tom, of_one).await.is_empty());
    assert!(store.items_of(tom, &[EntryId(1)]).await.unwrap().is_empty());
    for mark in [ItemMark::Read, ItemMark::Star, ItemMark::Label("x".into())] {
        assert_eq!(store.mark_items(tom, &[EntryId(1)], &mark, at(20)).await.unwrap(), 0);
    }
    store.mark_items(tom, &[EntryId(4)], &ItemMark::Star, at(20)).await.unwrap();
    store.mark_items(tom, &[EntryId(4)], &ItemMark::Label("tom's".into()), at(20)).await.unwrap();
    let owners = item(&store, 4).await;
    assert!(owners.starred_at.is_none() && owners.labels.is_empty());
    assert!(store.labels(OWNER).await.unwrap().is_empty());
    assert!(!store.rename_label(OWNER, "tom's", "mine").await.unwrap());
    assert!(!store.remove_label(OWNER, "tom's").await.unwrap());
    let scope = ItemScope::Feed(one);
    assert_eq!(store.mark_items_read(tom, scope, at(99), at(99)).await.unwrap(), 0);
    assert_eq!(store.rename_folder(tom, "News/Local", "Mine").await.unwrap(), 0);
    store.unsubscribe(tom, two).await.unwrap();
    assert!(listed(&store, tom, ItemQuery { starred: Some(true), ..all() }).await.is_empty());
}

async fn many_feeds_are_listed_as_few_are(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    for number in 0..45 {
        let feed = subscribed(&store, &format!("https://f{number}.example/feed")).await;
        let folder = if number % 3 == 0 { "Third" } else { "" };
        store.update_subscription(OWNER, feed, None, Some(folder.into())).await.unwrap();
        let names = [format!("a{number}"), format!("b{number}")];
        bring(&store, &worker, feed, number, names.iter().map(|name| entry(name)).collect()).await;
    }
    let newest = listed(&store, OWNER, ItemQuery { limit: 3, ..all() }).await;
    assert_eq!(newest, [90, 89, 88]);
    assert_eq!(listed(&store, OWNER, all()).await.len(), 90);
    let without = ItemQuery { scope: ItemScope::Folder(String::new()), ..all() };
    assert_eq!(listed(&store, OWNER, without.clone()).await.len(), 60);
    let third = ItemQuery { scope: ItemScope::Folder("Third".into()), ..all() };
    assert_eq!(listed(&store, OWNER, third.clone()).await.len(), 30);
    let refs = store.item_refs(OWNER, all()).await.unwrap();
    let first: Vec<EntryId> = refs.iter().rev().take(84).map(|item| item.id).collect();
    store.mark_items(OWNER, &first, &ItemMark::Read, at(60)).await.unwrap();
    let unread = ItemQuery { read: Some(false), ..all() };
    assert_eq!(listed(&store, OWNER, unread).await, [90, 89, 88, 87, 86, 85]);
    let read = ItemQuery { read: Some(true), limit: 2, ..third };
    assert_eq!(listed(&store, OWNER, read).await, [80, 79]);
}

async fn folders_are_renamed_and_removed_without_their_feeds(place: &Place) {
    let store = place.open().await;
    let (one, _) = two_feeds(&store).await;
    let folder_of_one = || async {
        let list = store.subscriptions(OWNER).await.unwrap();
        list.into_iter().find(|(feed, _)| feed.id == one).unwrap().1.folder
    };
    assert_eq!(store.rename_folder(OWNER, "News/Local", "Bay").await.unwrap(), 1);
    assert_eq!(folder_of_one().await, "Bay");
    let bay = ("Bay".to_owned(), 3);
    assert!(store.unread(OWNER).await.unwrap().folders.contains(&bay));
    assert_eq!(store.rename_folder(OWNER, "News/Local", "x").await.unwrap(), 0);
    assert_eq!(store.remove_folder(OWNER, "Bay").await.unwrap(), 1);
    assert_eq!(folder_of_one().await, "");
    assert_eq!(store.unread(OWNER).await.unwrap().folders, [(String::new(), 5)]);
}

crate::on_both_engines!(
    lists_go_on_after_a_number,
    lists_are_narrowed_by_time,
    marks_are_the_articles,
    labels_are_given_renamed_and_taken,
    all_is_marked_read_up_to_when_it_was_seen,
    what_is_muted_is_left_out_as_in_other_lists,
    a_muted_story_is_left_out,
    an_item_is_told_whole,
    nobody_sees_or_marks_what_others_read,
    many_feeds_are_listed_as_few_are,
    folders_are_renamed_and_removed_without_their_feeds,
);

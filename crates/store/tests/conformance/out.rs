//! Feeds for other readers, articles saved elsewhere, and what comes along from another reader.

use dateline_model::{
    AlertState, FrontFilter, FrontQuery, ItemQuery, KeptItem, MovedMark, MovedMarks, OutScope,
    Role, SearchAlert, StoryId, TargetKind, UserId, address,
};
use dateline_store::{NewSaver, Store, Trial};

use crate::kit::{OWNER, Place, at, bring, entry, only_article, subscribed};
use crate::on_both_engines;

on_both_engines!(
    a_feed_for_others_is_found_by_its_token_until_it_is_closed,
    feeds_for_others_survive_a_backup,
    an_article_is_saved_where_its_reader_says,
    nothing_is_saved_in_anothers_name,
    marks_wait_for_the_article_that_they_are_about,
    marks_by_the_id_of_an_entry_wait_too,
    a_kept_article_is_its_users_alone,
    a_kept_article_gives_way_to_what_a_feed_brings,
    a_kept_article_leaves_its_marks_to_what_a_feed_brings,
    a_kept_article_that_a_feed_leads_to_stays_starred,
    what_was_kept_and_lost_is_kept_again,
);

const FEED: &str = "https://news.example.org/feed";

async fn tom(store: &Store) -> UserId {
    store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id
}

async fn a_feed_for_others_is_found_by_its_token_until_it_is_closed(place: &Place) {
    let store = place.open().await;
    let tom = tom(&store).await;
    let scopes = [
        OutScope::Front,
        OutScope::Section("News/Local".to_owned()),
        OutScope::Story(StoryId(7)),
        OutScope::Outlet("example.org".to_owned()),
        OutScope::Starred,
    ];
    for (number, scope) in scopes.iter().enumerate() {
        store.open_feed_out(OWNER, scope, &format!("token{number}"), at(0)).await.unwrap();
    }
    store.open_feed_out(tom, &OutScope::Front, "of tom", at(0)).await.unwrap();
    let mine = store.feeds_out(OWNER).await.unwrap();
    assert_eq!(mine.iter().map(|feed| feed.scope.clone()).collect::<Vec<_>>(), scopes);
    assert_eq!(store.feeds_out_in_use(at(-9)).await.unwrap(), []);

    let read = store.read_feed_out("token2", at(5)).await.unwrap().unwrap();
    assert_eq!((read.user, read.scope.clone()), (OWNER, OutScope::Story(StoryId(7))));
    store.read_feed_out("token2", at(30)).await.unwrap();
    let noted = store.feed_out(OWNER, &scopes[2]).await.unwrap().unwrap();
    assert_eq!(noted.read_at, Some(at(5)), "written once an hour");
    store.read_feed_out("token2", at(66)).await.unwrap();
    let in_use = store.feeds_out_in_use(at(60)).await.unwrap();
    assert_eq!(in_use.iter().map(|feed| feed.id).collect::<Vec<_>>(), [read.id]);

    // Another address closes the one before, and only that.
    store.open_feed_out(OWNER, &scopes[2], "fresh", at(70)).await.unwrap();
    assert_eq!(store.read_feed_out("token2", at(70)).await.unwrap(), None);
    assert_eq!(store.read_feed_out("fresh", at(70)).await.unwrap().unwrap().id, read.id);
    assert_eq!(store.feeds_out(OWNER).await.unwrap().len(), scopes.len());

    assert!(!store.close_feed_out(tom, read.id).await.unwrap(), "not his");
    assert!(store.close_feed_out(OWNER, read.id).await.unwrap());
    assert_eq!(store.read_feed_out("fresh", at(71)).await.unwrap(), None);
    store.delete_user(tom).await.unwrap();
    assert_eq!(store.read_feed_out("of tom", at(71)).await.unwrap(), None);
    store.close().await.unwrap();
}

async fn feeds_for_others_survive_a_backup(place: &Place) {
    let store = place.open().await;
    store.open_feed_out(OWNER, &OutScope::Starred, "token", at(0)).await.unwrap();
    let mark = MovedMark {
        article_key: Some("key".to_owned()),
        entry: None,
        read: true,
        starred_at: Some(at(-5)),
    };
    store.move_marks(OWNER, vec![mark], at(0)).await.unwrap();
    let file = place.folder.path().join("backup");
    store.backup(&file).await.unwrap();
    store.close().await.unwrap();
    let fresh = Place::sqlite();
    let other = fresh.open().await;
    other.restore(&file).await.unwrap();
    assert_eq!(other.feeds_out(OWNER).await.unwrap()[0].token, "token");
    assert_eq!(other.waiting_marks(OWNER).await.unwrap(), 1);
    other.close().await.unwrap();
}

fn saver(kind: TargetKind) -> NewSaver {
    NewSaver {
        kind,
        name: "Mine".to_owned(),
        address: "https://read.example.org".to_owned(),
        secret: "tk".to_owned(),
        options: "news".to_owned(),
    }
}

async fn an_article_is_saved_where_its_reader_says(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, FEED).await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let article = only_article(&store).await;
    let target = store.add_saver(OWNER, saver(TargetKind::Readeck), at(1)).await.unwrap();
    let known = store.alert_targets(OWNER).await.unwrap().pop().unwrap();
    assert_eq!((known.name.as_str(), known.options.as_str()), ("Mine", "news"));
    assert!(known.confirmed_at.is_some());

    let save = || store.save_article(OWNER, target, article, at(2));
    assert_eq!(save().await.unwrap(), Trial::Opened);
    assert_eq!(save().await.unwrap(), Trial::Opened, "a second press is the same wish");
    let tasks = store.claim_alerts(&worker, at(2), at(2), 9).await.unwrap();
    assert_eq!(tasks.len(), 1);
    let task = &tasks[0];
    assert_eq!((task.target.id, task.alert.search, task.alert.articles), (target, None, 1));
    assert_eq!(task.alert.name, "Title of a");
    assert_eq!(task.articles[0].id, article);
    let states = || store.savings_of_article(OWNER, article);
    assert_eq!(states().await.unwrap(), [(target, AlertState::Waiting)]);
    store.alert_failed(&worker, task.alert.id, "no", None, at(3)).await.unwrap();
    assert_eq!(states().await.unwrap(), [(target, AlertState::Failed)]);
    assert_eq!(save().await.unwrap(), Trial::Opened);
    let tasks = store.claim_alerts(&worker, at(4), at(4), 9).await.unwrap();
    store.alert_sent(&worker, tasks[0].alert.id, at(4)).await.unwrap();
    assert_eq!(states().await.unwrap(), [(target, AlertState::Sent)]);

    // No search tells of its articles there.
    let search = store.keep_search(OWNER, "A", "a", at(5)).await.unwrap();
    let alert = SearchAlert { target, times: Vec::new() };
    assert!(store.set_search_alerts(OWNER, search, &[alert]).await.unwrap());
    assert_eq!(store.kept_search(OWNER, search).await.unwrap().unwrap().alerts, []);
    store.close().await.unwrap();
}

async fn nothing_is_saved_in_anothers_name(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let tom = tom(&store).await;
    let feed = subscribed(&store, FEED).await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let article = only_article(&store).await;
    let mine = store.add_saver(OWNER, saver(TargetKind::Linkding), at(1)).await.unwrap();
    let his = store.add_saver(tom, saver(TargetKind::Linkding), at(1)).await.unwrap();
    let hook = "https://h.example/";
    let webhook =
        store.add_alert_target(OWNER, TargetKind::Webhook, hook, "s", at(1)).await.unwrap();
    for (user, target) in [(tom, mine), (OWNER, his), (tom, his), (OWNER, webhook)] {
        let saved = store.save_article(user, target, article, at(2)).await.unwrap();
        assert_eq!(saved, Trial::Unknown, "{user} {target}");
    }
    assert!(store.claim_alerts(&worker, at(9), at(9), 9).await.unwrap().is_empty());
    assert_eq!(store.savings_of_article(tom, article).await.unwrap(), []);
    store.close().await.unwrap();
}

fn mark_of(name: &str) -> MovedMark {
    let url = crate::kit::url(&format!("http://www.news.example.org/{name}?utm_source=x"));
    MovedMark {
        article_key: Some(address::article_key(&url)),
        entry: None,
        read: true,
        starred_at: None,
    }
}

async fn unread(store: &Store, user: UserId) -> u64 {
    store.unread(user).await.unwrap().total
}

async fn marks_wait_for_the_article_that_they_are_about(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let tom = tom(&store).await;
    let feed = subscribed(&store, FEED).await;
    store.subscribe(tom, feed, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 0, vec![entry("here")]).await;
    let mut starred = mark_of("later");
    starred.starred_at = Some(at(-900));
    let marks = vec![mark_of("here"), starred, mark_of("never")];
    let done = store.move_marks(OWNER, marks, at(1)).await.unwrap();
    assert_eq!(done, MovedMarks { applied: 1, waiting: 2 });
    assert_eq!((unread(&store, OWNER).await, unread(&store, tom).await), (0, 1));

    bring(&store, &worker, feed, 60, vec![entry("later"), entry("other")]).await;
    assert_eq!((unread(&store, OWNER).await, unread(&store, tom).await), (1, 3));
    let mut query = FrontQuery::newest(OWNER, 9);
    query.filter = FrontFilter::Starred;
    let starred = store.front(&query).await.unwrap();
    assert_eq!(
        starred.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
        ["Title of later"]
    );
    let changed = ItemQuery { changed_from: Some(at(60)), limit: 9, ..ItemQuery::default() };
    let changed = store.items(OWNER, changed).await.unwrap();
    let later = changed.iter().find(|item| item.title == "Title of later").unwrap();
    assert_eq!((later.starred_at, later.read_at), (Some(at(-900)), Some(at(60))));
    assert_eq!(later.changed_at, at(60), "who syncs sees that it changed");
    query.user = tom;
    assert!(store.front(&query).await.unwrap().is_empty());
    assert_eq!(store.waiting_marks(OWNER).await.unwrap(), 1);
    assert_eq!(store.prune_waiting_marks(at(0)).await.unwrap(), 0);
    assert_eq!(store.prune_waiting_marks(at(2)).await.unwrap(), 1);
    store.close().await.unwrap();
}

async fn marks_by_the_id_of_an_entry_wait_too(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, FEED).await;
    let other = subscribed(&store, "https://other.example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("here")]).await;
    let mark = |feed, name: &str| MovedMark {
        article_key: None,
        entry: Some((feed, address::digest(&[name]))),
        read: true,
        starred_at: None,
    };
    let marks = vec![mark(feed, "here"), mark(feed, "later"), mark(other, "later")];
    let done = store.move_marks(OWNER, marks, at(1)).await.unwrap();
    assert_eq!(done, MovedMarks { applied: 1, waiting: 2 });
    bring(&store, &worker, feed, 60, vec![entry("later")]).await;
    assert_eq!(unread(&store, OWNER).await, 0);
    assert_eq!(store.waiting_marks(OWNER).await.unwrap(), 1, "that of the other feed");
    store.close().await.unwrap();
}

fn kept(name: &str, text: &str) -> KeptItem {
    let mut article = entry(name).article;
    article.html = format!("<p>{text}</p>");
    article.text = text.to_owned();
    KeptItem { article, starred_at: at(-900), read: true }
}

async fn a_kept_article_is_its_users_alone(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let tom = tom(&store).await;
    let (article, new) = store.keep_article(OWNER, kept("a", "Invented."), at(1)).await.unwrap();
    assert!(new);
    let again = store.keep_article(OWNER, kept("a", "Invented."), at(1)).await.unwrap();
    assert_eq!(again, (article, false));
    let (found, read, starred) = store.article(OWNER, article).await.unwrap().unwrap();
    assert_eq!((found.text.as_str(), read, starred), ("Invented.", true, true));
    assert_eq!(store.article(tom, article).await.unwrap(), None);

    // What a feed brings under the same address says what the feed says.
    let (feed, _) = store.add_feed(&crate::kit::url(FEED), at(0)).await.unwrap();
    store.subscribe(tom, feed, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 10, vec![entry("a")]).await;
    let his = store.front(&FrontQuery::newest(tom, 9)).await.unwrap();
    assert_eq!(his.len(), 1);
    assert_ne!(his[0].id, article);
    assert!(!his[0].text.contains("Invented"), "{}", his[0].text);
    assert!(store.article(OWNER, article).await.unwrap().is_some());
    // Who brings along an address learns nothing of what others read there.
    let (own, new) = store.keep_article(OWNER, kept("a", "Else."), at(11)).await.unwrap();
    assert_eq!((own, new), (article, false));
    store.set_starred(OWNER, article, false, at(12)).await.unwrap();
    assert_eq!(store.article(OWNER, article).await.unwrap(), None, "gone with its star");
    store.close().await.unwrap();
}

async fn a_kept_article_gives_way_to_what_a_feed_brings(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let (old, _) = store.keep_article(OWNER, kept("a", "As it was."), at(1)).await.unwrap();
    let feed = subscribed(&store, FEED).await;
    bring(&store, &worker, feed, 10, vec![entry("a")]).await;
    let mut query = FrontQuery::newest(OWNER, 9);
    query.filter = FrontFilter::Starred;
    let starred = store.front(&query).await.unwrap();
    assert_eq!(starred.len(), 1, "{starred:?}");
    assert_ne!(starred[0].id, old);
    assert!(starred[0].read && starred[0].text.contains("What happened at a"));
    assert_eq!(store.article(OWNER, old).await.unwrap(), None);
    assert_eq!(store.waiting_marks(OWNER).await.unwrap(), 0);
    store.close().await.unwrap();
}

/// The key under which the owner's kept articles are found.
fn own_key(key: &str) -> String {
    address::article_key_in_feed(&format!("kept by {OWNER}"), key)
}

async fn a_kept_article_leaves_its_marks_to_what_a_feed_brings(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let (old, _) = store.keep_article(OWNER, kept("a", "As it was."), at(1)).await.unwrap();
    let (other, _) = store
        .keep_article(OWNER, KeptItem { read: false, ..kept("b", "As it was.") }, at(1))
        .await
        .unwrap();
    store.set_read(OWNER, &[old], false, at(2)).await.unwrap();
    store.set_read(OWNER, &[other], true, at(2)).await.unwrap();
    let feed = subscribed(&store, FEED).await;
    bring(&store, &worker, feed, 10, vec![entry("a"), entry("b")]).await;
    let mut query = FrontQuery::newest(OWNER, 9);
    query.filter = FrontFilter::Starred;
    let starred = store.front(&query).await.unwrap();
    let read: Vec<bool> = starred
        .iter()
        .map(|one| (one.text.contains("happened at b"), one.read))
        .map(|(is_b, read)| is_b == read)
        .collect();
    assert_eq!(read, [true, true], "only that which was read here: {starred:?}");
    assert_eq!(unread(&store, OWNER).await, 1);
    store.close().await.unwrap();
}

async fn a_kept_article_that_a_feed_leads_to_stays_starred(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, FEED).await;
    let mut came = entry("a");
    let mut item = kept("a", "As it was.");
    item.article.key = address::digest(&["waits for entry", &feed.to_string(), &came.key]);
    came.article.key = own_key(&item.article.key);
    let (article, _) = store.keep_article(OWNER, item, at(1)).await.unwrap();
    bring(&store, &worker, feed, 10, vec![came]).await;
    assert_eq!(only_article(&store).await, article);
    let (_, _, starred) = store.article(OWNER, article).await.unwrap().unwrap();
    assert!(starred);
    assert_eq!(store.waiting_marks(OWNER).await.unwrap(), 0);
    store.close().await.unwrap();
}

async fn what_was_kept_and_lost_is_kept_again(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let tom = tom(&store).await;
    let item = || kept("a", "As it was.");
    let mut came = entry("b");
    came.article.key = own_key(&item().article.key);
    let (old, _) = store.keep_article(OWNER, item(), at(1)).await.unwrap();
    let (feed, _) = store.add_feed(&crate::kit::url(FEED), at(0)).await.unwrap();
    store.subscribe(tom, feed, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 10, vec![came]).await;
    store.set_starred(OWNER, old, false, at(12)).await.unwrap();
    assert_eq!(store.article(OWNER, old).await.unwrap(), None);
    let (again, new) = store.keep_article(OWNER, item(), at(13)).await.unwrap();
    assert!(new && again != old);
    assert!(store.article(tom, old).await.unwrap().is_some());
    store.close().await.unwrap();
}

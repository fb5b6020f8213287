//! Read and starred.

use dateline_model::{ArticleId, FrontFilter, FrontPlace, FrontQuery, ReadingChoices, Role};

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
    assert_eq!(
        store.mark_all_read(OWNER, None, Some(one), place_of(1), at(1)).await.unwrap().articles,
        3
    );
    let unread = store.feed_overview(OWNER, one).await.unwrap().unwrap().unread;
    assert_eq!(unread, 1, "what stood above stays unread");
    let top = FrontPlace { at: at(0), article: ArticleId(i64::MAX) };
    assert_eq!(
        store.mark_all_read(OWNER, Some("Folder"), None, top, at(1)).await.unwrap().articles,
        2500
    );
    assert_eq!(store.mark_all_read(OWNER, None, None, top, at(1)).await.unwrap().articles, 1);
    assert_eq!(store.mark_all_read(OWNER, None, None, top, at(1)).await.unwrap().articles, 0);
}

async fn marking_a_list_is_undone_exactly(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let many: Vec<_> = (0..2100).map(|number| entry(&format!("n{number}"))).collect();
    bring(&store, &worker, feed, 0, many).await;
    let other = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    let list = store.front(&FrontQuery::newest(OWNER, 9)).await.unwrap();
    let [read, opened, unread] = [list[0].id, list[1].id, list[2].id];
    store.set_read(OWNER, &[read], true, at(1)).await.unwrap();
    let top = FrontPlace { at: at(0), article: ArticleId(i64::MAX) };
    let marking = store.mark_all_read(OWNER, None, None, top, at(2)).await.unwrap();
    assert_eq!(marking.articles, 2099);
    let id = marking.id.unwrap();
    // What is done to single articles afterwards counts more than the undoing.
    store.set_read(OWNER, &[opened], false, at(3)).await.unwrap();
    store.set_read(OWNER, &[opened], true, at(3)).await.unwrap();
    store.set_read(OWNER, &[unread], false, at(3)).await.unwrap();
    assert_eq!(store.undo_marking(other, id, at(4)).await.unwrap(), None, "another's marking");
    let late = at(2 + 24 * 60 + 1);
    assert_eq!(store.undo_marking(OWNER, id, late).await.unwrap(), None, "a day is over");
    assert_eq!(store.undo_marking(OWNER, id, at(4)).await.unwrap(), Some(2097));
    assert_eq!(store.undo_marking(OWNER, id, at(4)).await.unwrap(), None, "once");
    assert_eq!(store.counts(OWNER).await.unwrap().unread, 2098);
    let is_read = async |article| store.article(OWNER, article).await.unwrap().unwrap().1;
    assert!(is_read(read).await && is_read(opened).await && !is_read(unread).await);
    let nothing = store.mark_all_read(other, None, None, top, at(5)).await.unwrap();
    assert_eq!(nothing, dateline_store::Marking::default());
}

async fn a_marking_is_forgotten_after_a_day(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let top = FrontPlace { at: at(0), article: ArticleId(i64::MAX) };
    store.mark_all_read(OWNER, None, None, top, at(2)).await.unwrap();
    assert_eq!(store.prune_markings(at(2 + 24 * 60)).await.unwrap(), 0);
    assert_eq!(store.prune_markings(at(3 + 24 * 60)).await.unwrap(), 1);
}

async fn where_somebody_stopped_is_theirs(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let other = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    let article = store.front(&FrontQuery::newest(OWNER, 1)).await.unwrap()[0].id;
    assert!(store.set_reading_place(OWNER, article, 400, at(1)).await.unwrap());
    assert!(store.set_reading_place(OWNER, article, 450, at(2)).await.unwrap());
    assert_eq!(store.reading_place(OWNER, article).await.unwrap(), Some(450));
    assert!(!store.set_reading_place(other, article, 700, at(2)).await.unwrap());
    assert_eq!(store.reading_place(other, article).await.unwrap(), None);
    for over in [0, 1000, 4000] {
        assert!(store.set_reading_place(OWNER, article, 450, at(3)).await.unwrap());
        assert!(store.set_reading_place(OWNER, article, over, at(4)).await.unwrap());
        assert_eq!(store.reading_place(OWNER, article).await.unwrap(), None);
    }
}

async fn how_one_reads_is_remembered(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.owner().await.unwrap().reading, ReadingChoices::default());
    let choices = ReadingChoices { starts_classic: true, without_keys: true, ..Default::default() };
    assert!(store.set_reading_choices(OWNER, choices).await.unwrap());
    assert_eq!(store.owner().await.unwrap().reading, choices);
    assert!(!store.set_reading_choices(dateline_model::UserId(99), choices).await.unwrap());
}

async fn a_list_goes_both_ways_and_stays_while_it_is_read(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let entries = (0..5).map(|number| {
        let mut entry = entry(&format!("n{number}"));
        entry.article.published = Some(at(-100 - number));
        entry
    });
    bring(&store, &worker, feed, 0, entries.collect()).await;
    let ids = async |query: &FrontQuery| -> Vec<ArticleId> {
        store.front(query).await.unwrap().iter().map(|article| article.id).collect()
    };
    let newest = FrontQuery::newest(OWNER, 9);
    let list = store.front(&newest).await.unwrap();
    let down = ids(&newest).await;
    let upward = FrontQuery { oldest_first: true, ..newest.clone() };
    assert_eq!(ids(&upward).await, down.iter().rev().copied().collect::<Vec<_>>());
    let after = Some(FrontPlace { at: list[2].placed_at, article: list[2].id });
    assert_eq!(ids(&FrontQuery { after, ..upward.clone() }).await, [down[1], down[0]]);
    assert_eq!(ids(&FrontQuery { after, ..newest.clone() }).await, [down[3], down[4]]);
    let beside = async |query: &FrontQuery, index: usize| {
        let (before, after) = store.neighbours(query, down[index]).await.unwrap();
        (before.map(|article| article.id), after.map(|article| article.id))
    };
    assert_eq!(beside(&newest, 2).await, (Some(down[1]), Some(down[3])));
    assert_eq!(beside(&upward, 2).await, (Some(down[3]), Some(down[1])));
    assert_eq!(beside(&newest, 0).await, (None, Some(down[1])));
    store.set_read(OWNER, &[down[0]], true, at(1)).await.unwrap();
    store.set_read(OWNER, &[down[1]], true, at(3)).await.unwrap();
    let unread = FrontQuery { filter: FrontFilter::Unread, ..newest };
    assert_eq!(ids(&unread).await, down[2..]);
    let since = FrontQuery { read_since: Some(at(2)), ..unread };
    assert_eq!(ids(&since).await, down[1..], "read while the list was open");
    assert_eq!(beside(&since, 2).await, (Some(down[1]), Some(down[3])));
    assert_eq!(beside(&since, 1).await, (None, Some(down[2])));
}

crate::on_both_engines!(
    a_version_stays_until_something_is_committed_anywhere,
    a_day_counts_what_came_since_its_morning,
    marking_a_list_is_undone_exactly,
    a_marking_is_forgotten_after_a_day,
    where_somebody_stopped_is_theirs,
    how_one_reads_is_remembered,
    a_list_goes_both_ways_and_stays_while_it_is_read,
    marks_count_only_what_they_change,
    a_list_is_marked_read_down_from_where_it_was_shown,
);

//! Opening, closing, forgetting, checking, backing up.

use dateline_model::{EntryId, FrontQuery, NewHub, Retention, Role, UserId, address};
use dateline_store::{Location, Options, Store, StoreError};

use crate::kit::{
    OWNER, Place, at, bring, changed, entry, only_article, page, poll, read, subscribed, teaser,
};

async fn two_processes_may_start_at_once(place: &Place) {
    let open = || Store::open(&place.location, Options::default(), at(0));
    let (one, two, three) = tokio::join!(open(), open(), open());
    let (one, two, three) = (one.unwrap(), two.unwrap(), three.unwrap());
    one.ping().await.unwrap();
    let feed = subscribed(&two, "https://example.org/feed").await;
    assert!(three.feed(feed).await.unwrap().is_some());
    assert!(one.size_bytes().await.unwrap() > 0);
    assert!(["SQLite", "PostgreSQL"].contains(&one.engine_name()));
}

async fn a_closed_store_says_so_and_keeps_what_was_queued(place: &Place) {
    let store = place.open().await;
    let clone = store.clone();
    let writes: Vec<_> = (0..50)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.secret(&format!("s{number}"), "kept").await })
        })
        .collect();
    for write in writes {
        assert_eq!(write.await.unwrap().unwrap(), "kept");
    }
    store.close().await.unwrap();
    assert!(matches!(clone.owner().await, Err(StoreError::Closed)));
    assert!(matches!(clone.secret("s1", "new").await, Err(StoreError::Closed)));
    let again = place.open().await;
    assert_eq!(again.secret("s49", "new").await.unwrap(), "kept");
}

async fn a_bad_write_hurts_no_other(place: &Place) {
    let store = place.open().await;
    let writes: Vec<_> = (0..60)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                // There is no user 777, so every third write breaks a foreign key.
                let user = if number % 3 == 0 { UserId(777) } else { OWNER };
                let feed = store
                    .add_feed(&crate::kit::url(&format!("https://n{number}.example/")), at(0))
                    .await?
                    .0;
                store.subscribe(user, feed, None, "", at(0)).await
            })
        })
        .collect();
    let mut failed = 0;
    for write in writes {
        match write.await.unwrap() {
            Ok(new) => assert!(new),
            Err(StoreError::Statement { .. }) => failed += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(failed, 20);
    assert_eq!(store.all_feed_ids(Some(OWNER)).await.unwrap().len(), 40);
}

async fn a_write_is_done_though_nobody_waits(place: &Place) {
    let store = place.open().await;
    {
        let write = store.secret("left", "behind");
        tokio::pin!(write);
        let waited = tokio::time::timeout(std::time::Duration::ZERO, &mut write).await;
        drop(waited);
    }
    assert_eq!(store.secret("left", "fresh").await.unwrap(), "behind");
}

async fn what_is_forgotten_does_not_come_back(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a"), entry("b"), entry("c")]).await;
    bring(&store, &worker, feed, 100, vec![entry("d")]).await;
    let oldest = store.entries(EntryId(0), 9).await.unwrap();
    store.set_starred(OWNER, oldest[1].article, true, at(1)).await.unwrap();
    let nothing = store.retention_apply(&Retention::default()).await.unwrap();
    assert_eq!(nothing.articles, 0);
    let by_age = Retention { older_than: Some(at(50)), max_bytes: None };
    let preview = store.retention_preview(&by_age).await.unwrap();
    assert_eq!((preview.articles, preview.entries, preview.kept_starred), (2, 2, 1));
    assert_eq!(preview.newest, Some(at(0)));
    assert_eq!(store.entries(EntryId(0), 9).await.unwrap().len(), 4, "a preview removes nothing");
    assert_eq!(store.retention_apply(&by_age).await.unwrap(), preview);
    assert_eq!(store.pending_reads().await.unwrap(), 0);
    let again = bring(&store, &worker, feed, 200, vec![entry("a"), entry("c"), entry("e")]).await;
    assert_eq!((again.new_entries, again.changed_entries), (1, 0));
    let left = store.entries(EntryId(0), 9).await.unwrap();
    let guids: Vec<_> = left.iter().map(|entry| entry.guid.as_str()).collect();
    assert_eq!(guids, ["b", "d", "e"]);
}

/// About a kilobyte that no engine can pack much tighter.
fn long_text(number: i64) -> String {
    let words = (0..30).map(|word| address::digest(&[&number.to_string(), &word.to_string()]));
    words.collect::<Vec<_>>().join(" ")
}

async fn the_oldest_go_until_the_rest_fits(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    for (minutes, start) in [(0, 0), (10, 600)] {
        let numbers = start..start + 600;
        let entries = numbers.map(|number| changed(&format!("n{number}"), &long_text(number)));
        bring(&store, &worker, feed, minutes, entries.collect()).await;
    }
    let oldest = store.entries(EntryId(0), 1).await.unwrap()[0].article;
    store.set_starred(OWNER, oldest, true, at(11)).await.unwrap();
    let all = store.size_bytes().await.unwrap();
    let roomy = Retention { older_than: None, max_bytes: Some(all) };
    assert_eq!(store.retention_apply(&roomy).await.unwrap().articles, 0);

    // All twelve hundred take about twice as much.
    let most = 2_500_000;
    let by_size = Retention { older_than: None, max_bytes: Some(most) };
    let preview = store.retention_preview(&by_size).await.unwrap();
    let removed = store.retention_apply(&by_size).await.unwrap();
    assert!(
        preview.articles > 0 && removed.articles >= preview.articles,
        "{preview:?} {removed:?}"
    );
    assert!(removed.articles < preview.articles * 5 / 4, "{preview:?} {removed:?}");
    assert_eq!((removed.entries, removed.kept_starred), (removed.articles, 1));
    let left = store.entries(EntryId(0), 2000).await.unwrap();
    assert_eq!(left.len() as u64, 1200 - removed.articles);
    assert!((300..1000).contains(&left.len()), "{}", left.len());
    assert_eq!(left[0].guid, "n0", "what is starred stays");
    assert_eq!(left[1].guid, format!("n{}", removed.articles + 1), "the newest stay");
    assert_eq!(left.last().unwrap().guid, "n1199");
    let again = store.retention_apply(&by_size).await.unwrap();
    assert_eq!(again.articles, 0, "room that is free already makes nothing else go");
    if let Location::Sqlite(folder) = &place.location {
        assert!(store.size_bytes().await.unwrap() <= most);
        store.close().await.unwrap();
        let file = std::fs::metadata(folder.join("dateline.db")).unwrap();
        // Closing notes statistics in a few pages more.
        assert!(file.len() <= most + 65_536, "the file shrank from {all} to {}", file.len());
    }
}

async fn a_limit_that_nothing_fits_leaves_what_is_starred(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b"), entry("c")]).await;
    let middle = store.entries(EntryId(0), 9).await.unwrap()[1].article;
    store.set_starred(OWNER, middle, true, at(1)).await.unwrap();
    let nothing_fits = Retention { older_than: None, max_bytes: Some(1) };
    let removed = store.retention_apply(&nothing_fits).await.unwrap();
    assert_eq!((removed.articles, removed.entries, removed.kept_starred), (2, 2, 1));
    assert_eq!(only_article(&store).await, middle);
}

async fn fill(store: &Store) {
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(store, "https://example.org/feed").await;
    let member = store.create_user("Zoë", Role::Member, Some("hash"), at(0)).await.unwrap().id;
    store.subscribe(member, feed, Some("Zoë’s"), "Folder", at(0)).await.unwrap();
    let entries = (0..700).map(|number| entry(&format!("e{number}"))).collect();
    bring(store, &worker, feed, 0, entries).await;
    bring(store, &worker, feed, 5, vec![teaser("t1"), teaser("t2")]).await;
    let (article, _) = read(store, &worker, 6, page(6, "„First“ words.\nA line.")).await;
    store.request_read(article, at(7)).await.unwrap();
    let tasks = store.claim_reads(&worker, at(7), at(7), 9, &[]).await.unwrap();
    let task = tasks.iter().find(|task| task.article == article).unwrap();
    let outcome = dateline_model::ReadOutcome::Read(Box::new(page(7, "Second words.")));
    store.save_reading(&worker, task, outcome).await.unwrap();
    store.set_starred(OWNER, article, true, at(8)).await.unwrap();
    store.secret("key", "kept").await.unwrap();
    let by_age = Retention { older_than: Some(at(1)), max_bytes: None };
    store.retention_apply(&by_age).await.unwrap();
}

async fn a_backup_is_restored_on_either_engine(place: &Place) {
    let store = place.open().await;
    fill(&store).await;
    let file = place.folder.path().join("backup.zst");
    let written = store.backup(&file).await.unwrap();
    assert!(written.rows > 700 && written.bytes > 0);
    assert_eq!(written.bytes, std::fs::metadata(&file).unwrap().len());
    assert!(matches!(store.restore(&file).await, Err(StoreError::NotEmpty)));
    let mut targets = vec![match place.location {
        Location::Sqlite(_) => Place::sqlite(),
        Location::Postgres(_) => Place::postgres().unwrap(),
    }];
    targets.extend(place.other_engine());
    for target in targets {
        let copy = target.open().await;
        copy.secret("key", "of a new store").await.unwrap();
        assert_eq!(copy.restore(&file).await.unwrap().rows, written.rows);
        assert_eq!(copy.secret("key", "x").await.unwrap(), "kept");
        assert_eq!(copy.users().await.unwrap(), store.users().await.unwrap());
        let query = FrontQuery::newest(OWNER, 1000);
        let list = copy.front(&query).await.unwrap();
        assert_eq!(list, store.front(&query).await.unwrap());
        assert_eq!(
            copy.revisions(list[0].id).await.unwrap(),
            store.revisions(list[0].id).await.unwrap()
        );
        assert_eq!(copy.overview(OWNER).await.unwrap().len(), 1);
        // Work goes on: numbers continue, forgotten entries stay away, jobs are free.
        let worker = copy.register_worker(at(10)).await.unwrap();
        let feed = copy.all_feed_ids(None).await.unwrap()[0];
        let saved = bring(&copy, &worker, feed, 60, vec![entry("e1"), entry("fresh")]).await;
        assert_eq!(saved.new_entries, 1);
        assert_eq!(copy.entries(EntryId(702), 9).await.unwrap().len(), 1);
        assert_eq!(copy.claim_reads(&worker, at(60), at(60), 9, &[]).await.unwrap().len(), 1);
        assert!(copy.create_user("new", Role::Member, None, at(0)).await.unwrap().id > UserId(2));
        copy.close().await.unwrap();
        target.is_sound().await;
    }
}

async fn a_backup_holds_no_subscriptions_at_hubs_and_an_older_one_is_read_without_them(
    place: &Place,
) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    store.claim_polls(&worker, &[feed], at(0)).await.unwrap();
    let mut named = poll(feed, 0, vec![entry("a")]);
    let text = |text: &str| text.to_owned();
    named.manners.hub = Some(Some(NewHub {
        hub: text("https://hub.example/"),
        topic: text("https://example.org/feed"),
        token: text("the-token"),
        secret: text("the-secret"),
    }));
    store.save_poll(&worker, named).await.unwrap();
    assert!(store.push_target("the-token").await.unwrap().is_some());
    let file = place.folder.path().join("backup.zst");
    store.backup(&file).await.unwrap();
    let lines = zstd::decode_all(std::fs::File::open(&file).unwrap()).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert!(!lines.contains("the-token") && !lines.contains("the-secret"));

    let table = "\"tables\":[[\"push_subscriptions\",[\"id\",\"token\"]],";
    let older = lines.replacen("\"tables\":[", table, 1);
    let older = older.replacen("\n", "\n[\"push_subscriptions\",1,\"the-token\"]\n", 1);
    let older = older.replacen("\"rows\":{", "\"rows\":{\"push_subscriptions\":1,", 1);
    std::fs::write(&file, zstd::encode_all(older.as_bytes(), 1).unwrap()).unwrap();
    let target = Place::sqlite();
    let copy = target.open().await;
    copy.restore(&file).await.unwrap();
    assert_eq!(copy.all_feed_ids(None).await.unwrap(), [feed]);
    assert_eq!(copy.push_target("the-token").await.unwrap(), None);
}

async fn a_broken_backup_restores_nothing(place: &Place) {
    let store = place.open().await;
    fill(&store).await;
    let file = place.folder.path().join("backup.zst");
    store.backup(&file).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let target = Place::sqlite();
    let empty = target.open().await;
    let broken = place.folder.path().join("broken.zst");
    for content in [&whole[..whole.len() / 2], &whole[..whole.len() - 3], b"hello", b""] {
        std::fs::write(&broken, content).unwrap();
        let refused = empty.restore(&broken).await;
        assert!(matches!(refused, Err(StoreError::Backup { .. })), "{refused:?}");
        assert!(empty.all_feed_ids(None).await.unwrap().is_empty());
        assert_eq!(empty.users().await.unwrap().len(), 1);
    }
    let newer = "{\"dateline_backup\":1,\"schema\":9999,\"tables\":[]}\n";
    std::fs::write(&broken, zstd::encode_all(newer.as_bytes(), 1).unwrap()).unwrap();
    assert!(matches!(empty.restore(&broken).await, Err(StoreError::Newer { found: 9999, .. })));
    let missing = place.folder.path().join("missing");
    assert!(matches!(empty.restore(&missing).await, Err(StoreError::File { .. })));
    empty.restore(&file).await.unwrap();
    let nowhere = place.folder.path().join("no/such/folder/backup");
    assert!(matches!(store.backup(&nowhere).await, Err(StoreError::File { .. })));
}

crate::on_both_engines!(
    two_processes_may_start_at_once,
    a_closed_store_says_so_and_keeps_what_was_queued,
    a_bad_write_hurts_no_other,
    a_write_is_done_though_nobody_waits,
    what_is_forgotten_does_not_come_back,
    the_oldest_go_until_the_rest_fits,
    a_limit_that_nothing_fits_leaves_what_is_starred,
    a_backup_is_restored_on_either_engine,
    a_backup_holds_no_subscriptions_at_hubs_and_an_older_one_is_read_without_them,
    a_broken_backup_restores_nothing,
);

//! What a poll leaves in the store.

use dateline_model::{EntryId, FirstPolls, FrontQuery, PolledFeed, PollingState, TextSource};

use crate::kit::{
    OWNER, Place, at, bring, changed, entry, only_article, poll, subscribed, teaser, url,
};

async fn new_known_and_changed_entries_are_told_apart(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let saved = bring(&store, &worker, feed, 0, vec![entry("a"), entry("b"), entry("a")]).await;
    assert_eq!((saved.new_entries, saved.changed_entries, saved.new_articles), (2, 0, 2));
    let saved = bring(&store, &worker, feed, 60, vec![entry("a"), entry("b")]).await;
    assert_eq!(saved, PolledFeed::default());
    let entries = vec![changed("a", "Other words."), entry("b"), entry("c")];
    let saved = bring(&store, &worker, feed, 120, entries).await;
    assert_eq!((saved.new_entries, saved.changed_entries, saved.new_articles), (1, 1, 1));
    let kept = store.entries_of_feed(feed, 9).await.unwrap();
    let guids: Vec<_> = kept.iter().map(|entry| entry.guid.as_str()).collect();
    assert_eq!(guids, ["c", "b", "a"], "the latest arrival first");
    assert_eq!(kept[2].html, "<p>Other words.</p>");
    assert_eq!((kept[2].seen_at, kept[0].seen_at), (at(0), at(120)));
    assert_eq!(
        (&kept[0].authors[..], &kept[0].tags[..]),
        (&["Ada Reporter".into()][..], &["local".into()][..])
    );
    let row = store.feed(feed).await.unwrap().unwrap();
    assert_eq!((row.title.as_deref(), row.format.as_deref()), (Some("Feed"), Some("rss")));
    let expected = PollingState {
        last_result: Some("1 new and 1 changed entries".to_owned()),
        changed_at: Some(at(120)),
        ..poll(feed, 120, Vec::new()).polling
    };
    assert_eq!(row.polling, expected);
}

async fn a_feed_from_elsewhere_changes_nothing_of_what_the_outlets_own_feed_says(place: &Place) {
    let foreign = || {
        let mut entry = changed("a", &"Invented words. ".repeat(40));
        entry.article.title = Some("Invented title".to_owned());
        entry.article.own = false;
        entry
    };
    let own = || {
        let mut entry = teaser("a");
        entry.article.text_source = TextSource::FeedSummary;
        entry
    };
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let outlet = subscribed(&store, "https://news.example.org/feed").await;
    let elsewhere = subscribed(&store, "https://elsewhere.example/feed").await;
    bring(&store, &worker, outlet, 0, vec![own()]).await;
    bring(&store, &worker, elsewhere, 1, vec![foreign()]).await;
    let article = crate::kit::only_article(&store).await;
    let (first, ..) = store.article(OWNER, article).await.unwrap().unwrap();
    assert_eq!(first.title, "Title of a");
    assert!(!first.text.contains("Invented"), "{}", first.text);

    store.unsubscribe(OWNER, outlet).await.unwrap();
    store.unsubscribe(OWNER, elsewhere).await.unwrap();
    let elsewhere = subscribed(&store, "https://elsewhere.example/feed").await;
    let outlet = subscribed(&store, "https://news.example.org/feed").await;
    bring(&store, &worker, elsewhere, 2, vec![foreign()]).await;
    bring(&store, &worker, outlet, 3, vec![own()]).await;
    let article = crate::kit::only_article(&store).await;
    let (then, ..) = store.article(OWNER, article).await.unwrap().unwrap();
    assert_eq!(then.title, "Title of a");
    assert!(!then.text.contains("Invented"), "{}", then.text);
}

async fn a_poll_without_a_body_changes_the_feed_only(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    store.claim_polls(&worker, &[feed], at(60)).await.unwrap();
    let mut unchanged = poll(feed, 60, Vec::new());
    unchanged.brought = None;
    unchanged.polling.last_result = Some("nothing new (304)".to_owned());
    let saved = store.save_poll(&worker, unchanged).await.unwrap();
    assert_eq!(saved, PolledFeed::default());
    let row = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(row.title.as_deref(), Some("Feed"), "the title stays");
    assert_eq!(row.polling.last_result.as_deref(), Some("nothing new (304)"));
}

async fn of_two_feeds_from_elsewhere_the_second_changes_nothing_but_wants_the_page(place: &Place) {
    let elsewhere = |text: &str, source: TextSource, read_page: bool| {
        let mut entry = changed("a", text);
        entry.article.own = false;
        entry.article.text_source = source;
        entry.article.read_page = read_page;
        entry
    };
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let forger = subscribed(&store, "https://forger.example/feed").await;
    let burner = subscribed(&store, "https://burner.example/feed").await;
    let forged = elsewhere("Invented words.", TextSource::FeedFull, false);
    bring(&store, &worker, forger, 0, vec![forged.clone()]).await;
    assert_eq!(store.due_reads(at(1)).await.unwrap(), 0);
    let teaser = elsewhere("A teaser.", TextSource::FeedSummary, true);
    bring(&store, &worker, burner, 1, vec![teaser.clone()]).await;
    assert_eq!(store.due_reads(at(1)).await.unwrap(), 1, "the page tells who is right");

    store.unsubscribe(OWNER, forger).await.unwrap();
    store.unsubscribe(OWNER, burner).await.unwrap();
    let burner = subscribed(&store, "https://burner.example/feed").await;
    let forger = subscribed(&store, "https://forger.example/feed").await;
    bring(&store, &worker, burner, 2, vec![teaser]).await;
    bring(&store, &worker, forger, 3, vec![forged]).await;
    let article = only_article(&store).await;
    let (article, ..) = store.article(OWNER, article).await.unwrap().unwrap();
    assert_eq!(article.text, "A teaser.");
}

async fn two_feeds_share_an_article_and_the_fuller_text(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(&store, "https://one.example/feed").await;
    let two = subscribed(&store, "https://two.example/feed").await;
    let mut short = teaser("a");
    short.article.text = "A teaser…".to_owned();
    short.article.published = None;
    bring(&store, &worker, one, 0, vec![short]).await;
    let saved = bring(&store, &worker, two, 5, vec![entry("a")]).await;
    assert_eq!((saved.new_entries, saved.new_articles), (1, 0));
    let id = only_article(&store).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.text_source, TextSource::FeedFull);
    assert_eq!(article.text, "What happened at a in a few words.");
    assert_eq!((article.published, article.seen_at), (Some(at(-60)), at(0)));
    assert_eq!(article.outlet.unwrap().key, "example.org");
    assert_eq!(store.entries_of_article(id).await.unwrap().len(), 2);
    assert_eq!(store.front(&FrontQuery::newest(OWNER, 9)).await.unwrap()[0].feeds, 2);
    // The teaser is another text than the one that is shown, so its change changes nothing.
    bring(&store, &worker, one, 60, vec![changed("a", "Another teaser…")]).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!((article.revisions, article.words), (0, 8));
}

async fn a_change_in_the_feed_is_kept_as_a_revision(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let id = only_article(&store).await;
    let blanks = changed("a", "What happened  at a\n\nin a few words.");
    bring(&store, &worker, feed, 10, vec![blanks]).await;
    assert!(store.revisions(id).await.unwrap().is_empty(), "blanks are no change");
    bring(&store, &worker, feed, 20, vec![changed("a", "Corrected words.")]).await;
    let mut shouting = changed("a", "Corrected words.");
    shouting.article.title = Some("TITLE OF A".to_owned());
    shouting.content_hash = "shouting".to_owned();
    bring(&store, &worker, feed, 30, vec![shouting]).await;
    let mut renamed = changed("a", "Corrected words.");
    renamed.article.title = Some("Another headline".to_owned());
    renamed.content_hash = "renamed".to_owned();
    bring(&store, &worker, feed, 40, vec![renamed]).await;
    let revisions = store.revisions(id).await.unwrap();
    assert_eq!(revisions.len(), 2);
    assert_eq!(revisions[1].text, "What happened at a in a few words.");
    assert_eq!((revisions[1].from, revisions[1].until), (at(0), at(20)));
    assert_eq!((revisions[0].from, revisions[0].until), (at(20), at(40)));
    assert_eq!(revisions[0].title, "TITLE OF A");
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!((article.title.as_str(), article.revisions), ("Another headline", 2));
}

async fn a_read_page_is_read_again_when_its_entry_changes(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    crate::kit::read(&store, &worker, 1, crate::kit::page(1, "The whole page.")).await;
    assert_eq!(store.pending_reads().await.unwrap(), 0);
    let mut update = teaser("a");
    update.content_hash = "update".to_owned();
    bring(&store, &worker, feed, 60, vec![update]).await;
    assert_eq!(store.due_reads(at(60)).await.unwrap(), 1);
    let id = only_article(&store).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!((article.text.as_str(), article.revisions), ("The whole page.", 0));
}

async fn odd_outlets_and_texts_do_not_break_a_poll(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let mut endless = entry("endless");
    endless.article.outlet.address = None;
    endless.article.outlet.name = Some("N".repeat(5000));
    let mut nul = entry("nul");
    nul.title = Some("a\0b".to_owned());
    let mut bare = entry("bare");
    bare.article.outlet.name = None;
    bare.address = None;
    bare.article.address = None;
    bare.article.read_page = true;
    let saved = bring(&store, &worker, feed, 0, vec![bare, endless, nul]).await;
    assert_eq!(saved.new_entries, 3);
    assert_eq!(store.pending_reads().await.unwrap(), 0, "without an address nothing is read");
    let outlet = store.outlet_by_key("example.org").await.unwrap().unwrap();
    assert_eq!(outlet.name, "Example News", "a name replaces a bare domain");
    assert_eq!(outlet.home.as_deref(), Some("https://news.example.org/"));
    assert_eq!(store.entries(EntryId(0), 9).await.unwrap()[2].title.as_deref(), Some("ab"));
}

/// Whoever reads entries after the last number they saw must never miss one.
async fn numbers_become_visible_in_their_order(place: &Place) {
    let stores = [place.open().await, place.open().await];
    let mut tasks = Vec::new();
    for (part, store) in stores.iter().enumerate() {
        for row in 0..4 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                let worker = store.register_worker(at(0)).await.unwrap();
                let feed = subscribed(&store, &format!("https://f{part}{row}.example/")).await;
                for round in 0..5 {
                    let name = |n: i32| format!("{part}-{row}-{round}-{n}");
                    let entries = (0..7).map(|n| entry(&name(n))).collect();
                    bring(&store, &worker, feed, 0, entries).await;
                }
            }));
        }
    }
    let watching = stores[0].clone();
    let watcher = tokio::spawn(async move {
        let mut seen = Vec::new();
        while seen.len() < 280 {
            let after = seen.last().copied().unwrap_or(EntryId(0));
            let entries = watching.entries(after, 50).await.unwrap();
            seen.extend(entries.into_iter().map(|entry| entry.id));
        }
        seen
    });
    for task in tasks {
        task.await.unwrap();
    }
    let seen = tokio::time::timeout(std::time::Duration::from_secs(60), watcher).await;
    let expected: Vec<_> = (1..=280).map(EntryId).collect();
    assert_eq!(seen.expect("an entry was missed").unwrap(), expected);
}

async fn many_entries_fit_into_one_poll(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    let entries: Vec<_> = (0..1500).map(|number| teaser(&format!("e{number}"))).collect();
    let saved = bring(&store, &worker, feed, 0, entries.clone()).await;
    assert_eq!((saved.new_entries, saved.new_articles), (1500, 1500));
    assert_eq!(bring(&store, &worker, feed, 1, entries).await, PolledFeed::default());
    assert_eq!(store.pending_reads().await.unwrap(), 1500);
}

async fn the_first_polls_of_a_users_feeds_are_counted(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    assert_eq!(store.first_polls(OWNER).await.unwrap(), FirstPolls::default());
    let read = subscribed(&store, "https://one.example/feed").await;
    let silent = subscribed(&store, "https://two.example/feed").await;
    let asked = subscribed(&store, "https://three.example/feed").await;
    subscribed(&store, "https://four.example/feed").await;
    let (others, _) = store.add_feed(&url("https://five.example/feed"), at(0)).await.unwrap();
    bring(&store, &worker, read, 0, vec![entry("a")]).await;
    store.claim_polls(&worker, &[silent], at(0)).await.unwrap();
    let mut failed = poll(silent, 0, Vec::new());
    failed.brought = None;
    failed.polling.last_error = Some("the name does not exist".to_owned());
    store.save_poll(&worker, failed).await.unwrap();
    store.claim_polls(&worker, &[asked, others], at(1)).await.unwrap();
    let first = store.first_polls(OWNER).await.unwrap();
    assert_eq!((first.feeds, first.polled, first.failing), (4, 2, 1));
    assert_eq!(first.in_hand, ["three.example"], "only the user's own");
    assert!(first.go_on());

    // Asked again: what the silent one said before no longer counts.
    store.request_polls(&[silent], at(2)).await.unwrap();
    let again = store.first_polls(OWNER).await.unwrap();
    assert_eq!((again.polled, again.failing), (1, 0));
    store.claim_polls(&worker, &[silent, read], at(3)).await.unwrap();
    let again = store.first_polls(OWNER).await.unwrap();
    assert_eq!((again.polled, again.in_hand.len()), (1, 2), "{again:?}");
}

crate::on_both_engines!(
    a_feed_from_elsewhere_changes_nothing_of_what_the_outlets_own_feed_says,
    new_known_and_changed_entries_are_told_apart,
    a_poll_without_a_body_changes_the_feed_only,
    of_two_feeds_from_elsewhere_the_second_changes_nothing_but_wants_the_page,
    two_feeds_share_an_article_and_the_fuller_text,
    a_change_in_the_feed_is_kept_as_a_revision,
    a_read_page_is_read_again_when_its_entry_changes,
    odd_outlets_and_texts_do_not_break_a_poll,
    numbers_become_visible_in_their_order,
    many_entries_fit_into_one_poll,
    the_first_polls_of_a_users_feeds_are_counted,
);

//! What the reading of a page leaves in the store.

use dateline_model::{
    Contributor, Origin, OutletHint, PageState, ReadFailure, ReadOutcome, TextSource, address,
};
use dateline_store::ReadSaved;

use crate::kit::{
    OWNER, Place, at, bring, entry, only_article, page, read, subscribed, teaser, url,
};

async fn a_page_replaces_the_teaser_and_fills_in_what_it_knows(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let id = only_article(&store).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.page, PageState::Waiting);

    let mut reading = page(5, "The whole story.\n\nIn two parts.");
    reading.title = Some("The page's headline".to_owned());
    reading.published = Some(at(-30));
    reading.canonical = Some("https://example.org/canonical".to_owned());
    reading.canonical_key = Some(address::article_key(&url("https://example.org/canonical")));
    reading.byline.contributors =
        vec![Contributor { name: "Bo".to_owned(), place: Some("PORTO".to_owned()) }];
    reading.first_appeared = Some(Origin { outlet: "Wire".to_owned(), url: None });
    reading.outlet = OutletHint {
        address: Some(url("https://publisher.example/")),
        name: Some("The Publisher".to_owned()),
    };
    reading.note = Some("only the first paragraphs".to_owned());
    let byline = reading.byline.clone();
    let (read_id, saved) = read(&store, &worker, 5, reading).await;
    assert_eq!((read_id, saved), (id, ReadSaved::Stored));
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.title, "The page's headline");
    assert_eq!(article.text, "The whole story.\n\nIn two parts.");
    assert_eq!((article.words, article.revisions), (6, 0), "a teaser is no earlier text");
    assert_eq!((article.text_source, article.page), (TextSource::Page, PageState::Read));
    assert_eq!(article.byline, byline);
    assert_eq!(article.dateline.as_deref(), Some("LISBON"));
    assert_eq!(article.language.as_deref(), Some("en"), "what the page leaves open stays");
    assert_eq!(article.published, Some(at(-30)));
    assert_eq!((article.paywalled, article.no_archive), (Some(false), false));
    assert_eq!(article.first_appeared.unwrap().outlet, "Wire");
    assert_eq!(article.outlet.unwrap().name, "The Publisher");
    assert_eq!(article.page_problem.as_deref(), Some("only the first paragraphs"));
    assert_eq!(store.pending_reads().await.unwrap(), 0);

    let mut same = entry("elsewhere");
    same.article.key = address::article_key(&url("https://example.org/canonical"));
    let saved = bring(&store, &worker, feed, 60, vec![same]).await;
    assert_eq!((saved.new_entries, saved.new_articles), (1, 0), "known by its canonical address");
}

async fn a_changed_page_keeps_what_it_said_before(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let id = only_article(&store).await;
    let mut minutes = 1;
    let mut read_again = async |text: &str, title: &str, no_archive: bool| {
        store.request_read(id, at(minutes)).await.unwrap();
        let mut reading = page(minutes, text);
        reading.title = Some(title.to_owned());
        reading.no_archive = no_archive;
        read(&store, &worker, minutes, reading).await;
        minutes += 1;
        store.revisions(id).await.unwrap()
    };
    assert_eq!(read_again("First words.", "Head", false).await.len(), 0);
    assert_eq!(read_again(" First   words. ", "HEAD", false).await.len(), 0);
    let kept = read_again("Second words.", "Head", false).await;
    assert_eq!((kept.len(), kept[0].text.trim()), (1, "First   words."));
    assert_eq!((kept[0].from, kept[0].until), (at(1), at(3)));
    let kept = read_again("Second words.", "Other head", false).await;
    assert_eq!((kept.len(), kept[0].title.as_str()), (2, "Head"));
    let kept = read_again("Third words.", "Other head", true).await;
    assert_eq!(kept.len(), 3);
    assert!(kept.iter().all(|revision| revision.text.is_empty()), "copies are forbidden");
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!((article.revisions, article.no_archive), (3, true));
}

async fn a_page_without_a_better_text_keeps_the_feeds(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let mut reading = page(1, "");
    (reading.html, reading.text) = (None, None);
    reading.text_source = TextSource::FeedSummary;
    reading.byline.authors.clear();
    read(&store, &worker, 1, reading).await;
    let (article, ..) = store.article(OWNER, only_article(&store).await).await.unwrap().unwrap();
    assert_eq!(article.text, "What happened at a in a few words.");
    assert_eq!(article.text_source, TextSource::FeedSummary);
    assert_eq!(article.title, "Title of a");
    assert_eq!(article.page, PageState::Read);
}

async fn a_failure_is_tried_again_and_then_listed(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let id = only_article(&store).await;
    for (minutes, retry) in [(1, Some(at(10))), (10, None)] {
        let task = store.claim_reads(&worker, at(minutes), at(minutes), 1, &[]).await.unwrap();
        assert_eq!(u32::from(minutes == 10), task[0].attempts);
        let failure = ReadFailure {
            at: at(minutes),
            problem: "the server is overloaded (503)".to_owned(),
            retry_at: retry,
        };
        let outcome = ReadOutcome::Failed(failure);
        store.save_reading(&worker, &task[0], outcome).await.unwrap();
        assert_eq!(store.next_read_at().await.unwrap(), retry);
    }
    assert_eq!(store.pending_reads().await.unwrap(), 0);
    let failed = store.failed_jobs(9).await.unwrap();
    assert_eq!((failed.len(), failed[0].attempts, failed[0].due_at), (1, 2, None));
    assert_eq!(failed[0].last_error.as_deref(), Some("the server is overloaded (503)"));
    assert_eq!(failed[0].title, "Title of a");
    assert_eq!(store.feed_overview(OWNER, feed).await.unwrap().unwrap().failed_reads, 1);
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.page, PageState::Failed);
    assert_eq!(article.page_problem.as_deref(), Some("the server is overloaded (503)"));
    assert!(store.retry_job(failed[0].id, at(20)).await.unwrap());
    assert_eq!(store.due_reads(at(20)).await.unwrap(), 1);
    assert!(store.failed_jobs(9).await.unwrap().is_empty());
    assert!(!store.retry_job(dateline_model::JobId(99), at(20)).await.unwrap());
    assert!(!store.request_read(dateline_model::ArticleId(99), at(20)).await.unwrap());
}

async fn one_canonical_address_makes_one_article(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(&store, "https://one.example/feed").await;
    let two = subscribed(&store, "https://two.example/feed").await;
    let mut whole = entry("whole");
    whole.article.text_source = TextSource::FeedSummary;
    bring(&store, &worker, one, 0, vec![whole]).await;
    bring(&store, &worker, two, 10, vec![teaser("mobile")]).await;
    let kept = store.entries_of_feed(one, 1).await.unwrap()[0].article;
    let merged = store.entries_of_feed(two, 1).await.unwrap()[0].article;
    store.set_read(OWNER, &[merged], true, at(11)).await.unwrap();
    store.set_starred(OWNER, merged, true, at(12)).await.unwrap();
    store.set_read(OWNER, &[kept], true, at(20)).await.unwrap();
    let mut reading = page(30, "The whole story with many more words than the summary had.");
    reading.canonical_key = Some(address::article_key(&url("https://news.example.org/whole")));
    let (read_id, saved) = read(&store, &worker, 30, reading).await;
    assert_eq!((read_id, saved), (merged, ReadSaved::Merged(kept)));
    assert_eq!(only_article(&store).await, kept);
    assert!(store.article(OWNER, merged).await.unwrap().is_none());
    let (article, is_read, starred) = store.article(OWNER, kept).await.unwrap().unwrap();
    assert!(is_read && starred);
    assert!(article.text.starts_with("The whole story"), "the longer text stays");
    assert_eq!(store.entries_of_article(kept).await.unwrap().len(), 2);
    assert!(store.waiting_jobs(9).await.unwrap().is_empty());
    let saved = bring(&store, &worker, one, 60, vec![entry("mobile")]).await;
    assert_eq!((saved.new_entries, saved.new_articles), (1, 0), "its addresses moved along");
}

crate::on_both_engines!(
    a_page_replaces_the_teaser_and_fills_in_what_it_knows,
    a_changed_page_keeps_what_it_said_before,
    a_page_without_a_better_text_keeps_the_feeds,
    a_failure_is_tried_again_and_then_listed,
    one_canonical_address_makes_one_article,
);

//! What the reading of a page leaves in the store.

use dateline_model::{
    ArticleId, Contributor, Origin, OutletHint, PageState, ReadFailure, ReadOutcome, Role,
    TextSource, UserId, WorkerId, address,
};
use dateline_store::{ReadSaved, Store};

use crate::kit::{
    OWNER, Place, at, bring, changed, entry, only_article, page, read, subscribed, teaser, url,
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

async fn what_a_login_opened_stays_its_readers_alone_when_its_page_is_read(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://ada:secret@news.example.org/feed").await;
    let mut behind = teaser("a");
    let public = behind.article.key.clone();
    behind.article.key = address::article_key_in_feed("https://news.example.org/feed", "a");
    behind.article.text = "All of what the login opens.".to_owned();
    bring(&store, &worker, feed, 0, vec![behind]).await;
    let id = only_article(&store).await;
    let mut reading = page(5, "Sign in to read on.");
    (reading.html, reading.text, reading.canonical_key) = (None, None, Some(public));
    let (read_id, saved) = read(&store, &worker, 5, reading).await;
    assert_eq!((read_id, saved), (id, ReadSaved::Stored));

    let open = subscribed(&store, "https://news.example.org/open").await;
    let saved = bring(&store, &worker, open, 60, vec![entry("a")]).await;
    assert_eq!((saved.new_entries, saved.new_articles), (1, 1), "not the one behind the login");
}

async fn a_feed_that_needs_a_login_since_tells_nothing_of_open_articles(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://news.example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let id = only_article(&store).await;
    let mut behind = changed("a", "All of what the login opens.");
    let own_key = address::article_key_in_feed("https://news.example.org/feed", "a");
    behind.article.key.clone_from(&own_key);
    bring(&store, &worker, feed, 60, vec![behind.clone()]).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.text, "What happened at a in a few words.");

    let other = subscribed(&store, "https://ada:secret@news.example.org/other").await;
    let saved = bring(&store, &worker, other, 120, vec![behind]).await;
    assert_eq!(saved.new_articles, 1, "the open article does not have the closed one's key");
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

/// Claims the job that is due and saves a failure for it; `retry` is when it is due again.
async fn fail(store: &Store, worker: &WorkerId, minutes: i64, retry: Option<i64>, counts: bool) {
    let tasks = store.claim_reads(worker, at(minutes), at(minutes), 1, &[]).await.unwrap();
    let failure = ReadFailure {
        at: at(minutes),
        problem: format!("the server is overloaded (503) at {minutes}"),
        retry_at: retry.map(at),
        counts,
        pause: None,
    };
    let saved = store.save_reading(worker, &tasks[0], ReadOutcome::Failed(failure)).await.unwrap();
    assert_eq!(saved, ReadSaved::Stored);
}

/// The state of an article's page with what is said about it.
async fn page_of(store: &Store, id: ArticleId) -> (PageState, Option<String>) {
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    (article.page, article.page_problem)
}

fn overloaded(minutes: i64) -> Option<String> {
    Some(format!("the server is overloaded (503) at {minutes}"))
}

async fn a_failure_shows_while_it_is_tried_again_and_is_listed(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let id = only_article(&store).await;
    assert!(store.failed_jobs(9).await.unwrap().is_empty(), "what was not tried did not fail");
    for (minutes, retry) in [(1, Some(10)), (10, None)] {
        fail(&store, &worker, minutes, retry, true).await;
        assert_eq!(store.next_read_at(at(0)).await.unwrap(), retry.map(at));
        let state = if retry.is_some() { PageState::Waiting } else { PageState::Failed };
        assert_eq!(page_of(&store, id).await, (state, overloaded(minutes)));
        let failed = store.failed_jobs(9).await.unwrap();
        let tries = if retry.is_some() { 1 } else { 2 };
        assert_eq!((failed.len(), failed[0].attempts, failed[0].due_at), (1, tries, retry.map(at)));
        assert_eq!(failed[0].last_error, overloaded(minutes));
        assert_eq!(failed[0].title, "Title of a");
        assert_eq!(store.feed_overview(OWNER, feed).await.unwrap().unwrap().failed_reads, 1);
    }
    assert_eq!(store.pending_reads().await.unwrap(), 0);
    let failed = store.failed_jobs(9).await.unwrap();
    assert!(store.retry_job(failed[0].id, at(20)).await.unwrap());
    assert_eq!(page_of(&store, id).await, (PageState::Waiting, None));
    assert_eq!(store.due_reads(at(20)).await.unwrap(), 1);
    assert!(store.failed_jobs(9).await.unwrap().is_empty());
    assert_eq!(store.feed_overview(OWNER, feed).await.unwrap().unwrap().failed_reads, 0);
    assert!(!store.retry_job(dateline_model::JobId(99), at(20)).await.unwrap());
    assert!(!store.request_read(ArticleId(99), at(20)).await.unwrap());
    fail(&store, &worker, 20, Some(30), true).await;
    read(&store, &worker, 30, page(30, "The whole story.")).await;
    assert_eq!(page_of(&store, id).await, (PageState::Read, None));
    assert!(store.failed_jobs(9).await.unwrap().is_empty());
}

async fn a_page_that_was_read_stays_read_when_it_cannot_be_read_again(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let mut reading = page(1, "The whole story.");
    reading.note = Some("only the first paragraphs".to_owned());
    let (id, _) = read(&store, &worker, 1, reading).await;
    store.request_read(id, at(2)).await.unwrap();
    fail(&store, &worker, 2, Some(3), true).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!((article.page, article.page_problem), (PageState::Waiting, overloaded(2)));
    assert_eq!(
        (article.text.as_str(), article.text_source),
        ("The whole story.", TextSource::Page)
    );
    fail(&store, &worker, 3, None, true).await;
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.page, PageState::Read);
    assert_eq!(article.page_problem.as_deref(), Some("only the first paragraphs"));
    assert_eq!(
        (article.text.as_str(), article.text_source),
        ("The whole story.", TextSource::Page)
    );
    let failed = store.failed_jobs(9).await.unwrap();
    assert_eq!((failed.len(), failed[0].due_at), (1, None));
    assert_eq!(failed[0].last_error, overloaded(3));

    store.request_read(id, at(4)).await.unwrap();
    read(&store, &worker, 4, page(4, "The whole story.")).await;
    store.request_read(id, at(5)).await.unwrap();
    fail(&store, &worker, 5, None, true).await;
    assert_eq!(page_of(&store, id).await, (PageState::Read, None), "the last note counts");
}

async fn waiting_for_a_paused_host_is_no_try(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    fail(&store, &worker, 1, Some(2), true).await;
    for minutes in 2..5 {
        fail(&store, &worker, minutes, Some(minutes + 1), false).await;
    }
    let tasks = store.claim_reads(&worker, at(5), at(5), 9, &[]).await.unwrap();
    assert_eq!(tasks[0].attempts, 1);
    assert_eq!(page_of(&store, tasks[0].article).await, (PageState::Waiting, overloaded(4)));
}

async fn a_withdrawn_job_takes_its_problem_along(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://collection.example/feed").await;
    let mut quoted = teaser("a");
    quoted.article.own = false;
    bring(&store, &worker, feed, 0, vec![quoted]).await;
    fail(&store, &worker, 1, Some(30), true).await;
    let own = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, own, 5, vec![changed("a", "All that is to be said about it.")]).await;
    let id = only_article(&store).await;
    assert_eq!(page_of(&store, id).await, (PageState::NotNeeded, None));
    assert!(store.failed_jobs(9).await.unwrap().is_empty());
}

async fn users_see_the_failures_of_their_own_feeds(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let mine = subscribed(&store, "https://one.example/feed").await;
    let member = store.create_user("Zoë", Role::Member, None, at(0)).await.unwrap().id;
    let (theirs, _) = store.add_feed(&url("https://two.example/feed"), at(0)).await.unwrap();
    store.subscribe(member, theirs, None, "", at(0)).await.unwrap();
    bring(&store, &worker, mine, 0, vec![teaser("both"), teaser("mine")]).await;
    bring(&store, &worker, theirs, 1, vec![teaser("both"), teaser("theirs")]).await;
    for minutes in 2..5 {
        fail(&store, &worker, minutes, (minutes == 2).then_some(90), true).await;
    }
    let titles = async |user| {
        let jobs = store.failed_jobs_of(user, 9).await.unwrap();
        jobs.into_iter().map(|job| job.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(OWNER).await, ["Title of mine", "Title of both"]);
    assert_eq!(titles(member).await, ["Title of theirs", "Title of both"]);
    assert_eq!(titles(UserId(99)).await, Vec::<String>::new());
    assert_eq!(store.failed_jobs_of(OWNER, 1).await.unwrap().len(), 1);
    assert_eq!(store.failed_jobs(9).await.unwrap().len(), 3);
    assert_eq!(store.feed_overview(OWNER, mine).await.unwrap().unwrap().failed_reads, 2);
    assert_eq!(store.feed_overview(member, theirs).await.unwrap().unwrap().failed_reads, 2);
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
    assert!(store.set_reading_place(OWNER, merged, 400, at(21)).await.unwrap());
    let mut reading = page(30, "The whole story with many more words than the summary had.");
    reading.canonical_key = Some(address::article_key(&url("https://news.example.org/whole")));
    let (read_id, saved) = read(&store, &worker, 30, reading).await;
    assert_eq!((read_id, saved), (merged, ReadSaved::Merged(kept)));
    assert_eq!(only_article(&store).await, kept);
    assert!(store.article(OWNER, merged).await.unwrap().is_none());
    let (article, is_read, starred) = store.article(OWNER, kept).await.unwrap().unwrap();
    assert!(is_read && starred);
    assert_eq!(store.reading_place(OWNER, kept).await.unwrap(), Some(400), "the place moves along");
    assert!(article.text.starts_with("The whole story"), "the longer text stays");
    assert_eq!(store.entries_of_article(kept).await.unwrap().len(), 2);
    assert!(store.waiting_jobs(9).await.unwrap().is_empty());
    let saved = bring(&store, &worker, one, 60, vec![entry("mobile")]).await;
    assert_eq!((saved.new_entries, saved.new_articles), (1, 0), "its addresses moved along");
}

crate::on_both_engines!(
    a_page_replaces_the_teaser_and_fills_in_what_it_knows,
    what_a_login_opened_stays_its_readers_alone_when_its_page_is_read,
    a_feed_that_needs_a_login_since_tells_nothing_of_open_articles,
    a_changed_page_keeps_what_it_said_before,
    a_page_without_a_better_text_keeps_the_feeds,
    a_failure_shows_while_it_is_tried_again_and_is_listed,
    a_page_that_was_read_stays_read_when_it_cannot_be_read_again,
    waiting_for_a_paused_host_is_no_try,
    a_withdrawn_job_takes_its_problem_along,
    users_see_the_failures_of_their_own_feeds,
    one_canonical_address_makes_one_article,
);

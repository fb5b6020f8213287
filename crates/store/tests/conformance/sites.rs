//! What is kept of sites: rules, what their pages taught, and the last few pages.

use dateline_model::{ArticleId, KeptPage, Role, SiteLearnt, SiteNotes};
use dateline_store::{RuleChange, Store};

use crate::kit::{OWNER, Place, at, bring, changed, entry, page, read, subscribed, teaser};

fn rule(site: &str, rule: Option<&str>) -> RuleChange {
    RuleChange { site: site.to_owned(), rule: rule.map(str::to_owned) }
}

fn kept(address: &str, minutes: i64) -> KeptPage {
    KeptPage {
        address: address.to_owned(),
        fetched_at: at(minutes),
        html: format!("<p>What stood at {address}</p>"),
    }
}

async fn rules_hold_for_a_site_and_those_below_it(place: &Place) {
    let store = place.open().await;
    let changes = vec![
        rule("example.org", Some("{\"keep\":\"article\"}")),
        rule("blog.example.org", Some("{\"keep\":\"main\"}")),
        rule("other.example", Some("{}")),
    ];
    store.change_site_rules(changes, at(1)).await.unwrap();
    let of = async |site: &str| {
        let mut rules = store.site_notes(site).await.unwrap().rules;
        rules.sort();
        rules.into_iter().map(|(site, _)| site).collect::<Vec<_>>()
    };
    assert_eq!(of("a.blog.example.org").await, ["blog.example.org", "example.org"]);
    assert_eq!(of("news.example.org").await, ["example.org"]);
    assert_eq!(of("example.net").await, Vec::<String>::new());
    let changes =
        vec![rule("blog.example.org", None), rule("example.org", Some("{\"drop\":\"a\"}"))];
    store.change_site_rules(changes, at(2)).await.unwrap();
    let rules = store.site_rules().await.unwrap();
    let told: Vec<_> =
        rules.iter().map(|row| (row.site.as_str(), row.rule.as_str(), row.changed_at)).collect();
    assert_eq!(told, [("example.org", "{\"drop\":\"a\"}", at(2)), ("other.example", "{}", at(1))]);
}

async fn what_a_site_repeats_is_remembered_with_the_reading(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    assert_eq!(store.site_notes("news.example.org").await.unwrap(), SiteNotes::default());
    let mut reading = page(1, "The whole story.");
    let learnt = |memory: &str| {
        Some(SiteLearnt { host: "news.example.org".to_owned(), memory: memory.to_owned() })
    };
    reading.learnt = learnt("one page");
    let (id, _) = read(&store, &worker, 1, reading).await;
    let memory = async || store.site_notes("news.example.org").await.unwrap().memory;
    assert_eq!(memory().await.as_deref(), Some("one page"));
    store.request_read(id, at(2)).await.unwrap();
    let mut reading = page(2, "The whole story.");
    reading.learnt = learnt("two pages");
    read(&store, &worker, 2, reading).await;
    assert_eq!(memory().await.as_deref(), Some("two pages"));
    store.prune_sites(at(2)).await.unwrap();
    assert!(memory().await.is_some());
    store.prune_sites(at(3)).await.unwrap();
    assert!(memory().await.is_none());
}

/// Reads the pages of so many articles of one site, each with pages that are kept; gives the
/// articles in that order.
async fn many_read(store: &Store, names: &[String]) -> Vec<ArticleId> {
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(store, "https://example.org/feed").await;
    let mut ids = Vec::new();
    for (name, minutes) in names.iter().zip(0..) {
        bring(store, &worker, feed, minutes * 100, vec![teaser(name)]).await;
        let mut reading = page(minutes * 100 + 1, "The whole story.");
        let address = format!("https://www.example.org/{name}");
        reading.kept = vec![kept(&address, minutes), kept(&format!("{address}?page=2"), minutes)];
        ids.push(read(store, &worker, minutes * 100 + 1, reading).await.0);
    }
    ids
}

async fn the_last_pages_of_a_site_are_kept(place: &Place) {
    let store = place.open().await;
    let names: Vec<String> = (0..7).map(|number| format!("story-{number}")).collect();
    let ids = many_read(&store, &names).await;
    let mut latest = ids[2..].to_vec();
    latest.reverse();
    assert_eq!(store.kept_articles("example.org", None, 9).await.unwrap(), latest);
    assert_eq!(store.kept_articles("example.org", Some(OWNER), 9).await.unwrap(), latest);
    assert!(store.kept_articles("ample.org", None, 9).await.unwrap().is_empty(), "another site");
    assert_eq!(store.kept_articles("example.org", Some(OWNER), 2).await.unwrap(), latest[..2]);
    assert!(store.kept_article(ids[0]).await.unwrap().is_none());
    let found = store.kept_article(ids[6]).await.unwrap().unwrap();
    assert_eq!(found.pages, {
        let address = "https://www.example.org/story-6";
        [kept(address, 6), kept(&format!("{address}?page=2"), 6)]
    });
    assert_eq!(found.task.text, "The whole story.");
    assert!(found.task.was_read);
    let member = store.create_user("Zoë", Role::Member, None, at(0)).await.unwrap().id;
    assert!(
        store.kept_articles("example.org", Some(member), 9).await.unwrap().is_empty(),
        "nobody sees what others read"
    );
    assert_eq!(store.prune_sites(at(0)).await.unwrap(), 0, "they are few");
}

async fn a_reading_without_pages_forgets_those_before(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let id = many_read(&store, &["one".to_owned()]).await[0];
    assert!(store.kept_article(id).await.unwrap().is_some());
    store.request_read(id, at(5)).await.unwrap();
    read(&store, &worker, 5, page(5, "The whole story.")).await;
    assert!(store.kept_article(id).await.unwrap().is_none());
}

async fn another_way_of_reading_is_no_revision(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let by = |minutes: i64, text: &str, by: &str| {
        let mut reading = page(minutes, text);
        reading.how.by = Some(by.to_owned());
        reading.how.rules = Some("example.org".to_owned());
        reading.facts.section = Some("World".to_owned());
        reading.facts.published_offset = Some(-18_000);
        reading
    };
    let (id, _) = read(&store, &worker, 1, by(1, "A story and a box.", "one")).await;
    assert!(store.save_reading_anew(id, by(2, "A story.", "two")).await.unwrap());
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!((article.text.as_str(), article.revisions), ("A story.", 0));
    assert_eq!(article.how.rules.as_deref(), Some("example.org"));
    assert_eq!(article.facts.section.as_deref(), Some("World"));
    assert_eq!(article.facts.published_offset, Some(-18_000));
    assert_eq!(article.page_read_at, Some(at(2)));

    // The publisher's own change after it is one.
    store.request_read(id, at(3)).await.unwrap();
    read(&store, &worker, 3, by(3, "Another story.", "two")).await;
    let kept = store.revisions(id).await.unwrap();
    assert_eq!((kept.len(), kept[0].text.as_str()), (1, "A story."));
    assert!(!store.save_reading_anew(ArticleId(99), by(4, "No story.", "two")).await.unwrap());
}

async fn what_a_site_repeats_is_no_revision_when_it_is_left_out(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let (id, _) = read(&store, &worker, 1, page(1, "A story.\n\nSupport us.")).await;
    for (minutes, text, revisions) in [(2, "A story.", 0), (3, "A longer story.", 1)] {
        store.request_read(id, at(minutes)).await.unwrap();
        let mut reading = page(minutes, text);
        reading.before = Some("A story.".to_owned());
        read(&store, &worker, minutes, reading).await;
        let kept = store.revisions(id).await.unwrap();
        assert_eq!(kept.len(), revisions, "{text}");
        assert!(kept.iter().all(|revision| revision.text == "A story."));
    }
    let mut edited = changed("b", "A story.\n\nUpdated 5 minutes ago");
    bring(&store, &worker, feed, 10, vec![entry("b")]).await;
    bring(&store, &worker, feed, 20, vec![edited.clone()]).await;
    let b = store.entries_of_feed(feed, 9).await.unwrap();
    let b = b.iter().find(|entry| entry.guid == "b").unwrap().article;
    assert_eq!(store.revisions(b).await.unwrap().len(), 1);
    edited.content_hash = "another".to_owned();
    edited.article.text = "A story.\n\nUpdated 9 minutes ago".to_owned();
    bring(&store, &worker, feed, 30, vec![edited]).await;
    assert_eq!(store.revisions(b).await.unwrap().len(), 1, "the page's line is no story");
}

async fn a_page_that_is_to_be_read_still_is(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let (id, _) = read(&store, &worker, 1, page(1, "A story.")).await;
    store.request_read(id, at(2)).await.unwrap();
    assert!(store.save_reading_anew(id, page(2, "A story, read anew.")).await.unwrap());
    let (article, ..) = store.article(OWNER, id).await.unwrap().unwrap();
    assert_eq!(article.page, dateline_model::PageState::Waiting);
    assert_eq!(store.due_reads(at(2)).await.unwrap(), 1);
}

async fn a_store_with_rules_for_sites_only_takes_a_backup(place: &Place) {
    let store = place.open().await;
    let rules = vec![rule("example.org", Some("{\"keep\":\"article\"}"))];
    store.change_site_rules(rules, at(1)).await.unwrap();
    let file = place.folder.path().join("backup.zst");
    store.backup(&file).await.unwrap();
    let other = vec![
        rule("example.org", Some("{\"keep\":\"main\"}")),
        rule("other.example", Some("{\"drop\":\"p\"}")),
    ];
    store.change_site_rules(other, at(2)).await.unwrap();
    store.restore(&file).await.unwrap();
    let rules = store.site_rules().await.unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!((rules[0].rule.as_str(), rules[0].changed_at), ("{\"keep\":\"article\"}", at(1)));
}

crate::on_both_engines!(
    a_store_with_rules_for_sites_only_takes_a_backup,
    rules_hold_for_a_site_and_those_below_it,
    what_a_site_repeats_is_remembered_with_the_reading,
    the_last_pages_of_a_site_are_kept,
    a_reading_without_pages_forgets_those_before,
    another_way_of_reading_is_no_revision,
    what_a_site_repeats_is_no_revision_when_it_is_left_out,
    a_page_that_is_to_be_read_still_is,
);

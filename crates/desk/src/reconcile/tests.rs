use super::*;
use dateline_model::{ArticleId, JobId};
use dateline_page::PageHints;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn task(address: &str, text: &str, text_source: TextSource) -> ReadTask {
    ReadTask {
        job: JobId(1),
        article: ArticleId(1),
        address: address.to_owned(),
        host: "bay.example".to_owned(),
        attempts: 0,
        title: "Harbour talks".to_owned(),
        text: text.to_owned(),
        text_source,
        published: None,
        feed_title: Some("Bay Tribune".to_owned()),
        feed_site: Some("https://www.bay.example/".to_owned()),
        was_read: false,
    }
}

fn words(count: usize) -> String {
    (0..count).map(|n| format!("Word{n} stands here.")).collect::<Vec<_>>().join(" ")
}

fn page(head: &str, body_words: usize, at: &str) -> Page {
    let html = format!(
        "<html><head><title>Harbour talks falter</title><meta property=\"og:type\" content=\"article\">{head}</head><body><article><h1>Harbour talks falter</h1><p>{}</p><p>{}</p></article></body></html>",
        words(body_words / 6),
        words(body_words / 6)
    );
    let at = url(at);
    dateline_page::read_html(&html, &PageHints { url: Some(&at), ..PageHints::default() })
}

fn read(task: &ReadTask, page: &Page, at: &str) -> PageReading {
    let read = Read { page, url: &url(at), parts: 1, missing: None };
    reconcile(task, &read, "2026-01-05T12:00:00Z".parse().unwrap())
}

const HERE: &str = "https://www.bay.example/2026/harbour-talks-falter";

#[test]
fn a_whole_page_replaces_a_teaser_and_a_stub_does_not_replace_a_whole_text() {
    let teaser = task(HERE, "The talks faltered.", TextSource::FeedSummary);
    let reading = read(&teaser, &page("", 300, HERE), HERE);
    assert_eq!((reading.text_source, reading.note), (TextSource::Page, None));
    let whole = task(HERE, &words(300), TextSource::FeedFull);
    let reading = read(&whole, &page("", 90, HERE), HERE);
    assert_eq!((reading.text_source, reading.text), (TextSource::FeedFull, None));
    assert!(reading.note.unwrap().contains("less text than the feed"));
}

#[test]
fn of_a_book_only_the_beginning_is_kept_and_that_is_said() {
    let teaser = task(HERE, "The talks faltered.", TextSource::FeedSummary);
    let mut long = page("", 300, HERE);
    let paragraph = format!("<p>{}</p>", words(2000));
    long.html = paragraph.repeat(1 + 1_000_000 / paragraph.len());
    long.text = words(200_000);
    let reading = read(&teaser, &long, HERE);
    let (html, text) = (reading.html.unwrap(), reading.text.unwrap());
    assert!(html.len() <= 1_000_100 && html.ends_with("</p>"), "{}", html.len());
    assert!((500_000..html.len()).contains(&text.len()), "{}", text.len());
    assert_eq!(reading.note.unwrap(), "This article is very long; only its beginning is kept.");
    long.html = paragraph;
    assert_eq!(read(&teaser, &long, HERE).note, None);
}

#[test]
fn a_day_does_not_replace_an_hour_of_that_day() {
    let head = "<meta property=\"article:published_time\" content=\"2026-01-04\">";
    let published = |known: Option<&str>| {
        let mut teaser = task(HERE, "", TextSource::None);
        teaser.published = known.map(|known| known.parse().unwrap());
        read(&teaser, &page(head, 300, HERE), HERE).published.map(|at| at.to_string())
    };
    assert_eq!(published(None).as_deref(), Some("2026-01-04T12:00:00Z"));
    assert_eq!(published(Some("2026-01-04T07:15:00Z")), None);
    assert_eq!(published(Some("2025-12-01T07:15:00Z")).as_deref(), Some("2026-01-04T12:00:00Z"));
}

#[test]
fn a_page_without_text_keeps_the_feeds_and_says_so() {
    let teaser = task(HERE, "The talks faltered.", TextSource::FeedSummary);
    let shell = dateline_page::read_html(
        "<html><head><title>x</title></head><body><div id=app></div></body></html>",
        &PageHints::default(),
    );
    let reading = read(&teaser, &shell, HERE);
    assert_eq!(reading.text, None);
    assert!(reading.note.unwrap().contains("No text was found on the page; this is the feed’s"));
    let scripts = dateline_page::read_html(
        "<html><head><title>x</title><script src=a.js></script></head><body><div id=app></div></body></html>",
        &PageHints::default(),
    );
    assert!(read(&teaser, &scripts, HERE).note.unwrap().contains("only with scripts"));
}

#[test]
fn a_page_that_is_another_text_than_the_whole_feeds_is_not_taken() {
    let whole = task(HERE, &words(100), TextSource::FeedFull);
    let wall = (0..200).map(|n| format!("Offer{n} is cheap now.")).collect::<Vec<_>>().join(" ");
    let html = format!("<article><h1>Harbour talks falter</h1><p>{wall}</p></article>");
    let at = url(HERE);
    let page =
        dateline_page::read_html(&html, &PageHints { url: Some(&at), ..PageHints::default() });
    assert!(page.words > 300, "{}", page.words);
    let reading = read(&whole, &page, HERE);
    assert_eq!((reading.text_source, reading.title), (TextSource::FeedFull, None));
    assert!(reading.note.unwrap().contains("another text than the feed"));
}

#[test]
fn what_the_page_says_beside_its_text_is_kept() {
    let teaser = task(HERE, "The talks faltered.", TextSource::FeedSummary);
    let head = "<meta property=\"article:section\" content=\" World \">\
        <meta property=\"article:tag\" content=\"talks\"><meta property=\"article:tag\" content=\"Talks\">\
        <meta property=\"article:published_time\" content=\"2026-01-04T20:15:00-05:00\">";
    let facts = read(&teaser, &page(head, 300, HERE), HERE).facts;
    assert_eq!(facts.section.as_deref(), Some("World"));
    assert_eq!(facts.tags, ["talks"]);
    assert_eq!(facts.published_offset, Some(-5 * 3600));
}

#[test]
fn a_canonical_address_counts_on_its_own_domain_and_with_the_same_slug() {
    let key = |canonical: &str, at: &str| {
        let head = format!("<link rel=canonical href=\"{canonical}\">");
        let teaser = task(at, "", TextSource::None);
        read(&teaser, &page(&head, 300, at), at).canonical_key
    };
    let amp = "https://www.bay.example/amp/harbour-talks-falter";
    assert_eq!(key(HERE, amp), Some(address::article_key(&url(HERE))));
    let own = Some(address::article_key(&url(HERE)));
    assert_eq!(key("https://other.example/2026/harbour-talks-falter", HERE), own);
    assert_eq!(key("https://www.bay.example/politics/", HERE), own);
}

#[test]
fn a_redirect_to_the_front_page_is_not_the_article() {
    let teaser = task(HERE, "", TextSource::None);
    let home = "https://www.bay.example/";
    assert_eq!(read(&teaser, &page("", 300, home), home).canonical_key, None);
}

#[test]
fn the_outlet_is_never_a_bare_address() {
    let at = "http://127.0.0.1:8000/2026/harbour-talks-falter";
    let head = format!(
        "<link rel=canonical href=\"{HERE}\"><meta property=\"og:site_name\" content=\"The Bay\">"
    );
    let mut teaser = task(at, "", TextSource::None);
    let outlet = read(&teaser, &page(&head, 300, at), at).outlet;
    assert_eq!(outlet.key().as_deref(), Some("bay.example"));
    assert_eq!(outlet.display_name().as_deref(), Some("The Bay"));
    let bare = read(&teaser, &page("", 300, at), at).outlet;
    assert_eq!(bare.display_name().as_deref(), Some("Bay Tribune"));
    teaser.feed_site = None;
    teaser.feed_title = None;
    assert_eq!(read(&teaser, &page("", 300, at), at).outlet.key(), None);
}

#[test]
fn a_reprint_on_a_bare_address_is_its_own_outlets_not_the_originals() {
    let at = "http://127.0.0.1:8000/2026/harbour-talks-falter";
    let head = "<link rel=canonical href=\"https://wire.example/harbour-talks-falter\"><meta property=\"og:site_name\" content=\"The Bay\">";
    let outlet = read(&task(at, "", TextSource::None), &page(head, 300, at), at).outlet;
    assert_eq!(outlet.key().as_deref(), Some("bay.example"));
}

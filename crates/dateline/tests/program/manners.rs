//! How publishers are treated, by one process after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use serde_json::Value;

use crate::odd_servers::{RSS, sound_feed};
use crate::site::Site;
use crate::support::Program;

fn results(report: &Value) -> Vec<String> {
    let outcomes = report["outcomes"].as_array().unwrap().iter();
    outcomes.map(|outcome| outcome["result"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_host_that_asks_for_a_pause_is_left_alone_by_the_next_process_too() {
    let busy = Arc::new(AtomicBool::new(false));
    let says_busy = busy.clone();
    let site = Site::start(1, move |asked| match says_busy.load(SeqCst) {
        true => ("429 Too Many Requests", "Retry-After: 7200\r\n".to_owned(), Vec::new()),
        false => ("200 OK", RSS.to_owned(), sound_feed(&asked.path).into_bytes()),
    });
    let program = Program::new();
    for path in ["/one", "/two"] {
        program.good(&["add", &site.url(path)]);
    }
    busy.store(true, SeqCst);
    site.asked();
    let refused = program.json(&["poll", "1", "--feeds-only", "--json"]);
    assert_eq!(refused["failed"], 1, "{refused}");
    assert_eq!(site.paths(), ["/one"]);
    busy.store(false, SeqCst);
    let waiting = program.json(&["poll", "--feeds-only", "--json"]);
    assert!(site.paths().is_empty(), "not one request until the pause is over");
    for result in results(&waiting) {
        assert!(result.contains("waits because its host is to be left alone until"), "{result}");
    }
    let ran = program.run(&["add", &site.url("/three")]);
    assert_eq!(ran.code, 1, "an address that is typed waits as well");
    assert!(site.paths().is_empty());
    let listed = program.good(&["feeds"]).split_whitespace().collect::<Vec<_>>().join(" ");
    let told = listed.matches("waits because its host asked for a pause until").count();
    assert!(told >= 2, "{listed}");
}

#[test]
fn a_whole_feed_is_not_asked_for_twice_in_five_minutes_and_that_is_said() {
    let site = Site::start(2, |asked| match asked.header("if-none-match") {
        Some(_) => ("304 Not Modified", String::new(), Vec::new()),
        None => ("200 OK", format!("{RSS}ETag: \"1\"\r\n"), sound_feed("News").into_bytes()),
    });
    let program = Program::new();
    program.good(&["add", &site.url("/")]);
    site.asked();
    let report = program.json(&["poll", "--fresh", "--feeds-only", "--json"]);
    assert_eq!(report["too_soon"], 1, "{report}");
    assert!(results(&report)[0].starts_with("polled less than five minutes ago"), "{report}");
    assert_eq!(site.asked()[0].header("if-none-match"), Some("\"1\""));
    let said = program.good(&["poll", "--fresh", "--feeds-only", "--quiet"]);
    assert!(said.contains("1 feed was polled less than five minutes ago"), "{said}");
}

#[test]
fn a_feed_that_became_a_page_stays_and_the_feed_of_the_page_is_offered() {
    let replaced = Arc::new(AtomicBool::new(false));
    let is_page = replaced.clone();
    let site = Site::start(3, move |asked| {
        let page = b"<!doctype html><html><head><link rel=alternate type=application/rss+xml \
            href=/new.xml></head><body><p>We have moved.</p></body></html>";
        let html = "Content-Type: text/html\r\n".to_owned();
        match asked.path.as_str() {
            "/feed" if is_page.load(SeqCst) => ("200 OK", html, page.to_vec()),
            "/feed" | "/new.xml" => ("200 OK", RSS.to_owned(), sound_feed("News").into_bytes()),
            _ => ("404 Not Found", String::new(), Vec::new()),
        }
    });
    let program = Program::new();
    program.good(&["add", &site.url("/feed")]);
    replaced.store(true, SeqCst);
    site.asked();
    let report = program.json(&["poll", "--feeds-only", "--json"]);
    assert_eq!(report["failed"], 1);
    assert_eq!(site.paths(), ["/feed", "/robots.txt", "/new.xml"]);
    let feed = program.json(&["feeds", "--json"])["feeds"][0].clone();
    assert_eq!(feed["offered_url"], site.url("/new.xml").as_str());
    assert_eq!(feed["url"], site.url("/feed").as_str(), "nobody is moved without asking");
    program.good(&["poll", "--feeds-only", "--quiet"]);
    assert_eq!(site.paths(), ["/feed"], "it is searched once a week");
    replaced.store(false, SeqCst);
    program.good(&["poll", "--feeds-only", "--quiet"]);
    assert!(program.json(&["feeds", "--json"])["feeds"][0]["offered_url"].is_null());
}

#[test]
fn an_etag_that_compression_spoiled_is_sent_in_both_forms() {
    // As Apache's mod_deflate: it knows the tag without the suffix only.
    let site = Site::start(4, |asked| {
        let sent = asked.header("if-none-match").unwrap_or_default();
        match sent.split(", ").any(|tag| tag == "\"x\"") {
            true => ("304 Not Modified", "ETag: \"x-gzip\"\r\n".to_owned(), Vec::new()),
            false => {
                let head = format!("{RSS}ETag: \"x-gzip\"\r\n");
                ("200 OK", head, sound_feed("News").into_bytes())
            }
        }
    });
    let program = Program::new();
    program.good(&["add", &site.url("/")]);
    for _ in 0..3 {
        program.good(&["poll", "--feeds-only", "--quiet"]);
    }
    let sent: Vec<_> = site
        .asked()
        .iter()
        .map(|asked| asked.header("if-none-match").unwrap_or("none").to_owned())
        .collect();
    assert_eq!(sent, ["none", "\"x-gzip\"", "\"x-gzip\", \"x\"", "\"x-gzip\", \"x\""]);
    let result = &program.json(&["feeds", "--json"])["feeds"][0]["last_result"];
    assert_eq!(result, "nothing new (304)");
}

#[test]
fn a_226_is_merged_and_nobody_asked_for_it() {
    let count = Arc::new(AtomicU32::new(0));
    let site = Site::start(5, move |asked| {
        assert_eq!(asked.header("a-im"), None);
        let number = count.fetch_add(1, SeqCst);
        let status = if number == 1 { "226 IM Used" } else { "200 OK" };
        let feed = sound_feed("News").replace(">1<", &format!(">{number}<"));
        (status, format!("{RSS}ETag: \"{number}\"\r\n"), feed.into_bytes())
    });
    let program = Program::new();
    program.good(&["add", &site.url("/")]);
    for _ in 0..2 {
        program.good(&["poll", "--feeds-only", "--quiet"]);
    }
    let sent: Vec<_> = site
        .asked()
        .iter()
        .map(|asked| asked.header("if-none-match").unwrap_or("none").to_owned())
        .collect();
    assert_eq!(sent, ["none", "\"0\"", "\"1\""], "its validators are kept");
    assert_eq!(program.json(&["feeds", "--json"])["feeds"][0]["entries"], 3);
}

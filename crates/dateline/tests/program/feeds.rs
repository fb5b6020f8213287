//! Adding, importing, polling, reading, exporting, backing up: against the demo's world.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Outside, Program};

fn texts<'a>(list: &'a Value, key: &str) -> BTreeSet<&'a str> {
    list.as_array().unwrap().iter().filter_map(|item| item[key].as_str()).collect()
}

fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

#[test]
fn a_list_of_feeds_is_imported_polled_shown_and_exported() {
    let (program, outside) = (Program::new(), Outside::new());
    let feeds = outside.served.feeds();
    let report = program.json(&["import", &outside.opml(), "--json"]);
    assert_eq!(report["added"], feeds.len());
    let again = program.json(&["import", &outside.opml(), "--json"]);
    assert_eq!((&again["added"], &again["already"]), (&0.into(), &feeds.len().into()));

    let polled = program.json(&["poll", "--json"]);
    assert_eq!(count(&polled["outcomes"]), feeds.len());
    assert!(polled["new_entries"].as_u64().unwrap() >= 50, "{polled}");
    assert!(polled["pages_read"].as_u64().unwrap() >= 10, "{polled}");
    let failed: Vec<&Value> =
        polled["outcomes"].as_array().unwrap().iter().filter(|o| o["failed"] == true).collect();
    assert!(!failed.is_empty(), "the dead feed has to be told");
    let second = program.json(&["poll", "--json", "--feeds-only"]);
    assert_eq!(second["new_entries"], 0);

    let listed = program.json(&["feeds", "--json"]);
    assert_eq!(count(&listed["feeds"]), feeds.len());
    let shown = program.good(&["feeds"]);
    assert!(feeds.iter().filter(|feed| shown.contains(&feed.title)).count() * 2 > feeds.len());

    let exported = program.good(&["export"]);
    assert!(feeds.iter().all(|feed| exported.contains(&feed.url.replace('&', "&amp;"))));
    let file = program.data().join("mine.opml");
    program.good(&["export", file.to_str().unwrap()]);
    let other = Program::new();
    let report = other.json(&["import", file.to_str().unwrap(), "--json"]);
    assert_eq!(report["added"], feeds.len());
}

#[test]
fn the_front_page_and_an_article_are_shown_and_survive_backup_and_restore() {
    let (program, outside) = (Program::new(), Outside::new());
    program.good(&["import", &outside.opml()]);
    let said = program.run(&["poll"]);
    assert!(said.stdout.starts_with("Polled "), "{}", said.stdout);
    assert!(said.stderr.contains("feeds polled: "), "{}", said.stderr);

    let front = program.json(&["front", "--json", "--limit", "200"]);
    let articles = front["articles"].as_array().unwrap();
    assert!(articles.len() >= 50);
    let first = &articles[0];
    let text = program.good(&["front", "--articles", "--limit", "3"]);
    let start: String = first["title"].as_str().unwrap().chars().take(20).collect();
    assert!(text.contains(&start), "{start}: {text}");
    assert!(!text.contains('\x1b') && text.lines().all(|line| line.chars().count() <= 80));

    let id = first["id"].to_string();
    let article = program.json(&["article", &id, "--json"]);
    assert_eq!(article["article"]["title"], first["title"]);
    assert!(program.good(&["article", &id]).contains(&start));
    assert_eq!(program.run(&["article", "999999"]).code, 1);

    let file = program.data().join("backup.db");
    let file = file.to_str().unwrap();
    assert!(program.json(&["backup", file, "--json"])["bytes"].as_u64().unwrap() > 10_000);
    assert_eq!(program.run(&["backup", file]).code, 2, "a backup was overwritten");
    let other = Program::new();
    other.good(&["restore", file]);
    let restored = other.json(&["front", "--json", "--limit", "200"]);
    assert_eq!(texts(&restored["articles"], "title"), texts(&front["articles"], "title"));
    let ran = other.run(&["restore", file]);
    assert_eq!(ran.code, 1, "a store that holds something was restored into");
    assert!(!ran.stderr.is_empty());
}

#[test]
fn a_feed_is_added_by_its_address_or_its_sites() {
    let (program, outside) = (Program::new(), Outside::new());
    let feeds = outside.served.feeds();
    let by_site = feeds.iter().find(|feed| {
        let ran = program.run(&["add", &feed.site, "--folder", "News", "--json"]);
        ran.code == 0 && ran.stdout.contains("\"new\":true")
    });
    let feed = by_site.expect("no site of the world names its feed");
    let again = program.json(&["add", &feed.url, "--json"]);
    assert_eq!(again["new"], false);
    let listed = program.json(&["feeds", "--json"]);
    let added = listed["feeds"].as_array().unwrap().iter().find(|o| o["url"] == feed.url.as_str());
    assert_eq!(added.unwrap()["folder"], "News");
    let id = added.unwrap()["id"].to_string();
    let polled = program.json(&["poll", &id, "--feeds-only", "--json"]);
    assert_eq!(count(&polled["outcomes"]), 1);
    let ran = program.run(&["poll", "no such feed"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no feed is meant by “no such feed”"), "{}", ran.stderr);
}

#[test]
fn an_address_that_gives_no_feed_is_refused_in_one_line() {
    let program = Program::new();
    for address in ["http://127.0.0.1:1/feed", "ftp://news.example/", "http://169.254.169.254/"] {
        let ran = program.run(&["add", address]);
        assert_eq!(ran.code, 1, "{address}");
        assert_eq!(ran.stderr.trim_end().lines().count(), 1, "{}", ran.stderr);
        assert!(ran.stderr.starts_with("dateline: "), "{}", ran.stderr);
    }
    assert_eq!(count(&program.json(&["feeds", "--json"])["feeds"]), 0);
}

#[test]
fn nothing_is_kept_away_or_removed_unless_a_limit_is_set() {
    let (program, outside) = (Program::new(), Outside::new());
    program.good(&["import", &outside.opml()]);
    program.good(&["poll", "--feeds-only", "--quiet"]);
    assert!(program.good(&["keep"]).contains("everything is kept"));
    let preview = program.json(&["keep", "--keep-days", "1", "--json"]);
    assert_eq!((&preview["applied"], &preview["limited"]), (&false.into(), &true.into()));
    let jobs = program.json(&["jobs", "--json"]);
    assert!(count(&jobs["waiting"]) > 0, "{jobs}");
    assert_eq!(program.run(&["jobs", "retry", "999999"]).code, 1);
}

//! Feeds for other readers, read by other readers, and moving from one Dateline to another.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dateline_model::{FrontFilter, FrontQuery, OutScope, StoryQuery};
use dateline_store::{Location, Options, Store};
use jiff::Timestamp;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::support::{Program, ended};
use crate::walks::{Serving, tool};

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

async fn store_of(program: &Program) -> Store {
    let location = Location::Sqlite(program.data().to_owned());
    Store::open(&location, Options::default(), Timestamp::UNIX_EPOCH).await.unwrap()
}

/// Gives out a feed of every scope; gives their tokens, each with a word for its scope.
async fn give_out(program: &Program) -> Vec<(&'static str, String)> {
    let store = store_of(program).await;
    let user = store.owner().await.unwrap().id;
    let at = |second: i64| Timestamp::from_second(second).unwrap();
    let articles = store.front(&FrontQuery::newest(user, 5)).await.unwrap();
    for (number, article) in articles.iter().enumerate() {
        let number = i64::try_from(number).unwrap();
        assert!(store.set_starred(user, article.id, true, at(number)).await.unwrap());
    }
    let outlet = articles[0].outlet.clone().unwrap().key;
    let stories = store.front_stories(&StoryQuery::first(user, 50)).await.unwrap();
    let story = stories.iter().max_by_key(|story| story.articles).unwrap().id;
    let scopes = [
        ("front", OutScope::Front),
        ("section", OutScope::Section("Town".to_owned())),
        ("story", OutScope::Story(story)),
        ("outlet", OutScope::Outlet(outlet)),
        ("starred", OutScope::Starred),
    ];
    let mut given = Vec::new();
    for (number, (word, scope)) in scopes.into_iter().enumerate() {
        let token = format!("{number:064x}");
        store.open_feed_out(user, &scope, &token, at(0)).await.unwrap();
        given.push((word, token));
    }
    store.close().await.unwrap();
    given
}

/// Fetches a feed into a file.
fn fetch(serving: &Serving, folder: &Path, word: &str, token: &str, form: &str) -> PathBuf {
    let answer = serving.running.get(&format!("/feed/{token}.{form}"));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{word}.{form}: {head}");
    assert!(!head.to_lowercase().contains("transfer-encoding"), "{head}");
    let file = folder.join(format!("{word}.{form}"));
    std::fs::write(&file, body).unwrap();
    file
}

#[test]
fn feeds_out_parse_without_fault_and_come_back_as_they_went() {
    let serving = Serving::new();
    let given = runtime().block_on(give_out(&serving.program));
    let folder = tempfile::tempdir().unwrap();
    let mut for_python = Vec::new();
    for (word, token) in &given {
        let mut ids: Vec<Vec<String>> = Vec::new();
        for form in ["atom", "rss", "json"] {
            let file = fetch(&serving, folder.path(), word, token, form);
            let read = serving.program.json(&["inspect", "feed", file.to_str().unwrap()]);
            assert_eq!(read["ok"], true, "{word}.{form}: {read}");
            assert_eq!(read["warnings"], Value::Array(Vec::new()), "{word}.{form}");
            let expected = match form {
                "atom" => "atom1",
                "rss" => "rss2",
                _ => "jsonfeed",
            };
            assert_eq!(read["format"], expected, "{word}");
            let entries = read["entries"].as_array().unwrap();
            assert!(!entries.is_empty(), "{word}.{form}");
            for entry in entries {
                let link = entry["link"].as_str().unwrap_or_default();
                assert!(link.starts_with("http://127."), "{word}.{form}: to its outlet: {entry}");
                assert!(entry["published"].is_string(), "{word}.{form}: {entry}");
            }
            let listed = entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned());
            ids.push(listed.collect());
            if form != "json" {
                for_python.push(file);
            }
        }
        let mut unique = ids[0].clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), ids[0].len(), "{word}");
        assert!(ids[0] == ids[1] && ids[1] == ids[2], "{word}: {ids:?}");
    }
    // An unchanged feed is known by its tag.
    let token = &given[0].1;
    assert!(serving.running.get(&format!("/feed/{token}.html")).starts_with("HTTP/1.1 404"));

    let Some(python) = tool("tools/clients/bin/python") else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients/read_feeds.py");
    let ran = ended(Command::new(python).arg(script).args(&for_python).stdin(Stdio::null()));
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(said.as_object().unwrap().len(), 10);
    for (word, _) in &given {
        let read = |form: &str| said[format!("{word}.{form}")].clone();
        assert_eq!(read("atom"), read("rss"), "{word}");
    }
}

/// What somebody has: feeds with folders, and the addresses of what is starred and of what is read.
#[derive(Debug, PartialEq, Eq)]
struct Has {
    feeds: Vec<(String, String)>,
    starred: Vec<String>,
    read: Vec<String>,
}

async fn has(program: &Program) -> Has {
    let store = store_of(program).await;
    let user = store.owner().await.unwrap().id;
    let overview = store.overview(user).await.unwrap();
    let mut feeds: Vec<(String, String)> =
        overview.into_iter().map(|one| (one.feed.url, one.subscription.folder)).collect();
    feeds.sort();
    let mut query = FrontQuery::newest(user, 10_000);
    let all = store.front(&query).await.unwrap();
    let mut read: Vec<String> =
        all.iter().filter(|one| one.read).filter_map(|one| one.address.clone()).collect();
    query.filter = FrontFilter::Starred;
    let starred = store.front(&query).await.unwrap();
    let mut starred: Vec<String> = starred.into_iter().filter_map(|one| one.address).collect();
    read.sort();
    starred.sort();
    store.close().await.unwrap();
    Has { feeds, starred, read }
}

/// Reads and stars some of what a Dateline has.
async fn use_it(program: &Program) {
    let store = store_of(program).await;
    let user = store.owner().await.unwrap().id;
    store.set_spreads_read(user, false).await.unwrap();
    let all = store.front(&FrontQuery::newest(user, 10_000)).await.unwrap();
    let now = Timestamp::from_second(1_700_000_000).unwrap();
    let read: Vec<_> = all.iter().step_by(3).map(|one| one.id).collect();
    assert!(store.set_read(user, &read, true, now).await.unwrap() > 5);
    for article in all.iter().step_by(7) {
        assert!(store.set_starred(user, article.id, true, now).await.unwrap());
    }
    store.close().await.unwrap();
}

#[test]
fn moving_from_one_dateline_to_another_keeps_folders_reads_and_stars() {
    let serving = Serving::new();
    let runtime = runtime();
    runtime.block_on(use_it(&serving.program));
    let before = runtime.block_on(has(&serving.program));
    assert!(before.feeds.len() == 5 && before.starred.len() > 2, "{before:?}");
    for words in [
        &["move-in", "freshrss", "URL", "--name", "owner", "--secret-stdin", "--json"][..],
        &["move-in", "miniflux", "URL", "--secret-stdin", "--json"],
    ] {
        let fresh = Program::new();
        runtime.block_on(async {
            let store = store_of(&fresh).await;
            let user = store.owner().await.unwrap().id;
            store.set_spreads_read(user, false).await.unwrap();
            store.close().await.unwrap();
        });
        let url = serving.url();
        let words: Vec<&str> =
            words.iter().map(|word| if *word == "URL" { url.as_str() } else { word }).collect();
        let ran = fresh.run_with_input(&words, &format!("{}\n", serving.secret));
        assert_eq!(ran.code, 0, "{words:?}: {}{}", ran.stdout, ran.stderr);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["feeds"], 5, "{words:?}: {report}");
        assert_eq!(report["left_out"], Value::Array(Vec::new()), "{words:?}");
        assert!(!ran.stdout.contains(&serving.secret) && !ran.stderr.contains(&serving.secret));
        let kept = runtime.block_on(has(&fresh));
        assert_eq!(kept.starred, before.starred, "{words:?}: kept before any feed brings them");
        fresh.json(&["poll", "--json"]);
        let after = runtime.block_on(has(&fresh));
        assert_eq!(after.feeds, before.feeds, "{words:?}");
        assert_eq!(after.starred, before.starred, "{words:?}");
        assert_eq!(after.read, before.read, "{words:?}");
    }
    let wrong = Program::new();
    let words = ["move-in", "miniflux", &serving.url(), "--secret-stdin"];
    let ran = wrong.run_with_input(&words, "wrong\n");
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("does not accept"), "{}", ran.stderr);
}

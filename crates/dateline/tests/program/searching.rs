//! Searching from the command line, and an index whose process is killed thirty times.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Outside, Program};

/// How often a process that indexes is killed.
const KILLS: u32 = 30;

#[test]
fn the_demos_articles_are_found_from_the_command_line() {
    let (program, outside) = (Program::new(), Outside::new());
    program.json(&["import", &outside.opml(), "--json"]);
    program.json(&["poll", "--json"]);
    let found = program.json(&["search", "--json", "ferry", "aground"]);
    assert!(found["total"].as_u64().unwrap() > 0, "{found}");
    assert!(found["sentence"].as_str().unwrap().contains("ferry"), "{found}");
    let odd = program.json(&["search", "--json", "title:(\"ferry"]);
    assert!(!odd["notes"].as_array().unwrap().is_empty(), "a note says what could not be read");
    let nothing = program.good(&["search", "zzqqxx"]);
    assert!(nothing.starts_with("No results. Searched for"), "{nothing}");
    let again = program.good(&["reindex"]);
    assert!(again.contains("indexed"), "{again}");
    drop(outside);
}

/// The numbers of all articles that the front page's list knows.
fn stored(program: &Program) -> BTreeSet<i64> {
    let front = program.json(&["front", "--limit", "1000", "--json"]);
    let articles = front["articles"].as_array().unwrap().iter();
    articles.map(|article| article["id"].as_i64().unwrap()).collect()
}

/// The numbers of all articles that a search for everything finds, as a list.
fn found(program: &Program) -> Vec<i64> {
    let found = program.json(&["search", "-n", "500", "--json", "after:1970-01-02"]);
    let articles = found["articles"].as_array().unwrap().iter();
    let ids: Vec<i64> = articles.map(|article| article["id"].as_i64().unwrap()).collect();
    assert_eq!(found["total"].as_u64().unwrap(), ids.len() as u64, "{found}");
    ids
}

#[test]
fn thirty_kills_while_indexing_lose_and_double_nothing() {
    let (program, outside) = (Program::new(), Outside::new());
    program.json(&["import", &outside.opml(), "--json"]);
    program.json(&["poll", "--json"]);
    let began = Instant::now();
    program.json(&["reindex", "--json"]);
    let whole = began.elapsed();
    let mut midway = 0;
    for round in 0..KILLS {
        // Every third time the index itself is lost as well.
        if round % 3 == 2 {
            std::fs::remove_dir_all(program.data().join("search")).unwrap();
        }
        let mut command = program.command(&["reindex", "--json"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(whole.mul_f64(0.1 + 0.85 * f64::from(round % 10) / 10.0));
        midway += u32::from(child.try_wait().unwrap().is_none());
        // SIGKILL; one that has ended already is none the worse for it.
        let _ = child.kill();
        child.wait().unwrap();
        if round % 10 == 9 {
            let listed = found(&program);
            let once: BTreeSet<i64> = listed.iter().copied().collect();
            assert_eq!(once.len(), listed.len(), "an article is found twice");
            assert_eq!(once, stored(&program), "what is stored and what is found");
        }
    }
    assert!(midway >= KILLS / 2, "only {midway} were still at work when killed");
    assert!(whole > Duration::ZERO);
    drop(outside);
}

/// Texts of all kinds of signs, by a small generator: the same every time.
fn odd_texts(count: usize) -> Vec<String> {
    const PARTS: [&str; 36] = [
        "ferry",
        "\"",
        "(",
        ")",
        "-",
        " OR ",
        "title:",
        "outlet:",
        "date:",
        "2025-13-45",
        "newer:",
        "9999999999d",
        "near:5",
        "near:",
        "*",
        "~",
        "\\",
        "story:",
        "-1",
        "is:",
        "is:unread",
        "é",
        "船",
        "ภาษา",
        "\u{202e}",
        "😀",
        "AND",
        "NOT",
        "::",
        "[",
        "]",
        "{",
        "before:",
        " ",
        "a",
        "'",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..count)
        .map(|_| {
            let parts = 1 + next() % 24;
            (0..parts).map(|_| PARTS[(next() % PARTS.len() as u64) as usize]).collect()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_odd_searches_are_no_error_and_none_is_slow() {
    let (program, outside) = tokio::task::spawn_blocking(|| {
        let (program, outside) = (Program::new(), Outside::new());
        program.json(&["import", &outside.opml(), "--json"]);
        program.json(&["poll", "--json"]);
        program.json(&["reindex", "--json"]);
        (program, outside)
    })
    .await
    .unwrap();
    let clock = dateline_clock::Clock::system();
    let location = dateline_store::Location::from_setting(None, program.data()).unwrap();
    let options = dateline_store::Options::default();
    let store = dateline_store::Store::open(&location, options, clock.now()).await.unwrap();
    let fetcher = dateline_fetch::Fetcher::new(dateline_fetch::FetchSettings::default()).unwrap();
    let settings = dateline_desk::DeskSettings {
        index: Some(program.data().join("search")),
        ..dateline_desk::DeskSettings::default()
    };
    let desk = dateline_desk::Desk::new(store, fetcher, clock, settings).await.unwrap();
    let user = desk.store().owner().await.unwrap().id;
    let mut slowest = (Duration::ZERO, String::new());
    for (number, text) in odd_texts(10_000).into_iter().enumerate() {
        let began = Instant::now();
        if number % 2 == 0 {
            let ask = dateline_desk::SearchAsk::newest(&text, 5);
            desk.search(user, ask).await.unwrap().unwrap();
        } else {
            desk.live_search(user, &text, 3, 3).await.unwrap().unwrap();
        }
        let took = began.elapsed();
        if took > slowest.0 {
            slowest = (took, text);
        }
    }
    // Nothing is timed closely: a search that runs away takes minutes.
    assert!(slowest.0 < Duration::from_secs(5), "{slowest:?}");
    tokio::task::spawn_blocking(move || drop((program, outside))).await.unwrap();
}

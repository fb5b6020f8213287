//! Searching from the command line, and an index whose process is killed thirty times.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use dateline_clock::Clock;
use dateline_desk::{Desk, DeskSettings, SearchAsk};
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::UserId;
use dateline_store::{Location, Options, Store};

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
    let after = program.json(&["search", "ferry", "-n", "1", "aground", "--json", "-zzqqxx"]);
    assert_eq!(after["total"], found["total"], "options may stand among the words");
    assert_eq!(after["articles"].as_array().unwrap().len(), 1, "{after}");
    assert_eq!(program.run(&["search", "ferry", "--nothing"]).code, 2);
    assert!(found["sentence"].as_str().unwrap().contains("ferry"), "{found}");
    let odd = program.json(&["search", "--json", "title:(\"ferry"]);
    assert!(!odd["notes"].as_array().unwrap().is_empty(), "a note says what could not be read");
    let nothing = program.good(&["search", "zzqqxx"]);
    assert!(nothing.starts_with("No results. Searched for"), "{nothing}");
    let again = program.good(&["reindex"]);
    assert!(again.contains("indexed"), "{again}");
    drop(outside);
    a_damaged_index_is_told_and_mended(&program, &found["total"]);
}

fn a_damaged_index_is_told_and_mended(program: &Program, total: &serde_json::Value) {
    let search = || {
        let care: serde_json::Value =
            serde_json::from_str(&program.run(&["doctor", "--json"]).stdout).unwrap();
        let checks = care["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == "search").unwrap()["state"].clone()
    };
    assert_eq!(search(), "ok");
    // Only a checksum tells of this one.
    damage(program, "pos");
    assert_eq!(search(), "problem");
    program.good(&["reindex"]);
    assert_eq!(search(), "ok");
    // This one keeps the index from being opened.
    damage(program, "fast");
    assert_eq!(search(), "problem");
    assert_eq!(program.json(&["search", "--json", "ferry", "aground"])["total"], *total);
    assert_eq!(search(), "ok");
}

/// Turns all bits of files but those of their checksums.
fn damage(program: &Program, extension: &str) {
    let files = std::fs::read_dir(program.data().join("search")).unwrap();
    for path in files.map(|file| file.unwrap().path()) {
        if path.extension().is_some_and(|found| found == extension) {
            let mut bytes = std::fs::read(&path).unwrap();
            let end = bytes.len().saturating_sub(150).max(1);
            bytes[..end].iter_mut().for_each(|byte| *byte ^= 0xa5);
            std::fs::write(&path, bytes).unwrap();
        }
    }
}

/// The demo's articles in an index, with a desk in this process that searches them.
pub struct Indexed {
    /// What searches.
    pub desk: Desk,
    /// The owner.
    pub user: UserId,
    program: Program,
    outside: Outside,
}

impl Indexed {
    /// Polls, reads and indexes by the program.
    pub async fn new() -> Self {
        let (program, outside) = tokio::task::spawn_blocking(|| {
            let (program, outside) = (Program::new(), Outside::new());
            program.json(&["import", &outside.opml(), "--json"]);
            program.json(&["poll", "--json"]);
            program.json(&["reindex", "--json"]);
            (program, outside)
        })
        .await
        .unwrap();
        let clock = Clock::system();
        let location = Location::from_setting(None, program.data()).unwrap();
        let store = Store::open(&location, Options::default(), clock.now()).await.unwrap();
        let fetcher = Fetcher::new(FetchSettings::default()).unwrap();
        let index = Some(program.data().join("search"));
        let settings = DeskSettings { index, ..DeskSettings::default() };
        let desk = Desk::new(store, fetcher, clock, settings).await.unwrap();
        let user = desk.store().owner().await.unwrap().id;
        Self { desk, user, program, outside }
    }

    /// Ends it; what it holds waits for threads, which async ones may not.
    pub async fn close(self) {
        self.desk.store().close().await.unwrap();
        tokio::task::spawn_blocking(move || drop((self.program, self.outside))).await.unwrap();
    }
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
            match std::fs::remove_dir_all(program.data().join("search")) {
                // Those that were killed since it was lost last had not made it yet.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                removed => removed.unwrap(),
            }
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
    let indexed = Indexed::new().await;
    let (desk, user) = (&indexed.desk, indexed.user);
    let mut slowest = (Duration::ZERO, String::new());
    for (number, text) in odd_texts(10_000).into_iter().enumerate() {
        let began = Instant::now();
        if number % 2 == 0 {
            let ask = SearchAsk::newest(&text, 5);
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
    indexed.close().await;
}

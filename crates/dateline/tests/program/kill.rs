//! The process is killed at any moment of its first poll, thirty times, and then polls to the end:
//! what is stored is what an undisturbed poll stores.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use dateline_demo::{Ports, Served, World};
use serde_json::Value;

use crate::scratch::scratch_database;
use crate::support::Program;

const KILLS: u32 = 30;

#[test]
fn thirty_kills_lose_and_double_nothing_on_sqlite() {
    compare(&Program::with(frozen(None)), &Program::with(frozen(None)));
}

#[test]
fn thirty_kills_lose_and_double_nothing_on_postgresql() {
    let Some(undisturbed) = scratch_database("undisturbed") else { return };
    let killed = scratch_database("killed").unwrap();
    compare(
        &Program::with(frozen(Some(&undisturbed.url))),
        &Program::with(frozen(Some(&killed.url))),
    );
}

/// All go by a clock that stands still: one that each process starts anew would run backwards.
fn frozen(store: Option<&str>) -> Vec<(&'static str, String)> {
    let mut environment = vec![("DATELINE_CLOCK", "2025-12-30T13:00:00Z*0".to_owned())];
    environment.extend(store.map(|url| ("DATELINE_STORE", url.to_owned())));
    environment
}

fn compare(undisturbed: &Program, killed: &Program) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let served = runtime.block_on(frozen_world());
    import(undisturbed, &served);
    let began = Instant::now();
    undisturbed.json(&["poll", "--json"]);
    let took = began.elapsed();

    import(killed, &served);
    for round in 0..KILLS {
        // Spread over the whole poll, in an order that is not that of time.
        let share = f64::from(round * 7 % KILLS) / f64::from(KILLS);
        kill_a_poll_after(killed, took.mul_f64(share).max(Duration::from_millis(5)));
    }
    killed.json(&["poll", "--json"]);

    let (expected, found) = (Contents::of(undisturbed), Contents::of(killed));
    assert!(expected.articles.len() > 50, "the world has articles: {}", expected.articles.len());
    assert_eq!(found.entries, expected.entries, "entries by feed");
    let differing: Vec<&String> = found.articles.symmetric_difference(&expected.articles).collect();
    assert!(differing.is_empty(), "articles differ: {differing:#?}");
    assert_eq!(found.listed, found.articles.len(), "an article is listed twice");
    let found = killed.json(&["doctor", "--json"]);
    let checks = found["checks"].as_array().unwrap();
    let database = checks.iter().find(|check| check["check"] == "database").unwrap();
    assert_eq!(database["state"], "ok", "{database:#}");
    runtime.block_on(served.shutdown());
}

/// A world whose clock stands still, so that two polls of it see the same.
async fn frozen_world() -> Served {
    let noon: jiff::Timestamp = "2025-12-30T12:00:00Z".parse().unwrap();
    let world = World::load(noon, Arc::new(move || noon)).unwrap();
    dateline_demo::serve(Arc::new(world), Ports::default()).await.unwrap()
}

fn import(program: &Program, served: &Served) {
    let file = program.data().join("world.opml");
    std::fs::write(&file, served.opml()).unwrap();
    program.json(&["import", file.to_str().unwrap(), "--json"]);
}

fn kill_a_poll_after(program: &Program, wait: Duration) {
    let mut command = program.command(&["poll", "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(wait);
    // SIGKILL; a poll that has ended already is none the worse for it.
    let _ = child.kill();
    child.wait().unwrap();
}

/// What a store holds, without what may differ: numbers, and times of seeing.
struct Contents {
    entries: BTreeSet<(String, u64)>,
    articles: BTreeSet<String>,
    listed: usize,
}

impl Contents {
    fn of(program: &Program) -> Self {
        let feeds = program.json(&["feeds", "--json"]);
        let front = program.json(&["front", "--limit", "1000", "--json"]);
        let articles = front["articles"].as_array().unwrap();
        Self {
            entries: feeds["feeds"].as_array().unwrap().iter().map(entries_of_feed).collect(),
            articles: articles.iter().map(one_line).collect(),
            listed: articles.len(),
        }
    }
}

fn entries_of_feed(feed: &Value) -> (String, u64) {
    (feed["url"].as_str().unwrap().to_owned(), feed["entries"].as_u64().unwrap())
}

fn one_line(article: &Value) -> String {
    let fields = ["address", "title", "outlet", "published", "text_source", "text"];
    let shorten = |text: String| text.chars().take(400).collect::<String>();
    fields.map(|name| shorten(article[name].to_string())).join(" | ")
}

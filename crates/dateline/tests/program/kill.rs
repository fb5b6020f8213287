//! The process is killed at any moment of its first poll, thirty times, and then polls to the end:
//! what is stored is what an undisturbed poll stores.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use dateline_demo::{Ports, Served, World};
use serde_json::Value;

use crate::scratch::{ScratchDatabase, postgres_is_there};
use crate::support::Program;

/// Each store is killed so often before it may come to its end: thirty times in all.
const KILLS: u32 = 10;
const STORES: u32 = 3;

#[test]
fn thirty_kills_lose_and_double_nothing_on_sqlite() {
    compare(|_| Program::with(frozen(None)));
}

#[test]
fn thirty_kills_lose_and_double_nothing_on_postgresql() {
    if !postgres_is_there() {
        return;
    }
    let databases: Vec<_> =
        (0..=STORES).map(|number| ScratchDatabase::new(&format!("kill{number}"))).collect();
    compare(|number| Program::with(frozen(Some(&databases[number as usize].url))));
}

/// All go by a clock that stands still: one that each process starts anew would run backwards.
fn frozen(store: Option<&str>) -> Vec<(&'static str, String)> {
    let mut environment = vec![("DATELINE_CLOCK", "2025-12-30T13:00:00Z*0".to_owned())];
    environment.extend(store.map(|url| ("DATELINE_STORE", url.to_owned())));
    environment
}

/// Compares what an undisturbed poll stores, in store 0, with what stores hold whose first poll was
/// killed again and again.
fn compare(program: impl Fn(u32) -> Program) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let served = runtime.block_on(frozen_world());
    let undisturbed = program(0);
    import(&undisturbed, &served);
    let opening = Instant::now();
    undisturbed.json(&["feeds", "--json"]);
    let opening = opening.elapsed();
    let polling = Instant::now();
    undisturbed.json(&["poll", "--json"]);
    let working = polling.elapsed().saturating_sub(opening);
    let expected = Contents::of(&undisturbed);
    assert!(expected.articles.len() > 50, "the world has articles: {}", expected.articles.len());

    let mut midway = 0;
    for number in 1..=STORES {
        let killed = program(number);
        import(&killed, &served);
        for round in 0..KILLS {
            // What was stored stays, so that the later rounds have less to do: a kill comes at any
            // moment of the first part of the work that is left, or while the store is opened.
            let share = f64::from((round * 7 + number * 3) % KILLS) / f64::from(KILLS);
            // Stories are formed at the end, so that some kills come late.
            let part = if round % 3 == 2 { 0.8 } else { 0.25 };
            midway +=
                kill_a_poll_after(&killed, opening.mul_f64(0.7) + working.mul_f64(share * part));
        }
        killed.json(&["poll", "--json"]);
        Contents::of(&killed).must_equal(&expected);
        let care = killed.json(&["doctor", "--json"]);
        let problem = care["checks"].as_array().unwrap().iter().find(|c| c["state"] == "problem");
        assert!(problem.is_none(), "{problem:#?}");
    }
    assert!(midway >= STORES * KILLS / 2, "only {midway} polls were still at work when killed");
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

/// How many polls were still at work when they were killed: one or none.
fn kill_a_poll_after(program: &Program, wait: Duration) -> u32 {
    let mut command = program.command(&["poll", "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(wait);
    let at_work = child.try_wait().unwrap().is_none();
    // SIGKILL; a poll that has ended already is none the worse for it.
    let _ = child.kill();
    child.wait().unwrap();
    u32::from(at_work)
}

/// What a store holds, without what may differ: numbers, and times of seeing.
struct Contents {
    entries: BTreeSet<(String, u64)>,
    articles: BTreeSet<String>,
    listed: usize,
    /// How many of the listed articles stand in a story; each story says how many it has.
    placed: u64,
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
            placed: front["stories"].as_array().unwrap().iter().map(articles_of_story).sum(),
        }
    }

    fn must_equal(&self, expected: &Self) {
        assert_eq!(self.entries, expected.entries, "entries by feed");
        let differing = self.articles.symmetric_difference(&expected.articles);
        let shown: Vec<String> = differing.map(|line| line.chars().take(300).collect()).collect();
        assert!(shown.is_empty(), "articles differ: {shown:#?}");
        assert_eq!(self.listed, self.articles.len(), "an article is listed twice");
        assert_eq!(self.placed, self.listed as u64, "each article stands in one story");
    }
}

fn entries_of_feed(feed: &Value) -> (String, u64) {
    (feed["url"].as_str().unwrap().to_owned(), feed["entries"].as_u64().unwrap())
}

fn articles_of_story(story: &Value) -> u64 {
    story["articles"].as_u64().unwrap() + story["copies"].as_u64().unwrap()
}

fn one_line(article: &Value) -> String {
    let fields = ["address", "title", "outlet", "published", "text_source", "revisions", "text"];
    fields.map(|name| article[name].to_string()).join(" | ")
}

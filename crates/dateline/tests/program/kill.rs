//! The process is killed at any moment of its first poll, thirty times, and then polls to the end:
//! what is stored is what an undisturbed poll stores.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use dateline_demo::{Ports, Served, World};
use serde_json::Value;

use crate::scratch::{ScratchDatabase, scratch_database};

const KILLS: u32 = 30;

#[test]
fn thirty_kills_lose_and_double_nothing_on_sqlite() {
    let undisturbed = tempfile::tempdir().unwrap();
    let killed = tempfile::tempdir().unwrap();
    compare(&Store::sqlite(undisturbed.path()), &Store::sqlite(killed.path()));
}

#[test]
fn thirty_kills_lose_and_double_nothing_on_postgresql() {
    let Some(undisturbed) = scratch_database("undisturbed") else { return };
    let killed = scratch_database("killed").expect("the first database could be made");
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    compare(
        &Store::postgres(folders.0.path(), &undisturbed),
        &Store::postgres(folders.1.path(), &killed),
    );
}

fn compare(undisturbed: &Store, killed: &Store) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let served = runtime.block_on(frozen_world());
    let opml = served.opml();

    undisturbed.import(&opml);
    let took = std::time::Instant::now();
    undisturbed.run(&["poll", "--json"]);
    let took = took.elapsed();

    killed.import(&opml);
    for round in 0..KILLS {
        // Spread over the whole poll, in an order that is not that of time.
        let share = (round * 7 % KILLS) as f64 / f64::from(KILLS);
        killed.kill_after(&["poll", "--json"], took.mul_f64(share).max(Duration::from_millis(5)));
    }
    killed.run(&["poll", "--json"]);

    let (expected, found) = (undisturbed.contents(), killed.contents());
    assert!(expected.articles.len() > 50, "the world has articles: {}", expected.articles.len());
    assert_eq!(found.entries, expected.entries, "entries by feed");
    assert_eq!(found.articles, expected.articles);
    assert_eq!(found.listed, found.articles.len(), "an article is listed twice");
    let care: Value = killed.run(&["doctor", "--json"]);
    let database = find_check(&care, "database");
    assert_eq!(database, "ok", "{care:#}");
    runtime.block_on(served.shutdown());
}

/// The state of one check of `doctor`.
fn find_check<'a>(care: &'a Value, name: &str) -> &'a str {
    let checks = care["checks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let check = checks.iter().find(|check| check["check"] == name);
    check.and_then(|check| check["state"].as_str()).unwrap_or("missing")
}

/// A world whose clock stands still, so that two polls of it see the same.
async fn frozen_world() -> Served {
    let noon: jiff::Timestamp = "2025-12-30T12:00:00Z".parse().unwrap();
    let world = World::load(noon, Arc::new(move || noon)).unwrap();
    dateline_demo::serve(Arc::new(world), Ports::default()).await.unwrap()
}

/// What a store holds, without what may differ: numbers, times of seeing.
struct Contents {
    entries: BTreeSet<(String, u64)>,
    articles: BTreeSet<String>,
    listed: usize,
}

struct Store {
    arguments: Vec<String>,
    folder: std::path::PathBuf,
}

impl Store {
    fn sqlite(folder: &Path) -> Self {
        let data = folder.to_str().unwrap().to_owned();
        Self { arguments: vec!["--data".to_owned(), data], folder: folder.to_owned() }
    }

    fn postgres(folder: &Path, database: &ScratchDatabase) -> Self {
        let mut store = Self::sqlite(folder);
        store.arguments.extend(["--store".to_owned(), database.url.clone()]);
        store
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .args(&self.arguments)
            .args(["--fetch-allow", "127.0.0.0/8", "--fetch-host-pause", "0"])
            .env("DATELINE_CLOCK", "2025-12-30T13:00:00Z*1")
            .stdin(Stdio::null());
        command
    }

    fn import(&self, opml: &str) {
        let file = self.folder.join("world.opml");
        std::fs::write(&file, opml).unwrap();
        self.run(&["import", file.to_str().unwrap(), "--json"]);
    }

    /// Runs a command to its end and reads the one document that it prints.
    fn run(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments).stderr(Stdio::piped()).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?} printed no JSON: {error}"))
    }

    fn kill_after(&self, arguments: &[&str], wait: Duration) {
        let mut child =
            self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(wait);
        // SIGKILL; a child that has ended already is no failure.
        let _ = child.kill();
        child.wait().unwrap();
    }

    fn contents(&self) -> Contents {
        let feeds = self.run(&["feeds", "--json"]);
        let listed = feeds["feeds"].as_array().cloned().unwrap_or_default();
        let entries = listed
            .iter()
            .map(|listed| {
                let url = listed["feed"]["url"].as_str().unwrap_or_default().to_owned();
                (url, listed["entries"].as_u64().unwrap_or_default())
            })
            .collect();
        let front = self.run(&["front", "--limit", "1000", "--json"]);
        let articles = front["articles"].as_array().cloned().unwrap_or_default();
        let texts = articles.iter().map(|article| {
            let field = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
            format!(
                "{} | {} | {} | {} | {}",
                field("address"),
                field("title"),
                field("outlet"),
                field("text_source"),
                field("text")
            )
        });
        Contents { entries, articles: texts.collect(), listed: articles.len() }
    }
}

//! Queries over the demo's world with an article that must be among the first three: in its
//! languages, by its people and places, and as people mistype them.

use dateline_clock::Clock;
use dateline_desk::{Desk, DeskSettings};
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_store::{Location, Options, Store};

use crate::support::{Outside, Program};

/// A query and the beginning, or a part, of a headline, with a tab between them.
const QUERIES: &str = include_str!("relevance.tsv");

/// So many of a hundred must be found.
const LEAST: usize = 95;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_meant_is_among_the_first_three() {
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
    let settings =
        DeskSettings { index: Some(program.data().join("search")), ..DeskSettings::default() };
    let desk = Desk::new(store, fetcher, clock, settings).await.unwrap();
    let user = desk.store().owner().await.unwrap().id;

    let (mut asked, mut missed) = (0, Vec::new());
    for line in QUERIES.lines() {
        let (query, wanted) = line.split_once('\t').unwrap();
        asked += 1;
        let found = desk.live_search(user, query, 3, 3).await.unwrap().unwrap();
        let titles: Vec<&str> =
            found.articles.iter().map(|article| article.title.as_str()).collect();
        if !titles.iter().any(|title| title.contains(wanted)) {
            missed.push(format!("{query}: {titles:?}, not {wanted}"));
        }
    }
    assert!(asked >= 50, "{asked} queries");
    let found = asked - missed.len();
    assert!(found * 100 >= asked * LEAST, "{found} of {asked} are found: {missed:#?}");
    desk.store().close().await.unwrap();
    tokio::task::spawn_blocking(move || drop((program, outside))).await.unwrap();
}

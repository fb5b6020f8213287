//! Queries over the demo's world with an article that must be among the first three: in its
//! languages, by its people and places, and as people mistype them.

use crate::searching::Indexed;

/// A query and the beginning, or a part, of a headline, with a tab between them.
const QUERIES: &str = include_str!("relevance.tsv");

/// So many of a hundred must be found.
const LEAST: usize = 95;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_meant_is_among_the_first_three() {
    let indexed = Indexed::new().await;
    let (mut asked, mut missed) = (0, Vec::new());
    for line in QUERIES.lines() {
        let (query, wanted) = line.split_once('\t').unwrap();
        asked += 1;
        let found = indexed.desk.live_search(indexed.user, query, 3, 3).await.unwrap().unwrap();
        let titles: Vec<&str> =
            found.articles.iter().map(|article| article.title.as_str()).collect();
        if !titles.iter().any(|title| title.contains(wanted)) {
            missed.push(format!("{query}: {titles:?}, not {wanted}"));
        }
    }
    assert!(asked >= 50, "{asked} queries");
    let found = asked - missed.len();
    assert!(found * 100 >= asked * LEAST, "{found} of {asked} are found: {missed:#?}");
    indexed.close().await;
}

//! `demo`: the invented world and the Dateline that reads it.

use std::collections::HashSet;

use crate::support::Program;

#[test]
fn the_demo_reads_its_whole_world_and_prints_the_front_page() {
    let program = Program::new();
    let document = program.json(&["demo", "--once", "--json"]);
    let articles = document["articles"].as_array().unwrap();
    assert!(articles.len() >= 50, "{} articles", articles.len());
    let mut outlets = HashSet::new();
    let mut whole = 0;
    for article in articles {
        assert!(!article["title"].as_str().unwrap().is_empty(), "{article}");
        assert!(article["published"].is_string(), "{article}");
        outlets.extend(article["outlet"].as_str().map(str::to_owned));
        whole += usize::from(article["words"].as_u64().unwrap() > 60);
    }
    assert!(outlets.len() >= 8, "{outlets:?}");
    assert!(whole * 10 >= articles.len() * 8, "{whole} of {} have a text", articles.len());
    let addresses: HashSet<&str> =
        articles.iter().filter_map(|article| article["address"].as_str()).collect();
    assert!(addresses.len() + 5 >= articles.len(), "articles are doubled");
    assert_eq!(std::fs::read_dir(program.data()).unwrap().count(), 0, "the demo left something");
}

#[test]
fn the_demo_keeps_its_data_when_asked() {
    let program = Program::new();
    let kept = program.data().join("kept");
    let text = program.good(&["demo", "--once", "--quiet", "--keep", kept.to_str().unwrap()]);
    assert!(text.lines().count() > 50, "{text}");
    let front = program.json(&["front", "--json", "--data", kept.to_str().unwrap()]);
    assert_eq!(front["articles"].as_array().unwrap().len(), 20);
}

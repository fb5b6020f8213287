use dateline_model::{ArticleId, FeedId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::document::{Document, ReaderFeed};
use crate::matches::matches;
use crate::parse::{Context, parse};

fn query(text: &str) -> Query {
    let now = Timestamp::from_second(1_767_000_000).unwrap();
    parse(text, &Context { now, zone: TimeZone::UTC, is_typing: false }).query
}

fn document(title: &str, text: &str) -> Document {
    Document {
        id: ArticleId(1),
        title: title.to_owned(),
        text: text.to_owned(),
        outlet: None,
        authors: Vec::new(),
        place: None,
        language: Some("en".to_owned()),
        published: None,
        seen: Timestamp::from_second(1_767_000_000).unwrap(),
        feeds: vec![FeedId(1)],
        story: None,
        is_copy: false,
        has_image: false,
        is_revised: false,
        is_paywalled: false,
        said: Vec::new(),
        acts: Default::default(),
    }
}

fn matching(percolator: &Percolator<u32>, document: &Document) -> Vec<u32> {
    percolator.matching(&Reading::of(document), |_| Standing::default())
}

#[test]
fn an_article_finds_the_queries_about_it() {
    let mut percolator = Percolator::new();
    for (key, text) in [
        (1, "drones"),
        (2, "drone -kyiv"),
        (3, "-drone"),
        (4, "title:port OR title:drone"),
        (5, "\"port of odesa\""),
        (6, "lang:en"),
        (7, "ships drones near:3"),
    ] {
        percolator.insert(key, query(text), None);
    }
    let about_drones = document("Drone over Kyiv", "A ship met drones.");
    assert_eq!(matching(&percolator, &about_drones), [1, 4, 6, 7]);
    let about_ports = document("Ships wait", "The port of Odesa is closed.");
    assert_eq!(matching(&percolator, &about_ports), [3, 5, 6]);
}

#[test]
fn a_query_that_went_finds_nothing_more() {
    let mut percolator = Percolator::new();
    percolator.insert(1, query("drone"), None);
    percolator.insert(1, query("ship"), None);
    assert_eq!(matching(&percolator, &document("Drone", "")), []);
    percolator.remove(&1);
    assert_eq!(matching(&percolator, &document("Ship", "")), []);
    assert!(percolator.is_empty());
}

#[test]
fn words_are_found_in_the_inflections_of_each_articles_language() {
    let mut percolator = Percolator::new();
    percolator.insert(1, query("Wahlen"), None);
    percolator.insert(2, query("elections"), None);
    let german = Document { language: Some("de".to_owned()), ..document("Die Wahl", "Heute.") };
    let english = document("An election", "Today.");
    let unheard = Document { language: Some("xx".to_owned()), ..document("Wahlen", "elections") };
    for _ in 0..2 {
        assert_eq!(matching(&percolator, &german), [1]);
        assert_eq!(matching(&percolator, &english), [2]);
        assert_eq!(matching(&percolator, &unheard), [1, 2]);
    }
    // What is kept later is known in every language too.
    percolator.insert(3, query("heutige OR elected"), None);
    assert_eq!(matching(&percolator, &english), [2, 3]);
}

#[test]
fn only_queries_that_could_find_an_article_are_asked() {
    let mut percolator = Percolator::new();
    let many: Vec<String> = (0..64).map(|n| format!("word{n}a")).collect();
    for (key, text) in
        [many.join(" OR ").as_str(), "author:ada OR place:rome", "-x \"a b\" is:read"]
            .into_iter()
            .enumerate()
    {
        percolator.insert(key, query(text), None);
    }
    assert_eq!(percolator.unanchored, []);
    percolator.insert(9, query("is:unread lang:de"), None);
    assert_eq!(percolator.unanchored.len(), 1);
    percolator.remove(&9);
    assert_eq!(percolator.unanchored, []);
}

#[test]
fn a_readers_query_finds_in_the_readers_feeds() {
    let feed = |id| ReaderFeed { id: FeedId(id), title: String::new(), folder: String::new() };
    let mut percolator = Percolator::new();
    percolator.insert(1, query("drone"), Some(Arc::new(Reader::new(vec![feed(1)]))));
    percolator.insert(2, query("drone"), Some(Arc::new(Reader::new(vec![feed(2)]))));
    assert_eq!(matching(&percolator, &document("Drone", "")), [1]);
}

#[test]
fn names_of_feeds_are_folded_once_and_not_for_each_article() {
    let feeds = (1..=40).map(|id| ReaderFeed {
        id: FeedId(id),
        title: format!("The Évening Post {id}"),
        folder: "News/Évenings".to_owned(),
    });
    let reader = Arc::new(Reader::new(feeds.collect()));
    let mut percolator = Percolator::new();
    for key in 0..20 {
        let text = format!("feed:\"evening post {key}\" OR folder:{key}");
        percolator.insert(key, query(&text), Some(reader.clone()));
    }
    percolator.insert(20, query("folder:news"), Some(reader.clone()));
    let folded = || crate::words::fold::FOLDED.get();
    let before = folded();
    for _ in 0..10 {
        assert_eq!(matching(&percolator, &document("A drone", "It flew.")), [1, 20]);
    }
    // Each feed's title and the two levels of its folder, once for all articles.
    assert_eq!(folded() - before, 3 * 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn it_finds_what_asking_each_query_finds(
        queries in proptest::collection::vec(crate::parse::tests::any_query(), 1..8),
        title in crate::parse::tests::any_words(),
        text in crate::parse::tests::any_words(),
    ) {
        let document = document(&title, &text);
        let reading = Reading::of(&document);
        let mut percolator = Percolator::new();
        let mut expected = Vec::new();
        for (key, text) in queries.iter().enumerate() {
            let query = query(text);
            if matches(&query, &reading, None, Standing::default()) {
                expected.push(key);
            }
            percolator.insert(key, query, None);
        }
        let found = percolator.matching(&reading, |_| Standing::default());
        prop_assert_eq!(found, expected);
    }
}

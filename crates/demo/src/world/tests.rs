use std::collections::BTreeSet;

use super::*;
use crate::FeedFormat;

fn world_at(minutes: i64) -> World {
    let start: Timestamp = "2025-12-30T12:00:00Z".parse().unwrap();
    let now = start + SignedDuration::from_mins(minutes);
    World::load(start, Arc::new(move || now)).unwrap()
}

fn count_words(article: &Article) -> usize {
    article.body.iter().map(|block| block.words().split_whitespace().count()).sum()
}

#[test]
fn there_are_enough_articles_of_a_newspaper_s_length() {
    let world = world_at(0);
    assert!((68..=80).contains(&world.articles().len()), "{}", world.articles().len());
    for article in world.articles() {
        let words = count_words(article);
        let least = if article.reprint_of.is_some() { 100 } else { 150 };
        assert!((least..=500).contains(&words), "{} has {words} words", article.id());
        assert!(
            (4..=14).contains(&article.body.len()),
            "{} has {} blocks",
            article.id(),
            article.body.len()
        );
    }
}

#[test]
fn ids_and_paths_are_unique() {
    let world = world_at(0);
    let ids: BTreeSet<String> = world.articles().iter().map(Article::id).collect();
    let paths: BTreeSet<(String, String)> = world
        .articles()
        .iter()
        .map(|article| (article.outlet.clone(), world.path(article)))
        .collect();
    let numbers: BTreeSet<(String, u32)> =
        world.articles().iter().map(|article| (article.outlet.clone(), article.number())).collect();
    assert_eq!([ids.len(), paths.len(), numbers.len()], [world.articles().len(); 3]);
}

#[test]
fn every_event_is_covered_by_four_outlets_or_more() {
    let world = world_at(0);
    let events = world.events();
    assert!(events.len() >= 6);
    for (event, articles) in events {
        let own = articles.iter().filter(|article| article.reprint_of.is_none());
        let outlets: BTreeSet<&str> = own.map(|article| article.outlet.as_str()).collect();
        assert!(outlets.len() >= 4, "{event}: {outlets:?}");
    }
}

#[test]
fn reprints_come_after_an_original_and_name_it() {
    let world = world_at(0);
    let reprints: Vec<&Article> =
        world.articles().iter().filter(|article| article.reprint_of.is_some()).collect();
    assert!(reprints.len() >= 6);
    assert_eq!(reprints.iter().filter(|article| article.canonical_to_original).count(), 1);
    for reprint in reprints {
        let original = world.article(reprint.reprint_of.as_deref().unwrap()).unwrap();
        assert!(original.published < reprint.published, "{}", reprint.id());
        assert_eq!(original.event, reprint.event, "{}", reprint.id());
        let words: String = reprint.body.iter().map(Block::words).collect();
        let source = world.outlet(&original.outlet).unwrap();
        assert!(words.contains(&source.title), "{}", reprint.id());
    }
}

#[test]
fn replacements_of_reprints_take_effect() {
    let world = world_at(0);
    let first = world
        .article("veldt-herald/fever-vaccine-halves-deaths")
        .unwrap()
        .body
        .first()
        .unwrap()
        .words();
    assert!(first.starts_with("KESTEN, Northern Wire. "), "{first}");
}

#[test]
fn there_is_an_outlet_of_each_habit() {
    let world = world_at(0);
    for format in [
        FeedFormat::RssFull,
        FeedFormat::RssTeaser,
        FeedFormat::RssWrongCharset,
        FeedFormat::RssMalformed,
        FeedFormat::AtomFull,
        FeedFormat::AtomSummary,
        FeedFormat::JsonFull,
        FeedFormat::RdfTeaser,
        FeedFormat::Gone,
    ] {
        assert!(world.outlets().iter().any(|outlet| outlet.format == format), "{format:?}");
    }
    for outlet in world.outlets() {
        assert!(outlet.carries.iter().all(|key| world.outlet(key).is_some()), "{}", outlet.key);
    }
}

#[test]
fn about_a_third_have_pictures_and_some_are_still_to_come() {
    let world = world_at(0);
    let pictures = world.articles().iter().filter(|article| article.picture.is_some()).count();
    assert!((18..=34).contains(&pictures), "{pictures}");
    let ahead = world.articles().iter().filter(|article| article.published > world.start()).count();
    assert_eq!(ahead, 3);
    assert!(
        world.published("northern-wire").all(|article| article.slug != "dahl-fragments-thursday")
    );
    assert!(
        world_at(10)
            .published("northern-wire")
            .any(|article| article.slug == "dahl-fragments-thursday")
    );
}

#[test]
fn the_edit_comes_with_time_or_by_hand() {
    let id = "bay-tribune/tarn-bridge-cracks";
    let early = world_at(0);
    let article = early.article(id).unwrap();
    assert!(early.headline(article).starts_with("Tarn bridge shut"));
    early.edit_now();
    assert!(early.headline(article).starts_with("Tarn bridge to reopen"));
    assert_eq!(early.updated(article), early.now());
    let late = world_at(5);
    let article = late.article(id).unwrap();
    assert!(late.headline(article).starts_with("Tarn bridge to reopen"));
    assert_ne!(late.body(article), article.body);
    assert_eq!(late.updated(article), late.start() + SignedDuration::from_secs(90));
}

#[test]
fn no_text_holds_an_unread_directive() {
    for article in world_at(0).articles() {
        let words: String = article.body.iter().map(Block::words).collect();
        assert!(!words.contains("{{") && !words.contains("+++"), "{}", article.id());
    }
}

#[test]
fn what_is_served_as_windows_1252_can_be_written_in_it() {
    let world = world_at(0);
    let outlet = world.outlet("gazette-aubre").unwrap();
    for article in world.published(&outlet.key) {
        let words: String = article.body.iter().map(Block::words).collect();
        assert!(!encoding_rs::WINDOWS_1252.encode(&words).2, "{}", article.id());
    }
}

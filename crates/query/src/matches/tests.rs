use dateline_model::{ArticleId, FeedId, OutletId, StoryId};
use jiff::Timestamp;

use super::*;
use crate::document::{Publisher, ReaderFeed};
use crate::parse::{Context, parse};

fn document() -> Document {
    Document {
        id: ArticleId(1),
        title: "F-16 jets for Kyiv".to_owned(),
        text: "The U.S. promised new drones on Friday. Zelenskyy’s office said the deal was close."
            .to_owned(),
        outlet: Some(Publisher {
            id: OutletId(4),
            key: "nytimes.com".to_owned(),
            name: "The New York Times".to_owned(),
        }),
        authors: vec!["María Pérez".to_owned(), "John O’Brien".to_owned()],
        place: Some("Washington".to_owned()),
        language: Some("en-US".to_owned()),
        published: Some("2025-12-29T22:30:00Z".parse().unwrap()),
        seen: "2025-12-30T01:00:00Z".parse().unwrap(),
        feeds: vec![FeedId(3)],
        story: Some(StoryId(9)),
        is_copy: false,
        has_image: true,
        is_revised: false,
        is_paywalled: true,
        said: vec!["Volodymyr Zelenskyy".to_owned(), "White House".to_owned()],
        acts: crate::Acts { denial: true, ..Default::default() },
    }
}

fn reader() -> Reader {
    Reader::new(vec![ReaderFeed {
        id: FeedId(3),
        title: "NYT World".to_owned(),
        folder: "News/US".to_owned(),
    }])
}

fn finds(query: &str) -> bool {
    let now: Timestamp = "2025-12-31T12:00:00Z".parse().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let query = parse(query, &Context { now, zone, is_typing: false }).query;
    let document = document();
    matches(&query, &Reading::of(&document), Some(&reader()), Standing::default())
}

#[test]
fn clauses_find_what_they_say() {
    for query in [
        "",
        "drone",
        "DRONES",
        "f16",
        "F-16 kyiv",
        "us",
        "\"U.S. promised\"",
        "title:jet",
        "title:\"for kyiv\"",
        "outlet:nytimes",
        "outlet:nytimes.com",
        "outlet:\"new york times\"",
        "author:perez",
        "author:O'Brien",
        "place:washington",
        "said:zelenskyy",
        "said:\"white house\"",
        "denied:yes",
        "accused:no",
        "-declined:yes",
        "feed:3",
        "feed:nyt",
        "folder:news",
        "folder:news/us",
        "lang:en",
        "lang:english",
        "is:unread",
        "is:paywalled",
        "-is:copy",
        "has:image",
        "story:9",
        "date:2025-12-29",
        "date:2025-12",
        "after:2025-12-29",
        "before:2025-12-30",
        "newer:2d",
        "drones friday near:3",
        "friday drones near:3",
        "missing OR drones",
        "-missing",
    ] {
        assert!(finds(query), "{query}");
    }
}

#[test]
fn clauses_leave_out_what_they_do_not_say() {
    for query in [
        "missing",
        "\"drones new\"",
        "\"kyiv the\"",
        "\"drone\"",
        "title:drones",
        "outlet:times.com",
        "outlet:\"times nytimes\"",
        "author:\"perez john\"",
        "said:\"zelenskyy white\"",
        "said:drones",
        "denied:no",
        "accused:yes",
        "feed:4",
        "folder:new",
        "lang:de",
        "is:read",
        "is:copy",
        "has:revision",
        "story:8",
        "date:2025-12-30",
        "before:2025-12-29",
        "newer:1d",
        "promised friday near:3",
        "jets promised near:20",
        "-drone",
        "-(missing OR drone)",
    ] {
        assert!(!finds(query), "{query}");
    }
}

#[test]
fn an_article_is_seen_through_the_readers_feeds_only() {
    let document = document();
    let reading = Reading::of(&document);
    let other = Reader::new(vec![ReaderFeed {
        id: FeedId(4),
        title: String::new(),
        folder: String::new(),
    }]);
    assert!(!matches(&Query::ALL, &reading, Some(&other), Standing::default()));
    assert!(!matches(&Query::ALL, &reading, Some(&Reader::default()), Standing::default()));
    assert!(matches(&Query::ALL, &reading, None, Standing::default()));
}

#[test]
fn whoever_types_finds_by_the_beginning_of_the_last_word() {
    let context =
        Context { now: Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, is_typing: true };
    let document = document();
    let reading = Reading::of(&document);
    let finds = |text| matches(&parse(text, &context).query, &reading, None, Standing::default());
    assert!(finds("new dron"));
    assert!(!finds("dron "));
    assert!(!finds("dron new"));
}

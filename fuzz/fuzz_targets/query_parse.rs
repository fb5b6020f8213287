//! Whatever is typed is a query, its text parses to the same query, it can be said, asked and
//! marked, and the index of queries finds what asking it finds.

#![no_main]

use dateline_model::{ArticleId, FeedId};
use dateline_query::{
    Context, Document, Marker, Percolator, Reading, Standing, matches, parse, sentence,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, bool)| {
    let (typed, text, is_typing) = input;
    let now = Timestamp::from_second(1_767_225_600).expect("a moment");
    let context = |is_typing| Context { now, zone: TimeZone::UTC, is_typing };
    let query = parse(typed, &context(is_typing)).query;
    let _ = sentence(&query);
    let whole = parse(typed, &context(false)).query;
    assert_eq!(parse(&whole.to_string(), &context(false)).query, whole);

    let document = Document {
        id: ArticleId(1),
        title: text.chars().take(60).collect(),
        text: text.to_owned(),
        outlet: None,
        authors: vec![text.to_owned()],
        place: None,
        language: None,
        published: None,
        seen: now,
        feeds: vec![FeedId(1)],
        story: None,
        is_copy: false,
        has_image: false,
        is_revised: false,
        is_paywalled: false,
    };
    let reading = Reading::of(&document);
    let is_found = matches(&query, &reading, None, Standing::default());
    let mut percolator = Percolator::new();
    percolator.insert(1, query.clone(), None);
    let found = percolator.matching(&reading, |_| Standing::default());
    assert_eq!(!found.is_empty(), is_found);

    let marked = Marker::new(&query, None).passage(text, 80);
    let shown = text.get(marked.passage).expect("a part of the text");
    assert!(marked.found.into_iter().all(|range| shown.get(range).is_some()));
});

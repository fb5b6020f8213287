//! The index finds what asking each article in memory finds.

use dateline_model::{FeedId, StoryId};
use dateline_query::{Acts, Document, Reading, Standing, matches};
use dateline_search::{Personal, Request};
use proptest::prelude::*;

use crate::kit::*;

fn any_words(most: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "drone",
        "Drones",
        "Kyiv",
        "kyiv’s",
        "F-16",
        "F16",
        "16",
        "U.S.",
        "US",
        "us",
        "l’état",
        "état",
        "etat",
        "首相は辞任",
        "首相",
        "相",
        "辞",
        "대통령은",
        "대통령",
        "ไทย",
        "covid-19",
        "19",
        "café",
        "cafes",
        "1,500",
        "1500",
        "the",
        "of",
        "Müller",
        "muller",
        "Häuser",
        "haus",
        "houses",
        "house",
        "-",
        "…",
        "mid-air",
        "air",
        "президента",
        "президент",
        "new",
        "news",
    ]);
    prop::collection::vec(word, 0..most).prop_map(|words| words.join(" "))
}

fn any_document(id: i64) -> impl Strategy<Value = Document> {
    let language = prop::sample::select(vec!["en", "de", "fr", "ja", "ru", "pl", ""]);
    let feeds = prop::sample::select(vec![vec![1], vec![2], vec![1, 2], vec![3]]);
    let flags = prop::array::uniform7(any::<bool>());
    (any_words(6), any_words(14), language, feeds, flags, 0..4i64).prop_map(
        move |(title, text, language, feeds, flags, story)| Document {
            language: (!language.is_empty()).then(|| language.to_owned()),
            feeds: feeds.into_iter().map(FeedId).collect(),
            authors: vec![title.clone()],
            place: Some(text.chars().take(8).collect()),
            is_copy: flags[0],
            has_image: flags[1],
            is_revised: flags[2],
            is_paywalled: flags[3],
            said: vec![title.clone(), text.chars().take(12).collect()],
            acts: Acts { denial: flags[4], accusation: flags[5], silence: flags[6] },
            story: (story > 0).then_some(StoryId(story)),
            ..document(id, &title, &text)
        },
    )
}

fn any_query() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => any_words(2),
        3 => any_words(4).prop_map(|words| format!("\"{words}\"")),
        2 => any_words(2).prop_map(|words| format!("title:{words}")),
        1 => any_words(2).prop_map(|words| format!("author:\"{words}\"")),
        1 => any_words(2).prop_map(|words| format!("place:{words}")),
        1 => any_words(2).prop_map(|words| format!("said:{words}")),
        1 => any_words(2).prop_map(|words| format!("said:\"{words}\"")),
        2 => (any_words(4), 1..6u32).prop_map(|(words, near)| format!("({words} near:{near})")),
        3 => prop::sample::select(vec![
            "lang:en", "lang:de", "is:copy", "is:read", "is:unread", "is:starred", "is:paywalled",
            "has:image", "has:revision", "denied:yes", "accused:no", "declined:yes", "story:2", "feed:1", "feed:3", "folder:news",
            "date:2025-12-30", "after:2025-12-30", "before:2025-12-30", "newer:3d",
            "outlet:herald", "outlet:herald.example", "outlet:#1", "outlet:\"the herald\"",
        ])
        .prop_map(str::to_owned),
    ];
    let sign = prop::sample::select(vec!["", "", "-", "(", ")", "OR ", "title:(", "-("]);
    prop::collection::vec((sign, part), 0..5).prop_map(|parts| {
        let parts = parts.into_iter().map(|(sign, part)| format!("{sign}{part}"));
        parts.collect::<Vec<_>>().join(" ")
    })
}

fn any_documents() -> impl Strategy<Value = Vec<Document>> {
    (any_document(1), any_document(2), any_document(3), any_document(4), any_document(5))
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn the_index_and_the_memory_find_the_same(
        documents in any_documents(),
        queries in prop::collection::vec(any_query(), 60),
    ) {
        let filled = filled(documents.clone());
        let reader = reader(&[(1, "News/World"), (2, "Sport")]);
        let personal = Personal { read: Some(ids_of(&[1, 2])), starred: Some(ids_of(&[2, 3])) };
        let readings: Vec<Reading<'_>> = documents.iter().map(Reading::of).collect();
        for text in queries {
            let query = query(&text, false);
            for reader in [Some(&reader), None] {
                let request = Request {
                    personal: personal.clone(),
                    ..Request::new(&query, reader, now())
                };
                let found = ids(&filled.index.search(&request).unwrap());
                let matching = readings.iter().filter(|reading| {
                    let id = reading.document.id.0;
                    let standing = Standing {
                        is_read: [1, 2].contains(&id),
                        is_starred: [2, 3].contains(&id),
                    };
                    matches(&query, reading, reader, standing)
                });
                let expected: Vec<i64> = matching.map(|reading| reading.document.id.0).collect();
                prop_assert_eq!(found, expected, "{} = {:?}", text, query);
            }
        }
    }
}

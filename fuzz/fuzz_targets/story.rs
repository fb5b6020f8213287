//! Whatever an article says, its words, its copies and its story's summary are found, and without a
//! crash.

#![no_main]

use dateline_model::ArticleId;
use dateline_story::copies::{Signature, overlap};
use dateline_story::developments::Report;
use dateline_story::families::Families;
use dateline_story::{Arrival, summary, timeline, understand};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, &str)| {
    let (title, text, other) = input;
    let at = jiff::Timestamp::UNIX_EPOCH;
    let arrival = Arrival {
        id: ArticleId(1),
        at,
        title,
        text,
        language: None,
        outlet: None,
        address: Some(other),
        canonical: None,
        origin: None,
        alone: false,
    };
    let features = understand(&arrival);
    assert_eq!(dateline_story::Features::from_bytes(&features.to_bytes()), Some(features));
    let _ = Signature::of(text);
    let shared = overlap(text, other).shared();
    assert!((0.0..=1.0).contains(&shared));
    let report = |id, text| Report {
        id: ArticleId(id),
        outlet: None,
        outlet_name: None,
        voice: "",
        address: None,
        title,
        text,
        language: Some("en"),
        published: None,
        seen_at: at,
        fetched_at: None,
        copy: false,
        polling_gap: None,
    };
    let reports = [report(1, text), report(2, other)];
    for sentence in summary::summarise(&reports, None).sentences {
        assert!([title, text, other].iter().any(|whole| whole.contains(&sentence.text)));
    }
    let _ = timeline::timeline(&reports, &[]);
    let _ = Families::built_in().merged(text);
});

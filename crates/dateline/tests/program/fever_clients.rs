//! Apps of Fever's protocol against the running program.

use crate::walks::Serving;

/// How often a call stands in a list.
fn times(calls: &[String], name: &str) -> usize {
    calls.iter().filter(|call| *call == name).count()
}

#[test]
fn newsflash_syncs_marks_and_saves() {
    let serving = Serving::new();
    let Some(mut walk) = serving.rust("fever") else { return };
    let calls = serving.walked(&mut walk);
    for call in [
        "valid_credentials",
        "get_api_version",
        "get_groups",
        "get_feeds",
        "get_favicons",
        "get_items",
        "get_items_since",
        "get_items_max",
        "get_items_with",
        "get_links",
        "get_links_with",
        "get_unread_items",
        "get_saved_items",
        "mark_item",
        "mark_feed",
        "mark_group",
    ] {
        assert!(times(&calls, call) > 0, "{call} was not called: {calls:?}");
    }
}

#[test]
fn what_one_app_writes_another_reads() {
    let serving = Serving::new();
    let Some(mut walk) = serving.rust("together") else { return };
    let calls = serving.walked(&mut walk);
    for protocol in ["fever ", "miniflux ", "greader "] {
        assert!(calls.iter().any(|call| call.starts_with(protocol)), "{protocol}: {calls:?}");
    }
}

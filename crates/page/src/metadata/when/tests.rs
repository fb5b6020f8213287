use jiff::civil::date;

use super::*;
use crate::metadata::dates::{first, parse};

fn stamp(text: &str) -> Stamp {
    parse(text).expect("a date")
}

fn at_top(text: &str, label: Label) -> Shown {
    Shown { stamp: first(text).expect("a date"), label, at_top: true }
}

fn of(published: &[Stamp], modified: &[Stamp], shown: &[Shown]) -> When {
    weigh(&Evidence { published, modified, shown, address: None, day_first: None, fetched: None })
}

#[test]
fn an_evening_in_new_york_is_not_the_next_day() {
    let utc = [stamp("2023-12-23T03:00:46Z")];
    let found = of(&utc, &[], &[at_top("December 22, 2023 10:00 PM", Label::Bare)]);
    let published = found.published.expect("a date");
    assert_eq!(published.day, date(2023, 12, 22));
    assert_eq!(published.offset.map(|offset| offset.to_string()).as_deref(), Some("-05"));
    let found = of(&utc, &[], &[at_top("December 22, 2023", Label::Bare)]);
    assert_eq!(found.published.map(|stamp| stamp.day), Some(date(2023, 12, 22)));
    let sibling = [stamp("2023-12-22T22:00:46-05:00")];
    assert_eq!(of(&utc, &sibling, &[]).published.map(|stamp| stamp.day), Some(date(2023, 12, 22)));
}

#[test]
fn what_readers_are_told_beats_a_system_that_was_filled_later() {
    let filled = [stamp("2025-06-24T10:00:00Z")];
    let found = of(&filled, &filled, &[at_top("August 25, 2024", Label::Bare)]);
    assert_eq!(found.published.map(|stamp| stamp.day), Some(date(2024, 8, 25)));
    let found = of(&filled, &filled, &[at_top("August 25, 2024", Label::Updated)]);
    assert_eq!(found.published.map(|stamp| stamp.day), Some(date(2025, 6, 24)));
    // An event that is announced lies ahead of the page's last change.
    let found = of(&filled, &filled, &[at_top("August 25, 2025", Label::Bare)]);
    assert_eq!(found.published.map(|stamp| stamp.day), Some(date(2025, 6, 24)));
}

#[test]
fn an_update_counts_only_where_nothing_else_is_known() {
    let updated = at_top("December 29, 2025", Label::Updated);
    let found = of(&[], &[], &[updated]);
    assert_eq!(found.published.map(|stamp| stamp.day), Some(date(2025, 12, 29)));
    let found = of(&[], &[], &[updated, at_top("December 1, 2025", Label::Bare)]);
    assert_eq!(found.published.map(|stamp| stamp.day), Some(date(2025, 12, 1)));
    assert_eq!(found.modified.map(|stamp| stamp.day), Some(date(2025, 12, 29)));
}

#[test]
fn days_and_months_are_told_apart_by_the_page() {
    let odd = [stamp("03/09/2026")];
    let seen = [at_top("9 March 2026", Label::Updated)];
    assert_eq!(of(&odd, &[], &seen).published.map(|stamp| stamp.day), Some(date(2026, 3, 9)));
    let seen = [at_top("3 September 2026", Label::Updated)];
    assert_eq!(of(&odd, &[], &seen).published.map(|stamp| stamp.day), Some(date(2026, 9, 3)));
    let evidence = |day_first| Evidence {
        published: &odd,
        modified: &[],
        shown: &[],
        address: None,
        day_first,
        fetched: None,
    };
    let british = weigh(&evidence(Some(true)));
    assert_eq!(british.published.map(|stamp| stamp.day), Some(date(2026, 9, 3)));
    let american = weigh(&evidence(Some(false)));
    assert_eq!(american.published.map(|stamp| stamp.day), Some(date(2026, 3, 9)));
}

#[test]
fn the_future_is_refused() {
    let fetched = "2025-12-29T12:00:00Z".parse().ok();
    let ahead = [stamp("2030-01-01"), stamp("2025-12-28")];
    let evidence = Evidence {
        published: &ahead,
        modified: &[],
        shown: &[],
        address: None,
        day_first: None,
        fetched,
    };
    assert_eq!(weigh(&evidence).published.map(|stamp| stamp.day), Some(date(2025, 12, 28)));
}

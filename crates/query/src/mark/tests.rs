use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::parse::{Context, parse};

fn marker(query: &str, is_typing: bool) -> Marker {
    let context = Context { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, is_typing };
    Marker::new(&parse(query, &context).query, Some("en"))
}

fn title<'t>(query: &str, title: &'t str) -> Vec<&'t str> {
    marker(query, false).title(title).into_iter().map(|range| &title[range]).collect()
}

#[test]
fn found_words_are_marked_in_all_their_forms() {
    assert_eq!(title("drone kyiv", "Drones over Kyiv’s port"), ["Drones", "Kyiv’s"]);
    assert_eq!(title("f16", "Two F-16 jets"), ["F-16"]);
    assert_eq!(title("\"over the port\"", "Over the over the port"), ["over the port"]);
    assert_eq!(title("首相は", "日本の首相は辞任"), ["首相は"]);
    assert_eq!(title("title:port -kyiv", "Kyiv port"), ["port"]);
    assert_eq!(title("lang:en", "Kyiv port"), [""; 0]);
}

#[test]
fn the_beginning_of_a_word_marks_the_word() {
    let title = "Drones and dreams";
    let found = marker("dro", true).title(title);
    assert_eq!(found.into_iter().map(|range| &title[range]).collect::<Vec<_>>(), ["Drones"]);
}

#[test]
fn a_passage_shows_the_words_together() {
    let filler = "Nothing of interest happened here on that day. ".repeat(20);
    let text = format!("A drone flew. {filler}The drone hit the port. {filler}");
    let marked = marker("port drone", false).passage(&text, 100);
    let shown = &text[marked.passage.clone()];
    assert!(shown.starts_with("The drone hit the port."), "{shown}");
    assert!(shown.chars().count() <= 100);
    let found: Vec<&str> = marked.found.iter().map(|range| &shown[range.clone()]).collect();
    assert_eq!(found, ["drone", "port"]);
    assert!(marked.cut_before && marked.cut_after);
}

#[test]
fn without_a_find_the_text_is_shown_from_its_beginning() {
    let marked = marker("title:port", false).passage("The port is closed.", 100);
    assert_eq!(marked, Marked { passage: 0..19, ..Marked::default() });
}

proptest! {
    #[test]
    fn ranges_are_of_the_text(
        text in "\\PC{0,200}",
        words in crate::parse::tests::any_words(),
        length in 0usize..80,
    ) {
        let text = format!("{text} {words} {text}");
        let marked = marker(&words, false).passage(&text, length);
        let shown = text.get(marked.passage.clone());
        prop_assert!(shown.is_some());
        let mut end = 0;
        for range in &marked.found {
            prop_assert!(range.start >= end && shown.unwrap().get(range.clone()).is_some());
            end = range.end;
        }
    }
}

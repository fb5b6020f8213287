use super::super::tests::{edited, prose};
use super::*;

#[test]
fn the_same_text_and_another() {
    let (a, b) = (prose(1, 300), prose(2, 300));
    let same = overlap(&a, &a);
    assert_eq!((same.a_in_b, same.b_in_a, same.words_of_a, same.longest), (1.0, 1.0, 1.0, 300));
    assert!(is_copy(&same));
    let other = overlap(&a, &b);
    assert_eq!((other.a_in_b, other.words_of_a, other.longest), (0.0, 0.0, 0));
    assert!(!is_copy(&other));
}

#[test]
fn a_part_of_a_longer_text() {
    let whole = prose(1, 600);
    let part: Vec<&str> = whole.split(' ').skip(200).take(180).collect();
    let part = format!("{} {}", prose(2, 30), part.join(" "));
    let found = overlap(&whole, &part);
    assert_eq!((found.a, found.b, found.longest), (600, 210, 180));
    assert!((found.words_of_a - 0.3).abs() < 0.001, "{found:?}");
    assert!((found.words_of_b - 180.0 / 210.0).abs() < 0.001, "{found:?}");
    assert!(is_copy(&found));
}

#[test]
fn changed_words_are_bridged_but_quotations_do_not_make_a_copy() {
    let text = prose(1, 400);
    let changed = overlap(&text, &edited(&text, 3, 0.15));
    assert!((0.35..0.55).contains(&changed.a_in_b), "{changed:?}");
    assert!(changed.words_of_a > 0.75, "{changed:?}");
    assert!(is_copy(&changed));

    // Two reports, each with 240 words of its own, that share eight quotations of 20 words.
    let report = |own: u64| {
        let parts: Vec<String> =
            (0..8).map(|n| format!("{} {}", prose(own + n, 30), prose(500 + n, 20))).collect();
        parts.join(" ")
    };
    let shared = overlap(&report(10), &report(30));
    assert_eq!((shared.words_of_a, shared.longest), (0.4, 20));
    assert!(!is_copy(&shared));
}

#[test]
fn moved_paragraphs_stay_common() {
    let paragraphs: Vec<String> = (0..6).map(|n| prose(n, 50)).collect();
    let moved: Vec<&str> = [4, 0, 5, 2].iter().map(|&n| paragraphs[n].as_str()).collect();
    let found = overlap(&paragraphs.join("\n\n"), &moved.join("\n\n"));
    assert!(found.words_of_b > 0.99 && (found.words_of_a - 4.0 / 6.0).abs() < 0.01, "{found:?}");
}

#[test]
fn too_short_to_say() {
    let few = prose(1, FEWEST_WORDS as usize - 1);
    assert!(!is_copy(&overlap(&few, &few)));
    assert!(!is_copy(&overlap("", "")));
    // Three sentences of which the longer article quotes two.
    let short = format!("{} {}", prose(2, 28), prose(3, 12));
    let long = format!("{} {}", prose(4, 200), prose(2, 28));
    let found = overlap(&short, &long);
    assert!(found.shared() > 0.6 && !is_copy(&found), "{found:?}");
}

#[test]
fn a_passage_that_one_text_repeats() {
    let passage = prose(1, 40);
    let twice = format!("{passage} {} {passage}", prose(2, 40));
    let found = overlap(&passage, &twice);
    assert_eq!(found.words_of_a, 1.0);
    assert!((found.words_of_b - 80.0 / 120.0).abs() < 0.01, "{found:?}");
}

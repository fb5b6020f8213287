use proptest::prelude::*;

use super::super::language::Language;
use super::*;

fn cut(text: &str) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    let stems = Stems::of(Language::of_tag("pl").unwrap());
    terms(text, &stems, 0, |term| found.push((term.term.to_owned(), term.position)));
    found
}

fn words(text: &str) -> Vec<String> {
    cut(text).into_iter().map(|(term, _)| term).collect()
}

#[test]
fn compounds_are_found_whole_and_by_their_parts() {
    let jet = [("f".to_owned(), 0), ("16".to_owned(), 1), ("f16".to_owned(), 0)];
    assert_eq!(cut("F-16"), jet);
    assert_eq!(cut("F16"), jet);
    assert_eq!(cut("F\u{2011}16"), jet);
    assert_eq!(words("COVID-19 mid-air"), ["covid", "19", "covid19", "mid", "air", "midair"]);
    assert_eq!(words("O'Brien l’état"), ["o", "brien", "obrien", "l", "etat", "letat"]);
}

#[test]
fn long_compounds_are_found_by_their_parts() {
    assert_eq!(words("a-b-c-d-e"), ["a", "b", "c", "d", "e"]);
}

#[test]
fn initials_are_one_word() {
    for text in ["U.S.", "U.S", "US", "u.s."] {
        assert_eq!(words(text), ["us"], "{text}");
    }
    assert_eq!(words("U.S.-led"), ["us", "led", "usled"]);
    assert_eq!(words("the U.S. Army"), ["the", "us", "army"]);
    assert_eq!(words("J.Smith"), ["j", "smith"]);
    assert_eq!(words("Plan B. He"), ["plan", "b", "he"]);
}

#[test]
fn owners_lose_their_ending() {
    assert_eq!(words("Kyiv’s mayor"), ["kyiv", "mayor"]);
    assert_eq!(words("'s"), ["s"]);
}

#[test]
fn numbers_keep_their_points() {
    assert_eq!(words("1,500 of 4.6."), ["1500", "of", "4.6"]);
    assert_eq!(words("91st"), ["91", "st", "91st"]);
}

#[test]
fn scripts_without_spaces_come_by_character_and_pair() {
    let found = [("首", 0), ("首相", 0), ("相", 1), ("相は", 1), ("は", 2)];
    assert_eq!(cut("首相は"), found.map(|(term, position)| (term.to_owned(), position)));
    assert_eq!(words("新iPhone"), ["新", "iphone"]);
    assert!(words("대통령은").contains(&"통령".to_owned()));
    assert!(words("ประเทศไทย").contains(&"ไท".to_owned()));
}

#[test]
fn stems_stand_where_their_words_do() {
    let mut found = Vec::new();
    terms("The drones", &Stems::of(Language::UNKNOWN), 5, |term| {
        found.push((term.term.to_owned(), term.position, term.kind));
    });
    assert_eq!(
        found,
        [
            ("the".to_owned(), 5, TermKind::Written),
            ("drones".to_owned(), 6, TermKind::Written),
            ("\u{1}endrone".to_owned(), 6, TermKind::Stem)
        ]
    );
}

proptest! {
    #[test]
    fn ranges_are_of_the_text_and_positions_never_fall(text in "\\PC{0,60}") {
        let mut before = 0;
        let stems = Stems::of(Language::UNKNOWN);
        let end = terms(&text, &stems, 0, |term| {
            assert!(text.get(term.range.clone()).is_some_and(|word| !word.is_empty()));
            assert!(!term.term.contains(char::is_whitespace));
            assert!(term.position + 4 >= before);
            before = term.position;
        });
        prop_assert!(before <= end);
    }

    #[test]
    fn a_folded_word_is_found_by_its_fold(word in "[a-zA-ZäöüéèçñąłøÅßа-яА-Я]{1,12}") {
        let folded = super::super::fold::fold(&word);
        prop_assert_eq!(words(&word), words(&folded));
    }
}

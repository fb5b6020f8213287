use proptest::prelude::*;

use super::*;
use crate::sentence;

fn context() -> Context {
    // A Wednesday; 23:30 the day before in New York.
    let now = "2025-12-31T04:30:00Z".parse().unwrap();
    Context { now, zone: TimeZone::get("America/New_York").unwrap(), is_typing: false }
}

fn read(text: &str) -> String {
    parse(text, &context()).query.to_string()
}

fn noted(text: &str) -> Vec<String> {
    parse(text, &context()).notes
}

fn span(text: &str) -> (Option<String>, Option<String>) {
    match parse(text, &context()).query.root {
        Node::When(when) => {
            (when.from.map(|at| at.to_string()), when.until.map(|at| at.to_string()))
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn syntax_is_read() {
    for (text, canonical) in [
        ("drone  strike", "drone strike"),
        ("“drone strike” Kyiv", "\"drone strike\" Kyiv"),
        ("a OR b c", "(a OR b) c"),
        ("a | b || c", "a OR b OR c"),
        ("a AND b", "a b"),
        ("NOT a -b –c", "-a -b -c"),
        ("-(a b)", "-(a b)"),
        ("-(-a)", "a"),
        ("((a))", "a"),
        ("title:(a OR \"b c\") d", "(title:a OR title:\"b c\") d"),
        ("TITLE:a by:Smith", "title:a author:Smith"),
        ("outlet:\"The Times\"", "outlet:\"The Times\""),
        ("outlet:#4", "outlet:#4"),
        ("lang:German", "lang:de"),
        ("is:starred has:photo", "is:starred has:image"),
        ("said:\"Sergei Lavrov\" denied:YES", "said:\"Sergei Lavrov\" denied:yes"),
        ("says:lavrov accused:no declined:yes", "said:lavrov -accused:yes declined:yes"),
        ("a near:5 \"b c\"", "a \"b c\" near:5"),
        ("(a b near:5) c is:read", "(a b near:5) c is:read"),
        ("a near:5 lang:de b", "(a b near:5) lang:de"),
        ("", ""),
        ("()", ""),
    ] {
        assert_eq!(read(text), canonical, "{text}");
        assert_eq!(noted(text), [""; 0], "{text}");
    }
}

#[test]
fn what_is_no_syntax_is_words_and_a_note_says_so() {
    for (text, canonical, notes) in [
        ("lang:klingonish", "\"lang klingonish\"", 1),
        ("is:great", "\"is great\"", 1),
        ("colour:red", "\"colour red\"", 1),
        ("date:2025-13", "\"date 2025-13\"", 1),
        ("after:soon", "\"after soon\"", 1),
        ("newer:3x", "\"newer 3x\"", 1),
        ("story:x", "\"story x\"", 1),
        ("near:x a b", "\"near x\" a b", 1),
        ("near:5 a", "a", 1),
        ("title:", "", 1),
        ("a \"b", "a b", 1),
        ("(a b", "a b", 1),
        ("a) b", "a b", 1),
        ("OR a", "a", 1),
        ("a OR", "a", 1),
        ("☃ a", "a", 1),
        ("dron*", "dron*", 1),
        ("http://a.example/b", "\"http //a.example/b\"", 0),
        ("Ukraine: war", "Ukraine war", 0),
        ("a - b", "a b", 0),
        ("a & b", "a b", 0),
    ] {
        assert_eq!(read(text), canonical, "{text}");
        assert_eq!(noted(text).len(), notes, "{text}: {:?}", noted(text));
    }
}

#[test]
fn days_begin_where_the_reader_is() {
    let at = |text: &str| Some(text.to_owned());
    assert_eq!(span("date:2025-12-29"), (at("2025-12-29T05:00:00Z"), at("2025-12-30T05:00:00Z")));
    assert_eq!(span("date:2025-12"), (at("2025-12-01T05:00:00Z"), at("2026-01-01T05:00:00Z")));
    assert_eq!(span("date:2025"), (at("2025-01-01T05:00:00Z"), at("2026-01-01T05:00:00Z")));
    assert_eq!(span("date:today"), (at("2025-12-30T05:00:00Z"), at("2025-12-31T05:00:00Z")));
    assert_eq!(span("after:monday"), (at("2025-12-29T05:00:00Z"), None));
    assert_eq!(span("since:tuesday"), (at("2025-12-30T05:00:00Z"), None));
    assert_eq!(span("after:wednesday"), (at("2025-12-24T05:00:00Z"), None));
    assert_eq!(span("before:2025-12-29"), (None, at("2025-12-29T05:00:00Z")));
    assert_eq!(span("newer:3d"), (at("2025-12-28T04:30:00Z"), None));
    assert_eq!(span("older:1m"), (None, at("2025-12-01T04:30:00Z")));
    assert_eq!(
        span("date:2025-12-01..2025-12-02"),
        (at("2025-12-01T05:00:00Z"), at("2025-12-03T05:00:00Z"))
    );
}

#[test]
fn a_query_can_be_said() {
    for (text, said) in [
        ("", "all articles"),
        (
            "outlet:Reuters after:monday \"port of Odesa\"",
            "articles of Reuters since Monday with the phrase “port of Odesa”",
        ),
        ("drone strike -kyiv", "articles with “drone” and “strike” without “kyiv”"),
        ("a OR b OR c", "articles with “a”, with “b” or with “c”"),
        ("(a OR b) lang:de", "articles either with “a” or with “b” in German"),
        ("is:unread newer:3d", "articles that are unread of the last 3 days"),
        ("-is:copy", "articles that are not copies of others"),
        ("a b near:5", "articles with “a” and “b” within 5 words of each other"),
        ("date:2025-12-29", "articles of 29 December 2025"),
        ("title:x by:y place:z", "articles with “x” in the headline by y from z"),
    ] {
        assert_eq!(sentence(&parse(text, &context()).query), said, "{text}");
    }
}

#[test]
fn whoever_types_is_given_time() {
    let context = Context { is_typing: true, ..context() };
    let typed = |text| parse(text, &context);
    let prefix = Node::Text { field: Field::Anywhere, how: How::Prefix, words: "dro".to_owned() };
    assert_eq!(typed("dro").query.root, prefix);
    assert_eq!(typed("title:").notes, [""; 0]);
    assert_eq!(typed("(a b").notes, [""; 0]);
}

#[test]
fn a_search_is_bounded() {
    let many = "a ".repeat(900);
    assert_eq!(parse(&many, &context()).query.to_string().split(' ').count(), MOST);
    assert_eq!(noted(&"a".repeat(3000)).len(), 1);
    let deep = format!("{}a", "(".repeat(1900));
    assert!(!noted(&deep).is_empty());
}

/// A few words, so that queries and texts often meet.
pub(crate) fn any_words() -> impl Strategy<Value = String> {
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
        "l’état",
        "état",
        "首相は辞任",
        "首相",
        "相",
        "대통령은",
        "대통령",
        "covid-19",
        "café",
        "cafe",
        "1,500",
        "1500",
        "the",
        "of",
        "Müller",
        "muller",
        "house",
        "housing",
        "-",
        "…",
        "mid-air",
    ]);
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

/// Queries over the same words.
pub(crate) fn any_query() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => any_words().prop_map(|words| words.split(' ').next().unwrap_or_default().to_owned()),
        2 => any_words().prop_map(|words| format!("\"{words}\"")),
        1 => any_words().prop_map(|words| format!("title:{words}")),
        1 => any_words().prop_map(|words| format!("({words} near:3)")),
        1 => prop::sample::select(vec!["lang:en", "is:copy", "-is:copy", "has:image", "date:2025"])
            .prop_map(str::to_owned),
    ];
    let signs = prop::sample::select(vec!["", "-", "(", ")", "OR ", "title:(", "-("]);
    prop::collection::vec((signs, part), 0..5).prop_map(|parts| {
        let parts = parts.into_iter().map(|(sign, part)| format!("{sign}{part}"));
        parts.collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn what_is_shown_is_never_too_deep_to_be_read() {
    for inner in ["x y", "-x", "x y near:3"] {
        for levels in 1..=20 {
            let nested = |inner: String| format!("a b OR (c {inner})");
            let typed = (0..levels).fold(inner.to_owned(), |inner, _| nested(inner));
            let parsed = parse(&typed, &context());
            assert_eq!(parsed.notes.is_empty(), levels < 8, "{typed}: {:?}", parsed.notes);
            let shown = parsed.query.to_string();
            assert_eq!(parse(&shown, &context()).query, parsed.query, "{shown}");
            let negated = parse(&format!("-({typed})"), &context()).query;
            assert_eq!(parse(&negated.to_string(), &context()).query, negated, "{negated}");
        }
    }
}

proptest! {
    #[test]
    fn what_is_shown_parses_to_the_same(text in any_query()) {
        let parsed = parse(&text, &context()).query;
        let shown = parsed.to_string();
        let again = parse(&shown, &context());
        prop_assert_eq!(&again.query, &parsed, "{}", shown);
        prop_assert_eq!(again.notes, Vec::<String>::new());
        sentence(&parsed);
    }

    #[test]
    fn nothing_that_is_typed_is_an_error(text in "[a-z:()\"“|*#!., ORNTAD0-9-]{0,60}") {
        let parsed = parse(&text, &context()).query;
        let shown = parsed.to_string();
        prop_assert_eq!(&parse(&shown, &context()).query, &parsed, "{}", shown);
    }
}

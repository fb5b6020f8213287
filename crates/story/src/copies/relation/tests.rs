use dateline_model::{ArticleId, Origin};
use jiff::Timestamp;

use super::*;

fn article<'a>(id: i64, outlet: &'a str, address: &'a str, text: &'a str) -> Arrival<'a> {
    Arrival {
        id: ArticleId(id),
        at: Timestamp::UNIX_EPOCH,
        title: "",
        text,
        language: None,
        outlet: Some(outlet),
        address: Some(address),
        canonical: None,
        origin: None,
        alone: false,
    }
}

fn original(article: &Arrival<'_>, other: &Arrival<'_>) -> Original {
    let same = super::super::overlap(article.text, other.text);
    relation(Families::built_in(), article, other, &same).original
}

const TEXT: &str = "The bridge was closed on Monday.\n\nNobody was hurt.";

#[test]
fn nobody_says_anything() {
    let a = article(1, "bugle.example", "https://bugle.example/a", TEXT);
    let b = article(2, "gazette.example", "https://gazette.example/b", TEXT);
    assert_eq!(original(&a, &b), Original::Unsaid);
}

#[test]
fn a_canonical_link_at_the_others_outlet() {
    let mut a = article(1, "bugle.example", "https://bugle.example/a", TEXT);
    let b = article(2, "gazette.example", "https://gazette.example/b", TEXT);
    a.canonical = Some("https://www.gazette.example/b?from=bugle");
    assert_eq!(original(&a, &b), Original::Other);
    assert_eq!(original(&b, &a), Original::Article);
    a.canonical = Some("https://notgazette.example/b");
    assert_eq!(original(&a, &b), Original::Unsaid);
    a.canonical = Some("https://bugle.example/a");
    assert_eq!(original(&a, &b), Original::Unsaid);
}

#[test]
fn an_origin_by_address_or_by_name() {
    let a = article(1, "bugle.example", "https://bugle.example/a", TEXT);
    let b = article(2, "thegazette.example", "https://thegazette.example/b", TEXT);
    for (outlet, url, expected) in [
        ("Gazette", None, Original::Other),
        ("The Gazette", None, Original::Other),
        ("Gazette of Elsewhere", None, Original::Unsaid),
        ("Some paper", Some("https://news.thegazette.example/1"), Original::Other),
        ("Gazette", Some("https://elsewhere.example/1"), Original::Unsaid),
    ] {
        let origin = Origin { outlet: outlet.to_owned(), url: url.map(str::to_owned) };
        let a = Arrival { origin: Some(&origin), ..a.clone() };
        assert_eq!(original(&a, &b), expected, "{origin:?}");
    }
}

#[test]
fn a_line_at_the_edge_of_the_text() {
    let said = format!("{TEXT}\n\nThis article first appeared in The Gazette, a paper.");
    let a = article(1, "bugle.example", "https://bugle.example/a", &said);
    let b = article(2, "gazette.example", "https://gazette.example/b", TEXT);
    assert_eq!(original(&a, &b), Original::Other);
    let prose = format!("{TEXT}\n\nThe term first appeared in a letter to the gazette.");
    let a = article(1, "bugle.example", "https://bugle.example/a", &prose);
    assert_eq!(original(&a, &b), Original::Unsaid);
}

#[test]
fn both_say_the_other() {
    let a_text = format!("{TEXT}\n\nOriginally published by the Gazette.");
    let b_text = format!("{TEXT}\n\nOriginally published by the Bugle.");
    let a = article(1, "bugle.example", "https://bugle.example/a", &a_text);
    let b = article(2, "gazette.example", "https://gazette.example/b", &b_text);
    assert_eq!(original(&a, &b), Original::Unsaid);
}

#[test]
fn an_agency_is_credited_but_not_by_being_mentioned() {
    let reuters = article(2, "reuters.com", "https://www.reuters.com/x", TEXT);
    for (text, expected) in [
        ("PORTO, Nov 3 (Reuters) - The bridge was closed.", Original::Other),
        ("The bridge was closed.\n\n© 2025 Reuters", Original::Other),
        ("The bridge was closed, Reuters reported.", Original::Unsaid),
        ("PORTO (AP) - The bridge was closed.", Original::Unsaid),
    ] {
        let reprint = article(1, "bugle.example", "https://bugle.example/a", text);
        assert_eq!(original(&reprint, &reuters), expected, "{text}");
    }
    let one = article(1, "bugle.example", "https://bugle.example/a", "PORTO (Reuters) - It fell.");
    let two =
        article(2, "gazette.example", "https://gazette.example/b", "PORTO (Reuters) - It fell.");
    assert_eq!(original(&one, &two), Original::Unsaid);
}

#[test]
fn within_one_outlet_only_a_link_to_the_article_counts() {
    let mut a = article(1, "bugle.example", "https://amp.bugle.example/a", TEXT);
    let b = article(2, "bugle.example", "https://bugle.example/a", TEXT);
    assert_eq!(original(&a, &b), Original::Unsaid);
    a.canonical = Some("https://bugle.example/a");
    assert_eq!(original(&a, &b), Original::Other);
}

#[test]
fn the_best_of_the_candidates() {
    let text = super::super::tests::prose(1, 300);
    let part: Vec<&str> = text.split(' ').take(100).collect();
    let part = part.join(" ");
    let other = super::super::tests::prose(2, 300);
    let a = article(1, "bugle.example", "https://bugle.example/a", &text);
    let short = article(2, "gazette.example", "https://gazette.example/b", &part);
    let whole = article(3, "herald.example", "https://herald.example/c", &text);
    let none = article(4, "post.example", "https://post.example/d", &other);
    let best = |others: &[&Arrival<'_>]| {
        copy_among(Families::built_in(), &a, others.iter().copied()).map(|(of, _)| of.0)
    };
    assert_eq!(best(&[&none, &short, &whole, &a]), Some(3));
    assert_eq!(best(&[&short, &none]), Some(2));
    assert_eq!(best(&[&none, &a]), None);
    let (of, how) = copy_among(Families::built_in(), &a, [&whole]).expect("a copy");
    assert_eq!(how.copy_of(of), Copy { of, credited: false, shared: 1.0 });
}

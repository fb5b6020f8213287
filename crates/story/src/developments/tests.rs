use proptest::prelude::*;

use super::*;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + minute * 60).expect("a time")
}

fn report<'a>(id: i64, outlet: &'a str, title: &'a str, text: &'a str, minute: i64) -> Report<'a> {
    Report {
        id: ArticleId(id),
        outlet: Some(outlet),
        outlet_name: Some(outlet),
        voice: outlet,
        address: None,
        title,
        text,
        language: Some("en"),
        published: Some(at(minute)),
        seen_at: at(minute + 1),
        fetched_at: None,
        copy: false,
        polling_gap: Some(60),
    }
}

#[test]
fn new_names_and_numbers_make_a_development() {
    let told = [
        report(
            1,
            "a",
            "Ferry stranded off Ventspils",
            "The ferry Aurora ran aground near Ventspils with 120 passengers.",
            0,
        ),
        report(
            2,
            "b",
            "Ferry Aurora stranded",
            "Latvian tugs reached the Aurora near Ventspils. All 120 passengers are safe.",
            10,
        ),
        report(
            3,
            "c",
            "Captain of ferry held as Lund orders inquiry",
            "Police held Captain Peter Marsk on Friday. Minister Eva Lund ordered an inquiry into 3 earlier groundings.",
            60,
        ),
    ];
    let found = developments(&told);
    assert_eq!(found.iter().map(|it| it.is_development).collect::<Vec<_>>(), [false, false, true]);
    assert!(found[2].names.iter().any(|name| name.contains("Lund")), "{:?}", found[2]);
    assert!(found[2].names.iter().any(|name| name.contains("Marsk")), "{:?}", found[2]);
    assert_eq!(found[2].numbers, ["3 earlier"]);
}

#[test]
fn copies_bring_nothing_and_order_is_by_time() {
    let mut copy = report(9, "z", "Quite New Names: Zorro", "Zorro met Batman and Robin.", 5);
    copy.copy = true;
    let told = [report(2, "b", "B", "Later.", 9), copy, report(1, "a", "A", "Sooner.", 1)];
    let ids: Vec<i64> = developments(&told).iter().map(|it| it.article.0).collect();
    assert_eq!(ids, [1, 2]);
}

#[test]
fn years_dates_and_clock_times_are_no_news() {
    let told = [
        report(1, "a", "A", "Rain fell.", 0),
        report(
            2,
            "b",
            "B",
            "On 3 October 2025 at 10:30 rain fell on 14 boats and 5% of the 1,200 fields.",
            5,
        ),
    ];
    assert_eq!(developments(&told)[1].numbers, ["14 boats", "5%", "1,200 fields"]);
}

#[test]
fn the_earliest_is_told_only_where_polls_were_close_enough() {
    let mut told =
        [report(1, "a", "A", "", 0), report(2, "b", "B", "", 30), report(3, "c", "C", "", 40)];
    let first = earliest(&told).expect("it can be told");
    assert_eq!((first.article, first.lead), (ArticleId(1), Some(1_800)));
    assert_eq!(
        first.words,
        "Earliest report that we saw: a, 30 minutes before another outlet's was seen"
    );
    told[2].polling_gap = Some(40 * 60);
    assert_eq!(earliest(&told), None);
    told[2].polling_gap = None;
    assert_eq!(earliest(&told), None);
    told[2].polling_gap = Some(60);
    told[1].published = Some(at(-5));
    let words = earliest(&told).expect("it can be told").words;
    assert!(words.ends_with("b was seen later, but says that it published earlier"), "{words}");
    told[0].copy = true;
    assert_eq!(earliest(&told), None);
}

#[test]
fn one_outlet_alone_has_no_lead() {
    let told = [report(1, "a", "A", "", 0), report(2, "a", "B", "", 9)];
    let first = earliest(&told).expect("it can be told");
    assert_eq!(first.lead, None);
    assert_eq!(earliest(&[]), None);
}

proptest! {
    #[test]
    fn nothing_panics(title in "\\PC{0,40}", text in "(\\PC|[ A-Z0-9.,%:\n]){0,160}") {
        let told = [report(1, "a", &title, &text, 0), report(2, "b", &text, &title, 1)];
        prop_assert_eq!(developments(&told).len(), 2);
        let _ = earliest(&told);
    }
}

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
        seen_at: at(minute),
        fetched_at: None,
        copy: false,
        polling_gap: Some(60),
    }
}

fn edit<'a>(titles: [&'a str; 2], texts: [&'a str; 2], minute: i64) -> Edit<'a> {
    Edit {
        article: ArticleId(1),
        outlet_name: Some("Bay Tribune"),
        earlier_title: titles[0],
        later_title: titles[1],
        earlier_text: texts[0],
        later_text: texts[1],
        seen_at: at(minute),
    }
}

#[test]
fn a_storys_course_in_order() {
    let told = [
        report(1, "Bay Tribune", "Ferry stranded", "The ferry Aurora ran aground.", 0),
        report(
            2,
            "Gazette",
            "Captain held",
            "Police held Captain Peter Marsk and Eva Lund, and 3 boats and 14 cars were searched.",
            90,
        ),
    ];
    let edits = [
        edit(["Ferry stranded", "Ferry freed"], ["", ""], 60),
        edit(
            ["Ferry freed", "Ferry freed"],
            ["Two were hurt.", "Three were hurt.\n\nCorrection: Three were hurt, not two."],
            120,
        ),
        edit(["Ferry freed", "Ferry  freed"], ["Same text.", "Same  text."], 130),
    ];
    let events = timeline(&told, &edits);
    let words: Vec<&str> = events.iter().map(|event| event.words.as_str()).collect();
    assert_eq!(
        words,
        [
            "Earliest report that we saw: Bay Tribune, 90 minutes before another outlet's was seen",
            "Bay Tribune changed its headline from “Ferry stranded” to “Ferry freed”",
            "New in Gazette: Captain Peter Marsk, Eva Lund, 3 boats, 14 cars",
            "Bay Tribune changed its text: 1 word is gone, 7 words are new",
            "Bay Tribune declares a correction: “Correction: Three were hurt, not two.”",
        ]
    );
}

#[test]
fn a_correction_that_an_article_came_with_is_told_once() {
    let text = "Rain fell.\n\nAn earlier version of this article named the wrong town.";
    let told = [report(1, "Bay Tribune", "Rain", text, 0)];
    let same = edit(["Rain", "Rain"], ["Rain fell.", text], 5);
    let count = |edits: &[Edit<'_>]| {
        let events = timeline(&told, edits);
        events.iter().filter(|event| matches!(event.kind, EventKind::Correction { .. })).count()
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&[same]), 1);
}

#[test]
fn where_the_earliest_cannot_be_told_nothing_is_claimed() {
    let mut told = [report(1, "A", "Rain", "", 0), report(2, "B", "Rain", "", 1)];
    told[1].polling_gap = Some(3_600);
    let events = timeline(&told, &[]);
    assert_eq!(events[0].kind, EventKind::Opened);
    assert!(events[0].words.contains("cannot be told"));
    assert!(timeline(&[], &[]).is_empty());
}

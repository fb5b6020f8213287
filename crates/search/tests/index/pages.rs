use dateline_query::Document;
use dateline_search::{Cursor, Order, Request};

use crate::kit::*;

/// All pages of a query, with what happens between the first and the second.
fn turned(filled: &Filled, text: &str, order: Order, between: impl FnOnce()) -> Vec<Vec<i64>> {
    let query = query(text, false);
    let mut pages = Vec::new();
    let mut after: Option<Cursor> = None;
    let mut between = Some(between);
    loop {
        let request = Request { order, after, limit: 4, ..Request::new(&query, None, now()) };
        let answer = filled.index.search(&request).unwrap();
        pages.push(ids(&answer));
        let Some(next) = answer.next else { return pages };
        after = Some(next.to_string().parse().unwrap());
        if let Some(between) = between.take() {
            between();
        }
    }
}

#[test]
fn the_newest_come_first_and_pages_stay_while_articles_arrive() {
    let filled = filled((1..=10).map(|id| document(id, "Drone", "")).collect());
    let pages = turned(&filled, "drone", Order::Newest, || {
        let mut writer = filled.index.writer().unwrap();
        writer.write(vec![document(0, "Drone", ""), document(-1, "Drone", "")], &[]).unwrap();
        writer.commit("2").unwrap();
    });
    assert_eq!(pages, [vec![1, 2, 3, 4], vec![5, 6, 7, 8], vec![9, 10]]);
}

#[test]
fn articles_of_one_moment_are_told_apart() {
    let at = now();
    let same = |id| Document { published: Some(at), ..document(id, "Drone", "") };
    let filled = filled((1..=9).map(same).collect());
    let pages = turned(&filled, "drone", Order::Newest, || {});
    assert_eq!(pages, [vec![9, 8, 7, 6], vec![5, 4, 3, 2], vec![1]]);
}

#[test]
fn the_best_come_first_and_pages_stay_while_articles_arrive() {
    let mut documents: Vec<Document> = (10..=18)
        .map(|id| document(id, "Ship", "A drone was seen among many other things."))
        .collect();
    documents.push(document(30, "Drone drone drone", "drone"));
    let filled = filled(documents);
    let pages = turned(&filled, "drone", Order::Best, || {
        let mut writer = filled.index.writer().unwrap();
        let more = (100..200).map(|id| document(id, "Drone", "drones"));
        writer.write(more.collect(), &[]).unwrap();
        writer.commit("2").unwrap();
    });
    assert_eq!(pages, [vec![30, 10, 11, 12], vec![13, 14, 15, 16], vec![17, 18]]);
}

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline_model::OutletId;
use dateline_query::{Document, Query, Reader};
use dateline_search::{Personal, Request, Step};
use jiff::tz::TimeZone;

use crate::kit::*;

#[test]
fn words_of_all_languages_are_found() {
    let of =
        |language: &str, document| Document { language: Some(language.to_owned()), ..document };
    let filled = filled(vec![
        document(1, "Drones over Kyiv’s port", "F-16 jets of the U.S. came. COVID-19 is back."),
        of("de", document(2, "Häuser in München", "Die Müllers zogen um.")),
        of("ja", document(3, "日本の首相は辞任", "内閣が総辞職した。")),
        of("ko", document(4, "대통령은 사임했다", "")),
        of("th", document(5, "นายกรัฐมนตรีลาออก", "")),
        of("ru", document(6, "Президента встретили", "")),
        of("zh", document(7, "国务院总理访问北京", "")),
    ]);
    for (text, expected) in [
        ("drone", vec![1]),
        ("f16", vec![1]),
        ("F-16", vec![1]),
        ("US", vec![1]),
        ("U.S.", vec![1]),
        ("covid19", vec![1]),
        ("covid", vec![1]),
        ("haus", vec![2]),
        ("munchen", vec![2]),
        ("müllers", vec![2]),
        ("首相", vec![3]),
        ("相", vec![3]),
        ("総辞職", vec![3]),
        ("대통령", vec![4]),
        ("ลาออก", vec![5]),
        ("президент", vec![6]),
        ("北京", vec![7]),
        ("总理访问", vec![7]),
        ("\"kyiv port\"", vec![1]),
        ("\"port f 16\"", vec![]),
        ("drone us near:3", vec![]),
        ("us jets near:3", vec![1]),
    ] {
        assert_eq!(filled.found(text), expected, "{text}");
    }
}

#[test]
fn an_article_is_found_through_the_readers_feeds_only() {
    let filled = filled(vec![
        of_feeds(&[1], document(1, "Drone", "")),
        of_feeds(&[1, 2], document(2, "Drone", "")),
        of_feeds(&[3], document(3, "Drone", "")),
    ]);
    let found = |reader: &Reader, text: &str| {
        let query = query(text, false);
        ids(&filled.index.search(&Request::new(&query, Some(reader), now())).unwrap())
    };
    assert_eq!(found(&reader(&[(1, "News"), (2, ""), (3, "")]), "drone"), [1, 2, 3]);
    assert_eq!(found(&reader(&[(2, "News")]), "drone"), [2]);
    assert_eq!(found(&reader(&[(3, "")]), ""), [3]);
    assert_eq!(found(&reader(&[]), ""), [] as [i64; 0]);
    assert_eq!(found(&reader(&[(1, "News/World"), (3, "Sport")]), "folder:news"), [1, 2]);
    assert_eq!(found(&reader(&[(1, "News"), (3, "")]), "feed:3"), [3]);
    assert_eq!(found(&reader(&[(1, "News")]), "feed:3"), [] as [i64; 0]);
}

#[test]
fn what_a_reader_did_and_hides_is_asked() {
    let filled = filled((1..=4).map(|id| document(id, "Drone", "")).collect());
    let found = |text: &str| {
        let query = query(text, false);
        let request = Request {
            personal: Personal { read: Some(ids_of(&[1, 2])), starred: Some(ids_of(&[2, 3])) },
            hidden: Some(ids_of(&[4])),
            ..Request::new(&query, None, now())
        };
        ids(&filled.index.search(&request).unwrap())
    };
    assert_eq!(found("drone"), [1, 2, 3]);
    assert_eq!(found("is:unread"), [3]);
    assert_eq!(found("is:read -is:starred"), [1]);
    assert_eq!(found("is:starred OR is:unread"), [2, 3]);
    assert_eq!(filled.found("is:unread"), [1, 2, 3, 4]);
    assert_eq!(filled.found("is:starred"), [] as [i64; 0]);
}

#[test]
fn stories_come_with_how_many_of_their_articles_were_found() {
    let filled = filled(vec![
        of_story(9, document(1, "Drone", "")),
        of_story(8, document(2, "Drone", "")),
        of_story(9, document(3, "A drone", "")),
        of_story(9, document(4, "Ship", "")),
        document(5, "Drone", ""),
    ]);
    let query = query("drone", false);
    let request = Request { stories: 5, ..Request::new(&query, None, now()) };
    let answer = filled.index.search(&request).unwrap();
    let stories: Vec<(i64, u64, i64)> =
        answer.stories.iter().map(|story| (story.story.0, story.articles, story.best.0)).collect();
    assert_eq!(stories, [(9, 2, 1), (8, 1, 2)]);
    assert_eq!(answer.hits[0].placed_at, "2025-12-31T12:00:00Z".parse().unwrap());
}

#[test]
fn counts_are_of_all_that_was_found() {
    let mut documents: Vec<Document> =
        (1..=5).map(|id| of_feeds(&[id], document(id, "Drone", ""))).collect();
    documents[4].feeds.push(dateline_model::FeedId(1));
    documents[1].language = Some("de".to_owned());
    documents[2].outlet = None;
    let filled = filled(documents);
    let reader =
        reader(&[(1, "News"), (2, "News/World"), (3, "Sport"), (4, ""), (5, "News/World")]);
    let request = Request {
        counts: Some(TimeZone::UTC),
        limit: 1,
        ..Request::new(&Query::ALL, Some(&reader), now())
    };
    let answer = filled.index.search(&request).unwrap();
    let counts = answer.counts.unwrap();
    assert_eq!(answer.total, 5);
    assert_eq!(counts.outlets, [(OutletId(1), 4)]);
    assert_eq!(counts.languages, [("en".to_owned(), 4), ("de".to_owned(), 1)]);
    let folders = [("News", 3), ("News/World", 2), ("Sport", 1)];
    assert_eq!(counts.folders, folders.map(|(name, count)| (name.to_owned(), count)));
    assert_eq!(counts.step, Step::Day);
    assert_eq!(counts.times.iter().map(|bar| bar.articles).collect::<Vec<_>>(), [1; 5]);
}

#[test]
fn without_results_the_nearest_change_is_offered() {
    let filled = filled(vec![
        document(1, "Zelensky in Kyiv", "The drone strike was near the port."),
        document(2, "Drone strike", "More of it."),
    ]);
    for (text, expected, total) in [
        ("drone lang:de", "drone", 2),
        ("drone lang:de before:2020", "", 0),
        ("drone is:copy lang:en", "drone lang:en", 2),
        ("Zelenksy kyiv", "zelensky kyiv", 1),
        ("\"strike drone\"", "strike drone", 2),
        ("drone quagmire", "drone", 2),
        ("quagmire", "", 0),
    ] {
        let instead = filled.answer(text).instead;
        match instead {
            Some(instead) => {
                assert_eq!((instead.text.as_str(), instead.total), (expected, total), "{text}");
            }
            None => assert_eq!(total, 0, "{text}"),
        }
    }
    assert_eq!(filled.answer("drone").instead, None);
    let said = filled.answer("Zelenksy").instead.unwrap().said;
    assert_eq!(said, "“zelensky” for “Zelenksy”");
}

#[test]
fn a_search_that_nobody_waits_for_is_given_up() {
    let filled = filled((1..=40).map(|id| document(id, "Drone", "It flew.")).collect());
    let asked = Arc::new(AtomicUsize::new(0));
    for patience in 0.. {
        let counter = asked.clone();
        counter.store(0, Ordering::Relaxed);
        let is_over = move || counter.fetch_add(1, Ordering::Relaxed) >= patience;
        let index = filled.index.until(Arc::new(is_over));
        let query = query("drone title:train", false);
        let answer = index.search(&Request::new(&query, None, now()));
        if asked.load(Ordering::Relaxed) <= patience {
            assert!(answer.unwrap().instead.is_some());
            assert!(patience > 4, "each change is a search of its own");
            break;
        }
        assert!(matches!(answer, Err(dateline_search::Error::GivenUp)), "{patience}");
    }
    assert_eq!(filled.answer("drone").total, 40);
}

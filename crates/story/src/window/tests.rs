use dateline_model::{ArticleId, StoryId};
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{Arrival, understand};

const HOUR: i64 = 3600;

fn features(title: &str, text: &str) -> Features {
    understand(&Arrival {
        id: ArticleId(0),
        at: Timestamp::UNIX_EPOCH,
        title,
        text,
        language: Some("en"),
        outlet: None,
        address: None,
        canonical: None,
        origin: None,
        alone: false,
    })
}

fn window() -> Window {
    Window::new(WindowSettings::default(), StoryId(1))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn put(window: &mut Window, id: i64, seconds: i64, title: &str) -> Placement {
    window.place(ArticleId(id), at(seconds), features(title, ""), None)
}

/// Events, each told by several headlines.
const EVENTS: [[&str; 4]; 6] = [
    [
        "Dam bursts near Lake Orlova, 40 missing",
        "40 missing after dam burst at Lake Orlova",
        "Lake Orlova dam burst: rescuers search for 40 missing",
        "Dam at Lake Orlova bursts, dozens missing",
    ],
    [
        "Quenby zoo shows its first okapi calf",
        "First okapi calf born at Quenby zoo",
        "Okapi calf delights visitors of Quenby zoo",
        "Quenby zoo celebrates birth of okapi calf",
    ],
    [
        "Tarvik wins chess title after marathon final",
        "Tarvik takes world chess title in marathon final",
        "Marathon chess final ends with title for Tarvik",
        "World chess title goes to Tarvik",
    ],
    [
        "Strike shuts Marlund port for third day",
        "Marlund port shut by strike for third day",
        "Third day of strike at Marlund port",
        "Dockers extend strike at Marlund port",
    ],
    [
        "Senator Hollis resigns over bribery tapes",
        "Bribery tapes force Senator Hollis to resign",
        "Hollis resigns from Senate after bribery tapes",
        "Senator Hollis quits as bribery tapes emerge",
    ],
    [
        "Volcano Kessari erupts, 12 villages evacuated",
        "12 villages evacuated as Kessari volcano erupts",
        "Kessari eruption: volcano drives out 12 villages",
        "Eruption of Kessari volcano empties villages",
    ],
];

fn stories_in(order: &[usize]) -> Vec<StoryId> {
    let mut window = window();
    for (second, article) in order.iter().enumerate() {
        let title = EVENTS[article / 4][article % 4];
        put(&mut window, *article as i64, second as i64 * 100, title);
    }
    (0..EVENTS.len() * 4).map(|id| window.story_of(ArticleId(id as i64)).unwrap()).collect()
}

/// B-cubed F1 of the events (Bagga and Baldwin 1998).
fn b_cubed(stories: &[StoryId]) -> f64 {
    let all = 0..stories.len();
    let same = |i: usize, j: usize| (stories[i] == stories[j], i / 4 == j / 4);
    let count = |i: usize, test: &dyn Fn((bool, bool)) -> bool| {
        all.clone().filter(|j| test(same(i, *j))).count() as f64
    };
    let both = |i: usize| count(i, &|(story, event)| story && event);
    let precision: f64 = all.clone().map(|i| both(i) / count(i, &|(story, _)| story)).sum();
    let recall: f64 = all.clone().map(|i| both(i) / count(i, &|(_, event)| event)).sum();
    let (precision, recall) = (precision / stories.len() as f64, recall / stories.len() as f64);
    2.0 * precision * recall / (precision + recall)
}

#[test]
fn reports_of_one_event_share_a_story() {
    let order: Vec<usize> = (0..24).collect();
    assert!(b_cubed(&stories_in(&order)) > 0.9);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_order_within_an_hour_does_not_matter(
        order in Just((0..24).collect::<Vec<usize>>()).prop_shuffle()
    ) {
        let usual: Vec<usize> = (0..24).collect();
        let difference = b_cubed(&stories_in(&order)) - b_cubed(&stories_in(&usual));
        prop_assert!(difference.abs() <= 0.03, "{difference}");
    }

    #[test]
    fn a_restart_changes_nothing(
        order in Just((0..24).collect::<Vec<usize>>()).prop_shuffle(),
        stop in 0usize..24,
        removed in proptest::option::of(0usize..24),
    ) {
        let title = |article: usize| EVENTS[article / 4][article % 4];
        let mut running = window();
        for (second, article) in order[..stop].iter().enumerate() {
            put(&mut running, *article as i64, second as i64 * 3000, title(*article));
        }
        if let Some(article) = removed {
            running.remove(ArticleId(article as i64));
        }
        running.rule(&[Ruling::Apart(ArticleId(0), ArticleId(1))]);
        let mut restored = Window::new(WindowSettings::default(), StoryId(running.next_story));
        for (second, article) in order[..stop].iter().enumerate() {
            let id = ArticleId(*article as i64);
            let Some(story) = running.story_of(id) else { continue };
            let bytes = features(title(*article), "").to_bytes();
            let kept = Features::from_bytes(&bytes).unwrap();
            restored.restore(id, at(second as i64 * 3000), kept, story);
        }
        restored.rule(&[Ruling::Apart(ArticleId(0), ArticleId(1))]);
        for (second, article) in order.iter().enumerate().skip(stop) {
            let (id, time) = (*article as i64, second as i64 * 3000);
            let one = put(&mut running, id, time, title(*article));
            let other = put(&mut restored, id, time, title(*article));
            prop_assert_eq!(one, other);
            prop_assert_eq!(running.tidy(at(time)), restored.tidy(at(time)));
        }
    }

    #[test]
    fn no_article_is_ever_lost(steps in proptest::collection::vec((0usize..24, 0usize..6, 0usize..24), 1..60)) {
        let mut window = window();
        let mut placed = std::collections::BTreeSet::new();
        let mut gone = std::collections::BTreeSet::new();
        for (second, (article, step, other)) in steps.into_iter().enumerate() {
            let (id, other) = (ArticleId(article as i64), ArticleId(other as i64));
            let time = at(second as i64 * 60);
            let changes = match step {
                0 => {
                    window.remove(id);
                    placed.remove(&id);
                    Vec::new()
                }
                1 => window.rule(&[Ruling::Together(id, other)]),
                2 => window.rule(&[Ruling::Apart(id, other)]),
                3 => window.tidy(time),
                _ => {
                    placed.insert(id);
                    put(&mut window, id.0, time.as_second(), EVENTS[article / 4][article % 4]).changes
                }
            };
            for change in changes {
                match change {
                    Change::Merged { from, .. } => prop_assert!(gone.insert(from)),
                    Change::Opened { story } | Change::Split { new: story, .. } => {
                        prop_assert!(!gone.contains(&story));
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(window.len(), placed.len());
            for id in &placed {
                let story = window.story_of(*id).unwrap();
                prop_assert!(!gone.contains(&story));
            }
        }
    }
}

#[test]
fn articles_that_a_user_parted_stay_apart() {
    let mut window = window();
    let first = put(&mut window, 1, 0, EVENTS[0][0]).story;
    assert_eq!(put(&mut window, 2, 60, EVENTS[0][1]).story, first);
    let changes = window.rule(&[Ruling::Apart(ArticleId(1), ArticleId(2))]);
    assert!(matches!(changes.as_slice(), [Change::Split { from, .. }] if *from == first));
    put(&mut window, 3, 120, EVENTS[0][2]);
    put(&mut window, 4, 180, EVENTS[0][3]);
    assert_ne!(window.story_of(ArticleId(1)), window.story_of(ArticleId(2)));
}

#[test]
fn a_decision_on_an_article_to_come_is_kept() {
    let mut window = window();
    window.rule(&[Ruling::Together(ArticleId(1), ArticleId(2))]);
    let first = put(&mut window, 1, 0, EVENTS[0][0]).story;
    assert_eq!(put(&mut window, 2, 60, EVENTS[1][0]).story, first);
}

#[test]
fn stories_put_together_become_one_under_the_older_address() {
    let mut window = window();
    let first = put(&mut window, 1, 0, EVENTS[0][0]).story;
    let second = put(&mut window, 2, 60, EVENTS[1][0]).story;
    let changes = window.rule(&[Ruling::Together(ArticleId(2), ArticleId(1))]);
    assert!(
        matches!(&changes[..], [Change::Merged { from, into, .. }] if *from == second && *into == first)
    );
}

#[test]
fn a_copy_inherits_its_story() {
    let mut window = window();
    let first = put(&mut window, 1, 0, EVENTS[0][0]).story;
    let copy = Copy { of: ArticleId(1), credited: false, shared: 0.97 };
    let placed = window.place(ArticleId(2), at(60), features(EVENTS[3][0], ""), Some(copy));
    assert_eq!(placed.story, first);
    assert_eq!(placed.copy, Some(copy));
}

#[test]
fn what_a_reader_puts_together_with_a_lone_article_takes_no_third() {
    for order in [[1, 2], [2, 1]] {
        let mut window = Window::new(WindowSettings::default(), StoryId(1));
        let alone = Features { alone: true, ..features(EVENTS[0][0], "") };
        window.place(ArticleId(1), at(0), alone, None);
        window.place(ArticleId(2), at(60), features(EVENTS[1][0], ""), None);
        window.rule(&[Ruling::Together(ArticleId(order[0]), ArticleId(order[1]))]);
        let story = window.story_of(ArticleId(1));
        assert_eq!(window.story_of(ArticleId(2)), story);
        let third = window.place(ArticleId(3), at(90), features(EVENTS[1][0], ""), None);
        assert_ne!(Some(third.story), story, "{order:?}");
    }
}

#[test]
fn a_feed_that_is_never_grouped_stays_alone() {
    let mut window = window();
    let alone = || Features { alone: true, ..features(EVENTS[0][0], "") };
    let first = window.place(ArticleId(1), at(0), alone(), None).story;
    assert_ne!(window.place(ArticleId(2), at(60), alone(), None).story, first);
    assert_ne!(put(&mut window, 3, 120, EVENTS[0][0]).story, first);
}

#[test]
fn a_sleeping_story_wakes_for_what_is_very_like_it() {
    let mut window = window();
    let first = put(&mut window, 1, 0, EVENTS[0][0]).story;
    let late = put(&mut window, 2, 120 * HOUR, EVENTS[0][0]);
    assert_eq!(late.story, first);
    assert_eq!(late.changes.first(), Some(&Change::Woke { story: first }));
}

#[test]
fn what_is_too_old_is_forgotten() {
    let mut window = window();
    put(&mut window, 1, 0, EVENTS[0][0]);
    put(&mut window, 2, 13 * 24 * HOUR, EVENTS[1][0]);
    window.tidy(at(15 * 24 * HOUR));
    assert_eq!(window.len(), 1);
    assert_eq!(window.story_of(ArticleId(1)), None);
}

#[test]
fn a_story_of_two_events_is_split() {
    let mut window = window();
    for (id, (event, report)) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)].iter().enumerate()
    {
        let features = features(EVENTS[*event][*report], "");
        window.restore(ArticleId(id as i64), at(id as i64), features, StoryId(1));
    }
    let changes = window.tidy(at(60));
    let [Change::Split { from, articles, .. }] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!(*from, StoryId(1));
    assert_eq!(articles.len(), 3);
    assert_ne!(window.story_of(ArticleId(0)), window.story_of(ArticleId(3)));
}

#[test]
fn a_story_that_grows_is_split_where_it_holds_two_events() {
    let mut window = window();
    let (dam, zoo) = (EVENTS[0], EVENTS[1]);
    let mixed = [dam[0], zoo[0], dam[1], zoo[1], zoo[2]];
    for (id, title) in (0..).zip(mixed) {
        window.restore(ArticleId(id), at(id), features(title, ""), StoryId(1));
    }
    let placed = put(&mut window, 5, 60, zoo[3]);
    let [Change::Joined { .. }, Change::Split { from, new, articles, .. }] = &placed.changes[..]
    else {
        panic!("{placed:?}")
    };
    assert_eq!((*from, articles.as_slice()), (StoryId(1), &[ArticleId(0), ArticleId(2)][..]));
    assert_eq!(window.story_of(ArticleId(2)), Some(*new));
    assert_eq!((placed.story, window.held_of(placed.story)), (StoryId(1), 4));
}

#[test]
fn what_a_reader_put_together_is_not_split_as_it_grows() {
    let mut window = window();
    for (id, title) in (0..).zip([EVENTS[0][0], EVENTS[1][0], EVENTS[0][1], EVENTS[1][1]]) {
        window.restore(ArticleId(id), at(id), features(title, ""), StoryId(1));
    }
    window.rule(&[Ruling::Together(ArticleId(0), ArticleId(1))]);
    let placed = put(&mut window, 5, 60, EVENTS[1][2]);
    assert_eq!((placed.story, window.held_of(StoryId(1))), (StoryId(1), 5), "{placed:?}");
}

#[test]
fn a_story_holds_one_language() {
    let mut window = window();
    let of = |language: &str| {
        let mut features = features("Kessari Vulkan Orlova", "");
        features.language = crate::words::Language::of_tag(language).unwrap();
        features
    };
    let first = window.place(ArticleId(1), at(0), of("de"), None).story;
    assert_ne!(window.place(ArticleId(2), at(1), of("fr"), None).story, first);
    assert_eq!(window.place(ArticleId(3), at(2), of("de"), None).story, first);
}

#[test]
fn related_stories_come_best_first() {
    let mut window = window();
    let first = put(&mut window, 1, 0, "Strike shuts Marlund port").story;
    put(&mut window, 2, 1, "Quenby zoo shows its first okapi calf");
    let port = put(&mut window, 3, 2, "Marlund plans a new bridge over the river Ost").story;
    let related = window.related(first, 3);
    if port != first {
        assert_eq!(related.first().map(|found| found.0), Some(port));
    }
    assert!(related.iter().all(|found| (0.0..=1.0).contains(&found.1)));
}

#[test]
fn the_reason_names_what_is_shared() {
    let mut window = window();
    put(&mut window, 1, 0, EVENTS[0][0]);
    let placed = put(&mut window, 2, 60, EVENTS[0][1]);
    let Some(Change::Joined { because, .. }) = placed.changes.first() else { panic!("{placed:?}") };
    assert!(because.contains("Orlova") && because.contains("an article"), "{because}");
}

/// Puts articles into stories as after a restart.
fn held(window: &mut Window, articles: &[(i64, i64, &str)]) {
    for (id, story, title) in articles {
        let features = features(title, "");
        window.restore(ArticleId(*id), at(*id), features, StoryId(*story));
    }
}

#[test]
fn an_article_that_an_older_decision_keeps_from_a_merge_moves_alone() {
    let mut window = window();
    let titles = [(1, 1, EVENTS[0][0]), (2, 1, EVENTS[0][1]), (3, 2, EVENTS[1][0])];
    held(&mut window, &titles);
    held(&mut window, &[(4, 2, EVENTS[1][1])]);
    window.rule(&[Ruling::Apart(ArticleId(2), ArticleId(4))]);
    let changes = window.rule(&[Ruling::Together(ArticleId(1), ArticleId(3))]);
    let [Change::Moved { from, to, articles, because }] = &changes[..] else {
        panic!("{changes:?}")
    };
    assert_eq!((*from, *to, articles.as_slice()), (StoryId(2), StoryId(1), &[ArticleId(3)][..]));
    assert_eq!(because, "a reader put them together");
    assert_eq!(window.story_of(ArticleId(3)), Some(StoryId(1)));
    assert_eq!(window.story_of(ArticleId(4)), Some(StoryId(2)));
    // What was obeyed changes nothing when it is said again.
    assert_eq!(window.rule(&[Ruling::Together(ArticleId(1), ArticleId(3))]), []);
    // 4 may not follow, so 3, which may, goes back to it.
    window.rule(&[Ruling::Apart(ArticleId(1), ArticleId(4))]);
    let changes = window.rule(&[Ruling::Together(ArticleId(3), ArticleId(4))]);
    assert!(matches!(&changes[..], [Change::Moved { to, .. }] if *to == StoryId(2)), "{changes:?}");
}

#[test]
fn who_stays_stays_together_however_unlike_each_other() {
    let mut window = window();
    // 3 is as like as can be to what leaves, and stays all the same.
    let titles = [
        (1, 1, EVENTS[1][0]),
        (2, 1, EVENTS[2][0]),
        (3, 1, EVENTS[0][1]),
        (4, 1, EVENTS[0][0]),
        (5, 1, EVENTS[3][0]),
    ];
    held(&mut window, &titles);
    let (together, apart) = (
        |a, b| Ruling::Together(ArticleId(a), ArticleId(b)),
        |a, b| Ruling::Apart(ArticleId(a), ArticleId(b)),
    );
    // The chains 1–2–3 and 4–5 are whole although only 1 and 4 are said to be two.
    let changes = window.rule(&[apart(1, 4), together(4, 5), together(1, 2), together(2, 3)]);
    let [Change::Split { articles, .. }] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!(articles.as_slice(), [ArticleId(4), ArticleId(5)]);
    assert_eq!((window.held_of(StoryId(1)), window.stories.len()), (3, 2));
}

#[test]
fn a_story_that_is_full_takes_no_more() {
    let settings = WindowSettings { most_articles: 2, ..WindowSettings::default() };
    let mut window = Window::new(settings, StoryId(1));
    let first = put(&mut window, 1, 0, EVENTS[0][0]).story;
    assert_eq!(put(&mut window, 2, 60, EVENTS[0][1]).story, first);
    let copy = Copy { of: ArticleId(1), credited: false, shared: 0.97 };
    let third = window.place(ArticleId(3), at(120), features(EVENTS[0][2], ""), Some(copy));
    assert!(matches!(&third.changes[..], [Change::Opened { .. }]), "{third:?}");
    assert_eq!(window.rule(&[Ruling::Together(ArticleId(1), ArticleId(3))]).len(), 1);
    assert!((1..=2).all(|story| window.held_of(StoryId(story)) <= 2));
}

#[test]
fn what_was_forgotten_of_a_story_counts_for_its_size() {
    let day = 86_400;
    let settings = WindowSettings { most_articles: 2, ..WindowSettings::default() };
    let mut window = Window::new(settings, StoryId(1));
    held(&mut window, &[(1, 1, EVENTS[0][0])]);
    window.restore(ArticleId(2), at(13 * day), features(EVENTS[0][1], ""), StoryId(1));
    window.tidy(at(15 * day));
    assert_eq!(window.held_of(StoryId(1)), 1);
    assert_ne!(put(&mut window, 3, 14 * day, EVENTS[0][2]).story, StoryId(1));
    // A restart knows of it too.
    window.remember_forgotten(StoryId(1), 0);
    window.remove(ArticleId(3));
    assert_eq!(put(&mut window, 4, 14 * day, EVENTS[0][2]).story, StoryId(1));
    window.remove(ArticleId(4));
    window.remember_forgotten(StoryId(1), 1);
    assert_ne!(put(&mut window, 5, 14 * day, EVENTS[0][2]).story, StoryId(1));
}

#[test]
fn what_is_weighed_is_told_while_it_is_watched() {
    let mut window = window();
    put(&mut window, 1, 0, EVENTS[0][0]);
    put(&mut window, 2, 1, EVENTS[0][1]);
    assert_eq!(window.weighed(), []);
    window.watch();
    put(&mut window, 3, 2, EVENTS[0][2]);
    let weighed = window.weighed();
    let first = weighed.first().unwrap();
    assert_eq!((first.is_merge, first.measures.len()), (false, crate::MEASURES));
    assert_eq!(
        (&first.one[..], &first.other[..]),
        (&[ArticleId(3)][..], &[ArticleId(1), ArticleId(2)][..])
    );
    assert_eq!(window.weighed(), []);
}

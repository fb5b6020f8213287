//! What a story's page and a front page are made from: when articles came to be known, what was
//! decided about them, whose voices they are, which headline stands for them.

use std::collections::BTreeMap;

use dateline_model::{
    ArticleId, NewEntry, Role, RulingKind, Sighting, StoryEvent, StoryId, StoryQuery,
};
use dateline_store::Store;
use dateline_story::families::Families;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::kit::{OWNER, Place, at, bring, entry, page, read, subscribed, teaser, url};
use crate::stories::{change, ids, of_outlet, put, started};

async fn sightings(store: &Store, story: i64) -> Vec<(i64, Option<i64>)> {
    let page = store.story(OWNER, StoryId(story)).await.unwrap().unwrap();
    let told = |one: &Sighting| (one.article.0, one.polling_gap.map(|seconds| seconds / 60));
    page.sightings.iter().map(told).collect()
}

async fn what_a_poll_brings_did_not_stand_there_at_the_poll_before(place: &Place) {
    let (store, worker) = started(place).await;
    let one = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, one, 0, vec![entry("a")]).await;
    bring(&store, &worker, one, 40, vec![entry("a"), entry("b")]).await;
    // A poll that failed looked at nothing.
    store.claim_polls(&worker, &[one], at(60)).await.unwrap();
    let mut failed = crate::kit::poll(one, 60, Vec::new());
    failed.polling.last_error = Some("no answer".to_owned());
    failed.brought = None;
    store.save_poll(&worker, failed).await.unwrap();
    bring(&store, &worker, one, 90, vec![entry("c")]).await;
    let [a, b, c] = ids(&store).await[..] else { panic!("three articles") };
    put(&store, &worker, 91, &[(a, 1, None), (b, 1, None), (c, 1, None)]).await;
    let found = sightings(&store, 1).await;
    assert_eq!(found, [(a, None), (b, Some(40)), (c, Some(50))], "a came with the first poll");
    // A feed that is first polled later says nothing of when it listed the article; one that was
    // polled long before says that it may have stood there all the while.
    let two = subscribed(&store, "https://two.example/feed").await;
    bring(&store, &worker, two, 95, vec![entry("b")]).await;
    assert_eq!(sightings(&store, 1).await[1], (b, Some(40)));
    let three = subscribed(&store, "https://three.example/feed").await;
    bring(&store, &worker, three, 10, vec![entry("x")]).await;
    bring(&store, &worker, three, 96, vec![entry("c")]).await;
    assert_eq!(sightings(&store, 1).await[2], (c, Some(80)));
}

async fn when_a_page_was_fetched_is_known(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a"), entry("b")]).await;
    let (a, _) = read(&store, &worker, 5, page(5, "The page's own text of a.")).await;
    let places: Vec<_> = ids(&store).await.into_iter().map(|id| (id, 1, None)).collect();
    put(&store, &worker, 6, &places).await;
    let page = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    let fetched = |id| page.sightings.iter().find(|one| one.article == id).unwrap().fetched_at;
    assert_eq!(fetched(a), Some(at(5)));
    assert_eq!(page.sightings.iter().filter(|one| one.fetched_at.is_some()).count(), 1);
}

async fn decisions_name_no_article_that_is_hidden(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let (elsewhere, _) = store.add_feed(&url("https://two.example/feed"), at(0)).await.unwrap();
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    for feed in [feed, elsewhere] {
        store.subscribe(ada, feed, None, "", at(0)).await.unwrap();
    }
    bring(&store, &worker, feed, 0, vec![of_outlet("one.example", "a")]).await;
    bring(&store, &worker, elsewhere, 1, vec![of_outlet("two.example", "b")]).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 2, &[(a, 1, None), (b, 2, None)]).await;
    assert!(store.rule(ada, RulingKind::Apart, ArticleId(a), ArticleId(b), at(3)).await.unwrap());
    let hers = store.story(ada, StoryId(1)).await.unwrap().unwrap();
    assert_eq!(hers.rulings.len(), 1);
    let titles = [(ArticleId(a), "Title of a".to_owned()), (ArticleId(b), "Title of b".to_owned())];
    assert_eq!(hers.ruled, titles);
    let his = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    assert!(his.rulings.is_empty() && his.ruled.is_empty());
}

async fn a_front_page_is_what_its_lists_are(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let (asia, _) = store.add_feed(&url("https://two.example/feed"), at(0)).await.unwrap();
    store.subscribe(OWNER, asia, None, "World/Asia", at(0)).await.unwrap();
    let (old, _) = store.add_feed(&url("https://old.example/feed"), at(0)).await.unwrap();
    store.subscribe(OWNER, old, None, "Old", at(0)).await.unwrap();
    let mut long_ago = of_outlet("old.example", "long-ago");
    long_ago.published = Some(at(-9000));
    long_ago.article.published = long_ago.published;
    bring(&store, &worker, old, 0, vec![long_ago]).await;
    let many = |from: i64, to: i64| -> Vec<NewEntry> {
        (from..to)
            .map(|number| {
                let mut entry = of_outlet("one.example", &format!("n{number}"));
                entry.published = Some(at(-2000 + number));
                entry.article.published = entry.published;
                entry
            })
            .collect()
    };
    bring(&store, &worker, feed, 1, many(0, 320)).await;
    bring(&store, &worker, asia, 2, many(316, 318)).await;
    let places: Vec<_> = ids(&store).await.into_iter().map(|id| (id, id, None)).collect();
    put(&store, &worker, 3, &places).await;
    let folders = ["World", "Old", "None"].map(str::to_owned);
    let found = store.front_page(OWNER, 5, &folders, 4, |_, all| all).await.unwrap();
    let first = store.front_stories(&StoryQuery::first(OWNER, 5)).await.unwrap();
    assert_eq!(found.stories, first);
    assert_eq!(found.sections.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), folders);
    for (name, stories) in &found.sections {
        let mut query = StoryQuery::first(OWNER, 4);
        query.folder = Some(name.clone());
        assert_eq!(*stories, store.front_stories(&query).await.unwrap(), "{name}");
    }
    let sizes: Vec<usize> = found.sections.iter().map(|(_, stories)| stories.len()).collect();
    assert_eq!(sizes, [2, 1, 0], "the old one stands below the highest 300");
    let second = |highest: &[dateline_model::StoryCard], all: Vec<Vec<_>>| {
        assert_eq!(highest.len(), 5);
        all.iter().map(|ids| ids.get(1).copied().into_iter().collect()).collect()
    };
    let chosen = store.front_page(OWNER, 5, &folders, 4, second).await.unwrap().sections;
    for ((name, chosen), (_, all)) in chosen.iter().zip(&found.sections) {
        assert_eq!(chosen.first(), all.get(1), "{name}");
        assert!(chosen.len() <= 1);
    }
    let none = store.front_page(OWNER, 5, &[], 4, |_, all| all).await.unwrap();
    assert!(none.sections.is_empty());
}

async fn whose_voices_they_are_follows_the_instances_table(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let both = vec![of_outlet("one.example", "a"), of_outlet("two.example", "b")];
    bring(&store, &worker, feed, 0, both).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 1, None)]).await;
    let voices = async |store: &Store| {
        let front = store.front_stories(&StoryQuery::first(OWNER, 9)).await.unwrap();
        let names = front[0].standing.voices.iter().map(|voice| voice.name.clone());
        (names.collect::<Vec<_>>(), front[0].place.rank)
    };
    let (names, rank) = voices(&store).await;
    assert_eq!(names, ["one.example", "two.example"]);
    let house = "[owner.house]\nname = \"The House\"\noutlets = [\"one.example\", \"two.example\"]";
    let families = Families::built_in().merged(house).unwrap();
    let other = store.clone().with_families(families);
    other.heed_families(&worker, at(-999)).await.unwrap();
    let (names, lower) = voices(&other).await;
    assert_eq!(names, ["The House"]);
    assert!(lower < rank, "one voice weighs less than two");
    // Who does not hold the stories changes nothing, and by the next time it is done.
    let stranger = dateline_model::WorkerId("stranger".to_owned());
    store.heed_families(&stranger, at(-999)).await.unwrap();
    assert_eq!(voices(&other).await.0, ["The House"]);
    store.heed_families(&worker, at(-999)).await.unwrap();
    assert_eq!(voices(&store).await.1, rank);
}

async fn the_most_central_headline_leads(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let titled = |name: &str, title: &str| {
        let mut entry = of_outlet("one.example", name);
        entry.title = Some(title.to_owned());
        entry.article.title = entry.title.clone();
        entry
    };
    let lead = async |minutes| {
        let places: Vec<_> = ids(&store).await.into_iter().map(|id| (id, 1, None)).collect();
        put(&store, &worker, minutes, &places).await;
        store.front_stories(&StoryQuery::first(OWNER, 9)).await.unwrap()[0].title.clone()
    };
    let opinion = "Opinion | What the ferry tells of us";
    bring(&store, &worker, feed, 0, vec![titled("a", opinion)]).await;
    assert_eq!(lead(1).await, opinion, "there is no other");
    let news = "Ferry Orla runs aground off Kesten";
    bring(&store, &worker, feed, 2, vec![titled("b", news)]).await;
    assert_eq!(lead(3).await, news);
    bring(&store, &worker, feed, 4, vec![titled("c", "Ferry Orla aground off Kesten")]).await;
    assert_eq!(lead(5).await, news, "it stays while no other is better");
}

async fn a_backup_of_older_tables_of_stories_is_read(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let [a] = ids(&store).await[..] else { panic!("one article") };
    put(&store, &worker, 1, &[(a, 1, None)]).await;
    let file = place.folder.path().join("backup.zst");
    store.backup(&file).await.unwrap();
    let lines = zstd::decode_all(std::fs::File::open(&file).unwrap()).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let older = lines.replacen("[\"stories\",[\"id\",", "[\"stories\",[\"id\",\"title\",", 1);
    let older = older.replacen("[\"stories\",1,", "[\"stories\",1,\"Title of a\",", 1);
    assert_ne!(lines.len(), older.len());
    std::fs::write(&file, zstd::encode_all(older.as_bytes(), 1).unwrap()).unwrap();
    let target = Place::sqlite();
    let copy = target.open().await;
    copy.restore(&file).await.unwrap();
    assert_eq!(
        copy.story(OWNER, StoryId(1)).await.unwrap(),
        store.story(OWNER, StoryId(1)).await.unwrap()
    );
}

/// What may happen to stories, in any order; the numbers choose stories and articles.
type Step = (u8, usize, usize);

fn steps() -> Vec<Step> {
    let mut runner = TestRunner::deterministic();
    let steps = proptest::collection::vec((0u8..4, 0usize..1000, 0usize..1000), 120);
    steps.new_tree(&mut runner).unwrap().current()
}

async fn no_address_dies_and_no_article_is_lost_whatever_happens_to_stories(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let names: Vec<String> = (0..9).map(|name| format!("n{name}")).collect();
    bring(&store, &worker, feed, 0, names.iter().map(|name| entry(name)).collect()).await;
    let articles = ids(&store).await;
    let places: Vec<_> = articles.iter().map(|id| (*id, *id, None)).collect();
    put(&store, &worker, 1, &places).await;
    for (minutes, step) in (2..).zip(steps()) {
        let (kind, one, other) = step;
        let mut of: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for article in &articles {
            let place = store.story_of(OWNER, ArticleId(*article)).await.unwrap();
            of.entry(place.expect("a story").story.0).or_default().push(*article);
        }
        let stories: Vec<i64> = of.keys().copied().collect();
        let (from, to) = (stories[one % stories.len()], stories[other % stories.len()]);
        let new = store.next_story().await.unwrap().0;
        let held = &of[&from];
        let change = match kind {
            0 if from != to => change(StoryEvent::Merged, from, Some(to), &[]),
            1 if held.len() > 1 => {
                let leaving = &held[..1 + other % (held.len() - 1)];
                change(StoryEvent::Split, from, Some(new), leaving)
            }
            2 if from != to => {
                change(StoryEvent::Moved, from, Some(to), &held[..=other % held.len()])
            }
            _ => {
                let into = if other % 3 == 0 { new } else { to };
                put(&store, &worker, minutes, &[(held[0], into, None)]).await;
                continue;
            }
        };
        store.hold_stories(&worker, at(minutes)).await.unwrap();
        let saved = store.save_story_changes(&worker, vec![change], Vec::new(), at(minutes));
        saved.await.unwrap();
        let mut found: BTreeMap<i64, usize> = BTreeMap::new();
        for number in 1..store.next_story().await.unwrap().0 {
            let page = store.story(OWNER, StoryId(number)).await.unwrap();
            let page = page.unwrap_or_else(|| panic!("{number} leads nowhere after {step:?}"));
            found.insert(page.card.id.0, page.members.len());
        }
        assert_eq!(found.values().sum::<usize>(), articles.len(), "{step:?}: {found:?}");
    }
}

crate::on_both_engines!(
    no_address_dies_and_no_article_is_lost_whatever_happens_to_stories,
    what_a_poll_brings_did_not_stand_there_at_the_poll_before,
    when_a_page_was_fetched_is_known,
    decisions_name_no_article_that_is_hidden,
    a_front_page_is_what_its_lists_are,
    whose_voices_they_are_follows_the_instances_table,
    the_most_central_headline_leads,
    a_backup_of_older_tables_of_stories_is_read,
);

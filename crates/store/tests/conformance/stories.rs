//! Stories: placed, merged, split, marked, ruled on, listed, and kept right by whatever else happens.

use dateline_model::{
    ArticleId, CopyLink, NewEntry, NewPlacement, Retention, Role, RulingKind, StoryChange,
    StoryEvent, StoryFilter, StoryId, StoryMark, StoryQuery, WorkerId,
};
use dateline_store::{PlacementsSaved, Store, StoryLease};
use jiff::Timestamp;

use crate::kit::{
    OWNER, Place, at, bring, changed, entry, only_article, page, read, subscribed, teaser, url,
};

/// An entry of an outlet of its own.
pub fn of_outlet(outlet: &str, name: &str) -> NewEntry {
    let mut entry = entry(name);
    let link = format!("https://{outlet}/{name}");
    entry.key = dateline_model::address::digest(&[&link]);
    entry.address = Some(link.clone());
    entry.article.key = dateline_model::address::article_key(&url(&link));
    entry.article.host = outlet.to_owned();
    entry.article.outlet.address = Some(url(&format!("https://{outlet}/")));
    entry.article.outlet.name = Some(outlet.to_owned());
    entry.article.address = Some(link);
    entry
}

pub fn change(event: StoryEvent, story: i64, other: Option<i64>, articles: &[i64]) -> StoryChange {
    StoryChange {
        event,
        story: StoryId(story),
        other: other.map(StoryId),
        articles: articles.iter().copied().map(ArticleId).collect(),
        because: "for a reason".to_owned(),
    }
}

/// Puts due articles into these stories, with these originals where they are copies.
pub async fn put(
    store: &Store,
    worker: &WorkerId,
    minutes: i64,
    places: &[(i64, i64, Option<i64>)],
) -> PlacementsSaved {
    store.hold_stories(worker, at(minutes)).await.unwrap();
    let due = store.due_placements(at(minutes), 1000).await.unwrap();
    let placement = |(article, story, copy): &(i64, i64, Option<i64>)| {
        let task = due.iter().find(|task| task.article.0 == *article);
        NewPlacement {
            article: ArticleId(*article),
            due: task.map_or(at(-9999), |task| task.due),
            story: StoryId(*story),
            copy: copy.map(|of| CopyLink { of: ArticleId(of), credited: true, shared: 0.9 }),
            features: vec![1, 2, 3],
            copied_by: Vec::new(),
            changes: vec![change(StoryEvent::Joined, *story, None, &[*article])],
        }
    };
    let batch = places.iter().map(placement).collect();
    store.save_placements(worker, batch, at(minutes)).await.unwrap()
}

pub async fn ids(store: &Store) -> Vec<i64> {
    let mut due: Vec<i64> = store
        .due_placements(at(100_000), 1000)
        .await
        .unwrap()
        .iter()
        .map(|t| t.article.0)
        .collect();
    due.sort_unstable();
    due
}

async fn front(store: &Store) -> Vec<(i64, u32, u32, u32)> {
    let cards = store.front_stories(&StoryQuery::first(OWNER, 50)).await.unwrap();
    cards.iter().map(|card| (card.id.0, card.articles, card.copies, card.unread)).collect()
}

pub async fn started(place: &Place) -> (Store, WorkerId) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    (store, worker)
}

async fn what_is_due_is_state_of_the_article(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), teaser("b"), entry("c")]).await;
    let due = store.due_placements(at(0), 9).await.unwrap();
    assert_eq!(due.len(), 2, "b waits for its page");
    assert!(due.iter().all(|task| !task.alone && task.outlet.as_deref() == Some("example.org")));
    assert_eq!(store.due_placements(at(0), 1).await.unwrap().len(), 1);
    assert_eq!(store.due_placements(at(40), 9).await.unwrap().len(), 3, "but not for ever");
    let (b, _) = read(&store, &worker, 5, page(5, "The page's own text of b.")).await;
    let due = store.due_placements(at(5), 9).await.unwrap();
    assert_eq!(due.last().unwrap().article, b, "in the order of becoming due");
    assert_eq!(due.last().unwrap().text, "The page's own text of b.");
    assert_eq!(store.pending_placements().await.unwrap(), 3);
    let places: Vec<_> = due.iter().map(|task| (task.article.0, task.article.0, None)).collect();
    put(&store, &worker, 6, &places).await;
    assert_eq!(store.pending_placements().await.unwrap(), 0);
    assert_eq!(store.next_placement_at().await.unwrap(), None);
    let text = "What happened at a in quite other words, which say far more of it than before.";
    bring(&store, &worker, feed, 7, vec![changed("a", text), entry("c")]).await;
    let due = store.due_placements(at(7), 9).await.unwrap();
    assert_eq!(due.len(), 1, "a changed much, c not at all");
    assert_eq!(due[0].text, text);
}

async fn a_page_that_cannot_be_read_keeps_no_article_waiting(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    let tasks = store.claim_reads(&worker, at(1), at(1), 1, &[]).await.unwrap();
    let failure = dateline_model::ReadFailure {
        at: at(1),
        problem: "no answer".to_owned(),
        retry_at: Some(at(16)),
        counts: true,
        pause: None,
    };
    let outcome = dateline_model::ReadOutcome::Failed(failure);
    store.save_reading(&worker, &tasks[0], outcome).await.unwrap();
    assert_eq!(ids(&store).await.len(), 1);
    assert_eq!(store.due_placements(at(1), 9).await.unwrap().len(), 1);
    put(&store, &worker, 2, &[(tasks[0].article.0, 1, None)]).await;
    read(&store, &worker, 16, page(16, "Now it can be read, and holds more than was known.")).await;
    assert_eq!(store.due_placements(at(16), 9).await.unwrap().len(), 1, "its text is another");
}

async fn a_page_that_is_not_to_be_read_after_all_is_not_waited_for(place: &Place) {
    let (store, worker) = started(place).await;
    let aggregator = subscribed(&store, "https://aggregator.example/feed").await;
    let own = subscribed(&store, "https://news.example.org/feed").await;
    let mut listed = teaser("a");
    listed.article.own = false;
    bring(&store, &worker, aggregator, 0, vec![listed]).await;
    assert!(store.due_placements(at(1), 9).await.unwrap().is_empty());
    bring(&store, &worker, own, 1, vec![entry("a")]).await;
    assert_eq!(store.pending_reads().await.unwrap(), 0);
    assert_eq!(store.due_placements(at(1), 9).await.unwrap().len(), 1);
}

async fn one_process_decides_and_a_lost_lease_stores_nothing(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let id = only_article(&store).await.0;
    assert_eq!(store.hold_stories(&worker, at(0)).await.unwrap(), StoryLease::Taken);
    assert_eq!(store.hold_stories(&worker, at(0)).await.unwrap(), StoryLease::Kept);
    let other = place.open().await;
    let second = other.register_worker(at(1)).await.unwrap();
    assert_eq!(other.hold_stories(&second, at(1)).await.unwrap(), StoryLease::Elsewhere);
    other.take_stories_over(&second, at(1)).await.unwrap();
    let batch = |due| NewPlacement {
        article: ArticleId(id),
        due,
        story: StoryId(1),
        copy: None,
        features: Vec::new(),
        copied_by: Vec::new(),
        changes: vec![change(StoryEvent::Opened, 1, None, &[id])],
    };
    let refused = store.save_placements(&worker, vec![batch(at(0))], at(2)).await.unwrap();
    assert_eq!(refused, PlacementsSaved::LeaseLost);
    assert_eq!(
        (store.pending_placements().await.unwrap(), store.next_story().await.unwrap().0),
        (1, 1)
    );
    assert_eq!(store.hold_stories(&worker, at(2)).await.unwrap(), StoryLease::Elsewhere);
    // Its process ends without a word.
    other.close().await.unwrap();
    assert_eq!(store.hold_stories(&worker, at(3)).await.unwrap(), StoryLease::Taken);
    let saved = store.save_placements(&worker, vec![batch(at(0))], at(4)).await.unwrap();
    assert_eq!(saved, PlacementsSaved::Stored { stories: vec![StoryId(1)], gone: Vec::new() });
    assert_eq!(store.next_story().await.unwrap().0, 2);
}

async fn stories_are_listed_with_what_their_user_sees(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let (elsewhere, _) = store.add_feed(&url("https://two.example/feed"), at(0)).await.unwrap();
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(ada, elsewhere, None, "World", at(0)).await.unwrap();
    let one = vec![of_outlet("one.example", "a"), of_outlet("one.example", "b")];
    bring(&store, &worker, feed, 0, one).await;
    let two = vec![of_outlet("two.example", "c"), of_outlet("two.example", "d")];
    bring(&store, &worker, elsewhere, 1, two).await;
    let [a, b, c, d] = ids(&store).await[..] else { panic!("four articles") };
    put(&store, &worker, 2, &[(a, 1, None), (b, 2, None), (c, 1, None), (d, 1, Some(a))]).await;
    assert_eq!(front(&store).await, [(1, 1, 0, 1), (2, 1, 0, 1)], "two voices stand above one");
    let cards = store.front_stories(&StoryQuery::first(ada, 9)).await.unwrap();
    assert_eq!(cards.len(), 1);
    let card = &cards[0];
    assert_eq!((card.articles, card.copies, card.unread), (1, 1, 2));
    assert_eq!(card.lead.id.0, c, "the lead is one that she sees");
    assert_eq!(card.outlets.len(), 1);
    assert_eq!((card.outlets[0].articles, card.outlets[0].copies), (1, 1));
    assert_eq!(card.standing.voices.len(), 1);
    assert!(!dateline_store::why(card, at(3)).is_empty());
    let section =
        |folder: &str| StoryQuery { folder: Some(folder.to_owned()), ..StoryQuery::first(ada, 9) };
    assert_eq!(store.front_stories(&section("World")).await.unwrap().len(), 1);
    assert_eq!(store.front_stories(&section("Else")).await.unwrap().len(), 0);
    let page = store.story(ada, StoryId(1)).await.unwrap().unwrap();
    let shown: Vec<(i64, bool)> =
        page.members.iter().map(|m| (m.article.id.0, m.link.is_some())).collect();
    assert_eq!(shown, [(c, false), (d, true)], "the original of d is not hers to see");
    assert_eq!(page.log.len(), 2, "nothing of what she cannot see");
    let page = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    assert_eq!(page.members.len(), 1);
    assert_eq!(store.story(ada, StoryId(2)).await.unwrap(), None);
    let place = store.story_of(ada, ArticleId(d)).await.unwrap().unwrap();
    assert_eq!((place.story.0, place.articles, place.copy.unwrap().of.0), (1, 2, a));
    assert_eq!(store.story_of(ada, ArticleId(a)).await.unwrap(), None);
}

async fn a_list_goes_on_where_it_ended(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let entries = (0..30).map(|number| {
        let mut entry = entry(&format!("n{number}"));
        // Some share a moment, so that their ranks are equal.
        entry.article.published = Some(at(-1000 + number / 3 * 10));
        entry
    });
    bring(&store, &worker, feed, 0, entries.collect()).await;
    let all = ids(&store).await;
    let places: Vec<_> = all.iter().map(|id| (*id, *id, None)).collect();
    put(&store, &worker, 1, &places).await;
    let followed = StoryId(all[2]);
    assert!(store.mark_story(OWNER, followed, Some(StoryMark::Follow), at(1)).await.unwrap());
    let whole = store.front_stories(&StoryQuery::first(OWNER, 100)).await.unwrap();
    assert_eq!(whole.len(), 30);
    let position = whole.iter().position(|card| card.id == followed).unwrap();
    assert!(position < 27, "an old story that is followed is lifted: {position}");
    let mut paged = Vec::new();
    let mut query = StoryQuery::first(OWNER, 7);
    loop {
        let cards = store.front_stories(&query).await.unwrap();
        let Some(last) = cards.last() else { break };
        query.after = Some(last.place);
        paged.extend(cards.into_iter().map(|card| card.id));
    }
    assert_eq!(paged, whole.iter().map(|card| card.id).collect::<Vec<_>>());
    let followed_only = StoryQuery { filter: StoryFilter::Followed, ..StoryQuery::first(OWNER, 9) };
    assert_eq!(store.front_stories(&followed_only).await.unwrap().len(), 1);
}

async fn addresses_lead_on_after_merges_and_splits(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let entries = ["a", "b", "c", "d"].map(entry);
    bring(&store, &worker, feed, 0, entries.to_vec()).await;
    let [a, b, c, d] = ids(&store).await[..] else { panic!("four articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 2, None), (c, 3, None), (d, 3, None)]).await;
    store.mark_story(OWNER, StoryId(1), Some(StoryMark::Follow), at(2)).await.unwrap();
    let merges = vec![
        change(StoryEvent::Merged, 1, Some(2), &[]),
        change(StoryEvent::Merged, 2, Some(3), &[]),
    ];
    store.save_story_changes(&worker, merges, Vec::new(), at(3)).await.unwrap();
    assert_eq!(front(&store).await, [(3, 4, 0, 4)]);
    for id in 1..=3 {
        let page = store.story(OWNER, StoryId(id)).await.unwrap().unwrap();
        assert_eq!(page.card.id, StoryId(3), "{id}");
        assert_eq!(page.card.mark, Some(StoryMark::Follow), "the mark came along");
        assert_eq!(page.log.iter().filter(|line| line.event == StoryEvent::Merged).count(), 2);
    }
    let split = vec![change(StoryEvent::Split, 3, Some(4), &[a, b])];
    store.save_story_changes(&worker, split, Vec::new(), at(4)).await.unwrap();
    let mut now = front(&store).await;
    now.sort_unstable();
    assert_eq!(now, [(3, 2, 0, 2), (4, 2, 0, 2)]);
    let page = store.story(OWNER, StoryId(4)).await.unwrap().unwrap();
    assert_eq!(page.card.mark, Some(StoryMark::Follow));
    // The rest moves over as well, so that 3 is empty and leads to 4.
    let moved = vec![change(StoryEvent::Moved, 3, Some(4), &[c, d])];
    store.save_story_changes(&worker, moved, Vec::new(), at(5)).await.unwrap();
    for id in 1..=4 {
        let page = store.story(OWNER, StoryId(id)).await.unwrap().unwrap();
        assert_eq!((page.card.id, page.card.articles), (StoryId(4), 4), "{id}");
    }
    store
        .save_related(&worker, vec![(StoryId(4), vec![(StoryId(3), 0.5), (StoryId(9), 0.4)])])
        .await
        .unwrap();
    assert!(store.story(OWNER, StoryId(4)).await.unwrap().unwrap().related.is_empty());
}

async fn what_goes_takes_its_counts_along(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    bring(&store, &worker, feed, 100, vec![entry("c"), entry("d")]).await;
    let [a, b, c, d] = ids(&store).await[..] else { panic!("four articles") };
    let places = [(a, 1, None), (b, 2, None), (c, 1, Some(a)), (d, 1, Some(a))];
    put(&store, &worker, 101, &places).await;
    let merge = vec![change(StoryEvent::Merged, 9, Some(2), &[])];
    store.save_story_changes(&worker, merge, Vec::new(), at(102)).await.unwrap();
    assert_eq!(front(&store).await.len(), 2);
    let old = Retention { older_than: Some(at(50)), max_bytes: None };
    assert_eq!(store.retention_apply(&old).await.unwrap().articles, 2);
    assert_eq!(front(&store).await, [(1, 1, 1, 2)], "c stands for the text now, d is its copy");
    let page = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    assert_eq!(page.members[0].article.id.0, c);
    assert!(!page.members[0].copies[0].link.credited, "nobody credited c");
    assert_eq!(store.story(OWNER, StoryId(2)).await.unwrap(), None);
    assert_eq!(store.story(OWNER, StoryId(9)).await.unwrap(), None, "it led to what is gone");
    // What was decided of an article that has gone meanwhile is left out.
    let saved = put(&store, &worker, 103, &[(a, 7, None)]).await;
    assert_eq!(saved, PlacementsSaved::Stored { stories: Vec::new(), gone: vec![ArticleId(a)] });
    assert!(store.unsubscribe(OWNER, feed).await.unwrap());
    assert_eq!(front(&store).await.len(), 0);
}

async fn two_articles_that_are_one_leave_one_place(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("c"), teaser("b")]).await;
    store.hold_stories(&worker, at(0)).await.unwrap();
    let [a, c, b] = ids(&store).await[..] else { panic!("three articles") };
    put(&store, &worker, 40, &[(a, 1, None), (b, 2, None), (c, 2, Some(b))]).await;
    store.rule(OWNER, RulingKind::Apart, ArticleId(b), ArticleId(c), at(41)).await.unwrap();
    let mut reading = page(42, "The text of a and b, which are one article at last.");
    reading.canonical_key = entry("a").article.key.into();
    let (was, _) = read(&store, &worker, 42, reading).await;
    assert_eq!(was.0, b);
    assert_eq!(
        front(&store).await.iter().map(|s| (s.0, s.1 + s.2)).collect::<Vec<_>>(),
        [(2, 1), (1, 1)]
    );
    let c_now = store.story_of(OWNER, ArticleId(c)).await.unwrap().unwrap();
    assert_eq!(c_now.copy.unwrap().of.0, a, "c has the text of what b became");
    let rulings = store.rulings(false).await.unwrap();
    assert_eq!((rulings[0].ruling.a.0, rulings[0].ruling.b.0), (a.min(c), a.max(c)));
    assert!(ids(&store).await.contains(&a), "its text is another, so it is placed anew");
}

async fn an_original_that_comes_later_is_the_original(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b", "c"].map(entry).to_vec()).await;
    let [a, b, c] = ids(&store).await[..] else { panic!("three articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 1, Some(a))]).await;
    let original = NewPlacement {
        article: ArticleId(c),
        due: at(0),
        story: StoryId(1),
        copy: None,
        features: Vec::new(),
        copied_by: vec![(ArticleId(b), 0.8)],
        changes: Vec::new(),
    };
    store.save_placements(&worker, vec![original], at(2)).await.unwrap();
    let page = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    assert_eq!(page.members.len(), 1);
    assert_eq!(page.members[0].article.id.0, c);
    let mut copies: Vec<(i64, bool)> =
        page.members[0].copies.iter().map(|copy| (copy.article.id.0, copy.link.credited)).collect();
    copies.sort_unstable();
    assert_eq!(copies, [(a, false), (b, true)], "only b says whose text it has");
    // A circle of copies has a root all the same.
    put(&store, &worker, 3, &[(c, 1, Some(b))]).await;
    assert_eq!(front(&store).await, [(1, 1, 2, 3)]);
}

async fn what_is_muted_is_hidden_with_what_joins_later(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(ada, feed, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 0, ["a", "b", "c"].map(entry).to_vec()).await;
    let [a, b, c] = ids(&store).await[..] else { panic!("three articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 2, None)]).await;
    assert!(store.mark_story(OWNER, StoryId(1), Some(StoryMark::Mute), at(2)).await.unwrap());
    assert!(!store.mark_story(OWNER, StoryId(7), Some(StoryMark::Mute), at(2)).await.unwrap());
    assert_eq!(store.unread(OWNER).await.unwrap().total, 2);
    put(&store, &worker, 3, &[(c, 1, None)]).await;
    let unread = store.unread(OWNER).await.unwrap();
    assert_eq!((unread.total, unread.feeds), (1, vec![(feed, 1)]));
    assert_eq!(store.unread(ada).await.unwrap().total, 3, "others see it");
    assert_eq!(front(&store).await, [(2, 1, 0, 1)]);
    assert_eq!(only_article(&store).await.0, b);
    let muted = StoryQuery { filter: StoryFilter::Muted, ..StoryQuery::first(OWNER, 9) };
    assert_eq!(store.front_stories(&muted).await.unwrap()[0].articles, 2);
    let merge = vec![change(StoryEvent::Merged, 2, Some(1), &[])];
    store.save_story_changes(&worker, merge, Vec::new(), at(4)).await.unwrap();
    assert_eq!(store.unread(OWNER).await.unwrap().total, 0);
    assert!(store.mark_story(OWNER, StoryId(2), None, at(5)).await.unwrap());
    assert_eq!(store.unread(OWNER).await.unwrap().total, 3);
}

async fn rulings_are_kept_and_noted_as_obeyed(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 2, None)]).await;
    let (a, b) = (ArticleId(a), ArticleId(b));
    assert!(store.rule(OWNER, RulingKind::Together, b, a, at(2)).await.unwrap());
    for (one, other) in [(a, a), (a, ArticleId(99))] {
        assert!(!store.rule(OWNER, RulingKind::Apart, one, other, at(2)).await.unwrap());
    }
    let due = store.rulings(true).await.unwrap();
    assert_eq!(due.len(), 1);
    let merge = vec![change(StoryEvent::Merged, 2, Some(1), &[])];
    let obeyed = vec![due[0].ruling];
    store.save_story_changes(&worker, merge, obeyed, at(3)).await.unwrap();
    assert!(store.rulings(true).await.unwrap().is_empty());
    let page = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    assert_eq!(page.rulings, [due[0].ruling]);
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(ada, feed, None, "", at(0)).await.unwrap();
    assert!(store.rule(ada, RulingKind::Apart, a, b, at(4)).await.unwrap());
    let all = store.rulings(false).await.unwrap();
    assert_eq!(all.len(), 1, "the later one counts");
    assert_eq!((all[0].ruling.kind, all[0].applied), (RulingKind::Apart, false));
    let page = store.story(OWNER, StoryId(1)).await.unwrap().unwrap();
    assert_eq!(page.rulings, [all[0].ruling]);
    store.save_story_changes(&worker, Vec::new(), vec![all[0].ruling], at(5)).await.unwrap();
    let withdraw =
        async |user, minutes| store.withdraw_rulings(user, StoryId(1), at(minutes)).await.unwrap();
    assert_eq!(store.rulings_withdrawn().await.unwrap(), 0);
    assert_eq!(withdraw(ada, 4).await, 1);
    assert_eq!(store.rulings_withdrawn().await.unwrap(), 1);
    let again = store.rulings(true).await.unwrap();
    assert_eq!(again.len(), 1, "the other user's was kept and is in force again");
    assert_eq!((again[0].ruling.user, again[0].ruling.kind), (OWNER, RulingKind::Together));
    assert!(store.rule(ada, RulingKind::Apart, a, b, at(6)).await.unwrap());
    assert_eq!(withdraw(OWNER, 6).await, 0, "that is another user's");
    assert_eq!(withdraw(ada, 2).await, 0, "she decided nothing then");
    assert_eq!(withdraw(ada, 6).await, 1);
    let again = store.rulings(false).await.unwrap();
    assert_eq!(again.iter().map(|due| due.ruling.user).collect::<Vec<_>>(), [OWNER]);
    let by_any_number = store.withdraw_rulings(OWNER, StoryId(2), at(2)).await.unwrap();
    assert_eq!(by_any_number, 1);
    assert!(store.rulings(false).await.unwrap().is_empty());
    assert_eq!(withdraw(OWNER, 2).await, 0);
    assert_eq!(store.rulings_withdrawn().await.unwrap(), 3);
}

async fn decisions_that_belong_together_are_kept_together_or_not_at_all(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b", "c"].map(entry).to_vec()).await;
    let [a, b, c] = ids(&store).await[..] else { panic!("three articles") };
    let [a, b, c, unseen] = [a, b, c, 99].map(ArticleId);
    use RulingKind::{Apart, Together};
    let refused = vec![(Apart, a, b), (Together, b, unseen)];
    assert!(!store.rule_many(OWNER, refused, at(1)).await.unwrap());
    assert!(store.rulings(false).await.unwrap().is_empty());
    // Of two about the same articles the last counts.
    let kept = vec![(Apart, a, b), (Together, c, b), (Together, b, a)];
    assert!(store.rule_many(OWNER, kept, at(1)).await.unwrap());
    let due = store.rulings(true).await.unwrap();
    let due: Vec<_> = due.iter().map(|due| (due.ruling.kind, due.ruling.b)).collect();
    assert_eq!(due, [(Together, b), (Together, c)]);
}

async fn an_article_that_is_put_off_comes_later(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b"].map(entry).to_vec()).await;
    let due = store.due_placements(at(0), 9).await.unwrap();
    assert_eq!((due[0].story, due[0].copy), (None, None));
    let put_off = async |due: Timestamp, until| {
        store
            .put_placement_off(&worker, ArticleId(ids(&store).await[0]), due, until)
            .await
            .unwrap();
        store.due_placements(at(0), 9).await.unwrap().len()
    };
    assert_eq!(put_off(due[0].due, at(60)).await, 2, "who has no lease puts nothing off");
    store.hold_stories(&worker, at(0)).await.unwrap();
    assert_eq!(put_off(at(-500), at(60)).await, 2, "it has become due anew meanwhile");
    assert_eq!(put_off(due[0].due, at(60)).await, 1);
    assert_eq!(store.due_placements(at(60), 9).await.unwrap().len(), 2);
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 60, &[(a, 4, None), (b, 4, Some(a))]).await;
    assert_eq!(store.large_stories(2).await.unwrap(), [(StoryId(4), 2)]);
    assert!(store.large_stories(3).await.unwrap().is_empty());
    let text = "What happened at b in quite other words, which say far more of it than before.";
    bring(&store, &worker, feed, 61, vec![changed("b", text)]).await;
    let due = store.due_placements(at(61), 9).await.unwrap();
    assert_eq!((due[0].story, due[0].copy.unwrap().of), (Some(StoryId(4)), ArticleId(a)));
    let anew = store.placed_tasks(at(-999), None, 9).await.unwrap();
    assert!(anew.iter().all(|(task, story)| task.story.is_none() && *story == StoryId(4)));
}

async fn why_stories_became_one_names_nothing_that_is_hidden(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let (elsewhere, _) = store.add_feed(&url("https://two.example/feed"), at(0)).await.unwrap();
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(ada, elsewhere, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 0, vec![of_outlet("one.example", "a")]).await;
    bring(&store, &worker, elsewhere, 1, vec![of_outlet("two.example", "b")]).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 2, &[(a, 1, None), (b, 2, None)]).await;
    let merge = vec![change(StoryEvent::Merged, 2, Some(1), &[])];
    store.save_story_changes(&worker, merge, Vec::new(), at(3)).await.unwrap();
    let because = async |user| {
        let log = store.story(user, StoryId(1)).await.unwrap().unwrap().log;
        let merged = log.into_iter().find(|line| line.event == StoryEvent::Merged);
        merged.map(|line| line.because)
    };
    assert_eq!(because(ada).await.as_deref(), Some(""), "a is not hers to see");
    store.subscribe(ada, feed, None, "", at(4)).await.unwrap();
    assert_eq!(because(ada).await.as_deref(), Some("for a reason"));
    // What left the story again was part of it when the words were written.
    let split = vec![change(StoryEvent::Split, 1, Some(3), &[a])];
    store.save_story_changes(&worker, split, Vec::new(), at(5)).await.unwrap();
    assert_eq!(because(ada).await.as_deref(), Some("for a reason"));
    store.unsubscribe(ada, feed).await.unwrap();
    assert_eq!(because(ada).await.as_deref(), Some(""));
}

async fn a_story_is_seen_by_who_sees_an_article_of_it(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    let (elsewhere, _) = store.add_feed(&url("https://two.example/feed"), at(0)).await.unwrap();
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(ada, elsewhere, None, "", at(0)).await.unwrap();
    let one = vec![of_outlet("one.example", "a"), of_outlet("one.example", "b")];
    bring(&store, &worker, feed, 0, one).await;
    let two = vec![of_outlet("two.example", "c"), of_outlet("two.example", "d")];
    bring(&store, &worker, elsewhere, 1, two).await;
    let [a, b, c, d] = ids(&store).await[..] else { panic!("four articles") };
    put(&store, &worker, 2, &[(a, 1, None), (b, 2, None), (c, 1, Some(a)), (d, 1, Some(a))]).await;
    let story = StoryId(1);
    let merge = vec![change(StoryEvent::Merged, 3, Some(1), &[])];
    store.save_story_changes(&worker, merge, Vec::new(), at(3)).await.unwrap();
    assert_eq!(store.sees_story(ada, StoryId(3)).await.unwrap(), Some(story), "by any number");
    assert_eq!(store.sees_story(ada, StoryId(2)).await.unwrap(), None);
    assert_eq!(store.sees_story(OWNER, StoryId(9)).await.unwrap(), None);
    assert_eq!(store.lead_of(OWNER, story).await.unwrap(), Some((story, ArticleId(a))));
    assert_eq!(store.lead_of(ada, story).await.unwrap(), Some((story, ArticleId(c))));
    let folded = async |user| {
        let articles = store.folded_articles(user, story).await.unwrap();
        articles.into_iter().map(|(id, head)| (id.0, head.0)).collect::<Vec<_>>()
    };
    assert_eq!(folded(OWNER).await, [(a, a)]);
    assert_eq!(folded(ada).await, [(c, c), (d, c)], "under the first that she sees");
    assert!(store.folded_articles(ada, StoryId(2)).await.unwrap().is_empty());
}

async fn a_story_tells_of_its_latest_edits_within_bounds(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let [a] = ids(&store).await[..] else { panic!("one article") };
    put(&store, &worker, 1, &[(a, 1, None)]).await;
    // The texts of the latest edits, some of which are long, are sent along, and no more of them.
    for edit in 0..108 {
        let long = if edit < 103 { "" } else { &"x".repeat(900_000) };
        let text = format!("The words of edit {edit}. {long}");
        bring(&store, &worker, feed, 60 * (edit + 1), vec![changed("a", &text)]).await;
    }
    assert_eq!(store.revisions(ArticleId(a)).await.unwrap().len(), 108);
    let edits = store.story(OWNER, StoryId(1)).await.unwrap().unwrap().edits;
    assert_eq!(edits.len(), 100);
    assert!(edits.is_sorted_by_key(|edit| edit.until));
    assert!(edits[99].text.starts_with("The words of edit 106. x"));
    let sizes: usize = edits.iter().map(|edit| edit.text.len()).sum();
    assert!((1_800_000..2 << 20).contains(&sizes), "{sizes}");
    assert!(edits[..97].iter().all(|edit| edit.text.is_empty() && !edit.title.is_empty()));
}

async fn a_feed_can_be_left_ungrouped(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let second = subscribed(&store, "https://second.example/feed").await;
    assert!(store.feed_grouped(feed).await.unwrap());
    assert!(store.set_feed_grouped(feed, false).await.unwrap());
    assert!(!store.feed_grouped(feed).await.unwrap());
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    bring(&store, &worker, second, 0, vec![entry("b")]).await;
    let due = store.due_placements(at(1), 9).await.unwrap();
    let alone: Vec<bool> = due.iter().map(|task| task.alone).collect();
    assert_eq!(alone, [true, false], "b comes in a feed that is grouped as well");
}

async fn the_window_is_read_back_in_order(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b", "c"].map(entry).to_vec()).await;
    let [a, b, c] = ids(&store).await[..] else { panic!("three articles") };
    put(&store, &worker, 1, &[(c, 5, None), (a, 5, Some(c)), (b, 6, None)]).await;
    let first = store.placed_articles(None, 2).await.unwrap();
    let rest = store.placed_articles(Some(first[1].article), 2).await.unwrap();
    let all: Vec<_> = first.iter().chain(&rest).collect();
    let read: Vec<(i64, i64)> = all.iter().map(|one| (one.article.0, one.story.0)).collect();
    assert_eq!(read, [(a, 5), (b, 6), (c, 5)]);
    assert_eq!(all[0].features, [1, 2, 3]);
    let copy = all[0].copy.unwrap();
    assert_eq!((copy.of.0, copy.credited), (c, true));
    assert!((copy.shared - 0.9).abs() < 1e-6);
    let tasks = store.placed_tasks(at(-61), None, 9).await.unwrap();
    assert_eq!(tasks.iter().map(|(_, story)| story.0).collect::<Vec<_>>(), [5, 6, 5]);
    assert!(store.placed_tasks(at(0), None, 9).await.unwrap().is_empty());
    assert_eq!(store.forget_features(at(-30)).await.unwrap(), 3);
    assert!(store.placed_articles(None, 9).await.unwrap().is_empty());
    assert_eq!(front(&store).await.len(), 2);
}

async fn a_backup_brings_stories_and_marks_back(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b", "c"].map(entry).to_vec()).await;
    let [a, b, c] = ids(&store).await[..] else { panic!("three articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 1, Some(a)), (c, 2, None)]).await;
    store.set_read(OWNER, &[ArticleId(b)], true, at(2)).await.unwrap();
    store.mark_story(OWNER, StoryId(2), Some(StoryMark::Mute), at(2)).await.unwrap();
    let file = place.folder.path().join("backup");
    store.backup(&file).await.unwrap();
    for other in [Some(Place::sqlite()), place.other_engine()].into_iter().flatten() {
        let restored = other.open().await;
        restored.restore(&file).await.unwrap();
        assert_eq!(front(&restored).await, front(&store).await);
        assert_eq!(restored.unread(OWNER).await.unwrap(), store.unread(OWNER).await.unwrap());
        assert_eq!(restored.next_story().await.unwrap(), StoryId(3));
        assert_eq!(
            restored.story(OWNER, StoryId(1)).await.unwrap(),
            store.story(OWNER, StoryId(1)).await.unwrap()
        );
        assert_eq!(restored.check().await.unwrap(), Vec::<String>::new());
        restored.close().await.unwrap();
    }
}

crate::on_both_engines!(
    what_is_due_is_state_of_the_article,
    a_page_that_cannot_be_read_keeps_no_article_waiting,
    a_page_that_is_not_to_be_read_after_all_is_not_waited_for,
    one_process_decides_and_a_lost_lease_stores_nothing,
    stories_are_listed_with_what_their_user_sees,
    a_list_goes_on_where_it_ended,
    addresses_lead_on_after_merges_and_splits,
    what_goes_takes_its_counts_along,
    two_articles_that_are_one_leave_one_place,
    an_original_that_comes_later_is_the_original,
    what_is_muted_is_hidden_with_what_joins_later,
    rulings_are_kept_and_noted_as_obeyed,
    decisions_that_belong_together_are_kept_together_or_not_at_all,
    an_article_that_is_put_off_comes_later,
    why_stories_became_one_names_nothing_that_is_hidden,
    a_story_is_seen_by_who_sees_an_article_of_it,
    a_story_tells_of_its_latest_edits_within_bounds,
    a_feed_can_be_left_ungrouped,
    the_window_is_read_back_in_order,
    a_backup_brings_stories_and_marks_back,
);

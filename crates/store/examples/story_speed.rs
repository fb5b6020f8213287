//! Measures how fast stories are written, listed and read, on a store that `write_speed` has filled:
//! `cargo run --release -p dateline-store --example story_speed -- STORE`.
//!
//! Articles are put into invented stories of one to some forty articles, every ninth as a copy. With a
//! second word, `fill`, that is all, and the stories of many articles have as many outlets.

use std::path::Path;
use std::time::Instant;

use dateline_model::{
    ArticleId, CopyLink, NewPlacement, Role, StoryChange, StoryEvent, StoryFilter, StoryId,
    StoryQuery, UserId, WorkerId,
};
use dateline_store::{Location, Options, PlacementsSaved, Store};
use jiff::{SignedDuration, Timestamp};

type Failure = Box<dyn std::error::Error>;

const OWNER: UserId = UserId(1);
const BATCH: u32 = 100;

/// A story's number for an article: most have few articles, some have many.
fn story_of(article: i64) -> i64 {
    let group = article / 60 * 20;
    match article % 60 {
        within @ 0..=17 => group + 1 + within,
        18..=29 => group + 19,
        _ => group + 20,
    }
}

/// The same where articles of one story come from feeds far apart: a fifth of the articles are told
/// by forty outlets, the others by one.
fn story_of_outlets(article: i64) -> i64 {
    const APART: i64 = 25_000;
    match article % APART {
        event @ 0..5_000 => event + 1,
        _ => APART + article,
    }
}

async fn place_all(
    store: &Store,
    worker: &WorkerId,
    now: Timestamp,
    story_of: fn(i64) -> i64,
) -> Result<u64, Failure> {
    let mut placed = 0;
    loop {
        let due = store.due_placements(now, BATCH).await?;
        if due.is_empty() {
            return Ok(placed);
        }
        placed += due.len() as u64;
        let batch = due.iter().map(|task| {
            let story = StoryId(story_of(task.article.0));
            let is_copy = task.article.0 % 9 == 1 && task.article.0 % 60 > 31;
            NewPlacement {
                article: task.article,
                due: task.due,
                story,
                copy: is_copy.then(|| CopyLink {
                    of: ArticleId(task.article.0 - 1),
                    credited: false,
                    shared: 0.9,
                }),
                features: vec![7; 1500],
                copied_by: Vec::new(),
                changes: vec![StoryChange {
                    event: StoryEvent::Joined,
                    story,
                    other: None,
                    articles: vec![task.article],
                    because: "both tell of the harbour at Kesten, the ferry and 212 seamen".into(),
                }],
            }
        });
        match store.save_placements(worker, batch.collect(), now).await? {
            PlacementsSaved::Stored { .. } => {}
            PlacementsSaved::LeaseLost => return Err("the lease was lost".into()),
        }
    }
}

async fn timed<T, E>(
    what: &str,
    times: u32,
    mut work: impl AsyncFnMut() -> Result<T, E>,
) -> Result<T, E> {
    let mut last = work().await?;
    let began = Instant::now();
    for _ in 0..times {
        last = work().await?;
    }
    println!("{what}: {:.2} ms", began.elapsed().as_secs_f64() * 1000.0 / f64::from(times));
    Ok(last)
}

async fn look(store: &Store, user: UserId, name: &str) -> Result<(), Failure> {
    let first = StoryQuery::first(user, 40);
    let cards = timed(&format!("{name}: front page of 40 stories"), 20, async || {
        store.front_stories(&first).await
    })
    .await?;
    println!(
        "  {} stories, the first of {} articles",
        cards.len(),
        cards.first().map_or(0, |c| c.articles)
    );
    let mut deep = first.clone();
    deep.after = cards.last().map(|card| card.place);
    timed(&format!("{name}: the next page"), 20, async || store.front_stories(&deep).await).await?;
    let unread = StoryQuery { filter: StoryFilter::Unread, ..first.clone() };
    timed(&format!("{name}: unread stories"), 20, async || store.front_stories(&unread).await)
        .await?;
    timed(&format!("{name}: counts of unread"), 20, async || store.unread(user).await).await?;
    if let Some(card) = cards.iter().max_by_key(|card| card.articles) {
        timed(
            &format!("{name}: story of {} articles", card.articles + card.copies),
            20,
            async || store.story(user, card.id).await,
        )
        .await?;
        let (store, now) = (store, Timestamp::MAX);
        timed(&format!("{name}: that story read and unread"), 20, async || {
            store.set_story_read(user, card.id, true, now).await?;
            store.set_story_read(user, card.id, false, now).await
        })
        .await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let place = std::env::args().nth(1).ok_or("usage: story_speed STORE")?;
    let location = if place.contains("://") {
        Location::Postgres(place)
    } else {
        Location::Sqlite(Path::new(&place).to_owned())
    };
    let wall: Timestamp = "2026-06-01T12:00:00Z".parse()?;
    let store = Store::open(&location, Options::default(), wall).await?;
    let worker = store.register_worker(wall).await?;
    store.hold_stories(&worker, wall).await?;
    let newest = store.newest_seen_at().await?.ok_or("fill it with write_speed first")?;
    let now = newest + SignedDuration::from_hours(1);
    let began = Instant::now();
    let fill_only = std::env::args().nth(2).is_some_and(|word| word == "fill");
    let story_of = if fill_only { story_of_outlets } else { story_of };
    let placed = place_all(&store, &worker, now, story_of).await?;
    let seconds = began.elapsed().as_secs_f64();
    if placed > 0 {
        println!("{placed} articles placed: {:.0} a second", placed as f64 / seconds);
    }
    if fill_only {
        return Ok(store.close().await?);
    }
    look(&store, OWNER, "who reads all feeds").await?;
    let name = format!("one-feed-{}", std::process::id());
    let one = store.create_user(&name, Role::Member, None, now).await?.id;
    let feed = *store.all_feed_ids(None).await?.first().ok_or("no feeds")?;
    timed("subscribing to a feed", 1, async || store.subscribe(one, feed, None, "", now).await)
        .await?;
    look(&store, one, "who reads one feed").await?;
    let began = Instant::now();
    let (mut after, mut read) = (None, 0);
    loop {
        let chunk = store.placed_articles(after, 5000).await?;
        let Some(last) = chunk.last() else { break };
        (after, read) = (Some(last.article), read + chunk.len());
    }
    println!("{read} articles read back: {:.2} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let problems = store.check().await?;
    println!("check: {:.1} s, {problems:?}", began.elapsed().as_secs_f64());
    store.close().await?;
    Ok(())
}

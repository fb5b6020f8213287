//! Measures how fast polls are stored and fronts are listed:
//! `cargo run --release -p dateline-store --example write_speed -- STORE FEEDS ENTRIES`, where STORE
//! is an empty folder or a `postgres://` address of an empty database. With a fourth word, `fill`, it
//! only stores.

use std::path::Path;
use std::time::Instant;

use dateline_model::{
    Byline, FeedStatus, FrontFilter, FrontPlace, FrontQuery, NewArticle, NewEntry, OutletHint,
    Poll, PollBrought, PollingState, TextSource, UserId, address,
};
use dateline_store::{ImportedFeed, Location, Options, Result, Store};
use jiff::{SignedDuration, Timestamp};
use url::Url;

type Failure = Box<dyn std::error::Error>;

fn entry(feed: usize, number: usize, at: Timestamp) -> std::result::Result<NewEntry, Failure> {
    let link = format!("https://site{feed}.example/story/{number}");
    let text = format!("Story {number} of site {feed}. ").repeat(60);
    let html = format!("<p>{text}</p>");
    let age = i64::try_from((feed * 7919 + number * 104_729) % 500_000)?;
    let published = Some(at - SignedDuration::from_mins(age));
    Ok(NewEntry {
        key: address::digest(&[&link]),
        guid: link.clone(),
        address: Some(link.clone()),
        title: Some(format!("Story {number} of site {feed}")),
        html: html.clone(),
        authors: vec!["A Reporter".to_owned()],
        tags: Vec::new(),
        enclosures: Vec::new(),
        published,
        updated: None,
        content_hash: address::digest(&[&text]),
        article: NewArticle {
            key: address::article_key(&Url::parse(&link)?),
            address: Some(link),
            host: format!("site{feed}.example"),
            title: None,
            html,
            text,
            text_source: TextSource::FeedSummary,
            byline: Byline::default(),
            dateline: None,
            first_appeared: None,
            own: true,
            image: None,
            published,
            updated: None,
            outlet: OutletHint {
                address: Some(Url::parse(&format!("https://site{feed}.example/"))?),
                name: Some(format!("Site {feed}")),
            },
            language: None,
            read_page: true,
        },
    })
}

async fn report<T>(what: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
    let began = Instant::now();
    let outcome = work.await;
    println!("{what}: {:.1} ms", began.elapsed().as_secs_f64() * 1000.0);
    outcome
}

#[tokio::main]
async fn main() -> std::result::Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (fill_only, arguments) = match arguments.split_last() {
        Some((last, before)) if last == "fill" => (true, before),
        _ => (false, arguments.as_slice()),
    };
    let [place, feeds, entries] = arguments else {
        return Err("give STORE FEEDS ENTRIES [fill]".into());
    };
    let (feeds, entries): (usize, usize) = (feeds.parse()?, entries.parse()?);
    let location = if place.starts_with("postgres") {
        Location::Postgres(place.clone())
    } else {
        Location::Sqlite(Path::new(place).to_owned())
    };
    let now: Timestamp = "2026-03-01T12:00:00Z".parse()?;
    let store = Store::open(&location, Options::default(), now).await?;
    let owner = UserId(1);
    let mut list = Vec::new();
    for feed in 0..feeds {
        let url = Url::parse(&format!("https://site{feed}.example/feed"))?;
        list.push(ImportedFeed { url, title: None, folder: format!("Folder {}", feed % 10) });
    }
    report("import", store.import(owner, list, now)).await?;
    let worker = store.register_worker(now).await?;
    let mut polls = Vec::new();
    let mut spent = std::time::Duration::ZERO;
    loop {
        let tasks = store.claim_due_polls(&worker, now, now, 64, &[]).await?;
        if tasks.is_empty() {
            break;
        }
        for task in tasks {
            let number = usize::try_from(task.feed.id.0)?;
            let fresh = (0..entries).map(|n| entry(number, n, now));
            let fresh = fresh.collect::<std::result::Result<Vec<_>, _>>()?;
            let mut polling = PollingState::new_at(now + SignedDuration::from_hours(1));
            polling.status = FeedStatus::Fine;
            polls.push(Poll {
                feed: task.feed.id,
                at: now,
                polling,
                moved: None,
                http_status: Some(200),
                parts: None,
                manners: dateline_model::PollManners::default(),
                brought: Some(PollBrought {
                    title: Some(format!("Site {number}")),
                    site_url: None,
                    icon: None,
                    format: "rss".to_owned(),
                    entries: fresh,
                }),
            });
        }
        let began = Instant::now();
        let mut saving = Vec::new();
        for poll in polls.drain(..) {
            let (store, worker) = (store.clone(), worker.clone());
            saving.push(tokio::spawn(async move { store.save_poll(&worker, poll).await }));
        }
        for saved in saving {
            saved.await??;
        }
        spent += began.elapsed();
    }
    println!("polls of {} entries: {:.2} s", feeds * entries, spent.as_secs_f64());
    if fill_only {
        return Ok(store.close().await?);
    }
    let first = FrontQuery::newest(owner, 50);
    report("front, cold", store.front(&first)).await?;
    let page = report("front, warm", store.front(&first)).await?;
    let after = page.last().map(|last| FrontPlace { at: last.placed_at, article: last.id });
    report("front, next page", store.front(&FrontQuery { after, ..first.clone() })).await?;
    for filter in [FrontFilter::Unread, FrontFilter::Starred] {
        let what = format!("front, {filter:?}");
        report(&what, store.front(&FrontQuery { filter, ..first.clone() })).await?;
    }
    let folder = FrontQuery { folder: Some("Folder 3".to_owned()), ..first.clone() };
    report("front of a folder", store.front(&folder)).await?;
    let feed = store.all_feed_ids(Some(owner)).await?.first().copied();
    report("front of a feed", store.front(&FrontQuery { feed, ..first.clone() })).await?;
    let outlet = FrontQuery { outlet: Some("site3.example".to_owned()), ..first.clone() };
    report("front of an outlet", store.front(&outlet)).await?;
    report("overview", store.overview(owner)).await?;
    report("folders", store.folders(owner)).await?;
    report("counts", store.counts(owner)).await?;
    report("claim of 20 reads", store.claim_reads(&worker, now, now, 20, &[])).await?;
    report("check", store.check()).await?;
    println!("{} bytes", store.size_bytes().await?);
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        for line in status.lines().filter(|line| line.starts_with("VmRSS")) {
            println!("{line}");
        }
    }
    report("close", store.close()).await?;
    Ok(())
}

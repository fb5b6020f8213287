//! Fills a store with invented articles, the way the desk does it.

use dateline_model::address::{article_key, digest, host_key};
use dateline_model::{
    Byline, FeedId, FeedStatus, KeptPage, NewArticle, NewEntry, Origin, OutletHint, PageFacts,
    PageReading, Poll, PollBrought, PollingState, PublisherTerms, ReadHow, ReadOutcome, TextSource,
    UserId, WorkerId,
};
use dateline_store::Store;
use jiff::{SignedDuration, Timestamp};
use url::Url;

/// An invented article.
#[derive(Clone, Default)]
pub struct Story {
    pub title: &'static str,
    pub html: String,
    pub image: Option<String>,
    pub minutes_ago: i64,
    pub author: Option<&'static str>,
    pub dateline: Option<&'static str>,
    pub first_appeared: Option<(&'static str, &'static str)>,
    pub paywalled: bool,
    /// Its path at its outlet.
    pub path: String,
    /// The HTML of its page, where that is kept.
    pub page: Option<String>,
    pub facts: PageFacts,
    pub language: Option<&'static str>,
    /// What its page asks of those who show it to others.
    pub terms: Option<PublisherTerms>,
}

/// An invented feed.
pub struct SeedFeed<'a> {
    pub url: &'a str,
    pub title: &'a str,
    pub folder: &'a str,
    pub stories: &'a [Story],
}

/// Subscribes a user to a feed and stores its articles, pages read.
pub async fn feed(
    store: &Store,
    worker: &WorkerId,
    user: UserId,
    feed: &SeedFeed<'_>,
    now: Timestamp,
    wall: Timestamp,
) -> FeedId {
    let url = Url::parse(feed.url).unwrap();
    let (id, _) = store.add_feed(&url, now).await.unwrap();
    store.subscribe(user, id, None, feed.folder, now).await.unwrap();
    poll(store, worker, id, feed, now, wall).await;
    read_all(store, worker, feed.stories, now, wall).await;
    id
}

/// Stores a poll that brings all stories of a feed.
pub async fn poll(
    store: &Store,
    worker: &WorkerId,
    id: FeedId,
    feed: &SeedFeed<'_>,
    now: Timestamp,
    wall: Timestamp,
) {
    store.claim_polls(worker, &[id], wall).await.unwrap();
    let site = Url::parse(feed.url).unwrap();
    let entries = feed.stories.iter().map(|story| entry(story, &site, feed.title, now)).collect();
    let poll = Poll {
        feed: id,
        at: now,
        polling: PollingState {
            status: FeedStatus::Fine,
            last_result: Some(format!("{} new entries", feed.stories.len())),
            polled_at: Some(now),
            next_poll_at: now.checked_add(SignedDuration::from_hours(1)).ok(),
            ..PollingState::new_at(now)
        },
        moved: None,
        http_status: Some(200),
        parts: None,
        manners: dateline_model::PollManners::default(),
        brought: Some(PollBrought {
            title: Some(feed.title.to_owned()),
            site_url: Some(site.join("/").unwrap().to_string()),
            icon: None,
            format: "RSS 2.0".to_owned(),
            entries,
        }),
    };
    store.save_poll(worker, poll).await.unwrap();
}

fn entry(story: &Story, site: &Url, outlet: &str, now: Timestamp) -> NewEntry {
    let address = site.join(&story.path).unwrap();
    let (html, text) = clean(&story.html);
    let published = now.checked_sub(SignedDuration::from_mins(story.minutes_ago)).ok();
    NewEntry {
        key: digest(&[address.as_str()]),
        guid: address.to_string(),
        address: Some(address.to_string()),
        title: Some(story.title.to_owned()),
        html: html.clone(),
        authors: Vec::new(),
        tags: Vec::new(),
        enclosures: Vec::new(),
        published,
        updated: None,
        content_hash: digest(&[story.title, &story.html]),
        article: NewArticle {
            key: article_key(&address),
            address: Some(address.to_string()),
            host: host_key(&address),
            title: Some(story.title.to_owned()),
            html,
            text,
            text_source: TextSource::FeedSummary,
            byline: byline(story),
            dateline: None,
            first_appeared: None,
            image: story.image.clone(),
            published,
            updated: None,
            outlet: OutletHint { address: Some(site.clone()), name: Some(outlet.to_owned()) },
            language: Some("en".to_owned()),
            read_page: true,
            own: true,
        },
    }
}

/// Stores the reading of every page that waits.
pub async fn read_all(
    store: &Store,
    worker: &WorkerId,
    stories: &[Story],
    now: Timestamp,
    wall: Timestamp,
) {
    for task in store.claim_reads(worker, now, wall, 500, &[]).await.unwrap() {
        let read = |story: &&Story| task.address.ends_with(&story.path);
        let Some(story) = stories.iter().find(read) else { continue };
        let site = task.address.parse::<Url>().ok();
        let (html, text) = clean(&story.html);
        let reading = PageReading {
            at: now,
            canonical: None,
            canonical_key: None,
            title: Some(story.title.to_owned()),
            html: Some(html),
            text: Some(text),
            text_source: TextSource::Page,
            byline: byline(story),
            dateline: story.dateline.map(str::to_owned),
            language: Some(story.language.unwrap_or("en").to_owned()),
            image: story.image.clone(),
            first_appeared: story.first_appeared.map(|(outlet, url)| Origin {
                outlet: outlet.to_owned(),
                url: Some(url.to_owned()),
            }),
            paywalled: story.paywalled.then_some(true),
            no_archive: false,
            terms: story.terms.clone(),
            outlet: OutletHint { address: site, name: task.feed_title.clone() },
            published: None,
            updated: None,
            note: story
                .paywalled
                .then(|| "only the first paragraphs can be read without a subscription".to_owned()),
            before: None,
            facts: story.facts.clone(),
            how: ReadHow::default(),
            kept: story.page.iter().map(|html| kept(&task.address, html, now)).collect(),
            learnt: None,
        };
        let outcome = ReadOutcome::Read(Box::new(reading));
        store.save_reading(worker, &task, outcome).await.unwrap();
    }
}

fn kept(address: &str, html: &str, now: Timestamp) -> KeptPage {
    KeptPage { address: address.to_owned(), fetched_at: now, html: html.to_owned() }
}

fn byline(story: &Story) -> Byline {
    Byline {
        authors: story.author.map(str::to_owned).into_iter().collect(),
        contributors: Vec::new(),
    }
}

/// The HTML as the desk stores it, and its words.
fn clean(html: &str) -> (String, String) {
    let html = dateline_markup::sanitize(html, None);
    let text = dateline_markup::plain_text(&html);
    (html, text)
}

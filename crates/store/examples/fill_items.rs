//! `fill_items FOLDER FEEDS ENTRIES BYTES`: a store in this folder with so many feeds of the owner's
//! in ten folders, so many entries in each, of so many bytes of text, unread. `eval/sync.sh` measures
//! reader apps on it.

use std::error::Error;

use dateline_model::{
    Byline, FeedStatus, NewArticle, NewEntry, OutletHint, Poll, PollBrought, PollManners,
    PollingState, TextSource, UserId, address,
};
use dateline_store::{Location, Options, Store};
use jiff::{SignedDuration, Timestamp};
use url::Url;

const WORDS: &str = "The harbour office said on Monday that the ferry will run again. ";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, feeds, entries, bytes] = arguments.as_slice() else {
        return Err("give FOLDER FEEDS ENTRIES BYTES".into());
    };
    let (feeds, entries, bytes): (usize, usize, usize) =
        (feeds.parse()?, entries.parse()?, bytes.parse()?);
    let start: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let store = Store::open(&Location::Sqlite(folder.into()), Options::default(), start).await?;
    let worker = store.register_worker(start).await?;
    for feed in 0..feeds {
        let host = format!("f{feed}.example");
        let url = Url::parse(&format!("https://{host}/feed"))?;
        let at = start + SignedDuration::from_mins(i64::try_from(feed)?);
        let (id, _) = store.add_feed(&url, at).await?;
        let folder = format!("Folder {}", feed % 10);
        store.subscribe(UserId(1), id, None, &folder, at).await?;
        store.claim_polls(&worker, &[id], at).await?;
        let entries = (0..entries).map(|number| entry(&host, number, bytes, at)).collect();
        let mut polling = PollingState::new_at(at);
        polling.status = FeedStatus::Fine;
        polling.polled_at = Some(at);
        polling.next_poll_at = Some("2040-01-01T00:00:00Z".parse()?);
        let brought = PollBrought {
            title: Some(format!("Feed {feed}")),
            site_url: Some(format!("https://{host}/")),
            icon: None,
            format: "rss".to_owned(),
            entries,
        };
        let poll = Poll {
            feed: id,
            at,
            polling,
            moved: None,
            http_status: Some(200),
            parts: None,
            manners: PollManners::default(),
            brought: Some(brought),
        };
        store.save_poll(&worker, poll).await?;
    }
    store.close().await?;
    Ok(())
}

fn entry(host: &str, number: usize, bytes: usize, at: Timestamp) -> NewEntry {
    let link = format!("https://{host}/{number}");
    let text = WORDS.repeat(bytes.div_ceil(WORDS.len()));
    let html = format!("<p>{text}</p>");
    let key = Url::parse(&link).map_or_else(|_| link.clone(), |url| address::article_key(&url));
    let title = format!("What happened at {host}, part {number}");
    NewEntry {
        key: address::digest(&[&link]),
        guid: link.clone(),
        address: Some(link.clone()),
        title: Some(title.clone()),
        html: html.clone(),
        authors: vec!["Ada Reporter".to_owned()],
        tags: vec!["local".to_owned()],
        enclosures: Vec::new(),
        published: Some(at),
        updated: None,
        content_hash: address::digest(&[&title]),
        article: NewArticle {
            key,
            address: Some(link),
            host: host.to_owned(),
            title: Some(title),
            html,
            text,
            text_source: TextSource::FeedFull,
            byline: Byline::default(),
            dateline: None,
            first_appeared: None,
            image: None,
            published: Some(at),
            updated: None,
            outlet: OutletHint { address: None, name: Some(host.to_owned()) },
            language: Some("en".to_owned()),
            read_page: false,
            own: true,
        },
    }
}

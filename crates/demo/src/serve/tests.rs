use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::html;

/// A served world whose clock the test moves by whole minutes.
struct Bench {
    world: Arc<World>,
    served: Served,
    minutes: Arc<AtomicI64>,
}

async fn bench(ports: Ports) -> Bench {
    let start: Timestamp = "2025-12-30T12:00:00Z".parse().unwrap();
    let minutes = Arc::new(AtomicI64::new(0));
    let clock = minutes.clone();
    let now = move || start + SignedDuration::from_mins(clock.load(Ordering::Relaxed));
    let world = Arc::new(World::load(start, Arc::new(now)).unwrap());
    let served = serve(world.clone(), ports).await.unwrap();
    Bench { world, served, minutes }
}

async fn get(url: &str, headers: &str) -> (u16, String, Vec<u8>) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_at(rest.find('/').unwrap());
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, bytes[end + 4..].to_vec())
}

fn field(head: &str, name: &str) -> String {
    let line = head.lines().find(|line| line.to_lowercase().starts_with(name)).unwrap();
    line.split_once(": ").unwrap().1.to_owned()
}

/// Whether the XML is well-formed to its end.
fn well_formed(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = quick_xml::Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = false;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[tokio::test]
async fn every_feed_has_its_form_and_its_flaw() {
    let bench = bench(Ports::default()).await;
    for outlet in bench.world.outlets() {
        let url = format!("{}{}", bench.served.base(&outlet.key), outlet.feed_path);
        let (status, head, body) = get(&url, "").await;
        if outlet.format == crate::FeedFormat::Gone {
            assert_eq!(status, 410);
            continue;
        }
        assert_eq!(status, 200, "{}", outlet.key);
        match outlet.format {
            crate::FeedFormat::RssWrongCharset => {
                assert!(field(&head, "content-type").contains("utf-8"));
                assert!(body.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
                assert!(std::str::from_utf8(&body).is_err());
                assert!(encoding_rs::WINDOWS_1252.decode(&body).0.contains("Gazette d’Aubré"));
            }
            crate::FeedFormat::RssMalformed => {
                let text = String::from_utf8(body.clone()).unwrap();
                assert!(
                    text.contains("mole & a word")
                        && text.contains("<br>")
                        && text.contains("&raquo;")
                );
                assert!(!well_formed(&body));
            }
            crate::FeedFormat::JsonFull => {
                let feed: serde_json::Value = serde_json::from_slice(&body).unwrap();
                assert!(feed["items"].as_array().unwrap().len() >= 5);
            }
            _ => assert!(well_formed(&body), "{}", outlet.key),
        }
    }
}

#[tokio::test]
async fn pages_hold_their_text_and_their_address() {
    let bench = bench(Ports::default()).await;
    let now = bench.world.now();
    for article in bench.world.articles().iter().filter(|article| article.published <= now) {
        let (status, _, body) = get(&bench.served.article(&article.id()).unwrap(), "").await;
        assert_eq!(status, 200, "{}", article.id());
        let outlet = bench.world.outlet(&article.outlet).unwrap();
        let page = match outlet.charset {
            Some(_) => encoding_rs::WINDOWS_1252.decode(&body).0.into_owned(),
            None => String::from_utf8(body).unwrap(),
        };
        let canonical = format!(
            "<link rel=\"canonical\" href=\"{}\">",
            bench.served.canonical(&article.id()).unwrap()
        );
        assert!(page.contains(&canonical), "{}", article.id());
        for (number, block) in article.body.iter().enumerate() {
            let words = block.words();
            let plain = !words.contains(['*', '[']) && !matches!(block, crate::Block::List(_));
            if plain {
                let shown = page.contains(&html::escape(&words));
                assert_eq!(
                    shown,
                    number == 0 || !article.paywalled,
                    "{} block {number}",
                    article.id()
                );
            }
        }
        if let Some(event) = &article.event {
            assert!(!page.contains(event.as_str()), "{} serves its tag", article.id());
        }
    }
}

#[tokio::test]
async fn a_second_request_is_answered_with_304() {
    let bench = bench(Ports::default()).await;
    let url = format!("{}/feeds/latest.rss", bench.served.base("northern-wire"));
    let (_, head, _) = get(&url, "").await;
    let by_tag = format!("If-None-Match: {}\r\n", field(&head, "etag"));
    let by_date = format!("If-Modified-Since: {}\r\n", field(&head, "last-modified"));
    for headers in [&by_tag, &by_date] {
        let (status, _, body) = get(&url, headers).await;
        assert_eq!((status, body.len()), (304, 0));
    }
    let stats = bench.served.stats();
    let hits = stats[&("northern-wire".to_owned(), "/feeds/latest.rss".to_owned())];
    assert_eq!(hits, Hits { requests: 3, conditional: 2, not_modified: 2 });
    bench.minutes.store(3, Ordering::Relaxed);
    let (status, _, body) = get(&url, &by_tag).await;
    assert_eq!(status, 200);
    assert!(String::from_utf8(body).unwrap().contains("Veldt to bring drone fragments"));
}

#[tokio::test]
async fn the_edit_reaches_page_and_feed() {
    let bench = bench(Ports::default()).await;
    let page = bench.served.article("bay-tribune/tarn-bridge-cracks").unwrap();
    let feed = format!("{}/atom.xml", bench.served.base("bay-tribune"));
    for (minute, words) in
        [(0, "Tarn bridge shut for a week"), (5, "Tarn bridge to reopen on Thursday")]
    {
        bench.minutes.store(minute, Ordering::Relaxed);
        for url in [&page, &feed] {
            let (_, _, body) = get(url, "").await;
            assert!(String::from_utf8(body).unwrap().contains(words), "minute {minute}, {url}");
        }
    }
    let (_, _, body) = get(&feed, "").await;
    assert!(
        String::from_utf8(body).unwrap().contains("<updated>2025-12-30T13:01:30+01:00</updated>")
    );
}

#[tokio::test]
async fn the_planet_carries_other_outlets_addresses() {
    let bench = bench(Ports::default()).await;
    let (_, _, body) =
        get(&format!("{}/planet.atom", bench.served.base("planet-strait")), "").await;
    let text = String::from_utf8(body).unwrap();
    for id in ["northern-wire/mediators-set-thursday", "bay-tribune/tarn-bridge-cracks"] {
        assert!(text.contains(&format!("href=\"{}\"", bench.served.article(id).unwrap())), "{id}");
    }
}

#[tokio::test]
async fn pictures_robots_home_and_index_are_served() {
    let bench = bench(Ports::default()).await;
    let (status, head, body) =
        get(&format!("{}/media/lights.png", bench.served.base("orbit-weekly")), "").await;
    assert_eq!((status, body.is_empty()), (404, false), "{head}");
    let (_, head, body) =
        get(&format!("{}/media/warm-scar-on-ismene.png", bench.served.base("orbit-weekly")), "")
            .await;
    assert_eq!(field(&head, "content-type"), "image/png");
    assert!(body.starts_with(b"\x89PNG") && body.len() < 200_000, "{}", body.len());
    let (_, _, body) = get(&format!("{}/robots.txt", bench.served.base("veldt-herald")), "").await;
    assert!(String::from_utf8(body).unwrap().contains("Disallow: /private/"));
    assert!(bench.served.article("veldt-herald/owls-of-old-ferrow").unwrap().contains("/private/"));
    let (_, _, body) = get(&format!("{}/", bench.served.base("ledger-daily")), "").await;
    assert!(String::from_utf8(body).unwrap().contains("type=\"application/feed+json\""));
    let (_, _, body) = get(&format!("{}/", bench.served.index()), "").await;
    let index = String::from_utf8(body).unwrap();
    assert!(
        bench.world.outlets().iter().all(|outlet| index.contains(&html::escape(&outlet.title)))
    );
}

#[tokio::test]
async fn the_subscription_list_has_every_feed_in_three_folders() {
    let bench = bench(Ports { first: 0, one_address: true }).await;
    let opml = bench.served.opml();
    assert!(well_formed(opml.as_bytes()));
    assert_eq!(opml.matches("xmlUrl=").count(), bench.world.outlets().len());
    assert_eq!(opml.matches("<outline text=").count(), 3);
    assert!(bench.served.feeds().iter().all(|feed| feed.url.starts_with("http://127.0.0.1:")));
}

#[tokio::test]
async fn shutdown_closes_the_listeners() {
    let bench = bench(Ports::default()).await;
    let base = bench.served.index();
    bench.served.shutdown().await;
    assert!(TcpStream::connect(base.strip_prefix("http://").unwrap()).await.is_err());
}

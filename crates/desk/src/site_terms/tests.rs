//! Sites on loopback that ask for something.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::PublicFeed;
use dateline_store::{Location, Options, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::fixture::{OWNER, bring, entry, noon, subscribed};
use crate::{Desk, DeskSettings};

/// A site that answers with these bodies, and notes what it was asked for.
struct Site {
    origin: String,
    files: Arc<Mutex<HashMap<&'static str, (u16, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let files: Arc<Mutex<HashMap<&'static str, (u16, String)>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (given, seen) = (Arc::clone(&files), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else { break };
                    head.push(byte);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let none = (404, "<html>no</html>".to_owned());
                let (status, body) =
                    given.lock().unwrap().get(path.as_str()).cloned().unwrap_or(none);
                seen.lock().unwrap().push(path);
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { origin, files, asked }
    }

    fn has(&self, path: &'static str, status: u16, body: &str) {
        self.files.lock().unwrap().insert(path, (status, body.to_owned()));
    }

    fn url(&self) -> Url {
        Url::parse(&self.origin).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

async fn desk(folder: &std::path::Path) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetch = FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: Duration::ZERO,
        ..FetchSettings::default()
    };
    let clock = Clock::trial(noon(), 0.0);
    Desk::new(store, Fetcher::new(fetch).unwrap(), clock, DeskSettings::default()).await.unwrap()
}

/// A public feed with an article at the site.
async fn publish(desk: &Desk, site: &Site) {
    let feed = subscribed(desk, OWNER, "https://news.example.org/feed", "").await;
    let mut one = entry("one", "Ferry aground", "It ran aground in the night.", noon());
    one.article.address = Some(format!("{}/news/one", site.origin));
    one.article.host = "127.0.0.1".to_owned();
    bring(desk, feed, vec![one], noon()).await;
    let public = PublicFeed { feed, section: "Local".to_owned() };
    desk.store().choose_public_feeds(OWNER, &[public], noon()).await.unwrap();
}

#[tokio::test]
async fn a_site_is_asked_once_for_the_public_newspaper_and_never_without_one() {
    let (folder, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let desk = desk(folder.path()).await;
    assert_eq!(round(&desk.inner).await.unwrap(), 0);
    site.has("/.well-known/tdmrep.json", 200, r#"[{"location": "/", "tdm-reservation": 1}]"#);
    site.has("/robots.txt", 200, "User-agent: *\nDisallow:\nLicense: /rsl.xml\n");
    let rsl =
        "<rsl><content url='/paid/'><prohibits type='usage'>search</prohibits></content></rsl>";
    site.has("/rsl.xml", 200, rsl);
    publish(&desk, &site).await;
    assert_eq!(round(&desk.inner).await.unwrap(), 1);
    assert_eq!(site.asked(), ["/robots.txt", "/.well-known/tdmrep.json", "/rsl.xml"]);
    let told = desk.store().site_terms(&site.url()).await.unwrap().unwrap();
    assert_eq!(told.mining, [("/".to_owned(), true)]);
    assert_eq!(told.unlisted, ["/paid/"]);
    assert_eq!(told.licence, Some(format!("{}/rsl.xml", site.origin)));
    assert_eq!(round(&desk.inner).await.unwrap(), 0, "for a day");
    assert!(site.asked().is_empty());
}

#[tokio::test]
async fn what_cannot_be_asked_is_tried_again_and_what_is_known_stays() {
    let (folder, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let desk = desk(folder.path()).await;
    site.has("/.well-known/tdmrep.json", 503, "");
    publish(&desk, &site).await;
    let known = SiteTerms { mining: vec![("/".to_owned(), true)], ..SiteTerms::default() };
    let store = desk.store();
    store.save_site_terms(&site.url(), &known, noon(), noon()).await.unwrap();
    assert_eq!(round(&desk.inner).await.unwrap(), 1);
    assert_eq!(store.site_terms(&site.url()).await.unwrap().unwrap(), known);
    let soon = noon() + SignedDuration::from_mins(31);
    assert_eq!(store.sites_to_ask(soon, 9).await.unwrap().len(), 1, "not only after a day");
}

#[tokio::test]
async fn a_site_that_shuts_its_files_to_programs_reserves_everything() {
    let (folder, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let desk = desk(folder.path()).await;
    site.has("/robots.txt", 200, "User-agent: *\nDisallow: /\n");
    publish(&desk, &site).await;
    round(&desk.inner).await.unwrap();
    assert_eq!(site.asked(), ["/robots.txt"], "robots.txt is obeyed for these files too");
    let told = desk.store().site_terms(&site.url()).await.unwrap().unwrap();
    assert!(told.shut && told.of(&Url::parse("http://127.0.0.1/x").unwrap()).reserved);
}

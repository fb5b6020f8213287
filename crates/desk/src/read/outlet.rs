//! An outlet on this machine, for tests: pages that can be changed, and what was asked of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{Article, ArticleId, FeedId, UserId};
use dateline_store::{Location, Options, Store};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{Added, Desk, DeskSettings, PollAsk};

pub(crate) const OWNER: UserId = UserId(1);

#[derive(Default)]
struct State {
    pages: HashMap<String, (u16, String)>,
    asked: Vec<String>,
}

/// An outlet with a feed at `/feed`.
#[derive(Clone)]
pub(crate) struct Outlet {
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Outlet {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let outlet = Self { address, state: Arc::default() };
        let shared = outlet.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move { shared.serve(stream).await });
            }
        });
        outlet
    }

    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let path = head.split(' ').nth(1)?.to_owned();
        let (status, body) = {
            let mut state = self.state.lock().unwrap();
            let page = state.pages.get(&path).cloned();
            state.asked.push(path);
            page.unwrap_or((404, String::new()))
        };
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {status} Said\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(answer.as_bytes()).await.ok()?;
        stream.shutdown().await.ok()
    }

    /// Puts something at a path.
    pub fn put(&self, path: &str, status: u16, body: &str) {
        let body = body.replace("{here}", &self.address);
        self.state.lock().unwrap().pages.insert(path.to_owned(), (status, body));
    }

    /// What was asked since the last time, in order.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// A feed with one entry for each path, with a text each.
    pub fn put_feed(&self, entries: &[(&str, &str)]) {
        let items: String = entries
            .iter()
            .map(|(path, text)| {
                format!(
                    "<item><guid>{path}</guid><title>Entry {path}</title><link>{{here}}{path}</link>\
                     <description><![CDATA[{text}]]></description></item>"
                )
            })
            .collect();
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>The Bugle</title><link>{{here}}/</link>{items}</channel></rss>"
        );
        self.put("/feed", 200, &feed);
    }

    /// Follows its feed and reads what is due.
    pub async fn follow(&self, desk: &Desk) -> FeedId {
        let added = desk.add(OWNER, &format!("{}/feed", self.address), "", None).await.unwrap();
        let Added::Subscribed { feed, .. } = added else { panic!("{added:?}") };
        read_due(desk, feed).await;
        feed
    }

    /// The article of a path.
    pub async fn article(&self, desk: &Desk, path: &str) -> Article {
        let found = self.id(desk, path).await;
        desk.store().article(OWNER, found).await.unwrap().unwrap().0
    }

    pub async fn id(&self, desk: &Desk, path: &str) -> ArticleId {
        let list =
            desk.store().front(&dateline_model::FrontQuery::newest(OWNER, 99)).await.unwrap();
        let is_it = |address: &Option<String>| {
            address.as_deref().is_some_and(|address| address.ends_with(path))
        };
        list.iter().find(|article| is_it(&article.address)).unwrap().id
    }

    /// Has the page at a path read again.
    pub async fn read_again(&self, desk: &Desk, path: &str) -> Article {
        let id = self.id(desk, path).await;
        desk.read_soon(id).await.unwrap();
        let feed = desk.store().all_feed_ids(Some(OWNER)).await.unwrap()[0];
        read_due(desk, feed).await;
        self.article(desk, path).await
    }
}

async fn read_due(desk: &Desk, feed: FeedId) {
    let ask = PollAsk { feeds: Some(vec![feed]), feeds_only: false, fresh: false };
    desk.poll(ask, &|_| {}).await.unwrap();
}

pub(crate) async fn desk(folder: &tempfile::TempDir) -> Desk {
    let noon: Timestamp = "2026-01-05T12:00:00Z".parse().unwrap();
    let location = Location::from_setting(None, folder.path()).unwrap();
    let store = Store::open(&location, Options::default(), noon).await.unwrap();
    let settings = FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    };
    let desk = DeskSettings { threads: 1, ..DeskSettings::default() };
    Desk::new(store, Fetcher::new(settings).unwrap(), Clock::trial(noon, 0.0), desk).await.unwrap()
}

/// So many paragraphs that stand nowhere else.
pub(crate) fn prose(name: &str, count: usize) -> String {
    (0..count)
        .map(|line| {
            format!(
                "<p>In part {line} of {name} the council said on Monday that the harbour is to stay \
                 open through the winter, and that {name} would be told of again.</p>"
            )
        })
        .collect()
}

/// A page of an article.
pub(crate) fn page(title: &str, head: &str, body: &str) -> String {
    format!(
        "<html><head><title>{title}</title><meta property=\"og:type\" content=\"article\">{head}\
         </head><body><nav><a href=\"/\">Home</a></nav><article><h1>{title}</h1>{body}</article>\
         </body></html>"
    )
}

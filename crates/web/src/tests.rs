//! Tests of the whole web face, on a store of its own.

mod access;
mod admin;
mod articles;
mod feed_pages;
mod feeds;
mod house;
mod kept;
mod lists;
mod look;
#[cfg(feature = "oidc")]
mod oidc;
mod out;
#[cfg(feature = "passkeys")]
mod passkeys;
mod people;
mod pictures;
mod public;
mod said;
mod search;
mod security_classes;
pub mod seed;
mod setting_up;
mod sites;
mod stories;
mod strangers;

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use dateline_auth::password::hash_password;
use dateline_auth::token::SetupToken;
use dateline_clock::Clock;
use dateline_desk::{Desk, DeskSettings};
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{ArticleId, ArticleSummary, Byline, Role, TextSource, UserId, WorkerId};
use dateline_store::{Location, Options, Store};
use jiff::Timestamp;
use seed::{SeedFeed, Story};
use tower::ServiceExt;

use crate::{WebSettings, router};

/// An article in a list, `id` hours old.
pub fn article(id: i64, words: u32) -> ArticleSummary {
    let at = jiff::Timestamp::from_second(1_766_412_000 - 3600 * id).unwrap();
    ArticleSummary {
        id: ArticleId(id),
        title: format!("Headline {id}"),
        outlet: None,
        address: None,
        byline: Byline::default(),
        dateline: None,
        published: Some(at),
        seen_at: at,
        placed_at: at,
        text: "Word ".repeat(words as usize),
        words,
        text_source: TextSource::Page,
        image: None,
        language: None,
        first_appeared: None,
        paywalled: None,
        revisions: 0,
        feeds: 1,
        read: false,
        starred: false,
        disputed: Vec::new(),
    }
}

/// A web face on a new store, with a browser's memory of cookies.
pub struct House {
    web: Router,
    pub desk: Desk,
    pub store: Store,
    worker: WorkerId,
    cookies: Vec<(String, String)>,
    pub peer: SocketAddr,
    _folder: tempfile::TempDir,
}

/// An answer with its body.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
    }
}

pub const PASSWORD: &str = "a good password";

pub fn now() -> Timestamp {
    "2025-12-22T14:30:00Z".parse().unwrap()
}

impl House {
    /// A new instance that nobody has set up.
    pub async fn new() -> Self {
        Self::with(WebSettings::default()).await
    }

    pub async fn with(settings: WebSettings) -> Self {
        Self::with_fetch(settings, FetchSettings::default()).await
    }

    async fn with_fetch(mut settings: WebSettings, fetch: FetchSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        settings.admin.get_or_insert_with(|| admin::instance(folder.path()));
        let location = Location::Sqlite(folder.path().to_owned());
        let store = Store::open(&location, Options::default(), now()).await.unwrap();
        let fetcher = Fetcher::new(fetch).unwrap();
        let clock = Clock::trial(now(), 0.0);
        let worker = store.register_worker(clock.wall()).await.unwrap();
        let settings_of_desk = DeskSettings {
            threads: 1,
            index: Some(folder.path().join("search")),
            ..DeskSettings::default()
        };
        let desk = Desk::new(store.clone(), fetcher, clock, settings_of_desk).await.unwrap();
        let metrics =
            metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle();
        let web = router(desk.clone(), settings, SetupToken::new("open-sesame"), Some(metrics));
        let peer = "127.0.0.1:50000".parse().unwrap();
        Self { web, desk, store, worker, cookies: Vec::new(), peer, _folder: folder }
    }

    /// An instance whose owner has signed in.
    pub async fn signed_in() -> Self {
        Self::signed_in_with_fetch(FetchSettings::default()).await
    }

    /// The same, with other limits of outgoing requests.
    pub async fn signed_in_with_fetch(fetch: FetchSettings) -> Self {
        let mut house = Self::with_fetch(WebSettings::default(), fetch).await;
        let hash = hash_password(PASSWORD).unwrap();
        assert!(house.store.claim_owner("ida", &hash, now()).await.unwrap());
        let answer = house.sign_in("ida", PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        house
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let page = self.get("/login").await;
        let csrf = token(&page.body);
        self.post("/login", &[("csrf", &csrf), ("name", name), ("password", password)]).await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Posts with the token that the front page's forms carry.
    pub async fn post_signed(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = token(&self.get("/feeds").await.body);
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    /// Posts a file.
    pub async fn upload(&mut self, path: &str, csrf: &str, file: &str) -> Answer {
        let body = format!(
            "--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--X\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{file}\r\n--X--\r\n"
        );
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        if !request.headers().contains_key(header::HOST) {
            request.headers_mut().insert(header::HOST, "localhost:7878".parse().unwrap());
        }
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.web.clone().oneshot(request).await.unwrap();
        self.remember(&response);
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 10_000_000).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    fn remember(&mut self, response: &Response) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    /// Another person with an account.
    pub async fn neighbour(&self) -> UserId {
        let hash = hash_password(PASSWORD).unwrap();
        let user = self.store.create_user("tom", Role::Member, Some(&hash), now()).await.unwrap();
        user.id
    }

    /// A feed of a user with stories, their pages read. Gives the ids of its articles, in the
    /// order of the stories.
    pub async fn feed(&self, user: UserId, url: &str, stories: &[Story]) -> Vec<ArticleId> {
        let feed = SeedFeed { url, title: "Bay Tribune", folder: "News/Local", stories };
        let wall = Clock::system().wall();
        let id = seed::feed(&self.store, &self.worker, user, &feed, now(), wall).await;
        let entries = self.store.entries_of_feed(id, 100).await.unwrap();
        let article = |story: &Story| {
            let entry = entries.iter().find(|entry| entry.guid.ends_with(&story.path));
            entry.unwrap().article
        };
        stories.iter().map(article).collect()
    }

    /// The same feed polled again with changed stories, whose pages are read again.
    pub async fn poll_again(&self, url: &str, stories: &[Story]) {
        let feed = self.store.feed_by_url(url).await.unwrap().unwrap();
        let seed = SeedFeed { url, title: "Bay Tribune", folder: "", stories };
        let later = now() + jiff::SignedDuration::from_mins(20);
        let wall = Clock::system().wall();
        seed::poll(&self.store, &self.worker, feed.id, &seed, later, wall).await;
        seed::read_all(&self.store, &self.worker, stories, later, wall).await;
    }
}

/// The token of the first form of a page.
pub fn token(body: &str) -> String {
    let (_, rest) = body.split_once("name=\"csrf\" value=\"").expect("a form with a token");
    rest.split('"').next().unwrap().to_owned()
}

pub use admin::BACKUP;

pub const OWNER: UserId = UserId(1);

/// A story with a headline, of so many paragraphs.
pub fn story(title: &'static str, path: &str, minutes_ago: i64) -> Story {
    let paragraph = "<p>The harbour office said on Monday that the ferry will run again from \
                     Thursday on, at first without cars.</p>";
    Story {
        title,
        html: paragraph.repeat(4),
        minutes_ago,
        path: path.to_owned(),
        ..Story::default()
    }
}

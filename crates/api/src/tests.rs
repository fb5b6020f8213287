//! What the tests of all protocols share: an instance in memory's reach, with two users, their
//! feeds and their app passwords.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use dateline_auth::app_password;
use dateline_auth::password::hash_password;
use dateline_clock::Clock;
use dateline_desk::{Desk, DeskSettings};
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::address::{article_key, digest, host_key};
use dateline_model::{
    Byline, Enclosure, EntryId, FeedId, FeedStatus, ItemQuery, NewAppPassword, NewArticle,
    NewEntry, OutletHint, Poll, PollBrought, PollManners, PollingState, Role, Scopes, TextSource,
    UserId, WorkerId,
};
use dateline_store::{Location, Options, Store};
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;
use url::Url;

use crate::ApiSettings;
use crate::router::routes;
use crate::state::App;

/// The password of both users' accounts, which no protocol accepts.
pub const PASSWORD: &str = "a good password";

/// The moment at which the instance's clock stands.
pub fn now() -> Timestamp {
    "2025-12-22T14:30:00Z".parse().unwrap()
}

/// An instance with its faces for programs, and two users: `ida`, who is asked as, and `tom`.
pub struct House {
    pub app: App,
    pub store: Store,
    pub worker: WorkerId,
    /// Ida, an admin.
    pub user: UserId,
    /// The secret of an app password of Ida's that may read and write.
    pub secret: String,
    /// Tom, a member.
    pub other: UserId,
    /// The secret of an app password of Tom's that may read and write.
    pub other_secret: String,
    web: Router,
    peer: SocketAddr,
    _folder: tempfile::TempDir,
}

/// An answer with its body.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl House {
    /// A house without feeds.
    pub async fn new() -> Self {
        Self::with(ApiSettings::default(), FetchSettings::default()).await
    }

    /// The same with these settings.
    pub async fn with(settings: ApiSettings, fetch: FetchSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().to_owned());
        let store = Store::open(&location, Options::default(), now()).await.unwrap();
        let clock = Clock::trial(now(), 0.0);
        let worker = store.register_worker(clock.wall()).await.unwrap();
        let of_desk = DeskSettings {
            threads: 1,
            index: Some(folder.path().join("search")),
            ..DeskSettings::default()
        };
        let fetcher = Fetcher::new(fetch).unwrap();
        let desk = Desk::new(store.clone(), fetcher, clock, of_desk).await.unwrap();
        let hash = hash_password(PASSWORD).unwrap();
        assert!(store.claim_owner("ida", &hash, now()).await.unwrap());
        let user = store.owner().await.unwrap().id;
        let other = store.create_user("tom", Role::Member, Some(&hash), now()).await.unwrap().id;
        let app = App::new(desk, settings);
        let web = routes(app.clone());
        let peer = "127.0.0.1:50000".parse().unwrap();
        let mut house = Self {
            app,
            store,
            worker,
            user,
            secret: String::new(),
            other,
            other_secret: String::new(),
            web,
            peer,
            _folder: folder,
        };
        let scopes = Scopes { write: true, admin: false };
        house.secret = house.app_password(user, "ida", scopes).await;
        house.other_secret = house.app_password(other, "tom", scopes).await;
        house
    }

    /// A new app password of a user's; gives its secret.
    pub async fn app_password(&self, user: UserId, name: &str, scopes: Scopes) -> String {
        let secret = app_password::make().unwrap().reveal().to_owned();
        let new = NewAppPassword {
            user,
            name: "an app".to_owned(),
            scopes,
            digest: app_password::digest(&secret),
            fever_digest: app_password::fever_digest(&app_password::fever_key(name, &secret)),
            created_at: now(),
        };
        self.store.create_app_password(new).await.unwrap();
        secret
    }

    /// A feed of a user's in a folder, which lists these entries, the first of them the first to
    /// come.
    pub async fn feed(
        &self,
        user: UserId,
        url: &str,
        folder: &str,
        entries: Vec<NewEntry>,
    ) -> FeedId {
        let (feed, _) = self.store.add_feed(&Url::parse(url).unwrap(), now()).await.unwrap();
        self.store.subscribe(user, feed, None, folder, now()).await.unwrap();
        self.bring(feed, 0, entries).await;
        feed
    }

    /// A poll of a feed, so many minutes from now, brings these entries.
    pub async fn bring(&self, feed: FeedId, minutes: i64, entries: Vec<NewEntry>) {
        let wall = Clock::system().wall();
        let claimed = self.store.claim_polls(&self.worker, &[feed], wall).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let at = now() + SignedDuration::from_mins(minutes);
        let poll = Poll {
            feed,
            at,
            polling: PollingState {
                status: FeedStatus::Fine,
                polled_at: Some(at),
                next_poll_at: at.checked_add(SignedDuration::from_hours(1)).ok(),
                ..PollingState::new_at(at)
            },
            moved: None,
            http_status: Some(200),
            parts: None,
            manners: PollManners::default(),
            brought: Some(PollBrought {
                title: Some(format!("Feed {feed}")),
                site_url: Some("https://news.example.org/".to_owned()),
                icon: None,
                format: "RSS 2.0".to_owned(),
                entries,
            }),
        };
        assert!(!self.store.save_poll(&self.worker, poll).await.unwrap().lease_lost);
    }

    /// The numbers of all of a user's items, the first to come first.
    pub async fn items(&self, user: UserId) -> Vec<EntryId> {
        let query = ItemQuery { oldest_first: true, limit: 10_000, ..ItemQuery::default() };
        let refs = self.store.item_refs(user, query).await.unwrap();
        refs.into_iter().map(|item| item.id).collect()
    }

    /// Sends a request and gives the answer.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header("host", "localhost:7878");
        }
        let mut request = request.body(body.into()).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.web.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 100_000_000).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

/// An entry with an address, a text of the feed's and no page to read. Entries of one name in two
/// feeds lead to one article.
pub fn entry(name: &str) -> NewEntry {
    let link = Url::parse(&format!("https://news.example.org/{name}")).unwrap();
    let text = format!("What happened at {name}, in a few words.");
    let published = now().checked_sub(SignedDuration::from_hours(2)).ok();
    NewEntry {
        key: digest(&[name]),
        guid: name.to_owned(),
        address: Some(link.to_string()),
        title: Some(format!("Title of {name}")),
        html: format!("<p>{text}</p>"),
        authors: vec!["Ada Reporter".to_owned()],
        tags: vec!["local".to_owned()],
        enclosures: vec![Enclosure {
            href: format!("https://news.example.org/{name}.mp3"),
            kind: Some("audio/mpeg".to_owned()),
            length: Some(1234),
        }],
        published,
        updated: None,
        content_hash: digest(&[&text]),
        article: NewArticle {
            key: article_key(&link),
            address: Some(link.to_string()),
            host: host_key(&link),
            title: Some(format!("Title of {name}")),
            html: format!("<p>{text}</p>"),
            text,
            text_source: TextSource::FeedFull,
            byline: Byline::default(),
            dateline: None,
            first_appeared: None,
            image: None,
            published,
            updated: None,
            outlet: OutletHint { address: Some(link), name: Some("Example News".to_owned()) },
            language: Some("en".to_owned()),
            read_page: false,
            own: true,
        },
    }
}

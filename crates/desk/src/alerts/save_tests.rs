//! Articles saved elsewhere, at servers that take what the services' APIs take.

use std::sync::{Arc, Mutex};

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{AlertState, ArticleId, TargetId, TargetKind};
use dateline_store::{Location, NewSaver, Options, Store, Trial};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::tests::send_due;
use crate::fixture::{OWNER, bring, entry, noon, subscribed};
use crate::{Desk, DeskSettings};

/// A request as a server got it.
#[derive(Debug, Clone)]
struct Asked {
    line: String,
    head: String,
    body: String,
}

impl Asked {
    fn header(&self, name: &str) -> Option<&str> {
        let prefix = format!("{name}: ");
        self.head.lines().find_map(|line| {
            let found = line.get(..prefix.len())?.eq_ignore_ascii_case(&prefix);
            found.then(|| line[prefix.len()..].trim())
        })
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

type Answers = fn(&Asked) -> (u16, String);

/// A server that answers like this, and what it was asked.
async fn server(answers: Answers) -> (String, Arc<Mutex<Vec<Asked>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let got = Arc::new(Mutex::new(Vec::new()));
    let shared = got.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { break };
                head.push(byte);
            }
            let head = String::from_utf8(head).unwrap();
            let lower = head.to_lowercase();
            let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.map_or(0, |text| text.parse().unwrap())];
            stream.read_exact(&mut body).await.unwrap();
            let line = head.lines().next().unwrap().to_owned();
            let asked = Asked { line, head, body: String::from_utf8(body).unwrap() };
            let (status, body) = answers(&asked);
            shared.lock().unwrap().push(asked);
            let answer = format!(
                "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, got)
}

async fn desk(folder: &std::path::Path, allow: &str) -> (Desk, ArticleId) {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetcher = Fetcher::new(FetchSettings {
        alerts_allow: allow.parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    })
    .unwrap();
    let settings = DeskSettings::default();
    let desk = Desk::new(store, fetcher, Clock::trial(noon(), 0.0), settings).await.unwrap();
    let feed = subscribed(&desk, OWNER, "https://news.example.org/feed", "").await;
    let made = vec![entry("ferry", "A “ferry” runs aground", "It ran aground.", noon())];
    bring(&desk, feed, made, noon()).await;
    let query = dateline_model::FrontQuery::newest(OWNER, 1);
    let article = desk.store().front(&query).await.unwrap()[0].id;
    (desk, article)
}

async fn saver(
    desk: &Desk,
    kind: TargetKind,
    address: &str,
    secret: &str,
    options: &str,
) -> TargetId {
    let saver = NewSaver {
        kind,
        name: "Mine".to_owned(),
        address: address.to_owned(),
        secret: secret.to_owned(),
        options: options.to_owned(),
    };
    desk.store().add_saver(OWNER, saver, noon()).await.unwrap()
}

/// Saves the article there; gives how that stands then and why.
async fn save(desk: &Desk, target: TargetId, article: ArticleId) -> (AlertState, Option<String>) {
    let opened = desk.store().save_article(OWNER, target, article, noon()).await.unwrap();
    assert_eq!(opened, Trial::Opened);
    send_due(&desk.inner).await.unwrap();
    let alert = desk.store().alerts_of(OWNER, 1).await.unwrap().remove(0);
    (alert.state, alert.last_error)
}

const URL: &str = "https://news.example.org/ferry";
const TITLE: &str = "A “ferry” runs aground";

#[tokio::test]
async fn wallabag_gets_an_entry_under_a_token_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, article) = desk(folder.path(), "127.0.0.1").await;
    let (address, got) = server(|asked| match asked.line.as_str() {
        "POST /bag/oauth/v2/token HTTP/1.1" => {
            (200, json!({ "access_token": "t0ken", "token_type": "bearer" }).to_string())
        }
        "POST /bag/api/entries.json HTTP/1.1" => (200, "{\"id\": 1}".to_owned()),
        _ => (404, String::new()),
    })
    .await;
    let login = json!({
        "client_id": "1_a", "client_secret": "s&t", "username": "ida", "password": "p w",
    });
    let address = format!("{address}/bag/");
    let target =
        saver(&desk, TargetKind::Wallabag, &address, &login.to_string(), "news, port").await;
    assert_eq!(save(&desk, target, article).await, (AlertState::Sent, None));
    let got = got.lock().unwrap().clone();
    assert_eq!(got[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        got[0].body,
        "grant_type=password&client_id=1_a&client_secret=s%26t&username=ida&password=p+w"
    );
    assert_eq!(got[1].header("authorization"), Some("Bearer t0ken"));
    assert_eq!(got[1].json(), json!({ "url": URL, "title": TITLE, "tags": "news,port" }));
}

#[tokio::test]
async fn readeck_and_linkding_get_a_bookmark_with_labels() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, article) = desk(folder.path(), "127.0.0.1").await;
    let (address, got) = server(|asked| match asked.line.as_str() {
        "POST /api/bookmarks HTTP/1.1" => (202, "{\"status\": 202}".to_owned()),
        "POST /api/bookmarks/ HTTP/1.1" => (201, "{\"id\": 5}".to_owned()),
        _ => (404, String::new()),
    })
    .await;
    let readeck = saver(&desk, TargetKind::Readeck, &address, "abc", "news,,port ").await;
    assert_eq!(save(&desk, readeck, article).await, (AlertState::Sent, None));
    let linkding = saver(&desk, TargetKind::Linkding, &address, "def", "").await;
    assert_eq!(save(&desk, linkding, article).await, (AlertState::Sent, None));
    let got = got.lock().unwrap().clone();
    assert_eq!(got[0].header("authorization"), Some("Bearer abc"));
    assert_eq!(got[0].header("content-type"), Some("application/json"));
    assert_eq!(got[0].json(), json!({ "url": URL, "title": TITLE, "labels": ["news", "port"] }));
    assert_eq!(got[1].header("authorization"), Some("Token def"));
    assert_eq!(got[1].json(), json!({ "url": URL, "title": TITLE, "tag_names": [] }));
}

#[tokio::test]
async fn karakeep_gets_a_link_and_then_its_tags() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, article) = desk(folder.path(), "127.0.0.1").await;
    let (address, got) = server(|asked| match asked.line.as_str() {
        // A link that is known is answered with 200 instead of 201.
        "POST /api/v1/bookmarks HTTP/1.1" => (200, json!({ "id": "ab12" }).to_string()),
        "POST /api/v1/bookmarks/ab12/tags HTTP/1.1" => (200, "{}".to_owned()),
        _ => (404, String::new()),
    })
    .await;
    let target = saver(&desk, TargetKind::Karakeep, &address, "ak1", "news").await;
    assert_eq!(save(&desk, target, article).await, (AlertState::Sent, None));
    let got = got.lock().unwrap().clone();
    assert_eq!(got[0].header("authorization"), Some("Bearer ak1"));
    assert_eq!(got[0].json(), json!({ "type": "link", "url": URL, "title": TITLE }));
    assert_eq!(got[1].json(), json!({ "tags": [{ "tagName": "news" }] }));
}

#[tokio::test]
async fn a_template_gives_the_body_that_its_user_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, article) = desk(folder.path(), "127.0.0.1").await;
    let (address, got) = server(|_| (204, String::new())).await;
    let template = "json\n{\"link\": \"{{url}}\", \"said\": \"{{title}} at {{outlet}}\"}";
    let target =
        saver(&desk, TargetKind::Template, &format!("{address}/h?k=1"), "Basic x", template).await;
    assert_eq!(save(&desk, target, article).await, (AlertState::Sent, None));
    let got = got.lock().unwrap().clone();
    assert_eq!(got[0].line, "POST /h?k=1 HTTP/1.1");
    assert_eq!(got[0].header("authorization"), Some("Basic x"));
    let said = format!("{TITLE} at Example News");
    assert_eq!(got[0].json(), json!({ "link": URL, "said": said }));
}

#[tokio::test]
async fn what_trying_again_does_not_help_is_given_up_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, article) = desk(folder.path(), "127.0.0.1").await;
    let (address, _) = server(|asked| match asked.line.contains("/busy/") {
        true => (503, String::new()),
        false => (401, String::new()),
    })
    .await;
    let wrong = saver(&desk, TargetKind::Readeck, &address, "abc", "").await;
    let (state, why) = save(&desk, wrong, article).await;
    assert_eq!(state, AlertState::Failed);
    assert!(why.as_ref().unwrap().contains("does not accept the login or token"), "{why:?}");
    let busy = format!("{address}/busy/");
    let busy = saver(&desk, TargetKind::Readeck, &busy, "abc", "").await;
    let (state, why) = save(&desk, busy, article).await;
    assert_eq!(state, AlertState::Waiting, "it is tried again: {why:?}");
    assert!(why.unwrap().contains("503"));
}

/// Security class 5: a side door is guarded like the front door.
#[tokio::test]
async fn ssrf_by_side_doors_places_of_users_are_guarded() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, article) = desk(folder.path(), "").await;
    let (address, got) = server(|_| (200, String::new())).await;
    for kind in [TargetKind::Readeck, TargetKind::Wallabag, TargetKind::Template] {
        let target = saver(&desk, kind, &address, "{}", "text\n{{url}}").await;
        let (state, why) = save(&desk, target, article).await;
        assert_eq!(state, AlertState::Failed);
        assert!(why.as_ref().unwrap().contains("alerts.allow"), "{why:?}");
    }
    assert!(got.lock().unwrap().is_empty());
}

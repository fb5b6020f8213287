//! Moving in from servers that speak as other readers do, and from the files that they export.

use std::sync::{Arc, Mutex};

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{FrontFilter, FrontQuery};
use dateline_store::{Location, Options, Store};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::DeskSettings;
use crate::fixture::{OWNER, bring, entry, noon};

/// A request: its method and path, its query or form, and the header that lets one in.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    head: String,
}

impl Asked {
    fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, line: &str) -> bool {
        self.head.lines().any(|one| one.eq_ignore_ascii_case(line))
    }
}

type Reader = fn(&Asked) -> (u16, String);

async fn server(reader: Reader) -> (String, Arc<Mutex<Vec<Asked>>>) {
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
            let mut words = head.split(' ');
            let (method, target) = (words.next().unwrap(), words.next().unwrap());
            let url = Url::parse(&format!("http://x{target}")).unwrap();
            let asked = Asked {
                path: format!("{method} {}", url.path()),
                query: url.query_pairs().into_owned().collect(),
                form: url::form_urlencoded::parse(&body).into_owned().collect(),
                head: head.clone(),
            };
            let (status, body) = reader(&asked);
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

async fn desk(folder: &std::path::Path, allow: &str) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetcher = Fetcher::new(FetchSettings {
        allow: allow.parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    })
    .unwrap();
    let settings = DeskSettings::default();
    Desk::new(store, fetcher, Clock::trial(noon(), 0.0), settings).await.unwrap()
}

const FEED: &str = "https://news.example.org/feed";

/// An item as FreshRSS tells it.
fn of_greader(id: u32, name: &str, states: &[&str]) -> Value {
    let states: Vec<String> =
        states.iter().map(|state| format!("user/-/state/com.google/{state}")).collect();
    json!({
        "id": format!("tag:google.com,2005:reader/item/{id:016x}"),
        "crawlTimeMsec": "1772366400000",
        "timestampUsec": "1772366400000000",
        "published": 1_772_366_400,
        "title": format!("Title of {name}"),
        "author": "Ada Bly",
        "canonical": [{ "href": format!("https://news.example.org/{name}") }],
        "alternate": [{ "href": format!("https://news.example.org/{name}") }],
        "categories": states,
        "origin": { "streamId": "feed/12", "title": "Example" },
        "summary": { "content": format!("<p>What {name} said<script>x()</script></p>") },
    })
}

/// FreshRSS: three pages of one item each in the reading list, the last of them with a token.
fn freshrss(asked: &Asked) -> (u16, String) {
    let base = "/rss/api/greader.php";
    let path = asked.path.replacen(base, "", 1);
    if path == "POST /accounts/ClientLogin" {
        let right = ["ida", "api secret"];
        let given: Vec<&str> = ["Email", "Passwd"]
            .iter()
            .filter_map(|name| asked.form.iter().find(|(known, _)| known == name))
            .map(|(_, value)| value.as_str())
            .collect();
        return match given == right {
            true => (200, "SID=ida/abc\nLSID=null\nAuth=ida/abc\n".to_owned()),
            false => (401, "Unauthorized!".to_owned()),
        };
    }
    if !asked.has("authorization: GoogleLogin auth=ida/abc") {
        return (401, String::new());
    }
    let items = |items: Vec<Value>, next: &str| {
        let mut page = json!({ "id": "user/-/state/com.google/reading-list", "items": items });
        if !next.is_empty() {
            page["continuation"] = json!(next);
        }
        (200, page.to_string())
    };
    match (path.as_str(), asked.query("c")) {
        ("GET /reader/api/0/subscription/list", _) => (
            200,
            json!({ "subscriptions": [
                {
                    "id": "feed/12", "title": "Example", "url": FEED,
                    "categories": [{ "id": "user/-/label/News", "label": "News" }],
                },
                { "id": "feed/13", "title": "Odd", "url": "gopher://odd.example/", "categories": [] },
            ] })
            .to_string(),
        ),
        ("GET /reader/api/0/stream/contents/user/-/state/com.google/reading-list", token) => {
            match token {
                None => items(vec![of_greader(3, "later", &["reading-list", "read"])], "3"),
                Some("3") => items(vec![of_greader(2, "unread", &["reading-list"])], "2"),
                _ => items(
                    vec![of_greader(1, "starred", &["reading-list", "read", "starred"])],
                    "2",
                ),
            }
        }
        ("GET /reader/api/0/stream/contents/user/-/state/com.google/starred", _) => {
            let mut lost = of_greader(9, "lost", &["starred"]);
            lost["canonical"] = json!([]);
            lost["alternate"] = json!([{ "href": "javascript:alert(1)" }]);
            items(vec![of_greader(1, "starred", &["read", "starred"]), lost], "")
        }
        _ => (404, String::new()),
    }
}

fn greader(address: &str, password: &str) -> MoveFrom {
    MoveFrom::GReader {
        address: address.to_owned(),
        name: "ida".to_owned(),
        password: password.to_owned(),
    }
}

#[tokio::test]
async fn freshrss_is_left_with_folders_reads_and_stars() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "127.0.0.1").await;
    let (address, got) = server(freshrss).await;
    let from = greader(&format!("{address}/rss/"), "api secret");
    let report = desk.move_in(OWNER, from).await.unwrap();
    assert_eq!((report.feeds, report.feeds_before), (1, 0));
    assert_eq!(report.feeds_skipped.len(), 1, "{report:?}");
    assert!(report.feeds_skipped[0].why.contains("gopher"), "{report:?}");
    assert_eq!((report.starred, report.kept), (1, 1));
    assert_eq!((report.read, report.read_waiting), (0, 1));
    assert_eq!(report.left_out.len(), 1);
    assert!(report.left_out[0].why.contains("none that can be opened"), "{report:?}");

    // Only what a feed may still list is looked at, and everything that is starred.
    let got = got.lock().unwrap().clone();
    let since = got.iter().filter(|asked| asked.query("ot").is_some()).count();
    assert_eq!(since, 3, "three pages, and no end without one");
    assert!(got.iter().any(|a| a.path.ends_with("/starred") && a.query("ot").is_none()));

    let overview = desk.store().overview(OWNER).await.unwrap();
    let subscription = &overview[0].subscription;
    assert_eq!(
        (subscription.folder.as_str(), subscription.title.as_deref()),
        ("News", Some("Example"))
    );
    let mut query = FrontQuery::newest(OWNER, 9);
    query.filter = FrontFilter::Starred;
    let starred = desk.store().front(&query).await.unwrap();
    assert_eq!(starred.len(), 1);
    assert_eq!(starred[0].title, "Title of starred");
    assert_eq!(starred[0].text, "What starred said");
    assert_eq!(starred[0].byline.authors, ["Ada Bly"]);

    let feed = overview[0].feed.id;
    let entries = ["later", "unread", "starred"].map(|name| entry(name, name, "Text.", noon()));
    bring(&desk, feed, entries.to_vec(), noon()).await;
    query.filter = FrontFilter::Unread;
    let unread = desk.store().front(&query).await.unwrap();
    let titles: Vec<&str> = unread.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["unread"]);
    query.filter = FrontFilter::Starred;
    let starred = desk.store().front(&query).await.unwrap();
    let titles: Vec<&str> = starred.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["starred"], "what the feed brings stands in its place");

    // A second time changes nothing.
    let again = desk.move_in(OWNER, greader(&format!("{address}/rss"), "api secret")).await;
    let again = again.unwrap();
    assert_eq!((again.feeds, again.feeds_before, again.kept), (0, 1, 0));
    assert_eq!((again.read, again.read_waiting), (1, 0));
}

#[tokio::test]
async fn a_wrong_password_and_a_strange_server_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "127.0.0.1").await;
    let (address, _) = server(freshrss).await;
    let wrong = desk.move_in(OWNER, greader(&format!("{address}/rss"), "wrong")).await;
    let error = wrong.unwrap_err();
    assert!(matches!(error, MoveError::Login(_)), "{error}");
    assert!(!error.to_string().contains("wrong\""), "{error}");
    let (address, _) = server(|_| (404, String::new())).await;
    let strange = desk.move_in(OWNER, greader(&address, "x")).await.unwrap_err();
    assert!(strange.to_string().contains("Google Reader API"), "{strange}");
    assert!(desk.store().overview(OWNER).await.unwrap().is_empty());
    let shown = format!("{:?}", greader("https://a.example", "api secret"));
    assert!(!shown.contains("secret"), "{shown}");
}

/// Security class 3: what a user types reaches no private network.
#[tokio::test]
async fn ssrf_another_reader_is_guarded_as_a_feed_is() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "").await;
    let (address, got) = server(freshrss).await;
    for from in [
        greader(&address, "x"),
        MoveFrom::Miniflux { address: address.clone(), key: "x".to_owned() },
    ] {
        let error = desk.move_in(OWNER, from).await.unwrap_err();
        assert!(matches!(error, MoveError::Fetch(FetchError::Address { .. })), "{error}");
    }
    assert!(got.lock().unwrap().is_empty());
}

fn of_miniflux(id: i64, name: &str, status: &str, starred: bool) -> Value {
    json!({
        "id": id, "status": status, "starred": starred,
        "url": format!("https://news.example.org/{name}"),
        "title": format!("Title of {name}"), "author": "", "content": "<p>Said</p>",
        "published_at": "2026-02-20T10:00:00+01:00", "changed_at": "2026-02-21T10:00:00Z",
        "feed": { "id": 1, "title": "Example", "feed_url": FEED },
    })
}

/// Miniflux: 300 entries, so that they come on two pages; the starred one among them.
fn miniflux(asked: &Asked) -> (u16, String) {
    if !asked.has("x-auth-token: key1") {
        return (401, json!({ "error_message": "Access Unauthorized" }).to_string());
    }
    match asked.path.as_str() {
        "GET /v1/feeds" => (
            200,
            json!([
                { "id": 1, "title": "Example", "feed_url": FEED, "category": { "title": "All" } },
                {
                    "id": 2, "title": "Two", "feed_url": "https://two.example.org/feed",
                    "category": { "title": "Else" },
                },
            ])
            .to_string(),
        ),
        "GET /v1/entries" => {
            let starred = asked.query("starred") == Some("true");
            let below: i64 =
                asked.query("before_entry_id").map_or(i64::MAX, |id| id.parse().unwrap());
            let limit: usize = asked.query("limit").unwrap().parse().unwrap();
            assert_eq!(
                (asked.query("order"), asked.query("direction")),
                (Some("id"), Some("desc"))
            );
            let all = (1..=300_i64).rev().map(|id| {
                let status = if id == 1 { "unread" } else { "read" };
                of_miniflux(id, &format!("n{id}"), status, id == 7)
            });
            let found: Vec<Value> = all
                .filter(|one| !starred || one["starred"] == true)
                .filter(|one| one["id"].as_i64().unwrap() < below)
                .take(limit)
                .collect();
            (200, json!({ "total": 300, "entries": found }).to_string())
        }
        _ => (404, String::new()),
    }
}

#[tokio::test]
async fn miniflux_is_left_page_by_page() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "127.0.0.1").await;
    let (address, got) = server(miniflux).await;
    let from = MoveFrom::Miniflux { address: format!("{address}/v1/"), key: "key1".to_owned() };
    let report = desk.move_in(OWNER, from).await.unwrap();
    assert_eq!((report.feeds, report.starred, report.kept), (2, 1, 1));
    assert_eq!((report.read, report.read_waiting), (0, 298));
    assert_eq!(report.left_out, []);
    let entries = got.lock().unwrap().iter().filter(|a| a.path.ends_with("/entries")).count();
    assert_eq!(entries, 3);
    let overview = desk.store().overview(OWNER).await.unwrap();
    let folders: Vec<&str> = overview.iter().map(|one| one.subscription.folder.as_str()).collect();
    assert_eq!(folders, ["", "Else"]);
    let from = MoveFrom::Miniflux { address, key: "wrong".to_owned() };
    assert!(matches!(desk.move_in(OWNER, from).await, Err(MoveError::Login(_))));
}

fn file(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_owned(), text.as_bytes().to_vec())
}

#[test]
fn files_of_all_readers_are_read() {
    let opml = r#"<opml version="1.0"><body><outline text="News"><outline text="Example"
        type="rss" xmlUrl="https://news.example.org/feed"/></outline></body></opml>"#;
    // Google Takeout and Inoreader: all items of a file that is called so are starred.
    let starred = json!({
        "id": "user/1/state/com.google/starred",
        "items": [of_greader(1, "one", &["read"])],
    });
    // Feedly: moments in milliseconds, addresses and the feed's own id in other places.
    let saved = json!({ "items": [{
        "id": "x", "originId": "guid-7", "title": "Two &amp; more", "unread": false,
        "canonicalUrl": "https://two.example.org/a", "published": 1_772_366_400_000_i64,
        "actionTimestamp": 1_772_366_500_000_i64,
        "origin": { "streamId": "feed/https://two.example.org/feed", "title": "Two" },
        "content": { "content": "<p>Two</p>" },
        "tags": [{ "id": "user/1/tag/global.saved" }],
    }] });
    let plain = json!([{ "title": "Three", "url": "https://three.example.org/" }]);
    let read = files::read(&[
        file("feeds.opml", opml),
        file("starred.json", &starred.to_string()),
        file("feedly.json", &saved.to_string()),
        file("My bookmarks.json", &plain.to_string()),
    ])
    .unwrap();
    assert_eq!(read.feeds.len(), 1);
    assert_eq!(read.feeds[0].folder, ["News"]);
    let told: Vec<(&str, bool, bool)> = read
        .items
        .iter()
        .map(|item| (item.title.as_deref().unwrap(), item.starred, item.read))
        .collect();
    assert_eq!(
        told,
        [("Title of one", true, true), ("Two & more", true, true), ("Three", true, false)]
    );
    let two = &read.items[1];
    assert_eq!(two.guid.as_deref(), Some("guid-7"));
    assert_eq!(two.feed.as_deref(), Some("https://two.example.org/feed"));
    let published: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    assert_eq!(two.published, Some(published));
    assert_eq!(two.starred_at, Some(published + SignedDuration::from_secs(100)));
}

#[test]
fn files_of_no_reader_are_named() {
    for (name, text) in [
        ("a.zip", "PK\u{3}\u{4}"),
        ("a.txt", "Hello"),
        ("a.json", "{\"a\": 1}"),
        ("b.json", "{\"items\": "),
        ("a.opml", "<html></html>"),
        ("empty", ""),
    ] {
        let error = files::read(&[file(name, text)]).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
    for odd in ["[]", "[1, null, \"x\"]", "{\"items\": [{\"published\": -1, \"categories\": 7}]}"] {
        files::read(&[file("a.json", odd)]).unwrap();
    }
}

#[test]
fn stars_stay_where_not_all_items_do() {
    let plain = vec![json!({ "title": "Read" }); MOST_ITEMS];
    let star = json!([{ "title": "Star", "content": "x".repeat(2 * kept::HTML_BYTES) }]);
    let read = files::read(&[
        file("all.json", &json!({ "items": plain }).to_string()),
        file("starred.json", &star.to_string()),
    ])
    .unwrap();
    assert_eq!(read.items.len(), MOST_ITEMS);
    assert!(read.items[0].starred);
    assert_eq!(read.items[0].html.as_ref().unwrap().len(), kept::HTML_BYTES);
    assert_eq!((read.notes.len(), read.over), (1, room::Over::default()));
}

#[tokio::test]
async fn a_server_that_never_ends_is_left() {
    assert!(MoveError::Slow.to_string().contains("within 30 minutes"));
    let told = patiently(async { Ok(Abroad::default()) }).await.unwrap();
    assert_eq!(told, Abroad::default());
}

//! Pages by rules that more than one person has to do with, and logins, against a small site on this machine.

use dateline_clock::Clock;
use dateline_feed::PageRule;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{Role, UserId};
use dateline_store::{Location, Options, Store};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::DeskSettings;

const OWNER: UserId = UserId(1);
const RULE: &str = "item=li.notice,title=h3";
const BOARD: &str = "<html><body><ul>\
    <li class='notice'><h3><a href='/n/1'>The harbour master reports fog at the pier</a></h3></li>\
    <li class='notice'><h3><a href='/n/2'>A second ferry runs to the islands from Monday</a></h3></li>\
    <li class='notice'><h3><a href='/n/3'>Fishing is closed in the basin until spring</a></h3></li>\
    </ul></body></html>";

/// A site with a page that anybody may read, one for members, and one that leads members on.
async fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

async fn serve(mut stream: TcpStream) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let is_member = head.contains("authorization: basic yw5uonnly3jlda==");
    let path = head.split(' ').nth(1)?;
    let (status, body) = match path {
        "/board" => ("200 OK", BOARD),
        "/paper/feed" => {
            ("200 OK", "<rss version='2.0'><channel><title>News</title></channel></rss>")
        }
        "/door" if is_member => ("302 Found\r\nLocation: /members", ""),
        "/members" if is_member => ("200 OK", BOARD),
        "/door" | "/members" => ("401 Unauthorized", ""),
        _ => ("404 Not Found", ""),
    };
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}

async fn desk(folder: &tempfile::TempDir) -> Desk {
    let noon: Timestamp = "2026-01-05T12:00:00Z".parse().unwrap();
    let location = Location::from_setting(None, folder.path()).unwrap();
    let store = Store::open(&location, Options::default(), noon).await.unwrap();
    let settings = FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    };
    let desk = DeskSettings { threads: 1, ..DeskSettings::default() };
    let fetcher = Fetcher::new(settings).unwrap();
    Desk::new(store, fetcher, Clock::trial(noon, 0.0), desk).await.unwrap()
}

fn rule() -> PageRule {
    RULE.parse().unwrap()
}

#[tokio::test]
async fn nobody_sets_a_rule_on_what_others_read_without_one() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site().await);
    let desk = desk(&folder).await;
    let now = desk.clock().now();
    let member = desk.store().create_user("member", Role::Member, None, now).await.unwrap().id;
    let board = format!("{site}/board");
    let (feed, _) = desk.store().add_feed(&Url::parse(&board).unwrap(), now).await.unwrap();
    desk.store().subscribe(OWNER, feed, None, "", now).await.unwrap();

    let refused = desk.add_page(member, &board, &rule(), "", None).await.unwrap_err();
    let told = format!("others here follow {board} as a feed, without a rule");
    assert_eq!(refused.to_string(), told);
    let stored = desk.store().feed(feed).await.unwrap().unwrap();
    assert_eq!(stored.choices.page_rule, None);

    desk.add_page(OWNER, &board, &rule(), "", None).await.unwrap();
    let other: PageRule = "item=li".parse().unwrap();
    let refused = desk.add_page(member, &board, &other, "", None).await.unwrap_err().to_string();
    assert!(refused.contains("by another rule") && refused.contains("li.notice"), "{refused}");
    let followed = desk.add_page(member, &board, &rule(), "", None).await.unwrap();
    assert!(matches!(followed, Added::Subscribed { new: true, .. }), "{followed:?}");
}

#[tokio::test]
async fn a_page_that_a_login_opened_is_shown_to_nobody_else() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site().await);
    let desk = desk(&folder).await;
    let open = format!("{site}/board");
    desk.offer_rules(&open).await.unwrap();
    assert!(desk.inner.seen.get(&Url::parse(&open).unwrap()).is_some(), "this one is everybody's");

    for page in ["members", "door"] {
        let typed = format!("{site}/{page}").replace("http://", "http://ann:secret@");
        let offer = match desk.add(OWNER, &typed, "", None).await.unwrap() {
            Added::Offer(offer) => offer,
            other => panic!("{other:?}"),
        };
        assert_eq!(offer.url, format!("{site}/members"));
        assert_eq!(offer.followed_by, typed);
        assert!(!serde_json::to_string(&offer).unwrap().contains("secret"));
        desk.offer_rules(&typed).await.unwrap();
        desk.preview_rule(&typed, &rule()).await.unwrap();
        for bare in [format!("{site}/members"), format!("{site}/{page}")] {
            let other = desk.preview_rule(&bare, &rule()).await;
            assert!(matches!(other, Err(AddError::Status { status: 401, .. })), "{other:?}");
        }
        let followed = desk.add_page(OWNER, &offer.followed_by, &rule(), "", None).await.unwrap();
        let Added::Subscribed { feed, url, entries, .. } = followed else { panic!("{followed:?}") };
        assert!(entries == 3 && !url.contains("secret"), "{entries} at {url}");
        assert_eq!(desk.store().feed(feed).await.unwrap().unwrap().url, typed);
    }
}

#[tokio::test]
async fn what_is_offered_in_the_place_of_a_feed_holds_no_login() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site().await);
    let desk = desk(&folder).await;
    let now = desk.clock().now();
    let typed = format!("{site}/paper").replace("http://", "http://ann:secret@");
    let (feed, _) = desk.store().add_feed(&Url::parse(&typed).unwrap(), now).await.unwrap();
    let stored = desk.store().feed(feed).await.unwrap().unwrap();
    crate::offer::search(&desk.inner, &stored, Vec::new(), now).await.unwrap();
    let offered = desk.store().feed(feed).await.unwrap().unwrap().polling.offered_url;
    assert_eq!(offered, Some(format!("{site}/paper/feed")));
}

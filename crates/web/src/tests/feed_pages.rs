//! How a feed fares, what mends it, and pages that are followed by a rule.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use dateline_fetch::{AllowList, FetchSettings};
use dateline_model::{FeedId, FeedStatus, Poll, PollManners, PollingState};

use super::{House, OWNER, story, token};

/// A site on loopback that answers every path by a function, and notes what was asked.
pub struct Outside {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Outside {
    pub fn start(answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let site = Self { address: listener.local_addr().unwrap(), asked: asked.clone() };
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let head: Vec<String> =
                    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or("/");
                asked.lock().unwrap().push(path.to_owned());
                let login = head.iter().find_map(|line| line.strip_prefix("authorization: "));
                let (status, body) = answer(path, login.unwrap_or_default());
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
            }
        });
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }
}

async fn house() -> House {
    let allow: AllowList = "127.0.0.0/8".parse().unwrap();
    House::signed_in_with_fetch(FetchSettings {
        allow,
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    })
    .await
}

const BOARD: &str = "<!doctype html><html><head><title>Pier board</title></head><body><ul class=board>\
    <li class=notice><h3><a href=/n/1>The harbour master reports fog at the outer pier</a></h3><time datetime=2025-12-20T08:00:00Z>x</time></li>\
    <li class=notice><h3><a href=/n/2>A second ferry will run between the islands from Monday</a></h3></li>\
    <li class=notice><h3><a href=/n/3>Fishing is closed in the north basin until the spring</a></h3></li></ul></body></html>";

const FEED: &str = "<rss version='2.0'><channel><title>Bay News</title><item><guid isPermaLink='false'>1</guid>\
    <title>Ferry late</title><description>It was late.</description></item></channel></rss>";

/// A feed whose last poll ended so.
async fn fared(
    house: &House,
    url: &str,
    status: Option<u16>,
    change: impl Fn(&mut PollingState),
) -> FeedId {
    let url = url::Url::parse(url).unwrap();
    let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
    house.store.subscribe(OWNER, feed, None, "", super::now()).await.unwrap();
    let worker = house.store.register_worker(super::now()).await.unwrap();
    house.store.claim_polls(&worker, &[feed], super::now()).await.unwrap();
    let mut polling =
        PollingState { polled_at: Some(super::now()), ..PollingState::new_at(super::now()) };
    change(&mut polling);
    let poll = Poll {
        feed,
        at: super::now(),
        polling,
        moved: None,
        brought: None,
        http_status: status,
        parts: None,
        manners: PollManners::default(),
    };
    house.store.save_poll(&worker, poll).await.unwrap();
    feed
}

fn failing(line: &'static str, status: FeedStatus) -> impl Fn(&mut PollingState) {
    move |polling| {
        polling.status = status;
        polling.last_error = Some(line.to_owned());
        polling.last_result = Some(line.to_owned());
        polling.interval_reason = Some("waiting 2 h after a failure".to_owned());
    }
}

#[tokio::test]
async fn a_page_without_a_feed_is_offered_tried_and_followed() {
    let site = Outside::start(|path, _| match path {
        "/board" => (200, BOARD.to_owned()),
        _ => (404, String::new()),
    });
    let mut house = house().await;
    let page = site.url("/board");
    let offer = house.post_signed("/feeds/add", &[("address", &page), ("folder", "Coast")]).await;
    assert_eq!(offer.status, StatusCode::OK, "{}", offer.body);
    assert!(
        offer.body.contains("names no feed") && offer.body.contains("3 articles"),
        "{}",
        offer.body
    );
    assert!(offer.body.contains("The harbour master reports fog"));
    assert!(offer.body.contains("name=\"item\"") && offer.body.contains("value=\"Coast\""));

    let fields =
        [("address", page.as_str()), ("item", "li.notice"), ("title", "h3"), ("do", "preview")];
    let preview = house.post_signed("/feeds/page", &fields).await;
    assert!(preview.body.contains("What it gives now: 3 articles"), "{}", preview.body);
    let wrong = [("address", page.as_str()), ("item", "li[["), ("do", "preview")];
    let wrong = house.post_signed("/feeds/page", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("is not valid CSS") && wrong.body.contains("li[["),
        "{}",
        wrong.body
    );
    assert_eq!(site.asked("/board"), 1, "trying rules does not ask the site each time");
    assert!(house.store.all_feed_ids(None).await.unwrap().is_empty(), "nothing is stored yet");

    let fields =
        [("address", page.as_str()), ("item", "li.notice"), ("folder", "Coast"), ("do", "save")];
    let added = house.post_signed("/feeds/page", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let feed = house.store.all_feed_ids(None).await.unwrap()[0];
    let overview = house.store.feed_overview(OWNER, feed).await.unwrap().unwrap();
    assert_eq!((overview.entries, overview.title()), (3, "Pier board"));

    let settings = house.get(&format!("/feeds/{feed}/settings")).await.body;
    assert!(
        settings.contains("item=li.notice") && settings.contains("3 new entries"),
        "{settings}"
    );
    assert!(house.get(&format!("/feeds/{feed}/rule")).await.body.contains("value=\"li.notice\""));
    let none = [("item", "li.nowhere"), ("do", "save")];
    let none = house.post_signed(&format!("/feeds/{feed}/rule"), &none).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("matches nothing on the page"), "{}", none.body);
    let better = [("item", "ul.board > li"), ("title", "h3"), ("do", "save")];
    let better = house.post_signed(&format!("/feeds/{feed}/rule"), &better).await;
    assert_eq!(better.location(), format!("/feeds/{feed}/settings?done=mended"));
    let kept = house.store.feed(feed).await.unwrap().unwrap().choices.page_rule.unwrap();
    assert!(kept.contains("ul.board"), "{kept}");
}

#[tokio::test]
async fn what_is_wrong_is_told_with_the_button_that_helps() {
    let mut house = house().await;
    for (number, status, line, state, told, button) in [
        (
            1,
            Some(410),
            "it is gone for good, says the server (410)",
            FeedStatus::Gone,
            "gone for good",
            "Ask it once more",
        ),
        (
            2,
            Some(401),
            "it asks for a password (401)",
            FeedStatus::Locked,
            "asks for a name and a password",
            "name=\"password\"",
        ),
        (
            3,
            Some(403),
            "the server refuses to give it to us (403)",
            FeedStatus::Failing,
            "refuses to give it",
            "Ask only once a day",
        ),
        (
            4,
            Some(200),
            "this is a web page, not a feed",
            FeedStatus::Failing,
            "A web page stands",
            "Follow the page by a rule",
        ),
        (
            5,
            None,
            "the host cannot be reached",
            FeedStatus::Failing,
            "cannot be reached",
            "Give it another address",
        ),
    ] {
        let feed =
            fared(&house, &format!("https://a.example/{number}"), status, failing(line, state))
                .await;
        let page = house.get(&format!("/feeds/{feed}/settings")).await.body;
        assert!(page.contains(told) && page.contains(button), "{line}: {page}");
        assert!(page.contains("Its last polls") && page.contains("Failed"), "{page}");
    }
    let moved = fared(&house, "https://a.example/m", Some(200), |polling| {
        polling.status = FeedStatus::Fine;
        polling.moved_to = Some("https://b.example/feed".to_owned());
    });
    let page = house.get(&format!("/feeds/{}/settings", moved.await)).await.body;
    assert!(
        page.contains("has moved for good") && page.contains("value=\"https://b.example/feed\""),
        "{page}"
    );
    let well = fared(&house, "https://a.example/w", Some(304), |polling| {
        polling.status = FeedStatus::Fine
    });
    let page = house.get(&format!("/feeds/{}/settings", well.await)).await.body;
    assert!(!page.contains("class=\"trouble\""), "{page}");
}

#[tokio::test]
async fn a_feed_takes_the_address_that_was_found_and_keeps_what_it_holds() {
    let site = Outside::start(|path, _| {
        match path {
        "/old" => (200, "<!doctype html><html><head><link rel=alternate type=application/rss+xml title=New href=/new.xml></head><body>x</body></html>".to_owned()),
        "/new.xml" => (200, FEED.to_owned()),
        _ => (404, String::new()),
    }
    });
    let mut house = house().await;
    let old = site.url("/old");
    house.feed(OWNER, &old, &[story("One", "/one", 5)]).await;
    let feed = house.store.feed_by_url(&old).await.unwrap().unwrap().id;
    let found = house.post_signed(&format!("/feeds/{feed}/find"), &[]).await;
    assert!(
        found.body.contains("Another feed in its place") && found.body.contains("/new.xml"),
        "{}",
        found.body
    );
    let wrong = house
        .post_signed(&format!("/feeds/{feed}/address"), &[("address", &site.url("/none"))])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("there is nothing at this address"), "{}", wrong.body);
    let taken = house
        .post_signed(&format!("/feeds/{feed}/address"), &[("address", &site.url("/new.xml"))])
        .await;
    assert_eq!(taken.location(), format!("/feeds/{feed}/settings?done=mended"), "{}", taken.body);
    let overview = house.store.feed_overview(OWNER, feed).await.unwrap().unwrap();
    assert_eq!((overview.feed.url, overview.entries), (site.url("/new.xml"), 2));

    // Where others have the feed too, only this user changes over.
    let tom = house.neighbour().await;
    house.store.subscribe(tom, feed, None, "", super::now()).await.unwrap();
    let page = house
        .post_signed(&format!("/feeds/{feed}/address"), &[("address", &site.url("/old"))])
        .await;
    assert_eq!(
        page.location(),
        format!("/feeds/{feed}/settings?done=mended"),
        "the page leads back to it"
    );
    assert!(house.store.feed_overview(tom, feed).await.unwrap().is_some());
}

#[tokio::test]
async fn a_name_and_a_password_are_tried_kept_and_never_shown() {
    let site = Outside::start(|path, login| match (path, login) {
        ("/feed", "Basic YW5uOnNlY3JldA==") => (200, FEED.to_owned()),
        _ => (401, String::new()),
    });
    let mut house = house().await;
    let url = site.url("/feed");
    let feed =
        fared(&house, &url, Some(401), failing("it asks for a password (401)", FeedStatus::Locked))
            .await;
    let path = format!("/feeds/{feed}/login");
    let wrong = house.post_signed(&path, &[("name", "ann"), ("password", "guess")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("does not take this name and password"), "{}", wrong.body);
    let right = house.post_signed(&path, &[("name", "ann"), ("password", "secret")]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    let kept = house.store.feed(feed).await.unwrap().unwrap();
    assert!(kept.url.contains("ann:secret@") && kept.polling.status == FeedStatus::Fine);
    for path in [
        format!("/feeds/{feed}/settings"),
        "/feeds".to_owned(),
        format!("/feeds/{feed}"),
        format!("/feeds/{feed}/rule"),
    ] {
        assert!(!house.get(&path).await.body.contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn a_page_behind_a_password_is_followed_by_whoever_typed_it() {
    let site = Outside::start(|path, login| match (path, login) {
        ("/board", "Basic YW5uOnNlY3JldA==") => (200, BOARD.to_owned()),
        ("/board", _) => (401, String::new()),
        _ => (404, String::new()),
    });
    let mut house = house().await;
    let typed = site.url("/board").replace("http://", "http://ann:secret@");
    let offer = house.post_signed("/feeds/add", &[("address", &typed)]).await;
    assert_eq!(offer.status, StatusCode::OK, "{}", offer.body);
    let again = format!("value=\"{typed}\"");
    assert!(offer.body.contains(&again), "their own form sends it again: {}", offer.body);
    let shown = offer.body.replace(&again, "");
    assert!(!shown.contains("secret"), "{shown}");
    let bare =
        [("address", site.url("/board")), ("item", "li.notice".into()), ("do", "save".into())];
    let bare = bare.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = house.post_signed("/feeds/page", &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let fields = [("address", typed.as_str()), ("item", "li.notice"), ("do", "save")];
    let added = house.post_signed("/feeds/page", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let feed = house.store.all_feed_ids(None).await.unwrap()[0];
    assert_eq!(house.store.feed(feed).await.unwrap().unwrap().url, typed);
    for path in [format!("/feeds/{feed}/rule"), format!("/feeds/{feed}/settings")] {
        assert!(!house.get(&path).await.body.contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn pace_and_grouping_are_chosen_by_whoever_has_the_feed_alone() {
    let mut house = house().await;
    let feed = fared(&house, "https://a.example/feed", Some(200), |polling| {
        polling.status = FeedStatus::Fine
    })
    .await;
    let path = format!("/feeds/{feed}/settings");
    let fields =
        [("title", ""), ("folder", ""), ("interval", "7200"), ("grouping", "1"), ("alone", "1")];
    house.post_signed(&path, &fields).await;
    let kept = house.store.feed(feed).await.unwrap().unwrap();
    assert_eq!(kept.choices.interval_seconds, Some(7200));
    assert!(!house.store.feed_grouped(feed).await.unwrap());
    let page = house.get(&path).await.body;
    assert!(page.contains("<option value=\"7200\" selected>"), "{page}");
    house
        .post_signed(&path, &[("title", ""), ("folder", ""), ("interval", "1"), ("grouping", "1")])
        .await;
    let kept = house.store.feed(feed).await.unwrap().unwrap();
    assert_eq!(kept.choices.interval_seconds, Some(7200), "no other pace than those offered");
    assert!(house.store.feed_grouped(feed).await.unwrap());
    house.post_signed(&format!("/feeds/{feed}/pace"), &[("interval", "86400")]).await;
    let kept = house.store.feed(feed).await.unwrap().unwrap();
    assert_eq!(kept.choices.interval_seconds, Some(86_400));
}

#[tokio::test]
async fn nobody_touches_the_feeds_of_others() {
    let mut house = house().await;
    let tom = house.neighbour().await;
    let url = url::Url::parse("https://tom.example/feed").unwrap();
    let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
    house.store.subscribe(tom, feed, None, "", super::now()).await.unwrap();
    let csrf = token(&house.get("/feeds").await.body);
    for (path, field, value) in [
        ("address", "address", "https://evil.example/feed"),
        ("find", "x", ""),
        ("login", "name", "ann"),
        ("pace", "interval", "300"),
        ("rule", "item", "li"),
    ] {
        let fields = [("csrf", csrf.as_str()), (field, value), ("password", "x"), ("do", "save")];
        let answer = house.post(&format!("/feeds/{feed}/{path}"), &fields).await;
        assert!(
            matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY),
            "{path}: {}",
            answer.status
        );
        let forged = house.post(&format!("/feeds/{feed}/{path}"), &fields[1..]).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(house.get(&format!("/feeds/{feed}/rule")).await.status, StatusCode::NOT_FOUND);
    let kept = house.store.feed(feed).await.unwrap().unwrap();
    assert_eq!((kept.url.as_str(), kept.choices.interval_seconds), (url.as_str(), None));
}

//! The feeds page, its forms, and OPML.

use axum::http::{StatusCode, header};
use dateline_model::{FeedStatus, Poll, PollingState};

use super::access::multipart;
use super::{House, OWNER, story, token};

#[tokio::test]
async fn an_empty_instance_invites() {
    let mut house = House::signed_in().await;
    let page = house.get("/").await.body;
    assert!(page.contains("action=\"/feeds/add\""));
    assert!(page.contains("action=\"/feeds/import\""));
    assert!(page.contains("dateline demo"));
}

#[tokio::test]
async fn feeds_that_wait_for_their_first_poll_are_told() {
    let mut house = House::signed_in().await;
    let url = url::Url::parse("https://a.example/feed").unwrap();
    let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
    house.store.subscribe(OWNER, feed, None, "", super::now()).await.unwrap();
    let page = house.get("/").await.body;
    assert!(page.contains("0 of 1 fetched"), "{page}");
    assert!(page.contains("http-equiv=\"refresh\""));
    assert!(house.get("/feeds").await.body.contains("Not fetched yet"));
}

#[tokio::test]
async fn what_is_wrong_with_a_feed_stands_beside_it_in_one_line() {
    let mut house = House::signed_in().await;
    let lines = [
        ("https://a.example/feed", "there is nothing at this address (404)"),
        (
            "https://b.example/feed",
            "the name b.example leads to 127.0.0.1, a loopback address; list it in fetch.allow to permit it",
        ),
        ("https://c.example/feed", "this is a web page, not a feed: “<b>Welcome</b>”"),
    ];
    let worker = house.store.register_worker(super::now()).await.unwrap();
    for (url, line) in lines {
        let url = url::Url::parse(url).unwrap();
        let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
        house.store.subscribe(OWNER, feed, None, "", super::now()).await.unwrap();
        house.store.claim_polls(&worker, &[feed], super::now()).await.unwrap();
        let polling = PollingState {
            status: FeedStatus::Failing,
            errors: 1,
            last_error: Some(line.to_owned()),
            polled_at: Some(super::now()),
            ..PollingState::new_at(super::now())
        };
        let poll = Poll {
            feed,
            at: super::now(),
            polling,
            moved: None,
            brought: None,
            http_status: None,
            parts: None,
            manners: dateline_model::PollManners::default(),
        };
        house.store.save_poll(&worker, poll).await.unwrap();
    }
    let page = house.get("/feeds").await.body;
    for (_, line) in lines {
        let escaped = line.replace('<', "&#60;").replace('>', "&#62;");
        let shown = escaped.chars().skip(1).collect::<String>();
        assert!(page.contains(&shown), "“{shown}” in {page}");
    }
    assert!(!page.contains("<b>Welcome"));
}

#[tokio::test]
async fn a_feed_is_renamed_moved_and_removed() {
    let mut house = House::signed_in().await;
    house.feed(OWNER, "https://a.example/feed", &[story("One", "/one", 5)]).await;
    let feed = house.store.all_feed_ids(None).await.unwrap()[0];
    let page = house.get("/feeds").await.body;
    assert!(page.contains("1 new entry") && page.contains("News › Local"), "{page}");
    let fields = [("title", " My  paper "), ("folder", "Coast/ "), ("full_text", "always")];
    let answer = house.post_signed(&format!("/feeds/{feed}/settings"), &fields).await;
    assert_eq!(answer.location(), format!("/feeds?done=saved&feed={feed}"));
    let overview = house.store.feed_overview(OWNER, feed).await.unwrap().unwrap();
    assert_eq!(overview.title(), "My paper");
    assert_eq!(overview.subscription.folder, "Coast");
    assert_eq!(overview.feed.full_text, dateline_model::FullText::Always);
    assert!(house.get(answer.location()).await.body.contains("“My paper” is changed."));

    assert!(house.get(&format!("/feeds/{feed}/remove")).await.body.contains("Remove it"));
    house.post_signed(&format!("/feeds/{feed}/remove"), &[]).await;
    assert!(house.store.feed_overview(OWNER, feed).await.unwrap().is_none());
}

#[tokio::test]
async fn a_bad_address_is_told_where_it_was_typed() {
    let mut house = House::signed_in().await;
    let typed = "javascript:alert(\"1\")";
    let answer = house.post_signed("/feeds/add", &[("address", typed), ("folder", "x")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("role=\"alert\""));
    assert!(answer.body.contains("only http and https"), "{}", answer.body);
    assert!(!answer.body.contains("alert(\"1\")"));
    let local = house.post_signed("/feeds/add", &[("address", "http://127.0.0.1:9/feed")]).await;
    assert_eq!(local.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn feeds_come_and_go_as_opml() {
    let mut house = House::signed_in().await;
    let csrf = token(&house.get("/feeds").await.body);
    let opml = "<opml version=\"2.0\"><body><outline text=\"Coast\">\
                <outline text=\"Bay\" type=\"rss\" xmlUrl=\"https://bay.example/feed\"/>\
                <outline text=\"Odd\" type=\"rss\" xmlUrl=\"javascript:alert(1)\"/>\
                </outline></body></opml>";
    let answer = house.send(multipart(&[("csrf", &csrf), ("file", opml)])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location().to_owned();
    let page = house.get(&path).await.body;
    assert!(page.contains("1 feed added"), "{page}");
    assert!(page.contains("0 of 1 fetched"), "{page}");
    assert!(page.contains("Odd"), "{page}");

    let export = house.get("/feeds/export.opml").await;
    assert_eq!(export.headers[header::CONTENT_TYPE], "text/x-opml; charset=utf-8");
    assert!(export.body.contains("https://bay.example/feed") && export.body.contains("Coast"));

    let late = house.send(multipart(&[("file", opml), ("csrf", &csrf)])).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    let none = house.send(multipart(&[("csrf", &csrf), ("address", " ")])).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let odd = house.send(multipart(&[("csrf", &csrf), ("file", "not opml at all")])).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", odd.body);
}

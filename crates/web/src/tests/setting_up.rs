//! From no feeds to a front page: packs of sources, and how far first polls are.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dateline_desk::pack;
use dateline_model::{Poll, PollingState};

use super::{House, OWNER, story, token};

#[tokio::test]
async fn whoever_begins_is_offered_packs_in_their_language_first() {
    let mut house = House::signed_in().await;
    let german = Request::get("/").header(header::ACCEPT_LANGUAGE, "de-AT, fr;q=0.4");
    let page = house.send(german.body(Body::empty()).unwrap()).await.body;
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
    assert!(at("id=\"pack-at\"") < at("id=\"pack-de\""));
    assert!(at("id=\"pack-de\"") < at("id=\"pack-fr\""));
    assert!(at("id=\"pack-fr\"") < at("id=\"pack-science\""));
    assert!(page.contains("Österreich") && page.contains("Weitere Länder"), "{page}");
    assert!(page.contains("(MIT)") && page.contains(&pack("at").unwrap().feeds[0].outlet));
}

#[tokio::test]
async fn several_packs_are_followed_at_once_and_nothing_twice() {
    let mut house = House::signed_in().await;
    let chosen = [("pack", "ch-it"), ("pack", "cr"), ("do", "follow")];
    let answer = house.post_signed("/feeds/packs", &chosen).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    let feeds = pack("ch-it").unwrap().feeds.len() + pack("cr").unwrap().feeds.len();
    let overview = house.store.overview(OWNER).await.unwrap();
    assert_eq!(overview.len(), feeds);
    let folders: std::collections::BTreeSet<&str> =
        overview.iter().map(|one| one.subscription.folder.as_str()).collect();
    assert_eq!(folders.into_iter().collect::<Vec<_>>(), ["Costa Rica", "Switzerland (Italian)"]);
    let page = house.get("/").await.body;
    assert!(page.contains(&format!("0 of {feeds} fetched")), "{page}");
    assert!(page.contains("http-equiv=\"refresh\"") && page.contains("data-progress"));

    // Whoever has feeds is told what was added.
    let again = house.post_signed("/feeds/packs", &chosen).await;
    assert!(again.location().starts_with("/feeds/import/"), "{}", again.location());
    let told = house.get(again.location()).await.body;
    assert!(told.contains(&format!("0 feeds added, {feeds} you had already.")), "{told}");
    assert_eq!(house.store.overview(OWNER).await.unwrap().len(), feeds);
}

#[tokio::test]
async fn a_choice_outlives_a_look_for_others_and_an_empty_one_is_told() {
    let mut house = House::signed_in().await;
    let looked = [("pack", "fr"), ("country", "JP"), ("q", "a&b"), ("do", "show")];
    let answer = house.post_signed("/feeds/packs", &looked).await;
    assert_eq!(answer.location(), "/feeds/packs?q=a%26b&country=JP&pack=fr");
    let page = house.get("/feeds/packs?country=JP&pack=fr").await.body;
    assert!(page.contains("value=\"fr\" aria-describedby=\"pack-fr-of\" checked"), "{page}");
    assert!(page.contains("id=\"pack-jp\"") && !page.contains("id=\"pack-de\""));
    assert!(page.contains("<option value=\"JP\" selected>Japan</option>"));
    assert!(!page.contains("csrf="), "no token in an address");
    let none = house.post_signed("/feeds/packs", &[("pack", "no such"), ("do", "follow")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Choose a pack first."));
    assert!(house.store.overview(OWNER).await.unwrap().is_empty());
    let nothing = house.get("/feeds/packs?q=%3Cscript%3E").await.body;
    assert!(nothing.contains("No pack or paper is called that.") && !nothing.contains("<script>"));
}

#[tokio::test]
async fn a_pack_shows_its_feeds_and_where_they_are_from() {
    let mut house = House::signed_in().await;
    let page = house.get("/feeds/packs/ch-it").await.body;
    let pack = pack("ch-it").unwrap();
    assert!(pack.feeds.iter().all(|feed| page.contains(&feed.url)), "{page}");
    assert!(page.contains("https://github.com/") && page.contains("(MIT)"));
    assert_eq!(house.get("/feeds/packs/nowhere").await.status, StatusCode::NOT_FOUND);
}

/// Tells that a feed could not be had.
async fn fail(house: &House, url: &str) {
    let url = url::Url::parse(url).unwrap();
    let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
    house.store.subscribe(OWNER, feed, None, "", super::now()).await.unwrap();
    let worker = house.store.register_worker(super::now()).await.unwrap();
    house.store.claim_polls(&worker, &[feed], super::now()).await.unwrap();
    let polling = PollingState {
        status: dateline_model::FeedStatus::Failing,
        errors: 1,
        last_error: Some("the name <b> does not exist".to_owned()),
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

#[tokio::test]
async fn where_no_feed_can_be_read_it_says_why_and_tries_again() {
    let mut house = House::signed_in().await;
    fail(&house, "https://a.example/feed").await;
    let page = house.get("/").await.body;
    assert!(page.contains("None of your feeds could be read"), "{page}");
    assert!(page.contains("The name &#60;b&#62; does not exist"), "{page}");
    assert!(page.contains("Nothing is lost") && !page.contains("http-equiv=\"refresh\""));
    let form = [("csrf", token(&page)), ("back", "/".to_owned())];
    let fields: Vec<(&str, &str)> = form.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let answer = house.post("/feeds/poll", &fields).await;
    assert_eq!(answer.location(), "/");
    let page = house.get("/").await.body;
    assert!(page.contains("0 of 1 fetched"), "it waits for its answer again: {page}");
}

#[tokio::test]
async fn the_front_page_tells_how_far_it_is_until_all_feeds_were_asked() {
    let mut house = House::signed_in().await;
    house.feed(OWNER, "https://bay.example/feed", &[story("Ferry returns", "ferry", 9)]).await;
    assert!(!house.get("/").await.body.contains("data-progress"));
    let url = url::Url::parse("https://b.example/feed").unwrap();
    let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
    house.store.subscribe(OWNER, feed, None, "", super::now()).await.unwrap();
    let page = house.get("/").await.body;
    assert!(page.contains("1 of 2 fetched") && page.contains("Ferry returns"), "{page}");
}

#[tokio::test]
async fn progress_is_told_as_events_and_once_to_who_does_not_listen() {
    let mut house = House::signed_in().await;
    fail(&house, "https://a.example/feed").await;
    let url = url::Url::parse("https://b.example/feed").unwrap();
    let (feed, _) = house.store.add_feed(&url, super::now()).await.unwrap();
    house.store.subscribe(OWNER, feed, Some("Bay & Co"), "", super::now()).await.unwrap();
    let worker = house.store.register_worker(super::now()).await.unwrap();
    house.store.claim_polls(&worker, &[feed], super::now()).await.unwrap();
    let told = house.get("/progress").await;
    assert_eq!(told.headers[header::CONTENT_TYPE], "text/event-stream");
    let data = told.body.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["text"], "Fetching Bay & Co … 1 of 2 feeds, 1 cannot be read");
    assert_eq!((data["done"].as_u64(), data["of"].as_u64()), (Some(1), Some(2)));
    assert_eq!(told.body.matches("event: progress").count(), 1);
    house.forget_cookies();
    assert_eq!(house.get("/progress").await.location(), "/login?next=%2Fprogress");
}

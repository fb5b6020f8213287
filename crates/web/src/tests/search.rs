//! Searching, kept searches, their feeds, rules, alerts and the API.

use axum::http::{StatusCode, header};

use super::{House, OWNER, PASSWORD, story};

/// A house with three articles that its index knows.
async fn house() -> House {
    let mut house = House::signed_in().await;
    let stories = [
        story("A ferry runs aground", "/ferry", 5),
        story("Bank holds its rate", "/bank", 10),
        story("<b>Bold</b> & brave", "/bold", 15),
    ];
    house.feed(OWNER, "https://bay.example/feed", &stories).await;
    assert!(house.desk.follow_store(|_| {}).await.unwrap());
    let page = house.get("/search?q=ferry+title:aground").await;
    assert_eq!(page.status, StatusCode::OK);
    house
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_tells_what_was_searched_and_marks_it() {
    let mut house = house().await;
    let page = house.get("/search?q=title:ferry").await.body;
    assert!(page.contains("1 result"), "{page}");
    assert!(page.contains("A <mark>ferry</mark> runs aground"), "{page}");
    assert!(page.contains("value=\"title:ferry\""), "the box says what was searched");
    let page = house.get("/search?q=title:%22ferry").await.body;
    assert!(page.contains("<mark>"), "what cannot be read as syntax is read as words: {page}");
    let page = house.get("/search?q=zzqqxx").await.body;
    assert!(page.contains("No results") && page.contains("Searched for"), "{page}");
    let page = house.get("/search?q=bold").await.body;
    assert!(!page.contains("<b>Bold</b>"), "{page}");
    assert_eq!(house.get("/search").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_come_while_somebody_types() {
    let mut house = house().await;
    let answer = house.get("/search/live?q=fer").await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    let live: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert!(live["total"].as_u64().unwrap() > 0, "{live}");
    assert!(live["articles"][0]["href"].as_str().unwrap().starts_with("/article/"));
    house.forget_cookies();
    assert_eq!(house.get("/search/live?q=fer").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_search_is_a_section_and_a_feed_until_it_is_closed() {
    let mut house = house().await;
    let kept = house.post_signed("/searches", &[("query", "title:ferry")]).await;
    let path = kept.location().split('?').next().unwrap().to_owned();
    assert!(path.starts_with("/searches/"), "{}", kept.body);
    let front = house.get("/").await.body;
    assert!(front.contains(&format!("href=\"{path}\"")), "{front}");
    house.post_signed(&format!("{path}/feed"), &[("on", "true")]).await;
    let page = house.get(&path).await.body;
    let feed = page.split('"').find(|part| part.starts_with("/feed/")).unwrap().to_owned();
    let token = feed.trim_start_matches("/feed/").rsplit_once('.').unwrap().0.to_owned();
    let kept = house.store.kept_search_of_feed(&token).await.unwrap().unwrap();
    assert_eq!(path, format!("/searches/{}", kept.id));
    assert!(page.contains("rel=\"alternate\" type=\"application/atom+xml\""), "{page}");
    house.post_signed(&format!("{path}/section"), &[("on", "false")]).await;
    house.post_signed(&format!("{path}/feed"), &[("on", "false")]).await;
    assert!(!house.get("/").await.body.contains(&format!("href=\"{path}\"")));
    assert!(house.store.kept_search_of_feed(&token).await.unwrap().is_none());
    assert!(!house.get(&path).await.body.contains(&token));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_shows_what_it_would_touch_and_touches_it() {
    let mut house = house().await;
    let preview = house.get("/rules?q=title:ferry&does=mute").await.body;
    assert!(preview.contains("1 article now") && preview.contains("aground"), "{preview}");
    let fields = [("q", "title:ferry"), ("does", "mute"), ("there", "true"), ("days", "30")];
    let made = house.post_signed("/rules", &fields).await;
    assert_eq!(made.location(), "/rules?applied=1", "{}", made.body);
    assert!(!house.get("/all").await.body.contains("aground"), "hidden in lists");
    assert!(house.get("/search?q=title:ferry").await.body.contains("No results"));
    for (name, value) in [("does", "explode"), ("days", "many"), ("q", " ")] {
        let mut fields = vec![("q", "x"), ("does", "mute"), ("days", "")];
        fields.retain(|(known, _)| *known != name);
        fields.push((name, value));
        let refused = house.post_signed("/rules", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
    }
    let rules = house.get("/rules").await.body;
    let remove = rules.split('"').find(|part| part.ends_with("/remove")).unwrap().to_owned();
    house.post_signed(&remove, &[]).await;
    assert!(house.get("/all").await.body.contains("aground"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn targets_of_alerts_are_checked_and_shown() {
    let mut house = house().await;
    for (kind, address) in [
        ("mail", "no address"),
        ("mail", "a@b.example\r\nBcc: c@d.example"),
        ("webhook", "javascript:alert(1)"),
        ("ntfy", "https://ntfy.example/"),
        ("pigeon", "https://a.example/"),
    ] {
        let fields = [("kind", kind), ("address", address)];
        let refused = house.post_signed("/alerts/targets", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind} {address}");
    }
    let fields = [("kind", "webhook"), ("address", "https://hook.example/x")];
    house.post_signed("/alerts/targets", &fields).await;
    let page = house.get("/alerts").await.body;
    assert!(page.contains("https://hook.example/x"), "{page}");
    let try_it = page.split('"').find(|part| part.ends_with("/try")).unwrap().to_owned();
    house.post_signed(&try_it, &[]).await;
    assert!(house.get("/alerts").await.body.contains("A trial"));

    // Nothing goes to an address of e-mail that its reader did not confirm.
    let fields = [("kind", "mail"), ("address", "ida@example.org")];
    let added = house.post_signed("/alerts/targets", &fields).await;
    assert_eq!(added.location(), "/alerts?done=asked");
    let page = house.get("/alerts?target=2&code=brought-by-a-link").await.body;
    assert!(
        page.contains("not confirmed yet") || page.contains("before it is confirmed"),
        "{page}"
    );
    assert!(page.contains("value=\"brought-by-a-link\""), "{page}");
    let confirm = "/alerts/targets/2/confirm";
    let wrong = house.post_signed(confirm, &[("code", "guessed")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = house.post_signed(confirm, &[("code", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..8 {
        assert_eq!(house.post_signed(&try_it, &[]).await.status, StatusCode::SEE_OTHER);
    }
    let enough = house.post_signed(&try_it, &[]).await;
    assert_eq!(enough.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reaches_the_searches_of_another() {
    let mut house = house().await;
    let kept = house.post_signed("/searches", &[("query", "ferry")]).await;
    let path = kept.location().split('?').next().unwrap().to_owned();
    house.post_signed("/rules", &[("q", "ferry"), ("does", "star"), ("days", "")]).await;
    let fields = [("kind", "mail"), ("address", "ida@example.org")];
    house.post_signed("/alerts/targets", &fields).await;
    house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
    for (action, fields) in [
        (path.clone(), vec![("query", "x"), ("name", "x")]),
        (format!("{path}/section"), vec![("on", "false")]),
        (format!("{path}/feed"), vec![("on", "true")]),
        (format!("{path}/alert"), vec![("target", "1"), ("on", "true"), ("times", "")]),
        (format!("{path}/remove"), vec![]),
        ("/rules/1/apply".to_owned(), vec![]),
        ("/rules/1/remove".to_owned(), vec![]),
        ("/alerts/targets/1/try".to_owned(), vec![]),
        ("/alerts/targets/1/remove".to_owned(), vec![]),
    ] {
        let answer = house.post_signed(&action, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
    }
    for page in ["/searches", "/rules", "/alerts", "/search?q=ferry"] {
        let body = house.get(page).await.body;
        assert!(!body.contains("ida@example.org") && !body.contains("aground"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_typed_is_an_error() {
    let mut house = house().await;
    let long = "(".repeat(5000);
    for odd in ["%00", "%ff", "%22%22%22", "((((", "-", "OR+OR", "date:x", "near:99999", &long] {
        for page in ["/search?q=", "/search/live?q=", "/rules?q="] {
            let answer = house.get(&format!("{page}{odd}")).await;
            let is_utf8 = odd != "%ff";
            assert!(!answer.status.is_server_error(), "{page}{odd}");
            assert!(answer.status == StatusCode::OK || !is_utf8, "{page}{odd}: {}", answer.status);
        }
    }
    let answer = house.get("/search?q=ferry&after=nonsense&order=upside-down").await;
    assert_eq!(answer.status, StatusCode::OK);
}

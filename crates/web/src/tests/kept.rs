//! The front page that is kept until something changes.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{House, OWNER, PASSWORD, story, token};

async fn with_articles() -> (House, dateline_model::ArticleId) {
    let mut house = House::signed_in().await;
    let told =
        [story("Ferry runs again", "/one", 50), story("Bakery looks for an owner", "/two", 30)];
    let ids = house.feed(OWNER, "https://a.example/feed", &told).await;
    house.desk.form_stories().await.unwrap();
    assert_eq!(house.get("/").await.status, StatusCode::OK);
    (house, ids[0])
}

#[tokio::test]
async fn it_is_the_same_page_until_its_reader_changes_something() {
    let (mut house, article) = with_articles().await;
    let first = house.get("/").await;
    // Forms carry their token in another guise each time that a page is made.
    let again = house.get("/").await;
    assert_eq!(token(&again.body), token(&first.body), "nothing changed in between");
    assert_eq!(again.body, first.body);
    assert_eq!(again.headers, first.headers);
    let read = format!("/article/{article}/read");
    house.post_signed(&read, &[("read", "true")]).await;
    let after = house.get("/").await.body;
    assert_ne!(token(&after), token(&first.body));
    let faded = |page: &str| page.matches("is-read").count();
    assert_eq!(faded(&after), faded(&first.body) + 1);
}

#[tokio::test]
async fn each_way_to_compress_has_its_own() {
    let (mut house, _) = with_articles().await;
    for _ in 0..2 {
        let request = Request::get("/").header(header::ACCEPT_ENCODING, "gzip");
        let packed = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(packed.headers[header::CONTENT_ENCODING], "gzip");
        assert_eq!(packed.headers[header::CACHE_CONTROL], "no-store");
        let plain = house.get("/").await;
        assert!(!plain.headers.contains_key(header::CONTENT_ENCODING));
        assert!(plain.body.contains("Ferry runs again"));
    }
}

#[tokio::test]
async fn it_is_nobody_elses_and_ends_with_the_session() {
    let (mut house, _) = with_articles().await;
    house.get("/").await;
    let session = house.cookie("dateline_session").unwrap();
    house.neighbour().await;
    house.forget_cookies();
    assert_eq!(house.get("/").await.location(), "/login");
    house.sign_in("tom", PASSWORD).await;
    assert!(!house.get("/").await.body.contains("Ferry runs again"));
    house.forget_cookies();
    house.set_cookie("dateline_session", &session);
    assert!(house.get("/").await.body.contains("Ferry runs again"));
    house.post_signed("/logout", &[]).await;
    house.set_cookie("dateline_session", &session);
    assert_eq!(house.get("/").await.location(), "/login", "the session has ended");
}

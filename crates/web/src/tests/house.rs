//! What holds for every answer.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::House;
use crate::WebSettings;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let mut house = House::signed_in().await;
    let paths = [
        "/",
        "/feeds",
        "/unread",
        "/account",
        "/about",
        "/login",
        "/healthz",
        "/robots.txt",
        "/favicon.ico",
        "/nothing/here",
        "/article/99",
        "/article/x",
        "/feeds/add",
        "/metrics",
        "/feeds/export.opml",
        "/assets/0/dateline.css",
    ];
    for path in paths {
        let answer = house.get(path).await;
        let said = |name: &str| {
            answer.headers.get(name).map_or(String::new(), |value| value.to_str().unwrap().into())
        };
        let policy = said("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!said("permissions-policy").is_empty(), "{path}");
        assert!(!said("cache-control").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn pages_need_no_inline_script_or_style() {
    let mut house = House::signed_in().await;
    for path in ["/", "/feeds", "/account", "/about", "/nothing"] {
        let body = house.get(path).await.body;
        assert!(!body.contains("<style") && !body.contains(" style=\""), "{path}");
        assert_eq!(body.matches("<script").count(), 1, "{path}");
        assert_eq!(body.matches("<h1").count(), 1, "{path}");
    }
}

#[tokio::test]
async fn files_are_kept_for_good_under_their_digest() {
    let mut house = House::signed_in().await;
    let page = house.get("/").await.body;
    let css = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let answer = house.get(css).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(house.get("/assets/0000/dateline.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get("/").await.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn health_is_told_to_anyone_and_numbers_to_this_machine_only() {
    let mut house = House::new().await;
    let answer = house.get("/healthz").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "ok\n"));
    assert_eq!(house.get("/metrics").await.status, StatusCode::OK);
    let through = Request::get("/metrics").header("x-forwarded-for", "127.0.0.1");
    let answer = house.send(through.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    house.peer = "192.0.2.7:4000".parse().unwrap();
    assert_eq!(house.get("/metrics").await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);

    let settings = WebSettings { metrics_public: true, ..WebSettings::default() };
    let mut house = House::with(settings).await;
    house.peer = "192.0.2.7:4000".parse().unwrap();
    assert_eq!(house.get("/metrics").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_store_that_is_gone_is_told_without_its_reasons() {
    let mut house = House::signed_in().await;
    house.store.close().await.unwrap();
    assert_eq!(house.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let answer = house.get("/").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("Something went wrong here"));
    assert!(!answer.body.contains("closed"), "{}", answer.body);
}

#[tokio::test]
async fn what_is_not_there_is_said_in_plain_english() {
    let mut house = House::signed_in().await;
    let answer = house.get("/nothing").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("There is no such page"));
    let answer = house.get("/feeds/add").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.body.contains("<h1"));
    assert_eq!(house.get("/article/not-a-number").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_of_any_size_is_not_taken() {
    let mut house = House::signed_in().await;
    let answer = house.post("/feeds/add", &[("address", &"x".repeat(100_000))]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

//! How requests are taken: bodies, limits, tags, and what is refused.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Furnished, is};

impl Furnished {
    async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> crate::tests::Answer {
        let bearer = format!("Bearer {}", self.admin);
        let mut all = vec![("authorization", bearer.as_str())];
        all.extend(headers);
        self.house.call(method, &format!("/api/v1{path}"), &all, body).await
    }
}

#[tokio::test]
async fn what_is_known_is_not_sent_again_until_it_changes() {
    let house = Furnished::new().await;
    let first = house.raw(Method::GET, "/entries", &[], String::new()).await;
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty() && first.header("cache-control").contains("private"));
    let known = [("if-none-match", tag.as_str())];
    let same = house.raw(Method::GET, "/entries", &known, String::new()).await;
    assert_eq!((same.status, same.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(same.header("etag"), tag);
    let all = super::ids(&first.json()["entries"]);
    house.ida("PATCH", "/entries", json!({ "ids": all, "starred": true })).await;
    let changed = house.raw(Method::GET, "/entries", &known, String::new()).await;
    is(&changed, StatusCode::OK);
    let head = house.raw(Method::HEAD, "/entries", &[], String::new()).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.header("etag"), changed.header("etag"));
    assert_eq!(head.header("content-length"), changed.body.len().to_string());
}

#[tokio::test]
async fn whatever_is_refused_is_refused_in_words() {
    let house = Furnished::new().await;
    let json_kind = [("content-type", "application/json")];
    let large = format!("{{\"query\": \"{}\"}}", "x".repeat(70_000));
    for (method, path, headers, body, status) in [
        (Method::GET, "/nothing", &[][..], "", StatusCode::NOT_FOUND),
        (Method::GET, "/feeds/x", &[], "", StatusCode::NOT_FOUND),
        (Method::GET, "/feeds/0", &[], "", StatusCode::NOT_FOUND),
        (Method::GET, "/feeds/%ff", &[], "", StatusCode::NOT_FOUND),
        (Method::GET, "/feeds/1/more", &[], "", StatusCode::NOT_FOUND),
        (Method::PUT, "/feeds", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/openapi.json", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/entries?limit=0", &[], "", StatusCode::BAD_REQUEST),
        (Method::GET, "/entries?limit=1&limit=2", &[], "", StatusCode::BAD_REQUEST),
        (Method::GET, "/entries?seen_from=yesterday", &[], "", StatusCode::BAD_REQUEST),
        (Method::GET, "/entries?fold=x", &[], "", StatusCode::BAD_REQUEST),
        (Method::GET, "/entries?feed=1&label=x", &[], "", StatusCode::CONFLICT),
        (Method::POST, "/searches", &json_kind, "{", StatusCode::BAD_REQUEST),
        (Method::POST, "/searches", &json_kind, "{}", StatusCode::BAD_REQUEST),
        (Method::POST, "/searches", &json_kind, "{\"query\": \" \"}", StatusCode::BAD_REQUEST),
        (Method::POST, "/searches", &json_kind, "{\"query\": 1}", StatusCode::BAD_REQUEST),
        (Method::POST, "/searches", &[], "{\"query\": \"x\"}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Method::POST, "/searches", &json_kind, &large, StatusCode::PAYLOAD_TOO_LARGE),
        (Method::PATCH, "/me", &json_kind, "[]", StatusCode::BAD_REQUEST),
        (Method::PATCH, "/articles/1", &json_kind, "{}", StatusCode::BAD_REQUEST),
    ] {
        let answer = house.raw(method.clone(), path, headers, body.to_owned()).await;
        let told = format!("{method} {path}: {} {}", answer.status, answer.body);
        assert_eq!(answer.status, status, "{told}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{told}");
        assert!(!answer.json()["detail"].as_str().unwrap().is_empty(), "{told}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{told}");
    }
}

/// Class 16: who asks too much is told when to come back, and keeps nobody else waiting.
#[tokio::test]
async fn who_asks_too_much_is_told_when_to_come_back() {
    let house = Furnished::new().await;
    let import = [("content-type", "text/x-opml")];
    let refused = async {
        for _ in 0..1000 {
            let answer = house.raw(Method::POST, "/opml", &import, "no list".to_owned()).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                return answer;
            }
        }
        panic!("there is no limit")
    };
    let refused = refused.await;
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=10).contains(&wait), "{wait}");
    assert_eq!(refused.json()["status"], 429);
    let tom = house.house.other_secret.clone();
    is(&house.ask(&tom, "GET", "/me", Value::Null).await, StatusCode::OK);
}

/// Class 13: an answer says nothing of what went wrong within, and no secret stands in it.
#[tokio::test]
async fn no_secret_and_no_login_is_ever_told() {
    let house = Furnished::new().await;
    let url = url::Url::parse("https://ida:secret-word@private.example/feed").unwrap();
    let (feed, _) = house.house.store.add_feed(&url, crate::tests::now()).await.unwrap();
    let now = crate::tests::now();
    house.house.store.subscribe(house.house.user, feed, None, "", now).await.unwrap();
    for operation in &house.table.operations {
        if operation.method != Method::GET || operation.name == "export_feeds" {
            continue;
        }
        let path = operation.path.replace("{feed}", &feed.to_string()).replace(['{', '}'], "");
        let answer = house.raw(Method::GET, &path, &[], String::new()).await;
        for secret in ["secret-word", "$argon2", &house.admin] {
            assert!(!answer.body.contains(secret), "{path}: {}", answer.body);
        }
    }
}

//! Miniflux's API as its clients use it.

mod accounts;
mod entries;
mod feeds;

use axum::http::{Method, StatusCode};
use dateline_model::{EntryId, FeedId, Scopes};
use serde_json::{Value, json};

use crate::tests::{Answer, House, PASSWORD, entry};

/// An instance whose user Ida has a feed in a folder with three entries and one without a folder
/// with one, and Tom one of his own.
pub struct Ready {
    pub house: House,
    pub news: FeedId,
    pub loose: FeedId,
}

impl Ready {
    pub async fn new() -> Self {
        let house = House::new().await;
        let list = vec![entry("a"), entry("b"), entry("c")];
        let news = house.feed(house.user, "https://one.example/feed", "News", list).await;
        let loose = house.feed(house.user, "https://two.example/feed", "", vec![entry("d")]).await;
        house.feed(house.other, "https://three.example/feed", "Own", vec![entry("e")]).await;
        Self { house, news, loose }
    }

    /// Asks as Ida.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> Answer {
        self.call_with(&self.house.secret, method, path, body).await
    }

    /// Asks with this app password.
    pub async fn call_with(&self, secret: &str, method: Method, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.house.call(method, path, &[("x-auth-token", secret)], body).await
    }

    /// What is there.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.call(Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.json()
    }

    /// Changes something; gives the status.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, body).await
    }

    /// Ida's items, the first to come first.
    pub async fn ids(&self) -> Vec<EntryId> {
        self.house.items(self.house.user).await
    }

    /// The number of a category by its title.
    pub async fn category(&self, title: &str) -> i64 {
        let all = self.get("/v1/categories").await;
        let found = all.as_array().unwrap().iter().find(|one| one["title"] == title);
        found.unwrap_or_else(|| panic!("no category {title}: {all}"))["id"].as_i64().unwrap()
    }
}

/// One field of each of a list.
pub fn field<'a>(list: &'a Value, name: &str) -> Vec<&'a Value> {
    list.as_array().unwrap().iter().map(|one| &one[name]).collect()
}

#[tokio::test]
async fn an_app_password_is_a_token_or_a_password_with_the_users_name() {
    let ready = Ready::new().await;
    let me = async |headers: &[(&str, &str)]| {
        ready.house.call(Method::GET, "/v1/me", headers, String::new()).await
    };
    let basic = |name: &str, secret: &str| format!("Basic {}", base64(&format!("{name}:{secret}")));
    let secret = ready.house.secret.clone();
    let by_token = me(&[("x-auth-token", &secret)]).await;
    assert_eq!(by_token.json()["username"], "ida");
    let by_name = me(&[("authorization", &basic("ida", &secret))]).await;
    assert_eq!(by_name.json()["id"], 1);
    for header in [basic("tom", &secret), basic("ida", PASSWORD), "Basic !".to_owned()] {
        let refused = me(&[("authorization", &header)]).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(refused.json(), json!({ "error_message": "Access Unauthorized" }));
    }
}

/// newsboat's curl asks without its password first, and sends it only where it is asked for one.
#[tokio::test]
async fn newsboat_is_asked_for_its_password() {
    let ready = Ready::new().await;
    for _ in 0..20 {
        let answer = ready.house.call(Method::GET, "/v1/feeds", &[], String::new()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "asking so is no guess");
        assert!(answer.header("www-authenticate").starts_with("Basic realm="));
    }
}

#[tokio::test]
async fn guessing_is_told_when_to_come_back() {
    let ready = Ready::new().await;
    let guess = async || ready.call_with("guess", Method::GET, "/v1/me", Value::Null).await;
    for _ in 0..5 {
        assert_eq!(guess().await.status, StatusCode::UNAUTHORIZED);
    }
    let answer = guess().await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!answer.header("retry-after").is_empty());
    assert!(answer.json()["error_message"].is_string());
}

#[tokio::test]
async fn what_is_not_there_is_told_as_miniflux_tells_it() {
    let ready = Ready::new().await;
    for path in ["/v1", "/v1/", "/v1/nothing", "/v1/feeds/1/nothing", "/v1/entries/1/2/3"] {
        let answer = ready.call(Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.json()["error_message"], "Resource Not Found");
    }
    let wrong = ready.call(Method::DELETE, "/v1/feeds", Value::Null).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    let odd = ready.call(Method::GET, "/v1/feeds/seven", Value::Null).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let broken = ready.put("/v1/entries", json!("nothing")).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert!(broken.json()["error_message"].is_string());
}

#[tokio::test]
async fn class_21_no_stranger_is_told_the_version() {
    let ready = Ready::new().await;
    let answer = ready.house.call(Method::GET, "/v1/version", &[], String::new()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let health = ready.house.call(Method::GET, "/healthcheck", &[], String::new()).await;
    assert_eq!(health.body, "OK");
}

/// Nothing goes by a cookie, so that no other site's page can do anything in somebody's
/// name, and nothing changes by a GET.
#[tokio::test]
async fn class_7_nothing_goes_by_a_browsers_cookie() {
    let ready = Ready::new().await;
    let cookie = ("cookie", "dateline_session=0123");
    let body = json!({ "entry_ids": [ready.ids().await[0]], "status": "read" }).to_string();
    let answer = ready.house.call(Method::PUT, "/v1/entries", &[cookie], body).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}

#[tokio::test]
async fn the_instance_says_what_it_is() {
    let ready = Ready::new().await;
    let health = ready.house.call(Method::GET, "/healthcheck", &[], String::new()).await;
    assert_eq!((health.status, health.body.as_str()), (StatusCode::OK, "OK"));
    let version = ready.get("/v1/version").await;
    let numbers: Vec<u32> =
        version["version"].as_str().unwrap().split('.').map(|part| part.parse().unwrap()).collect();
    assert!(numbers >= vec![2, 2, 0], "{version}");
    for path in ["/v1/integrations/status", "/v1/users/integrations/status"] {
        assert_eq!(ready.get(path).await, json!({ "has_integrations": false }));
    }
}

/// Miniflux's own page and apps that are web pages ask from other sites.
#[tokio::test]
async fn apps_that_are_web_pages_may_ask() {
    let ready = Ready::new().await;
    let first = ready.house.call(Method::OPTIONS, "/v1/feeds", &[], String::new()).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.header("access-control-allow-headers").contains("X-Auth-Token"));
    let answer = ready.call(Method::GET, "/v1/feeds", Value::Null).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn an_app_password_for_reading_changes_nothing() {
    let ready = Ready::new().await;
    let scopes = Scopes { write: false, admin: false };
    let secret = ready.house.app_password(ready.house.user, "ida", scopes).await;
    let id = ready.ids().await[0];
    let (feed, category) = (ready.news, ready.category("News").await);
    let (put, post, delete) = (Method::PUT, Method::POST, Method::DELETE);
    for (method, path, body) in [
        (put.clone(), "/v1/entries".to_owned(), json!({ "entry_ids": [id], "status": "read" })),
        (put.clone(), format!("/v1/entries/{id}/bookmark"), Value::Null),
        (put.clone(), format!("/v1/enclosures/{}00", id.0), json!({ "media_progression": 3 })),
        (put.clone(), format!("/v1/feeds/{feed}"), json!({ "title": "x" })),
        (delete.clone(), format!("/v1/feeds/{feed}"), Value::Null),
        (put.clone(), format!("/v1/feeds/{feed}/mark-all-as-read"), Value::Null),
        (put.clone(), format!("/v1/feeds/{feed}/refresh"), Value::Null),
        (put.clone(), "/v1/feeds/refresh".to_owned(), Value::Null),
        (post.clone(), "/v1/feeds".to_owned(), json!({ "feed_url": "https://x.example/" })),
        (post.clone(), "/v1/discover".to_owned(), json!({ "url": "https://x.example/" })),
        (post.clone(), "/v1/categories".to_owned(), json!({ "title": "x" })),
        (put.clone(), format!("/v1/categories/{category}"), json!({ "title": "x" })),
        (delete.clone(), format!("/v1/categories/{category}"), Value::Null),
        (put.clone(), format!("/v1/categories/{category}/mark-all-as-read"), Value::Null),
        (put.clone(), "/v1/users/1/mark-all-as-read".to_owned(), Value::Null),
        (put.clone(), "/v1/flush-history".to_owned(), Value::Null),
        (post.clone(), "/v1/import".to_owned(), Value::Null),
        (post.clone(), "/v1/api-keys".to_owned(), json!({ "description": "x" })),
        (post, "/v1/users".to_owned(), json!({ "username": "x", "password": "correct horse" })),
        (put, "/v1/users/1".to_owned(), json!({ "password": "correct horse" })),
        (delete, "/v1/users/2".to_owned(), Value::Null),
    ] {
        let answer = ready.call_with(&secret, method.clone(), &path, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
    }
    let answer = ready.call_with(&secret, Method::GET, "/v1/entries", Value::Null).await;
    assert_eq!(answer.json()["total"], 4);
}

/// Base64 of a text, for headers.
fn base64(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let mut bits = 0_u32;
        for place in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(place).copied().unwrap_or_default());
        }
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place) & 63) as usize];
            encoded.push(if place <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    encoded
}

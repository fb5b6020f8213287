//! The protocol as apps see it.

mod access;
mod marks;
mod shelf;
mod streams;

use axum::http::{Method, StatusCode};
use dateline_model::FeedId;
use serde_json::Value;

use super::ids;
use crate::tests::{Answer, House, entry};

const BASE: &str = "/api/greader.php";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// An app that is signed in.
struct App<'a> {
    house: &'a House,
    auth: String,
}

impl<'a> App<'a> {
    async fn of(house: &'a House, name: &str, secret: &str) -> Self {
        let body = format!("Email={name}&Passwd={secret}");
        let answer =
            house.call(Method::POST, &format!("{BASE}/accounts/ClientLogin"), &[FORM], body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let auth = answer.body.lines().find_map(|line| line.strip_prefix("Auth=")).unwrap();
        Self { house, auth: format!("GoogleLogin auth={auth}") }
    }

    async fn ida(house: &'a House) -> Self {
        Self::of(house, "ida", &house.secret).await
    }

    async fn tom(house: &'a House) -> Self {
        Self::of(house, "tom", &house.other_secret).await
    }

    async fn asks(&self, path: &str) -> Answer {
        let path = format!("{BASE}/reader/{path}");
        let headers = [("authorization", self.auth.as_str())];
        self.house.call(Method::GET, &path, &headers, "").await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.asks(&format!("api/0/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.json()
    }

    async fn sends(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let headers = [("authorization", self.auth.as_str()), FORM];
        let path = format!("{BASE}/reader/api/0/{path}");
        self.house.call(Method::POST, &path, &headers, body).await
    }

    async fn post(&self, path: &str, pairs: &[(&str, &str)]) {
        let answer = self.sends(path, pairs).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "OK"), "{path}");
    }

    async fn refs(&self, query: &str) -> Vec<i64> {
        let answer = self.get(&format!("stream/items/ids?n=1000&{query}")).await;
        numbers(&answer["itemRefs"])
    }

    /// The unread count of a stream.
    async fn unread(&self, stream: &str) -> Value {
        let counts = self.get("unread-count?all=1&output=json").await;
        let counts = counts["unreadcounts"].as_array().unwrap();
        counts.iter().find(|count| count["id"] == stream).unwrap()["count"].clone()
    }
}

fn numbers(refs: &Value) -> Vec<i64> {
    let refs = refs.as_array().unwrap().iter();
    refs.map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
}

fn state(name: &str) -> String {
    ids::state(name)
}

/// Ida's house with two feeds: three entries in the folder `News/Local`, two in none.
async fn furnished() -> (House, FeedId, FeedId) {
    let house = House::new().await;
    let local = vec![entry("a"), entry("b"), entry("c")];
    let one = house.feed(house.user, "https://one.example/feed", "News/Local", local).await;
    let two = house.feed(house.user, "https://two.example/f?x=1", "", vec![entry("d")]).await;
    house.bring(two, 60, vec![entry("e")]).await;
    (house, one, two)
}

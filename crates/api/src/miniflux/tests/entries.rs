//! Entries: lists, marks, files.

use axum::http::{Method, StatusCode};
use dateline_model::{ItemMark, TargetKind};
use dateline_store::NewSaver;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Ready, field};
use crate::tests::{entry, now};

#[tokio::test]
async fn an_entry_says_all_that_clients_read() {
    let ready = Ready::new().await;
    let id = ready.ids().await[0];
    let one = ready.get(&format!("/v1/entries/{id}")).await;
    assert_eq!(one["id"], id.0);
    assert_eq!(one["feed_id"], ready.news.0);
    assert_eq!((one["status"].as_str(), one["starred"].as_bool()), (Some("unread"), Some(false)));
    assert_eq!(one["title"], "Title of a");
    assert_eq!(one["url"], "https://news.example.org/a");
    assert_eq!(one["author"], "Ada Reporter");
    assert_eq!(one["content"], "<p>What happened at a, in a few words.</p>");
    assert_eq!(one["published_at"], "2025-12-22T12:30:00Z");
    assert_eq!(one["created_at"], "2025-12-22T14:30:00Z");
    assert_eq!(one["tags"], json!(["local"]));
    assert_eq!(one["reading_time"], 1);
    assert_eq!(one["feed"]["category"]["title"], "News");
    assert_eq!(one["hash"].as_str().map(str::is_empty), Some(false));
    let file = &one["enclosures"][0];
    assert_eq!(file["url"], "https://news.example.org/a.mp3");
    assert_eq!(
        (file["mime_type"].as_str(), file["size"].as_i64()),
        (Some("audio/mpeg"), Some(1234))
    );
    let content = ready.get(&format!("/v1/entries/{id}/fetch-content")).await;
    assert_eq!(content["content"], one["content"]);
}

#[tokio::test]
async fn an_entry_is_found_where_it_stands_and_nowhere_else() {
    let ready = Ready::new().await;
    let (ids, news) = (ready.ids().await, ready.category("News").await);
    let (first, last) = (ids[0], ids[3]);
    let status = async |path: String| ready.call(Method::GET, &path, Value::Null).await.status;
    let (feed, other) = (ready.news, ready.loose);
    assert_eq!(status(format!("/v1/feeds/{feed}/entries/{first}")).await, StatusCode::OK);
    assert_eq!(status(format!("/v1/feeds/{other}/entries/{first}")).await, StatusCode::NOT_FOUND);
    assert_eq!(status(format!("/v1/categories/{news}/entries/{first}")).await, StatusCode::OK);
    let path = format!("/v1/categories/{news}/entries/{last}");
    assert_eq!(status(path).await, StatusCode::NOT_FOUND);
    let toms = ready.house.items(ready.house.other).await[0];
    for path in ["", "/fetch-content"] {
        let path = format!("/v1/entries/{toms}{path}");
        assert_eq!(status(path).await, StatusCode::NOT_FOUND);
    }
    let listed = ready.get(&format!("/v1/feeds/{feed}/entries")).await;
    assert_eq!((listed["total"].as_i64(), field(&listed["entries"], "id").len()), (Some(3), 3));
    let listed = ready.get(&format!("/v1/categories/{news}/entries?limit=2")).await;
    assert_eq!((listed["total"].as_i64(), field(&listed["entries"], "id").len()), (Some(3), 2));
    let query = format!("/v1/entries?category_id={news}&feed_id={feed}");
    assert_eq!(ready.get(&query).await["total"], 3);
    for bad in ["feed_id=99", "category_id=99", &format!("category_id={news}&feed_id={other}")] {
        assert_eq!(status(format!("/v1/entries?{bad}")).await, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[tokio::test]
async fn pages_are_turned_by_counting_or_by_number() {
    let ready = Ready::new().await;
    let ids: Vec<i64> = ready.ids().await.iter().map(|id| id.0).collect();
    let listed = async |query: &str| -> Vec<i64> {
        let batch = ready.get(&format!("/v1/entries?{query}")).await;
        field(&batch["entries"], "id").into_iter().map(|id| id.as_i64().unwrap()).collect()
    };
    assert_eq!(listed("").await, ids);
    let down: Vec<i64> = ids.iter().rev().copied().collect();
    assert_eq!(listed("direction=desc&order=id").await, down);
    assert_eq!(listed("limit=2&offset=1").await, ids[1..3]);
    assert_eq!(listed("limit=2&offset=4").await, [0_i64; 0]);
    assert_eq!(listed(&format!("after_entry_id={}", ids[1])).await, ids[2..]);
    assert_eq!(listed(&format!("before_entry_id={}", ids[1])).await, ids[..1]);
    let batch = ready.get("/v1/entries/ids?limit=3&offset=1").await;
    assert_eq!(batch["total"], 4);
    assert_eq!(batch["entry_ids"], json!([ids[2], ids[1], ids[0]]));
    for order in ["status", "published_at", "changed_at", "created_at", "title", "author"] {
        assert_eq!(listed(&format!("order={order}")).await.len(), 4, "{order}");
    }
    assert_eq!(listed("order=category_title").await[0], ids[3], "no folder comes first");
}

#[tokio::test]
async fn entries_are_ordered_and_bounded_by_when_they_were_published() {
    let ready = Ready::new().await;
    let (mut old, mut new) = (entry("old"), entry("new"));
    for (one, hours) in [(&mut old, 50), (&mut new, 1)] {
        let at = now().checked_sub(SignedDuration::from_hours(hours)).ok();
        (one.published, one.article.published) = (at, at);
    }
    ready.house.bring(ready.loose, 5, vec![new, old]).await;
    let titles = async |query: &str| -> Vec<String> {
        let batch = ready.get(&format!("/v1/entries?{query}")).await;
        let titles = field(&batch["entries"], "title").into_iter();
        titles
            .map(|title| title.as_str().unwrap().trim_start_matches("Title of ").to_owned())
            .collect()
    };
    let newest = titles("order=published_at&direction=desc").await;
    assert_eq!((newest[0].as_str(), newest[5].as_str()), ("new", "old"));
    let day = now().as_second() - 24 * 3600;
    assert_eq!(titles(&format!("before={day}")).await, ["old"]);
    assert_eq!(titles(&format!("published_before={day}")).await, ["old"]);
    let two_hours = now().as_second() - 2 * 3600;
    assert_eq!(titles(&format!("after={two_hours}")).await, ["new"], "the moment itself is out");
    assert_eq!(titles("tags=local&tags=missing").await, [""; 0]);
    assert_eq!(titles("tags=local&limit=1").await.len(), 1);
}

#[tokio::test]
async fn what_changed_since_a_sync_is_asked_for() {
    let ready = Ready::new().await;
    let ids = ready.ids().await;
    let after = now().as_second();
    let query = format!("/v1/entries?changed_after={after}");
    assert_eq!(ready.get(&query).await["total"], 0);
    let later = now() + SignedDuration::from_mins(1);
    ready
        .house
        .store
        .mark_items(ready.house.user, &[ids[1]], &ItemMark::Star, later)
        .await
        .unwrap();
    let changed = ready.get(&query).await;
    assert_eq!(field(&changed["entries"], "id"), [&json!(ids[1])]);
    let query = format!("/v1/entries?changed_before={}", after + 30);
    assert_eq!(ready.get(&query).await["total"], 3);
}

#[tokio::test]
async fn many_are_marked_at_once() {
    let ready = Ready::new().await;
    let ids = ready.ids().await;
    let total =
        async |query: &str| ready.get(&format!("/v1/entries?{query}")).await["total"].clone();
    let body = json!({ "entry_ids": [ids[0], ids[1]], "status": "read" });
    assert_eq!(ready.put("/v1/entries", body).await.status, StatusCode::NO_CONTENT);
    assert_eq!((total("status=read").await, total("status=unread").await), (json!(2), json!(2)));
    assert_eq!(total("status=read&status=unread").await, 4);
    let body = json!({ "entry_ids": [ids[0]], "status": "unread" });
    ready.put("/v1/entries", body).await;
    assert_eq!(total("status=unread").await, 3);
    let body = json!({ "entry_ids": [ids[2], ids[3]], "starred": true });
    ready.put("/v1/entries", body.clone()).await;
    ready.put("/v1/entries", body).await;
    assert_eq!((total("starred=true").await, total("starred=0").await), (json!(2), json!(2)));
    for bad in [
        json!({ "entry_ids": [], "status": "read" }),
        json!({ "entry_ids": [1] }),
        json!({ "entry_ids": [1], "status": "seen" }),
        json!({ "status": "read" }),
    ] {
        let answer = ready.put("/v1/entries", bad.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    let toms = ready.house.items(ready.house.other).await;
    ready.put("/v1/entries", json!({ "entry_ids": toms, "status": "read", "starred": true })).await;
    let item = ready.house.store.items_of(ready.house.other, &toms).await.unwrap().remove(0);
    assert!(item.read_at.is_none() && item.starred_at.is_none());
}

#[tokio::test]
async fn a_star_is_toggled() {
    let ready = Ready::new().await;
    let id = ready.ids().await[0];
    for (path, starred) in [("bookmark", true), ("bookmark", false), ("star", true)] {
        let answer = ready.put(&format!("/v1/entries/{id}/{path}"), Value::Null).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(ready.get(&format!("/v1/entries/{id}")).await["starred"], starred);
    }
    let answer = ready.put("/v1/entries/99999/bookmark", Value::Null).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_done_says_why() {
    let ready = Ready::new().await;
    let (id, feed) = (ready.ids().await[0], ready.news);
    let rewritten = ready.put(&format!("/v1/entries/{id}"), json!({ "title": "x" })).await;
    assert_eq!(rewritten.status, StatusCode::FORBIDDEN);
    let path = format!("/v1/feeds/{feed}/entries/import");
    let imported = ready.call(Method::POST, &path, json!({ "url": "https://x.example/" })).await;
    assert_eq!(imported.status, StatusCode::FORBIDDEN);
    assert_eq!(ready.put("/v1/flush-history", Value::Null).await.status, StatusCode::ACCEPTED);
    assert_eq!(ready.get("/v1/entries").await["total"], 4, "nothing is lost by it");
}

#[tokio::test]
async fn how_far_a_file_was_played_is_kept_for_each_user() {
    let ready = Ready::new().await;
    let id = ready.ids().await[0];
    let one = ready.get(&format!("/v1/entries/{id}")).await;
    let file = one["enclosures"][0]["id"].as_i64().unwrap();
    assert_eq!(one["enclosures"][0]["media_progression"], 0);
    let path = format!("/v1/enclosures/{file}");
    let answer = ready.put(&path, json!({ "media_progression": 81 })).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(ready.get(&path).await["media_progression"], 81);
    let one = ready.get(&format!("/v1/entries/{id}")).await;
    assert_eq!(one["enclosures"][0]["media_progression"], 81);
    let answer = ready.put(&path, json!({ "media_progression": -1 })).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    for missing in [file + 1, 0, -5, i64::MAX] {
        let path = format!("/v1/enclosures/{missing}");
        let answer = ready.call(Method::GET, &path, Value::Null).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let tom = &ready.house.other_secret;
    let answer = ready.call_with(tom, Method::GET, &path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_entry_is_saved_where_its_reader_saves_articles() {
    let ready = Ready::new().await;
    let (store, user, id) = (&ready.house.store, ready.house.user, ready.ids().await[0]);
    let path = format!("/v1/entries/{id}/save");
    let nowhere = ready.call(Method::POST, &path, Value::Null).await;
    assert_eq!(nowhere.status, StatusCode::BAD_REQUEST);
    assert_eq!(nowhere.json()["error_message"], "no third-party integration enabled");
    let saver = NewSaver {
        kind: TargetKind::Readeck,
        name: "Later".to_owned(),
        address: "https://later.example/".to_owned(),
        secret: "token".to_owned(),
        options: String::new(),
    };
    store.add_saver(user, saver, now()).await.unwrap();
    assert_eq!(ready.get("/v1/integrations/status").await, json!({ "has_integrations": true }));
    for _ in 0..2 {
        let saved = ready.call(Method::POST, &path, Value::Null).await;
        assert_eq!(saved.status, StatusCode::ACCEPTED);
    }
    assert_eq!(store.alerts_of(user, 10).await.unwrap().len(), 1, "asking twice is one wish");
    let missing = ready.call(Method::POST, "/v1/entries/99999/save", Value::Null).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

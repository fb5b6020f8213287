//! Feeds, categories, lists in and out.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Ready, field};

#[tokio::test]
async fn a_feed_says_all_that_clients_read() {
    let ready = Ready::new().await;
    let feeds = ready.get("/v1/feeds").await;
    assert_eq!(field(&feeds, "id"), [&json!(ready.news), &json!(ready.loose)]);
    let one = ready.get(&format!("/v1/feeds/{}", ready.news)).await;
    assert_eq!(one, feeds[0]);
    assert_eq!(one["title"], format!("Feed {}", ready.news));
    assert_eq!(one["feed_url"], "https://one.example/feed");
    assert_eq!(one["site_url"], "https://news.example.org/");
    assert_eq!(one["checked_at"], "2025-12-22T14:30:00Z");
    assert_eq!(one["next_check_at"], "2025-12-22T15:30:00Z");
    assert_eq!(one["category"]["title"], "News");
    assert_eq!(feeds[1]["category"]["title"], "All", "a feed is always in a category");
}

#[tokio::test]
async fn a_feeds_password_is_never_told() {
    let ready = Ready::new().await;
    let url = "https://ida:s3cret@private.example/feed";
    let feed = ready.house.feed(ready.house.user, url, "", Vec::new()).await;
    let answer = ready.call(Method::GET, "/v1/feeds", Value::Null).await;
    assert!(!answer.body.contains("s3cret"), "{}", answer.body);
    let one = ready.get(&format!("/v1/feeds/{feed}")).await;
    assert_eq!(one["feed_url"], "https://private.example/feed");
}

#[tokio::test]
async fn class_8_another_users_feeds_and_categories_are_not_there() {
    let ready = Ready::new().await;
    let toms = ready.house.store.subscriptions(ready.house.other).await.unwrap()[0].0.id;
    let toms_category = {
        let folders = ready.house.store.numbered_folders(ready.house.other).await.unwrap();
        folders.iter().find(|folder| folder.name == "Own").unwrap().id
    };
    let (get, put, delete) = (Method::GET, Method::PUT, Method::DELETE);
    for (method, path) in [
        (get.clone(), format!("/v1/feeds/{toms}")),
        (put.clone(), format!("/v1/feeds/{toms}")),
        (delete.clone(), format!("/v1/feeds/{toms}")),
        (put.clone(), format!("/v1/feeds/{toms}/refresh")),
        (put.clone(), format!("/v1/feeds/{toms}/mark-all-as-read")),
        (put.clone(), format!("/v1/categories/{toms_category}")),
        (delete, format!("/v1/categories/{toms_category}")),
        (put.clone(), format!("/v1/categories/{toms_category}/mark-all-as-read")),
        (put, format!("/v1/categories/{toms_category}/refresh")),
        (get.clone(), format!("/v1/categories/{toms_category}/feeds")),
        (get.clone(), format!("/v1/feeds/{toms}/icon")),
    ] {
        let answer = ready.call(method.clone(), &path, json!({ "title": "x" })).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    for path in
        [format!("/v1/feeds/{toms}/entries"), format!("/v1/categories/{toms_category}/entries")]
    {
        let answer = ready.call(get.clone(), &path, Value::Null).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
    }
    let kept = ready.house.store.subscriptions(ready.house.other).await.unwrap();
    assert_eq!((kept.len(), kept[0].1.folder.as_str()), (1, "Own"));
}

#[tokio::test]
async fn a_feed_is_renamed_moved_and_left() {
    let ready = Ready::new().await;
    let path = format!("/v1/feeds/{}", ready.loose);
    let news = ready.category("News").await;
    let answer = ready.put(&path, json!({ "title": " The  Two ", "category_id": news })).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json()["title"], "The Two");
    assert_eq!(answer.json()["category"]["id"], news);
    let within = ready.get(&format!("/v1/categories/{news}/feeds")).await;
    assert_eq!(within.as_array().unwrap().len(), 2);
    let all = ready.category("All").await;
    let answer = ready.put(&path, json!({ "category_id": all, "crawler": true })).await;
    assert_eq!(answer.json()["category"]["title"], "All");
    assert_eq!(answer.json()["crawler"], true);
    for bad in [json!({ "title": "  " }), json!({ "category_id": 99 })] {
        let answer = ready.put(&path, bad.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    let answer = ready.call(Method::DELETE, &path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let answer = ready.call(Method::DELETE, &path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

/// Scripts with the Python client may send back the whole feed as they got it.
#[tokio::test]
async fn a_whole_feed_sent_back_changes_nothing() {
    let ready = Ready::new().await;
    let path = format!("/v1/feeds/{}", ready.news);
    let before = ready.get(&path).await;
    let mut sent = before.clone();
    sent["category_id"] = before["category"]["id"].clone();
    let answer = ready.put(&path, sent).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(answer.json(), before);
    let own = ready.house.store.subscriptions(ready.house.user).await.unwrap();
    assert_eq!(own[0].1.title, None, "the feed's title stays the feed's");
}

#[tokio::test]
async fn how_a_shared_feed_is_read_is_not_for_one_of_its_readers_to_say() {
    let ready = Ready::new().await;
    let (store, tom) = (&ready.house.store, ready.house.other);
    store.subscribe(tom, ready.news, None, "", crate::tests::now()).await.unwrap();
    let path = format!("/v1/feeds/{}", ready.news);
    let secret = &ready.house.other_secret;
    let answer = ready.call_with(secret, Method::PUT, &path, json!({ "crawler": true })).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json()["crawler"], false);
}

#[tokio::test]
async fn counters_leave_out_what_is_nothing() {
    let ready = Ready::new().await;
    let id = ready.ids().await[0];
    ready.put("/v1/entries", json!({ "entry_ids": [id], "status": "read" })).await;
    let (news, loose) = (ready.news.to_string(), ready.loose.to_string());
    let counters = ready.get("/v1/feeds/counters").await;
    assert_eq!(counters, json!({ "reads": { news.clone(): 1 }, "unreads": { news: 2, loose: 1 } }));
}

#[tokio::test]
async fn a_category_is_made_renamed_filled_and_removed_and_keeps_its_number() {
    let ready = Ready::new().await;
    let made = ready.call(Method::POST, "/v1/categories", json!({ "title": " World " })).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.json()["id"].as_i64().unwrap();
    assert_eq!(made.json()["title"], "World");
    assert_eq!(ready.category("World").await, id, "it is there while it is empty");
    for taken in ["World", "News", "All", ""] {
        let body = json!({ "title": taken });
        let answer = ready.call(Method::POST, "/v1/categories", body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{taken}");
    }
    ready.put(&format!("/v1/feeds/{}", ready.loose), json!({ "category_id": id })).await;
    let path = format!("/v1/categories/{id}");
    let renamed = ready.put(&path, json!({ "id": id, "title": "Planet" })).await;
    assert_eq!(renamed.status, StatusCode::CREATED);
    assert_eq!(
        (renamed.json()["id"].as_i64(), renamed.json()["title"].as_str()),
        (Some(id), Some("Planet"))
    );
    let feed = ready.get(&format!("/v1/feeds/{}", ready.loose)).await;
    assert_eq!(feed["category"]["title"], "Planet");
    let taken = ready.put(&path, json!({ "title": "News" })).await;
    assert_eq!(taken.status, StatusCode::BAD_REQUEST);
    let counted = ready.get("/v1/categories?counts=true").await;
    let planet = counted.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(
        (planet["feed_count"].as_i64(), planet["total_unread"].as_i64()),
        (Some(1), Some(1))
    );
    let read = ready.put(&format!("{path}/mark-all-as-read"), Value::Null).await;
    assert_eq!(read.status, StatusCode::NO_CONTENT);
    assert_eq!(ready.get("/v1/entries?status=unread").await["total"], 3);
    let removed = ready.call(Method::DELETE, &path, Value::Null).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    let feed = ready.get(&format!("/v1/feeds/{}", ready.loose)).await;
    assert_eq!(feed["category"]["title"], "All", "its feeds stay");
    let gone = ready.call(Method::DELETE, &path, Value::Null).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_category_of_feeds_outside_of_folders_stays() {
    let ready = Ready::new().await;
    let path = format!("/v1/categories/{}", ready.category("All").await);
    let renamed = ready.put(&path, json!({ "title": "Other" })).await;
    assert_eq!(renamed.status, StatusCode::BAD_REQUEST);
    assert_eq!(ready.put(&path, json!({ "title": "All" })).await.status, StatusCode::CREATED);
    let removed = ready.call(Method::DELETE, &path, Value::Null).await;
    assert_eq!(removed.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn everything_is_read_by_feed_and_in_all() {
    let ready = Ready::new().await;
    let path = format!("/v1/feeds/{}/mark-all-as-read", ready.news);
    assert_eq!(ready.put(&path, Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ready.get("/v1/entries?status=unread").await["total"], 1);
    let path = format!("/v1/users/{}/mark-all-as-read", ready.house.user);
    assert_eq!(ready.put(&path, Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ready.get("/v1/entries?status=unread").await["total"], 0);
    let path = format!("/v1/users/{}/mark-all-as-read", ready.house.other);
    assert_eq!(ready.put(&path, Value::Null).await.status, StatusCode::FORBIDDEN);
}

/// Clients know feeds without an icon; Dateline keeps none.
#[tokio::test]
async fn a_feed_has_no_icon() {
    let ready = Ready::new().await;
    assert_eq!(ready.get("/v1/feeds").await[0]["icon"], Value::Null);
    for path in [format!("/v1/feeds/{}/icon", ready.news), "/v1/icons/1".to_owned()] {
        let answer = ready.call(Method::GET, &path, Value::Null).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn lists_come_in_and_go_out_as_opml() {
    let ready = Ready::new().await;
    let out = ready.call(Method::GET, "/v1/export", Value::Null).await;
    assert!(out.header("content-type").starts_with("text/xml"));
    assert!(out.body.contains("https://one.example/feed"), "{}", out.body);
    let opml = "<opml version=\"2.0\"><body><outline text=\"Sea\"><outline text=\"F\" \
        xmlUrl=\"https://four.example/f\"/></outline></body></opml>";
    let token = ("x-auth-token", ready.house.secret.as_str());
    let answer = ready.house.call(Method::POST, "/v1/import", &[token], opml).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert!(answer.json()["message"].is_string());
    assert!(ready.category("Sea").await > 0);
    let answer = ready.house.call(Method::POST, "/v1/import", &[token], "nothing").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_address_that_is_none_is_told_in_words() {
    let ready = Ready::new().await;
    for body in
        [json!({ "feed_url": "ftp://x.example/" }), json!({ "feed_url": "", "category_id": 1 })]
    {
        let answer = ready.call(Method::POST, "/v1/feeds", body.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert!(answer.json()["error_message"].as_str().is_some_and(|text| !text.is_empty()));
    }
    let answer =
        ready.call(Method::POST, "/v1/discover", json!({ "url": "ftp://x.example/" })).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

/// No setting of a feed leads round the check of addresses, as Miniflux's `proxy_url` did.
#[tokio::test]
async fn class_5_no_setting_of_a_feed_leads_inside() {
    let ready = Ready::new().await;
    let inside = "http://127.0.0.1:9/feed";
    let doors = json!({
        "feed_url": inside,
        "url": inside,
        "proxy_url": "http://127.0.0.1:9/",
        "fetch_via_proxy": true,
        "allow_self_signed_certificates": true,
        "user_agent": "curl",
    });
    let feed = format!("/v1/feeds/{}", ready.news);
    for (method, path) in
        [(Method::POST, "/v1/feeds"), (Method::POST, "/v1/discover"), (Method::PUT, feed.as_str())]
    {
        let answer = ready.call(method.clone(), path, doors.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{method} {path}: {}", answer.body);
        let told = answer.json()["error_message"].as_str().unwrap().to_owned();
        assert!(told.contains("127.0.0.1") && told.contains("fetch.allow"), "{told}");
    }
    let one = ready.get(&feed).await;
    assert_eq!(one["feed_url"], "https://one.example/feed");
    assert_eq!((one["proxy_url"].as_str(), one["user_agent"].as_str()), (Some(""), Some("")));
}

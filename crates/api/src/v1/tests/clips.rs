//! Pages and texts that a user keeps.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Furnished, ids, is};

#[tokio::test]
async fn a_text_is_kept_as_an_article_of_its_outlet_and_shown_to_nobody_else() {
    let house = Furnished::new().await;
    let text = json!({
        "text": "The pier is closed.\n\nIt opens in May.",
        "title": "Pier closed",
        "outlet": "Bay Tribune",
        "url": "https://bay.example/pier",
        "authors": ["Ida Quell"],
        "published": "2025-12-01T08:00:00Z",
    });
    let kept = house.ida("POST", "/clip", text.clone()).await;
    let path = format!("/articles/{}", kept["article"]);
    let article = house.ida("GET", &path, Value::Null).await;
    assert_eq!(article["outlet"]["name"], "Bay Tribune");
    assert_eq!(article["authors"], json!(["Ida Quell"]));
    assert_eq!(article["text"].as_str().unwrap().trim(), "The pier is closed.\n\nIt opens in May.");
    assert_eq!(article["provenance"]["page"], "not_needed");
    let entry = house.ida("GET", &format!("/entries/{}", kept["entry"]), Value::Null).await;
    assert_eq!((&entry["title"], &entry["feed"]), (&json!("Pier closed"), &kept["feed"]));
    let tom = house.house.other_secret.clone();
    is(&house.ask(&tom, "GET", &path, Value::Null).await, StatusCode::NOT_FOUND);
    let again = house.ask(&tom, "POST", "/clip", text.clone()).await;
    is(&again, StatusCode::CREATED);
    assert_ne!(again.json()["article"], kept["article"], "a text is its keeper's alone");

    let again = house.ask(&house.admin, "POST", "/clip", text).await;
    is(&again, StatusCode::OK);
    assert_eq!(again.json(), kept);
    let changed = json!({ "html": "<p>The pier is open.</p>", "url": "https://bay.example/pier" });
    assert_eq!(house.ida("POST", "/clip", changed).await, kept);
    let revisions = house.ida("GET", &format!("{path}/revisions"), Value::Null).await;
    assert_eq!(revisions["revisions"].as_array().unwrap().len(), 1, "{revisions}");
}

#[tokio::test]
async fn a_page_is_read_as_any_article_and_says_itself_what_it_is() {
    let house = Furnished::new().await;
    let page = json!({
        "url": "https://news.example.org/c",
        "title": "Words in its mouth",
        "outlet": "Somebody Else",
    });
    let kept = house.ida("POST", "/clip", page).await;
    let article = house.ida("GET", &format!("/articles/{}", kept["article"]), Value::Null).await;
    // Tom's feed brought it; Ida sees it now as well, as it was.
    assert_eq!(article["title"], "Title of c");
    assert_eq!(article["outlet"]["name"], "Example News");
    let unknown = house.ida("POST", "/clip", json!({ "url": "https://new.example/page" })).await;
    let path = format!("/articles/{}", unknown["article"]);
    let article = house.ida("GET", &path, Value::Null).await;
    assert_eq!(article["provenance"]["page"], "waiting");
}

#[tokio::test]
async fn clippings_are_never_polled_and_nobody_elses() {
    let house = Furnished::new().await;
    let kept = house.ida("POST", "/clip", json!({ "text": "A thought." })).await;
    let feed = dateline_model::FeedId(kept["feed"].as_i64().unwrap());
    let store = &house.house.store;
    assert!(!store.all_feed_ids(None).await.unwrap().contains(&feed));
    house.ida("POST", &format!("/feeds/{feed}/poll"), Value::Null).await;
    let wall = dateline_clock::Clock::system().wall();
    let claimed = store.claim_polls(&house.house.worker, &[feed], wall).await.unwrap();
    assert!(claimed.is_empty());
    let later = crate::tests::now() + jiff::SignedDuration::from_hours(24 * 300);
    let due = store.claim_due_polls(&house.house.worker, later, wall, 100, &[]).await.unwrap();
    assert!(due.iter().all(|task| task.feed.id != feed));
    let now = crate::tests::now();
    assert!(!store.subscribe(house.house.other, feed, None, "", now).await.unwrap());
    let tom = house.house.other_secret.clone();
    let seen = house.ask(&tom, "GET", "/entries/ids", Value::Null).await.json();
    assert!(!ids(&seen["ids"]).contains(&kept["entry"].as_i64().unwrap()));
    let opml = house.ask(&house.admin, "GET", "/opml", Value::Null).await;
    assert!(!opml.body.contains("clippings"), "{}", opml.body);
    let nothing = house.ask(&house.admin, "POST", "/clip", json!({ "title": "x" })).await;
    is(&nothing, StatusCode::CONFLICT);
}

#[tokio::test]
async fn clippings_outlive_the_age_of_articles() {
    let house = Furnished::new().await;
    let kept = house.ida("POST", "/clip", json!({ "text": "A thought." })).await;
    let retention = dateline_model::Retention {
        older_than: Some(crate::tests::now() + jiff::SignedDuration::from_hours(1)),
        ..dateline_model::Retention::default()
    };
    house.house.store.retention_apply(&retention).await.unwrap();
    let left = house.ida("GET", "/entries/ids", Value::Null).await;
    assert_eq!(ids(&left["ids"]), [kept["entry"].as_i64().unwrap()]);
}

//! What is marked read, starred and labelled, and what is counted.

use axum::http::{Method, StatusCode};
use dateline_model::{ArticleId, CopyLink, NewPlacement, StoryChange, StoryEvent, StoryId};
use serde_json::json;

use super::{App, FORM, furnished, state};
use crate::greader::ids;
use crate::tests::{House, entry};

#[tokio::test]
async fn tags_are_added_and_removed_in_any_number() {
    let (house, ..) = furnished().await;
    let app = App::ida(&house).await;
    let (read, starred, kept) = (state("read"), state("starred"), state("kept-unread"));
    let label = ids::label("later");
    app.post("edit-tag", &[("i", "1"), ("i", "2"), ("a", &read), ("a", &starred), ("a", &label)])
        .await;
    assert_eq!(app.refs(&format!("s={read}")).await, [2, 1]);
    assert_eq!(app.refs(&format!("s={starred}")).await, [2, 1]);
    assert_eq!(app.refs(&format!("s={label}")).await, [2, 1]);
    app.post("edit-tag", &[("i", "1"), ("r", &read), ("r", &starred), ("r", &label)]).await;
    app.post("edit-tag", &[("i", "2"), ("a", &kept), ("r", &read)]).await;
    assert!(app.refs(&format!("s={read}")).await.is_empty());
    assert_eq!(app.refs(&format!("s={starred}")).await, [2]);
    let answer = app.sends("edit-tag", &[("i", "1"), ("a", &read), ("r", &read)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.sends("edit-tag", &[("a", &read)]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.unread(&state("reading-list")).await, 5);
}

#[tokio::test]
async fn all_is_marked_read_only_up_to_what_the_app_has_seen() {
    let (house, one, _) = furnished().await;
    let app = App::ida(&house).await;
    let until = crate::tests::now() + jiff::SignedDuration::from_mins(30);
    let all = state("reading-list");
    // NewsFlash sends microseconds, others seconds.
    let micros = until.as_microsecond().to_string();
    app.post("mark-all-as-read", &[("s", &ids::feed(one)), ("ts", &micros)]).await;
    assert_eq!(app.refs(&format!("xt={}", state("read"))).await, [5, 4]);
    app.post("mark-all-as-read", &[("s", &all), ("ts", &until.as_second().to_string())]).await;
    assert_eq!(app.refs(&format!("xt={}", state("read"))).await, [5]);
    house.bring(one, 0, vec![entry("now")]).await;
    app.post("edit-tag", &[("i", "6"), ("a", &state("starred"))]).await;
    app.post("mark-all-as-read", &[("s", &state("starred"))]).await;
    assert_eq!(app.refs(&format!("xt={}", state("read"))).await, [5], "without ts, up to now");
    app.post("mark-all-as-read", &[("s", "user/-/label/News/Local"), ("ts", "0")]).await;
    assert_eq!(app.sends("mark-all-as-read", &[]).await.status, StatusCode::BAD_REQUEST);
}

/// One article has another's text, and both are the first story.
async fn copied(house: &House, article: i64, of: i64) {
    let wall = dateline_clock::Clock::system().wall();
    house.store.hold_stories(&house.worker, wall).await.unwrap();
    let due = house.store.due_placements(crate::tests::now(), 100).await.unwrap();
    let placement = |id: i64, copy: Option<CopyLink>| NewPlacement {
        article: ArticleId(id),
        due: due.iter().find(|task| task.article.0 == id).unwrap().due,
        story: StoryId(1),
        copy,
        features: vec![1],
        copied_by: Vec::new(),
        changes: vec![StoryChange {
            event: StoryEvent::Joined,
            story: StoryId(1),
            other: None,
            articles: vec![ArticleId(id)],
            because: "for a test".to_owned(),
        }],
    };
    let link = CopyLink { of: ArticleId(of), credited: true, shared: 1.0 };
    let batch = vec![placement(of, None), placement(article, Some(link))];
    house.store.save_placements(&house.worker, batch, wall).await.unwrap();
}

#[tokio::test]
async fn marking_a_copy_read_marks_the_others_and_counts_stay_true() {
    let (house, one, two) = furnished().await;
    let app = App::ida(&house).await;
    copied(&house, 4, 1).await;
    app.post("edit-tag", &[("i", "4"), ("a", &state("read"))]).await;
    assert_eq!(app.refs(&format!("s={}", state("read"))).await, [4, 1]);
    assert_eq!(app.unread(&ids::feed(one)).await, 2);
    assert_eq!(app.unread(&ids::feed(two)).await, 1);
    assert_eq!(app.unread(&state("reading-list")).await, 3);
    app.post("edit-tag", &[("i", "4"), ("r", &state("read"))]).await;
    assert!(app.refs(&format!("s={}", state("read"))).await.is_empty(), "and it is undone");
    house.store.set_spreads_read(house.user, false).await.unwrap();
    app.post("edit-tag", &[("i", "4"), ("a", &state("read"))]).await;
    assert_eq!(app.refs(&format!("s={}", state("read"))).await, [4], "where the user wants it");
}

#[tokio::test]
async fn unread_counts_tell_of_feeds_folders_labels_and_all() {
    let (house, one, two) = furnished().await;
    let app = App::ida(&house).await;
    app.post("edit-tag", &[("i", "1"), ("i", "2"), ("a", &ids::label("later"))]).await;
    app.post("edit-tag", &[("i", "1"), ("a", &state("read"))]).await;
    app.post("mark-all-as-read", &[("s", &ids::feed(two)), ("ts", "99999999999")]).await;
    let counts = app.get("unread-count?output=json&all=1").await;
    assert_eq!(counts["max"], 2);
    for (stream, expected) in [
        (ids::feed(one), 2),
        (ids::feed(two), 0),
        (ids::label("News/Local"), 2),
        (ids::label("later"), 1),
        (state("reading-list"), 2),
    ] {
        assert_eq!(app.unread(&stream).await, expected, "{stream}");
    }
    let first = &counts["unreadcounts"][0];
    let newest = first["newestItemTimestampUsec"].as_str().expect("a string");
    assert_eq!(newest, crate::tests::now().as_microsecond().to_string());
    assert_eq!(app.asks("api/0/stream/items/count?s=feed/2").await.body, "2");
    let told = app.asks("api/0/stream/items/count?a=true").await.body;
    assert_eq!(told, "5#December 22, 2025");
}

#[tokio::test]
async fn what_one_protocol_writes_the_others_read() {
    let (house, ..) = furnished().await;
    let app = App::ida(&house).await;
    let key = dateline_auth::app_password::fever_key("ida", &house.secret);
    let fever = |words: &'static str| {
        let (house, body) = (&house, format!("api_key={key}"));
        async move {
            let path = format!("/fever/?api&{words}");
            house.call(Method::POST, &path, &[FORM], body).await.json()
        }
    };
    let miniflux = |method: Method, path: &'static str, body: &'static str| {
        let headers =
            [("x-auth-token", house.secret.as_str()), ("content-type", "application/json")];
        let house = &house;
        async move { house.call(method, path, &headers, body).await }
    };
    let (read, starred) = (state("read"), state("starred"));
    app.post("edit-tag", &[("i", "2"), ("a", &read), ("a", &starred)]).await;
    let told = fever("unread_item_ids&saved_item_ids").await;
    assert_eq!(told["saved_item_ids"], "2");
    let unread = told["unread_item_ids"].as_str().unwrap();
    assert!(!unread.split(',').any(|id| id == "2") && unread.split(',').count() == 4, "{unread}");
    let entry = miniflux(Method::GET, "/v1/entries/2", "").await.json();
    assert_eq!((&entry["status"], &entry["starred"]), (&json!("read"), &json!(true)));
    fever("mark=item&as=unsaved&id=2").await;
    assert!(app.refs(&format!("s={starred}")).await.is_empty());
    let unread = r#"{"entry_ids":[2],"status":"unread"}"#;
    assert_eq!(miniflux(Method::PUT, "/v1/entries", unread).await.status, StatusCode::NO_CONTENT);
    assert!(app.refs(&format!("s={read}")).await.is_empty());
    assert_eq!(app.unread(&state("reading-list")).await, 5);
}

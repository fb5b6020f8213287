//! Subscriptions, folders and labels.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{App, BASE, FORM, furnished, state};
use crate::greader::ids;
use crate::tests::House;

#[tokio::test]
async fn subscriptions_are_renamed_moved_and_ended() {
    let (house, one, two) = furnished().await;
    let app = App::ida(&house).await;
    let (first, second) = (ids::feed(one), ids::feed(two));
    let listed = |id: String| {
        let app = &app;
        async move {
            let list = app.get("subscription/list?output=json").await;
            let list = list["subscriptions"].as_array().unwrap().clone();
            list.into_iter().find(|feed| feed["id"] == id)
        }
    };
    let feed = listed(first.clone()).await.unwrap();
    assert_eq!(feed["title"], "Feed 1");
    assert_eq!(feed["url"], "https://one.example/feed");
    assert_eq!(feed["htmlUrl"], "https://news.example.org/");
    let category = json!([{ "id": ids::label("News/Local"), "label": "News/Local" }]);
    assert_eq!(feed["categories"], category);
    let edit = |pairs: Vec<(&'static str, String)>| {
        let app = &app;
        async move {
            let pairs: Vec<(&str, &str)> =
                pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
            app.post("subscription/edit", &pairs).await;
        }
    };
    let ac = ("ac", "edit".to_owned());
    edit(vec![ac.clone(), ("s", first.clone()), ("t", " Mine ".to_owned())]).await;
    assert_eq!(listed(first.clone()).await.unwrap()["title"], "Mine");
    let (from, to) = (ids::label("News/Local"), ids::label("Bay"));
    edit(vec![ac.clone(), ("s", first.clone()), ("a", to.clone()), ("r", from.clone())]).await;
    let feed = listed(first.clone()).await.unwrap();
    assert_eq!((&feed["categories"][0]["label"], &feed["title"]), (&json!("Bay"), &json!("Mine")));
    let untidy = ids::label("/Bay//./");
    edit(vec![ac.clone(), ("s", first.clone()), ("a", untidy)]).await;
    assert_eq!(listed(first.clone()).await.unwrap()["categories"][0]["label"], "Bay");
    edit(vec![ac.clone(), ("s", first.clone()), ("r", from)]).await;
    assert_eq!(listed(first.clone()).await.unwrap()["categories"][0]["label"], "Bay");
    edit(vec![ac.clone(), ("s", first.clone()), ("r", to)]).await;
    assert_eq!(listed(first.clone()).await.unwrap()["categories"], json!([]));
    // Several at once, by address too.
    let by_address = "feed/https://two.example/f?x=1".to_owned();
    let pairs = vec![
        ac,
        ("s", first.clone()),
        ("t", "One".to_owned()),
        ("s", by_address),
        ("t", "Two".to_owned()),
    ];
    edit(pairs).await;
    assert_eq!(listed(second.clone()).await.unwrap()["title"], "Two");
    assert_eq!(app.asks(&format!("api/0/subscribed?s={second}")).await.body, "true");
    edit(vec![("ac", "unsubscribe".to_owned()), ("s", second.clone())]).await;
    edit(vec![("ac", "unsubscribe".to_owned()), ("s", second.clone())]).await;
    assert!(listed(second.clone()).await.is_none());
    assert_eq!(app.asks(&format!("api/0/subscribed?s={second}")).await.body, "false");
    for odd in [
        vec![("ac", "edit"), ("s", second.as_str()), ("t", "x")],
        vec![("ac", "edit"), ("s", "nonsense")],
        vec![("ac", "sing"), ("s", first.as_str())],
        vec![("ac", "edit"), ("s", first.as_str()), ("a", "user/-/label/..")],
        vec![("ac", "edit")],
        vec![("ac", "subscribe"), ("s", "feed/not an address")],
    ] {
        let answer = app.sends("subscription/edit", &odd).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{odd:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_added_is_told_with_200() {
    let house = House::new().await;
    let app = App::ida(&house).await;
    for typed in ["not an address", "feed/http://127.0.0.1:9/feed"] {
        let answer = app.sends("subscription/quickadd", &[("quickadd", typed)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        let told = answer.json();
        assert_eq!(told["numResults"], 0, "{told}");
        assert!(!told["error"].as_str().unwrap().is_empty() && told.get("streamId").is_none());
    }
    let headers = [("authorization", app.auth.as_str()), FORM];
    let path = format!("{BASE}/reader/api/0/subscription/quickadd?quickadd=nonsense://x");
    let told = house.call(Method::POST, &path, &headers, "T=x").await.json();
    assert_eq!(told["query"], "nonsense://x", "it may stand in the query");
}

#[tokio::test]
async fn subscriptions_go_out_and_come_in_as_opml() {
    let (house, one, _) = furnished().await;
    let ida = App::ida(&house).await;
    let opml = ida.asks("api/0/subscription/export").await;
    assert!(opml.header("content-type").starts_with("text/xml"));
    assert!(opml.body.contains("https://one.example/feed"));
    let tom = App::tom(&house).await;
    let headers = [("authorization", tom.auth.as_str()), ("content-type", "text/xml")];
    let path = format!("{BASE}/reader/api/0/subscription/import");
    let answer = house.call(Method::POST, &path, &headers, opml.body).await;
    assert_eq!(answer.body, "OK: 2");
    let list = tom.get("subscription/list").await;
    assert_eq!(list["subscriptions"].as_array().unwrap().len(), 2);
    assert_eq!(tom.refs(&format!("s={}", ids::feed(one))).await.len(), 3);
    let answer = house.call(Method::POST, &path, &headers, "no opml").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn folders_and_labels_are_listed_renamed_and_removed() {
    let (house, one, _) = furnished().await;
    let app = App::ida(&house).await;
    app.post("edit-tag", &[("i", "4"), ("a", &ids::label("later"))]).await;
    let tags = app.get("tag/list?output=json&types=1").await;
    let expected = json!({ "tags": [
        { "id": state("starred") },
        { "id": ids::label("News/Local"), "type": "folder", "unread_count": 3 },
        { "id": ids::label("later"), "type": "tag", "unread_count": 1 },
    ]});
    assert_eq!(tags, expected);
    let bay = ids::label("Bay");
    app.post("rename-tag", &[("s", &ids::label("News/Local")), ("dest", &bay)]).await;
    app.post("rename-tag", &[("t", "later"), ("dest", &ids::label("soon"))]).await;
    assert_eq!(app.refs(&format!("s={bay}")).await, [3, 2, 1]);
    assert_eq!(app.refs(&format!("s={}", ids::label("soon"))).await, [4]);
    for (typed, kept) in [("user/-/label/ /World  news/ ./", "World news"), ("/Bay/", "Bay")] {
        let now = if kept == "Bay" { ids::label("World news") } else { bay.clone() };
        app.post("rename-tag", &[("s", &now), ("dest", typed)]).await;
        let moved = format!("s={}", ids::label(kept).replace(' ', "+"));
        assert_eq!(app.refs(&moved).await, [3, 2, 1], "{typed}");
    }
    let nothing = [("s", bay.as_str()), ("dest", "user/-/label/../.")];
    assert_eq!(app.sends("rename-tag", &nothing).await.status, StatusCode::BAD_REQUEST);
    app.post("disable-tag", &[("s", &bay), ("t", "soon")]).await;
    assert_eq!(app.get("tag/list").await["tags"].as_array().unwrap().len(), 1);
    assert_eq!(app.refs(&format!("s={}", ids::feed(one))).await, [3, 2, 1], "feeds stay");
    for (path, pairs) in [
        ("rename-tag", vec![("s", bay.as_str()), ("dest", "user/-/label/x")]),
        ("rename-tag", vec![("s", bay.as_str())]),
        ("disable-tag", vec![("t", "unknown")]),
        ("disable-tag", vec![]),
    ] {
        assert_eq!(app.sends(path, &pairs).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn lists_that_are_empty_here_have_the_shape_that_apps_read() {
    let house = House::new().await;
    let app = App::ida(&house).await;
    assert_eq!(app.get("preference/list").await, json!({ "prefs": [] }));
    assert_eq!(app.get("preference/stream/list").await, json!({ "streamprefs": {} }));
    assert_eq!(app.get("friend/list").await, json!({ "friends": [] }));
    let counts = app.get("unread-count").await;
    let all = json!([{
        "id": state("reading-list"), "count": 0, "newestItemTimestampUsec": "0"
    }]);
    assert_eq!(counts, json!({ "max": 0, "unreadcounts": all }));
    assert_eq!(app.get("stream/items/ids").await, json!({ "itemRefs": [] }));
    assert_eq!(app.get("stream/contents").await["items"], json!([]));
}

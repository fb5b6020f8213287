//! What is answered, held to what the document says.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Furnished, ids, is};
use crate::v1::{BASE, document};

#[tokio::test]
async fn the_document_names_all_that_is_routed_and_the_router_all_that_it_names() {
    let house = Furnished::new().await;
    let answer = house.house.call(Method::GET, "/api/v1/openapi.json", &[], "").await;
    is(&answer, StatusCode::OK);
    let document = answer.json();
    assert_eq!(document, document::document(&house.table));
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 30);
    for (path, methods) in paths {
        let filled: String = path
            .split('/')
            .map(|level| if level.starts_with('{') { "1" } else { level })
            .collect::<Vec<_>>()
            .join("/");
        for method in ["GET", "POST", "PATCH", "DELETE", "PUT"] {
            let documented = methods.get(method.to_lowercase()).is_some();
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let at = format!("{BASE}{filled}");
            let answer = house.house.call(method.clone(), &at, &[], "").await;
            // Nobody that is known asks.
            let wanted = match documented {
                true => StatusCode::UNAUTHORIZED,
                false => StatusCode::METHOD_NOT_ALLOWED,
            };
            assert_eq!(answer.status, wanted, "{method} {path}");
            if !documented {
                let told: Vec<&str> = answer.header("allow").split(", ").collect();
                let has = |word: &str| told.iter().any(|one| one.eq_ignore_ascii_case(word));
                assert!(methods.as_object().unwrap().keys().all(|known| has(known)), "{told:?}");
            }
        }
    }
}

#[tokio::test]
async fn operations_have_names_of_their_own_and_say_what_they_are() {
    let table = crate::v1::Table::new();
    let mut names: Vec<&str> = table.operations.iter().map(|it| it.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    for operation in &table.operations {
        assert!(
            !operation.about.is_empty() && !operation.about.ends_with('.'),
            "{}",
            operation.name
        );
        assert!(!operation.group.is_empty() && !operation.answers.is_empty(), "{}", operation.name);
        for level in operation.path.split('/').filter(|level| level.starts_with('{')) {
            let name = level.trim_matches(['{', '}']);
            let known = operation.parameters.iter().find(|it| it.name == name);
            assert!(known.is_some_and(|it| it.in_path), "{}: {name}", operation.name);
        }
    }
}

#[tokio::test]
async fn the_page_shows_every_operation_and_runs_nothing() {
    let house = Furnished::new().await;
    let page = house.house.call(Method::GET, "/api/v1/", &[], "").await;
    is(&page, StatusCode::OK);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(!page.body.contains("<script"));
    for operation in &house.table.operations {
        assert!(page.body.contains(&format!("id=\"{}\"", operation.name)), "{}", operation.name);
    }
    let style = house.house.call(Method::GET, "/api/v1/api.css", &[], "").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    let lead = house.house.call(Method::GET, "/api/v1", &[], "").await;
    assert_eq!(lead.header("location"), "/api/v1/");
}

#[tokio::test]
async fn every_list_and_thing_looks_as_the_document_says() {
    let house = Furnished::new().await;
    for path in [
        "/me",
        "/feeds",
        "/folders",
        "/labels",
        "/unread",
        "/entries",
        "/entries/ids",
        "/articles",
        "/stories",
        "/front",
        "/sections",
        "/searches",
        "/rules",
        "/alerts",
        "/alerts/targets",
        "/users",
        "/opml",
        "/events",
    ] {
        let answer = house.ask(&house.admin, "GET", path, Value::Null).await;
        is(&answer, StatusCode::OK);
    }
    let entries = house.ida("GET", "/entries?order=oldest", Value::Null).await;
    assert_eq!(ids(&entries["entries"]).len(), 3);
    let entry = &entries["entries"][0];
    assert_eq!(entry["title"], "Title of a");
    let article = house.ida("GET", &format!("/articles/{}", entry["article"]), Value::Null).await;
    assert_eq!(article["provenance"]["carried_by"][0]["entry"], entry["id"]);
    assert_eq!(article["text"].as_str().unwrap().trim(), "What happened at a, in a few words.");
    let path = format!("/articles/{}/revisions", entry["article"]);
    assert_eq!(house.ida("GET", &path, Value::Null).await["revisions"], json!([]));
}

#[tokio::test]
async fn what_a_publisher_changed_is_told_word_by_word() {
    let house = Furnished::new().await;
    let feed = house.ida("GET", "/feeds?folder=Mine", Value::Null).await["feeds"][0]["id"].clone();
    let feed = dateline_model::FeedId(feed.as_i64().unwrap());
    let mut changed = crate::tests::entry("a");
    let text = "What happened at a, in many words.".to_owned();
    (changed.article.html, changed.html) = (format!("<p>{text}</p>"), format!("<p>{text}</p>"));
    (changed.article.text, changed.content_hash) = (text, "other".to_owned());
    house.house.bring(feed, 20, vec![changed]).await;
    let entries = house.ida("GET", "/entries?order=oldest", Value::Null).await;
    let path = format!("/articles/{}/revisions", entries["entries"][0]["article"]);
    let told = house.ida("GET", &path, Value::Null).await;
    let revision = &told["revisions"][0];
    assert!(revision["text"].as_str().unwrap().contains("a few words"), "{revision}");
    assert_eq!(revision["headline"], Value::Null);
    let pieces = revision["changes"][0]["pieces"].as_array().unwrap();
    let gone: Vec<&str> = pieces
        .iter()
        .filter(|piece| piece["fate"] == "gone")
        .map(|piece| piece["text"].as_str().unwrap().trim())
        .collect();
    assert_eq!(gone, ["a few"], "{revision}");
}

#[tokio::test]
async fn lists_go_on_where_they_stopped_whatever_has_come_since() {
    let house = Furnished::new().await;
    let mut seen = Vec::new();
    let mut path = "/entries?limit=1".to_owned();
    for round in 0..3 {
        let page = house.ida("GET", &path, Value::Null).await;
        seen.extend(ids(&page["entries"]));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/entries?limit=1&after={next}");
        let feed = format!("https://new{round}.example/feed");
        house.house.feed(house.house.user, &feed, "", vec![crate::tests::entry(&feed)]).await;
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (3, &sorted));
    let all = ids(&house.ida("GET", "/entries/ids?order=oldest", Value::Null).await["ids"]);
    assert_eq!(all.len(), 5);
    let later = format!("/entries/ids?order=oldest&after={}", all[3]);
    assert_eq!(ids(&house.ida("GET", &later, Value::Null).await["ids"]), all[4..]);
    let first = house.ida("GET", "/articles?limit=4", Value::Null).await;
    let rest = format!("/articles?after={}", first["next"].as_str().unwrap());
    let rest = house.ida("GET", &rest, Value::Null).await;
    let mut articles = ids(&first["articles"]);
    articles.extend(ids(&rest["articles"]));
    articles.sort_unstable();
    articles.dedup();
    assert_eq!((articles.len(), &rest["next"]), (5, &Value::Null));
    let first = house.ida("GET", "/feeds?limit=3", Value::Null).await;
    let rest = format!("/feeds?after={}", first["next"].as_str().unwrap());
    assert_eq!(ids(&house.ida("GET", &rest, Value::Null).await["feeds"]).len(), 1);
}

#[tokio::test]
async fn feeds_folders_and_labels_are_changed_and_listed_as_they_are() {
    let house = Furnished::new().await;
    let feeds = house.ida("GET", "/feeds", Value::Null).await;
    let feed = format!("/feeds/{}", feeds["feeds"][0]["id"]);
    let changed =
        house.ida("PATCH", &feed, json!({ "title": " My \u{7}own ", "folder": "/A/ B" })).await;
    assert_eq!((&changed["own_title"], &changed["folder"]), (&json!("My own"), &json!("A/B")));
    let changed = house.ida("PATCH", &feed, json!({ "title": null })).await;
    assert_eq!((&changed["own_title"], &changed["folder"]), (&Value::Null, &json!("A/B")));
    house.ida("POST", "/folders/rename", json!({ "from": "A/B", "to": "C" })).await;
    assert_eq!(house.ida("GET", &feed, Value::Null).await["folder"], "C");
    house.ida("POST", "/folders/remove", json!({ "name": "C" })).await;
    assert_eq!(house.ida("GET", &feed, Value::Null).await["folder"], "");
    let none = json!({ "from": "C", "to": "D" });
    is(&house.ask(&house.admin, "POST", "/folders/rename", none).await, StatusCode::NOT_FOUND);
    house.ida("POST", &format!("{feed}/poll"), Value::Null).await;
    assert_eq!(house.ida("POST", "/feeds/poll", Value::Null).await["feeds"], 2);
    let all = ids(&house.ida("GET", "/entries/ids", Value::Null).await["ids"]);
    let marks = json!({ "ids": all, "add_labels": ["later"], "starred": true, "read": true });
    assert!(house.ida("PATCH", "/entries", marks).await["changed"].as_u64().unwrap() > 0);
    assert_eq!(house.ida("GET", "/labels", Value::Null).await["labels"], json!(["later"]));
    assert_eq!(ids(&house.ida("GET", "/entries?label=later", Value::Null).await["entries"]), all);
    assert_eq!(house.ida("GET", "/unread", Value::Null).await["total"], 0);
    house.ida("POST", "/labels/rename", json!({ "from": "later", "to": "soon" })).await;
    house.ida("POST", "/labels/remove", json!({ "name": "soon" })).await;
    assert_eq!(house.ida("GET", "/labels", Value::Null).await["labels"], json!([]));
    house.ida("DELETE", &feed, Value::Null).await;
    is(&house.ask(&house.admin, "GET", &feed, Value::Null).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_came_after_a_moment_stays_unread() {
    let house = Furnished::new().await;
    let feeds = house.ida("GET", "/feeds?folder=Mine", Value::Null).await;
    let feed = dateline_model::FeedId(feeds["feeds"][0]["id"].as_i64().unwrap());
    house.house.bring(feed, 30, vec![crate::tests::entry("late")]).await;
    let until = json!({ "seen_until": crate::tests::now().to_string(), "feed": feed });
    assert_eq!(house.ida("POST", "/entries/read", until).await["changed"], 2);
    let unread = house.ida("GET", "/entries?read=false", Value::Null).await;
    let titles: Vec<&str> = unread["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Title of late", "Title of e"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_is_answered_as_it_is_documented() {
    let house = Furnished::new().await;
    assert!(house.house.app.desk.follow_store(|_| {}).await.unwrap());
    let found = house.ida("GET", "/search?q=title:title&counts=true", Value::Null).await;
    assert_eq!(found["total"], 3, "what only Tom's feeds carry is not found: {found}");
    assert!(found["counts"]["times"].is_array(), "{found}");
    let first = house.ida("GET", "/search?limit=2", Value::Null).await;
    let next = first["next"].as_str().unwrap();
    let rest = house.ida("GET", &format!("/search?limit=2&after={next}"), Value::Null).await;
    assert_eq!(rest["articles"].as_array().unwrap().len(), 1);
    let best = house.ida("GET", "/search?q=title&order=best&limit=1", Value::Null).await;
    let next = best["next"].as_str().unwrap().to_owned();
    house.ida("GET", &format!("/search?q=title&order=best&after={next}"), Value::Null).await;
    for bad in ["limit=0", "limit=101", "limit=x", "order=worst", "after=here", "counts=2", "x=1"] {
        let answer = house.ask(&house.admin, "GET", &format!("/search?{bad}"), Value::Null).await;
        is(&answer, StatusCode::BAD_REQUEST);
    }
    let long = "(".repeat(5000);
    for odd in ["%00", "%22%22%22", "((((", "-", "OR+OR", "date:x", "near:99999", "", &long] {
        house.ida("GET", &format!("/search?q={odd}"), Value::Null).await;
    }
    let odd = house.ask(&house.admin, "GET", "/search?q=%ff", Value::Null).await;
    is(&odd, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searches_and_rules_are_kept_changed_and_let_go() {
    let house = Furnished::new().await;
    assert!(house.house.app.desk.follow_store(|_| {}).await.unwrap());
    let kept = house.ida("POST", "/searches", json!({ "query": "title:title" })).await;
    assert_eq!((&kept["name"], &kept["section"]), (&json!("title:title"), &json!(true)));
    let path = format!("/searches/{}", kept["id"]);
    let found = house.ida("GET", &format!("{path}/articles?limit=2"), Value::Null).await;
    let rest = format!("{path}/articles?after={}", found["next"].as_str().unwrap());
    assert_eq!(ids(&house.ida("GET", &rest, Value::Null).await["articles"]).len(), 1);
    let sections = house.ida("GET", "/sections", Value::Null).await;
    assert_eq!(sections["sections"][1]["search"], kept["id"], "{sections}");
    let changed = house.ida("PATCH", &path, json!({ "name": "Titles", "section": false })).await;
    assert_eq!((&changed["name"], &changed["section"]), (&json!("Titles"), &json!(false)));
    assert_eq!(house.ida("GET", &path, Value::Null).await["query"], "title:title");
    house.ida("DELETE", &path, Value::Null).await;
    is(&house.ask(&house.admin, "GET", &path, Value::Null).await, StatusCode::NOT_FOUND);

    let rule = json!({ "query": "title:title", "does": "folder", "folder": "Titles" });
    let rule = house.ida("POST", "/rules", rule).await;
    let path = format!("/rules/{}", rule["id"]);
    assert_eq!(house.ida("POST", &format!("{path}/apply"), Value::Null).await["applied"], 3);
    assert_eq!(house.ida("GET", "/rules", Value::Null).await["rules"][0]["articles"], 3);
    house.ida("DELETE", &path, Value::Null).await;
    let nameless = json!({ "query": "x", "does": "folder", "folder": " / " });
    is(&house.ask(&house.admin, "POST", "/rules", nameless).await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn feeds_go_out_and_come_in_as_opml() {
    let house = Furnished::new().await;
    let answer = house.ask(&house.admin, "GET", "/opml", Value::Null).await;
    assert!(answer.body.contains("https://ida.example/feed"), "{}", answer.body);
    assert!(!answer.body.contains("https://tom.example/feed"), "{}", answer.body);
    let tom = house.house.other_secret.clone();
    let report = house.ask(&tom, "POST", "/opml", Value::String(answer.body)).await;
    assert_eq!((&report.json()["added"], &report.json()["already"]), (&json!(1), &json!(1)));
    let none = house.ask(&tom, "POST", "/opml", Value::String("nothing".to_owned())).await;
    is(&none, StatusCode::CONFLICT);
}

#[tokio::test]
async fn accounts_are_made_changed_and_removed_by_who_may() {
    let house = Furnished::new().await;
    let new = json!({ "name": "Ada", "password": "correct horse battery" });
    let ada = house.ida("POST", "/users", new.clone()).await;
    assert_eq!((&ada["role"], &ada["has_password"]), (&json!("member"), &json!(true)));
    is(&house.ask(&house.admin, "POST", "/users", new).await, StatusCode::CONFLICT);
    let path = format!("/users/{}", ada["id"]);
    assert_eq!(house.ida("PATCH", &path, json!({ "role": "admin" })).await["role"], "admin");
    assert_eq!(house.ida("GET", "/users", Value::Null).await["users"].as_array().unwrap().len(), 3);
    house.ida("DELETE", &path, Value::Null).await;
    for (method, body) in [("DELETE", Value::Null), ("PATCH", json!({ "role": "member" }))] {
        let own = format!("/users/{}", house.house.user);
        let answer = house.ask(&house.admin, method, &own, body).await;
        is(&answer, StatusCode::CONFLICT);
    }
}

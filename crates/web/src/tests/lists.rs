//! The classic view, undoing, what stands beside an article, and what a browser may keep.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::seed::Story;
use super::{House, OWNER, PASSWORD, story};

async fn with_articles(titles: &[&'static str]) -> (House, Vec<dateline_model::ArticleId>) {
    let house = House::signed_in().await;
    let stories: Vec<Story> = titles
        .iter()
        .zip(1_i64..)
        .map(|(title, number)| story(title, &format!("/{number}"), number * 300))
        .collect();
    let ids = house.feed(OWNER, "https://baytribune.example/feed", &stories).await;
    (house, ids)
}

/// Where each of these stands in a text, by place.
fn order<'a>(body: &str, titles: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<_> = titles
        .iter()
        .filter_map(|title| Some((body.find(&format!(">{title}</a>"))?, *title)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, title)| title).collect()
}

fn between<'a>(body: &'a str, before: &str, after: &str) -> &'a str {
    body.split_once(before).and_then(|(_, rest)| rest.split_once(after)).unwrap_or_default().0
}

#[tokio::test]
async fn the_classic_view_is_sorted_and_filtered_as_its_reader_likes() {
    let titles = ["First of all", "Second of all", "Third of all"];
    let (mut house, ids) = with_articles(&titles).await;
    let page = house.get("/classic").await.body;
    assert_eq!(order(&page, &titles), titles);
    assert!(page.contains("class=\"excerpt\""));
    house.post_signed("/classic/view", &[("set", "oldest"), ("back", "/classic")]).await;
    house.post_signed("/classic/view", &[("set", "titles")]).await;
    house.post_signed(&format!("/article/{}/read", ids[1]), &[("read", "true")]).await;
    let page = house.get("/classic").await.body;
    assert_eq!(order(&page, &titles), ["Third of all", "First of all"]);
    assert!(!page.contains("class=\"excerpt\""));
    let answer = house.post_signed("/classic/view", &[("set", "all"), ("back", "/classic")]).await;
    assert_eq!(answer.location(), "/classic");
    let page = house.get("/classic/folder/News").await.body;
    assert_eq!(order(&page, &titles), ["Third of all", "Second of all", "First of all"]);
    let wrong = house.post_signed("/classic/view", &[("set", "sideways")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.get("/classic/folder/Nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_classic_view_can_be_the_start_page() {
    let (mut house, _) = with_articles(&["One"]).await;
    assert_eq!(house.get("/").await.status, StatusCode::OK);
    house.post_signed("/account/reading", &[("classic", "true"), ("keys", "true")]).await;
    assert_eq!(house.get("/").await.location(), "/classic");
    let front = house.get("/front").await;
    assert_eq!(front.status, StatusCode::OK);
    assert!(front.body.contains("href=\"/front\""));
    assert!(!front.body.contains("data-no-keys"));
    house.post_signed("/account/reading", &[]).await;
    let front = house.get("/").await;
    assert_eq!(front.status, StatusCode::OK);
    assert!(front.body.contains("data-no-keys"), "keys were switched off");
}

#[tokio::test]
async fn what_was_marked_in_one_go_is_undone_by_a_button() {
    let titles = ["First of all", "Second of all", "Third of all"];
    let (mut house, ids) = with_articles(&titles).await;
    house.post_signed(&format!("/article/{}/read", ids[2]), &[("read", "true")]).await;
    let page = house.get("/unread").await.body;
    let up_to = between(&page, "name=\"up_to\" value=\"", "\"").to_owned();
    let answer = house.post_signed("/read", &[("up_to", &up_to), ("back", "/unread")]).await;
    let told = answer.location().to_owned();
    let page = house.get(&told).await.body;
    assert!(page.contains("2 articles are marked as read."), "{told}");
    assert!(order(&page, &titles).is_empty());
    let action = between(&page, "id=\"undo\" method=\"post\" action=\"", "\"").to_owned();
    let answer = house.post_signed(&action, &[("back", "/unread")]).await;
    let page = house.get(answer.location()).await.body;
    assert!(page.contains("2 articles are unread again."));
    assert_eq!(order(&page, &titles), titles[..2]);
    let again = house.post_signed(&action, &[("back", "/unread")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "once");
}

#[tokio::test]
async fn an_article_knows_what_stands_beside_it() {
    let titles = ["First of all", "Second of all", "Third of all", "Fourth of all"];
    let (mut house, ids) = with_articles(&titles).await;
    let list = house.get("/unread").await.body;
    let second = between(&list, &format!("href=\"/article/{}", ids[1]), "\"").replace("&#38;", "&");
    assert!(second.starts_with("?in=all&since="), "{second}");
    let path = format!("/article/{}{second}", ids[1]);
    let marked = house
        .post_signed(&format!("/article/{}/read", ids[1]), &[("read", "true"), ("back", &path)])
        .await;
    assert_eq!(marked.location(), path);
    house.post_signed(&format!("/article/{}/read", ids[2]), &[("read", "true")]).await;
    let page = house.get(&path).await.body;
    let before = between(&page, "class=\"turn__before\" href=\"", "\"");
    let after = between(&page, "class=\"turn__after\" href=\"", "\"");
    assert!(before.starts_with(&format!("/article/{}?", ids[0])), "{before}");
    assert!(after.starts_with(&format!("/article/{}?", ids[2])), "read since the list was opened");
    assert!(page.contains("class=\"turn__list\" href=\"/unread\""));
    assert!(!house.get(&format!("/article/{}", ids[1])).await.body.contains("class=\"turn\""));
    let odd = format!("/article/{}?in=feed/x&since=abc", ids[1]);
    assert_eq!(house.get(&odd).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_article_opens_where_it_stands_and_where_one_stopped() {
    let mut house = House::signed_in().await;
    let mut long = story("A long one", "/long", 5);
    long.html = (0..60).map(|n| format!("<p>Paragraph {n} has some seven words.</p>")).collect();
    let ids = house.feed(OWNER, "https://a.example/feed", &[long]).await;
    let path = format!("/article/{}", ids[0]);
    let text = house.get(&format!("{path}/text?in=all&view=classic")).await;
    assert!(text.body.contains("Paragraph 7 ") && !text.body.contains("<body"));
    assert!(text.body.contains(&format!("href=\"{path}?in=all&#38;view=classic\"")));
    assert!(!house.get(&path).await.body.contains("#stopped"));
    let told = house.post_signed(&format!("{path}/place"), &[("place", "500")]).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    let page = house.get(&path).await.body;
    assert!(page.contains("href=\"#stopped\""));
    assert!(page.contains("<span id=\"stopped\"></span>Paragraph 30 "), "in the middle");
    house.post_signed(&format!("{path}/place"), &[("place", "1000")]).await;
    assert!(!house.get(&path).await.body.contains("#stopped"), "read to its end");
}

#[tokio::test]
async fn a_browser_keeps_pages_for_one_session_only() {
    let (mut house, ids) = with_articles(&["One"]).await;
    let header = |answer: &super::Answer, name: &str| {
        answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned())
    };
    let front = house.get("/").await;
    let key = header(&front, "dateline-reader").unwrap();
    assert_eq!(key.len(), 16);
    assert!(front.body.contains(&format!("data-reader=\"{key}\"")));
    assert!(header(&front, "dateline-keep").is_some());
    assert!(header(&house.get(&format!("/article/{}", ids[0])).await, "dateline-keep").is_some());
    for path in ["/account", "/feeds", "/unread", "/search?q=x", "/article/99"] {
        let answer = house.get(path).await;
        assert_eq!(header(&answer, "dateline-keep"), None, "{path}");
        assert_eq!(header(&answer, "dateline-reader").as_ref(), Some(&key), "{path}");
    }
    let session = house.cookie("dateline_session").unwrap();
    assert!(!session.contains(&key));
    let out = house.post_signed("/logout", &[]).await;
    assert_eq!(header(&out, "clear-site-data").unwrap(), "\"cache\", \"storage\"");
    assert_eq!(header(&house.get("/login").await, "dateline-reader").unwrap(), "nobody");
    house.sign_in("ida", PASSWORD).await;
    assert_ne!(header(&house.get("/").await, "dateline-reader").unwrap(), key);
}

#[tokio::test]
async fn news_tell_what_is_unread_and_what_waits() {
    let (mut house, _) = with_articles(&["One", "Two"]).await;
    let events = house.get("/events").await;
    assert_eq!(events.headers["content-type"], "text/event-stream");
    assert!(events.body.contains("\"unread\":\"2\"") && events.body.contains("\"new\":0"));
    house.desk.form_stories().await.unwrap();
    // Two articles of one feed say the same words, and are one story.
    let events = house.get("/events?after=0").await.body;
    assert!(events.contains("\"waiting\":\"1 new story\""), "{events}");
    assert!(house.get("/events?after=99").await.body.contains("\"waiting\":\"\""));
    // Whoever is signed out is told to listen no more; a person is led to sign in.
    house.forget_cookies();
    let listens = Request::get("/events").header("accept", "text/event-stream");
    let answer = house.send(listens.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(house.get("/events").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_app_has_its_files() {
    let mut house = House::new().await;
    let manifest = house.get("/manifest.webmanifest").await;
    let manifest: serde_json::Value = serde_json::from_str(&manifest.body).unwrap();
    for icon in manifest["icons"].as_array().unwrap() {
        let answer = house.get(icon["src"].as_str().unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers["content-type"], icon["type"].as_str().unwrap());
    }
    let worker = house.get("/sw.js").await;
    assert!(worker.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    assert_eq!(worker.headers["cache-control"], "no-cache");
    let needed = between(&worker.body, "const NEEDED = [", "]");
    for path in needed.split(", ").map(|path| path.trim_matches('"')) {
        assert_eq!(house.get(path).await.status, StatusCode::OK, "{path}");
    }
    let policy = worker.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("worker-src 'self'"));
}

//! Who gets in, with what, and what stays shut.

use axum::http::{Method, StatusCode};
use dateline_model::{Scopes, UserId};
use serde_json::json;

use super::{App, BASE, FORM, furnished, state};
use crate::greader::ids;
use crate::tests::{House, PASSWORD};

#[tokio::test]
async fn sign_in_takes_app_passwords_only() {
    let house = House::new().await;
    let login = |method: Method, query: String, body: String| {
        let path = format!("{BASE}/accounts/ClientLogin?{query}");
        let house = &house;
        async move { house.call(method, &path, &[FORM], body).await }
    };
    let secret = &house.secret;
    let right = format!("Email=ida&Passwd={secret}&service=reader&accountType=GOOGLE&client=x");
    let answer = login(Method::POST, String::new(), right.clone()).await;
    let token = format!("{}/{secret}", house.user);
    assert_eq!(answer.body, format!("SID={token}\nLSID=null\nAuth={token}\n"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let answer = login(Method::POST, "output=json".to_owned(), right.clone()).await;
    assert_eq!(answer.json()["Auth"], token);
    assert_eq!(login(Method::GET, right, String::new()).await.status, StatusCode::OK);
    for wrong in [
        format!("Email=ida&Passwd={}", PASSWORD.replace(' ', "+")),
        format!("Email=tom&Passwd={secret}"),
        "Email=ida&Passwd=".to_owned(),
        String::new(),
    ] {
        let answer = login(Method::POST, String::new(), wrong).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.body, "Error=BadAuthentication\n");
    }
}

#[tokio::test]
async fn guessing_is_slowed_and_told_how_long() {
    let house = House::new().await;
    let path = format!("{BASE}/accounts/ClientLogin");
    let mut last = None;
    for _ in 0..8 {
        last = Some(house.call(Method::POST, &path, &[FORM], "Email=ida&Passwd=guess").await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(!App::ida(&house).await.auth.is_empty(), "a right secret is heard even then");
}

#[tokio::test]
async fn every_call_needs_the_header_and_says_so_as_apps_expect() {
    let house = House::new().await;
    let path = format!("{BASE}/reader/api/0/user-info");
    for wrong in ["", "GoogleLogin auth=", "GoogleLogin auth=1/nonsense", "Bearer x", "GoogleLogin"]
    {
        let answer = house.call(Method::GET, &path, &[("authorization", wrong)], "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{wrong}");
        assert_eq!(answer.header("google-bad-token"), "true");
    }
    let stolen = format!("GoogleLogin auth={}/{}", house.other, house.secret);
    let answer = house.call(Method::GET, &path, &[("authorization", &stolen)], "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "a token names its user");
    let app = App::ida(&house).await;
    let told = app.get("user-info").await;
    assert_eq!((&told["userId"], &told["userName"]), (&json!("1"), &json!("ida")));
    assert!(told["userEmail"].is_string() && told["userProfileId"].is_string());
    let listed = house.store.app_passwords(house.user).await.unwrap();
    house.store.revoke_app_password(house.user, listed[0].id).await.unwrap();
    assert_eq!(app.asks("api/0/user-info").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn writes_take_the_tokens_that_apps_send() {
    let (house, ..) = furnished().await;
    let app = App::ida(&house).await;
    let token = app.asks("api/0/token").await.body;
    assert_eq!(token.len(), 57, "as long as Google's, and without an end of line");
    let read = state("read");
    // FeedMe sends an empty one, Reeder an `x`.
    for good in ["", "x", token.as_str(), &format!("{token}\n")] {
        app.post("edit-tag", &[("i", "1"), ("a", &read), ("T", good)]).await;
    }
    app.post("edit-tag", &[("i", "1"), ("a", &read)]).await;
    let others = App::tom(&house).await.asks("api/0/token").await.body;
    for bad in ["nonsense", others.as_str()] {
        let answer = app.sends("edit-tag", &[("i", "1"), ("a", &read), ("T", bad)]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("x-reader-google-bad-token"), "true");
    }
    // Miniflux takes it instead of the header.
    let path = "/reader/api/0/edit-tag";
    let starred = state("starred");
    let body = |token: &str| format!("i=2&a={starred}&T={token}");
    let answer = house.call(Method::POST, path, &[FORM], body(&token)).await;
    assert_eq!(answer.body, "OK");
    assert_eq!(app.refs(&format!("s={starred}")).await, [2]);
    for bad in ["", "x", "nonsense"] {
        let answer = house.call(Method::POST, path, &[FORM], body(bad)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn an_app_password_for_reading_changes_nothing() {
    let (house, one, _) = furnished().await;
    let scopes = Scopes { write: false, admin: false };
    let secret = house.app_password(house.user, "ida", scopes).await;
    let app = App::of(&house, "ida", &secret).await;
    assert_eq!(app.refs("").await.len(), 5);
    let feed = ids::feed(one);
    let label = ids::label("x");
    for (path, pairs) in [
        ("edit-tag", vec![("i", "1"), ("a", "user/-/state/com.google/read")]),
        ("mark-all-as-read", vec![("s", "user/-/state/com.google/reading-list")]),
        ("subscription/edit", vec![("ac", "unsubscribe"), ("s", feed.as_str())]),
        ("subscription/quickadd", vec![("quickadd", "https://x.example/")]),
        ("rename-tag", vec![("s", "user/-/label/News/Local"), ("dest", label.as_str())]),
        ("disable-tag", vec![("s", "user/-/label/News/Local")]),
    ] {
        assert_eq!(app.sends(path, &pairs).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let headers = [("authorization", app.auth.as_str()), ("content-type", "text/xml")];
    let path = format!("{BASE}/reader/api/0/subscription/import");
    let answer = house.call(Method::POST, &path, &headers, "<opml/>").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(app.unread(&state("reading-list")).await, 5);
}

#[tokio::test]
async fn what_nobody_knows_is_404_below_either_base() {
    let house = House::new().await;
    let app = App::ida(&house).await;
    let headers = [("authorization", app.auth.as_str()), FORM];
    for base in ["", BASE] {
        for path in ["/reader/api/0/nothing", "/reader/api/1/token", "/reader", "/accounts/Other"] {
            for method in [Method::GET, Method::POST] {
                let path = format!("{base}{path}");
                let answer = house.call(method, &path, &headers, "").await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
                assert_eq!(answer.body, "there is no such endpoint\n");
            }
        }
        let path = format!("{base}/reader/api/0/user-info");
        assert_eq!(house.call(Method::GET, &path, &headers, "").await.status, StatusCode::OK);
    }
    for (path, body) in [("", "OK"), ("/", "OK"), ("/check/compatibility", "PASS")] {
        let answer = house.call(Method::GET, &format!("{BASE}{path}"), &[], "").await;
        assert_eq!(answer.body, body, "{path}");
    }
    let path = format!("{BASE}/elsewhere");
    assert_eq!(house.call(Method::GET, &path, &[], "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn apps_in_a_browser_may_ask_from_elsewhere() {
    let house = House::new().await;
    for path in [
        format!("{BASE}/reader/api/0/subscription/list"),
        "/reader/api/0/edit-tag".to_owned(),
        "/accounts/ClientLogin".to_owned(),
        BASE.to_owned(),
    ] {
        let origin = [("origin", "https://app.example")];
        let answer = house.call(Method::OPTIONS, &path, &origin, "").await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("access-control-allow-headers").contains("Authorization"));
        assert!(answer.header("access-control-allow-credentials").is_empty());
    }
    let path = format!("{BASE}/reader/api/0/token");
    let answer = house.call(Method::GET, &path, &[], "").await;
    assert_eq!(answer.header("access-control-allow-origin"), "*", "refusals too");
}

#[tokio::test]
async fn a_session_of_a_browser_opens_nothing_here() {
    let house = House::new().await;
    let cookie = [("cookie", "dateline_session=0123456789abcdef")];
    let path = format!("{BASE}/reader/api/0/user-info");
    let answer = house.call(Method::GET, &path, &cookie, "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

/// What a user has, as far as this protocol can change it.
async fn holdings(house: &House, user: UserId) -> String {
    let query = dateline_model::ItemQuery { limit: 100, ..Default::default() };
    let items = house.store.items(user, query).await.unwrap();
    let feeds = house.store.item_feeds(user, None).await.unwrap();
    format!("{items:?} {feeds:?} {:?}", house.store.labels(user).await.unwrap())
}

#[tokio::test]
async fn another_users_ids_give_nothing_and_change_nothing() {
    let (house, one, _) = furnished().await;
    let ida = App::ida(&house).await;
    ida.post("edit-tag", &[("i", "1"), ("a", &ids::label("ida's"))]).await;
    let before = holdings(&house, house.user).await;
    let tom = App::tom(&house).await;
    let (feed, folder, label) = (ids::feed(one), ids::label("News/Local"), ids::label("ida's"));
    for stream in [&feed, &folder, &label, "feed/https://one.example/feed"] {
        assert!(tom.refs(&format!("s={stream}")).await.is_empty(), "{stream}");
        let stream = tom.get(&format!("stream/contents?s={stream}")).await;
        assert_eq!(stream["items"], json!([]));
        assert_ne!(stream["title"], "Feed 1", "nor what others' feeds are called");
    }
    assert_eq!(tom.asks(&format!("api/0/subscribed?s={feed}")).await.body, "false");
    assert!(!tom.asks(&format!("atom/{feed}")).await.body.contains("<entry"));
    let items = tom.sends("stream/items/contents", &[("i", "1"), ("i", "2")]).await.json();
    assert_eq!(items["items"], json!([]));
    let (read, starred, mine) = (state("read"), state("starred"), ids::label("mine"));
    tom.post("edit-tag", &[("i", "1"), ("a", &read), ("a", &starred), ("a", &mine)]).await;
    tom.post("mark-all-as-read", &[("s", &feed), ("s", &folder), ("s", &label)]).await;
    tom.post("subscription/edit", &[("ac", "unsubscribe"), ("s", &feed)]).await;
    for (path, pairs) in [
        ("subscription/edit", vec![("ac", "edit"), ("s", feed.as_str()), ("t", "Tom's")]),
        // A number must not let anybody in who does not know the address: it may hold a password.
        ("subscription/edit", vec![("ac", "subscribe"), ("s", feed.as_str())]),
        ("rename-tag", vec![("s", folder.as_str()), ("dest", mine.as_str())]),
        ("rename-tag", vec![("s", label.as_str()), ("dest", mine.as_str())]),
        ("disable-tag", vec![("s", folder.as_str())]),
        ("disable-tag", vec![("s", label.as_str())]),
    ] {
        assert_eq!(tom.sends(path, &pairs).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    assert_eq!(holdings(&house, house.user).await, before);
    assert_eq!(tom.get("subscription/list").await["subscriptions"], json!([]));
    assert_eq!(tom.get("tag/list").await["tags"].as_array().unwrap().len(), 1);
}

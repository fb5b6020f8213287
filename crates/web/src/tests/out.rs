//! Feeds for other readers, saving elsewhere, keeping a page and moving in, as pages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dateline_model::{AlertState, OutScope};

use super::{House, OWNER, PASSWORD, story, token};

const FEED: &str = "https://a.example/feed";

async fn house() -> House {
    let mut house = House::signed_in().await;
    let told = [story("A ferry runs aground", "/one", 50), story("A calf is born", "/two", 20)];
    house.feed(OWNER, FEED, &told).await;
    house.desk.form_stories().await.unwrap();
    assert_eq!(house.get("/").await.status, StatusCode::OK);
    house
}

/// The paths of a page's links that begin so.
fn links<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with(start))
        .collect()
}

#[tokio::test]
async fn a_page_becomes_a_feed_and_names_it_only_for_its_reader() {
    let mut house = house().await;
    let story = house.get("/stories").await.body;
    let story =
        links(&story, "/story/").first().and_then(|href| href.split('?').next()).map(str::to_owned);
    let story = story.unwrap_or_else(|| "/story/1".to_owned());
    for path in ["/", "/section/News/Local", "/starred", "/outlet/a.example", &story] {
        let page = house.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("rel=\"alternate\""), "{path}: it is no feed yet");
        let settings = links(&page.body, "/feeds/out?").first().map(|link| (*link).to_owned());
        let settings = settings.unwrap_or_else(|| panic!("{path}: {}", page.body));
        let settings = settings.replace("&amp;", "&").replace("&#38;", "&");
        let asked = house.get(&settings).await.body;
        assert!(asked.contains("Make it a feed"), "{path}");
        let query = settings.split('?').nth(1).unwrap().to_owned();
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let made = house.post_signed("/feeds/out", &fields).await;
        assert!(made.location().starts_with("/feeds/out?kind="), "{path}: {}", made.body);
        let page = house.get(path).await.body;
        assert_eq!(page.matches("rel=\"alternate\"").count(), 3, "{path}");
        assert_eq!(links(&page, "/feed/").len(), 3, "{path}");
    }
    let given = house.store.feeds_out(OWNER).await.unwrap();
    assert_eq!(given.len(), 5);
    let list = house.get("/feeds/out").await.body;
    assert!(list.contains("News › Local") && list.contains("not read yet"), "{list}");
    let again = house.post_signed("/feeds/out", &[("kind", "front")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let fresh = house.store.feed_out(OWNER, &OutScope::Front).await.unwrap().unwrap();
    assert_ne!(fresh.token, given[0].token, "another address");
    let close = format!("/feeds/out/{}/close", fresh.id);
    assert_eq!(house.post_signed(&close, &[]).await.location(), "/feeds/out?done=closed");
    assert!(house.store.feed_out(OWNER, &OutScope::Front).await.unwrap().is_none());
}

/// Security class 8: every page takes its own reader's things only.
#[tokio::test]
async fn nobody_opens_or_closes_what_is_anothers() {
    let mut house = house().await;
    house.post_signed("/feeds/out", &[("kind", "starred")]).await;
    let feed = house.store.feeds_out(OWNER).await.unwrap().remove(0);
    let added = [("kind", "readeck"), ("address", "https://read.example/"), ("token", "t0ken")];
    house.post_signed("/saving", &added).await;
    let target = house.store.alert_targets(OWNER).await.unwrap().remove(0);
    let query = dateline_model::FrontQuery::newest(OWNER, 1);
    let article = house.store.front(&query).await.unwrap()[0].id;
    house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    let close = format!("/feeds/out/{}/close", feed.id);
    assert_eq!(house.post_signed(&close, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(!house.get("/feeds/out").await.body.contains(&feed.token));
    for (kind, name) in [("section", "News"), ("story", "1"), ("story", "x"), ("nonsense", "")] {
        let fields = [("kind", kind), ("name", name)];
        let made = house.post_signed("/feeds/out", &fields).await;
        assert_eq!(made.status, StatusCode::NOT_FOUND, "{kind} {name}");
    }
    let id = target.id.to_string();
    for (path, fields) in [
        (format!("/article/{article}/save"), vec![("target", id.as_str())]),
        (format!("/saving/{id}/remove"), Vec::new()),
        (format!("/saving/{id}/retry"), Vec::new()),
    ] {
        let done = house.post_signed(&path, &fields).await;
        assert_eq!(done.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!house.get("/saving").await.body.contains("https://read.example/"));
    assert_eq!(house.store.alert_targets(OWNER).await.unwrap().len(), 1);
    assert_eq!(house.store.feeds_out(OWNER).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_article_has_a_button_for_each_place_and_no_page_shows_a_secret() {
    let mut house = house().await;
    let query = dateline_model::FrontQuery::newest(OWNER, 1);
    let article = house.store.front(&query).await.unwrap()[0].id;
    let path = format!("/article/{article}");
    assert!(!house.get(&path).await.body.contains("/save\""));
    let added = [
        ("kind", "linkding"),
        ("address", "https://links.example/"),
        ("token", "s3cret-t0ken"),
        ("labels", "news"),
        ("name", "My <links>"),
    ];
    let answer = house.post_signed("/saving", &added).await;
    assert_eq!(answer.location(), "/saving?done=added", "{}", answer.body);
    let wallabag = [
        ("kind", "wallabag"),
        ("address", "https://bag.example/"),
        ("client_id", "1"),
        ("client_secret", "s3cret-client"),
        ("username", "ida"),
        ("password", "s3cret-password"),
    ];
    house.post_signed("/saving", &wallabag).await;
    let target = house.store.alert_targets(OWNER).await.unwrap().remove(0);
    assert_eq!((target.secret.as_str(), target.options.as_str()), ("s3cret-t0ken", "news"));
    let page = house.get(&path).await.body;
    assert!(page.contains("Save to My &#60;links&#62;") && page.contains("Save to Wallabag"));
    let saved = house.post_signed(&format!("{path}/save"), &[("target", "1")]).await;
    assert_eq!(saved.location(), format!("{path}?saved=1"));
    let states = house.store.savings_of_article(OWNER, article).await.unwrap();
    assert_eq!(states, [(target.id, AlertState::Waiting)]);
    let page = house.get(saved.location()).await.body;
    assert!(page.contains("It is on its way there.") && page.contains("on its way</a>"), "{page}");
    assert!(page.contains("href=\"mailto:?subject=A%20") && page.contains("data-share"), "{page}");
    for path in [&path, "/saving", "/alerts", "/searches", "/account"] {
        let page = house.get(path).await.body;
        assert!(!page.contains("s3cret"), "{path}: {page}");
    }
    assert!(!house.get("/alerts").await.body.contains("links.example"), "no place of alerts");
    let removed = house.post_signed("/saving/1/remove", &[]).await;
    assert_eq!(removed.location(), "/saving?done=removed");
    assert_eq!(house.store.alert_targets(OWNER).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_place_that_cannot_be_used_is_refused_with_the_reason() {
    let mut house = House::signed_in().await;
    for (fields, why) in [
        (vec![("kind", "mail"), ("address", "https://a.example/")], "none of the services"),
        (vec![("kind", "readeck"), ("address", "javascript:alert(1)")], "no web address"),
        (vec![("kind", "readeck"), ("address", "https://a.example/")], "API token"),
        (
            vec![("kind", "readeck"), ("address", "https://ida:pw@a.example/"), ("token", "t")],
            "without a name and password",
        ),
        (vec![("kind", "wallabag"), ("address", "https://a.example/")], "client"),
        (
            vec![
                ("kind", "template"),
                ("address", "https://a.example/"),
                ("body_kind", "json"),
                ("body", "{\"a\": {{url}}}"),
            ],
            "does not give JSON",
        ),
        (
            vec![("kind", "readeck"), ("address", "https://a.example/"), ("token", "a\u{e9}b")],
            "cannot be sent",
        ),
    ] {
        let answer = house.post_signed("/saving", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.body.contains(why), "{why}: {}", answer.body);
    }
    assert!(house.store.alert_targets(OWNER).await.unwrap().is_empty());
}

#[tokio::test]
async fn no_page_shows_what_may_open_an_address() {
    let mut house = House::signed_in().await;
    let address = "https://ida:s3cret@hooks.example/news?key=s3cret#s3cret";
    let (kind, body) = (("body_kind", "text"), ("body", "{{url}}"));
    let saving = [("kind", "template"), ("address", address), kind, body];
    assert_eq!(house.post_signed("/saving", &saving).await.location(), "/saving?done=added");
    let alerts = [("kind", "webhook"), ("address", address)];
    let added = house.post_signed("/alerts/targets", &alerts).await;
    assert_eq!(added.location(), "/alerts?done=added", "{}", added.body);
    for path in ["/saving", "/alerts"] {
        let page = house.get(path).await.body;
        assert!(page.contains("https://hooks.example/news"), "{path}: {page}");
        assert!(!page.contains("s3cret"), "{path}: {page}");
    }
}

#[tokio::test]
async fn a_long_article_can_be_kept() {
    let mut house = House::signed_in().await;
    let text = "Long words. ".repeat(10_000);
    let kept = house.post_signed("/clip", &[("title", "Long"), ("text", &text)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
}

#[tokio::test]
async fn any_page_or_text_is_kept_by_its_readers_own_hand() {
    let mut house = House::signed_in().await;
    let typed = "/clip?url=https%3A%2F%2Fb.example%2Fx&title=A%22%3E%3Cb%3E&text=Some%20words";
    let form = house.get(typed).await.body;
    assert!(form.contains("value=\"https://b.example/x\"") && form.contains("Some words"));
    assert!(!form.contains("\"><b>") && form.contains("javascript:(()=&#62;"), "{form}");
    assert!(house.get("/all").await.body.contains("Nothing stands here"), "a GET keeps nothing");
    let fields = [("url", "b.example/x"), ("title", "A headline"), ("text", "Some words.")];
    let kept = house.post_signed("/clip", &fields).await;
    let page = house.get(kept.location()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", kept.body);
    assert!(page.body.contains("A headline") && page.body.contains("Some words."));
    for fields in [[("url", ""), ("text", " ")], [("url", "ftp://b.example"), ("text", "")]] {
        let refused = house.post_signed("/clip", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// A form with files, as browsers send it.
fn multipart(csrf: &str, fields: &[(&str, &str)], files: &[(&str, &str)]) -> Request<Body> {
    let mut body = String::new();
    let mut part = |head: &str, text: &str| {
        body.push_str(&format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n"));
    };
    part("name=\"csrf\"", csrf);
    for (name, value) in fields {
        part(&format!("name=\"{name}\""), value);
    }
    for (name, text) in files {
        part(&format!("name=\"files\"; filename=\"{name}\""), text);
    }
    body.push_str("--XX--\r\n");
    Request::post("/feeds/move-in")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn moving_in_tells_what_it_did_and_what_it_left_out() {
    let mut house = house().await;
    let page = house.get("/feeds/move-in").await.body;
    let csrf = token(&page);
    let starred = r#"{"items": [
        {"title": "Read there", "alternate": [{"href": "https://a.example/one"}],
         "categories": ["user/1/state/com.google/read"]},
        {"title": "Loved there", "canonical": [{"href": "https://old.example/n"}],
         "summary": {"content": "<p>Words</p>"},
         "categories": ["user/1/state/com.google/starred"]},
        {"title": "Lost", "categories": ["user/1/state/com.google/starred"]}]}"#;
    let files = [("items.json", starred)];
    let begun = house.send(multipart(&csrf, &[("kind", "files")], &files)).await;
    assert_eq!(begun.location(), "/feeds/move-in", "{}", begun.body);
    let mut page = String::new();
    for _ in 0..3_000 {
        page = house.get("/feeds/move-in").await.body;
        if page.contains("You have moved in") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(
        page.contains(
            "1 article starred; what none of your feeds brings now is kept, 1 article of that."
        ),
        "{page}"
    );
    assert!(page.contains("1 article marked as read"), "{page}");
    assert!(page.contains("<b dir=\"auto\">Lost</b>"), "{page}");
    assert!(house.get("/starred").await.body.contains("Loved there"));
    let refused = house.send(multipart(&csrf, &[("kind", "files")], &[])).await;
    assert!(refused.body.contains("Choose the files"), "{}", refused.body);
    let forged = house.send(multipart("00", &[("kind", "files")], &files)).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let missing = [("kind", "miniflux"), ("address", "https://a.example/")];
    let refused = house.send(multipart(&csrf, &missing, &[])).await;
    assert!(refused.body.contains("Miniflux needs an API key"), "{}", refused.body);
}

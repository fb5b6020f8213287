//! Fever's protocol as apps use it.

use axum::http::{Method, StatusCode};
use dateline_auth::app_password::fever_key;
use dateline_clock::Clock;
use dateline_model::{
    ArticleId, EntryId, FeedId, NewPlacement, Scopes, StoryChange, StoryEvent, StoryId,
};
use serde_json::{Value, json};

use crate::tests::{Answer, House, PASSWORD, entry, now};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// An instance whose user Ida has a feed in a folder with three entries and one without a folder
/// with one, and Tom one of his own.
struct Ready {
    house: House,
    key: String,
    news: FeedId,
    loose: FeedId,
}

impl Ready {
    async fn new() -> Self {
        let house = House::new().await;
        let list = vec![entry("a"), entry("b"), entry("c")];
        let news = house.feed(house.user, "https://one.example/feed", "News", list).await;
        let loose = house.feed(house.user, "https://two.example/feed", "", vec![entry("d")]).await;
        house.feed(house.other, "https://three.example/feed", "Own", vec![entry("e")]).await;
        let key = fever_key("ida", &house.secret);
        Self { house, key, news, loose }
    }

    async fn ask(&self, query: &str) -> Value {
        let answer = self.send("/fever/", query, &format!("api_key={}", self.key)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.json()
    }

    async fn send(&self, path: &str, query: &str, form: &str) -> Answer {
        let path = format!("{path}?api&{query}");
        self.house.call(Method::POST, &path, &[FORM], form.to_owned()).await
    }

    /// Ida's items, the first to come first.
    async fn ids(&self) -> Vec<EntryId> {
        self.house.items(self.house.user).await
    }
}

fn numbers(list: &Value, field: &str) -> Vec<i64> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one[field].as_i64().unwrap()).collect()
}

fn listed(text: &Value) -> Vec<i64> {
    let text = text.as_str().unwrap().split(',').filter(|id| !id.is_empty());
    text.map(|id| id.parse().unwrap()).collect()
}

#[tokio::test]
async fn a_key_signs_in_at_every_address_and_a_wrong_one_is_told_with_auth_0() {
    let ready = Ready::new().await;
    let form = format!("api_key={}", ready.key.to_uppercase());
    for path in ["/fever", "/fever/", "/fever.php", "/api/fever.php", "/fever/index.php"] {
        let answer = ready.send(path, "", &form).await.json();
        assert_eq!(answer["auth"], 1, "{path}");
        assert_eq!(answer["api_version"], 3);
        assert_eq!(answer["last_refreshed_on_time"], now().as_second());
    }
    let own = format!("api_key={}", fever_key("ida", PASSWORD));
    for form in ["", "api_key=", "api_key=00000000000000000000000000000000", &own] {
        let answer = ready.send("/fever/", "groups&feeds&items", form).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json(), json!({ "api_version": 3, "auth": 0 }), "{form}");
    }
    let lost = ready.send("/fever/nothing", "", &form).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
}

/// Addresses end up in logs, so that a key in one is not taken.
#[tokio::test]
async fn class_13_a_key_in_the_address_is_not_taken() {
    let ready = Ready::new().await;
    let answer = ready.send("/fever/", &format!("api_key={}", ready.key), "").await;
    assert_eq!(answer.json()["auth"], 0);
}

/// NewsFlash (crate `fever_api`) sends the key as multipart.
#[tokio::test]
async fn newsflash_sends_its_key_as_multipart() {
    let ready = Ready::new().await;
    let kind = ("content-type", "multipart/form-data; boundary=xyz");
    let body = format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\n{}\r\n--xyz--\r\n",
        ready.key
    );
    let answer = ready.house.call(Method::POST, "/fever/?api&groups", &[kind], body).await;
    assert_eq!(answer.json()["auth"], 1);
    assert_eq!(answer.json()["groups"][0]["title"], "News");
    let cut = ready.house.call(Method::POST, "/fever/?api", &[kind], "--xyz\r\nContent").await;
    assert_eq!(cut.status, StatusCode::BAD_REQUEST);
}

/// Reeder asks for several things at once.
#[tokio::test]
async fn reeder_asks_for_several_things_at_once() {
    let ready = Ready::new().await;
    let all = "groups&feeds&favicons&items&links&unread_item_ids&saved_item_ids";
    let answer = ready.ask(all).await;
    for part in [
        "groups",
        "feeds",
        "feeds_groups",
        "favicons",
        "items",
        "total_items",
        "links",
        "unread_item_ids",
        "saved_item_ids",
    ] {
        assert!(answer.get(part).is_some(), "{part} is missing: {answer}");
    }
    // The arguments may stand in the form as well.
    let form = format!("api_key={}&groups=&unread_item_ids=", ready.key);
    let answer = ready.send("/fever/", "", &form).await.json();
    assert!(answer.get("groups").is_some() && answer.get("feeds").is_none(), "{answer}");
}

#[tokio::test]
async fn groups_are_folders_with_numbers_that_stay() {
    let ready = Ready::new().await;
    let before = ready.ask("groups").await;
    let group = before["groups"][0]["id"].as_i64().unwrap();
    assert!((1..=i64::from(i32::MAX)).contains(&group));
    assert_eq!(before["groups"].as_array().unwrap().len(), 1);
    let feeds = json!([{ "group_id": group, "feed_ids": ready.news.to_string() }]);
    assert_eq!(before["feeds_groups"], feeds);
    ready.house.store.rename_folder(ready.house.user, "News", "World").await.unwrap();
    let after = ready.ask("groups").await;
    assert_eq!(after["groups"], json!([{ "id": group, "title": "World" }]));
}

#[tokio::test]
async fn feeds_are_the_users_own() {
    let ready = Ready::new().await;
    let feeds = ready.ask("feeds").await["feeds"].clone();
    assert_eq!(numbers(&feeds, "id"), [ready.news.0, ready.loose.0]);
    let first = &feeds[0];
    assert_eq!(first["title"], format!("Feed {}", ready.news));
    assert_eq!(first["url"], "https://one.example/feed");
    assert_eq!(first["site_url"], "https://news.example.org/");
    assert_eq!((first["is_spark"].as_i64(), first["favicon_id"].as_i64()), (Some(0), Some(0)));
    assert_eq!(first["last_updated_on_time"], now().as_second());
}

/// NewsFlash's client fails on null, which Miniflux sends.
#[tokio::test]
async fn newsflash_fails_where_favicons_are_null() {
    let ready = Ready::new().await;
    assert_eq!(ready.ask("favicons").await["favicons"], json!([]));
}

#[tokio::test]
async fn items_are_walked_up_and_down_by_their_numbers() {
    let ready = Ready::new().await;
    let ids: Vec<i64> = ready.ids().await.iter().map(|id| id.0).collect();
    assert_eq!(ids.len(), 4);
    let items = async |query: &str| numbers(&ready.ask(query).await["items"], "id");
    assert_eq!(items("items").await, ids);
    assert_eq!(items("items&since_id=0").await, ids);
    assert_eq!(items(&format!("items&since_id={}", ids[1])).await, ids[2..]);
    assert_eq!(items(&format!("items&since_id={}", ids[3])).await, [0_i64; 0]);
    let down: Vec<i64> = ids.iter().rev().copied().collect();
    assert_eq!(items("items&max_id=0").await, down);
    assert_eq!(items(&format!("items&max_id={}", ids[2])).await, [ids[1], ids[0]]);
    let two = format!("items&with_ids={},{},999999,x", ids[3], ids[0]);
    assert_eq!(items(&two).await, [ids[3], ids[0]]);
    assert_eq!(ready.ask("items&max_id=1").await["total_items"], 4);
}

#[tokio::test]
async fn an_item_says_what_apps_show() {
    let ready = Ready::new().await;
    let item = ready.ask("items").await["items"][0].clone();
    assert_eq!(item["feed_id"], ready.news.0);
    assert_eq!(item["title"], "Title of a");
    assert_eq!(item["author"], "Ada Reporter");
    assert_eq!(item["html"], "<p>What happened at a, in a few words.</p>");
    assert_eq!(item["url"], "https://news.example.org/a");
    assert_eq!((item["is_read"].as_i64(), item["is_saved"].as_i64()), (Some(0), Some(0)));
    assert_eq!(item["created_on_time"], now().as_second() - 2 * 3600);
}

#[tokio::test]
async fn class_8_another_users_items_are_neither_read_nor_marked() {
    let ready = Ready::new().await;
    let others = ready.house.items(ready.house.other).await;
    let answer = ready.ask(&format!("items&with_ids={}", others[0])).await;
    assert_eq!(answer["items"], json!([]));
    ready.ask(&format!("mark=item&as=saved&id={}", others[0])).await;
    ready.ask(&format!("mark=item&as=read&id={}", others[0])).await;
    let item = ready.house.store.items_of(ready.house.other, &others).await.unwrap().remove(0);
    assert!(item.read_at.is_none() && item.starred_at.is_none());
}

#[tokio::test]
async fn marks_of_an_item_come_back_as_lists() {
    let ready = Ready::new().await;
    let ids: Vec<i64> = ready.ids().await.iter().map(|id| id.0).collect();
    assert_eq!(listed(&ready.ask("unread_item_ids").await["unread_item_ids"]), ids);
    assert_eq!(ready.ask("saved_item_ids").await["saved_item_ids"], "");
    let answer = ready.ask(&format!("mark=item&as=read&id={}&unread_item_ids", ids[0])).await;
    assert_eq!(listed(&answer["unread_item_ids"]), ids[1..]);
    ready.ask(&format!("mark=item&as=unread&id={}", ids[0])).await;
    assert_eq!(listed(&ready.ask("unread_item_ids").await["unread_item_ids"]), ids);
    // A client that is not sure repeats itself.
    for _ in 0..2 {
        let answer = ready.ask(&format!("mark=item&as=saved&id={}&saved_item_ids", ids[2])).await;
        assert_eq!(listed(&answer["saved_item_ids"]), [ids[2]]);
    }
    ready.ask(&format!("mark=item&as=unsaved&id={}", ids[2])).await;
    assert_eq!(ready.ask("saved_item_ids").await["saved_item_ids"], "");
    ready.ask("mark=item&as=nonsense&id=1").await;
    ready.ask("mark=item&as=read&id=none").await;
}

/// fever_api begins its parameters with a second `&`.
#[tokio::test]
async fn newsflash_doubles_an_ampersand() {
    let ready = Ready::new().await;
    let id = ready.ids().await[0];
    ready.ask(&format!("&mark=item&as=read&id={id}")).await;
    assert!(!listed(&ready.ask("unread_item_ids").await["unread_item_ids"]).contains(&id.0));
}

#[tokio::test]
async fn a_feed_or_group_is_read_up_to_a_moment() {
    let ready = Ready::new().await;
    let ids: Vec<i64> = ready.ids().await.iter().map(|id| id.0).collect();
    let unread = async || listed(&ready.ask("unread_item_ids").await["unread_item_ids"]);
    let (feed, before) = (ready.news, now().as_second());
    ready.ask(&format!("mark=feed&as=read&id={feed}&before={}", before - 60)).await;
    assert_eq!(unread().await, ids, "what came after that moment stays unread");
    ready.ask(&format!("mark=feed&as=read&id={feed}&before={before}")).await;
    assert_eq!(unread().await, [ids[3]]);
    ready.ask(&format!("mark=group&as=read&id=-1&before={before}")).await;
    ready.ask(&format!("mark=group&as=read&id=99&before={before}")).await;
    assert_eq!(unread().await, [ids[3]], "there are no sparks, and no such group");
    ready.ask(&format!("mark=group&as=read&id=0&before={before}")).await;
    assert_eq!(unread().await, [0_i64; 0], "group 0 is all");
    ready.ask("unread_recently_read=1").await;
    assert_eq!(unread().await, ids);
    let group = ready.ask("groups").await["groups"][0]["id"].clone();
    ready.ask(&format!("mark=group&as=read&id={group}&before={before}")).await;
    assert_eq!(unread().await, [ids[3]]);
}

#[tokio::test]
async fn an_app_password_for_reading_marks_nothing() {
    let ready = Ready::new().await;
    let scopes = Scopes { write: false, admin: false };
    let secret = ready.house.app_password(ready.house.user, "ida", scopes).await;
    let form = format!("api_key={}", fever_key("ida", &secret));
    let id = ready.ids().await[0];
    let answer = ready.send("/fever/", &format!("mark=item&as=read&id={id}"), &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = ready.send("/fever/", "unread_recently_read=1", &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = ready.send("/fever/", "unread_item_ids", &form).await.json();
    assert_eq!(listed(&answer["unread_item_ids"]).len(), 4);
}

#[tokio::test]
async fn guessing_is_told_when_to_come_back() {
    let ready = Ready::new().await;
    for _ in 0..5 {
        ready.send("/fever/", "", "api_key=guess").await;
    }
    let answer = ready.send("/fever/", "", "api_key=guess").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(answer.json()["auth"], 0);
    assert_eq!(ready.ask("").await["auth"], 1, "a right key is heard all the same");
}

/// Puts these articles into one story.
async fn one_story(house: &House, story: StoryId, articles: &[ArticleId]) {
    let wall = Clock::system().wall();
    house.store.hold_stories(&house.worker, wall).await.unwrap();
    let due = house.store.due_placements(now(), 1000).await.unwrap();
    let placement = |article: &ArticleId| NewPlacement {
        article: *article,
        due: due.iter().find(|task| task.article == *article).unwrap().due,
        story,
        copy: None,
        features: vec![1],
        copied_by: Vec::new(),
        changes: vec![StoryChange {
            event: StoryEvent::Joined,
            story,
            other: None,
            articles: vec![*article],
            because: String::new(),
        }],
    };
    let batch = articles.iter().map(placement).collect();
    house.store.save_placements(&house.worker, batch, now()).await.unwrap();
}

#[tokio::test]
async fn hot_links_are_stories_with_the_items_that_lead_to_them() {
    let ready = Ready::new().await;
    assert_eq!(ready.ask("links").await["links"], json!([]));
    let ids = ready.ids().await;
    let items = ready.house.store.items_of(ready.house.user, &ids).await.unwrap();
    let articles: Vec<ArticleId> = items.iter().map(|item| item.article).collect();
    one_story(&ready.house, StoryId(1), &[articles[0], articles[3]]).await;
    one_story(&ready.house, StoryId(2), &[articles[1]]).await;
    let links = ready.ask("links").await["links"].clone();
    let links = links.as_array().unwrap();
    assert_eq!(links.len(), 2);
    let two = links.iter().find(|link| link["id"] == 1).unwrap();
    assert_eq!(listed(&two["item_ids"]), [ids[0].0, ids[3].0]);
    let lead = items.iter().find(|item| item.id.0 == two["item_id"]).unwrap();
    assert_eq!(two["feed_id"], lead.feed.0);
    assert_eq!(two["url"], lead.address.as_deref().unwrap());
    assert_eq!((two["is_item"].as_i64(), two["is_saved"].as_i64()), (Some(1), Some(0)));
    let degrees: Vec<f64> =
        links.iter().map(|link| link["temperature"].as_f64().unwrap()).collect();
    assert!(degrees.is_sorted_by(|one, next| one >= next), "{degrees:?}");
    for none in ["links&page=2", "links&offset=2&range=7", "links&offset=x&page=99999999999999"] {
        let many = ready.ask(none).await["links"].as_array().unwrap().len();
        assert_eq!(many, 0, "{none}");
    }
}

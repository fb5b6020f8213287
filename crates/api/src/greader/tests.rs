//! The protocol as apps see it.

use axum::http::{Method, StatusCode};
use dateline_model::{
    ArticleId, CopyLink, EntryId, FeedId, NewPlacement, Scopes, StoryChange, StoryEvent, StoryId,
    UserId,
};
use serde_json::{Value, json};

use super::ids;
use crate::tests::{Answer, House, PASSWORD, entry};

const BASE: &str = "/api/greader.php";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// An app that is signed in.
struct App<'a> {
    house: &'a House,
    auth: String,
}

impl<'a> App<'a> {
    async fn of(house: &'a House, name: &str, secret: &str) -> Self {
        let body = format!("Email={name}&Passwd={secret}");
        let answer =
            house.call(Method::POST, &format!("{BASE}/accounts/ClientLogin"), &[FORM], body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let auth = answer.body.lines().find_map(|line| line.strip_prefix("Auth=")).unwrap();
        Self { house, auth: format!("GoogleLogin auth={auth}") }
    }

    async fn ida(house: &'a House) -> Self {
        Self::of(house, "ida", &house.secret).await
    }

    async fn tom(house: &'a House) -> Self {
        Self::of(house, "tom", &house.other_secret).await
    }

    async fn asks(&self, path: &str) -> Answer {
        let path = format!("{BASE}/reader/{path}");
        let headers = [("authorization", self.auth.as_str())];
        self.house.call(Method::GET, &path, &headers, "").await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.asks(&format!("api/0/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.json()
    }

    async fn sends(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let headers = [("authorization", self.auth.as_str()), FORM];
        let path = format!("{BASE}/reader/api/0/{path}");
        self.house.call(Method::POST, &path, &headers, body).await
    }

    async fn post(&self, path: &str, pairs: &[(&str, &str)]) {
        let answer = self.sends(path, pairs).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "OK"), "{path}");
    }

    async fn refs(&self, query: &str) -> Vec<i64> {
        let answer = self.get(&format!("stream/items/ids?n=1000&{query}")).await;
        numbers(&answer["itemRefs"])
    }

    /// The unread count of a stream.
    async fn unread(&self, stream: &str) -> Value {
        let counts = self.get("unread-count?all=1&output=json").await;
        let counts = counts["unreadcounts"].as_array().unwrap();
        counts.iter().find(|count| count["id"] == stream).unwrap()["count"].clone()
    }
}

fn numbers(refs: &Value) -> Vec<i64> {
    let refs = refs.as_array().unwrap().iter();
    refs.map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
}

fn state(name: &str) -> String {
    ids::state(name)
}

/// Ida's house with two feeds: three entries in the folder `News/Local`, two in none.
async fn furnished() -> (House, FeedId, FeedId) {
    let house = House::new().await;
    let local = vec![entry("a"), entry("b"), entry("c")];
    let one = house.feed(house.user, "https://one.example/feed", "News/Local", local).await;
    let two = house.feed(house.user, "https://two.example/f?x=1", "", vec![entry("d")]).await;
    house.bring(two, 60, vec![entry("e")]).await;
    (house, one, two)
}

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
async fn pages_go_on_after_an_item_and_the_last_has_no_continuation() {
    let (house, ..) = furnished().await;
    let app = App::ida(&house).await;
    for (path, list) in [("stream/items/ids", "itemRefs"), ("stream/contents", "items")] {
        let first = app.get(&format!("{path}?n=2&output=json")).await;
        assert_eq!(first[list].as_array().unwrap().len(), 2);
        let next = first["continuation"].as_str().expect("a string, as Reeder reads it").to_owned();
        // What is read meanwhile shifts nothing.
        app.post("edit-tag", &[("i", "5"), ("a", &state("read"))]).await;
        let second = app.get(&format!("{path}?n=2&c={next}")).await;
        let next = second["continuation"].as_str().unwrap().to_owned();
        let third = app.get(&format!("{path}?n=2&c={next}")).await;
        // NetNewsWire asks until it is absent.
        assert!(third.get("continuation").is_none(), "{third}");
        let count = |page: &Value| page[list].as_array().unwrap().len();
        assert_eq!((count(&second), count(&third)), (2, 1));
    }
    let exactly = app.get("stream/items/ids?n=5").await;
    assert!(exactly.get("continuation").is_none(), "a full last page is the last");
    let oldest = app.get("stream/items/ids?n=3&r=o").await;
    assert_eq!(numbers(&oldest["itemRefs"]), [1, 2, 3]);
    let next = oldest["continuation"].as_str().unwrap();
    assert_eq!(app.refs(&format!("r=o&c={next}")).await, [4, 5]);
    assert_eq!(app.asks("api/0/stream/items/ids?c=zzz").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn streams_are_folders_labels_states_and_feeds() {
    let (house, one, two) = furnished().await;
    let app = App::ida(&house).await;
    app.post("edit-tag", &[("i", "2"), ("a", &state("read")), ("a", &ids::label("later"))]).await;
    app.post("edit-tag", &[("i", "4"), ("a", &state("starred"))]).await;
    for (stream, expected) in [
        (state("reading-list"), vec![5, 4, 3, 2, 1]),
        (ids::feed(one), vec![3, 2, 1]),
        ("feed/https://two.example/f?x=1".to_owned(), vec![5, 4]),
        ("feed/https%3A%2F%2Ftwo.example%2Ff%3Fx%3D1".to_owned(), vec![5, 4]),
        (ids::label("News/Local"), vec![3, 2, 1]),
        ("user/1/label/News/Local".to_owned(), vec![3, 2, 1]),
        (ids::label("later"), vec![2]),
        (state("read"), vec![2]),
        (state("unread"), vec![5, 4, 3, 1]),
        (state("kept-unread"), vec![5, 4, 3, 1]),
        (state("starred"), vec![4]),
        (state("broadcast"), vec![]),
        (ids::label("nothing"), vec![]),
        ("feed/https://elsewhere.example/".to_owned(), vec![]),
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(stream.as_bytes()).collect();
        assert_eq!(app.refs(&format!("s={encoded}")).await, expected, "{stream}");
    }
    let read = state("read");
    assert_eq!(app.refs(&format!("s={}&xt={read}", ids::feed(one))).await, [3, 1]);
    assert_eq!(app.refs(&format!("xt={read}&xt={}", state("starred"))).await, [5, 3, 1]);
    assert_eq!(app.refs(&format!("xt={}", ids::label("later"))).await, [5, 4, 3, 1]);
    assert_eq!(app.refs(&format!("xt={}", ids::label("News/Local"))).await, [5, 4]);
    assert_eq!(app.refs(&format!("xt={}", ids::feed(two))).await, [3, 2, 1]);
    assert_eq!(app.refs(&format!("it={read}")).await, [2]);
    assert!(app.refs(&format!("it={read}&xt={read}")).await.is_empty());
    let both = format!("s={}&it={}", ids::label("News/Local"), ids::label("later"));
    assert_eq!(app.refs(&both).await, [2]);
    let several = format!("s={}&s={}", ids::feed(two), ids::label("later"));
    assert_eq!(app.refs(&several).await, [5, 4, 2]);
    let page = app.get(&format!("stream/items/ids?n=2&{several}")).await;
    assert_eq!(numbers(&page["itemRefs"]), [5, 4]);
    assert!(page["continuation"].is_string());
    for odd in ["s=nonsense", "xt=nonsense", "n=x", "ot=yesterday"] {
        let answer = app.asks(&format!("api/0/stream/items/ids?{odd}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{odd}");
    }
}

#[tokio::test]
async fn times_are_about_arrival_in_whatever_unit() {
    let (house, ..) = furnished().await;
    let app = App::ida(&house).await;
    // The feed says that all were published two hours ago; e came an hour after the others.
    let later = (crate::tests::now() + jiff::SignedDuration::from_mins(30)).as_second();
    assert_eq!(app.refs(&format!("ot={later}")).await, [5]);
    assert_eq!(app.refs(&format!("nt={later}")).await, [4, 3, 2, 1]);
    assert_eq!(app.refs(&format!("ot={later}000000")).await, [5]);
}

#[tokio::test]
async fn a_stream_in_a_path_is_taken_encoded_or_not() {
    let (house, _, two) = furnished().await;
    let app = App::ida(&house).await;
    for path in [
        format!("feed/{two}"),
        format!("feed%2F{two}"),
        "feed/https%3A%2F%2Ftwo.example%2Ff%3Fx%3D1".to_owned(),
        "feed%2Fhttps%3A%2F%2Ftwo.example%2Ff%3Fx%3D1".to_owned(),
    ] {
        let stream = app.get(&format!("stream/contents/{path}?n=10")).await;
        assert_eq!(stream["items"].as_array().unwrap().len(), 2, "{path}");
        assert_eq!(stream["title"], format!("Feed {two}"));
    }
    let stream = app.get("stream/contents/user/-/label/News%2FLocal").await;
    assert_eq!(stream["items"].as_array().unwrap().len(), 3);
    let stream = app.get(&format!("stream/contents?s=feed/{two}")).await;
    assert_eq!(stream["items"].as_array().unwrap().len(), 2, "as BazQux's apps ask");
}

#[tokio::test]
async fn items_are_fetched_by_all_forms_of_their_ids() {
    let (house, one, _) = furnished().await;
    let app = App::ida(&house).await;
    app.post("edit-tag", &[("i", "1"), ("a", &state("starred"))]).await;
    let long = ids::long(EntryId(1));
    let pairs = [("i", long.as_str()), ("i", "0000000000000002"), ("i", "3"), ("i", "3")];
    let answer = app.sends("stream/items/contents", &pairs).await.json();
    let items = answer["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let item = &items[0];
    assert_eq!(item["id"], long);
    // NetNewsWire reads these as strings only.
    assert!(item["crawlTimeMsec"].is_string() && item["timestampUsec"].is_string());
    assert!(item["published"].is_i64());
    assert_eq!(item["title"], "Title of a");
    assert_eq!(item["author"], "Ada Reporter");
    assert_eq!(item["alternate"][0]["href"], "https://news.example.org/a");
    assert_eq!(item["canonical"][0]["href"], "https://news.example.org/a");
    assert_eq!(item["summary"]["content"], "<p>What happened at a, in a few words.</p>");
    let origin = &item["origin"];
    assert_eq!((&origin["streamId"], &origin["title"]), (&json!(ids::feed(one)), &json!("Feed 1")));
    let expected =
        json!([state("reading-list"), state("starred"), ids::label("News/Local"), "local"]);
    assert_eq!(item["categories"], expected);
    let enclosure = json!([{
        "href": "https://news.example.org/a.mp3", "type": "audio/mpeg", "length": 1234
    }]);
    assert_eq!(item["enclosure"], enclosure);
    // NewsFlash's crate reads only an object there.
    assert!(answer.get("self").is_none());
    let by_get = app.get("stream/items/contents?i=5&i=nonsense&i=99999").await;
    assert_eq!(by_get["items"].as_array().unwrap().len(), 1);
    let none = app.sends("stream/items/contents", &[]).await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_thousand_items_and_more_come_in_one_request() {
    let house = House::new().await;
    let entries = (0..1500).map(|number| entry(&format!("n{number}"))).collect();
    house.feed(house.user, "https://one.example/feed", "", entries).await;
    let app = App::ida(&house).await;
    let ids: Vec<String> = (1..=1500).map(|id| ids::long(EntryId(id))).collect();
    let pairs: Vec<(&str, &str)> = ids.iter().map(|id| ("i", id.as_str())).collect();
    let answer = app.sends("stream/items/contents", &pairs).await.json();
    let items = answer["items"].as_array().unwrap();
    assert_eq!(items.len(), 1500);
    assert_eq!(items[1499]["id"], ids[1499], "in the order asked");
    let mut marks = pairs;
    let read = state("read");
    marks.push(("a", read.as_str()));
    app.post("edit-tag", &marks).await;
    assert_eq!(app.unread(&state("reading-list")).await, 0);
}

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

#[tokio::test]
async fn newsboat_reads_streams_as_atom() {
    let (house, one, _) = furnished().await;
    let app = App::ida(&house).await;
    app.post("edit-tag", &[("i", "3"), ("a", &state("read"))]).await;
    let answer = app.asks(&format!("atom/feed%2F{one}?n=2")).await;
    assert!(answer.header("content-type").starts_with("application/atom+xml"));
    let feed = dateline_feed::parse(answer.body.as_bytes(), &Default::default()).unwrap();
    assert_eq!(feed.title.as_deref(), Some("Feed 1"));
    let titles: Vec<_> = feed.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
    assert_eq!(titles, ["Title of c", "Title of b"]);
    assert!(answer.body.contains("<gr:continuation>2</gr:continuation>"));
    assert_eq!(answer.body.matches("label=\"read\"").count(), 1);
    assert_eq!(answer.body.matches("label=\"fresh\"").count(), 1);
    assert!(answer.body.contains(&format!("<id>{}</id>", ids::long(EntryId(3)))));
    let all = app.asks(&format!("atom/{}", state("reading-list"))).await.body;
    assert_eq!(all.matches("<entry ").count(), 5);
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

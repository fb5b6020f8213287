//! Streams, their pages, and the items in them.

use axum::http::StatusCode;
use dateline_model::EntryId;
use serde_json::{Value, json};

use super::{App, furnished, numbers, state};
use crate::greader::ids;
use crate::tests::{House, entry};

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

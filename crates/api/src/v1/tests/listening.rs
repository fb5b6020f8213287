//! Server-sent events.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::{Request, StatusCode};
use dateline_desk::Desk;
use dateline_fetch::FetchSettings;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt;

use super::{Furnished, is};
use crate::ApiSettings;
use crate::router::routes;
use crate::tests::{House, entry};

/// The events that come until the stream ends, or nothing more has come for a while.
async fn events(body: &mut Body) -> String {
    let mut told = String::new();
    loop {
        let frame =
            std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context));
        match tokio::time::timeout(Duration::from_secs(2), frame).await {
            Ok(Some(frame)) => {
                let data = frame.unwrap().into_data().unwrap();
                told.push_str(std::str::from_utf8(&data).unwrap());
            }
            Ok(None) => return told + "END",
            Err(_) => return told,
        }
    }
}

async fn listen(house: &House, secret: &str, last: Option<&str>) -> Body {
    let mut request = Request::get("/api/v1/events")
        .header("authorization", format!("Bearer {secret}"))
        .header("accept", "text/event-stream");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let request = request.body(Body::empty()).unwrap();
    let answer = routes(house.app.clone()).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    answer.into_body()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_is_told_to_whom_it_is_for_and_to_nobody_else() {
    let house = Furnished::new().await;
    let mut ida = listen(&house.house, &house.admin, None).await;
    let mut tom = listen(&house.house, &house.house.other_secret, None).await;
    assert!(events(&mut ida).await.contains("\"total\":3"));
    events(&mut tom).await;
    let kept = house.ida("POST", "/clip", json!({ "text": "A thought." })).await;
    let told = events(&mut ida).await;
    assert!(
        told.contains(&format!("event: entries\nid: {0}\ndata: {{\"ids\":[{0}]}}", kept["entry"])),
        "{told}"
    );
    assert!(told.contains("\"total\":4"), "{told}");
    assert_eq!(events(&mut tom).await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_is_told_what_came_meanwhile() {
    let house = Furnished::new().await;
    let all = super::ids(&house.ida("GET", "/entries/ids?order=oldest", Value::Null).await["ids"]);
    let mut body = listen(&house.house, &house.admin, Some(&all[0].to_string())).await;
    let told = events(&mut body).await;
    assert!(told.contains(&format!("\"ids\":[{},{}]", all[1], all[2])), "{told}");
    let once =
        house.ask(&house.admin, "GET", &format!("/events?after={}", all[1]), Value::Null).await;
    is(&once, StatusCode::OK);
    assert!(once.body.contains(&format!("\"ids\":[{}]", all[2])), "{}", once.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_when_the_process_is_to_stop() {
    let (stop, stopping) = watch::channel(false);
    let settings = ApiSettings { stop: Some(stopping), ..ApiSettings::default() };
    let house = House::with(settings, FetchSettings::default()).await;
    house.feed(house.user, "https://ida.example/feed", "", vec![entry("a")]).await;
    let mut body = listen(&house, &house.secret, None).await;
    assert!(!events(&mut body).await.ends_with("END"));
    stop.send(true).unwrap();
    assert!(events(&mut body).await.ends_with("END"));
    let _: &Desk = &house.app.desk;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_user_holds_a_few_streams_and_a_closed_one_makes_room() {
    let house = Furnished::new().await;
    let path = "/api/v1/events";
    let routes = routes(house.house.app.clone());
    let ask = async |secret: &str| {
        let request = Request::get(path)
            .header("authorization", format!("Bearer {secret}"))
            .header("accept", "text/event-stream");
        routes.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let mut open = Vec::new();
    let refused = loop {
        let answer = ask(&house.admin).await;
        if answer.status() != StatusCode::OK {
            break answer;
        }
        open.push(answer);
        assert!(open.len() < 100);
    };
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(ask(&house.house.other_secret).await.status(), StatusCode::OK);
    open.pop();
    assert_eq!(ask(&house.admin).await.status(), StatusCode::OK);
}

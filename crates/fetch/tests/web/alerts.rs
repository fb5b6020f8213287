//! Messages to where users want to be told of something, which may be anywhere.

use dateline_fetch::{FetchError, FetchSettings, Fetcher, Response};
use url::Url;

use crate::server::{Reply, Web, get, settings};

const HEADERS: [(&str, &str); 1] = [("authorization", "Bearer tk_1")];

fn listing(fetch: &str, alerts: &str) -> Fetcher {
    let allow = fetch.parse().unwrap();
    let alerts_allow = alerts.parse().unwrap();
    Fetcher::new(FetchSettings { allow, alerts_allow, ..settings() }).unwrap()
}

async fn tell(fetcher: &Fetcher, url: &Url) -> Result<Response, FetchError> {
    fetcher.post_message(url.clone(), &HEADERS, b"{}".to_vec()).await
}

#[tokio::test]
async fn what_is_listed_for_fetching_is_not_listed_for_alerts() {
    let web = Web::start(|_| Reply::ok("x")).await;
    let mut by_name = web.url("/hook");
    by_name.set_host(Some("localhost")).unwrap();
    for (fetch, alerts) in [
        ("127.0.0.0/8, ::1", ""),
        ("localhost, 127.0.0.1", ""),
        ("localhost, 127.0.0.1", "10.0.0.0/8, nas.lan"),
    ] {
        let fetcher = listing(fetch, alerts);
        // A connection that stands already is none for it.
        get(&fetcher, by_name.clone()).await.unwrap();
        web.forget();
        for url in [web.url("/hook"), by_name.clone()] {
            let told = tell(&fetcher, &url).await;
            assert!(matches!(told, Err(FetchError::Address { .. })), "{url} {fetch}: {told:?}");
        }
        assert!(web.asked().is_empty(), "{fetch}");
    }
}

#[tokio::test]
async fn what_is_listed_for_alerts_is_reached_by_them_only() {
    let web = Web::start(|_| Reply::ok("x")).await;
    let mut by_name = web.url("/hook");
    by_name.set_host(Some("localhost")).unwrap();
    for alerts in ["127.0.0.0/8, ::1", "localhost, 127.0.0.1"] {
        let fetcher = listing("", alerts);
        for url in [web.url("/hook"), by_name.clone()] {
            assert_eq!(tell(&fetcher, &url).await.unwrap().status, 200, "{url} {alerts}");
            let error = get(&fetcher, url.clone()).await.unwrap_err();
            assert!(matches!(error, FetchError::Address { .. }), "{url} {alerts}: {error}");
        }
        assert_eq!(web.asked().len(), 2, "{alerts}");
        web.forget();
    }
}

#[tokio::test]
async fn a_token_goes_to_no_other_place_than_its_own() {
    let there = Web::start_at("127.0.0.2", |_| Reply::ok("y")).await;
    let target = there.url("/").to_string();
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/moved" => Reply::redirect(308, "/hook"),
        "/away" => Reply::redirect(307, &target),
        _ => Reply::ok("x"),
    })
    .await;
    let fetcher = listing("", "127.0.0.0/8");
    assert_eq!(tell(&fetcher, &web.url("/moved")).await.unwrap().status, 200);
    assert!(web.asked().iter().all(|asked| asked.header("authorization").is_some()));
    let error = tell(&fetcher, &web.url("/away")).await.unwrap_err();
    assert!(error.to_string().contains("redirects to another place (http://127.0.0.2:"), "{error}");
    assert!(there.asked().is_empty(), "neither the token nor the message");
}

#[tokio::test]
async fn a_host_that_refuses_an_alert_is_paused_for_nobody() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/hook" => Reply::new("429 Slow down", &["Retry-After: 600"], ""),
        _ => Reply::ok("x"),
    })
    .await;
    let fetcher = listing("127.0.0.1", "127.0.0.1");
    assert_eq!(tell(&fetcher, &web.url("/hook")).await.unwrap().status, 429);
    assert_eq!(get(&fetcher, web.url("/feed")).await.unwrap().status, 200);
}

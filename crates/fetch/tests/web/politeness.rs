use std::time::Duration;

use dateline_fetch::{FetchError, FetchSettings, Fetcher};
use tokio::time::Instant;

use crate::server::{Reply, Web, fetcher, get, settings};

#[tokio::test]
async fn one_host_sees_two_requests_at_once_at_most() {
    let web = Web::start(|_| Reply::ok("x").after(Duration::from_millis(30))).await;
    let fetcher = fetcher();
    let fetches: Vec<_> = (0..8)
        .map(|n| {
            let (fetcher, url) = (fetcher.clone(), web.url(&format!("/{n}")));
            tokio::spawn(async move { get(&fetcher, url).await })
        })
        .collect();
    for fetch in fetches {
        fetch.await.unwrap().unwrap();
    }
    assert_eq!(web.asked().len(), 8);
    assert_eq!(web.most_running(), 2);
}

#[tokio::test]
async fn starts_on_one_host_are_a_pause_apart_redirects_included() {
    let pause = Duration::from_millis(300);
    let web = Web::start(|asked| match asked.path.as_str() {
        "/old" => Reply::redirect(302, "/new"),
        _ => Reply::ok("x"),
    })
    .await;
    let fetcher = Fetcher::new(FetchSettings { host_pause: pause, ..settings() }).unwrap();
    let (first, second) =
        tokio::join!(get(&fetcher, web.url("/old")), get(&fetcher, web.url("/other")));
    first.unwrap();
    second.unwrap();
    let asked = web.asked();
    assert_eq!(asked.len(), 3);
    // Connecting takes a moment that differs from request to request.
    let least = pause / 2;
    assert!(asked.windows(2).all(|pair| pair[1].at - pair[0].at >= least));
}

#[tokio::test]
async fn a_slow_host_delays_no_other() {
    let slow = Web::start(|_| Reply::ok("x").after(Duration::from_secs(600))).await;
    let quick = Web::start_at("127.0.0.2", |_| Reply::ok("y")).await;
    let fetcher = Fetcher::new(FetchSettings { at_once: 3, ..settings() }).unwrap();
    let stuck: Vec<_> = (0..20)
        .map(|_| {
            let (fetcher, url) = (fetcher.clone(), slow.url("/"));
            tokio::spawn(async move { get(&fetcher, url).await })
        })
        .collect();
    while slow.asked().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for _ in 0..10 {
        assert_eq!(get(&fetcher, quick.url("/")).await.unwrap().body, "y");
    }
    assert_eq!(slow.asked().len(), 2);
    for fetch in stuck {
        fetch.abort();
    }
}

#[tokio::test]
async fn waiting_for_a_turn_does_not_use_up_the_time_allowed() {
    let web = Web::start(|_| Reply::ok("x").after(Duration::from_millis(150))).await;
    let total_timeout = Duration::from_millis(800);
    let fetcher = Fetcher::new(FetchSettings { per_host: 1, total_timeout, ..settings() }).unwrap();
    let begin = Instant::now();
    let fetches: Vec<_> = (0..6)
        .map(|_| {
            let (fetcher, url) = (fetcher.clone(), web.url("/"));
            tokio::spawn(async move { get(&fetcher, url).await })
        })
        .collect();
    for fetch in fetches {
        fetch.await.unwrap().unwrap();
    }
    assert!(begin.elapsed() > total_timeout);
    assert_eq!(web.most_running(), 1);
}

#[tokio::test]
async fn a_paused_host_is_left_alone() {
    let web = Web::start(|_| Reply::ok("x")).await;
    let fetcher = fetcher();
    fetcher.pause_host(&web.url("/"), Duration::from_secs(3600));
    let error = get(&fetcher, web.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::HostPaused { .. }), "{error}");
    assert!(web.asked().is_empty());
}

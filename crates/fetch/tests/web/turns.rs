//! The turns of hosts that several processes share.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dateline_fetch::{Asked, FetchError, Fetcher, NoTurn, Purpose, Request, Response, SharedTurns};

use crate::server::{Reply, Web, fetcher, get};

/// Writes down what it is asked, and gives these answers first.
#[derive(Debug, Default)]
struct Turns {
    asked: Mutex<Vec<String>>,
    refusals: Mutex<Vec<NoTurn>>,
}

impl Turns {
    fn note(&self, line: String) {
        self.asked.lock().unwrap().push(line);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl SharedTurns for Turns {
    fn take<'a>(&'a self, host: &'a str) -> Asked<'a, Result<(), NoTurn>> {
        self.note(format!("take {host}"));
        let refusal = self.refusals.lock().unwrap().pop();
        Box::pin(async move { refusal.map_or(Ok(()), Err) })
    }

    fn leave<'a>(&'a self, host: &'a str, _: Duration) -> Asked<'a, ()> {
        self.note(format!("leave {host}"));
        Box::pin(async {})
    }

    fn heed<'a>(&'a self, response: &'a Response) -> Asked<'a, Option<Duration>> {
        self.note(format!("heed {}", response.status));
        Box::pin(async { Some(Duration::from_secs(4000)) })
    }
}

fn sharing(turns: &Arc<Turns>) -> Fetcher {
    let fetcher = fetcher();
    fetcher.share_turns(turns.clone());
    fetcher
}

async fn two_hosts() -> (Web, Web) {
    let there = Web::start_at("127.0.0.2", |_| Reply::ok("y")).await;
    let target = there.url("/new").to_string();
    let here = Web::start(move |asked| match asked.path.as_str() {
        "/old" => Reply::redirect(302, &target),
        "/busy" => Reply::new("429 Too Many Requests", &[], ""),
        _ => Reply::ok("x"),
    })
    .await;
    (here, there)
}

#[tokio::test]
async fn only_what_nobody_claimed_takes_a_turn() {
    let (turns, (here, _there)) = (Arc::<Turns>::default(), two_hosts().await);
    let fetcher = sharing(&turns);
    get(&fetcher, here.url("/feed")).await.unwrap();
    assert_eq!(turns.asked(), ["take 127.0.0.1", "leave 127.0.0.1"], "somebody typed it");

    let claimed =
        |path: &str| Request { claimed: true, ..Request::new(here.url(path), Purpose::Feed) };
    fetcher.get(claimed("/feed")).await.unwrap();
    assert!(turns.asked().is_empty());
    fetcher.get(claimed("/old")).await.unwrap();
    assert_eq!(turns.asked(), ["take 127.0.0.2", "leave 127.0.0.2"], "another host was not");
    fetcher.post_form(here.url("/hub"), &[("a", "b")]).await.unwrap();
    assert_eq!(turns.asked(), ["take 127.0.0.1", "leave 127.0.0.1"]);
    fetcher.robots_allow(&here.url("/page")).await.unwrap();
    assert_eq!(turns.asked(), ["take 127.0.0.1", "leave 127.0.0.1"]);
}

#[tokio::test]
async fn what_is_refused_is_told_and_a_host_that_is_not_ours_is_left_alone() {
    let (turns, (here, _there)) = (Arc::<Turns>::default(), two_hosts().await);
    let fetcher = sharing(&turns);
    get(&fetcher, here.url("/busy")).await.unwrap();
    assert_eq!(turns.asked().last().map(String::as_str), Some("heed 429"));
    let error = get(&fetcher, here.url("/feed")).await.unwrap_err();
    assert!(matches!(error, FetchError::HostPaused { .. }), "{error}");
    let claimed = Request { claimed: true, ..Request::new(here.url("/busy"), Purpose::Feed) };
    assert!(sharing(&turns).get(claimed).await.is_ok());
    assert!(!turns.asked().contains(&"heed 429".to_owned()), "a poll accounts for it itself");

    here.forget();
    for (refusal, busy) in
        [(NoTurn::Busy, true), (NoTurn::Paused(Duration::from_secs(3600)), false)]
    {
        turns.refusals.lock().unwrap().push(refusal);
        let error = get(&sharing(&turns), here.url("/feed")).await.unwrap_err();
        assert_eq!(matches!(error, FetchError::HostBusy { .. }), busy, "{error}");
        assert_eq!(matches!(error, FetchError::HostPaused { .. }), !busy, "{error}");
    }
    turns.refusals.lock().unwrap().push(NoTurn::Paused(Duration::from_millis(20)));
    get(&sharing(&turns), here.url("/feed")).await.unwrap();
    assert_eq!(here.asked().len(), 1, "only when its turn came");
}

#[tokio::test]
async fn a_request_that_is_dropped_leaves_its_host() {
    let web = Web::start(|_| Reply::ok("x").after(Duration::from_secs(600))).await;
    let turns = Arc::<Turns>::default();
    let fetcher = sharing(&turns);
    let request = tokio::spawn({
        let (fetcher, url) = (fetcher.clone(), web.url("/feed"));
        async move { get(&fetcher, url).await }
    });
    while web.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(turns.asked(), ["take 127.0.0.1"]);
    request.abort();
    assert!(request.await.unwrap_err().is_cancelled());
    let mut after = turns.asked();
    while after.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
        after = turns.asked();
    }
    assert_eq!(after, ["leave 127.0.0.1"]);
}

#[tokio::test]
async fn every_turn_that_was_asked_for_is_left_once() {
    let web = Web::start(|_| Reply::ok("x")).await;
    let turns = Arc::<Turns>::default();
    turns.refusals.lock().unwrap().push(NoTurn::Busy);
    get(&sharing(&turns), web.url("/feed")).await.unwrap_err();
    assert_eq!(turns.asked(), ["take 127.0.0.1", "leave 127.0.0.1"]);
    turns.refusals.lock().unwrap().push(NoTurn::Paused(Duration::from_millis(5)));
    get(&sharing(&turns), web.url("/feed")).await.unwrap();
    let [take, leave] = ["take 127.0.0.1", "leave 127.0.0.1"];
    assert_eq!(turns.asked(), [take, leave, take, leave]);
}

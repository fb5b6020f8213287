//! Two days of polling several feeds of one host through a store, with a clock that is only a
//! number.

use std::collections::BTreeMap;

use dateline_fetch::Validators;
use dateline_model::{FeedId, Poll, PollManners, PollTask, WorkerId};
use dateline_store::{Location, Options, Store};

use super::*;
use crate::schedule::{self, Answer, Facts, Hints, Pace};

const PACE: Pace = Pace { usual: Duration::from_secs(3600), least: Duration::from_secs(900) };
const HOUR: i64 = 3600;

fn moment(second: i64) -> Timestamp {
    "2026-03-02T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
}

/// What was asked of whom, and when, in seconds.
#[derive(Default)]
struct Web {
    asked: BTreeMap<FeedId, Vec<i64>>,
    unconditional: u32,
    /// When the busy host said that it is asked too often.
    told_at: Option<i64>,
    /// Until when it is left alone.
    paused_until: i64,
}

impl Web {
    fn answer(&mut self, task: &PollTask, at: i64, wait: Option<u64>) -> (u16, Answer, Hints) {
        self.asked.entry(task.feed.id).or_default().push(at);
        if task.feed.polling.etag.is_none() {
            self.unconditional += 1;
        }
        if task.feed.host == "busy.example" && at >= 12 * HOUR && self.told_at.is_none() {
            self.told_at = Some(at);
            let retry_after = wait.map(Duration::from_secs);
            return (429, Answer::Status(429), Hints { retry_after, ..Hints::default() });
        }
        let validators = Validators { etag: Some("\"a\"".to_owned()), last_modified: None };
        if task.feed.polling.etag.is_some() {
            return (304, Answer::NotModified { validators }, Hints::default());
        }
        let facts = Facts { listing: "one".to_owned(), ..Facts::default() };
        let body_hash = "h".to_owned();
        let answer = Answer::Parsed { validators, body_hash, warning: None, facts };
        (200, answer, Hints::default())
    }
}

async fn poll(
    store: &Store,
    worker: &WorkerId,
    task: PollTask,
    at: i64,
    told: (u16, Answer, Hints),
) {
    let (status, answer, hints) = told;
    let settled = schedule::settle(&task.feed, &answer, &hints, moment(at), &PACE);
    let pause = pause_by(&task.feed, &settled, Some(status), moment(at));
    let poll = Poll {
        feed: task.feed.id,
        at: moment(at),
        polling: settled.polling,
        moved: None,
        brought: None,
        http_status: Some(status),
        parts: None,
        manners: PollManners { pause, ..PollManners::default() },
    };
    store.save_poll(worker, poll).await.unwrap();
}

/// Two days of all feeds. The process is started anew right after the host has asked for a pause,
/// where it is to be, and the whole web and the moment at which the pause ended come back.
async fn two_days(wait: Option<u64>, restart: bool) -> (Web, Vec<FeedId>) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::from_setting(None, folder.path()).unwrap();
    let mut store = Store::open(&location, Options::default(), moment(0)).await.unwrap();
    let mut worker = store.register_worker(moment(0)).await.unwrap();
    let mut busy = Vec::new();
    for number in 0..6 {
        let url = Url::parse(&format!("https://f{number}.busy.example/feed")).unwrap();
        busy.push(store.add_feed(&url, moment(0)).await.unwrap().0);
    }
    store.add_feed(&Url::parse("https://calm.example/feed").unwrap(), moment(0)).await.unwrap();
    let mut web = Web::default();
    let mut now = 0;
    while let Some(due) = store.next_poll_at(moment(now)).await.unwrap() {
        // A claim never comes before the time, so a part of a second counts as the next.
        now = due.duration_since(moment(0)).as_secs().max(now);
        if now >= 48 * HOUR {
            break;
        }
        let (at, told) = (moment(now), web.told_at);
        let Some(task) = store.claim_due_polls(&worker, at, at, 1, &[]).await.unwrap().pop() else {
            now += 1;
            continue;
        };
        let answer = web.answer(&task, now, wait);
        poll(&store, &worker, task, now, answer).await;
        if web.told_at != told {
            let paused = store.paused_hosts(at).await.unwrap().pop().unwrap();
            web.paused_until = paused.until.duration_since(moment(0)).as_secs();
        }
        if restart && web.told_at != told {
            store.close().await.unwrap();
            store = Store::open(&location, Options::default(), at).await.unwrap();
            worker = store.register_worker(at).await.unwrap();
        }
    }
    store.close().await.unwrap();
    (web, busy)
}

#[tokio::test]
async fn a_429_keeps_every_feed_of_the_host_waiting_and_a_restart_adds_no_request() {
    for (wait, least) in [(Some(7 * 3600), 7 * HOUR), (Some(60), 2 * HOUR), (None, 2 * HOUR)] {
        let (unbroken, _) = two_days(wait, false).await;
        let (web, busy) = two_days(wait, true).await;
        assert_eq!(web.asked, unbroken.asked, "a restart changes nothing");
        assert_eq!(web.unconditional, 7, "one for each feed");
        let (told, end) = (web.told_at.unwrap(), web.paused_until);
        assert!(end >= told + least);
        for feed in busy {
            let asked = &web.asked[&feed];
            let meanwhile = asked.iter().filter(|at| **at > told && **at < end).count();
            assert_eq!(meanwhile, 0, "{feed} was asked: {told} {asked:?}");
            assert!(asked.iter().any(|at| *at < told), "{feed}");
            assert!(
                asked.iter().any(|at| *at >= end && *at < end + 12 * HOUR),
                "{feed} is asked again: {end} {asked:?}"
            );
        }
        let calm = web.asked.values().next_back().unwrap();
        let meanwhile = calm.iter().any(|at| *at > told && *at < end);
        assert!(meanwhile, "another host waits for nothing: {told} {calm:?}");
    }
}

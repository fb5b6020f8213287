use super::*;
use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::{FeedStatus, Poll};
use dateline_store::{Location, Options, Store};
use jiff::SignedDuration;

use crate::DeskSettings;

fn noon() -> Timestamp {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

/// A desk on a store whose feeds were polled in the morning; of `due`, each is due that many
/// minutes from now.
async fn after_a_stop(folder: &std::path::Path, due: &[i64]) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let morning = noon() - SignedDuration::from_hours(4);
    let worker = store.register_worker(morning).await.unwrap();
    for (number, minutes) in due.iter().enumerate() {
        let url = url::Url::parse(&format!("https://host{number}.example/feed")).unwrap();
        let (feed, _) = store.add_feed(&url, morning).await.unwrap();
        let task = store.claim_polls(&worker, &[feed], morning).await.unwrap().pop().unwrap();
        let mut polling = task.feed.polling;
        polling.status = FeedStatus::Fine;
        polling.polled_at = Some(morning);
        polling.next_poll_at = Some(noon() + SignedDuration::from_mins(*minutes));
        let poll = Poll {
            feed,
            at: morning,
            polling,
            moved: None,
            brought: None,
            http_status: None,
            parts: None,
            manners: dateline_model::PollManners::default(),
        };
        store.save_poll(&worker, poll).await.unwrap();
    }
    store.close().await.unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetcher = Fetcher::new(FetchSettings::default()).unwrap();
    let clock = Clock::trial(noon(), 0.0);
    Desk::new(store, fetcher, clock, DeskSettings::default()).await.unwrap()
}

#[tokio::test]
async fn after_a_long_stop_missed_feeds_come_at_a_bounded_rate() {
    let folder = tempfile::tempdir().unwrap();
    let desk = after_a_stop(folder.path(), &[-30; 25]).await;
    for number in 0..30 {
        let url = url::Url::parse(&format!("https://new{number}.example/feed")).unwrap();
        desk.store().add_feed(&url, noon()).await.unwrap();
    }
    let polls = Polls::new(desk.inner.clone());
    assert_eq!(polls.claim(256, &[]).await.unwrap().len(), 20);
    assert_eq!(polls.breath(), Duration::from_secs(1));
    let claimed = polls.claim(256, &[]).await.unwrap();
    assert_eq!(claimed.iter().filter(|task| polls.was_missed(task)).count(), 5);
    assert_eq!((claimed.len(), polls.breath()), (20, Duration::from_secs(1)));
    assert_eq!(polls.claim(256, &[]).await.unwrap().len(), 15);
    assert_eq!(polls.breath(), BREATH, "those that are new need not wait");
    desk.finish().await.unwrap();
}

#[tokio::test]
async fn a_restart_takes_nothing_on_before_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let desk = after_a_stop(folder.path(), &[1, 20, 45]).await;
    let polls = Polls::new(desk.inner.clone());
    assert!(polls.claim(256, &[]).await.unwrap().is_empty());
    let next = polls.next_due().await.unwrap();
    assert_eq!(next, Some(noon() + SignedDuration::from_mins(1)));
    desk.finish().await.unwrap();
}

/// Work that fails while the store takes nothing, releases included.
struct Refused {
    desk: Arc<Inner>,
    bell: Notify,
    claimed: AtomicBool,
    refusals: std::sync::atomic::AtomicUsize,
    given_back: std::sync::Mutex<Vec<i64>>,
}

impl Work for Refused {
    type Task = i64;

    fn desk(&self) -> &Arc<Inner> {
        &self.desk
    }

    fn bell(&self) -> &Notify {
        &self.bell
    }

    fn number(task: &i64) -> i64 {
        *task
    }

    fn host(_task: &i64) -> String {
        "one.example".to_owned()
    }

    async fn claim(&self, _room: u32, _full: &[String]) -> Result<Vec<i64>, StoreError> {
        Ok(if self.claimed.swap(true, Relaxed) { Vec::new() } else { vec![7] })
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(None)
    }

    async fn work(_desk: Arc<Inner>, _task: i64) -> Result<(), DeskError> {
        Err(DeskError::Broken)
    }

    async fn give_back(&self, numbers: &[i64]) -> Result<(), StoreError> {
        if !numbers.is_empty() && self.refusals.fetch_sub(1, Relaxed) > 0 {
            return Err(StoreError::Closed);
        }
        self.given_back.lock().unwrap().extend(numbers);
        Ok(())
    }

    fn after_failure(&self) -> Duration {
        Duration::from_millis(1)
    }
}

#[tokio::test]
async fn work_that_the_store_takes_neither_done_nor_back_is_given_back_later() {
    let folder = tempfile::tempdir().unwrap();
    let desk = after_a_stop(folder.path(), &[]).await;
    let work = Refused {
        desk: desk.inner.clone(),
        bell: Notify::new(),
        claimed: AtomicBool::new(false),
        refusals: 2.into(),
        given_back: std::sync::Mutex::default(),
    };
    let (stop, stopped) = watch::channel(false);
    let busy = keep_busy(&work, stopped);
    let until = async {
        // Given back while it runs, and not only when it ends.
        while work.given_back.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
    };
    tokio::join!(busy, until);
    assert_eq!(*work.given_back.lock().unwrap(), [7]);
}

//! Politeness: how many requests run at once, on one host and in all, and the pause between their
//! starts.
//!
//! Each host has a gate, a fair lock. Only the request at the gate waits for the pause, a free slot
//! of the host and then a free slot of the whole, so requests to one host start in the order they
//! came, a waiting host holds nothing that another needs, and a start is stamped at the moment it
//! really happens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dateline_model::address::host_key;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

use crate::error::FetchError;

/// The longest pause a request waits for; behind a longer one it fails at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Bookkeeping of idle hosts is looked through no sooner than at this many hosts.
const SWEEP_FLOOR: usize = 512;

/// What stands before a host's key for its turns of pictures.
const OF_PICTURES: &str = "pictures of ";

/// A page shows its pictures together, and a browser would ask for six at once: so many may run on
/// one host, at this distance.
const PICTURES_PER_HOST: usize = 4;
/// How many pictures may be in memory at once as they came.
const MOST_PICTURES: usize = 12;
const BETWEEN_PICTURES: Duration = Duration::from_millis(100);

/// Somebody looks at the page and waits: behind a longer pause a picture fails at once.
const PATIENCE_FOR_PICTURES: Duration = Duration::from_secs(5);

/// Which total a request counts in. Pages have one of their own, so that many or slow pages never
/// keep feeds from being polled; and so have pictures, with turns of their own at each host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Feeds,
    Pages,
    Pictures,
}

#[derive(Debug)]
pub(crate) struct Budget {
    per_host: usize,
    pause: Duration,
    feeds: Arc<Semaphore>,
    pages: Arc<Semaphore>,
    pictures: Arc<Semaphore>,
    hosts: Mutex<Hosts>,
}

#[derive(Debug)]
struct Hosts {
    by_key: HashMap<String, Arc<HostState>>,
    sweep_at: usize,
}

#[derive(Debug)]
struct HostState {
    gate: tokio::sync::Mutex<()>,
    slots: Arc<Semaphore>,
    times: Mutex<Times>,
}

#[derive(Debug, Default)]
struct Times {
    last_start: Option<Instant>,
    paused_until: Option<Instant>,
    crawl_delay: Option<(Duration, Instant)>,
}

impl Times {
    fn next_start(&self, pause: Duration, now: Instant) -> Instant {
        let crawl_delay =
            self.crawl_delay.filter(|(_, until)| *until > now).map(|(delay, _)| delay);
        let pause = crawl_delay.unwrap_or_default().max(pause);
        let by_start = self.last_start.map_or(now, |last| last + pause);
        by_start.max(self.paused_until.unwrap_or(now)).max(now)
    }
}

/// The right to run one request; ends when dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    total: OwnedSemaphorePermit,
    _slot: OwnedSemaphorePermit,
    _state: Arc<HostState>,
}

impl Turn {
    /// Ends the request for its host, while its place in the total is still taken.
    pub(crate) fn leave_host(self) -> OwnedSemaphorePermit {
        self.total
    }
}

impl Budget {
    pub(crate) fn new(at_once: usize, per_host: usize, pause: Duration) -> Self {
        Self {
            per_host: per_host.max(1),
            pause,
            feeds: Arc::new(Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS))),
            pages: Arc::new(Semaphore::new(at_once.div_ceil(2).clamp(1, Semaphore::MAX_PERMITS))),
            pictures: Arc::new(Semaphore::new((at_once / 5).clamp(1, MOST_PICTURES))),
            hosts: Mutex::new(Hosts { by_key: HashMap::new(), sweep_at: SWEEP_FLOOR }),
        }
    }

    /// Waits until a request to the host of `url` may start.
    pub(crate) async fn turn(&self, url: &Url, lane: Lane) -> Result<Turn, FetchError> {
        let places = match lane {
            Lane::Feeds => &self.feeds,
            Lane::Pages => &self.pages,
            Lane::Pictures => &self.pictures,
        };
        let key = host_key(url);
        let came = Instant::now();
        let (state, pause) = match lane {
            Lane::Pictures => {
                self.heed_pause_of(&key)?;
                (self.state(&of_pictures(&key)), self.pause.min(BETWEEN_PICTURES))
            }
            Lane::Feeds | Lane::Pages => (self.state(&key), self.pause),
        };
        let gate = state.gate.lock().await;
        let slot = take(&state.slots).await?;
        let total = loop {
            let now = Instant::now();
            let next = state.next_start(pause, &key, now)?;
            if next > now {
                tokio::time::sleep_until(next).await;
                continue;
            }
            let total = take(places).await?;
            let now = Instant::now();
            if state.next_start(pause, &key, now)? <= now {
                lock(&state.times).last_start = Some(now);
                break total;
            }
        };
        drop(gate);
        metrics::histogram!("dateline_fetch_host_wait_seconds")
            .record(came.elapsed().as_secs_f64());
        Ok(Turn { total, _slot: slot, _state: state })
    }

    /// Lets no request to a host, by its key, start before `pause` has passed.
    pub(crate) fn pause_host(&self, key: &str, pause: Duration) {
        let state = self.state(key);
        let Some(until) = Instant::now().checked_add(pause) else { return };
        let mut times = lock(&state.times);
        times.paused_until = times.paused_until.max(Some(until));
    }

    /// Lets no request for a picture to the host of `url` start before `pause` has passed.
    pub(crate) fn pause_pictures(&self, url: &Url, pause: Duration) {
        self.pause_host(&of_pictures(&host_key(url)), pause);
    }

    /// What a host asked for counts for its pictures too; that it was asked for something just now
    /// does not.
    fn heed_pause_of(&self, key: &str) -> Result<(), FetchError> {
        let now = Instant::now();
        let paused = |key: &str| {
            let hosts = lock(&self.hosts);
            let until = hosts.by_key.get(key).and_then(|state| lock(&state.times).paused_until);
            until.map_or(Duration::ZERO, |until| until.duration_since(now))
        };
        let left = paused(key).max(paused(&of_pictures(key)));
        if left > PATIENCE_FOR_PICTURES {
            return Err(FetchError::HostPaused { host: key.to_owned(), left });
        }
        Ok(())
    }

    /// How long nothing may start on the host of `url` after its last request.
    pub(crate) fn pause_of(&self, url: &Url) -> Duration {
        let now = Instant::now();
        let hosts = lock(&self.hosts);
        let crawl_delay = hosts.by_key.get(&host_key(url)).and_then(|state| {
            lock(&state.times).crawl_delay.filter(|(_, until)| *until > now).map(|(delay, _)| delay)
        });
        crawl_delay.unwrap_or_default().max(self.pause)
    }

    /// Widens the pause between starts on the host of `url` for as long as `lasting`.
    pub(crate) fn slow_down(&self, url: &Url, delay: Duration, lasting: Duration) {
        let state = self.state(&host_key(url));
        let now = Instant::now();
        let mut times = lock(&state.times);
        let known = times.crawl_delay.filter(|(_, until)| *until > now);
        if known.is_none_or(|(known, _)| delay >= known) {
            times.crawl_delay = Some((delay, now + lasting));
        }
    }

    fn state(&self, key: &str) -> Arc<HostState> {
        let mut hosts = lock(&self.hosts);
        if let Some(state) = hosts.by_key.get(key) {
            return Arc::clone(state);
        }
        if hosts.by_key.len() >= hosts.sweep_at {
            let now = Instant::now();
            hosts.by_key.retain(|_, state| {
                Arc::strong_count(state) > 1 || lock(&state.times).next_start(self.pause, now) > now
            });
            hosts.by_key.shrink_to(SWEEP_FLOOR);
            hosts.sweep_at = SWEEP_FLOOR.max(hosts.by_key.len() * 2);
        }
        let at_once = match key.starts_with(OF_PICTURES) {
            true => PICTURES_PER_HOST,
            false => self.per_host.min(Semaphore::MAX_PERMITS),
        };
        let state = Arc::new(HostState {
            gate: tokio::sync::Mutex::new(()),
            slots: Arc::new(Semaphore::new(at_once)),
            times: Mutex::default(),
        });
        hosts.by_key.insert(key.to_owned(), Arc::clone(&state));
        state
    }
}

impl HostState {
    fn next_start(&self, pause: Duration, key: &str, now: Instant) -> Result<Instant, FetchError> {
        let times = lock(&self.times);
        let left = times.paused_until.map_or(Duration::ZERO, |until| until.duration_since(now));
        if left > PATIENCE {
            return Err(FetchError::HostPaused { host: key.to_owned(), left });
        }
        Ok(times.next_start(pause, now))
    }
}

/// The key of a host's turns of pictures, which is no host's key: those hold no space.
fn of_pictures(key: &str) -> String {
    format!("{OF_PICTURES}{key}")
}

async fn take(slots: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, FetchError> {
    let permit = Arc::clone(slots).acquire_owned().await;
    permit.map_err(|_| FetchError::Setup("it is shutting down".into()))
}

/// A panic while one of these locks is held leaves plain times behind, which stay usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;

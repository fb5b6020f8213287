//! The turns of hosts that nothing due was claimed for, as all processes of the instance share them:
//! through the store.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dateline_clock::Clock;
use dateline_fetch::{Asked, NoTurn, Response, SharedTurns};
use dateline_model::WorkerId;
use dateline_store::{HostTurn, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};

use super::asked_by;

/// How long a request waits for a host that another process has to do with, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// For so long a host is kept for a request: the pause, the request and its answer end sooner.
const LONGEST: SignedDuration = SignedDuration::from_mins(3);

/// This process's part in them.
#[derive(Debug)]
pub(crate) struct StoredTurns {
    store: Store,
    clock: Clock,
    worker: WorkerId,
    /// How many requests of this process have each host or wait for it: the last one leaves it.
    taken: Mutex<HashMap<String, usize>>,
}

impl StoredTurns {
    pub(crate) fn new(store: Store, clock: Clock, worker: WorkerId) -> Self {
        Self { store, clock, worker, taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask(&self, host: &str) -> Result<HostTurn, StoreError> {
        let (now, wall) = (self.clock.now(), self.clock.wall());
        let until = later(wall, LONGEST);
        self.store.take_host(&self.worker, host, now, wall, until).await
    }

    async fn take_or_say(&self, host: &str) -> Result<Result<(), NoTurn>, StoreError> {
        let patience = Instant::now() + PATIENCE;
        let mut looked_for_the_dead = false;
        loop {
            match self.ask(host).await? {
                HostTurn::Taken => return Ok(Ok(())),
                HostTurn::Paused(until) => {
                    return Ok(Err(NoTurn::Paused(self.clock.real_until(until))));
                }
                HostTurn::Busy if Instant::now() >= patience => return Ok(Err(NoTurn::Busy)),
                HostTurn::Busy if !looked_for_the_dead => {
                    looked_for_the_dead = true;
                    self.store.release_dead_leases(self.clock.wall()).await?;
                }
                HostTurn::Busy => sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// Whether no other request of this process has the host any more.
    fn was_last(&self, host: &str) -> bool {
        let mut taken = self.taken();
        let Some(count) = taken.get_mut(host) else { return true };
        *count = count.saturating_sub(1);
        let last = *count == 0;
        if last {
            taken.remove(host);
        }
        last
    }
}

impl SharedTurns for StoredTurns {
    /// Where the store fails, the process's own limits are all that holds.
    fn take<'a>(&'a self, host: &'a str) -> Asked<'a, Result<(), NoTurn>> {
        // Before the store is asked, so that whoever gives up while it answers can still leave.
        *self.taken().entry(host.to_owned()).or_default() += 1;
        Box::pin(async move {
            self.take_or_say(host).await.unwrap_or_else(|error| {
                tracing::warn!(error = %error, "it could not be told whose turn it is at a host");
                Ok(())
            })
        })
    }

    fn leave<'a>(&'a self, host: &'a str, pause: Duration) -> Asked<'a, ()> {
        Box::pin(async move {
            if !self.was_last(host) {
                return;
            }
            let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::MAX);
            let until = later(self.clock.wall(), pause);
            if let Err(error) = self.store.leave_host(&self.worker, host, until).await {
                tracing::warn!(error = %error, "a host stays taken for some minutes");
            }
        })
    }

    fn heed<'a>(&'a self, response: &'a Response) -> Asked<'a, Option<Duration>> {
        Box::pin(async move {
            let pause = asked_by(&self.clock, response)?;
            if let Err(error) = self.store.pause_host(&pause).await {
                tracing::warn!(error = %error, "that a host wants a pause could not be stored");
            }
            Some(self.clock.real_until(pause.until))
        })
    }
}

fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use dateline_store::{Location, Options};

    use super::*;

    const HOST: &str = "example.org";

    async fn turns() -> (tempfile::TempDir, StoredTurns, Store, Clock) {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::from_setting(None, folder.path()).unwrap();
        let clock = Clock::trial("2026-03-02T00:00:00Z".parse().unwrap(), 0.0);
        let store = Store::open(&location, Options::default(), clock.now()).await.unwrap();
        let worker = store.register_worker(clock.wall()).await.unwrap();
        let other = Store::open(&location, Options::default(), clock.now()).await.unwrap();
        (folder, StoredTurns::new(store, clock.clone(), worker), other, clock)
    }

    async fn others_turn(other: &Store, clock: &Clock) -> HostTurn {
        let worker = other.register_worker(clock.wall()).await.unwrap();
        // A second on: a host that was left without a pause is free after that moment.
        let wall = later(clock.wall(), SignedDuration::from_secs(1));
        let until = later(wall, LONGEST);
        other.take_host(&worker, HOST, clock.now(), wall, until).await.unwrap()
    }

    #[tokio::test]
    async fn a_host_that_nobody_waited_for_to_the_end_is_left() {
        let (_folder, turns, other, clock) = turns().await;
        drop(turns.take(HOST));
        turns.leave(HOST, Duration::ZERO).await;
        assert!(turns.taken().is_empty());
        turns.take(HOST).await.unwrap();
        drop(turns.take(HOST));
        turns.leave(HOST, Duration::ZERO).await;
        assert_eq!(others_turn(&other, &clock).await, HostTurn::Busy, "one request has it still");
        turns.leave(HOST, Duration::ZERO).await;
        assert_eq!(others_turn(&other, &clock).await, HostTurn::Taken);
    }
}

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
    /// How many requests of this process have each host: the last one leaves it.
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
                HostTurn::Taken => {
                    *self.taken().entry(host.to_owned()).or_default() += 1;
                    return Ok(Ok(()));
                }
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

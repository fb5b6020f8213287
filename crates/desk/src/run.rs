//! The endless work of a running newspaper: what is due is claimed and done, until it is stopped.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use dateline_model::{FeedId, JobId, PollTask, ReadTask};
use dateline_store::StoreError;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};

use crate::crew::Crew;
use crate::desk::{Desk, Inner};
use crate::{
    DeskError, alerts, hosts, janitor, poll, read, search, site_terms, statements, stories, websub,
};

/// Another process may have made work due without ringing our bell, so the store is asked so often
/// at least.
const LOOK_AT_LEAST: Duration = Duration::from_secs(10);
/// After a claim there is no other for so long, unless the bell rings.
const BREATH: Duration = Duration::from_millis(25);
/// Feeds that became due while nobody was there are not all asked at once when somebody is back:
/// so many are taken on, and then none for a second.
const OVERDUE_A_SECOND: u32 = 20;
/// After the store failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

impl Desk {
    /// Does what is due, by this process's roles, until `stop` turns true; then ends what is in
    /// hand within the grace of the settings, and gives the rest back.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        let roles = self.inner.settings.roles;
        let polls = async {
            if roles.crawl {
                keep_busy(&Polls::new(self.inner.clone()), stop.clone()).await;
            }
        };
        let reads = async {
            if roles.read {
                keep_busy(&Reads(self.inner.clone()), stop.clone()).await;
            }
        };
        let care = async {
            if roles.janitor {
                janitor::look_after(&self.inner, stop.clone()).await;
            }
        };
        let terms = async {
            if roles.read {
                site_terms::keep(&self.inner, stop.clone()).await;
            }
        };
        let hubs = async {
            if roles.crawl {
                websub::tend(&self.inner, stop.clone()).await;
            }
        };
        let stories = async {
            if roles.story {
                stories::keep(&self.inner, stop.clone()).await;
            }
        };
        let said = async {
            if roles.story {
                statements::keep_finding(&self.inner, stop.clone()).await;
            }
        };
        let index = async {
            if roles.index {
                search::keep(&self.inner, stop.clone()).await;
            }
        };
        let alerts = async {
            if roles.index {
                alerts::keep(&self.inner, stop.clone()).await;
            }
        };
        let pauses = hosts::keep_heeding(&self.inner, stop.clone());
        tokio::join!(polls, reads, care, terms, hubs, stories, said, index, alerts, pauses);
    }
}

/// A kind of work that waits in the store.
trait Work: Sync {
    type Task: Send + 'static;

    fn desk(&self) -> &Arc<Inner>;
    fn bell(&self) -> &Notify;
    fn number(task: &Self::Task) -> i64;
    fn host(task: &Self::Task) -> String;
    fn claim(
        &self,
        room: u32,
        full_hosts: &[String],
    ) -> impl Future<Output = Result<Vec<Self::Task>, StoreError>> + Send;
    fn next_due(&self) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;
    fn work(
        desk: Arc<Inner>,
        task: Self::Task,
    ) -> impl Future<Output = Result<(), DeskError>> + Send + 'static;
    fn give_back(&self, numbers: &[i64]) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// How long to wait after a claim that gave something.
    fn breath(&self) -> Duration {
        BREATH
    }
    /// How long to wait after the store failed.
    fn after_failure(&self) -> Duration {
        AFTER_FAILURE
    }
}

async fn keep_busy<W: Work>(work: &W, mut stop: watch::Receiver<bool>) {
    let mut crew = Crew::new(work.desk().settings.in_hand);
    let mut look_again = Instant::now();
    let mut owed = Owed { numbers: Vec::new(), try_at: Instant::now() };
    while !*stop.borrow() {
        owed.give_back(work).await;
        // Claims are writes: a few places that are free are not worth one.
        if Instant::now() >= look_again && crew.room() >= work.desk().settings.in_hand.div_ceil(4) {
            look_again = Instant::now() + take_on(work, &mut crew).await;
        }
        let may_claim = crew.room() >= work.desk().settings.in_hand.div_ceil(4);
        tokio::select! {
            _ = stop.changed() => break,
            ended = crew.next(), if !crew.is_empty() => {
                if !note_end(&mut owed, ended.flatten()) {
                    look_again = Instant::now() + work.after_failure();
                }
            }
            () = work.bell().notified() => look_again = Instant::now(),
            () = sleep_until(look_again), if may_claim => {}
            () = sleep_until(owed.try_at), if !owed.numbers.is_empty() => {}
        }
    }
    let mut given_up = crew.wind_up(work.desk().settings.grace).await;
    given_up.extend(owed.numbers);
    if let Err(error) = work.give_back(&given_up).await {
        tracing::warn!(error = %error, "what was in hand is freed when this process ends");
    }
}

/// Claims as much as there is room for, and says when to look again.
async fn take_on<W: Work>(work: &W, crew: &mut Crew<(i64, Result<(), DeskError>)>) -> Duration {
    let room = u32::try_from(crew.room()).unwrap_or(u32::MAX);
    let tasks = match work.claim(room, &crew.full_hosts()).await {
        Ok(tasks) => tasks,
        Err(error) => {
            tracing::error!(error = %error, "no work could be claimed");
            return AFTER_FAILURE;
        }
    };
    let claimed = tasks.len();
    for task in tasks {
        let number = W::number(&task);
        let host = W::host(&task);
        let done = W::work(work.desk().clone(), task);
        crew.start(number, host, async move { (number, done.await) });
    }
    if claimed > 0 {
        return work.breath();
    }
    match work.next_due().await {
        Ok(due) => {
            let wait = due.map_or(LOOK_AT_LEAST, |due| work.desk().clock.real_until(due));
            // What is due and could not be claimed waits for its host, or for another process.
            wait.clamp(BREATH * 4, LOOK_AT_LEAST)
        }
        Err(error) => {
            tracing::error!(error = %error, "it could not be told what is due next");
            AFTER_FAILURE
        }
    }
}

/// Work that the store did not take, until it takes it back.
struct Owed {
    numbers: Vec<i64>,
    try_at: Instant,
}

impl Owed {
    /// A store that could take no result may take no release either; its leases would keep the work
    /// from everybody until they end.
    async fn give_back<W: Work>(&mut self, work: &W) {
        if self.numbers.is_empty() || Instant::now() < self.try_at {
            return;
        }
        match work.give_back(&self.numbers).await {
            Ok(()) => self.numbers.clear(),
            Err(error) => {
                let tasks = self.numbers.len();
                tracing::warn!(tasks, error = %error, "work is given back later");
                self.try_at = Instant::now() + work.after_failure();
            }
        }
    }
}

/// Whether the store took the work; what it did not take is logged, once, and owed.
fn note_end(owed: &mut Owed, ended: Option<(i64, Result<(), DeskError>)>) -> bool {
    let Some((number, Err(error))) = ended else { return true };
    tracing::error!(task = number, error = %error, "work could not be stored");
    owed.numbers.push(number);
    false
}

struct Polls {
    desk: Arc<Inner>,
    /// What was due before then waited for nobody but us.
    began: Timestamp,
    /// Whether the last claim that gave something gave such feeds, or there was none yet.
    catching_up: AtomicBool,
}

impl Polls {
    fn new(desk: Arc<Inner>) -> Self {
        let began = desk.clock.now();
        Self { desk, began, catching_up: AtomicBool::new(true) }
    }

    /// A feed that was never polled is somebody's who waits for it, so it does not count.
    fn was_missed(&self, task: &PollTask) -> bool {
        let polling = &task.feed.polling;
        polling.polled_at.is_some() && polling.next_poll_at.is_some_and(|due| due < self.began)
    }
}

impl Work for Polls {
    type Task = PollTask;

    fn desk(&self) -> &Arc<Inner> {
        &self.desk
    }

    fn bell(&self) -> &Notify {
        &self.desk.polls_bell
    }

    fn number(task: &PollTask) -> i64 {
        task.feed.id.0
    }

    fn host(task: &PollTask) -> String {
        task.feed.host.clone()
    }

    async fn claim(&self, room: u32, full: &[String]) -> Result<Vec<PollTask>, StoreError> {
        let Inner { store, clock, worker, .. } = &*self.desk;
        let catching_up = self.catching_up.load(Relaxed);
        let room = if catching_up { room.min(OVERDUE_A_SECOND) } else { room };
        let tasks = store.claim_due_polls(worker, clock.now(), clock.wall(), room, full).await?;
        // None at all only means that their hosts are busy.
        if !tasks.is_empty() {
            self.catching_up.store(tasks.iter().any(|task| self.was_missed(task)), Relaxed);
        }
        Ok(tasks)
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.desk.store.next_poll_at(self.desk.clock.now()).await
    }

    async fn work(desk: Arc<Inner>, task: PollTask) -> Result<(), DeskError> {
        let lag = poll::lag(&task, desk.clock.now());
        metrics::histogram!("dateline_poll_lag_seconds").record(lag.as_secs_f64());
        let outcome = poll::poll_feed(&desk, task).await?;
        if outcome.failed {
            tracing::info!(feed.url = outcome.url, poll.result = outcome.result, "a poll failed");
        } else {
            tracing::debug!(feed.url = outcome.url, poll.result = outcome.result, "polled");
        }
        Ok(())
    }

    async fn give_back(&self, numbers: &[i64]) -> Result<(), StoreError> {
        let feeds: Vec<FeedId> = numbers.iter().copied().map(FeedId).collect();
        self.desk.store.release_polls(&self.desk.worker, &feeds).await.map(|_| ())
    }

    fn breath(&self) -> Duration {
        if self.catching_up.load(Relaxed) { Duration::from_secs(1) } else { BREATH }
    }
}

struct Reads(Arc<Inner>);

impl Work for Reads {
    type Task = ReadTask;

    fn desk(&self) -> &Arc<Inner> {
        &self.0
    }

    fn bell(&self) -> &Notify {
        &self.0.reads_bell
    }

    fn number(task: &ReadTask) -> i64 {
        task.job.0
    }

    fn host(task: &ReadTask) -> String {
        task.host.clone()
    }

    async fn claim(&self, room: u32, full: &[String]) -> Result<Vec<ReadTask>, StoreError> {
        let Inner { store, clock, worker, .. } = &*self.0;
        store.claim_reads(worker, clock.now(), clock.wall(), room, full).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.store.next_read_at(self.0.clock.now()).await
    }

    async fn work(desk: Arc<Inner>, task: ReadTask) -> Result<(), DeskError> {
        let address = task.address.clone();
        read::read_article(&desk, task).await.map(|end| {
            tracing::debug!(article.address = address, read.end = ?end, "read");
        })
    }

    async fn give_back(&self, numbers: &[i64]) -> Result<(), StoreError> {
        let jobs: Vec<JobId> = numbers.iter().copied().map(JobId).collect();
        self.0.store.release_reads(&self.0.worker, &jobs).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests;

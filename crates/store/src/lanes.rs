//! The threads that own the connections: one that writes, a few that read.
//!
//! Writes that wait together are committed together, since a commit costs a flush of the disk. If
//! one of them fails, all are rolled back and run again one by one, so that a bad write hurts
//! nobody else. An answer goes out only after the commit.
//!
//! A read ends when nobody waits for it any more: there are few threads that read, and a page whose
//! reader left, or that was given up, must not keep one of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::InterruptHandle;
use tokio::sync::{mpsc, oneshot};

use crate::engine::{Engine, Lane};
use crate::error::{Result, StoreError};
use crate::location::Location;
use crate::tx::Tx;

/// How many operations may wait before those who ask have to wait themselves.
const QUEUE: usize = 256;

/// The most that goes into one commit.
const BATCH: usize = 64;
const BATCH_TIME: Duration = Duration::from_millis(5);

/// How often an operation that collided or lost its connection is tried.
const ATTEMPTS: u32 = 6;

/// An operation with whoever waits for its outcome.
trait Operation: Send {
    /// Runs it, perhaps again after a rollback.
    fn run(&mut self, tx: &mut dyn Tx) -> Result<()>;
    /// Says what became of it.
    fn answer(self: Box<Self>, outcome: Result<()>);
    /// Whether nobody waits any more.
    fn is_abandoned(&self) -> bool;
    /// Where whoever asked finds what ends it while it runs.
    fn end(&self) -> &End;
}

/// What ends a read that is running. PostgreSQL's reads run on.
type End = Arc<Mutex<Option<InterruptHandle>>>;

/// Ends the read when whoever waits for it goes.
struct Waiter(End);

impl Drop for Waiter {
    fn drop(&mut self) {
        if let Some(running) = hold(&self.0).take() {
            running.interrupt();
        }
    }
}

fn hold(end: &End) -> MutexGuard<'_, Option<InterruptHandle>> {
    end.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Asked<F, T> {
    work: F,
    value: Option<T>,
    reply: oneshot::Sender<Result<T>>,
    end: End,
}

impl<F, T> Operation for Asked<F, T>
where
    F: FnMut(&mut dyn Tx) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut dyn Tx) -> Result<()> {
        // A fault in one operation must not end the thread that all others need.
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)));
        self.value = Some(outcome.unwrap_or_else(|panic| Err(broke_off(&*panic)))?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<()>) {
        let Self { value, reply, .. } = *self;
        let nothing = || StoreError::BrokeOff { what: "it gave nothing".to_owned() };
        // Whoever asked may have gone; the work is done all the same.
        drop(reply.send(outcome.and_then(|()| value.ok_or_else(nothing))));
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn end(&self) -> &End {
        &self.end
    }
}

fn broke_off(panic: &(dyn std::any::Any + Send)) -> StoreError {
    let what = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let what = what.or_else(|| panic.downcast_ref::<String>().cloned());
    StoreError::BrokeOff { what: what.unwrap_or_else(|| "without a reason".to_owned()) }
}

type Waiting = Box<dyn Operation>;

/// A queue to one or more threads that can be closed from any clone of the store.
struct Queue(RwLock<Option<mpsc::Sender<Waiting>>>);

impl Queue {
    async fn ask<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let sender = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let sender = sender.ok_or(StoreError::Closed)?;
        let (reply, answer) = oneshot::channel();
        let waiter = Waiter(End::default());
        let end = Arc::clone(&waiter.0);
        let asked: Waiting = Box::new(Asked { work, value: None, reply, end });
        sender.send(asked).await.map_err(|_| StoreError::Closed)?;
        drop(sender);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// The threads of a store.
pub(crate) struct Lanes {
    writes: Queue,
    reads: ReadLane,
    // A version only compares with what the same connection said, so it has one of its own.
    versions: ReadLane,
    writer: Mutex<Option<JoinHandle<()>>>,
    /// Why nothing can be written, where the store was opened all the same.
    unwritable: Option<String>,
}

/// A queue of reads with the threads that work on it.
struct ReadLane {
    queue: Queue,
    readers: Readers,
}

impl ReadLane {
    fn new(location: &Location, most: usize, lane: Lane) -> Self {
        let (sender, queue) = mpsc::channel(QUEUE);
        Self {
            queue: Queue(RwLock::new(Some(sender))),
            readers: Readers {
                location: location.clone(),
                most,
                lane,
                queue: Arc::new(Mutex::new(queue)),
                idle: Arc::new(AtomicUsize::new(0)),
                threads: Mutex::new(Vec::new()),
            },
        }
    }

    async fn ask<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.readers.have_one_idle()?;
        self.queue.ask(work).await
    }
}

impl Lanes {
    /// Starts the writer, which opens its connection and brings the tables up to date.
    pub(crate) async fn open(location: &Location, readers: usize) -> Result<Self> {
        let (write_sender, write_queue) = mpsc::channel(QUEUE);
        let (ready, opened) = oneshot::channel();
        let place = location.clone();
        let writer = spawn("store-writer", move || match Engine::open(&place, Lane::Writer) {
            Ok(engine) => {
                drop(ready.send(Ok(())));
                write_all(engine, write_queue);
            }
            Err(error) => drop(ready.send(Err(error))),
        })?;
        opened.await.map_err(|_| StoreError::Closed)??;
        Ok(Self {
            writes: Queue(RwLock::new(Some(write_sender))),
            reads: ReadLane::new(location, readers.max(1), Lane::Reader),
            versions: ReadLane::new(location, 1, Lane::Reader),
            writer: Mutex::new(Some(writer)),
            unwritable: None,
        })
    }

    /// Starts no writer: for a store that can be read and, for this reason, not written.
    pub(crate) fn open_reading(location: &Location, why: String) -> Self {
        Self {
            writes: Queue(RwLock::new(None)),
            // One connection, since where the folder takes no files it may have to have the
            // database to itself.
            reads: ReadLane::new(location, 1, Lane::LoneReader),
            versions: ReadLane::new(location, 1, Lane::LoneReader),
            writer: Mutex::new(None),
            unwritable: Some(why),
        }
    }

    /// Why nothing can be written, where that was known at opening.
    pub(crate) fn unwritable(&self) -> Option<&str> {
        self.unwritable.as_deref()
    }

    /// Runs `work` in a transaction that may write. It may be run more than once; what counts is
    /// the run that was committed. Once queued it is done even if nobody waits for it.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        if let Some(why) = &self.unwritable {
            return Err(StoreError::ReadOnly { why: why.clone() });
        }
        self.writes.ask(work).await
    }

    /// Runs `work` in a transaction that sees one state of the store and cannot write.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.reads.ask(work).await
    }

    /// Something that differs from what it was before if anything was committed in between, by
    /// whatever process.
    pub(crate) async fn version(&self) -> Result<String> {
        self.versions.ask(|tx| tx.version()).await
    }

    /// Finishes what is queued and ends the threads.
    pub(crate) async fn close(&self) -> Result<()> {
        self.reads.queue.close();
        self.versions.queue.close();
        self.writes.close();
        let take = |slot: &Mutex<Vec<JoinHandle<()>>>| {
            std::mem::take(&mut *slot.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let mut threads = take(&self.reads.readers.threads);
        threads.extend(take(&self.versions.readers.threads));
        threads.extend(self.writer.lock().unwrap_or_else(PoisonError::into_inner).take());
        let joined = tokio::task::spawn_blocking(move || {
            for thread in threads {
                drop(thread.join());
            }
        });
        joined.await.map_err(|error| StoreError::BrokeOff { what: error.to_string() })
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map_err(|error| {
        StoreError::BrokeOff { what: format!("no thread could be started: {error}") }
    })
}

/// Reader threads, started one by one as they are needed, because each keeps a cache.
struct Readers {
    location: Location,
    most: usize,
    lane: Lane,
    queue: Arc<Mutex<mpsc::Receiver<Waiting>>>,
    idle: Arc<AtomicUsize>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    fn have_one_idle(&self) -> Result<()> {
        if self.idle.load(Ordering::Acquire) > 0 {
            return Ok(());
        }
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        if threads.len() < self.most {
            let (location, queue, idle) =
                (self.location.clone(), Arc::clone(&self.queue), Arc::clone(&self.idle));
            let lane = self.lane;
            let work = move || read_all(&location, lane, &queue, &idle);
            threads.push(spawn("store-reader", work)?);
        }
        Ok(())
    }
}

fn read_all(
    location: &Location,
    lane: Lane,
    queue: &Mutex<mpsc::Receiver<Waiting>>,
    idle: &AtomicUsize,
) {
    let mut engine = None;
    loop {
        idle.fetch_add(1, Ordering::AcqRel);
        let asked = queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
        idle.fetch_sub(1, Ordering::AcqRel);
        let Some(mut asked) = asked else { break };
        if asked.is_abandoned() {
            continue;
        }
        let began = Instant::now();
        let outcome = read_one((location, lane), &mut engine, asked.as_mut());
        metrics::histogram!("dateline_store_read_seconds").record(began.elapsed().as_secs_f64());
        asked.answer(outcome);
    }
    if let Some(engine) = engine {
        engine.close();
    }
}

fn read_one(
    (location, lane): (&Location, Lane),
    slot: &mut Option<Engine>,
    asked: &mut dyn Operation,
) -> Result<()> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let engine = match slot {
            Some(engine) => engine,
            None => slot.insert(Engine::open(location, lane)?),
        };
        let end = Arc::clone(asked.end());
        *hold(&end) = engine.interrupt();
        // Whoever went before that could not end it.
        let outcome = match asked.is_abandoned() {
            true => Ok(()),
            false => engine.transaction(|tx| asked.run(tx)),
        };
        hold(&end).take();
        match outcome {
            Err(error) if error.is_passing() && attempt < ATTEMPTS => pause(attempt),
            outcome => return outcome,
        }
    }
}

fn write_all(mut engine: Engine, mut queue: mpsc::Receiver<Waiting>) {
    while let Some(first) = queue.blocking_recv() {
        let began = Instant::now();
        let written = write_batch(&mut engine, first, &mut queue);
        metrics::histogram!("dateline_store_batch_writes").record(written as f64);
        metrics::histogram!("dateline_store_batch_seconds").record(began.elapsed().as_secs_f64());
    }
    engine.close();
}

/// Commits the first operation together with those that wait behind it; gives how many it were.
fn write_batch(engine: &mut Engine, first: Waiting, queue: &mut mpsc::Receiver<Waiting>) -> usize {
    let mut batch = vec![first];
    let began = Instant::now();
    let outcome = engine.transaction(|tx| {
        let mut place = 0;
        while let Some(asked) = batch.get_mut(place) {
            asked.run(tx)?;
            place += 1;
            if place < BATCH
                && began.elapsed() < BATCH_TIME
                && let Ok(next) = queue.try_recv()
            {
                batch.push(next);
            }
        }
        Ok(())
    });
    let size = batch.len();
    match outcome {
        Ok(()) => batch.into_iter().for_each(|asked| asked.answer(Ok(()))),
        Err(error) if size == 1 && !error.is_passing() => {
            if let Some(asked) = batch.pop() {
                asked.answer(Err(error));
            }
        }
        Err(_) => batch.into_iter().for_each(|asked| write_alone(engine, asked)),
    }
    size
}

fn write_alone(engine: &mut Engine, mut asked: Waiting) {
    let mut attempt = 0;
    let outcome = loop {
        attempt += 1;
        match engine.transaction(|tx| asked.run(tx)) {
            Err(error) if error.is_passing() && attempt < ATTEMPTS => pause(attempt),
            outcome => break outcome,
        }
    };
    asked.answer(outcome);
}

/// Waits longer each time, by an amount that differs between processes that collided.
fn pause(attempt: u32) {
    let spread = u64::from(std::process::id() % 7);
    std::thread::sleep(Duration::from_millis((10 << attempt.min(6)) + spread * 3));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tx::query_one;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_read_that_nobody_waits_for_leaves_its_thread_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let place = Location::Sqlite(folder.path().to_owned());
        let lanes = Arc::new(Lanes::open(&place, 1).await.unwrap());
        let (tell, begins) = oneshot::channel();
        let asking = tokio::spawn({
            let (lanes, mut tell) = (Arc::clone(&lanes), Some(tell));
            async move {
                let endless = "WITH RECURSIVE c (n) AS \
                    (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c";
                let work = move |tx: &mut dyn Tx| {
                    if let Some(tell) = tell.take() {
                        let _ = tell.send(());
                    }
                    query_one(tx, endless, &[])?.int()
                };
                lanes.read(work).await
            }
        });
        begins.await.unwrap();
        // The statement begins a moment after it is told.
        tokio::time::sleep(Duration::from_millis(300)).await;
        asking.abort();
        let other = lanes.read(|tx| query_one(tx, "SELECT 7", &[])?.int());
        let told = tokio::time::timeout(Duration::from_secs(60), other).await;
        assert_eq!(told.expect("the only thread that reads is free again").unwrap(), 7);
        lanes.close().await.unwrap();
    }
}

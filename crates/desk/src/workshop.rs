//! The threads on which feeds and pages are parsed, apart from those that wait for the network.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

use crate::DeskError;

/// A bounded pool for work that computes and never waits.
#[derive(Debug)]
pub(crate) struct Workshop {
    pool: ThreadPool,
}

/// The work panicked or was dropped. Neither is ever meant to happen; if it does, one feed or page
/// fails and not the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this could not be understood because of a fault in Dateline")]
pub(crate) struct Broken;

impl Workshop {
    /// A pool of so many threads; 0 means one a core.
    pub(crate) fn new(threads: usize) -> Result<Self, DeskError> {
        ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|number| format!("workshop-{number}"))
            .build()
            .map(|pool| Self { pool })
            .map_err(|error| DeskError::Threads(error.to_string()))
    }

    /// How many threads it has.
    pub(crate) fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Does `work` on one of the threads and hands its result back.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Broken>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (done, result) = oneshot::channel();
        self.pool.spawn(move || {
            // A receiver that is gone means that the process is stopping.
            let _ = done.send(catch_unwind(AssertUnwindSafe(work)).map_err(|_| Broken));
        });
        result.await.unwrap_or(Err(Broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_panics_breaks_nothing_else() {
        let workshop = Workshop::new(1).unwrap();
        let broken = workshop.run(|| [0u8; 0][std::hint::black_box(1)]).await;
        assert_eq!(broken, Err(Broken));
        assert_eq!(workshop.run(|| 7).await, Ok(7));
    }
}

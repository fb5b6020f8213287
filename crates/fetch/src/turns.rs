//! What several processes of one instance owe a host together.
//!
//! Feeds and pages that are due are claimed with their host before they are asked for. All else that
//! a fetcher asks, robots.txt, guesses, hubs, addresses that people type and redirects into other
//! hosts, takes its host's turn here.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::message::Response;

/// What comes of asking for a turn.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a host cannot be asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTurn {
    /// It asked to be left alone for so long.
    Paused(Duration),
    /// Another process has been asking it for longer than a request waits.
    Busy,
}

/// The turns of hosts as all processes of an instance share them. Hosts are named by their keys
/// (`dateline_model::address::host_key`).
pub trait SharedTurns: Debug + Send + Sync {
    /// Waits until the host is this process's, which it then is until [`SharedTurns::leave`]. From
    /// this call on, and whatever comes of it, one call of that is owed: also where the waiting was
    /// given up.
    fn take<'a>(&'a self, host: &'a str) -> Asked<'a, Result<(), NoTurn>>;

    /// The request has ended or was never made; nobody else may ask the host before `pause` has
    /// passed.
    fn leave<'a>(&'a self, host: &'a str, pause: Duration) -> Asked<'a, ()>;

    /// An answer to a request that nobody else accounts for: tells all processes for how long it
    /// wants its host to be left alone, and gives that.
    fn heed<'a>(&'a self, response: &'a Response) -> Asked<'a, Option<Duration>>;
}

/// A host's turn from the moment that it is asked for. It is left in any case, also when whoever
/// wanted the request drops it half-way: for other processes the host would stay taken otherwise.
#[derive(Debug)]
pub(crate) struct Turn {
    owed: Option<(Arc<dyn SharedTurns>, String)>,
    pause: Duration,
}

impl Turn {
    /// A turn that is about to be asked for; after it the host is left alone for `pause`.
    pub(crate) fn new(turns: Arc<dyn SharedTurns>, host: String, pause: Duration) -> Self {
        Self { owed: Some((turns, host)), pause }
    }

    /// Leaves the host, with a pause that may have grown meanwhile.
    pub(crate) async fn leave(mut self, pause: Duration) {
        self.pause = pause;
        // A task of its own, which ends also if this is dropped while it waits.
        if let Some(leaving) = self.start_leaving() {
            drop(leaving.await);
        }
    }

    fn start_leaving(&mut self) -> Option<tokio::task::JoinHandle<()>> {
        let (turns, host) = self.owed.take()?;
        let pause = self.pause;
        let runtime = Handle::try_current().ok()?;
        Some(runtime.spawn(async move { turns.leave(&host, pause).await }))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.start_leaving());
    }
}

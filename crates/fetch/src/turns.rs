//! What several processes of one instance owe a host together.
//!
//! Feeds and pages that are due are claimed with their host before they are asked for. All else that
//! a fetcher asks, robots.txt, guesses, hubs, addresses that people type and redirects into other
//! hosts, takes its host's turn here.

use std::fmt::Debug;
use std::pin::Pin;
use std::time::Duration;

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
    /// Waits until the host is this process's, which it then is until [`SharedTurns::leave`].
    fn take<'a>(&'a self, host: &'a str) -> Asked<'a, Result<(), NoTurn>>;

    /// The request has ended; nobody else may ask the host before `pause` has passed.
    fn leave<'a>(&'a self, host: &'a str, pause: Duration) -> Asked<'a, ()>;

    /// An answer to a request that nobody else accounts for: tells all processes for how long it
    /// wants its host to be left alone, and gives that.
    fn heed<'a>(&'a self, response: &'a Response) -> Asked<'a, Option<Duration>>;
}

//! The only place in Dateline that opens outgoing connections.
//!
//! A [`Fetcher`] makes polite GET requests: behind an address guard, within size and time limits,
//! with a pause between the requests to one host, and with robots.txt obeyed for pages that nobody
//! named.

mod allow;
mod body;
mod budget;
mod client;
mod error;
mod explain;
mod guard;
mod headers;
mod hop;
mod message;
mod robots;
mod settings;
mod turns;

pub use allow::{AllowList, AllowListError};
pub use client::Fetcher;
pub use error::{FetchError, SizeLimit};
pub use guard::refused_class;
pub use message::{Hop, Purpose, Request, Response, RetryAfter, Validators};
pub use robots::RobotsVerdict;
pub use settings::FetchSettings;
pub use turns::{Asked, NoTurn, SharedTurns};

//! Every story once: which articles tell of one event, which are copies of another, what a story's
//! front is, and why.
//!
//! [`understand`] takes an article's words and gives its [`Features`], on any thread. A [`Window`]
//! holds the features of the last days' articles and decides, one article at a time, which story
//! each belongs to. It is pure: state in, decision out. Whoever holds it keeps what it decided.

mod arrival;
pub mod copies;
pub mod developments;
pub mod diff;
pub mod excerpt;
pub mod families;
mod features;
pub mod rank;
pub mod reports;
pub mod sentences;
pub mod summary;
pub mod timeline;
mod window;
mod words;

pub use arrival::Arrival;
pub use features::{BackgroundCounts, Features, understand};
pub use window::{
    Change, Copy, MEASURES, Model, Placement, Ruling, Weighing, Window, WindowSettings,
};

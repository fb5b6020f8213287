//! The index as its users see it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as expected")]

mod alike;
mod finding;
mod kit;
mod pages;
mod typing;
mod writing;

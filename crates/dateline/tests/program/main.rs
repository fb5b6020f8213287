//! The whole program, run as people run it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod demo;
mod doctor;
mod feeds;
mod help;
mod inspect;
mod serve;
mod support;
mod users;

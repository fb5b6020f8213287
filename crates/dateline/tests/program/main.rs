//! The whole program, run as people run it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod api_schema;
mod bad_input;
mod demo;
mod discovery;
mod doctor;
mod feeds;
mod feeds_out;
mod fever_clients;
mod help;
mod inspect;
mod kill;
mod manners;
mod miniflux_clients;
mod odd_servers;
mod packs;
mod reader_clients;
mod relevance;
mod running;
mod scratch;
mod searching;
mod serve;
mod site;
mod sources;
mod stories;
mod strangers;
mod support;
mod users;
mod walks;
mod websub;

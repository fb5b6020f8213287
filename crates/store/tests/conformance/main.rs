//! One suite for both engines. PostgreSQL is tested where `DATELINE_TEST_POSTGRES` is the address
//! of a server; each test makes a database of its own there.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as expected"
)]

mod app_passwords;
mod articles;
mod care;
mod clips;
mod feeds;
mod folders;
mod hosts;
mod items;
mod kit;
mod leases;
mod moves;
mod opening;
mod out;
mod oversight;
mod people;
mod pictures;
mod polls;
mod public;
mod reading;
mod searches;
mod sites;
mod sources;
mod statements;
mod states;
mod statistics;
mod stories;
mod story_life;
mod unread;
mod users;
mod websub;

/// Runs each of these functions once on SQLite and once on PostgreSQL.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let place = crate::kit::Place::sqlite();
                super::$name(&place).await;
                place.is_sound().await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(place) = crate::kit::Place::postgres() else { return };
                super::$name(&place).await;
                place.is_sound().await;
            })*
        }
    };
}
pub(crate) use on_both_engines;

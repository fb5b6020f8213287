//! SQLite, inside this process.

mod open;
mod tx;

pub(crate) use open::open;
pub(crate) use tx::{Connection, refused};

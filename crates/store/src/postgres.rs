//! PostgreSQL, on a server.

mod open;
mod tx;

pub(crate) use open::open;
pub(crate) use tx::Connection;

//! Connecting to a server.

use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};

use super::tx::{Connection, refused, said};
use crate::engine::Lane;
use crate::error::{Result, StoreError};
use crate::location::redacted;
use crate::migrate;

/// The advisory lock under which tables are made: "dateline" in ASCII.
const MIGRATION_LOCK: i64 = 0x6461_7465_6c69_6e65;

pub(crate) fn open(url: &str, lane: Lane) -> Result<Connection> {
    let mut client = connect(url)?;
    if lane == Lane::Writer {
        migrate_alone(&mut client)?;
    }
    Ok(Connection::new(client, url, lane))
}

pub(super) fn connect(url: &str) -> Result<Client> {
    let unusable = |why: String| StoreError::Connect { url: redacted(url), why };
    // The parser knows only some of the modes and would call the strict ones malformed.
    if url.contains("sslmode=verify") {
        return Err(StoreError::Encryption { url: redacted(url) });
    }
    let mut config: Config = url.parse().map_err(|error| unusable(said(&error)))?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(StoreError::Encryption { url: redacted(url) });
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    if config.get_application_name().is_none() {
        config.application_name("dateline");
    }
    let mut client = config.connect(NoTls).map_err(|error| unusable(said(&error)))?;
    // Compiling a plan takes longer than any of the store's statements runs.
    client
        .batch_execute("SET jit = off; SET client_min_messages = warning")
        .map_err(|error| refused(&error))?;
    Ok(client)
}

/// Two processes that start together must not both make the tables.
fn migrate_alone(client: &mut Client) -> Result<()> {
    client
        .execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK])
        .map_err(|error| refused(&error))?;
    let outcome = migrate::postgres(client);
    client
        .execute("SELECT pg_advisory_unlock($1)", &[&MIGRATION_LOCK])
        .map_err(|error| refused(&error))?;
    outcome
}

//! Bringing the tables of a database up to what this binary knows.

use refinery::{Runner, error::Kind};

use crate::error::{Result, StoreError};
use crate::tx::{Tx, query_one};

mod for_sqlite {
    refinery::embed_migrations!("migrations/sqlite");
}

mod for_postgres {
    refinery::embed_migrations!("migrations/postgres");
}

pub(crate) fn sqlite(connection: &mut rusqlite::Connection) -> Result<()> {
    up_to_date(&for_sqlite::migrations::runner(), connection)
}

pub(crate) fn postgres(client: &mut postgres::Client) -> Result<()> {
    up_to_date(&for_postgres::migrations::runner(), client)
}

/// The newest version that this binary knows.
fn known(runner: &Runner) -> i64 {
    runner.get_migrations().iter().map(|step| i64::from(step.version())).max().unwrap_or_default()
}

/// The number of the newest migration that this binary knows.
pub(crate) fn newest() -> i64 {
    known(&for_sqlite::migrations::runner())
}

fn up_to_date<C: refinery::Migrate>(runner: &Runner, connection: &mut C) -> Result<()> {
    let known = known(runner);
    match runner.run(connection) {
        Ok(report) => {
            for step in report.applied_migrations() {
                tracing::info!(migration = %step, "the database was migrated");
            }
            Ok(())
        }
        Err(error) if lacks_room(&error) => Err(StoreError::DiskFull),
        Err(error) => Err(match error.kind() {
            // It is applied and not among ours: a newer Dateline was here.
            Kind::MissingVersion(step) if i64::from(step.version()) > known => {
                StoreError::Newer { found: i64::from(step.version()), known }
            }
            kind => StoreError::Migration { version: known, why: kind.to_string() },
        }),
    }
}

/// Whether a migration failed because the disk is full: the cause stands somewhere below.
fn lacks_room(error: &refinery::Error) -> bool {
    let mut below: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = below {
        if let Some(refused) = error.downcast_ref::<rusqlite::Error>() {
            return matches!(crate::sqlite::refused(refused), StoreError::DiskFull);
        }
        below = error.source();
    }
    false
}

/// The number of the last migration that was applied.
pub(crate) fn schema_number(tx: &mut dyn Tx) -> Result<i64> {
    let sql = "SELECT coalesce(max(version), 0) FROM refinery_schema_history";
    query_one(tx, sql, &[])?.int()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_migrations() {
        let names = |runner: Runner| -> Vec<(i64, String)> {
            let steps = runner.get_migrations().iter();
            steps.map(|step| (i64::from(step.version()), step.name().to_owned())).collect()
        };
        let sqlite = names(for_sqlite::migrations::runner());
        assert!(!sqlite.is_empty());
        assert_eq!(sqlite, names(for_postgres::migrations::runner()));
    }

    /// A migration whose number is below one that was applied already would never be applied.
    #[test]
    fn their_numbers_have_no_gaps() {
        let runner = for_sqlite::migrations::runner();
        let mut numbers: Vec<i64> =
            runner.get_migrations().iter().map(|step| i64::from(step.version())).collect();
        numbers.sort_unstable();
        let counted: Vec<i64> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, counted);
    }
}

//! The checks of the store.

use dateline_store::{Location, Store};

use super::Finding;
use crate::settings::Settings;
use crate::{output, terminal, wiring};

/// So many problems of a damaged store are shown; the first ones tell enough.
const SHOWN: usize = 10;

/// How the store is. A store that is not there yet is not made.
pub async fn look(settings: &Settings) -> Vec<Finding> {
    let location = match wiring::location(settings) {
        Ok(location) => location,
        Err(error) => {
            let advice = "correct the setting store";
            return vec![Finding::problem("database", format!("{error:#}"), advice)];
        }
    };
    if let Location::Sqlite(folder) = &location
        && !folder.join("dateline.db").exists()
    {
        return vec![Finding::ok(
            "database",
            format!("{location} will be made at the first start"),
        )];
    }
    match wiring::open_store(settings).await {
        Ok(store) => {
            let findings = open(&store, &location).await;
            if let Err(error) = store.close().await {
                tracing::warn!(error = %error, "the store could not be closed");
            }
            findings
        }
        Err(error) => vec![Finding::problem(
            "database",
            format!("{error:#}"),
            "see that the database is there and this user may use it",
        )],
    }
}

async fn open(store: &Store, location: &Location) -> Vec<Finding> {
    let mut findings = Vec::new();
    let size = store.size_bytes().await.map_or("unknown size".to_owned(), terminal::bytes);
    findings
        .push(Finding::ok("database", format!("{} at {location}, {size}", store.engine_name())));
    match store.check().await {
        Ok(problems) if problems.is_empty() => {
            findings.push(Finding::ok("integrity", "nothing is damaged or left over"));
        }
        Ok(problems) => findings.extend(problems.into_iter().take(SHOWN).map(|problem| {
            Finding::problem("integrity", problem, "restore a backup, and report this as a bug")
        })),
        Err(error) => findings.push(Finding::problem(
            "integrity",
            format!("could not be checked: {error}"),
            "see that nothing else holds the database",
        )),
    }
    findings.push(jobs(store).await);
    findings
}

async fn jobs(store: &Store) -> Finding {
    let pending = store.pending_reads().await;
    let failed = store.failed_jobs(1000).await.map(|jobs| jobs.len() as u64);
    match (pending, failed) {
        (Ok(pending), Ok(0)) => {
            let pending = output::count(pending, "page waits", "pages wait");
            Finding::ok("jobs", format!("{pending} to be read, none has failed"))
        }
        (Ok(_), Ok(failed)) => Finding::ok(
            "jobs",
            format!(
                "{} could not be read; “dateline jobs” shows why",
                output::count(failed, "page", "pages")
            ),
        ),
        (Err(error), _) | (_, Err(error)) => {
            Finding::problem("jobs", format!("cannot be listed: {error}"), "see the database's log")
        }
    }
}

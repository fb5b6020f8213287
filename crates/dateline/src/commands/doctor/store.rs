//! The checks of the store.

use dateline_desk::{DeskError, SearchError, pictures_kept_in, search_health};
use dateline_store::{Location, Options, Store};

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
    // Without the table of owners, which has a check of its own.
    match Store::open_to_read(&location, Options::default(), settings.clock.now()).await {
        Ok(store) => {
            let mut findings = open(&store, &location).await;
            if let Some(why) = store.unwritable() {
                let advice = "free some room, or let this user write there";
                findings.push(Finding::problem("writing", why, advice));
            }
            findings.push(search(&store, settings).await);
            if let Err(error) = store.close().await {
                tracing::warn!(error = %error, "the store could not be closed");
            }
            findings
        }
        Err(error) => vec![Finding::problem(
            "database",
            format!("the store at {location} cannot be opened: {error}"),
            "see that the database is there and this user may use it",
        )],
    }
}

/// The same of a store that is open.
pub async fn look_at_running(store: &Store, settings: &Settings) -> Vec<Finding> {
    let mut findings = open(store, store.location()).await;
    findings.push(search(store, settings).await);
    findings
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

/// What pictures and icons take.
pub async fn pictures(settings: &Settings) -> Finding {
    const CHECK: &str = "pictures";
    let folder = settings.data.join("blobs");
    if !folder.exists() {
        return Finding::ok(CHECK, "none are kept yet");
    }
    match pictures_kept_in(&folder).await {
        Ok(usage) => {
            let files = output::count(usage.blobs, "file", "files");
            let (size, most) = (terminal::bytes(usage.bytes), settings.pictures_megabytes);
            Finding::ok(CHECK, format!("{files} with {size}, of {most} MB at the most"))
        }
        Err(error) => Finding::warning(
            CHECK,
            format!("{} cannot be read: {error}", folder.display()),
            "make it readable for this user; what is in it can be fetched again",
        ),
    }
}

/// Reads the whole search index: damage is met only where somebody reads.
async fn search(store: &Store, settings: &Settings) -> Finding {
    const CHECK: &str = "search";
    let folder = wiring::index_folder(settings);
    match search_health(store, &folder).await {
        Ok(None) => Finding::ok(CHECK, "the index is not there yet and will be made"),
        Ok(Some(health)) if !health.is_of_store => Finding::warning(
            CHECK,
            "the index is another database’s",
            "it is made anew when Dateline runs; “dateline reindex” does it now",
        ),
        Ok(Some(health)) if health.doubled > 0 => Finding::warning(
            CHECK,
            format!("{} found twice", output::count(health.doubled, "article is", "articles are")),
            "“dateline reindex” makes the index anew",
        ),
        Ok(Some(health)) => {
            let articles = output::count(health.articles, "article", "articles");
            let size = terminal::bytes(health.bytes);
            let waits = output::count(health.pending, "change waits", "changes wait");
            let found = match health.pending {
                0 => format!("{articles} can be found, {size}; nothing is damaged"),
                _ => format!("{articles} can be found, {size}; {waits} to be indexed"),
            };
            Finding::ok(CHECK, found)
        }
        Err(DeskError::Search(SearchError::Outdated)) => Finding::warning(
            CHECK,
            SearchError::Outdated.to_string(),
            "it is made anew when Dateline runs; “dateline reindex” does it now",
        ),
        Err(DeskError::Search(error @ SearchError::Broken(_))) => Finding::problem(
            CHECK,
            error.to_string(),
            "“dateline reindex” makes it anew; no article is lost",
        ),
        Err(error) => Finding::problem(
            CHECK,
            error.to_string(),
            format!("make {} readable and writable for this user", folder.display()),
        ),
    }
}

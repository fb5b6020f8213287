//! Subscriptions in and out as OPML.

use askama::Template;
use axum::extract::{FromRequest, multipart::MultipartError};
use axum::extract::{Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::{ImportError, ImportReport};
use dateline_model::{FeedId, FeedOverview};
use std::collections::HashSet;

use super::feeds::{Typed, with_problem};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::{FIELD, holds};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::feed::FeedRow;
use crate::views::page;
use crate::views::shell::{Place, Shell};
use crate::views::text::sentence;
use dateline_auth::random::random_hex;

/// The largest form with a file, in bytes: a file of 20 MB and what is around it.
pub const LARGEST: usize = 20 * 1024 * 1024 + 64 * 1024;

/// How many skipped or failing feeds a page lists.
const LISTED: usize = 100;

#[derive(Template)]
#[template(path = "import.html")]
struct Import {
    shell: Shell,
    /// What was added, was there and was skipped, in a sentence.
    summary: String,
    /// How far it is, in a line.
    line: String,
    skipped: Vec<Skipped>,
    skipped_more: usize,
    warnings: Vec<String>,
    done: usize,
    of: usize,
    finished: bool,
    failing: Vec<FeedRow>,
}

/// A line of the file that could not be taken over.
struct Skipped {
    title: String,
    url: String,
    why: String,
}

/// `POST /feeds/import`: a file, or the address of one.
pub async fn import(
    State(app): State<App>,
    reader: Reader,
    request: Request,
) -> Result<Response, PageError> {
    let upload = Upload::read(&app, &reader, request).await?;
    let user = reader.user.id;
    let result = match (upload.file.is_empty(), upload.address.trim()) {
        (false, _) => app.desk.import(user, &upload.file).await,
        (true, "") => {
            let problem = say!("import-nothing-chosen");
            return refuse(&app, &reader, problem).await;
        }
        (true, address) => app.desk.import_from(user, address).await,
    };
    match result {
        Ok(report) => {
            let name = random_hex()?;
            let path = format!("/feeds/import/{name}");
            app.remember_import(name, user, report);
            Ok(see_other(&path))
        }
        Err(ImportError::Desk(error)) => Err(error.into()),
        Err(error) => refuse(&app, &reader, faults::of_import(&error)).await,
    }
}

async fn refuse(app: &App, reader: &Reader, problem: String) -> Result<Response, PageError> {
    with_problem(app, reader, Typed { problem: Some(problem), ..Typed::default() }).await
}

/// The form: the token must come before the file, so that nobody else's file is taken in.
#[derive(Default)]
pub struct Upload {
    /// The address of a file, where one was typed.
    pub address: String,
    /// The file; empty where none was chosen.
    pub file: Vec<u8>,
}

impl Upload {
    /// Reads the form of a signed-in person.
    ///
    /// # Errors
    /// When its token is not right, or it does not arrive whole.
    pub async fn read(app: &App, reader: &Reader, request: Request) -> Result<Self, PageError> {
        let mut form = Multipart::from_request(request, app)
            .await
            .map_err(|error| PageError::Invalid(sentence(&error)))?;
        let mut upload = Self::default();
        let mut trusted = false;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            match field.name() {
                Some(FIELD) => trusted = holds(&field.text().await.map_err(broken)?, &reader.csrf),
                _ if !trusted => return Err(PageError::FormExpired),
                Some("address") => upload.address = field.text().await.map_err(broken)?,
                Some("file") => upload.file = field.bytes().await.map_err(broken)?.to_vec(),
                _ => {}
            }
        }
        if trusted { Ok(upload) } else { Err(PageError::FormExpired) }
    }
}

pub(super) fn broken(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::Invalid(say!("feeds-file-broken")),
    }
}

/// `GET /feeds/import/{name}`: how far it is. What is known of an import is forgotten at a
/// restart; the page then tells of all feeds.
pub async fn progress(
    State(app): State<App>,
    reader: Reader,
    At(name): At<String>,
) -> Result<Response, PageError> {
    let report = app.import_report(&name, reader.user.id);
    let store = app.desk.store();
    let overview = store.overview(reader.user.id).await?;
    let among: Option<HashSet<FeedId>> =
        report.as_ref().map(|report| report.feeds.iter().copied().collect());
    let concerned: Vec<&FeedOverview> = overview
        .iter()
        .filter(|one| among.as_ref().is_none_or(|among| among.contains(&one.feed.id)))
        .collect();
    let done = concerned.iter().filter(|one| one.feed.polling.polled_at.is_some()).count();
    let when = app.when();
    let mut failing: Vec<FeedRow> = concerned
        .iter()
        .filter(|one| one.feed.polling.last_error.is_some())
        .map(|one| FeedRow::of(one, &when))
        .collect();
    let failing_count = failing.len();
    failing.truncate(LISTED);
    // Only what is due: reads that wait for another try may wait for hours.
    let pending = store.due_reads(app.now()).await?;
    let finished = done == concerned.len() && pending == 0;
    let report = report.as_deref().cloned().unwrap_or_default();
    let mut shell = Shell::of(&app, &reader, &say!("import-title"), Place::Feeds).await?;
    shell.refresh = (!finished).then_some(3);
    page(&Import {
        shell,
        summary: summary(&report),
        line: line(done, concerned.len(), failing_count, pending),
        skipped_more: report.skipped.len().saturating_sub(LISTED),
        skipped: skipped(&report),
        warnings: report.warnings,
        done,
        of: concerned.len(),
        finished,
        failing,
    })
}

/// "60 feeds added, 2 you had already, 1 skipped."
fn summary(report: &ImportReport) -> String {
    let mut parts = vec![say!("import-added", n = report.added)];
    if report.already > 0 {
        parts.push(say!("import-already", n = report.already));
    }
    if !report.skipped.is_empty() {
        parts.push(say!("import-skipped-number", n = report.skipped.len()));
    }
    say!("import-summary", parts = parts.join(", "))
}

/// "14 of 60 fetched, 2 with a problem · 31 pages still to be read".
fn line(done: usize, of: usize, failing: usize, pages: u64) -> String {
    let fetched = match failing {
        0 => say!("import-fetched", done = done, of = of),
        _ => say!("import-fetched-failing", done = done, of = of, failing = failing),
    };
    match pages {
        0 => fetched,
        _ => say!("import-pages-left", fetched = fetched, n = pages),
    }
}

fn skipped(report: &ImportReport) -> Vec<Skipped> {
    let listed = report.skipped.iter().take(LISTED).map(|one| Skipped {
        title: one.title.clone(),
        url: one.url.clone(),
        why: sentence(&one.why),
    });
    listed.collect()
}

/// `GET /feeds/export.opml`
pub async fn export(State(app): State<App>, reader: Reader) -> Result<Response, PageError> {
    let opml = app.desk.export(reader.user.id).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/x-opml; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"dateline.opml\""),
    ];
    Ok((headers, opml).into_response())
}

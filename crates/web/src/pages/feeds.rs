//! `GET /feeds`: all subscriptions, and what the last poll of each said.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_model::FeedId;
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::Ask;
use crate::state::App;
use crate::views::feed::{FolderOfFeeds, by_folder, capital};
use crate::views::page_with;
use crate::views::shell::{Notice, Place, Shell};
use crate::when::Moment;

/// How many pages that could not be read are listed.
const FAILED_LISTED: u32 = 30;

#[derive(Template)]
#[template(path = "feeds.html")]
struct Feeds {
    shell: Shell,
    folders: Vec<FolderOfFeeds>,
    /// "195 feeds", or how many of them are shown.
    summary: String,
    problems: usize,
    only_problems: bool,
    failed: Vec<FailedRead>,
    typed: String,
    folder: String,
    folder_names: Vec<String>,
}

/// A page that could not be read.
struct FailedRead {
    article: String,
    href: String,
    title: String,
    why: String,
    tries: String,
    /// When it is tried again; `None` where it was given up.
    again: Option<Moment>,
}

/// What is shown, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    show: Option<String>,
    done: Option<String>,
    feed: Option<FeedId>,
}

/// What somebody typed into the form that adds a feed, and what came of it.
#[derive(Debug, Default)]
pub struct Typed {
    /// The address.
    pub address: String,
    /// The folder.
    pub folder: String,
    /// What went wrong.
    pub problem: Option<String>,
}

/// `GET /feeds`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    feeds(&app, &reader, StatusCode::OK, &asked, Typed::default()).await
}

/// The feeds page with what went wrong above it.
pub async fn with_problem(app: &App, reader: &Reader, typed: Typed) -> Result<Response, PageError> {
    feeds(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &Asked::default(), typed).await
}

async fn feeds(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    asked: &Asked,
    typed: Typed,
) -> Result<Response, PageError> {
    let overview = app.desk.store().overview(reader.user.id).await?;
    let mut folders = by_folder(&overview, &app.when());
    let problems = folders.iter().flat_map(|folder| &folder.feeds);
    let problems = problems.filter(|feed| feed.has_problem()).count();
    let only_problems = asked.show.as_deref() == Some("problems");
    if only_problems {
        for folder in &mut folders {
            folder.feeds.retain(|feed| feed.has_problem());
        }
        folders.retain(|folder| !folder.feeds.is_empty());
    }
    let notice = match typed.problem {
        Some(problem) => Notice::bad(problem),
        None => notice(app, reader, asked).await?,
    };
    let mut names: Vec<String> =
        overview.iter().map(|one| one.subscription.folder.clone()).collect();
    names.retain(|name| !name.is_empty());
    names.dedup();
    let shell =
        Shell::of(app, reader, &say!("feeds-title"), Place::Feeds).await?.with_notice(notice);
    page_with(
        status,
        &Feeds {
            shell,
            summary: say!("feeds-count", n = overview.len()),
            problems,
            only_problems,
            failed: failed_reads(app, reader).await?,
            folders,
            typed: typed.address,
            folder: typed.folder,
            folder_names: names,
        },
    )
}

async fn notice(app: &App, reader: &Reader, asked: &Asked) -> Result<Option<Notice>, PageError> {
    let title = match asked.feed {
        Some(feed) => app
            .desk
            .store()
            .feed_overview(reader.user.id, feed)
            .await?
            .map(|overview| overview.title().to_owned()),
        None => None,
    };
    Ok(match (asked.done.as_deref(), title) {
        (Some("added"), Some(title)) => Notice::good(say!("feeds-done-added", title = title)),
        (Some("known"), Some(title)) => Notice::good(say!("feeds-done-known", title = title)),
        (Some("polling"), Some(title)) => Notice::good(say!("feeds-done-polling", title = title)),
        (Some("polling"), None) => Notice::good(say!("feeds-done-all")),
        (Some("saved"), Some(title)) => Notice::good(say!("feeds-done-saved", title = title)),
        (Some("removed"), _) => Notice::good(say!("feeds-done-removed")),
        _ => None,
    })
}

/// Jobs are shared by all users; each sees those of articles that are theirs.
async fn failed_reads(app: &App, reader: &Reader) -> Result<Vec<FailedRead>, PageError> {
    let jobs = app.desk.store().failed_jobs_of(reader.user.id, FAILED_LISTED).await?;
    let when = app.when();
    let failed = jobs.into_iter().map(|job| FailedRead {
        article: job.article.to_string(),
        href: format!("/article/{}", job.article),
        title: crate::views::card::headline(&job.title),
        why: match &job.last_error {
            Some(line) => capital(&crate::views::lines::told(line)),
            None => capital(&say!("feeds-no-reason")),
        },
        tries: say!("feeds-tries", n = job.attempts),
        again: job.due_at.map(|at| when.tell(at)),
    });
    Ok(failed.collect())
}

//! `/admin/jobs`: what waits, what is in hand and what failed, queue by queue.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{Job, JobId, Queue, QueueKind};
use serde::Deserialize;
use url::Url;

use super::{Admin, Nav, frame};
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::feed::capital;
use crate::views::shell::{Notice, Shell};
use crate::views::{lines, page};
use crate::when::{Moment, When, grouped};

/// So many pages that could not be read are listed, and tried again at once.
const LISTED: u32 = 100;

#[derive(Template)]
#[template(path = "admin/jobs.html")]
struct Jobs {
    shell: Shell,
    nav: Nav,
    queues: Vec<QueueRow>,
    failed: Vec<FailedRow>,
}

struct QueueRow {
    name: String,
    due: String,
    running: String,
    failed: String,
    oldest: Option<Moment>,
}

struct FailedRow {
    id: JobId,
    /// Where the page stands. Which it is stays its readers' business.
    host: String,
    why: String,
    tries: String,
    again: Option<Moment>,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /admin/jobs`
pub async fn show(
    State(app): State<App>,
    admin: Admin,
    Ask(Done { done }): Ask<Done>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let when = app.when();
    let notice = (done == "retry").then(|| Notice::good(say!("admin-jobs-retried"))).flatten();
    let queues = store.queues(app.now()).await?;
    let failed = store.failed_jobs(LISTED).await?;
    page(&Jobs {
        shell: frame(&app, &admin, &say!("admin-jobs-title"), notice).await?,
        nav: Nav::at("/admin/jobs"),
        queues: queues.iter().map(|queue| QueueRow::of(queue, &when)).collect(),
        failed: failed.iter().map(|job| FailedRow::of(job, &when)).collect(),
    })
}

impl QueueRow {
    fn of(queue: &Queue, when: &When) -> Self {
        Self {
            name: match queue.kind {
                QueueKind::Polls => say!("admin-queue-polls"),
                QueueKind::Pages => say!("admin-queue-pages"),
                QueueKind::Stories => say!("admin-queue-stories"),
                QueueKind::Search => say!("admin-queue-search"),
                QueueKind::Alerts => say!("admin-queue-alerts"),
            },
            due: grouped(queue.due),
            running: grouped(queue.running),
            failed: grouped(queue.failed),
            oldest: queue.oldest.map(|at| when.tell(at)),
        }
    }
}

impl FailedRow {
    fn of(job: &Job, when: &When) -> Self {
        let url = job.address.as_deref().and_then(|address| Url::parse(address).ok());
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        Self {
            id: job.id,
            host: host.to_owned(),
            why: capital(&lines::told(job.last_error.as_deref().unwrap_or_default())),
            tries: say!("admin-tries", n = job.attempts),
            again: job.due_at.map(|at| when.tell(at)),
        }
    }
}

/// `POST /admin/jobs/retry`: all that are listed.
pub async fn retry_all(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    let store = app.desk.store();
    for job in store.failed_jobs(LISTED).await? {
        store.retry_job(job.id, app.now()).await?;
    }
    Ok(see_other("/admin/jobs?done=retry"))
}

/// `POST /admin/jobs/{job}/retry`
pub async fn retry(
    State(app): State<App>,
    At(id): At<JobId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    // One that was done meanwhile needs no other try.
    app.desk.store().retry_job(id, app.now()).await?;
    Ok(see_other("/admin/jobs?done=retry"))
}

//! `dateline jobs`: articles whose pages wait to be read or could not be.

use anyhow::{Result, bail};
use clap::{Arg, Command, value_parser};
use dateline_model::{Job, JobId};
use jiff::Timestamp;
use serde_json::json;

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::Ended;
use crate::settings::Settings;
use crate::terminal::{self, Page};
use crate::{output, wiring};

/// So many of each kind are listed.
const LISTED: u32 = 200;

/// What it takes.
pub fn define(command: Command) -> Command {
    let retry = Command::new("retry")
        .about("Try a job again that was given up")
        .arg(
            Arg::new("id")
                .value_name("ID")
                .required(true)
                .value_parser(value_parser!(i64).range(1..))
                .help("Its number"),
        )
        .after_help("Example:\n  dateline jobs retry 31");
    command
        .about("List the articles whose pages wait to be read, or could not be")
        .arg(flags::json())
        .subcommand(retry)
        .after_help("Examples:\n  dateline jobs\n  dateline jobs --json\n  dateline jobs retry 31")
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    if let Some(("retry", retry)) = arguments.0.subcommand() {
        let id = retry.get_one::<i64>("id").copied().unwrap_or_default();
        return try_again(&settings, JobId(id)).await;
    }
    list(&settings, &arguments).await
}

async fn try_again(settings: &Settings, job: JobId) -> Result<Ended> {
    let now = settings.clock.now();
    let known =
        wiring::with_store(settings, async |store| Ok(store.retry_job(job, now).await?)).await?;
    if !known {
        bail!("there is no job {job}; “dateline jobs” shows which there are");
    }
    output::text("It is due now: “dateline serve” or “dateline poll” will try it again.\n")?;
    Ok(Ended::Well)
}

async fn list(settings: &Settings, arguments: &Arguments) -> Result<Ended> {
    let (failed, waiting) = wiring::with_store_to_read(settings, async |store| {
        let mut given_up = store.failed_jobs(LISTED).await?;
        // What will be tried again is listed among what waits, with its reason.
        given_up.retain(|job| job.due_at.is_none());
        Ok((given_up, store.waiting_jobs(LISTED).await?))
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"failed": failed, "waiting": waiting}))?;
        return Ok(Ended::Well);
    }
    if failed.is_empty() && waiting.is_empty() {
        output::text("No job waits and none was given up.\n")?;
        return Ok(Ended::Well);
    }
    let (page, now) = (Page::of_stdout(), settings.clock.now());
    let mut text = String::new();
    for (heading, jobs) in [("Given up", &failed), ("Waiting", &waiting)] {
        if !jobs.is_empty() {
            text.push_str(&format!("{}\n", page.bold(heading)));
            text.extend(jobs.iter().map(|job| item(job, page, now)));
        }
    }
    output::text(&text)?;
    Ok(Ended::Well)
}

fn item(job: &Job, page: Page, now: Timestamp) -> String {
    let title = terminal::cut(&terminal::plain(&job.title), page.width.saturating_sub(8));
    let mut text = format!("{:>6}  {title}\n", job.id);
    let mut notes: Vec<String> =
        job.last_error.as_deref().map(terminal::plain).into_iter().collect();
    if let Some(due) = job.due_at {
        notes.push(format!("due {}", terminal::ago(due, now)));
    }
    if job.attempts > 0 {
        notes.push(format!("tried {}", output::count(job.attempts.into(), "time", "times")));
    }
    for line in terminal::wrap(&notes.join(", "), page.width.saturating_sub(8)) {
        text.push_str(&format!("        {}\n", page.dim(&line)));
    }
    text
}

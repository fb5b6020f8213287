//! An article's page is read: fetched, extracted, reconciled with the feed, stored.

use dateline_fetch::{FetchError, Purpose, Request, Response};
use dateline_model::{ArticleId, HostPause, ReadFailure, ReadOutcome, ReadTask};
use dateline_page::{Page, PageHints};
use dateline_store::ReadSaved;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::desk::{Inner, News};
use crate::reconcile::reconcile;
use crate::schedule::describe_status;
use crate::{DeskError, hosts};

/// When a page that could not be had is asked for again, in minutes after each try; then it is
/// given up.
const RETRIES: [i64; 4] = [15, 60, 6 * 60, 24 * 60];

/// How a reading ended, for those who count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadEnd {
    Read(ArticleId),
    Failed,
    LeaseLost,
}

/// Why a page could not be had, and whether a later try may help.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    line: String,
    may_pass: bool,
    /// At the earliest so much later, where the server said so.
    wait: Option<SignedDuration>,
    /// Whether the outlet was asked at all; waiting for a host that wants a pause is no try.
    asked: bool,
    /// How long the whole host is to be left alone.
    pause: Option<HostPause>,
}

/// Reads the page of a claimed article and stores what came of it, in one transaction.
pub(crate) async fn read_article(desk: &Inner, task: ReadTask) -> Result<ReadEnd, DeskError> {
    let fetched = fetch(desk, &task).await;
    // Never closed; and without a permit the work is only less bounded.
    let _open = desk.open_pages.acquire().await;
    let read = match fetched {
        Ok(response) => extract(desk, response).await,
        Err(problem) => Err(problem),
    };
    let at = desk.clock.now();
    let outcome = match &read {
        Ok((page, final_url)) => ReadOutcome::Read(Box::new(reconcile(&task, page, final_url, at))),
        Err(problem) => ReadOutcome::Failed(problem.settle(task.attempts, at)),
    };
    // Both go into the same batch of writes, in this order.
    let (held, saved) = tokio::join!(
        hosts::hold(desk, &task.host, &task.address),
        desk.store.save_reading(&desk.worker, &task, outcome)
    );
    held?;
    let saved = saved?;
    desk.stories_bell.notify_one();
    let result = if read.is_ok() { "read" } else { "failed" };
    metrics::counter!("dateline_pages_total", "result" => result).increment(1);
    Ok(match (saved, read) {
        (ReadSaved::LeaseLost, _) => ReadEnd::LeaseLost,
        (_, Err(_)) => ReadEnd::Failed,
        (saved, Ok(_)) => {
            let article = match saved {
                ReadSaved::Merged(into) => into,
                _ => task.article,
            };
            desk.announce(News::Read(article));
            ReadEnd::Read(article)
        }
    })
}

async fn fetch(desk: &Inner, task: &ReadTask) -> Result<Response, Problem> {
    let url = Url::parse(&task.address)
        .map_err(|error| Problem::lasting(format!("its address cannot be read: {error}")))?;
    let response = desk.fetcher.get(Request::new(url, Purpose::Page)).await;
    let response = response.map_err(|error| Problem::of_fetch(&error, desk))?;
    if response.is_success() {
        return Ok(response);
    }
    let pause = hosts::asked_by(desk, &response);
    if let Some(pause) = &pause {
        hosts::tell_fetcher(desk, pause);
    }
    let wait = response.retry_delay(desk.clock.wall());
    let wait = wait.and_then(|delay| SignedDuration::try_from(delay).ok());
    let wait = pause.as_ref().map(|pause| pause.until.duration_since(desk.clock.now())).or(wait);
    Err(Problem { pause, ..Problem::of_status(response.status, wait) })
}

async fn extract(desk: &Inner, response: Response) -> Result<(Page, Url), Problem> {
    let final_url = response.final_url.clone();
    let read = desk.workshop.run(move || {
        let hints = PageHints {
            url: Some(&response.final_url),
            content_type: response.content_type.as_deref(),
        };
        dateline_page::read(&response.body, &hints)
    });
    match read.await {
        Ok(Ok(page)) => Ok((page, final_url)),
        Ok(Err(error)) => Err(Problem::lasting(error.to_string())),
        // Our own fault is not the page's: it is tried again, perhaps by a better Dateline.
        Err(broken) => Err(Problem { may_pass: true, ..Problem::lasting(broken.to_string()) }),
    }
}

impl Problem {
    fn lasting(line: String) -> Self {
        Self { line, may_pass: false, wait: None, asked: true, pause: None }
    }

    fn of_fetch(error: &FetchError, desk: &Inner) -> Self {
        let wait = match error {
            FetchError::HostPaused { left, .. } => Some(desk.clock.shown_in(*left)),
            _ => None,
        };
        let asked = !matches!(error, FetchError::HostPaused { .. });
        Self { line: error.to_string(), may_pass: error.is_temporary(), wait, asked, pause: None }
    }

    fn of_status(status: u16, wait: Option<SignedDuration>) -> Self {
        let may_pass = matches!(status, 408 | 425 | 429 | 500..=599);
        Self { line: describe_status(status), may_pass, wait, asked: true, pause: None }
    }

    fn settle(&self, attempts: u32, at: Timestamp) -> ReadFailure {
        let minutes = RETRIES.get(attempts as usize).copied().filter(|_| self.may_pass);
        let delay = minutes.map(|minutes| {
            SignedDuration::from_mins(minutes).max(self.wait.unwrap_or(SignedDuration::ZERO))
        });
        ReadFailure {
            at,
            problem: self.line.clone(),
            retry_at: delay.and_then(|delay| at.checked_add(delay).ok()),
            counts: self.asked,
            pause: self.pause.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-01-05T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_fault_is_tried_again_at_growing_distances_and_then_given_up() {
        let fault = Problem::of_status(500, None);
        let waits: Vec<_> = (0..6)
            .map(|tries| {
                fault.settle(tries, noon()).retry_at.map(|at| at.duration_since(noon()).as_mins())
            })
            .collect();
        assert_eq!(waits, [Some(15), Some(60), Some(360), Some(1440), None, None]);
    }

    #[test]
    fn what_is_not_there_or_not_for_us_is_given_up_at_once() {
        for status in [401, 402, 403, 404, 410, 451] {
            let failure = Problem::of_status(status, None).settle(0, noon());
            assert_eq!(failure.retry_at, None, "{status}");
            assert!(failure.problem.contains(&status.to_string()));
        }
    }

    #[test]
    fn a_server_that_asks_for_time_gets_it() {
        let failure =
            Problem::of_status(503, Some(SignedDuration::from_hours(3))).settle(0, noon());
        assert_eq!(failure.retry_at, Some(noon() + SignedDuration::from_hours(3)));
    }
}

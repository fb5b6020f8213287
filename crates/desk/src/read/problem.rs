//! Why a page could not be had, and whether a later try may help.

use dateline_fetch::FetchError;
use dateline_model::{HostPause, ReadFailure};
use jiff::{SignedDuration, Timestamp};

use crate::desk::Inner;
use crate::schedule::describe_status;

/// When a page that could not be had is asked for again, in minutes after each try; then it is
/// given up.
const RETRIES: [i64; 4] = [15, 60, 6 * 60, 24 * 60];

/// Why a page could not be had, and whether a later try may help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub line: String,
    pub may_pass: bool,
    /// At the earliest so much later, where the server said so.
    pub wait: Option<SignedDuration>,
    /// Whether the outlet was asked at all; waiting for a host that wants a pause, or that another
    /// process is asking, is no try.
    pub asked: bool,
    /// How long the whole host is to be left alone.
    pub pause: Option<HostPause>,
}

impl Problem {
    pub fn lasting(line: impl Into<String>) -> Self {
        Self { line: line.into(), may_pass: false, wait: None, asked: true, pause: None }
    }

    pub fn passing(line: impl Into<String>) -> Self {
        Self { may_pass: true, ..Self::lasting(line) }
    }

    pub fn of_fetch(error: &FetchError, desk: &Inner) -> Self {
        let wait = match error {
            FetchError::HostPaused { left, .. } => Some(desk.clock.shown_in(*left)),
            _ => None,
        };
        let asked = !matches!(error, FetchError::HostPaused { .. } | FetchError::HostBusy { .. });
        Self { line: error.to_string(), may_pass: error.is_temporary(), wait, asked, pause: None }
    }

    pub fn of_status(status: u16, wait: Option<SignedDuration>) -> Self {
        let may_pass = matches!(status, 408 | 425 | 429 | 500..=599);
        Self { line: describe_status(status), may_pass, wait, asked: true, pause: None }
    }

    pub fn settle(&self, attempts: u32, at: Timestamp) -> ReadFailure {
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

    #[tokio::test]
    async fn waiting_for_a_host_is_no_try() {
        let folder = tempfile::tempdir().unwrap();
        let desk = crate::read::outlet::desk(&folder).await;
        let host = "example.org".to_owned();
        let left = std::time::Duration::from_secs(9);
        for error in
            [FetchError::HostBusy { host: host.clone() }, FetchError::HostPaused { host, left }]
        {
            let failure = Problem::of_fetch(&error, &desk.inner).settle(0, noon());
            assert!(!failure.counts && failure.retry_at.is_some(), "{error}");
        }
    }

    #[test]
    fn a_server_that_asks_for_time_gets_it() {
        let failure =
            Problem::of_status(503, Some(SignedDuration::from_hours(3))).settle(0, noon());
        assert_eq!(failure.retry_at, Some(noon() + SignedDuration::from_hours(3)));
    }
}

//! What failures and refusals mean for the next poll (table B of the polling rules).

use dateline_fetch::Validators;
use dateline_model::FeedStatus;
use jiff::SignedDuration;

use super::validators::KeepValidators;
use super::{
    DAY, HOUR, Hints, MINUTE, Now, Settled, Wait, Why, describe_status, interval, seconds,
};

/// A feed whose body was no feed so often in a row counts as broken.
const BROKEN_AFTER: u32 = 3;

fn doubled(seconds: i64, times: u32, most: i64) -> i64 {
    seconds.saturating_mul(1 << times.min(6)).min(most)
}

/// `Retry-After`, kept between a minute and a week.
fn retry_after(hints: &Hints) -> Option<i64> {
    hints.retry_after.map(|delay| seconds(delay).clamp(MINUTE, 7 * DAY))
}

impl Settled {
    /// Backs off with full jitter, never sooner than a feed that fares well.
    pub(super) fn fail(&mut self, now: &Now<'_>, problem: String) {
        let polling = &mut self.polling;
        polling.errors = polling.errors.saturating_add(1);
        polling.failing_since = polling.failing_since.or(polling.polled_at);
        polling.status = FeedStatus::Failing;
        polling.last_result = Some(problem.clone());
        polling.last_error = Some(problem);
        let least = interval::undisturbed(polling, now);
        let most = doubled(least, polling.errors, DAY).max(least);
        polling.interval_seconds = most;
        let failures = match polling.errors {
            1 => "after a failure".to_owned(),
            errors => format!("after {errors} failures in a row"),
        };
        self.wait = Wait { least, most, why: Why::Waiting(failures) };
    }

    /// Waits for so long as the server wants, and a little longer.
    pub(super) fn wait_at_least(&mut self, seconds: i64, because: &str) {
        self.polling.interval_seconds = seconds;
        let most = seconds.saturating_add(seconds / 10);
        self.wait = Wait { least: seconds, most, why: Why::Waiting(because.to_owned()) };
    }

    /// Waits for about so long, and never longer than `cap`.
    fn wait_about(&mut self, seconds: i64, cap: i64, because: &str) {
        self.polling.interval_seconds = seconds;
        let most = (seconds + seconds / 10).min(cap);
        let least = seconds.min(most - seconds / 10);
        self.wait = Wait { least, most, why: Why::Waiting(because.to_owned()) };
    }

    /// What came is no feed.
    pub(super) fn misread(&mut self, now: &Now<'_>, problem: String) {
        self.fail(now, problem);
        if self.polling.errors >= BROKEN_AFTER {
            self.polling.status = FeedStatus::Broken;
            self.wait_about(DAY, DAY, "because it is no feed");
        }
    }

    pub(super) fn refuse(&mut self, now: &Now<'_>, status: u16, hints: &Hints) {
        let asked = retry_after(hints);
        self.fail(now, describe_status(status));
        let earlier = self.polling.errors.saturating_sub(1);
        let after = format!("after error {status}");
        let as_asked = format!("as the server asks ({status})");
        let undisturbed = interval::undisturbed(&self.polling, now);
        match (status, asked) {
            (400 | 403 | 451, _) => {
                self.wait_about(doubled(6 * HOUR, earlier, 7 * DAY), 7 * DAY, &after);
            }
            (404, _) => self.wait_about(doubled(HOUR, earlier, DAY), DAY, &after),
            (429, None) => self.wait_at_least((2 * undisturbed).max(HOUR), &after),
            (429, Some(asked)) => {
                self.wait_at_least(asked.max(2 * undisturbed).max(HOUR), &as_asked);
            }
            (503, Some(asked)) => self.wait_at_least(asked.max(self.wait.most), &as_asked),
            _ => self.wait.why = Why::Waiting(after),
        }
        match status {
            401 => self.polling.status = FeedStatus::Locked,
            410 => {
                self.polling.status = FeedStatus::Gone;
                self.polling.replace(&Validators::default());
            }
            404 if self.failing_for() >= SignedDuration::from_secs(30 * DAY) => {
                self.polling.status = FeedStatus::Broken;
            }
            429 => self.pause_host = Some(SignedDuration::from_secs(self.wait.least)),
            503 => self.pause_host = asked.map(SignedDuration::from_secs),
            _ => {}
        }
    }

    fn failing_for(&self) -> SignedDuration {
        match (self.polling.failing_since, self.polling.polled_at) {
            (Some(since), Some(at)) => at.duration_since(since),
            _ => SignedDuration::ZERO,
        }
    }
}

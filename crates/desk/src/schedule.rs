//! When a feed is polled next, and what is remembered of it until then.
//!
//! A pure function from an answer to a state: table B of the polling rules (RFC 9110 for the
//! statuses, RFC 9111 4.3.4 for what a 304 renews). The usual interval is fixed for now; what the
//! server asks for only ever makes it longer.

use std::time::Duration;

use dateline_fetch::Validators;
use dateline_model::{Feed, FeedStatus, PollingState, address};
use jiff::{SignedDuration, Timestamp};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A feed whose body was no feed so often in a row counts as broken.
const BROKEN_AFTER: u32 = 3;
/// A permanent redirect is believed when it was seen on so many polls in a row …
const MOVED_AFTER: u32 = 3;
/// … over at least so long, since captive portals and parked domains redirect permanently too.
const MOVED_OVER: i64 = DAY;

/// What became of a request for a feed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// 304.
    NotModified {
        /// The validators it carried, if any.
        validators: Validators,
    },
    /// A body that is byte for byte the last one.
    SameBody {
        /// The validators of this answer.
        validators: Validators,
    },
    /// A body that parsed.
    Parsed {
        /// The validators of this answer.
        validators: Validators,
        /// The digest of the body.
        body_hash: String,
        /// What was odd about it.
        warning: Option<String>,
    },
    /// A body that is no feed.
    NotAFeed {
        /// Why not, in a line.
        problem: String,
    },
    /// A status that is no success.
    Status(u16),
    /// No answer.
    Failed {
        /// Why, in a line.
        problem: String,
    },
    /// The host asked for a pause before, so nothing was sent.
    HostPaused {
        /// How long the pause still lasts, by the instance's clock.
        left: SignedDuration,
    },
}

/// What else an answer says about the time to come.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Hints {
    /// `Retry-After`.
    pub retry_after: Option<Duration>,
    /// How long the answer stays fresh, and the feed's own `ttl`: a lower bound, never an upper.
    pub not_before: Option<Duration>,
    /// The target, where every redirect on the way was permanent.
    pub permanent_to: Option<String>,
    /// Where the answer came from.
    pub final_url: Option<String>,
}

/// A feed's state after a poll.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settled {
    /// What is remembered.
    pub polling: PollingState,
    /// The address it is polled at from now on, where it moved for good.
    pub moved: Option<String>,
    /// For how long its whole host is to be left alone.
    pub pause_host: Option<SignedDuration>,
}

/// Settles a poll of `feed` at the moment `at`, with `usual` between two polls.
pub(crate) fn settle(
    feed: &Feed,
    answer: &Answer,
    hints: &Hints,
    at: Timestamp,
    usual: Duration,
) -> Settled {
    let mut polling = feed.polling.clone();
    polling.polled_at = Some(at);
    polling.final_url = hints.final_url.clone().or(polling.final_url);
    let usual = seconds(usual).max(MINUTE);
    let mut settled = Settled { polling, moved: None, pause_host: None };
    match answer {
        Answer::NotModified { .. } if !has_validators(&feed.polling) => {
            let problem = "the server answered 304 (not modified) though nothing was asked";
            settled.fail(problem.to_owned(), |errors| backoff(usual, errors));
        }
        Answer::NotModified { validators } => {
            settled.polling.renew(validators);
            settled.succeed("nothing new (304)".to_owned(), hints, usual);
            settled.watch_move(hints, at);
        }
        Answer::SameBody { validators } => {
            settled.polling.replace(validators);
            settled.succeed("nothing new (same content)".to_owned(), hints, usual);
            settled.watch_move(hints, at);
        }
        Answer::Parsed { validators, body_hash, warning } => {
            settled.polling.replace(validators);
            settled.polling.body_hash = Some(body_hash.clone());
            settled.polling.last_warning = warning.clone();
            // The store, which alone can tell what of it is new, puts that in its place.
            settled.succeed("read".to_owned(), hints, usual);
            settled.watch_move(hints, at);
        }
        Answer::NotAFeed { problem } => {
            settled.fail(problem.clone(), |errors| {
                if errors >= BROKEN_AFTER { DAY } else { backoff(usual, errors) }
            });
            if settled.polling.errors >= BROKEN_AFTER {
                settled.polling.status = FeedStatus::Broken;
            }
        }
        Answer::Status(status) => settled.refuse(*status, hints, usual),
        Answer::Failed { problem } => {
            settled.fail(problem.clone(), |errors| backoff(usual, errors));
        }
        Answer::HostPaused { left } => {
            let left = left.as_secs().max(1);
            settled.polling.polled_at = feed.polling.polled_at;
            settled.polling.interval_seconds = left;
            settled.polling.last_result = Some("waiting: the host asked for a pause".to_owned());
        }
    }
    settled.place(feed, at);
    settled
}

fn has_validators(polling: &PollingState) -> bool {
    polling.etag.is_some() || polling.last_modified.is_some()
}

/// The interval after `errors` failures in a row: doubled each time, a day at the most.
fn backoff(usual: i64, errors: u32) -> i64 {
    doubled(usual, errors, DAY)
}

fn doubled(seconds: i64, times: u32, most: i64) -> i64 {
    seconds.saturating_mul(1 << times.min(6)).min(most)
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// `Retry-After`, kept between a minute and a week.
fn retry_after(hints: &Hints) -> Option<i64> {
    hints.retry_after.map(|delay| seconds(delay).clamp(MINUTE, 7 * DAY))
}

impl Settled {
    fn succeed(&mut self, result: String, hints: &Hints, usual: i64) {
        let polling = &mut self.polling;
        polling.status = FeedStatus::Fine;
        polling.errors = 0;
        polling.failing_since = None;
        polling.last_error = None;
        polling.last_result = Some(result);
        let asked = hints.not_before.map_or(0, seconds).min(DAY);
        polling.interval_seconds = usual.max(asked);
    }

    fn fail(&mut self, problem: String, interval: impl Fn(u32) -> i64) {
        let polling = &mut self.polling;
        polling.errors = polling.errors.saturating_add(1);
        polling.failing_since = polling.failing_since.or(polling.polled_at);
        polling.interval_seconds = interval(polling.errors);
        polling.status = FeedStatus::Failing;
        polling.last_result = Some(problem.clone());
        polling.last_error = Some(problem);
    }

    fn refuse(&mut self, status: u16, hints: &Hints, usual: i64) {
        let wait = retry_after(hints);
        self.fail(describe_status(status), |errors| match status {
            400 | 403 | 451 => doubled(6 * HOUR, errors - 1, 7 * DAY),
            404 => doubled(HOUR, errors - 1, DAY),
            429 => wait.unwrap_or(0).max(2 * usual).max(HOUR),
            503 => wait.unwrap_or(0).max(backoff(usual, errors)),
            _ => backoff(usual, errors),
        });
        match status {
            401 => self.polling.status = FeedStatus::Locked,
            410 => {
                self.polling.status = FeedStatus::Gone;
                self.polling.replace(&Validators::default());
            }
            404 if self.failing_for() >= SignedDuration::from_secs(30 * DAY) => {
                self.polling.status = FeedStatus::Broken;
            }
            429 => self.pause_host = Some(SignedDuration::from_secs(wait.unwrap_or(HOUR))),
            503 => self.pause_host = wait.map(SignedDuration::from_secs),
            _ => {}
        }
    }

    fn failing_for(&self) -> SignedDuration {
        match (self.polling.failing_since, self.polling.polled_at) {
            (Some(since), Some(at)) => at.duration_since(since),
            _ => SignedDuration::ZERO,
        }
    }

    /// Follows a permanent redirect, and rewrites the address once the same target was seen often
    /// and long enough.
    fn watch_move(&mut self, hints: &Hints, at: Timestamp) {
        let polling = &mut self.polling;
        let Some(target) = &hints.permanent_to else {
            (polling.moved_to, polling.moved_seen, polling.moved_since) = (None, 0, None);
            return;
        };
        if polling.moved_to.as_ref() != Some(target) {
            polling.moved_to = Some(target.clone());
            polling.moved_seen = 0;
            polling.moved_since = Some(at);
        }
        polling.moved_seen = polling.moved_seen.saturating_add(1);
        let since = polling.moved_since.unwrap_or(at);
        let long_enough = at.duration_since(since).as_secs() >= MOVED_OVER;
        if polling.moved_seen >= MOVED_AFTER && long_enough {
            self.moved = Some(target.clone());
            (polling.moved_to, polling.moved_seen, polling.moved_since) = (None, 0, None);
            // Validators belong to the address that gave them.
            polling.replace(&Validators::default());
            polling.body_hash = None;
        }
    }

    /// Sets the next poll a little off the interval, so that feeds that were added together do not
    /// stay together; never earlier than the server asked.
    fn place(&mut self, feed: &Feed, at: Timestamp) {
        let polling = &mut self.polling;
        if matches!(polling.status, FeedStatus::Gone | FeedStatus::Locked) {
            polling.next_poll_at = None;
            return;
        }
        let spread = address::digest(&[&feed.url, &at.as_second().to_string()]);
        let share = i64::from_str_radix(&spread[..4], 16).unwrap_or(0);
        let jitter = polling.interval_seconds * share / 0xffff / 10;
        let wait = SignedDuration::from_secs(polling.interval_seconds.saturating_add(jitter));
        polling.next_poll_at = Some(at.saturating_add(wait).unwrap_or(Timestamp::MAX));
    }
}

trait KeepValidators {
    fn replace(&mut self, validators: &Validators);
    fn renew(&mut self, validators: &Validators);
}

impl KeepValidators for PollingState {
    /// After a 200 the pair is replaced whole: a header that is missing clears what was kept.
    fn replace(&mut self, validators: &Validators) {
        self.etag = validators.etag.clone();
        self.last_modified = validators.last_modified.clone();
    }

    /// After a 304 only what it carries is renewed.
    fn renew(&mut self, validators: &Validators) {
        if validators.etag.is_some() {
            self.etag = validators.etag.clone();
        }
        if validators.last_modified.is_some() {
            self.last_modified = validators.last_modified.clone();
        }
    }
}

/// A status that is no success, in a line a user understands.
pub(crate) fn describe_status(status: u16) -> String {
    let meaning = match status {
        400 => "the server does not understand the request",
        401 => "it asks for a password",
        402 => "it asks for payment",
        403 => "the server refuses to give it to us",
        404 => "there is nothing at this address",
        410 => "it is gone for good, says the server",
        429 => "we asked too often, says the server",
        451 => "it is withheld for legal reasons",
        503 => "the server is not available now",
        500..=599 => "the server has a fault",
        300..=399 => "the redirect leads nowhere",
        204 | 205 => "the server sent no content",
        _ => "the server gave an answer that is not understood",
    };
    format!("{meaning} ({status})")
}

#[cfg(test)]
mod tests;

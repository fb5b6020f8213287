//! When a feed is polled next, and what is remembered of it until then.
//!
//! A pure function from an answer to a state: table B of the polling rules (RFC 9110 for the
//! statuses, RFC 9111 4.3.4 for what a 304 renews). How often a feed that fares well is polled is
//! learned in `learn.rs`; what server, feed and user ask for only ever makes that rarer, by
//! `interval.rs`; the hours and days that a feed wants to be left alone are in `skip.rs`.

use std::time::Duration;

use dateline_fetch::Validators;
use dateline_model::{Feed, FeedStatus, PollingState, address};
use jiff::{SignedDuration, Timestamp};

mod interval;
mod learn;
mod skip;
mod status;

pub(crate) use learn::Facts;
pub(crate) use status::describe_status;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A feed whose body was no feed so often in a row counts as broken.
const BROKEN_AFTER: u32 = 3;
/// A permanent redirect is believed when it was seen on so many polls in a row …
const MOVED_AFTER: u32 = 3;
/// … over at least so long, since captive portals and parked domains redirect permanently too.
const MOVED_OVER: i64 = DAY;

/// How often this instance polls, as its settings say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// The interval of a feed of which nothing is known yet.
    pub usual: Duration,
    /// The least interval, however much a feed brings.
    pub least: Duration,
}

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
        /// What of it bears on the next poll.
        facts: Facts,
    },
    /// A body that holds only what changed (226, RFC 3229).
    Delta {
        /// The validators of this answer.
        validators: Validators,
        /// What was odd about it.
        warning: Option<String>,
        /// What of it bears on the next poll.
        facts: Facts,
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
    /// How long the answer stays fresh: a lower bound, never an upper.
    pub fresh: Option<Duration>,
    /// The target, where every redirect on the way was permanent.
    pub permanent_to: Option<String>,
    /// Where the answer came from.
    pub final_url: Option<String>,
    /// How many bytes its body took on the network.
    pub body_bytes: Option<u64>,
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
    wait: Wait,
}

/// From when to when the next poll may be, and why.
#[derive(Debug, Clone, PartialEq, Default)]
struct Wait {
    /// Seconds from now that it never comes before.
    least: i64,
    /// Seconds from now that it does not come after.
    most: i64,
    why: Why,
}

#[derive(Debug, Clone, PartialEq)]
enum Why {
    /// At every interval, because of this.
    Every(String),
    /// Once after a while, because of this.
    Waiting(String),
}

impl Default for Why {
    fn default() -> Self {
        Self::Waiting(String::new())
    }
}

/// Settles a poll of `feed` at the moment `at`.
pub(crate) fn settle(
    feed: &Feed,
    answer: &Answer,
    hints: &Hints,
    at: Timestamp,
    pace: &Pace,
) -> Settled {
    let mut polling = feed.polling.clone();
    polling.polled_at = Some(at);
    polling.final_url = hints.final_url.clone().or(polling.final_url);
    let now = Now { feed, at, pace };
    let mut settled = Settled { polling, moved: None, pause_host: None, wait: Wait::default() };
    match answer {
        Answer::NotModified { .. } if !has_validators(&feed.polling) => {
            let problem = "the server answered 304 (not modified) though nothing was asked";
            settled.fail(&now, problem.to_owned());
        }
        Answer::NotModified { validators } => {
            settled.polling.renew(validators);
            settled.polling.validators_proven = true;
            settled.polling.fresh_seconds =
                hints.fresh.map(seconds).or(settled.polling.fresh_seconds);
            settled.succeed(&now, "nothing new (304)", None, true);
            settled.watch_move(hints, at);
        }
        Answer::SameBody { validators } => {
            settled.take(validators, hints);
            settled.polling.same_body_polls = feed.polling.same_body_polls.saturating_add(1);
            // Where it was asked conditionally, its validators do not work.
            let asked_in_vain = has_validators(&feed.polling);
            settled.polling.validators_proven &= !asked_in_vain;
            settled.succeed(&now, "nothing new (same content)", None, !asked_in_vain);
            settled.watch_move(hints, at);
        }
        Answer::Parsed { validators, body_hash, warning, facts } => {
            settled.take(validators, hints);
            settled.polling.same_body_polls = 0;
            settled.polling.body_hash = Some(body_hash.clone());
            settled.polling.last_warning = warning.clone();
            // The store, which alone can tell what of it is new, puts that in its place.
            settled.succeed(&now, "read", Some(facts), true);
            settled.watch_move(hints, at);
        }
        Answer::Delta { validators, warning, facts } => {
            settled.take(validators, hints);
            settled.polling.same_body_polls = 0;
            // A part says nothing about the whole.
            settled.polling.body_hash = None;
            settled.polling.last_warning = warning.clone();
            let listing = feed.polling.listing_hash.clone().unwrap_or_default();
            let facts = Facts { listing, ..facts.clone() };
            settled.succeed(&now, "read", Some(&facts), true);
            settled.watch_move(hints, at);
        }
        Answer::NotAFeed { problem } => {
            settled.forget_move();
            settled.fail(&now, problem.clone());
            if settled.polling.errors >= BROKEN_AFTER {
                settled.polling.status = FeedStatus::Broken;
                settled.wait_for(DAY, "because it is no feed");
            }
        }
        Answer::Status(status) => {
            settled.forget_move();
            settled.refuse(&now, *status, hints);
        }
        Answer::Failed { problem } => settled.fail(&now, problem.clone()),
        Answer::HostPaused { left } => {
            settled.polling.polled_at = feed.polling.polled_at;
            let until = at.saturating_add(*left).unwrap_or(Timestamp::MAX);
            let until = until.strftime("%Y-%m-%d %H:%M UTC");
            let line = format!("waits because its host asked for a pause until {until}");
            settled.polling.last_result = Some(line);
            settled.wait_for(left.as_secs().max(1), "because its host asked for a pause");
        }
    }
    settled.place(&now);
    settled
}

/// The circumstances of a poll.
struct Now<'a> {
    /// The feed as it was before.
    feed: &'a Feed,
    at: Timestamp,
    pace: &'a Pace,
}

impl Now<'_> {
    /// A number from 0 to `range` that is the same for the same feed and word.
    fn share(&self, word: &str, range: i64) -> i64 {
        let digest = address::digest(&[word, &self.feed.id.to_string(), &self.feed.url]);
        let share = digest.get(..4).and_then(|hex| i64::from_str_radix(hex, 16).ok());
        range.max(0) * share.unwrap_or(0) / 0xffff
    }
}

fn has_validators(polling: &PollingState) -> bool {
    polling.etag.is_some() || polling.last_modified.is_some()
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
    /// Takes over what comes with a body.
    fn take(&mut self, validators: &Validators, hints: &Hints) {
        let polling = &mut self.polling;
        polling.replace(validators);
        polling.validators_proven &= has_validators(polling);
        polling.fresh_seconds = hints.fresh.map(seconds);
        polling.body_bytes = hints.body_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    fn succeed(
        &mut self,
        now: &Now<'_>,
        result: &str,
        facts: Option<&Facts>,
        validators_work: bool,
    ) {
        let polling = &mut self.polling;
        polling.status = FeedStatus::Fine;
        polling.errors = 0;
        polling.failing_since = None;
        polling.last_error = None;
        (polling.offered_url, polling.looked_at) = (None, None);
        polling.last_result = Some(result.to_owned());
        let learned = learn::learn(polling, now, facts);
        let chosen = interval::choose(polling, now, &learned, validators_work);
        polling.interval_seconds = chosen.seconds;
        let tenth = chosen.seconds / 10;
        self.wait = if learned.first || is_overdue(now) {
            // What came together spreads over a whole interval, once.
            let least = chosen.least.max(chosen.seconds / 2);
            Wait { least, most: least + chosen.seconds, why: Why::Every(chosen.because) }
        } else {
            let least = chosen.least.max(chosen.seconds - tenth);
            Wait { least, most: chosen.seconds + tenth, why: Why::Every(chosen.because) }
        };
    }

    /// Backs off with full jitter, never sooner than a feed that fares well.
    fn fail(&mut self, now: &Now<'_>, problem: String) {
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

    /// Waits for so long, and a little longer.
    fn wait_for(&mut self, seconds: i64, because: &str) {
        self.polling.interval_seconds = seconds;
        let most = seconds.saturating_add(seconds / 10);
        self.wait = Wait { least: seconds, most, why: Why::Waiting(because.to_owned()) };
    }

    fn refuse(&mut self, now: &Now<'_>, status: u16, hints: &Hints) {
        let asked = retry_after(hints);
        self.fail(now, describe_status(status));
        let earlier = self.polling.errors.saturating_sub(1);
        let after = format!("after error {status}");
        let as_asked = format!("as the server asks ({status})");
        let undisturbed = interval::undisturbed(&self.polling, now);
        match (status, asked) {
            (400 | 403 | 451, _) => self.wait_for(doubled(6 * HOUR, earlier, 7 * DAY), &after),
            (404, _) => self.wait_for(doubled(HOUR, earlier, DAY), &after),
            (429, None) => self.wait_for((2 * undisturbed).max(HOUR), &after),
            (429, Some(asked)) => self.wait_for(asked.max(2 * undisturbed).max(HOUR), &as_asked),
            (503, Some(asked)) => self.wait_for(asked.max(self.wait.most), &as_asked),
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

    /// Follows a permanent redirect, and rewrites the address once the same target was seen often
    /// and long enough.
    fn watch_move(&mut self, hints: &Hints, at: Timestamp) {
        let polling = &mut self.polling;
        let Some(target) = &hints.permanent_to else {
            return self.forget_move();
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
            (polling.validators_proven, polling.same_body_polls) = (false, 0);
            polling.body_hash = None;
        }
    }

    /// Only a row of polls that all led to a feed at the same place counts.
    fn forget_move(&mut self) {
        let polling = &mut self.polling;
        (polling.moved_to, polling.moved_seen, polling.moved_since) = (None, 0, None);
    }

    /// Sets the next poll somewhere within the wait, so that feeds that were polled together do not
    /// stay together, and moves it out of the hours in which the feed wants to be left alone.
    fn place(&mut self, now: &Now<'_>) {
        let polling = &mut self.polling;
        let stopped = match polling.status {
            FeedStatus::Gone => Some("not polled any more, because it is gone for good"),
            FeedStatus::Locked => Some("not polled, because it asks for a password"),
            _ => None,
        };
        if let Some(stopped) = stopped {
            polling.next_poll_at = None;
            polling.interval_reason = Some(stopped.to_owned());
            return;
        }
        let Wait { least, most, why } = &self.wait;
        let wait = least.saturating_add(now.share(&now.at.as_second().to_string(), most - least));
        let due = now.at.saturating_add(SignedDuration::from_secs(wait)).unwrap_or(Timestamp::MAX);
        let reason = match why {
            Why::Every(because) => {
                format!("every {}, {because}", interval::in_words(polling.interval_seconds))
            }
            Why::Waiting(because) => format!("waiting {} {because}", interval::in_words(wait)),
        };
        let permitted = skip::first_permitted(polling, now, due);
        polling.next_poll_at = Some(permitted.map_or(due, |permitted| permitted.at));
        polling.interval_reason = Some(permitted.map_or(reason, |permitted| permitted.reason()));
    }
}

/// Whether the poll came later than a whole interval after it was due: nobody was there to do it.
fn is_overdue(now: &Now<'_>) -> bool {
    let polling = &now.feed.polling;
    let late = polling.next_poll_at.map_or(0, |due| now.at.duration_since(due).as_secs());
    polling.interval_seconds > 0 && late > polling.interval_seconds
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

#[cfg(test)]
mod pace_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

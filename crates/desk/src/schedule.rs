//! When a feed is polled next, and what is remembered of it until then.
//!
//! A pure function from an answer to a state: table B of the polling rules (RFC 9110 for the
//! statuses, RFC 9111 4.3.4 for what a 304 renews). How often a feed that fares well is polled is
//! learned in `learn.rs`; what server, feed and user ask for only ever makes that rarer, by
//! `interval.rs`; the hours and days that a feed wants to be left alone are in `skip.rs`. What
//! failures and refusals mean is in `refuse.rs`, and when a redirect is believed in `moved.rs`.

use std::time::Duration;

use dateline_fetch::Validators;
use dateline_model::{Feed, FeedStatus, PollingState, address};
use jiff::{SignedDuration, Timestamp};

mod interval;
mod learn;
mod moved;
mod refuse;
mod skip;
mod status;
mod validators;

pub(crate) use learn::Facts;
pub(crate) use status::describe_status;
use validators::{KeepValidators, has_validators};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

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
            settled.misread(&now, problem.clone());
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
            let line = format!("waits because its host is to be left alone until {until}");
            settled.polling.last_result = Some(line);
            settled.wait_at_least(left.as_secs().max(1), "because its host is to be left alone");
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

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
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
        // What came together spreads over a whole interval, once.
        let (least, most) = match learned.first || is_overdue(now) {
            true => (chosen.seconds / 2, chosen.seconds / 2 + chosen.seconds),
            false => (chosen.seconds - tenth, chosen.seconds + tenth),
        };
        let least = chosen.least.max(least);
        // Only who asks for a whole day waits a little longer than that.
        let most = most.min(DAY).max(least + chosen.least.min(tenth));
        self.wait = Wait { least, most, why: Why::Every(chosen.because) };
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

#[cfg(test)]
mod pace_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

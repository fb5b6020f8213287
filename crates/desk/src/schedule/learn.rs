//! How often a feed brings something, learned from what it lists and from what polls found.

use std::time::Duration;

use dateline_feed::Day;
use dateline_model::{NewEntry, PollingState, address};
use jiff::Timestamp;

use super::{DAY, MINUTE, Now, seconds};

/// Of so many publish times the gaps are taken.
const TIMES: usize = 20;
/// After so many polls without news the interval grows.
const UNCHANGED: u32 = 4;
/// No feed is polled more often because of what it brings.
const LEAST: i64 = 15 * MINUTE;

/// What of a feed's body bears on when it is polled.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Facts {
    /// When its entries were published, as they say.
    pub published: Vec<Timestamp>,
    /// A digest of which entries it lists, in whatever order.
    pub listing: String,
    /// How long it asks not to be polled (RSS `ttl`, `sy:updatePeriod`).
    pub ttl: Option<Duration>,
    /// As [`PollingState::skip_hours`].
    pub skip_hours: u32,
    /// As [`PollingState::skip_days`].
    pub skip_days: u16,
}

impl Facts {
    /// Of a feed as it was parsed, with its entries as they are to be stored.
    pub fn of(feed: &dateline_feed::Feed, entries: &[NewEntry]) -> Self {
        let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        let hours = feed.skip_hours.iter().filter(|hour| **hour < 24);
        Self {
            published: entries.iter().filter_map(|entry| entry.published).collect(),
            listing: address::digest(&keys),
            ttl: feed.ttl_minutes.map(|minutes| Duration::from_secs(60 * u64::from(minutes))),
            skip_hours: hours.fold(0, |hours, hour| hours | 1 << hour),
            skip_days: feed.skip_days.iter().fold(0, |days, day| days | 1 << number(*day)),
        }
    }
}

fn number(day: Day) -> u16 {
    match day {
        Day::Monday => 0,
        Day::Tuesday => 1,
        Day::Wednesday => 2,
        Day::Thursday => 3,
        Day::Friday => 4,
        Day::Saturday => 5,
        Day::Sunday => 6,
    }
}

/// What a successful poll taught, apart from what is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Learned {
    /// The feed was read for the first time.
    pub first: bool,
    /// It brought something that was not there before.
    pub news: bool,
}

/// Learns from a poll that went well; `facts` is what its body said, where there was a new one.
pub(super) fn learn(polling: &mut PollingState, now: &Now<'_>, facts: Option<&Facts>) -> Learned {
    let Some(facts) = facts else {
        grow_if_idle(polling, now);
        return Learned::default();
    };
    let first = polling.adaptive_seconds == 0;
    // A date in the future says when somebody's clock is wrong, not when something came.
    let mut times: Vec<Timestamp> =
        facts.published.iter().copied().filter(|time| *time <= now.at).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.dedup();
    let newer = match polling.newest_published {
        Some(newest) => times.iter().filter(|time| **time > newest).count(),
        None => usize::from(polling.listing_hash.as_ref() != Some(&facts.listing)),
    };
    times.truncate(TIMES);
    polling.gap_seconds = median_gap(&times).or(polling.gap_seconds);
    polling.newest_published = polling.newest_published.max(times.first().copied());
    polling.listing_hash = Some(facts.listing.clone());
    polling.ttl_seconds = facts.ttl.map(seconds);
    (polling.skip_hours, polling.skip_days) = (facts.skip_hours, facts.skip_days);
    if first {
        let usual = seconds(now.pace.usual);
        polling.adaptive_seconds = bounded(polling.gap_seconds.map_or(usual, |gap| gap / 2));
        polling.unchanged_polls = 0;
    } else if newer > 0 {
        let half = polling.adaptive_seconds / 2;
        // Several at once mean that it has become faster than its past.
        let past = polling.gap_seconds.map_or(0, |gap| if newer > 1 { gap / 8 } else { gap / 2 });
        polling.adaptive_seconds = bounded(half.max(past));
        polling.unchanged_polls = 0;
    } else {
        grow_if_idle(polling, now);
    }
    Learned { first, news: first || newer > 0 }
}

fn bounded(seconds: i64) -> i64 {
    seconds.clamp(LEAST, DAY)
}

fn median_gap(newest_first: &[Timestamp]) -> Option<i64> {
    let pairs = newest_first.windows(2);
    let mut gaps: Vec<i64> = pairs
        .filter_map(|pair| match pair {
            [later, earlier] => Some(later.duration_since(*earlier).as_secs()),
            _ => None,
        })
        .collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied()
}

/// Polls that somebody asked for out of turn teach nothing about the interval.
fn grow_if_idle(polling: &mut PollingState, now: &Now<'_>) {
    let current = match polling.adaptive_seconds {
        0 => seconds(now.pace.usual),
        learned => learned,
    };
    let since = now.feed.polling.polled_at.map_or(0, |last| now.at.duration_since(last).as_secs());
    if since < current / 2 {
        return;
    }
    polling.unchanged_polls += 1;
    if polling.unchanged_polls >= UNCHANGED {
        polling.unchanged_polls = 0;
        if polling.adaptive_seconds > 0 {
            polling.adaptive_seconds = bounded(current + current / 2);
        }
    }
}

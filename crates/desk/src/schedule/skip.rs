//! The hours and days in which a feed asks to be left alone (RSS `skipHours` and `skipDays`, GMT).

use dateline_model::PollingState;
use jiff::{SignedDuration, Timestamp};

use super::{DAY, HOUR, MINUTE, Now};

const ALL_HOURS: u32 = 0xff_ffff;
const ALL_DAYS: u16 = 0x7f;

/// Feeds that skip the same hours do not all come in the first minute after them.
const SPREAD: i64 = 10 * MINUTE;

/// A poll that was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Permitted {
    /// When it is now due.
    pub at: Timestamp,
    /// The first moment that the feed permits, or the end of the feed's patience with it.
    from: Timestamp,
    by_day: bool,
}

impl Permitted {
    pub(super) fn reason(self) -> String {
        let field = if self.by_day { "skipDays" } else { "skipHours" };
        format!("not before {} UTC, as the feed asks ({field})", self.from.strftime("%H:%M"))
    }
}

/// Where a poll that is due at `due` is put off to; `None` where it may stay. A poll is put off to
/// a day from now at the most, and a feed that permits no time at all is not heard.
pub(super) fn first_permitted(
    polling: &PollingState,
    now: &Now<'_>,
    due: Timestamp,
) -> Option<Permitted> {
    let hours = if polling.skip_hours & ALL_HOURS == ALL_HOURS { 0 } else { polling.skip_hours };
    let days = if polling.skip_days & ALL_DAYS == ALL_DAYS { 0 } else { polling.skip_days };
    let by_hour = |second: i64| hours >> second.div_euclid(HOUR).rem_euclid(24) & 1 == 1;
    // The epoch was a Thursday.
    let by_day = |second: i64| days >> (second.div_euclid(DAY) + 3).rem_euclid(7) & 1 == 1;
    let skipped = |second: i64| by_hour(second) || by_day(second);
    let start = due.as_second();
    if !skipped(start) {
        return None;
    }
    let latest = now.at.as_second().saturating_add(DAY).max(start);
    let hours_on = (1..=8 * 24).map(|hour| (start.div_euclid(HOUR) + hour) * HOUR);
    let from = hours_on.take_while(|second| *second < latest).find(|second| !skipped(*second));
    let from = from.unwrap_or(latest);
    let spread = if from < latest { now.share("after the skipped hours", SPREAD) } else { 0 };
    let from_second = Timestamp::from_second(from).ok()?;
    let at = from_second.saturating_add(SignedDuration::from_secs(spread)).ok()?;
    Some(Permitted { at: at.max(due), from: from_second, by_day: by_day(start) })
}

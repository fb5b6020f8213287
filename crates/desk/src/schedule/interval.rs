//! Which of the reasons to wait is the longest, and how it is told.

use dateline_model::PollingState;

use super::learn::Learned;
use super::{DAY, HOUR, MINUTE, Now, has_validators, seconds};

/// A feed that cannot say whether anything changed is sent whole every time, so not so often.
const WITHOUT_VALIDATORS: i64 = HOUR;

/// The least interval that a user may choose for a feed whose server answers 304.
const LEAST_CHOSEN: i64 = 5 * MINUTE;

/// Telegram publishes channels' pages for browsers and does not invite anybody to poll them.
const OF_TELEGRAM: i64 = 2 * HOUR;

/// A feed that brought nothing for so many days is polled at this interval at the most.
const QUIET: [(i64, i64); 2] = [(180, DAY), (30, 12 * HOUR)];

/// An interval with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub seconds: i64,
    /// What no jitter may go below.
    pub least: i64,
    /// "because …" or "as …".
    pub because: String,
}

impl Chosen {
    fn raise(&mut self, seconds: i64, because: impl FnOnce() -> String) {
        if seconds > self.seconds {
            self.seconds = seconds;
            self.because = because();
        }
    }

    fn hold(&mut self, seconds: i64, because: impl FnOnce() -> String) {
        self.least = self.least.max(seconds);
        self.raise(seconds, because);
    }
}

/// The interval of a feed that fares well.
pub(super) fn choose(
    polling: &PollingState,
    now: &Now<'_>,
    learned: &Learned,
    validators_work: bool,
) -> Chosen {
    let by_user = now.feed.choices.interval_seconds;
    let mut chosen = own_pace(polling, now, learned);
    if let Some(wanted) = by_user {
        let seconds = wanted.clamp(LEAST_CHOSEN, DAY);
        chosen = Chosen { seconds, least: 0, because: "as you chose".to_owned() };
    } else if polling.pushed_until.is_some_and(|until| until > now.at) {
        chosen.raise(DAY, || "because its hub pushes what is new".to_owned());
    } else if !learned.first
        && let Some((days, interval)) = quiet(polling, now, learned)
    {
        chosen.raise(interval, || format!("because it brought nothing for {days} days"));
    }
    let fresh = polling.fresh_seconds.unwrap_or(0).min(DAY);
    chosen.hold(fresh, || "as the server asks (Cache-Control or Expires)".to_owned());
    let ttl = polling.ttl_seconds.unwrap_or(0).min(DAY);
    chosen.hold(ttl, || "as the feed asks (ttl)".to_owned());
    if !(validators_work && has_validators(polling)) {
        chosen
            .hold(WITHOUT_VALIDATORS, || "because its server sends it whole every time".to_owned());
    }
    // What a feed is stands in the store only after its first poll.
    let by_address = now.feed.url.starts_with("https://t.me/s/");
    if by_address || now.feed.format.as_deref() == Some("telegram") {
        chosen.hold(OF_TELEGRAM, || "because Telegram’s pages are asked rarely".to_owned());
    }
    let often = by_user.is_some() && polling.validators_proven && has_validators(polling);
    let least = if often { LEAST_CHOSEN } else { seconds(now.pace.least) };
    chosen.hold(least, || "which is the least that is set".to_owned());
    chosen
}

fn own_pace(polling: &PollingState, now: &Now<'_>, learned: &Learned) -> Chosen {
    let usual = seconds(now.pace.usual).max(MINUTE);
    let chosen = |seconds, because: String| Chosen { seconds, least: 0, because };
    match (polling.adaptive_seconds, polling.gap_seconds) {
        _ if learned.first => chosen(usual, "because it is new here".to_owned()),
        (0, _) => chosen(usual, "as is usual".to_owned()),
        (adaptive, Some(gap)) if adaptive <= gap.max(HOUR) && gap >= MINUTE => {
            let gap = in_words(gap);
            chosen(adaptive, format!("because it brings something about every {gap}"))
        }
        (adaptive, Some(_)) => chosen(adaptive, "because it brought nothing lately".to_owned()),
        (adaptive, None) => chosen(adaptive, "judging by what the last polls brought".to_owned()),
    }
}

/// For how many days, at least, the feed brought nothing, and the interval that is due to that.
fn quiet(polling: &PollingState, now: &Now<'_>, learned: &Learned) -> Option<(i64, i64)> {
    if learned.news && polling.newest_published.is_none() {
        return None;
    }
    // That the first poll brought everything does not say that it was new, unless nothing else does.
    let changed = polling.changed_at.filter(|at| {
        let known_for = at.duration_since(now.feed.created_at).as_secs();
        polling.newest_published.is_none() || known_for > DAY
    });
    let last = polling.newest_published.max(changed)?;
    let days = now.at.duration_since(last).as_secs() / DAY;
    QUIET.into_iter().find(|(least, _)| days >= *least)
}

/// The interval from which a failure backs off.
pub(super) fn undisturbed(polling: &PollingState, now: &Now<'_>) -> i64 {
    let own = match (now.feed.choices.interval_seconds, polling.adaptive_seconds) {
        (Some(chosen), _) => chosen.min(DAY),
        (None, 0) => seconds(now.pace.usual).max(MINUTE),
        (None, learned) => learned,
    };
    own.max(seconds(now.pace.least))
}

/// A span of time in a word or two: "45 min", "3 h", "12 days".
pub(super) fn in_words(seconds: i64) -> String {
    let rounded = |unit: i64| (seconds + unit / 2) / unit;
    if seconds < 100 * MINUTE {
        format!("{} min", rounded(MINUTE).max(1))
    } else if seconds < 2 * DAY {
        format!("{} h", rounded(HOUR))
    } else {
        format!("{} days", rounded(DAY))
    }
}

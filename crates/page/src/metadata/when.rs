//! When an article was published and changed, weighed from all that the page says of it.

use jiff::{
    SignedDuration, Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};

use super::{
    dates::Stamp,
    visible::calendar::{Label, Shown},
};

/// Everything that speaks for a date.
pub(super) struct Evidence<'e> {
    /// The date of publication in the page's metadata, most trusted first.
    pub published: &'e [Stamp],
    /// The date of the last change in the page's metadata, most trusted first.
    pub modified: &'e [Stamp],
    /// What readers see.
    pub shown: &'e [Shown],
    /// The day in the page's address.
    pub address: Option<Date>,
    /// Whether the outlet's country or language writes the day before the month.
    pub day_first: Option<bool>,
    /// When the page was fetched: nothing on it is younger.
    pub fetched: Option<Timestamp>,
}

/// What the evidence says.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct When {
    pub published: Option<Stamp>,
    pub modified: Option<Stamp>,
}

/// Weighs the evidence.
pub(super) fn weigh(evidence: &Evidence<'_>) -> When {
    let reader = Reader::of(evidence);
    let possible = |stamp: &Stamp| evidence.fetched.is_none_or(|now| !is_after(*stamp, now));
    let read = |stamps: &[Stamp]| -> Vec<Stamp> {
        stamps.iter().map(|&stamp| reader.read(stamp)).filter(possible).collect()
    };
    let shown: Vec<Shown> = evidence
        .shown
        .iter()
        .map(|seen| Shown { stamp: reader.read(seen.stamp), ..*seen })
        .filter(|seen| possible(&seen.stamp))
        .collect();
    let claimed = read(evidence.published).first().copied();
    let changed = read(evidence.modified).first().copied();
    let seen = |label: Label, at_top: bool| {
        let fits = |seen: &&Shown| seen.label == label && (seen.at_top || !at_top);
        shown.iter().find(fits).map(|seen| seen.stamp)
    };
    let modified = changed.or_else(|| seen(Label::Updated, false));
    let address = evidence.address.map(Stamp::of_day).filter(possible);
    let published = match claimed {
        Some(claimed) => {
            let agrees = |seen: &Shown| {
                seen.at_top && seen.label == Label::Bare && !differs(seen.stamp.day, claimed)
            };
            let agreed = shown.iter().any(agrees);
            let corrected = correction(claimed, modified, &seen).filter(|_| !agreed);
            let labelled = || {
                let mut all = shown.iter().filter(|seen| seen.label == Label::Published);
                let first = all.next()?.stamp;
                let alone = all.all(|other| days(other.stamp.day, first.day) <= 1);
                (alone && !agreed && differs(first.day, claimed)).then_some(first)
            };
            Some(corrected.or_else(labelled).unwrap_or(claimed))
        }
        None => near_address(&shown, evidence.address)
            .or(address)
            .or_else(|| seen(Label::Published, false))
            .or_else(|| seen(Label::Bare, true))
            .or_else(|| seen(Label::Bare, false))
            // What was changed then stood there by then, and nothing tells more.
            .or_else(|| seen(Label::Updated, true))
            .or(changed)
            .or(modified),
    };
    When {
        published: published.map(|stamp| localised(stamp, evidence, &shown, address)),
        modified: modified.map(|stamp| localised(stamp, evidence, &shown, None)),
    }
}

/// What is shown of the day in the page's address, which is the better telling of it.
fn near_address(shown: &[Shown], address: Option<Date>) -> Option<Stamp> {
    let day = address?;
    let fits = |seen: &&Shown| {
        matches!(seen.label, Label::Published | Label::Bare) && days(day, seen.stamp.day) <= 2
    };
    let fitting = shown.iter().filter(fits);
    fitting.min_by_key(|seen| days(day, seen.stamp.day)).map(|seen| seen.stamp)
}

/// What the page tells its readers where that is another day than its metadata say: metadata are
/// often made by a system that knows only when it was last filled.
fn correction(
    claimed: Stamp,
    modified: Option<Stamp>,
    seen: &impl Fn(Label, bool) -> Option<Stamp>,
) -> Option<Stamp> {
    if let Some(labelled) = seen(Label::Published, true) {
        return differs(labelled.day, claimed).then_some(labelled);
    }
    let bare = seen(Label::Bare, true)?;
    let last = modified.map_or(claimed.day, |modified| modified.day.max(claimed.day));
    let fits = bare.day <= last.tomorrow().unwrap_or(last);
    (fits && differs(bare.day, claimed)).then(|| {
        // The metadata's moment of the same day is the better telling of it.
        modified.filter(|modified| days(modified.day, bare.day) == 0).unwrap_or(bare)
    })
}

/// Whether a day is another than the claimed one wherever on earth the outlet stands.
fn differs(day: Date, claimed: Stamp) -> bool {
    match claimed.moment.filter(|_| claimed.offset.is_none()) {
        Some(moment) => !is_somewhere(day, moment),
        None => day != claimed.day,
    }
}

fn days(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}

fn is_after(stamp: Stamp, now: Timestamp) -> bool {
    match stamp.moment {
        Some(moment) => moment.duration_since(now) > SignedDuration::from_hours(1),
        None => stamp.day > now.to_zoned(TimeZone::UTC).date().tomorrow().unwrap_or(Date::MAX),
    }
}

/// Decides between the two readings of `03/04/2025`.
struct Reader {
    /// Days that the page names in a way that has but one reading.
    known: Vec<Date>,
    day_first: Option<bool>,
}

impl Reader {
    fn of(evidence: &Evidence<'_>) -> Self {
        let stamps = evidence.published.iter().chain(evidence.modified);
        let known = stamps
            .copied()
            .chain(evidence.shown.iter().map(|seen| seen.stamp))
            .filter(|stamp| stamp.swapped.is_none())
            .map(|stamp| stamp.day)
            .chain(evidence.address)
            .collect();
        Self { known, day_first: evidence.day_first }
    }

    fn read(&self, stamp: Stamp) -> Stamp {
        let Some(other) = stamp.swapped else { return stamp };
        let near = |day: Date| self.known.iter().any(|&known| days(known, day) <= 1);
        let (likely, unlikely) = (near(stamp.day), near(other));
        let swap = match (likely, unlikely, self.day_first) {
            (true, false, _) => false,
            (false, true, _) => true,
            (_, _, Some(day_first)) => day_first == stamp.month_first,
            _ => false,
        };
        let clock = stamp.clock.map(|clock| other.to_datetime(clock.time()));
        if swap { Stamp { day: other, clock, swapped: None, ..stamp } } else { stamp }
    }
}

/// The moment on the outlet's own calendar: `03:00Z` is the evening before in New York.
fn localised(
    stamp: Stamp,
    evidence: &Evidence<'_>,
    shown: &[Shown],
    address: Option<Stamp>,
) -> Stamp {
    let Some(moment) = stamp.moment else { return stamp };
    if stamp.offset.is_some() {
        return stamp;
    }
    let all = evidence.published.iter().chain(evidence.modified).copied();
    let stamps: Vec<Stamp> = shown.iter().map(|seen| seen.stamp).chain(all).collect();
    let same = |other: &Stamp| {
        let apart = other.moment?.duration_since(moment).abs();
        other.offset.filter(|_| apart <= SignedDuration::from_mins(2))
    };
    let offset = stamps.iter().find_map(same).or_else(|| {
        let walls = stamps.iter().filter(|other| other.moment.is_none());
        walls.filter_map(|other| offset_between(other, moment)).next()
    });
    if let Some(offset) = offset {
        let wall = offset.to_datetime(moment);
        return Stamp { day: wall.date(), offset: Some(offset), clock: Some(wall), ..stamp };
    }
    let day = shown
        .iter()
        .filter(|seen| seen.at_top && matches!(seen.label, Label::Published | Label::Bare))
        .map(|seen| seen.stamp.day)
        .chain(address.map(|stamp| stamp.day))
        .find(|&day| is_somewhere(day, moment));
    Stamp { day: day.unwrap_or(stamp.day), ..stamp }
}

/// How far a wall clock is from UTC when it shows a moment, where that is an offset that clocks have.
fn offset_between(wall: &Stamp, moment: Timestamp) -> Option<Offset> {
    let clock = wall.clock?;
    let there = clock.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let apart = there.duration_since(moment).as_secs();
    let quarters = (apart + if apart < 0 { -450 } else { 450 }) / 900;
    let rest = (apart - quarters * 900).abs();
    if rest > 150 || !(-48..=56).contains(&quarters) {
        return None;
    }
    Offset::from_seconds(i32::try_from(quarters * 900).ok()?).ok()
}

/// Whether a moment falls on a day somewhere on earth (UTC−12 to UTC+14).
fn is_somewhere(day: Date, moment: Timestamp) -> bool {
    let at = |hours: i8| Offset::constant(hours).to_datetime(moment).date();
    (at(-12)..=at(14)).contains(&day)
}

#[cfg(test)]
mod tests;

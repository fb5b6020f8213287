//! Moments as people say them: "2 h" in a list, "2 hours ago" in a sentence, the date on hover.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};

/// Tells moments, seen from the instance's present moment in its time zone.
#[derive(Debug, Clone)]
pub struct When {
    now: Zoned,
}

/// A moment, ready for a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// For the `datetime` attribute: RFC 3339, in UTC.
    pub iso: String,
    /// In full: "Monday, 22 December 2025, 14:02 UTC".
    pub exact: String,
    /// In a list: "5 min", "2 h", "3 d", "14 Dec".
    pub short: String,
    /// In a sentence: "2 hours ago", "in 12 minutes", "on 14 December 2025".
    pub words: String,
    /// In a column of times: "14:02" today, "14 Dec" before.
    pub clock: String,
    /// Where the day is told already: "14:02".
    pub time: String,
}

impl When {
    /// Tells moments as seen from `now`.
    pub fn new(now: Timestamp, zone: &TimeZone) -> Self {
        Self { now: now.to_zoned(zone.clone()) }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.now.timestamp()
    }

    /// The date of the present day: "Monday, 22 December 2025".
    pub fn today(&self) -> String {
        self.now.strftime("%A, %-d %B %Y").to_string()
    }

    /// When the present day began.
    pub fn morning(&self) -> Timestamp {
        self.now.start_of_day().map_or(Timestamp::MIN, |morning| morning.timestamp())
    }

    /// A moment in all the ways that it may be told.
    pub fn tell(&self, moment: Timestamp) -> Moment {
        let local = moment.to_zoned(self.now.time_zone().clone());
        Moment {
            iso: moment.to_string(),
            exact: local.strftime("%A, %-d %B %Y, %H:%M %Z").to_string(),
            short: self.short(moment, &local),
            words: self.words(moment, &local),
            clock: if local.date() == self.now.date() {
                local.strftime("%H:%M").to_string()
            } else {
                self.short_date(&local)
            },
            time: local.strftime("%H:%M").to_string(),
        }
    }

    /// The same; in full also by the outlet's own clock, which was so many seconds ahead of UTC, where
    /// that is another than the instance's.
    pub fn tell_with(&self, moment: Timestamp, offset: Option<i32>) -> Moment {
        let told = self.tell(moment);
        let here = moment.to_zoned(self.now.time_zone().clone()).offset();
        let there = offset.and_then(|seconds| Offset::from_seconds(seconds).ok());
        match there.filter(|there| *there != here) {
            Some(there) => {
                let local = moment.to_zoned(TimeZone::fixed(there));
                let own = local.strftime("%H:%M at the outlet, UTC%:z");
                Moment { exact: format!("{} ({own})", told.exact), ..told }
            }
            None => told,
        }
    }

    /// What a day is called above a list of its articles: "Today", "Yesterday", "Sunday, 21
    /// December".
    pub fn day(&self, moment: Timestamp) -> String {
        let date = moment.to_zoned(self.now.time_zone().clone()).date();
        let today = self.now.date();
        if date == today {
            return "Today".to_owned();
        }
        if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
            return "Yesterday".to_owned();
        }
        let same_year = date.year() == today.year();
        date.strftime(if same_year { "%A, %-d %B" } else { "%A, %-d %B %Y" }).to_string()
    }

    fn short(&self, moment: Timestamp, local: &Zoned) -> String {
        let passed = self.passed(moment);
        match () {
            () if passed < SignedDuration::from_mins(1) => "now".to_owned(),
            () if passed < SignedDuration::from_hours(1) => format!("{} min", passed.as_mins()),
            () if passed < SignedDuration::from_hours(24) => format!("{} h", passed.as_hours()),
            () if passed < SignedDuration::from_hours(24 * 7) => {
                format!("{} d", passed.as_hours() / 24)
            }
            () => self.short_date(local),
        }
    }

    fn words(&self, moment: Timestamp, local: &Zoned) -> String {
        let passed = self.passed(moment);
        let (amount, ahead) = (passed.abs(), passed.is_negative());
        let told = match () {
            () if amount < SignedDuration::from_mins(1) => {
                return if ahead { "in a moment" } else { "just now" }.to_owned();
            }
            () if amount < SignedDuration::from_hours(1) => count(amount.as_mins(), "minute"),
            () if amount < SignedDuration::from_hours(24) => count(amount.as_hours(), "hour"),
            () if amount < SignedDuration::from_hours(24 * 7) => {
                count(amount.as_hours() / 24, "day")
            }
            () => return local.strftime("on %-d %B %Y").to_string(),
        };
        if ahead { format!("in {told}") } else { format!("{told} ago") }
    }

    fn short_date(&self, local: &Zoned) -> String {
        let same_year = local.year() == self.now.year();
        local.strftime(if same_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
    }

    fn passed(&self, moment: Timestamp) -> SignedDuration {
        self.now.timestamp().duration_since(moment)
    }
}

/// A number with its noun, which takes an s where the number is not one: "1 day", "3 days".
pub fn count(number: i64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number.unsigned_abs()))
}

/// A number with its thousands set apart: "12,408".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut told = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn when() -> When {
        When::new(at("2025-12-22T14:30:00Z"), &TimeZone::UTC)
    }

    #[test]
    fn moments_grow_coarser_with_age() {
        let short = |text: &str| when().tell(at(text)).short;
        assert_eq!(short("2025-12-22T14:29:30Z"), "now");
        assert_eq!(short("2025-12-22T14:25:00Z"), "5 min");
        assert_eq!(short("2025-12-22T12:00:00Z"), "2 h");
        assert_eq!(short("2025-12-19T12:00:00Z"), "3 d");
        assert_eq!(short("2025-12-01T12:00:00Z"), "1 Dec");
        assert_eq!(short("2024-12-01T12:00:00Z"), "1 Dec 2024");
    }

    #[test]
    fn a_moment_ahead_is_never_told_as_past() {
        assert_eq!(when().tell(at("2025-12-22T15:30:00Z")).words, "in 1 hour");
        assert_eq!(when().tell(at("2025-12-22T14:30:20Z")).words, "in a moment");
        assert_eq!(when().tell(at("2025-12-22T13:30:00Z")).words, "1 hour ago");
        assert_eq!(when().tell(at("2025-11-02T13:30:00Z")).words, "on 2 November 2025");
    }

    #[test]
    fn a_moment_is_told_by_the_outlets_clock_too() {
        let told = |offset| when().tell_with(at("2025-12-22T02:05:00Z"), offset).exact;
        assert!(told(Some(-18_000)).ends_with("02:05 UTC (21:05 at the outlet, UTC-05:00)"));
        assert!(told(Some(0)).ends_with("02:05 UTC"));
        assert!(told(None).ends_with("02:05 UTC"));
        assert!(told(Some(i32::MAX)).ends_with("02:05 UTC"), "no such clock");
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let east =
            When::new(at("2025-12-22T14:30:00Z"), &TimeZone::fixed(jiff::tz::Offset::constant(10)));
        assert_eq!(east.today(), "Tuesday, 23 December 2025");
        assert_eq!(east.day(at("2025-12-22T13:00:00Z")), "Yesterday");
        assert_eq!(when().day(at("2025-12-22T13:00:00Z")), "Today");
        assert_eq!(when().day(at("2025-12-14T13:00:00Z")), "Sunday, 14 December");
        assert_eq!(when().tell(at("2025-12-22T09:05:00Z")).clock, "09:05");
        assert_eq!(when().tell(at("2025-12-21T09:05:00Z")).clock, "21 Dec");
    }

    #[test]
    fn numbers_read_like_numbers() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(1, "feed"), "1 feed");
        assert_eq!(count(1500, "feed"), "1,500 feeds");
    }
}

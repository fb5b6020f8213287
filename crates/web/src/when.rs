//! Moments as people say them: "2 h" in a list, "2 hours ago" in a sentence, the date on hover.

use dateline_words::key;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::say::{plain, tongue};

const WEEKDAYS: [&str; 7] = [
    key!("date-monday"),
    key!("date-tuesday"),
    key!("date-wednesday"),
    key!("date-thursday"),
    key!("date-friday"),
    key!("date-saturday"),
    key!("date-sunday"),
];

const MONTHS: [&str; 12] = [
    key!("date-january"),
    key!("date-february"),
    key!("date-march"),
    key!("date-april"),
    key!("date-may"),
    key!("date-june"),
    key!("date-july"),
    key!("date-august"),
    key!("date-september"),
    key!("date-october"),
    key!("date-november"),
    key!("date-december"),
];

const SHORT_MONTHS: [&str; 12] = [
    key!("date-short-january"),
    key!("date-short-february"),
    key!("date-short-march"),
    key!("date-short-april"),
    key!("date-short-may"),
    key!("date-short-june"),
    key!("date-short-july"),
    key!("date-short-august"),
    key!("date-short-september"),
    key!("date-short-october"),
    key!("date-short-november"),
    key!("date-short-december"),
];

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
        full(self.now.date())
    }

    /// When the present day began.
    pub fn morning(&self) -> Timestamp {
        self.now.start_of_day().map_or(Timestamp::MIN, |morning| morning.timestamp())
    }

    /// A moment in all the ways that it may be told.
    pub fn tell(&self, moment: Timestamp) -> Moment {
        let local = moment.to_zoned(self.now.time_zone().clone());
        let time = local.strftime("%H:%M").to_string();
        let date = local.date();
        Moment {
            iso: moment.to_string(),
            exact: say!(
                "date-exact",
                weekday = weekday(date),
                day = date.day().to_string(),
                month = month(date),
                year = date.year().to_string(),
                time = time.as_str(),
                zone = local.strftime("%Z").to_string()
            ),
            short: self.short(moment, &local),
            words: self.words(moment, &local),
            clock: if date == self.now.date() { time.clone() } else { self.short_date(&local) },
            time,
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
                let exact = say!(
                    "date-exact-at-outlet",
                    exact = told.exact.as_str(),
                    time = local.strftime("%H:%M").to_string(),
                    offset = local.strftime("%:z").to_string()
                );
                Moment { exact, ..told }
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
            return say!("date-today");
        }
        if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
            return say!("date-yesterday");
        }
        if date.year() != today.year() {
            return full(date);
        }
        let (weekday, day, month) = (weekday(date), date.day().to_string(), month(date));
        say!("date-full-this-year", weekday = weekday, day = day, month = month)
    }

    fn short(&self, moment: Timestamp, local: &Zoned) -> String {
        let passed = self.passed(moment);
        match () {
            () if passed < SignedDuration::from_mins(1) => say!("date-now"),
            () if passed < SignedDuration::from_hours(1) => {
                say!("date-short-minutes", n = passed.as_mins())
            }
            () if passed < SignedDuration::from_hours(24) => {
                say!("date-short-hours", n = passed.as_hours())
            }
            () if passed < SignedDuration::from_hours(24 * 7) => {
                say!("date-short-days", n = passed.as_hours() / 24)
            }
            () => self.short_date(local),
        }
    }

    fn words(&self, moment: Timestamp, local: &Zoned) -> String {
        let passed = self.passed(moment);
        let (amount, ahead) = (passed.abs(), passed.is_negative());
        let (minutes, hours) = (amount.as_mins(), amount.as_hours());
        match (minutes, hours, ahead) {
            (0, _, true) => say!("date-in-moment"),
            (0, _, false) => say!("date-moment-ago"),
            (_, 0, true) => say!("date-in-minutes", n = minutes),
            (_, 0, false) => say!("date-minutes-ago", n = minutes),
            (_, 1..24, true) => say!("date-in-hours", n = hours),
            (_, 1..24, false) => say!("date-hours-ago", n = hours),
            (_, 24..168, true) => say!("date-in-days", n = hours / 24),
            (_, 24..168, false) => say!("date-days-ago", n = hours / 24),
            _ => {
                let (day, month, year) = parts(local.date());
                say!("date-on", day = day, month = month, year = year)
            }
        }
    }

    fn short_date(&self, local: &Zoned) -> String {
        let (day, _, year) = parts(local.date());
        let month = named(&SHORT_MONTHS, local.month());
        if local.year() == self.now.year() {
            say!("date-short-this-year", day = day, month = month)
        } else {
            say!("date-short", day = day, month = month, year = year)
        }
    }

    fn passed(&self, moment: Timestamp) -> SignedDuration {
        self.now.timestamp().duration_since(moment)
    }
}

/// A number with its thousands set apart: "12,408", "12.408".
pub fn grouped(number: u64) -> String {
    dateline_words::grouped(tongue(), number)
}

/// A day in a sentence: "on 14 December 2025".
pub fn on(date: Date) -> String {
    let (day, month, year) = parts(date);
    say!("date-on", day = day, month = month, year = year)
}

/// "Monday, 22 December 2025".
fn full(date: Date) -> String {
    let (day, month, year) = parts(date);
    say!("date-full", weekday = weekday(date), day = day, month = month, year = year)
}

/// "22 December 2025".
pub fn day_in_full(date: Date) -> String {
    let (day, month, year) = parts(date);
    say!("date-day", day = day, month = month, year = year)
}

/// "December 2025".
pub fn month_and_year(date: Date) -> String {
    let (_, month, year) = parts(date);
    say!("date-month", month = month, year = year)
}

fn parts(date: Date) -> (String, String, String) {
    (date.day().to_string(), month(date), date.year().to_string())
}

fn weekday(date: Date) -> String {
    named(&WEEKDAYS, date.weekday().to_monday_one_offset())
}

fn month(date: Date) -> String {
    named(&MONTHS, date.month())
}

/// The name with a number that counts from one.
fn named(keys: &[&str], number: i8) -> String {
    let index = usize::try_from(number).unwrap_or_default().saturating_sub(1);
    keys.get(index).map(|key| plain(key)).unwrap_or_default()
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
    fn a_german_reader_is_told_in_german() {
        crate::say::within(dateline_words::Tongue::German, || {
            let told = |text: &str| when().tell(at(text));
            assert_eq!(told("2025-12-22T12:00:00Z").words, "vor 2 Stunden");
            assert_eq!(told("2025-12-22T14:33:00Z").words, "in 3 Minuten");
            assert_eq!(told("2024-03-01T12:05:00Z").words, "am 1. März 2024");
            assert_eq!(told("2024-03-01T12:05:00Z").short, "1. März 2024");
            assert_eq!(told("2025-12-01T12:05:00Z").exact, "Montag, 1. Dezember 2025, 12:05 UTC");
            assert_eq!(when().day(at("2025-12-21T13:00:00Z")), "Gestern");
            assert_eq!(grouped(1_234_567), "1.234.567");
        });
    }

    #[test]
    fn numbers_read_like_numbers() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}

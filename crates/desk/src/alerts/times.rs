//! The times of the day at which digests are sent.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::at_once;

/// More times a day than these are no digest.
const MOST: usize = 12;

/// Reads times of the day as people write them, `7:00, 18:30` or `7 18`; `None` if something is no
/// time. In order, each once.
pub fn parse_times(text: &str) -> Option<Vec<String>> {
    let words = text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty());
    let mut times = words.map(time).collect::<Option<Vec<Time>>>()?;
    times.sort_unstable();
    times.dedup();
    times.truncate(MOST);
    Some(times.iter().map(|time| format!("{:02}:{:02}", time.hour(), time.minute())).collect())
}

fn time(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(':').unwrap_or((word, "0"));
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// When what is found now is told: at the next of these times, or at once where there are none.
pub(crate) fn next_time(times: &[String], zone: &TimeZone, now: Timestamp) -> Timestamp {
    let times: Vec<Time> = times.iter().filter_map(|word| time(word)).collect();
    let here = now.to_zoned(zone.clone());
    let days = [Some(here.date()), here.date().checked_add(1.day()).ok()];
    let moments = days.into_iter().flatten().flat_map(|day| {
        times.iter().filter_map(move |time| {
            let local = day.to_datetime(*time);
            // A time that the change to summer time leaves out is the moment just after.
            local.to_zoned(zone.clone()).ok().map(|moment| moment.timestamp())
        })
    });
    moments.filter(|moment| *moment > now).min().unwrap_or_else(|| at_once(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(parse_times("18:30, 7").unwrap(), ["07:00", "18:30"]);
        assert_eq!(parse_times("7 7:00").unwrap(), ["07:00"]);
        assert_eq!(parse_times("").unwrap(), Vec::<String>::new());
        for odd in ["25:00", "noon", "7:60", "-1", "7:00:00"] {
            assert_eq!(parse_times(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_digest_comes_at_the_next_of_its_times_where_its_reader_is() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let times = ["07:00".to_owned(), "18:00".to_owned()];
        let next = |now: &str| next_time(&times, &berlin, at(now));
        assert_eq!(next("2026-01-10T05:59:00Z"), at("2026-01-10T06:00:00Z"));
        assert_eq!(next("2026-01-10T06:00:00Z"), at("2026-01-10T17:00:00Z"));
        assert_eq!(next("2026-01-10T17:30:00Z"), at("2026-01-11T06:00:00Z"));
        assert_eq!(next("2026-07-10T17:30:00Z"), at("2026-07-11T05:00:00Z"));
    }

    #[test]
    fn without_times_it_comes_at_once() {
        let now = at("2026-01-10T06:00:00Z");
        assert_eq!(next_time(&[], &TimeZone::UTC, now), at_once(now));
    }
}

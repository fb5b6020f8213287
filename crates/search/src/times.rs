//! A histogram over time.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Unit};

use crate::gather::{QUARTER, Quarters};
use crate::request::{Bar, Step};

/// So many bars at the most: as many as there is room for.
const MOST: i64 = 62;

/// The bars for articles counted by quarters of an hour.
pub fn bars(quarters: &Quarters, zone: &TimeZone) -> (Vec<Bar>, Step) {
    let found = quarters.counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let found = found.map(|(at, count)| {
        ((quarters.first + i64::try_from(at).unwrap_or(0)) * QUARTER, u64::from(*count))
    });
    let at = |seconds: i64| Timestamp::from_second(seconds).ok();
    let ends = found.clone().next().zip(found.clone().next_back());
    let Some((first, last)) = ends.and_then(|((a, _), (b, _))| at(a).zip(at(b))) else {
        return (Vec::new(), Step::Day);
    };
    let step = step(first, last);
    let mut bars: Vec<Bar> = Vec::new();
    let mut from = beginning(first, step, zone);
    let mut end = i64::MIN;
    for (seconds, count) in found {
        // Empty bars stand between.
        while end <= seconds {
            let Some(start) = from else { return (bars, step) };
            let until = next(start, step, zone).filter(|until| *until > start);
            from = until;
            let Some(until) = until else { return (bars, step) };
            bars.push(Bar { from: start, until, articles: 0 });
            end = until.as_second();
        }
        if let Some(bar) = bars.last_mut() {
            bar.articles += count;
        }
    }
    // Dates that no article can have are not worth a thousand empty bars.
    let too_many = bars.len().saturating_sub(usize::try_from(MOST).unwrap_or(0));
    bars.drain(..too_many);
    (bars, step)
}

fn step(first: Timestamp, last: Timestamp) -> Step {
    let hours = (last.as_second() - first.as_second()) / 3600 + 1;
    let steps = [(Step::Hour, 1), (Step::Day, 24), (Step::Week, 24 * 7), (Step::Month, 24 * 30)];
    // One more, since the first may begin before the first article.
    let fits = steps.into_iter().find(|(_, length)| hours / length + 2 <= MOST);
    fits.map_or(Step::Year, |(step, _)| step)
}

fn beginning(at: Timestamp, step: Step, zone: &TimeZone) -> Option<Timestamp> {
    let local = at.to_zoned(zone.clone());
    let day = local.date();
    let first = match step {
        Step::Hour => {
            return local
                .round(jiff::ZonedRound::new().smallest(Unit::Hour).mode(jiff::RoundMode::Trunc))
                .ok()
                .map(|hour| hour.timestamp());
        }
        Step::Day => day,
        Step::Week => {
            let since = i64::from(Weekday::Monday.until(day.weekday()));
            day.checked_sub(since.days()).ok()?
        }
        Step::Month => day.first_of_month(),
        Step::Year => day.first_of_year(),
    };
    start(first, zone)
}

fn next(from: Timestamp, step: Step, zone: &TimeZone) -> Option<Timestamp> {
    let span: Span = match step {
        Step::Hour => return from.checked_add(1.hour()).ok(),
        Step::Day => 1.day(),
        Step::Week => 1.week(),
        Step::Month => 1.month(),
        Step::Year => 1.year(),
    };
    start(from.to_zoned(zone.clone()).date().checked_add(span).ok()?, zone)
}

fn start(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_zoned(zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(times: &[(&str, u32)]) -> Quarters {
        let quarter = |time: &str| time.parse::<Timestamp>().unwrap().as_second() / QUARTER;
        let first = quarter(times[0].0);
        let mut counts =
            vec![0; usize::try_from(quarter(times[times.len() - 1].0) - first).unwrap() + 1];
        for (time, count) in times {
            counts[usize::try_from(quarter(time) - first).unwrap()] += count;
        }
        Quarters { first, counts }
    }

    #[test]
    fn days_begin_where_the_reader_is_and_empty_ones_stand_between() {
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let counts = counted(&[
            ("2025-12-01T18:15:00Z", 1),
            ("2025-12-01T18:30:00Z", 2),
            ("2025-12-04T20:00:00Z", 4),
        ]);
        let (bars, step) = bars(&counts, &zone);
        assert_eq!(step, Step::Day);
        let days: Vec<(String, u64)> = bars
            .iter()
            .map(|bar| (bar.from.to_zoned(zone.clone()).date().to_string(), bar.articles))
            .collect();
        let expected = [("01", 1), ("02", 2), ("03", 0), ("04", 0), ("05", 4)];
        assert_eq!(days, expected.map(|(day, count)| (format!("2025-12-{day}"), count)));
    }

    #[test]
    fn a_long_time_has_long_bars() {
        for (last, step) in [
            ("2025-01-01T20:00:00Z", Step::Hour),
            ("2025-02-15T00:00:00Z", Step::Day),
            ("2025-12-01T00:00:00Z", Step::Week),
            ("2028-01-01T00:00:00Z", Step::Month),
            ("2050-01-01T00:00:00Z", Step::Year),
        ] {
            let counts = counted(&[("2025-01-01T00:00:00Z", 1), (last, 1)]);
            let (bars, found) = bars(&counts, &TimeZone::UTC);
            assert_eq!(found, step, "{last}");
            assert!(bars.len() as i64 <= MOST && bars.len() > 2, "{last}");
            assert_eq!(bars.iter().map(|bar| bar.articles).sum::<u64>(), 2);
            assert!(bars.windows(2).all(|pair| pair[0].until == pair[1].from));
        }
    }

    #[test]
    fn without_articles_there_are_no_bars() {
        assert_eq!(bars(&Quarters::default(), &TimeZone::UTC).0, []);
    }
}

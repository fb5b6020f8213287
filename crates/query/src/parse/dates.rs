//! Days and spans of time, in the reader's zone.

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use super::Context;
use crate::query::When;

/// Whether a clause of this name is about time.
pub(crate) fn is_name(name: &str) -> bool {
    matches!(name, "date" | "after" | "since" | "before" | "newer" | "older")
}

/// What a clause takes, for whoever gave it something else.
pub(crate) fn hint(name: &str) -> &'static str {
    match name {
        "newer" | "older" => "a span of time is written like 12h, 3d, 2w, 6m or 1y",
        _ => "a date is written like 2025-12-29, 2025-12, 2025, today or monday",
    }
}

/// The span of time of a clause; `value` in lower case.
pub(crate) fn when(name: &str, value: &str, context: &Context) -> Option<When> {
    let (from, until, said) = match name {
        "date" => match value.split_once("..") {
            Some((first, last)) => {
                let (first, last) = (days(first, context)?, days(last, context)?);
                let said = format!("from {} to {}", first.said, last.said);
                (Some(first.start), Some(last.end), said)
            }
            None => {
                let days = days(value, context)?;
                (Some(days.start), Some(days.end), format!("{} {}", days.preposition, days.said))
            }
        },
        "after" | "since" => {
            let days = days(value, context)?;
            (Some(days.start), None, format!("since {}", days.said))
        }
        "before" => {
            let days = days(value, context)?;
            (None, Some(days.start), format!("before {}", days.said))
        }
        "newer" | "older" => {
            let (moment, said) = ago(value, context)?;
            if name == "newer" {
                (Some(moment), None, format!("of the last {said}"))
            } else {
                (None, Some(moment), format!("older than {said}"))
            }
        }
        _ => return None,
    };
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        return None;
    }
    Some(When { from, until, clause: format!("{name}:{value}"), said })
}

/// A day, a month or a year.
struct Days {
    start: Timestamp,
    end: Timestamp,
    said: String,
    preposition: &'static str,
}

fn days(value: &str, context: &Context) -> Option<Days> {
    let today = context.now.to_zoned(context.zone.clone()).date();
    let weekday = || weekday(value).and_then(|weekday| last(weekday, today));
    let day = match value {
        "today" => Some((today, "today".to_owned(), "of")),
        "yesterday" => Some((today.yesterday().ok()?, "yesterday".to_owned(), "of")),
        _ => weekday().map(|day| (day, capital(value), "of")),
    };
    if let Some((day, said, preposition)) = day {
        return span(day, 1.day(), said, preposition, &context.zone);
    }
    let mut numbers = value.split(['-', '/', '.']).map(number);
    let year: i16 = numbers.next()??;
    if !(1000..=9998).contains(&year) {
        return None;
    }
    let month = numbers.next();
    let day = numbers.next();
    if numbers.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => span(date(year, 1, 1), 1.year(), year.to_string(), "of", &context.zone),
        (Some(month), None) => {
            let first = Date::new(year, i8::try_from(month?).ok()?, 1).ok()?;
            let said = first.strftime("%B %Y").to_string();
            span(first, 1.month(), said, "of", &context.zone)
        }
        (Some(month), Some(day)) => {
            let day = i8::try_from(day?).ok()?;
            let day = Date::new(year, i8::try_from(month?).ok()?, day).ok()?;
            let said = day.strftime("%-d %B %Y").to_string();
            span(day, 1.day(), said, "of", &context.zone)
        }
    }
}

fn number(digits: &str) -> Option<i16> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().ok()).flatten()
}

fn span(
    first: Date,
    length: Span,
    said: String,
    preposition: &'static str,
    zone: &TimeZone,
) -> Option<Days> {
    let start = first.to_zoned(zone.clone()).ok()?.timestamp();
    let end = first.checked_add(length).ok()?.to_zoned(zone.clone()).ok()?.timestamp();
    Some(Days { start, end, said, preposition })
}

fn weekday(value: &str) -> Option<Weekday> {
    Some(match value {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The last day of that name, which may be today.
fn last(weekday: Weekday, today: Date) -> Option<Date> {
    let since = weekday.until(today.weekday());
    today.checked_sub(i64::from(since).days()).ok()
}

fn capital(value: &str) -> String {
    let full = match value {
        "mon" => "monday",
        "tue" => "tuesday",
        "wed" => "wednesday",
        "thu" => "thursday",
        "fri" => "friday",
        "sat" => "saturday",
        "sun" => "sunday",
        other => other,
    };
    let mut letters = full.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn ago(value: &str, context: &Context) -> Option<(Timestamp, String)> {
    let unit = value.chars().last()?;
    let count: i32 = value.strip_suffix(unit)?.parse().ok().filter(|count| *count > 0)?;
    if count > 9999 {
        return None;
    }
    let (span, name) = match unit {
        'h' => (count.hours(), "hour"),
        'd' => (count.days(), "day"),
        'w' => (count.weeks(), "week"),
        'm' => (count.months(), "month"),
        'y' => (count.years(), "year"),
        _ => return None,
    };
    let moment = context.now.to_zoned(context.zone.clone()).checked_sub(span).ok()?.timestamp();
    let said = if count == 1 { name.to_owned() } else { format!("{count} {name}s") };
    Some((moment, said))
}

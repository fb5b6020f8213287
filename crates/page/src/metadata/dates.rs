//! Dates as pages write them: in fields made for machines, in prose, in addresses.

mod clock;
mod months;
mod prose;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

use crate::{LocalDate, PageDate};

pub(crate) use months::month;
pub(crate) use prose::{first, mentions};

/// A date with as much of its time as the page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The day on the calendar of whoever wrote it.
    pub day: Date,
    /// The moment, where a time and a zone stood beside the day.
    pub moment: Option<Timestamp>,
    /// How far the writer's clock is from UTC; absent for `Z` too, since publishing systems that
    /// convert to UTC write that wherever they stand.
    pub offset: Option<Offset>,
    /// The wall clock, where a time stood beside the day.
    pub clock: Option<DateTime>,
    /// The other reading of `03/04/2025`.
    pub swapped: Option<Date>,
    /// The month was read before the day.
    pub month_first: bool,
}

impl Stamp {
    /// A day and nothing more.
    pub fn of_day(day: Date) -> Self {
        Self { day, moment: None, offset: None, clock: None, swapped: None, month_first: false }
    }

    fn of_moment(moment: Timestamp, offset: Option<Offset>) -> Self {
        let wall = offset.unwrap_or(Offset::UTC).to_datetime(moment);
        Self { moment: Some(moment), offset, clock: Some(wall), ..Self::of_day(wall.date()) }
    }

    /// The date as the page's readers are told it.
    pub fn date(self) -> PageDate {
        self.moment.map_or(PageDate::Day(self.day), PageDate::Moment)
    }

    /// The same on the outlet's own calendar.
    pub fn local(self) -> LocalDate {
        LocalDate { day: self.day, offset: self.offset }
    }
}

/// The web began in 1989, and nobody publishes far ahead.
fn plausible(year: i16) -> bool {
    (1989..=2099).contains(&year)
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    plausible(year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// A date in a field made for dates; a time without a zone keeps only its day.
pub(crate) fn parse(text: &str) -> Option<Stamp> {
    let text = text.trim().trim_matches('"');
    if text.len() < 6 || text.len() > 120 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text);
    }
    // `2025-12-29 10:00:00 +0100` is written by many; the standard wants no blank before the zone.
    let joined = text.replacen(" +", "+", 1).replacen(" -", "-", 1);
    let moment = [text, joined.as_str()].into_iter().find_map(|text| {
        let moment = text.parse::<Timestamp>().ok()?;
        Some(Stamp::of_moment(moment, offset_of(text)))
    });
    if let Some(stamp) = moment {
        return plausible(stamp.day.year()).then_some(stamp);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        let offset = Some(zoned.offset()).filter(|offset| *offset != Offset::UTC);
        return plausible(zoned.year()).then(|| Stamp::of_moment(zoned.timestamp(), offset));
    }
    if let Ok(wall) = text.parse::<DateTime>()
        && plausible(wall.year())
        && text.contains(':')
    {
        return Some(Stamp { clock: Some(wall), ..Stamp::of_day(wall.date()) });
    }
    if let Ok(date) = text.parse::<Date>() {
        return plausible(date.year()).then_some(Stamp::of_day(date));
    }
    first(text)
}

/// The offset at the end of an RFC 3339 text, unless it is that of UTC.
fn offset_of(text: &str) -> Option<Offset> {
    let sign = text.rfind(['+', '-'])?;
    let (digits, after) = (text.get(sign + 1..)?.replace(':', ""), text.get(..sign)?);
    if !after.contains(':') || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 =
        digits.get(2..).filter(|rest| !rest.is_empty()).unwrap_or("0").parse().ok()?;
    let seconds = (hours * 60 + minutes) * 60;
    let seconds = if text.get(sign..=sign) == Some("-") { -seconds } else { seconds };
    Offset::from_seconds(seconds).ok().filter(|offset| *offset != Offset::UTC)
}

/// Unix seconds, Unix milliseconds, or `20251229` with or without a time.
fn digits(text: &str) -> Option<Stamp> {
    let number: i64 = text.parse().ok()?;
    let moment = match text.len() {
        8 | 12 | 14 => {
            let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
            let found = day(part(0, 4)?, part(4, 6)? as i8, part(6, 8)? as i8)?;
            return Some(Stamp::of_day(found));
        }
        10 => Timestamp::from_second(number).ok()?,
        13 => Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    plausible(moment.to_zoned(TimeZone::UTC).year()).then(|| Stamp::of_moment(moment, None))
}

/// The date that an address carries in its path: `/2025/12/29/`, `/2025-12-29-`, `/20251229/`,
/// `/2025/dec/29/`.
pub(crate) fn in_path(path: &str) -> Option<Date> {
    let numbers: Vec<&str> = path.split(|letter: char| !letter.is_ascii_digit()).collect();
    let full = numbers.windows(3).find_map(|window| {
        let [year, month, number] = window else { return None };
        if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&number.len()) {
            return None;
        }
        day(year.parse().ok()?, month.parse().ok()?, number.parse().ok()?)
    });
    full.or_else(|| {
        let eight = numbers.iter().find(|number| number.len() == 8)?;
        digits(eight).map(|stamp| stamp.day)
    })
    .or_else(|| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.windows(3).find_map(|window| {
            let [year, name, number] = window else { return None };
            day(prose::year_number(year)?, month(name)?, prose::day_number(number)?)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        parse(text).map(|stamp| stamp.date().to_string())
    }

    #[test]
    fn fields() {
        assert_eq!(shown("2025-12-29T10:00:00+02:00").as_deref(), Some("2025-12-29T08:00:00Z"));
        assert_eq!(shown("2025-12-29T10:00:00+0200").as_deref(), Some("2025-12-29T08:00:00Z"));
        assert_eq!(shown("2025-12-29 10:00:00 +0200").as_deref(), Some("2025-12-29T08:00:00Z"));
        assert_eq!(shown("2025-12-29 10:00:00").as_deref(), Some("2025-12-29"));
        assert_eq!(shown("Mon, 29 Dec 2025 10:00:00 GMT").as_deref(), Some("2025-12-29T10:00:00Z"));
        assert_eq!(shown("20251229").as_deref(), Some("2025-12-29"));
        assert_eq!(shown("1767000000").as_deref(), Some("2025-12-29T09:20:00Z"));
        assert_eq!(shown("today"), None);
    }

    #[test]
    fn a_zone_is_kept_but_zulu_is_no_place() {
        let stamp = parse("2025-12-29T22:30:00-05:00").expect("a date");
        assert_eq!(stamp.offset.map(|offset| offset.to_string()).as_deref(), Some("-05"));
        assert_eq!(stamp.day.to_string(), "2025-12-29");
        assert_eq!(parse("2025-12-29T22:30:00Z").and_then(|stamp| stamp.offset), None);
        assert_eq!(parse("2025-12-29T22:30:00+00:00").and_then(|stamp| stamp.offset), None);
    }

    #[test]
    fn paths() {
        for path in ["/2025/12/29/x", "/a/2025-12-29-x.html", "/news/20251229/x", "/2025/dec/29/x"]
        {
            assert_eq!(in_path(path).map(|d| d.to_string()).as_deref(), Some("2025-12-29"));
        }
        assert_eq!(in_path("/article/12345678901"), None);
    }
}

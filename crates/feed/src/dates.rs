//! The dates of feeds: RFC 822 and 2822, RFC 3339, W3CDTF, ISO 8601, asctime, and what publishers
//! make of them, in several languages.

mod calendar;
mod clock;
mod fast;
mod names;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use calendar::Fields;
use clock::Reading;

const LONGEST: usize = 100;

/// Reads a date as feeds write it; `None` for what is none.
///
/// A date without a time means its first moment, a time without a zone means UTC, except where
/// the language implies a zone (Korean). 24:00 is the end of its day, a leap second its last second.
pub fn parse_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    fast::read(text).or_else(|| unix_seconds(text)).or_else(|| read_any(text))
}

fn read_any(text: &str) -> Option<Timestamp> {
    let words = names::normalise(text);
    let mut fields = Fields::default();
    let mut reading = Reading::default();
    for word in words.split_whitespace() {
        take(word, &mut fields, &mut reading)?;
    }
    let date = fields.date()?;
    let (time, next_day) = reading.time()?;
    let date = if next_day { date.tomorrow().ok()? } else { date };
    moment(date, time, reading.offset_seconds.unwrap_or_else(|| names::implied_offset(text)))
}

fn moment(date: Date, time: Time, offset: i64) -> Option<Timestamp> {
    let local = date.to_datetime(time);
    let utc = jiff::tz::Offset::UTC.to_timestamp(local).ok()?;
    utc.checked_sub(jiff::SignedDuration::from_secs(offset)).ok()
}

/// Seconds or milliseconds since 1970; shorter numbers are compact dates.
fn unix_seconds(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    match text.len() {
        9 | 10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// Takes in one word of the text; `None` where it has no place in a date.
fn take(word: &str, fields: &mut Fields, reading: &mut Reading) -> Option<()> {
    if let Some((date, time)) = split_at_t(word) {
        fields.compound(date)?;
        return reading.clock(time);
    }
    let first = word.chars().next()?;
    if word.contains(':') && first.is_ascii_digit() {
        return reading.clock(word);
    }
    if matches!(first, '+' | '-') && reading.seen() {
        return reading.zone(word);
    }
    if first.is_ascii_digit() || first == '-' {
        return fields.compound(word).or_else(|| reading.bare_hour(word));
    }
    if reading.seen() && names::zone(word).is_some() {
        return reading.zone(word);
    }
    if names::is_filler(word) || names::is_weekday(word) {
        return Some(());
    }
    if let Some(month) = names::month(word) {
        // Three letters of Tuesday in Romance languages are those of March.
        return fields.month(month, word.trim_end_matches('.') == "mar");
    }
    if let Some(afternoon) = names::half_of_day(word) {
        reading.afternoon = Some(afternoon);
        return Some(());
    }
    if reading.seen() { reading.zone(word) } else { fields.compound(word) }
}

/// Splits `2004-07-13t9:15` and `20040713t091500`; a date of letters is left alone.
fn split_at_t(word: &str) -> Option<(&str, &str)> {
    let mut before = ' ';
    for (at, c) in word.char_indices() {
        let after = word.get(at + c.len_utf8()..)?.chars().next();
        if c == 't' && before.is_ascii_digit() && after.is_some_and(|a| a.is_ascii_digit()) {
            return Some((word.get(..at)?, word.get(at + 1..)?));
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests;

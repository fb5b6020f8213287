//! Times of day and zones.

use jiff::civil::Time;

use super::names;

/// What was read of a time so far.
#[derive(Debug, Default)]
pub(super) struct Reading {
    clock: Option<(u8, u8, u8, u32)>,
    /// Seconds east of Greenwich.
    pub(super) offset_seconds: Option<i64>,
    /// Whether the hours are those of the afternoon, where only twelve are counted.
    pub(super) afternoon: Option<bool>,
}

impl Reading {
    pub(super) fn seen(&self) -> bool {
        self.clock.is_some()
    }

    /// The time, and whether it belongs to the next day; midnight where none was read.
    pub(super) fn time(&self) -> Option<(Time, bool)> {
        let Some((hour, minute, second, nanos)) = self.clock else {
            return Some((Time::midnight(), false));
        };
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let whole_day = hour == 24 && minute == 0 && second == 0;
        let hour = if whole_day { 0 } else { hour };
        let second = second.min(59 + u8::from(second > 60));
        let time = Time::new(
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
            i8::try_from(second).ok()?,
            i32::try_from(nanos).ok()?,
        );
        Some((time.ok()?, whole_day))
    }

    /// Reads `9:15`, `09:15:00.5`, `091500`, with a zone or a half of the day right behind.
    pub(super) fn clock(&mut self, word: &str) -> Option<()> {
        if self.clock.is_some() {
            return None;
        }
        let end = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','));
        let (clock, behind) = word.split_at(end.unwrap_or(word.len()));
        let (clock, fraction) = match clock.split_once(['.', ',']) {
            Some((clock, fraction)) => (clock, fraction),
            None => (clock, ""),
        };
        let parts: Vec<&str> = clock.split(':').collect();
        let compact = parts.len() == 1;
        let (hour, minute, second) = match parts.as_slice() {
            [h, m] => (*h, *m, "0"),
            [h, m, s] => (*h, *m, *s),
            [all] if all.len() == 6 => (all.get(..2)?, all.get(2..4)?, all.get(4..)?),
            [all] if all.len() == 4 => (all.get(..2)?, all.get(2..)?, "0"),
            [all] if all.len() == 2 => (*all, "0", "0"),
            _ => return None,
        };
        if !compact && [hour, minute, second].iter().any(|p| p.is_empty() || p.len() > 2) {
            return None;
        }
        self.clock = Some((
            hour.parse().ok()?,
            minute.parse().ok()?,
            second.parse().ok()?,
            nanos(fraction)?,
        ));
        match behind {
            "" => Some(()),
            _ => match names::half_of_day(behind) {
                Some(afternoon) => {
                    self.afternoon = Some(afternoon);
                    Some(())
                }
                None => self.zone(behind),
            },
        }
    }

    /// Reads the hour of “11 pm” style times: the number alone, once a date is complete.
    pub(super) fn bare_hour(&mut self, word: &str) -> Option<()> {
        let end = word.find(|c: char| !c.is_ascii_digit())?;
        let (hour, behind) = word.split_at(end);
        let afternoon = names::half_of_day(behind)?;
        self.clock = Some((hour.parse().ok()?, 0, 0, 0));
        self.afternoon = Some(afternoon);
        Some(())
    }

    /// Reads `+01:00`, `-0800`, `z`, `est`, `gmt+2`; a second zone must not contradict the first.
    pub(super) fn zone(&mut self, word: &str) -> Option<()> {
        let word = word.trim_start_matches('(').trim_end_matches(')');
        if word.is_empty() {
            return Some(());
        }
        let offset = match word.find(['+', '-']) {
            Some(0) => offset(word)?,
            Some(at) => names::zone(word.get(..at)?)? + offset(word.get(at..)?)?,
            None => names::zone(word)?,
        };
        self.offset_seconds.get_or_insert(offset);
        Some(())
    }
}

fn nanos(fraction: &str) -> Option<u32> {
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    digits.parse().ok()
}

/// `+hhmm`, `-hh:mm`, `+h`, `+hh:mm:ss`, in seconds.
fn offset(word: &str) -> Option<i64> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, word.strip_prefix('+')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((h, m)) => (h, m.split(':').next()?),
        None => match digits.len() {
            1 | 2 => (digits, "0"),
            3 => (digits.get(..1)?, digits.get(1..)?),
            4 => (digits.get(..2)?, digits.get(2..)?),
            _ => return None,
        },
    };
    if !hours.bytes().chain(minutes.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then(|| sign * (hours * 3600 + minutes * 60))
}

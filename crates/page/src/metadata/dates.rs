//! Dates as pages write them.

use jiff::{Timestamp, civil::Date};

use crate::PageDate;

/// Months by the first letters that tell them apart, in the languages of most outlets.
const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("jan", 1),
    ("janvier", 1),
    ("januar", 1),
    ("enero", 1),
    ("gennaio", 1),
    ("januari", 1),
    ("janeiro", 1),
    ("february", 2),
    ("feb", 2),
    ("février", 2),
    ("februar", 2),
    ("febrero", 2),
    ("febbraio", 2),
    ("februari", 2),
    ("fevereiro", 2),
    ("march", 3),
    ("mar", 3),
    ("mars", 3),
    ("märz", 3),
    ("marzo", 3),
    ("maart", 3),
    ("março", 3),
    ("april", 4),
    ("apr", 4),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("maggio", 5),
    ("mei", 5),
    ("maio", 5),
    ("june", 6),
    ("jun", 6),
    ("juin", 6),
    ("juni", 6),
    ("junio", 6),
    ("giugno", 6),
    ("junho", 6),
    ("july", 7),
    ("jul", 7),
    ("juillet", 7),
    ("juli", 7),
    ("julio", 7),
    ("luglio", 7),
    ("julho", 7),
    ("august", 8),
    ("aug", 8),
    ("août", 8),
    ("agosto", 8),
    ("augustus", 8),
    ("augusti", 8),
    ("september", 9),
    ("sep", 9),
    ("sept", 9),
    ("septembre", 9),
    ("septiembre", 9),
    ("settembre", 9),
    ("setembro", 9),
    ("october", 10),
    ("oct", 10),
    ("octobre", 10),
    ("oktober", 10),
    ("octubre", 10),
    ("ottobre", 10),
    ("outubro", 10),
    ("okt", 10),
    ("november", 11),
    ("nov", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("novembro", 11),
    ("december", 12),
    ("dec", 12),
    ("décembre", 12),
    ("dezember", 12),
    ("diciembre", 12),
    ("dicembre", 12),
    ("dezembro", 12),
    ("dez", 12),
];

fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    MONTHS.iter().find(|(name, _)| *name == lower).map(|(_, number)| *number)
}

/// The web began in 1989, and nobody publishes far ahead.
fn plausible(year: i16) -> bool {
    (1989..=2099).contains(&year)
}

fn day(year: i16, month: i8, day: i8) -> Option<PageDate> {
    if !plausible(year) {
        return None;
    }
    Date::new(year, month, day).ok().map(PageDate::Day)
}

/// A date in a field made for dates; a time without a zone is left out rather than guessed.
pub(crate) fn parse(text: &str) -> Option<PageDate> {
    let text = text.trim().trim_matches('"');
    if text.len() < 6 || text.len() > 120 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text);
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return plausible(moment.to_zoned(jiff::tz::TimeZone::UTC).year())
            .then_some(PageDate::Moment(moment));
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return plausible(zoned.year()).then_some(PageDate::Moment(zoned.timestamp()));
    }
    if let Ok(date) = text.parse::<Date>() {
        return plausible(date.year()).then_some(PageDate::Day(date));
    }
    find(text)
}

/// Unix seconds, Unix milliseconds, or `20251229` with or without a time.
fn digits(text: &str) -> Option<PageDate> {
    let number: i64 = text.parse().ok()?;
    let moment = match text.len() {
        8 | 12 | 14 => {
            let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
            return day(part(0, 4)?, part(4, 6)? as i8, part(6, 8)? as i8);
        }
        10 => Timestamp::from_second(number).ok()?,
        13 => Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    Some(PageDate::Moment(moment))
}

/// The first date written out in a line of prose.
pub(crate) fn find(text: &str) -> Option<PageDate> {
    let words: Vec<&str> = text
        .split(|letter: char| {
            letter.is_whitespace() || matches!(letter, ',' | '|' | '(' | ')' | '•' | '·' | ';')
        })
        .filter(|word| !word.is_empty())
        .collect();
    for (at, word) in words.iter().enumerate() {
        if let Some(found) = numeric(word) {
            return Some(found);
        }
        let Some(month) = month(word.trim_matches('.')) else { continue };
        let number = |index: Option<usize>| index.and_then(|index| words.get(index)).copied();
        let before = number(at.checked_sub(1)).and_then(day_number).or_else(|| {
            let preposition = matches!(number(at.checked_sub(1)), Some("de" | "of"));
            preposition.then(|| number(at.checked_sub(2)).and_then(day_number)).flatten()
        });
        let skip = usize::from(matches!(number(Some(at + 1)), Some("de" | "of")));
        let after = number(Some(at + 1)).and_then(day_number);
        let next_year = number(Some(at + 1 + skip)).and_then(year_number);
        let later_year = number(Some(at + 2)).and_then(year_number);
        if let (Some(number), Some(year)) = (before, next_year) {
            return day(year, month, number);
        }
        if let (Some(number), Some(year)) = (after, later_year) {
            return day(year, month, number);
        }
        // 2025 December 29
        let earlier_year = number(at.checked_sub(1)).and_then(year_number);
        if let (Some(number), Some(year)) = (after, earlier_year) {
            return day(year, month, number);
        }
    }
    None
}

fn day_number(word: &str) -> Option<i8> {
    let trimmed = word.trim_matches('.');
    let digits =
        trimmed.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == 'º');
    let suffix = trimmed.get(digits.len()..)?;
    if !matches!(suffix.to_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th" | "er" | "º") {
        return None;
    }
    digits.parse().ok().filter(|number| (1..=31).contains(number))
}

fn year_number(word: &str) -> Option<i16> {
    let digits = word.trim_matches(|letter: char| !letter.is_ascii_digit());
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| plausible(*year))
}

/// `2025-12-29`, `2025/12/29`, `29.12.2025`, `12/29/2025`.
fn numeric(word: &str) -> Option<PageDate> {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_digit());
    let date = word.split('T').next()?;
    let separator = date.chars().find(|letter| !letter.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<i16> =
        date.split(separator).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    if a > 1900 {
        return day(a, i8::try_from(b).ok()?, i8::try_from(c).ok()?);
    }
    let year = if (10..=99).contains(&c) && separator != '-' { 2000 + c } else { c };
    let (first, second) = (i8::try_from(a).ok()?, i8::try_from(b).ok()?);
    // Only outlets of the United States put the month first, and they write slashes.
    let month_first = separator == '/' && first <= 12;
    if month_first { day(year, first, second) } else { day(year, second, first) }
}

/// The date that an address carries in its path: `/2025/12/29/`, `/2025-12-29-`, `/20251229/`.
pub(crate) fn in_path(path: &str) -> Option<PageDate> {
    let numbers: Vec<&str> = path.split(|letter: char| !letter.is_ascii_digit()).collect();
    let full = numbers.windows(3).find_map(|window| {
        let [year, month, number] = window else { return None };
        if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&number.len()) {
            return None;
        }
        day(year.parse().ok()?, month.parse().ok()?, number.parse().ok()?)
    });
    full.or_else(|| {
        numbers.iter().find(|number| number.len() == 8).and_then(|number| digits(number))
    })
    .or_else(|| {
        // /2025/dec/29/
        let parts: Vec<&str> = path.split('/').collect();
        parts.windows(3).find_map(|window| {
            let [year, name, number] = window else { return None };
            day(year_number(year)?, month(name)?, day_number(number)?)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        parse(text).map(|date| date.to_string())
    }

    #[test]
    fn fields() {
        assert_eq!(shown("2025-12-29T10:00:00+02:00").as_deref(), Some("2025-12-29T08:00:00Z"));
        assert_eq!(shown("2025-12-29T10:00:00+0200").as_deref(), Some("2025-12-29T08:00:00Z"));
        assert_eq!(shown("2025-12-29 10:00:00").as_deref(), Some("2025-12-29"));
        assert_eq!(shown("Mon, 29 Dec 2025 10:00:00 GMT").as_deref(), Some("2025-12-29T10:00:00Z"));
        assert_eq!(shown("20251229").as_deref(), Some("2025-12-29"));
        assert_eq!(shown("1767000000").as_deref(), Some("2025-12-29T09:20:00Z"));
        assert_eq!(shown("today"), None);
    }

    #[test]
    fn prose() {
        for text in [
            "Published December 29, 2025 at 4 pm",
            "29 Dec. 2025",
            "29th of December 2025",
            "29. Dezember 2025",
            "29 de diciembre de 2025",
            "Updated: 12/29/2025",
            "29.12.2025 10:15",
            "2025/12/29",
        ] {
            assert_eq!(find(text).map(|d| d.to_string()).as_deref(), Some("2025-12-29"), "{text}");
        }
        assert_eq!(find("The may 12 people of 300"), None);
    }

    #[test]
    fn paths() {
        for path in ["/2025/12/29/x", "/a/2025-12-29-x.html", "/news/20251229/x", "/2025/dec/29/x"]
        {
            assert_eq!(
                in_path(path).map(|d| d.to_string()).as_deref(),
                Some("2025-12-29"),
                "{path}"
            );
        }
        assert_eq!(in_path("/article/12345678901"), None);
    }
}

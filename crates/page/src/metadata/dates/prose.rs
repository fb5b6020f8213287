//! Dates in prose.

use jiff::civil::Date;

use super::{Stamp, clock, day, months::month, plausible};

/// A date in a line of prose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    pub stamp: Stamp,
    /// Where in the line its first word begins, in bytes.
    pub start: usize,
    /// Where its last word ends.
    pub end: usize,
}

struct Word<'t> {
    text: &'t str,
    start: usize,
}

/// The first date written out in a line.
pub(crate) fn first(text: &str) -> Option<Stamp> {
    mentions(text).first().map(|mention| mention.stamp)
}

/// The dates written out in a line, at most eight.
pub(crate) fn mentions(text: &str) -> Vec<Mention> {
    if !text.contains(|letter: char| letter.is_ascii_digit()) {
        return Vec::new();
    }
    let words = words(text);
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() && found.len() < 8 {
        match date_at(&words, at) {
            Some((first, last, date, other)) => {
                let after = words.iter().skip(last + 1).take(6).map(|word| word.text);
                let time = inline_time(&words, at).or_else(|| clock::time(after)).or_else(|| {
                    let before = words.get(first.saturating_sub(5)..first).unwrap_or_default();
                    clock::time(before.iter().map(|word| word.text))
                });
                let start = words.get(first).map_or(0, |word| word.start);
                let clock = time.map(|time| date.to_datetime(time));
                let (swapped, month_first) = other.unzip();
                let month_first = month_first.unwrap_or(false);
                let stamp = Stamp { clock, swapped, month_first, ..Stamp::of_day(date) };
                let end = words.get(last).map_or(start, |word| word.start + word.text.len());
                found.push(Mention { stamp, start, end });
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let separates = |letter: char| {
        letter.is_whitespace()
            || matches!(
                letter,
                ',' | '|' | '(' | ')' | '•' | '·' | ';' | '—' | '–' | '年' | '月' | '日'
            )
    };
    let mut start = None;
    for (at, letter) in text.char_indices() {
        match (separates(letter), start) {
            (true, Some(from)) => {
                words.push(Word { text: text.get(from..at).unwrap_or(""), start: from });
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(Word { text: text.get(from..).unwrap_or(""), start: from });
    }
    words
}

/// The time in a word such as `2025-12-29T10:00:00`.
fn inline_time(words: &[Word<'_>], at: usize) -> Option<jiff::civil::Time> {
    let (_, time) = words.get(at)?.text.split_once('T')?;
    clock::time(std::iter::once(time.get(..time.len().min(8)).unwrap_or(time)))
}

type Found = (usize, usize, Date, Option<Other>);

/// The other reading of a date, and whether the first had the month before the day.
type Other = (Date, bool);

/// The date whose month, or whose number, is the word at a place: its first and last word, the
/// day, and the other reading where there are two.
fn date_at(words: &[Word<'_>], at: usize) -> Option<Found> {
    let word = words.get(at)?.text;
    if let Some((date, swapped)) = numeric(word) {
        return Some((at, at, date, swapped));
    }
    let text =
        |index: Option<usize>| index.and_then(|index| words.get(index)).map(|word| word.text);
    if let Some(found) = ideographic(words, at) {
        return Some(found);
    }
    let month = month(word.trim_matches(['.', '/', ':']))?;
    let of = |word: Option<&str>| matches!(word, Some("de" | "of" | "del" | "di"));
    let earlier = |back: usize| at.checked_sub(back);
    let before =
        text(earlier(1)).and_then(day_number).map(|number| (at - 1, number)).or_else(|| {
            let number = of(text(earlier(1))).then(|| text(earlier(2)).and_then(day_number))??;
            Some((at.saturating_sub(2), number))
        });
    let skip = usize::from(of(text(Some(at + 1))));
    let next_year = text(Some(at + 1 + skip)).and_then(year_number);
    if let (Some((first, number)), Some(year)) = (before, next_year) {
        return day(year, month, number).map(|date| (first, at + 1 + skip, date, None));
    }
    let after = text(Some(at + 1)).and_then(day_number)?;
    if let Some(year) = text(Some(at + 2)).and_then(year_number) {
        return day(year, month, after).map(|date| (at, at + 2, date, None));
    }
    // 2025 December 29
    let year = text(earlier(1)).and_then(year_number)?;
    day(year, month, after).map(|date| (at - 1, at + 1, date, None))
}

/// `2025年12月29日`, which falls into three numbers.
fn ideographic(words: &[Word<'_>], at: usize) -> Option<Found> {
    let [year, month, number] = words.get(at..at + 3)? else { return None };
    // Each number and the sign after it stand together, so the next begins three bytes on.
    let joined = |a: &Word<'_>, b: &Word<'_>| b.start == a.start + a.text.len() + 3;
    if !joined(year, month) || !joined(month, number) {
        return None;
    }
    let date = day(year_number(year.text)?, month.text.parse().ok()?, number.text.parse().ok()?)?;
    Some((at, at + 2, date, None))
}

pub(super) fn day_number(word: &str) -> Option<i8> {
    let trimmed = word.trim_matches('.');
    let digits = trimmed.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == 'º');
    let suffix = trimmed.get(digits.len()..)?;
    if !matches!(suffix.to_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th" | "er" | "º") {
        return None;
    }
    digits.parse().ok().filter(|number| (1..=31).contains(number))
}

pub(super) fn year_number(word: &str) -> Option<i16> {
    let digits = word.trim_matches(|letter: char| !letter.is_ascii_digit());
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| plausible(*year))
}

/// `2025-12-29`, `2025/12/29`, `29.12.2025`, `12/29/2025`, with the other reading where both are
/// days. Slashes put the month first, points and hyphens the day; the page decides whether the
/// other reading is the right one.
fn numeric(word: &str) -> Option<(Date, Option<Other>)> {
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
        return Some((day(a, i8::try_from(b).ok()?, i8::try_from(c).ok()?)?, None));
    }
    let year = if (10..=99).contains(&c) && separator != '-' { 2000 + c } else { c };
    let (first, second) = (i8::try_from(a).ok()?, i8::try_from(b).ok()?);
    let month_first = day(year, first, second);
    let day_first = day(year, second, first);
    let (likely, other) =
        if separator != '/' { (day_first, month_first) } else { (month_first, day_first) };
    match (likely, other) {
        (Some(likely), other) => {
            let other = other.filter(|other| *other != likely);
            Some((likely, other.map(|other| (other, separator == '/'))))
        }
        (None, Some(other)) => Some((other, None)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        first(text).map(|stamp| stamp.day.to_string())
    }

    #[test]
    fn prose() {
        for text in [
            "Published December 29, 2025 at 4 pm",
            "29 Dec. 2025",
            "29th of December 2025",
            "29. Dezember 2025",
            "29 de diciembre de 2025",
            "29 декабря 2025",
            "29 grudnia 2025",
            "Updated: 12/29/2025",
            "29.12.2025 10:15",
            "12.29.2025",
            "2025/12/29",
            "2025年12月29日",
            "8:00 PM EST, Mon December 29, 2025",
        ] {
            assert_eq!(found(text).as_deref(), Some("2025-12-29"), "{text}");
        }
        assert_eq!(found("The may 12 people of 300"), None);
        assert_eq!(found("version 1.2.3"), None);
        assert_eq!(found("3 hours ago"), None);
    }

    #[test]
    fn several_dates_each_with_its_clock() {
        let line = "Published Dec 28, 2025 5:06pm PT | Updated 29 December 2025 at 11.15am";
        let all = mentions(line);
        let clocks: Vec<String> =
            all.iter().filter_map(|found| Some(found.stamp.clock?.to_string())).collect();
        assert_eq!(clocks, ["2025-12-28T17:06:00", "2025-12-29T11:15:00"]);
        assert!(line.get(all[1].start..).is_some_and(|rest| rest.starts_with("29 December")));
    }

    #[test]
    fn a_day_that_may_be_a_month_has_two_readings() {
        let stamp = first("03/04/2025").expect("a date");
        assert_eq!(stamp.day.to_string(), "2025-03-04");
        assert_eq!(stamp.swapped.map(|day| day.to_string()).as_deref(), Some("2025-04-03"));
        assert_eq!(first("29/04/2025").and_then(|stamp| stamp.swapped), None);
    }
}

//! Years, months and days, in the orders that people write them.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::names;

/// What was read of a date so far.
#[derive(Debug, Default)]
pub(super) struct Fields {
    complete: Option<Date>,
    month: Option<i8>,
    month_may_be_weekday: bool,
    numbers: Vec<(i32, usize)>,
}

impl Fields {
    /// The date, where the parts make one.
    pub(super) fn date(&self) -> Option<Date> {
        if let Some(date) = self.complete {
            let month = self.month.filter(|_| !self.month_may_be_weekday);
            return (self.numbers.is_empty() && month.is_none()).then_some(date);
        }
        match (self.month, self.numbers.as_slice()) {
            (Some(month), [a, b]) => {
                let (year, day) = if is_year(*a) && !is_year(*b) { (a, b) } else { (b, a) };
                date(full_year(*year), month.into(), day.0)
            }
            (Some(month), [year]) if is_year(*year) => date(full_year(*year), month.into(), 1),
            (None, [year, month, day]) if is_year(*year) => date(full_year(*year), month.0, day.0),
            (None, [day, month, year]) if is_year(*year) => date(full_year(*year), month.0, day.0),
            (None, [year, month]) if is_year(*year) => date(full_year(*year), month.0, 1),
            _ => None,
        }
    }

    /// Takes a named month; one that may as well have been a weekday gives way to it.
    pub(super) fn month(&mut self, month: i8, may_be_weekday: bool) -> Option<()> {
        if self.month.is_some() && !self.month_may_be_weekday {
            return None;
        }
        self.month = Some(month);
        self.month_may_be_weekday = may_be_weekday;
        Some(())
    }

    /// Reads a word of digits and separators: a whole date, or one part of one.
    pub(super) fn compound(&mut self, word: &str) -> Option<()> {
        let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let read = match parts.as_slice() {
            [one] if numeric(one) && !self.started() && one.len() > 2 => compact(one),
            [one] | [one, ""] => return self.number(one),
            ["", yymm] if yymm.len() == 4 => truncated(yymm.get(..2)?, yymm.get(2..)?, "1"),
            ["", year, month] => truncated(year, month, "1"),
            [year, week] if week.starts_with('w') && year.len() == 4 => week_date(year, week, "1"),
            [year, week, day] if week.starts_with('w') => week_date(year, week, day),
            [year, day] if year.len() == 4 && day.len() == 3 => ordinal(year.parse().ok()?, day),
            [year, month] if year.len() == 4 => date(year.parse().ok()?, month_of(month)?, 1),
            [a, b, c] | [a, b, c, ""] => three(a, b, c, word.contains('/')),
            _ => None,
        };
        if self.complete.is_some() {
            return None;
        }
        self.complete = Some(read?);
        Some(())
    }

    fn started(&self) -> bool {
        self.month.is_some() || !self.numbers.is_empty()
    }

    /// One number by itself, as in “2nd of May 2004”.
    fn number(&mut self, word: &str) -> Option<()> {
        let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (digits, suffix) = word.split_at(end);
        let ordinal = ["", "st", "nd", "rd", "th", "er", "º", "ª", "de", "."];
        if digits.is_empty()
            || digits.len() > 4
            || !ordinal.contains(&suffix)
            || self.numbers.len() > 2
        {
            return None;
        }
        self.numbers.push((digits.parse().ok()?, digits.len()));
        Some(())
    }
}

fn is_year((value, digits): (i32, usize)) -> bool {
    digits > 2 || value > 31
}

/// Two digits are of the century that RFC 2822, section 4.3, puts them in; three are since 1900.
fn full_year((value, digits): (i32, usize)) -> i32 {
    match digits {
        1 | 2 if value < 50 => 2000 + value,
        1..=3 => 1900 + value,
        _ => value,
    }
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month_of(part: &str) -> Option<i32> {
    match part.parse() {
        Ok(number) => Some(number),
        Err(_) => names::month(part).map(i32::from),
    }
}

fn ordinal(year: i32, day: &str) -> Option<Date> {
    let day: i64 = day.parse().ok()?;
    let first = date(year, 1, 1)?;
    let day = first.checked_add(jiff::Span::new().try_days(day.checked_sub(1)?).ok()?).ok()?;
    (day.year() == first.year()).then_some(day)
}

fn week_date(year: &str, week: &str, day: &str) -> Option<Date> {
    let week: i8 = week.strip_prefix('w')?.parse().ok()?;
    let day = Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
    ISOWeekDate::new(year.parse().ok()?, week, day).ok().map(ISOWeekDate::date)
}

/// Digits only: `yyyymmdd`, `yyyyddd`, `yymmdd`, `yyyymm`, `yyyy`, and `yyddd` of the years in
/// which ISO 8601 still had truncated forms; it withdrew them in 2004.
fn compact(digits: &str) -> Option<Date> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i32>().ok();
    match digits.len() {
        8 => date(number(0, 4)?, number(4, 6)?, number(6, 8)?),
        7 => ordinal(number(0, 4)?, digits.get(4..)?),
        6 => truncated(digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?)
            .or_else(|| date(number(0, 4)?, number(4, 6)?, 1)),
        5 => {
            let year = full_year((number(0, 2)?, 2));
            (1988..=2004).contains(&year).then(|| ordinal(year, digits.get(2..)?))?
        }
        4 => date(number(0, 4)?, 1, 1),
        _ => None,
    }
}

fn truncated(year: &str, month: &str, day: &str) -> Option<Date> {
    (year.len() == 2).then_some(())?;
    date(full_year((year.parse().ok()?, 2)), month.parse().ok()?, day.parse().ok()?)
}

/// Three parts: the year is the long one; slashes put the month first, as in the United States,
/// unless it cannot be a month.
fn three(a: &str, b: &str, c: &str, slashes: bool) -> Option<Date> {
    let number = |part: &str| part.parse::<i32>().ok();
    if a.len() >= 4 {
        return date(number(a)?, month_of(b)?, number(c)?);
    }
    if let Some(month) = names::month(b) {
        return date(full_year((number(c)?, c.len())), month.into(), number(a)?);
    }
    if let Some(month) = names::month(a) {
        return date(full_year((number(c)?, c.len())), month.into(), number(b)?);
    }
    let (x, y) = (number(a)?, number(b)?);
    let year_first = || date(full_year((x, a.len())), y, number(c)?);
    if c.len() < 4
        && !slashes
        && a.len() == 2
        && c.len() == 2
        && let Some(read) = year_first()
    {
        return Some(read);
    }
    let year = full_year((number(c)?, c.len()));
    let (day, month) = if slashes && x <= 12 || y > 12 { (y, x) } else { (x, y) };
    date(year, month, day)
}

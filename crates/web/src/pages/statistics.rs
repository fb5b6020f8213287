//! `/statistics`: what a person's feeds bring and what they read of it, as pictures with the tables
//! behind them. It is theirs alone, and counted when they ask.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dateline_model::{FeedUse, OutletUse, Statistics};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::chart::{Caption, bars, columns, week};
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{lines, page};
use crate::when::When;

/// The times that can be chosen, in days, the usual one first.
const PERIODS: [i64; 3] = [30, 7, 365];

/// So many rows are drawn; a table has them all.
const DRAWN: usize = 15;

/// A feed of so many entries of which none was opened may be dropped.
const MANY: u64 = 20;

/// A feed that brought nothing for so long is silent.
const SILENT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Beyond so many days, columns are weeks.
const BY_DAY: i64 = 60;

#[derive(Template)]
#[template(path = "statistics.html")]
struct Page {
    shell: Shell,
    periods: Vec<Period>,
    capped: bool,
    /// Whether it is counted what they read.
    counts: bool,
    tables: Vec<Table>,
}

struct Period {
    days: i64,
    current: bool,
}

/// What a picture shows, as a table.
struct Table {
    /// The word by which it is asked for as a file.
    id: &'static str,
    title: String,
    note: String,
    /// The picture; empty where there is nothing to draw.
    picture: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    file: String,
}

/// Which time.
#[derive(Debug, Deserialize)]
pub struct Asked {
    days: Option<i64>,
    done: Option<String>,
}

impl Asked {
    fn days(&self) -> i64 {
        let [usual, ..] = PERIODS;
        self.days.filter(|days| PERIODS.contains(days)).unwrap_or(usual)
    }
}

/// `GET /statistics`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let days = asked.days();
    let found = statistics(&app, &reader, days).await?;
    let counts = !reader.user.reading.uncounted;
    let tables = tables(&found, &app.when(), &app.settings.time_zone, days, counts);
    let notice = match asked.done.as_deref() {
        Some("forgotten") => Notice::good(say!("statistics-done-forgotten")),
        Some("counts") => Notice::good(say!("statistics-done-counts")),
        _ => None,
    };
    let title = say!("statistics-title");
    let shell = Shell::of(&app, &reader, &title, Place::Account).await?;
    page(&Page {
        counts,
        shell: shell.with_notice(notice),
        periods: PERIODS.map(|period| Period { days: period, current: period == days }).into(),
        capped: found.capped,
        tables,
    })
}

/// `GET /statistics/{table}.csv`
pub async fn file(
    State(app): State<App>,
    At(name): At<String>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let id = name.strip_suffix(".csv").ok_or(PageError::NotFound)?;
    let days = asked.days();
    let found = statistics(&app, &reader, days).await?;
    let counts = !reader.user.reading.uncounted;
    let tables = tables(&found, &app.when(), &app.settings.time_zone, days, counts);
    let table = tables.into_iter().find(|table| table.id == id).ok_or(PageError::NotFound)?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let name = format!("attachment; filename=\"dateline-{}-{days}.csv\"", table.id);
    let told = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name)?),
    ];
    let rows = std::iter::once(&table.columns).chain(&table.rows);
    Ok((told, rows.map(|row| line(row)).collect::<String>()).into_response())
}

async fn statistics(app: &App, reader: &Reader, days: i64) -> Result<Statistics, PageError> {
    let since = app.now().checked_sub(SignedDuration::from_hours(24 * days));
    let since = since.unwrap_or(jiff::Timestamp::MIN);
    let choices = reader.user.reading;
    let opened_since = choices.counted_since.map_or(since, |counted| counted.max(since));
    let opened_since = (!choices.uncounted).then_some(opened_since);
    Ok(app.desk.store().statistics(reader.user.id, since, opened_since).await?)
}

/// Whether to count what is read.
#[derive(Debug, Deserialize)]
pub struct Counting {
    counts: bool,
}

/// `POST /statistics/reading`
pub async fn count(
    State(app): State<App>,
    Signed { reader, form }: Signed<Counting>,
) -> Result<Response, PageError> {
    app.desk.store().count_reading(reader.user.id, form.counts, app.now()).await?;
    let done = if form.counts { "counts" } else { "forgotten" };
    Ok(see_other(&format!("/statistics?done={done}")))
}

/// A line of CSV (RFC 4180). A cell that a spreadsheet would run as a formula is given as text.
fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let cell = if formula { format!("'{cell}") } else { cell.clone() };
            match cell.contains(['"', ',', '\n', '\r']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell,
            }
        })
        .collect();
    format!("{}\r\n", cells.join(","))
}

/// All of them; without those of what was read where that is not counted.
fn tables(found: &Statistics, when: &When, zone: &TimeZone, days: i64, counts: bool) -> Vec<Table> {
    let mut tables = Vec::new();
    if counts {
        tables.extend([
            opened(found, when, zone, days),
            hours(found, zone),
            sections(found),
            outlets(found),
        ]);
    }
    tables.extend([early(found), copies(found), feeds(found, counts), troubled(found, when)]);
    for table in &mut tables {
        table.file = format!("/statistics/{}.csv?days={days}", table.id);
    }
    tables
}

/// A table with the picture that `draw` makes of it, where it has rows.
fn table(
    id: &'static str,
    title: String,
    note: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    draw: impl FnOnce(&Caption<'_>) -> Option<String>,
) -> Table {
    let picture = draw(&Caption { id, title: &title, description: &note }).unwrap_or_default();
    Table { id, title, note, picture, columns, rows, file: String::new() }
}

/// Names with numbers, those of the largest number first, without those of none.
fn ranked(values: impl Iterator<Item = (String, u64)>) -> Vec<(String, u64)> {
    let mut values: Vec<(String, u64)> = values.filter(|(_, value)| *value > 0).collect();
    values.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    values
}

fn drawn(values: &[(String, u64)]) -> &[(String, u64)] {
    values.get(..DRAWN).unwrap_or(values)
}

fn in_rows(values: &[(String, u64)]) -> Vec<Vec<String>> {
    values.iter().map(|(name, value)| vec![name.clone(), value.to_string()]).collect()
}

/// How many articles were opened, by day or by week.
fn opened(found: &Statistics, when: &When, zone: &TimeZone, days: i64) -> Table {
    let today = when.now().to_zoned(zone.clone()).date();
    let span = if days > BY_DAY { 7 } else { 1 };
    let begins = |date: Date| -> Date {
        let back = if span == 7 { i64::from(date.weekday().to_monday_zero_offset()) } else { 0 };
        date.saturating_sub(back.days())
    };
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    let mut day = begins(today.saturating_sub((days - 1).days()));
    while day <= today {
        counts.insert(day, 0);
        day = day.saturating_add(i64::from(span).days());
    }
    for opened in &found.opened {
        let date = begins(opened.at.to_zoned(zone.clone()).date());
        if let Some(count) = counts.get_mut(&date) {
            *count += 1;
        }
    }
    let values: Vec<(String, u64)> = counts
        .iter()
        .map(|(date, count)| (date.strftime("%-d.%-m.").to_string(), *count))
        .collect();
    let rows = counts.iter().map(|(date, count)| vec![date.to_string(), count.to_string()]);
    let total = found.opened.len();
    let first = if span == 7 { say!("statistics-week") } else { say!("statistics-day") };
    table(
        "opened",
        say!("statistics-opened"),
        say!("statistics-opened-note", n = total),
        vec![first, say!("statistics-opened-column")],
        // A table of noughts tells nothing.
        rows.filter(|_| total > 0).collect(),
        |caption| (total > 0).then(|| columns(caption, &values)),
    )
}

/// At which hours of which days.
fn hours(found: &Statistics, zone: &TimeZone) -> Table {
    let mut counts = [[0_u64; 24]; 7];
    for opened in &found.opened {
        let at = opened.at.to_zoned(zone.clone());
        let day = usize::try_from(at.weekday().to_monday_zero_offset()).unwrap_or_default();
        let hour = usize::try_from(at.hour()).unwrap_or_default();
        if let Some(count) = counts.get_mut(day).and_then(|hours| hours.get_mut(hour)) {
            *count += 1;
        }
    }
    let days: Vec<(String, [u64; 24])> = (0..7).map(day_name).zip(counts).collect();
    let rows = days.iter().map(|(name, hours)| {
        std::iter::once(name.clone()).chain(hours.iter().map(u64::to_string)).collect()
    });
    let mut heads = vec![say!("statistics-weekday")];
    heads.extend((0..24).map(|hour| format!("{hour:02}")));
    table(
        "hours",
        say!("statistics-hours"),
        say!("statistics-hours-note"),
        heads,
        rows.filter(|_| !found.opened.is_empty()).collect(),
        |caption| (!found.opened.is_empty()).then(|| week(caption, &days)),
    )
}

fn day_name(offset: i8) -> String {
    match Weekday::from_monday_zero_offset(offset) {
        Ok(Weekday::Monday) => say!("date-monday"),
        Ok(Weekday::Tuesday) => say!("date-tuesday"),
        Ok(Weekday::Wednesday) => say!("date-wednesday"),
        Ok(Weekday::Thursday) => say!("date-thursday"),
        Ok(Weekday::Friday) => say!("date-friday"),
        Ok(Weekday::Saturday) => say!("date-saturday"),
        _ => say!("date-sunday"),
    }
}

fn folder_name(folder: &str) -> String {
    if folder.is_empty() { say!("statistics-no-folder") } else { folder.replace('/', " › ") }
}

/// What was opened, by the section that it stands in.
fn sections(found: &Statistics) -> Table {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for opened in &found.opened {
        let feed = found.feeds.iter().find(|feed| Some(feed.feed) == opened.feed);
        if let Some(feed) = feed {
            *counts.entry(feed.folder.as_str()).or_default() += 1;
        }
    }
    let values = ranked(counts.into_iter().map(|(name, count)| (folder_name(name), count)));
    table(
        "sections",
        say!("statistics-sections"),
        say!("statistics-sections-note"),
        vec![say!("statistics-section"), say!("statistics-opened-column")],
        in_rows(&values),
        |caption| (!values.is_empty()).then(|| bars(caption, drawn(&values))),
    )
}

fn by(found: &Statistics, number: impl Fn(&OutletUse) -> u64) -> Vec<(String, u64)> {
    ranked(found.outlets.iter().map(|one| (one.outlet.name.clone(), number(one))))
}

/// What was opened, by outlet.
fn outlets(found: &Statistics) -> Table {
    let values = by(found, |one| one.opened);
    table(
        "outlets",
        say!("statistics-outlets"),
        say!("statistics-outlets-note"),
        vec![say!("statistics-outlet"), say!("statistics-opened-column")],
        in_rows(&values),
        |caption| (!values.is_empty()).then(|| bars(caption, drawn(&values))),
    )
}

/// Whose report of a story was the earliest that was seen.
fn early(found: &Statistics) -> Table {
    let values = by(found, |one| one.earliest);
    table(
        "earliest",
        say!("statistics-earliest"),
        say!("statistics-earliest-note", told = found.told, stories = found.stories),
        vec![say!("statistics-outlet"), say!("statistics-earliest-column")],
        in_rows(&values),
        |caption| (!values.is_empty()).then(|| bars(caption, drawn(&values))),
    )
}

/// How much of what outlets brought is another's text.
fn copies(found: &Statistics) -> Table {
    let mut uses: Vec<&OutletUse> = found.outlets.iter().filter(|one| one.copies > 0).collect();
    uses.sort_by(|one, two| {
        two.copies.cmp(&one.copies).then_with(|| one.outlet.name.cmp(&two.outlet.name))
    });
    let values: Vec<(String, u64)> =
        uses.iter().map(|one| (one.outlet.name.clone(), one.copies)).collect();
    let rows = uses.iter().map(|one| {
        let share = one.copies * 100 / one.brought.max(1);
        vec![
            one.outlet.name.clone(),
            one.brought.to_string(),
            one.copies.to_string(),
            format!("{share} %"),
        ]
    });
    let brought: u64 = found.outlets.iter().map(|one| one.brought).sum();
    let copies: u64 = found.outlets.iter().map(|one| one.copies).sum();
    table(
        "copies",
        say!("statistics-copies"),
        say!("statistics-copies-note", copies = copies, articles = brought),
        vec![
            say!("statistics-outlet"),
            say!("statistics-brought"),
            say!("statistics-copies-column"),
            say!("statistics-share"),
        ],
        rows.collect(),
        |caption| (!values.is_empty()).then(|| bars(caption, drawn(&values))),
    )
}

/// How much each feed brought, and how much of it was opened; those that bring much unread first.
fn feeds(found: &Statistics, counts: bool) -> Table {
    let mut uses: Vec<&FeedUse> = found.feeds.iter().filter(|one| one.brought > 0).collect();
    uses.sort_by(|one, two| {
        (one.opened, std::cmp::Reverse(one.brought), one.feed).cmp(&(
            two.opened,
            std::cmp::Reverse(two.brought),
            two.feed,
        ))
    });
    let values = ranked(uses.iter().map(|one| (one.title.clone(), one.brought)));
    if !counts {
        return table(
            "feeds",
            say!("statistics-feeds-brought"),
            say!("statistics-feeds-brought-note"),
            vec![say!("statistics-feed"), say!("statistics-brought")],
            in_rows(&values),
            |caption| (!values.is_empty()).then(|| bars(caption, drawn(&values))),
        );
    }
    let rows = uses.iter().map(|one| {
        let unread = one.opened == 0 && one.brought >= MANY;
        vec![
            one.title.clone(),
            one.brought.to_string(),
            one.opened.to_string(),
            if unread { say!("statistics-drop") } else { String::new() },
        ]
    });
    table(
        "feeds",
        say!("statistics-feeds"),
        say!("statistics-feeds-note", many = MANY),
        vec![
            say!("statistics-feed"),
            say!("statistics-brought"),
            say!("statistics-opened-column"),
            say!("statistics-remark"),
        ],
        rows.collect(),
        |caption| (!values.is_empty()).then(|| bars(caption, drawn(&values))),
    )
}

/// The feeds that fail or bring nothing.
fn troubled(found: &Statistics, when: &When) -> Table {
    let silent_since = when.now().checked_sub(SILENT).unwrap_or(jiff::Timestamp::MIN);
    let rows = found.feeds.iter().filter_map(|one| {
        let silent = one.latest.is_none_or(|latest| latest < silent_since);
        if one.failing_since.is_none() && !silent {
            return None;
        }
        let latest = one.latest.map(|latest| when.tell(latest).words);
        Some(vec![
            one.title.clone(),
            latest.unwrap_or_else(|| say!("statistics-never")),
            match (&one.last_error, one.failing_since) {
                (Some(error), Some(since)) => {
                    let since = when.tell(since).words;
                    say!("statistics-fails", error = lines::told(error), since = since)
                }
                _ => say!("statistics-silent"),
            },
        ])
    });
    table(
        "troubled",
        say!("statistics-troubled"),
        say!("statistics-troubled-note"),
        vec![say!("statistics-feed"), say!("statistics-latest"), say!("statistics-remark")],
        rows.collect(),
        |_| None,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_keeps_its_commas() {
        let cells = ["=1+1", "a, \"b\"", "-2", "plain"].map(str::to_owned);
        assert_eq!(line(&cells), "'=1+1,\"a, \"\"b\"\"\",'-2,plain\r\n");
    }

    #[test]
    fn names_stand_by_their_numbers_without_those_of_none() {
        let values = [("b", 2), ("a", 2), ("c", 9), ("d", 0)];
        let values = ranked(values.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["c", "a", "b"]);
    }
}

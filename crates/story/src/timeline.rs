//! A story's course: its first report, what was new later, what publishers changed and corrected.

mod corrections;

use std::collections::HashMap;

use dateline_model::ArticleId;
use jiff::Timestamp;

use crate::developments::{Development, Earliest, Report, developments, earliest};
use crate::sentences::words::{key, words};

/// A change that a publisher made to an article, oldest text first.
#[derive(Debug, Clone, Copy)]
pub struct Edit<'a> {
    /// The article.
    pub article: ArticleId,
    /// Its outlet's name.
    pub outlet_name: Option<&'a str>,
    /// The headline it had.
    pub earlier_title: &'a str,
    /// The headline it has since.
    pub later_title: &'a str,
    /// The text it had; empty where it was not kept.
    pub earlier_text: &'a str,
    /// The text it has since.
    pub later_text: &'a str,
    /// When this instance saw the change.
    pub seen_at: Timestamp,
}

/// Something that happened in a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When: of a report the time that it is ordered by, of a change when this instance saw it.
    pub at: Timestamp,
    /// The article that it is about.
    pub article: ArticleId,
    /// The article's outlet, as people know it.
    pub outlet_name: Option<String>,
    /// What happened.
    pub kind: EventKind,
    /// The same in plain words, without the time.
    pub words: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// The earliest report that this instance saw.
    FirstReport(Earliest),
    /// The story began here, and which report was the earliest cannot be told.
    Opened,
    /// An article brought what none before it had.
    Development {
        /// Names not seen before.
        names: Vec<String>,
        /// Numbers not seen before.
        numbers: Vec<String>,
    },
    /// A publisher changed a headline.
    HeadlineChanged {
        /// As it was.
        earlier: String,
        /// As it is since.
        later: String,
    },
    /// A publisher changed a text.
    TextChanged {
        /// How many words are gone.
        gone: u32,
        /// How many words are new.
        new: u32,
    },
    /// A publisher says that it corrected an article.
    Correction {
        /// The publisher's words.
        text: String,
    },
}

/// How many names and numbers a line tells of.
const TOLD: usize = 4;

/// What happened in a story, oldest first. Copies bring no developments.
pub fn timeline(reports: &[Report<'_>], edits: &[Edit<'_>]) -> Vec<Event> {
    let mut events: Vec<Event> = beginning(reports).into_iter().collect();
    let by_id: HashMap<ArticleId, &Report<'_>> =
        reports.iter().map(|report| (report.id, report)).collect();
    for development in developments(reports).into_iter().filter(|it| it.is_development) {
        let Some(report) = by_id.get(&development.article) else { continue };
        let begins = events.first().is_some_and(|first| first.article == report.id);
        if !begins {
            events.push(of_development(development, report));
        }
    }
    events.extend(edits.iter().flat_map(of_edit));
    events.extend(corrections(reports, edits));
    events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.article.cmp(&b.article)));
    // What began the story stands first, also where another claims an earlier time.
    let first = events
        .iter()
        .position(|event| matches!(event.kind, EventKind::FirstReport(_) | EventKind::Opened));
    if let Some(beginning) = first.map(|at| events.remove(at)) {
        events.insert(0, beginning);
    }
    events
}

fn beginning(reports: &[Report<'_>]) -> Option<Event> {
    if let Some(first) = earliest(reports) {
        let report = reports.iter().find(|report| report.id == first.article)?;
        let words = first.words.clone();
        return Some(event(report, report.at(), EventKind::FirstReport(first), words));
    }
    let own = reports.iter().filter(|report| !report.copy);
    let first = own.min_by_key(|report| (report.at(), report.id)).or_else(|| reports.first())?;
    let words = format!(
        "Among the first reports that we saw: {}; which was the earliest cannot be told",
        first.teller()
    );
    Some(event(first, first.at(), EventKind::Opened, words))
}

fn event(report: &Report<'_>, at: Timestamp, kind: EventKind, words: String) -> Event {
    Event {
        at,
        article: report.id,
        outlet_name: report.outlet_name.or(report.outlet).map(str::to_owned),
        kind,
        words,
    }
}

fn of_development(development: Development, report: &Report<'_>) -> Event {
    let Development { at, names, numbers, .. } = development;
    let told: Vec<&str> =
        names.iter().take(TOLD).chain(numbers.iter().take(2)).map(String::as_str).collect();
    let words = format!("New in {}: {}", report.teller(), told.join(", "));
    event(report, at, EventKind::Development { names, numbers }, words)
}

fn of_edit(edit: &Edit<'_>) -> Vec<Event> {
    let teller = edit.outlet_name.unwrap_or("The publisher");
    let mut events = Vec::new();
    let mut push = |kind, words| {
        events.push(Event {
            at: edit.seen_at,
            article: edit.article,
            outlet_name: edit.outlet_name.map(str::to_owned),
            kind,
            words,
        });
    };
    let (gone, new) = difference(edit.earlier_title, edit.later_title);
    if gone + new > 0 && !edit.earlier_title.trim().is_empty() {
        let (earlier, later) = (edit.earlier_title.to_owned(), edit.later_title.to_owned());
        let words = format!("{teller} changed its headline from “{earlier}” to “{later}”");
        push(EventKind::HeadlineChanged { earlier, later }, words);
    }
    let (gone, new) = difference(edit.earlier_text, edit.later_text);
    if gone + new > 0 && !edit.earlier_text.trim().is_empty() {
        let words = format!(
            "{teller} changed its text: {} gone, {} new",
            counted(gone, "word is", "words are"),
            counted(new, "word is", "words are")
        );
        push(EventKind::TextChanged { gone, new }, words);
    }
    events
}

fn counted(count: u32, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// How many words one text has that the other has not, and the other way round, whatever their
/// order.
fn difference(earlier: &str, later: &str) -> (u32, u32) {
    let mut counts: HashMap<u64, i64> = HashMap::new();
    for word in words(earlier) {
        *counts.entry(key(word.text)).or_default() -= 1;
    }
    for word in words(later) {
        *counts.entry(key(word.text)).or_default() += 1;
    }
    let sum = |sign: i64| -> u32 {
        let all: i64 = counts.values().map(|count| (count * sign).max(0)).sum();
        u32::try_from(all).unwrap_or(u32::MAX)
    };
    (sum(-1), sum(1))
}

/// The corrections that articles declare, each once: at the change that brought it where one did,
/// else when the article was seen.
fn corrections(reports: &[Report<'_>], edits: &[Edit<'_>]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut told: Vec<(ArticleId, &str)> = Vec::new();
    for edit in edits {
        for text in corrections::declared(edit.later_text) {
            if !edit.earlier_text.contains(text) && !told.contains(&(edit.article, text)) {
                told.push((edit.article, text));
                events.push(Event {
                    at: edit.seen_at,
                    article: edit.article,
                    outlet_name: edit.outlet_name.map(str::to_owned),
                    kind: EventKind::Correction { text: text.to_owned() },
                    words: correction_words(edit.outlet_name.unwrap_or("The publisher"), text),
                });
            }
        }
    }
    for report in reports.iter().filter(|report| !report.copy) {
        for text in corrections::declared(report.text) {
            if !told.contains(&(report.id, text)) {
                told.push((report.id, text));
                let kind = EventKind::Correction { text: text.to_owned() };
                let words = correction_words(report.teller(), text);
                events.push(event(
                    report,
                    report.fetched_at.unwrap_or(report.seen_at),
                    kind,
                    words,
                ));
            }
        }
    }
    events
}

fn correction_words(teller: &str, text: &str) -> String {
    format!("{teller} declares a correction: “{text}”")
}

#[cfg(test)]
mod tests;

//! What each article of a story brought that none before it had, and which was the earliest that
//! this instance saw.

mod earliest;
mod names;

use dateline_model::ArticleId;
use jiff::Timestamp;
use rustc_hash::FxHashSet;

pub use earliest::{Earliest, earliest};
use names::{Found, Place};

/// An article of a story, as summaries and timelines need it.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// Its number.
    pub id: ArticleId,
    /// Its outlet's key.
    pub outlet: Option<&'a str>,
    /// Its outlet's name.
    pub outlet_name: Option<&'a str>,
    /// Whose voice it is: see [`crate::families::Families::voice_of`].
    pub voice: &'a str,
    /// Where it can be read at its outlet.
    pub address: Option<&'a str>,
    /// Its headline.
    pub title: &'a str,
    /// Its plain text, an empty line between blocks.
    pub text: &'a str,
    /// Its language, as it says.
    pub language: Option<&'a str>,
    /// When it was published, as it says.
    pub published: Option<Timestamp>,
    /// When this instance found it listed in a feed.
    pub seen_at: Timestamp,
    /// When this instance fetched its page.
    pub fetched_at: Option<Timestamp>,
    /// Its text is another article's.
    pub copy: bool,
    /// How many seconds lay between the poll that found it and the poll before that; `None` where
    /// that is not known, as with a feed that was polled for the first time.
    pub polling_gap: Option<i64>,
}

impl Report<'_> {
    /// The moment it is ordered by: when it was published, never later than when it was seen.
    pub fn at(&self) -> Timestamp {
        self.published.map_or(self.seen_at, |published| published.min(self.seen_at))
    }

    /// Its outlet as people know it.
    pub(crate) fn teller(&self) -> &str {
        self.outlet_name.or(self.outlet).unwrap_or("an unknown outlet")
    }
}

/// What an article brought that no earlier one of its story had.
#[derive(Debug, Clone, PartialEq)]
pub struct Development {
    /// The article.
    pub article: ArticleId,
    /// The moment it is ordered by.
    pub at: Timestamp,
    /// Names not seen before, those of the headline first.
    pub names: Vec<String>,
    /// Numbers not seen before, with the word after them: "14 boats".
    pub numbers: Vec<String>,
    /// It brought enough, in its headline or first paragraphs, to be told of on a timeline.
    pub is_development: bool,
}

/// What something new weighs by where it stands, and what a development weighs at the least: two
/// new things in a headline, or one there and two in the first paragraphs.
const IN_TITLE: u32 = 4;
const IN_LEAD: u32 = 2;
const ENOUGH: u32 = 8;

/// How many names and numbers of one article are kept.
const MOST: usize = 8;

/// What each article brought, in order of time; copies are left out. The first one brings all and
/// is no development.
pub fn developments(reports: &[Report<'_>]) -> Vec<Development> {
    let mut own: Vec<&Report<'_>> = reports.iter().filter(|report| !report.copy).collect();
    own.sort_by_key(|report| (report.at(), report.id));
    let mut seen = FxHashSet::default();
    let mut developments = Vec::with_capacity(own.len());
    for (index, report) in own.into_iter().enumerate() {
        let found = names::found(report);
        let mut development = Development {
            article: report.id,
            at: report.at(),
            names: Vec::new(),
            numbers: Vec::new(),
            is_development: false,
        };
        let weight = note_new(&found, &seen, report, &mut development);
        development.is_development = index > 0 && weight >= ENOUGH;
        names::remember(report, &mut seen);
        developments.push(development);
    }
    developments
}

/// Puts what is new into the development, and weighs it.
fn note_new(
    found: &[Found],
    seen: &FxHashSet<u64>,
    report: &Report<'_>,
    development: &mut Development,
) -> u32 {
    let mut weight = 0;
    let own_name = report.outlet_name.unwrap_or_default();
    let mut noted: FxHashSet<u64> = FxHashSet::default();
    for item in found {
        let known = seen.contains(&item.key);
        if known || own_name.contains(item.text.as_str()) || !noted.insert(item.key) {
            continue;
        }
        weight += match item.place {
            Place::Title => IN_TITLE,
            Place::Lead => IN_LEAD,
            Place::Body => 0,
        };
        let list = if item.number { &mut development.numbers } else { &mut development.names };
        if list.len() < MOST {
            list.push(item.text.clone());
        }
    }
    drop_shorter(&mut development.names);
    weight
}

/// A name that is part of a longer one says nothing beside it.
fn drop_shorter(names: &mut Vec<String>) {
    let all = names.clone();
    names.retain(|name| {
        !all.iter().any(|other| {
            other.len() > name.len() && other.split(' ').any(|part| part == name.as_str())
        })
    });
}

#[cfg(test)]
mod tests;

//! A feed in a list, with what its last poll said in one line.

use dateline_model::address::without_login;
use dateline_model::{FeedOverview, FeedStatus};

use super::lines;
use crate::when::{Moment, When, grouped};

/// How a feed's state looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// All is well.
    Fine,
    /// It waits for its first poll.
    Waiting,
    /// Something is odd or failing for now.
    Warning,
    /// It needs somebody.
    Bad,
}

/// A feed, ready for a template.
#[derive(Debug, Clone)]
pub struct FeedRow {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its host, where the title does not show it.
    pub host: String,
    /// Its address.
    pub url: String,
    /// How many entries are kept: "1 entry", "12 entries".
    pub entries: String,
    /// How many of its articles are unread; empty where none are.
    pub unread: String,
    /// "Fine", "Failing", "Gone".
    pub status: String,
    /// Whether that is all there is to say of it.
    pub fine: bool,
    /// How that looks.
    pub mood: Mood,
    /// What the last poll said, in a line.
    pub said: String,
    /// What was odd about it, in a line.
    pub warning: Option<String>,
    /// When it was last polled.
    pub polled: Option<Moment>,
    /// When it is polled next.
    pub next: Option<Moment>,
    /// Why then.
    pub why_then: Option<String>,
    /// How many articles' pages could not be read.
    pub failed_reads: u64,
}

impl FeedRow {
    /// A feed as its user sees it.
    pub fn of(overview: &FeedOverview, when: &When) -> Self {
        let polling = &overview.feed.polling;
        let (status, mood) = state(polling.status, polling.last_warning.is_some());
        Self {
            id: overview.feed.id.to_string(),
            title: overview.title().to_owned(),
            host: overview.feed.host.clone(),
            url: without_login(&overview.feed.url),
            entries: entries(overview.entries),
            unread: if overview.unread == 0 { String::new() } else { grouped(overview.unread) },
            status,
            fine: polling.status == FeedStatus::Fine && mood == Mood::Fine,
            mood,
            said: said(overview),
            warning: (polling.last_warning.as_deref())
                .filter(|_| polling.last_error.is_none())
                .map(lines::told),
            polled: polling.polled_at.map(|at| when.tell(at)),
            next: polling.next_poll_at.map(|at| when.tell(at)),
            why_then: polling.interval_reason.as_deref().map(lines::told),
            failed_reads: overview.failed_reads,
        }
    }

    /// Whether somebody should look at it.
    pub fn has_problem(&self) -> bool {
        matches!(self.mood, Mood::Bad | Mood::Warning)
    }

    /// The class of its status word.
    pub fn class(&self) -> &'static str {
        self.mood.class()
    }
}

impl Mood {
    /// The class of a word that tells it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Waiting => "waiting",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }
}

fn entries(number: u64) -> String {
    say!("feeds-entries", n = number)
}

/// A feed's status in a word, and how that looks.
pub fn state(status: FeedStatus, odd: bool) -> (String, Mood) {
    match status {
        FeedStatus::New => (say!("feeds-state-waiting"), Mood::Waiting),
        FeedStatus::Fine if odd => (say!("feeds-state-odd"), Mood::Warning),
        FeedStatus::Fine => (say!("feeds-state-fine"), Mood::Fine),
        FeedStatus::Failing => (say!("feeds-state-failing"), Mood::Warning),
        FeedStatus::Broken => (say!("feeds-state-broken"), Mood::Bad),
        FeedStatus::Gone => (say!("feeds-state-gone"), Mood::Bad),
        FeedStatus::Locked => (say!("feeds-state-locked"), Mood::Bad),
    }
}

fn said(overview: &FeedOverview) -> String {
    let polling = &overview.feed.polling;
    let line = polling.last_error.as_ref().or(polling.last_result.as_ref());
    match line {
        Some(line) => capital(&lines::told(line)),
        None => say!("feeds-not-fetched"),
    }
}

/// A line with a capital in front, as sentences have it.
pub fn capital(line: &str) -> String {
    let mut signs = line.chars();
    match signs.next() {
        Some(first) => first.to_uppercase().chain(signs).collect(),
        None => String::new(),
    }
}

/// The feeds of one folder.
#[derive(Debug, Clone)]
pub struct FolderOfFeeds {
    /// Its name; empty at the top.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its feeds by title.
    pub feeds: Vec<FeedRow>,
}

/// Feeds by folder; they come in that order.
pub fn by_folder(overview: &[FeedOverview], when: &When) -> Vec<FolderOfFeeds> {
    let mut folders: Vec<FolderOfFeeds> = Vec::new();
    for one in overview {
        let name = &one.subscription.folder;
        let row = FeedRow::of(one, when);
        match folders.last_mut() {
            Some(folder) if folder.name == *name => folder.feeds.push(row),
            _ => folders.push(FolderOfFeeds {
                href: if name.is_empty() { String::new() } else { super::shell::folder_path(name) },
                name: name.clone(),
                feeds: vec![row],
            }),
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_with_a_capital() {
        assert_eq!(capital("the address answers 404"), "The address answers 404");
        assert_eq!(capital("ß"), "SS");
        assert_eq!(capital(""), "");
    }
}

//! How a feed fares: what its last polls brought, what is wrong with it, and what can be done.

use dateline_desk::Ailment;
use dateline_model::{Feed, PollNote};
use dateline_words::key;

use super::feed::capital;
use super::lines;
use crate::when::{Moment, When};

/// A poll, ready for a template.
#[derive(Debug, Clone)]
pub struct PollRow {
    /// When it was.
    pub at: Moment,
    /// What it brought, in a line.
    pub said: String,
    /// Whether it went wrong.
    pub failed: bool,
    /// Whether it brought something.
    pub news: bool,
}

impl PollRow {
    /// A poll as the feed's user sees it.
    pub fn of(note: &PollNote, when: &When) -> Self {
        Self {
            at: when.tell(note.at),
            said: capital(&lines::told(&note.result)),
            failed: note.failed,
            news: note.new_entries + note.changed_entries > 0,
        }
    }
}

/// What is wrong with a feed, and which buttons help.
#[derive(Debug, Clone, Default)]
pub struct Trouble {
    /// In a sentence or two.
    pub said: String,
    /// An address that may take the place of its own.
    pub other: Option<String>,
    /// Whether it may be asked once more, though it is not polled.
    pub revive: bool,
    /// Whether its page or site may tell of another feed.
    pub find: bool,
    /// Whether its page may be followed by a rule.
    pub rule: bool,
    /// Whether it asks for a password.
    pub password: bool,
    /// Whether it helps to ask it rarely.
    pub rarely: bool,
}

impl Trouble {
    /// The help for what is wrong with a feed; `None` where it is well.
    pub fn of(feed: &Feed, last: Option<&PollNote>) -> Option<Self> {
        let ailment = dateline_desk::ailment(feed, last)?;
        let trouble = Self { said: told(&ailment), ..Self::default() };
        Some(match ailment {
            Ailment::Moved { to } => Self { other: Some(to), ..trouble },
            Ailment::Left { .. } => Self { revive: true, ..trouble },
            Ailment::Replaced { by } => Self { other: Some(by), find: true, rule: true, ..trouble },
            Ailment::IsPage => Self { find: true, rule: true, ..trouble },
            Ailment::RuleFails => Self { rule: true, ..trouble },
            Ailment::Gone => Self { revive: true, find: feed.site_url.is_some(), ..trouble },
            Ailment::Locked => Self { password: true, revive: true, ..trouble },
            Ailment::Refused | Ailment::TooOften => Self { rarely: true, ..trouble },
            Ailment::Missing => Self { find: feed.site_url.is_some(), ..trouble },
            Ailment::Unreadable | Ailment::Unreachable => trouble,
        })
    }
}

/// What is wrong with a feed, in a sentence or two.
fn told(ailment: &Ailment) -> String {
    match ailment {
        Ailment::Moved { .. } => say!("feeds-ailment-moved"),
        Ailment::Left { .. } => say!("feeds-ailment-left"),
        Ailment::Replaced { .. } => say!("feeds-ailment-replaced"),
        Ailment::IsPage => say!("feeds-ailment-is-page"),
        Ailment::RuleFails => say!("feeds-ailment-rule-fails"),
        Ailment::Unreadable => say!("feeds-ailment-unreadable"),
        Ailment::Gone => say!("feeds-ailment-gone"),
        Ailment::Locked => say!("feeds-ailment-locked"),
        Ailment::Refused => say!("feeds-ailment-refused"),
        Ailment::TooOften => say!("feeds-ailment-too-often"),
        Ailment::Missing => say!("feeds-ailment-missing"),
        Ailment::Unreachable => say!("feeds-ailment-unreachable"),
    }
}

/// How often a feed may be polled by choice, in seconds, and the key of how that is told.
pub const INTERVALS: [(i64, &str); 9] = [
    (5 * 60, key!("feeds-pace-every-5-minutes")),
    (15 * 60, key!("feeds-pace-every-15-minutes")),
    (30 * 60, key!("feeds-pace-every-30-minutes")),
    (60 * 60, key!("feeds-pace-every-hour")),
    (2 * 60 * 60, key!("feeds-pace-every-2-hours")),
    (4 * 60 * 60, key!("feeds-pace-every-4-hours")),
    (8 * 60 * 60, key!("feeds-pace-every-8-hours")),
    (12 * 60 * 60, key!("feeds-pace-every-12-hours")),
    (24 * 60 * 60, key!("feeds-pace-once-a-day")),
];

//! What is wrong with a feed, in plain words, and what can be done about it. Pure.

use dateline_model::{Feed, FeedStatus, PollNote};
use serde::Serialize;

/// Something that is wrong with a feed and that its user can do something about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Ailment {
    /// Its server says that it has moved for good, which is not believed at once.
    Moved {
        /// Its new address.
        to: String,
    },
    /// It moved to where others read a feed already, so its readers follow that one now.
    Left {
        /// The address of that feed.
        to: String,
    },
    /// The page that stands in its place names a feed.
    Replaced {
        /// The address of that feed.
        by: String,
    },
    /// A web page stands in its place.
    IsPage,
    /// It is a page, and its rule finds nothing there any more.
    RuleFails,
    /// What stands there cannot be read as a feed.
    Unreadable,
    /// The publisher says that it is gone for good.
    Gone,
    /// It asks for a password.
    Locked,
    /// The server refuses to give it to us.
    Refused,
    /// The server says that we ask too often.
    TooOften,
    /// There is nothing at its address.
    Missing,
    /// The server has a fault or cannot be reached.
    Unreachable,
}

impl Ailment {
    /// What it is, in a sentence or two for the feed's user.
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::Moved { .. } => {
                "Its server says that it has moved for good. Dateline follows it there, and keeps the new address once it has seen this on three polls over a day."
            }
            Self::Left { .. } => {
                "It has moved, and you follow the feed at its new address now. This one is not asked any more; it stays with what it brought before, which belongs to nobody else’s feed."
            }
            Self::Replaced { .. } => {
                "A web page stands where the feed was. That page names another feed."
            }
            Self::IsPage => "A web page stands where the feed was.",
            Self::RuleFails => {
                "The rule finds no items any more. The page was probably built anew."
            }
            Self::Unreadable => {
                "What stands at its address cannot be read as a feed. Perhaps the publisher has a fault that passes; it is asked again, ever more rarely."
            }
            Self::Gone => {
                "Its publisher says that it is gone for good, so it is not asked any more."
            }
            Self::Locked => "It asks for a name and a password, so it is not polled.",
            Self::Refused => {
                "Its server refuses to give it to Dateline, and there is no way around that. It may help to ask the publisher to let feed readers through. Until then it is asked rarely."
            }
            Self::TooOften => {
                "Its server says that it is asked too often. Dateline waits as long as it wants, and may ask more rarely from now on."
            }
            Self::Missing => {
                "There is nothing at its address. It may come back, so it is asked again, ever more rarely; perhaps its site tells of another one."
            }
            Self::Unreachable => {
                "Its server cannot be reached, or has a fault. That mostly passes; it is asked again, ever more rarely."
            }
        }
    }
}

/// What is wrong with a feed, by its state and its last poll; `None` where it is well.
pub fn ailment(feed: &Feed, last: Option<&PollNote>) -> Option<Ailment> {
    let polling = &feed.polling;
    if polling.last_error.is_none() {
        let to = polling.moved_to.clone().filter(|to| *to != feed.url)?;
        let has_left = polling.status == FeedStatus::Gone;
        return Some(if has_left { Ailment::Left { to } } else { Ailment::Moved { to } });
    }
    match polling.status {
        FeedStatus::Gone => return Some(Ailment::Gone),
        FeedStatus::Locked => return Some(Ailment::Locked),
        _ => {}
    }
    let status = last.filter(|last| last.failed).and_then(|last| last.http_status);
    Some(match status {
        Some(200..=299) if feed.choices.page_rule.is_some() => Ailment::RuleFails,
        Some(200..=299) => match (&polling.offered_url, &polling.last_error) {
            (Some(by), _) => Ailment::Replaced { by: by.clone() },
            (None, Some(problem)) if problem.contains("web page") => Ailment::IsPage,
            _ => Ailment::Unreadable,
        },
        Some(401) => Ailment::Locked,
        Some(400 | 402 | 403 | 451) => Ailment::Refused,
        Some(404) => Ailment::Missing,
        Some(410) => Ailment::Gone,
        Some(429) => Ailment::TooOften,
        _ => Ailment::Unreachable,
    })
}

#[cfg(test)]
mod tests {
    use dateline_model::{FeedChoices, FeedId, FullText, PollingState};
    use jiff::Timestamp;

    use super::*;

    fn feed() -> Feed {
        let at = Timestamp::UNIX_EPOCH;
        Feed {
            id: FeedId(1),
            url: "https://a.example/feed".to_owned(),
            title: None,
            site_url: None,
            format: None,
            host: String::new(),
            bucket: 0,
            full_text: FullText::default(),
            choices: FeedChoices::default(),
            created_at: at,
            polling: PollingState::new_at(at),
        }
    }

    fn after(http_status: Option<u16>, problem: &str, feed: &mut Feed) -> Option<Ailment> {
        feed.polling.last_error = Some(problem.to_owned());
        let last = PollNote {
            at: Timestamp::UNIX_EPOCH,
            http_status,
            failed: true,
            result: problem.to_owned(),
            new_entries: 0,
            changed_entries: 0,
        };
        ailment(feed, Some(&last))
    }

    #[test]
    fn a_feed_that_is_well_has_none() {
        assert_eq!(ailment(&feed(), None), None);
    }

    #[test]
    fn each_failure_is_told_apart() {
        let of = |status, problem| after(status, problem, &mut feed());
        assert_eq!(of(Some(403), "x"), Some(Ailment::Refused));
        assert_eq!(of(Some(404), "x"), Some(Ailment::Missing));
        assert_eq!(of(Some(429), "x"), Some(Ailment::TooOften));
        assert_eq!(of(Some(503), "x"), Some(Ailment::Unreachable));
        assert_eq!(of(None, "x"), Some(Ailment::Unreachable));
        assert_eq!(of(Some(200), "this is a web page, not a feed"), Some(Ailment::IsPage));
        assert_eq!(of(Some(200), "the document is empty"), Some(Ailment::Unreadable));
    }

    #[test]
    fn what_was_found_in_its_place_is_offered() {
        let mut moved = feed();
        moved.polling.moved_to = Some("https://b.example/feed".to_owned());
        let to = "https://b.example/feed".to_owned();
        assert_eq!(ailment(&moved, None), Some(Ailment::Moved { to: to.clone() }));
        moved.polling.status = FeedStatus::Gone;
        assert_eq!(ailment(&moved, None), Some(Ailment::Left { to }));

        let mut replaced = feed();
        replaced.polling.offered_url = Some("https://a.example/new".to_owned());
        let by = "https://a.example/new".to_owned();
        assert_eq!(after(Some(200), "x", &mut replaced), Some(Ailment::Replaced { by }));

        let mut page = feed();
        page.choices.page_rule = Some("{}".to_owned());
        assert_eq!(after(Some(200), "x", &mut page), Some(Ailment::RuleFails));
    }
}

//! How far the first polls of a reader's feeds are, in a line.

use dateline_model::FirstPolls;

/// The line, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// "Fetching Bay Tribune … 14 of 60 feeds, 2 cannot be read".
    pub text: String,
    /// How many feeds were asked.
    pub done: u64,
    /// Of how many.
    pub of: u64,
}

impl UnderWay {
    /// What there is to tell while feeds are waited for; `None` when none are.
    pub fn of(polls: &FirstPolls) -> Option<Self> {
        polls.go_on().then(|| Self { text: told(polls), done: polls.polled, of: polls.feeds })
    }
}

/// The line as long as feeds are waited for, and the one that ends it.
pub fn told(polls: &FirstPolls) -> String {
    let FirstPolls { feeds, polled, failing, in_hand } = polls;
    match (in_hand.as_slice(), failing) {
        _ if !polls.go_on() && *failing == 0 => say!("progress-done", of = *feeds),
        _ if !polls.go_on() => say!("progress-done-failing", of = *feeds, failing = *failing),
        ([], 0) => say!("progress-waiting", done = *polled, of = *feeds),
        ([], _) => {
            say!("progress-waiting-failing", done = *polled, of = *feeds, failing = *failing)
        }
        ([one, ..], 0) => {
            say!("progress-fetching", feed = one.as_str(), done = *polled, of = *feeds)
        }
        ([one, ..], _) => say!(
            "progress-fetching-failing",
            feed = one.as_str(),
            done = *polled,
            of = *feeds,
            failing = *failing
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_what_is_fetched_how_far_it_is_and_what_fails() {
        let mut polls = FirstPolls {
            feeds: 60,
            polled: 14,
            failing: 2,
            in_hand: vec!["Die Zeit".to_owned(), "taz".to_owned()],
        };
        let line = UnderWay::of(&polls).unwrap();
        assert_eq!(line.text, "Fetching Die Zeit … 14 of 60 feeds, 2 cannot be read");
        assert_eq!((line.done, line.of), (14, 60));
        (polls.in_hand, polls.failing) = (Vec::new(), 0);
        assert_eq!(UnderWay::of(&polls).unwrap().text, "14 of 60 fetched");
        polls.polled = 60;
        assert_eq!(
            (UnderWay::of(&polls), told(&polls).as_str()),
            (None, "All 60 feeds are fetched.")
        );
    }
}

//! Which feed someone means by a number, an address or a part of its title.

use dateline_model::{FeedId, FeedOverview, address};

use crate::failure::WrongUsage;
use crate::terminal;

/// The feeds that words mean, each once, in the order of the words.
///
/// # Errors
/// When a word means no feed or could mean several.
pub fn choose(words: &[String], feeds: &[FeedOverview]) -> Result<Vec<FeedId>, WrongUsage> {
    let mut chosen = Vec::new();
    for word in words {
        let feed = one(word, feeds)?;
        if !chosen.contains(&feed) {
            chosen.push(feed);
        }
    }
    Ok(chosen)
}

fn one(word: &str, feeds: &[FeedOverview]) -> Result<FeedId, WrongUsage> {
    let word = word.trim();
    if let Ok(id) = word.parse::<FeedId>() {
        let known = feeds.iter().any(|overview| overview.feed.id == id);
        return if known { Ok(id) } else { Err(unknown(word)) };
    }
    let url = address::parse_typed(word).ok();
    let by_address = |overview: &&FeedOverview| {
        overview.feed.url == word
            || url.as_ref().is_some_and(|url| overview.feed.url == url.as_str())
    };
    if let Some(overview) = feeds.iter().find(by_address) {
        return Ok(overview.feed.id);
    }
    let folded = word.to_lowercase();
    let titled = |overview: &&FeedOverview| overview.title().to_lowercase() == folded;
    let partly = |overview: &&FeedOverview| overview.title().to_lowercase().contains(&folded);
    let mut found: Vec<&FeedOverview> = feeds.iter().filter(titled).collect();
    if found.is_empty() && !folded.is_empty() {
        found = feeds.iter().filter(partly).collect();
    }
    match found.as_slice() {
        [] => Err(unknown(word)),
        [overview] => Ok(overview.feed.id),
        several => Err(ambiguous(word, several)),
    }
}

fn unknown(word: &str) -> WrongUsage {
    WrongUsage(format!(
        "no feed is meant by “{}”; “dateline feeds” shows which there are",
        terminal::plain(word)
    ))
}

fn ambiguous(word: &str, several: &[&FeedOverview]) -> WrongUsage {
    const SHOWN: usize = 5;
    let named: Vec<String> = several
        .iter()
        .take(SHOWN)
        .map(|overview| format!("{} ({})", terminal::plain(overview.title()), overview.feed.id))
        .collect();
    let rest = several.len().saturating_sub(SHOWN);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    WrongUsage(format!(
        "“{}” could mean {}{more}; give the number of one",
        terminal::plain(word),
        named.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use dateline_model::{Feed, FeedChoices, FullText, PollingState, Subscription, UserId};
    use jiff::Timestamp;

    use super::*;

    fn feed(id: i64, url: &str, title: &str) -> FeedOverview {
        let at = Timestamp::UNIX_EPOCH;
        let feed = Feed {
            id: FeedId(id),
            url: url.to_owned(),
            title: Some(title.to_owned()),
            site_url: None,
            format: None,
            host: String::new(),
            bucket: 0,
            full_text: FullText::default(),
            choices: FeedChoices::default(),
            created_at: at,
            polling: PollingState::new_at(at),
        };
        let subscription = Subscription {
            user: UserId(1),
            feed: FeedId(id),
            title: None,
            folder: String::new(),
            created_at: at,
        };
        FeedOverview { feed, subscription, entries: 0, unread: 0, failed_reads: 0 }
    }

    fn choice(word: &str) -> Result<Vec<i64>, String> {
        let feeds = [
            feed(1, "https://a.example/feed", "Harbour News"),
            feed(2, "https://b.example/rss", "Harbour News Sport"),
            feed(3, "https://c.example/atom", "The Valley\x1b[2J"),
        ];
        let chosen = choose(&[word.to_owned()], &feeds).map_err(|error| error.to_string())?;
        Ok(chosen.into_iter().map(|id| id.0).collect())
    }

    #[test]
    fn a_number_an_address_or_a_part_of_the_title_will_do() {
        assert_eq!(choice("2").unwrap(), [2]);
        assert_eq!(choice("b.example/rss").unwrap(), [2]);
        assert_eq!(choice("harbour news").unwrap(), [1]);
        assert_eq!(choice("valley").unwrap(), [3]);
    }

    #[test]
    fn what_means_none_or_several_is_said() {
        assert!(choice("9").unwrap_err().contains("no feed is meant by “9”"));
        let error = choice("harbour").unwrap_err();
        assert!(error.contains("Harbour News (1), Harbour News Sport (2)"), "{error}");
    }
}

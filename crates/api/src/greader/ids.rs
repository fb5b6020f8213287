//! Ids of items in their three forms, and ids of streams.

use dateline_model::{EntryId, FeedId};

/// What the long form begins with.
const LONG: &str = "tag:google.com,2005:reader/item/";

/// The long form of an item's id: sixteen hexadecimal digits after a fixed beginning.
pub fn long(id: EntryId) -> String {
    format!("{LONG}{:016x}", id.0)
}

/// The item of an id in any of its forms. Our numbers have at most fifteen decimal digits, so that
/// sixteen hexadecimal ones are always the short form: Miniflux 2.2.6 took decimal numbers for
/// hexadecimal ones and found nothing.
pub fn item(text: &str) -> Option<EntryId> {
    let text = text.trim();
    let hex =
        |digits: &str| u64::from_str_radix(digits, 16).ok().and_then(|n| i64::try_from(n).ok());
    let all_hex = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = match text.strip_prefix(LONG) {
        Some(digits) if !digits.is_empty() && all_hex(digits) => hex(digits),
        Some(_) => None,
        None if text.len() == 16 && all_hex(text) => hex(text),
        None if text.bytes().all(|digit| digit.is_ascii_digit()) => text.parse().ok(),
        None => None,
    };
    number.filter(|number| *number > 0).map(EntryId)
}

/// A stream: what can be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamId {
    /// A feed by its number.
    Feed(FeedId),
    /// A feed by its address.
    FeedAt(String),
    /// A folder, or else a label: they share one space of names.
    Label(String),
    /// All items.
    ReadingList,
    /// What is starred.
    Starred,
    /// What is read.
    Read,
    /// What is unread. FreshRSS calls it `unread`; `kept-unread` was what a reader of Google's had
    /// marked so, and apps send it when they mark an item unread.
    Unread,
    /// A state that Dateline has nothing of: shared, liked, saved pages.
    Nothing,
}

/// The stream of an id.
pub fn stream(text: &str) -> Option<StreamId> {
    let text = text.trim();
    if let Some(feed) = text.strip_prefix("feed/") {
        return match feed.parse() {
            Ok(number) => Some(StreamId::Feed(FeedId(number))),
            Err(_) if feed.is_empty() => None,
            Err(_) => Some(StreamId::FeedAt(feed.to_owned())),
        };
    }
    // Whatever stands for the user (`-`, a number, a name), it is whoever asks.
    let (_, rest) = text.strip_prefix("user/")?.split_once('/')?;
    if let Some(label) = rest.strip_prefix("label/") {
        let label = label.trim();
        return (!label.is_empty()).then(|| StreamId::Label(label.to_owned()));
    }
    Some(match rest.strip_prefix("state/com.google/")? {
        "reading-list" => StreamId::ReadingList,
        "starred" => StreamId::Starred,
        "read" => StreamId::Read,
        "unread" | "kept-unread" => StreamId::Unread,
        "" => return None,
        _ => StreamId::Nothing,
    })
}

/// The id of a state.
pub fn state(name: &str) -> String {
    format!("user/-/state/com.google/{name}")
}

/// The id of a folder or label.
pub fn label(name: &str) -> String {
    format!("user/-/label/{name}")
}

/// The id of a feed.
pub fn feed(id: FeedId) -> String {
    format!("feed/{id}")
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn all_three_forms_of_an_items_id_are_one() {
        let id = EntryId(15_000);
        assert_eq!(long(id), "tag:google.com,2005:reader/item/0000000000003a98");
        for form in [long(id).as_str(), "0000000000003a98", "0000000000003A98", "15000", " 15000 "]
        {
            assert_eq!(item(form), Some(id), "{form}");
        }
        assert_eq!(item("999999999999999"), Some(EntryId(999_999_999_999_999)));
        for odd in
            ["", "x", "-1", "0", "+5", "ffffffffffffffff", "tag:google.com,2005:reader/item/"]
        {
            assert_eq!(item(odd), None, "{odd}");
        }
    }

    #[test]
    fn streams_are_read_whoever_the_user_is_said_to_be() {
        assert_eq!(stream("feed/12"), Some(StreamId::Feed(FeedId(12))));
        let by_address = StreamId::FeedAt("https://a.example/f".to_owned());
        assert_eq!(stream("feed/https://a.example/f"), Some(by_address));
        for user in ["-", "1", "ida"] {
            let label = StreamId::Label("News/Local".to_owned());
            assert_eq!(stream(&format!("user/{user}/label/News/Local")), Some(label));
            let starred = format!("user/{user}/state/com.google/starred");
            assert_eq!(stream(&starred), Some(StreamId::Starred));
        }
        assert_eq!(stream("user/-/state/com.google/like"), Some(StreamId::Nothing));
        assert_eq!(stream("user/-/state/com.google/kept-unread"), Some(StreamId::Unread));
        for odd in ["", "feed/", "user/-", "user/-/label/", "user/-/state/x/read", "label/x"] {
            assert_eq!(stream(odd), None, "{odd}");
        }
    }
}

//! Conditional requests: when a feed, as it is written, last became another one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use dateline_model::address::digest_bytes;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How many feeds are remembered; one that is forgotten is only sent once more.
const MOST: usize = 10_000;

/// What is known of the feeds that were asked for.
#[derive(Debug, Default)]
pub struct Fresh(Mutex<HashMap<String, (String, Timestamp)>>);

/// The validators of a feed (RFC 9110 8.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The entity tag; weak, since answers may be compressed.
    pub etag: String,
    /// Since when it is what it is, as far as this process saw.
    pub last_modified: String,
    since: Timestamp,
}

impl Fresh {
    /// Notes what stands at an address at a moment of the real world.
    pub fn note(&self, name: &str, body: &str, now: Timestamp) -> Seen {
        let digest = digest_bytes(body.as_bytes());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST && !known.contains_key(name) {
            known.clear();
        }
        let since = match known.get(name) {
            Some((before, since)) if *before == digest => *since,
            // The header tells whole seconds, and two changes within one must differ.
            Some((_, since)) => {
                now.max(since.checked_add(SignedDuration::from_secs(1)).unwrap_or(now))
            }
            None => now,
        };
        known.insert(name.to_owned(), (digest.clone(), since));
        let tag = digest.get(..20).unwrap_or(&digest);
        let last_modified =
            since.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        Seen { etag: format!("W/\"{tag}\""), last_modified, since }
    }
}

impl Seen {
    /// Whether a request says that it holds this already. The tag decides where one is sent.
    pub fn is_known_to(&self, headers: &HeaderMap) -> bool {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let mut tags = headers.get_all(header::IF_NONE_MATCH).iter().peekable();
        if tags.peek().is_some() {
            let ours = opaque(&self.etag);
            return tags
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .any(|tag| tag.trim() == "*" || opaque(tag) == ours);
        }
        let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
        let since = since.and_then(|text| {
            jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()
        });
        since.is_some_and(|held| self.since.as_second() <= held.as_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_770_000_000 + second).unwrap()
    }

    fn asks(name: axum::http::HeaderName, value: &str) -> HeaderMap {
        [(name, value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn the_same_feed_keeps_its_validators_and_another_gets_others() {
        let fresh = Fresh::default();
        let one = fresh.note("a.atom", "x", at(0));
        assert_eq!(fresh.note("a.atom", "x", at(900)), one);
        let two = fresh.note("a.atom", "y", at(900));
        assert_ne!(two.etag, one.etag);
        assert_ne!(two.last_modified, one.last_modified);
        let three = fresh.note("a.atom", "z", at(900));
        assert_ne!(three.last_modified, two.last_modified, "within one second");
    }

    #[test]
    fn a_tag_decides_before_a_date() {
        let fresh = Fresh::default();
        let seen = fresh.note("a.atom", "x", at(0));
        assert!(seen.is_known_to(&asks(header::IF_NONE_MATCH, &seen.etag)));
        let strong = seen.etag.trim_start_matches("W/").to_owned();
        assert!(seen.is_known_to(&asks(header::IF_NONE_MATCH, &format!("\"q\", {strong}"))));
        assert!(!seen.is_known_to(&asks(header::IF_NONE_MATCH, "\"q\"")));
        let mut both = asks(header::IF_NONE_MATCH, "\"q\"");
        both.insert(header::IF_MODIFIED_SINCE, seen.last_modified.parse().unwrap());
        assert!(!seen.is_known_to(&both));
        assert!(seen.is_known_to(&asks(header::IF_MODIFIED_SINCE, &seen.last_modified)));
        let before = "Sun, 01 Feb 2026 00:00:00 GMT";
        assert!(!seen.is_known_to(&asks(header::IF_MODIFIED_SINCE, before)), "{seen:?}");
        assert!(!seen.is_known_to(&asks(header::IF_MODIFIED_SINCE, "yesterday")));
        assert!(!seen.is_known_to(&HeaderMap::new()));
    }
}

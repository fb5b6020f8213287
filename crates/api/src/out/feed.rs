//! A feed before it is written in one form or another.

use dateline_model::address::digest;
use jiff::Timestamp;

/// How many characters of its text stand with an article, those that tell of more among them:
/// nobody who is not signed in gets more.
pub const SUMMARY: usize = 300;

/// A feed.
#[derive(Debug, Clone, PartialEq)]
pub struct OutFeed {
    /// Its id, the same wherever it is read.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it holds, in a line.
    pub about: String,
    /// When anything in it last changed.
    pub updated: Timestamp,
    /// The segments of the path of the page that shows the same.
    pub path: Vec<String>,
    /// What it lists.
    pub items: Vec<OutItem>,
}

/// A story or an article in it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutItem {
    /// Its id, the same in every feed that lists it.
    pub id: String,
    /// Its headline, never empty.
    pub title: String,
    /// Where it is read at its outlet.
    pub url: Option<String>,
    /// Where it says that it first appeared.
    pub origin: Option<String>,
    /// Who wrote it, or published it where nobody is named; never empty.
    pub authors: Vec<String>,
    /// Its first words, at most [`SUMMARY`] characters.
    pub summary: String,
    /// When it was published.
    pub published: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// Its language, as a tag of RFC 5646.
    pub language: Option<String>,
    /// Where this instance has it from.
    pub source: Option<Source>,
    /// Who says what in the summary: only of sentences that stand in it whole, so that they add no
    /// words of the article's to it.
    pub statements: Vec<OutStatement>,
}

/// A statement in a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutStatement {
    /// Who; absent where the text names nobody.
    pub speaker: Option<String>,
    /// What was done, by its name: `assertion`, `denial`.
    pub act: &'static str,
    /// The sentence, as the article has it.
    pub sentence: String,
    /// The sentences that dispute it; they stand in the summary too.
    pub disputes: Vec<String>,
}

/// The name of the elements and members that tell of statements.
pub const STATEMENTS: &str = "urn:dateline:statements";

/// The feed or outlet that an article is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// The address of the feed, where that is no secret.
    pub feed: Option<String>,
    /// The address of the outlet.
    pub home: Option<String>,
}

/// An id that is unique in the world and stays: a UUID (RFC 9562, version 8) made from the name of
/// this instance and what is named.
pub fn id_of(instance: &str, kind: &str, name: &str) -> String {
    let hex = digest(&["feeds out", instance, kind, name]);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    // Version and variant stand where every UUID has them.
    let variant = match part(16, 17) {
        "0" | "4" | "8" | "c" => '8',
        "1" | "5" | "9" | "d" => '9',
        "2" | "6" | "a" | "e" => 'a',
        _ => 'b',
    };
    format!(
        "urn:uuid:{}-{}-8{}-{variant}{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_that_stay() {
        let id = id_of("one", "article", "7");
        assert_eq!(id, id_of("one", "article", "7"));
        assert_ne!(id, id_of("two", "article", "7"));
        assert_ne!(id, id_of("one", "story", "7"));
        let uuid = id.strip_prefix("urn:uuid:").unwrap();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
        assert_eq!(uuid.as_bytes()[14], b'8', "{uuid}");
        assert!(b"89ab".contains(&uuid.as_bytes()[19]), "{uuid}");
    }
}

//! People with an account, and their sessions in a browser.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::UserId;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, other people's accounts included.
    Admin,
    /// Everything of their own.
    Member,
}

impl Role {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
        }
    }

    /// The role of a stored word; what is not known may do least.
    pub fn from_stored(word: &str) -> Self {
        if word == "admin" { Self::Admin } else { Self::Member }
    }
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Their number. The owner, who exists from the first start on, is 1.
    pub id: UserId,
    /// The name they sign in with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The PHC string of their password's hash; `None` until one was chosen, and then nobody can
    /// sign in as them.
    #[serde(skip)]
    pub password_hash: Option<String>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// How they like to read.
    #[serde(skip)]
    pub reading: ReadingChoices,
}

/// How somebody likes to read; what they never chose is `false`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingChoices {
    /// The classic view is where they begin, not the newspaper.
    pub starts_classic: bool,
    /// The classic view shows titles without excerpts.
    pub titles_only: bool,
    /// The classic view begins with the oldest.
    pub oldest_first: bool,
    /// The classic view shows what was read, too.
    pub shows_read: bool,
    /// What is scrolled past in the classic view counts as read.
    pub marks_passed: bool,
    /// Single keys do nothing (WCAG 2.2, success criterion 2.1.4).
    pub without_keys: bool,
    /// When they read what is not counted, and forgotten after a day.
    pub uncounted: bool,
    /// From when on it is counted, where it was not before.
    pub counted_since: Option<Timestamp>,
    /// The tongue in which they are written to, as they last chose it while signed in.
    pub tongue: Option<TongueTag>,
}

/// The tag (BCP 47) of a tongue that somebody chose. One that is longer than eight letters is none of
/// ours and kept as an empty tag, so that choices which another version wrote can always be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct TongueTag([u8; 8]);

impl TongueTag {
    /// The tag as it was chosen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end_matches('\0')
    }
}

impl From<&str> for TongueTag {
    fn from(tag: &str) -> Self {
        let mut kept = [0; 8];
        if let Some(place) = kept.get_mut(..tag.len()).filter(|_| tag.is_ascii()) {
            place.copy_from_slice(tag.as_bytes());
        }
        Self(kept)
    }
}

impl From<String> for TongueTag {
    fn from(tag: String) -> Self {
        Self::from(tag.as_str())
    }
}

impl From<TongueTag> for String {
    fn from(tag: TongueTag) -> Self {
        tag.as_str().to_owned()
    }
}

/// A session about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Whose it is.
    pub user: UserId,
    /// The hash of the token in the cookie, in hex; the token itself is never stored.
    pub token_hash: String,
    /// The secret that forms of this session carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// What the browser called itself, shortened to 200 characters.
    pub browser: String,
}

/// A running session with its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub user: User,
    /// The secret that forms of this session carry.
    pub csrf: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it began or, to the hour, was used last.
    pub seen_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_of_another_version_can_be_read() {
        let read = |text: &str| serde_json::from_str::<ReadingChoices>(text).unwrap().tongue;
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"tongue":"de"}"#), Some(TongueTag::from("de")));
        assert_eq!(read(r#"{"tongue":"de-CH-1996-x"}"#).unwrap().as_str(), "");
        assert_eq!(serde_json::to_string(&TongueTag::from("de")).unwrap(), r#""de""#);
    }
}

//! Ids as types of their own, so that a feed's number cannot pass for an article's.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A feed, shared by all who subscribe to it.
    FeedId
);
id!(
    /// An entry. Positive, grows in order of arrival and becomes visible in that order, and is
    /// never sixteen digits long: reader apps take such a number for hexadecimal.
    EntryId
);
id!(
    /// An article, however many entries lead to it.
    ArticleId
);
id!(
    /// An earlier text of an article.
    RevisionId
);
id!(
    /// A story. Its number stays its address for ever, also after it has become part of another.
    StoryId
);
id!(
    /// A statement of an article, as long as the article's words and the rules are the same.
    StatementId
);
id!(
    /// An outlet.
    OutletId
);
id!(
    /// A person with an account.
    UserId
);
id!(
    /// A piece of work that waits or has failed.
    JobId
);
id!(
    /// A search that is kept.
    SearchId
);
id!(
    /// A rule.
    RuleId
);
id!(
    /// Where alerts go.
    TargetId
);
id!(
    /// An alert.
    AlertId
);
id!(
    /// A user's folder.
    FolderId
);
id!(
    /// An app password.
    AppPasswordId
);
id!(
    /// An invitation.
    InvitationId
);
id!(
    /// What was marked read in one go.
    MarkingId
);
id!(
    /// A passkey.
    PasskeyId
);
id!(
    /// A feed for other readers.
    FeedOutId
);

/// The name under which one running process holds leases; unique to each start of a process.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkerId(pub String);

//! How people come in: invitations, accounts elsewhere, passkeys, and where they are signed in.

use jiff::Timestamp;
use serde::Serialize;

use crate::{InvitationId, PasskeyId, Role, UserId};

/// An invitation that waits for whoever got its link; the token of the link is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Its number.
    pub id: InvitationId,
    /// What its guest will be.
    pub role: Role,
    /// Whom it is for, in the words of the admin who made it.
    pub note: String,
    /// The admin who made it.
    pub made_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// An invitation about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// The digest of the token in its link.
    pub token_hash: String,
    /// What its guest will be.
    pub role: Role,
    /// Whom it is for.
    pub note: String,
    /// The admin who makes it.
    pub made_by: UserId,
    /// When it is made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// An account at an OpenID provider that signs in as a user here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The provider, by the `iss` of its tokens.
    pub issuer: String,
    /// The account there, by the `sub` of its tokens.
    pub subject: String,
    /// Who it signs in as.
    pub user: UserId,
    /// What the provider called it when it was linked.
    pub name: String,
    /// When it was linked.
    pub created_at: Timestamp,
}

/// A passkey (WebAuthn credential) of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its number.
    pub id: PasskeyId,
    /// Who signs in with it.
    pub user: UserId,
    /// The credential's own id, as base64url without padding.
    pub credential: String,
    /// What its user calls it.
    pub name: String,
    /// Its public key, as `auth` wrote it.
    pub public_key: String,
    /// How often its authenticator says that it signed; 0 where it does not count.
    pub counter: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
}

/// A passkey about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    /// Who signs in with it.
    pub user: UserId,
    /// The credential's own id, as base64url without padding.
    pub credential: String,
    /// What its user calls it.
    pub name: String,
    /// Its public key, as `auth` wrote it.
    pub public_key: String,
    /// How often its authenticator says that it signed.
    pub counter: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A running session as its user sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The hash of its token, under which it is ended.
    pub token_hash: String,
    /// What the browser called itself.
    pub browser: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the hour; `None` before its second hour.
    pub seen_at: Option<Timestamp>,
}

/// What goes with an account when it is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UserHoldings {
    /// Feeds that the user subscribes to.
    pub feeds: u64,
    /// Those of them that nobody else reads, which go with all that only they hold.
    pub feeds_alone: u64,
    /// Articles that the user starred.
    pub starred: u64,
    /// Searches that the user keeps.
    pub searches: u64,
    /// App passwords of programs that sign in as the user.
    pub app_passwords: u64,
}

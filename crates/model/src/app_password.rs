//! App passwords: what a program signs in with instead of its user's own password.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AppPasswordId, UserId};

/// What a program may do beside reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scopes {
    /// Change what is its user's: marks, labels, subscriptions.
    pub write: bool,
    /// What only an admin may do, where its user is one.
    pub admin: bool,
}

/// An app password as it is listed; its secret is shown once and never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppPassword {
    /// Its number.
    pub id: AppPasswordId,
    /// Whose it is.
    pub user: UserId,
    /// What its user calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last, to the hour; `None` if never.
    pub used_at: Option<Timestamp>,
}

/// An app password about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAppPassword {
    /// Whose it is.
    pub user: UserId,
    /// What its user calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// The digest of its secret.
    pub digest: String,
    /// The digest of the key that Fever's protocol makes of the user's name and the secret.
    pub fever_digest: String,
    /// When it was made.
    pub created_at: Timestamp,
}

//! What the crates below say went wrong, told to people in their tongue.

use dateline_auth::names::{self, NameError};
use dateline_auth::password::{self, PasswordError};

use super::text::sentence;

/// Why somebody cannot be called so.
pub fn of_name(error: NameError) -> String {
    match error {
        NameError::Length => say!("people-name-length", n = names::LONGEST),
        NameError::Unseen => say!("people-name-unseen"),
    }
}

/// Why a password cannot be used.
pub fn of_password(error: &PasswordError) -> String {
    match error {
        PasswordError::Short => say!("people-password-short", n = password::SHORTEST),
        PasswordError::Long => say!("people-password-long", n = password::LONGEST),
        PasswordError::Guessable => say!("people-password-guessable"),
        PasswordError::Hash(_) => sentence(error),
    }
}

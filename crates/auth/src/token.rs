//! The token that lets the owner set up an instance from another machine.

use dateline_store::{Store, StoreError};

use super::random::{NoRandomness, random_hex, same_secret};

/// The name under which the store keeps it, so that all processes and restarts share one.
const SECRET: &str = "setup-token";

/// What the terminal prints at the first start and the set-up page asks for when it is opened
/// from another machine.
#[derive(Clone)]
pub struct SetupToken(String);

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum SetupTokenError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system failed.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl SetupToken {
    /// The token of an instance, made at the first call.
    ///
    /// # Errors
    /// When the store cannot be read or the system gives no random bytes.
    pub async fn of(store: &Store) -> Result<Self, SetupTokenError> {
        let fresh = readable(&random_hex()?);
        Ok(Self(store.secret(SECRET, &fresh).await?))
    }

    /// A token of one's own, for tests and embedders.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// The token, to be shown to the person at the terminal and to nobody else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The secret itself, to derive keys from.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether somebody typed it; blanks around it do not matter.
    pub fn is(&self, typed: &str) -> bool {
        !self.0.is_empty() && same_secret(self.0.as_bytes(), typed.trim().as_bytes())
    }
}

impl std::fmt::Debug for SetupToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SetupToken(…)")
    }
}

/// 96 bits in groups of six, which can be typed from a screen.
fn readable(hex: &str) -> String {
    let groups: Vec<&str> = (0..4).filter_map(|group| hex.get(group * 6..group * 6 + 6)).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_shown_to_nobody_by_accident() {
        let token = SetupToken::new("abcdef-123456");
        assert!(!format!("{token:?}").contains("abcdef"));
        assert!(token.is(" abcdef-123456\n"));
        assert!(!token.is("abcdef-12345"));
        assert!(!SetupToken::new("").is(""));
    }

    #[test]
    fn a_fresh_token_can_be_typed() {
        assert_eq!(readable("0123456789abcdef0123456789abcdef"), "012345-6789ab-cdef01-234567");
    }
}

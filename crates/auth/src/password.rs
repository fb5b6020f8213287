//! Passwords: hashed with Argon2id, away from the async threads and never many at once.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// The fewest characters a new password may have.
pub const SHORTEST: usize = 8;

/// The most bytes that are hashed; more is no safer and only costs time.
pub const LONGEST: usize = 1024;

/// How many hashes run at once. Each takes 19 MiB, and a small machine must survive a flood of
/// sign-ins.
const AT_ONCE: usize = 2;

/// Why a password cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// It has fewer than eight characters.
    #[error("the password is too short: it needs at least {SHORTEST} characters")]
    Short,
    /// It is longer than anyone types.
    #[error("the password is too long: at most {LONGEST} bytes are possible")]
    Long,
    /// It is among the first that anybody would try.
    #[error(
        "the password is too easy to guess: choose one that is not your name, not a row of keys \
         and not a usual one"
    )]
    Guessable,
    /// The hash could not be computed.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// Hashes a new password with Argon2id into a PHC string. It works for some tens of milliseconds
/// on the calling thread; web handlers use their own bounded threads.
///
/// # Errors
/// When the password has fewer than 8 characters or more than 1,024 bytes, or when the system
/// gives no random bytes for a salt.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::Short);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::Long);
    }
    hash(password)
}

/// What people choose who were asked for at least eight characters.
const USUAL: [&str; 24] = [
    "password",
    "passwort",
    "passw0rd",
    "p@ssw0rd",
    "letmein",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno",
    "whatever",
    "starwars",
    "computer",
    "dateline",
    "changeme",
    "qwertyui",
    "qwertyuiop",
    "qwertzui",
    "azertyui",
    "asdfghjk",
    "qazwsxedc",
    "1q2w3e4r",
];

/// Whether a new password can be used by this person.
///
/// # Errors
/// When it has fewer than 8 characters or more than 1,024 bytes, or is among the first that
/// anybody would try: the name itself, a row of keys, a usual word with digits around it.
pub fn check_new(password: &str, name: &str) -> Result<(), PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::Short);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::Long);
    }
    let lower = password.to_lowercase();
    let bare =
        lower.trim_matches(|sign: char| sign.is_ascii_digit() || sign.is_ascii_punctuation());
    let is_usual = |text: &str| USUAL.contains(&text);
    let name = name.trim().to_lowercase();
    let is_name = lower == name || (!bare.is_empty() && bare == name);
    if is_name || is_row(&lower) || is_usual(&lower) || is_usual(bare) {
        return Err(PasswordError::Guessable);
    }
    Ok(())
}

/// Whether each character is its neighbour's neighbour: "aaaaaaaa", "12345678", "87654321".
fn is_row(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|sign| i64::from(u32::from(sign))).collect();
    let steps = |wanted: i64| {
        let step = |pair: &[i64]| match pair {
            // 0 follows 9 on a keyboard.
            [57, 48] => 1,
            [one, next] => next - one,
            _ => 0,
        };
        codes.windows(2).all(|pair| step(pair) == wanted)
    };
    steps(0) || steps(1) || steps(-1)
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// Hashes and verifies for handlers.
#[derive(Debug, Clone)]
pub struct Hasher {
    turns: Arc<Semaphore>,
    /// Verified against where no such user exists, so that the answer takes as long.
    decoy: Arc<tokio::sync::OnceCell<String>>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), decoy: Arc::default() }
    }
}

impl Hasher {
    /// Hashes a new password.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.blocking(move || hash_password(&password)).await?
    }

    /// Whether a password is the one of a stored hash. Without a hash the answer is no, after the
    /// same work.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let make = || async { self.blocking(|| hash("no such user")).await? };
        let decoy = self.decoy.get_or_try_init(make).await?.clone();
        self.blocking(move || {
            let known = stored.is_some() && password.len() <= LONGEST;
            let matches = verify(&password, stored.as_deref().unwrap_or(&decoy));
            known && matches
        })
        .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let failed = |error: &dyn std::fmt::Display| PasswordError::Hash(error.to_string());
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|e| failed(&e))?;
        // The turn goes along: a request that is given up must not let a third hash start.
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        })
        .await
        .map_err(|error| failed(&error))
    }
}

fn verify(password: &str, stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(matches!(hash_password("1234567"), Err(PasswordError::Short)));
        assert!(matches!(hash_password(&"x".repeat(2000)), Err(PasswordError::Long)));
    }

    #[test]
    fn what_anybody_would_try_first_is_no_new_password() {
        for bad in [
            "12345678",
            "1234567890",
            "87654321",
            "aaaaaaaa",
            "Password",
            "password1!",
            "PASSWORT123",
            "qwertyuiop",
            "charlotte",
            "Charlotte99",
            "123charlotte",
        ] {
            assert!(matches!(check_new(bad, "Charlotte"), Err(PasswordError::Guessable)), "{bad}");
        }
        for good in ["correct horse", "a good password", "demo-demo", "charlotte's web", "12345679"]
        {
            assert!(check_new(good, "charlotte").is_ok(), "{good}");
        }
        assert!(check_new("99999990", "").is_ok() && check_new("correct horse", "").is_ok());
        assert!(matches!(check_new("short", "x"), Err(PasswordError::Short)));
        assert!(matches!(check_new(&"xy".repeat(600), "x"), Err(PasswordError::Long)));
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_passes() {
        let hasher = Hasher::default();
        let stored = hasher.hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(hasher.verify("correct horse".into(), Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify("wrong horse".into(), Some(stored)).await.unwrap());
        assert!(!hasher.verify("no such user".into(), None).await.unwrap());
    }
}

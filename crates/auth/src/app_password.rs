//! App passwords: what a program signs in with instead of its user's own password.
//!
//! The secret is shown once. What is kept are digests: a secret of 140 random bits cannot be
//! guessed, so that a fast digest is as good as a slow one, and an app's every request is cheap.

use md5::{Digest, Md5};

use crate::random::{NoRandomness, random_bytes, to_hex};

/// How many characters a secret has, at five bits each.
pub const LENGTH: usize = 28;

/// Digits and lower-case letters without those that look like others: a secret is typed on phones.
const ALPHABET: [u8; 32] = *b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new secret, to be shown once.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A new secret of 140 random bits.
///
/// # Errors
/// When the system gives no random bytes.
pub fn make() -> Result<Secret, NoRandomness> {
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte % 32)]);
    Ok(Secret(random_bytes()?.into_iter().take(LENGTH).map(letter).collect()))
}

/// What is kept of a secret. Blanks around it, which a phone's keyboard adds, do not matter.
pub fn digest(secret: &str) -> String {
    blake3::hash(secret.trim().as_bytes()).to_hex().to_string()
}

/// The key that Fever's protocol makes of a name and a secret: the MD5 of `name:secret` as
/// lower-case hexadecimal digits. The protocol demands it; the secret in it cannot be guessed.
pub fn fever_key(user_name: &str, secret: &str) -> String {
    to_hex(&Md5::digest(format!("{user_name}:{}", secret.trim()).as_bytes()))
}

/// What is kept of such a key, whatever its capitals.
pub fn fever_digest(key: &str) -> String {
    blake3::hash(key.trim().to_ascii_lowercase().as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_readable_and_never_the_same() {
        let (one, other) = (make().unwrap(), make().unwrap());
        assert_eq!(one.reveal().len(), LENGTH);
        assert!(one.reveal().bytes().all(|byte| ALPHABET.contains(&byte)));
        assert_ne!(one.reveal(), other.reveal());
        assert!(!format!("{one:?}").contains(one.reveal()));
    }

    #[test]
    fn a_secret_is_known_by_its_digest_only() {
        assert_eq!(digest(" abc\n"), digest("abc"));
        assert_ne!(digest("abc"), digest("abd"));
        assert!(!digest("abc").contains("abc"));
    }

    #[test]
    fn a_key_of_fever_is_the_md5_of_name_and_secret() {
        assert_eq!(fever_key("ida", "secret"), "60ee5a5d8496e0687c10df9ff8c42084");
        assert_eq!(fever_digest("AB12"), fever_digest("ab12"));
    }
}

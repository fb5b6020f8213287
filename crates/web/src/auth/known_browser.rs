//! Browsers in which somebody has signed in before.
//!
//! Failed tries slow down further ones for the same name, which would let anyone keep the owner
//! out by failing in their name. A browser that has signed in with a name before is not slowed
//! down by what others do with it.

use axum::http::HeaderMap;

use super::session::cookie;
use dateline_auth::token::SetupToken;

/// The cookie that such a browser carries.
pub const COOKIE: &str = "dateline_browser";

/// How long it is known, in seconds.
pub const SECONDS: i64 = 400 * 86_400;

/// Makes and knows the marks of browsers, by a key that only this instance has.
pub struct KnownBrowsers {
    key: [u8; 32],
}

impl KnownBrowsers {
    /// By a key derived from the secret that the store made at its first start.
    pub fn new(secret: &SetupToken) -> Self {
        Self { key: blake3::derive_key("dateline 2026 browsers that are known", secret.bytes()) }
    }

    /// What the cookie holds after a sign-in with this name.
    pub fn mark(&self, name: &str) -> String {
        self.of(name).to_hex().to_string()
    }

    /// Whether the browser has signed in with this name before.
    pub fn knows(&self, headers: &HeaderMap, name: &str) -> bool {
        let mark = cookie(headers, COOKIE).and_then(|mark| blake3::Hash::from_hex(mark).ok());
        // Hashes are compared in constant time.
        mark.is_some_and(|mark| mark == self.of(name))
    }

    fn of(&self, name: &str) -> blake3::Hash {
        blake3::keyed_hash(&self.key, name.trim().to_lowercase().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_holds_for_its_name_and_its_instance_only() {
        let here = KnownBrowsers::new(&SetupToken::new("a"));
        let elsewhere = KnownBrowsers::new(&SetupToken::new("b"));
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("{COOKIE}={}", here.mark("Ada")).parse().unwrap());
        assert!(here.knows(&headers, "ada "));
        assert!(!here.knows(&headers, "bob"));
        assert!(!elsewhere.knows(&headers, "ada"));
        assert!(!here.knows(&HeaderMap::new(), "ada"));
    }
}

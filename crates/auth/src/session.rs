//! The cookie that says who is signed in in a browser.

use axum::http::{HeaderMap, header};
use dateline_model::Session;
use dateline_store::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// How exactly it is kept when a session was used: a page costs no write each time.
const SEEN: SignedDuration = SignedDuration::from_hours(1);

/// The cookie of a session.
pub const COOKIE: &str = "dateline_session";

/// The running session that a request's cookie belongs to, with the hash under which the store
/// knows it.
///
/// # Errors
/// When the store fails.
pub async fn of_request(
    store: &Store,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Option<(Session, String)>, StoreError> {
    let Some(token) = cookie(headers, COOKIE).filter(|token| token.len() == 64) else {
        return Ok(None);
    };
    let token_hash = hash_token(token);
    let Some(session) = store.session(&token_hash, now).await? else { return Ok(None) };
    if now.duration_since(session.seen_at) >= SEEN {
        store.see_session(&token_hash, now).await?;
    }
    Ok(Some((session, token_hash)))
}

/// The hash of a cookie's token: all that the store knows of it.
pub fn hash_token(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(
        |line| {
            line.split(';').find_map(|pair| {
                let (key, value) = pair.trim().split_once('=')?;
                (key == name).then_some(value)
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; dateline_session=abc; b=2".parse().unwrap());
        assert_eq!(cookie(&headers, COOKIE), Some("abc"));
        assert_eq!(cookie(&headers, "session"), None);
        headers.append(header::COOKIE, "c=3".parse().unwrap());
        assert_eq!(cookie(&headers, "c"), Some("3"));
    }
}

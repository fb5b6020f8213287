//! Sessions: who is signed in, by a cookie whose token the store knows only as a hash.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use dateline_model::{NewSession, User};
use jiff::{SignedDuration, Timestamp};

use crate::errors::PageError;
use crate::security::csrf;
use crate::state::App;
use dateline_auth::random::random_hex;

/// The cookie of a session.
pub const COOKIE: &str = "dateline_session";

/// How long a session lasts, in days of the real world.
const DAYS: i64 = 30;

/// A signed-in person, as handlers get them. Without a session a page leads to sign-in.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who it is.
    pub user: User,
    /// The secret that the forms of this session carry.
    pub csrf: String,
    /// The hash under which the store knows the session.
    pub token_hash: String,
}

impl Reader {
    /// The secret as it is written into a form: masked anew each time, so that compressing the
    /// answer never tells anything about it.
    pub fn form_token(&self) -> Result<String, PageError> {
        Ok(csrf::mask(&self.csrf)?)
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        match current(app, &parts.headers).await? {
            Some(reader) => Ok(reader),
            None => Err(PageError::SignIn {
                back: (parts.method == Method::GET)
                    .then(|| parts.uri.path_and_query().map(ToString::to_string))
                    .flatten(),
            }),
        }
    }
}

/// Whoever a request's cookie belongs to.
pub async fn current(app: &App, headers: &HeaderMap) -> Result<Option<Reader>, PageError> {
    let Some(token) = cookie(headers, COOKIE).filter(|token| token.len() == 64) else {
        return Ok(None);
    };
    let token_hash = hash_token(token);
    let session = app.desk.store().session(&token_hash, app.now()).await?;
    Ok(session.map(|session| Reader { user: session.user, csrf: session.csrf, token_hash }))
}

/// Begins a session and gives the cookie that carries it. An older session of this browser ends:
/// a token that somebody planted before must be worth nothing after.
pub async fn begin(app: &App, user: &User, headers: &HeaderMap) -> Result<HeaderValue, PageError> {
    if let Some(old) = cookie(headers, COOKIE) {
        app.desk.store().end_session(&hash_token(old)).await?;
    }
    let token = random_hex()?;
    let now = app.now();
    let browser = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    app.desk
        .store()
        .create_session(NewSession {
            user: user.id,
            token_hash: hash_token(&token),
            csrf: random_hex()?,
            created_at: now,
            expires_at: now.saturating_add(lifetime(app)).unwrap_or(Timestamp::MAX),
            browser: browser.unwrap_or_default().chars().take(200).collect(),
        })
        .await?;
    app.set_cookie(COOKIE, &token, DAYS * 86_400, "Lax")
}

/// The cookie that makes a browser forget its session.
pub fn forget(app: &App) -> Result<HeaderValue, PageError> {
    app.set_cookie(COOKIE, "", 0, "Lax")
}

/// Thirty days of the real world, in the time of the instance's clock: a trial clock that runs an
/// hour a second must not sign people out after twelve minutes.
fn lifetime(app: &App) -> SignedDuration {
    let speed = app.desk.clock().as_trial().map_or(1.0, |(_, speed)| speed.max(1.0));
    let seconds = SignedDuration::from_hours(24 * DAYS).as_secs_f64() * speed;
    SignedDuration::try_from_secs_f64(seconds).unwrap_or(SignedDuration::MAX)
}

fn hash_token(token: &str) -> String {
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

/// The address a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let connect = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        connect.map(|ConnectInfo(peer)| Self(*peer)).ok_or(PageError::NoPeer)
    }
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

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
use dateline_auth::session::{self, hash_token};
pub use dateline_auth::session::{COOKIE, cookie};

/// How long a session lasts, in days of the real world.
const DAYS: i64 = 30;

/// A signed-in person, as handlers get them. Without a session a page leads to sign-in.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who it is.
    pub user: User,
    /// The secret that the forms of this session carry.
    pub csrf: String,
    /// The hash under which the store knows the session; empty where a proxy says who it is.
    pub token_hash: String,
    /// Whether a proxy says who it is: then that is where they sign in and out.
    pub by_proxy: bool,
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
        let Peer(peer) = Peer::from_request_parts(parts, app).await?;
        match current(app, peer, &parts.headers).await? {
            Some(reader) => Ok(reader),
            None => Err(PageError::SignIn {
                back: (parts.method == Method::GET)
                    .then(|| parts.uri.path_and_query().map(ToString::to_string))
                    .flatten(),
            }),
        }
    }
}

/// Whoever a listed proxy says that it is, else whoever a request's cookie belongs to.
pub async fn current(
    app: &App,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Option<Reader>, PageError> {
    if let Some(reader) = by_proxy(app, peer, headers).await? {
        return Ok(Some(reader));
    }
    let found = session::of_request(app.desk.store(), headers, app.now()).await?;
    Ok(found.map(|(session, token_hash)| Reader {
        user: session.user,
        csrf: session.csrf,
        token_hash,
        by_proxy: false,
    }))
}

/// The person whom a proxy names, where proxies do that here. A name makes no account, and one that
/// nobody has is nobody, whatever cookie came with it.
async fn by_proxy(
    app: &App,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Option<Reader>, PageError> {
    let Some(header) = &app.settings.proxy_header else { return Ok(None) };
    let Some(name) = app.settings.proxies.user_name(peer, headers, header) else {
        return Ok(None);
    };
    let user = app.desk.store().user_by_name(&name).await?;
    let user = user.ok_or(PageError::UnknownToUs(name))?;
    Ok(Some(Reader { csrf: csrf_of(app, &user), user, token_hash: String::new(), by_proxy: true }))
}

/// The secret of the forms of somebody who has no session: it needs a key that only this instance
/// has, and is another for each account.
fn csrf_of(app: &App, user: &User) -> String {
    let key = blake3::derive_key("dateline 2026 forms behind a proxy", app.setup_token.bytes());
    let whose = format!("{} {}", user.id, user.created_at);
    blake3::keyed_hash(&key, whose.as_bytes()).to_hex().to_string()
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

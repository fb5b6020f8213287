//! Signing in by an OpenID provider, linking an account there, and coming by an invitation with one.
//!
//! The provider sends the browser back with a GET, as its protocol has it. That request counts only
//! together with the cookie of what this very browser began here with a form and its token. Who can
//! plant cookies must not choose what it says, so it bears a mark that only this instance can make.

use std::time::Instant;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use dateline_auth::governor::Who;
use dateline_auth::names;
use dateline_auth::oidc::{Claims, Flow, OidcError, Provider, Returned};
use dateline_auth::random::same_secret;
use dateline_auth::session::hash_token;
use dateline_model::{Identity, User, UserId};
use dateline_store::StoreError;
use serde::{Deserialize, Serialize};

use crate::auth::session::{self, Peer, Reader, cookie};
use crate::errors::{PageError, wait_text};
use crate::extract::Ask;
use crate::security::csrf::{Anonymous, Nothing, Signed};
use crate::security::redirect::{safe_path, see_other};
use crate::state::App;
use crate::views::shell::Shell;
use crate::views::{faults, page};

/// The cookie that a browser carries while its person is at the provider, for ten minutes.
const COOKIE: &str = "dateline_away";
const SECONDS: i64 = 600;

/// Its addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/login/oidc", post(leave))
        .route("/login/oidc/callback", get(come_back))
        .route("/account/oidc", post(link))
        .route("/account/oidc/unlink", post(unlink))
}

/// What the cookie holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Away {
    flow: String,
    /// Where to go after sign-in.
    #[serde(default)]
    next: String,
    /// Who links an account.
    user: Option<i64>,
    /// The token of an invitation, and the name that its guest chose.
    #[serde(default)]
    invitation: String,
    #[serde(default)]
    name: String,
    /// What only this instance can make of all of the above, for one session; see [`mark`].
    #[serde(default)]
    mark: String,
}

/// The mark of what a cookie holds. A link bears that of the session in which it was begun, by the
/// secret of its forms: nobody else can begin one for it. (Before sign-in there is nothing that
/// comes back from another site and that who can plant one cookie could not plant as well.)
fn mark(app: &App, away: &Away, session: &str) -> String {
    let key = blake3::derive_key("dateline 2026 away at a provider", app.setup_token.bytes());
    let user = away.user.map(|user| user.to_string()).unwrap_or_default();
    let mut hasher = blake3::Hasher::new_keyed(&key);
    for part in [session, &away.flow, &away.next, &user, &away.invitation, &away.name] {
        // With its length before it, no part can pass for two.
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Whether this instance made what a cookie says, for whoever reads now where it is about them.
fn is_ours(app: &App, away: &Away, reader: Option<&Reader>) -> bool {
    let session = match (away.user, reader) {
        (None, _) => "",
        (Some(user), Some(reader)) if reader.user.id.0 == user => &reader.csrf,
        (Some(_), _) => return false,
    };
    same_secret(away.mark.as_bytes(), mark(app, away, session).as_bytes())
}

/// The form that leads away.
#[derive(Debug, Deserialize)]
pub struct Leave {
    #[serde(default)]
    next: String,
    #[serde(default)]
    invitation: String,
    #[serde(default)]
    name: String,
}

/// What the provider sends back.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Which link is to be taken away.
#[derive(Debug, Deserialize)]
pub struct Link {
    issuer: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "leave.html")]
struct Leaving {
    shell: Shell,
    label: String,
    address: String,
}

fn provider(app: &App) -> Result<&Provider, PageError> {
    app.doors.provider.as_ref().ok_or(PageError::NotFound)
}

/// What went wrong, for the person; why, for the log.
fn told(error: OidcError) -> PageError {
    match error {
        OidcError::Random(error) => error.into(),
        OidcError::Fetch(_) | OidcError::Answer(_) => {
            tracing::warn!(%error, "signing in by the provider failed");
            let text = say!("people-oidc-no-answer");
            PageError::Invalid(text)
        }
        OidcError::Refused(why) => PageError::Invalid(say!("people-oidc-refused", why = why)),
        OidcError::OtherFlow => PageError::Invalid(say!("people-oidc-other-flow")),
    }
}

/// A page that leads on by itself: browsers that heed `form-action` follow no redirect from a form
/// to another site.
async fn away(app: &App, mut away: Away, session: &str) -> Result<Response, PageError> {
    let provider = provider(app)?;
    let flow = Flow::begin()?;
    let address = provider.address(&flow).await.map_err(told)?;
    away.flow = flow.to_text();
    away.mark = mark(app, &away, session);
    let value =
        serde_json::to_vec(&away).map_err(|error| PageError::BrokeOff(error.to_string()))?;
    let value = dateline_auth::base64url::encode(&value);
    let leaving = Leaving {
        shell: Shell::bare(&say!("people-one-moment")),
        label: provider.settings().label.clone(),
        address: address.into(),
    };
    let mut response = page(&leaving)?;
    // Lax: the provider's redirect back is a navigation that another site began.
    let cookie = app.set_cookie(COOKIE, &value, SECONDS, "Lax")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /login/oidc`
pub async fn leave(
    State(app): State<App>,
    Anonymous(form): Anonymous<Leave>,
) -> Result<Response, PageError> {
    let Leave { next, invitation, name } = form;
    if !invitation.is_empty() {
        names::check(&name).map_err(|error| PageError::Invalid(faults::of_name(error)))?;
    }
    let next: String = safe_path(&next).unwrap_or_default().chars().take(500).collect();
    let invitation: String = invitation.chars().take(100).collect();
    let name: String = name.chars().take(names::LONGEST).collect();
    away(&app, Away { next, invitation, name, ..Away::default() }, "").await
}

/// `POST /account/oidc`
pub async fn link(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    let link = Away { user: Some(reader.user.id.0), ..Away::default() };
    away(&app, link, &reader.csrf).await
}

/// `POST /account/oidc/unlink`
pub async fn unlink(
    State(app): State<App>,
    Signed { reader, form }: Signed<Link>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    if reader.user.password_hash.is_none() {
        let text = say!("people-oidc-password-first");
        return Err(PageError::Invalid(text));
    }
    if !store.unlink_identity(reader.user.id, &form.issuer, &form.subject).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/account?done=unlinked"))
}

/// `GET /login/oidc/callback`
pub async fn come_back(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Ask(query): Ask<Query>,
) -> Result<Response, PageError> {
    let Query { state, code, iss, error } = query;
    let held = cookie(&headers, COOKIE).and_then(dateline_auth::base64url::decode);
    let away: Option<Away> = held.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let away = away.ok_or_else(|| told(OidcError::OtherFlow))?;
    let reader = session::current(&app, peer, &headers).await?;
    if !is_ours(&app, &away, reader.as_ref()) {
        return Err(told(OidcError::OtherFlow));
    }
    let flow = Flow::from_text(&away.flow).ok_or_else(|| told(OidcError::OtherFlow))?;
    let returned = Returned { state, code, issuer: iss, error };
    // Each try asks the provider something, which nobody may have us do without end.
    let who = [Who::peer(app.client(peer, &headers))];
    if let Err(wait) = app.governor.begin(&who, Instant::now()) {
        return Err(PageError::Invalid(wait_text(wait)));
    }
    let wall = app.desk.clock().wall();
    let claims = provider(&app)?.finish(&flow, returned, wall).await.map_err(told)?;
    let mut response = match (away.user, away.invitation.is_empty()) {
        (Some(user), _) => link_to(&app, reader, UserId(user), claims).await?,
        (None, false) => begin(&app, &headers, &guest(&app, &away, claims).await?, "/").await?,
        (None, true) => begin(&app, &headers, &known(&app, claims).await?, &away.next).await?,
    };
    // Only now: whom the provider vouches for may still be nobody here.
    app.governor.succeed(&who);
    response.headers_mut().append(header::SET_COOKIE, app.set_cookie(COOKIE, "", 0, "Lax")?);
    Ok(response)
}

async fn begin(
    app: &App,
    headers: &HeaderMap,
    user: &User,
    next: &str,
) -> Result<Response, PageError> {
    let cookie: HeaderValue = session::begin(app, user, headers).await?;
    let mut response = see_other(next);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    if let Some(tongue) = super::tongue::of_account(app, user, headers)? {
        response.headers_mut().append(header::SET_COOKIE, tongue);
    }
    Ok(response)
}

fn identity(app: &App, user: UserId, claims: Claims) -> Identity {
    let Claims { issuer, subject, name } = claims;
    Identity { issuer, subject, user, name, created_at: app.now() }
}

/// Links for whoever began that here and is still signed in, and for nobody else.
async fn link_to(
    app: &App,
    reader: Option<Reader>,
    user: UserId,
    claims: Claims,
) -> Result<Response, PageError> {
    let Some(reader) = reader.filter(|reader| reader.user.id == user) else {
        return Err(told(OidcError::OtherFlow));
    };
    if !app.desk.store().link_identity(identity(app, reader.user.id, claims)).await? {
        let text = say!("people-oidc-linked-already");
        return Err(PageError::Invalid(text));
    }
    Ok(see_other("/account?done=linked"))
}

/// The guest of an invitation, whose account is made now.
async fn guest(app: &App, away: &Away, claims: Claims) -> Result<User, PageError> {
    let linked = identity(app, UserId(0), claims);
    let token_hash = hash_token(&away.invitation);
    let store = app.desk.store();
    let name =
        names::check(&away.name).map_err(|error| PageError::Invalid(faults::of_name(error)))?;
    match store.accept_invitation(&token_hash, name, None, Some(linked), app.now()).await {
        Ok(user) => user.ok_or(PageError::NotInvited),
        Err(StoreError::Taken { .. }) => Err(PageError::Invalid(say!("people-oidc-taken"))),
        Err(error) => Err(error.into()),
    }
}

/// Whoever signs in by the account. Its name or address of e-mail is nobody's here.
async fn known(app: &App, claims: Claims) -> Result<User, PageError> {
    let store = app.desk.store();
    if let Some(user) = store.user_of_identity(&claims.issuer, &claims.subject).await? {
        return Ok(user);
    }
    if !provider(app)?.settings().new_members {
        let text = say!("people-oidc-nobody");
        return Err(PageError::Invalid(text));
    }
    let name =
        names::check(&claims.name).map_err(|error| PageError::Invalid(faults::of_name(error)))?;
    let name = name.to_owned();
    match store.create_linked_user(&name, identity(app, UserId(0), claims), app.now()).await {
        Ok(user) => Ok(user),
        Err(StoreError::Taken { .. }) => {
            Err(PageError::Invalid(say!("people-oidc-name-taken", name = name.as_str())))
        }
        Err(error) => Err(error.into()),
    }
}

//! Passkeys: made and taken away on the account's page, and signed in with on the page for that.
//!
//! Browsers hand them out to scripts only, so `passkeys.js` carries them; whoever has no script
//! signs in with the password.

use std::time::Instant;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use dateline_auth::governor::Who;
use dateline_auth::passkey::{self, Account, Assertion, Challenges, Party, PasskeyError};
use dateline_model::{NewPasskey, PasskeyId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::search::one_line;
use crate::auth::session::{self, Peer, Reader};
use crate::errors::{PageError, wait_text};
use crate::extract::At;
use crate::security::csrf::{Anonymous, Nothing, Signed};
use crate::security::redirect::{safe_path, see_other};
use crate::state::App;
use crate::views::text::sentence;

/// How many somebody may have.
const MOST: usize = 50;

/// Its addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/passkeys/begin", post(begin_making))
        .route("/account/passkeys", post(make))
        .route("/account/passkeys/{passkey}/remove", post(remove))
        .route("/login/passkey/begin", post(begin_signing_in))
        .route("/login/passkey", post(sign_in))
}

/// A key that the browser made.
#[derive(Debug, Deserialize)]
pub struct Made {
    #[serde(default)]
    name: String,
    client: String,
    attestation: String,
}

/// What the browser signs in with.
#[derive(Debug, Deserialize)]
pub struct Signature {
    #[serde(flatten)]
    assertion: Assertion,
    #[serde(default)]
    next: String,
}

fn offered(app: &App) -> Result<(&Party, &Challenges), PageError> {
    app.doors.passkeys.as_ref().map(|(party, waiting)| (party, waiting)).ok_or(PageError::NotFound)
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// What went wrong, as the script shows it.
fn refuse(status: StatusCode, problem: &str) -> Response {
    answer(status, &json!({ "problem": problem }))
}

/// `POST /account/passkeys/begin`
pub async fn begin_making(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    let (party, waiting) = offered(&app)?;
    let there = app.desk.store().passkeys(reader.user.id).await?;
    let there: Vec<String> = there.into_iter().map(|one| one.credential).collect();
    let account = Account {
        user: reader.user.id,
        handle: handle(&app, &reader),
        name: &reader.user.name,
        credentials: &there,
    };
    let options = waiting.ask_key(party, account, Instant::now()).map_err(not_asked)?;
    Ok(answer(StatusCode::OK, &options))
}

fn not_asked(error: PasskeyError) -> PageError {
    PageError::BrokeOff(error.to_string())
}

/// What an authenticator calls the account by: nothing that says whose it is.
fn handle(app: &App, reader: &Reader) -> [u8; 16] {
    let key =
        blake3::derive_key("dateline 2026 accounts in authenticators", app.setup_token.bytes());
    let whose = format!("{} {}", reader.user.id, reader.user.created_at);
    let mut handle = [0; 16];
    blake3::Hasher::new_keyed(&key).update(whose.as_bytes()).finalize_xof().fill(&mut handle);
    handle
}

/// `POST /account/passkeys`
pub async fn make(
    State(app): State<App>,
    Signed { reader, form }: Signed<Made>,
) -> Result<Response, PageError> {
    let (party, waiting) = offered(&app)?;
    let (user, now) = (reader.user.id, Instant::now());
    let bad = StatusCode::UNPROCESSABLE_ENTITY;
    let store = app.desk.store();
    if store.passkeys(user).await?.len() >= MOST {
        return Ok(refuse(bad, &say!("people-too-many-passkeys")));
    }
    let made = passkey::register(party, waiting, user, &form.client, &form.attestation, now);
    let made = match made {
        Ok(made) => made,
        Err(error) => return Ok(refuse(bad, &sentence(&error))),
    };
    let name: String = one_line(&form.name).chars().take(80).collect();
    let new = NewPasskey {
        user,
        credential: made.credential,
        name: if name.is_empty() { "Passkey".to_owned() } else { name },
        public_key: made.public_key,
        counter: made.counter,
        created_at: app.now(),
    };
    if !store.add_passkey(new).await? {
        return Ok(refuse(bad, &say!("people-passkey-there")));
    }
    Ok(answer(StatusCode::OK, &json!({"to": "/account?done=passkey"})))
}

/// `POST /account/passkeys/{passkey}/remove`
pub async fn remove(
    State(app): State<App>,
    At(id): At<PasskeyId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().remove_passkey(reader.user.id, id).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/account?done=passkey-gone"))
}

/// `POST /login/passkey/begin`. No name is asked for, so nobody learns who has an account.
pub async fn begin_signing_in(
    State(app): State<App>,
    Anonymous(Nothing {}): Anonymous<Nothing>,
) -> Result<Response, PageError> {
    let (party, waiting) = offered(&app)?;
    let options = waiting.ask_sign_in(party, Instant::now()).map_err(not_asked)?;
    Ok(answer(StatusCode::OK, &options))
}

/// `POST /login/passkey`
pub async fn sign_in(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Anonymous(form): Anonymous<Signature>,
) -> Result<Response, PageError> {
    let (party, waiting) = offered(&app)?;
    let (who, now) = ([Who::peer(app.client(peer, &headers))], Instant::now());
    if let Err(wait) = app.governor.begin(&who, now) {
        return Ok(refuse(StatusCode::TOO_MANY_REQUESTS, &wait_text(wait)));
    }
    let store = app.desk.store();
    let found = store.passkey(&form.assertion.credential).await?;
    // One that nobody has goes the same way as one whose signature is wrong.
    let key = found.as_ref().map_or("", |(_, passkey)| passkey.public_key.as_str());
    let checked = passkey::check(party, waiting, &form.assertion, key, now);
    let signed = match (found, checked) {
        (Some((user, passkey)), Ok(counter)) => {
            let went_on = store.use_passkey(passkey.id, counter, app.now()).await?;
            went_on.then_some(user)
        }
        _ => None,
    };
    let Some(user) = signed else {
        return Ok(refuse(StatusCode::FORBIDDEN, &say!("people-passkey-unknown")));
    };
    app.governor.succeed(&who);
    let cookie = session::begin(&app, &user, &headers).await?;
    let next = safe_path(&form.next).unwrap_or("/");
    let mut response = answer(StatusCode::OK, &json!({ "to": next }));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    if let Some(tongue) = super::tongue::of_account(&app, &user, &headers)? {
        response.headers_mut().append(header::SET_COOKIE, tongue);
    }
    Ok(response)
}

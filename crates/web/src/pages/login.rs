//! `/login` and `/logout`.

use std::time::Instant;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use crate::auth::known_browser;
use crate::auth::session::{self, Peer};
use crate::errors::{PageError, wait_text};
use crate::extract::Ask;
use crate::offline::forget_all;
use crate::security::csrf::{Anonymous, Nothing, Signed, before_sign_in};
use crate::security::redirect::{safe_path, see_other};
use crate::state::App;
use crate::views::page_with;
use crate::views::shell::Shell;
use dateline_auth::governor::Who;

#[derive(Template)]
#[template(path = "login.html")]
struct Login {
    shell: Shell,
    csrf: String,
    name: String,
    next: String,
    /// Where the choice of a tongue returns to.
    tongue_next: &'static str,
    problem: Option<String>,
    /// What people call the OpenID provider, where there is one.
    provider: Option<String>,
    /// Whether passkeys are taken.
    passkeys: bool,
}

/// Where to go after sign-in.
#[derive(Debug, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// What the form says.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /login`
pub async fn show(
    State(app): State<App>,
    Ask(Next { next }): Ask<Next>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if session::current(&app, peer, &headers).await?.is_some() {
        return Ok(see_other(&next));
    }
    form(&app, &headers, StatusCode::OK, String::new(), next, None)
}

/// `POST /login`
pub async fn sign_in(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Anonymous(typed): Anonymous<Credentials>,
) -> Result<Response, PageError> {
    let mut who = vec![Who::peer(app.client(peer, &headers))];
    if !app.known_browsers.knows(&headers, &typed.name) {
        who.push(Who::name(&typed.name));
    }
    if let Err(wait) = app.governor.begin(&who, Instant::now()) {
        let mut response = form(
            &app,
            &headers,
            StatusCode::TOO_MANY_REQUESTS,
            typed.name,
            typed.next,
            Some(wait_text(wait)),
        )?;
        let seconds = HeaderValue::from(wait.as_secs() + 1);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
        return Ok(response);
    }
    let user = app.desk.store().user_by_name(typed.name.trim()).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = app.hasher.verify(typed.password, stored).await?;
    let Some(user) = user.filter(|_| right) else {
        let problem = Some(say!("login-wrong"));
        return form(&app, &headers, StatusCode::FORBIDDEN, typed.name, typed.next, problem);
    };
    app.governor.succeed(&who);
    let cookie = session::begin(&app, &user, &headers).await?;
    let known = app.known_browsers.mark(&user.name);
    let known = app.set_cookie(known_browser::COOKIE, &known, known_browser::SECONDS, "Lax")?;
    let mut response = see_other(&typed.next);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().append(header::SET_COOKIE, known);
    if let Some(tongue) = super::tongue::of_account(&app, &user, &headers)? {
        response.headers_mut().append(header::SET_COOKIE, tongue);
    }
    Ok(response)
}

/// `POST /logout`
pub async fn sign_out(
    State(app): State<App>,
    signed: Signed<Nothing>,
) -> Result<Response, PageError> {
    app.desk.store().end_session(&signed.reader.token_hash).await?;
    let mut response = see_other("/login");
    response.headers_mut().append(header::SET_COOKIE, session::forget(&app)?);
    forget_all(&mut response);
    Ok(response)
}

fn form(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    name: String,
    next: String,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let (csrf, cookie) = before_sign_in(app, headers)?;
    let mut shell = Shell::bare(&say!("login-title"));
    shell.demo = app.settings.demo;
    let next = safe_path(&next).unwrap_or_default().to_owned();
    let provider = app.doors.provider_label().map(str::to_owned);
    let passkeys = app.doors.take_passkeys();
    let tongue_next = "/login";
    let login = Login { shell, csrf, name, next, tongue_next, problem, provider, passkeys };
    let mut response = page_with(status, &login)?;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

//! `/setup`: the first start. Whoever is at the machine chooses a name and a password; from
//! another machine that takes the token which the terminal printed.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use std::time::Instant;

use crate::auth::session::{self, Peer};
use crate::errors::{PageError, wait_text};
use crate::security::csrf::{Anonymous, before_sign_in};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::Shell;
use crate::views::{faults, page_with};
use dateline_auth::governor::Who;
use dateline_auth::{names, password};

#[derive(Template)]
#[template(path = "setup.html")]
struct Setup {
    shell: Shell,
    csrf: String,
    needs_token: bool,
    name: String,
    /// Where the choice of a tongue returns to.
    tongue_next: &'static str,
    problem: Option<String>,
}

/// What the form says.
#[derive(Debug, Deserialize)]
pub struct Claim {
    name: String,
    password: String,
    again: String,
    #[serde(default)]
    token: String,
}

/// `GET /setup`
pub async fn show(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if app.is_set_up().await? {
        return Ok(see_other("/"));
    }
    let name = app.desk.store().owner().await?.name;
    let needs_token = !app.is_person_here(peer, &headers);
    form(&app, &headers, StatusCode::OK, needs_token, name, None)
}

/// `POST /setup`
pub async fn claim(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Anonymous(claim): Anonymous<Claim>,
) -> Result<Response, PageError> {
    if app.is_set_up().await? {
        return Ok(see_other("/login"));
    }
    let needs_token = !app.is_person_here(peer, &headers);
    let refuse = |status: StatusCode, problem: String| {
        form(&app, &headers, status, needs_token, claim.name.clone(), Some(problem))
    };
    if needs_token {
        let who = [Who::peer(app.client(peer, &headers))];
        if let Err(wait) = app.governor.begin(&who, Instant::now()) {
            return refuse(StatusCode::TOO_MANY_REQUESTS, wait_text(wait));
        }
        if !app.setup_token.is(&claim.token) {
            return refuse(StatusCode::FORBIDDEN, say!("setup-wrong-token"));
        }
        app.governor.succeed(&who);
    }
    if let Some(problem) = problem_of(&claim.name, &claim.password, &claim.again) {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, problem);
    }
    let hash = app.hasher.hash(claim.password.clone()).await?;
    let store = app.desk.store();
    if !store.claim_owner(claim.name.trim(), &hash, app.now()).await? {
        return Ok(see_other("/login"));
    }
    let owner = store.owner().await?;
    let cookie = session::begin(&app, &owner, &headers).await?;
    let mut response = see_other("/");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// What keeps somebody from having this name and password, in words for them.
pub fn problem_of(name: &str, typed: &str, again: &str) -> Option<String> {
    if let Err(error) = names::check(name) {
        return Some(faults::of_name(error));
    }
    if typed != again {
        return Some(say!("setup-not-the-same"));
    }
    password::check_new(typed, name).err().map(|error| faults::of_password(&error))
}

fn form(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    needs_token: bool,
    name: String,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let (csrf, cookie) = before_sign_in(app, headers)?;
    let mut shell = Shell::bare(&say!("setup-title"));
    shell.demo = app.settings.demo;
    let page = Setup { shell, csrf, needs_token, name, tongue_next: "/setup", problem };
    let mut response = page_with(status, &page)?;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

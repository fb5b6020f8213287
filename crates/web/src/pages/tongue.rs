//! `/tongue` and `/account/tongue`: the language of these pages, kept in the browser that chose it.

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use serde::Deserialize;

use crate::errors::PageError;
use crate::say::{COOKIE, Tongue};
use crate::security::csrf::{Anonymous, Signed};
use crate::security::redirect::see_other;
use crate::state::App;

/// How long a browser keeps it: as long as browsers keep anything.
const SECONDS: i64 = 400 * 24 * 3600;

/// What the form says.
#[derive(Debug, Deserialize)]
pub struct Choice {
    tongue: String,
    /// The page to return to.
    #[serde(default)]
    next: String,
}

/// A tongue in a menu.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its tag.
    pub tag: &'static str,
    /// What those who speak it call it.
    pub name: &'static str,
    /// Whether these pages are in it.
    pub current: bool,
}

/// The tongues that people may choose from.
pub fn offers() -> [Offer; Tongue::OFFERED.len()] {
    Tongue::OFFERED.map(|tongue| Offer {
        tag: tongue.tag(),
        name: tongue.own_name(),
        current: tongue == crate::say::tongue(),
    })
}

/// `POST /tongue`: before anybody has signed in.
pub async fn choose_at_the_door(
    State(app): State<App>,
    Anonymous(choice): Anonymous<Choice>,
) -> Result<Response, PageError> {
    keep(&app, &choice)
}

/// `POST /account/tongue`
pub async fn choose(
    State(app): State<App>,
    Signed { form, .. }: Signed<Choice>,
) -> Result<Response, PageError> {
    keep(&app, &form)
}

fn keep(app: &App, choice: &Choice) -> Result<Response, PageError> {
    let chosen = Tongue::OFFERED.into_iter().find(|tongue| tongue.tag() == choice.tongue);
    let chosen = chosen.ok_or_else(|| PageError::Invalid(say!("account-no-such-tongue")))?;
    let mut response = see_other(&choice.next);
    let cookie = app.set_cookie(COOKIE, chosen.tag(), SECONDS, "Lax")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

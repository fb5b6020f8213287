//! `/tongue` and `/account/tongue`: the language of these pages, kept in the browser that chose it and,
//! where somebody is signed in, in their account, for e-mails and for browsers that have none.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use dateline_model::{ReadingChoices, TongueTag, User};
use serde::Deserialize;

use crate::auth::session::cookie;
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
    Signed { reader, form }: Signed<Choice>,
) -> Result<Response, PageError> {
    let response = keep(&app, &form)?;
    let tongue = Some(TongueTag::from(form.tongue.as_str()));
    let choices = ReadingChoices { tongue, ..reader.user.reading };
    app.desk.store().set_reading_choices(reader.user.id, choices).await?;
    Ok(response)
}

/// The cookie that gives a browser without a tongue the one of the account which signs in there.
pub fn of_account(
    app: &App,
    user: &User,
    headers: &HeaderMap,
) -> Result<Option<HeaderValue>, PageError> {
    if cookie(headers, COOKIE).is_some() {
        return Ok(None);
    }
    let chosen = user.reading.tongue.and_then(|tag| Tongue::of_tag(tag.as_str()));
    chosen.map(|tongue| app.set_cookie(COOKIE, tongue.tag(), SECONDS, "Lax")).transpose()
}

fn keep(app: &App, choice: &Choice) -> Result<Response, PageError> {
    let chosen = Tongue::OFFERED.into_iter().find(|tongue| tongue.tag() == choice.tongue);
    let chosen = chosen.ok_or_else(|| PageError::Invalid(say!("account-no-such-tongue")))?;
    let mut response = see_other(&choice.next);
    let cookie = app.set_cookie(COOKIE, chosen.tag(), SECONDS, "Lax")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

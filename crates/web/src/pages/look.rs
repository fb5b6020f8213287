//! `POST /look`: how pages look in this browser.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

use crate::errors::PageError;
use crate::look::{COOKIE, of_headers};
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;

/// How long it is kept, in seconds of the real world: a year.
const KEPT: i64 = 365 * 86_400;

/// The form: a button sets one of the fields, the others stay as they are.
#[derive(Debug, Deserialize)]
pub struct Turned {
    theme: Option<String>,
    size: Option<String>,
    width: Option<String>,
    face: Option<String>,
    #[serde(default)]
    back: String,
}

/// Keeps it in the cookie.
pub async fn set(
    State(app): State<App>,
    headers: HeaderMap,
    Signed { form, .. }: Signed<Turned>,
) -> Result<Response, PageError> {
    let mut look = of_headers(&headers);
    let turned =
        [("theme", form.theme), ("size", form.size), ("width", form.width), ("face", form.face)];
    for (name, word) in turned {
        if let Some(word) = word {
            look.turn(name, &word);
        }
    }
    let mut answer = see_other(&form.back);
    let cookie = app.set_cookie(COOKIE, &look.written(), KEPT, "Lax")?;
    answer.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(answer)
}

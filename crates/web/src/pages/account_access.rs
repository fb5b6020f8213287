//! Where somebody is signed in, and the app passwords of their programs.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_auth::app_password::{self, digest, fever_digest, fever_key};
use dateline_model::{AppPasswordId, NewAppPassword, Role, Scopes};
use serde::Deserialize;

use super::account::account;
use super::search::one_line;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::browser;
use crate::views::page;
use crate::views::shell::{Notice, Place, Shell};
use crate::when::Moment;

/// How many app passwords somebody may have.
const MOST: usize = 100;

/// The longest name of one, in characters.
const LONGEST_NAME: usize = 80;

/// A session in a list.
pub struct SessionView {
    /// "Firefox on Linux".
    pub browser: String,
    /// When it began.
    pub began: Moment,
    /// When it was used last, where that is another moment.
    pub seen: Option<Moment>,
    /// Whether it is the one that asks.
    pub current: bool,
    /// What its form carries: the hash of its token, which opens nothing.
    pub key: String,
}

/// An app password in a list.
pub struct ProgramView {
    /// Its number.
    pub id: AppPasswordId,
    /// What its user calls it.
    pub name: String,
    /// "reads and writes".
    pub may: String,
    /// When it was made.
    pub made: Moment,
    /// When it was used last.
    pub used: Option<Moment>,
}

/// Which session is to end.
#[derive(Debug, Deserialize)]
pub struct Ended {
    session: String,
}

/// What a new app password is to be.
#[derive(Debug, Deserialize)]
pub struct NewProgram {
    name: String,
    may: String,
}

#[derive(Template)]
#[template(path = "app_password.html")]
struct Shown {
    shell: Shell,
    name: String,
    may: String,
    user: String,
    secret: String,
}

/// What a program may do, in words that go on after its name.
pub fn told(scopes: Scopes) -> String {
    match (scopes.admin, scopes.write) {
        (true, _) => say!("account-does-admin"),
        (false, true) => say!("account-does-write"),
        (false, false) => say!("account-does-read"),
    }
}

/// Where the reader is signed in.
pub async fn sessions(app: &App, reader: &Reader) -> Result<Vec<SessionView>, PageError> {
    let when = app.when();
    let open = app.desk.store().sessions(reader.user.id, app.now()).await?;
    let view = |session: dateline_model::OpenSession| SessionView {
        browser: browser::told(&session.browser),
        began: when.tell(session.created_at),
        seen: session.seen_at.map(|at| when.tell(at)),
        current: session.token_hash == reader.token_hash,
        key: session.token_hash,
    };
    Ok(open.into_iter().map(view).collect())
}

/// The reader's app passwords.
pub async fn programs(app: &App, reader: &Reader) -> Result<Vec<ProgramView>, PageError> {
    let when = app.when();
    let made = app.desk.store().app_passwords(reader.user.id).await?;
    let view = |password: dateline_model::AppPassword| ProgramView {
        id: password.id,
        name: password.name,
        may: told(password.scopes),
        made: when.tell(password.created_at),
        used: password.used_at.map(|at| when.tell(at)),
    };
    Ok(made.into_iter().map(view).collect())
}

/// `POST /account/sessions/end`
pub async fn end_session(
    State(app): State<App>,
    Signed { reader, form }: Signed<Ended>,
) -> Result<Response, PageError> {
    if !app.desk.store().end_session_of(reader.user.id, &form.session).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/account?done=ended"))
}

/// `POST /account/app-passwords`
pub async fn make_app_password(
    State(app): State<App>,
    Signed { reader, form }: Signed<NewProgram>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let refuse = |problem: String| {
        let (app, reader) = (&app, &reader);
        async move { account(app, reader, StatusCode::UNPROCESSABLE_ENTITY, Notice::bad(problem)).await }
    };
    let name = one_line(&form.name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return refuse(say!("account-name-program", n = LONGEST_NAME)).await;
    }
    let scopes = match form.may.as_str() {
        "read" => Scopes { write: false, admin: false },
        "write" => Scopes { write: true, admin: false },
        "admin" if reader.user.role == Role::Admin => Scopes { write: true, admin: true },
        _ => return Err(PageError::NotFound),
    };
    if store.app_passwords(reader.user.id).await?.len() >= MOST {
        return refuse(say!("account-too-many-programs", n = MOST)).await;
    }
    let secret = app_password::make()?;
    store
        .create_app_password(NewAppPassword {
            user: reader.user.id,
            name: name.clone(),
            scopes,
            digest: digest(secret.reveal()),
            fever_digest: fever_digest(&fever_key(&reader.user.name, secret.reveal())),
            created_at: app.now(),
        })
        .await?;
    page(&Shown {
        shell: Shell::of(&app, &reader, &say!("account-new-app-password"), Place::Account).await?,
        name,
        may: told(scopes),
        user: reader.user.name.clone(),
        secret: secret.reveal().to_owned(),
    })
}

/// `POST /account/app-passwords/{password}/revoke`
pub async fn revoke(
    State(app): State<App>,
    At(password): At<AppPasswordId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().revoke_app_password(reader.user.id, password).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/account?done=revoked"))
}

//! `/account`: the password, how one reads, where one is signed in, and which programs are.

use std::time::Instant;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use super::account_access::{self, ProgramView, SessionView};
use super::account_links::{Links, links};
use crate::auth::session::{self, Reader};
use crate::errors::{PageError, wait_text};
use crate::extract::Ask;
use crate::offline::forget_all;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{faults, page_with};
use dateline_auth::governor::Who;
use dateline_auth::password::check_new;
use dateline_model::{ReadingChoices, Role};

#[derive(Template)]
#[template(path = "account.html")]
struct Account {
    shell: Shell,
    name: String,
    /// Whether this account has a password; those whom another place signs in need none.
    has_password: bool,
    is_admin: bool,
    /// Whether a proxy says who it is.
    by_proxy: bool,
    sessions: Vec<SessionView>,
    programs: Vec<ProgramView>,
    links: Links,
    /// Whether reading an article marks those with its text as read.
    spreads: bool,
    reading: ReadingChoices,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// What the form says.
#[derive(Debug, Deserialize)]
pub struct Passwords {
    #[serde(default)]
    current: String,
    password: String,
    again: String,
}

/// Whether reading an article marks those with its text as read.
#[derive(Debug, Deserialize)]
pub struct Reading {
    #[serde(default)]
    spreads: bool,
    /// The classic view is where they begin.
    #[serde(default)]
    classic: bool,
    /// What is scrolled past there counts as read.
    #[serde(default)]
    passed: bool,
    /// Single keys do something.
    #[serde(default)]
    keys: bool,
}

/// `GET /account`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(Done { done }): Ask<Done>,
) -> Result<Response, PageError> {
    let notice = match done.as_deref() {
        Some("password") => Notice::good(say!("account-done-password")),
        Some("reading") => Notice::good(say!("account-done-reading")),
        Some("ended") => Notice::good(say!("account-done-ended")),
        Some("linked") => Notice::good(say!("account-done-linked")),
        Some("unlinked") => Notice::good(say!("account-done-unlinked")),
        Some("passkey") => Notice::good(say!("account-done-passkey")),
        Some("passkey-gone") => Notice::good(say!("account-done-passkey-gone")),
        Some("revoked") => Notice::good(say!("account-done-revoked")),
        _ => None,
    };
    account(&app, &reader, StatusCode::OK, notice).await
}

/// `POST /account/password`
pub async fn change_password(
    State(app): State<App>,
    headers: HeaderMap,
    Signed { reader, form }: Signed<Passwords>,
) -> Result<Response, PageError> {
    let who = [Who::name(&reader.user.name)];
    if let Err(wait) = app.governor.begin(&who, Instant::now()) {
        let notice = Notice::bad(wait_text(wait));
        return account(&app, &reader, StatusCode::TOO_MANY_REQUESTS, notice).await;
    }
    let bad = StatusCode::UNPROCESSABLE_ENTITY;
    let stored = reader.user.password_hash.clone();
    if stored.is_some() && !app.hasher.verify(form.current, stored).await? {
        let notice = Notice::bad(say!("account-wrong-password"));
        return account(&app, &reader, StatusCode::FORBIDDEN, notice).await;
    }
    app.governor.succeed(&who);
    if let Some(problem) = problem_with(&reader, &form.password, &form.again) {
        return account(&app, &reader, bad, Notice::bad(problem)).await;
    }
    let hash = app.hasher.hash(form.password).await?;
    app.desk.store().set_password(reader.user.id, &hash).await?;
    // Setting it has ended every session, this one too; whoever changed it stays.
    let cookie = session::begin(&app, &reader.user, &headers).await?;
    let mut response = see_other("/account?done=password");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /account/reading`
pub async fn set_reading(
    State(app): State<App>,
    Signed { reader, form }: Signed<Reading>,
) -> Result<Response, PageError> {
    let (store, user) = (app.desk.store(), reader.user.id);
    store.set_spreads_read(user, form.spreads).await?;
    let choices = ReadingChoices {
        starts_classic: form.classic,
        marks_passed: form.passed,
        without_keys: !form.keys,
        ..reader.user.reading
    };
    store.set_reading_choices(user, choices).await?;
    Ok(see_other("/account?done=reading"))
}

/// `POST /account/sign-out-everywhere`
pub async fn sign_out_everywhere(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    app.desk.store().end_all_sessions(reader.user.id).await?;
    let mut response = see_other("/login");
    response.headers_mut().append(header::SET_COOKIE, session::forget(&app)?);
    forget_all(&mut response);
    Ok(response)
}

/// What is wrong with a new password. The name is not new: it was chosen by other rules, perhaps.
fn problem_with(reader: &Reader, typed: &str, again: &str) -> Option<String> {
    if typed != again {
        return Some(say!("account-not-the-same"));
    }
    check_new(typed, &reader.user.name).err().map(|error| faults::of_password(&error))
}

/// The page.
pub async fn account(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    notice: Option<Notice>,
) -> Result<Response, PageError> {
    let shell =
        Shell::of(app, reader, &say!("account-title"), Place::Account).await?.with_notice(notice);
    let store = app.desk.store();
    let page = Account {
        shell,
        name: reader.user.name.clone(),
        has_password: reader.user.password_hash.is_some(),
        is_admin: reader.user.role == Role::Admin,
        by_proxy: reader.by_proxy,
        sessions: account_access::sessions(app, reader).await?,
        programs: account_access::programs(app, reader).await?,
        links: links(app, reader).await?,
        spreads: store.spreads_read(reader.user.id).await?,
        reading: reader.user.reading,
    };
    page_with(status, &page)
}

//! `/v1/me` and `/v1/users`.
//!
//! Accounts are an admin's to change, by an app password with the admin's scope: one that an app on
//! a phone holds must not be enough to take its user's account over.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_auth::names;
use dateline_auth::password::check_new;
use dateline_model::{ItemScope, Role, User, UserId};
use dateline_store::StoreError;
use serde::Deserialize;

use super::ask::{Admin, Asker, At, Sent, Writer};
use super::fault::Fault;
use super::shapes;
use crate::caller::Caller;
use crate::json::Json;
use crate::state::App;

/// Why a password stays.
const KEPT: &str = "This account has a password already; only its owner changes it.";

/// A new account.
#[derive(Deserialize)]
pub struct NewUser {
    username: String,
    password: String,
    #[serde(default)]
    is_admin: bool,
}

/// What is changed of an account; how its owner likes pages to look is not heard.
#[derive(Deserialize)]
pub struct Changes {
    username: Option<String>,
    password: Option<String>,
    is_admin: Option<bool>,
}

/// `GET /v1/me`
pub async fn me(Asker(caller): Asker) -> Json {
    Json(shapes::user(&caller.user))
}

/// `GET /v1/users`
pub async fn list(State(app): State<App>, Admin(_): Admin) -> Result<Json, Fault> {
    let users = app.store().users().await?;
    Ok(Json(users.iter().map(shapes::user).collect()))
}

/// The user of a number or a name.
async fn find(app: &App, named: &str) -> Result<User, Fault> {
    let found = match named.parse() {
        Ok(id) => app.store().user(UserId(id)).await?,
        Err(_) => app.store().user_by_name(named).await?,
    };
    found.ok_or_else(Fault::not_found)
}

/// `GET /v1/users/{user}`, by number or by name.
pub async fn show(
    State(app): State<App>,
    Admin(_): Admin,
    At(named): At<String>,
) -> Result<Json, Fault> {
    Ok(Json(shapes::user(&find(&app, &named).await?)))
}

/// A password's hash, if it may be one of this name's.
async fn hashed(app: &App, password: String, name: &str) -> Result<String, Fault> {
    check_new(&password, name).map_err(|problem| Fault::bad(problem.to_string()))?;
    let hash = app.hasher.hash(password).await;
    hash.map_err(|problem| Fault::bad(problem.to_string()))
}

/// What an account cannot become is for the admin to know.
fn refused(error: StoreError) -> Fault {
    match error {
        StoreError::Taken { .. } | StoreError::OwnerStays | StoreError::LastAdmin => {
            Fault::bad(error.to_string())
        }
        other => other.into(),
    }
}

/// `POST /v1/users`
pub async fn create(
    State(app): State<App>,
    Admin(_): Admin,
    Sent(new): Sent<NewUser>,
) -> Result<(StatusCode, Json), Fault> {
    let name = names::check(&new.username).map_err(|problem| Fault::bad(problem.to_string()))?;
    let hash = hashed(&app, new.password, name).await?;
    let role = if new.is_admin { Role::Admin } else { Role::Member };
    let user = app.store().create_user(name, role, Some(&hash), app.now()).await;
    Ok((StatusCode::CREATED, Json(shapes::user(&user.map_err(refused)?))))
}

/// `PUT /v1/users/{user}`
pub async fn change(
    State(app): State<App>,
    Admin(_): Admin,
    At(named): At<String>,
    Sent(changes): Sent<Changes>,
) -> Result<(StatusCode, Json), Fault> {
    let user = find(&app, &named).await?;
    // The keys of Fever's protocol are made of the name, and would all stop working.
    if changes.username.is_some_and(|name| name.trim() != user.name) {
        return Err(Fault::bad("an account keeps its name"));
    }
    if let Some(password) = changes.password.filter(|password| !password.is_empty()) {
        // An app password that is lost must not open accounts that people sign in to.
        if user.password_hash.is_some() {
            return Err(Fault::new(StatusCode::FORBIDDEN, KEPT));
        }
        let hash = hashed(&app, password, &user.name).await?;
        app.store().set_password(user.id, &hash).await?;
    }
    if let Some(is_admin) = changes.is_admin {
        let role = if is_admin { Role::Admin } else { Role::Member };
        if role != user.role {
            app.store().set_role(user.id, role).await.map_err(refused)?;
        }
    }
    let changed = find(&app, &user.id.to_string()).await?;
    Ok((StatusCode::CREATED, Json(shapes::user(&changed))))
}

/// `DELETE /v1/users/{user}`
pub async fn remove(
    State(app): State<App>,
    Admin(caller): Admin,
    At(named): At<String>,
) -> Result<StatusCode, Fault> {
    let user = find(&app, &named).await?;
    if user.id == caller.user.id {
        return Err(Fault::bad("you cannot remove yourself"));
    }
    app.store().delete_user(user.id).await.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /v1/users/{user}/mark-all-as-read`: one's own entries only, also for an admin.
pub async fn mark_read(
    State(app): State<App>,
    Writer(caller): Writer,
    At(user): At<UserId>,
) -> Result<StatusCode, Fault> {
    own(&caller, user)?;
    let now = app.now();
    app.store().mark_items_read(user, ItemScope::All, now, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn own(caller: &Caller, user: UserId) -> Result<(), Fault> {
    if caller.user.id == user { Ok(()) } else { Err(Fault::forbidden()) }
}

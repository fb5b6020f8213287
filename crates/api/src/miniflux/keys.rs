//! `/v1/api-keys`: app passwords.
//!
//! An app password that could make others would outlive its being revoked, so that only one with
//! the admin's scope may; people make theirs on their account page.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_auth::app_password;
use dateline_model::{AppPassword, AppPasswordId, NewAppPassword, Scopes};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ask::{Admin, Asker, At, Sent};
use super::fault::Fault;
use super::shapes::moment;
use crate::json::Json;
use crate::state::App;

/// What an app password is to be called.
#[derive(Debug, Deserialize)]
pub struct Described {
    description: String,
}

/// The secret is told once, when it is made: lists carry an empty one.
fn shape(key: &AppPassword, secret: &str) -> Value {
    json!({
        "id": key.id,
        "user_id": key.user,
        "token": secret,
        "description": key.name,
        "last_used_at": key.used_at.map(moment),
        "created_at": moment(key.created_at),
    })
}

/// `GET /v1/api-keys`
pub async fn list(State(app): State<App>, Asker(caller): Asker) -> Result<Json, Fault> {
    let keys = app.store().app_passwords(caller.user.id).await?;
    Ok(Json(keys.iter().map(|key| shape(key, "")).collect()))
}

/// `POST /v1/api-keys`: one that may read and write.
pub async fn create(
    State(app): State<App>,
    Admin(caller): Admin,
    Sent(described): Sent<Described>,
) -> Result<(StatusCode, Json), Fault> {
    let name = described.description.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(100).collect();
    if name.is_empty() {
        return Err(Fault::bad("The API Key description cannot be empty."));
    }
    let known = app.store().app_passwords(caller.user.id).await?;
    if known.iter().any(|key| key.name == name) {
        return Err(Fault::bad("This API Key already exists."));
    }
    let secret = app_password::make().map_err(|error| {
        tracing::error!(%error, "no app password could be made");
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, "no app password could be made")
    })?;
    let fever_key = app_password::fever_key(&caller.user.name, secret.reveal());
    let new = NewAppPassword {
        user: caller.user.id,
        name,
        scopes: Scopes { write: true, admin: false },
        digest: app_password::digest(secret.reveal()),
        fever_digest: app_password::fever_digest(&fever_key),
        created_at: app.now(),
    };
    let made = app.store().create_app_password(new).await?;
    Ok((StatusCode::CREATED, Json(shape(&made, secret.reveal()))))
}

/// `DELETE /v1/api-keys/{key}`
pub async fn remove(
    State(app): State<App>,
    Admin(caller): Admin,
    At(key): At<AppPasswordId>,
) -> Result<StatusCode, Fault> {
    if app.store().revoke_app_password(caller.user.id, key).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Fault::not_found())
    }
}

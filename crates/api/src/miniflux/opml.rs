//! `/v1/export` and `/v1/import`: subscriptions as OPML.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde_json::json;

use super::ask::{Asker, Writer};
use super::fault::Fault;
use crate::json::Json;
use crate::state::App;

/// The largest list that is taken, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// `GET /v1/export`
pub async fn export(
    State(app): State<App>,
    Asker(caller): Asker,
) -> Result<([(HeaderName, &'static str); 1], String), Fault> {
    let opml = app.desk.export(caller.user.id).await?;
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], opml))
}

/// `POST /v1/import`
pub async fn import(
    State(app): State<App>,
    Writer(caller): Writer,
    file: Bytes,
) -> Result<(StatusCode, Json), Fault> {
    app.desk.import(caller.user.id, &file).await?;
    let said = json!({ "message": "Feeds imported successfully" });
    Ok((StatusCode::CREATED, Json(said)))
}

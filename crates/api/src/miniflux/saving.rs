//! Saving an entry at the places that its reader has set up: Miniflux's third-party integrations.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_model::{EntryId, TargetId, UserId};
use dateline_store::{StoreError, Trial};
use serde_json::json;

use super::ask::{Asker, At, Writer};
use super::entries::item;
use super::fault::Fault;
use crate::json::Json;
use crate::state::App;

/// The places where a user saves articles.
async fn places(app: &App, user: UserId) -> Result<Vec<TargetId>, StoreError> {
    let targets = app.store().alert_targets(user).await?.into_iter();
    Ok(targets.filter(|target| target.kind.saves()).map(|target| target.id).collect())
}

/// `GET /v1/integrations/status`
pub async fn status(State(app): State<App>, Asker(caller): Asker) -> Result<Json, Fault> {
    let there = !places(&app, caller.user.id).await?.is_empty();
    Ok(Json(json!({ "has_integrations": there })))
}

/// `POST /v1/entries/{entry}/save`: at all places, since clients name none.
pub async fn save(
    State(app): State<App>,
    Writer(caller): Writer,
    At(entry): At<EntryId>,
) -> Result<StatusCode, Fault> {
    let user = caller.user.id;
    let item = item(&app, &caller, entry).await?;
    let places = places(&app, user).await?;
    if places.is_empty() {
        return Err(Fault::bad("no third-party integration enabled"));
    }
    for place in places {
        let saved = app.store().save_article(user, place, item.article, app.now()).await?;
        if saved == Trial::TooMany {
            let why = "too much was saved there within the hour";
            return Err(Fault::new(StatusCode::TOO_MANY_REQUESTS, why));
        }
    }
    app.desk.ring_for_alerts();
    Ok(StatusCode::ACCEPTED)
}

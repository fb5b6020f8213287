//! `/v1/enclosures`: files that come with entries, and how far they were played.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_model::{EntryId, Item};
use serde::Deserialize;

use super::ask::{Asker, At, Sent, Writer};
use super::entries::item;
use super::fault::Fault;
use super::shapes::{self, ENCLOSURES};
use crate::caller::Caller;
use crate::json::Json;
use crate::state::App;

/// How far a file was played, in seconds.
#[derive(Debug, Deserialize)]
pub struct Played {
    media_progression: i64,
}

/// The entry and the place of a file by its number.
async fn own(app: &App, caller: &Caller, id: i64) -> Result<(Item, u32), Fault> {
    let entry = EntryId(id.div_euclid(ENCLOSURES));
    let place = u32::try_from(id.rem_euclid(ENCLOSURES)).map_err(|_| Fault::not_found())?;
    let item = item(app, caller, entry).await?;
    if item.enclosures.len() > place as usize { Ok((item, place)) } else { Err(Fault::not_found()) }
}

/// `GET /v1/enclosures/{enclosure}`
pub async fn show(
    State(app): State<App>,
    Asker(caller): Asker,
    At(id): At<i64>,
) -> Result<Json, Fault> {
    let (item, place) = own(&app, &caller, id).await?;
    let played = app.store().playback(caller.user.id, &[item.id]).await?;
    let played: Vec<(u32, u64)> =
        played.into_iter().map(|(_, place, seconds)| (place, seconds)).collect();
    let shape = shapes::enclosure(caller.user.id, &item, place, &played);
    shape.map(Json).ok_or_else(Fault::not_found)
}

/// `PUT /v1/enclosures/{enclosure}`
pub async fn change(
    State(app): State<App>,
    Writer(caller): Writer,
    At(id): At<i64>,
    Sent(played): Sent<Played>,
) -> Result<StatusCode, Fault> {
    let seconds = u32::try_from(played.media_progression)
        .map_err(|_| Fault::bad("media_progression is a number of seconds"))?;
    let (item, place) = own(&app, &caller, id).await?;
    if app.store().set_playback(caller.user.id, item.id, place, seconds).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Fault::not_found())
    }
}

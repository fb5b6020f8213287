//! `/v1/categories`: folders by number.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_model::{Folder, FolderId, ItemScope, clean_folder};
use serde::Deserialize;
use serde_json::Value;

use super::ask::{Asker, At, Query, Sent, Writer};
use super::fault::Fault;
use super::feeds::refresh_due;
use super::shapes::{self, title_of};
use super::shelf::Shelf;
use crate::caller::Caller;
use crate::json::Json;
use crate::state::App;

/// What a category is called.
#[derive(Debug, Deserialize)]
pub struct Titled {
    title: Option<String>,
}

/// A folder of the caller's.
async fn own(app: &App, caller: &Caller, id: FolderId) -> Result<Folder, Fault> {
    let folders = app.store().numbered_folders(caller.user.id).await?;
    let found = folders.into_iter().find(|folder| folder.id == id);
    found.ok_or_else(Fault::not_found)
}

/// `GET /v1/categories`, with `counts=true` also what they hold.
pub async fn list(
    State(app): State<App>,
    Asker(caller): Asker,
    query: Query,
) -> Result<Json, Fault> {
    let user = caller.user.id;
    let folders = app.store().numbered_folders(user).await?;
    let counts = query.flag("counts") == Some(true);
    let shape = if counts { shapes::counted_category } else { shapes::category };
    Ok(Json(folders.iter().map(|folder| shape(user, folder)).collect()))
}

/// A title as a folder's name, if it may be given.
fn name(titled: &Titled) -> Result<String, Fault> {
    let name = clean_folder(titled.title.as_deref().unwrap_or_default());
    if name.is_empty() { Err(Fault::bad("The title is mandatory.")) } else { Ok(name) }
}

fn taken() -> Fault {
    Fault::bad("This category already exists.")
}

/// `POST /v1/categories`
pub async fn create(
    State(app): State<App>,
    Writer(caller): Writer,
    Sent(titled): Sent<Titled>,
) -> Result<(StatusCode, Json), Fault> {
    let name = name(&titled)?;
    if name == shapes::NO_FOLDER {
        return Err(taken());
    }
    let made = app.store().make_folder(caller.user.id, &name).await?;
    let folder = made.ok_or_else(taken)?;
    Ok((StatusCode::CREATED, Json(shapes::category(caller.user.id, &folder))))
}

/// `PUT /v1/categories/{category}`
pub async fn rename(
    State(app): State<App>,
    Writer(caller): Writer,
    At(id): At<FolderId>,
    Sent(titled): Sent<Titled>,
) -> Result<(StatusCode, Json), Fault> {
    let user = caller.user.id;
    let mut folder = own(&app, &caller, id).await?;
    if titled.title.as_deref().is_some_and(|title| title != title_of(&folder)) {
        let name = name(&titled)?;
        if folder.name.is_empty() {
            return Err(Fault::bad("this category is for feeds outside of folders"));
        }
        let folders = app.store().numbered_folders(user).await?;
        if name == shapes::NO_FOLDER || folders.iter().any(|other| other.name == name) {
            return Err(taken());
        }
        app.store().rename_folder(user, &folder.name, &name).await?;
        folder = own(&app, &caller, id).await?;
    }
    Ok((StatusCode::CREATED, Json(shapes::category(user, &folder))))
}

/// `DELETE /v1/categories/{category}`: its feeds stay and are outside of folders then. Miniflux
/// deletes them with all that they hold, which nobody wants who only tidies up.
pub async fn remove(
    State(app): State<App>,
    Writer(caller): Writer,
    At(id): At<FolderId>,
) -> Result<StatusCode, Fault> {
    let folder = own(&app, &caller, id).await?;
    if folder.name.is_empty() {
        return Err(Fault::bad("this category is for feeds outside of folders"));
    }
    app.store().remove_folder(caller.user.id, &folder.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/categories/{category}/feeds`
pub async fn feeds(
    State(app): State<App>,
    Asker(caller): Asker,
    At(id): At<FolderId>,
) -> Result<Json, Fault> {
    let shelf = Shelf::of(&app, caller.user.id).await?;
    let folder = shelf.folder(id).ok_or_else(Fault::not_found)?;
    Ok(Json(Value::Array(shelf.shapes(Some(&folder.name)))))
}

/// `PUT /v1/categories/{category}/mark-all-as-read`
pub async fn mark_read(
    State(app): State<App>,
    Writer(caller): Writer,
    At(id): At<FolderId>,
) -> Result<StatusCode, Fault> {
    let folder = own(&app, &caller, id).await?;
    let (scope, now) = (ItemScope::Folder(folder.name), app.now());
    app.store().mark_items_read(caller.user.id, scope, now, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /v1/categories/{category}/refresh`
pub async fn refresh(
    State(app): State<App>,
    Writer(caller): Writer,
    At(id): At<FolderId>,
) -> Result<StatusCode, Fault> {
    let folder = own(&app, &caller, id).await?;
    refresh_due(&app, &caller, Some(&folder.name)).await
}

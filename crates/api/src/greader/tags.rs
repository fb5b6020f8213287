//! Folders and labels: listed, renamed and removed.

use axum::extract::State;
use axum::response::Response;
use dateline_model::{ItemQuery, ItemScope, UserId, clean_folder};
use serde_json::{Value, json};

use super::answer::{self, Fault};
use super::ask::Asked;
use super::ids;
use super::subscriptions::{cut, name_of_label};
use crate::state::App;

/// `tag/list`: the states that are kept, folders, and labels. NetNewsWire asks for the types, and
/// takes what is called a folder for one.
pub async fn list(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let user = asked.reader.user();
    let mut tags = vec![json!({ "id": ids::state("starred") })];
    let folders = app.store().numbered_folders(user).await?;
    for folder in folders.iter().filter(|folder| !folder.name.is_empty()) {
        tags.push(json!({
            "id": ids::label(&folder.name),
            "type": "folder",
            "unread_count": folder.unread,
        }));
    }
    for label in app.store().labels(user).await? {
        if folders.iter().any(|folder| folder.name == label) {
            continue;
        }
        tags.push(json!({
            "id": ids::label(&label),
            "type": "tag",
            "unread_count": unread(&app, user, &label).await?,
        }));
    }
    answer::json(&json!({ "tags": Value::Array(tags) }))
}

/// How many unread items carry a label.
pub async fn unread(app: &App, user: UserId, label: &str) -> Result<u64, Fault> {
    let query = ItemQuery {
        scope: ItemScope::Label(label.to_owned()),
        read: Some(false),
        ..ItemQuery::default()
    };
    Ok(app.store().item_total(user, query).await?)
}

/// The labels that a request names: by id as `s`, or by name as `t`.
fn named(asked: &Asked) -> Result<Vec<String>, Fault> {
    let ids = asked.all("s").filter(|id| !id.is_empty()).map(name_of_label);
    let mut names = ids.collect::<Result<Vec<String>, Fault>>()?;
    let bare = asked.all("t").map(str::trim).filter(|name| !name.is_empty());
    for name in bare {
        // FreshRSS takes a name, and apps send an id all the same.
        let named = name_of_label(name).unwrap_or_else(|_| name.to_owned());
        names.push(named);
    }
    if names.is_empty() {
        return Err(Fault::bad("no label is named; name one as “s” or “t”"));
    }
    Ok(names)
}

/// `rename-tag`
pub async fn rename(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    asked.reader.writes()?;
    let user = asked.reader.user();
    let to = asked.get("dest").ok_or_else(|| Fault::bad("no new name is given as “dest”"))?;
    let to = name_of_label(to).unwrap_or_else(|_| cut(to));
    if to.is_empty() {
        return Err(Fault::bad("the new name is empty"));
    }
    let to_folder = clean_folder(&to);
    for from in named(&asked)? {
        let is_known = if app.store().has_folder(user, &from).await? {
            if to_folder.is_empty() {
                return Err(Fault::bad(format!("“{to}” is no name of a folder")));
            }
            app.store().rename_folder(user, &from, &to_folder).await?;
            true
        } else {
            app.store().rename_label(user, &from, &to).await?
        };
        if !is_known {
            return Err(Fault::bad(format!("there is no label “{from}”")));
        }
    }
    Ok(answer::ok())
}

/// `disable-tag`: a folder's feeds go to no folder and are never lost, a label is taken away.
pub async fn disable(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    asked.reader.writes()?;
    let user = asked.reader.user();
    for name in named(&asked)? {
        let is_known = if app.store().has_folder(user, &name).await? {
            app.store().remove_folder(user, &name).await?;
            true
        } else {
            app.store().remove_label(user, &name).await?
        };
        if !is_known {
            return Err(Fault::bad(format!("there is no label “{name}”")));
        }
    }
    Ok(answer::ok())
}

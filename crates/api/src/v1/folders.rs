//! Folders of feeds and labels of articles. They are known by their names.

use dateline_model::clean_folder;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, LONGEST_FOLDER, Reply, done_if, line, ok};
use super::operation::{Operation, get, post};
use super::schema::{count, id, list, object, said, sent, some_text, text};
use crate::problem::Problem;

const GROUP: &str = "Folders and labels";

/// The longest label, in characters.
pub const LABEL: usize = 200;

pub fn operations() -> Vec<Operation> {
    let one = object([
        ("name", said(text(), "Empty for the feeds outside of folders.")),
        ("unread", count()),
    ]);
    let by_feed = object([("feed", id()), ("unread", count())]);
    let rename =
        || sent([("from", some_text(LONGEST_FOLDER)), ("to", some_text(LONGEST_FOLDER))], []);
    let remove = || sent([("name", some_text(LONGEST_FOLDER))], []);
    vec![
        get("/folders", "list_folders")
            .about(GROUP, "Your folders")
            .gives(200, "Folders", object([("folders", list(one.clone()))]))
            .by(folders),
        post("/folders/rename", "rename_folder")
            .about(
                GROUP,
                "Give a folder another name, which may be another's: then the two are one",
            )
            .takes(rename())
            .gives_nothing("It has the other name")
            .or(404)
            .by(rename_folder),
        post("/folders/remove", "remove_folder")
            .about(GROUP, "Take a folder away; its feeds stay, outside of folders")
            .takes(remove())
            .gives_nothing("It is gone")
            .or(404)
            .by(remove_folder),
        get("/labels", "list_labels")
            .about(GROUP, "The labels that your articles carry")
            .gives(200, "Labels", object([("labels", list(text()))]))
            .by(labels),
        post("/labels/rename", "rename_label")
            .about(GROUP, "Give a label another name")
            .takes(rename())
            .gives_nothing("It has the other name")
            .or(404)
            .by(rename_label),
        post("/labels/remove", "remove_label")
            .about(GROUP, "Take a label away from all your articles")
            .takes(remove())
            .gives_nothing("It is gone")
            .or(404)
            .by(remove_label),
        get("/unread", "count_unread")
            .about(
                GROUP,
                "How many articles you have not read: in all, and in each folder and feed with any",
            )
            .gives(
                200,
                "Counts",
                object([("total", count()), ("folders", list(one)), ("feeds", list(by_feed))]),
            )
            .by(unread),
    ]
}

fn named((name, unread): (String, u64)) -> Value {
    json!({ "name": name, "unread": unread })
}

async fn folders(call: Call) -> Result<Reply, Problem> {
    let folders = call.app.store().folders(call.caller.user.id).await?;
    ok(json!({ "folders": folders.into_iter().map(named).collect::<Vec<_>>() }))
}

#[derive(Deserialize)]
struct Rename {
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct Remove {
    name: String,
}

async fn rename_folder(call: Call) -> Result<Reply, Problem> {
    let Rename { from, to } = call.json()?;
    let to = clean_folder(&to);
    if to.is_empty() {
        return Err(Problem::Conflict("this is no name of a folder".to_owned()));
    }
    done_if(call.app.store().rename_folder(call.caller.user.id, &from, &to).await? > 0)
}

async fn remove_folder(call: Call) -> Result<Reply, Problem> {
    let Remove { name } = call.json()?;
    done_if(call.app.store().remove_folder(call.caller.user.id, &name).await? > 0)
}

async fn labels(call: Call) -> Result<Reply, Problem> {
    ok(json!({ "labels": call.app.store().labels(call.caller.user.id).await? }))
}

async fn rename_label(call: Call) -> Result<Reply, Problem> {
    let Rename { from, to } = call.json()?;
    let to = line(&to, LABEL);
    done_if(call.app.store().rename_label(call.caller.user.id, &from, &to).await?)
}

async fn remove_label(call: Call) -> Result<Reply, Problem> {
    let Remove { name } = call.json()?;
    done_if(call.app.store().remove_label(call.caller.user.id, &name).await?)
}

async fn unread(call: Call) -> Result<Reply, Problem> {
    let unread = call.app.store().unread(call.caller.user.id).await?;
    let feeds = unread.feeds.into_iter();
    let feeds = feeds.map(|(feed, unread)| json!({ "feed": feed, "unread": unread }));
    ok(json!({
        "total": unread.total,
        "folders": unread.folders.into_iter().map(named).collect::<Vec<_>>(),
        "feeds": feeds.collect::<Vec<_>>(),
    }))
}

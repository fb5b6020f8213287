//! Who asks, and what they have chosen.

use serde::Deserialize;
use serde_json::json;

use super::call::{Call, Reply, ok};
use super::operation::{Operation, get, patch};
use super::schema::{flag, id, moment, object, said, sent, text, word};
use crate::problem::Problem;

const GROUP: &str = "You";

pub fn operations() -> Vec<Operation> {
    let me = object([
        ("id", id()),
        ("name", text()),
        ("role", word(&["admin", "member"])),
        ("created", moment()),
        ("may_write", said(flag(), "Whether this app password may change what is yours.")),
        ("may_administer", said(flag(), "Whether it may manage accounts.")),
        (
            "spreads_read",
            said(flag(), "Whether reading an article marks those with the same text read."),
        ),
    ]);
    vec![
        get("/me", "get_me")
            .about(GROUP, "Who you are, and what this app password may do")
            .gives(200, "You", me.clone())
            .by(show),
        patch("/me", "change_me")
            .about(GROUP, "Choose whether reading an article marks those with the same text read")
            .takes(sent([("spreads_read", flag())], []))
            .gives(200, "You", me)
            .by(change),
    ]
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let spreads_read = call.app.store().spreads_read(call.caller.user.id).await?;
    let (caller, user) = (&call.caller, &call.caller.user);
    ok(json!({
        "id": user.id,
        "name": user.name,
        "role": user.role,
        "created": user.created_at.to_string(),
        "may_write": caller.may_write,
        "may_administer": caller.is_admin,
        "spreads_read": spreads_read,
    }))
}

#[derive(Deserialize)]
struct Change {
    spreads_read: bool,
}

async fn change(call: Call) -> Result<Reply, Problem> {
    let Change { spreads_read } = call.json()?;
    call.app.store().set_spreads_read(call.caller.user.id, spreads_read).await?;
    show(call).await
}

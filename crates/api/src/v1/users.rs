//! Accounts, for who administers the instance.

use dateline_auth::{names, password};
use dateline_model::{Role, User, UserId};
use dateline_store::StoreError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply, created, done_if, ok};
use super::feeds::page_of;
use super::operation::{Operation, delete, get, patch, post};
use super::schema::{
    NUMBER, flag, id, limit, list, moment, nullable, object, said, sent, shaped, short_text,
    some_text, text, with, word,
};
use crate::problem::Problem;

const GROUP: &str = "Users";

pub fn operations() -> Vec<Operation> {
    let role = || word(&["admin", "member"]);
    vec![
        get("/users", "list_users")
            .about(GROUP, "All accounts, the oldest first")
            .for_admins()
            .query("after", shaped(NUMBER), "the `next` of an earlier answer")
            .query("limit", limit(200, 1000), "how many at the most")
            .gives(200, "Accounts", object([("users", list(schema())), ("next", nullable(text()))]))
            .by(list_users),
        post("/users", "add_user")
            .about(GROUP, "Make an account; without a password nobody can sign in as them yet")
            .for_admins()
            .costs(20)
            .takes(sent(
                [("name", some_text(names::LONGEST))],
                [("role", role()), ("password", with(short_text(1024), "minLength", json!(8)))],
            ))
            .gives(201, "The account", schema())
            .or(409)
            .by(add),
        patch("/users/{user}", "change_user")
            .about(GROUP, "Give an account another role")
            .for_admins()
            .part("user", id(), "its number")
            .takes(sent([("role", role())], []))
            .gives(200, "The account as it is now", schema())
            .or(409)
            .by(change),
        delete("/users/{user}", "remove_user")
            .about(GROUP, "Remove an account with all that is its own; nobody removes themselves")
            .for_admins()
            .part("user", id(), "its number")
            .gives_nothing("It is gone")
            .or(409)
            .by(remove),
    ]
}

fn schema() -> Value {
    object([
        ("id", id()),
        ("name", text()),
        ("role", word(&["admin", "member"])),
        ("has_password", said(flag(), "Whether anybody can sign in as them by a password.")),
        ("created", moment()),
    ])
}

fn told(user: &User) -> Value {
    json!({
        "id": user.id,
        "name": user.name,
        "role": user.role,
        "has_password": user.password_hash.is_some(),
        "created": user.created_at.to_string(),
    })
}

async fn list_users(call: Call) -> Result<Reply, Problem> {
    let users = call.app.store().users().await?;
    let (users, next) = page_of(&call, users, 200, |user| user.id.0);
    ok(json!({ "users": users.iter().map(told).collect::<Vec<_>>(), "next": next }))
}

#[derive(Deserialize)]
struct New {
    name: String,
    role: Option<Role>,
    password: Option<String>,
}

async fn add(call: Call) -> Result<Reply, Problem> {
    let new: New = call.json()?;
    let conflict = |why: &dyn std::fmt::Display| Problem::Conflict(why.to_string());
    let name = names::check(&new.name).map_err(|error| conflict(&error))?;
    let hash = match new.password {
        Some(password) => {
            password::check_new(&password, name).map_err(|error| conflict(&error))?;
            let hash = call.app.hasher.hash(password).await;
            Some(hash.map_err(|error| Problem::Broken(error.to_string()))?)
        }
        None => None,
    };
    let role = new.role.unwrap_or(Role::Member);
    let made = call.app.store().create_user(name, role, hash.as_deref(), call.app.now()).await;
    created(told(&made.map_err(of_store)?))
}

/// What an administrator is told of what the store refuses.
fn of_store(error: StoreError) -> Problem {
    match error {
        StoreError::Taken { .. } | StoreError::OwnerStays | StoreError::LastAdmin => {
            Problem::Conflict(error.to_string())
        }
        other => other.into(),
    }
}

#[derive(Deserialize)]
struct Change {
    role: Role,
}

async fn change(call: Call) -> Result<Reply, Problem> {
    let (user, change) = (call.part::<UserId>("user")?, call.json::<Change>()?);
    let store = call.app.store();
    if !store.set_role(user, change.role).await.map_err(of_store)? {
        return Err(Problem::NotFound);
    }
    ok(told(&store.user(user).await?.ok_or(Problem::NotFound)?))
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    let user: UserId = call.part("user")?;
    if user == call.caller.user.id {
        return Err(Problem::Conflict("nobody removes their own account here".to_owned()));
    }
    done_if(call.app.store().delete_user(user).await.map_err(of_store)?)
}

//! Rules: what is done by itself to what a search finds.

use dateline_model::{Rule, RuleAction, RuleId, clean_folder};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, LONGEST_FOLDER, LONGEST_SEARCH, Reply, created, done_if, ok, search_line};
use super::feeds::page_of;
use super::operation::{Operation, delete, get, post};
use super::schema::{
    NUMBER, count, flag, id, limit, list, moment, nullable, object, said, sent, shaped, short_text,
    some_text, text, word,
};
use crate::problem::Problem;

const GROUP: &str = "Rules";

/// How many rules somebody may have; each is compared with every article that comes.
const MOST: usize = 500;

pub fn operations() -> Vec<Operation> {
    let applied = || object([("applied", said(count(), "To how many articles."))]);
    vec![
        get("/rules", "list_rules")
            .about(GROUP, "Your rules, by number")
            .query("after", shaped(NUMBER), "the `next` of an earlier answer")
            .query("limit", limit(500, 500), "how many at the most")
            .gives(200, "Rules", object([("rules", list(schema())), ("next", nullable(text()))]))
            .by(list_rules),
        post("/rules", "add_rule")
            .about(GROUP, "Make a rule; it is for what comes from now on")
            .costs(5)
            .takes(sent(
                [("query", some_text(LONGEST_SEARCH)), ("does", does())],
                [
                    (
                        "folder",
                        said(
                            short_text(LONGEST_FOLDER),
                            "For one that puts articles into a folder.",
                        ),
                    ),
                    ("ends", said(nullable(moment()), "From when on it does so no more.")),
                ],
            ))
            .gives(201, "The rule", schema())
            .or(409)
            .by(add),
        post("/rules/{rule}/apply", "apply_rule")
            .about(GROUP, "Apply a rule to what is there")
            .part("rule", id(), "its number")
            .costs(20)
            .gives(200, "It was applied", applied())
            .by(apply),
        delete("/rules/{rule}", "remove_rule")
            .about(GROUP, "Remove a rule; what it marked read or starred stays so")
            .part("rule", id(), "its number")
            .gives_nothing("It is gone")
            .by(remove),
    ]
}

fn does() -> Value {
    word(&["mute", "keep", "read", "star", "folder"])
}

fn schema() -> Value {
    object([
        ("id", id()),
        ("query", text()),
        ("does", does()),
        ("folder", said(text(), "Empty but for one that puts articles into a folder.")),
        ("ends", nullable(moment())),
        ("created", moment()),
        ("articles", said(count(), "How many articles it was applied to.")),
        ("waiting", said(flag(), "Whether it is still to be applied to what is there.")),
    ])
}

fn told(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "query": rule.query,
        "does": rule.action.as_str(),
        "folder": rule.action.folder(),
        "ends": rule.ends_at.map(|at| at.to_string()),
        "created": rule.created_at.to_string(),
        "articles": rule.hits,
        "waiting": rule.asked_at.is_some(),
    })
}

async fn list_rules(call: Call) -> Result<Reply, Problem> {
    let rules = call.app.store().rules(Some(call.caller.user.id)).await?;
    let (rules, next) = page_of(&call, rules, MOST, |rule| rule.id.0);
    ok(json!({ "rules": rules.iter().map(told).collect::<Vec<_>>(), "next": next }))
}

#[derive(Deserialize)]
struct New {
    query: String,
    does: String,
    #[serde(default)]
    folder: String,
    ends: Option<Timestamp>,
}

async fn add(call: Call) -> Result<Reply, Problem> {
    let new: New = call.json()?;
    let (store, user) = (call.app.store(), call.caller.user.id);
    let into = clean_folder(&new.folder);
    if new.does == "folder" && into.is_empty() {
        return Err(Problem::Conflict("the folder has no name yet".to_owned()));
    }
    let action = RuleAction::from_stored(&new.does, &into).ok_or(Problem::NotFound)?;
    if store.rules(Some(user)).await?.len() >= MOST {
        return Err(Problem::Conflict("there are too many rules already".to_owned()));
    }
    let query = search_line(&new.query);
    let rule = store.add_rule(user, &query, &action, new.ends, call.app.now()).await?;
    let known = store.rules(Some(user)).await?;
    let made = known.iter().find(|known| known.id == rule).ok_or(Problem::NotFound)?;
    created(told(made))
}

async fn apply(call: Call) -> Result<Reply, Problem> {
    let rule: RuleId = call.part("rule")?;
    let applied = call.app.desk.apply_rule(call.caller.user.id, rule).await?;
    ok(json!({ "applied": applied.ok_or(Problem::NotFound)? }))
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    let rule = call.part("rule")?;
    done_if(call.app.store().remove_rule(call.caller.user.id, rule).await?)
}

//! Alerts of kept searches, and where they go. Both are made on their pages.

use dateline_model::{Alert, AlertTarget};
use serde_json::{Value, json};

use super::call::{Call, Reply, ok};
use super::operation::{Operation, get};
use super::schema::{count, flag, id, limit, list, moment, nullable, object, said, text, word};
use crate::problem::Problem;

const GROUP: &str = "Alerts";

pub fn operations() -> Vec<Operation> {
    let alert = object([
        ("id", said(id(), "The same at every attempt to send it.")),
        ("search", nullable(id())),
        ("name", said(text(), "What the search was called.")),
        ("target", id()),
        ("state", word(&["waiting", "sent", "failed"])),
        ("created", moment()),
        ("due", nullable(moment())),
        ("sent", nullable(moment())),
        ("attempts", count()),
        ("problem", nullable(text())),
        ("articles", count()),
    ]);
    let target = object([
        ("id", id()),
        ("kind", word(&["mail", "webhook", "ntfy"])),
        ("address", text()),
        ("confirmed", flag()),
        ("sent", nullable(moment())),
        ("problem", nullable(text())),
    ]);
    vec![
        get("/alerts", "list_alerts")
            .about(GROUP, "Your last alerts, the latest first")
            .query("limit", limit(50, 200), "how many at the most")
            .gives(200, "Alerts", object([("alerts", list(alert))]))
            .by(alerts),
        get("/alerts/targets", "list_alert_targets")
            .about(GROUP, "Where your alerts go")
            .gives(200, "Targets", object([("targets", list(target))]))
            .by(targets),
    ]
}

async fn alerts(call: Call) -> Result<Reply, Problem> {
    let limit = call.asked("limit").unwrap_or(50);
    let alerts = call.app.store().alerts_of(call.caller.user.id, limit).await?;
    ok(json!({ "alerts": alerts.iter().map(told).collect::<Vec<_>>() }))
}

fn told(alert: &Alert) -> Value {
    json!({
        "id": alert.id,
        "search": alert.search,
        "name": alert.name,
        "target": alert.target,
        "state": alert.state,
        "created": alert.created_at.to_string(),
        "due": alert.due_at.map(|at| at.to_string()),
        "sent": alert.sent_at.map(|at| at.to_string()),
        "attempts": alert.attempts,
        "problem": alert.last_error,
        "articles": alert.articles,
    })
}

async fn targets(call: Call) -> Result<Reply, Problem> {
    let targets = call.app.store().alert_targets(call.caller.user.id).await?;
    ok(json!({ "targets": targets.iter().map(target).collect::<Vec<_>>() }))
}

/// A target without what signs or opens it.
fn target(target: &AlertTarget) -> Value {
    json!({
        "id": target.id,
        "kind": target.kind,
        "address": target.address,
        "confirmed": target.confirmed_at.is_some(),
        "sent": target.sent_at.map(|at| at.to_string()),
        "problem": target.last_error,
    })
}

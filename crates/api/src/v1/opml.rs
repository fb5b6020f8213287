//! Subscriptions in and out as OPML.

use axum::http::header;
use dateline_desk::ImportError;
use serde_json::json;

use super::call::{Call, Reply, ok};
use super::operation::{Operation, get, post};
use super::schema::{count, id, list, object, said, text};
use crate::problem::Problem;

const GROUP: &str = "Feeds";

/// The largest file, in bytes.
const LARGEST: usize = 20 * 1024 * 1024;

/// So many lines that could not be taken over are told.
const TOLD: usize = 1000;

pub fn operations() -> Vec<Operation> {
    let skipped = object([("title", text()), ("url", text()), ("why", text())]);
    vec![
        get("/opml", "export_feeds")
            .about(
                GROUP,
                "Your feeds as OPML 2.0, folders nested; addresses are whole, logins included",
            )
            .gives_raw(&["text/x-opml"], "OPML", text())
            .by(export),
        post("/opml", "import_feeds")
            .about(
                GROUP,
                "Subscribe to all feeds of an OPML file; those that you have stay as they are",
            )
            .costs(50)
            .takes_raw(&["text/x-opml", "text/xml", "application/xml"], text())
            .at_most(LARGEST)
            .gives(
                200,
                "What became of it",
                object([
                    ("added", count()),
                    ("already", count()),
                    ("feeds", said(list(id()), "All feeds of the file.")),
                    (
                        "skipped",
                        said(list(skipped), "What could not be taken over, with the reason."),
                    ),
                    ("warnings", said(list(text()), "What was odd about the file.")),
                ]),
            )
            .or(409)
            .by(import),
    ]
}

async fn export(call: Call) -> Result<Reply, Problem> {
    let opml = call.app.desk.export(call.caller.user.id).await?;
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"dateline.opml\"");
    Ok(Reply::Text("text/x-opml; charset=utf-8", vec![name], opml))
}

async fn import(call: Call) -> Result<Reply, Problem> {
    let report = match call.app.desk.import(call.caller.user.id, call.body()).await {
        Ok(report) => report,
        Err(ImportError::Desk(error)) => return Err(error.into()),
        Err(error) => return Err(Problem::Conflict(error.to_string())),
    };
    let skipped = report.skipped.iter().take(TOLD);
    let skipped = skipped.map(|one| json!({ "title": one.title, "url": one.url, "why": one.why }));
    ok(json!({
        "added": report.added,
        "already": report.already,
        "feeds": report.feeds,
        "skipped": skipped.collect::<Vec<_>>(),
        "warnings": report.warnings,
    }))
}

//! Keeping a page or a text as an article.

use dateline_desk::{Clip, ClipError};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::call::{Call, Reply, created, ok};
use super::operation::{Operation, post};
use super::schema::{
    WEB, id, list, moment, object, said, sent, shaped, short_text, some_text, with,
};
use crate::problem::Problem;

/// The largest request, in bytes.
const LARGEST: usize = 2 * 1024 * 1024;

pub fn operations() -> Vec<Operation> {
    let about_text = |line: &str| format!("{line}; only of a text that is sent along.");
    let body = sent(
        [],
        [
            ("url", said(shaped(WEB), "Where it stands.")),
            ("html", said(short_text(LARGEST), "Its text; of HTML what is safe is kept.")),
            (
                "text",
                said(short_text(LARGEST), "Its text, plain, with empty lines between paragraphs."),
            ),
            ("title", said(short_text(300), &about_text("Its headline"))),
            ("outlet", said(some_text(200), &about_text("Who published it, by name or domain"))),
            (
                "authors",
                with(
                    said(list(short_text(200)), &about_text("Who wrote it")),
                    "maxItems",
                    json!(50),
                ),
            ),
            ("published", said(moment(), &about_text("When"))),
            ("language", said(short_text(35), &about_text("Its language, as BCP 47 has it"))),
        ],
    );
    let kept = object([("entry", id()), ("feed", id()), ("article", id())]);
    vec![
        post("/clip", "clip")
            .about(
                "Entries",
                "Keep a page by its address, or a text as an article of an outlet. A text is yours \
                 alone; a page is read as any article is, and of it only the address counts",
            )
            .costs(5)
            .takes(body)
            .at_most(LARGEST)
            .gives(201, "It is kept among your clippings", kept.clone())
            .gives(200, "It was there already, and says now what was sent", kept)
            .or(409)
            .by(clip),
    ]
}

#[derive(Deserialize)]
struct Sent {
    url: Option<String>,
    html: Option<String>,
    text: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    published: Option<Timestamp>,
    language: Option<String>,
}

async fn clip(call: Call) -> Result<Reply, Problem> {
    let sent: Sent = call.json()?;
    let conflict = |why: &dyn std::fmt::Display| Problem::Conflict(why.to_string());
    let url = sent.url.as_deref().map(Url::parse).transpose();
    let clip = Clip {
        address: url.map_err(|error| conflict(&error))?,
        html: sent.html,
        text: sent.text,
        title: sent.title,
        outlet: sent.outlet,
        authors: sent.authors,
        published: sent.published,
        language: sent.language,
    };
    let clipped = match call.app.desk.clip(call.caller.user.id, clip).await {
        Ok(clipped) => clipped,
        Err(ClipError::Desk(error)) => return Err(error.into()),
        Err(error) => return Err(conflict(&error)),
    };
    let kept = json!({ "entry": clipped.entry, "feed": clipped.feed, "article": clipped.article });
    if clipped.new { created(kept) } else { ok(kept) }
}

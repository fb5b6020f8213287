//! What templates are filled with: plain, already told in words, free of decisions.

pub mod browser;
pub mod card;
pub mod chart;
pub mod faults;
pub mod feed;
pub mod feed_health;
pub mod found;
pub mod languages;
pub mod lines;
pub mod list_scope;
pub mod pack_names;
pub mod packs;
pub mod page_feed;
pub mod picture;
pub mod prose;
pub mod public;
pub mod query_words;
pub mod said;
pub mod shell;
pub mod size;
pub mod spark;
pub mod stop;
pub mod story;
pub mod story_life;
pub mod story_list;
pub mod text;
pub mod tile;
pub mod turn;
pub mod under_way;
pub mod undo;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::errors::PageError;
use shell::Shell;

/// A page with status 200.
pub fn page(template: &impl Template) -> Result<Response, PageError> {
    page_with(StatusCode::OK, template)
}

/// A page with another status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(header::CONTENT_TYPE, html)], template.render()?).into_response())
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    shell: Shell,
    headline: &'a str,
    text: &'a str,
}

/// The page of an error, in plain words.
pub fn error_page(status: StatusCode, headline: &str, text: &str) -> Response {
    let template = ErrorPage { shell: Shell::bare(headline), headline, text };
    page_with(status, &template)
        .unwrap_or_else(|_| (status, format!("{headline}\n{text}\n")).into_response())
}

//! `GET /article/{article}/text`: an article's text without a page around it, for lists that open
//! it where it stands.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::ArticleId;

use super::article::{note, with_pictures};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::state::App;
use crate::views::list_scope::AskedScope;
use crate::views::{page, prose, text};
use crate::when::Moment;

#[derive(Template)]
#[template(path = "opened.html")]
struct Opened {
    /// The article's own page.
    page: String,
    byline: Option<String>,
    published: Option<Moment>,
    minutes: Option<u32>,
    language: Option<String>,
    note: Option<String>,
    /// Sanitized when it was stored.
    html: String,
    address: Option<String>,
}

/// Shows it.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(id): At<ArticleId>,
    Ask(asked): Ask<AskedScope>,
) -> Result<Response, PageError> {
    let found = app.desk.store().article(reader.user.id, id).await?;
    let (article, ..) = found.ok_or(PageError::NotFound)?;
    let when = app.when();
    let query = asked.scope().map(|scope| format!("?{}", scope.query())).unwrap_or_default();
    page(&Opened {
        page: format!("/article/{id}{query}"),
        byline: text::byline(&article.byline),
        published: article.published.map(|at| when.tell_with(at, article.facts.published_offset)),
        minutes: text::minutes(article.words),
        language: text::language(article.language.as_deref()),
        note: note(&article),
        address: text::web_address(article.address.as_deref()),
        html: prose::framed(&with_pictures(&app, &reader, &article.html).await?),
    })
}

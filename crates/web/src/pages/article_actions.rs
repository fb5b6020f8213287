//! What a reader does with articles: read, star, read the page again.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dateline_model::{ArticleId, FeedId, MarkingId, UserId};
use serde::Deserialize;

use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::card::place_from_text;
use crate::views::list_scope::with_pair;
use crate::views::undo::after_marking;

/// The form of "mark as read" and "mark as unread".
#[derive(Debug, Deserialize)]
pub struct MarkRead {
    read: bool,
    /// The page to return to, where it is not the article's.
    #[serde(default)]
    back: String,
}

/// The form of the star.
#[derive(Debug, Deserialize)]
pub struct Star {
    starred: bool,
    #[serde(default)]
    back: String,
}

/// The form that takes a marking back.
#[derive(Debug, Deserialize)]
pub struct UndoMarking {
    #[serde(default)]
    back: String,
}

/// The form that tells how far an article was read, in thousandths of its text.
#[derive(Debug, Deserialize)]
pub struct ReadingPlace {
    place: u32,
}

/// The form of "mark all as read".
#[derive(Debug, Deserialize)]
pub struct MarkAll {
    up_to: String,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    feed: String,
    #[serde(default)]
    back: String,
}

/// `POST /article/{article}/read`
pub async fn mark_read(
    State(app): State<App>,
    At(article): At<ArticleId>,
    Signed { reader, form }: Signed<MarkRead>,
) -> Result<Response, PageError> {
    must_see(&app, reader.user.id, article).await?;
    app.desk.store().set_read(reader.user.id, &[article], form.read, app.now()).await?;
    if !form.back.is_empty() {
        return Ok(see_other(&form.back));
    }
    // An article that is opened counts as read; this one is not, although it is shown again.
    let kept = if form.read { "" } else { "?unread" };
    Ok(see_other(&format!("/article/{article}{kept}")))
}

/// `POST /article/{article}/star`
pub async fn star(
    State(app): State<App>,
    At(article): At<ArticleId>,
    Signed { reader, form }: Signed<Star>,
) -> Result<Response, PageError> {
    must_see(&app, reader.user.id, article).await?;
    app.desk.store().set_starred(reader.user.id, article, form.starred, app.now()).await?;
    let own = format!("/article/{article}");
    Ok(see_other(if form.back.is_empty() { &own } else { &form.back }))
}

/// `POST /article/{article}/place`: told by scripts as somebody reads.
pub async fn set_place(
    State(app): State<App>,
    At(article): At<ArticleId>,
    Signed { reader, form }: Signed<ReadingPlace>,
) -> Result<Response, PageError> {
    let place = form.place.min(1000);
    let store = app.desk.store();
    if !store.set_reading_place(reader.user.id, article, place, app.now()).await? {
        return Err(PageError::NotFound);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /article/{article}/page`
pub async fn read_page_again(
    State(app): State<App>,
    At(article): At<ArticleId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    must_see(&app, reader.user.id, article).await?;
    app.desk.read_soon(article).await?;
    Ok(see_other(&format!("/article/{article}")))
}

/// `POST /read`: everything of a list, up to the newest article that it showed, so that what has
/// arrived since stays unread.
pub async fn mark_all_read(
    State(app): State<App>,
    Signed { reader, form }: Signed<MarkAll>,
) -> Result<Response, PageError> {
    let up_to =
        place_from_text(&form.up_to).ok_or_else(|| PageError::Invalid(say!("lists-no-article")))?;
    let folder = Some(form.folder.as_str()).filter(|folder| !folder.is_empty());
    let feed: Option<FeedId> = match form.feed.as_str() {
        "" => None,
        feed => Some(feed.parse().map_err(|_| PageError::NotFound)?),
    };
    let store = app.desk.store();
    let marking = store.mark_all_read(reader.user.id, folder, feed, up_to, app.now()).await?;
    Ok(see_other(&after_marking(&form.back, marking)))
}

/// `POST /markings/{marking}/undo`
pub async fn undo(
    State(app): State<App>,
    At(marking): At<MarkingId>,
    Signed { reader, form }: Signed<UndoMarking>,
) -> Result<Response, PageError> {
    let undone = app.desk.store().undo_marking(reader.user.id, marking, app.now()).await?;
    let undone = undone.ok_or(PageError::NotFound)?;
    Ok(see_other(&with_pair(&form.back, "undone", &undone.to_string())))
}

/// Whoever may not see an article may not know that it is there.
async fn must_see(app: &App, user: UserId, article: ArticleId) -> Result<(), PageError> {
    let seen = app.desk.store().article(user, article).await?;
    seen.map(|_| ()).ok_or(PageError::NotFound)
}

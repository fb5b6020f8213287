//! What a reader does with stories: read, follow, mute, take apart, put together.

use axum::extract::State;
use axum::response::Response;
use dateline_model::{ArticleId, StoryId, StoryMark, UserId};
use jiff::Timestamp;
use serde::Deserialize;

use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::list_scope::with_pair;
use crate::views::story_list::StoryList;
use crate::views::undo::after_marking;

/// The form of "mark as read" and "mark as unread".
#[derive(Debug, Deserialize)]
pub struct MarkRead {
    read: bool,
    /// The list that the story was opened from, as its address tells it.
    #[serde(default)]
    list: String,
}

/// The form of "follow" and "mute"; an empty mark takes it away.
#[derive(Debug, Deserialize)]
pub struct Mark {
    #[serde(default)]
    mark: String,
    /// The list to go back to, for one that is taken away there.
    #[serde(default)]
    back: String,
    /// The list that the story was opened from, as its address tells it.
    #[serde(default)]
    list: String,
}

/// The form that takes a decision back: when it was made.
#[derive(Debug, Deserialize)]
pub struct Withdraw {
    at: Timestamp,
}

/// The form of "these are two stories": the numbers of the articles that do not belong, one field
/// each. A form's fields of one name arrive as one text, so each has its own.
#[derive(Debug, Deserialize)]
pub struct Part {
    #[serde(flatten)]
    fields: std::collections::HashMap<String, String>,
}

/// The form of "these are one story".
#[derive(Debug, Deserialize)]
pub struct Join {
    other: String,
}

/// `POST /story/{story}/read`
pub async fn mark_read(
    State(app): State<App>,
    At(story): At<StoryId>,
    Signed { reader, form }: Signed<MarkRead>,
) -> Result<Response, PageError> {
    must_see(&app, reader.user.id, story).await?;
    let store = app.desk.store();
    let page = page_of(story, &form.list);
    if form.read {
        let marking = store.mark_story_read(reader.user.id, story, app.now()).await?;
        return Ok(see_other(&after_marking(&page, marking)));
    }
    store.set_story_read(reader.user.id, story, false, app.now()).await?;
    Ok(see_other(&page))
}

/// `POST /story/{story}/mark`
pub async fn mark(
    State(app): State<App>,
    At(story): At<StoryId>,
    Signed { reader, form }: Signed<Mark>,
) -> Result<Response, PageError> {
    let mark = match form.mark.as_str() {
        "" => None,
        "follow" => Some(StoryMark::Follow),
        "mute" => Some(StoryMark::Mute),
        _ => return Err(PageError::Invalid(say!("story-bad-mark"))),
    };
    if !app.desk.store().mark_story(reader.user.id, story, mark, app.now()).await? {
        return Err(PageError::NotFound);
    }
    let done = match mark {
        None => "unmarked",
        Some(StoryMark::Follow) => "follow",
        Some(StoryMark::Mute) => "mute",
    };
    Ok(match form.back.as_str() {
        back @ ("muted" | "followed") => see_other(&format!("/stories?show={back}")),
        _ => see_other(&with_pair(&page_of(story, &form.list), "done", done)),
    })
}

/// A story's page, as it was opened from a list, where it was.
fn page_of(story: StoryId, list: &str) -> String {
    let page = format!("/story/{story}");
    StoryList::of_query(list).map_or_else(|| page.clone(), |list| list.leading_to(&page))
}

/// `POST /story/{story}/withdraw`
pub async fn withdraw(
    State(app): State<App>,
    At(story): At<StoryId>,
    Signed { reader, form }: Signed<Withdraw>,
) -> Result<Response, PageError> {
    must_see(&app, reader.user.id, story).await?;
    if !app.desk.withdraw_ruling(reader.user.id, story, form.at).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other(&format!("/story/{story}?done=withdrawn")))
}

/// `POST /story/{story}/part`
pub async fn part(
    State(app): State<App>,
    At(story): At<StoryId>,
    Signed { reader, form }: Signed<Part>,
) -> Result<Response, PageError> {
    let leave: Vec<ArticleId> =
        form.fields.keys().filter_map(|name| name.strip_prefix("leave-")?.parse().ok()).collect();
    if leave.is_empty() {
        return Err(PageError::Invalid(say!("story-none-chosen")));
    }
    if !app.desk.two_stories(reader.user.id, story, &leave).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other(&format!("/story/{story}?done=part")))
}

/// `POST /story/{story}/join`
pub async fn join(
    State(app): State<App>,
    At(story): At<StoryId>,
    Signed { reader, form }: Signed<Join>,
) -> Result<Response, PageError> {
    let typed = form.other.trim();
    let number = typed.rsplit('/').next().unwrap_or(typed);
    let other: StoryId = number
        .parse()
        .map_err(|_| PageError::Invalid(say!("story-not-an-address", typed = typed)))?;
    if !app.desk.one_story(reader.user.id, story, other).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other(&format!("/story/{story}?done=join")))
}

/// Whoever may not see a story may not know that it is there.
async fn must_see(app: &App, user: UserId, story: StoryId) -> Result<(), PageError> {
    app.desk.store().sees_story(user, story).await?.map(|_| ()).ok_or(PageError::NotFound)
}

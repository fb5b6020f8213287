//! `/feeds/{feed}/settings` and `/feeds/{feed}/remove`: one subscription.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{FeedId, FeedOverview, FullText, Role};
use serde::Deserialize;

use super::article_actions::Nothing;
use super::feed_actions::clean_folder;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::feed::FeedRow;
use crate::views::page;
use crate::views::shell::{Place, Shell};
use crate::views::text::web_address;

/// The longest title of a person's own, in characters.
const TITLE: usize = 300;

#[derive(Template)]
#[template(path = "feed_settings.html")]
struct Settings {
    shell: Shell,
    feed: FeedRow,
    /// The user's own title; empty where the feed's is used.
    own_title: String,
    /// What the feed calls itself.
    its_title: String,
    folder: String,
    folder_names: Vec<String>,
    full_text: FullText,
    site: Option<String>,
    format: Option<String>,
    moved_to: Option<String>,
    failing_since: Option<crate::when::Moment>,
    may_set_full_text: bool,
}

#[derive(Template)]
#[template(path = "feed_remove.html")]
struct Remove {
    shell: Shell,
    feed: FeedRow,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Changes {
    title: String,
    folder: String,
    full_text: Option<FullText>,
}

/// `GET /feeds/{feed}/settings`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(feed): At<FeedId>,
) -> Result<Response, PageError> {
    let overview = own(&app, &reader, feed).await?;
    let when = app.when();
    let row = FeedRow::of(&overview, &when);
    let mut names: Vec<String> =
        app.desk.store().folders(reader.user.id).await?.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| !name.is_empty());
    page(&Settings {
        shell: Shell::of(&app, &reader, &row.title, Place::Feeds).await?,
        own_title: overview.subscription.title.clone().unwrap_or_default(),
        its_title: overview.feed.title.clone().unwrap_or_default(),
        folder: overview.subscription.folder.clone(),
        folder_names: names,
        full_text: overview.feed.full_text,
        site: web_address(overview.feed.site_url.as_deref()),
        format: overview.feed.format.as_deref().map(format_in_words),
        moved_to: overview.feed.polling.moved_to.clone(),
        failing_since: overview.feed.polling.failing_since.map(|at| when.tell(at)),
        may_set_full_text: may_set_full_text(&reader),
        feed: row,
    })
}

/// `POST /feeds/{feed}/settings`
pub async fn save(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, form }: Signed<Changes>,
) -> Result<Response, PageError> {
    let overview = own(&app, &reader, feed).await?;
    let store = app.desk.store();
    let title: String = form.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().take(TITLE).collect();
    let title = Some(title).filter(|title| !title.is_empty());
    let folder = clean_folder(&form.folder);
    store.update_subscription(reader.user.id, feed, Some(title), Some(folder)).await?;
    if let Some(choice) = form.full_text
        && choice != overview.feed.full_text
        && may_set_full_text(&reader)
    {
        store.set_full_text(feed, choice).await?;
    }
    Ok(see_other(&format!("/feeds?done=saved&feed={feed}")))
}

/// `GET /feeds/{feed}/remove`
pub async fn ask_to_remove(
    State(app): State<App>,
    reader: Reader,
    At(feed): At<FeedId>,
) -> Result<Response, PageError> {
    let overview = own(&app, &reader, feed).await?;
    let row = FeedRow::of(&overview, &app.when());
    let shell = Shell::of(&app, &reader, "Remove a feed", Place::Feeds).await?;
    page(&Remove { shell, feed: row })
}

/// `POST /feeds/{feed}/remove`
pub async fn remove(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    own(&app, &reader, feed).await?;
    app.desk.store().unsubscribe(reader.user.id, feed).await?;
    Ok(see_other("/feeds?done=removed"))
}

/// The feed is shared by all who subscribe to it, so how it is read is not for everyone to say.
fn may_set_full_text(reader: &Reader) -> bool {
    reader.user.role == Role::Admin
}

/// The usual name of a format.
fn format_in_words(format: &str) -> String {
    let word = match format {
        "rss2" => "RSS 2.0",
        "rss1" => "RSS 1.0",
        "rss0" => "RSS 0.9",
        "atom1" => "Atom",
        "atom03" => "Atom 0.3",
        "jsonfeed" => "JSON Feed",
        "cdf" => "Channel Definition Format",
        "sitemap" => "Sitemap",
        "telegram" => "Telegram channel",
        "page" => "Web page",
        other => other,
    };
    word.to_owned()
}

async fn own(app: &App, reader: &Reader, feed: FeedId) -> Result<FeedOverview, PageError> {
    let overview = app.desk.store().feed_overview(reader.user.id, feed).await?;
    overview.ok_or(PageError::NotFound)
}

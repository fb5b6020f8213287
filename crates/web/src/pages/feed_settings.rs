//! `/feeds/{feed}/settings` and `/feeds/{feed}/remove`: one subscription, how it fares, and what
//! can be done about it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_desk::rule_of_feed;
use dateline_model::{FeedId, FeedOverview, FullText, Role, clean_folder};
use dateline_store::FeedChange;
use serde::Deserialize;

use super::feed_fixes::pace;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::feed::FeedRow;
use crate::views::feed_health::{INTERVALS, PollRow, Trouble};
use crate::views::shell::{Notice, Place, Shell};
use crate::views::text::web_address;
use crate::views::{page, page_with};

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
    failing_since: Option<crate::when::Moment>,
    may_change: bool,
    /// Whether its articles may be grouped with others.
    grouped: bool,
    polls: Vec<PollRow>,
    trouble: Option<Trouble>,
    /// The choices of how often it is polled: seconds, words, whether it is the present one.
    paces: Vec<(i64, &'static str, bool)>,
    /// The rule of a page, in a line.
    rule: Option<String>,
    /// Whose server a password would go to.
    host: String,
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
    interval: Option<String>,
    /// Says that the form has the box beside it, which sends nothing where it is empty.
    grouping: Option<String>,
    alone: Option<String>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// `GET /feeds/{feed}/settings`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(feed): At<FeedId>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let notice = match asked.done.as_deref() {
        Some("mended") => Notice::good(say!("feeds-done-mended")),
        Some("polling") => Notice::good(say!("feeds-done-asked")),
        _ => None,
    };
    with_notice(&app, &reader, feed, StatusCode::OK, notice).await
}

/// The settings with a word above them.
pub async fn with_notice(
    app: &App,
    reader: &Reader,
    feed: FeedId,
    status: StatusCode,
    notice: Option<Notice>,
) -> Result<Response, PageError> {
    let overview = own(app, reader, feed).await?;
    let when = app.when();
    let row = FeedRow::of(&overview, &when);
    let store = app.desk.store();
    let mut names: Vec<String> =
        store.folders(reader.user.id).await?.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| !name.is_empty());
    let polls = store.last_polls(feed).await?;
    let present = overview.feed.choices.interval_seconds;
    let pace = |(seconds, words): (i64, &'static str)| (seconds, words, present == Some(seconds));
    let settings = Settings {
        shell: Shell::of(app, reader, &row.title, Place::Feeds).await?.with_notice(notice),
        own_title: overview.subscription.title.clone().unwrap_or_default(),
        its_title: overview.feed.title.clone().unwrap_or_default(),
        folder: overview.subscription.folder.clone(),
        folder_names: names,
        full_text: overview.feed.full_text,
        site: web_address(overview.feed.site_url.as_deref()),
        format: overview.feed.format.as_deref().map(format_in_words),
        failing_since: overview.feed.polling.failing_since.map(|at| when.tell(at)),
        may_change: may_change(app, reader, feed).await?,
        grouped: store.feed_grouped(feed).await?,
        trouble: Trouble::of(&overview.feed, polls.first()),
        polls: polls.iter().map(|note| PollRow::of(note, &when)).collect(),
        paces: INTERVALS.into_iter().map(pace).collect(),
        rule: rule_of_feed(&overview.feed).map(|rule| rule.to_string()),
        host: overview.feed.host.clone(),
        feed: row,
    };
    page_with(status, &settings)
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
    if may_change(&app, &reader, feed).await? {
        let pace = form.interval.as_deref().and_then(pace);
        let change = FeedChange {
            full_text: form.full_text.filter(|choice| *choice != overview.feed.full_text),
            interval_seconds: pace.filter(|pace| *pace != overview.feed.choices.interval_seconds),
        };
        store.change_feed(feed, change).await?;
        let grouped = form.alone.is_none();
        if form.grouping.is_some() && grouped != store.feed_grouped(feed).await? {
            store.set_feed_grouped(feed, grouped).await?;
        }
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
    let shell = Shell::of(&app, &reader, &say!("feeds-remove-title"), Place::Feeds).await?;
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

/// The feed is shared by all who subscribe to it, so how it is read is for an administrator to say,
/// or for whoever has it alone.
pub async fn may_change(app: &App, reader: &Reader, feed: FeedId) -> Result<bool, PageError> {
    let alone = app.desk.store().subscribers(feed).await? <= 1;
    Ok(alone || reader.user.role == Role::Admin)
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
        "telegram" => return say!("feeds-format-telegram"),
        "page" => return say!("feeds-format-page"),
        "clippings" => return say!("feeds-format-clippings"),
        other => other,
    };
    word.to_owned()
}

/// The user's own subscription to a feed.
pub async fn own(app: &App, reader: &Reader, feed: FeedId) -> Result<FeedOverview, PageError> {
    let overview = app.desk.store().feed_overview(reader.user.id, feed).await?;
    overview.ok_or(PageError::NotFound)
}

//! What mends a feed: another address, a feed found in its place, a password, another pace.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_desk::{AddError, Added, Found};
use dateline_model::FeedId;
use dateline_store::FeedChange;
use serde::Deserialize;

use super::feed_actions::{FoundFeed, found_feeds};
use super::feed_settings::{may_change, own, with_notice};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::feed_health::INTERVALS;
use crate::views::page;
use crate::views::shell::{Notice, Place, Shell};

#[derive(Template)]
#[template(path = "feed_instead.html")]
struct Instead {
    shell: Shell,
    feed: FeedId,
    title: String,
    found: Vec<FoundFeed>,
}

/// A new address.
#[derive(Debug, Deserialize)]
pub struct Address {
    address: String,
}

/// A name and a password at the feed's server.
#[derive(Deserialize)]
pub struct Login {
    name: String,
    password: String,
}

/// A pace; empty leaves it to what the feed brings.
#[derive(Debug, Deserialize)]
pub struct Pace {
    interval: String,
}

/// `POST /feeds/{feed}/address`
pub async fn take_address(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, form }: Signed<Address>,
) -> Result<Response, PageError> {
    let added = app.desk.readdress(reader.user.id, feed, &form.address).await;
    ended(&app, &reader, feed, added).await
}

/// `POST /feeds/{feed}/login`
pub async fn sign_in(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, form }: Signed<Login>,
) -> Result<Response, PageError> {
    own(&app, &reader, feed).await?;
    let added =
        app.desk.sign_in_to_feed(reader.user.id, feed, form.name.trim(), &form.password).await;
    if let Err(AddError::Status { status: 401, .. }) = &added {
        let notice = Notice::bad(say!("feeds-wrong-login"));
        return with_notice(&app, &reader, feed, StatusCode::UNPROCESSABLE_ENTITY, notice).await;
    }
    ended(&app, &reader, feed, added).await
}

/// `POST /feeds/{feed}/find`
pub async fn find(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    let overview = own(&app, &reader, feed).await?;
    match app.desk.feeds_at(feed).await {
        Ok(found) if found.is_empty() => {
            let notice = Notice::bad(say!("feeds-no-other"));
            with_notice(&app, &reader, feed, StatusCode::OK, notice).await
        }
        Ok(found) => offer(&app, &reader, feed, overview.title(), found).await,
        Err(error) => refused(&app, &reader, feed, error).await,
    }
}

/// `POST /feeds/{feed}/pace`
pub async fn set_pace(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, form }: Signed<Pace>,
) -> Result<Response, PageError> {
    own(&app, &reader, feed).await?;
    if !may_change(&app, &reader, feed).await? {
        return Err(PageError::NotFound);
    }
    let change = FeedChange { interval_seconds: pace(&form.interval), ..FeedChange::default() };
    app.desk.store().change_feed(feed, change).await?;
    Ok(see_other(&format!("/feeds/{feed}/settings")))
}

/// A pace as a form gives it; `None` for one that is not offered.
pub fn pace(typed: &str) -> Option<Option<i64>> {
    if typed.is_empty() {
        return Some(None);
    }
    let seconds: i64 = typed.parse().ok()?;
    INTERVALS.iter().any(|(known, _)| *known == seconds).then_some(Some(seconds))
}

async fn ended(
    app: &App,
    reader: &Reader,
    feed: FeedId,
    added: Result<Added, AddError>,
) -> Result<Response, PageError> {
    match added {
        Ok(Added::Subscribed { feed, .. }) => {
            Ok(see_other(&format!("/feeds/{feed}/settings?done=mended")))
        }
        Ok(Added::Choice(found)) => {
            let overview = own(app, reader, feed).await?;
            offer(app, reader, feed, overview.title(), found).await
        }
        Ok(Added::Offer(offer)) => {
            refused(app, reader, feed, AddError::NoFeedNamed { url: offer.url }).await
        }
        Err(error) => refused(app, reader, feed, error).await,
    }
}

async fn refused(
    app: &App,
    reader: &Reader,
    feed: FeedId,
    error: AddError,
) -> Result<Response, PageError> {
    match error {
        AddError::Desk(error) => Err(error.into()),
        AddError::NotYours => Err(PageError::NotFound),
        error => {
            let notice = Notice::bad(faults::of_adding(&error));
            with_notice(app, reader, feed, StatusCode::UNPROCESSABLE_ENTITY, notice).await
        }
    }
}

async fn offer(
    app: &App,
    reader: &Reader,
    feed: FeedId,
    title: &str,
    found: Vec<Found>,
) -> Result<Response, PageError> {
    let shell = Shell::of(app, reader, &say!("feeds-another"), Place::Feeds).await?;
    page(&Instead { shell, feed, title: title.to_owned(), found: found_feeds(found) })
}

//! Adding a feed by its address or its site's, and polling feeds now.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_desk::{AddError, Added, Found};
use dateline_model::{FeedId, clean_folder};
use serde::Deserialize;

use super::feed_rule;
use super::feeds::{Typed, with_problem};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::page;
use crate::views::shell::{Place, Shell};

#[derive(Template)]
#[template(path = "choose_feed.html")]
struct Choose {
    shell: Shell,
    typed: String,
    folder: String,
    found: Vec<FoundFeed>,
}

/// A feed that a site names.
pub struct FoundFeed {
    /// Its title, else its address.
    pub title: String,
    /// Its address.
    pub url: String,
    /// "Atom", "RSS", "Sitemap".
    pub kind: String,
}

/// Found feeds, ready for a template.
pub fn found_feeds(found: Vec<Found>) -> Vec<FoundFeed> {
    let ready = found.into_iter().map(|one| FoundFeed {
        title: one.title.filter(|title| !title.trim().is_empty()).unwrap_or(one.url.clone()),
        kind: kind_in_words(&one.kind),
        url: one.url,
    });
    ready.collect()
}

/// The form that adds a feed.
#[derive(Debug, Deserialize)]
pub struct Add {
    address: String,
    #[serde(default)]
    folder: String,
}

/// The form that polls: one feed, or all.
#[derive(Debug, Deserialize)]
pub struct Poll {
    #[serde(default)]
    feed: String,
    #[serde(default)]
    back: String,
}

/// `POST /feeds/add`
pub async fn add(
    State(app): State<App>,
    Signed { reader, form }: Signed<Add>,
) -> Result<Response, PageError> {
    let folder = clean_folder(&form.folder);
    match app.desk.add(reader.user.id, &form.address, &folder, None).await {
        Ok(Added::Subscribed { feed, new, .. }) => {
            let done = if new { "added" } else { "known" };
            Ok(see_other(&format!("/feeds?done={done}&feed={feed}")))
        }
        Ok(Added::Choice(found)) => choose(&app, &reader, form.address, folder, found).await,
        Ok(Added::Offer(offer)) => feed_rule::offer(&app, &reader, offer, &folder).await,
        Err(AddError::Desk(error)) => Err(error.into()),
        Err(error) => {
            let problem = Some(faults::of_adding(&error));
            with_problem(&app, &reader, Typed { address: form.address, folder, problem }).await
        }
    }
}

async fn choose(
    app: &App,
    reader: &Reader,
    typed: String,
    folder: String,
    found: Vec<Found>,
) -> Result<Response, PageError> {
    let shell = Shell::of(app, reader, &say!("feeds-choose"), Place::Feeds).await?;
    page(&Choose { shell, typed, folder, found: found_feeds(found) })
}

fn kind_in_words(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    let word = match () {
        () if kind.contains("atom") => "Atom",
        () if kind.contains("rss") || kind.contains("rdf") => "RSS",
        () if kind.contains("json") => "JSON Feed",
        () => "Feed",
    };
    word.to_owned()
}

/// `POST /feeds/poll`
pub async fn poll(
    State(app): State<App>,
    Signed { reader, form }: Signed<Poll>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let (feeds, done) = match form.feed.as_str() {
        "" => (store.all_feed_ids(Some(reader.user.id)).await?, String::new()),
        feed => {
            let feed: FeedId = feed.parse().map_err(|_| PageError::NotFound)?;
            let known = store.feed_overview(reader.user.id, feed).await?;
            known.ok_or(PageError::NotFound)?;
            (vec![feed], format!("&feed={feed}"))
        }
    };
    app.desk.poll_soon(&feeds).await?;
    Ok(match form.back.as_str() {
        "" => see_other(&format!("/feeds?done=polling{done}")),
        back => see_other(back),
    })
}

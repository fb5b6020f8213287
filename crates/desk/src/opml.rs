//! Subscriptions in and out as OPML.

use dateline_feed::opml::{self, Opml, OpmlError, Outline};
use dateline_fetch::{FetchError, Purpose, Request};
use dateline_model::address::{self, AddressError};
use dateline_model::{FeedId, UserId};
use dateline_store::{ImportedFeed, StoreError};
use serde::Serialize;

use crate::schedule::describe_status;
use crate::{Desk, DeskError, cut};

const TITLE_CHARS: usize = 300;
const FOLDER_CHARS: usize = 300;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    /// Feeds that the user was not subscribed to before.
    pub added: u64,
    /// Feeds that the user had already.
    pub already: u64,
    /// What could not be taken over, each with the reason.
    pub skipped: Vec<Skipped>,
    /// All feeds of the file, added or not.
    pub feeds: Vec<FeedId>,
    /// What was odd about the file.
    pub warnings: Vec<String>,
}

/// A line of the file that could not be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Its title.
    pub title: String,
    /// Its address as written.
    pub url: String,
    /// Why.
    pub why: String,
}

/// Why a file could not be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no OPML.
    #[error(transparent)]
    Opml(#[from] OpmlError),
    /// Its address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The server did not give it.
    #[error("{url}: {}", describe_status(*.status))]
    Status {
        /// The HTTP status.
        status: u16,
        /// The address.
        url: String,
    },
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl Desk {
    /// Subscribes a user to the feeds of an OPML file; they are due at once.
    ///
    /// # Errors
    /// When the file is no OPML, or the store fails.
    pub async fn import(&self, user: UserId, file: &[u8]) -> Result<ImportReport, ImportError> {
        let file = file.to_vec();
        let read = self.inner.workshop.run(move || opml::read(&file)).await;
        let opml = read.map_err(|broken| DeskError::Threads(broken.to_string()))??;
        Ok(self.take_over(user, opml.outlines, opml.warnings).await?)
    }

    /// Subscribes a user to what a list names; it is asked for when the next polls are due.
    pub(crate) async fn take_over(
        &self,
        user: UserId,
        outlines: Vec<Outline>,
        warnings: Vec<String>,
    ) -> Result<ImportReport, DeskError> {
        let mut report = ImportReport { warnings, ..ImportReport::default() };
        let mut feeds = Vec::new();
        for outline in outlines {
            let Some(url) = outline.xml_url.as_deref() else { continue };
            match address::parse_typed(url) {
                Ok(url) => feeds.push(ImportedFeed {
                    url,
                    title: title_of(&outline),
                    folder: folder_of(&outline.folder),
                }),
                Err(error) => report.skipped.push(Skipped {
                    title: outline.title.clone().unwrap_or_default(),
                    url: cut::chars(url, TITLE_CHARS),
                    why: error.to_string(),
                }),
            }
        }
        let imported = self.inner.store.import(user, feeds, self.inner.clock.now()).await?;
        self.inner.polls_bell.notify_one();
        report.added = imported.added;
        report.already = imported.already;
        report.feeds = imported.feeds;
        Ok(report)
    }

    /// Fetches an OPML file and imports it.
    ///
    /// # Errors
    /// When it cannot be fetched, is no OPML, or the store fails.
    pub async fn import_from(
        &self,
        user: UserId,
        typed: &str,
    ) -> Result<ImportReport, ImportError> {
        let url = address::parse_typed(typed)?;
        let response = self.inner.fetcher.get(Request::new(url.clone(), Purpose::Feed)).await?;
        if !response.is_success() {
            return Err(ImportError::Status { status: response.status, url: url.into() });
        }
        self.import(user, &response.body).await
    }

    /// A user's subscriptions as OPML 2.0, folders nested.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn export(&self, user: UserId) -> Result<String, DeskError> {
        let mut overview = self.inner.store.overview(user).await?;
        // Clippings are no place that another program could poll.
        let clippings = dateline_store::clippings_address(user);
        overview.retain(|listed| listed.feed.url != clippings);
        let outlines = overview.into_iter().map(|listed| Outline {
            title: Some(listed.title().to_owned()),
            folder: folders_of(&listed.subscription.folder),
            html_url: listed.feed.site_url,
            xml_url: Some(listed.feed.url),
            kind: Some("rss".to_owned()),
            ..Outline::default()
        });
        Ok(opml::write(&Opml {
            title: Some("Dateline".to_owned()),
            outlines: outlines.collect(),
            ..Opml::default()
        }))
    }
}

fn title_of(outline: &Outline) -> Option<String> {
    title_for(outline.title.as_deref(), outline.xml_url.as_deref().unwrap_or_default())
}

/// A title of the user's own; one that only repeats the address is none.
pub(crate) fn title_for(title: Option<&str>, address: &str) -> Option<String> {
    let title = cut::no_nul(title?.trim());
    let given = !title.is_empty() && title.as_ref() != address;
    given.then(|| cut::chars(&title, TITLE_CHARS))
}

/// Folders are kept in one text with `/` between the levels; a `/` in a name would be a level.
pub(crate) fn folder_of(levels: &[String]) -> String {
    let named = levels.iter().map(|level| cut::no_nul(level).trim().replace('/', "∕"));
    let path: Vec<String> = named.filter(|level| !level.is_empty()).collect();
    cut::chars(&path.join("/"), FOLDER_CHARS)
}

fn folders_of(folder: &str) -> Vec<String> {
    let levels = folder.split('/').filter(|level| !level.is_empty());
    levels.map(|level| level.replace('∕', "/")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_in_a_folders_name_survives_the_way_there_and_back() {
        let levels = vec!["News".to_owned(), "AC/DC".to_owned()];
        assert_eq!(folder_of(&levels), "News/AC∕DC");
        assert_eq!(folders_of(&folder_of(&levels)), levels);
    }

    #[test]
    fn a_title_that_repeats_the_address_is_none() {
        let outline = |title: &str| Outline {
            title: Some(title.to_owned()),
            xml_url: Some("https://a.example/feed".to_owned()),
            ..Outline::default()
        };
        assert_eq!(title_of(&outline("https://a.example/feed")), None);
        assert_eq!(title_of(&outline(" Bay ")), Some("Bay".to_owned()));
    }
}

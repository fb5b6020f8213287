//! A person names an address: a feed is subscribed to, a page is searched for feeds.

use dateline_feed::{FeedError, Hints, discover};
use dateline_fetch::{FetchError, Purpose, Request, Response};
use dateline_model::address::{self, AddressError};
use dateline_model::{FeedId, UserId};
use dateline_store::StoreError;
use serde::Serialize;
use url::Url;

use crate::desk::{Desk, Inner};
use crate::schedule::describe_status;
use crate::{DeskError, poll};

/// How many feeds of a page are offered at the most.
const MANY: usize = 50;
/// How many addresses are tried where sites usually keep a feed, when a page names none.
const GUESSES: usize = 6;

/// What came of adding an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Added {
    /// It is a feed, or names just one, and the user is subscribed to it.
    Subscribed {
        /// The feed.
        feed: FeedId,
        /// Its title.
        title: String,
        /// Its address.
        url: String,
        /// Whether the user was not subscribed to it before.
        new: bool,
        /// How many entries it brought.
        entries: u32,
    },
    /// The page names several.
    Choice(Vec<Found>),
}

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its address.
    pub url: String,
    /// Its title, as the page gives it.
    pub title: Option<String>,
    /// Its media type, as the page gives it.
    pub kind: String,
}

/// Why an address could not be added. Each is a line for the person who typed it.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// It is no address.
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
        /// The address that answered.
        url: String,
    },
    /// It is neither a feed nor a page that names one.
    #[error("{url}: {problem}")]
    NoFeed {
        /// The address that answered.
        url: String,
        /// What stands there.
        problem: FeedError,
    },
    /// It is a page without feeds.
    #[error("{url} is a web page that names no feed")]
    NoFeedNamed {
        /// The address that answered.
        url: String,
    },
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for AddError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// What stands at an address.
enum Looked {
    Feed(Box<Response>),
    Page(Vec<discover::Found>),
}

impl Desk {
    /// Opens what a person typed. A feed is subscribed to, and its entries stored at once; a page
    /// that names one feed leads to that feed, a page that names several to a choice.
    ///
    /// # Errors
    /// With a line that says what is wrong with the address or what stands there.
    pub async fn add(
        &self,
        user: UserId,
        typed: &str,
        folder: &str,
        title: Option<&str>,
    ) -> Result<Added, AddError> {
        let typed = address::parse_typed(typed)?;
        // The page of a channel or profile is not its feed, but tells where that is.
        let url = discover::source_of_address(&typed).unwrap_or(typed);
        let named = match look(&self.inner, &url).await? {
            Looked::Feed(response) => {
                return self.subscribe(user, url, *response, folder, title).await;
            }
            Looked::Page(named) => named,
        };
        let url = match named.as_slice() {
            [] => {
                let found = guess(&self.inner, &url).await;
                let Some((url, response)) = found else {
                    return Err(AddError::NoFeedNamed { url: shown(&url) });
                };
                return self.subscribe(user, url, response, folder, title).await;
            }
            [only] => only.href.clone(),
            _ => return Ok(Added::Choice(named.into_iter().take(MANY).map(Found::from).collect())),
        };
        match look(&self.inner, &url).await? {
            Looked::Feed(response) => self.subscribe(user, url, *response, folder, title).await,
            Looked::Page(_) => Err(AddError::NoFeedNamed { url: url.into() }),
        }
    }

    async fn subscribe(
        &self,
        user: UserId,
        url: Url,
        response: Response,
        folder: &str,
        title: Option<&str>,
    ) -> Result<Added, AddError> {
        let Inner { store, clock, worker, .. } = &*self.inner;
        let url = response.permanent_to.clone().unwrap_or(url);
        let (feed, _) = store.add_feed(&url, clock.now()).await?;
        let new = store.subscribe(user, feed, title, folder, clock.now()).await?;
        let mut entries = 0;
        // Nobody has to fetch again what is already here; but if another process was quicker, let it.
        if let Some(task) = store.claim_polls(worker, &[feed], clock.wall()).await?.pop() {
            let outcome = poll::finish_poll(&self.inner, &task.feed, Ok(response)).await?;
            entries = outcome.new_entries;
        }
        let stored = store.feed(feed).await?;
        let own = title.map(str::to_owned);
        let title = own.or_else(|| stored.and_then(|feed| feed.title));
        let title = title.unwrap_or_else(|| url.to_string());
        Ok(Added::Subscribed { feed, title, url: url.into(), new, entries })
    }
}

async fn look(desk: &Inner, url: &Url) -> Result<Looked, AddError> {
    // The user named the address, so this is their visit: robots.txt is not asked.
    let response = desk.fetcher.get(Request::new(url.clone(), Purpose::Feed)).await?;
    if !response.is_success() {
        let url = shown(&response.final_url);
        return Err(AddError::Status { status: response.status, url });
    }
    let at = shown(&response.final_url);
    let understood = desk.workshop.run(move || {
        let hints = Hints {
            url: Some(&response.final_url),
            content_type: response.content_type.as_deref(),
        };
        match dateline_feed::parse(&response.body, &hints) {
            Ok(_) => Ok(Looked::Feed(Box::new(response))),
            Err(FeedError::Html { .. }) => {
                let decoded =
                    dateline_markup::decode(&response.body, response.content_type.as_deref());
                let base = &response.final_url;
                let mut named = discover::feeds_of_page(&decoded.text, base);
                for found in discover::feeds_of_link_headers(&response.link_header, base) {
                    if named.iter().all(|known| known.href != found.href) {
                        named.push(found);
                    }
                }
                Ok(Looked::Page(named))
            }
            Err(problem) => Err(problem),
        }
    });
    match understood.await {
        Ok(Ok(looked)) => Ok(looked),
        Ok(Err(problem)) => Err(AddError::NoFeed { url: at, problem }),
        Err(broken) => {
            let problem = FeedError::NotAFeed { looks_like: broken.to_string() };
            Err(AddError::NoFeed { url: at, problem })
        }
    }
}

/// The first feed among the places where sites usually keep one. These are guesses of ours, so
/// robots.txt is asked.
async fn guess(desk: &Inner, page: &Url) -> Option<(Url, Response)> {
    for url in discover::well_known(page).into_iter().take(GUESSES) {
        let request = Request::new(url.clone(), Purpose::Discovery);
        let Ok(response) = desk.fetcher.get(request).await else { continue };
        if !response.is_success() {
            continue;
        }
        let parsed = desk.workshop.run(move || {
            let hints = Hints {
                url: Some(&response.final_url),
                content_type: response.content_type.as_deref(),
            };
            dateline_feed::parse(&response.body, &hints).is_ok().then_some(response)
        });
        if let Ok(Some(response)) = parsed.await {
            return Some((url, response));
        }
    }
    None
}

/// An address for people to read: without a password that it may carry.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Only addresses without a host refuse this, and those were not fetched.
    let _ = url.set_password(None);
    url.into()
}

impl From<discover::Found> for Found {
    fn from(found: discover::Found) -> Self {
        Self { url: found.href.into(), title: found.title, kind: found.kind }
    }
}

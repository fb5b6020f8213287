//! A person names an address: a feed is subscribed to, a page is searched for feeds, and where it
//! names none, rules are offered by which the page itself can be followed.

use dateline_feed::{FeedError, PageRuleError, discover};
use dateline_fetch::{FetchError, Response};
use dateline_model::address::{self, AddressError};
use dateline_model::{FeedId, UserId};
use dateline_store::StoreError;
use serde::Serialize;
use url::Url;

use crate::desk::{Desk, Inner};
use crate::schedule::describe_status;
use crate::{DeskError, poll};

mod look;
mod named;
mod page;
mod readdress;

use look::{Guess, Looked, guess, look, shown};
pub(crate) use look::{feeds_of, try_feed};
pub(crate) use page::Seen;
pub use page::{PageOffer, PreviewItem, RulePreview};

/// How many feeds of a page are offered at the most.
const MANY: usize = 50;

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
    /// The page names none; it can be followed by a rule.
    Offer(PageOffer),
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
    #[error("{url}: {}{}", describe_status(*.status), sign_in(*.status))]
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
    /// It is a page without feeds, where only a feed will do.
    #[error("{url} is a web page that names no feed")]
    NoFeedNamed {
        /// The address that answered.
        url: String,
    },
    /// A channel that does not show itself to the public.
    #[error("{url} is no public channel: Telegram shows nothing of it without an account")]
    NoPublicChannel {
        /// The address that was asked.
        url: String,
    },
    /// It is a page, but the rule does not fit it.
    #[error("{url}: {problem}")]
    Rule {
        /// The address that answered.
        url: String,
        /// What is wrong with the rule.
        problem: PageRuleError,
    },
    /// Others follow this page by another rule, and a feed has only one.
    #[error("others here follow {url} by another rule: “{rule}”")]
    OtherRule {
        /// The address of the page.
        url: String,
        /// Their rule, in a line.
        rule: String,
    },
    /// Others follow what stands at this address without a rule, and a feed has only one.
    #[error("others here follow {url} as a feed, without a rule")]
    NoRule {
        /// The address.
        url: String,
    },
    /// The user is not subscribed to the feed that is to be changed.
    #[error("this is none of your feeds")]
    NotYours,
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for AddError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// How a password is given.
fn sign_in(status: u16) -> &'static str {
    match status {
        401 => "; a name and a password are typed as in https://name:password@host/",
        _ => "",
    }
}

/// An address as a person types it: one of the web, or a name at a service.
fn read_typed(typed: &str) -> Result<Url, AddressError> {
    match discover::address_of_handle(typed) {
        Some(url) => Ok(url),
        None => address::parse_typed(typed),
    }
}

/// What stands at a typed address, and the address under which a feed there is kept.
async fn look_for(desk: &Inner, typed: Url) -> Result<(Url, Looked), AddError> {
    // The page of a channel or profile is not its feed, but tells where that is.
    let Some(source) = discover::source_of_address(&typed) else {
        let looked = look(desk, &typed).await?;
        return Ok((typed, looked));
    };
    let looked = look(desk, &source).await;
    let is_channel = source.host_str() == Some("t.me");
    match looked {
        Ok(Looked::Page(_)) if is_channel => Err(AddError::NoPublicChannel { url: source.into() }),
        Ok(looked) => Ok((source, looked)),
        // It only looked like the address of a profile; the page itself may know better.
        Err(AddError::Status { .. } | AddError::NoFeed { .. }) if !is_channel => {
            let looked = look(desk, &typed).await?;
            Ok((typed, looked))
        }
        Err(error) => Err(error),
    }
}

impl Desk {
    /// Opens what a person typed. A feed is subscribed to, and its entries stored at once; a page
    /// that names one feed leads to that feed, a page that names several to a choice, and a page
    /// that names none to an offer of rules.
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
        let (url, looked) = look_for(&self.inner, read_typed(typed)?).await?;
        let page = match looked {
            Looked::Feed(response) => {
                return self.subscribe(user, url, *response, folder, title).await;
            }
            Looked::Page(page) => page,
        };
        let url = match page.named.as_slice() {
            [] => {
                // A page that is followed by a rule already is a feed of this instance.
                if let Some(known) = self.inner.store.feed_by_url(url.as_str()).await?
                    && known.choices.page_rule.is_some()
                {
                    return self.subscribe(user, url, page.response, folder, title).await;
                }
                return match guess(&self.inner, &page.response.final_url).await {
                    Guess::Feed(url, response) => {
                        self.subscribe(user, url, *response, folder, title).await
                    }
                    Guess::Sitemaps(sitemaps) => {
                        Ok(Added::Offer(self.offer(&url, &page.response, sitemaps).await?))
                    }
                };
            }
            [only] => only.href.clone(),
            named => {
                return Ok(Added::Choice(
                    named.iter().take(MANY).cloned().map(Found::from).collect(),
                ));
            }
        };
        match look(&self.inner, &url).await? {
            Looked::Feed(response) => self.subscribe(user, url, *response, folder, title).await,
            Looked::Page(_) => Err(AddError::NoFeedNamed { url: shown(&url) }),
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
        let Inner { store, clock, .. } = &*self.inner;
        let url = response.permanent_to.clone().unwrap_or(url);
        let (feed, _) = store.add_feed(&url, clock.now()).await?;
        let new = store.subscribe(user, feed, title, folder, clock.now()).await?;
        let entries = self.take_in(feed, response).await?;
        self.subscribed(feed, title, &url, new, entries).await
    }

    /// Stores what came of a feed: nobody has to fetch again what is already here. But if another
    /// process was quicker, it may. Gives how many entries were new.
    async fn take_in(&self, feed: FeedId, response: Response) -> Result<u32, AddError> {
        let Inner { store, clock, worker, .. } = &*self.inner;
        let Some(task) = store.claim_polls(worker, &[feed], clock.wall()).await?.pop() else {
            return Ok(0);
        };
        let outcome = poll::finish_poll(&self.inner, &task.feed, Ok(response)).await?;
        Ok(outcome.new_entries)
    }

    async fn subscribed(
        &self,
        feed: FeedId,
        title: Option<&str>,
        url: &Url,
        new: bool,
        entries: u32,
    ) -> Result<Added, AddError> {
        let stored = self.inner.store.feed(feed).await?;
        let own = title.map(str::to_owned);
        let title = own.or_else(|| stored.and_then(|feed| feed.title));
        let title = title.unwrap_or_else(|| shown(url));
        Ok(Added::Subscribed { feed, title, url: shown(url), new, entries })
    }
}

impl From<discover::Found> for Found {
    fn from(found: discover::Found) -> Self {
        Self { url: found.href.into(), title: found.title, kind: found.kind }
    }
}

#[cfg(test)]
mod tests;

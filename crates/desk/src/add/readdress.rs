//! A feed gets another address: it moved, another one was found in its place, or it asks for a
//! password.

use dateline_model::{FeedId, UserId};
use dateline_store::Readdressed;
use url::Url;

use super::{AddError, Added, Found, Looked, look, look_for, read_typed, shown};
use crate::desk::{Desk, Inner};

impl Desk {
    /// Looks for the feeds that stand in the place of a feed: named by the page at its address, or
    /// else by the page of its site. Nothing is stored.
    ///
    /// # Errors
    /// As [`Desk::add`].
    pub async fn feeds_at(&self, feed: FeedId) -> Result<Vec<Found>, AddError> {
        let known = self.inner.store.feed(feed).await?.ok_or(AddError::NotYours)?;
        let url = Url::parse(&known.url).map_err(|_| AddError::NotYours)?;
        let site = known.site_url.as_deref().and_then(|site| Url::parse(site).ok());
        let looked = match (look(&self.inner, &url).await, site) {
            (Ok(Looked::Page(page)), Some(site)) if page.named.is_empty() => {
                look(&self.inner, &site).await?
            }
            (Err(_), Some(site)) => look(&self.inner, &site).await?,
            (looked, _) => looked?,
        };
        let named = match looked {
            Looked::Feed(_) => Vec::new(),
            Looked::Page(page) => page.named,
        };
        let other = named.into_iter().filter(|found| found.href.as_str() != known.url);
        Ok(other.take(super::MANY).map(Found::from).collect())
    }

    /// Gives a user's feed another address, after what stands there was read. Where nobody else
    /// subscribes to the feed, or to one that has the address already, it keeps all that it holds;
    /// otherwise the others keep what they have, and only this user changes over.
    ///
    /// # Errors
    /// As [`Desk::add`]; [`AddError::NotYours`] for a feed that is none of the user's.
    pub async fn readdress(
        &self,
        user: UserId,
        feed: FeedId,
        typed: &str,
    ) -> Result<Added, AddError> {
        let (url, looked) = look_for(&self.inner, read_typed(typed)?).await?;
        let (url, response) = match looked {
            Looked::Feed(response) => (url, response),
            Looked::Page(page) => match page.named.as_slice() {
                [] => return Err(AddError::NoFeedNamed { url: shown(&url) }),
                [only] => match look(&self.inner, &only.href).await? {
                    Looked::Feed(response) => (only.href.clone(), response),
                    Looked::Page(_) => {
                        return Err(AddError::NoFeedNamed { url: shown(&only.href) });
                    }
                },
                named => {
                    let offered = named.iter().take(super::MANY).cloned().map(Found::from);
                    return Ok(Added::Choice(offered.collect()));
                }
            },
        };
        let Inner { store, clock, .. } = &*self.inner;
        let url = response.permanent_to.clone().unwrap_or(url);
        let own = store.feed_overview(user, feed).await?.ok_or(AddError::NotYours)?;
        let readdressed = store.readdress_feed(user, feed, &url, clock.now()).await?;
        let Readdressed { feed, new } = readdressed.ok_or(AddError::NotYours)?;
        let entries = self.take_in(feed, *response).await?;
        self.subscribed(feed, own.subscription.title.as_deref(), &url, new, entries).await
    }

    /// Lets a user's feed be asked with a name and a password, which become part of its address, so
    /// that they are sent to nobody but its server and what it holds stays theirs.
    ///
    /// # Errors
    /// As [`Desk::readdress`]; 401 where the server does not take them.
    pub async fn sign_in_to_feed(
        &self,
        user: UserId,
        feed: FeedId,
        name: &str,
        password: &str,
    ) -> Result<Added, AddError> {
        let known = self.inner.store.feed(feed).await?.ok_or(AddError::NotYours)?;
        let mut url = Url::parse(&known.url).map_err(|_| AddError::NotYours)?;
        // Only addresses without a host refuse this, and those are not kept.
        let _ = url.set_username(name);
        let _ = url.set_password(Some(password).filter(|password| !password.is_empty()));
        self.readdress(user, feed, url.as_str()).await
    }
}

//! Hubs that push what feeds bring (W3C WebSub): which feeds are subscribed to, what is asked of
//! their hubs, and what hubs deliver.
//!
//! All of it is state in the store: what is to be asked, what a hub may verify, and each delivery
//! until it is understood. A delivery goes the way of a poll's body, but changes nothing of when and
//! how the feed is polled; a pushed feed is still polled once a day, and a hub that is found to have
//! kept something back is not relied on for a while.

mod ask;
mod callback;
mod deliver;
mod publish;
mod signature;

use std::sync::Arc;

use dateline_fetch::Response;
use dateline_model::{Feed, NewHub, PollBrought, address};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use url::Url;

pub use callback::{HubCall, HubCallMode};

use crate::desk::Inner;
use crate::{DeskError, hex, sources};

/// Longer addresses of hubs and topics are none.
const LONGEST: usize = 2000;

/// A hub has so long to push what was published before a poll that finds it first counts against
/// the hub.
const HUB_TIME: SignedDuration = SignedDuration::from_mins(15);

/// A hub and what is to be subscribed to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HubLink {
    hub: Url,
    topic: Url,
}

/// The hub that a feed names: in its headers, or else in itself. The topic is the address that it
/// gives itself; without one there is nothing to subscribe to.
pub(crate) fn link_of(response: &Response, feed: &dateline_feed::Feed) -> Option<HubLink> {
    let base = &response.final_url;
    let named = dateline_feed::discover::web_sub_of_link_headers(&response.link_header, base);
    let absolute = |text: &Option<String>| base.join(text.as_deref()?.trim()).ok();
    let hub = named.hubs.into_iter().next().or_else(|| absolute(&feed.hub))?;
    let topic = named.self_url.or_else(|| absolute(&feed.self_url))?;
    let fits = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.as_str().len() <= LONGEST
            && !sources::is_private(url)
    };
    (fits(&hub) && fits(&topic)).then_some(HubLink { hub, topic })
}

/// What a poll says of the feed's hub, as the store wants it; `None` leaves all as it is, which it
/// does where nobody could push to this instance.
pub(crate) fn wanted(desk: &Inner, feed: &Feed, link: Option<HubLink>) -> Option<Option<NewHub>> {
    callback_base(desk)?;
    let link = link.filter(|link| !is_private(feed) && !leads_inside(desk, feed, link));
    let Some(link) = link else { return Some(None) };
    match (hex::random::<32>(), hex::random::<32>()) {
        (Some(token), Some(secret)) => {
            let (hub, topic) = (link.hub.into(), link.topic.into());
            Some(Some(NewHub { hub, topic, token, secret }))
        }
        _ => None,
    }
}

/// Whether a feed of the public Internet names a hub or a topic at a place that only the list of
/// places lets through.
fn leads_inside(desk: &Inner, feed: &Feed, link: &HubLink) -> bool {
    let is_listed = |url: &Url| desk.fetcher.is_listed(url);
    let own = Url::parse(&feed.url).is_ok_and(|url| is_listed(&url));
    !own && (is_listed(&link.hub) || is_listed(&link.topic))
}

/// A feed behind a password is nobody's to push.
fn is_private(feed: &Feed) -> bool {
    Url::parse(&feed.url).is_ok_and(|url| sources::is_private(&url))
}

/// Where hubs reach this instance; `None` where they cannot.
fn callback_base(desk: &Inner) -> Option<&Url> {
    desk.settings.public_url.as_ref().filter(|url| desk.fetcher.is_reachable(url))
}

/// Whether a poll found first what the feed's hub should have pushed.
pub(crate) async fn has_failed(
    desk: &Inner,
    feed: &Feed,
    brought: Option<&PollBrought>,
    at: Timestamp,
) -> Result<bool, DeskError> {
    let Some(brought) = brought.filter(|_| !is_private(feed)) else { return Ok(false) };
    if feed.polling.pushed_until.is_none_or(|until| until <= at) {
        return Ok(false);
    }
    let Some(since) = desk.store.pushed_since(feed.id).await? else { return Ok(false) };
    let keys = overdue(brought, since, feed.polling.polled_at, at);
    if keys.is_empty() || desk.store.next_delivery(feed.id).await?.is_some() {
        return Ok(false);
    }
    let known = desk.store.known_keys(feed.id, &keys).await?;
    let failed = keys.iter().any(|key| !known.contains(key));
    if failed {
        let url = address::without_login(&feed.url);
        tracing::info!(feed.url = url, "its hub pushed not all: it is polled as before");
        metrics::counter!("dateline_hubs_failed_total").increment(1);
    }
    Ok(failed)
}

/// The keys of the entries that were published while the hub had to push them and long enough ago.
/// One without a date was, if it was not there at a poll within that time.
fn overdue(
    brought: &PollBrought,
    since: Timestamp,
    polled_at: Option<Timestamp>,
    at: Timestamp,
) -> Vec<String> {
    let latest = at.saturating_sub(HUB_TIME).unwrap_or(Timestamp::MIN);
    let undated = polled_at.is_some_and(|polled| polled >= since && polled <= latest);
    let is_overdue = |published: Option<Timestamp>| match published {
        Some(published) => published > since && published < latest,
        None => undated,
    };
    let overdue = brought.entries.iter().filter(|entry| is_overdue(entry.published));
    overdue.map(|entry| entry.key.clone()).collect()
}

/// Asks hubs and works on deliveries until it is told to stop.
pub(crate) async fn tend(desk: &Arc<Inner>, stop: watch::Receiver<bool>) {
    tokio::join!(ask::keep_asking(desk, stop.clone()), deliver::keep_taking(desk, stop));
}

#[cfg(test)]
mod tests;

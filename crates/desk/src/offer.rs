//! What to offer where the address of a feed turned out to be a page: a feed that the page names,
//! or one at a usual place. Nobody is moved there without asking.

use dateline_feed::discover;
use dateline_model::{Feed, address};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::DeskError;
use crate::add::try_feed;
use crate::desk::Inner;

/// How often such a page is searched.
const AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many addresses are tried at the most.
const TRIES: usize = 6;

/// Whether it is time to search.
pub(crate) fn is_due(feed: &Feed, at: Timestamp) -> bool {
    feed.polling.looked_at.is_none_or(|last| at.duration_since(last) >= AGAIN)
}

/// Searches for a feed to offer and stores what was found, or that nothing was.
pub(crate) async fn search(
    desk: &Inner,
    feed: &Feed,
    named: Vec<Url>,
    at: Timestamp,
) -> Result<(), DeskError> {
    // What is guessed is told to people, who must not read a login in it.
    let own = Url::parse(&address::without_login(&feed.url)).ok();
    let guessed = own.as_ref().map(discover::well_known).unwrap_or_default();
    let candidates = if named.is_empty() { guessed } else { named };
    let others = candidates.into_iter().filter(|url| Some(url) != own.as_ref());
    let mut offered = None;
    for url in others.take(TRIES) {
        if try_feed(desk, &url).await.is_some() {
            offered = Some(url.to_string());
            break;
        }
    }
    Ok(desk.store.offer(feed.id, offered.as_deref(), at).await?)
}

//! What to offer where the address of a feed turned out to be a page: a feed that the page names,
//! or one at a usual place. Nobody is moved there without asking.

use dateline_feed::discover;
use dateline_fetch::{Purpose, Request, Response};
use dateline_model::{Feed, address};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::DeskError;
use crate::desk::Inner;

/// How often such a page is searched.
const AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many addresses are tried at the most.
const TRIES: usize = 6;

/// The feeds that a page names: in its text and in its headers.
pub(crate) fn named_by(response: &Response) -> Vec<Url> {
    let base = &response.final_url;
    let html = dateline_markup::decode(&response.body, response.content_type.as_deref()).text;
    let mut named: Vec<Url> = Vec::new();
    let found = discover::feeds_of_page(&html, base)
        .into_iter()
        .chain(discover::feeds_of_link_headers(&response.link_header, base));
    for found in found {
        if !named.contains(&found.href) {
            named.push(found.href);
        }
    }
    named
}

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
        if is_feed(desk, &url).await {
            offered = Some(url.to_string());
            break;
        }
    }
    Ok(desk.store.offer(feed.id, offered.as_deref(), at).await?)
}

/// These are addresses that nobody typed, so robots.txt is asked.
async fn is_feed(desk: &Inner, url: &Url) -> bool {
    let Ok(response) = desk.fetcher.get(Request::new(url.clone(), Purpose::Discovery)).await else {
        return false;
    };
    if !response.is_success() {
        return false;
    }
    let parsed = desk.workshop.run(move || crate::sources::parse(&response, None).is_ok());
    parsed.await.unwrap_or(false)
}

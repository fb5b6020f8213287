//! A channel's page shows its last messages only; what came before them since the last poll stands
//! on older pages.

use dateline_feed::{Feed as Parsed, Format};
use dateline_fetch::{Purpose, Request};
use dateline_model::Feed;
use url::Url;

use super::{More, is_of_site, parsed};
use crate::desk::Inner;
use crate::entries;

/// So many older pages are asked in one poll.
const PAGES: usize = 5;

/// Asks for older pages until one holds a message that is known. A channel that is new here starts
/// with what its page shows.
pub(super) async fn catch_up(desk: &Inner, feed: &Feed, page: &Parsed, url: &Url) -> More {
    let mut more = More::default();
    if page.format != Format::Telegram || feed.polling.changed_at.is_none() {
        return more;
    }
    let mut older = next(page, url);
    let mut reached = knows_any(desk, feed, page).await;
    for _ in 0..PAGES {
        let Some(address) = older.take().filter(|_| !reached) else { break };
        match get(desk, &address).await {
            Ok(document) => {
                reached = knows_any(desk, feed, &document).await;
                // A page that leads to itself or forward again is no older one.
                older = next(&document, url).filter(|next| *next != address);
                more.documents.push(document);
            }
            Err(problem) => {
                more.problems.push(format!("older messages could not be read: {problem}"));
                return more;
            }
        }
    }
    if !reached && older.is_some() {
        let line =
            "more messages came since the last poll than can be read at once, so some are missing";
        more.problems.push(line.to_owned());
    }
    more
}

async fn get(desk: &Inner, address: &Url) -> Result<Parsed, String> {
    let request = Request::new(address.clone(), Purpose::Discovery);
    let response = desk.fetcher.get(request).await.map_err(|error| error.to_string())?;
    if !response.is_success() {
        return Err(crate::schedule::describe_status(response.status));
    }
    let document = parsed(desk, &response).await;
    document
        .filter(|document| document.format == Format::Telegram)
        .ok_or_else(|| "what came is no channel’s page".to_owned())
}

fn next(page: &Parsed, url: &Url) -> Option<Url> {
    let link = page.links.iter().find(|link| link.rel.as_deref() == Some("prev-archive"))?;
    let older = url.join(&link.href).ok()?;
    is_of_site(&older, url).then_some(older)
}

/// A page without messages has nothing that could be missed.
async fn knows_any(desk: &Inner, feed: &Feed, page: &Parsed) -> bool {
    let keys: Vec<String> = page.entries.iter().map(entries::key_of).collect();
    if keys.is_empty() {
        return true;
    }
    let known = desk.store.known_keys(feed.id, &keys).await;
    known.is_ok_and(|known| !known.is_empty())
}

//! What stands at an address, and where else on its site a feed may be.

use dateline_feed::{FeedError, Format, discover};
use dateline_fetch::{Purpose, Request, Response};
use dateline_model::address;
use url::Url;

use super::{AddError, Found};
use crate::desk::Inner;
use crate::sources;

/// How many addresses are tried where sites usually keep a feed, when a page names none.
const GUESSES: usize = 6;
/// How many of the sitemaps that robots.txt names are tried.
const SITEMAPS_TRIED: usize = 3;
/// How many of them are offered.
const SITEMAPS_OFFERED: usize = 5;

/// What stands at an address.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it lives for moments")]
pub(super) enum Looked {
    Feed(Box<Response>),
    Page(Page),
}

/// A web page, and the feeds that it names.
pub(super) struct Page {
    pub response: Response,
    pub named: Vec<discover::Found>,
}

/// Opens an address that a user named: this is their visit, so robots.txt is not asked.
pub(super) async fn open(desk: &Inner, url: &Url) -> Result<Response, AddError> {
    let mut response = desk.fetcher.get(Request::new(url.clone(), Purpose::Feed)).await?;
    sources::without_login(&mut response);
    if !response.is_success() {
        let url = shown(&response.final_url);
        return Err(AddError::Status { status: response.status, url });
    }
    Ok(response)
}

/// What stands at an address that a user named.
pub(super) async fn look(desk: &Inner, url: &Url) -> Result<Looked, AddError> {
    let response = open(desk, url).await?;
    let at = shown(&response.final_url);
    let understood = desk.workshop.run(move || match sources::parse(&response, None) {
        Ok(_) => Ok(Looked::Feed(Box::new(response))),
        Err(sources::NotRead::Feed(FeedError::Html { .. })) => {
            let named = feeds_of(&response);
            Ok(Looked::Page(Page { response, named }))
        }
        Err(sources::NotRead::Feed(problem)) => Err(problem),
        Err(other) => Err(FeedError::NotAFeed { looks_like: other.to_string() }),
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

/// The feeds that a page and its headers name.
pub(crate) fn feeds_of(response: &Response) -> Vec<discover::Found> {
    let decoded = dateline_markup::decode(&response.body, response.content_type.as_deref());
    let base = &response.final_url;
    let mut named = discover::feeds_of_page(&decoded.text, base);
    for found in discover::feeds_of_link_headers(&response.link_header, base) {
        if named.iter().all(|known| known.href != found.href) {
            named.push(found);
        }
    }
    named
}

/// What was found that no page names.
pub(super) enum Guess {
    Feed(Url, Box<Response>),
    /// Sitemaps that robots.txt names, none of which says that it lists news.
    Sitemaps(Vec<Found>),
}

/// The first feed among the places where sites usually keep one, then a news sitemap that
/// robots.txt names. These are guesses of ours, so robots.txt is obeyed.
pub(super) async fn guess(desk: &Inner, page: &Url) -> Guess {
    for url in discover::well_known(page).into_iter().take(GUESSES) {
        if let Some((response, _)) = try_feed(desk, &url).await {
            return Guess::Feed(url, Box::new(response));
        }
    }
    let named = sitemaps_of(desk, page).await;
    let (news, other): (Vec<Url>, Vec<Url>) =
        named.into_iter().partition(discover::is_news_sitemap);
    for url in news.iter().take(SITEMAPS_TRIED) {
        if let Some((response, Format::Sitemap)) = try_feed(desk, url).await {
            return Guess::Feed(url.clone(), Box::new(response));
        }
    }
    let offered = other.into_iter().take(SITEMAPS_OFFERED).map(|url| Found {
        title: None,
        kind: "application/xml".to_owned(),
        url: url.into(),
    });
    Guess::Sitemaps(offered.collect())
}

/// The feed at an address that nobody typed, so that robots.txt is asked.
pub(crate) async fn try_feed(desk: &Inner, url: &Url) -> Option<(Response, Format)> {
    let response = desk.fetcher.get(Request::new(url.clone(), Purpose::Discovery)).await.ok()?;
    if !response.is_success() {
        return None;
    }
    let parsed = desk.workshop.run(move || {
        let parsed = sources::parse(&response, None).ok()?;
        Some((response, parsed.format))
    });
    parsed.await.ok().flatten()
}

/// The sitemaps that a site's robots.txt names.
async fn sitemaps_of(desk: &Inner, page: &Url) -> Vec<Url> {
    let Ok(robots) = page.join("/robots.txt") else { return Vec::new() };
    let request = Request::new(robots.clone(), Purpose::Robots);
    let Ok(response) = desk.fetcher.get(request).await else { return Vec::new() };
    if !response.is_success() {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(&response.body);
    discover::sitemaps_of_robots(&text, &robots)
}

/// An address for people to read.
pub(super) fn shown(url: &Url) -> String {
    address::without_login(url.as_str())
}

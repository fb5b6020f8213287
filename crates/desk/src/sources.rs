//! Feeds that are more than one document: the parts of a sitemap index, the older pages of a
//! channel; and pages that are feeds by a rule.
//!
//! What the user named is asked as the user's visit. What Dateline finds there by itself, a part or
//! an older page, is asked only where robots.txt allows it, in the same host's turn.

mod channel;
mod index;

use dateline_feed::{Feed as Parsed, FeedError, Format, Hints, PageRule};
use dateline_fetch::{FetchError, Response};
use dateline_model::{Feed, FeedPart, address};
use memchr::memmem;
use url::Url;

use crate::desk::Inner;

/// What belongs to a feed beside the document at its address.
#[derive(Debug, Default)]
pub(crate) struct More {
    /// The document that came, where it was understood to tell what belongs to it.
    pub first: Option<Parsed>,
    /// The further documents, as they were understood.
    pub documents: Vec<Parsed>,
    /// What is remembered of the parts of a sitemap index.
    pub parts: Option<Vec<FeedPart>>,
    /// What did not go well, in lines.
    pub problems: Vec<String>,
}

impl More {
    /// Adds the entries to those of the first document.
    pub(crate) fn add_to(self, feed: &mut Parsed) {
        for document in self.documents {
            if feed.title.is_none() {
                (feed.title, feed.title_html) = (document.title, document.title_html);
            }
            feed.language = feed.language.take().or(document.language);
            feed.entries.extend(document.entries);
            feed.warnings.extend(document.warnings);
        }
        feed.warnings.extend(self.problems);
    }
}

/// Asks for what belongs to a feed beside the document that came. It waits for the network, so
/// nothing that others wait for may be held meanwhile.
pub(crate) async fn gather(
    desk: &Inner,
    feed: &Feed,
    fetched: &Result<Response, FetchError>,
) -> More {
    let Ok(response) = fetched else { return More::default() };
    let is_sitemap = feed.format.as_deref() == Some("sitemap");
    if response.status == 304 && is_sitemap {
        return index::ask_again(desk, feed).await;
    }
    if !response.is_success() || feed.choices.page_rule.is_some() {
        return More::default();
    }
    let Some(document) = of_several(desk, feed, response).await else { return More::default() };
    let more = if document.format == Format::Telegram {
        channel::catch_up(desk, feed, &document, &response.final_url).await
    } else if !document.parts.is_empty() {
        index::ask(desk, feed, &document.parts, &response.final_url).await
    } else {
        More::default()
    };
    More { first: Some(document), ..more }
}

/// As far into a document its kind is looked for.
const SNIFFED: usize = 32 * 1024;

/// The document that came, where it may be one of several: an index of sitemaps or the page of a
/// channel. A channel's page that has not changed has no older ones that were missed; the parts of
/// an index may have changed without it.
async fn of_several(desk: &Inner, feed: &Feed, response: &Response) -> Option<Parsed> {
    let start = response.body.get(..SNIFFED).unwrap_or(&response.body);
    let is_index = memmem::find(start, b"sitemapindex").is_some();
    if !is_index && memmem::find(start, b"tgme_").is_none() {
        return None;
    }
    let (response, last) = (response.clone(), feed.polling.body_hash.clone());
    let read = desk.workshop.run(move || {
        let is_same = || last.is_some_and(|last| last == address::digest_bytes(&response.body));
        if !is_index && is_same() {
            return None;
        }
        parse(&response, None).ok()
    });
    read.await.ok().flatten()
}

async fn parsed(desk: &Inner, response: &Response) -> Option<Parsed> {
    let response = response.clone();
    let read = desk.workshop.run(move || parse(&response, None).ok()).await;
    read.ok().flatten()
}

/// Why a body could not be read as the feed that it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotRead {
    /// It is no feed.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// It is a page that is read by a rule, and the rule does not fit it.
    #[error("the rule finds no items any more: {0}")]
    Rule(String),
    /// What is stored as the rule is none.
    #[error("the rule of this page cannot be read: {0}")]
    NoRule(String),
}

/// Reads a body as a feed, or as a page by the rule that was chosen for it.
pub(crate) fn parse(response: &Response, rule: Option<&str>) -> Result<Parsed, NotRead> {
    let Some(rule) = rule else {
        let hints = Hints {
            url: Some(&response.final_url),
            content_type: response.content_type.as_deref(),
        };
        return Ok(dateline_feed::parse(&response.body, &hints)?);
    };
    let rule = rule_of(rule).map_err(NotRead::NoRule)?;
    let html = dateline_markup::decode(&response.body, response.content_type.as_deref()).text;
    rule.apply(&html, &response.final_url).map_err(|error| NotRead::Rule(error.to_string()))
}

/// A rule as the store keeps it.
pub(crate) fn rule_of(stored: &str) -> Result<PageRule, String> {
    serde_json::from_str(stored).map_err(|error| error.to_string())
}

/// The rule by which a feed's page is read, where it is one.
pub fn rule_of_feed(feed: &Feed) -> Option<PageRule> {
    rule_of(feed.choices.page_rule.as_deref()?).ok()
}

/// Whether a user's password is part of an address. What such a feed holds is only for those who
/// know the password.
pub(crate) fn is_private(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether a login was part of an address that was asked on the way to an answer: what came is only
/// for those who know it.
pub(crate) fn was_private(asked: &Url, response: &Response) -> bool {
    let hops = response.hops.iter().flat_map(|hop| [&hop.from, &hop.to]);
    hops.chain([asked]).any(is_private)
}

/// Takes the user's name and password out of where an answer came from, since relative addresses
/// would inherit them.
pub(crate) fn without_login(response: &mut Response) {
    // Only addresses without a host refuse this, and those were not fetched.
    let _ = response.final_url.set_username("");
    let _ = response.final_url.set_password(None);
}

/// Whether an address that was found may be asked as a part of a feed.
fn is_of_site(url: &Url, site: &Url) -> bool {
    address::is_web(url) && address::host_key(url) == address::host_key(site)
}

#[cfg(test)]
mod tests;

//! RSS 2.0 (rssboard.org/rss-specification), by the board's best practices profile.

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use super::Places;
use super::feed::{OutFeed, OutItem};
use super::xml::{Document, escaped};

const ROOT: &str = "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\">";

/// A channel has to lead somewhere, and this one does not know its address.
const NOWHERE: &str = "http://localhost/";

/// Writes a feed.
pub fn write(feed: &OutFeed, places: &Places) -> String {
    let mut out = Document::new(ROOT);
    out.raw("<channel>");
    out.element("title", &feed.title);
    out.element("link", places.page.as_ref().map_or(NOWHERE, |page| page.as_str()));
    out.element("description", &feed.about);
    if let Some(date) = date(feed.updated) {
        out.element("lastBuildDate", &date);
    }
    out.element("generator", "Dateline");
    out.element("docs", "https://www.rssboard.org/rss-specification");
    if let Some(own) = &places.own {
        let kind = ("type", "application/rss+xml");
        out.empty("atom:link", &[("rel", "self"), kind, ("href", own.as_str())]);
    }
    if let Some(hub) = &places.hub {
        out.empty("atom:link", &[("rel", "hub"), ("href", hub.as_str())]);
    }
    for one in &feed.items {
        item(&mut out, one);
    }
    out.raw("</channel>");
    out.raw("</rss>");
    out.done()
}

fn item(out: &mut Document, item: &OutItem) {
    out.raw("<item>");
    out.element("title", &item.title);
    if let Some(url) = &item.url {
        out.element("link", url);
    }
    out.with("guid", &[("isPermaLink", "false")], &item.id);
    if let Some(date) = date(item.published) {
        out.element("pubDate", &date);
    }
    for name in &item.authors {
        out.element("dc:creator", name);
    }
    if let Some(language) = &item.language {
        out.element("dc:language", language);
    }
    if let Some(origin) = &item.origin {
        out.element("dc:source", origin);
    }
    if let Some(source) = &item.source
        && let Some(feed) = &source.feed
    {
        out.with("source", &[("url", feed)], &source.title);
    }
    // A description is HTML, so that plain text is escaped for that first.
    out.element("description", &escaped(&item.summary));
    out.raw("</item>");
}

/// RFC 822, section 5, with a year of four digits.
fn date(at: Timestamp) -> Option<String> {
    rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).ok()
}

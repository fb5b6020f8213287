//! The outlets' feeds.

mod atom;
mod json;
mod malformed;
mod rdf;
mod rss;

use crate::outlet::{FeedFormat, Outlet};
use crate::site::Site;

/// A feed's bytes and content type; `None` for a feed that is gone.
pub(crate) fn write(outlet: &Outlet, site: &Site) -> Option<(Vec<u8>, &'static str)> {
    let items = site.items(outlet);
    let rss = "application/rss+xml; charset=utf-8";
    let atom = "application/atom+xml; charset=utf-8";
    Some(match outlet.format {
        FeedFormat::RssFull => (rss::write(outlet, &items, site, true).into_bytes(), rss),
        FeedFormat::RssTeaser => (rss::write(outlet, &items, site, false).into_bytes(), rss),
        FeedFormat::RssWrongCharset => {
            let words = rss::write(outlet, &items, site, true);
            (encoding_rs::WINDOWS_1252.encode(&words).0.into_owned(), rss)
        }
        FeedFormat::RssMalformed => {
            (malformed::write(outlet, &items, site).into_bytes(), "text/xml")
        }
        FeedFormat::AtomFull => (atom::write(outlet, &items, site, true).into_bytes(), atom),
        FeedFormat::AtomSummary => (atom::write(outlet, &items, site, false).into_bytes(), atom),
        FeedFormat::JsonFull => {
            (json::write(outlet, &items, site).into_bytes(), "application/feed+json")
        }
        FeedFormat::RdfTeaser => {
            (rdf::write(outlet, &items, site).into_bytes(), "application/rdf+xml")
        }
        FeedFormat::Gone => return None,
    })
}

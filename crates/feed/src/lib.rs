//! Turns bytes into a feed: RSS, RDF, Atom, CDF, JSON Feed and sitemaps, however they are broken.
//!
//! [`parse`] is the way in. The crate is pure: it opens nothing and asks no clock. It never fails
//! where a person could still read the feed; what it had to repair is told in [`Feed::warnings`].

mod assemble;
pub mod dates;
mod decode;
pub mod discover;
mod dom;
mod entities;
mod inspect;
mod json;
mod markup;
mod meta;
pub mod opml;
mod page_rule;
mod people;
pub mod sitemap;
mod telegram;
mod text;
mod types;
mod urls;
mod xml;

pub use page_rule::{PageRule, PageRuleError, RuleLineError, RulePart};
pub use types::{Day, Enclosure, Entry, Feed, FeedError, Format, Hints, Link, Part, Person};

/// Reads a feed of any known format.
///
/// The encoding is found by byte order mark, `charset` parameter, XML declaration or guess; the
/// format by looking, never by the content type, which is too often wrong.
///
/// # Errors
///
/// [`FeedError`] tells an empty document, a web page and anything else apart.
pub fn parse(bytes: &[u8], hints: &Hints<'_>) -> Result<Feed, FeedError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FeedError::Empty);
    }
    if let Some(kind) = binary(bytes) {
        return Err(FeedError::NotAFeed { looks_like: kind.to_owned() });
    }
    let mut warnings = Vec::new();
    let text = decode::decode(bytes, hints.content_type, &mut warnings);
    if text.trim_start().starts_with(['{', '[']) {
        return json::read(&text, hints, warnings);
    }
    if let Some(channel) = telegram::read(&text, hints, &warnings) {
        return Ok(channel);
    }
    assemble::read(&text, hints, warnings)
}

fn binary(bytes: &[u8]) -> Option<&'static str> {
    let starts: [(&[u8], &str); 9] = [
        (b"\x89PNG", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"GIF8", "an image"),
        (b"RIFF", "an image or a sound"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1F\x8B", "a gzip file"),
        (b"\x28\xB5\x2F\xFD", "a zstd file"),
        (b"ID3", "a sound"),
    ];
    starts.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests;

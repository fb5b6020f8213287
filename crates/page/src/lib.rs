//! From the HTML of an article's page to the article: its words, its metadata, where it comes from.
//!
//! [`read`] takes bytes, [`read_html`] takes text. The page is parsed once; then every source of
//! metadata says what it knows (`metadata`), the element that holds the article is looked for and
//! its blocks are judged (`body`), and [`Page`] is put together. Nothing here does I/O or fails on
//! odd input: what could not be found is absent.

mod article;
mod body;
mod dateline;
mod dom;
mod edit;
mod entry;
mod error;
mod language;
mod metadata;
mod origin;
mod page;
mod parts;
mod repeats;
mod rules;
mod site_terms;
mod words;

pub use entry::{EntryReading, read_entry};
pub use error::PageError;
pub use metadata::terms::of_headers as terms_of_headers;
pub use page::{Contributor, Dateline, Kind, LocalDate, Origin, Page, PageDate, PageHints};
pub use parts::{Shell, join};
pub use repeats::SiteMemory;
pub use rules::{RulesError, SiteRule, SiteRules};
pub use site_terms::{reservations, unlisted_by_licence};

pub use body::study::{Study, study};

use dateline_markup::decode;

/// Larger pages are not read at all.
const MAX_PAGE_BYTES: usize = 20 * 1024 * 1024;

/// Reads an article's page from its bytes.
///
/// # Errors
/// [`PageError::Empty`] where there is nothing but white space, [`PageError::NotHtml`] where the
/// bytes are another format, [`PageError::TooLarge`] beyond 20 MB.
pub fn read(bytes: &[u8], hints: &PageHints<'_>) -> Result<Page, PageError> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(PageError::TooLarge { bytes: bytes.len() });
    }
    if let Some(looks_like) = error::other_format(bytes) {
        return Err(PageError::NotHtml { looks_like });
    }
    let decoded = decode(bytes, hints.content_type);
    if decoded.text.trim().is_empty() {
        return Err(PageError::Empty);
    }
    let mut page = read_html(&decoded.text, hints);
    if decoded.repaired {
        page.warnings.push(format!("text repaired while decoding as {}", decoded.encoding));
    }
    Ok(page)
}

/// Reads an article's page from its text.
pub fn read_html(html: &str, hints: &PageHints<'_>) -> Page {
    article::read(html, hints)
}

/// Parses HTML as it is, and nothing more: how many nodes it has. What [`read_html`] takes is
/// measured against this.
pub fn parse_alone(html: &str) -> usize {
    dom::Dom::parse(html).len()
}

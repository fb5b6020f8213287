//! Puts the page together.

use dateline_markup::{Caps, capped, without_scripts};

use crate::{Kind, Page, PageHints, body, dateline, dom::Dom, metadata, origin, words};

/// A text shorter than this is no article by itself.
const SHORT_WORDS: usize = 60;

/// A longer title is an attack rather than a headline.
const MAX_TITLE: usize = 1_000;

/// Reads a page's text.
pub(crate) fn read(html: &str, hints: &PageHints<'_>) -> Page {
    let lean = without_scripts(html);
    let capped = capped(&lean, &Caps::default());
    let dom = Dom::parse(&capped.html);
    let mut warnings = capped.warnings;
    let meta = metadata::read(&dom, hints.url);
    let body = body::read(&dom, meta.claims.title.as_deref(), meta.base.as_ref());
    let words = words::count(&body.text);
    let first_appeared = origin::find(&body, &meta, hints.url);
    let contributors = dateline::contributors(&body.text, &body.tail);
    let paywalled = paywalled(&dom, meta.claims.paywalled, words);
    let kind = kind(html, &meta, &body, words, &mut warnings);
    Page {
        kind,
        title: meta.claims.title.map(|title| title.chars().take(MAX_TITLE).collect()),
        authors: meta.claims.authors,
        contributors,
        date_published: meta.claims.published,
        date_modified: meta.claims.modified,
        language: meta.claims.language,
        site: meta.claims.site,
        canonical: meta.canonical,
        image: meta.claims.image.and_then(|image| image.parse().ok()),
        dateline: dateline::of_text(&body.text),
        text: body.text,
        html: body.html,
        words,
        first_appeared,
        paywalled,
        pages: meta.pages,
        warnings,
        description: meta.claims.description,
        section: meta.claims.section,
        tags: meta.claims.tags,
        noarchive: meta.noarchive,
    }
}

fn kind(
    html: &str,
    meta: &metadata::Metadata,
    body: &body::Body,
    words: usize,
    warnings: &mut Vec<String>,
) -> Kind {
    if words < 20 && needs_scripts(html) {
        warnings.push("the page shows its text only with scripts".to_owned());
        return Kind::Other;
    }
    if meta.claims.listing || (body.link_density > 0.5 && !meta.claims.is_article) {
        return Kind::Index;
    }
    if words >= SHORT_WORDS || (meta.claims.is_article && words > 0) {
        Kind::Article
    } else {
        Kind::Other
    }
}

/// Whether the page is a shell that scripts fill.
fn needs_scripts(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let shell = [
        "id=\"root\"",
        "id=\"app\"",
        "id=\"__next\"",
        "id=root",
        "id=app",
        "<app-root",
        "enable javascript",
        "requires javascript",
        "javascript is disabled",
    ];
    lower.matches("<script").count() >= 1 && shell.iter().any(|mark| lower.contains(mark))
}

/// The page's own word, or a visible request to subscribe under a short text.
fn paywalled(dom: &Dom, claimed: Option<bool>, words: usize) -> Option<bool> {
    const REQUESTS: &[&str] = &[
        "subscribe to continue",
        "subscribe to read",
        "to continue reading",
        "this article is for subscribers",
        "already a subscriber",
        "subscribers only",
        "log in to read",
        "sign in to continue reading",
    ];
    if claimed.is_some() || words > 250 {
        return claimed;
    }
    let asks = (1..dom.len()).filter_map(|node| dom.own_text(node)).any(|text| {
        text.len() < 400 && {
            let lower = text.to_lowercase();
            REQUESTS.iter().any(|request| lower.contains(request))
        }
    });
    asks.then_some(true)
}

#[cfg(test)]
mod tests;

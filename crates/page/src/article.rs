//! Puts the page together.

use url::Url;

use crate::{
    Kind, Page, PageHints, body, dateline,
    dom::{Dom, Limits},
    edit, language,
    metadata::{self, dates::Stamp},
    origin,
    parts::{self, shell},
    repeats, rules, words,
};

/// A text shorter than this is no article by itself.
const SHORT_WORDS: usize = 60;

/// A longer title is an attack rather than a headline.
const MAX_TITLE: usize = 1_000;

/// Reads a page's text.
pub(crate) fn read(html: &str, hints: &PageHints<'_>) -> Page {
    let (dom, mut warnings) = Dom::parse_within(html, Limits::default());
    let mut meta = metadata::read(&dom, hints.url, hints.fetched);
    let ruled = corrected(&dom, &mut meta, hints);
    let narrowed = ruled.as_ref().and_then(|(_, corrected)| corrected.page.as_ref());
    let article = narrowed.unwrap_or(&dom);
    let mut body = body::read(
        article,
        meta.claims.title.as_deref(),
        meta.claims.description.as_deref(),
        meta.base.as_ref(),
    );
    leave_credits_out(&mut body, meta.base.as_ref());
    let blocks = leave_repeats_out(&mut body, &meta, hints);
    let words = words::count(&body.text);
    let dateline = dateline::of_text(&body.text);
    let first_appeared = origin::find(&dom, &body, &meta, dateline.as_ref(), hints.url);
    let contributors = dateline::contributors(&body.text, &body.tail);
    let paywalled = paywalled(&dom, meta.claims.paywalled, words);
    let shell = shell::reason(html, words);
    warnings.extend(shell.map(|shell| shell.to_string()));
    let kind = if shell.is_some() { Kind::Other } else { kind(&meta, &body, words) };
    let versions = parts::versions(&dom, hints.url, meta.base.as_ref());
    let (rules, next) = match ruled {
        Some((domain, corrected)) => {
            warnings.extend(corrected.warnings);
            (Some(domain), corrected.next)
        }
        None => (None, None),
    };
    // A list's next page is another list.
    let is_article = kind == Kind::Article && !meta.claims.listing;
    Page {
        kind,
        title: meta.claims.title.map(|title| title.chars().take(MAX_TITLE).collect()),
        authors: meta.claims.authors,
        contributors,
        date_published: meta.claims.published.map(Stamp::date),
        published_local: meta.claims.published.map(Stamp::local),
        date_modified: meta.claims.modified.map(Stamp::date),
        modified_local: meta.claims.modified.map(Stamp::local),
        language: language::decide(meta.claims.language, &body.text),
        site: meta.claims.site,
        canonical: meta.canonical,
        image: meta.claims.image.and_then(|image| image.parse().ok()),
        dateline,
        text: body.text,
        html: body.html,
        words,
        first_appeared,
        paywalled,
        pages: if is_article { versions.pages } else { 1 },
        warnings,
        description: meta.claims.description,
        section: meta.claims.section,
        tags: meta.claims.tags,
        noarchive: meta.terms.no_archive,
        terms: meta.terms,
        next: next.or(versions.next.filter(|_| is_article)),
        print: versions.print,
        amp: versions.amp,
        shell,
        rules,
        blocks,
    }
}

/// What the user's rules for this site make of the page, put into its metadata.
fn corrected(
    dom: &Dom,
    meta: &mut metadata::Metadata,
    hints: &PageHints<'_>,
) -> Option<(String, rules::Corrected)> {
    let rule = hints.rules?.of_host(hints.url?.host_str()?)?;
    let corrected = rules::apply(rule, dom, meta.claims.title.as_deref(), meta.base.as_ref());
    if let Some(title) = &corrected.title {
        meta.claims.title = Some(title.clone());
    }
    if !corrected.authors.is_empty() {
        meta.claims.authors.clone_from(&corrected.authors);
    }
    if corrected.published.is_some() {
        meta.claims.published = corrected.published;
    }
    Some((rule.domain().to_owned(), corrected))
}

/// Takes the lines at the end that only say who contributed and where it first appeared out of the
/// article's words: they are told as facts.
fn leave_credits_out(body: &mut body::Body, base: Option<&Url>) {
    const MOST: usize = 4;
    let mut lines: Vec<&str> = body.text.split("\n\n").collect();
    let mut credits: Vec<String> = Vec::new();
    while credits.len() < MOST
        && lines.len() > 1
        && let Some(line) = lines.last()
        && (origin::is_credit(line) || dateline::is_credit(line))
    {
        credits.push((*line).to_owned());
        lines.pop();
    }
    if !credits.is_empty() {
        body.html = edit::without_blocks(&body.html, &credits, base);
        body.text = lines.join("\n\n");
        credits.reverse();
        credits.append(&mut body.tail);
        body.tail = credits;
    }
}

/// Leaves out what the site repeats on its pages; the hashes of all blocks, those included.
fn leave_repeats_out(
    body: &mut body::Body,
    meta: &metadata::Metadata,
    hints: &PageHints<'_>,
) -> Vec<u64> {
    let lines: Vec<&str> = body.text.split("\n\n").filter(|line| !line.is_empty()).collect();
    let hashes: Vec<u64> = lines.iter().map(|line| repeats::hash(line)).collect();
    let Some(memory) = hints.memory else { return hashes };
    let repeated = |hash: &u64| memory.is_repeated(*hash);
    let (gone, kept): (Vec<_>, Vec<_>) =
        lines.into_iter().zip(&hashes).partition(|(_, hash)| repeated(hash));
    // Where all of it repeats, the memory is of this very article.
    if !gone.is_empty() && !kept.is_empty() {
        let gone: Vec<String> = gone.into_iter().map(|(line, _)| line.to_owned()).collect();
        let text = kept.into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("\n\n");
        body.html = edit::without_blocks(&body.html, &gone, meta.base.as_ref());
        body.tail.extend(gone);
        body.text = text;
    }
    hashes
}

fn kind(meta: &metadata::Metadata, body: &body::Body, words: usize) -> Kind {
    if meta.claims.listing || (body.link_density > 0.5 && !meta.claims.is_article) {
        return Kind::Index;
    }
    if words >= SHORT_WORDS || (meta.claims.is_article && words > 0) {
        Kind::Article
    } else {
        Kind::Other
    }
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

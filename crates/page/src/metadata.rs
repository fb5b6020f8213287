//! What a page says of itself, from every place where it says so, most trusted first.

pub(crate) mod dates;
mod image;
mod json_ld;
mod meta_tags;
pub(crate) mod people;
mod region;
pub(crate) mod terms;
mod title;
mod visible;
mod when;

use dateline_model::PublisherTerms;
use jiff::Timestamp;
use url::Url;

use crate::{dom::Dom, words::fold};
use dates::Stamp;
use meta_tags::MetaTags;
use visible::{Top, View, bylines, calendar, credits};
use when::Evidence;

/// What one source claims of the article.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub title: Option<String>,
    pub authors: Vec<String>,
    /// Outlets and organisations named as authors.
    pub outlets: Vec<String>,
    /// What stands in the place of the author's name and is no name.
    pub handle: Option<String>,
    /// The dates of publication, most trusted first.
    pub published: Vec<Stamp>,
    /// The dates of the last change, most trusted first.
    pub modified: Vec<Stamp>,
    pub site: Option<String>,
    pub description: Option<String>,
    pub section: Option<String>,
    pub tags: Vec<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    pub paywalled: Option<bool>,
    /// The source calls the page an article.
    pub is_article: bool,
    /// The source calls the page a list.
    pub listing: bool,
}

/// What all sources together say of the article.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<Stamp>,
    pub modified: Option<Stamp>,
    pub site: Option<String>,
    pub description: Option<String>,
    pub section: Option<String>,
    pub tags: Vec<String>,
    pub image: Option<String>,
    /// The language that the page says it is in.
    pub language: Option<String>,
    pub paywalled: Option<bool>,
    /// Some source calls the page an article.
    pub is_article: bool,
    /// Some source calls the page a list.
    pub listing: bool,
}

/// What all sources together say.
pub(crate) struct Metadata {
    pub claims: Facts,
    pub base: Option<Url>,
    pub canonical: Option<Url>,
    /// Where the article stood first, as the page's head says.
    pub source: Option<Url>,
    /// What robots are asked for.
    pub terms: PublisherTerms,
}

/// Asks every source; `fetched` is when the page was fetched, where that is known.
pub(crate) fn read(dom: &Dom, url: Option<&Url>, fetched: Option<Timestamp>) -> Metadata {
    let base = base(dom, url);
    let resolve = |address: &str| resolve(base.as_ref(), address);
    let view = View::of(dom);
    let tags = MetaTags::of(dom);
    let ld = json_ld::claims(dom, url.map(Url::path));
    let meta = tags.claims();
    let canonical = link(dom, "canonical")
        .or_else(|| tags.first(&["og:url"]).map(str::to_owned))
        .and_then(|address| resolve(&address));
    let source = tags.first(&["original-source", "syndication-source"]).and_then(resolve);
    let document_title = dom.named("title").next().map(|node| dom.line(node));
    let site = site(&view, &meta, &ld, document_title.as_deref(), url);
    let (title, headline) =
        title::choose(&view, &ld, &meta, document_title.as_deref(), site.as_deref(), url);
    let top = Top::of(dom, headline);
    let language = language(dom, meta.language.clone(), ld.language.clone());
    let dates = weigh(&view, top, &ld, &meta, url, language.as_deref(), fetched);
    let authors = authors(&view, top, &ld, &meta, site.as_deref());
    let first = |a: Option<String>, b: Option<String>| a.or(b).filter(|text| !text.is_empty());
    let claimed_image = [meta.image.clone(), ld.image.clone()].into_iter().flatten();
    let image = image::lead(&view, top, claimed_image, &resolve).map(String::from);
    Metadata {
        claims: Facts {
            title,
            authors,
            published: dates.published,
            modified: dates.modified,
            site,
            description: first(meta.description, ld.description),
            section: first(meta.section, ld.section),
            tags: if meta.tags.is_empty() { ld.tags } else { meta.tags },
            image,
            language,
            paywalled: ld.paywalled.or(meta.paywalled),
            is_article: ld.is_article || meta.is_article,
            listing: ld.listing,
        },
        canonical,
        source,
        terms: terms::of_page(dom, &tags),
        base,
    }
}

/// The outlet's name; a page's own title is none, whatever it is declared to be.
fn site(
    view: &View<'_>,
    meta: &Claims,
    ld: &Claims,
    document: Option<&str>,
    url: Option<&Url>,
) -> Option<String> {
    let own = |name: &String| {
        [document, meta.title.as_deref(), ld.title.as_deref()]
            .into_iter()
            .flatten()
            .any(|title| title.len() > 30 && title::is_same(name, title))
    };
    [&meta.site, &ld.site]
        .into_iter()
        .flatten()
        .find(|name| !own(name) && !name.is_empty())
        .map(|name| name.trim_start_matches('@').to_owned())
        .or_else(|| title::site_in(document?, url))
        .or_else(|| signed(view, document?))
}

/// The part of a document's title that the page itself shows as its own name: in a link to the
/// front page, or after the sign of copyright.
fn signed(view: &View<'_>, document: &str) -> Option<String> {
    let parts = title::ends(document);
    if parts.is_empty() {
        return None;
    }
    let dom = view.dom;
    let home = dom
        .named("a")
        .filter(|&node| dom.attr(node, "href").is_some_and(|href| href == "/" || href == "./"))
        .take(20)
        .map(|node| dom.line(node));
    let copyright = (1..dom.len())
        .rev()
        .filter_map(|node| dom.own_text(node))
        .filter(|text| text.len() < 200 && (text.contains('©') || text.contains("(c) ")))
        .take(5)
        .map(fold);
    let lines: Vec<String> = home.chain(copyright).collect();
    parts.into_iter().find(|part| {
        lines.iter().any(|line| line == part || line.contains('©') && line.contains(part.as_str()))
    })
}

fn weigh(
    view: &View<'_>,
    top: Top,
    ld: &Claims,
    meta: &Claims,
    url: Option<&Url>,
    language: Option<&str>,
    fetched: Option<Timestamp>,
) -> when::When {
    let all = |a: &[Stamp], b: &[Stamp], marked: Option<Stamp>| -> Vec<Stamp> {
        a.iter().chain(b).copied().chain(marked).collect()
    };
    let published = all(&ld.published, &meta.published, calendar::marked(view, "datePublished"));
    let modified = all(&ld.modified, &meta.modified, calendar::marked(view, "dateModified"));
    when::weigh(&Evidence {
        published: &published,
        modified: &modified,
        shown: &calendar::shown(view, top),
        address: url.and_then(|url| dates::in_path(url.path())),
        day_first: region::day_first(language, url),
        fetched,
    })
}

fn authors(
    view: &View<'_>,
    top: Top,
    ld: &Claims,
    meta: &Claims,
    site: Option<&str>,
) -> Vec<String> {
    let is_site = |name: &String| site.is_some_and(|site| site.eq_ignore_ascii_case(name));
    let seen = bylines::authors(view, top);
    let handles: Vec<String> = ld
        .handle
        .iter()
        .cloned()
        .chain(bylines::handle(view, top))
        .chain(meta.handle.clone())
        .take(1)
        .collect();
    let sources = [&ld.authors, &meta.authors, &seen, &ld.outlets, &handles];
    // A system's account name or an outlet's short one says less than a name in the byline.
    let is_short = |name: &String| !name.contains(' ');
    let full = seen.iter().any(|name| !is_short(name) && !is_site(name));
    let first = [&ld.authors, &meta.authors].into_iter().find(|names| !names.is_empty());
    if full && first.is_some_and(|names| names.iter().all(is_short)) {
        return seen;
    }
    sources
        .iter()
        .find(|names| names.iter().any(|name| !is_site(name)))
        .or_else(|| sources.iter().find(|names| !names.is_empty()))
        .map(|names| (*names).clone())
        .unwrap_or_else(|| credits::credited(view, meta.description.as_deref()))
}

/// Where an address on the page leads, if that is to the web; relative ones are resolved against
/// the page's base.
pub(crate) fn resolve(base: Option<&Url>, address: &str) -> Option<Url> {
    let address = address.trim();
    match base {
        Some(base) => base.join(address).ok(),
        None => Url::parse(address).ok(),
    }
    .filter(dateline_markup::is_web_address)
}

/// The address that relative ones are relative to (HTML Living Standard, 2.4.3).
fn base(dom: &Dom, url: Option<&Url>) -> Option<Url> {
    let declared = dom.named("base").find_map(|node| dom.attr(node, "href"));
    match (declared, url) {
        (Some(address), Some(url)) => url.join(address).ok().or_else(|| Some(url.clone())),
        (Some(address), None) => Url::parse(address).ok(),
        (None, url) => url.cloned(),
    }
    .filter(dateline_markup::is_web_address)
    .or_else(|| url.cloned())
}

fn link(dom: &Dom, wanted: &str) -> Option<String> {
    dom.named("link")
        .find(|&node| {
            dom.attr(node, "rel").is_some_and(|rel| {
                rel.split_whitespace().any(|word| word.eq_ignore_ascii_case(wanted))
            })
        })
        .and_then(|node| dom.attr(node, "href"))
        .map(str::to_owned)
}

fn language(dom: &Dom, meta: Option<String>, ld: Option<String>) -> Option<String> {
    let root = dom.named("html").next();
    let declared =
        root.and_then(|node| dom.attr(node, "lang").or_else(|| dom.attr(node, "xml:lang")));
    let tag = [declared.map(fold), ld, meta].into_iter().flatten().find(|tag| !tag.is_empty())?;
    let tag = tag.split([',', ';', ' ']).next()?.replace('_', "-");
    let well_formed = (2..=12).contains(&tag.len())
        && tag.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        && tag.split('-').next().is_some_and(|first| matches!(first.len(), 2 | 3));
    well_formed.then_some(tag)
}

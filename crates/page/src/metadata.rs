//! What a page says of itself, from every place where it says so, most trusted first.

pub(crate) mod dates;
mod json_ld;
mod meta_tags;
pub(crate) mod people;
mod title;
mod visible;

use url::Url;

use crate::{PageDate, dom::Dom, words::fold};
use meta_tags::MetaTags;

/// What one source claims of the article.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub title: Option<String>,
    pub authors: Vec<String>,
    /// Outlets and organisations named as authors.
    pub outlets: Vec<String>,
    /// What stands in the place of the author's name and is no name.
    pub handle: Option<String>,
    pub published: Option<PageDate>,
    pub modified: Option<PageDate>,
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

/// What all sources together say.
pub(crate) struct Metadata {
    pub claims: Claims,
    pub base: Option<Url>,
    pub canonical: Option<Url>,
    /// Where the article stood first, as the page's head says.
    pub source: Option<Url>,
    pub noarchive: bool,
    pub pages: u32,
}

/// Asks every source.
pub(crate) fn read(dom: &Dom, url: Option<&Url>) -> Metadata {
    let base = base(dom, url);
    let resolve = |address: &str| {
        match &base {
            Some(base) => base.join(address.trim()).ok(),
            None => Url::parse(address.trim()).ok(),
        }
        .filter(dateline_markup::is_web_address)
    };
    let tags = MetaTags::of(dom);
    let ld = json_ld::claims(dom, url.map(Url::path));
    let meta = tags.claims();
    let canonical = link(dom, "canonical")
        .or_else(|| tags.first(&["og:url"]).map(str::to_owned))
        .and_then(|address| resolve(&address));
    let source = tags.first(&["original-source", "syndication-source"]).and_then(resolve);
    let document_title = dom.named("title").next().map(|node| dom.line(node));
    let site = meta
        .site
        .clone()
        .or_else(|| ld.site.clone())
        .or_else(|| title::site_in(document_title.as_deref()?, url));
    let title = title::choose(dom, &ld, &meta, document_title.as_deref(), site.as_deref(), url);
    let published = ld
        .published
        .or(meta.published)
        .or_else(|| visible::marked_date(dom, "datePublished"))
        .or_else(|| visible::date(dom))
        .or_else(|| url.and_then(|url| dates::in_path(url.path())));
    let modified =
        ld.modified.or(meta.modified).or_else(|| visible::marked_date(dom, "dateModified"));
    let authors = authors(dom, &ld, &meta, site.as_deref());
    let first = |a: Option<String>, b: Option<String>| a.or(b).filter(|text| !text.is_empty());
    let image = meta.image.or(ld.image).and_then(|address| resolve(&address)).map(String::from);
    Metadata {
        claims: Claims {
            title,
            authors,
            outlets: ld.outlets,
            handle: None,
            published,
            modified,
            site,
            description: first(meta.description, ld.description),
            section: first(meta.section, ld.section),
            tags: if meta.tags.is_empty() { ld.tags } else { meta.tags },
            image,
            language: language(dom, meta.language, ld.language),
            paywalled: ld.paywalled.or(meta.paywalled),
            is_article: ld.is_article || meta.is_article,
            listing: ld.listing,
        },
        canonical,
        source,
        noarchive: tags.noarchive(),
        pages: pages(dom, url),
        base,
    }
}

fn authors(dom: &Dom, ld: &Claims, meta: &Claims, site: Option<&str>) -> Vec<String> {
    let is_site = |name: &String| site.is_some_and(|site| site.eq_ignore_ascii_case(name));
    let seen = visible::authors(dom);
    let handles: Vec<String> = ld
        .handle
        .iter()
        .cloned()
        .chain(visible::handle(dom))
        .chain(meta.handle.clone())
        .take(1)
        .collect();
    let sources = [&ld.authors, &meta.authors, &seen, &ld.outlets, &handles];
    sources
        .iter()
        .find(|names| names.iter().any(|name| !is_site(name)))
        .or_else(|| sources.iter().find(|names| !names.is_empty()))
        .map(|names| (*names).clone())
        .unwrap_or_default()
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

/// Of how many pages the article consists, as `rel=next` and numbered links say.
fn pages(dom: &Dom, url: Option<&Url>) -> u32 {
    let Some(url) = url else { return 1 };
    let Some(next) = link(dom, "next").and_then(|address| url.join(&address).ok()) else {
        return 1;
    };
    if next.host_str() == url.host_str()
        && next.path().starts_with(url.path().trim_end_matches('/'))
    {
        2
    } else {
        1
    }
}

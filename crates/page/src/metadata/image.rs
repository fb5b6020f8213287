//! The picture that stands for an article.

use url::Url;

use super::visible::{Top, View};
use crate::dom::Dom;

/// A smaller picture is an icon or a portrait.
const SMALLEST: u32 = 200;

/// How many pictures of a page are looked at.
const MAX_PICTURES: usize = 200;

/// The picture that the page claims, unless that is the outlet's logo; else the largest that
/// stands in the article.
pub(super) fn lead(
    view: &View<'_>,
    top: Top,
    claimed: impl Iterator<Item = String>,
    resolve: &impl Fn(&str) -> Option<Url>,
) -> Option<Url> {
    let claimed: Vec<Url> = claimed.filter_map(|address| resolve(&address)).collect();
    let picture = claimed.iter().find(|address| !is_logo(address.path()));
    picture.cloned().or_else(|| largest(view, top, resolve)).or_else(|| claimed.into_iter().next())
}

/// Whether a path names a logo or a stand-in for a picture.
fn is_logo(path: &str) -> bool {
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path).to_lowercase();
    let stem = name.split('.').next().unwrap_or("");
    let words = || stem.split(|letter: char| !letter.is_alphanumeric());
    words().any(|word| {
        matches!(word, "logo" | "logos" | "favicon" | "placeholder" | "avatar" | "gravatar")
    }) || matches!(
        stem,
        "default"
            | "blank"
            | "spacer"
            | "pixel"
            | "og-default"
            | "default-image"
            | "og-image"
            | "social-share"
            | "share"
    ) || name.ends_with(".svg")
}

fn largest(view: &View<'_>, top: Top, resolve: &impl Fn(&str) -> Option<Url>) -> Option<Url> {
    let dom = view.dom;
    let holder = dom
        .named("article")
        .find(|&node| dom.holds_headline(node))
        .or_else(|| dom.named("main").next())
        .or_else(|| dom.named("article").find(|&node| top.holds(node)));
    // Without an element for the article, what stands under its headline is its picture.
    let within = holder.map_or_else(|| top.below(), |holder| dom.descendants(holder));
    let mut best: Option<(u32, Url)> = None;
    let pictures = within.filter(|&node| dom.name(node) == "img");
    for node in pictures.take(MAX_PICTURES) {
        if view.in_furniture(node) {
            continue;
        }
        let Some((width, address)) = source(dom, node) else { continue };
        let Some(url) = resolve(&address).filter(|url| !is_logo(url.path())) else { continue };
        // Of pictures whose size is unknown the first is the lead.
        if width >= SMALLEST && best.as_ref().is_none_or(|(widest, _)| width > *widest) {
            best = Some((width, url));
        }
    }
    best.map(|(_, url)| url)
}

/// An `img`'s best address with its width in pixels: what `srcset` offers, what lazy loading
/// keeps in other attributes, what stands in the `source` elements beside it.
fn source(dom: &Dom, node: usize) -> Option<(u32, String)> {
    let number = |name: &str| {
        let value = dom.attr(node, name)?;
        value.trim().trim_end_matches("px").parse::<u32>().ok()
    };
    let (width, height) = (number("width"), number("height"));
    if height.is_some_and(|height| height < 100) {
        return None;
    }
    let picture = Some(dom.parent(node)).filter(|&parent| dom.name(parent) == "picture");
    let around = picture.into_iter().flat_map(|parent| dom.children(parent));
    let sets = std::iter::once(node).chain(around.filter(|&at| dom.name(at) == "source"));
    let widest = sets
        .flat_map(|at| {
            ["srcset", "data-srcset", "data-lazy-srcset"]
                .into_iter()
                .filter_map(move |name| dom.attr(at, name))
        })
        .flat_map(of_set)
        .max_by_key(|(width, _)| *width);
    if let Some((wide, address)) = widest {
        return Some((wide, address));
    }
    let address =
        ["data-src", "data-lazy-src", "data-original", "data-url", "data-hi-res-src", "src"]
            .iter()
            .filter_map(|name| dom.attr(node, name))
            .map(str::trim)
            .find(|address| !address.is_empty() && !address.starts_with("data:"))?;
    Some((width.unwrap_or(SMALLEST), address.to_owned()))
}

/// The candidates of a `srcset` (HTML Living Standard, 4.8.4.2.2) with their widths; a density
/// counts as so many times a screen's width.
fn of_set(set: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut rest = set.trim();
    while !rest.is_empty() && found.len() < 30 {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        // An address may hold commas; only one at its end parts candidates.
        let bare = address.trim_end_matches(',');
        let (width, next) = if bare.len() < address.len() {
            (1, after)
        } else {
            let comma = after.find(',').unwrap_or(after.len());
            let (size, next) = after.split_at(comma);
            (size_of(size.trim()), next.trim_start_matches(','))
        };
        if !bare.is_empty() && !bare.starts_with("data:") {
            found.push((width, bare.to_owned()));
        }
        rest = next.trim_start();
    }
    found
}

fn size_of(size: &str) -> u32 {
    if let Some(width) = size.strip_suffix('w') {
        return width.parse().unwrap_or(SMALLEST);
    }
    let density: f64 = size.strip_suffix('x').and_then(|d| d.parse().ok()).unwrap_or(1.0);
    (density.clamp(0.0, 10.0) * 600.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str, claimed: &[&str]) -> Option<String> {
        let base = Url::parse("https://bugle.example/a/").expect("an address");
        let dom = Dom::parse(html);
        let top = Top::of(&dom, dom.named("h1").next());
        lead(&View::of(&dom), top, claimed.iter().map(|&c| c.to_owned()), &|address| {
            base.join(address).ok()
        })
        .map(String::from)
    }

    #[test]
    fn the_outlets_logo_is_not_the_articles_picture() {
        let html = "<article><h1>Big day</h1><img src='data:image/gif;base64,R0' data-src=/lazy.jpg>\
                    <picture><source srcset='/p,small.jpg 480w, /p,large.jpg 1280w'><img src=/p.jpg></picture>\
                    <aside><img srcset='/ad.jpg 3000w'></aside></article>";
        let found = of(html, &["/img/logo.png"]);
        assert_eq!(found.as_deref(), Some("https://bugle.example/p,large.jpg"));
        assert_eq!(of(html, &["/b.jpg"]).as_deref(), Some("https://bugle.example/b.jpg"));
        assert_eq!(
            of("<p>none</p>", &["/logo.png"]).as_deref(),
            Some("https://bugle.example/logo.png")
        );
    }

    #[test]
    fn lazy_pictures_are_found() {
        let html =
            "<main><h1>Big day</h1><img src='data:image/gif;base64,R0' data-src=lazy.jpg></main>";
        assert_eq!(of(html, &[]).as_deref(), Some("https://bugle.example/a/lazy.jpg"));
        assert_eq!(of("<main><img src=icon.png width=32 height=32></main>", &[]), None);
    }
}

//! Images, tracking pixels and embedded frames.

use url::Url;

use crate::{
    entities::escape,
    is_web_address, links,
    scan::{Scanner, Tag, Token},
};

/// Hosts, or beginnings of host and path, whose images count readers and show nothing.
const BEACONS: &[&str] = &[
    "feeds.feedburner.com/~r/",
    "feeds.feedburner.com/~ff/",
    "feeds.wordpress.com/1.0/",
    "stats.wordpress.com/",
    "pixel.wp.com/",
    "pixel.quantserve.com/",
    "b.scorecardresearch.com/",
    "sb.scorecardresearch.com/",
    "ad.doubleclick.net/",
    "www.google-analytics.com/",
    "www.facebook.com/tr",
    "pixel.facebook.com/",
    "px.ads.linkedin.com/",
    "t.co/i/adsct",
    "analytics.twitter.com/",
    "da.feedsportal.com/",
    "pi.feedsportal.com/",
];

/// File names that only ever meant "nothing to see here".
const BLANKS: &[&str] = &[
    "pixel.gif",
    "pixel.png",
    "1x1.gif",
    "1x1.png",
    "spacer.gif",
    "blank.gif",
    "transparent.gif",
    "clear.gif",
    "count.gif",
];

/// Attributes in which pages keep an image's address until the reader scrolls to it.
const LAZY: &[&str] =
    &["data-src", "data-lazy-src", "data-original", "data-lazy", "data-hi-res-src"];

/// Writes an image, or nothing where it is a tracking pixel or leads nowhere; gives whether the
/// image had been a lazy one.
pub(super) fn image(tag: &Tag<'_>, base: Option<&Url>, out: &mut String) -> bool {
    let source = tag.attribute("src").filter(|source| !source.trim().is_empty());
    let lazy_set = tag.attribute("data-srcset").or_else(|| tag.attribute("data-lazy-srcset"));
    let lazy = LAZY
        .iter()
        .find_map(|name| tag.attribute(name))
        .filter(|address| !address.trim().is_empty() && !address.trim_start().starts_with("data:"));
    let placeholder = source
        .as_ref()
        .is_none_or(|source| source.trim_start().starts_with("data:") || is_blank(source));
    if let (true, Some(address)) = (placeholder, &lazy) {
        let mut promoted = format!("<img src=\"{}\"", escape(address));
        if let Some(set) = &lazy_set {
            promoted.push_str(&format!(" srcset=\"{}\"", escape(set)));
        }
        for name in ["alt", "title", "width", "height", "sizes"] {
            if let Some(value) = tag.attribute(name) {
                promoted.push_str(&format!(" {name}=\"{}\"", escape(&value)));
            }
        }
        promoted.push('>');
        if let Some(Token::Start(image)) = Scanner::new(&promoted).next() {
            links::resolve_tag(&image, base, out);
        }
        return true;
    }
    let has_set = tag.attribute("srcset").is_some_and(|set| !set.trim().is_empty());
    if (source.is_none() && !has_set) || is_pixel(tag, source.as_deref()) {
        return false;
    }
    links::resolve_tag(tag, base, out);
    false
}

fn is_blank(source: &str) -> bool {
    let path = source.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    BLANKS
        .iter()
        .any(|name| path.ends_with(name) && path.trim_end_matches(name).ends_with(['/', '_', '-']))
}

/// Whether an address is one of those that count readers and show nothing.
pub fn is_tracker(address: &str) -> bool {
    is_blank(address) || is_beacon(address)
}

/// Whether an image's tag says that it counts readers and shows nothing.
pub(crate) fn is_tracking_tag(tag: &Tag<'_>) -> bool {
    is_pixel(tag, tag.attribute("src").as_deref())
}

fn is_pixel(tag: &Tag<'_>, source: Option<&str>) -> bool {
    let size = |name: &str| {
        let value = tag.attribute(name)?;
        value.trim().trim_end_matches("px").trim().parse::<f32>().ok()
    };
    let tiny = match (size("width"), size("height")) {
        (Some(width), Some(height)) => width <= 3.0 && height <= 3.0,
        (Some(side), None) | (None, Some(side)) => side <= 1.0,
        (None, None) => false,
    };
    let style = tag.attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    let hidden = style.contains("display:none")
        || style.contains("visibility:hidden")
        || (style.contains("width:1px") && style.contains("height:1px"));
    tiny || hidden || source.is_some_and(is_tracker)
}

fn is_beacon(source: &str) -> bool {
    let lower = source.trim().to_ascii_lowercase();
    let address = lower
        .strip_prefix("https:")
        .or_else(|| lower.strip_prefix("http:"))
        .unwrap_or(&lower)
        .trim_start_matches('/');
    BEACONS.iter().any(|beacon| address.starts_with(beacon))
}

/// Writes a plain link in the place of an embedded frame.
pub(super) fn frame_link(tag: &Tag<'_>, base: Option<&Url>, out: &mut String) {
    let address = ["src", "data-src", "data-lazy-src"]
        .iter()
        .filter_map(|name| tag.attribute(name))
        .find(|address| !address.trim().is_empty() && address.trim() != "about:blank");
    let Some(address) = address else { return };
    let address = address.trim();
    let url = match base {
        Some(base) => base.join(address),
        None if address.starts_with("//") => Url::parse(&format!("https:{address}")),
        None => Url::parse(address),
    };
    let Some(url) = url.ok().filter(is_web_address) else { return };
    let title = tag.attribute("title").map(|title| crate::one_line(&title)).unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    let words = if title.is_empty() { host } else { &title };
    out.push_str(&format!("<p><a href=\"{}\">{}</a></p>", escape(url.as_str()), escape(words)));
}

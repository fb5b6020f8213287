//! What is allowed.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use url::Url;

use crate::{is_web_address, links::srcset_candidates};

/// A larger picture within the text is an attack on the database rather than a picture.
const MAX_DATA_IMAGE: usize = 100 * 1024;

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

const DROPPED_WITH_CONTENT: &[&str] = &[
    "applet", "button", "canvas", "embed", "frame", "frameset", "iframe", "input", "math",
    "noembed", "noframes", "option", "script", "select", "style", "svg", "template", "textarea",
    "title",
];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang"]),
    ("abbr", &["title"]),
    ("audio", &["controls", "src"]),
    ("bdo", &["dir"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["cite", "datetime"]),
    ("dfn", &["title"]),
    ("details", &["open"]),
    ("img", &["src", "srcset", "sizes", "alt", "title", "width", "height"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("q", &["cite"]),
    ("source", &["src", "srcset", "sizes", "media", "type"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("time", &["datetime"]),
    ("video", &["controls", "src", "poster", "width", "height"]),
];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    let attributes: HashMap<&str, HashSet<&str>> =
        ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
    let set = HashMap::from([
        ("img", HashMap::from([("loading", "lazy")])),
        // Of each element one only: a map of several would be written in any order.
        ("video", HashMap::from([("preload", "none")])),
        ("audio", HashMap::from([("preload", "none")])),
    ]);
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(DROPPED_WITH_CONTENT.iter().copied().collect())
        .tag_attributes(attributes)
        .set_tag_attribute_values(set)
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .allowed_classes(HashMap::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "data"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true)
        .attribute_filter(filter);
    builder
});

/// The one policy for everything that Dateline stores.
pub(super) fn policy() -> &'static Builder<'static> {
    &POLICY
}

fn filter<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let allowed = match (element, attribute) {
        ("a", "href") => scheme_is(value, &["http", "https", "mailto"]),
        ("img", "src") => is_web(value) || is_data_image(value),
        (_, "href" | "src" | "poster" | "cite") => is_web(value),
        (_, "srcset") => srcset_candidates(value).iter().all(|(address, _)| is_web(address)),
        (_, "width" | "height" | "colspan" | "rowspan" | "span" | "start" | "value") => {
            value.len() <= 6
                && value.trim_end_matches('%').bytes().all(|b| b.is_ascii_digit() || b == b'-')
        }
        _ => true,
    };
    allowed.then_some(Cow::Borrowed(value))
}

fn is_web(value: &str) -> bool {
    Url::parse(value).is_ok_and(|url| is_web_address(&url))
}

fn scheme_is(value: &str, schemes: &[&str]) -> bool {
    Url::parse(value).is_ok_and(|url| schemes.contains(&url.scheme()))
}

fn is_data_image(value: &str) -> bool {
    let Some((start, _)) = value.split_once(',') else { return false };
    let kind = start.to_ascii_lowercase();
    let raster = ["png", "jpeg", "gif", "webp"].iter().any(|format| {
        kind.strip_prefix("data:image/").is_some_and(|rest| {
            rest.strip_prefix(format).is_some_and(|rest| rest.is_empty() || rest.starts_with(';'))
        })
    });
    raster && value.len() <= MAX_DATA_IMAGE
}

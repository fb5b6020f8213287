//! Classes, ids and elements by which publishers name the furniture of their pages.

use crate::words::identifier_words;

/// Elements that never hold an article's words.
pub(super) fn is_furniture_element(name: &str) -> bool {
    matches!(
        name,
        "nav"
            | "aside"
            | "footer"
            | "form"
            | "input"
            | "button"
            | "select"
            | "textarea"
            | "dialog"
            | "menu"
            | "template"
            | "script"
            | "style"
            | "audio"
            | "video"
            | "iframe"
            | "object"
            | "svg"
            | "canvas"
            | "head"
            | "noscript"
            | "label"
            | "fieldset"
            | "embed"
            | "map"
    )
}

/// Words in a class or id that name furniture whatever stands beside them.
const FURNITURE_WORDS: &[&str] = &[
    "comment",
    "comments",
    "disqus",
    "respond",
    "share",
    "sharing",
    "sharebar",
    "sharedaddy",
    "addtoany",
    "related",
    "recommended",
    "recommendations",
    "recirc",
    "recirculation",
    "newsletter",
    "newsletters",
    "signup",
    "subscribe",
    "subscription",
    "promo",
    "promos",
    "promotion",
    "breadcrumb",
    "breadcrumbs",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "popup",
    "modal",
    "advert",
    "advertisement",
    "ads",
    "adsbygoogle",
    "sponsor",
    "sponsored",
    "outbrain",
    "taboola",
    "byline",
    "bylines",
    "pagination",
    "pager",
    "trending",
    "popular",
    "mostread",
    "teaser",
    "teasers",
    "toolbar",
    "skiplink",
    "copyright",
    "masthead",
    "dateline",
    "timestamp",
    "jp",
    "social",
    "socials",
    "paywall",
    "readmore",
    "sidebar",
    "footer",
    "tooltip",
    "toc",
    "rating",
    "ratings",
    "caption",
    "captions",
    "credit",
    "credits",
    "relatedposts",
    "yarpp",
    "mailchimp",
    "crumbs",
    "followus",
    "authorbox",
    "loginbox",
    "screenreader",
];

/// Pairs of words that name furniture only together.
const FURNITURE_PAIRS: &[(&str, &str)] = &[
    ("author", "bio"),
    ("author", "box"),
    ("author", "info"),
    ("about", "author"),
    ("author", "card"),
    ("author", "profile"),
    ("author", "description"),
    ("post", "meta"),
    ("entry", "meta"),
    ("article", "meta"),
    ("post", "tags"),
    ("tag", "list"),
    ("tags", "links"),
    ("entry", "tags"),
    ("article", "tags"),
    ("post", "author"),
    ("entry", "footer"),
    ("post", "footer"),
    ("read", "more"),
    ("read", "next"),
    ("more", "from"),
    ("more", "stories"),
    ("more", "articles"),
    ("next", "post"),
    ("prev", "post"),
    ("post", "nav"),
    ("latest", "news"),
    ("latest", "posts"),
    ("recent", "posts"),
    ("up", "next"),
    ("most", "read"),
    ("also", "like"),
    ("ad", "slot"),
    ("ad", "container"),
    ("ad", "unit"),
    ("ad", "wrapper"),
    ("call", "action"),
    ("article", "tools"),
    ("reading", "time"),
    ("read", "time"),
    ("sign", "up"),
    ("email", "form"),
    ("visually", "hidden"),
    ("table", "contents"),
    ("image", "credit"),
    ("photo", "credit"),
    ("follow", "us"),
    ("skip", "link"),
    ("skip", "to"),
    ("sr", "only"),
    ("screen", "reader"),
    ("cta", "box"),
    ("editor", "picks"),
    ("editors", "picks"),
    ("see", "also"),
    ("product", "card"),
    ("article", "card"),
    ("post", "card"),
    ("story", "card"),
    ("news", "card"),
];

/// Words that say a class is about what the page has, not what the element is.
const ABOUT: &[&str] = &[
    "has", "no", "with", "without", "is", "not", "enable", "enabled", "disable", "hide", "show",
    "tag", "category", "type", "status", "format", "single", "page",
];

pub(super) fn named_as_furniture(identifier: &str) -> bool {
    identifier.split_whitespace().any(|class| {
        let words = identifier_words(class);
        if words.len() > 8 || words.first().is_some_and(|first| ABOUT.contains(&first.as_str())) {
            return false;
        }
        // A class with variants (`md:hidden`, `hover:…`) is a utility for looks.
        if class.contains(':') || class.contains('[') {
            return false;
        }
        words.iter().any(|word| FURNITURE_WORDS.contains(&word.as_str()))
            || words.windows(2).any(|pair| match pair {
                [a, b] => FURNITURE_PAIRS.contains(&(a.as_str(), b.as_str())),
                _ => false,
            })
    })
}

/// Whether a class or id is that of the readers' comments, however much they wrote.
pub(super) fn holds_comments(identifier: Option<&str>) -> bool {
    const NAMES: &[&str] = &[
        "comments",
        "comment",
        "commentlist",
        "disqus",
        "respond",
        "comments-area",
        "comment-list",
        "comments-section",
        "comments-container",
        "comments-wrapper",
        "comments-wrap",
        "entry-comments",
        "post-comments",
        "comment-wrap",
        "article-comments",
        "comment-thread",
        "comments-list",
        "comment-section",
        "commentlisting",
        "disqus-thread",
    ];
    identifier.is_some_and(|identifier| {
        identifier
            .split_whitespace()
            .any(|class| NAMES.contains(&identifier_words(class).join("-").as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_furniture() {
        assert!(named_as_furniture("c-block js-relatedArticles"));
        assert!(named_as_furniture("author-bio"));
        assert!(!named_as_furniture("post-1 tag-newsletter has-sidebar category-comment"));
        assert!(!named_as_furniture("md:hidden entry-content"));
    }
}

//! Where a reprint stood first.

use std::net::IpAddr;

use url::Url;

use crate::{Origin, body::Body, metadata::Metadata, words::fold};

/// Phrases after which a reprint names its origin.
const PHRASES: &[&str] = &[
    "this article was originally published by",
    "this article was originally published in",
    "this article was originally published on",
    "this article originally appeared in",
    "this article originally appeared on",
    "this story was originally published by",
    "this story was originally published in",
    "this story was originally published on",
    "this story originally appeared in",
    "this story originally appeared on",
    "this post originally appeared on",
    "this post was originally published on",
    "this article first appeared in",
    "this article first appeared on",
    "this story first appeared on",
    "this story first appeared in",
    "was first published by",
    "was first published in",
    "was first published on",
    "originally published by",
    "originally published on",
    "originally published in",
    "originally appeared on",
    "originally appeared in",
    "appeared first on",
    "first appeared on",
    "is republished from",
    "republished from",
];

/// The outlet that the page names as the article's origin.
pub(crate) fn find(body: &Body, meta: &Metadata, url: Option<&Url>) -> Option<Origin> {
    let named = named_in(&body.text, &body.tail, meta.claims.site.as_deref());
    let elsewhere = meta
        .source
        .iter()
        .chain(meta.canonical.iter())
        .find(|address| is_elsewhere(address, url))
        .cloned();
    match (named, elsewhere) {
        (Some(outlet), url) => Some(Origin { outlet, url }),
        (None, Some(address)) => {
            let host = address.host_str().unwrap_or_default();
            Some(Origin { outlet: host.trim_start_matches("www.").to_owned(), url: Some(address) })
        }
        (None, None) => None,
    }
}

/// The outlet that the first or last lines of a text, or the lines that followed it, name as its
/// origin; never the outlet's `own` name.
pub(crate) fn named_in(text: &str, tail: &[String], own: Option<&str>) -> Option<String> {
    let blocks: Vec<&str> = text.split("\n\n").collect();
    let edges = blocks.iter().take(2).chain(blocks.iter().rev().take(4)).copied();
    edges
        .chain(tail.iter().map(String::as_str))
        .filter(|line| line.len() < 500)
        .find_map(in_line)
        .filter(|outlet| own.is_none_or(|own| !own.eq_ignore_ascii_case(outlet)))
}

/// The outlet named after one of the phrases.
fn in_line(line: &str) -> Option<String> {
    // Most lines are prose, and every phrase has one of these words.
    if !["ppeared", "PPEARED", "ublished", "UBLISHED"].iter().any(|word| line.contains(word)) {
        return None;
    }
    let lower = line.to_lowercase();
    // Lower-casing may move letters; then the positions would lie.
    if lower.len() != line.len() {
        return None;
    }
    let (at, phrase) =
        PHRASES.iter().filter_map(|phrase| lower.find(phrase).map(|at| (at, phrase))).min()?;
    let rest = line.get(at + phrase.len()..)?.trim_start_matches([':', ' ', '“', '"']);
    let end = rest
        .find([',', '(', ';', '”', '"', '|'])
        .into_iter()
        .chain(rest.find(". "))
        .chain(
            [
                " and is ",
                " and was ",
                " under ",
                " as part ",
                " in 20",
                " on January",
                " on February",
                " on March",
                " on April",
                " on May",
                " on June",
                " on July",
                " on August",
                " on September",
                " on October",
                " on November",
                " on December",
                " with permission",
                " at ",
            ]
            .iter()
            .filter_map(|word| rest.find(word)),
        )
        .min()
        .unwrap_or(rest.len());
    let outlet = fold(rest.get(..end)?.trim_end_matches(['.', ' ']));
    let capital = outlet.chars().any(char::is_uppercase) || outlet.contains('.');
    (capital && (2..=60).contains(&outlet.len()) && outlet.split(' ').count() <= 7)
        .then_some(outlet)
}

/// Whether an address belongs to another outlet than the page's; nothing is known of a page that
/// stands on a bare IP address.
fn is_elsewhere(address: &Url, page: Option<&Url>) -> bool {
    let (Some(other), Some(own)) = (address.host_str(), page.and_then(Url::host_str)) else {
        return false;
    };
    let bare = |host: &str| host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    if bare(own) || bare(other) || own == "localhost" || own.ends_with(".localhost") {
        return false;
    }
    dateline_model::address::registrable_domain(other)
        != dateline_model::address::registrable_domain(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_in_prose() {
        let of = |line: &str| in_line(line);
        assert_eq!(
            of("The post Big day appeared first on The Bugle.").as_deref(),
            Some("The Bugle")
        );
        assert_eq!(
            of("This article was originally published by The Bugle, a paper.").as_deref(),
            Some("The Bugle")
        );
        assert_eq!(of("It was originally published in the spring of that year, he said."), None);
    }

    #[test]
    fn another_domain_but_not_from_an_ip_address() {
        let url = |text: &str| Url::parse(text).expect("an address");
        assert!(is_elsewhere(&url("https://a.example/x"), Some(&url("https://b.example/x"))));
        assert!(!is_elsewhere(&url("https://a.example/x"), Some(&url("http://127.0.0.1/x"))));
        assert!(!is_elsewhere(
            &url("https://www.a.example/x"),
            Some(&url("https://amp.a.example/x"))
        ));
    }
}

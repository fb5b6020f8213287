//! Where a reprint stood first.

use std::net::IpAddr;

use url::Url;

use crate::{
    Dateline, Origin,
    body::Body,
    dom::Dom,
    metadata::{self, Metadata, dates},
    words::fold,
};

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

/// Agencies by what their credits say, with their names.
const AGENCIES: &[(&str, &str)] = &[
    ("AP", "Associated Press"),
    ("Associated Press", "Associated Press"),
    ("The Associated Press", "Associated Press"),
    ("Reuters", "Reuters"),
    ("REUTERS", "Reuters"),
    ("AFP", "Agence France-Presse"),
    ("Agence France-Presse", "Agence France-Presse"),
    ("dpa", "dpa"),
    ("DPA", "dpa"),
    ("UPI", "UPI"),
    ("Xinhua", "Xinhua"),
    ("TASS", "TASS"),
    ("ANSA", "ANSA"),
    ("EFE", "EFE"),
    ("PTI", "Press Trust of India"),
    ("ANI", "ANI"),
    ("AAP", "Australian Associated Press"),
    ("PA Media", "PA Media"),
    ("The Canadian Press", "The Canadian Press"),
    ("Canadian Press", "The Canadian Press"),
    ("Kyodo", "Kyodo News"),
    ("Interfax", "Interfax"),
    ("Ukrinform", "Ukrinform"),
    ("Anadolu", "Anadolu"),
    ("Yonhap", "Yonhap"),
    ("SDA", "Keystone-SDA"),
];

/// The outlet that the page names as the article's origin: in words, by an address elsewhere, or
/// by an agency's credit in the dateline or the byline.
pub(crate) fn find(
    dom: &Dom,
    body: &Body,
    meta: &Metadata,
    dateline: Option<&Dateline>,
    url: Option<&Url>,
) -> Option<Origin> {
    let own = meta.claims.site.as_deref();
    let elsewhere = meta
        .source
        .iter()
        .chain(meta.canonical.iter())
        .find(|address| is_elsewhere(address, url))
        .cloned();
    if let Some(outlet) = named_in(&body.text, &body.tail, own) {
        let url = elsewhere.or_else(|| linked(dom, &outlet, meta.base.as_ref(), url));
        return Some(Origin { outlet, url });
    }
    if let Some(address) = elsewhere {
        let host = address.host_str().unwrap_or_default();
        let outlet = host.trim_start_matches("www.").to_owned();
        return Some(Origin { outlet, url: Some(address) });
    }
    agency(dateline, &meta.claims.authors, own)
        .map(|name| Origin { outlet: name.to_owned(), url: None })
}

/// The agency of `LONDON (AP) —` or of a byline, unless the page is its own.
fn agency(
    dateline: Option<&Dateline>,
    authors: &[String],
    own: Option<&str>,
) -> Option<&'static str> {
    let named =
        |credit: &str| AGENCIES.iter().find(|(known, _)| *known == credit).map(|(_, name)| *name);
    let in_dateline = dateline
        .and_then(|line| line.text.rsplit_once('(')?.1.strip_suffix(')'))
        .and_then(|credit| named(credit.trim()));
    let is_own = |name: &str| {
        own.is_some_and(|own| {
            let own = own.to_lowercase();
            own.contains(&name.to_lowercase())
                || AGENCIES
                    .iter()
                    .any(|(short, long)| *long == name && own.starts_with(&short.to_lowercase()))
        })
    };
    in_dateline
        .or_else(|| authors.iter().find_map(|author| named(author)))
        .filter(|name| !is_own(name))
}

/// Where the outlet's name leads, in the line that names it: to another outlet.
fn linked(dom: &Dom, outlet: &str, base: Option<&Url>, page: Option<&Url>) -> Option<Url> {
    dom.named("a").filter(|&node| dom.line(node).eq_ignore_ascii_case(outlet)).find_map(|node| {
        let address = metadata::resolve(base, dom.attr(node, "href")?)?;
        page.is_none_or(|page| page.host_str() != address.host_str()).then_some(address)
    })
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

/// Whether a line says nothing but where the article stood first.
pub(crate) fn is_credit(line: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "the post ",
        "this article ",
        "this story ",
        "this post ",
        "this piece ",
        "originally ",
        "republished ",
        "first published ",
        "a version of this ",
    ];
    let lower = line.trim_start_matches(['(', '*', '•', ' ']).to_lowercase();
    line.len() <= 300
        && line.matches(". ").count() <= 1
        && OPENINGS.iter().any(|opening| lower.starts_with(opening))
        && in_line(line).is_some()
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
    let first = outlet.split(' ').next().unwrap_or("").to_lowercase();
    // "First published on March 3", "in our May issue" name no outlet.
    let is_when =
        dates::month(&first).is_some() || first.starts_with(|letter: char| letter.is_ascii_digit());
    let is_own =
        matches!(first.as_str(), "our" | "my" | "this" | "a" | "an" | "its" | "his" | "her");
    (capital
        && !is_when
        && !is_own
        && (2..=60).contains(&outlet.len())
        && outlet.split(' ').count() <= 7)
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
    let (Some(other), Some(own)) = (
        dateline_model::address::registrable_domain(other),
        dateline_model::address::registrable_domain(own),
    ) else {
        return false;
    };
    // One outlet under several endings is one outlet.
    let label = |domain: &str| domain.split('.').next().unwrap_or("").to_owned();
    let page_path = page.map_or("/", Url::path);
    // A canonical address that is a whole site's, or no site's at all, is a mistake in a template.
    let is_mistake = address.path() == "/" && page_path != "/" || !other.contains('.');
    !is_mistake && label(&other) != label(&own)
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
        assert_eq!(
            of("This article was originally published on March 3 and has been updated."),
            None
        );
        assert_eq!(of("This story originally appeared in our May 2023 issue."), None);
    }

    #[test]
    fn a_line_about_the_article_is_no_part_of_it() {
        assert!(is_credit("The post Big day appeared first on The Bugle."));
        assert!(!is_credit(
            "The bridge first appeared on a map in The Atlas of 1890, and nobody knew it."
        ));
        assert!(!is_credit("The post office was closed."));
    }

    #[test]
    fn an_agency_is_an_origin_but_not_of_its_own_page() {
        let line = Dateline { place: "LONDON".to_owned(), text: "LONDON (AP)".to_owned() };
        assert_eq!(agency(Some(&line), &[], Some("Daily Bugle")), Some("Associated Press"));
        assert_eq!(agency(Some(&line), &[], Some("AP News")), None);
        assert_eq!(agency(None, &["Reuters".to_owned()], None), Some("Reuters"));
        assert_eq!(agency(None, &["Ann Lee".to_owned()], None), None);
    }

    #[test]
    fn another_domain_but_not_from_an_ip_address() {
        let url = |text: &str| Url::parse(text).expect("an address");
        assert!(is_elsewhere(&url("https://a.example/x"), Some(&url("https://b.example/x"))));
        assert!(!is_elsewhere(&url("https://a.example/x"), Some(&url("http://127.0.0.1/x"))));
        assert!(!is_elsewhere(&url("https://a.example/"), Some(&url("https://b.example/x"))));
        assert!(!is_elsewhere(&url("https://template/x"), Some(&url("https://b.example/x"))));
        assert!(!is_elsewhere(&url("https://b.example/x"), Some(&url("https://b.test/x"))));
        assert!(!is_elsewhere(
            &url("https://www.a.example/x"),
            Some(&url("https://amp.a.example/x"))
        ));
    }
}

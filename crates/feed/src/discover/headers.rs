//! Feeds and WebSub hubs in `Link` headers (RFC 8288).

use std::borrow::Cow;

use url::Url;

use super::{Found, MOST_FOUND, is_feed_type};

/// What the headers of a feed say for WebSub (W3C WebSub, section 4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebSubLinks {
    /// The hubs, in the publisher's order.
    pub hubs: Vec<Url>,
    /// The address to subscribe to, which may differ from the one that was asked.
    pub self_url: Option<Url>,
}

/// The feeds that the `Link` headers of a page name as its alternates, in order. `headers` are the
/// values of all `Link` headers; `base` is the address of the page.
pub fn feeds_of_link_headers(headers: &[String], base: &Url) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for link in headers.iter().flat_map(|header| links(header)) {
        let kind = link.parameter("type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_feed = link.is("alternate") && is_feed_type(&kind)
            || link.is("feed") && (kind.is_empty() || is_feed_type(&kind));
        let Some(href) = link.address(base).filter(|_| is_feed && link.is_about_page()) else {
            continue;
        };
        if found.len() < MOST_FOUND && found.iter().all(|other| other.href != href) {
            let title = link.title().filter(|title| !title.is_empty());
            found.push(Found { href, kind, title });
        }
    }
    found
}

/// The hubs and the own address that the `Link` headers of a feed name; `base` is the address that
/// was asked.
pub fn web_sub_of_link_headers(headers: &[String], base: &Url) -> WebSubLinks {
    let mut named = WebSubLinks::default();
    for link in headers.iter().flat_map(|header| links(header)) {
        if !link.is_about_page() {
            continue;
        }
        if link.is("hub") && named.hubs.len() < MOST_FOUND {
            let hub = link.address(base).filter(|hub| !named.hubs.contains(hub));
            named.hubs.extend(hub);
        }
        if link.is("self") && named.self_url.is_none() {
            named.self_url = link.address(base);
        }
    }
    named
}

/// One link of a header.
struct HeaderLink<'h> {
    target: &'h str,
    parameters: Vec<(&'h str, Cow<'h, str>)>,
}

impl HeaderLink<'_> {
    /// A parameter by its lower-case name; the first one counts.
    fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value)
    }

    fn is(&self, relation: &str) -> bool {
        let relations = self.parameter("rel").unwrap_or_default();
        relations.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(relation))
    }

    /// A link with an anchor speaks of another resource (RFC 8288, section 3.2).
    fn is_about_page(&self) -> bool {
        self.parameter("anchor").is_none_or(str::is_empty)
    }

    fn address(&self, base: &Url) -> Option<Url> {
        let mut url = base.join(self.target.trim()).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    fn title(&self) -> Option<String> {
        let extended = self.parameter("title*").and_then(extended_value);
        let title = extended.or_else(|| self.parameter("title").map(str::to_owned))?;
        Some(title.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// A value in UTF-8 with its language and percent signs (RFC 8187).
fn extended_value(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let charset = parts.next()?;
    let encoded = parts.nth(1)?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = rest.get(2..).unwrap_or_default();
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The links of one header.
fn links(header: &str) -> Vec<HeaderLink<'_>> {
    let mut links = Vec::new();
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((target, after)) = after.split_once('>') else { break };
        let (parameters, after) = parameters(after);
        links.push(HeaderLink { target, parameters });
        rest = after;
        if links.len() >= MOST_FOUND {
            break;
        }
    }
    links
}

/// The parameters up to the comma that ends a link, and what follows it.
fn parameters(text: &str) -> (Vec<(&str, Cow<'_, str>)>, &str) {
    const MOST: usize = 32;
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix(';') {
        let after = after.trim_start();
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let (name, behind) = after.split_at(end);
        let (value, behind) = match behind.strip_prefix('=') {
            Some(value) => value_of(value.trim_start()),
            None => (Cow::Borrowed(""), behind),
        };
        if found.len() < MOST {
            found.push((name.trim(), value));
        }
        rest = behind.trim_start();
        if !rest.starts_with([';', ',']) {
            let end = rest.find([';', ',']).unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default();
        }
    }
    (found, rest)
}

/// A token or a quoted string, and what follows it.
fn value_of(text: &str) -> (Cow<'_, str>, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, rest) = text.split_at(text.find([';', ',']).unwrap_or(text.len()));
        return (Cow::Borrowed(token.trim()), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return (Cow::Owned(value), quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            c => value.push(c),
        }
    }
    (Cow::Owned(value), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://news.example/world/").unwrap()
    }

    #[test]
    fn feeds_among_other_links() {
        let headers = [
            "</style.css>; rel=preload; as=style, <feed?a=1,2>; type=\"application/rss+xml; charset=utf-8\"; \
             rel=\"alternate home\"; title=\"World, \\\"news\\\"; today\""
                .to_owned(),
            "<atom.xml> ; REL = alternate ; type = application/atom+xml ; title*=UTF-8'de'Weltn%C3%A4chte; title=x, <de/>; rel=alternate; hreflang=de".to_owned(),
            "<feed?a=1,2>; rel=alternate; type=application/rss+xml, <no>; rel=alternate; type=text/xml; anchor=\"#other\", <broken".to_owned(),
        ];
        let found = feeds_of_link_headers(&headers, &base());
        let shown: Vec<_> =
            found.iter().map(|f| (f.href.as_str(), f.title.as_deref().unwrap_or(""))).collect();
        assert_eq!(
            shown,
            [
                ("https://news.example/world/feed?a=1,2", "World, \"news\"; today"),
                ("https://news.example/world/atom.xml", "Weltnächte"),
            ]
        );
        assert_eq!(found[0].kind, "application/rss+xml");
    }

    #[test]
    fn hubs_and_self() {
        let headers = ["<https://hub.example/>; rel=hub, </feed>; rel=\"self\"".to_owned()];
        let named = web_sub_of_link_headers(&headers, &base());
        assert_eq!(named.hubs, [Url::parse("https://hub.example/").unwrap()]);
        assert_eq!(named.self_url.unwrap().as_str(), "https://news.example/feed");
        assert_eq!(web_sub_of_link_headers(&[], &base()), WebSubLinks::default());
    }

    #[test]
    fn nonsense_ends() {
        for header in
            ["<", "<>", "<>;", "<>;;;=,", "<a>;rel=\"", "<a>;rel=\"\\", ";,<<<>>>", "<a>é;rel=hub"]
        {
            feeds_of_link_headers(&[header.to_owned()], &base());
        }
    }
}

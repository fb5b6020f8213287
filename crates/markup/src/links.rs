//! Addresses in HTML.

use url::Url;

use crate::{
    entities::escape,
    scan::{Attribute, Scanner, Tag, Token},
};

/// Whether an address leads to the web: `http` or `https` with a host.
pub fn is_web_address(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// HTML with the addresses in `href`, `src`, `srcset`, `poster`, `cite`, `data`, `action` and the
/// like made absolute relative to `base`; every other byte is unchanged.
pub fn resolve_links(html: &str, base: &Url) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    for token in Scanner::new(html) {
        match token {
            Token::Text(piece)
            | Token::Raw(piece)
            | Token::Comment(piece)
            | Token::Doctype(piece)
            | Token::Bogus(piece) => out.push_str(piece),
            Token::Start(tag) => resolve_tag(&tag, Some(base), &mut out),
            Token::End(tag) => out.push_str(tag.raw),
        }
    }
    out
}

/// Writes a start tag with its addresses made absolute.
pub(crate) fn resolve_tag(tag: &Tag<'_>, base: Option<&Url>, out: &mut String) {
    let start = tag.raw.as_ptr() as usize;
    let mut written = 0;
    for attribute in tag.attributes() {
        let Some(resolved) = resolve_attribute(tag, &attribute, base) else { continue };
        let at = attribute.raw.as_ptr() as usize - start;
        out.push_str(tag.raw.get(written..at).unwrap_or(""));
        out.push_str(attribute.name);
        out.push_str("=\"");
        out.push_str(&escape(&resolved));
        out.push('"');
        written = at + attribute.raw.len();
    }
    out.push_str(tag.raw.get(written..).unwrap_or(""));
}

/// The absolute form of an attribute's addresses; nothing where it needs no change.
fn resolve_attribute(
    tag: &Tag<'_>,
    attribute: &Attribute<'_>,
    base: Option<&Url>,
) -> Option<String> {
    let name = attribute.name.to_ascii_lowercase();
    let is_set = matches!(&*name, "srcset" | "imagesrcset" | "data-srcset" | "data-lazy-srcset");
    let is_address = match &*name {
        "href" | "src" | "poster" | "cite" | "action" | "formaction" | "background"
        | "longdesc" | "data-src" | "data-lazy-src" | "data-original" => true,
        "data" => tag.name == "object",
        _ => false,
    };
    if !is_set && !is_address {
        return None;
    }
    let value = crate::entities::decode_attribute(attribute.value);
    if is_set {
        let resolved = resolve_set(&value, base);
        return (resolved != *value).then_some(resolved);
    }
    if value.trim().is_empty() && name != "href" {
        return None;
    }
    resolve(&value, base)
}

/// The absolute form of a relative address; nothing where it is absolute already or cannot be.
fn resolve(address: &str, base: Option<&Url>) -> Option<String> {
    if Url::parse(address) != Err(url::ParseError::RelativeUrlWithoutBase) {
        return None;
    }
    match base {
        Some(base) => base.join(address).ok().map(String::from),
        // An address without a scheme is one of the web; https is the safe guess.
        None if address.trim().starts_with("//") => {
            Url::parse(&format!("https:{}", address.trim())).ok().map(String::from)
        }
        None => None,
    }
}

/// The candidates of a `srcset` (HTML Living Standard, 4.8.4.2.1): address and descriptor.
pub(crate) fn srcset_candidates(value: &str) -> Vec<(&str, &str)> {
    let mut candidates = Vec::new();
    let mut rest = value.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, tail) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        let (descriptor, tail) = if bare.len() < address.len() {
            ("", tail)
        } else {
            let end = tail.find(',').unwrap_or(tail.len());
            tail.split_at(end)
        };
        if !bare.is_empty() {
            candidates.push((bare, descriptor.trim()));
        }
        rest = tail.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }
    candidates
}

fn resolve_set(value: &str, base: Option<&Url>) -> String {
    let candidates: Vec<String> = srcset_candidates(value)
        .into_iter()
        .map(|(address, descriptor)| {
            let address = resolve(address, base).unwrap_or_else(|| address.to_owned());
            // A control character behind a comma goes when the address is resolved, and then the
            // comma would end the candidate.
            let address = address.trim_end_matches(',');
            if descriptor.is_empty() {
                address.to_owned()
            } else {
                format!("{address} {descriptor}")
            }
        })
        .collect();
    candidates.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://example.org/a/b.html").expect("an address")
    }

    #[test]
    fn only_relative_addresses_change() {
        let html = "<A HREF=c.html  title='x>y'>t</A><img src='/i.png'><a href='HTTP://X.org'><b href>&amp;";
        assert_eq!(
            resolve_links(html, &base()),
            "<A HREF=\"https://example.org/a/c.html\"  title='x>y'>t</A>\
             <img src=\"https://example.org/i.png\"><a href='HTTP://X.org'>\
             <b href=\"https://example.org/a/b.html\">&amp;"
        );
    }

    #[test]
    fn queries_keep_their_ampersands() {
        let html = "<a href='?a=1&amp;b=2'>x</a>";
        assert_eq!(
            resolve_links(html, &base()),
            "<a href=\"https://example.org/a/b.html?a=1&amp;b=2\">x</a>"
        );
    }

    #[test]
    fn sets_of_images() {
        let html = "<img srcset='s.jpg 1x, /w,1.jpg 2x,m.jpg'>";
        let expected = "<img srcset=\"https://example.org/a/s.jpg 1x, https://example.org/w,1.jpg 2x, https://example.org/a/m.jpg\">";
        assert_eq!(resolve_links(html, &base()), expected);
    }

    #[test]
    fn a_comma_before_a_control_character_in_a_set() {
        let once = resolve_links("<a srcset=&,&#1 >", &base());
        assert_eq!(once, "<a srcset=\"https://example.org/a/&amp;\" >");
        assert_eq!(resolve_links(&once, &base()), once);
    }

    #[test]
    fn the_web_is_http_and_https() {
        let is = |address: &str| is_web_address(&Url::parse(address).expect("an address"));
        assert!(is("http://example.org/") && is("https://example.org/"));
        assert!(!is("mailto:a@example.org") && !is("javascript:1") && !is("data:,x"));
    }

    proptest::proptest! {
        #[test]
        fn resolving_twice_is_resolving_once(html in "(<(a|img) (href|src|srcset)=[\"']?[a-z/.:#?&;, 0-9]{0,12}[\"']?>| |x){0,6}") {
            let once = resolve_links(&html, &base());
            proptest::prop_assert_eq!(resolve_links(&once, &base()), once);
        }
    }
}

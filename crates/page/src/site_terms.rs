//! What a site asks of programs in files of its own that speak of many pages: reservations of text
//! and data mining (W3C TDMRep, "TDM File on the Origin Server") and licence terms (RSL 1.0).

use dateline_markup::decode;
use dateline_markup::scan::{Scanner, Token};
use dateline_model::address::site_of;
use serde_json::Value;
use url::Url;

/// More patterns of one file are not read; no honest site needs as many.
const MOST: usize = 200;

/// A longer pattern is none.
const LONGEST: usize = 500;

/// The reservations in a `tdmrep.json`: patterns of paths, in the order in which they decide, each
/// with whether text and data mining is reserved there. What is no such file gives none.
pub fn reservations(file: &[u8]) -> Vec<(String, bool)> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let rules = match serde_json::from_slice(file) {
        Ok(Value::Array(rules)) => rules,
        Ok(rule @ Value::Object(_)) => vec![rule],
        _ => return Vec::new(),
    };
    let rules = rules.iter().filter_map(|rule| {
        let told = rule.get("tdm-reservation")?;
        let reserved = match told {
            Value::Number(number) => number.as_i64() != Some(0),
            Value::String(text) => text.trim() != "0",
            Value::Bool(reserved) => *reserved,
            _ => true,
        };
        // Without a place it is about all.
        let place = rule.get("location").and_then(Value::as_str).unwrap_or("/");
        Some((pattern(place)?, reserved))
    });
    rules.take(MOST).collect()
}

fn pattern(place: &str) -> Option<String> {
    let place = place.trim();
    let pattern = if place.starts_with('/') { place.to_owned() } else { format!("/{place}") };
    (pattern.len() <= LONGEST).then_some(pattern)
}

/// The patterns of a site's paths that a file of licence terms keeps out of lists: those of each
/// `<content>` with a `<prohibits type="usage">` that names `search` or `all`. `site` is an address
/// of the site; what such a file says of others is not theirs.
pub fn unlisted_by_licence(file: &[u8], content_type: Option<&str>, site: &Url) -> Vec<String> {
    let text = decode(file, content_type).text;
    let mut patterns = Vec::new();
    let mut content: Option<String> = None;
    let mut forbids = false;
    for token in Scanner::new(&text) {
        match token {
            Token::Start(tag) => match local(&tag.name) {
                "content" => {
                    let url = tag.attribute("url").unwrap_or_default();
                    content = place_in(site, &url);
                }
                "prohibits" => {
                    let kind = tag.attribute("type").unwrap_or_default();
                    forbids = kind.trim().eq_ignore_ascii_case("usage") && !tag.raw.ends_with("/>");
                }
                _ => {}
            },
            Token::End(tag) => match local(&tag.name) {
                "content" => content = None,
                "prohibits" => forbids = false,
                _ => {}
            },
            Token::Text(words) if forbids => {
                let mut words = words.split(|sign: char| sign == ',' || sign.is_whitespace());
                let is_listing = |word: &str| {
                    ["search", "all"].iter().any(|use_| word.eq_ignore_ascii_case(use_))
                };
                if let Some(place) = &content
                    && words.any(is_listing)
                    && patterns.len() < MOST
                    && !patterns.contains(place)
                {
                    patterns.push(place.clone());
                }
            }
            _ => {}
        }
    }
    patterns
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The pattern of paths in the address of a `<content>`: a whole address with a pattern in it, or a
/// pattern of paths; `None` where it is another site's. Without an address it is the whole site.
fn place_in(site: &Url, address: &str) -> Option<String> {
    let address = address.trim();
    let is_whole = ["http://", "https://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    });
    if !is_whole {
        return pattern(address);
    }
    let url = Url::parse(address).ok()?;
    if site_of(&url) != site_of(site) {
        return None;
    }
    match url.query() {
        Some(query) => pattern(&format!("{}?{query}", url.path())),
        None => pattern(url.path()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(file: &str) -> Vec<(String, bool)> {
        reservations(file.as_bytes())
    }

    #[test]
    fn reservations_keep_their_order() {
        let file = r#"[{"location": "/open/", "tdm-reservation": 0},
            {"location": "/*.pdf$", "tdm-reservation": "1", "tdm-policy": "https://x.example/p"},
            {"location": "news", "tdm-reservation": true}, {"location": "/later"},
            {"tdm-reservation": 1}]"#;
        let told: Vec<(String, bool)> =
            [("/open/", false), ("/*.pdf$", true), ("/news", true), ("/", true)]
                .map(|(place, reserved)| (place.to_owned(), reserved))
                .to_vec();
        assert_eq!(rules(file), told);
        let one = r#"{"location": "/", "tdm-reservation": 1}"#;
        assert_eq!(rules(one), [("/".to_owned(), true)], "a rule alone");
        assert_eq!(rules(&format!("\u{feff}[{one}]")).len(), 1);
        for none in ["", "<html>Not found</html>", "[1, null]", "{}", "[[", "\"x\""] {
            assert!(rules(none).is_empty(), "{none}");
        }
    }

    fn unlisted(file: &str) -> Vec<String> {
        let site = Url::parse("https://www.x.example/a").unwrap();
        unlisted_by_licence(file.as_bytes(), Some("application/rsl+xml"), &site)
    }

    #[test]
    fn licence_terms_that_forbid_lists_name_their_paths() {
        let file = r#"<?xml version="1.0"?><rsl xmlns="https://rslstandard.org/rsl">
            <content url="/paid/*"><license><prohibits type="usage">ai-train search</prohibits>
            </license></content>
            <content url="https://x.example/all/"><license>
            <prohibits type="usage">ALL</prohibits></license></content>
            <content url="/open/"><license><permits type="usage">search</permits>
            <prohibits type="usage">ai-all</prohibits><prohibits type="geo">all</prohibits>
            </license></content>
            <content url="https://other.example/"><license>
            <prohibits type="usage">all</prohibits></license></content></rsl>"#;
        assert_eq!(unlisted(file), ["/paid/*", "/all/"]);
    }

    #[test]
    fn what_is_no_licence_forbids_nothing() {
        for none in
            ["", "<html><p>all rights reserved</p>", "<prohibits type=usage>all</prohibits>"]
        {
            assert!(unlisted(none).is_empty(), "{none}");
        }
        let bare = "<rsl:rsl><rsl:content><rsl:prohibits type='usage'>all</rsl:prohibits>";
        assert_eq!(unlisted(bare), ["/"], "with a prefix, and cut short");
    }
}

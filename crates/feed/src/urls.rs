//! Addresses in feeds: made absolute, and nothing that runs.

use memchr::memchr;
use url::Url;

const LONGEST: usize = 8_192;

/// The address as an absolute one where a base is known; `None` where it is empty, absurdly long,
/// or of a scheme that runs code.
///
/// An address that is absolute already stays as written, unless it holds characters that no
/// address may hold.
pub(crate) fn resolve(base: Option<&Url>, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    // No address holds “&amp;”: it was escaped once too often.
    let escaped = memchr(b'&', text.as_bytes()).is_some() && text.contains("&amp;");
    let unescaped = escaped.then(|| text.replace("&amp;", "&"));
    let text = unescaped.as_deref().unwrap_or(text);
    if is_plain_web_address(text) {
        return Some(text.to_owned());
    }
    let parsed = Url::parse(text).or_else(|error| match base {
        Some(base) => base.join(text),
        None => Err(error),
    });
    match parsed {
        Ok(url) if matches!(url.scheme(), "javascript" | "vbscript" | "data") => None,
        Ok(url) => {
            let plain = text.bytes().all(|b| b.is_ascii_graphic());
            let absolute =
                text.split_once(':').is_some_and(|(s, _)| s.eq_ignore_ascii_case(url.scheme()));
            Some(if plain && absolute { text.to_owned() } else { url.into() })
        }
        Err(_) => Some(text.to_owned()),
    }
}

/// Whether an address is one of the web and stays as it is: nearly all are, and parsing is slow.
fn is_plain_web_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let web =
        |scheme: &[u8]| bytes.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    (web(b"https://") || web(b"http://"))
        && bytes.iter().fold(true, |plain, b| plain & b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_addresses_stay_as_written() {
        let base = Url::parse("http://example.com/a/b").ok();
        let r = |t| resolve(base.as_ref(), t);
        assert_eq!(r("HTTP://Example.com"), Some("HTTP://Example.com".into()));
        assert_eq!(r(" ../c?x=1&y "), Some("http://example.com/c?x=1&y".into()));
        assert_eq!(r("//cdn.example.com/i.png"), Some("http://cdn.example.com/i.png".into()));
        assert_eq!(
            r("http://example.com/?a=1&amp;b=2"),
            Some("http://example.com/?a=1&b=2".into())
        );
        assert_eq!(r("urn:uuid:1"), Some("urn:uuid:1".into()));
        assert_eq!(r("JavaScript:alert(1)"), None);
        assert_eq!(resolve(None, "/relative"), Some("/relative".into()));
    }
}

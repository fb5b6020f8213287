//! Text constructs: plain text, HTML, XHTML and base64, however the format marks them.

use memchr::memchr2;

use crate::entities::Entities;
use crate::markup::{absolute, escape};
use crate::xml::namespaces::Ns;
use crate::xml::serialize;
use crate::xml::tree::Node;

/// How a text without a `type` is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Default {
    Plain,
    Html,
    /// HTML where it looks like it, as in RSS titles.
    Guess,
}

/// A text, and whether it is HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) html: bool,
}

impl Text {
    /// The text as HTML that shows it.
    pub(crate) fn into_html(self) -> String {
        if self.html { self.value } else { escape(&self.value) }
    }

    /// Cuts the text after at most `length` bytes.
    pub(crate) fn cut(mut self, length: usize) -> Self {
        if self.value.len() > length {
            let end = (0..=length).rev().find(|i| self.value.is_char_boundary(*i)).unwrap_or(0);
            self.value.truncate(end);
        }
        self
    }
}

/// Reads a text construct; `None` where it is empty.
pub(crate) fn read(node: &Node<'_>, default: Default) -> Option<Text> {
    let kind = node.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let kind = if kind.is_empty() { "" } else { kind.split(';').next().unwrap_or_default().trim() };
    let mode = node.attribute("mode").unwrap_or_default().to_ascii_lowercase();
    let base = node.base.as_deref();
    let text = if node.has_nodes() {
        let xhtml = kind == "xhtml" || kind == "application/xhtml+xml" && node.ns == Ns::Atom;
        let value = match escaped_in_div(node).filter(|_| kind == "html") {
            Some(html) => absolute(html, base),
            None if xhtml => serialize::inner_without_div(node),
            None => serialize::inner(node),
        };
        Text { value, html: true }
    } else {
        let value = node.text().into_owned();
        let foreign = is_foreign(kind);
        let encoded = mode == "base64" || foreign && mode.is_empty();
        let value = match encoded.then(|| base64(&value)).flatten() {
            Some(decoded) => decoded,
            None if foreign && encoded => return None,
            None => value,
        };
        let html = match kind {
            "html" | "text/html" => true,
            "xhtml" | "application/xhtml+xml" if mode != "escaped" && mode != "base64" => {
                return some(Text { value: escape(&value), html: true });
            }
            "xhtml" | "application/xhtml+xml" => true,
            "text" | "text/plain" if default == Default::Guess => looks_like_html(&value),
            _ if mode == "base64" || foreign => looks_like_html(&value) || value.contains("</"),
            "" => match default {
                Default::Html => true,
                Default::Plain => false,
                Default::Guess => looks_like_html(&value),
            },
            _ => false,
        };
        if html {
            let value = unescape_twice_escaped(value);
            Text { value: absolute(value, base), html }
        } else {
            Text { value, html }
        }
    };
    some(text)
}

fn some(text: Text) -> Option<Text> {
    (!text.value.is_empty()).then_some(text)
}

/// Whether a type is neither text nor XML, so that Atom wants it in base64 (RFC 4287, 4.1.3.3).
fn is_foreign(kind: &str) -> bool {
    let readable = kind.starts_with("text/") || kind.ends_with("+xml") || kind.ends_with("/xml");
    kind.contains('/') && !readable
}

/// The HTML that some programs escape and yet wrap in a real `<div>`.
fn escaped_in_div(node: &Node<'_>) -> Option<String> {
    let div = node.nodes().next().filter(|div| div.name == "div" && !div.has_nodes())?;
    let alone = node.nodes().count() == 1 && node.text() == div.text();
    Some(div.text().into_owned()).filter(|text| alone && text.contains('<'))
}

/// A body that was escaped once too often shows its tags; it is then all one escaped element.
fn unescape_twice_escaped(value: String) -> String {
    let body = value.trim();
    let escaped = body.starts_with("&lt;") && body.ends_with("&gt;") && !body.contains('<');
    let elements = body.contains("&lt;/") || body.contains("/&gt;");
    if escaped && elements { Entities::default().decode(&value).into_owned() } else { value }
}

/// Whether a text that nobody marked is HTML: it has an end tag or a reference, and all its tags
/// and references are HTML's.
pub(crate) fn looks_like_html(text: &str) -> bool {
    if memchr2(b'&', b'<', text.as_bytes()).is_none() {
        return false;
    }
    let mut evidence = false;
    for (at, _) in text.match_indices('&') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest.bytes().take(33).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
        let Some(end) = end.filter(|e| rest.as_bytes().get(*e) == Some(&b';')) else { continue };
        if Entities::default().resolve(rest.get(..end).unwrap_or_default()).is_none() {
            return false;
        }
        evidence = true;
    }
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let closing = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() {
            continue;
        }
        if !COMMON_TAGS.contains(&name.as_str()) {
            return false;
        }
        evidence |= closing || matches!(name.as_str(), "br" | "img" | "hr" | "wbr");
    }
    evidence
}

const COMMON_TAGS: [&str; 62] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "del",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
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
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// Standard base64 (RFC 4648, section 4), white space allowed, as UTF-8 text.
pub(crate) fn base64(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut buffer = 0u32;
    let mut bits = 0u32;
    for b in text.bytes() {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            b if b.is_ascii_whitespace() => continue,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((buffer >> bits) & 0xFF).ok()?);
            buffer &= (1 << bits) - 1;
        }
    }
    String::from_utf8(out).ok().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_by_its_looks() {
        assert!(looks_like_html("<b>x</b>"));
        assert!(looks_like_html("a &amp; b"));
        assert!(!looks_like_html("x < y > z"));
        assert!(!looks_like_html("Vec<T> and </T>"));
        assert!(!looks_like_html("AT&T; & co"));
    }

    #[test]
    fn base64_text() {
        assert_eq!(base64("PGI+\n aGk8L2I+"), Some("<b>hi</b>".into()));
        assert_eq!(base64("not base64!"), None);
    }

    #[test]
    fn escaped_once_too_often() {
        assert_eq!(unescape_twice_escaped("&lt;p&gt;x&lt;/p&gt;".into()), "<p>x</p>");
        assert_eq!(unescape_twice_escaped("write &lt;p&gt; here".into()), "write &lt;p&gt; here");
    }
}

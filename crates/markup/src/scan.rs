//! A linear scan over HTML: the tokens of the WHATWG tokenizer (HTML Living Standard, 13.2.5)
//! without building a tree, as slices of the input.

use std::borrow::Cow;

use memchr::{memchr, memmem};

pub use crate::entities::{decode, decode_attribute};
pub use crate::programs::is_linked_data;

/// One piece of an HTML text; the pieces put together again are the input, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text between tags, entities not yet decoded.
    Text(&'a str),
    /// The content of a raw text element (`script`, `style`, `textarea`, …).
    Raw(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag.
    End(Tag<'a>),
    /// `<!-- … -->`.
    Comment(&'a str),
    /// `<!DOCTYPE …>`.
    Doctype(&'a str),
    /// What the standard calls a bogus comment: `<?…>`, `<![CDATA[…>`, `</ >`.
    Bogus(&'a str),
}

/// A start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The whole tag with its angle brackets; without the last one where the input ends early.
    pub raw: &'a str,
    /// The name in lower case.
    pub name: Cow<'a, str>,
    attributes: &'a str,
}

/// One attribute of a tag as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name as written, any case.
    pub name: &'a str,
    /// The value without its quotes, entities not decoded; empty where there was none.
    pub value: &'a str,
    /// Name, equals sign and quoted value.
    pub raw: &'a str,
}

impl<'a> Tag<'a> {
    /// The attributes in their order, repeated ones included.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }

    /// The value of the first attribute of this name, entities decoded.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| crate::entities::decode_attribute(attribute.value))
    }
}

/// Iterates over the attributes of a tag.
#[derive(Debug)]
pub struct Attributes<'a> {
    rest: &'a str,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// The length of the attribute at the start of `text`, and where its value lies.
fn attribute_at(text: &str) -> (usize, usize, usize, usize) {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        if is_space(byte) || matches!(byte, b'/' | b'>' | b'=') {
            break;
        }
        at += 1;
    }
    let name_end = at;
    let mut value_at = at;
    while bytes.get(value_at).is_some_and(|&byte| is_space(byte)) {
        value_at += 1;
    }
    if bytes.get(value_at) != Some(&b'=') {
        return (name_end, name_end, name_end, name_end);
    }
    value_at += 1;
    while bytes.get(value_at).is_some_and(|&byte| is_space(byte)) {
        value_at += 1;
    }
    match bytes.get(value_at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let start = value_at + 1;
            match bytes.get(start..).and_then(|rest| memchr(quote, rest)) {
                Some(length) => (name_end, start, start + length, start + length + 1),
                None => (name_end, start, text.len(), text.len()),
            }
        }
        Some(b'>') | None => (name_end, value_at, value_at, value_at),
        Some(_) => {
            let mut end = value_at;
            while bytes.get(end).is_some_and(|&byte| !is_space(byte) && byte != b'>') {
                end += 1;
            }
            (name_end, value_at, end, end)
        }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let rest = self.rest.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ', '/']);
        if rest.is_empty() || rest.starts_with('>') {
            self.rest = "";
            return None;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let (name_end, value_start, value_end, end) = attribute_at(rest);
        let end = end.max(first);
        self.rest = rest.get(end..).unwrap_or("");
        Some(Attribute {
            name: rest.get(..name_end.max(first)).unwrap_or(""),
            value: rest.get(value_start..value_end).unwrap_or(""),
            raw: rest.get(..end).unwrap_or(rest),
        })
    }
}

/// The elements whose content is text to the tokenizer.
pub fn is_raw_text(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes"
    )
}

/// Iterates over the tokens of an HTML text, in time linear to its length.
#[derive(Debug)]
pub struct Scanner<'a> {
    html: &'a str,
    at: usize,
    raw_until: Option<Cow<'a, str>>,
}

impl<'a> Scanner<'a> {
    /// A scan from the start of `html`.
    pub fn new(html: &'a str) -> Self {
        Self { html, at: 0, raw_until: None }
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, length: usize) -> &'a str {
        let rest = self.rest();
        let piece = rest.get(..length).unwrap_or(rest);
        self.at += piece.len();
        piece
    }

    fn raw_text(&mut self, name: &str) -> Option<Token<'a>> {
        let rest = self.rest();
        let mut from = 0;
        let end = loop {
            let tail = rest.as_bytes().get(from..).unwrap_or(&[]);
            let Some(found) = memmem::find(tail, b"</") else {
                break rest.len();
            };
            let at = from + found;
            let after = rest.get(at + 2..).unwrap_or("").as_bytes();
            let named = after
                .get(..name.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
            let closed =
                after.get(name.len()).is_some_and(|&b| is_space(b) || matches!(b, b'/' | b'>'));
            if named && closed {
                break at;
            }
            from = at + 2;
        };
        (end > 0).then(|| Token::Raw(self.take(end)))
    }

    fn tag(&mut self, name_at: usize) -> Tag<'a> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut name_end = name_at;
        while bytes.get(name_end).is_some_and(|&b| !is_space(b) && !matches!(b, b'/' | b'>')) {
            name_end += 1;
        }
        let mut at = name_end;
        let end = loop {
            match bytes.get(at) {
                None => break rest.len(),
                Some(b'>') => break at + 1,
                Some(&byte) if is_space(byte) || byte == b'/' => at += 1,
                Some(_) => {
                    let tail = rest.get(at..).unwrap_or("");
                    let first = tail.chars().next().map_or(1, char::len_utf8);
                    at += attribute_at(tail).3.max(first);
                }
            }
        };
        let raw = self.take(end);
        let written = raw.get(name_at..name_end).unwrap_or("");
        let name = if written.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(written.to_ascii_lowercase())
        } else {
            Cow::Borrowed(written)
        };
        Tag { raw, name, attributes: raw.get(name_end..).unwrap_or("") }
    }

    fn markup_declaration(&mut self) -> Token<'a> {
        let rest = self.rest();
        if let Some(body) = rest.strip_prefix("<!--") {
            let length = if body.starts_with('>') {
                5
            } else if body.starts_with("->") {
                6
            } else {
                let mut from = 0;
                loop {
                    let tail = body.as_bytes().get(from..).unwrap_or(&[]);
                    let Some(found) = memmem::find(tail, b"--") else {
                        break rest.len();
                    };
                    let at = from + found;
                    let after = body.get(at + 2..).unwrap_or("");
                    if after.starts_with('>') {
                        break 4 + at + 3;
                    }
                    if after.starts_with("!>") {
                        break 4 + at + 4;
                    }
                    from = at + 1;
                }
            };
            return Token::Comment(self.take(length));
        }
        let length = memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let doctype =
            rest.as_bytes().get(2..9).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype"));
        let piece = self.take(length);
        if doctype { Token::Doctype(piece) } else { Token::Bogus(piece) }
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw_until.take()
            && let Some(raw) = self.raw_text(&name)
        {
            return Some(raw);
        }
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        if bytes.first() == Some(&b'<') {
            match (bytes.get(1), bytes.get(2)) {
                (Some(byte), _) if byte.is_ascii_alphabetic() => {
                    let tag = self.tag(1);
                    if is_raw_text(&tag.name) {
                        self.raw_until = Some(tag.name.clone());
                    }
                    return Some(Token::Start(tag));
                }
                (Some(b'/'), Some(byte)) if byte.is_ascii_alphabetic() => {
                    return Some(Token::End(self.tag(2)));
                }
                (Some(b'!'), _) => return Some(self.markup_declaration()),
                (Some(b'?'), _) | (Some(b'/'), Some(_)) => {
                    let length = memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
                    return Some(Token::Bogus(self.take(length)));
                }
                _ => {}
            }
        }
        let mut from = 1;
        let end = loop {
            let Some(found) = bytes.get(from..).and_then(|tail| memchr(b'<', tail)) else {
                break rest.len();
            };
            let at = from + found;
            let next = bytes.get(at + 1).copied().unwrap_or(0);
            if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') {
                break at;
            }
            from = at + 1;
        };
        Some(Token::Text(self.take(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<String> {
        Scanner::new(html)
            .filter_map(|token| match token {
                Token::Start(tag) => Some(tag.name.into_owned()),
                Token::End(tag) => Some(format!("/{}", tag.name)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_bracket_in_a_quoted_value_does_not_end_the_tag() {
        assert_eq!(names("<a title='x>y' b=\"<i>\">t</A>"), ["a", "/a"]);
    }

    #[test]
    fn markup_in_scripts_is_text() {
        assert_eq!(names("<script>if (a<b) '</i>'</SCRIPT ><p>"), ["script", "/script", "p"]);
    }

    #[test]
    fn a_lone_bracket_is_text() {
        let tokens: Vec<_> = Scanner::new("1 < 2 <3").collect();
        assert_eq!(tokens, [Token::Text("1 < 2 <3")]);
    }

    #[test]
    fn attributes_without_quotes_values_or_sense() {
        let Some(Token::Start(tag)) = Scanner::new("<a x=1/ =\"q y = 'z' w>").next() else {
            panic!("no tag")
        };
        let found: Vec<_> = tag.attributes().map(|a| (a.name, a.value)).collect();
        assert_eq!(found, [("x", "1/"), ("=\"q", ""), ("y", "z"), ("w", "")]);
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_are_the_input(html in "[<>/!a-c\"'= \\-é?]{0,60}") {
            let together: String = Scanner::new(&html).map(|token| match token {
                Token::Text(s) | Token::Raw(s) | Token::Comment(s) | Token::Doctype(s) | Token::Bogus(s) => s,
                Token::Start(tag) | Token::End(tag) => tag.raw,
            }).collect();
            proptest::prop_assert_eq!(together, html);
        }
    }
}

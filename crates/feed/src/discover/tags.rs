//! The start tags of a web page in one linear scan; comments and scripts hold none.

use std::borrow::Cow;

use crate::entities::Entities;

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'h> {
    /// The lower-case name.
    pub(super) name: Cow<'h, str>,
    attributes: &'h str,
}

/// Goes through the start tags of a page.
pub(super) struct Tags<'h> {
    html: &'h str,
    at: usize,
    no_comment_end: bool,
}

impl<'h> Tags<'h> {
    pub(super) fn new(html: &'h str) -> Self {
        Self { html, at: 0, no_comment_end: false }
    }

    /// The text right behind the last tag, up to the next one, at most `length` bytes.
    pub(super) fn text_ahead(&self, length: usize) -> &'h str {
        let rest = self.html.get(self.at..).unwrap_or_default();
        let mut end = length.min(rest.len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        rest.get(..end).and_then(|t| t.split('<').next()).unwrap_or_default()
    }

    pub(super) fn next(&mut self) -> Option<Tag<'h>> {
        loop {
            self.at += self.html.get(self.at..)?.find('<')? + 1;
            let rest = self.html.get(self.at..)?;
            if rest.starts_with("!--") {
                self.skip_comment();
                continue;
            }
            let first = rest.bytes().next()?;
            if !first.is_ascii_alphabetic() {
                continue;
            }
            let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let name = rest.get(..name_end)?;
            let behind = rest.get(name_end..)?;
            let end = tag_end(behind);
            let attributes = behind.get(..end)?;
            self.at += name_end + end + usize::from(behind.as_bytes().get(end) == Some(&b'>'));
            let name = name.to_ascii_lowercase();
            if matches!(name.as_str(), "script" | "style" | "textarea" | "template" | "noembed") {
                self.skip_to_end_of(&name);
            }
            return Some(Tag { name: Cow::Owned(name), attributes });
        }
    }

    fn skip_comment(&mut self) {
        let rest = self.html.get(self.at + 3..).unwrap_or_default();
        if !self.no_comment_end
            && let Some(end) = rest.find("-->")
        {
            self.at += 3 + end + 3;
            return;
        }
        self.no_comment_end = true;
        self.at += 3;
    }

    fn skip_to_end_of(&mut self, name: &str) {
        let mut at = self.at;
        while let Some(found) = self.html.get(at..).and_then(|r| r.find("</")) {
            at += found + 2;
            let after = self.html.get(at..at + name.len());
            if after.is_some_and(|a| a.eq_ignore_ascii_case(name)) {
                self.at = at;
                return;
            }
        }
        self.at = self.html.len();
    }
}

/// The offset of the “>” that ends a tag; quotes count after “=” only, and a tag whose quote never
/// ends is cut at the first “>”.
fn tag_end(attributes: &str) -> usize {
    const LONGEST: usize = 64 * 1024;
    let mut quote = None;
    let mut after_equals = false;
    let mut first_end = None;
    for (i, b) in attributes.bytes().enumerate().take(LONGEST) {
        match (quote, b) {
            (Some(q), b) if b == q => quote = None,
            (Some(_), b'>') => {
                first_end.get_or_insert(i);
            }
            (Some(_), _) => {}
            (None, b'>') => return i,
            (None, b'"' | b'\'') if after_equals => quote = Some(b),
            (None, b'=') => {
                after_equals = true;
                continue;
            }
            (None, b) if b.is_ascii_whitespace() => continue,
            _ => {}
        }
        after_equals = false;
    }
    first_end.unwrap_or_else(|| {
        let mut end = attributes.len().min(LONGEST);
        while !attributes.is_char_boundary(end) {
            end -= 1;
        }
        end
    })
}

impl<'h> Tag<'h> {
    /// The value of an attribute, its references decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/');
            let end = end.unwrap_or(rest.len()).max(1);
            let end = (end..=rest.len()).find(|i| rest.is_char_boundary(*i))?;
            let key = rest.get(..end)?;
            let behind = rest.get(end..)?.trim_start();
            let value = match behind.strip_prefix('=') {
                Some(value) => {
                    let (value, after) = split_value(value.trim_start());
                    rest = after;
                    value
                }
                None => {
                    rest = behind;
                    ""
                }
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(Entities::default().decode(value));
            }
        }
    }
}

fn split_value(text: &str) -> (&str, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => {
            let inner = text.get(1..).unwrap_or_default();
            inner.split_once(quote).unwrap_or((inner, ""))
        }
        None => text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len())),
    }
}

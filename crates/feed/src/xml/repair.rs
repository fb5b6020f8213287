//! One pass over a document that makes its markup tokenizable, so that the XML reader behind it
//! never has to give up; what was broken is told with its line.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use crate::entities::Entities;

const MOST_WARNINGS: usize = 20;

/// A document that can be tokenized, and what its DTD declares.
pub(crate) struct Repaired<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) entities: Entities,
    /// Whether nobody looked yet if the text needs repair.
    pub(crate) assumed: bool,
}

impl<'t> Repaired<'t> {
    /// A text that is taken to be sound, as nearly all are, until the reader finds otherwise.
    pub(crate) fn assumed(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), entities: Entities::default(), assumed: true }
    }
}

/// Whether the inside of a start tag is such that [`repair`] would leave it alone.
pub(crate) fn is_sound_start(inside: &str) -> bool {
    let bytes = inside.as_bytes();
    if !bytes.first().copied().is_some_and(is_name_start) {
        return false;
    }
    let mut i = 1;
    let mut after_equals = false;
    while let Some(&b) = bytes.get(i) {
        match b {
            b'<' | b'>' => return false,
            b'"' | b'\'' => {
                let value = bytes.get(i + 1..).unwrap_or_default();
                let end = memchr(b, value);
                let Some(value) = end.and_then(|end| value.get(..end)) else { return false };
                if !after_equals || value.ends_with(b"=") {
                    return false;
                }
                after_equals = false;
                i += value.len() + 1;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        i += 1;
    }
    true
}

/// Whether the inside of an end tag is such that [`repair`] would leave it alone.
pub(crate) fn is_sound_end(inside: &str) -> bool {
    let bytes = inside.as_bytes();
    bytes.first().copied().is_some_and(is_name_start) && !bytes.contains(&b'<')
}

/// Repairs markup; borrows where nothing is broken.
pub(crate) fn repair<'t>(text: &'t str, warnings: &mut Vec<String>) -> Repaired<'t> {
    let mut pass = Pass {
        text,
        out: String::new(),
        copied: 0,
        told: 0,
        line: (0, 1),
        no_comment_end: false,
        no_cdata_end: false,
        no_pi_end: false,
        no_subset_end: false,
        entities: Entities::default(),
        warnings,
    };
    let mut at = 0;
    while let Some(found) = next_markup(text.as_bytes(), at) {
        at = pass.markup(found);
    }
    let entities = pass.entities;
    let text = if pass.copied == 0 {
        Cow::Borrowed(text)
    } else {
        pass.out.push_str(text.get(pass.copied..).unwrap_or_default());
        Cow::Owned(pass.out)
    };
    Repaired { text, entities, assumed: false }
}

/// Where the next “<” is; often one tag follows another directly.
fn next_markup(bytes: &[u8], from: usize) -> Option<usize> {
    if bytes.get(from) == Some(&b'<') {
        return Some(from);
    }
    memchr(b'<', bytes.get(from..)?).map(|i| from + i)
}

struct Pass<'t, 'w> {
    text: &'t str,
    out: String,
    copied: usize,
    told: usize,
    line: (usize, usize),
    no_comment_end: bool,
    no_cdata_end: bool,
    no_pi_end: bool,
    no_subset_end: bool,
    entities: Entities,
    warnings: &'w mut Vec<String>,
}

impl<'t> Pass<'t, '_> {
    fn find(&self, from: usize, what: &str) -> Option<usize> {
        self.text.get(from..)?.find(what).map(|i| from + i)
    }

    /// The next angle bracket.
    fn find_bracket(&self, from: usize) -> Option<usize> {
        memchr2(b'>', b'<', self.text.as_bytes().get(from..)?).map(|i| from + i)
    }

    fn rest(&self, from: usize) -> &'t str {
        self.text.get(from..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Replaces `len` bytes at `at` in the output.
    fn replace(&mut self, at: usize, len: usize, with: &str) {
        self.out.push_str(self.text.get(self.copied..at).unwrap_or_default());
        self.out.push_str(with);
        self.copied = at + len;
    }

    fn tell(&mut self, at: usize, what: &str) {
        self.told += 1;
        if self.told > MOST_WARNINGS {
            return;
        }
        if self.told == MOST_WARNINGS {
            self.warnings.push("more of the same was left out of this list".to_owned());
            return;
        }
        let (from, line) = self.line;
        let line = line + self.text.as_bytes().get(from..at).map_or(0, newlines);
        self.line = (at.max(from), line);
        self.warnings.push(format!("line {line}, byte {at}: {what}"));
    }

    /// Treats the markup that starts at `at`; returns where to go on.
    fn markup(&mut self, at: usize) -> usize {
        match self.byte(at + 1) {
            Some(b'!') => self.declaration(at),
            Some(b'?') => self.instruction(at),
            Some(b'/') => self.end_tag(at),
            Some(b) if is_name_start(b) => self.start_tag(at),
            Some(_) => self.stray(at, "a “<” that begins no tag was read as text"),
            None => {
                self.tell(at, "the document ends inside a tag");
                self.replace(at, 1, "");
                at + 1
            }
        }
    }

    fn stray(&mut self, at: usize, what: &str) -> usize {
        self.tell(at, what);
        self.replace(at, 1, "&lt;");
        at + 1
    }

    fn declaration(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        if rest.starts_with("<!--") {
            return self.comment(at);
        }
        if rest.starts_with("<![CDATA[") {
            return self.cdata(at);
        }
        let keyword = rest.get(2..9).unwrap_or_default();
        if keyword.eq_ignore_ascii_case("doctype") {
            return self.doctype(at);
        }
        match self.find_bracket(at + 1) {
            Some(end) if self.byte(end) == Some(b'>') => {
                self.tell(at, "an unknown declaration was left out");
                self.replace(at, end + 1 - at, "");
                end + 1
            }
            Some(_) => self.stray(at, "a “<!” that begins nothing known was read as text"),
            None => {
                self.tell(at, "the document ends inside a declaration");
                let len = rest.len();
                self.replace(at, len, "");
                at + len
            }
        }
    }

    fn comment(&mut self, at: usize) -> usize {
        let end = if self.no_comment_end { None } else { self.find(at + 4, "-->") };
        match end {
            Some(end) => end + 3,
            None => {
                self.no_comment_end = true;
                self.tell(at, "a comment does not end; its text was read as content");
                self.replace(at, 4, "");
                at + 4
            }
        }
    }

    fn cdata(&mut self, at: usize) -> usize {
        let end = if self.no_cdata_end { None } else { self.find(at + 9, "]]>") };
        match end {
            Some(end) => end + 3,
            None => {
                self.no_cdata_end = true;
                self.tell(at, "a CDATA section does not end; its text was read as markup");
                self.replace(at, 9, "");
                at + 9
            }
        }
    }

    fn instruction(&mut self, at: usize) -> usize {
        let end = if self.no_pi_end { None } else { self.find(at + 2, "?>") };
        if let Some(end) = end {
            return end + 2;
        }
        self.no_pi_end = true;
        self.tell(at, "a processing instruction does not end");
        let end = match self.find_bracket(at + 2) {
            Some(end) if self.byte(end) == Some(b'>') => end + 1,
            _ => at + 2,
        };
        self.replace(at, end - at, "");
        end
    }

    /// A document type: noted for its entities, then cut out, since nothing else in it matters.
    fn doctype(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let head =
            memchr3(b'[', b'>', b'<', rest.as_bytes().get(1..).unwrap_or_default()).map(|i| i + 1);
        let len = match head.and_then(|i| Some((i, rest.as_bytes().get(i)?))) {
            Some((open, b'[')) => match self.subset_end(at + open).map(|i| i - at - open) {
                Some(close) => {
                    self.entities.declare(rest.get(open + 1..open + close).unwrap_or_default());
                    let close = open + close;
                    let end = rest.get(close..).and_then(|r| r.find('>'));
                    end.map_or(close + 1, |i| close + i + 1)
                }
                None => open + 1,
            },
            Some((end, b'>')) => end + 1,
            Some((end, _)) => end,
            None => rest.len(),
        };
        self.replace(at, len, "");
        at + len
    }

    /// Where the internal subset of a document type ends; looked for in vain only once.
    fn subset_end(&mut self, from: usize) -> Option<usize> {
        let end = if self.no_subset_end { None } else { self.find(from, "]") };
        self.no_subset_end = end.is_none();
        end
    }

    fn end_tag(&mut self, at: usize) -> usize {
        match self.byte(at + 2) {
            Some(b) if is_name_start(b) => {}
            Some(_) => return self.stray(at, "a “</” that begins no tag was read as text"),
            None => {
                self.replace(at, 2, "");
                self.tell(at, "the document ends inside a tag");
                return at + 2;
            }
        }
        // Names are so short that looking at each byte beats a search.
        let name = self.text.as_bytes().get(at + 2..).unwrap_or_default();
        let end = name.iter().position(|b| matches!(b, b'>' | b'<')).map(|i| at + 2 + i);
        match end {
            Some(end) if self.byte(end) == Some(b'>') => end + 1,
            Some(end) => {
                self.tell(at, "an end tag lacks its “>”");
                self.replace(end, 0, ">");
                end
            }
            None => {
                self.tell(at, "the document ends inside a tag");
                let len = self.text.len();
                self.replace(len, 0, ">");
                len
            }
        }
    }

    /// Follows the attributes to the end of the tag; quotes count only after “=”.
    fn start_tag(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut i = at + 1;
        let mut after_equals = false;
        while let Some(&b) = bytes.get(i) {
            match b {
                b'>' => return i + 1,
                b'<' => {
                    self.tell(at, "a tag lacks its “>”");
                    self.replace(i, 0, ">");
                    return i;
                }
                b'"' | b'\'' if after_equals => match self.close_quote(i, b) {
                    Some(close) => {
                        after_equals = false;
                        i = close;
                    }
                    None => {
                        self.tell(i, "the value of an attribute does not end");
                        self.replace(i, 1, "");
                        after_equals = false;
                    }
                },
                // The reader behind pairs quotes wherever they stand.
                b'"' | b'\'' => {
                    self.tell(i, "a stray quotation mark in a tag was left out");
                    self.replace(i, 1, " ");
                }
                b'=' => after_equals = true,
                b if b.is_ascii_whitespace() => {}
                _ => after_equals = false,
            }
            i += 1;
        }
        self.tell(at, "the document ends inside a tag");
        let len = self.text.len();
        self.replace(at, len - at, "");
        len
    }

    /// The quote that ends the value begun at `open`; none where it plainly begins the next value.
    fn close_quote(&self, open: usize, quote: u8) -> Option<usize> {
        let rest = self.text.get(open + 1..)?;
        let value = rest.get(..memchr(quote, rest.as_bytes())?)?;
        let swallowed = value.ends_with('=') && value.find('>') < value.find('<');
        (!swallowed || !value.contains('>')).then_some(open + 1 + value.len())
    }
}

fn is_name_start(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b == b':' || b >= 0x80
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(text: &str) -> (String, Vec<String>) {
        let mut warnings = Vec::new();
        let fixed = repair(text, &mut warnings).text.into_owned();
        (fixed, warnings)
    }

    #[test]
    fn sound_markup_is_borrowed() {
        let mut warnings = Vec::new();
        let text = "<?xml version='1.0'?><!-- < --><a b='>' c=\"<\">x<![CDATA[ < ]]></a>";
        assert!(matches!(repair(text, &mut warnings).text, Cow::Borrowed(_)));
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn strays_and_ends() {
        assert_eq!(fix("<a>1 < 2</a>").0, "<a>1 &lt; 2</a>");
        assert_eq!(fix("<a><b c='1'</a>").0, "<a><b c='1'></a>");
        assert_eq!(fix("<a>x</a").0, "<a>x</a>");
        assert_eq!(fix("<a><![CDATA[x</a>").0, "<a>x</a>");
        assert_eq!(fix("<a>x<!-- y</a>").0, "<a>x y</a>");
        assert_eq!(fix("<a>x<![CD").0, "<a>x");
        assert_eq!(fix("<a b=\"c>x</a>").0, "<a b=c>x</a>");
        assert_eq!(fix("<a b=\"c>x</a><d e=\"f\"/>").0, "<a b=c>x</a><d e=\"f\"/>");
    }

    #[test]
    fn warnings_tell_the_line() {
        let (_, warnings) = fix("<a>\n\n <b <c>\n</a");
        assert_eq!(warnings.len(), 2);
        assert!(warnings[0].starts_with("line 3, byte 6:"), "{warnings:?}");
        assert!(warnings[1].starts_with("line 4,"), "{warnings:?}");
    }

    #[test]
    fn doctype_is_cut_out_and_its_entities_kept() {
        let mut warnings = Vec::new();
        let r = repair("<!DOCTYPE a [<!ENTITY me 'Ann'>]><a>&me;</a>", &mut warnings);
        assert_eq!(r.text, "<a>&me;</a>");
        assert_eq!(r.entities.decode("&me;"), "Ann");
    }
}

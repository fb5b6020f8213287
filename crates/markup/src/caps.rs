//! Limits on hostile HTML, applied by a linear scan before a tree is built: parsers need time
//! quadratic in the depth of a document and in the number of an element's attributes.
//!
//! The scan follows the tree builder's rules only so far that the depth it counts is never less
//! than the depth the tree would have.

mod open;

use std::borrow::Cow;

use crate::scan::{Scanner, Tag, Token};
use open::OpenElements;

/// How much HTML may ask of a parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Elements within elements; tags of deeper ones are dropped, their text stays.
    pub max_depth: usize,
    /// Attributes of one element; further ones are dropped.
    pub max_attributes_per_element: usize,
    /// Start tags in all; further ones are dropped, their text stays.
    pub max_elements: usize,
    /// Bytes in all; what follows is cut off.
    pub max_bytes: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            max_depth: 256,
            max_attributes_per_element: 64,
            max_elements: 60_000,
            max_bytes: 10 * 1024 * 1024,
        }
    }
}

/// HTML within its caps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped<'a> {
    /// The HTML; borrowed where nothing had to go.
    pub html: Cow<'a, str>,
    /// What went, in words for the person who runs Dateline.
    pub warnings: Vec<String>,
}

#[derive(Default)]
struct Found {
    cut: bool,
    deep: bool,
    many_attributes: bool,
    many_elements: bool,
}

impl Found {
    fn warnings(&self, caps: &Caps) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.cut {
            warnings.push(format!("html cut after {} bytes", caps.max_bytes));
        }
        if self.deep {
            warnings
                .push(format!("elements nested more than {} deep were flattened", caps.max_depth));
        }
        if self.many_attributes {
            warnings.push(format!(
                "attributes beyond {} an element were dropped",
                caps.max_attributes_per_element
            ));
        }
        if self.many_elements {
            warnings.push(format!("elements beyond {} were dropped", caps.max_elements));
        }
        warnings
    }
}

/// HTML brought within `caps`. Where parsers disagree with each other on where an element's content
/// ends (scripts but JSON-LD, styles, frames, `noscript`), that content is made harmless to the
/// count: emptied, escaped or unwrapped.
pub fn capped<'a>(html: &'a str, caps: &Caps) -> Capped<'a> {
    let mut found = Found::default();
    let whole = html;
    let html = match html.get(..html.floor_char_boundary(caps.max_bytes)) {
        Some(start) if start.len() < html.len() => {
            found.cut = true;
            start
        }
        _ => html,
    };
    let mut out = Output { source: html, kept: 0, changed: None };
    let mut open = OpenElements::default();
    let mut elements = 0usize;
    let mut raw_of = RawText::Drop;
    for token in Scanner::new(html) {
        match token {
            Token::Text(piece) | Token::Doctype(piece) | Token::Comment(piece) => out.keep(piece),
            Token::Bogus(_) => out.skip(),
            Token::Raw(piece) => match (raw_of, piece.contains('<')) {
                (_, false) => out.keep(piece),
                (RawText::Drop, true) => out.skip(),
                (RawText::Json, true) => out.write(&piece.replace('<', "\\u003c")),
                (RawText::Escape, true) => out.write(&piece.replace('<', "&lt;")),
            },
            Token::Start(tag) => {
                raw_of = RawText::of(&tag);
                if elements >= caps.max_elements {
                    found.many_elements = true;
                    out.skip();
                } else if ends_early(&tag) || matches!(&*tag.name, "noscript" | "plaintext") {
                    out.skip();
                } else if !open.start(tag.name.clone(), caps.max_depth) {
                    found.deep = true;
                    out.skip();
                } else {
                    elements += 1;
                    let limit = caps.max_attributes_per_element;
                    if tag.attributes().nth(limit).is_some() {
                        found.many_attributes = true;
                        out.write(&with_attributes(&tag, limit));
                    } else {
                        out.keep(tag.raw);
                    }
                }
            }
            Token::End(tag) => {
                if ends_early(&tag) || tag.name == "noscript" {
                    out.skip();
                } else {
                    open.end(&tag.name);
                    out.keep(tag.raw);
                }
            }
        }
    }
    let warnings = found.warnings(caps);
    let html = match out.changed {
        Some(text) => Cow::Owned(text),
        None => Cow::Borrowed(whole.get(..html.len()).unwrap_or(whole)),
    };
    Capped { html, warnings }
}

/// What becomes of the content of a raw text element that looks like markup.
#[derive(Clone, Copy)]
enum RawText {
    Drop,
    Escape,
    Json,
}

impl RawText {
    fn of(tag: &Tag<'_>) -> Self {
        match &*tag.name {
            "title" | "textarea" => Self::Escape,
            "script" if crate::programs::is_linked_data(tag) => Self::Json,
            _ => Self::Drop,
        }
    }
}

/// A tag that the end of the input cuts off is no tag to a parser.
fn ends_early(tag: &Tag<'_>) -> bool {
    !tag.raw.ends_with('>')
}

fn with_attributes(tag: &Tag<'_>, limit: usize) -> String {
    let mut out = format!("<{}", tag.name);
    for attribute in tag.attributes().take(limit) {
        out.push(' ');
        out.push_str(attribute.raw);
    }
    out.push('>');
    out
}

/// The text kept so far; a copy is made only from the first change on.
struct Output<'a> {
    source: &'a str,
    kept: usize,
    changed: Option<String>,
}

impl Output<'_> {
    fn keep(&mut self, piece: &str) {
        match &mut self.changed {
            Some(text) => text.push_str(piece),
            None => self.kept += piece.len(),
        }
    }

    fn text(&mut self) -> &mut String {
        let start = self.source.get(..self.kept).unwrap_or("");
        self.changed.get_or_insert_with(|| start.to_owned())
    }

    fn skip(&mut self) {
        self.text();
    }

    fn write(&mut self, piece: &str) {
        self.text().push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Caps {
        Caps { max_depth: 4, max_attributes_per_element: 2, max_elements: 8, max_bytes: 400 }
    }

    #[test]
    fn what_is_within_the_caps_stays_as_it_is() {
        let html = "<!DOCTYPE html><p class=a>One<p>Two<ul><li>a<li>b</ul><!-- c -->";
        let capped = capped(html, &small());
        assert!(matches!(capped.html, Cow::Borrowed(same) if same == html));
        assert!(capped.warnings.is_empty());
    }

    #[test]
    fn what_lies_too_deep_is_flattened() {
        let capped =
            capped("<div><div><div><div><div>deep</div></div></div></div></div>", &small());
        assert_eq!(capped.html, "<div><div><div><div>deep</div></div></div></div></div>");
        assert_eq!(capped.warnings.len(), 1);
    }

    #[test]
    fn unclosed_paragraphs_items_and_cells_are_not_deep() {
        let html = "<p>a<p>b<p>c<p>d<p>e<p>f<p>g";
        assert!(capped(html, &small()).warnings.is_empty());
        let html = "<table><tr><td>a<td>b<td>c<tr><td>d<td>e";
        assert!(capped(html, &Caps { max_elements: 20, ..small() }).warnings.is_empty());
    }

    #[test]
    fn end_tags_that_a_parser_ignores_do_not_hide_depth() {
        for html in ["<div><table><td></div>", "<b><div></b>", "<i><ul><li><b></i></ul>"] {
            // What a parser made of it, written out again, shows the true depth.
            let parsed = crate::sanitize(&html.repeat(2_000), None);
            let (mut depth, mut deepest) = (0usize, 0usize);
            for token in Scanner::new(&parsed) {
                match token {
                    Token::Start(_) => depth += 1,
                    Token::End(_) => depth -= 1,
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            assert!((2..=2 * 256).contains(&deepest), "{html}: {deepest}");
        }
    }

    #[test]
    fn absurd_numbers_of_attributes_and_elements() {
        let attributes = capped("<p a=1 b='>' c=3 d>x</p>", &small());
        assert_eq!(attributes.html, "<p a=1 b='>'>x</p>");
        let html = "<p>x</p>".repeat(10);
        let elements = capped(&html, &small());
        assert_eq!(elements.html.matches("<p>").count(), 8);
        assert_eq!(elements.html.matches('x').count(), 10);
    }

    #[test]
    fn markup_hidden_in_raw_text_is_gone() {
        let html = "<style></b></style><title>a<b</title><script type=application/ld+json>{\"a\":\"<p>\"}</script>";
        let expected = "<style></style><title>a&lt;b</title><script type=application/ld+json>{\"a\":\"\\u003cp>\"}</script>";
        assert_eq!(capped(html, &Caps::default()).html, expected);
    }
}

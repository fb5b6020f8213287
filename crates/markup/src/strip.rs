//! Dropping what only a browser needs, before a tree is built.

use crate::scan::{Attribute, Scanner, Tag, Token};

/// Whether a script holds data that describes the page (JSON-LD 1.1, section 7).
pub fn is_linked_data(tag: &Tag<'_>) -> bool {
    tag.attribute("type").is_some_and(|kind| {
        kind.split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    })
}

/// A tag this short has nothing worth dropping.
const SHORT_TAG: usize = 48;

/// A `data-` attribute whose value is longer holds a program's state.
const LONG_DATA: usize = 80;

/// HTML without scripts (but `application/ld+json`), styles, SVG images, `noscript` parts, comments
/// and attributes that are for programs only; the rest is unchanged. A help for parsing, no
/// protection: see [`crate::sanitize()`].
pub fn without_scripts(html: &str) -> String {
    let mut kept = [false; 2];
    loop {
        match stripped(html, kept) {
            Ok(out) => return out,
            // An element that is never closed must not swallow the rest of the page.
            Err("svg") => kept[0] = true,
            Err(_) => kept[1] = true,
        }
    }
}

fn stripped(html: &str, [keep_svg, keep_noscript]: [bool; 2]) -> Result<String, &'static str> {
    let mut out = String::with_capacity(html.len() / 2);
    let mut dropping: Option<(&'static str, usize)> = None;
    let mut dropping_raw = false;
    for token in Scanner::new(html) {
        if let Some((name, depth)) = &mut dropping {
            match token {
                Token::Start(tag) if tag.name == *name && !tag.raw.ends_with("/>") => *depth += 1,
                Token::End(tag) if tag.name == *name => {
                    *depth -= 1;
                    if *depth == 0 {
                        dropping = None;
                    }
                }
                _ => {}
            }
            continue;
        }
        match token {
            Token::Start(tag) => match &*tag.name {
                "script" if is_linked_data(&tag) => {
                    dropping_raw = false;
                    out.push_str(tag.raw);
                }
                "script" | "style" => dropping_raw = true,
                "svg" if !keep_svg && tag.raw.ends_with("/>") => {}
                "svg" if !keep_svg => dropping = Some(("svg", 1)),
                "noscript" if !keep_noscript => dropping = Some(("noscript", 1)),
                _ => {
                    dropping_raw = false;
                    push_lean(&tag, &mut out);
                }
            },
            Token::End(tag) if dropping_raw && matches!(&*tag.name, "script" | "style") => {
                dropping_raw = false;
            }
            Token::End(tag) => out.push_str(tag.raw),
            Token::Raw(_) if dropping_raw => {}
            Token::Text(piece) | Token::Raw(piece) | Token::Doctype(piece) => out.push_str(piece),
            Token::Comment(_) | Token::Bogus(_) => {}
        }
    }
    match dropping {
        Some((name, _)) => Err(name),
        None => Ok(out),
    }
}

impl Attribute<'_> {
    /// Whether only a program reads the attribute: a handler, a drawing, a style that hides nothing,
    /// state in a long `data-` attribute that is no picture's address.
    pub fn is_for_programs(&self) -> bool {
        let starts = |start: &str| {
            self.name.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
        };
        match self.name.as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(b'o') => starts("on"),
            Some(b'j') => starts("jsaction") || starts("jsdata"),
            Some(b's') => {
                self.name.eq_ignore_ascii_case("style") && {
                    let hides = |word: &str| self.value.to_ascii_lowercase().contains(word);
                    !hides("none") && !hides("hidden")
                }
            }
            Some(b'd') => {
                self.value.len() > LONG_DATA && starts("data-") && !self.name.contains("src")
            }
            _ => false,
        }
    }
}

fn push_lean(tag: &Tag<'_>, out: &mut String) {
    let whole = tag.raw.len() < SHORT_TAG
        || !tag.raw.ends_with('>')
        || !tag.attributes().any(|attribute| attribute.is_for_programs());
    if whole {
        out.push_str(tag.raw);
        return;
    }
    out.push('<');
    out.push_str(&tag.name);
    for attribute in tag.attributes().filter(|attribute| !attribute.is_for_programs()) {
        out.push(' ');
        out.push_str(attribute.raw);
    }
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_data_stays_the_rest_goes() {
        let html = "<script>a('<p>')</script><script type='application/ld+json'>{}</script>\
                    <style>p{}</style><p>x<svg><svg></svg><path></svg><!-- c -->y<noscript><img></noscript></p>";
        assert_eq!(
            without_scripts(html),
            "<script type='application/ld+json'>{}</script><p>xy</p>"
        );
    }

    #[test]
    fn attributes_for_programs_go() {
        let state = "x".repeat(LONG_DATA + 1);
        let html = format!(
            "<p id=a onclick='go()' style='color:red' data-state='{state}' data-src='{state}'>b</p>\
             <p style='display:none; color: rgb(0, 0, 0); width: 100px' lang=en>c</p>"
        );
        let expected = format!(
            "<p id=a data-src='{state}'>b</p>\
             <p style='display:none; color: rgb(0, 0, 0); width: 100px' lang=en>c</p>"
        );
        assert_eq!(without_scripts(&html), expected);
    }

    #[test]
    fn an_image_that_is_never_closed_swallows_nothing() {
        assert!(without_scripts("<p>a<svg><path><p>b<script>x</script>").contains("<p>b"));
    }
}

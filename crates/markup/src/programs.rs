//! What of a page only a browser's programs need.

use crate::scan::{Attribute, Tag};

/// Whether a script holds data that describes the page (JSON-LD 1.1, section 7).
pub fn is_linked_data(tag: &Tag<'_>) -> bool {
    tag.attribute("type").is_some_and(|kind| {
        kind.split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    })
}

/// A `data-` attribute whose value is longer holds a program's state.
const LONG_DATA: usize = 80;

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
                    let style = self.value.to_ascii_lowercase();
                    !style.contains("none") && !style.contains("hidden")
                }
            }
            Some(b'd') => {
                self.value.len() > LONG_DATA && starts("data-") && !self.name.contains("src")
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::scan::{Scanner, Token};

    #[test]
    fn attributes_for_programs() {
        let long = "x".repeat(super::LONG_DATA + 1);
        let html = format!(
            "<p id=a onclick='go()' style='color:red' data-state='{long}' data-src='{long}' data-n=1>\
             <p STYLE='display:none; width: 100px' jsaction=x lang=en>"
        );
        let kept: Vec<&str> = Scanner::new(&html)
            .filter_map(|token| match token {
                Token::Start(tag) => Some(tag),
                _ => None,
            })
            .flat_map(|tag| tag.attributes())
            .filter(|attribute| !attribute.is_for_programs())
            .map(|attribute| attribute.name)
            .collect();
        assert_eq!(kept, ["id", "data-src", "data-n", "STYLE", "lang"]);
    }

    #[test]
    fn linked_data_is_told_from_programs() {
        let is = |html: &str| match Scanner::new(html).next() {
            Some(Token::Start(tag)) => super::is_linked_data(&tag),
            _ => false,
        };
        assert!(is("<script type='Application/LD+json; charset=utf-8'>"));
        assert!(!is("<script type=module>") && !is("<script>"));
    }
}

//! XML, as far as feeds need it.

/// Text as XML takes it: characters that XML 1.0 does not know (2.2) are left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
    out
}

/// A document under construction.
pub struct Document(String);

impl Document {
    /// One that begins with this line after its declaration.
    pub fn new(root: &str) -> Self {
        Self(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n"))
    }

    /// Adds a line of markup as it is.
    pub fn raw(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// Adds an element that holds text.
    pub fn element(&mut self, name: &str, text: &str) {
        self.empty_or(name, &[], Some(text));
    }

    /// Adds an element with attributes that holds text.
    pub fn with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.empty_or(name, attributes, Some(text));
    }

    /// Adds an element with attributes that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.empty_or(name, attributes, None);
    }

    fn empty_or(&mut self, name: &str, attributes: &[(&str, &str)], text: Option<&str>) {
        let attributes: String = attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escaped(value)))
            .collect();
        match text {
            Some(text) => {
                self.raw(&format!("<{name}{attributes}>{}</{name}>", escaped(text)));
            }
            None => self.raw(&format!("<{name}{attributes}/>")),
        }
    }

    /// The document.
    pub fn done(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let mut document = Document::new("<r>");
        document.with("a", &[("b", "\"><x>")], "1 < 2 & \u{0}\u{b}é\u{ffff}");
        let text = document.done();
        assert!(text.ends_with("<a b=\"&quot;&gt;&lt;x&gt;\">1 &lt; 2 &amp; é</a>\n"), "{text}");
    }
}

//! Character references: the HTML names, numbers, and the entities of a DTD's internal subset.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;
use web_atoms::NAMED_ENTITIES;

const LONGEST_NAME: usize = 32;
const LONGEST_VALUE: usize = 2_000;
const MOST_CUSTOM: usize = 500;

/// What the bytes 0x80 to 0x9F mean in windows-1252; publishers write them as if they were
/// Unicode code points (HTML Standard, “numeric character reference end state”).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character that a C1 control stands for when a windows-1252 text was mislabelled.
pub(crate) fn from_windows_1252(code: u32) -> Option<char> {
    let c = *WINDOWS_1252.get(usize::try_from(code.checked_sub(0x80)?).ok()?)?;
    (u32::from(c) != code).then_some(c)
}

/// The entities that a document declares for itself, already expanded.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    custom: HashMap<String, String>,
}

/// The five entities that XML itself knows, which are nearly all that feeds use.
pub(crate) fn of_xml(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

impl Entities {
    /// Reads the `<!ENTITY name "value">` declarations of an internal subset.
    ///
    /// A value is expanded once, with what was declared before it and within a fixed length, so
    /// that declarations that multiply cannot grow.
    pub(crate) fn declare(&mut self, subset: &str) {
        let mut rest = subset;
        while let Some(at) = rest.find("<!ENTITY") {
            rest = rest.get(at + 8..).unwrap_or_default();
            let Some(end) = rest.find('>') else { return };
            let Some(quote) = rest.get(..end).and_then(|d| d.find(['"', '\''])) else { continue };
            let name = rest.get(..quote).unwrap_or_default().trim();
            let mark = if rest[quote..].starts_with('"') { '"' } else { '\'' };
            let Some(value) = rest.get(quote + 1..) else { return };
            let Some(close) = value.find(mark) else { continue };
            let (value, after) = value.split_at(close);
            rest = after;
            if name.contains(char::is_whitespace) || self.custom.len() >= MOST_CUSTOM {
                continue;
            }
            let expanded = self.decode(value);
            if expanded.len() <= LONGEST_VALUE {
                let expanded = expanded.into_owned();
                self.custom.entry(name.to_owned()).or_insert(expanded);
            }
        }
    }

    /// What `&name;` stands for, or nothing where it is unknown.
    pub(crate) fn resolve(&self, name: &str) -> Option<Cow<'_, str>> {
        if let Some(number) = name.strip_prefix('#') {
            return numeric(number).map(|c| Cow::Owned(c.to_string()));
        }
        if name.is_empty() || name.len() > LONGEST_NAME {
            return None;
        }
        if self.custom.is_empty()
            && let Some(usual) = of_xml(name)
        {
            return Some(Cow::Borrowed(usual));
        }
        if let Some(value) = self.custom.get(name) {
            return Some(Cow::Borrowed(value));
        }
        let mut key = [0u8; LONGEST_NAME + 1];
        key.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        *key.get_mut(name.len())? = b';';
        let key = std::str::from_utf8(key.get(..=name.len())?).ok()?;
        let (first, second) = NAMED_ENTITIES.get(key).copied()?;
        let mut out = String::from(char::from_u32(first).filter(|c| *c != '\0')?);
        out.extend(char::from_u32(second).filter(|c| *c != '\0'));
        Some(Cow::Owned(out))
    }

    /// The text with its references decoded once; what is no reference stays as written.
    pub(crate) fn decode<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut at = first;
        loop {
            out.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at + 1..).unwrap_or_default();
            let end = rest.bytes().take(LONGEST_NAME + 1).position(|b| !is_name_byte(b));
            let known = end
                .filter(|end| rest.as_bytes().get(*end) == Some(&b';'))
                .and_then(|end| Some((end, self.resolve(rest.get(..end)?)?)));
            match known {
                Some((end, value)) => {
                    out.push_str(&value);
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                None => out.push('&'),
            }
            match memchr(b'&', rest.as_bytes()) {
                Some(next) => at = next,
                None => break,
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'#' | b'_' | b'-' | b'.') || b >= 0x80
}

fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    }
    .ok()?;
    if let Some(c) = from_windows_1252(code) {
        return Some(c);
    }
    let c = char::from_u32(code)?;
    (!c.is_control() || matches!(c, '\t' | '\n' | '\r')).then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_strays() {
        let e = Entities::default();
        assert_eq!(
            e.decode("a &amp; b &tau; &#x201C;&#147; &nope; AT&T &"),
            "a & b τ ““ &nope; AT&T &"
        );
        assert_eq!(e.decode("&NotEqualTilde;"), "≂̸");
        assert_eq!(e.decode("&#0;&#xD800;&#99999999999;"), "&#0;&#xD800;&#99999999999;");
    }

    #[test]
    fn decodes_once() {
        assert_eq!(Entities::default().decode("&amp;lt;"), "&lt;");
    }

    #[test]
    fn declared_entities_cannot_multiply() {
        let mut e = Entities::default();
        let mut dtd = String::from("<!ENTITY a \"lollollol\">");
        for (x, y) in "abcdefghi".chars().zip("bcdefghij".chars()) {
            dtd.push_str(&format!("<!ENTITY {y} \"{}\">", format!("&{x};").repeat(10)));
        }
        e.declare(&dtd);
        assert_eq!(e.decode("&a;"), "lollollol");
        assert!(e.decode("&j;").len() <= LONGEST_VALUE);
    }
}

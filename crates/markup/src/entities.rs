//! Character references (HTML Living Standard, 13.2.5.72 and following).

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name is `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;

/// Text with its character references decoded once.
pub fn decode(text: &str) -> Cow<'_, str> {
    decode_in(text, false)
}

/// An attribute's value with its character references decoded; here `&copy=1` is no reference.
pub fn decode_attribute(text: &str) -> Cow<'_, str> {
    decode_in(text, true)
}

fn decode_in(text: &str, attribute: bool) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let length = if reference.starts_with("&#") {
            numeric(reference, &mut out)
        } else {
            named(reference, attribute, &mut out)
        };
        if length == 0 {
            out.push('&');
        }
        rest = reference.get(length.max(1)..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes `&#…` at the start of `text`; gives its length, 0 where it is none.
fn numeric(text: &str, out: &mut String) -> usize {
    let hexadecimal = text.as_bytes().get(2).is_some_and(|&byte| byte | 0x20 == b'x');
    let start = if hexadecimal { 3 } else { 2 };
    let radix = if hexadecimal { 16 } else { 10 };
    let digits = text.get(start..).unwrap_or("");
    let length = digits.bytes().take_while(|&byte| char::from(byte).is_digit(radix)).count();
    if length == 0 {
        return 0;
    }
    let number = u32::from_str_radix(digits.get(..length).unwrap_or(""), radix).ok();
    out.push(match number {
        Some(code @ 0x80..=0x9f) => C1_REPLACEMENTS
            .get((code - 0x80) as usize)
            .copied()
            .flatten()
            .or_else(|| char::from_u32(code))
            .unwrap_or('\u{fffd}'),
        Some(0) | None => '\u{fffd}',
        Some(code) => char::from_u32(code).unwrap_or('\u{fffd}'),
    });
    let end = start + length;
    end + usize::from(text.as_bytes().get(end) == Some(&b';'))
}

fn named(text: &str, attribute: bool, out: &mut String) -> usize {
    let name = text.get(1..).unwrap_or("");
    let letters = name.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let semicolon = name.as_bytes().get(letters) == Some(&b';');
    let longest = letters + usize::from(semicolon);
    for length in (2..=longest).rev() {
        let Some(candidate) = name.get(..length) else { continue };
        let Some(&(first, second)) = NAMED_ENTITIES.get(candidate) else { continue };
        if first == 0 {
            continue;
        }
        if attribute
            && !candidate.ends_with(';')
            && name.as_bytes().get(length).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'=')
        {
            return 0;
        }
        out.extend(char::from_u32(first));
        if second != 0 {
            out.extend(char::from_u32(second));
        }
        return length + 1;
    }
    0
}

/// Text with the characters escaped that mean something in HTML, in text and in quoted values.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_all_kinds() {
        assert_eq!(
            decode("a &amp; b &#8217;&#x27; &eacute;t&eacute &nosuch; &"),
            "a & b ’' été &nosuch; &"
        );
        assert_eq!(decode("&#146;&#0;&#99999999999;"), "’\u{fffd}\u{fffd}");
        assert_eq!(decode("&notit;"), "¬it;");
    }

    #[test]
    fn parameters_in_addresses_are_no_references() {
        assert_eq!(decode_attribute("?a=1&copy=2&amp;x=&lt;"), "?a=1&copy=2&x=<");
    }
}

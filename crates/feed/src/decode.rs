//! From bytes to text: which encoding a document is really in.
//!
//! The order is that of RFC 7303: byte order mark, then the HTTP header, then the XML
//! declaration, then a guess; a statement that the bytes contradict is repaired with a warning.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::entities::from_windows_1252;

const DECLARATION_WITHIN: usize = 4_096;
const GUESS_FROM: usize = 256 * 1024;

/// Decodes a document, with warnings about what was wrong with its encoding.
pub(crate) fn decode<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
    warnings: &mut Vec<String>,
) -> Cow<'b, str> {
    clean(to_text(bytes, content_type, warnings))
}

fn to_text<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
    warnings: &mut Vec<String>,
) -> Cow<'b, str> {
    if let Some((unit, order, skip)) = wide(bytes) {
        return Cow::Owned(decode_wide(
            bytes.get(skip..).unwrap_or_default(),
            unit,
            order,
            warnings,
        ));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let header = content_type.and_then(charset_of);
    let declared = declaration(bytes);
    for label in [&header, &declared].into_iter().flatten() {
        if Encoding::for_label(label.as_bytes()).is_none() {
            warnings.push(format!("the document says it is in an unknown encoding, “{label}”"));
        }
    }
    let known = |label: &Option<String>| {
        let encoding = Encoding::for_label(label.as_ref()?.trim().as_bytes())?;
        (encoding != UTF_16BE && encoding != UTF_16LE && encoding != encoding_rs::REPLACEMENT)
            .then_some(encoding)
    };
    let stated: Vec<&'static Encoding> =
        [known(&header), known(&declared)].into_iter().flatten().collect();
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => valid_utf8(text, bytes, &stated, warnings),
        _ => not_utf8(bytes, &stated, warnings),
    }
}

/// UTF-8 stays UTF-8 whatever is stated, unless the stated encoding writes everything in ASCII.
fn valid_utf8<'b>(
    text: &'b str,
    bytes: &'b [u8],
    stated: &[&'static Encoding],
    warnings: &mut Vec<String>,
) -> Cow<'b, str> {
    let Some(first) = stated.first().filter(|e| **e != UTF_8) else { return Cow::Borrowed(text) };
    if text.is_ascii() {
        return first.decode_without_bom_handling(bytes).0;
    }
    if !first.is_single_byte() {
        let (decoded, errors) = first.decode_without_bom_handling(bytes);
        if !errors {
            return decoded;
        }
    }
    if stated.iter().all(|e| *e != UTF_8) {
        warnings.push(format!("the document says it is in {} but it is in UTF-8", first.name()));
    }
    Cow::Borrowed(text)
}

fn not_utf8<'b>(
    bytes: &'b [u8],
    stated: &[&'static Encoding],
    warnings: &mut Vec<String>,
) -> Cow<'b, str> {
    for encoding in stated.iter().filter(|e| **e != UTF_8) {
        let (text, errors) = encoding.decode_without_bom_handling(bytes);
        if !errors {
            return text;
        }
    }
    let says_utf8 = stated.is_empty() || stated.contains(&UTF_8);
    if says_utf8 && mostly_utf8(bytes) {
        warnings.push("some bytes are not valid UTF-8; they were read as windows-1252".to_owned());
        return Cow::Owned(mixed(bytes));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..GUESS_FROM).unwrap_or(bytes), true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let (text, errors) = guess.decode_without_bom_handling(bytes);
    let name = stated.first().map_or("UTF-8", |e| e.name());
    if errors && let Some(first) = stated.iter().find(|e| **e != UTF_8) {
        warnings.push(format!("some bytes are not valid {}", first.name()));
        return first.decode_without_bom_handling(bytes).0;
    }
    warnings.push(format!("the document is not in {name}; it was read as {}", guess.name()));
    text
}

/// Whether valid sequences outweigh the broken bytes, as in a feed that mixes two sources.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad
}

fn mixed(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Big,
    Little,
}

/// Bytes a code unit, their order, and the length of the mark, for UTF-16 and UTF-32.
fn wide(bytes: &[u8]) -> Option<(usize, Order, usize)> {
    let head = bytes.get(..4)?;
    Some(match head {
        [0, 0, 0xFE, 0xFF] => (4, Order::Big, 4),
        [0xFF, 0xFE, 0, 0] => (4, Order::Little, 4),
        [0xFE, 0xFF, ..] => (2, Order::Big, 2),
        [0xFF, 0xFE, ..] => (2, Order::Little, 2),
        [0, 0, 0, b'<'] => (4, Order::Big, 0),
        [b'<', 0, 0, 0] => (4, Order::Little, 0),
        [0, b'<' | b' ' | b'\n' | b'\r', 0, _] => (2, Order::Big, 0),
        [b'<' | b' ' | b'\n' | b'\r', 0, _, 0] => (2, Order::Little, 0),
        _ => return None,
    })
}

fn decode_wide(bytes: &[u8], unit: usize, order: Order, warnings: &mut Vec<String>) -> String {
    if unit == 2 {
        let encoding = if order == Order::Big { UTF_16BE } else { UTF_16LE };
        let (text, errors) = encoding.decode_without_bom_handling(bytes);
        if errors {
            warnings.push(format!("some bytes are not valid {}", encoding.name()));
        }
        return text.into_owned();
    }
    let (units, _) = bytes.as_chunks::<4>();
    units
        .iter()
        .map(|u| if order == Order::Big { u32::from_be_bytes(*u) } else { u32::from_le_bytes(*u) })
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The `charset` parameter of a media type (RFC 9110, section 8.3.2).
pub(crate) fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The `encoding` of the XML declaration, which careless publishers do not put first.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes);
    let at = head.windows(5).position(|w| w == b"<?xml")?;
    let rest = head.get(at + 5..)?;
    let rest = rest.get(..rest.iter().position(|b| *b == b'>')?)?;
    let text = String::from_utf8_lossy(rest);
    let (_, value) = text.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(mark).next()?.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

/// Drops the control characters that no XML may hold, and reads C1 controls as windows-1252.
fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || c == '\u{FEFF}';
    let suspicious = is_suspicious(text.as_bytes());
    if !suspicious {
        return text;
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| if odd(c) { from_windows_1252(u32::from(c)) } else { Some(c) })
            .collect(),
    )
}

/// Whether bytes may hold a control character or a byte order mark. Blocks are looked at without
/// branches, so that the compiler can take many bytes at once.
fn is_suspicious(bytes: &[u8]) -> bool {
    const BLOCK: usize = 256;
    let mut before = 0u8;
    for block in bytes.chunks(BLOCK) {
        let (control, high) = block.iter().fold((0u8, 0u8), |(control, high), &b| {
            let low = u8::from(b < 0x20) & u8::from(b != b'\t') & u8::from(b != b'\n');
            (control | low & u8::from(b != b'\r') | u8::from(b == 0x7F), high | b)
        });
        if control != 0 {
            return true;
        }
        let lead = |block: &[u8]| {
            block.iter().fold(0u8, |found, &b| found | u8::from(b == 0xC2) | u8::from(b == 0xEF))
                != 0
        };
        if matches!(before, 0xC2 | 0xEF) || high >= 0x80 && lead(block) {
            for &b in block {
                if before == 0xC2 && b < 0xA0 || before == 0xEF && b == 0xBB {
                    return true;
                }
                before = b;
            }
        }
        before = block.last().copied().unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], content_type: Option<&str>) -> (String, Vec<String>) {
        let mut warnings = Vec::new();
        (decode(bytes, content_type, &mut warnings).into_owned(), warnings)
    }

    #[test]
    fn header_beats_declaration() {
        let bytes = b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>";
        assert!(read(bytes, Some("text/xml; charset=iso-8859-5")).0.contains('щ'));
        assert!(read(bytes, None).0.contains('é'));
    }

    #[test]
    fn wrong_statements_are_repaired() {
        let (text, warnings) =
            read("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".as_bytes(), None);
        assert!(text.contains("<a>é</a>"), "{text}");
        assert_eq!(warnings.len(), 1);
        let (text, warnings) = read(b"<?xml version='1.0' encoding='utf-8'?><a>caf\xe9</a>", None);
        assert!(text.contains("café"), "{text}");
        assert_eq!(warnings.len(), 1);
    }

    #[test]
    fn stray_byte_in_utf8() {
        let mut bytes = "<a>žluťoučký kůň".as_bytes().to_vec();
        bytes.extend(b" \x93hi\x94</a>");
        assert_eq!(read(&bytes, None).0, "<a>žluťoučký kůň “hi”</a>");
    }

    #[test]
    fn marks_and_controls_anywhere() {
        for at in [0, 1, 254, 255, 256, 600] {
            for (odd, becomes) in [("\u{FEFF}", ""), ("\u{85}", "…"), ("\u{1}", ""), ("é", "é")]
            {
                let text = format!("{}{odd}{}", "a".repeat(at), "b".repeat(300));
                let expected = format!("{}{becomes}{}", "a".repeat(at), "b".repeat(300));
                assert_eq!(clean(Cow::Owned(text)), expected, "{at} {odd:?}");
            }
        }
    }

    #[test]
    fn wide_encodings() {
        for order in [true, false] {
            let utf16: Vec<u8> = "<a>é</a>"
                .encode_utf16()
                .flat_map(|u| if order { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect();
            assert_eq!(read(&utf16, None).0, "<a>é</a>");
            let utf32: Vec<u8> = "\u{feff}<a>é</a>"
                .chars()
                .map(u32::from)
                .flat_map(|u| if order { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect();
            assert_eq!(read(&utf32, None).0, "<a>é</a>");
        }
    }
}

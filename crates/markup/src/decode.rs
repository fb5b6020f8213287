//! From bytes to text: the encoding of an HTML page.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use crate::scan::{Scanner, Token};

/// How far into a page an encoding may be declared; browsers look at 1024 bytes, publishers do not
/// keep to that.
const DECLARATION_BYTES: usize = 4096;

/// The text of a page and how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark and NUL characters.
    pub text: String,
    /// The encoding's name as in the WHATWG Encoding Standard, such as `UTF-8`.
    pub encoding: &'static str,
    /// Whether bytes were malformed, or the encoding that was declared was not the one used.
    pub repaired: bool,
}

/// Decodes an HTML page: by its byte order mark, the header `Content-Type`, a declaration in its
/// first 4096 bytes, and else by a guess. A declaration that the bytes contradict is not believed.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return finish(encoding, bytes.get(length..).unwrap_or(&[]), false);
    }
    let declared = content_type.and_then(charset_parameter).or_else(|| declared_in(bytes));
    let valid_utf8 = std::str::from_utf8(bytes).is_ok();
    match declared {
        Some(encoding) if encoding == UTF_8 => {
            if valid_utf8 || mostly_utf8(bytes) {
                finish(UTF_8, bytes, false)
            } else {
                finish(guess(bytes), bytes, true)
            }
        }
        Some(encoding) => {
            // Text of a single-byte encoding is hardly ever valid UTF-8 by accident.
            if valid_utf8 && !bytes.is_ascii() && encoding.is_single_byte() {
                return finish(UTF_8, bytes, true);
            }
            finish(encoding, bytes, false)
        }
        None if valid_utf8 => finish(UTF_8, bytes, false),
        None if mostly_utf8(bytes) => finish(UTF_8, bytes, true),
        None => finish(guess(bytes), bytes, false),
    }
}

fn finish(encoding: &'static Encoding, bytes: &[u8], repaired: bool) -> Decoded {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let mut text = text.into_owned();
    if text.contains('\0') {
        text.retain(|letter| letter != '\0');
    }
    Decoded { text, encoding: encoding.name(), repaired: repaired || malformed }
}

/// Whether the bytes are UTF-8 with a few faults rather than another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding that a `Content-Type` names with its `charset` parameter (RFC 9110, 8.3.2).
fn charset_parameter(content_type: &str) -> Option<&'static Encoding> {
    let at = content_type.to_ascii_lowercase().find("charset")?;
    let value = content_type.get(at + "charset".len()..)?.trim_start().strip_prefix('=')?;
    let value = value.trim_start();
    let label = match value.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split(['"', '\'']).next(),
        None => value.split([';', ' ', '\t', ',']).next(),
    };
    Encoding::for_label(label?.trim().as_bytes())
}

/// The encoding that the page itself declares (HTML Living Standard, 13.2.3.2).
fn declared_in(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION_BYTES).unwrap_or(bytes);
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(head);
    let declared = Scanner::new(&text).find_map(|token| match token {
        Token::Start(tag) if tag.name == "meta" => {
            if let Some(label) = tag.attribute("charset") {
                return Encoding::for_label(label.trim().as_bytes());
            }
            let names_type = tag
                .attribute("http-equiv")
                .is_some_and(|name| name.trim().eq_ignore_ascii_case("content-type"));
            names_type
                .then(|| tag.attribute("content"))
                .flatten()
                .and_then(|c| charset_parameter(&c))
        }
        Token::Bogus(piece) if piece.starts_with("<?xml") => {
            let at = piece.find("encoding=")?;
            let value = piece.get(at + "encoding=".len()..)?;
            let label =
                value.trim_start_matches(['"', '\'']).split(['"', '\'', ' ', '?']).next()?;
            Encoding::for_label(label.as_bytes())
        }
        _ => None,
    })?;
    // A declaration that could be read as ASCII cannot be right about UTF-16.
    if declared == UTF_16LE || declared == UTF_16BE {
        return Some(UTF_8);
    }
    Some(if declared == X_USER_DEFINED { WINDOWS_1252 } else { declared })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_names_the_encoding() {
        let decoded = decode(b"na\xefve", Some("text/html; charset=\"iso-8859-1\""));
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("naïve", "windows-1252"));
        assert!(!decoded.repaired);
    }

    #[test]
    fn the_page_names_the_encoding() {
        let decoded = decode(b"<meta charset=koi8-r><p>\xf0\xd2\xc9", None);
        assert_eq!(decoded.text, "<meta charset=koi8-r><p>При");
        let page =
            b"<META HTTP-EQUIV=content-type CONTENT='text/html;charset=windows-1251'>\xc4\xe0";
        assert!(decode(page, None).text.ends_with("Да"));
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_is_not_believed() {
        let decoded = decode("caf\u{e9}".as_bytes(), Some("text/html; charset=iso-8859-1"));
        assert_eq!((decoded.text.as_str(), decoded.repaired), ("café", true));
        let decoded = decode(b"Men\xfa del d\xeda: jam\xf3n", Some("text/html; charset=utf-8"));
        assert!(decoded.repaired && !decoded.text.contains('\u{fffd}'));
    }

    #[test]
    fn marks_and_nul_bytes_go() {
        assert_eq!(decode(b"\xef\xbb\xbfa\0b", None).text, "ab");
        assert_eq!(decode(b"\xff\xfea\0b\0", None).text, "ab");
    }
}

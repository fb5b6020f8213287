//! Why a page could not be read.

/// Why a page could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Nothing but white space.
    #[error("the page is empty")]
    Empty,
    /// Another format than HTML.
    #[error("the page is no html: it looks like {looks_like}")]
    NotHtml {
        /// The format in words, such as `a pdf document`.
        looks_like: &'static str,
    },
    /// More bytes than any article needs.
    #[error("the page is too large: {bytes} bytes")]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
}

/// The format that the first bytes give away, where it is not HTML.
pub(crate) fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.trim_ascii_start();
    let signatures: &[(&[u8], &'static str)] = &[
        (b"%PDF-", "a pdf document"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\x1f\x8b", "gzip data"),
        (b"\x89PNG", "a png image"),
        (b"\xff\xd8\xff", "a jpeg image"),
        (b"GIF8", "a gif image"),
        (b"RIFF", "a riff file"),
        (b"OggS", "an ogg file"),
        (b"ID3", "an mp3 file"),
    ];
    if let Some((_, name)) = signatures.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Some(name);
    }
    let head = start.get(..512).unwrap_or(start);
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}');
    if text.contains("<html") {
        return None;
    }
    if text.starts_with("<rss") || text.contains("<rss ") || text.contains("<feed ") {
        return Some("a feed");
    }
    if (text.starts_with("{\"") || text.starts_with("[{\"")) && !text.contains('<') {
        return Some("json");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_their_first_bytes() {
        assert_eq!(other_format(b"%PDF-1.7"), Some("a pdf document"));
        assert_eq!(other_format(b"<?xml version='1.0'?><rss version='2.0'>"), Some("a feed"));
        assert_eq!(other_format(b" {\"a\": 1}"), Some("json"));
        assert_eq!(other_format(b"<!DOCTYPE html><html>"), None);
        assert_eq!(other_format(b"Plain words"), None);
    }
}

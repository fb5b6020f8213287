//! Redirects that cannot lead anywhere else.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The path if it stays on this site: one slash first, nothing that a browser reads as a slash or
/// skips (backslashes, tabs, line ends), and no dot segments in front of a second slash.
pub fn safe_path(path: &str) -> Option<&str> {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2000
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let base = url::Url::parse("http://this.invalid/").ok()?;
    let joined = base.join(path).ok()?;
    let stays = joined.origin() == base.origin() && !joined.path().starts_with("//");
    (ours && stays).then_some(path)
}

/// Sends the browser on with a GET (303), to the front page where the path is not ours.
pub fn see_other(path: &str) -> Response {
    let target = safe_path(path).unwrap_or("/");
    let location = HeaderValue::from_str(target).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// A segment of a path: all but unreserved characters (RFC 3986, 2.3) percent-encoded.
pub fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/feeds", "/folder/World%20news?after=1-2", "/article/7#notes"] {
            assert_eq!(safe_path(good), Some(good));
        }
        for bad in [
            "",
            "feeds",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a b",
            "/.//evil.example",
            "/x/..//evil.example",
            "/é",
        ] {
            assert_eq!(safe_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn what_is_not_ours_leads_home() {
        let answer = see_other("//evil.example");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[header::LOCATION], "/");
    }

    #[test]
    fn segments_cannot_break_out() {
        assert_eq!(segment("name:a/b c?é"), "name%3Aa%2Fb%20c%3F%C3%A9");
    }
}

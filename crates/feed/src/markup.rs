//! The few things this crate wants done to HTML, in one place.

use url::Url;

pub(crate) use dateline_markup::{plain_text, resolve_links, sanitize};

/// The HTML with its addresses made absolute, untouched where there is nothing to resolve.
pub(crate) fn absolute(html: String, base: Option<&Url>) -> String {
    match base {
        Some(base) if html.contains('<') => resolve_links(&html, base),
        _ => html,
    }
}

/// Plain text as HTML that shows it.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text, false);
    out
}

/// Appends `text` to `out` so that HTML shows it; quotes too where it stands in an attribute.
pub(crate) fn push_escaped(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

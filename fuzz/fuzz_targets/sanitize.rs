//! Sanitized HTML holds no script, and sanitizing it again changes nothing.

#![no_main]

use dateline_markup::sanitize;
use libfuzzer_sys::fuzz_target;
use url::Url;

const DANGEROUS: &[&str] = &["script", "style", "iframe", "object", "embed", "svg", "math", "form"];

fuzz_target!(|html: &str| {
    let base = Url::parse("https://news.example/").expect("an address");
    let clean = sanitize(html, Some(&base));
    for tag in tags(&clean.to_ascii_lowercase()) {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        assert!(!DANGEROUS.contains(&name), "an element {name}: {clean}");
        assert!(!has_handler(tag), "a handler: {clean}");
        assert!(!tag.contains("=\"javascript:"), "the address of a script: {clean}");
    }
    assert_eq!(clean, sanitize(&clean, None), "not stable");
});

/// What stands between "<" and ">" of each tag. Sanitized HTML quotes every attribute's value with
/// double quotes and writes no "<" that begins no tag, so a count of quotes finds the ends.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start + 1..];
        let mut quoted = false;
        let end = tag.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.unwrap_or(tag.len());
        tags.push(&tag[..end]);
        rest = &tag[end..];
    }
    tags
}

/// Whether an attribute's name begins with "on"; the pieces outside quotes are the even ones.
fn has_handler(tag: &str) -> bool {
    let outside = tag.split('"').step_by(2).flat_map(str::split_whitespace);
    outside.into_iter().any(|word| word.starts_with("on") && word.ends_with('='))
}

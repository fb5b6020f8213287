//! Whatever a page holds, reading it ends, and its article is sanitized.

#![no_main]

use dateline_markup::sanitize;
use dateline_page::{PageHints, read};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let url = Url::parse("https://news.example/2026/11/story.html").expect("an address");
    let hints = PageHints { url: Some(&url), content_type: Some("text/html"), ..PageHints::default() };
    let Ok(page) = read(bytes, &hints) else { return };
    assert_eq!(page.html, sanitize(&page.html, None), "the article is not sanitized");
});

//! Whatever page or header somebody's address leads to, looking for feeds there ends, and without
//! a crash.

#![no_main]

use dateline_feed::discover;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|text: &str| {
    let base = Url::parse("https://news.example/a/b").expect("an address");
    let _ = discover::feeds_of_page(text, &base);
    let headers = [text.to_owned()];
    let _ = discover::feeds_of_link_headers(&headers, &base);
    let _ = discover::web_sub_of_link_headers(&headers, &base);
    let _ = discover::sitemaps_of_robots(text, &base);
    if let Ok(address) = Url::parse(text) {
        let _ = discover::source_of_address(&address);
    }
});

//! Whatever rule somebody writes for whatever page, following it ends, and without a crash.

#![no_main]

use dateline_feed::PageRule;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: (&str, &str)| {
    let (selector, html) = input;
    let base = Url::parse("https://news.example/a/b").expect("an address");
    for rule in PageRule::guess(html, &base) {
        let _ = rule.apply(html, &base);
    }
    let rule = PageRule { items: selector.to_owned(), ..PageRule::default() };
    let _ = rule.apply(html, &base);
});

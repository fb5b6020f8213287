//! Whatever a feed's server sends, reading it ends, and without a crash.

#![no_main]

use dateline_feed::{Hints, parse};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let url = Url::parse("https://news.example/feed.xml").expect("an address");
    let _ = parse(bytes, &Hints { url: Some(&url), content_type: None });
});

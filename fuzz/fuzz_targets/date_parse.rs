//! No text crashes the reading of dates.

#![no_main]

use dateline_feed::dates::parse_date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = parse_date(text);
});

//! A list of subscriptions that was read can be written, and says the same when read again.

#![no_main]

use dateline_feed::opml::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(first) = read(bytes) else { return };
    let addresses = |opml: &dateline_feed::opml::Opml| -> Vec<Option<String>> {
        opml.outlines.iter().map(|outline| outline.xml_url.clone()).collect()
    };
    let again = read(write(&first).as_bytes()).expect("what was written can be read");
    assert_eq!(addresses(&first), addresses(&again));
});

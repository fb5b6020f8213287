//! Servers that misbehave: each gets one clear line, and nothing else suffers.

use crate::odd_servers as odd;
use crate::support::Instance;

/// What is polled, and what its line must say.
fn bad_feeds() -> Vec<(String, &'static str)> {
    let localhost = format!("http://localhost:{}/feed", odd::a_web_page().port());
    vec![
        (odd::not_there().url("/feed"), "404"),
        (odd::sixty_megabytes().url("/feed"), "larger than 5 MiB"),
        (odd::gzip_bomb().url("/feed"), "unpacked"),
        (odd::a_web_page().url("/feed"), "this is a web page, not a feed: “Welcome”"),
        (odd::redirect_to_metadata().url("/feed"), "169.254.169.254"),
        (localhost, "the name localhost leads to"),
        (odd::a_byte_a_second().url("/feed"), "no complete answer within 3 s"),
        (odd::own_certificate(), "certificate is not valid"),
    ]
}

//! A site's address leads to its feed, wherever the site tells of it.

use crate::odd_servers::{OddServer, RSS, respond, sound_feed};
use crate::support::Program;

const PAGE: &[u8] =
    b"<!doctype html><html><head><title>Home</title></head><body><p>Hi</p></body></html>";

/// A site whose feed is at `feed_path`; its pages are sent with these headers.
fn site(last: u8, feed_path: &'static str, head: &'static str) -> OddServer {
    OddServer::start(last, move |path, stream| match path {
        path if path == feed_path => {
            respond(stream, "200 OK", RSS, sound_feed("Found Times").as_bytes());
        }
        "/" => respond(stream, "200 OK", head, PAGE),
        _ => respond(stream, "404 Not Found", "", b"no"),
    })
}

fn title_of_added(site: &OddServer) -> String {
    let added = Program::new().json(&["add", &site.url("/"), "--json"]);
    added["title"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_feed_that_only_a_header_names_is_found() {
    let head = "Content-Type: text/html\r\nLink: </hidden/news>; rel=\"alternate\"; type=\"application/rss+xml\"\r\n";
    assert_eq!(title_of_added(&site(21, "/hidden/news", head)), "Found Times");
}

#[test]
fn a_feed_that_nobody_names_is_found_where_feeds_usually_are() {
    assert_eq!(title_of_added(&site(22, "/feed", "Content-Type: text/html\r\n")), "Found Times");
}

#[test]
fn a_site_without_a_feed_says_so() {
    let bare = site(23, "/nowhere", "Content-Type: text/html\r\n");
    let ran = Program::new().run(&["add", &bare.url("/")]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("is a web page that names no feed"), "{}", ran.stdout);
}

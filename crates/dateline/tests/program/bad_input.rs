//! Servers that misbehave: each gets one clear line, and nothing else suffers.

use serde_json::Value;

use crate::odd_servers as odd;
use crate::support::Program;

/// Only the odd servers' own network: `localhost` leads to an address outside it.
const SETTINGS: [&str; 4] = ["--fetch-allow", "127.88.0.0/16", "--fetch-timeout", "3"];

/// What is polled, and what its line must say.
fn bad_feeds() -> Vec<(String, &'static str)> {
    let localhost = format!("http://localhost:{}/feed", odd::sound().port());
    vec![
        (odd::not_there().url("/feed"), "there is nothing at this address (404)"),
        (odd::sixty_megabytes().url("/feed"), "the answer is larger than 5 MiB"),
        (odd::gzip_bomb().url("/feed"), "when unpacked"),
        (odd::a_web_page().url("/feed"), "this is a web page, not a feed: “Welcome”"),
        (odd::redirect_to_metadata().url("/feed"), "169.254.169.254 is a link-local address"),
        (localhost, "the name localhost leads to"),
        (odd::a_byte_a_second().url("/feed"), "gave no complete answer within 3 s"),
        (odd::own_certificate(), "the server's certificate is not valid"),
    ]
}

#[test]
fn each_bad_server_gets_one_clear_line_and_nothing_else_suffers() {
    let program = Program::new();
    let bad = bad_feeds();
    let sound = odd::sound().url("/feed");
    let lines = bad.iter().map(|(url, _)| url).chain([&sound]);
    let outlines: String = lines.map(|url| format!("<outline xmlUrl=\"{url}\"/>")).collect();
    let opml = program.data().join("feeds.opml");
    std::fs::write(&opml, format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")).unwrap();

    program.good(&["import", opml.to_str().unwrap()]);
    let report = program.json(&[&["poll", "--json"], SETTINGS.as_slice()].concat());
    assert_eq!(report["failed"], bad.len() as u64, "{report:#}");
    assert_eq!(report["new_entries"], 1);

    let listed = program.json(&["feeds", "--json"]);
    let polling = |url: &str| -> Value {
        let feeds = listed["feeds"].as_array().unwrap();
        let found = feeds.iter().find(|listed| listed["url"] == url);
        found.unwrap_or_else(|| panic!("{url} is not listed")).clone()
    };
    for (url, expected) in &bad {
        let said = polling(url)["last_error"].as_str().unwrap_or_default().to_owned();
        assert!(said.contains(expected), "{url}: “{said}” does not say “{expected}”");
        assert!(!said.contains('\n') && said.len() < 200, "{url}: “{said}” is no single line");
    }
    assert_eq!(polling(&sound)["last_result"], "1 new entry");

    let printed = program.good(&["feeds"]);
    for (url, expected) in &bad {
        assert!(printed.contains(expected), "“{expected}” for {url} in: {printed}");
    }
}

#[test]
fn adding_a_bad_address_says_what_stands_there() {
    let program = Program::new();
    for (url, expected) in bad_feeds() {
        let expected = match expected {
            "this is a web page, not a feed: “Welcome”" => "is a web page that names no feed",
            other => other,
        };
        let ran = program.run(&[&["add", url.as_str()], SETTINGS.as_slice()].concat());
        assert_eq!(ran.code, 1, "{url}");
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains(expected), "{url}: {said}");
    }
    let feeds = program.json(&["feeds", "--json"]);
    assert_eq!(feeds["feeds"], serde_json::json!([]), "nothing was added");
}

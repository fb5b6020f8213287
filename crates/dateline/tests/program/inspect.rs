//! `inspect`: its exit codes and the shape of its lines.

use std::io::Write;

use serde_json::Value;

use crate::support::Program;

const FEED: &str = "<rss version=\"2.0\"><channel><title>Harbour News</title>\
    <link>https://harbour.example/</link><item><title>Ferry resumes</title>\
    <link>/ferry</link><guid>1</guid><description>&lt;b onclick='x'>Soon&lt;/b></description>\
    </item></channel></rss>";

const PAGE: &str = "<html><head><title>Ferry resumes - Harbour News</title></head><body><article>\
    <h1>Ferry resumes</h1><p>The ferry between the two shores runs again from Monday on, the \
    harbour office said, after three weeks of repairs to its engine.</p><p>Tickets are sold at \
    the old pier, as before, and cost no more than they did in spring.</p></article></body></html>";

fn file(program: &Program, name: &str, content: &[u8]) -> String {
    let path = program.data().join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_feed_is_shown_and_ends_with_0() {
    let program = Program::new();
    let path = file(&program, "feed.xml", FEED.as_bytes());
    let document = program.json(&["inspect", "feed", "--url", "https://harbour.example/f", &path]);
    assert_eq!(document["ok"], true);
    assert_eq!(document["format"], "rss2");
    assert_eq!(document["entries"][0]["link"], "https://harbour.example/ferry");
    let sanitized = program.json(&["inspect", "feed", "--sanitized", &path]);
    let summary = sanitized["entries"][0]["summary"].as_str().unwrap();
    assert!(summary.contains("Soon") && !summary.contains("onclick"), "{summary}");
}

#[test]
fn a_page_is_shown_with_its_text() {
    let program = Program::new();
    let path = file(&program, "page.html", PAGE.as_bytes());
    let document =
        program.json(&["inspect", "page", "--url", "https://harbour.example/ferry", &path]);
    assert_eq!(document["title"], "Ferry resumes");
    assert!(document["text"].as_str().unwrap().contains("sold at the old pier"), "{document}");
}

#[test]
fn a_page_is_read_by_the_rules_of_a_file() {
    let program = Program::new();
    let path = file(&program, "page.html", PAGE.as_bytes());
    let rules = file(&program, "rules.toml", b"[\"harbour.example\"]\ntitle = \"p\"\n");
    let url = "https://www.harbour.example/ferry";
    let document = program.json(&["inspect", "page", "--rules", &rules, "--url", url, &path]);
    assert!(document["title"].as_str().unwrap().starts_with("The ferry between"), "{document}");
    let bad = file(&program, "bad.toml", b"[\"harbour.example\"]\nkeep = \"p[\"\n");
    let ran = program.run(&["inspect", "page", "--rules", &bad, "--url", url, &path]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("keep") && ran.stderr.contains("p["), "{}", ran.stderr);
}

#[test]
fn rules_for_sites_are_set_shared_and_removed() {
    let program = Program::new();
    assert!(program.good(&["sites"]).contains("No site has rules"));
    let told = program.good(&["sites", "www.Harbour.example", "--drop", ".a", "--drop", ".b"]);
    assert!(told.contains("harbour.example are set") && told.contains("0 articles"), "{told}");
    let listed = program.json(&["sites", "--json"]);
    assert_eq!(listed["sites"][0]["site"], "harbour.example");
    assert_eq!(listed["sites"][0]["rules"]["drop"], serde_json::json!([".a", ".b"]));
    let shared = program.good(&["sites", "--export"]);
    let rules = file(&program, "rules.toml", shared.as_bytes());
    assert!(program.good(&["sites", "harbour.example", "--remove"]).contains("are removed"));
    assert!(program.good(&["sites", "--import", &rules]).contains("the rules for 1 site;"));
    assert_eq!(program.good(&["sites", "--export"]), shared);
    assert!(
        program.good(&["sites", "harbour.example", "--drop", ".c", "--try"]).contains("No page")
    );
    assert_eq!(program.run(&["sites", "harbour.example", "--keep", "p["]).code, 1);
    assert_eq!(program.run(&["sites", "nothing.example"]).code, 1);
}

#[test]
fn what_cannot_be_read_ends_with_1_and_says_why() {
    let program = Program::new();
    let path = file(&program, "page.html", PAGE.as_bytes());
    let ran = program.run(&["inspect", "feed", &path]);
    assert_eq!(ran.code, 1);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["ok"], false);
    assert!(document["error"].as_str().unwrap().contains("web page"), "{document}");
    assert_eq!(program.run(&["inspect", "page", "/there/is/no/such/file"]).code, 1);
}

#[test]
fn wrong_usage_ends_with_2() {
    let program = Program::new();
    for arguments in [
        &["inspect"][..],
        &["inspect", "feed"],
        &["inspect", "moon", "x"],
        &["inspect", "feed", "--jsonl", "x"],
    ] {
        assert_eq!(program.run(arguments).code, 2, "{arguments:?}");
    }
    let ran = program.run(&["inspect", "stories", "x"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--jsonl"), "{}", ran.stderr);
}

#[test]
fn who_said_what_is_told_in_code_points() {
    let program = Program::new();
    let text = "Zoë Lind, the mayor of Älvsby, said that the bridge would open in May.\n\n“We are proud,” she said.\n";
    let path = file(&program, "article.txt", text.as_bytes());
    let ran = program.run(&["inspect", "statements", &path]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let statements = answer["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 2, "{statements:?}");
    let words = |span: &serde_json::Value| -> String {
        let place = |end: &str| span[end].as_u64().unwrap() as usize;
        text.chars().skip(place("start")).take(place("end") - place("start")).collect()
    };
    assert_eq!(words(&statements[1]["content"][0]), "“We are proud,”");
    assert_eq!(statements[1]["speaker"]["name"], "Zoë Lind");
    assert_eq!(statements[1]["kind"], "direct");
    assert_eq!(program.run(&["inspect", "statements", "no-such-file"]).code, 1);
    let request = format!("{}\n", serde_json::json!({"id": 7, "text": text}));
    let ran = program.run_with_input(&["inspect", "statements", "--jsonl"], &request);
    let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(answer["id"], 7);
    assert_eq!(answer["statements"].as_array().unwrap().len(), 2);
}

#[test]
fn requests_are_answered_line_by_line_in_their_order() {
    let program = Program::new();
    let plain = file(&program, "feed.xml", FEED.as_bytes());
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(FEED.as_bytes()).unwrap();
    let zipped = file(&program, "feed.xml.gz", &zipped.finish().unwrap());
    let requests = format!(
        "{{\"id\": 1, \"path\": \"{plain}\"}}\n{{\"id\": \"two\", \"path\": \"{zipped}\"}}\n\
         {{\"id\": 3, \"path\": \"/no/such/file\"}}\nnonsense\n{{\"id\": 5, \"path\": \"{plain}\"}}\n"
    );
    let ran = program.run_with_input(&["inspect", "feed", "--jsonl"], &requests);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let lines: Vec<Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<String> = lines.iter().map(|line| line["id"].to_string()).collect();
    assert_eq!(ids, ["1", "\"two\"", "3", "null", "5"]);
    let read: Vec<bool> = lines.iter().map(|line| line["ok"] == true).collect();
    assert_eq!(read, [true, true, false, false, true]);
    assert_eq!(lines[1]["entries"], lines[0]["entries"]);
}

#[test]
fn dates_and_feeds_of_a_page_are_read() {
    let program = Program::new();
    let dates = "{\"id\": 1, \"date\": \"Mon, 29 Dec 2025 14:00:00 +0200\"}\n{\"id\": 2, \"date\": \"soon\"}\n";
    let ran = program.run_with_input(&["inspect", "dates", "--jsonl"], dates);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stdout,
        "{\"id\":1,\"ok\":true,\"time\":\"2025-12-29T12:00:00Z\"}\n{\"id\":2,\"ok\":true,\"time\":null}\n"
    );
    let page = "<link rel=alternate type=application/rss+xml href=/feed title=News>";
    let path = file(&program, "page.html", page.as_bytes());
    let url = "https://harbour.example/front";
    let document = program.json(&["inspect", "discover", "--url", url, &path]);
    assert_eq!(document["feeds"][0]["href"], "https://harbour.example/feed");
    assert_eq!(document["feeds"][0]["title"], "News");
}

#[test]
fn a_feed_is_found_at_its_own_address() {
    let program = Program::new();
    let path = file(
        &program,
        "feed.xml",
        b"<rss version='2.0'><channel><title>Bay</title></channel></rss>",
    );
    let url = "https://bay.example/feed";
    let document = program.json(&["inspect", "discover", "--url", url, &path]);
    assert_eq!(document["feeds"][0]["href"], url);
    assert_eq!(document["feeds"][0]["title"], "Bay");
}

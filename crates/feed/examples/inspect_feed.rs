//! Reads inspect requests for feeds, dates or pages, one JSON object a line, and prints results.
//!
//! `inspect_feed [feed|dates|discover] [--sanitized] < requests > results`; paths are taken from
//! the folder it runs in. Conformance cases may carry the address as `base`.

use std::io::{BufRead, Write, stdin, stdout};

use dateline_feed::{Hints, dates, discover, parse};
use serde_json::{Value, json};
use url::Url;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let sanitized = arguments.iter().any(|a| a == "--sanitized");
    let kind = arguments.get(1).map_or("feed", String::as_str);
    let mut out = stdout().lock();
    for (number, line) in stdin().lock().lines().enumerate() {
        let request: Value = serde_json::from_str(&line?)?;
        let text = |name: &str| request.get(name).and_then(Value::as_str).filter(|t| !t.is_empty());
        let url = text("url").or_else(|| text("base")).and_then(|u| Url::parse(u).ok());
        let id = request.get("id").cloned();
        let mut result = match kind {
            "dates" => {
                let time = text("date").or_else(|| text("s")).and_then(dates::parse_date);
                json!({"ok": true, "time": time.map(|t| t.to_string())})
            }
            "discover" => {
                let html = std::fs::read(text("path").unwrap_or_default())?;
                let base = url.unwrap_or(Url::parse("http://example.com/")?);
                let html = dateline_markup::decode(&html, text("content_type")).text;
                let found = discover::feeds_of_page(&html, &base);
                let one = |f: &discover::Found| json!({"href": f.href.as_str(), "type": f.kind, "title": f.title});
                json!({"ok": true, "feeds": found.iter().map(one).collect::<Vec<_>>()})
            }
            _ => {
                let bytes = std::fs::read(text("path").unwrap_or_default())?;
                let hints = Hints { url: url.as_ref(), content_type: text("content_type") };
                match parse(&bytes, &hints) {
                    Ok(feed) => {
                        let mut value = feed.to_inspect(sanitized);
                        value["ok"] = json!(true);
                        value
                    }
                    Err(error) => json!({"ok": false, "error": error.to_string()}),
                }
            }
        };
        let path = || request.get("path").cloned().filter(|_| kind != "dates");
        result["id"] = id.or_else(path).unwrap_or(json!(number));
        writeln!(out, "{result}")?;
    }
    Ok(())
}

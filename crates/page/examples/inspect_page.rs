//! Reads JSON Lines `{"id", "path", "url"?, "content_type"?}` from standard input and prints what
//! `dateline inspect page --jsonl` would.

use std::io::{BufRead, Write, stdin, stdout};

use dateline_page::{PageHints, SiteRules, read};
use serde_json::{Value, json};
use url::Url;

fn main() -> std::io::Result<()> {
    let rules = match std::env::args().nth(1) {
        Some(path) => {
            let text = std::fs::read_to_string(path)?;
            Some(SiteRules::parse(&text).map_err(std::io::Error::other)?)
        }
        None => None,
    };
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| request.get(name).and_then(Value::as_str);
        let url = field("url").and_then(|address| Url::parse(address).ok());
        let bytes = std::fs::read(field("path").unwrap_or_default())?;
        let hints = PageHints {
            url: url.as_ref(),
            content_type: field("content_type"),
            rules: rules.as_ref(),
            ..Default::default()
        };
        let mut answer = match read(&bytes, &hints) {
            Ok(page) => page.to_inspect(),
            Err(error) => json!({"ok": false, "error": error.to_string()}),
        };
        if let Some(object) = answer.as_object_mut() {
            object.insert("id".to_owned(), request.get("id").cloned().unwrap_or(Value::Null));
            object.entry("ok").or_insert(Value::Bool(true));
        }
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

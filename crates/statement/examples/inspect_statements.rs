//! Reads requests as `dateline inspect statements --jsonl` does, without the rest of the program, and
//! prints the signs by which each statement is as sure as it is, too.

use std::io::{self, BufRead, Write};

use dateline_statement::{Article, find};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let text = request["text"].as_str().unwrap_or_default();
        let statements =
            find(&Article { text, language: request["language"].as_str(), ..Article::default() });
        let statements: Vec<Value> = statements
            .iter()
            .map(|statement| {
                let mut object = statement.to_inspect(text);
                object["signs"] = json!(statement.signs);
                object
            })
            .collect();
        writeln!(out, "{}", json!({"id": request["id"], "ok": true, "statements": statements}))?;
    }
    out.flush()
}

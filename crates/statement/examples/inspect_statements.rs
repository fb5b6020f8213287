//! Reads requests as `dateline inspect statements --jsonl` does, without the rest of the program, with
//! "language", "title" and "date" beside the text, and prints the sentence of each statement and the
//! signs by which it is as sure as it is, too.

use std::io::{self, BufRead, Write};

use dateline_statement::{Article, find};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let text = request["text"].as_str().unwrap_or_default();
        let statements = find(&Article {
            title: request["title"].as_str(),
            text,
            date: request["date"].as_str().and_then(|date| date.get(..10)?.parse().ok()),
            language: request["language"].as_str(),
        });
        let statements: Vec<Value> = statements
            .iter()
            .map(|statement| {
                let mut object = statement.to_inspect(text);
                object["signs"] = json!(statement.signs);
                object["sentence"] = json!({
                    "start": statement.sentence.start_char, "end": statement.sentence.end_char,
                });
                object["as_of"] = json!(statement.as_of.map(|date| date.to_string()));
                object["named"] =
                    json!(statement.speaker.as_ref().is_some_and(|speaker| speaker.is_named));
                object["role"] =
                    json!(statement.speaker.as_ref().and_then(|speaker| speaker.role.as_deref()));
                object
            })
            .collect();
        writeln!(out, "{}", json!({"id": request["id"], "ok": true, "statements": statements}))?;
    }
    out.flush()
}

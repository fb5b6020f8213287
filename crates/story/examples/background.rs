//! Counts the words of articles, one JSON object a line with `title` and `body`, into the table of
//! `src/features/background.bin`: `background < articles.jsonl > background.bin`.

use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut counts = dateline_story::BackgroundCounts::default();
    for line in io::stdin().lock().lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| article.get(key).and_then(|value| value.as_str()).unwrap_or("");
        counts.add(text("title"), text("body"));
    }
    io::stdout().write_all(&counts.to_bytes())
}

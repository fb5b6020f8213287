//! Finds the copies in a stream of articles and says how sure each is: for `eval/copies.sh`.
//!
//! Reads a JSON object with `id` and `text` a line, in order of arrival, and writes one with `id`,
//! `copy_of`, `estimate` and `shared` a line.

use std::io::{self, BufRead, Write};

use dateline_model::ArticleId;
use dateline_story::copies::{Candidate, Index, Overlap, Signature, is_copy, overlap};
use jiff::Timestamp;
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut index = Index::new();
    let mut seen: Vec<(Value, String)> = Vec::new();
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let text = request.get("text").and_then(Value::as_str).unwrap_or_default();
        let signature = Signature::of(text);
        let candidates = index.candidates(&signature);
        let best = candidates
            .iter()
            .filter_map(|candidate| {
                let (id, other) = seen.get(candidate.article.0 as usize)?;
                Some((candidate, id, overlap(text, other)))
            })
            .max_by_key(|(_, _, overlap)| (is_copy(overlap), overlap.common()));
        let id = request.get("id").cloned().unwrap_or_default();
        writeln!(output, "{}", answer(&id, best))?;
        index.insert(ArticleId(seen.len() as i64), Timestamp::UNIX_EPOCH, &signature);
        seen.push((id, text.to_owned()));
    }
    output.flush()
}

fn answer(id: &Value, best: Option<(&Candidate, &Value, Overlap)>) -> Value {
    let Some((candidate, nearest, overlap)) = best else {
        return json!({ "id": id, "ok": true, "copy_of": null });
    };
    json!({
        "id": id,
        "ok": true,
        "copy_of": is_copy(&overlap).then_some(nearest),
        "nearest": nearest,
        "estimate": candidate.estimate,
        "shared": overlap.shared(),
        "shingles": overlap.a_in_b.max(overlap.b_in_a),
        "longest": overlap.longest,
        "words": [overlap.a, overlap.b],
    })
}

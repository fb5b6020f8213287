//! What `eval/pages/train.py` trains on: for each line `{"id", "path", "url"}` of the standard
//! input the page's blocks as rows of numbers.
//!
//! `study_pages FOLDER` writes `blocks.jsonl` (id and texts), `first.f32` (rows) and `tokens.u16`
//! (for each block four lists of hashes, each after its length). `study_pages FOLDER SCORES` takes
//! the first stage's scores, one `f32` a block in the same order, and writes `second.f32`.

use std::{
    fs::File,
    io::{BufRead, BufWriter, Write, stdin},
    path::Path,
};

use dateline_page::{PageHints, study};
use serde_json::{Value, json};
use url::Url;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or_else(|| std::io::Error::other("no folder given"))?;
    let scores = arguments.next().map(std::fs::read).transpose()?;
    let scores: Option<Vec<f32>> = scores
        .map(|bytes| bytes.as_chunks().0.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect());
    let create = |name: &str| File::create(Path::new(&folder).join(name)).map(BufWriter::new);
    let mut seconds = if scores.is_some() { Some(create("second.f32")?) } else { None };
    let mut firsts = match scores {
        Some(_) => None,
        None => Some((create("blocks.jsonl")?, create("first.f32")?, create("tokens.u16")?)),
    };
    let mut done = 0;
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| request.get(name).and_then(Value::as_str);
        let url = field("url").and_then(|address| Url::parse(address).ok());
        let bytes = std::fs::read(field("path").unwrap_or_default())?;
        let html = dateline_markup::decode(&bytes, None).text;
        let hints = PageHints { url: url.as_ref(), ..PageHints::default() };
        let given = scores.as_ref().map(|scores| scores.get(done..).unwrap_or(&[]));
        let found = study(&html, &hints, given);
        done += found.texts.len();
        if let Some(out) = &mut seconds {
            write_rows(out, &found.second)?;
        }
        if let Some((blocks, rows, tokens)) = &mut firsts {
            writeln!(blocks, "{}", json!({"id": field("id"), "texts": found.texts}))?;
            write_rows(rows, &found.first)?;
            for list in found.tokens.iter().flatten() {
                tokens.write_all(&(list.len() as u16).to_le_bytes())?;
                list.iter().try_for_each(|token| tokens.write_all(&token.to_le_bytes()))?;
            }
        }
    }
    Ok(())
}

fn write_rows(out: &mut impl Write, values: &[f32]) -> std::io::Result<()> {
    values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

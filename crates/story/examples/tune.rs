//! Places labelled streams with other weights, for `eval/learn-stories.sh`.
//!
//! `tune SET.jsonl…` reads the sets, then for each line of standard input, a JSON list of weights
//! (those of `Weights::join`, then `Weights::merge`), prints a JSON object: for each set the story
//! of each article, in order of arrival.

use std::io::{self, BufRead, Write};

use dateline_model::{ArticleId, StoryId};
use dateline_story::{Arrival, Features, Weights, Window, WindowSettings, understand};
use jiff::Timestamp;

struct Set {
    name: String,
    articles: Vec<(i64, Features)>,
}

fn read(path: &str) -> io::Result<Set> {
    let mut articles = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| row.get(key).and_then(|value| value.as_str()).unwrap_or("");
        let at = row.get("t").and_then(|value| value.as_f64()).unwrap_or(0.0) as i64;
        let arrival = Arrival {
            id: ArticleId(articles.len() as i64),
            at: Timestamp::from_second(at).unwrap_or_default(),
            title: text("title"),
            text: text("body"),
            language: Some("en"),
            outlet: None,
            address: None,
            canonical: None,
            origin: None,
            alone: false,
        };
        articles.push((at, understand(&arrival)));
    }
    let name = std::path::Path::new(path).file_stem().unwrap_or_default();
    Ok(Set { name: name.to_string_lossy().into_owned(), articles })
}

fn place(set: &Set, weights: &Weights) -> Vec<i64> {
    let settings = WindowSettings::default();
    let mut window = Window::with_weights(settings, StoryId(1), weights.clone());
    let mut merged = std::collections::HashMap::new();
    let mut stories = Vec::new();
    let mut since = i64::MIN;
    let mut note = |changes: Vec<dateline_story::Change>, stories: &mut Vec<i64>| {
        for change in changes {
            match change {
                dateline_story::Change::Merged { from, into, .. } => {
                    merged.insert(from.0, into.0);
                    for story in stories.iter_mut().filter(|story| **story == from.0) {
                        *story = into.0;
                    }
                }
                dateline_story::Change::Split { new, articles, .. } => {
                    for article in articles {
                        if let Some(story) = stories.get_mut(article.0 as usize) {
                            *story = new.0;
                        }
                    }
                }
                _ => {}
            }
        }
    };
    for (number, (at, features)) in set.articles.iter().enumerate() {
        let at_time = Timestamp::from_second(*at).unwrap_or_default();
        let placed = window.place(ArticleId(number as i64), at_time, features.clone(), None);
        note(placed.changes, &mut stories);
        stories.push(placed.story.0);
        if *at > since.saturating_add(6 * 3600) {
            since = *at;
            note(window.tidy(at_time), &mut stories);
        }
    }
    stories
}

fn main() -> io::Result<()> {
    let sets = std::env::args().skip(1).map(|path| read(&path)).collect::<io::Result<Vec<_>>>()?;
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let values: Vec<f32> = serde_json::from_str(&line?)?;
        let mut weights = Weights::default();
        if let Some((merge, join)) = values.split_last() {
            for (place, value) in weights.join.iter_mut().zip(join) {
                *place = *value;
            }
            weights.merge = *merge;
        }
        let started = std::time::Instant::now();
        let placed: serde_json::Map<String, serde_json::Value> =
            sets.iter().map(|set| (set.name.clone(), place(set, &weights).into())).collect();
        eprintln!("{:?}", started.elapsed());
        writeln!(out, "{}", serde_json::Value::Object(placed))?;
        out.flush()?;
    }
    Ok(())
}

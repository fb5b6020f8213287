//! Places labelled streams by other models, for `eval/learn-stories.sh`.
//!
//! `tune SET.jsonl…` reads the sets, then for each line of standard input, a JSON object with the
//! path of a `model`, the names of the `sets` (all where it is missing) and perhaps a folder for
//! `rows`, prints a JSON object: for each set the story of each article, in order of arrival. A set's
//! rows are what was weighed, as `f32`s: whether it was two stories, the share of pairs of their
//! articles that are labelled as of one story, what most articles of the one and of the other are
//! labelled as, and the measures. How many measures there are is printed to standard error first.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::sync::Arc;

use dateline_model::{ArticleId, StoryId};
use dateline_story::{
    Arrival, Change, Features, Model, Weighing, Window, WindowSettings, understand,
};
use jiff::Timestamp;
use serde_json::{Map, Value};

struct Set {
    name: String,
    /// What each is labelled as, by number in order of first arrival.
    labels: Vec<u32>,
    articles: Vec<(i64, Features)>,
}

fn read(path: &str) -> io::Result<Set> {
    let (mut articles, mut labels) = (Vec::new(), Vec::new());
    let mut known: HashMap<String, u32> = HashMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let row: Value = serde_json::from_str(line)?;
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
        let next = known.len() as u32;
        labels.push(*known.entry(text("story").to_owned()).or_insert(next));
    }
    let name = std::path::Path::new(path).file_stem().unwrap_or_default();
    Ok(Set { name: name.to_string_lossy().into_owned(), labels, articles })
}

fn note(changes: Vec<Change>, stories: &mut [i64]) {
    for change in changes {
        match change {
            Change::Merged { from, into, .. } => {
                for story in stories.iter_mut().filter(|story| **story == from.0) {
                    *story = into.0;
                }
            }
            Change::Split { new: to, articles, .. } | Change::Moved { to, articles, .. } => {
                for article in articles {
                    if let Some(story) = stories.get_mut(article.0 as usize) {
                        *story = to.0;
                    }
                }
            }
            _ => {}
        }
    }
}

fn place(set: &Set, model: &Arc<Model>, mut rows: Option<impl Write>) -> io::Result<Vec<i64>> {
    let settings = WindowSettings::default();
    let mut window = Window::with_model(settings, StoryId(1), Arc::clone(model));
    if rows.is_some() {
        window.watch();
    }
    let mut stories = Vec::new();
    let mut since = i64::MIN;
    for (number, (at, features)) in set.articles.iter().enumerate() {
        let at_time = Timestamp::from_second(*at).unwrap_or_default();
        let placed = window.place(ArticleId(number as i64), at_time, features.clone(), None);
        note(placed.changes, &mut stories);
        stories.push(placed.story.0);
        if let Some(rows) = &mut rows {
            for weighing in window.weighed() {
                write(rows, set, &weighing)?;
            }
        }
        if *at > since.saturating_add(6 * 3600) {
            since = *at;
            note(window.tidy(at_time), &mut stories);
            window.weighed();
        }
    }
    Ok(stories)
}

fn write(rows: &mut impl Write, set: &Set, weighing: &Weighing) -> io::Result<()> {
    let counts = |articles: &[ArticleId]| {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for label in articles.iter().filter_map(|id| set.labels.get(id.0 as usize)) {
            *counts.entry(*label).or_default() += 1;
        }
        counts
    };
    let (one, other) = (counts(&weighing.one), counts(&weighing.other));
    let most = |counts: &HashMap<u32, u32>| {
        counts.iter().max_by_key(|count| (count.1, count.0)).map_or(0, |count| *count.0)
    };
    let same: u32 = one.iter().map(|(label, n)| n * other.get(label).copied().unwrap_or(0)).sum();
    let pairs = (weighing.one.len() * weighing.other.len()).max(1);
    let head = [
        f32::from(u8::from(weighing.is_merge)),
        same as f32 / pairs as f32,
        most(&one) as f32,
        most(&other) as f32,
    ];
    head.iter().chain(&weighing.measures).try_for_each(|value| rows.write_all(&value.to_le_bytes()))
}

fn main() -> io::Result<()> {
    let sets = std::env::args().skip(1).map(|path| read(&path)).collect::<io::Result<Vec<_>>>()?;
    eprintln!("{}", dateline_story::MEASURES);
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let ask: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| ask.get(key).and_then(Value::as_str);
        let model = Model::parse(&std::fs::read(text("model").unwrap_or_default())?);
        let model = Arc::new(model.ok_or(io::ErrorKind::InvalidData)?);
        let wanted = ask.get("sets").and_then(Value::as_array);
        let mut placed = Map::new();
        for set in &sets {
            if wanted.is_some_and(|names| !names.iter().any(|name| *name == *set.name)) {
                continue;
            }
            let rows =
                text("rows").map(|folder| File::create(format!("{folder}/{}.rows", set.name)));
            let rows = rows.transpose()?.map(BufWriter::new);
            placed.insert(set.name.clone(), place(set, &model, rows)?.into());
        }
        writeln!(out, "{}", Value::Object(placed))?;
        out.flush()?;
    }
    Ok(())
}

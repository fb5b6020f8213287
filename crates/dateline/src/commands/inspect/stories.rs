//! `inspect stories`: articles in order of arrival, each with its story once all have come.

use std::collections::HashMap;
use std::io::{self, BufRead};

use anyhow::{Context, Result};
use dateline_model::{ArticleId, StoryId};
use dateline_story::copies::{Index, Signature, copy_among};
use dateline_story::families::Families;
use dateline_story::{Arrival, Change, Copy, Window, WindowSettings, understand};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::kinds::Answer;
use crate::failure::Ended;
use crate::output;

/// The window is tidied so often, by the times of the articles.
const TIDY: SignedDuration = SignedDuration::from_hours(1);

/// An article, as the asker gives it.
#[derive(Debug, Deserialize)]
struct Article {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    published: Value,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

/// An article with its time and outlet read.
#[derive(Debug)]
struct Placed {
    article: Article,
    number: ArticleId,
    at: Timestamp,
    outlet: Option<String>,
    story: StoryId,
    story_at_arrival: StoryId,
    copy_of: Option<ArticleId>,
}

/// Reads the articles of standard input and prints their stories.
///
/// # Errors
/// When standard input or output fails.
pub fn run() -> Result<Ended> {
    let mut stream = Stream::new();
    for line in io::stdin().lock().lines() {
        let line = line.context("standard input cannot be read")?;
        if !line.trim().is_empty() {
            stream.take(&line);
        }
    }
    let mut ended = Ended::Well;
    for answer in stream.answers() {
        if !answer.is_ok {
            ended = Ended::WithProblems;
        }
        if !output::json_line(&answer.document)? {
            break;
        }
    }
    Ok(ended)
}

/// All that came so far, the articles that could not be read in their places.
struct Stream {
    window: Window,
    texts: Index,
    lines: Vec<Result<Placed, Answer>>,
    merged: HashMap<StoryId, StoryId>,
    tidied: Option<Timestamp>,
}

impl Stream {
    fn new() -> Self {
        Self {
            window: Window::new(WindowSettings::default(), StoryId(1)),
            texts: Index::new(),
            lines: Vec::new(),
            merged: HashMap::new(),
            tidied: None,
        }
    }

    fn take(&mut self, line: &str) {
        let placed = match serde_json::from_str::<Article>(line) {
            Ok(article) => self.place(article),
            Err(error) => {
                Err(Answer::failed(&Value::Null, &format!("this is no article: {error}")))
            }
        };
        self.lines.push(placed);
    }

    fn place(&mut self, article: Article) -> Result<Placed, Answer> {
        let at = time(&article.published).map_err(|error| Answer::failed(&article.id, &error))?;
        let outlet = article.url.as_deref().and_then(|url| Url::parse(url).ok());
        let outlet =
            outlet.and_then(|url| Some(url.host_str()?.trim_start_matches("www.").to_owned()));
        let number = ArticleId(i64::try_from(self.lines.len()).unwrap_or(i64::MAX));
        let outlet = outlet.or_else(|| article.source.clone().filter(|source| !source.is_empty()));
        let mut placed = Placed {
            article,
            number,
            at,
            outlet,
            story: StoryId(0),
            story_at_arrival: StoryId(0),
            copy_of: None,
        };
        self.tidy(at);
        let arrival = placed.arrival();
        let features = understand(&arrival);
        let copy = self.copy(&arrival);
        let placement = self.window.place(number, at, features, copy);
        self.note(&placement.changes);
        placed.story = placement.story;
        placed.story_at_arrival = placement.story;
        placed.copy_of = placement.copy.map(|copy| copy.of);
        Ok(placed)
    }

    fn copy(&mut self, arrival: &Arrival<'_>) -> Option<Copy> {
        let signature = Signature::of(arrival.text);
        let found = self.texts.candidates(&signature);
        let others: Vec<Arrival<'_>> = found
            .iter()
            .filter_map(|found| {
                self.lines.get(usize::try_from(found.article.0).ok()?)?.as_ref().ok()
            })
            .map(Placed::arrival)
            .collect();
        let copy = copy_among(Families::built_in(), arrival, &others);
        let copy = copy.map(|(other, relation)| relation.copy_of(other));
        self.texts.insert(arrival.id, arrival.at, &signature);
        copy
    }

    fn tidy(&mut self, now: Timestamp) {
        if self.tidied.is_none_or(|last| now.duration_since(last) >= TIDY) {
            self.tidied = Some(now);
            let changes = self.window.tidy(now);
            self.note(&changes);
        }
    }

    fn note(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Merged { from, into, .. } => {
                    self.merged.insert(*from, *into);
                }
                Change::Split { new, articles, .. } | Change::Moved { to: new, articles, .. } => {
                    for article in articles {
                        if let Some(placed) = line_of(&mut self.lines, *article) {
                            placed.story = *new;
                        }
                    }
                }
                Change::Opened { .. } | Change::Joined { .. } | Change::Woke { .. } => {}
            }
        }
    }

    fn answers(self) -> impl Iterator<Item = Answer> {
        let ids: Vec<Value> = self.lines.iter().map(|line| id_of(line).clone()).collect();
        let merged = self.merged;
        self.lines.into_iter().map(move |line| {
            let placed = match line {
                Ok(placed) => placed,
                Err(failed) => return failed,
            };
            let copied = placed.copy_of.and_then(|copy| ids.get(usize::try_from(copy.0).ok()?));
            let document = json!({
                "id": placed.article.id,
                "ok": true,
                "story": at_the_end(&merged, placed.story).to_string(),
                "story_at_arrival": at_the_end(&merged, placed.story_at_arrival).to_string(),
                "copy_of": copied,
            });
            Answer { document, is_ok: true }
        })
    }
}

impl Placed {
    fn arrival(&self) -> Arrival<'_> {
        Arrival {
            id: self.number,
            at: self.at,
            title: self.article.title.as_deref().unwrap_or_default(),
            text: self.article.text.as_deref().unwrap_or_default(),
            language: self.article.language.as_deref(),
            outlet: self.outlet.as_deref(),
            address: self.article.url.as_deref(),
            canonical: None,
            origin: None,
            alone: false,
        }
    }
}

fn line_of(lines: &mut [Result<Placed, Answer>], article: ArticleId) -> Option<&mut Placed> {
    lines.get_mut(usize::try_from(article.0).ok()?)?.as_mut().ok()
}

fn id_of(line: &Result<Placed, Answer>) -> &Value {
    match line {
        Ok(placed) => &placed.article.id,
        Err(_) => &Value::Null,
    }
}

/// The story that a story has become part of, by however many merges.
fn at_the_end(merged: &HashMap<StoryId, StoryId>, mut story: StoryId) -> StoryId {
    while let Some(into) = merged.get(&story) {
        story = *into;
    }
    story
}

/// A time in RFC 3339, a date, or Unix seconds.
fn time(published: &Value) -> Result<Timestamp, String> {
    let seconds = |seconds: f64| {
        // A fraction of a second orders nothing here.
        Timestamp::from_second(seconds as i64).map_err(|error| format!("“published”: {error}"))
    };
    match published {
        Value::Number(number) => seconds(number.as_f64().unwrap_or_default()),
        Value::String(text) => match text.parse::<f64>() {
            Ok(number) => seconds(number),
            Err(_) => dateline_feed::dates::parse_date(text)
                .ok_or_else(|| format!("“published” is no time: {text}")),
        },
        _ => Err("the article has no “published”".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(lines: &[&str]) -> Vec<Value> {
        let mut stream = Stream::new();
        for line in lines {
            stream.take(line);
        }
        stream.answers().map(|answer| answer.document).collect()
    }

    #[test]
    fn two_reports_of_one_event_share_a_story_and_a_third_has_its_own() {
        let found = answers(&[
            r#"{"id": "a", "published": 100, "title": "Dam bursts near Lake Orlova, 40 missing", "text": ""}"#,
            r#"{"id": "b", "published": "1970-01-01T00:05:00Z", "title": "Zoo in Quenby shows its first okapi calf"}"#,
            r#"{"id": "c", "published": 400.5, "title": "40 missing after dam bursts at Lake Orlova"}"#,
        ]);
        assert_eq!(found[0]["story"], found[2]["story"]);
        assert_ne!(found[0]["story"], found[1]["story"]);
        assert_eq!(found[2]["copy_of"], Value::Null);
        assert_eq!(found[2]["story_at_arrival"], found[2]["story"]);
    }

    #[test]
    fn an_article_without_a_time_costs_its_own_line_only() {
        let found =
            answers(&[r#"{"id": 1, "title": "x"}"#, "nonsense", r#"{"id": 2, "published": 0}"#]);
        assert_eq!(found[0]["ok"], false);
        assert_eq!(found[0]["id"], 1);
        assert_eq!(found[1]["ok"], false);
        assert_eq!(found[2]["ok"], true);
    }
}

//! Storing what was found.

use std::collections::BTreeSet;

use dateline_model::{ArticleId, WorkerId};
use dateline_statement::Kept;

use super::queue::LEASE;
use super::speakers;
use crate::Store;
use crate::error::Result;
use crate::stories::lease::is_held_named;
use crate::tx::{Tx, Value, each_lookup, insert_many, json, query_opt, values};

/// What was found in an article.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundIn {
    /// The article.
    pub article: ArticleId,
    /// The notes that are done with.
    pub notes: Vec<i64>,
    /// What is kept of what was found.
    pub kept: Vec<Kept>,
    /// Whether nothing has come, but was only found anew.
    pub anew: bool,
}

/// The columns that say what a statement is, in the order of [`row`].
const COLUMNS: &str = "article_id, position, kind, act, speaker, role, named, sentence, words, \
    spans, gist, confidence, as_of, answers, fingerprint";

fn row(article: ArticleId, position: usize, kept: &Kept) -> Result<Vec<Value>> {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let speaker = kept.speaker.as_ref();
    Ok(Vec::from(values![
        article,
        number(position),
        kept.kind.name(),
        kept.act.name(),
        speaker.map(|speaker| speaker.name.as_str()),
        speaker.and_then(|speaker| speaker.role.as_deref()),
        speaker.is_some_and(|speaker| speaker.is_named),
        kept.sentence.as_str(),
        json(&kept.words)?,
        json(&kept.spans)?,
        json(&kept.gist)?,
        f64::from(kept.confidence),
        kept.as_of.map(|day| day.to_string()),
        kept.answers.map(number),
        kept.fingerprint.as_str(),
    ]))
}

/// Stores an article's statements in the place of those that it had; `false` where they are the
/// same, and keep their numbers.
fn replace(tx: &mut dyn Tx, found: &FoundIn) -> Result<bool> {
    let mut rows = Vec::new();
    for (position, kept) in found.kept.iter().enumerate() {
        rows.push(row(found.article, position, kept)?);
    }
    let sql = format!("SELECT {COLUMNS} FROM statements WHERE article_id = ?1 ORDER BY position");
    let known = tx.query(&sql, &values![found.article])?;
    let known: Vec<Vec<Value>> = known.into_iter().map(crate::tx::Row::rest).collect();
    if known == rows {
        return Ok(false);
    }
    let told = told(&known);
    tx.execute("DELETE FROM statements WHERE article_id = ?1", &values![found.article])?;
    let fresh = self::told(&rows);
    insert_many(tx, &format!("INSERT INTO statements ({COLUMNS})"), "", rows)?;
    for (position, kept) in found.kept.iter().enumerate() {
        speakers::assign(tx, found.article, position, kept)?;
    }
    let sql = "INSERT INTO statement_answers (claim_id, answer_id, across) \
        SELECT c.id, s.id, 0 FROM statements s JOIN statements c \
        ON c.article_id = s.article_id AND c.position = s.answers \
        WHERE s.article_id = ?1 AND c.id <> s.id";
    tx.execute(sql, &values![found.article])?;
    if told != fresh {
        let sql = "INSERT INTO search_due (article_id, anew) VALUES (?1, ?2)";
        tx.execute(sql, &values![found.article, found.anew])?;
    }
    let sql = "INSERT INTO story_ties_due (story_id) \
        SELECT story_id FROM articles WHERE id = ?1 AND story_id IS NOT NULL";
    tx.execute(sql, &values![found.article])?;
    Ok(true)
}

/// What the search index knows of statements: who did what.
fn told(rows: &[Vec<Value>]) -> BTreeSet<String> {
    rows.iter().map(|row| format!("{:?} {:?} {:?}", row.get(3), row.get(4), row.get(11))).collect()
}

fn is_there(tx: &mut dyn Tx, article: ArticleId) -> Result<bool> {
    Ok(query_opt(tx, "SELECT 1 FROM articles WHERE id = ?1", &values![article])?.is_some())
}

impl Store {
    /// Stores what was found in these articles and takes the notes away that said it was to be,
    /// all of it or nothing. `None` if the lease on statements is not the worker's; else how many
    /// articles have other statements than before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_statements(
        &self,
        worker: &WorkerId,
        found: Vec<FoundIn>,
    ) -> Result<Option<u64>> {
        let worker = worker.clone();
        self.write(move |tx| {
            if !is_held_named(tx, LEASE, &worker)? {
                return Ok(None);
            }
            let mut changed = 0;
            for one in &found {
                if is_there(tx, one.article)? && replace(tx, one)? {
                    changed += 1;
                }
                let notes: Vec<Value> = one.notes.iter().copied().map(Value::from).collect();
                each_lookup(&notes, 1, |places, chunk| {
                    let sql = format!("DELETE FROM statements_due WHERE id IN ({places})");
                    tx.execute(&sql, chunk).map(|_| ())
                })?;
            }
            Ok(Some(changed))
        })
        .await
    }
}

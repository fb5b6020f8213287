//! What answers what across the articles of a story.

use std::collections::HashSet;

use dateline_model::{StatementId, StoryId, UserId, WorkerId};
use dateline_statement::Told;

use super::load::{rows_of, with_answers};
use super::queue::{LEASE, TiesTask};
use super::speakers;
use crate::Store;
use crate::error::Result;
use crate::stories::lease::is_held_named;
use crate::tx::{Tx, Value, each_lookup, insert_many, values};

/// Nobody in particular: what was reported for all is hidden, and nothing else.
const NOBODY: UserId = UserId(0);

/// A story's ties are looked for among so many articles, the latest.
const MOST_ARTICLES: u32 = 200;

const INSERT: &str = "INSERT INTO statement_answers (claim_id, answer_id, across)";

impl Store {
    /// The statements of all articles of a story, whoever sees them, with what each answers in its
    /// own article.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statements_to_tie(&self, story: StoryId) -> Result<Vec<Told>> {
        self.read(move |tx| {
            let keys: Vec<Value> = among(tx, story)?.into_iter().map(Value::from).collect();
            let found = rows_of(tx, NOBODY, false, "st.article_id", &keys)?;
            with_answers(tx, NOBODY, false, false, found)
        })
        .await
    }

    /// Stores which statements of a story answer claims of its other articles, pairs of answer and
    /// claim, in the place of those that were stored, and takes the notes away. `false` if the
    /// lease on statements is not the worker's.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_ties(
        &self,
        worker: &WorkerId,
        task: TiesTask,
        ties: Vec<(StatementId, StatementId)>,
    ) -> Result<bool> {
        let worker = worker.clone();
        self.write(move |tx| {
            if !is_held_named(tx, LEASE, &worker)? {
                return Ok(false);
            }
            forget_ties(tx, task.story)?;
            let rows =
                ties.iter().map(|(answer, claim)| Vec::from(values![*claim, *answer, 1_i64]));
            // One of them may be gone since; the story is noted again then.
            let kept = existing(tx, &ties)?;
            let rows = rows.zip(&ties).filter(|(_, tie)| kept.contains(tie)).map(|(row, _)| row);
            insert_many(
                tx,
                INSERT,
                "ON CONFLICT (claim_id, answer_id) DO NOTHING",
                rows.collect(),
            )?;
            speakers::join_in_story(tx, task.story)?;
            forget_notes(tx, &task)?;
            Ok(true)
        })
        .await
    }

    /// Takes the notes of a story away that cannot be looked through, and leaves what was stored of
    /// it as it is. `false` if the lease on statements is not the worker's.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn skip_ties(&self, worker: &WorkerId, task: TiesTask) -> Result<bool> {
        let worker = worker.clone();
        self.write(move |tx| {
            let is_ours = is_held_named(tx, LEASE, &worker)?;
            if is_ours {
                forget_notes(tx, &task)?;
            }
            Ok(is_ours)
        })
        .await
    }
}

fn forget_notes(tx: &mut dyn Tx, task: &TiesTask) -> Result<()> {
    let notes: Vec<Value> = task.notes.iter().copied().map(Value::from).collect();
    each_lookup(&notes, 1, |places, chunk| {
        let sql = format!("DELETE FROM story_ties_due WHERE id IN ({places})");
        tx.execute(&sql, chunk).map(|_| ())
    })
}

/// The articles of a story among which ties are looked for.
fn among(tx: &mut dyn Tx, story: StoryId) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT id FROM articles WHERE story_id = ?1 \
         ORDER BY placed_at DESC, id DESC LIMIT {MOST_ARTICLES}"
    );
    tx.query(&sql, &values![story])?.into_iter().map(|mut row| row.int()).collect()
}

/// Forgets the ties of a story's claims, but those within the story that are not looked for again
/// because one of the two articles is too old: a claim must not lose its dispute by growing old.
fn forget_ties(tx: &mut dyn Tx, story: StoryId) -> Result<()> {
    let sql = "SELECT x.claim_id, x.answer_id, c.article_id, d.article_id FROM articles a \
        JOIN statements c ON c.article_id = a.id \
        JOIN statement_answers x ON x.claim_id = c.id AND x.across = 1 \
        JOIN statements d ON d.id = x.answer_id \
        JOIN articles b ON b.id = d.article_id \
        WHERE a.story_id = ?1 AND b.story_id = ?1";
    let mut within = Vec::new();
    for mut row in tx.query(sql, &values![story])? {
        within.push((row.int()?, row.int()?, row.int()?, row.int()?));
    }
    let sql = "DELETE FROM statement_answers WHERE across = 1 AND claim_id IN \
        (SELECT st.id FROM statements st JOIN articles a ON a.id = st.article_id \
        WHERE a.story_id = ?1)";
    tx.execute(sql, &values![story])?;
    let looked_at: HashSet<i64> = among(tx, story)?.into_iter().collect();
    let rows = within
        .into_iter()
        .filter(|(_, _, claimed_in, answered_in)| {
            !looked_at.contains(claimed_in) || !looked_at.contains(answered_in)
        })
        .map(|(claim, answer, _, _)| Vec::from(values![claim, answer, 1_i64]));
    insert_many(tx, INSERT, "", rows.collect())?;
    Ok(())
}

fn existing(
    tx: &mut dyn Tx,
    ties: &[(StatementId, StatementId)],
) -> Result<Vec<(StatementId, StatementId)>> {
    let mut ids: Vec<i64> = ties.iter().flat_map(|(one, other)| [one.0, other.0]).collect();
    ids.sort_unstable();
    ids.dedup();
    let keys: Vec<Value> = ids.into_iter().map(Value::from).collect();
    let mut known = HashSet::new();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!("SELECT id FROM statements WHERE id IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            known.insert(row.int()?);
        }
        Ok(())
    })?;
    let both =
        |tie: &&(StatementId, StatementId)| known.contains(&tie.0.0) && known.contains(&tie.1.0);
    Ok(ties.iter().filter(both).copied().collect())
}

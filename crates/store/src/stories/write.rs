//! Writing what was decided about articles and stories, whole or not at all.

use std::collections::BTreeSet;

use dateline_model::{
    ArticleId, NewPlacement, StoryChange, StoryEvent, StoryId, StoryRuling, WorkerId,
};
use dateline_story::families::Families;
use jiff::Timestamp;

use super::refresh::{open, refresh};
use super::{copies, families, lease, of_articles, rulings};
use crate::Store;
use crate::error::Result;
use crate::states::spread_to_new_copy;
use crate::tx::{Tx, Value, each_lookup, insert_many, json, query_opt, values};
use crate::unread::{self, Counts, Which};

/// What became of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlacementsSaved {
    /// They were stored.
    Stored {
        /// The stories that changed and live.
        stories: Vec<StoryId>,
        /// Articles among them that are gone and were left out.
        gone: Vec<ArticleId>,
    },
    /// Another process has the lease on the stories, so nothing was stored.
    LeaseLost,
}

/// The stories that a batch touches, so that their rows are made anew once.
struct Touched {
    stories: BTreeSet<StoryId>,
    now: Timestamp,
}

impl Touched {
    fn new(now: Timestamp) -> Self {
        Self { stories: BTreeSet::new(), now }
    }

    fn note(&mut self, story: StoryId) {
        self.stories.insert(story);
    }

    fn finish(self, tx: &mut dyn Tx) -> Result<Vec<StoryId>> {
        let stories: Vec<StoryId> = self.stories.into_iter().collect();
        refresh(tx, &stories)?;
        let mut living = Vec::new();
        for story in stories {
            let sql = "SELECT id FROM stories WHERE id = ?1 AND merged_into IS NULL";
            if query_opt(tx, sql, &values![story])?.is_some() {
                living.push(story);
            }
        }
        Ok(living)
    }
}

fn save(
    tx: &mut dyn Tx,
    families: &Families,
    worker: &WorkerId,
    batch: &[NewPlacement],
    now: Timestamp,
) -> Result<PlacementsSaved> {
    if !lease::is_held(tx, worker)? {
        return Ok(PlacementsSaved::LeaseLost);
    }
    let mut touched = Touched::new(now);
    let (mut gone, mut new_copies) = (Vec::new(), Vec::new());
    let muted = Muted::before(tx, batch)?;
    for placement in batch {
        for change in &placement.changes {
            apply(tx, change, &mut touched)?;
        }
        match place(tx, families, placement, &mut touched)? {
            None => gone.push(placement.article),
            Some(true) => new_copies.push(placement.article),
            Some(false) => {}
        }
    }
    muted.settle(tx)?;
    // Marks move the counts of unread articles by themselves.
    for article in new_copies {
        spread_to_new_copy(tx, article, now)?;
    }
    let stories = touched.finish(tx)?;
    Ok(PlacementsSaved::Stored { stories, gone })
}

/// Puts an article where it was decided, and says whether it has become a copy; `None` if it is
/// gone.
fn place(
    tx: &mut dyn Tx,
    families: &Families,
    placement: &NewPlacement,
    touched: &mut Touched,
) -> Result<Option<bool>> {
    let article = placement.article;
    let sql = "SELECT story_id, copy_of FROM articles WHERE id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![article])? else { return Ok(None) };
    let (was_in, was_copy_of) = (row.opt_int()?.map(StoryId), row.opt_int()?.map(ArticleId));
    was_in.into_iter().for_each(|story| touched.note(story));
    open(tx, placement.story, touched.now)?;
    touched.note(placement.story);
    let sql = "UPDATE articles SET story_id = ?1, \
        story_due = CASE WHEN story_due = ?2 THEN NULL ELSE story_due END WHERE id = ?3";
    tx.execute(sql, &values![placement.story, placement.due, article])?;
    if let Some(was_in) = was_in {
        lead_on(tx, was_in, placement.story)?;
    }
    let is_copy = copies::link(tx, article, placement.copy)?;
    families::note_voice(tx, families, article)?;
    for (copy, shared) in &placement.copied_by {
        copies::link_original(tx, *copy, article, *shared)?;
    }
    // A root that became a copy takes its own copies' counts to other stories' rows with it.
    for copy in copies::group(tx, article)? {
        for story in super::of_articles(tx, &[Value::from(copy)])? {
            touched.note(story);
        }
    }
    let sql = "INSERT INTO article_features (article_id, features) VALUES (?1, ?2) \
        ON CONFLICT (article_id) DO UPDATE SET features = excluded.features";
    tx.execute(sql, &values![article, placement.features.clone()])?;
    Ok(Some(is_copy && was_copy_of.is_none()))
}

/// Does to the rows of stories what happened to stories.
fn apply(tx: &mut dyn Tx, change: &StoryChange, touched: &mut Touched) -> Result<()> {
    let story = change.story;
    match (change.event, change.other) {
        (StoryEvent::Merged, Some(into)) if into != story => {
            open(tx, story, touched.now)?;
            open(tx, into, touched.now)?;
            merge(tx, story, into)?;
            touched.note(into);
        }
        (StoryEvent::Split | StoryEvent::Moved, Some(new)) if new != story => {
            open(tx, story, touched.now)?;
            open(tx, new, touched.now)?;
            if change.event == StoryEvent::Split {
                pass_marks_on(tx, story, new)?;
            }
            for article in &change.articles {
                let sql = "UPDATE articles SET story_id = ?1 WHERE id = ?2";
                tx.execute(sql, &values![new, article.0])?;
            }
            lead_on(tx, story, new)?;
            touched.note(new);
        }
        _ => open(tx, story, touched.now)?,
    }
    touched.note(story);
    log(tx, change, touched.now)
}

fn merge(tx: &mut dyn Tx, from: StoryId, into: StoryId) -> Result<()> {
    pass_marks_on(tx, from, into)?;
    for sql in [
        "DELETE FROM story_marks WHERE story_id = ?1 AND ?1 <> ?2",
        "UPDATE articles SET story_id = ?2 WHERE story_id = ?1",
        "UPDATE stories SET merged_into = ?2 WHERE merged_into = ?1",
        "UPDATE stories SET merged_into = ?2, articles = 0, copies = 0, related = '[]' \
         WHERE id = ?1",
    ] {
        tx.execute(sql, &values![from, into])?;
    }
    Ok(())
}

/// Where all articles of a story have gone, its address leads after the last of them.
fn lead_on(tx: &mut dyn Tx, from: StoryId, into: StoryId) -> Result<()> {
    let sql = "SELECT id FROM articles WHERE story_id = ?1 LIMIT 1";
    if from == into || query_opt(tx, sql, &values![from])?.is_some() {
        return Ok(());
    }
    merge(tx, from, into)
}

/// What users follow or muted stays so under another number; their mark on that one counts more.
fn pass_marks_on(tx: &mut dyn Tx, from: StoryId, to: StoryId) -> Result<()> {
    let sql = "INSERT INTO story_marks (user_id, story_id, mark, at) \
        SELECT user_id, CAST(?2 AS BIGINT), mark, at FROM story_marks WHERE story_id = ?1 \
        ON CONFLICT (user_id, story_id) DO NOTHING";
    tx.execute(sql, &values![from, to]).map(|_| ())
}

fn log(tx: &mut dyn Tx, change: &StoryChange, at: Timestamp) -> Result<()> {
    let line = |article: Option<ArticleId>| {
        Vec::from(values![
            change.story,
            change.event.as_str(),
            change.other,
            article,
            at,
            &change.because,
        ])
    };
    let mut rows: Vec<Vec<Value>> = change.articles.iter().map(|id| line(Some(*id))).collect();
    if rows.is_empty() {
        rows.push(line(None));
    }
    let head = "INSERT INTO story_log (story_id, event, other_id, article_id, at, because)";
    insert_many(tx, head, "", rows).map(|_| ())
}

/// The counts of unread articles, which only move with stories where somebody muted one.
struct Muted(Option<(Vec<Value>, Counts)>);

impl Muted {
    fn before(tx: &mut dyn Tx, batch: &[NewPlacement]) -> Result<Self> {
        let changes: Vec<&StoryChange> =
            batch.iter().flat_map(|placement| &placement.changes).collect();
        Self::before_changes(tx, batch, &changes)
    }

    fn before_changes(
        tx: &mut dyn Tx,
        batch: &[NewPlacement],
        changes: &[&StoryChange],
    ) -> Result<Self> {
        let any = "SELECT user_id FROM story_marks WHERE mark = 'mute' LIMIT 1";
        if query_opt(tx, any, &[])?.is_none() {
            return Ok(Self(None));
        }
        let placed = batch.iter().map(|placement| placement.article.0);
        let moved = changes.iter().flat_map(|change| &change.articles).map(|article| article.0);
        let mut articles: BTreeSet<i64> = placed.chain(moved).collect();
        let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        // A story that is left by its last article hands its marks on with its address.
        let mut stories: BTreeSet<StoryId> = of_articles(tx, &keys)?.into_iter().collect();
        stories.extend(batch.iter().map(|placement| placement.story));
        stories
            .extend(changes.iter().flat_map(|change| [Some(change.story), change.other]).flatten());
        let stories: Vec<Value> = stories.into_iter().map(Value::from).collect();
        each_lookup(&stories, 1, |places, chunk| {
            let sql = format!("SELECT id FROM articles WHERE story_id IN ({places})");
            for mut row in tx.query(&sql, chunk)? {
                articles.insert(row.int()?);
            }
            Ok(())
        })?;
        let articles: Vec<Value> = articles.into_iter().map(Value::from).collect();
        let counts = unread::count(tx, None, &articles, Which::Unread)?;
        Ok(Self(Some((articles, counts))))
    }

    fn settle(self, tx: &mut dyn Tx) -> Result<()> {
        let Some((articles, before)) = self.0 else { return Ok(()) };
        let after = unread::count(tx, None, &articles, Which::Unread)?;
        unread::settle(tx, before, after)
    }
}

impl Store {
    /// Stores what was decided about articles, all of it or nothing: their stories and copies,
    /// what is kept of their words, the stories' rows and their log. Nothing is stored if the
    /// lease on the stories is not the worker's any more.
    ///
    /// # Errors
    /// When the store fails; what the window holds is then ahead of the store, and it is to be
    /// rebuilt.
    pub async fn save_placements(
        &self,
        worker: &WorkerId,
        batch: Vec<NewPlacement>,
        now: Timestamp,
    ) -> Result<PlacementsSaved> {
        let (worker, families) = (worker.clone(), self.families.clone());
        self.write(move |tx| save(tx, &families, &worker, &batch, now)).await
    }

    /// Stores changes that no article brought: stories that were split, or merged by a user's
    /// decisions, which are noted as obeyed.
    ///
    /// # Errors
    /// As [`Store::save_placements`].
    pub async fn save_story_changes(
        &self,
        worker: &WorkerId,
        changes: Vec<StoryChange>,
        obeyed: Vec<StoryRuling>,
        now: Timestamp,
    ) -> Result<PlacementsSaved> {
        let worker = worker.clone();
        self.write(move |tx| {
            if !lease::is_held(tx, &worker)? {
                return Ok(PlacementsSaved::LeaseLost);
            }
            let mut touched = Touched::new(now);
            let muted = Muted::before_changes(tx, &[], &changes.iter().collect::<Vec<_>>())?;
            for change in &changes {
                apply(tx, change, &mut touched)?;
            }
            muted.settle(tx)?;
            rulings::note_applied(tx, &obeyed)?;
            Ok(PlacementsSaved::Stored { stories: touched.finish(tx)?, gone: Vec::new() })
        })
        .await
    }

    /// Keeps which stories are nearest to each of these, with their likeness.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_related(
        &self,
        worker: &WorkerId,
        related: Vec<(StoryId, Vec<(StoryId, f32)>)>,
    ) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| {
            if !lease::is_held(tx, &worker)? {
                return Ok(());
            }
            for (story, nearest) in &related {
                let sql = "UPDATE stories SET related = ?1 \
                    WHERE id = ?2 AND merged_into IS NULL AND related <> ?1";
                tx.execute(sql, &values![json(nearest)?, *story])?;
            }
            Ok(())
        })
        .await
    }
}

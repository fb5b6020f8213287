//! Stories: which articles tell of one event, and what users make of it.
//!
//! What is to be placed is state of the article (`story_due`), set by whatever stores its text.
//! One process at a time decides, under a lease that every write of a decision checks. A decision
//! is written whole: the article's story, its kept features, the stories' rows and their log.

pub(crate) mod copies;
mod families;
mod front;
pub(crate) mod lease;
mod lists;
mod marks;
mod page;
pub(crate) mod queue;
pub(crate) mod refresh;
pub(crate) mod rulings;
mod standing;
mod window;
mod write;

pub(crate) use front::cards_of;
pub use lease::StoryLease;
pub(crate) use page::sightings;
pub use rulings::DueRuling;
pub use standing::why;
pub use write::PlacementsSaved;

use dateline_model::StoryId;

use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, query_opt, values};

/// The story that a number leads to: its own, or the one that it became part of.
pub(crate) fn living(tx: &mut dyn Tx, story: StoryId) -> Result<Option<StoryId>> {
    let sql = "SELECT coalesce(merged_into, id) FROM stories WHERE id = ?1";
    query_opt(tx, sql, &values![story])?.map(|mut row| row.int().map(StoryId)).transpose()
}

/// The stories that these articles are in.
pub(crate) fn of_articles(tx: &mut dyn Tx, articles: &[Value]) -> Result<Vec<StoryId>> {
    let mut stories = Vec::new();
    each_lookup(articles, 1, |places, chunk| {
        let sql = format!(
            "SELECT DISTINCT story_id FROM articles \
             WHERE id IN ({places}) AND story_id IS NOT NULL"
        );
        for mut row in tx.query(&sql, chunk)? {
            stories.push(StoryId(row.int()?));
        }
        Ok(())
    })?;
    stories.sort_unstable();
    stories.dedup();
    Ok(stories)
}

/// Removes articles, whoever holds them, and leaves their stories with right counts or without a
/// trace; what had the text of one of them has the text of the next.
pub(crate) fn remove_articles(tx: &mut dyn Tx, articles: &[Value]) -> Result<()> {
    let mut stories = of_articles(tx, articles)?;
    let heads = copies::pass_on(tx, articles)?;
    stories.extend(of_articles(tx, &heads)?);
    each_lookup(articles, 1, |places, chunk| {
        tx.execute(&format!("DELETE FROM articles WHERE id IN ({places})"), chunk).map(|_| ())
    })?;
    refresh::refresh(tx, &stories)
}

/// What a backup from before there were stories lacks.
pub(crate) fn after_restore(tx: &mut dyn Tx, schema: i64) -> Result<()> {
    let sql =
        "INSERT INTO counters (name, value) VALUES ('story', 0) ON CONFLICT (name) DO NOTHING";
    tx.execute(sql, &[])?;
    if schema < 5 {
        tx.execute("UPDATE articles SET story_due = seen_at", &[])?;
    }
    Ok(())
}

//! What is read back to know the stories of the last days again.

use std::collections::HashMap;

use dateline_model::{ArticleId, CopyLink, PlaceTask, PlacedArticle, StoryId};
use jiff::Timestamp;

use super::queue::tasks_of;
use crate::Store;
use crate::error::Result;
use crate::tx::{Row, Value, query_one, values};

/// Whose text an article has, from the columns `copy_of, copy_credited, copy_shared`.
pub(super) fn copy(row: &mut Row) -> Result<Option<CopyLink>> {
    let (of, credited, shared) = (row.opt_int()?, row.bool()?, row.real()?);
    Ok(of.map(|of| CopyLink { of: ArticleId(of), credited, shared: shared as f32 }))
}

impl Store {
    /// Articles that have a story and kept features, in the order of their numbers, strictly after
    /// one of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn placed_articles(
        &self,
        after: Option<ArticleId>,
        limit: u32,
    ) -> Result<Vec<PlacedArticle>> {
        let after = after.map_or(i64::MIN, |article| article.0);
        let sql = "SELECT a.id, a.placed_at, a.story_id, a.copy_of, a.copy_credited, \
            a.copy_shared, f.features FROM article_features f \
            JOIN articles a ON a.id = f.article_id \
            WHERE f.article_id > ?1 AND a.story_id IS NOT NULL ORDER BY f.article_id LIMIT ?2";
        self.read(move |tx| {
            let rows = tx.query(sql, &values![after, limit])?.into_iter();
            rows.map(|mut row| {
                Ok(PlacedArticle {
                    article: ArticleId(row.int()?),
                    at: row.time()?,
                    story: StoryId(row.int()?),
                    copy: copy(&mut row)?,
                    features: row.bytes()?,
                })
            })
            .collect()
        })
        .await
    }

    /// The stories of so many articles or more, with their number, copies included.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn large_stories(&self, least: u32) -> Result<Vec<(StoryId, u32)>> {
        let sql = "SELECT id, articles + copies FROM stories \
            WHERE merged_into IS NULL AND articles + copies >= ?1 ORDER BY id";
        self.read(move |tx| {
            let rows = tx.query(sql, &values![least])?.into_iter();
            rows.map(|mut row| Ok((StoryId(row.int()?), row.u32()?))).collect()
        })
        .await
    }

    /// The number that the next story may have.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_story(&self) -> Result<StoryId> {
        let sql = "SELECT value FROM counters WHERE name = 'story'";
        self.read(move |tx| Ok(StoryId(query_one(tx, sql, &[])?.int()? + 1))).await
    }

    /// Articles as they would be taken up to be placed, by number; what is gone is missing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn articles_to_compare(
        &self,
        articles: &[ArticleId],
    ) -> Result<HashMap<ArticleId, PlaceTask>> {
        let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        self.read(move |tx| tasks_of(tx, &keys)).await
    }

    /// Forgets the features of articles from before a moment, which no window holds any more;
    /// gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_features(&self, before: Timestamp) -> Result<u64> {
        let sql = "DELETE FROM article_features WHERE article_id IN \
            (SELECT f.article_id FROM article_features f JOIN articles a ON a.id = f.article_id \
            WHERE a.placed_at < ?1 ORDER BY f.article_id LIMIT 5000)";
        let mut forgotten = 0;
        loop {
            let slice = self.write(move |tx| tx.execute(sql, &values![before])).await?;
            forgotten += slice;
            if slice < 5000 {
                return Ok(forgotten);
            }
        }
    }
}

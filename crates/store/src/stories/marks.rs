//! What users follow and mute, and which feeds are never grouped.

use dateline_model::{FeedId, StoryId, StoryMark, UserId};
use jiff::Timestamp;

use super::living;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::tx::{Tx, Value, query_opt, values};
use crate::{Store, unread};

fn mark(
    tx: &mut dyn Tx,
    user: UserId,
    story: StoryId,
    mark: Option<StoryMark>,
    now: Timestamp,
) -> Result<bool> {
    let Some(story) = living(tx, story)? else { return Ok(false) };
    let seen = format!(
        "SELECT a.id FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.story_id = ?2 AND {VISIBLE} LIMIT 1"
    );
    if query_opt(tx, &seen, &values![user, story])?.is_none() {
        return Ok(false);
    }
    let sql = "SELECT id FROM articles WHERE story_id = ?1";
    let rows = tx.query(sql, &values![story])?.into_iter();
    let articles = rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<_>>>()?;
    // What is muted does not count as unread.
    unread::keep(tx, Some(user), &articles, |tx| {
        match mark {
            Some(mark) => {
                let sql = "INSERT INTO story_marks (user_id, story_id, mark, at) \
                    VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user_id, story_id) \
                    DO UPDATE SET mark = excluded.mark, at = excluded.at";
                tx.execute(sql, &values![user, story, mark.as_str(), now])?;
            }
            None => {
                let sql = "DELETE FROM story_marks WHERE user_id = ?1 AND story_id = ?2";
                tx.execute(sql, &values![user, story])?;
            }
        }
        Ok(true)
    })
}

impl Store {
    /// Has a user follow a story, mute it, or neither; `false` if they can see none of its
    /// articles. A muted story's articles, later ones too, are hidden and count as read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_story(
        &self,
        user: UserId,
        story: StoryId,
        to: Option<StoryMark>,
        now: Timestamp,
    ) -> Result<bool> {
        self.write(move |tx| mark(tx, user, story, to, now)).await
    }

    /// Whether a feed's articles may be grouped with others; `false` if there is no such feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_grouped(&self, feed: FeedId) -> Result<bool> {
        let sql = "SELECT grouped FROM feeds WHERE id = ?1";
        self.read(move |tx| {
            let row = query_opt(tx, sql, &values![feed])?;
            Ok(row.map(|mut row| row.bool()).transpose()?.unwrap_or_default())
        })
        .await
    }

    /// Sets whether the articles that come in this feed only may be grouped with others. It holds
    /// for articles that are placed from now on, and for a regrouping. `false` if there is no such
    /// feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_feed_grouped(&self, feed: FeedId, grouped: bool) -> Result<bool> {
        let sql = "UPDATE feeds SET grouped = ?1 WHERE id = ?2";
        self.write(move |tx| Ok(tx.execute(sql, &values![grouped, feed])? > 0)).await
    }
}

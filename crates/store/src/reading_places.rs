//! Where users stopped reading long articles, and how they like to read.

use dateline_model::{ArticleId, ReadingChoices, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::tx::{json, query_opt, values};

impl Store {
    /// How much of an article's text a user has read, in thousandths; `None` where they did not
    /// begin, or came to its end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reading_place(&self, user: UserId, article: ArticleId) -> Result<Option<u32>> {
        let sql = "SELECT place FROM reading_places WHERE user_id = ?1 AND article_id = ?2";
        self.read(move |tx| {
            query_opt(tx, sql, &values![user, article])?.map(|mut row| row.u32()).transpose()
        })
        .await
    }

    /// Remembers how much of an article's text a user has read, in thousandths; nothing and all of
    /// it are forgotten. `false` where they cannot see it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_reading_place(
        &self,
        user: UserId,
        article: ArticleId,
        place: u32,
        now: Timestamp,
    ) -> Result<bool> {
        self.write(move |tx| {
            let sql = format!(
                "SELECT a.id FROM articles a \
                 LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
                 WHERE a.id = ?2 AND {VISIBLE}"
            );
            if query_opt(tx, &sql, &values![user, article])?.is_none() {
                return Ok(false);
            }
            if (1..1000).contains(&place) {
                let sql = "INSERT INTO reading_places (user_id, article_id, place, changed_at) \
                    VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user_id, article_id) \
                    DO UPDATE SET place = excluded.place, changed_at = excluded.changed_at";
                tx.execute(sql, &values![user, article, place, now])?;
            } else {
                let sql = "DELETE FROM reading_places WHERE user_id = ?1 AND article_id = ?2";
                tx.execute(sql, &values![user, article])?;
            }
            Ok(true)
        })
        .await
    }

    /// Sets how a user likes to read; `false` if there is no such user.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_reading_choices(&self, user: UserId, choices: ReadingChoices) -> Result<bool> {
        let choices = json(&choices)?;
        let sql = "UPDATE users SET reading_choices = ?1 WHERE id = ?2";
        self.write(move |tx| Ok(tx.execute(sql, &values![choices.clone(), user])? > 0)).await
    }
}

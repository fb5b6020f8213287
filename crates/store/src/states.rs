//! What users have read and starred.

use dateline_model::{ArticleId, FeedId, FrontPlace, UserId};
use jiff::Timestamp;

use crate::articles::VISIBLE;
use crate::error::Result;
use crate::front::mark_slice_read;
use crate::tx::{Tx, Value, each_lookup, query_opt, values};
use crate::{Store, merge};

/// How many articles one transaction marks.
const SLICE: u32 = 2000;

fn mark_read(tx: &mut dyn Tx, user: UserId, articles: &[Value], now: Timestamp) -> Result<u64> {
    let mut changed = 0;
    each_lookup(articles, 3, |places, chunk| {
        let sql = format!(
            "INSERT INTO article_states (user_id, article_id, read_at, starred_at) \
             SELECT CAST(?1 AS BIGINT), a.id, CAST(?2 AS BIGINT), s.starred_at FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.id IN ({places}) AND s.read_at IS NULL AND {VISIBLE} \
             ON CONFLICT (user_id, article_id) DO UPDATE SET read_at = excluded.read_at"
        );
        let mut params = Vec::from(values![user, now]);
        params.extend_from_slice(chunk);
        changed += tx.execute(&sql, &params)?;
        Ok(())
    })?;
    Ok(changed)
}

fn mark_unread(tx: &mut dyn Tx, user: UserId, articles: &[Value]) -> Result<u64> {
    let mut changed = 0;
    each_lookup(articles, 2, |places, chunk| {
        let sql = format!(
            "UPDATE article_states SET read_at = NULL \
             WHERE user_id = ?1 AND article_id IN ({places}) AND read_at IS NOT NULL"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        changed += tx.execute(&sql, &params)?;
        Ok(())
    })?;
    Ok(changed)
}

fn star(tx: &mut dyn Tx, user: UserId, article: ArticleId, now: Timestamp) -> Result<bool> {
    let sql = format!(
        "INSERT INTO article_states (user_id, article_id, read_at, starred_at) \
         SELECT CAST(?1 AS BIGINT), a.id, s.read_at, coalesce(s.starred_at, CAST(?2 AS BIGINT)) \
         FROM articles a LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.id = ?3 AND {VISIBLE} \
         ON CONFLICT (user_id, article_id) DO UPDATE SET starred_at = excluded.starred_at"
    );
    Ok(tx.execute(&sql, &values![user, now, article])? > 0)
}

fn unstar(tx: &mut dyn Tx, user: UserId, article: ArticleId) -> Result<bool> {
    let sql = format!(
        "SELECT a.id FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.id = ?2 AND {VISIBLE}"
    );
    if query_opt(tx, &sql, &values![user, article])?.is_none() {
        return Ok(false);
    }
    let sql = "UPDATE article_states SET starred_at = NULL WHERE user_id = ?1 AND article_id = ?2";
    tx.execute(sql, &values![user, article])?;
    merge::remove_lone_articles(tx, &[article.0])?;
    Ok(true)
}

impl Store {
    /// Marks articles read or unread; gives how many were not so before. Articles that the user
    /// cannot see are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_read(
        &self,
        user: UserId,
        articles: &[ArticleId],
        read: bool,
        now: Timestamp,
    ) -> Result<u64> {
        let articles: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        self.write(move |tx| {
            if read {
                mark_read(tx, user, &articles, now)
            } else {
                mark_unread(tx, user, &articles)
            }
        })
        .await
    }

    /// Stars an article or takes the star away; `false` if the user cannot see it. An article that
    /// nobody's feeds carry goes with its last star.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_starred(
        &self,
        user: UserId,
        article: ArticleId,
        starred: bool,
        now: Timestamp,
    ) -> Result<bool> {
        self.write(
            move |tx| {
                if starred { star(tx, user, article, now) } else { unstar(tx, user, article) }
            },
        )
        .await
    }

    /// Marks a list read, from a place (included) to its end; gives how many were unread. What
    /// came in above that place since the list was shown stays unread.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_all_read(
        &self,
        user: UserId,
        folder: Option<&str>,
        feed: Option<FeedId>,
        up_to: FrontPlace,
        now: Timestamp,
    ) -> Result<u64> {
        let mut marked = 0;
        loop {
            let folder = folder.map(str::to_owned);
            let slice = self
                .write(move |tx| {
                    mark_slice_read(tx, user, folder.as_deref(), feed, up_to, now, SLICE)
                })
                .await?;
            marked += slice;
            if slice < u64::from(SLICE) {
                return Ok(marked);
            }
        }
    }
}

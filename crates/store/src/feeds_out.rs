//! Feeds that Dateline gives to other readers.

use dateline_model::{ArticleId, FeedOut, FeedOutId, OutScope, UserId};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::{Row, Value, each_lookup, query_one, query_opt, values};

const FEED_OUT: &str = "o.id, o.user_id, o.kind, o.name, o.token, o.created_at, o.read_at";

/// That a feed is read is written at most so often.
const SELDOM: SignedDuration = SignedDuration::from_hours(1);

fn feed_out(row: &mut Row) -> Result<FeedOut> {
    let (id, user, kind) = (FeedOutId(row.int()?), UserId(row.int()?), row.text()?);
    let scope = OutScope::from_stored(&kind, &row.text()?).ok_or_else(|| StoreError::Data {
        what: format!("a feed for others of kind “{kind}”"),
    })?;
    Ok(FeedOut {
        id,
        user,
        scope,
        token: row.text()?,
        created_at: row.time()?,
        read_at: row.opt_time()?,
    })
}

impl Store {
    /// Gives a feed of a user's a secret address, another one where it had one before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open_feed_out(
        &self,
        user: UserId,
        scope: &OutScope,
        token: &str,
        now: Timestamp,
    ) -> Result<FeedOutId> {
        let (kind, name, token) = (scope.as_str(), scope.name(), token.to_owned());
        self.write(move |tx| {
            let sql = "INSERT INTO feeds_out (user_id, kind, name, token, created_at) \
                VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (user_id, kind, name) DO UPDATE SET \
                token = excluded.token, created_at = excluded.created_at, read_at = NULL \
                RETURNING id";
            Ok(FeedOutId(query_one(tx, sql, &values![user, kind, &name, &token, now])?.int()?))
        })
        .await
    }

    /// A user's feeds for other readers, in the order in which they were made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feeds_out(&self, user: UserId) -> Result<Vec<FeedOut>> {
        let sql = format!("SELECT {FEED_OUT} FROM feeds_out o WHERE o.user_id = ?1 ORDER BY o.id");
        self.read(move |tx| tx.query(&sql, &values![user])?.iter_mut().map(feed_out).collect())
            .await
    }

    /// A user's feed of this scope, where there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_out(&self, user: UserId, scope: &OutScope) -> Result<Option<FeedOut>> {
        let (kind, name) = (scope.as_str(), scope.name());
        let sql = format!(
            "SELECT {FEED_OUT} FROM feeds_out o \
             WHERE o.user_id = ?1 AND o.kind = ?2 AND o.name = ?3"
        );
        self.read(move |tx| {
            let found = query_opt(tx, &sql, &values![user, kind, &name])?;
            found.map(|mut row| feed_out(&mut row)).transpose()
        })
        .await
    }

    /// The feed with this secret address, which is read now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_feed_out(&self, token: &str, now: Timestamp) -> Result<Option<FeedOut>> {
        let token = token.to_owned();
        let sql = format!("SELECT {FEED_OUT} FROM feeds_out o WHERE o.token = ?1");
        let found = self.read(move |tx| {
            let found = query_opt(tx, &sql, &values![&token])?;
            found.map(|mut row| feed_out(&mut row)).transpose()
        });
        let Some(feed) = found.await? else { return Ok(None) };
        let lately = feed.read_at.is_some_and(|at| now.duration_since(at) < SELDOM);
        if !lately {
            let id = feed.id;
            let sql = "UPDATE feeds_out SET read_at = ?1 WHERE id = ?2";
            self.write(move |tx| tx.execute(sql, &values![now, id])).await?;
        }
        Ok(Some(feed))
    }

    /// All feeds that somebody read since a moment.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feeds_out_in_use(&self, since: Timestamp) -> Result<Vec<FeedOut>> {
        let sql = format!("SELECT {FEED_OUT} FROM feeds_out o WHERE o.read_at >= ?1 ORDER BY o.id");
        self.read(move |tx| tx.query(&sql, &values![since])?.iter_mut().map(feed_out).collect())
            .await
    }

    /// The addresses of these articles, each with the keys under which the article is known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keys_of_articles(
        &self,
        articles: &[ArticleId],
    ) -> Result<Vec<(ArticleId, Option<String>, String)>> {
        let ids: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let mut found = Vec::new();
            each_lookup(&ids, 1, |places, chunk| {
                let sql = format!(
                    "SELECT a.id, a.address, d.key FROM articles a \
                     JOIN article_addresses d ON d.article_id = a.id WHERE a.id IN ({places})"
                );
                for mut row in tx.query(&sql, chunk)? {
                    found.push((ArticleId(row.int()?), row.opt_text()?, row.text()?));
                }
                Ok(())
            })?;
            Ok(found)
        })
        .await
    }

    /// Closes a feed: its address leads nowhere from now on. `false` if the user has no such feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn close_feed_out(&self, user: UserId, id: FeedOutId) -> Result<bool> {
        self.write(move |tx| {
            let sql = "DELETE FROM feeds_out WHERE id = ?1 AND user_id = ?2";
            Ok(tx.execute(sql, &values![id, user])? > 0)
        })
        .await
    }
}

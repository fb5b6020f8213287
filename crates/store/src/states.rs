//! What users have read and starred.

use std::collections::BTreeMap;

use dateline_model::{ArticleId, StoryId, UserId};
use jiff::Timestamp;

use crate::articles::VISIBLE;
use crate::error::Result;
use crate::stories::copies;
use crate::tx::{Tx, Value, each_lookup, query_one, query_opt, values};
use crate::unread::{self, Which};
use crate::{Store, merge, stories};

pub(crate) fn mark_read(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
    now: Timestamp,
) -> Result<u64> {
    Ok(mark_read_and_tell(tx, user, articles, now)?.len() as u64)
}

/// The same, and gives those that were not read before.
pub(crate) fn mark_read_and_tell(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
    now: Timestamp,
) -> Result<Vec<Value>> {
    let mut marked = Vec::new();
    each_lookup(articles, 3, |places, chunk| {
        let mut params = Vec::from(values![user, now]);
        params.extend_from_slice(chunk);
        // What was marked because a copy was read is now read itself.
        let sql = format!(
            "UPDATE article_states SET spread_from = NULL WHERE user_id = ?1 \
             AND article_id IN ({places}) AND spread_from IS NOT NULL AND read_at <= ?2"
        );
        tx.execute(&sql, &params)?;
        let sql = format!(
            "INSERT INTO article_states (user_id, article_id, read_at, starred_at, changed_at) \
             SELECT CAST(?1 AS BIGINT), a.id, CAST(?2 AS BIGINT), s.starred_at, \
             CAST(?2 AS BIGINT) FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.id IN ({places}) AND s.read_at IS NULL AND {VISIBLE} \
             ON CONFLICT (user_id, article_id) DO UPDATE SET read_at = excluded.read_at, \
             spread_from = NULL, changed_at = excluded.changed_at RETURNING article_id"
        );
        for mut row in tx.query(&sql, &params)? {
            marked.push(Value::from(row.int()?));
        }
        Ok(())
    })?;
    after_reading(tx, user, &marked, now)?;
    Ok(marked)
}

/// Articles were marked read: they count no longer, and so do, unless the user does not want it,
/// those with the same text.
pub(crate) fn after_reading(
    tx: &mut dyn Tx,
    user: UserId,
    marked: &[Value],
    now: Timestamp,
) -> Result<()> {
    let counts = unread::count(tx, Some(user), marked, Which::All)?;
    unread::add(tx, counts, -1)?;
    if marked.is_empty() || !spreads(tx, user)? {
        return Ok(());
    }
    for (copy, from) in same_texts(tx, marked)? {
        spread(tx, user, from, &[Value::from(copy)], now)?;
    }
    Ok(())
}

fn spreads(tx: &mut dyn Tx, user: UserId) -> Result<bool> {
    let sql = "SELECT spreads_read FROM users WHERE id = ?1";
    Ok(query_opt(tx, sql, &values![user])?.map(|mut row| row.bool()).transpose()?.unwrap_or(true))
}

/// The articles that have the text of one of these, each with that one.
fn same_texts(tx: &mut dyn Tx, articles: &[Value]) -> Result<BTreeMap<i64, i64>> {
    let mut roots: BTreeMap<i64, i64> = BTreeMap::new();
    each_lookup(articles, 1, |places, chunk| {
        // A root is one only if a copy points to it, and most articles have none.
        let sql = format!(
            "SELECT coalesce(a.copy_of, a.id), a.id FROM articles a WHERE a.id IN ({places}) \
             AND (a.copy_of IS NOT NULL OR EXISTS (SELECT 1 FROM articles c WHERE c.copy_of = a.id))"
        );
        for mut row in tx.query(&sql, chunk)? {
            roots.entry(row.int()?).or_insert(row.int()?);
        }
        Ok(())
    })?;
    let keys: Vec<Value> = roots.keys().copied().map(Value::from).collect();
    let mut found = BTreeMap::new();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!(
            "SELECT id, copy_of FROM articles WHERE copy_of IN ({places}) \
             UNION ALL SELECT id, id FROM articles WHERE id IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (article, root) = (row.int()?, row.int()?);
            if let Some(from) = roots.get(&root) {
                found.insert(article, *from);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// Marks those of these articles read that are not, because `from`, which has their text, was.
fn spread(
    tx: &mut dyn Tx,
    user: UserId,
    from: i64,
    articles: &[Value],
    now: Timestamp,
) -> Result<()> {
    each_lookup(articles, 4, |places, chunk| {
        let sql = format!(
            "INSERT INTO article_states (user_id, article_id, read_at, starred_at, spread_from, \
             changed_at) SELECT CAST(?1 AS BIGINT), a.id, CAST(?2 AS BIGINT), s.starred_at, \
             CAST(?3 AS BIGINT), CAST(?2 AS BIGINT) FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.id IN ({places}) AND a.id <> ?3 AND s.read_at IS NULL AND {VISIBLE} \
             ON CONFLICT (user_id, article_id) DO UPDATE SET read_at = excluded.read_at, \
             spread_from = excluded.spread_from, changed_at = excluded.changed_at \
             RETURNING article_id"
        );
        let mut params = Vec::from(values![user, now, from]);
        params.extend_from_slice(chunk);
        let rows = tx.query(&sql, &params)?.into_iter();
        let marked = rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<_>>>()?;
        let counts = unread::count(tx, Some(user), &marked, Which::All)?;
        unread::add(tx, counts, -1)
    })
}

/// An article turned out to have another's text: who has read one of the two has read both.
pub(crate) fn spread_to_new_copy(
    tx: &mut dyn Tx,
    article: ArticleId,
    now: Timestamp,
) -> Result<()> {
    let mut group: Vec<Value> = copies::group(tx, article)?.into_iter().map(Value::from).collect();
    group.push(Value::from(article));
    let mut readers: BTreeMap<i64, i64> = BTreeMap::new();
    each_lookup(&group, 1, |places, chunk| {
        let sql = format!(
            "SELECT s.user_id, s.article_id FROM article_states s \
             JOIN users w ON w.id = s.user_id AND w.spreads_read = 1 \
             WHERE s.article_id IN ({places}) AND s.read_at IS NOT NULL \
             AND s.spread_from IS NULL ORDER BY s.user_id, s.article_id"
        );
        for mut row in tx.query(&sql, chunk)? {
            readers.entry(row.int()?).or_insert(row.int()?);
        }
        Ok(())
    })?;
    for (user, from) in readers {
        spread(tx, UserId(user), from, &group, now)?;
    }
    Ok(())
}

/// Marks articles unread, and with them what was only marked because they were read.
pub(crate) fn mark_unread(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
    now: Timestamp,
) -> Result<u64> {
    let mut unmark = |column: &str, articles: &[Value]| -> Result<Vec<Value>> {
        let mut changed = Vec::new();
        each_lookup(articles, 3, |places, chunk| {
            let sql = format!(
                "UPDATE article_states SET read_at = NULL, spread_from = NULL, changed_at = ?2 \
                 WHERE user_id = ?1 AND {column} IN ({places}) AND read_at IS NOT NULL \
                 RETURNING article_id"
            );
            let mut params = Vec::from(values![user, now]);
            params.extend_from_slice(chunk);
            for mut row in tx.query(&sql, &params)? {
                changed.push(Value::from(row.int()?));
            }
            Ok(())
        })?;
        Ok(changed)
    };
    let marked = unmark("article_id", articles)?;
    let spread = unmark("spread_from", &marked)?;
    let all: Vec<Value> = marked.iter().chain(&spread).cloned().collect();
    let counts = unread::count(tx, Some(user), &all, Which::All)?;
    unread::add(tx, counts, 1)?;
    Ok(marked.len() as u64)
}

pub(crate) fn star(
    tx: &mut dyn Tx,
    user: UserId,
    article: ArticleId,
    now: Timestamp,
) -> Result<bool> {
    let sql = format!(
        "INSERT INTO article_states (user_id, article_id, read_at, starred_at, changed_at) \
         SELECT CAST(?1 AS BIGINT), a.id, s.read_at, coalesce(s.starred_at, CAST(?2 AS BIGINT)), \
         CASE WHEN s.starred_at IS NULL THEN CAST(?2 AS BIGINT) ELSE s.changed_at END \
         FROM articles a LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.id = ?3 AND {VISIBLE} ON CONFLICT (user_id, article_id) \
         DO UPDATE SET starred_at = excluded.starred_at, changed_at = excluded.changed_at"
    );
    Ok(tx.execute(&sql, &values![user, now, article])? > 0)
}

pub(crate) fn unstar(
    tx: &mut dyn Tx,
    user: UserId,
    article: ArticleId,
    now: Timestamp,
) -> Result<bool> {
    let sql = format!(
        "SELECT a.id FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.id = ?2 AND {VISIBLE}"
    );
    if query_opt(tx, &sql, &values![user, article])?.is_none() {
        return Ok(false);
    }
    let sql = "UPDATE article_states SET starred_at = NULL, changed_at = ?3 \
        WHERE user_id = ?1 AND article_id = ?2 AND starred_at IS NOT NULL";
    tx.execute(sql, &values![user, article, now])?;
    merge::remove_lone_articles(tx, &[article.0])?;
    Ok(true)
}

/// All articles of a living story.
pub(crate) fn articles_of_story(tx: &mut dyn Tx, story: StoryId) -> Result<Vec<Value>> {
    let sql = "SELECT id FROM articles WHERE story_id = ?1";
    let rows = tx.query(sql, &values![story])?.into_iter();
    rows.map(|mut row| row.int().map(Value::from)).collect()
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
                mark_unread(tx, user, &articles, now)
            }
        })
        .await
    }

    /// Marks all articles of a story read or unread that the user can see; gives how many were not
    /// so before. The number may be one that leads to another story.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_story_read(
        &self,
        user: UserId,
        story: StoryId,
        read: bool,
        now: Timestamp,
    ) -> Result<u64> {
        self.write(move |tx| {
            let Some(story) = stories::living(tx, story)? else { return Ok(0) };
            let articles = articles_of_story(tx, story)?;
            if read {
                mark_read(tx, user, &articles, now)
            } else {
                mark_unread(tx, user, &articles, now)
            }
        })
        .await
    }

    /// Whether reading an article marks those with the same text read for this user.
    ///
    /// # Errors
    /// When the store fails or there is no such user.
    pub async fn spreads_read(&self, user: UserId) -> Result<bool> {
        let sql = "SELECT spreads_read FROM users WHERE id = ?1";
        self.read(move |tx| query_one(tx, sql, &values![user])?.bool()).await
    }

    /// Sets whether reading an article marks those with the same text read for this user; what was
    /// marked stays. `false` if there is no such user.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_spreads_read(&self, user: UserId, spreads: bool) -> Result<bool> {
        let sql = "UPDATE users SET spreads_read = ?1 WHERE id = ?2";
        self.write(move |tx| Ok(tx.execute(sql, &values![spreads, user])? > 0)).await
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
        self.write(move |tx| {
            if starred { star(tx, user, article, now) } else { unstar(tx, user, article, now) }
        })
        .await
    }
}

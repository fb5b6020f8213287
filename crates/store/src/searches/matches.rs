//! What kept searches found, and what search results show of articles and stories.

use std::collections::HashMap;

use dateline_model::{
    ArticleId, ArticleSummary, Outlet, OutletId, SearchId, StoryCard, StoryId, UserId,
};
use jiff::Timestamp;

use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::front::{MUTED, SUMMARY, summary};
use crate::outlets::{OUTLET, outlet};
use crate::statements::with_disputes;
use crate::tx::{Tx, Value, each_lookup, insert_many, query_opt, values};

/// How many matches a kept search begins with, and how many of a list's ids are read at once.
const SLICE: usize = 500;

/// Articles as lists show them, in the order of `ids`, without those that the user cannot see or
/// has muted.
pub(super) fn shown(
    tx: &mut dyn Tx,
    user: UserId,
    ids: &[ArticleId],
) -> Result<Vec<ArticleSummary>> {
    seen(tx, user, ids, &format!("AND NOT {MUTED}"))
}

/// The same with those that the user has muted: what somebody picked by hand is wanted all the same.
pub(super) fn picked(
    tx: &mut dyn Tx,
    user: UserId,
    ids: &[ArticleId],
) -> Result<Vec<ArticleSummary>> {
    seen(tx, user, ids, "")
}

fn seen(
    tx: &mut dyn Tx,
    user: UserId,
    ids: &[ArticleId],
    and: &str,
) -> Result<Vec<ArticleSummary>> {
    let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let mut found: HashMap<ArticleId, ArticleSummary> = HashMap::new();
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT {SUMMARY}, {OUTLET} FROM articles a \
             JOIN article_texts t ON t.article_id = a.id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             LEFT JOIN outlets o ON o.id = a.outlet_id \
             WHERE a.id IN ({places}) AND {VISIBLE} {and}"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let article = summary(&mut row)?;
            found.insert(article.id, article);
        }
        Ok(())
    })?;
    let found = ids.iter().filter_map(|id| found.remove(id)).collect();
    with_disputes(tx, user, found)
}

fn matches(
    tx: &mut dyn Tx,
    user: UserId,
    search: SearchId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<(i64, ArticleSummary)>> {
    let sql = format!(
        "SELECT x.id, {SUMMARY}, {OUTLET} FROM search_matches x \
         JOIN kept_searches k ON k.id = x.search_id AND k.user_id = ?1 \
         JOIN articles a ON a.id = x.article_id \
         JOIN article_texts t ON t.article_id = a.id \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         LEFT JOIN outlets o ON o.id = a.outlet_id \
         WHERE x.search_id = ?2 AND x.id < ?3 AND {VISIBLE} AND NOT {MUTED} \
         ORDER BY x.id DESC LIMIT ?4"
    );
    let before = before.unwrap_or(i64::MAX);
    let rows = tx.query(&sql, &values![user, search, before, limit])?.into_iter();
    let (numbers, found): (Vec<i64>, Vec<ArticleSummary>) = rows
        .map(|mut row| Ok((row.int()?, summary(&mut row)?)))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .unzip();
    Ok(numbers.into_iter().zip(with_disputes(tx, user, found)?).collect())
}

impl Store {
    /// Articles as lists show them, in this order, without those that the user cannot see or has
    /// muted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn summaries(&self, user: UserId, ids: &[ArticleId]) -> Result<Vec<ArticleSummary>> {
        let ids = ids.to_vec();
        self.read(move |tx| shown(tx, user, &ids)).await
    }

    /// The outlets of these numbers.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outlets(&self, ids: &[OutletId]) -> Result<Vec<Outlet>> {
        let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let mut found = Vec::new();
            each_lookup(&keys, 1, |places, chunk| {
                let sql = format!("SELECT {OUTLET} FROM outlets o WHERE o.id IN ({places})");
                for mut row in tx.query(&sql, chunk)? {
                    found.extend(outlet(&mut row)?);
                }
                Ok(())
            })?;
            Ok(found)
        })
        .await
    }

    /// Stories as lists show them, in this order, without those of which the user sees nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn story_cards(&self, user: UserId, ids: &[StoryId]) -> Result<Vec<StoryCard>> {
        let ids = ids.to_vec();
        let families = self.families.clone();
        self.read(move |tx| crate::stories::cards_of(tx, &families, user, &ids)).await
    }

    /// The articles that a user has read, or starred, or muted: what a search by such a mark is
    /// narrowed to, the latest numbers first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn marked_articles(
        &self,
        user: UserId,
        mark: Marked,
        limit: u32,
    ) -> Result<Vec<ArticleId>> {
        self.read(move |tx| {
            let sql = match mark {
                Marked::Read => {
                    "SELECT article_id FROM article_states WHERE user_id = ?1 \
                     AND read_at IS NOT NULL ORDER BY article_id DESC LIMIT ?2"
                }
                Marked::Starred => {
                    "SELECT article_id FROM article_states WHERE user_id = ?1 \
                     AND starred_at IS NOT NULL ORDER BY article_id DESC LIMIT ?2"
                }
                Marked::Muted => {
                    "SELECT article_id FROM rule_hits WHERE user_id = ?1 AND effect = 'mute' \
                     UNION SELECT a.id FROM story_marks m JOIN articles a ON a.story_id = m.story_id \
                     WHERE m.user_id = ?1 AND m.mark = 'mute' ORDER BY 1 DESC LIMIT ?2"
                }
            };
            let rows = tx.query(sql, &values![user, limit])?.into_iter();
            rows.map(|mut row| row.int().map(ArticleId)).collect()
        })
        .await
    }

    /// Notes what a kept search, as it was changed at that moment, finds among the articles that
    /// its user's feeds carry, in this order, the latest last; nobody is alerted. A search that was
    /// changed again is left alone.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fill_search(
        &self,
        search: SearchId,
        changed_at: Timestamp,
        articles: &[ArticleId],
        now: Timestamp,
    ) -> Result<()> {
        for slice in articles.chunks(SLICE) {
            let slice = slice.to_vec();
            self.write(move |tx| {
                let known = "SELECT user_id FROM kept_searches WHERE id = ?1 AND changed_at = ?2";
                let Some(mut row) = query_opt(tx, known, &values![search, changed_at])? else {
                    return Ok(());
                };
                let user = UserId(row.int()?);
                let keys: Vec<Value> = slice.iter().copied().map(Value::from).collect();
                let mut there = std::collections::HashSet::new();
                each_lookup(&keys, 2, |places, chunk| {
                    let sql = format!(
                        "SELECT DISTINCT e.article_id FROM entries e JOIN subscriptions u \
                         ON u.feed_id = e.feed_id AND u.user_id = ?1 \
                         WHERE e.article_id IN ({places})"
                    );
                    let mut params = Vec::from(values![user]);
                    params.extend_from_slice(chunk);
                    for mut row in tx.query(&sql, &params)? {
                        there.insert(ArticleId(row.int()?));
                    }
                    Ok(())
                })?;
                let head = "INSERT INTO search_matches (search_id, article_id, matched_at)";
                let tail = "ON CONFLICT (search_id, article_id) DO NOTHING";
                let rows = slice
                    .iter()
                    .filter(|article| there.contains(article))
                    .map(|article| Vec::from(values![search, *article, now]));
                insert_many(tx, head, tail, rows.collect()).map(|_| ())
            })
            .await?;
        }
        Ok(())
    }

    /// What one of a user's kept searches found, the latest to match first, each with the number
    /// of its place, from such a place (left out) on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_matches(
        &self,
        user: UserId,
        search: SearchId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, ArticleSummary)>> {
        self.read(move |tx| matches(tx, user, search, before, limit)).await
    }

    /// How many articles each of a user's kept searches found that they have not read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unread_matches(&self, user: UserId) -> Result<HashMap<SearchId, u64>> {
        let sql = format!(
            "SELECT x.search_id, count(*) FROM kept_searches k \
             JOIN search_matches x ON x.search_id = k.id JOIN articles a ON a.id = x.article_id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = x.article_id \
             WHERE k.user_id = ?1 AND s.read_at IS NULL AND {VISIBLE} AND NOT {MUTED} \
             GROUP BY x.search_id"
        );
        self.read(move |tx| {
            let rows = tx.query(&sql, &values![user])?.into_iter();
            rows.map(|mut row| Ok((SearchId(row.int()?), row.u64()?))).collect()
        })
        .await
    }
}

/// A mark that a search may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// The user has read it.
    Read,
    /// The user has starred it.
    Starred,
    /// The user has muted its story, or a rule of theirs has muted it.
    Muted,
}

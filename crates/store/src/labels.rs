//! Labels that users give to articles in reader apps.

use std::collections::HashMap;

use dateline_model::UserId;
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, values};

/// The longest label, in characters; a longer one is cut.
const LONGEST: usize = 200;

/// A label as it is kept; `None` where nothing is left of it.
pub(crate) fn cut(label: &str) -> Option<String> {
    let label: String = label.trim().chars().take(LONGEST).collect();
    (!label.is_empty()).then_some(label)
}

/// Gives a label to these articles, which the user can see; gives to how many that had it not.
pub(crate) fn add(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
    label: &str,
    now: Timestamp,
) -> Result<u64> {
    let mut given = 0;
    each_lookup(articles, 4, |places, chunk| {
        let sql = format!(
            "INSERT INTO article_labels (user_id, article_id, label, at) \
             SELECT CAST(?1 AS BIGINT), a.id, CAST(?2 AS TEXT), CAST(?3 AS BIGINT) \
             FROM articles a WHERE a.id IN ({places}) \
             ON CONFLICT (user_id, article_id, label) DO NOTHING"
        );
        let mut params = Vec::from(values![user, label, now]);
        params.extend_from_slice(chunk);
        given += tx.execute(&sql, &params)?;
        Ok(())
    })?;
    Ok(given)
}

/// Takes a label from these articles; gives from how many.
pub(crate) fn remove(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
    label: &str,
) -> Result<u64> {
    let mut taken = 0;
    each_lookup(articles, 3, |places, chunk| {
        let sql = format!(
            "DELETE FROM article_labels WHERE user_id = ?1 AND label = ?2 \
             AND article_id IN ({places})"
        );
        let mut params = Vec::from(values![user, label]);
        params.extend_from_slice(chunk);
        taken += tx.execute(&sql, &params)?;
        Ok(())
    })?;
    Ok(taken)
}

/// The labels that a user gave to these articles.
pub(crate) fn of_articles(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
) -> Result<HashMap<i64, Vec<String>>> {
    let mut labels: HashMap<i64, Vec<String>> = HashMap::new();
    each_lookup(articles, 2, |places, chunk| {
        let sql = format!(
            "SELECT article_id, label FROM article_labels \
             WHERE user_id = ?1 AND article_id IN ({places}) ORDER BY article_id, at, label"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            labels.entry(row.int()?).or_default().push(row.text()?);
        }
        Ok(())
    })?;
    Ok(labels)
}

impl Store {
    /// The labels that a user gave to articles, in the order of their names.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn labels(&self, user: UserId) -> Result<Vec<String>> {
        self.read(move |tx| {
            let sql = "SELECT DISTINCT label FROM article_labels WHERE user_id = ?1";
            let rows = tx.query(sql, &values![user])?.into_iter();
            let mut labels = rows.map(|mut row| row.text()).collect::<Result<Vec<_>>>()?;
            labels.sort_by_cached_key(|label| (label.to_lowercase(), label.clone()));
            Ok(labels)
        })
        .await
    }

    /// Gives a label of a user's another name; articles that carry both keep one. `false` if the
    /// user has no such label, or the new name is empty.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rename_label(&self, user: UserId, from: &str, to: &str) -> Result<bool> {
        let (from, Some(to)) = (from.to_owned(), cut(to)) else { return Ok(false) };
        self.write(move |tx| {
            if from == to {
                let sql = "SELECT 1 FROM article_labels WHERE user_id = ?1 AND label = ?2 LIMIT 1";
                return Ok(!tx.query(sql, &values![user, &from])?.is_empty());
            }
            let sql = "INSERT INTO article_labels (user_id, article_id, label, at) \
                SELECT user_id, article_id, CAST(?3 AS TEXT), at FROM article_labels \
                WHERE user_id = ?1 AND label = ?2 \
                ON CONFLICT (user_id, article_id, label) DO NOTHING";
            tx.execute(sql, &values![user, &from, &to])?;
            let sql = "DELETE FROM article_labels WHERE user_id = ?1 AND label = ?2";
            Ok(tx.execute(sql, &values![user, &from])? > 0)
        })
        .await
    }

    /// Takes a label of a user's from all articles; `false` if there was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_label(&self, user: UserId, name: &str) -> Result<bool> {
        let name = name.to_owned();
        let sql = "DELETE FROM article_labels WHERE user_id = ?1 AND label = ?2";
        self.write(move |tx| Ok(tx.execute(sql, &values![user, &name])? > 0)).await
    }
}

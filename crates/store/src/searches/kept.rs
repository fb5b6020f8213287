//! Searches that users keep.

use std::collections::HashMap;

use dateline_model::{AlertState, KeptSearch, SearchAlert, SearchId, TargetId, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{Row, Tx, query_one, query_opt, values};

const KEPT: &str = "k.id, k.user_id, k.name, k.query, k.section, k.feed_token, k.created_at, \
    k.changed_at, k.filled_at";

fn kept(row: &mut Row) -> Result<KeptSearch> {
    Ok(KeptSearch {
        id: SearchId(row.int()?),
        user: UserId(row.int()?),
        name: row.text()?,
        query: row.text()?,
        section: row.opt_int()?.and_then(|place| u32::try_from(place).ok()),
        feed_token: row.opt_text()?,
        created_at: row.time()?,
        changed_at: row.time()?,
        filled_at: row.opt_time()?,
        alerts: Vec::new(),
    })
}

/// The kept searches that this condition, with one place, picks.
fn list(tx: &mut dyn Tx, condition: &str, value: crate::tx::Value) -> Result<Vec<KeptSearch>> {
    let params = [value];
    let sql = format!("SELECT {KEPT} FROM kept_searches k WHERE {condition} ORDER BY k.id");
    let mut found =
        tx.query(&sql, &params)?.iter_mut().map(kept).collect::<Result<Vec<KeptSearch>>>()?;
    let sql = format!(
        "SELECT x.search_id, x.target_id, x.times FROM search_alerts x \
         JOIN kept_searches k ON k.id = x.search_id WHERE {condition} ORDER BY x.target_id"
    );
    let mut alerts: HashMap<i64, Vec<SearchAlert>> = HashMap::new();
    for mut row in tx.query(&sql, &params)? {
        let search = row.int()?;
        let target = TargetId(row.int()?);
        let times = row.text()?.split_whitespace().map(str::to_owned).collect();
        alerts.entry(search).or_default().push(SearchAlert { target, times });
    }
    for search in &mut found {
        search.alerts = alerts.remove(&search.id.0).unwrap_or_default();
    }
    Ok(found)
}

impl Store {
    /// Keeps a search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_search(
        &self,
        user: UserId,
        name: &str,
        query: &str,
        now: Timestamp,
    ) -> Result<SearchId> {
        let (name, query) = (name.to_owned(), query.to_owned());
        self.write(move |tx| {
            let sql = "INSERT INTO kept_searches (user_id, name, query, created_at, changed_at) \
                VALUES (?1, ?2, ?3, ?4, ?4) RETURNING id";
            Ok(SearchId(query_one(tx, sql, &values![user, &name, &query, now])?.int()?))
        })
        .await
    }

    /// The searches that a user keeps, or that all do, in the order in which they were kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept_searches(&self, user: Option<UserId>) -> Result<Vec<KeptSearch>> {
        self.read(move |tx| match user {
            Some(user) => list(tx, "k.user_id = ?1", user.into()),
            None => list(tx, "k.id > ?1", 0_i64.into()),
        })
        .await
    }

    /// One of a user's kept searches.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept_search(&self, user: UserId, id: SearchId) -> Result<Option<KeptSearch>> {
        self.read(move |tx| {
            let found = list(tx, "k.id = ?1", id.into())?.into_iter();
            Ok(found.into_iter().find(|search| search.user == user))
        })
        .await
    }

    /// The kept search whose feed has this secret address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept_search_of_feed(&self, token: &str) -> Result<Option<KeptSearch>> {
        let token = token.to_owned();
        self.read(move |tx| {
            Ok(list(tx, "k.feed_token = ?1", token.as_str().into())?.into_iter().next())
        })
        .await
    }

    /// The kept searches that have not been filled from a whole index, in the order in which they
    /// were kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unfilled_searches(&self) -> Result<Vec<KeptSearch>> {
        self.read(|tx| list(tx, "k.filled_at IS NULL AND k.id > ?1", 0_i64.into())).await
    }

    /// A kept search, as it was changed at that moment, was filled from a whole index.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_filled(
        &self,
        id: SearchId,
        changed_at: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE kept_searches SET filled_at = ?1 WHERE id = ?2 AND changed_at = ?3";
        self.write(move |tx| tx.execute(sql, &values![now, id, changed_at]).map(|_| ())).await
    }

    /// Changes a kept search's name and query; what a query found goes with it. `false` if the
    /// user keeps no such search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn change_search(
        &self,
        user: UserId,
        id: SearchId,
        name: &str,
        query: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let (name, query) = (name.to_owned(), query.to_owned());
        self.write(move |tx| {
            let sql = "SELECT query FROM kept_searches WHERE id = ?1 AND user_id = ?2";
            let Some(mut row) = query_opt(tx, sql, &values![id, user])? else { return Ok(false) };
            tx.execute("UPDATE kept_searches SET name = ?1 WHERE id = ?2", &values![&name, id])?;
            if row.text()? != query {
                tx.execute("DELETE FROM search_matches WHERE search_id = ?1", &values![id])?;
                // What was found for the query before is told by this moment, so it never repeats.
                let sql = "UPDATE kept_searches SET query = ?1, filled_at = NULL, changed_at = \
                    CASE WHEN changed_at >= ?2 THEN changed_at + 1 ELSE ?2 END WHERE id = ?3";
                tx.execute(sql, &values![&query, now, id])?;
            }
            Ok(true)
        })
        .await
    }

    /// Sets where a kept search stands among the sections of the front page, or that it does not;
    /// `false` if the user keeps no such search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_search_section(
        &self,
        user: UserId,
        id: SearchId,
        section: Option<u32>,
    ) -> Result<bool> {
        self.write(move |tx| {
            let sql = "UPDATE kept_searches SET section = ?1 WHERE id = ?2 AND user_id = ?3";
            Ok(tx.execute(sql, &values![section, id, user])? > 0)
        })
        .await
    }

    /// Gives a kept search's feed a secret address, another one than before, or none; `false` if
    /// the user keeps no such search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_search_feed(
        &self,
        user: UserId,
        id: SearchId,
        token: Option<&str>,
    ) -> Result<bool> {
        let token = token.map(str::to_owned);
        self.write(move |tx| {
            let sql = "UPDATE kept_searches SET feed_token = ?1 WHERE id = ?2 AND user_id = ?3";
            Ok(tx.execute(sql, &values![token.as_deref(), id, user])? > 0)
        })
        .await
    }

    /// Sets to whom the new articles of a kept search are told; targets that are not the user's
    /// are left out. `false` if the user keeps no such search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_search_alerts(
        &self,
        user: UserId,
        id: SearchId,
        alerts: &[SearchAlert],
    ) -> Result<bool> {
        let alerts = alerts.to_vec();
        self.write(move |tx| {
            let sql = "SELECT id FROM kept_searches WHERE id = ?1 AND user_id = ?2";
            if query_opt(tx, sql, &values![id, user])?.is_none() {
                return Ok(false);
            }
            tx.execute("DELETE FROM search_alerts WHERE search_id = ?1", &values![id])?;
            for alert in &alerts {
                let sql = "INSERT INTO search_alerts (search_id, target_id, times) \
                    SELECT CAST(?1 AS BIGINT), t.id, CAST(?2 AS TEXT) FROM alert_targets t \
                    WHERE t.id = ?3 AND t.user_id = ?4 \
                    AND t.kind IN ('mail', 'webhook', 'ntfy') \
                    ON CONFLICT (search_id, target_id) DO UPDATE SET times = excluded.times";
                tx.execute(sql, &values![id, alert.times.join(" "), alert.target, user])?;
            }
            // What was switched off is not to come any more.
            let sql = "DELETE FROM alerts WHERE search_id = ?1 AND state = ?2 AND NOT EXISTS \
                (SELECT 1 FROM search_alerts x \
                WHERE x.search_id = alerts.search_id AND x.target_id = alerts.target_id)";
            tx.execute(sql, &values![id, AlertState::Waiting.as_str()])?;
            Ok(true)
        })
        .await
    }

    /// Keeps a search no longer, with what it found; alerts that were sent stay, those that wait do
    /// not. `false` if the user keeps no such search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_search(&self, user: UserId, id: SearchId) -> Result<bool> {
        self.write(move |tx| {
            let sql = "DELETE FROM alerts WHERE search_id = ?1 AND user_id = ?2 AND state = ?3";
            tx.execute(sql, &values![id, user, AlertState::Waiting.as_str()])?;
            let sql = "DELETE FROM kept_searches WHERE id = ?1 AND user_id = ?2";
            Ok(tx.execute(sql, &values![id, user])? > 0)
        })
        .await
    }
}

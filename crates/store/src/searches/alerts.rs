//! Alerts: claimed when they are due, and what became of them.

use dateline_model::{
    Alert, AlertId, AlertState, AlertTask, ArticleId, ReadingChoices, SearchId, TargetId, UserId,
    WorkerId,
};
use jiff::Timestamp;

use super::matches::{picked, shown};
use super::targets::{TARGET, Trial, note_trial, target};
use crate::Store;
use crate::error::Result;
use crate::tx::{Row, Tx, query_one, query_opt, values};
use crate::workers::{lease_end, note_worker};

/// An alert tells of so many articles at the most, the latest.
const MOST_ARTICLES: u32 = 100;

/// So many alerts are in hand at once of one target and of one user, so that a server that lets one
/// wait keeps the alerts of others from nobody.
const TO_A_TARGET: u32 = 2;
const OF_A_USER: u32 = 4;

const ALERT: &str = "l.id, l.user_id, l.search_id, l.target_id, l.name, l.state, l.created_at, \
    l.due_at, l.sent_at, l.attempts, l.last_error, \
    (SELECT count(*) FROM alert_articles x WHERE x.alert_id = l.id)";

fn alert(row: &mut Row) -> Result<Alert> {
    Ok(Alert {
        id: AlertId(row.int()?),
        user: UserId(row.int()?),
        search: row.opt_int()?.map(SearchId),
        target: TargetId(row.int()?),
        name: row.text()?,
        state: AlertState::from_stored(&row.text()?),
        created_at: row.time()?,
        due_at: row.opt_time()?,
        sent_at: row.opt_time()?,
        attempts: row.u32()?,
        last_error: row.opt_text()?,
        articles: row.u64()?,
    })
}

fn claim(
    tx: &mut dyn Tx,
    worker: &WorkerId,
    now: Timestamp,
    wall: Timestamp,
    limit: u32,
) -> Result<Vec<AlertTask>> {
    note_worker(tx, worker, wall)?;
    // Alerts in hand stay due, so they count among those of their target and user.
    let sql = "UPDATE alerts SET lease_owner = ?1, lease_until = ?2 WHERE id IN \
        (SELECT id FROM (SELECT id, due_at, held, row_number() OVER (PARTITION BY user_id \
        ORDER BY held DESC, place, due_at, id) AS turn FROM (SELECT id, user_id, due_at, held, \
        row_number() OVER (PARTITION BY target_id ORDER BY held DESC, due_at, id) AS place \
        FROM (SELECT id, user_id, target_id, due_at, CASE WHEN lease_owner IS NOT NULL \
        AND lease_until >= ?4 THEN 1 ELSE 0 END AS held FROM alerts WHERE due_at <= ?3) d) p \
        WHERE place <= ?6) t WHERE turn <= ?7 AND held = 0 ORDER BY due_at, id LIMIT ?5) \
        AND (lease_owner IS NULL OR lease_until < ?4) RETURNING id";
    let params = values![worker, lease_end(wall), now, wall, limit, TO_A_TARGET, OF_A_USER];
    let rows = tx.query(sql, &params)?.into_iter();
    let ids = rows.map(|mut row| row.int()).collect::<Result<Vec<i64>>>()?;
    let mut tasks = Vec::with_capacity(ids.len());
    for id in ids {
        let sql = format!(
            "SELECT {ALERT}, {TARGET} FROM alerts l JOIN alert_targets t ON t.id = l.target_id \
             WHERE l.id = ?1"
        );
        let mut row = query_one(tx, &sql, &values![id])?;
        let (alert, target) = (alert(&mut row)?, target(&mut row)?);
        let sql = "SELECT article_id FROM alert_articles WHERE alert_id = ?1 \
            ORDER BY article_id DESC LIMIT ?2";
        let rows = tx.query(sql, &values![id, MOST_ARTICLES])?.into_iter();
        let articles = rows.map(|mut row| row.int().map(ArticleId)).collect::<Result<Vec<_>>>()?;
        let articles = match alert.search.is_none() {
            true => picked(tx, alert.user, &articles)?,
            false => shown(tx, alert.user, &articles)?,
        };
        let sql = "SELECT reading_choices FROM users WHERE id = ?1";
        let choices: ReadingChoices = query_one(tx, sql, &values![alert.user])?.json()?;
        tasks.push(AlertTask { alert, target, articles, tongue: choices.tongue });
    }
    Ok(tasks)
}

impl Store {
    /// Takes alerts that are due under a lease, the longest due first: of one target and of one user
    /// only some, those that are in hand already counted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_alerts(
        &self,
        worker: &WorkerId,
        now: Timestamp,
        wall: Timestamp,
        limit: u32,
    ) -> Result<Vec<AlertTask>> {
        let worker = worker.clone();
        self.write(move |tx| claim(tx, &worker, now, wall, limit)).await
    }

    /// When the next alert is due that nobody has claimed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_alert_at(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT min(due_at) FROM alerts WHERE due_at IS NOT NULL AND lease_owner IS NULL";
        self.read(move |tx| query_one(tx, sql, &[])?.opt_time()).await
    }

    /// A claimed alert was taken by the other side, or had nothing to tell any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn alert_sent(&self, worker: &WorkerId, id: AlertId, now: Timestamp) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| {
            let sql = "UPDATE alerts SET state = ?1, sent_at = ?2, due_at = NULL, \
                attempts = attempts + 1, last_error = NULL, lease_owner = NULL, \
                lease_until = NULL WHERE id = ?3 AND lease_owner = ?4 RETURNING target_id";
            let params = values![AlertState::Sent.as_str(), now, id, &worker];
            if let Some(mut row) = query_opt(tx, sql, &params)? {
                let sql = "UPDATE alert_targets SET sent_at = ?1, failing_since = NULL, \
                    last_error = NULL WHERE id = ?2";
                tx.execute(sql, &values![now, row.int()?])?;
            }
            Ok(())
        })
        .await
    }

    /// A claimed alert could not be sent: it is tried again at `again`, or given up without that.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn alert_failed(
        &self,
        worker: &WorkerId,
        id: AlertId,
        why: &str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let (worker, why) = (worker.clone(), why.to_owned());
        let state = if again.is_some() { AlertState::Waiting } else { AlertState::Failed };
        self.write(move |tx| {
            let sql = "UPDATE alerts SET state = ?1, due_at = ?2, attempts = attempts + 1, \
                last_error = ?3, lease_owner = NULL, lease_until = NULL \
                WHERE id = ?4 AND lease_owner = ?5 RETURNING target_id";
            let params = values![state.as_str(), again, &why, id, &worker];
            if let Some(mut row) = query_opt(tx, sql, &params)? {
                let sql = "UPDATE alert_targets SET last_error = ?1, \
                    failing_since = coalesce(failing_since, ?2) WHERE id = ?3";
                tx.execute(sql, &values![&why, now, row.int()?])?;
            }
            Ok(())
        })
        .await
    }

    /// Gives claimed alerts back unsent.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_alerts(&self, worker: &WorkerId) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| {
            let sql = "UPDATE alerts SET lease_owner = NULL, lease_until = NULL \
                WHERE lease_owner = ?1";
            tx.execute(sql, &values![&worker]).map(|_| ())
        })
        .await
    }

    /// A user's alerts, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn alerts_of(&self, user: UserId, limit: u32) -> Result<Vec<Alert>> {
        let sql = format!(
            "SELECT {ALERT} FROM alerts l WHERE l.user_id = ?1 ORDER BY l.id DESC LIMIT ?2"
        );
        self.read(move |tx| tx.query(&sql, &values![user, limit])?.iter_mut().map(alert).collect())
            .await
    }

    /// Makes an alert of a user's that was not sent due at once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry_alert(&self, user: UserId, id: AlertId, now: Timestamp) -> Result<Trial> {
        self.write(move |tx| {
            let known = "SELECT 1 FROM alerts WHERE id = ?1 AND user_id = ?2";
            if query_opt(tx, known, &values![id, user])?.is_none() {
                return Ok(Trial::Unknown);
            }
            if !note_trial(tx, user, now)? {
                return Ok(Trial::TooMany);
            }
            let sql = "UPDATE alerts SET state = ?1, due_at = ?2 \
                WHERE id = ?3 AND user_id = ?4 AND state <> ?5 AND lease_owner IS NULL";
            let (waiting, sent) = (AlertState::Waiting.as_str(), AlertState::Sent.as_str());
            if tx.execute(sql, &values![waiting, now, id, user, sent])? == 0 {
                return Ok(Trial::Unknown);
            }
            Ok(Trial::Opened)
        })
        .await
    }

    /// Forgets alerts that were done with before a moment; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_alerts(&self, before: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            let sql = "DELETE FROM alerts WHERE due_at IS NULL AND created_at < ?1";
            tx.execute(sql, &values![before])
        })
        .await
    }
}

//! Where alerts of users go.

use dateline_model::{AlertState, AlertTarget, TargetId, TargetKind, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::{Row, query_one, query_opt, values};

pub(super) const TARGET: &str = "t.id, t.user_id, t.kind, t.address, t.secret, t.created_at, \
    t.sent_at, t.failing_since, t.last_error";

pub(super) fn target(row: &mut Row) -> Result<AlertTarget> {
    let (id, user, kind) = (TargetId(row.int()?), UserId(row.int()?), row.text()?);
    let kind = TargetKind::from_stored(&kind)
        .ok_or_else(|| StoreError::Data { what: format!("an alert goes by “{kind}”") })?;
    Ok(AlertTarget {
        id,
        user,
        kind,
        address: row.text()?,
        secret: row.text()?,
        created_at: row.time()?,
        sent_at: row.opt_time()?,
        failing_since: row.opt_time()?,
        last_error: row.opt_text()?,
    })
}

impl Store {
    /// Makes a place where alerts of a user can go.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_alert_target(
        &self,
        user: UserId,
        kind: TargetKind,
        address: &str,
        secret: &str,
        now: Timestamp,
    ) -> Result<TargetId> {
        let (address, secret) = (address.to_owned(), secret.to_owned());
        self.write(move |tx| {
            let sql = "INSERT INTO alert_targets (user_id, kind, address, secret, created_at) \
                VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
            let params = values![user, kind.as_str(), &address, &secret, now];
            Ok(TargetId(query_one(tx, sql, &params)?.int()?))
        })
        .await
    }

    /// The places where alerts of a user can go, in the order in which they were made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn alert_targets(&self, user: UserId) -> Result<Vec<AlertTarget>> {
        let sql =
            format!("SELECT {TARGET} FROM alert_targets t WHERE t.user_id = ?1 ORDER BY t.id");
        self.read(move |tx| tx.query(&sql, &values![user])?.iter_mut().map(target).collect()).await
    }

    /// Removes a place where alerts of a user go, with what was sent there; `false` if there is no
    /// such place.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_alert_target(&self, user: UserId, id: TargetId) -> Result<bool> {
        self.write(move |tx| {
            let sql = "DELETE FROM alert_targets WHERE id = ?1 AND user_id = ?2";
            Ok(tx.execute(sql, &values![id, user])? > 0)
        })
        .await
    }

    /// Opens an alert without articles, which only shows that a target is reached; `false` if the
    /// user has no such target.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn try_alert_target(
        &self,
        user: UserId,
        id: TargetId,
        now: Timestamp,
    ) -> Result<bool> {
        self.write(move |tx| {
            let sql = "INSERT INTO alerts \
                (user_id, search_id, target_id, name, state, created_at, due_at, attempts) \
                SELECT t.user_id, NULL, t.id, '', CAST(?3 AS TEXT), CAST(?4 AS BIGINT), \
                CAST(?4 AS BIGINT), 0 FROM alert_targets t WHERE t.id = ?1 AND t.user_id = ?2 \
                RETURNING id";
            let params = values![id, user, AlertState::Waiting.as_str(), now];
            Ok(query_opt(tx, sql, &params)?.is_some())
        })
        .await
    }
}

//! Where alerts of users go.

use dateline_model::{AlertState, AlertTarget, TargetId, TargetKind, UserId};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::{Row, Tx, query_one, query_opt, values};

pub(super) const TARGET: &str = "t.id, t.user_id, t.kind, t.address, t.secret, t.created_at, \
    t.confirmed_at, t.sent_at, t.failing_since, t.last_error, t.name, t.options";

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
        confirmed_at: row.opt_time()?,
        sent_at: row.opt_time()?,
        failing_since: row.opt_time()?,
        last_error: row.opt_text()?,
        name: row.text()?,
        options: row.text()?,
    })
}

/// How often a user may have something sent by hand within an hour, whatever became of the targets.
const TRIALS_AN_HOUR: u64 = 10;

/// What became of asking for something to be sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// It is due now.
    Opened,
    /// The user has no such thing, or it was sent.
    Unknown,
    /// The user asked too often within the hour.
    TooMany,
}

/// Notes that a user has something sent by hand; `false` if they did so too often.
pub(super) fn note_trial(tx: &mut dyn Tx, user: UserId, now: Timestamp) -> Result<bool> {
    let since = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
    let sql = "DELETE FROM alert_trials WHERE user_id = ?1 AND at <= ?2";
    tx.execute(sql, &values![user, since])?;
    let sql = "SELECT count(*) FROM alert_trials WHERE user_id = ?1";
    if query_one(tx, sql, &values![user])?.u64()? >= TRIALS_AN_HOUR {
        return Ok(false);
    }
    tx.execute("INSERT INTO alert_trials (user_id, at) VALUES (?1, ?2)", &values![user, now])?;
    Ok(true)
}

impl Store {
    /// Makes a place where alerts of a user can go; to an address of e-mail none goes before it is
    /// confirmed with its secret.
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
            let sql = "INSERT INTO alert_targets \
                (user_id, kind, address, secret, created_at, confirmed_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
            let confirmed = (kind != TargetKind::Mail).then_some(now);
            let params = values![user, kind.as_str(), &address, &secret, now, confirmed];
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

    /// Confirms a place where alerts of a user go with its secret; `false` if that is another, or
    /// there is no such place.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn confirm_alert_target(
        &self,
        user: UserId,
        id: TargetId,
        secret: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let secret = secret.to_owned();
        self.write(move |tx| {
            let sql = "UPDATE alert_targets SET confirmed_at = coalesce(confirmed_at, ?1) \
                WHERE id = ?2 AND user_id = ?3 AND secret = ?4 AND secret <> ''";
            Ok(tx.execute(sql, &values![now, id, user, &secret])? > 0)
        })
        .await
    }

    /// Opens an alert without articles, which only shows that a target is reached, or how an
    /// address is confirmed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn try_alert_target(
        &self,
        user: UserId,
        id: TargetId,
        now: Timestamp,
    ) -> Result<Trial> {
        self.write(move |tx| {
            let known = "SELECT 1 FROM alert_targets WHERE id = ?1 AND user_id = ?2";
            if query_opt(tx, known, &values![id, user])?.is_none() {
                return Ok(Trial::Unknown);
            }
            if !note_trial(tx, user, now)? {
                return Ok(Trial::TooMany);
            }
            let sql = "INSERT INTO alerts \
                (user_id, search_id, target_id, name, state, created_at, due_at, attempts) \
                SELECT t.user_id, NULL, t.id, '', CAST(?3 AS TEXT), CAST(?4 AS BIGINT), \
                CAST(?4 AS BIGINT), 0 FROM alert_targets t WHERE t.id = ?1 AND t.user_id = ?2";
            let params = values![id, user, AlertState::Waiting.as_str(), now];
            tx.execute(sql, &params)?;
            Ok(Trial::Opened)
        })
        .await
    }
}

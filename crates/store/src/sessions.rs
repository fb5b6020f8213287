//! Sessions of browsers, and secrets that the server keeps for itself.

use dateline_model::{NewSession, OpenSession, Session, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{query_one, query_opt, values};
use crate::users::{USER, user};

impl Store {
    /// Keeps a session.
    ///
    /// # Errors
    /// When the store fails or the user does not exist.
    pub async fn create_session(&self, session: NewSession) -> Result<()> {
        self.write(move |tx| {
            let sql = "INSERT INTO sessions \
                (token_hash, user_id, csrf, created_at, expires_at, browser) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let params = values![
                &session.token_hash,
                session.user,
                &session.csrf,
                session.created_at,
                session.expires_at,
                &session.browser,
            ];
            tx.execute(sql, &params).map(|_| ())
        })
        .await
    }

    /// The session of a token's hash, unless it has ended by `now`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<Session>> {
        let token_hash = token_hash.to_owned();
        let sql = format!(
            "SELECT {USER}, s.csrf, s.expires_at, coalesce(s.seen_at, s.created_at) \
             FROM sessions s JOIN users u ON u.id = s.user_id \
             WHERE s.token_hash = ?1 AND s.expires_at > ?2"
        );
        self.read(move |tx| {
            let Some(mut row) = query_opt(tx, &sql, &values![&token_hash, now])? else {
                return Ok(None);
            };
            let user = user(&mut row)?;
            Ok(Some(Session {
                user,
                csrf: row.text()?,
                expires_at: row.time()?,
                seen_at: row.time()?,
            }))
        })
        .await
    }

    /// Ends a session; `false` if there was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_session(&self, token_hash: &str) -> Result<bool> {
        let token_hash = token_hash.to_owned();
        self.write(move |tx| {
            let sql = "DELETE FROM sessions WHERE token_hash = ?1";
            Ok(tx.execute(sql, &values![&token_hash])? > 0)
        })
        .await
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn see_session(&self, token_hash: &str, now: Timestamp) -> Result<()> {
        let token_hash = token_hash.to_owned();
        self.write(move |tx| {
            let sql = "UPDATE sessions SET seen_at = ?1 WHERE token_hash = ?2";
            tx.execute(sql, &values![now, &token_hash]).map(|_| ())
        })
        .await
    }

    /// The running sessions of a user, the one that began last first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<OpenSession>> {
        self.read(move |tx| {
            let sql = "SELECT token_hash, browser, created_at, seen_at FROM sessions \
                WHERE user_id = ?1 AND expires_at > ?2 ORDER BY created_at DESC, token_hash";
            let open = |mut row: crate::tx::Row| {
                Ok(OpenSession {
                    token_hash: row.text()?,
                    browser: row.text()?,
                    created_at: row.time()?,
                    seen_at: row.opt_time()?,
                })
            };
            tx.query(sql, &values![user, now])?.into_iter().map(open).collect()
        })
        .await
    }

    /// Ends a session of a user; `false` if there was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_session_of(&self, user: UserId, token_hash: &str) -> Result<bool> {
        let token_hash = token_hash.to_owned();
        self.write(move |tx| {
            let sql = "DELETE FROM sessions WHERE token_hash = ?1 AND user_id = ?2";
            Ok(tx.execute(sql, &values![&token_hash, user])? > 0)
        })
        .await
    }

    /// Ends all sessions of a user; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_all_sessions(&self, user: UserId) -> Result<u64> {
        self.write(move |tx| tx.execute("DELETE FROM sessions WHERE user_id = ?1", &values![user]))
            .await
    }

    /// Forgets sessions that have ended by `now`; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_sessions(&self, now: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            tx.execute("DELETE FROM sessions WHERE expires_at <= ?1", &values![now])
        })
        .await
    }

    /// The secret that is kept under a name; `fresh` is kept and given if there was none, so that
    /// all processes of an instance work with the same one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn secret(&self, name: &str, fresh: &str) -> Result<String> {
        let (name, fresh) = (name.to_owned(), fresh.to_owned());
        self.write(move |tx| {
            let sql = "INSERT INTO secrets (name, value) VALUES (?1, ?2) \
                ON CONFLICT (name) DO NOTHING";
            tx.execute(sql, &values![&name, &fresh])?;
            let sql = "SELECT value FROM secrets WHERE name = ?1";
            query_one(tx, sql, &values![&name])?.text()
        })
        .await
    }
}

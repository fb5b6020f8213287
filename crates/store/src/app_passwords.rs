//! App passwords: only digests of their secrets are kept.

use dateline_model::{AppPassword, AppPasswordId, NewAppPassword, Scopes, User, UserId};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::error::Result;
use crate::tx::{Row, query_one, query_opt, values};
use crate::users::{USER, user};

/// The columns that [`app_password`] reads, in its order.
const APP_PASSWORD: &str =
    "p.id, p.user_id, p.name, p.may_write, p.is_admin, p.created_at, p.used_at";

/// How exactly it is kept when one was used: an app that asks every second costs no write each time.
const USED: SignedDuration = SignedDuration::from_hours(1);

fn app_password(row: &mut Row) -> Result<AppPassword> {
    Ok(AppPassword {
        id: AppPasswordId(row.int()?),
        user: UserId(row.int()?),
        name: row.text()?,
        scopes: Scopes { write: row.bool()?, admin: row.bool()? },
        created_at: row.time()?,
        used_at: row.opt_time()?,
    })
}

impl Store {
    /// Keeps an app password.
    ///
    /// # Errors
    /// When the store fails, the user does not exist or the digest is known.
    pub async fn create_app_password(&self, new: NewAppPassword) -> Result<AppPassword> {
        self.write(move |tx| {
            let sql = "INSERT INTO app_passwords \
                (user_id, name, may_write, is_admin, digest, fever_digest, created_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id";
            let params = values![
                new.user,
                &new.name,
                new.scopes.write,
                new.scopes.admin,
                &new.digest,
                &new.fever_digest,
                new.created_at,
            ];
            let id = query_one(tx, sql, &params)?.int()?;
            let sql = format!("SELECT {APP_PASSWORD} FROM app_passwords p WHERE p.id = ?1");
            app_password(&mut query_one(tx, &sql, &values![id])?)
        })
        .await
    }

    /// A user's app passwords, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn app_passwords(&self, user: UserId) -> Result<Vec<AppPassword>> {
        let sql = format!(
            "SELECT {APP_PASSWORD} FROM app_passwords p WHERE p.user_id = ?1 ORDER BY p.id"
        );
        self.read(move |tx| tx.query(&sql, &values![user])?.iter_mut().map(app_password).collect())
            .await
    }

    /// Revokes one of a user's app passwords; `false` if there is no such one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revoke_app_password(&self, user: UserId, id: AppPasswordId) -> Result<bool> {
        let sql = "DELETE FROM app_passwords WHERE id = ?1 AND user_id = ?2";
        self.write(move |tx| Ok(tx.execute(sql, &values![id, user])? > 0)).await
    }

    /// The app password of a secret's digest, with its user. That it was used is noted at most once
    /// an hour.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn user_of_app_password(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<(User, AppPassword)>> {
        self.user_by_digest("digest", digest, now).await
    }

    /// The same by the digest of a key of Fever's protocol.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn user_of_fever_key(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<(User, AppPassword)>> {
        self.user_by_digest("fever_digest", digest, now).await
    }

    async fn user_by_digest(
        &self,
        column: &'static str,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<(User, AppPassword)>> {
        let digest = digest.to_owned();
        let sql = format!(
            "SELECT {USER}, {APP_PASSWORD} FROM app_passwords p JOIN users u ON u.id = p.user_id \
             WHERE p.{column} = ?1"
        );
        let found = self
            .read(move |tx| {
                let Some(mut row) = query_opt(tx, &sql, &values![&digest])? else {
                    return Ok(None);
                };
                Ok(Some((user(&mut row)?, app_password(&mut row)?)))
            })
            .await?;
        if let Some((_, password)) = &found
            && password.used_at.is_none_or(|used| now.duration_since(used) >= USED)
        {
            let id = password.id;
            let sql = "UPDATE app_passwords SET used_at = ?1 WHERE id = ?2";
            self.write(move |tx| tx.execute(sql, &values![now, id])).await?;
        }
        Ok(found)
    }
}

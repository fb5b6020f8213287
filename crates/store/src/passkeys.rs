//! Passkeys: public keys that users sign in with.

use dateline_model::{NewPasskey, Passkey, PasskeyId, User, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{Row, query_opt, values};
use crate::users::{USER, user};

const COLUMNS: &str =
    "p.id, p.user_id, p.credential, p.name, p.public_key, p.counter, p.created_at, p.used_at";

fn passkey(row: &mut Row) -> Result<Passkey> {
    Ok(Passkey {
        id: PasskeyId(row.int()?),
        user: UserId(row.int()?),
        credential: row.text()?,
        name: row.text()?,
        public_key: row.text()?,
        counter: row.u32()?,
        created_at: row.time()?,
        used_at: row.opt_time()?,
    })
}

impl Store {
    /// Keeps a passkey; `false` if its credential is known already, whosever it is.
    ///
    /// # Errors
    /// When the store fails or the user does not exist.
    pub async fn add_passkey(&self, new: NewPasskey) -> Result<bool> {
        self.write(move |tx| {
            let sql = "INSERT INTO passkeys \
                (user_id, credential, name, public_key, counter, created_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (credential) DO NOTHING";
            let params = values![
                new.user,
                &new.credential,
                &new.name,
                &new.public_key,
                new.counter,
                new.created_at,
            ];
            Ok(tx.execute(sql, &params)? > 0)
        })
        .await
    }

    /// A user's passkeys, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkeys(&self, user: UserId) -> Result<Vec<Passkey>> {
        let sql = format!("SELECT {COLUMNS} FROM passkeys p WHERE p.user_id = ?1 ORDER BY p.id");
        self.read(move |tx| tx.query(&sql, &values![user])?.iter_mut().map(passkey).collect()).await
    }

    /// The passkey of a credential with its user.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkey(&self, credential: &str) -> Result<Option<(User, Passkey)>> {
        let credential = credential.to_owned();
        let sql = format!(
            "SELECT {USER}, {COLUMNS} FROM passkeys p JOIN users u ON u.id = p.user_id \
             WHERE p.credential = ?1"
        );
        self.read(move |tx| {
            let Some(mut row) = query_opt(tx, &sql, &values![&credential])? else {
                return Ok(None);
            };
            let user = user(&mut row)?;
            Ok(Some((user, passkey(&mut row)?)))
        })
        .await
    }

    /// Notes that a passkey was used. `false` where another sign-in has brought its count as far
    /// in the meantime, which an authenticator that exists once cannot do.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn use_passkey(&self, id: PasskeyId, counter: u32, now: Timestamp) -> Result<bool> {
        self.write(move |tx| {
            let sql = "UPDATE passkeys SET counter = ?1, used_at = ?2 \
                WHERE id = ?3 AND (counter < ?1 OR (counter = 0 AND ?1 = 0))";
            Ok(tx.execute(sql, &values![counter, now, id])? > 0)
        })
        .await
    }

    /// Takes a passkey of a user away; `false` if there was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_passkey(&self, user: UserId, id: PasskeyId) -> Result<bool> {
        self.write(move |tx| {
            let sql = "DELETE FROM passkeys WHERE id = ?1 AND user_id = ?2";
            Ok(tx.execute(sql, &values![id, user])? > 0)
        })
        .await
    }
}

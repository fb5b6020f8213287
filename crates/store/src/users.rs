//! People with an account.

use dateline_model::{Role, User, UserHoldings, UserId};
use jiff::Timestamp;

use crate::error::{Result, StoreError};
use crate::subscriptions::remove_feeds_nobody_reads;
use crate::tx::{Row, Tx, query_one, query_opt, values};
use crate::{Store, merge};

/// The columns that [`user`] reads, in its order.
pub(crate) const USER: &str = "u.id, u.name, u.role, u.password_hash, u.created_at, \
    u.reading_choices";

/// The owner's number.
const OWNER: UserId = UserId(1);

pub(crate) fn user(row: &mut Row) -> Result<User> {
    Ok(User {
        id: UserId(row.int()?),
        name: row.text()?,
        role: Role::from_stored(&row.text()?),
        password_hash: row.opt_text()?,
        created_at: row.time()?,
        reading: row.json()?,
    })
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether there is any account, which only a new store lacks.
pub(crate) fn any(tx: &mut dyn Tx) -> Result<bool> {
    Ok(query_opt(tx, "SELECT id FROM users LIMIT 1", &[])?.is_some())
}

/// Makes the owner's account in a new store; another process may have been first.
pub(crate) fn make_owner(tx: &mut dyn Tx, now: Timestamp) -> Result<()> {
    if any(tx)? {
        return Ok(());
    }
    let sql = "INSERT INTO users (id, name, name_folded, role, created_at) \
        VALUES (?1, 'owner', 'owner', ?2, ?3)";
    tx.execute(sql, &values![OWNER, Role::Admin.as_str(), now])?;
    tx.resume_ids("users")
}

/// Whether a name is somebody's, whatever its capitals.
pub(crate) fn is_taken(tx: &mut dyn Tx, name: &str) -> Result<bool> {
    let sql = "SELECT id FROM users WHERE name_folded = ?1";
    Ok(query_opt(tx, sql, &values![folded(name)])?.is_some())
}

/// Makes an account; `None` if the name is somebody's.
pub(crate) fn insert(
    tx: &mut dyn Tx,
    name: &str,
    role: Role,
    password_hash: Option<&str>,
    now: Timestamp,
) -> Result<Option<User>> {
    let sql = "INSERT INTO users (name, name_folded, role, password_hash, created_at) \
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name_folded) DO NOTHING RETURNING id";
    let params = values![name, folded(name), role.as_str(), password_hash, now];
    let Some(mut row) = query_opt(tx, sql, &params)? else { return Ok(None) };
    let sql = format!("SELECT {USER} FROM users u WHERE u.id = ?1");
    user(&mut query_one(tx, &sql, &values![row.int()?])?).map(Some)
}

/// Whether there is an admin beside this user. Whoever asks keeps every admin's row until the end
/// of the transaction, so that two cannot stop being the last one at the same time.
fn has_other_admin(tx: &mut dyn Tx, id: UserId) -> Result<bool> {
    tx.execute("UPDATE users SET role = role WHERE role = 'admin'", &[])?;
    let sql = "SELECT count(*) FROM users WHERE role = 'admin' AND id <> ?1";
    Ok(query_one(tx, sql, &values![id])?.int()? > 0)
}

fn is_admin(tx: &mut dyn Tx, id: UserId) -> Result<bool> {
    let sql = "SELECT id FROM users WHERE id = ?1 AND role = 'admin'";
    Ok(query_opt(tx, sql, &values![id])?.is_some())
}

impl Store {
    /// The owner of the instance, who exists from the first start on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn owner(&self) -> Result<User> {
        let sql = format!("SELECT {USER} FROM users u WHERE u.id = ?1");
        self.read(move |tx| user(&mut query_one(tx, &sql, &values![OWNER])?)).await
    }

    /// The user of a number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn user(&self, id: UserId) -> Result<Option<User>> {
        let sql = format!("SELECT {USER} FROM users u WHERE u.id = ?1");
        self.read(move |tx| {
            query_opt(tx, &sql, &values![id])?.map(|mut row| user(&mut row)).transpose()
        })
        .await
    }

    /// The user of a name, whatever its capitals.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn user_by_name(&self, name: &str) -> Result<Option<User>> {
        let sql = format!("SELECT {USER} FROM users u WHERE u.name_folded = ?1");
        let name = folded(name);
        self.read(move |tx| {
            query_opt(tx, &sql, &values![&name])?.map(|mut row| user(&mut row)).transpose()
        })
        .await
    }

    /// All users, the oldest account first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn users(&self) -> Result<Vec<User>> {
        let sql = format!("SELECT {USER} FROM users u ORDER BY u.id");
        self.read(move |tx| tx.query(&sql, &[])?.iter_mut().map(user).collect()).await
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is somebody's, whatever its capitals.
    pub async fn create_user(
        &self,
        name: &str,
        role: Role,
        password_hash: Option<&str>,
        now: Timestamp,
    ) -> Result<User> {
        let name = name.trim().to_owned();
        let hash = password_hash.map(str::to_owned);
        let wanted = name.clone();
        let made = self.write(move |tx| insert(tx, &name, role, hash.as_deref(), now)).await?;
        made.ok_or(StoreError::Taken { name: wanted })
    }

    /// Sets a password's hash and ends all sessions of that user; `false` if there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_password(&self, id: UserId, password_hash: &str) -> Result<bool> {
        let hash = password_hash.to_owned();
        self.write(move |tx| {
            let sql = "UPDATE users SET password_hash = ?1 WHERE id = ?2";
            let known = tx.execute(sql, &values![&hash, id])? > 0;
            tx.execute("DELETE FROM sessions WHERE user_id = ?1", &values![id])?;
            Ok(known)
        })
        .await
    }

    /// Gives a user another role; `false` if there is no such user.
    ///
    /// # Errors
    /// [`StoreError::LastAdmin`] when nobody else would be an admin.
    pub async fn set_role(&self, id: UserId, role: Role) -> Result<bool> {
        let known = self
            .write(move |tx| {
                let demotes = role != Role::Admin && is_admin(tx, id)?;
                if demotes && !has_other_admin(tx, id)? {
                    return Ok(None);
                }
                let sql = "UPDATE users SET role = ?1 WHERE id = ?2";
                Ok(Some(tx.execute(sql, &values![role.as_str(), id])? > 0))
            })
            .await?;
        known.ok_or(StoreError::LastAdmin)
    }

    /// What would go with an account if it were removed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn user_holdings(&self, id: UserId) -> Result<UserHoldings> {
        self.read(move |tx| {
            let mut count = |sql: &str| query_one(tx, sql, &values![id])?.u64();
            Ok(UserHoldings {
                feeds: count("SELECT count(*) FROM subscriptions WHERE user_id = ?1")?,
                feeds_alone: count(
                    "SELECT count(*) FROM subscriptions s WHERE s.user_id = ?1 AND NOT EXISTS \
                     (SELECT 1 FROM subscriptions o \
                      WHERE o.feed_id = s.feed_id AND o.user_id <> ?1)",
                )?,
                starred: count(
                    "SELECT count(*) FROM article_states \
                     WHERE user_id = ?1 AND starred_at IS NOT NULL",
                )?,
                searches: count("SELECT count(*) FROM kept_searches WHERE user_id = ?1")?,
                app_passwords: count("SELECT count(*) FROM app_passwords WHERE user_id = ?1")?,
            })
        })
        .await
    }

    /// Deletes an account with its subscriptions, its marks, and the feeds that nobody else
    /// subscribes to; `false` if there is no such user.
    ///
    /// # Errors
    /// [`StoreError::OwnerStays`] for the owner, and [`StoreError::LastAdmin`] when nobody else
    /// is an admin.
    pub async fn delete_user(&self, id: UserId) -> Result<bool> {
        if id == OWNER {
            return Err(StoreError::OwnerStays);
        }
        let known = self
            .write(move |tx| {
                if is_admin(tx, id)? && !has_other_admin(tx, id)? {
                    return Ok(None);
                }
                let feeds = feeds_of(tx, id)?;
                let sql = "SELECT article_id FROM article_states \
                WHERE user_id = ?1 AND starred_at IS NOT NULL";
                let rows = tx.query(sql, &values![id])?;
                let starred =
                    rows.into_iter().map(|mut row| row.int()).collect::<Result<Vec<_>>>()?;
                let known = tx.execute("DELETE FROM users WHERE id = ?1", &values![id])? > 0;
                remove_feeds_nobody_reads(tx, &feeds)?;
                merge::remove_lone_articles(tx, &starred)?;
                Ok(Some(known))
            })
            .await?;
        known.ok_or(StoreError::LastAdmin)
    }

    /// Whether any user can sign in, which is when an instance counts as set up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn anyone_has_password(&self) -> Result<bool> {
        self.read(|tx| has_password(tx)).await
    }

    /// Gives the owner a name and a password if nobody has a password yet; `false` otherwise, so
    /// that of two who try only one succeeds.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is another user's.
    pub async fn claim_owner(
        &self,
        name: &str,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let name = name.trim().to_owned();
        let wanted = name.clone();
        let hash = password_hash.to_owned();
        let claimed = self
            .write(move |tx| {
                // The row lock makes a second process wait here and see the first one's password.
                tx.execute("UPDATE users SET role = role WHERE id = ?1", &values![OWNER])?;
                if has_password(tx)? {
                    return Ok(Some(false));
                }
                let taken = "SELECT id FROM users WHERE name_folded = ?1 AND id <> ?2";
                if query_opt(tx, taken, &values![folded(&name), OWNER])?.is_some() {
                    return Ok(None);
                }
                let sql = "UPDATE users SET name = ?1, name_folded = ?2, password_hash = ?3, \
                    created_at = ?4 WHERE id = ?5";
                let params = values![&name, folded(&name), &hash, now, OWNER];
                Ok(Some(tx.execute(sql, &params)? > 0))
            })
            .await?;
        claimed.ok_or(StoreError::Taken { name: wanted })
    }
}

fn has_password(tx: &mut dyn Tx) -> Result<bool> {
    let sql = "SELECT count(*) FROM users WHERE password_hash IS NOT NULL";
    Ok(query_one(tx, sql, &[])?.int()? > 0)
}

fn feeds_of(tx: &mut dyn Tx, user: UserId) -> Result<Vec<i64>> {
    let sql = "SELECT feed_id FROM subscriptions WHERE user_id = ?1";
    tx.query(sql, &values![user])?.into_iter().map(|mut row| row.int()).collect()
}

//! Accounts at OpenID providers, and whom they sign in as.

use dateline_model::{Identity, Role, User, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::{Row, Tx, query_opt, values};
use crate::users::{self, USER, user};

fn identity(row: &mut Row) -> Result<Identity> {
    Ok(Identity {
        issuer: row.text()?,
        subject: row.text()?,
        user: UserId(row.int()?),
        name: row.text()?,
        created_at: row.time()?,
    })
}

pub(crate) fn user_of(tx: &mut dyn Tx, issuer: &str, subject: &str) -> Result<Option<User>> {
    let sql = format!(
        "SELECT {USER} FROM identities i JOIN users u ON u.id = i.user_id \
         WHERE i.issuer = ?1 AND i.subject = ?2"
    );
    query_opt(tx, &sql, &values![issuer, subject])?.map(|mut row| user(&mut row)).transpose()
}

/// Links an identity; `false` if it is linked already.
pub(crate) fn insert(tx: &mut dyn Tx, new: &Identity) -> Result<bool> {
    let sql = "INSERT INTO identities (issuer, subject, user_id, name, created_at) \
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (issuer, subject) DO NOTHING";
    let params = values![&new.issuer, &new.subject, new.user, &new.name, new.created_at];
    Ok(tx.execute(sql, &params)? > 0)
}

impl Store {
    /// The user as whom an account at a provider signs in. An address of e-mail or a name never
    /// says who somebody is.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn user_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<User>> {
        let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
        self.read(move |tx| user_of(tx, &issuer, &subject)).await
    }

    /// What a user has linked, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn identities(&self, user: UserId) -> Result<Vec<Identity>> {
        let sql = "SELECT issuer, subject, user_id, name, created_at FROM identities \
            WHERE user_id = ?1 ORDER BY created_at, issuer, subject";
        self.read(move |tx| tx.query(sql, &values![user])?.iter_mut().map(identity).collect()).await
    }

    /// Links an account at a provider to a user; `false` if it signs in as somebody already.
    ///
    /// # Errors
    /// When the store fails or the user does not exist.
    pub async fn link_identity(&self, new: Identity) -> Result<bool> {
        self.write(move |tx| insert(tx, &new)).await
    }

    /// Makes a member's account for whoever has an account at a provider, and links it.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is somebody's, or when it is linked already.
    pub async fn create_linked_user(
        &self,
        name: &str,
        linked: Identity,
        now: Timestamp,
    ) -> Result<User> {
        let name = name.trim().to_owned();
        let wanted = name.clone();
        let made = self
            .write(move |tx| {
                if users::is_taken(tx, &name)?
                    || user_of(tx, &linked.issuer, &linked.subject)?.is_some()
                {
                    return Ok(None);
                }
                let user = users::insert(tx, &name, Role::Member, None, now)?;
                if let Some(user) = &user
                    && !insert(tx, &Identity { user: user.id, ..linked.clone() })?
                {
                    // Another process linked it first; an account that nobody can use must not stay.
                    return Err(StoreError::Taken { name: linked.name.clone() });
                }
                Ok(user)
            })
            .await?;
        made.ok_or(StoreError::Taken { name: wanted })
    }

    /// Takes the link of a user's account at a provider away; `false` if there was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unlink_identity(&self, user: UserId, issuer: &str, subject: &str) -> Result<bool> {
        let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
        self.write(move |tx| {
            let sql = "DELETE FROM identities \
                WHERE user_id = ?1 AND issuer = ?2 AND subject = ?3";
            Ok(tx.execute(sql, &values![user, &issuer, &subject])? > 0)
        })
        .await
    }
}

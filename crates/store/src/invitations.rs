//! Invitations: each lets one person in, once, with the role that an admin chose.

use dateline_model::{Identity, Invitation, InvitationId, NewInvitation, Role, User, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::{Row, Tx, query_opt, values};
use crate::{identities, users};

const COLUMNS: &str = "id, role, note, made_by, created_at, expires_at";

fn invitation(row: &mut Row) -> Result<Invitation> {
    Ok(Invitation {
        id: InvitationId(row.int()?),
        role: Role::from_stored(&row.text()?),
        note: row.text()?,
        made_by: UserId(row.int()?),
        created_at: row.time()?,
        expires_at: row.time()?,
    })
}

fn open_by_token(tx: &mut dyn Tx, token_hash: &str, now: Timestamp) -> Result<Option<Invitation>> {
    // An admin who is one no longer cannot let anybody in, not even by a link sent before.
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE token_hash = ?1 AND expires_at > ?2 \
         AND made_by IN (SELECT u.id FROM users u WHERE u.role = 'admin')"
    );
    query_opt(tx, &sql, &values![token_hash, now])?.map(|mut row| invitation(&mut row)).transpose()
}

/// What became of an attempt to use an invitation.
enum Came {
    In(Box<User>),
    NotInvited,
    NameTaken,
    Linked,
}

impl Store {
    /// Keeps an invitation.
    ///
    /// # Errors
    /// When the store fails or the admin does not exist.
    pub async fn invite(&self, new: NewInvitation) -> Result<InvitationId> {
        self.write(move |tx| {
            tx.execute("DELETE FROM invitations WHERE expires_at <= ?1", &values![new.created_at])?;
            let sql = "INSERT INTO invitations \
                (token_hash, role, note, made_by, created_at, expires_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
            let params = values![
                &new.token_hash,
                new.role.as_str(),
                &new.note,
                new.made_by,
                new.created_at,
                new.expires_at,
            ];
            let mut row = crate::tx::query_one(tx, sql, &params)?;
            Ok(InvitationId(row.int()?))
        })
        .await
    }

    /// The invitations that wait, of all admins, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invitations(&self, now: Timestamp) -> Result<Vec<Invitation>> {
        let sql =
            format!("SELECT {COLUMNS} FROM invitations WHERE expires_at > ?1 ORDER BY id DESC");
        self.read(move |tx| tx.query(&sql, &values![now])?.iter_mut().map(invitation).collect())
            .await
    }

    /// The invitation of a link, unless it has been used, was revoked, or has ended by `now`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invitation(&self, token_hash: &str, now: Timestamp) -> Result<Option<Invitation>> {
        let token_hash = token_hash.to_owned();
        self.read(move |tx| open_by_token(tx, &token_hash, now)).await
    }

    /// Takes an invitation back; `false` if it was not there any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revoke_invitation(&self, id: InvitationId) -> Result<bool> {
        self.write(move |tx| {
            Ok(tx.execute("DELETE FROM invitations WHERE id = ?1", &values![id])? > 0)
        })
        .await
    }

    /// Makes the account of whoever got an invitation's link, with the role that the invitation
    /// says, and uses the invitation up; of two who try at once one succeeds. `None` if it is not
    /// open any more.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is somebody's or the identity signs in as somebody
    /// else; the invitation stays open then.
    pub async fn accept_invitation(
        &self,
        token_hash: &str,
        name: &str,
        password_hash: Option<&str>,
        identity: Option<Identity>,
        now: Timestamp,
    ) -> Result<Option<User>> {
        let (token_hash, name) = (token_hash.to_owned(), name.trim().to_owned());
        let hash = password_hash.map(str::to_owned);
        let wanted = name.clone();
        let linked = identity.as_ref().map(|identity| identity.name.clone()).unwrap_or_default();
        let came = self
            .write(move |tx| {
                let Some(invitation) = open_by_token(tx, &token_hash, now)? else {
                    return Ok(Came::NotInvited);
                };
                if users::is_taken(tx, &name)? {
                    return Ok(Came::NameTaken);
                }
                if let Some(identity) = &identity
                    && identities::user_of(tx, &identity.issuer, &identity.subject)?.is_some()
                {
                    return Ok(Came::Linked);
                }
                // Whoever deletes the row is the one who came in.
                let used = "DELETE FROM invitations WHERE id = ?1";
                if tx.execute(used, &values![invitation.id])? == 0 {
                    return Ok(Came::NotInvited);
                }
                let user = users::insert(tx, &name, invitation.role, hash.as_deref(), now)?;
                // Another process was faster: an error, so that the invitation is not used up.
                let taken = |name: &str| StoreError::Taken { name: name.to_owned() };
                let user = user.ok_or_else(|| taken(&name))?;
                if let Some(identity) = &identity {
                    let linked = Identity { user: user.id, ..identity.clone() };
                    if !identities::insert(tx, &linked)? {
                        return Err(taken(&linked.name));
                    }
                }
                Ok(Came::In(Box::new(user)))
            })
            .await?;
        match came {
            Came::In(user) => Ok(Some(*user)),
            Came::NotInvited => Ok(None),
            Came::NameTaken => Err(StoreError::Taken { name: wanted }),
            Came::Linked => Err(StoreError::Taken { name: linked }),
        }
    }
}

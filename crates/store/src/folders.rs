//! Numbers of folders, for reader apps that know them by number and may make empty ones.
//!
//! A folder is a name that subscriptions carry. The numbers are given when they are first asked
//! for; a row whose folder is no longer in use stays, so that its number means nothing else later,
//! and is listed only if it was made by itself.

use std::collections::BTreeMap;

use dateline_model::{Folder, FolderId, UserId};

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, Value, insert_many, query_opt, values};
use crate::unread;

/// How many of a user's feeds stand in each folder.
fn in_use(tx: &mut dyn Tx, user: UserId) -> Result<BTreeMap<String, u64>> {
    let sql = "SELECT folder, count(*) FROM subscriptions WHERE user_id = ?1 GROUP BY folder";
    let rows = tx.query(sql, &values![user])?.into_iter();
    let mut names =
        rows.map(|mut row| Ok((row.text()?, row.u64()?))).collect::<Result<BTreeMap<_, _>>>()?;
    // Where new feeds go has a number before there are any.
    names.entry(String::new()).or_default();
    Ok(names)
}

/// A user's folders, and the names among them that have no number yet.
fn list(tx: &mut dyn Tx, user: UserId) -> Result<(Vec<Folder>, Vec<String>)> {
    let mut used = in_use(tx, user)?;
    let unread = unread::of_scope(tx, user, unread::FOLDER)?;
    let sql = "SELECT id, name, kept FROM folders WHERE user_id = ?1";
    let mut folders = Vec::new();
    for mut row in tx.query(sql, &values![user])? {
        let (id, name, kept) = (FolderId(row.int()?), row.text()?, row.bool()?);
        let feeds = used.remove(&name);
        if kept || feeds.is_some() {
            let unread = unread.get(&name).copied().unwrap_or_default();
            folders.push(Folder { id, name, feeds: feeds.unwrap_or_default(), unread });
        }
    }
    folders.sort_by_cached_key(|folder| (folder.name.to_lowercase(), folder.name.clone()));
    Ok((folders, used.into_keys().collect()))
}

fn number(tx: &mut dyn Tx, user: UserId, names: Vec<String>) -> Result<()> {
    let rows: Vec<Vec<Value>> =
        names.into_iter().map(|name| Vec::from(values![user, name, false])).collect();
    let head = "INSERT INTO folders (user_id, name, kept)";
    insert_many(tx, head, "ON CONFLICT (user_id, name) DO NOTHING", rows)?;
    Ok(())
}

/// A folder has another name from now on and keeps its number, unless there was one of that name:
/// then it becomes part of that one.
pub(crate) fn renamed(tx: &mut dyn Tx, user: UserId, from: &str, to: &str) -> Result<()> {
    // The number of what is outside of folders never becomes a folder's.
    if from == to || from.is_empty() {
        return Ok(());
    }
    let (listed, _) = list(tx, user)?;
    if !listed.iter().any(|folder| folder.name == to) {
        // A row that is only remembered gives way.
        tx.execute("DELETE FROM folders WHERE user_id = ?1 AND name = ?2", &values![user, to])?;
    }
    let sql = "UPDATE folders SET name = ?3 WHERE user_id = ?1 AND name = ?2 AND NOT EXISTS \
        (SELECT 1 FROM folders o WHERE o.user_id = ?1 AND o.name = ?3)";
    tx.execute(sql, &values![user, from, to])?;
    removed(tx, user, from)
}

/// A folder is gone, also where it was made by itself.
pub(crate) fn removed(tx: &mut dyn Tx, user: UserId, name: &str) -> Result<()> {
    let sql = "UPDATE folders SET kept = 0 WHERE user_id = ?1 AND name = ?2";
    tx.execute(sql, &values![user, name])?;
    Ok(())
}

impl Store {
    /// A user's folders with their numbers, by name; the empty name comes first and is always there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn numbered_folders(&self, user: UserId) -> Result<Vec<Folder>> {
        let (folders, without) = self.read(move |tx| list(tx, user)).await?;
        if without.is_empty() {
            return Ok(folders);
        }
        self.write(move |tx| {
            let (_, without) = list(tx, user)?;
            number(tx, user, without)?;
            Ok(list(tx, user)?.0)
        })
        .await
    }

    /// Makes a folder that stays while it is empty; `None` if there is one of that name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn make_folder(&self, user: UserId, name: &str) -> Result<Option<Folder>> {
        let name = name.to_owned();
        self.write(move |tx| {
            let (listed, without) = list(tx, user)?;
            let known = listed.iter().any(|folder| folder.name == name);
            if known || without.contains(&name) {
                return Ok(None);
            }
            let sql = "INSERT INTO folders (user_id, name, kept) VALUES (?1, ?2, 1) \
                ON CONFLICT (user_id, name) DO UPDATE SET kept = 1 RETURNING id";
            let Some(mut row) = query_opt(tx, sql, &values![user, &name])? else { return Ok(None) };
            let id = FolderId(row.int()?);
            Ok(Some(Folder { id, name: name.clone(), feeds: 0, unread: 0 }))
        })
        .await
    }
}

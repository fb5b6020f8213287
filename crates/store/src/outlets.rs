//! Outlets: who published.

use std::collections::HashMap;

use dateline_model::{Outlet, OutletHint, OutletId};

use crate::Store;
use crate::error::Result;
use crate::tx::{Row, Tx, Value, each_lookup, query_opt, values};

/// The columns that [`outlet`] reads, in its order.
pub(crate) const OUTLET: &str = "o.id, o.key, o.name, o.home";

/// Longer keys would not fit into an index of PostgreSQL; no real name is that long.
const LONGEST: usize = 200;

pub(crate) fn outlet(row: &mut Row) -> Result<Option<Outlet>> {
    let (id, key, name, home) = (row.opt_int()?, row.opt_text()?, row.opt_text()?, row.opt_text()?);
    Ok(match (id, key, name) {
        (Some(id), Some(key), Some(name)) => Some(Outlet { id: OutletId(id), key, name, home }),
        _ => None,
    })
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// The key under which the outlet of a hint is stored.
pub(crate) fn stored_key(hint: &OutletHint) -> Option<String> {
    hint.key().map(|key| cut(&key))
}

/// The home page: what an address of the outlet begins with. A bare IP address is nobody's home.
fn home(hint: &OutletHint) -> Option<String> {
    hint.domain()?;
    let address = hint.address.as_ref()?;
    let page = hint.channel().map(|channel| channel.path()).unwrap_or_default();
    Some(format!("{}://{}/{page}", address.scheme(), address.host_str()?))
}

/// The outlets of these hints by key, made where they are not known. A name is changed only where
/// it was a bare domain so far.
pub(crate) fn upsert(tx: &mut dyn Tx, hints: &[&OutletHint]) -> Result<HashMap<String, OutletId>> {
    let mut wanted: HashMap<String, (String, Option<String>)> = HashMap::new();
    for hint in hints {
        let (Some(key), Some(name)) = (stored_key(hint), hint.display_name()) else { continue };
        let name = cut(&name);
        let known = wanted.entry(key.clone()).or_insert_with(|| (name.clone(), home(hint)));
        if known.0 == key {
            known.0 = name;
        }
    }
    let mut ids = HashMap::new();
    let mut bare = Vec::new();
    let mut keys: Vec<&String> = wanted.keys().collect();
    keys.sort();
    let lookup: Vec<Value> = keys.iter().map(|key| Value::from(key.as_str())).collect();
    each_lookup(&lookup, 1, |places, chunk| {
        let sql = format!("SELECT id, key, name FROM outlets WHERE key IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            let (id, key, name) = (OutletId(row.int()?), row.text()?, row.text()?);
            if name == key && wanted.get(&key).is_some_and(|(better, _)| *better != key) {
                bare.push(key.clone());
            }
            ids.insert(key, id);
        }
        Ok(())
    })?;
    for key in bare {
        if let Some((name, _)) = wanted.get(&key) {
            tx.execute("UPDATE outlets SET name = ?1 WHERE key = ?2", &values![name, &key])?;
        }
    }
    for key in keys {
        let Some((name, home)) = wanted.get(key).filter(|_| !ids.contains_key(key)) else {
            continue;
        };
        let sql = "INSERT INTO outlets (key, name, home) VALUES (?1, ?2, ?3) \
            ON CONFLICT (key) DO UPDATE SET home = coalesce(outlets.home, excluded.home) \
            RETURNING id";
        if let Some(mut row) = query_opt(tx, sql, &values![key, name, home.as_deref()])? {
            ids.insert(key.clone(), OutletId(row.int()?));
        }
    }
    Ok(ids)
}

impl Store {
    /// The outlet of a key.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outlet_by_key(&self, key: &str) -> Result<Option<Outlet>> {
        let key = cut(key);
        let sql = format!("SELECT {OUTLET} FROM outlets o WHERE o.key = ?1");
        self.read(move |tx| match query_opt(tx, &sql, &values![&key])? {
            Some(mut row) => outlet(&mut row),
            None => Ok(None),
        })
        .await
    }
}

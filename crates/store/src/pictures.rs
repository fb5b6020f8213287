//! What is known of pictures and of outlets' icons; their bytes are blobs.
//!
//! A picture is known by a digest of its address: which pictures somebody saw need not be read off
//! this table. All of it can be found out again, so that backups leave it out.

use std::collections::HashMap;

use dateline_model::address::without_login;
use dateline_model::{
    IconState, Outlet, OutletHint, OutletId, PictureFailure, PictureSize, PictureState, UserId,
};
use jiff::Timestamp;
use url::Url;

use crate::Store;
use crate::error::Result;
use crate::outlets::{OUTLET, outlet, stored_key};
use crate::tx::{Row, Value, each_lookup, query_opt, values};

/// An outlet's feeds are those that brought so many of its latest articles.
const LATEST: u32 = 200;

/// A longer line of a problem says no more.
const LONGEST: usize = 300;

fn size(row: &mut Row) -> Result<Option<PictureSize>> {
    let (width, height) = (row.opt_int()?, row.opt_int()?);
    let side = |side: Option<i64>| side.and_then(|side| u32::try_from(side).ok());
    Ok(side(width).zip(side(height)).map(|(width, height)| PictureSize { width, height }))
}

fn state(row: &mut Row) -> Result<Option<PictureState>> {
    let size = size(row)?;
    let problem = row.opt_text()?;
    let (gone, attempts, retry_at) = (row.bool()?, row.u32()?, row.opt_time()?);
    Ok(match (problem, retry_at) {
        (Some(problem), Some(retry_at)) => {
            Some(PictureState::Failed(PictureFailure { problem, gone, attempts, retry_at }))
        }
        _ => size.map(PictureState::Known),
    })
}

impl Store {
    /// What came of fetching a picture last; `None` where it never was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn picture(&self, key: &str) -> Result<Option<PictureState>> {
        let key = key.to_owned();
        let sql = "SELECT width, height, problem, gone, attempts, retry_at FROM pictures \
            WHERE key = ?1";
        self.read(move |tx| match query_opt(tx, sql, &values![&key])? {
            Some(mut row) => state(&mut row),
            None => Ok(None),
        })
        .await
    }

    /// The sizes of those of these pictures that were decoded once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn picture_sizes(&self, keys: &[String]) -> Result<HashMap<String, PictureSize>> {
        let lookup: Vec<Value> = keys.iter().map(Value::from).collect();
        if lookup.is_empty() {
            return Ok(HashMap::new());
        }
        self.read(move |tx| {
            let mut sizes = HashMap::new();
            each_lookup(&lookup, 1, |places, chunk| {
                let sql =
                    format!("SELECT key, width, height FROM pictures WHERE key IN ({places})");
                for mut row in tx.query(&sql, chunk)? {
                    let key = row.text()?;
                    sizes.extend(size(&mut row)?.map(|size| (key, size)));
                }
                Ok(())
            })?;
            Ok(sizes)
        })
        .await
    }

    /// Keeps what came of fetching a picture; a failure leaves the size that it once had.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_picture(&self, key: &str, state: PictureState, now: Timestamp) -> Result<()> {
        let key = key.to_owned();
        self.write(move |tx| {
            let params = match &state {
                PictureState::Known(size) => values![
                    &key,
                    size.width,
                    size.height,
                    Option::<String>::None,
                    false,
                    0u32,
                    Option::<Timestamp>::None,
                    now,
                ],
                PictureState::Failed(failure) => {
                    let problem: String = failure.problem.chars().take(LONGEST).collect();
                    values![
                        &key,
                        Option::<i64>::None,
                        Option::<i64>::None,
                        problem,
                        failure.gone,
                        failure.attempts,
                        failure.retry_at,
                        now,
                    ]
                }
            };
            let sql = "INSERT INTO pictures \
                (key, width, height, problem, gone, attempts, retry_at, asked_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
                ON CONFLICT (key) DO UPDATE SET width = coalesce(excluded.width, pictures.width), \
                height = coalesce(excluded.height, pictures.height), problem = excluded.problem, \
                gone = excluded.gone, attempts = excluded.attempts, \
                retry_at = excluded.retry_at, asked_at = excluded.asked_at";
            tx.execute(sql, &params)?;
            Ok(())
        })
        .await
    }

    /// Forgets pictures that were asked for last before a moment; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_pictures(&self, before: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            tx.execute("DELETE FROM pictures WHERE asked_at < ?1", &values![before])
        })
        .await
    }

    /// An outlet of which a user can read something, with what is known of its icon.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outlet_icon(
        &self,
        user: UserId,
        key: &str,
    ) -> Result<Option<(Outlet, Option<IconState>)>> {
        let key = key.to_owned();
        self.read(move |tx| {
            let sql = format!(
                "SELECT {OUTLET}, i.found, i.look_again_at FROM outlets o \
                LEFT JOIN outlet_icons i ON i.outlet_id = o.id \
                WHERE o.key = ?1 AND EXISTS (SELECT 1 FROM articles a \
                JOIN entries e ON e.article_id = a.id \
                JOIN subscriptions s ON s.feed_id = e.feed_id AND s.user_id = ?2 \
                WHERE a.outlet_id = o.id)"
            );
            let Some(mut row) = query_opt(tx, &sql, &values![&key, user])? else {
                return Ok(None);
            };
            let Some(outlet) = outlet(&mut row)? else { return Ok(None) };
            let (found, look_again_at) = (row.opt_bool()?, row.opt_time()?);
            let state = found
                .zip(look_again_at)
                .map(|(found, look_again_at)| IconState { found, look_again_at });
            Ok(Some((outlet, state)))
        })
        .await
    }

    /// The icons that an outlet's own feeds name, those of the feeds that are known longest first; a
    /// feed that a login opens names none for others.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn icons_of_feeds(&self, outlet: OutletId) -> Result<Vec<String>> {
        self.read(move |tx| {
            let sql = format!(
                "SELECT DISTINCT f.icon, f.url, f.site_url, o.key, f.id FROM \
                 (SELECT id FROM articles WHERE outlet_id = ?1 ORDER BY placed_at DESC, id DESC \
                 LIMIT {LATEST}) a JOIN entries e ON e.article_id = a.id \
                 JOIN feeds f ON f.id = e.feed_id AND f.icon IS NOT NULL \
                 JOIN outlets o ON o.id = ?1 ORDER BY f.id"
            );
            let mut icons = Vec::new();
            for mut row in tx.query(&sql, &values![outlet])? {
                let (icon, url) = (row.text()?, row.text()?);
                let (site, key) = (row.opt_text()?, row.text()?);
                let is_its = |address: &str| {
                    let hint = OutletHint { address: Url::parse(address).ok(), name: None };
                    stored_key(&hint).as_ref() == Some(&key)
                };
                let is_own = is_its(&url) || site.as_deref().is_some_and(is_its);
                if is_own && without_login(&url) == url && !icons.contains(&icon) {
                    icons.push(icon);
                }
            }
            Ok(icons)
        })
        .await
    }

    /// Whether an outlet's icon is to be looked for by whoever asks: for them alone until `until`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_icon(
        &self,
        outlet: OutletId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool> {
        self.write(move |tx| {
            let sql = "INSERT INTO outlet_icons (outlet_id, found, looked_at, look_again_at) \
                VALUES (?1, 0, ?2, ?3) ON CONFLICT (outlet_id) DO UPDATE SET \
                look_again_at = excluded.look_again_at WHERE outlet_icons.look_again_at <= ?2";
            Ok(tx.execute(sql, &values![outlet, now, until])? > 0)
        })
        .await
    }

    /// Keeps what came of looking for an outlet's icon.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_icon(
        &self,
        outlet: OutletId,
        state: IconState,
        problem: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let problem: Option<String> =
            problem.map(|problem| problem.chars().take(LONGEST).collect());
        self.write(move |tx| {
            let sql = "UPDATE outlet_icons SET found = ?2, problem = ?3, looked_at = ?4, \
                look_again_at = ?5 WHERE outlet_id = ?1";
            let params = values![outlet, state.found, problem.clone(), now, state.look_again_at];
            tx.execute(sql, &params)?;
            Ok(())
        })
        .await
    }
}

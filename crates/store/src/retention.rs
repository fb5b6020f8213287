//! Forgetting old articles.
//!
//! An entry that goes leaves its key behind, so that the next poll of a feed that still lists it
//! does not bring it back.

use dateline_model::{Retention, RetentionPreview};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, query_one, values};

/// How many articles are looked at, or removed, in one go.
const SLICE: u32 = 500;

/// How far a run has come, in the order of age.
#[derive(Debug, Clone)]
struct Progress {
    seen_at: i64,
    article: i64,
    /// Bytes that must still go to fit the limit of size.
    excess: i64,
    found: RetentionPreview,
}

/// One article that may go.
struct Candidate {
    id: i64,
    seen_at: i64,
    bytes: i64,
    entries: u64,
    starred: bool,
}

fn begin(tx: &mut dyn Tx, retention: &Retention) -> Result<Progress> {
    let excess = match retention.max_bytes {
        Some(most) => {
            let sql = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM articles";
            let total = query_one(tx, sql, &[])?.int()?;
            total.saturating_sub(i64::try_from(most).unwrap_or(i64::MAX))
        }
        None => 0,
    };
    Ok(Progress {
        seen_at: i64::MIN,
        article: i64::MIN,
        excess,
        found: RetentionPreview::default(),
    })
}

/// The next articles by age that must go; an empty list with `true` when the run is over.
fn next_slice(
    tx: &mut dyn Tx,
    retention: &Retention,
    progress: &mut Progress,
) -> Result<(Vec<i64>, bool)> {
    let sql = "SELECT a.id, a.seen_at, a.bytes, \
        (SELECT count(*) FROM entries e WHERE e.article_id = a.id), \
        (SELECT count(*) FROM article_states s \
        WHERE s.article_id = a.id AND s.starred_at IS NOT NULL) \
        FROM articles a WHERE (a.seen_at, a.id) > (?1, ?2) ORDER BY a.seen_at, a.id LIMIT ?3";
    let rows = tx.query(sql, &values![progress.seen_at, progress.article, SLICE])?;
    let mut over = rows.len() < SLICE as usize;
    let mut going = Vec::new();
    let before = retention.older_than.map(|moment| moment.as_millisecond());
    for mut row in rows {
        let candidate = Candidate {
            id: row.int()?,
            seen_at: row.int()?,
            bytes: row.int()?,
            entries: row.u64()?,
            starred: row.int()? > 0,
        };
        let too_old = before.is_some_and(|before| candidate.seen_at < before);
        if !too_old && progress.excess <= 0 {
            over = true;
            break;
        }
        (progress.seen_at, progress.article) = (candidate.seen_at, candidate.id);
        if candidate.starred {
            progress.found.kept_starred += 1;
            continue;
        }
        progress.excess -= candidate.bytes;
        progress.found.articles += 1;
        progress.found.entries += candidate.entries;
        progress.found.bytes += u64::try_from(candidate.bytes).unwrap_or_default();
        progress.found.newest = Timestamp::from_millisecond(candidate.seen_at).ok();
        going.push(candidate.id);
    }
    Ok((going, over))
}

fn forget(tx: &mut dyn Tx, articles: &[i64]) -> Result<()> {
    let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!(
            "INSERT INTO forgotten_entries (feed_id, key) \
             SELECT e.feed_id, e.key FROM entries e WHERE e.article_id IN ({places}) \
             ON CONFLICT (feed_id, key) DO NOTHING"
        );
        tx.execute(&sql, chunk)?;
        tx.execute(&format!("DELETE FROM articles WHERE id IN ({places})"), chunk)?;
        Ok(())
    })
}

impl Store {
    /// What [`Store::retention_apply`] would remove.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retention_preview(&self, retention: &Retention) -> Result<RetentionPreview> {
        let retention = *retention;
        self.read(move |tx| {
            let mut progress = begin(tx, &retention)?;
            while !next_slice(tx, &retention, &mut progress)?.1 {}
            Ok(progress.found)
        })
        .await
    }

    /// Removes what is older than a limit or too much for it, the oldest first, in small
    /// transactions; what anyone starred stays. Gives what was removed.
    ///
    /// # Errors
    /// When the store fails; what was removed until then is gone.
    pub async fn retention_apply(&self, retention: &Retention) -> Result<RetentionPreview> {
        let retention = *retention;
        let mut progress = self.read(move |tx| begin(tx, &retention)).await?;
        loop {
            let so_far = progress.clone();
            let over;
            (progress, over) = self
                .write(move |tx| {
                    let mut progress = so_far.clone();
                    let (going, over) = next_slice(tx, &retention, &mut progress)?;
                    forget(tx, &going)?;
                    Ok((progress, over))
                })
                .await?;
            if over {
                return Ok(progress.found);
            }
        }
    }
}

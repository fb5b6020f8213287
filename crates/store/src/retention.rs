//! Forgetting old articles.
//!
//! An entry that goes leaves its key behind, so that the next poll of a feed that still lists it
//! does not bring it back.

use dateline_model::{Retention, RetentionPreview};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::stories;
use crate::tx::{Tx, Value, each_lookup, query_one, values};
use crate::unread::{self, Which};

/// How many articles are looked at, or removed, in one go.
const SLICE: u32 = 500;

/// How often a run measures what is left and removes more, since every estimate is a bit off.
const ROUNDS: u32 = 12;

/// What an article takes beside its text: its entries and addresses, and their places in indexes.
const BESIDE_THE_TEXT: i64 = 2000;

/// How far a round has come, in the order of age.
#[derive(Debug, Clone)]
struct Progress {
    seen_at: i64,
    article: i64,
    size: Size,
    found: RetentionPreview,
}

/// What the store takes and how much of that must go.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    used: i64,
    /// The weights of all articles together.
    weights: i64,
    /// Bytes that must still go to fit the limit of size.
    excess: i64,
}

impl Size {
    fn measure(tx: &mut dyn Tx, most: Option<u64>) -> Result<Self> {
        let Some(most) = most else { return Ok(Self::default()) };
        // The size of the files costs little to ask for, and they are no smaller than their rows.
        if tx.size_bytes()? <= most {
            return Ok(Self::default());
        }
        let used = i64::try_from(tx.used_bytes()?).unwrap_or(i64::MAX);
        let sql = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT), count(*) FROM articles";
        let mut row = query_one(tx, sql, &[])?;
        let (texts, count) = (row.int()?, row.int()?);
        Ok(Self {
            used,
            weights: count.saturating_mul(BESIDE_THE_TEXT).saturating_add(texts),
            excess: used.saturating_sub(i64::try_from(most).unwrap_or(i64::MAX)),
        })
    }

    /// An article's share of what the store takes.
    fn share(&self, bytes: i64) -> i64 {
        let weight = i128::from(bytes.saturating_add(BESIDE_THE_TEXT));
        let share = weight * i128::from(self.used) / i128::from(self.weights.max(1));
        i64::try_from(share).unwrap_or(i64::MAX)
    }
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
    Ok(Progress {
        seen_at: i64::MIN,
        article: i64::MIN,
        size: Size::measure(tx, retention.max_bytes)?,
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
        WHERE s.article_id = a.id AND s.starred_at IS NOT NULL) + \
        (SELECT count(*) FROM rule_hits h WHERE h.article_id = a.id AND h.effect = 'keep') + \
        (SELECT count(*) FROM entries e JOIN feeds f ON f.id = e.feed_id \
        WHERE e.article_id = a.id AND f.format = 'clippings') \
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
        if !too_old && progress.size.excess <= 0 {
            over = true;
            break;
        }
        (progress.seen_at, progress.article) = (candidate.seen_at, candidate.id);
        if candidate.starred {
            progress.found.kept_starred += 1;
            continue;
        }
        progress.size.excess -= progress.size.share(candidate.bytes);
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
        tx.execute(&sql, chunk).map(|_| ())
    })?;
    let counts = unread::count(tx, None, &keys, Which::Unread)?;
    unread::add(tx, counts, -1)?;
    stories::remove_articles(tx, &keys)
}

/// Two rounds as one: each begins with the oldest article and so meets the same starred ones.
fn together(one: RetentionPreview, other: RetentionPreview) -> RetentionPreview {
    RetentionPreview {
        articles: one.articles + other.articles,
        entries: one.entries + other.entries,
        bytes: one.bytes + other.bytes,
        newest: one.newest.max(other.newest),
        kept_starred: one.kept_starred.max(other.kept_starred),
    }
}

impl Store {
    /// What [`Store::retention_apply`] would remove; by size it is an estimate.
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
    /// transactions; what anyone starred, or keeps by a rule, stays. Gives what was removed.
    ///
    /// SQLite's file shrinks by what was removed. PostgreSQL's files keep their size: autovacuum
    /// makes the room in them free for new rows.
    ///
    /// # Errors
    /// When the store fails; what was removed until then is gone.
    pub async fn retention_apply(&self, retention: &Retention) -> Result<RetentionPreview> {
        let mut removed = RetentionPreview::default();
        for _ in 0..ROUNDS {
            let more = self.retention_round(*retention).await?;
            let nothing = more.articles == 0;
            removed = together(removed, more);
            if nothing || retention.max_bytes.is_none() {
                break;
            }
        }
        if removed.articles > 0 {
            // Apart from the removal and in small steps, so that other writes come in between.
            while self.write(|tx| tx.give_room_back()).await? {}
        }
        Ok(removed)
    }

    /// Measures, and removes what must go by that measure.
    async fn retention_round(&self, retention: Retention) -> Result<RetentionPreview> {
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

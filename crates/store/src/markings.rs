//! What was marked read in one go, remembered for a day so that it can be undone.

use dateline_model::{FeedId, FrontPlace, MarkingId, StoryId, UserId};
use jiff::{SignedDuration, Timestamp};

use crate::error::Result;
use crate::front::mark_slice_read;
use crate::states::{articles_of_story, mark_read_and_tell, mark_unread};
use crate::tx::{Tx, Value, each_lookup, insert_many, query_one, query_opt, values};
use crate::{Store, stories};

/// How many articles one transaction marks.
const SLICE: u32 = 2000;

/// How long a marking can be undone.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How many markings of one user can be undone: a busy hand must not fill the store.
const OF_ONE_USER: u32 = 10;

/// What marking a list or a story read came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marking {
    /// How many articles were not read before.
    pub articles: u64,
    /// What undoes it; `None` where nothing was changed.
    pub id: Option<MarkingId>,
}

fn begin(tx: &mut dyn Tx, user: UserId, now: Timestamp) -> Result<MarkingId> {
    let sql = "INSERT INTO markings (user_id, made_at) VALUES (?1, ?2) RETURNING id";
    let id = query_one(tx, sql, &values![user, now])?.int()?;
    let sql = "DELETE FROM markings WHERE user_id = ?1 AND id NOT IN \
        (SELECT m.id FROM markings m WHERE m.user_id = ?1 ORDER BY m.id DESC LIMIT ?2)";
    tx.execute(sql, &values![user, OF_ONE_USER])?;
    Ok(MarkingId(id))
}

fn note(tx: &mut dyn Tx, marking: MarkingId, articles: &[Value]) -> Result<()> {
    let rows = articles.iter().map(|article| vec![marking.into(), article.clone(), Value::Null]);
    note_rows(tx, rows.collect())
}

fn note_rows(tx: &mut dyn Tx, rows: Vec<Vec<Value>>) -> Result<()> {
    let head = "INSERT INTO marked_articles (marking_id, article_id, spread_from)";
    insert_many(tx, head, "ON CONFLICT (marking_id, article_id) DO NOTHING", rows)?;
    Ok(())
}

/// Which of these articles count as read only because another one with their text was read, each
/// with that one: marking them makes them read by themselves.
fn read_by_spreading(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
) -> Result<Vec<(Value, Value)>> {
    let mut found = Vec::new();
    each_lookup(articles, 2, |places, chunk| {
        let sql = format!(
            "SELECT article_id, spread_from FROM article_states WHERE user_id = ?1 \
             AND article_id IN ({places}) AND spread_from IS NOT NULL AND read_at IS NOT NULL"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            found.push((Value::from(row.int()?), Value::from(row.int()?)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Takes back a slice of a marking; gives how many articles are unread again and how many were
/// looked at. What was marked otherwise since stays as it is.
fn undo_slice(
    tx: &mut dyn Tx,
    user: UserId,
    marking: MarkingId,
    made_at: Timestamp,
    now: Timestamp,
) -> Result<(u64, u64)> {
    let sql = "SELECT m.article_id, s.read_at, s.spread_from FROM marked_articles m \
        LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = m.article_id \
        WHERE m.marking_id = ?2 AND m.spread_from IS NULL ORDER BY m.article_id LIMIT ?3";
    let (mut seen, mut unread) = (Vec::new(), Vec::new());
    for mut row in tx.query(sql, &values![user, marking, SLICE])? {
        let article = Value::from(row.int()?);
        if row.opt_time()? == Some(made_at) && row.opt_int()?.is_none() {
            unread.push(article.clone());
        }
        seen.push(article);
    }
    let undone = mark_unread(tx, user, &unread, now)?;
    each_lookup(&seen, 2, |places, chunk| {
        let sql = format!(
            "DELETE FROM marked_articles WHERE marking_id = ?1 AND article_id IN ({places})"
        );
        let mut params = Vec::from(values![marking]);
        params.extend_from_slice(chunk);
        tx.execute(&sql, &params)?;
        Ok(())
    })?;
    Ok((undone, seen.len() as u64))
}

/// Gives articles that the marking found read back what they had been read by, and ends it.
fn end(tx: &mut dyn Tx, user: UserId, marking: MarkingId) -> Result<()> {
    let sql = "UPDATE article_states SET spread_from = (SELECT m.spread_from \
        FROM marked_articles m WHERE m.marking_id = ?2 AND m.article_id = article_states.article_id) \
        WHERE user_id = ?1 AND read_at IS NOT NULL AND spread_from IS NULL AND article_id IN \
        (SELECT m.article_id FROM marked_articles m \
        WHERE m.marking_id = ?2 AND m.spread_from IS NOT NULL)";
    tx.execute(sql, &values![user, marking])?;
    tx.execute("DELETE FROM markings WHERE id = ?1", &values![marking])?;
    Ok(())
}

impl Store {
    /// Marks a list read, from a place (included) to its end. What came in above that place since
    /// the list was shown stays unread.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_all_read(
        &self,
        user: UserId,
        folder: Option<&str>,
        feed: Option<FeedId>,
        up_to: FrontPlace,
        now: Timestamp,
    ) -> Result<Marking> {
        let mut marking = Marking::default();
        loop {
            let folder = folder.map(str::to_owned);
            let id = marking.id;
            let (slice, id) = self
                .write(move |tx| {
                    let folder = folder.as_deref();
                    let marked = mark_slice_read(tx, user, folder, feed, up_to, now, SLICE)?;
                    if marked.is_empty() {
                        return Ok((0, id));
                    }
                    let id = id.map_or_else(|| begin(tx, user, now), Ok)?;
                    note(tx, id, &marked)?;
                    Ok((marked.len() as u64, Some(id)))
                })
                .await?;
            marking.articles += slice;
            marking.id = id;
            if slice < u64::from(SLICE) {
                return Ok(marking);
            }
        }
    }

    /// Marks all articles of a story read that the user can see, as [`Store::set_story_read`] does.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_story_read(
        &self,
        user: UserId,
        story: StoryId,
        now: Timestamp,
    ) -> Result<Marking> {
        self.write(move |tx| {
            let Some(story) = stories::living(tx, story)? else { return Ok(Marking::default()) };
            let articles = articles_of_story(tx, story)?;
            let spread = read_by_spreading(tx, user, &articles)?;
            let marked = mark_read_and_tell(tx, user, &articles, now)?;
            if marked.is_empty() {
                return Ok(Marking::default());
            }
            let id = begin(tx, user, now)?;
            note(tx, id, &marked)?;
            let rows = spread.into_iter().map(|(article, from)| vec![id.into(), article, from]);
            note_rows(tx, rows.collect())?;
            Ok(Marking { articles: marked.len() as u64, id: Some(id) })
        })
        .await
    }

    /// Makes exactly those articles unread again that a marking made read, with the copies that
    /// were marked because of them; gives how many. What was marked otherwise since stays as it is.
    /// `None` where the user has no such marking, or it is older than a day.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn undo_marking(
        &self,
        user: UserId,
        marking: MarkingId,
        now: Timestamp,
    ) -> Result<Option<u64>> {
        let since = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
        let mut undone = 0;
        loop {
            let slice = self
                .write(move |tx| {
                    let sql = "SELECT made_at FROM markings \
                        WHERE id = ?1 AND user_id = ?2 AND made_at >= ?3";
                    let found = query_opt(tx, sql, &values![marking, user, since])?;
                    let Some(mut row) = found else { return Ok(None) };
                    let slice = undo_slice(tx, user, marking, row.time()?, now)?;
                    if slice.1 < u64::from(SLICE) {
                        end(tx, user, marking)?;
                    }
                    Ok(Some(slice))
                })
                .await?;
            let Some((unread, seen)) = slice else { return Ok(None) };
            undone += unread;
            if seen < u64::from(SLICE) {
                return Ok(Some(undone));
            }
        }
    }

    /// Forgets markings that can no longer be undone.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_markings(&self, now: Timestamp) -> Result<u64> {
        let before = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
        let sql = "DELETE FROM markings WHERE made_at < ?1";
        self.write(move |tx| tx.execute(sql, &values![before])).await
    }
}

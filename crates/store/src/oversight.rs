//! What those see and do who look after an instance: all its feeds, what waits, and how much there
//! is. Nothing here says who reads what.

use dateline_model::{
    FeedClass, FeedId, FeedOrder, FeedsAsked, OverseenFeed, Queue, QueueKind, UserId,
};
use jiff::{SignedDuration, Timestamp};

use crate::error::Result;
use crate::feeds::{FEED, feed};
use crate::tx::{Row, Tx, query_one, query_opt, values};
use crate::{Store, clips, subscriptions};

/// A feed that brought nothing new for so long is silent.
const SILENT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The last answer's status, of feed `f`.
const HTTP_STATUS: &str =
    "(SELECT p.http_status FROM last_polls p WHERE p.feed_id = f.id ORDER BY p.at DESC LIMIT 1)";

/// The tables whose rows are counted for people.
const COUNTED: [&str; 12] = [
    "users",
    "sessions",
    "feeds",
    "subscriptions",
    "outlets",
    "entries",
    "articles",
    "revisions",
    "stories",
    "kept_searches",
    "jobs",
    "kept_pages",
];

/// The condition of a class, over feed `f`, the moment `?1` and the last moment of silence `?2`.
fn condition(class: FeedClass) -> String {
    match class {
        FeedClass::All => "CAST(?1 AS BIGINT) >= CAST(?2 AS BIGINT)".to_owned(),
        FeedClass::Failing => "f.status IN ('failing', 'broken')".to_owned(),
        FeedClass::Refused => format!(
            "(f.status IN ('gone', 'locked') \
             OR (f.last_error IS NOT NULL AND {HTTP_STATUS} IN (401, 402, 403, 407, 410, 429, 451)))"
        ),
        FeedClass::Silent => {
            "(f.status = 'fine' AND coalesce(f.changed_at, f.created_at) < ?2)".to_owned()
        }
        // The words of a poll that waited too long, as `fetch` has them.
        FeedClass::Slow => "(f.last_error LIKE '% within %' OR EXISTS \
            (SELECT 1 FROM hosts h WHERE h.host = f.host AND h.paused_until > ?1))"
            .to_owned(),
        FeedClass::Redirected => {
            "(f.moved_to IS NOT NULL OR (f.final_url IS NOT NULL AND f.final_url <> f.url))"
                .to_owned()
        }
        FeedClass::Paused => PAUSED.to_owned(),
    }
}

const PAUSED: &str = "(f.next_poll_at IS NULL AND f.status NOT IN ('gone', 'locked'))";

fn order(order: FeedOrder) -> &'static str {
    match order {
        FeedOrder::Host => "f.host, f.url, f.id",
        FeedOrder::Polled => "coalesce(f.polled_at, 0) DESC, f.id",
        FeedOrder::Silence => "coalesce(f.changed_at, f.created_at), f.id",
        FeedOrder::Errors => "f.errors DESC, f.id",
        FeedOrder::Readers => {
            "(SELECT count(*) FROM subscriptions s WHERE s.feed_id = f.id) DESC, f.id"
        }
    }
}

/// How many people read feed `f`.
const READERS: &str = "(SELECT count(*) FROM subscriptions s WHERE s.feed_id = f.id)";

fn overseen(mut row: Row) -> Result<OverseenFeed> {
    Ok(OverseenFeed {
        feed: feed(&mut row)?,
        readers: row.u64()?,
        http_status: row.opt_int()?.and_then(|status| u16::try_from(status).ok()),
    })
}

fn list(tx: &mut dyn Tx, asked: &FeedsAsked, now: Timestamp) -> Result<Vec<OverseenFeed>> {
    let sql = format!(
        "SELECT {FEED}, {READERS}, {HTTP_STATUS} FROM feeds f WHERE f.{} AND {} AND CAST(?1 AS BIGINT) >= CAST(?2 AS BIGINT) \
         AND (?3 = '' OR lower(f.url) LIKE ?4 ESCAPE '!' \
         OR lower(coalesce(f.title, '')) LIKE ?4 ESCAPE '!') \
         ORDER BY {} LIMIT ?5 OFFSET ?6",
        clips::POLLED,
        condition(asked.class),
        order(asked.order),
    );
    let words = asked.words.to_lowercase();
    let pattern = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let params = values![
        now,
        now.saturating_sub(SILENT).unwrap_or(Timestamp::MIN),
        words.as_str(),
        format!("%{pattern}%"),
        asked.limit,
        asked.offset,
    ];
    tx.query(&sql, &params)?.into_iter().map(overseen).collect()
}

fn classes(tx: &mut dyn Tx, now: Timestamp) -> Result<Vec<(FeedClass, u64)>> {
    let counts: Vec<String> = FeedClass::ALL
        .iter()
        .map(|class| format!("count(CASE WHEN {} THEN 1 END)", condition(*class)))
        .collect();
    let sql = format!("SELECT {} FROM feeds f WHERE f.{}", counts.join(", "), clips::POLLED);
    let silent = now.saturating_sub(SILENT).unwrap_or(Timestamp::MIN);
    let mut row = query_one(tx, &sql, &values![now, silent])?;
    FeedClass::ALL.iter().map(|class| Ok((*class, row.u64()?))).collect()
}

fn queues(tx: &mut dyn Tx, now: Timestamp) -> Result<Vec<Queue>> {
    let polls = format!(
        "SELECT count(CASE WHEN next_poll_at <= ?1 THEN 1 END), count(lease_owner), \
         count(CASE WHEN last_error IS NOT NULL THEN 1 END), \
         min(CASE WHEN next_poll_at <= ?1 AND lease_owner IS NULL THEN next_poll_at END) \
         FROM feeds WHERE {}",
        clips::POLLED
    );
    let pages = "SELECT count(CASE WHEN due_at <= ?1 THEN 1 END), count(lease_owner), \
        count(CASE WHEN last_error IS NOT NULL AND (attempts > 0 OR due_at IS NULL) THEN 1 END), \
        min(CASE WHEN due_at <= ?1 AND lease_owner IS NULL THEN due_at END) \
        FROM jobs WHERE kind = 'read'";
    let stories = "SELECT count(*), 0, 0, min(story_due) FROM articles \
        WHERE story_due IS NOT NULL AND story_due <= ?1";
    // When something came is not kept with the notes.
    let search = "SELECT count(*), 0, 0, NULL FROM search_due WHERE CAST(?1 AS BIGINT) IS NOT NULL";
    let alerts = "SELECT count(CASE WHEN due_at <= ?1 THEN 1 END), count(lease_owner), \
        count(CASE WHEN last_error IS NOT NULL AND sent_at IS NULL THEN 1 END), \
        min(CASE WHEN due_at <= ?1 AND lease_owner IS NULL THEN due_at END) FROM alerts";
    let mut all = Vec::new();
    for (kind, sql) in [
        (QueueKind::Polls, polls.as_str()),
        (QueueKind::Pages, pages),
        (QueueKind::Stories, stories),
        (QueueKind::Search, search),
        (QueueKind::Alerts, alerts),
    ] {
        let mut row = query_one(tx, sql, &values![now])?;
        let (due, running, failed) = (row.u64()?, row.u64()?, row.u64()?);
        all.push(Queue { kind, due, running, failed, oldest: row.opt_time()? });
    }
    Ok(all)
}

impl Store {
    /// The feeds of the instance, clippings left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn overseen_feeds(
        &self,
        asked: &FeedsAsked,
        now: Timestamp,
    ) -> Result<Vec<OverseenFeed>> {
        let asked = asked.clone();
        self.read(move |tx| list(tx, &asked, now)).await
    }

    /// How many feeds of the instance are of which kind.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_classes(&self, now: Timestamp) -> Result<Vec<(FeedClass, u64)>> {
        self.read(move |tx| classes(tx, now)).await
    }

    /// What waits to be done, queue by queue.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn queues(&self, now: Timestamp) -> Result<Vec<Queue>> {
        self.read(move |tx| queues(tx, now)).await
    }

    /// How many rows the main tables have. It may take a pass over them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn table_rows(&self) -> Result<Vec<(&'static str, u64)>> {
        self.read(|tx| {
            let count = |table: &&'static str| {
                let sql = format!("SELECT count(*) FROM {table}");
                Ok((*table, query_one(tx, &sql, &[])?.u64()?))
            };
            COUNTED.iter().map(count).collect()
        })
        .await
    }

    /// The number of the last migration that was applied.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn schema_number(&self) -> Result<i64> {
        self.read(|tx| tx.schema_number()).await
    }

    /// Stops the polling of a feed for all its readers until somebody asks for a poll, with the
    /// reason for them; `false` where there is no such feed, or it is being polled at this moment.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pause_feed(&self, feed: FeedId, reason: &str) -> Result<bool> {
        let reason = reason.to_owned();
        self.write(move |tx| {
            let sql = format!(
                "UPDATE feeds SET next_poll_at = NULL, asked_at = NULL, interval_reason = ?1 \
                 WHERE id = ?2 AND lease_owner IS NULL AND {}",
                clips::POLLED
            );
            Ok(tx.execute(&sql, &values![reason.as_str(), feed])? > 0)
        })
        .await
    }

    /// Takes a feed from everybody who reads it, with the articles that only it carries; starred
    /// ones stay. Gives how many people read it; `None` where there is no such feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_feed(&self, feed: FeedId) -> Result<Option<u64>> {
        self.write(move |tx| {
            let known = format!("SELECT id FROM feeds WHERE id = ?1 AND {}", clips::POLLED);
            if query_opt(tx, &known, &values![feed])?.is_none() {
                return Ok(None);
            }
            let sql = "SELECT user_id FROM subscriptions WHERE feed_id = ?1 ORDER BY user_id";
            let rows = tx.query(sql, &values![feed])?;
            let readers =
                rows.into_iter().map(|mut row| row.int()).collect::<Result<Vec<i64>>>()?;
            for reader in &readers {
                subscriptions::unsubscribe(tx, UserId(*reader), feed)?;
            }
            subscriptions::remove_feeds_nobody_reads(tx, &[feed.0])?;
            Ok(Some(readers.len() as u64))
        })
        .await
    }

    /// One of [`Store::overseen_feeds`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn overseen_feed(&self, id: FeedId) -> Result<Option<OverseenFeed>> {
        self.read(move |tx| {
            let sql = format!(
                "SELECT {FEED}, {READERS}, {HTTP_STATUS} FROM feeds f WHERE f.id = ?1 AND f.{}",
                clips::POLLED
            );
            query_opt(tx, &sql, &values![id])?.map(overseen).transpose()
        })
        .await
    }
}

//! What one user's own reading amounts to, counted when it is asked for: nothing is kept for it but
//! what is there anyhow.

use std::collections::{BTreeMap, HashMap};

use dateline_model::address::without_login;
use dateline_model::{
    ArticleId, FeedId, FeedStatus, FeedUse, Opened, Outlet, OutletUse, ReadingChoices, Statistics,
    UserId,
};
use dateline_story::developments::{Report, earliest};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::outlets::{OUTLET, outlet};
use crate::stories::sightings;
use crate::tx::{Tx, Value, each_lookup, json, query_opt, values};

/// So many marks are looked at, the latest.
const MARKS: u32 = 50_000;

/// Among so many of the latest entries of all feeds the user's are counted.
const ENTRIES: i64 = 100_000;

/// Of so many stories it is asked who reported earliest, the latest.
const STORIES: u32 = 1_000;

/// How far back it is looked for moments of reading that are to be forgotten: a process may have been
/// away for some days.
const LOOKED_BACK: SignedDuration = SignedDuration::from_hours(24 * 60);

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// That article `a` is one of the user's at place 1 that came as an entry of a number from place 2
/// on. As a list that is joined it would be gone through for each article.
const BROUGHT: &str = "a.id IN (SELECT e.article_id FROM subscriptions u \
    JOIN entries e ON e.feed_id = u.feed_id AND e.id >= ?2 WHERE u.user_id = ?1)";

/// The number from which on entries are counted, and whether that leaves earlier ones out.
fn first_entry(tx: &mut dyn Tx, since: Timestamp) -> Result<(i64, bool)> {
    let sql = "SELECT value FROM counters WHERE name = 'entry'";
    let latest = query_opt(tx, sql, &[])?.map(|mut row| row.int()).transpose()?.unwrap_or_default();
    let sql = "SELECT id FROM entries WHERE seen_at >= ?1 ORDER BY seen_at, id LIMIT 1";
    let first = query_opt(tx, sql, &values![since])?.map(|mut row| row.int()).transpose()?;
    let first = first.unwrap_or(latest + 1);
    let least = latest - ENTRIES;
    Ok((first.max(least), first < least))
}

/// The articles that were opened one at a time, by number: marks that many articles share to the
/// millisecond were given in one go.
fn opened(tx: &mut dyn Tx, user: UserId, since: Timestamp) -> Result<HashMap<i64, Timestamp>> {
    let sql = format!(
        "SELECT min(s.article_id), s.read_at FROM (SELECT article_id, read_at \
         FROM article_states WHERE user_id = ?1 AND changed_at >= ?2 AND read_at >= ?2 \
         AND spread_from IS NULL ORDER BY changed_at DESC LIMIT {MARKS}) s \
         GROUP BY s.read_at HAVING count(*) = 1"
    );
    let rows = tx.query(&sql, &values![user, since])?.into_iter();
    rows.map(|mut row| Ok((row.int()?, row.time()?))).collect()
}

/// The number of an article's outlet, and the first of the user's feeds that carries it.
type Whence = (Option<i64>, Option<FeedId>);

/// Where each of these articles is from.
fn whence(tx: &mut dyn Tx, user: UserId, articles: &[Value]) -> Result<HashMap<i64, Whence>> {
    let mut found = HashMap::new();
    each_lookup(articles, 2, |places, chunk| {
        let sql = format!(
            "SELECT a.id, a.outlet_id, (SELECT min(e.feed_id) FROM entries e \
             JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
             WHERE e.article_id = a.id) FROM articles a WHERE a.id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let article = row.int()?;
            found.insert(article, (row.opt_int()?, row.opt_int()?.map(FeedId)));
        }
        Ok(())
    })?;
    Ok(found)
}

fn feeds(tx: &mut dyn Tx, user: UserId, first: i64) -> Result<Vec<FeedUse>> {
    let sql = "SELECT f.id, coalesce(u.title, f.title), f.url, u.folder, f.status, \
        f.failing_since, f.last_error, \
        (SELECT e.seen_at FROM entries e WHERE e.feed_id = f.id ORDER BY e.id DESC LIMIT 1), \
        (SELECT count(*) FROM entries e WHERE e.feed_id = f.id AND e.id >= ?2) \
        FROM subscriptions u JOIN feeds f ON f.id = u.feed_id \
        WHERE u.user_id = ?1 AND f.format IS DISTINCT FROM 'clippings' ORDER BY f.id";
    tx.query(sql, &values![user, first])?
        .into_iter()
        .map(|mut row| {
            let (feed, title, url) = (FeedId(row.int()?), row.opt_text()?, row.text()?);
            Ok(FeedUse {
                feed,
                title: title.unwrap_or_else(|| without_login(&url)),
                folder: row.text()?,
                status: FeedStatus::from_stored(&row.text()?),
                failing_since: row.opt_time()?,
                last_error: row.opt_text()?,
                latest: row.opt_time()?,
                brought: row.u64()?,
                opened: 0,
            })
        })
        .collect()
}

/// How many articles each outlet brought, and how many of them have another's text.
fn outlets(tx: &mut dyn Tx, user: UserId, first: i64) -> Result<BTreeMap<i64, OutletUse>> {
    let sql = format!(
        "SELECT c.brought, c.copies, {OUTLET} FROM (SELECT a.outlet_id AS outlet_id, \
         count(*) AS brought, count(a.copy_of) AS copies FROM articles a \
         WHERE a.outlet_id IS NOT NULL AND {BROUGHT} GROUP BY a.outlet_id) c \
         JOIN outlets o ON o.id = c.outlet_id"
    );
    let mut uses = BTreeMap::new();
    for mut row in tx.query(&sql, &values![user, first])? {
        let (brought, copies) = (row.u64()?, row.u64()?);
        let Some(outlet) = outlet(&mut row)? else { continue };
        let (opened, earliest) = (0, 0);
        uses.insert(outlet.id.0, OutletUse { outlet, brought, copies, opened, earliest });
    }
    Ok(uses)
}

/// An article of a story, as far as it matters who was early.
struct Seen {
    id: ArticleId,
    outlet: Option<Outlet>,
    seen_at: Timestamp,
    published: Option<Timestamp>,
    copy: bool,
}

/// The latest stories of several outlets, of the articles that [`BROUGHT`] names.
fn of_several() -> String {
    format!(
        "SELECT a.story_id FROM articles a \
         WHERE a.story_id IS NOT NULL AND {BROUGHT} GROUP BY a.story_id \
         HAVING count(DISTINCT a.outlet_id) > 1 ORDER BY a.story_id DESC LIMIT {STORIES}"
    )
}

/// The articles that the user sees of the latest stories of several outlets.
fn contested(tx: &mut dyn Tx, user: UserId, first: i64) -> Result<HashMap<i64, Vec<Seen>>> {
    let rows = tx.query(&of_several(), &values![user, first])?.into_iter();
    let stories = rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<_>>>()?;
    let mut found: HashMap<i64, Vec<Seen>> = HashMap::new();
    each_lookup(&stories, 2, |places, chunk| {
        let sql = format!(
            "SELECT a.story_id, a.id, a.seen_at, a.published, a.copy_of, {OUTLET} \
             FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             LEFT JOIN outlets o ON o.id = a.outlet_id \
             WHERE a.story_id IN ({places}) AND {VISIBLE}"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let story = row.int()?;
            let mut seen = Seen {
                id: ArticleId(row.int()?),
                seen_at: row.time()?,
                published: row.opt_time()?,
                copy: row.opt_int()?.is_some(),
                outlet: None,
            };
            seen.outlet = outlet(&mut row)?;
            found.entry(story).or_default().push(seen);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whose report of each story was the earliest that was seen, where that can be told: by outlet, in
/// how many stories. Gives how many stories there were, too.
fn who_was_early(tx: &mut dyn Tx, user: UserId, first: i64) -> Result<(u32, HashMap<i64, u64>)> {
    let stories = contested(tx, user, first)?;
    let articles: Vec<Value> =
        stories.values().flatten().map(|seen| Value::from(seen.id)).collect();
    let gaps: HashMap<ArticleId, Option<i64>> = sightings(tx, &articles)?
        .into_iter()
        .map(|sighting| (sighting.article, sighting.polling_gap))
        .collect();
    let mut early: HashMap<i64, u64> = HashMap::new();
    for seen in stories.values() {
        let reports: Vec<Report<'_>> = seen
            .iter()
            .map(|seen| Report {
                id: seen.id,
                outlet: seen.outlet.as_ref().map(|outlet| outlet.key.as_str()),
                outlet_name: None,
                voice: "",
                address: None,
                title: "",
                text: "",
                language: None,
                published: seen.published,
                seen_at: seen.seen_at,
                fetched_at: None,
                copy: seen.copy,
                polling_gap: gaps.get(&seen.id).copied().flatten(),
            })
            .collect();
        let Some(first) = earliest(&reports) else { continue };
        let told = seen.iter().find(|seen| seen.id == first.article);
        if let Some(outlet) = told.and_then(|seen| seen.outlet.as_ref()) {
            *early.entry(outlet.id.0).or_default() += 1;
        }
    }
    Ok((u32::try_from(stories.len()).unwrap_or(u32::MAX), early))
}

impl Store {
    /// What a user's feeds brought since a moment, and what of it they opened since another, or
    /// nothing of that where none is given.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statistics(
        &self,
        user: UserId,
        since: Timestamp,
        opened_since: Option<Timestamp>,
    ) -> Result<Statistics> {
        self.read(move |tx| {
            let (first, capped) = first_entry(tx, since)?;
            let read = match opened_since {
                Some(since) => opened(tx, user, since)?,
                None => HashMap::new(),
            };
            let ids: Vec<Value> = read.keys().copied().map(Value::from).collect();
            let whence = whence(tx, user, &ids)?;
            let mut feeds = feeds(tx, user, first)?;
            let mut outlets = outlets(tx, user, first)?;
            let (stories, early) = who_was_early(tx, user, first)?;
            let mut opened = Vec::with_capacity(read.len());
            for (article, at) in read {
                let (outlet, feed) = whence.get(&article).copied().unwrap_or_default();
                opened.push(Opened { at, feed });
                if let Some(outlet) = outlet.and_then(|outlet| outlets.get_mut(&outlet)) {
                    outlet.opened += 1;
                }
                let at = feed.and_then(|feed| feeds.binary_search_by_key(&feed, |it| it.feed).ok());
                if let Some(feed) = at.and_then(|at| feeds.get_mut(at)) {
                    feed.opened += 1;
                }
            }
            opened.sort_by_key(|opened| opened.at);
            let told = early.values().sum::<u64>();
            for (outlet, count) in early {
                if let Some(outlet) = outlets.get_mut(&outlet) {
                    outlet.earliest = count;
                }
            }
            Ok(Statistics {
                opened,
                outlets: outlets.into_values().collect(),
                feeds,
                capped,
                stories,
                told: u32::try_from(told).unwrap_or(u32::MAX),
            })
        })
        .await
    }

    /// Sets whether it is counted when a user reads what. Where it is not, when they did is
    /// forgotten, but for the last day, since marks can be undone so long;
    /// [`Store::forget_uncounted_reading`] forgets that later. `false` if there is no such user.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_reading(&self, user: UserId, counts: bool, now: Timestamp) -> Result<bool> {
        self.write(move |tx| {
            let sql = "SELECT reading_choices FROM users WHERE id = ?1";
            let Some(mut row) = query_opt(tx, sql, &values![user])? else { return Ok(false) };
            let mut choices: ReadingChoices = row.json()?;
            if choices.uncounted == counts {
                choices.uncounted = !counts;
                choices.counted_since = counts.then_some(now);
                let sql = "UPDATE users SET reading_choices = ?1 WHERE id = ?2";
                tx.execute(sql, &values![json(&choices)?, user])?;
            }
            if !counts {
                forget_reading(tx, user, Timestamp::MIN, now)?;
            }
            Ok(true)
        })
        .await
    }

    /// Forgets when those read who do not want it counted, as far as that is a day ago; what is older
    /// than some days was forgotten before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_uncounted_reading(&self, now: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            let mut forgotten = 0;
            // The choices are few and short, and no engine reads the other's JSON.
            let sql = "SELECT id, reading_choices FROM users";
            for mut row in tx.query(sql, &[])? {
                let (user, choices): (_, ReadingChoices) = (UserId(row.int()?), row.json()?);
                if choices.uncounted {
                    let from = now.saturating_sub(LOOKED_BACK).unwrap_or(Timestamp::MIN);
                    forgotten += forget_reading(tx, user, from, now)?;
                }
            }
            Ok(forgotten)
        })
        .await
    }
}

/// Marks of these moments keep the day on which they changed, which reader apps ask for, and say that
/// they were read when the account was made.
fn forget_reading(tx: &mut dyn Tx, user: UserId, from: Timestamp, now: Timestamp) -> Result<u64> {
    let before = now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let sql = format!(
        "UPDATE article_states SET read_at = (SELECT u.created_at FROM users u WHERE u.id = ?1), \
         changed_at = (changed_at / {DAY}) * {DAY} + {DAY} WHERE user_id = ?1 \
         AND changed_at >= ?2 AND changed_at < ?3 AND read_at IS NOT NULL \
         AND read_at <> (SELECT u.created_at FROM users u WHERE u.id = ?1)"
    );
    tx.execute(&sql, &values![user, from, before])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What SQLite knew of a store that was first opened without the role that forms stories.
    const KNOWN: &str = "ANALYZE; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES \
        ('subscriptions', 'subscriptions', '200 200 1'), \
        ('articles', 'articles_story', '0 0 0 0'), \
        ('articles', 'articles_front', '100000 1 1'), \
        ('entries', 'entries_feed', '100000 357 1 1 1'), \
        ('entries', 'entries_article', '100000 1 1'); ANALYZE sqlite_schema;";

    #[test]
    fn no_list_is_gone_through_for_each_article() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        crate::migrate::sqlite(&mut connection).unwrap();
        connection.execute_batch(KNOWN).unwrap();
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", of_several())).unwrap();
        let steps = plan.query_map([1, 0], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).collect();
        assert!(steps.iter().any(|step| step.starts_with("SEARCH e")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:?}");
    }
}

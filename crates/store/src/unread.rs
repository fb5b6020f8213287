//! How many articles each user has not read: kept as it changes, so that no page counts anew.
//!
//! An article counts once for each of a user's feeds that carry it, once for each of the folders
//! that those are in, and once in all. What a user muted does not count.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dateline_model::{FeedId, Unread, UserId};

use crate::Store;
use crate::error::Result;
use crate::searches::rules;
use crate::tx::{Tx, Value, each_lookup, insert_many, values};

pub(crate) const FEED: &str = "feed";
pub(crate) const FOLDER: &str = "folder";
const ALL: &str = "all";

/// A user, a scope and what it is called: a feed's number, a folder's name, nothing for all.
type Place = (i64, &'static str, String);

/// How many unread articles stand in each place.
pub(crate) type Counts = BTreeMap<Place, i64>;

/// That user `u.user_id` muted the story of article `a`, or a rule of theirs the article.
pub(crate) const MUTED: &str = "(EXISTS (SELECT 1 FROM story_marks m \
    WHERE m.user_id = u.user_id AND m.story_id = a.story_id AND m.mark = 'mute') \
    OR EXISTS (SELECT 1 FROM rule_hits h \
    WHERE h.user_id = u.user_id AND h.article_id = a.id AND h.effect = 'mute'))";

/// That a feed of user `u.user_id` carries article `a`.
pub(crate) const CARRIED: &str = "EXISTS (SELECT 1 FROM entries e \
    JOIN subscriptions v ON v.feed_id = e.feed_id AND v.user_id = u.user_id \
    WHERE e.article_id = a.id)";

/// Which articles count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those that are unread.
    Unread,
    /// All of them, as if they were unread: those whose mark is being changed.
    All,
}

/// What these articles count for, for one user or for all.
pub(crate) fn count(
    tx: &mut dyn Tx,
    user: Option<UserId>,
    articles: &[Value],
    which: Which,
) -> Result<Counts> {
    let mut found: HashSet<(Place, i64)> = HashSet::new();
    each_lookup(articles, 2, |places, chunk| {
        let unread = if which == Which::Unread { " AND s.read_at IS NULL" } else { "" };
        let whose = if user.is_some() { "u.user_id = ?1" } else { "CAST(?1 AS BIGINT) = 0" };
        let sql = format!(
            "SELECT u.user_id, u.feed_id, u.folder, e.article_id FROM entries e \
             JOIN articles a ON a.id = e.article_id \
             JOIN subscriptions u ON u.feed_id = e.feed_id \
             LEFT JOIN article_states s \
             ON s.user_id = u.user_id AND s.article_id = e.article_id \
             WHERE {whose} AND e.article_id IN ({places}){unread} AND NOT {MUTED}"
        );
        let mut params = Vec::from(values![user.map_or(0, |user| user.0)]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let (user, feed, folder) = (row.int()?, row.int()?, row.text()?);
            let article = row.int()?;
            found.insert(((user, FEED, feed.to_string()), article));
            found.insert(((user, FOLDER, folder), article));
            found.insert(((user, ALL, String::new()), article));
        }
        Ok(())
    })?;
    let into = |user: i64, folder: String, article: i64| {
        found.insert(((user, FOLDER, folder), article));
    };
    rules::folders_of(tx, user, articles, into, which == Which::Unread)?;
    let mut counts = Counts::new();
    for (place, _) in found {
        *counts.entry(place).or_default() += 1;
    }
    Ok(counts)
}

/// Adds these counts, or takes them away with a `sign` of -1.
pub(crate) fn add(tx: &mut dyn Tx, counts: Counts, sign: i64) -> Result<()> {
    let rows: Vec<Vec<Value>> = counts
        .into_iter()
        .filter(|(_, count)| *count != 0)
        .map(|((user, scope, name), count)| Vec::from(values![user, scope, name, sign * count]))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let head = "INSERT INTO unread_counts (user_id, scope, name, unread)";
    let tail = "ON CONFLICT (user_id, scope, name) \
        DO UPDATE SET unread = unread_counts.unread + excluded.unread";
    insert_many(tx, head, tail, rows)?;
    Ok(())
}

/// Sets the counts from what they were before something happened to what they are after it.
pub(crate) fn settle(tx: &mut dyn Tx, before: Counts, after: Counts) -> Result<()> {
    let mut change = after;
    for (place, count) in before {
        *change.entry(place).or_default() -= count;
    }
    add(tx, change, 1)
}

/// Does something to articles and settles the counts of one user or of all.
pub(crate) fn keep<T>(
    tx: &mut dyn Tx,
    user: Option<UserId>,
    articles: &[Value],
    work: impl FnOnce(&mut dyn Tx) -> Result<T>,
) -> Result<T> {
    let before = count(tx, user, articles, Which::Unread)?;
    let done = work(tx)?;
    let after = count(tx, user, articles, Which::Unread)?;
    settle(tx, before, after)?;
    Ok(done)
}

/// The articles that a feed carries.
pub(crate) fn articles_of_feed(tx: &mut dyn Tx, feed: FeedId) -> Result<Vec<Value>> {
    let sql = "SELECT DISTINCT article_id FROM entries WHERE feed_id = ?1";
    let rows = tx.query(sql, &values![feed])?;
    rows.into_iter().map(|mut row| row.int().map(Value::from)).collect()
}

const RECOUNT: [(&str, &str); 2] = [(FEED, "CAST(u.feed_id AS TEXT)"), (ALL, "CAST('' AS TEXT)")];

fn recounted(tx: &mut dyn Tx) -> Result<Counts> {
    let mut counts = Counts::new();
    for (scope, name) in RECOUNT {
        let sql = format!(
            "SELECT u.user_id, {name}, count(DISTINCT e.article_id) FROM subscriptions u \
             JOIN entries e ON e.feed_id = u.feed_id JOIN articles a ON a.id = e.article_id \
             LEFT JOIN article_states s ON s.user_id = u.user_id AND s.article_id = e.article_id \
             WHERE s.read_at IS NULL AND NOT {MUTED} GROUP BY u.user_id, {name}"
        );
        for mut row in tx.query(&sql, &[])? {
            counts.insert((row.int()?, scope, row.text()?), row.int()?);
        }
    }
    // What a rule put into a folder counts there once, however it came there.
    let sql = format!(
        "SELECT x.user_id, x.folder, count(DISTINCT x.article_id) FROM (\
         SELECT u.user_id, u.folder, e.article_id FROM subscriptions u \
         JOIN entries e ON e.feed_id = u.feed_id JOIN articles a ON a.id = e.article_id \
         WHERE NOT {MUTED} \
         UNION ALL SELECT u.user_id, u.folder, u.article_id FROM rule_hits u \
         JOIN articles a ON a.id = u.article_id \
         WHERE u.effect = 'folder' AND NOT {MUTED} AND {CARRIED}) x \
         LEFT JOIN article_states s ON s.user_id = x.user_id AND s.article_id = x.article_id \
         WHERE s.read_at IS NULL GROUP BY x.user_id, x.folder"
    );
    for mut row in tx.query(&sql, &[])? {
        counts.insert((row.int()?, FOLDER, row.text()?), row.int()?);
    }
    Ok(counts)
}

/// Counts all anew, after a backup was read.
pub(crate) fn recount(tx: &mut dyn Tx) -> Result<()> {
    let counts = recounted(tx)?;
    tx.execute("DELETE FROM unread_counts", &[])?;
    add(tx, counts, 1)
}

/// How many of the kept counts are not what a recount gives.
pub(crate) fn wrong(tx: &mut dyn Tx) -> Result<usize> {
    let expected = recounted(tx)?;
    let sql = "SELECT user_id, scope, name, unread FROM unread_counts WHERE unread <> 0";
    let mut kept = BTreeMap::new();
    for mut row in tx.query(sql, &[])? {
        kept.insert((row.int()?, row.text()?, row.text()?), row.int()?);
    }
    let expected: BTreeMap<(i64, String, String), i64> = expected
        .into_iter()
        .map(|((user, scope, name), count)| ((user, scope.to_owned(), name), count))
        .collect();
    let places: BTreeSet<_> = kept.keys().chain(expected.keys()).collect();
    Ok(places.into_iter().filter(|place| kept.get(*place) != expected.get(*place)).count())
}

/// A user's counts of one scope, by name.
pub(crate) fn of_scope(
    tx: &mut dyn Tx,
    user: UserId,
    scope: &str,
) -> Result<BTreeMap<String, u64>> {
    let sql = "SELECT name, unread FROM unread_counts \
        WHERE user_id = ?1 AND scope = ?2 AND unread > 0";
    let rows = tx.query(sql, &values![user, scope])?.into_iter();
    rows.map(|mut row| Ok((row.text()?, row.u64()?))).collect()
}

/// How many articles a user has not read in all.
pub(crate) fn total(tx: &mut dyn Tx, user: UserId) -> Result<u64> {
    Ok(of_scope(tx, user, ALL)?.into_values().next().unwrap_or_default())
}

impl Store {
    /// How many articles a user has not read in all.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unread_total(&self, user: UserId) -> Result<u64> {
        self.read(move |tx| total(tx, user)).await
    }

    /// How many articles a user has not read, in all, by folder and by feed. The counts are kept,
    /// so that this is cheap.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unread(&self, user: UserId) -> Result<Unread> {
        self.read(move |tx| {
            let feeds = of_scope(tx, user, FEED)?;
            let number = |(name, count): (String, u64)| Some((FeedId(name.parse().ok()?), count));
            Ok(Unread {
                total: total(tx, user)?,
                folders: of_scope(tx, user, FOLDER)?.into_iter().collect(),
                feeds: feeds.into_iter().filter_map(number).collect(),
            })
        })
        .await
    }
}

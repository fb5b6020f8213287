//! Who subscribes to which feed, and what they see of it in lists.

use std::collections::{BTreeSet, HashMap};

use dateline_model::{Feed, FeedId, FeedOverview, Subscription, UserId};
use jiff::Timestamp;
use url::Url;

use crate::error::Result;
use crate::feeds::{self, FEED, feed};
use crate::searches::rules;
use crate::tx::{Tx, Value, query_opt, values};
use crate::{Store, clips, folders, stories, unread};

/// How many feeds of an import go into one transaction.
const IMPORT: usize = 500;

/// A feed as a list of subscriptions names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFeed {
    /// Where it is polled.
    pub url: Url,
    /// The user's title for it.
    pub title: Option<String>,
    /// The folder, with `/` between levels; empty at the top.
    pub folder: String,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Subscriptions that are new.
    pub added: u64,
    /// Subscriptions that were there; they are left as they are.
    pub already: u64,
    /// The feeds of the list, in its order, each once.
    pub feeds: Vec<FeedId>,
}

pub(crate) fn subscribe(
    tx: &mut dyn Tx,
    user: UserId,
    feed: FeedId,
    title: Option<&str>,
    folder: &str,
    now: Timestamp,
) -> Result<bool> {
    let sql = "INSERT INTO subscriptions (user_id, feed_id, title, folder, created_at) \
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (user_id, feed_id) DO NOTHING";
    if clips::are_anothers(tx, user, feed)? {
        return Ok(false);
    }
    let articles = unread::articles_of_feed(tx, feed)?;
    unread::keep(tx, Some(user), &articles, |tx| {
        Ok(tx.execute(sql, &values![user, feed, title, folder, now])? > 0)
    })
}

pub(crate) fn unsubscribe(tx: &mut dyn Tx, user: UserId, feed: FeedId) -> Result<bool> {
    let articles = unread::articles_of_feed(tx, feed)?;
    let ended = unread::keep(tx, Some(user), &articles, |tx| {
        let sql = "DELETE FROM subscriptions WHERE user_id = ?1 AND feed_id = ?2";
        tx.execute(sql, &values![user, feed])
    })?;
    if ended == 0 {
        return Ok(false);
    }
    remove_feeds_nobody_reads(tx, &[feed.0])?;
    Ok(true)
}

/// Removes those of these feeds that nobody subscribes to, with their entries and with the
/// articles that no other feed carries and nobody starred.
pub(crate) fn remove_feeds_nobody_reads(tx: &mut dyn Tx, feeds: &[i64]) -> Result<()> {
    for feed in feeds.iter().copied() {
        let read = "SELECT user_id FROM subscriptions WHERE feed_id = ?1 LIMIT 1";
        if query_opt(tx, read, &values![feed])?.is_some() {
            continue;
        }
        let rows = tx.query(
            "SELECT id FROM articles WHERE id IN \
             (SELECT e.article_id FROM entries e WHERE e.feed_id = ?1) \
             AND NOT EXISTS (SELECT 1 FROM entries x \
             WHERE x.article_id = articles.id AND x.feed_id <> ?1) \
             AND NOT EXISTS (SELECT 1 FROM article_states s \
             WHERE s.article_id = articles.id AND s.starred_at IS NOT NULL)",
            &values![feed],
        )?;
        let lone = rows.into_iter().map(|mut row| row.int().map(Value::from));
        stories::remove_articles(tx, &lone.collect::<Result<Vec<_>>>()?)?;
        // A text without its feed may be replaced by any other feed that carries the article.
        tx.execute(
            "UPDATE articles SET text_feed = NULL WHERE text_feed = ?1 AND id IN \
             (SELECT e.article_id FROM entries e WHERE e.feed_id = ?1)",
            &values![feed],
        )?;
        tx.execute("DELETE FROM feeds WHERE id = ?1", &values![feed])?;
    }
    Ok(())
}

fn move_folder(tx: &mut dyn Tx, user: UserId, from: &str, to: &str) -> Result<u64> {
    if from == to {
        return Ok(0);
    }
    let sql = "SELECT DISTINCT e.article_id FROM subscriptions u \
        JOIN entries e ON e.feed_id = u.feed_id WHERE u.user_id = ?1 AND u.folder = ?2";
    let rows = tx.query(sql, &values![user, from])?.into_iter();
    let articles = rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<_>>>()?;
    // Before the feeds are moved, since which folders are in use decides about the numbers.
    if to.is_empty() {
        folders::removed(tx, user, from)?;
    } else {
        folders::renamed(tx, user, from, to)?;
    }
    unread::keep(tx, Some(user), &articles, |tx| {
        let sql = "UPDATE subscriptions SET folder = ?1 WHERE user_id = ?2 AND folder = ?3";
        tx.execute(sql, &values![to, user, from])
    })
}

fn counts(tx: &mut dyn Tx, sql: &str, params: &[Value]) -> Result<HashMap<i64, u64>> {
    tx.query(sql, params)?.into_iter().map(|mut row| Ok((row.int()?, row.u64()?))).collect()
}

fn overview(tx: &mut dyn Tx, user: UserId, only: Option<FeedId>) -> Result<Vec<FeedOverview>> {
    let one = if only.is_some() { " AND s.feed_id = ?2" } else { "" };
    let mut params = vec![Value::from(user)];
    params.extend(only.map(Value::from));
    // Feed by feed: a join is answered by a walk through the entries of everybody.
    let entries = format!(
        "SELECT s.feed_id, (SELECT count(*) FROM entries e WHERE e.feed_id = s.feed_id) \
         FROM subscriptions s WHERE s.user_id = ?1{one}"
    );
    let failed = format!(
        "SELECT e.feed_id, count(DISTINCT e.article_id) FROM jobs j \
         JOIN entries e ON e.article_id = j.article_id \
         JOIN subscriptions s ON s.feed_id = e.feed_id AND s.user_id = ?1 \
         WHERE j.kind = 'read' AND j.last_error IS NOT NULL AND (j.attempts > 0 OR j.due_at IS NULL){one} GROUP BY e.feed_id"
    );
    let entries = counts(tx, &entries, &params)?;
    let unread = unread::of_scope(tx, user, unread::FEED)?;
    let unread = unread.into_iter().filter_map(|(feed, count)| Some((feed.parse().ok()?, count)));
    let unread: HashMap<i64, u64> = unread.collect();
    let failed = counts(tx, &failed, &params)?;
    let sql = format!(
        "SELECT {FEED}, s.title, s.folder, s.created_at FROM subscriptions s \
         JOIN feeds f ON f.id = s.feed_id WHERE s.user_id = ?1{one}"
    );
    let count =
        |counts: &HashMap<i64, u64>, feed: FeedId| counts.get(&feed.0).copied().unwrap_or_default();
    let mut list = Vec::new();
    for mut row in tx.query(&sql, &params)? {
        let feed = feed(&mut row)?;
        let subscription = Subscription {
            user,
            feed: feed.id,
            title: row.opt_text()?,
            folder: row.text()?,
            created_at: row.time()?,
        };
        list.push(FeedOverview {
            entries: count(&entries, feed.id),
            unread: count(&unread, feed.id),
            failed_reads: count(&failed, feed.id),
            feed,
            subscription,
        });
    }
    // Engines and their locales order texts differently, so the order is made here.
    list.sort_by_cached_key(|item| {
        let folder = item.subscription.folder.to_lowercase();
        (folder, item.title().to_lowercase(), item.feed.id)
    });
    Ok(list)
}

impl Store {
    /// Subscribes a user to a feed; `false` if they were subscribed, and then nothing is changed.
    ///
    /// # Errors
    /// When the store fails or the user or feed does not exist.
    pub async fn subscribe(
        &self,
        user: UserId,
        feed: FeedId,
        title: Option<&str>,
        folder: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let title = title.map(str::to_owned);
        let folder = folder.to_owned();
        self.write(move |tx| subscribe(tx, user, feed, title.as_deref(), &folder, now)).await
    }

    /// Changes the title (`Some(None)` gives it back to the feed), the folder or both; `false` if
    /// the user does not subscribe to that feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn update_subscription(
        &self,
        user: UserId,
        feed: FeedId,
        title: Option<Option<String>>,
        folder: Option<String>,
    ) -> Result<bool> {
        self.write(move |tx| {
            let sql = "SELECT title, folder FROM subscriptions WHERE user_id = ?1 AND feed_id = ?2";
            let Some(mut row) = query_opt(tx, sql, &values![user, feed])? else {
                return Ok(false);
            };
            let (was_title, was_folder) = (row.opt_text()?, row.text()?);
            let title = title.clone().unwrap_or(was_title);
            let folder = folder.clone().unwrap_or_else(|| was_folder.clone());
            let moved = folder != was_folder;
            let articles = if moved { unread::articles_of_feed(tx, feed)? } else { Vec::new() };
            unread::keep(tx, Some(user), &articles, |tx| {
                let sql = "UPDATE subscriptions SET title = ?1, folder = ?2 \
                    WHERE user_id = ?3 AND feed_id = ?4";
                Ok(tx.execute(sql, &values![title, folder, user, feed])? > 0)
            })
        })
        .await
    }

    /// Gives a folder of a user's another name, an existing one included; folders below it stay.
    /// Gives how many feeds changed over.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rename_folder(&self, user: UserId, from: &str, to: &str) -> Result<u64> {
        let (from, to) = (from.to_owned(), to.to_owned());
        self.write(move |tx| move_folder(tx, user, &from, &to)).await
    }

    /// Takes a user's feeds out of a folder; folders below it stay. Gives how many those were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_folder(&self, user: UserId, name: &str) -> Result<u64> {
        self.rename_folder(user, name, "").await
    }

    /// A user's subscriptions with their feeds, by the number of the feed, without what they hold:
    /// this costs no count.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn subscriptions(&self, user: UserId) -> Result<Vec<(Feed, Subscription)>> {
        let sql = format!(
            "SELECT {FEED}, s.title, s.folder, s.created_at FROM subscriptions s \
             JOIN feeds f ON f.id = s.feed_id WHERE s.user_id = ?1 ORDER BY f.id"
        );
        self.read(move |tx| {
            let rows = tx.query(&sql, &values![user])?.into_iter();
            rows.map(|mut row| {
                let feed = feed(&mut row)?;
                let subscription = Subscription {
                    user,
                    feed: feed.id,
                    title: row.opt_text()?,
                    folder: row.text()?,
                    created_at: row.time()?,
                };
                Ok((feed, subscription))
            })
            .collect()
        })
        .await
    }

    /// Ends a subscription; `false` if there was none. A feed that nobody subscribes to any more
    /// is removed, with its entries and with the articles that no other feed carries and nobody
    /// starred.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unsubscribe(&self, user: UserId, feed: FeedId) -> Result<bool> {
        self.write(move |tx| unsubscribe(tx, user, feed)).await
    }

    /// A user's subscriptions with what they hold, by folder, then by title.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn overview(&self, user: UserId) -> Result<Vec<FeedOverview>> {
        self.read(move |tx| overview(tx, user, None)).await
    }

    /// One of a user's subscriptions with what it holds.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_overview(&self, user: UserId, feed: FeedId) -> Result<Option<FeedOverview>> {
        self.read(move |tx| Ok(overview(tx, user, Some(feed))?.into_iter().next())).await
    }

    /// A user's folders with how many of their articles are unread, in the order of their names;
    /// the empty name stands for the feeds outside of folders.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn folders(&self, user: UserId) -> Result<Vec<(String, u64)>> {
        self.read(move |tx| {
            let unread = unread::of_scope(tx, user, unread::FOLDER)?;
            let sql = "SELECT DISTINCT folder FROM subscriptions WHERE user_id = ?1";
            let rows = tx.query(sql, &values![user])?.into_iter();
            let mut names = rows.map(|mut row| row.text()).collect::<Result<BTreeSet<_>>>()?;
            names.extend(rules::folders(tx, user)?);
            let count = |name: &String| unread.get(name).copied().unwrap_or_default();
            let mut folders: Vec<(String, u64)> =
                names.into_iter().map(|name| (name.clone(), count(&name))).collect();
            folders.sort_by_cached_key(|(name, _)| (name.to_lowercase(), name.clone()));
            Ok(folders)
        })
        .await
    }

    /// Subscribes a user to the feeds of a list; what they subscribe to already stays as it is.
    ///
    /// # Errors
    /// When the store fails; the feeds of the transactions before that are subscribed to.
    pub async fn import(
        &self,
        user: UserId,
        list: Vec<ImportedFeed>,
        now: Timestamp,
    ) -> Result<Imported> {
        let mut imported = Imported::default();
        let mut seen = std::collections::HashSet::new();
        for chunk in list.chunks(IMPORT) {
            let chunk = chunk.to_vec();
            let done = self
                .write(move |tx| {
                    let mut done = Vec::with_capacity(chunk.len());
                    for item in &chunk {
                        let (feed, _) = feeds::add(tx, &item.url, now)?;
                        let title = item.title.as_deref();
                        let new = subscribe(tx, user, feed, title, &item.folder, now)?;
                        done.push((feed, new));
                    }
                    Ok(done)
                })
                .await?;
            for (feed, new) in done {
                if seen.insert(feed) {
                    imported.feeds.push(feed);
                    *(if new { &mut imported.added } else { &mut imported.already }) += 1;
                }
            }
        }
        Ok(imported)
    }
}

//! What people bring along from another reader: what they read and starred there, and articles
//! that no feed of theirs lists any more.
//!
//! Marks of articles that are not here yet wait for them by the article's key, and are given in the
//! transaction that stores the entry which brings it.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{
    ArticleId, FeedId, KeptItem, MovedMark, MovedMarks, NewArticle, NewEntry, PageState, UserId,
    address,
};
use jiff::{SignedDuration, Timestamp};

use crate::arrivals::{placed_at, weight};
use crate::articles::VISIBLE;
use crate::entries::{Arrival, take_numbers};
use crate::error::Result;
use crate::revisions::count_words;
use crate::stories::queue;
use crate::tx::{Tx, Value, each_lookup, insert_many, json, query_opt, values};
use crate::{Store, jobs, merge, outlets, states};

/// How many marks go into one transaction.
const SLICE: usize = 500;

/// An older article opens no story: what it was about is over.
const NEWS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The key under which a mark waits for an entry that is known by its feed and its id there.
fn key_in_feed(feed: FeedId, entry_key: &str) -> String {
    address::digest(&["waits for entry", &feed.to_string(), entry_key])
}

/// A mark that waits for one of these keys.
struct Pending {
    user: UserId,
    key: String,
    read: bool,
    starred_at: Option<Timestamp>,
}

/// Entries came: who marked their articles in another reader has them marked here.
pub(crate) fn arrived(
    tx: &mut dyn Tx,
    arrival: &Arrival,
    came: &[(&NewEntry, ArticleId)],
) -> Result<()> {
    let mut articles: HashMap<String, ArticleId> = HashMap::new();
    for (entry, article) in came {
        articles.insert(entry.article.key.clone(), *article);
        articles.insert(key_in_feed(arrival.feed, &entry.key), *article);
    }
    let keys: Vec<Value> = articles.keys().map(Value::from).collect();
    let mut found: BTreeMap<UserId, Vec<Pending>> = BTreeMap::new();
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT p.user_id, p.key, p.read_at, p.starred_at FROM pending_marks p \
             JOIN subscriptions u ON u.user_id = p.user_id AND u.feed_id = ?1 \
             WHERE p.key IN ({places})"
        );
        let mut params = Vec::from(values![arrival.feed]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let pending = Pending {
                user: UserId(row.int()?),
                key: row.text()?,
                read: row.opt_int()?.is_some(),
                starred_at: row.opt_time()?,
            };
            found.entry(pending.user).or_default().push(pending);
        }
        Ok(())
    })?;
    for (user, marks) in found {
        let mut read = Vec::new();
        for mark in &marks {
            let Some(article) = articles.get(&mark.key) else { continue };
            let mut is_read = mark.read;
            if let Some(at) = mark.starred_at {
                star(tx, user, *article, at, arrival.at)?;
                // What its user did to the kept one here is later than what they did elsewhere.
                is_read = give_up_kept(tx, user, &mark.key, *article)?.unwrap_or(is_read);
            }
            if is_read {
                read.push(Value::from(*article));
            }
            let sql = "DELETE FROM pending_marks WHERE user_id = ?1 AND key = ?2";
            tx.execute(sql, &values![user, &mark.key])?;
        }
        states::mark_read(tx, user, &read, arrival.at)?;
    }
    Ok(())
}

/// Stars an article as of the moment of its star elsewhere, which is a change of now for whoever
/// asks what has changed.
fn star(
    tx: &mut dyn Tx,
    user: UserId,
    article: ArticleId,
    starred_at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    states::star(tx, user, article, starred_at)?;
    let sql = "UPDATE article_states SET changed_at = ?3 \
        WHERE user_id = ?1 AND article_id = ?2 AND starred_at = ?4";
    tx.execute(sql, &values![user, article, now, starred_at]).map(|_| ())
}

/// Those of these articles that the user can see.
fn visible(
    tx: &mut dyn Tx,
    user: UserId,
    sql_of: impl Fn(&str) -> String,
    keys: &[Value],
) -> Result<HashMap<String, ArticleId>> {
    let mut found = HashMap::new();
    each_lookup(keys, 2, |places, chunk| {
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql_of(places), &params)? {
            found.insert(row.text()?, ArticleId(row.int()?));
        }
        Ok(())
    })?;
    Ok(found)
}

fn by_address(tx: &mut dyn Tx, user: UserId, keys: &[Value]) -> Result<HashMap<String, ArticleId>> {
    let sql = |places: &str| {
        format!(
            "SELECT d.key, a.id FROM article_addresses d JOIN articles a ON a.id = d.article_id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE d.key IN ({places}) AND {VISIBLE}"
        )
    };
    visible(tx, user, sql, keys)
}

/// The article of an entry, which only who subscribes to its feed may mark.
fn by_entry(
    tx: &mut dyn Tx,
    user: UserId,
    feed: FeedId,
    entry_key: &str,
) -> Result<Option<ArticleId>> {
    let sql = "SELECT e.article_id FROM entries e \
        JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
        WHERE e.feed_id = ?2 AND e.key = ?3";
    let found = query_opt(tx, sql, &values![user, feed, entry_key])?;
    found.map(|mut row| row.int().map(ArticleId)).transpose()
}

fn mark_slice(
    tx: &mut dyn Tx,
    user: UserId,
    marks: &[MovedMark],
    now: Timestamp,
) -> Result<MovedMarks> {
    let keys: Vec<Value> =
        marks.iter().filter_map(|mark| mark.article_key.as_ref()).map(Value::from).collect();
    let known = by_address(tx, user, &keys)?;
    let mut done = MovedMarks::default();
    let mut read = Vec::new();
    let mut waiting: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for mark in marks {
        let here = mark.article_key.as_ref().and_then(|key| known.get(key)).copied();
        let here = match (here, &mark.entry) {
            (None, Some((feed, key))) => by_entry(tx, user, *feed, key)?,
            (here, _) => here,
        };
        if let Some(article) = here {
            done.applied += 1;
            if mark.read {
                read.push(Value::from(article));
            }
            if let Some(at) = mark.starred_at {
                star(tx, user, article, at, now)?;
            }
            continue;
        }
        let by_entry = mark.entry.as_ref().map(|(feed, key)| key_in_feed(*feed, key));
        let mut waits = false;
        for key in mark.article_key.clone().into_iter().chain(by_entry) {
            let row = values![user, &key, mark.read.then_some(now), mark.starred_at, now];
            waiting.insert(key.clone(), Vec::from(row));
            waits = true;
        }
        done.waiting += u64::from(waits);
    }
    states::mark_read(tx, user, &read, now)?;
    let head = "INSERT INTO pending_marks (user_id, key, read_at, starred_at, created_at)";
    let tail = "ON CONFLICT (user_id, key) DO UPDATE SET read_at = excluded.read_at, \
        starred_at = coalesce(pending_marks.starred_at, excluded.starred_at), \
        created_at = excluded.created_at";
    insert_many(tx, head, tail, waiting.into_values().collect())?;
    Ok(done)
}

/// The key of what a user keeps by themselves: nobody else's feed comes upon it, so that nobody
/// else reads what its user brought along.
fn own_key(user: UserId, key: &str) -> String {
    address::article_key_in_feed(&format!("kept by {user}"), key)
}

/// Keeps an article that its user starred elsewhere; gives its number and whether it is new here.
fn keep(
    tx: &mut dyn Tx,
    user: UserId,
    item: &KeptItem,
    now: Timestamp,
) -> Result<(ArticleId, bool)> {
    let own_key = own_key(user, &item.article.key);
    let keys = [Value::from(&item.article.key), Value::from(&own_key)];
    let seen = by_address(tx, user, &keys)?;
    // What a feed brings counts over what was kept before.
    if let Some(article) = seen.get(&item.article.key).or(seen.get(&own_key)) {
        star(tx, user, *article, item.starred_at, now)?;
        if item.read {
            states::mark_read(tx, user, &[Value::from(*article)], now)?;
        }
        return Ok((*article, false));
    }
    // It may lead to what a merge made of an article that this user cannot see any more.
    forget_address(tx, &own_key)?;
    let article = insert(tx, &item.article, &own_key, now)?;
    // A star is what keeps it and what lets its user see it.
    let sql = "INSERT INTO article_states (user_id, article_id, read_at, starred_at) \
        VALUES (?1, ?2, ?3, ?4)";
    let read_at = item.read.then_some(now);
    tx.execute(sql, &values![user, article, read_at, item.starred_at])?;
    // No entry says that the index has something to learn.
    tx.execute("INSERT INTO search_due (article_id) VALUES (?1)", &values![article])?;
    // When a feed brings it, the star goes there.
    let sql = "INSERT INTO pending_marks (user_id, key, read_at, starred_at, created_at) \
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (user_id, key) DO UPDATE SET \
        read_at = excluded.read_at, starred_at = excluded.starred_at";
    tx.execute(sql, &values![user, &item.article.key, read_at, item.starred_at, now])?;
    Ok((article, true))
}

/// An article came that its user kept until then: what a feed brings stands in its place, with the
/// labels of the kept one. Gives whether that was read, if it was another one.
fn give_up_kept(
    tx: &mut dyn Tx,
    user: UserId,
    key: &str,
    article: ArticleId,
) -> Result<Option<bool>> {
    let own_key = own_key(user, key);
    let sql = "SELECT article_id FROM article_addresses WHERE key = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![&own_key])? else { return Ok(None) };
    let kept = row.int()?;
    forget_address(tx, &own_key)?;
    // Its own page or a merge may have made it the one that the feed brings.
    if kept == article.0 {
        return Ok(None);
    }
    let sql = "INSERT INTO article_labels (user_id, article_id, label, at) \
        SELECT user_id, CAST(?3 AS BIGINT), label, at FROM article_labels \
        WHERE user_id = ?1 AND article_id = ?2 \
        ON CONFLICT (user_id, article_id, label) DO NOTHING";
    tx.execute(sql, &values![user, kept, article])?;
    let sql = "UPDATE article_states SET starred_at = NULL \
        WHERE user_id = ?1 AND article_id = ?2 AND starred_at IS NOT NULL RETURNING read_at";
    let rows = tx.query(sql, &values![user, kept])?;
    let read = rows.into_iter().next().map(|mut row| row.opt_int()).transpose()?;
    merge::remove_lone_articles(tx, &[kept])?;
    Ok(read.map(|at| at.is_some()))
}

fn forget_address(tx: &mut dyn Tx, key: &str) -> Result<()> {
    tx.execute("DELETE FROM article_addresses WHERE key = ?1", &values![key]).map(|_| ())
}

fn insert(tx: &mut dyn Tx, article: &NewArticle, key: &str, now: Timestamp) -> Result<ArticleId> {
    let id = take_numbers(tx, "article", 1)?;
    let outlets = outlets::upsert(tx, &[&article.outlet])?;
    let outlet = outlets::stored_key(&article.outlet).and_then(|key| outlets.get(&key).copied());
    let reads_page = article.read_page && article.address.is_some();
    let page = if reads_page { PageState::Waiting } else { PageState::NotNeeded };
    let bucket = address::bucket(&article.host);
    let is_news = article.published.is_none_or(|at| now.duration_since(at) < NEWS);
    let sql = "INSERT INTO articles (id, bucket, host, address, title, words, text_source, \
        text_feed, text_since, bytes, page, byline, dateline, first_appeared, language, image, \
        no_archive, outlet_id, published, updated, seen_at, placed_at, revisions, story_due) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, ?16, \
        ?17, ?18, ?8, ?19, 0, ?20)";
    let params = values![
        id,
        bucket,
        &article.host,
        article.address.as_deref(),
        article.title.as_deref().unwrap_or_default(),
        count_words(&article.text),
        article.text_source.as_str(),
        now,
        weight(&article.html, &article.text),
        page.as_str(),
        json(&article.byline)?,
        article.dateline.as_deref(),
        article.first_appeared.as_ref().map(json).transpose()?,
        article.language.as_deref(),
        article.image.as_deref(),
        outlet,
        article.published,
        article.updated,
        placed_at(article.published, now),
        is_news.then(|| queue::first_due(reads_page, now)),
    ];
    tx.execute(sql, &params)?;
    let sql = "INSERT INTO article_texts (article_id, html, text) VALUES (?1, ?2, ?3)";
    tx.execute(sql, &values![id, &article.html, &article.text])?;
    let sql = "INSERT INTO article_addresses (key, article_id) VALUES (?1, ?2)";
    tx.execute(sql, &values![key, id])?;
    if reads_page {
        jobs::make_due(tx, ArticleId(id), now)?;
    }
    Ok(ArticleId(id))
}

impl Store {
    /// Marks articles as they were marked in another reader; marks of those that are not here, or
    /// that the user cannot see, wait for an entry that brings them.
    ///
    /// # Errors
    /// When the store fails; the slices before that are marked.
    pub async fn move_marks(
        &self,
        user: UserId,
        marks: Vec<MovedMark>,
        now: Timestamp,
    ) -> Result<MovedMarks> {
        let mut done = MovedMarks::default();
        for slice in marks.chunks(SLICE) {
            let slice = slice.to_vec();
            let marked = self.write(move |tx| mark_slice(tx, user, &slice, now)).await?;
            done.applied += marked.applied;
            done.waiting += marked.waiting;
        }
        Ok(done)
    }

    /// Keeps an article that no feed of the user's brings, starred, for this user alone;
    /// gives its number and whether it was not here before. One that the user can see already is
    /// starred and left as it is; one that a feed brings later takes the kept one's place.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_article(
        &self,
        user: UserId,
        item: KeptItem,
        now: Timestamp,
    ) -> Result<(ArticleId, bool)> {
        self.write(move |tx| keep(tx, user, &item, now)).await
    }

    /// How many marks of a user wait for their articles.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting_marks(&self, user: UserId) -> Result<u64> {
        let sql = "SELECT count(*) FROM pending_marks WHERE user_id = ?1";
        self.read(move |tx| crate::tx::query_one(tx, sql, &values![user])?.u64()).await
    }

    /// Forgets marks that have waited since before a moment; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_waiting_marks(&self, before: Timestamp) -> Result<u64> {
        let sql = "DELETE FROM pending_marks WHERE created_at < ?1";
        self.write(move |tx| tx.execute(sql, &values![before])).await
    }
}

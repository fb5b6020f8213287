//! What became of articles that the index has learned of.

use std::collections::{BTreeMap, BTreeSet};

use dateline_model::{AlertId, AlertState, ArticleId, SearchId, SearchMatch, TargetId};
use jiff::{SignedDuration, Timestamp};

use super::rules::{self, Among, LAG};
use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, insert_many, query_one, query_opt, values};

/// Between two alerts of a search to one target so much time passes at least.
const GAP: SignedDuration = SignedDuration::from_mins(10);

/// The secret under which the store knows its index.
const INDEX_SECRET: &str = "search_index";

/// When the next alert of a search to a target is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertDue {
    /// The search.
    pub search: SearchId,
    /// The target.
    pub target: TargetId,
    /// The moment.
    pub at: Timestamp,
}

fn settle(
    tx: &mut dyn Tx,
    notes: &[Value],
    matches: &[SearchMatch],
    dues: &BTreeMap<SearchId, Vec<AlertDue>>,
    now: Timestamp,
) -> Result<()> {
    let known = only_anew(tx, notes)?;
    let matches: Vec<&SearchMatch> =
        matches.iter().filter(|found| !known.contains(&found.article)).collect();
    each_lookup(notes, 1, |places, chunk| {
        tx.execute(&format!("DELETE FROM search_due WHERE id IN ({places})"), chunk).map(|_| ())
    })?;
    let pairs: Vec<_> = matches
        .iter()
        .flat_map(|found| found.rules.iter().map(|rule| (*rule, found.article)))
        .collect();
    rules::apply(tx, &pairs, Among::New, now)?;
    for found in matches {
        for (search, changed_at) in &found.searches {
            let is_new = note_match(tx, *search, *changed_at, found.article, now)?;
            let dues = dues.get(search).filter(|_| is_new).map_or(&[][..], Vec::as_slice);
            if dues.is_empty() || !is_news(tx, *search, found.article)? {
                continue;
            }
            for due in dues {
                tell(tx, due, found.article, now)?;
            }
        }
    }
    Ok(())
}

/// The articles about which these notes say only that the index is made anew.
fn only_anew(tx: &mut dyn Tx, notes: &[Value]) -> Result<BTreeSet<ArticleId>> {
    let mut least: BTreeMap<ArticleId, i64> = BTreeMap::new();
    each_lookup(notes, 1, |places, chunk| {
        let sql = format!("SELECT article_id, anew FROM search_due WHERE id IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            let (article, anew) = (ArticleId(row.int()?), row.int()?);
            let least = least.entry(article).or_insert(anew);
            *least = anew.min(*least);
        }
        Ok(())
    })?;
    Ok(least.into_iter().filter(|(_, anew)| *anew > 0).map(|(article, _)| article).collect())
}

/// Whether an article came to one of the feeds of a search's user while they read it, and not with
/// all that the feed held when it was first asked. When the feed was asked before is forgotten after
/// many failures, but not what it brought.
fn is_news(tx: &mut dyn Tx, search: SearchId, article: ArticleId) -> Result<bool> {
    let sql = "SELECT 1 FROM entries e JOIN subscriptions u ON u.feed_id = e.feed_id \
        JOIN kept_searches k ON k.user_id = u.user_id WHERE k.id = ?1 AND e.article_id = ?2 \
        AND e.seen_at >= u.created_at AND (e.polled_before IS NOT NULL OR EXISTS \
        (SELECT 1 FROM entries x WHERE x.feed_id = e.feed_id AND x.seen_at < e.seen_at)) LIMIT 1";
    Ok(query_opt(tx, sql, &values![search, article])?.is_some())
}

/// Notes that an article that came since a search was kept matches it; `false` if that was known,
/// a rule has muted the article, or the search asks for something else since.
fn note_match(
    tx: &mut dyn Tx,
    search: SearchId,
    changed_at: Timestamp,
    article: ArticleId,
    now: Timestamp,
) -> Result<bool> {
    let sql = format!(
        "INSERT INTO search_matches (search_id, article_id, matched_at) \
        SELECT k.id, a.id, CAST(?3 AS BIGINT) FROM kept_searches k, articles a \
        WHERE k.id = ?1 AND k.changed_at = ?5 AND a.id = ?2 AND {} AND NOT EXISTS \
        (SELECT 1 FROM rule_hits h WHERE h.user_id = k.user_id AND h.article_id = a.id \
        AND h.effect = 'mute') ON CONFLICT (search_id, article_id) DO NOTHING",
        rules::came_since("k.user_id", "k.changed_at - ?4")
    );
    let lag = i64::try_from(LAG.as_millis()).unwrap_or_default();
    Ok(tx.execute(&sql, &values![search, article, now, lag, changed_at])? > 0)
}

/// Adds an article to the alert that waits for its time, or opens one.
fn tell(tx: &mut dyn Tx, due: &AlertDue, article: ArticleId, now: Timestamp) -> Result<()> {
    let sql = "SELECT id FROM alerts WHERE target_id = ?1 AND search_id = ?2 AND state = ?3 \
        AND attempts = 0 AND lease_owner IS NULL ORDER BY id LIMIT 1";
    let waiting = AlertState::Waiting.as_str();
    let open = query_opt(tx, sql, &values![due.target, due.search, waiting])?;
    let alert = match open {
        Some(mut row) => row.int()?,
        None => {
            let sql = "SELECT max(coalesce(sent_at, created_at)) FROM alerts \
                WHERE target_id = ?1 AND search_id = ?2";
            let last = query_one(tx, sql, &values![due.target, due.search])?.opt_time()?;
            let earliest = last.and_then(|last| last.checked_add(GAP).ok());
            let at = earliest.map_or(due.at, |earliest| due.at.max(earliest));
            let sql = "INSERT INTO alerts \
                (user_id, search_id, target_id, name, state, created_at, due_at, attempts) \
                SELECT k.user_id, k.id, t.id, k.name, CAST(?3 AS TEXT), CAST(?4 AS BIGINT), \
                CAST(?5 AS BIGINT), 0 FROM kept_searches k \
                JOIN alert_targets t ON t.id = ?2 AND t.user_id = k.user_id \
                AND t.confirmed_at IS NOT NULL WHERE k.id = ?1 RETURNING id";
            let params = values![due.search, due.target, waiting, now, at];
            let Some(mut row) = query_opt(tx, sql, &params)? else { return Ok(()) };
            row.int()?
        }
    };
    let sql = "INSERT INTO alert_articles (alert_id, article_id) VALUES (?1, ?2) \
        ON CONFLICT (alert_id, article_id) DO NOTHING";
    tx.execute(sql, &values![AlertId(alert), article]).map(|_| ())
}

impl Store {
    /// The index has learned of these articles: the notes that said so are taken away, and what
    /// the articles match is stored, rules applied and alerts opened, all of it or nothing. An
    /// article matches a search or a rule once, and only if it came since that was made; where the
    /// index is only made anew, nothing came.
    ///
    /// # Errors
    /// When the store fails; the same is to be done again then.
    pub async fn settle_search(
        &self,
        notes: &[i64],
        matches: Vec<SearchMatch>,
        dues: &[AlertDue],
        now: Timestamp,
    ) -> Result<()> {
        let notes: Vec<Value> = notes.iter().copied().map(Value::from).collect();
        let mut by_search: BTreeMap<SearchId, Vec<AlertDue>> = BTreeMap::new();
        for due in dues {
            by_search.entry(due.search).or_default().push(*due);
        }
        self.write(move |tx| settle(tx, &notes, &matches, &by_search, now)).await
    }

    /// The secret under which this store's search index is known, made where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_index_token(&self, fresh: &str) -> Result<String> {
        self.secret(INDEX_SECRET, fresh).await
    }

    /// The same, where there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn known_search_index_token(&self) -> Result<Option<String>> {
        self.read(|tx| {
            let sql = "SELECT value FROM secrets WHERE name = ?1";
            query_opt(tx, sql, &values![INDEX_SECRET])?.map(|mut row| row.text()).transpose()
        })
        .await
    }

    /// Notes these articles as unknown to the search index, because it holds them wrongly: nothing
    /// came of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_again(&self, articles: &[ArticleId]) -> Result<()> {
        let notes: Vec<Vec<Value>> =
            articles.iter().map(|article| Vec::from(values![*article, 1_i64])).collect();
        let sql = "INSERT INTO search_due (article_id, anew)";
        self.write(move |tx| insert_many(tx, sql, "", notes.clone()).map(|_| ())).await
    }

    /// Notes all articles as unknown to the search index, and `also` those that may be in it and
    /// are no more; gives how many notes that makes.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_anew(&self, also: &[ArticleId]) -> Result<u64> {
        let also = also.to_vec();
        self.write(move |tx| {
            tx.execute("DELETE FROM search_due WHERE anew = 1", &[])?;
            let sql = "INSERT INTO search_due (article_id, anew) \
                SELECT id, 1 FROM articles ORDER BY id";
            tx.execute(sql, &[])?;
            let rows = also.iter().map(|article| Vec::from(values![*article, 1_i64]));
            insert_many(tx, "INSERT INTO search_due (article_id, anew)", "", rows.collect())?;
            query_one(tx, "SELECT count(*) FROM search_due WHERE anew = 1", &[])?.u64()
        })
        .await
    }
}

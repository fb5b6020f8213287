//! Rules: what is done by itself to the articles that a query finds.

use std::collections::{BTreeMap, BTreeSet};

use dateline_model::{ArticleId, Rule, RuleAction, RuleId, UserId};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Result, StoreError};
use crate::tx::{Row, Tx, Value, each_lookup, query_one, query_opt, values};
use crate::{Store, states, unread};

/// That a rule of the user at place 1 muted article `a`.
pub(crate) const RULED_OUT: &str = "EXISTS (SELECT 1 FROM rule_hits h \
    WHERE h.user_id = ?1 AND h.article_id = a.id AND h.effect = 'mute')";

/// How many articles a rule is applied to in one transaction.
const SLICE: usize = 500;

/// Articles that came shortly before a rule was made, or a search kept, may not have been in the
/// index when it was asked for what is there.
pub(super) const LAG: SignedDuration = SignedDuration::from_hours(1);

const RULE: &str = "r.id, r.user_id, r.query, r.action, r.folder, r.ends_at, r.created_at, \
    r.asked_at, (SELECT count(*) FROM rule_hits h WHERE h.rule_id = r.id)";

/// The same without the count, which takes the longer the more a rule did.
const UNCOUNTED: &str = "r.id, r.user_id, r.query, r.action, r.folder, r.ends_at, r.created_at, \
    r.asked_at, CAST(0 AS BIGINT)";

/// The condition that this user's feeds carry article `a`, and that the user could not see it
/// before `since`.
pub(super) fn came_since(user: &str, since: &str) -> String {
    let carrying = format!(
        "SELECT 1 FROM entries e JOIN subscriptions u ON u.feed_id = e.feed_id \
         AND u.user_id = {user} WHERE e.article_id = a.id"
    );
    format!(
        "EXISTS ({carrying}) AND NOT EXISTS \
         ({carrying} AND e.seen_at < {since} AND u.created_at < {since})"
    )
}

fn rule(row: &mut Row) -> Result<Rule> {
    let (id, user, query) = (RuleId(row.int()?), UserId(row.int()?), row.text()?);
    let (action, folder) = (row.text()?, row.text()?);
    let action = RuleAction::from_stored(&action, &folder)
        .ok_or_else(|| StoreError::Data { what: format!("a rule does “{action}”") })?;
    Ok(Rule {
        id,
        user,
        query,
        action,
        ends_at: row.opt_time()?,
        created_at: row.time()?,
        asked_at: row.opt_time()?,
        hits: row.u64()?,
    })
}

/// Which articles a rule may be applied to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// Those that came since it was made.
    New,
    /// Those that its user asked for.
    All,
}

/// A rule's first meeting with an article.
struct Hit {
    article: Value,
    action: RuleAction,
}

/// Applies rules to articles, each rule once to each.
pub(super) fn apply(
    tx: &mut dyn Tx,
    pairs: &[(RuleId, ArticleId)],
    among: Among,
    now: Timestamp,
) -> Result<u64> {
    let mut by_user: BTreeMap<i64, Vec<(Rule, ArticleId)>> = BTreeMap::new();
    let mut known: BTreeMap<RuleId, Option<Rule>> = BTreeMap::new();
    for (id, article) in pairs {
        if !known.contains_key(id) {
            let sql = format!("SELECT {UNCOUNTED} FROM rules r WHERE r.id = ?1");
            let found = query_opt(tx, &sql, &values![*id])?;
            known.insert(*id, found.map(|mut row| rule(&mut row)).transpose()?);
        }
        if let Some(Some(rule)) = known.get(id)
            && rule.ends_at.is_none_or(|end| end > now)
        {
            by_user.entry(rule.user.0).or_default().push((rule.clone(), *article));
        }
    }
    let mut applied = 0;
    for (user, pairs) in by_user {
        applied += apply_of_user(tx, UserId(user), &pairs, among, now)?;
    }
    Ok(applied)
}

fn apply_of_user(
    tx: &mut dyn Tx,
    user: UserId,
    pairs: &[(Rule, ArticleId)],
    among: Among,
    now: Timestamp,
) -> Result<u64> {
    let articles: BTreeSet<ArticleId> = pairs.iter().map(|(_, article)| *article).collect();
    let articles: Vec<Value> = articles.into_iter().map(Value::from).collect();
    let hits = unread::keep(tx, Some(user), &articles, |tx| note_hits(tx, pairs, among, now))?;
    let read: Vec<Value> = hits
        .iter()
        .filter(|hit| hit.action == RuleAction::Read)
        .map(|hit| hit.article.clone())
        .collect();
    states::mark_read(tx, user, &read, now)?;
    for hit in hits.iter().filter(|hit| hit.action == RuleAction::Star) {
        if let Value::Int(article) = hit.article {
            states::star(tx, user, ArticleId(article), now)?;
        }
    }
    Ok(hits.len() as u64)
}

/// Notes which rules meet which articles for the first time; what was kept is not muted.
fn note_hits(
    tx: &mut dyn Tx,
    pairs: &[(Rule, ArticleId)],
    among: Among,
    now: Timestamp,
) -> Result<Vec<Hit>> {
    let mut hits = Vec::new();
    for (rule, article) in pairs {
        let since = match among {
            Among::New => rule.created_at.checked_sub(LAG).unwrap_or(Timestamp::MIN),
            Among::All => Timestamp::UNIX_EPOCH,
        };
        let sql = format!(
            "INSERT INTO rule_hits (user_id, article_id, rule_id, effect, folder, at) \
            SELECT CAST(?1 AS BIGINT), a.id, CAST(?2 AS BIGINT), \
            CASE WHEN CAST(?3 AS TEXT) = 'mute' AND EXISTS (SELECT 1 FROM rule_hits k \
            WHERE k.user_id = ?1 AND k.article_id = a.id AND k.effect = 'keep') \
            THEN 'none' ELSE CAST(?3 AS TEXT) END, CAST(?4 AS TEXT), CAST(?5 AS BIGINT) \
            FROM articles a WHERE a.id = ?6 AND {} \
            ON CONFLICT (user_id, article_id, rule_id) DO NOTHING",
            came_since("?1", "?7")
        );
        let params = values![
            rule.user,
            rule.id,
            rule.action.as_str(),
            rule.action.folder(),
            now,
            *article,
            since,
        ];
        if tx.execute(&sql, &params)? == 0 {
            continue;
        }
        if rule.action == RuleAction::Keep {
            let sql = "UPDATE rule_hits SET effect = 'none' \
                WHERE user_id = ?1 AND article_id = ?2 AND effect = 'mute'";
            tx.execute(sql, &values![rule.user, *article])?;
        }
        hits.push(Hit { article: Value::from(*article), action: rule.action.clone() });
    }
    Ok(hits)
}

/// Ends a rule; what it hid is shown again, and what it put into a folder is there no longer.
fn remove(tx: &mut dyn Tx, user: UserId, id: RuleId) -> Result<bool> {
    let sql = "SELECT article_id FROM rule_hits \
        WHERE rule_id = ?1 AND user_id = ?2 AND effect IN ('mute', 'folder')";
    let rows = tx.query(sql, &values![id, user])?.into_iter();
    let articles = rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<_>>>()?;
    unread::keep(tx, Some(user), &articles, |tx| {
        let sql = "DELETE FROM rules WHERE id = ?1 AND user_id = ?2";
        Ok(tx.execute(sql, &values![id, user])? > 0)
    })
}

/// What rules and kept searches know of an article goes over to the one that it turned out to be.
pub(crate) fn merge(tx: &mut dyn Tx, from: ArticleId, into: ArticleId) -> Result<()> {
    for sql in [
        "INSERT INTO rule_hits (user_id, article_id, rule_id, effect, folder, at) \
         SELECT user_id, CAST(?2 AS BIGINT), rule_id, effect, folder, at \
         FROM rule_hits WHERE article_id = ?1 \
         ON CONFLICT (user_id, article_id, rule_id) DO NOTHING",
        // What was kept under either number is not muted by a rule that met the other.
        "UPDATE rule_hits SET effect = 'none' WHERE article_id = ?2 AND effect = 'mute' \
         AND ?1 <> ?2 AND EXISTS (SELECT 1 FROM rule_hits k WHERE k.user_id = rule_hits.user_id \
         AND k.article_id = ?2 AND k.effect = 'keep')",
        "UPDATE search_matches SET article_id = ?2 WHERE article_id = ?1 AND NOT EXISTS \
         (SELECT 1 FROM search_matches o \
         WHERE o.search_id = search_matches.search_id AND o.article_id = ?2)",
        "INSERT INTO alert_articles (alert_id, article_id) \
         SELECT alert_id, CAST(?2 AS BIGINT) FROM alert_articles WHERE article_id = ?1 \
         ON CONFLICT (alert_id, article_id) DO NOTHING",
    ] {
        tx.execute(sql, &values![from, into])?;
    }
    Ok(())
}

/// The folders that a user's rules put articles into.
pub(crate) fn folders(tx: &mut dyn Tx, user: UserId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT folder FROM rules WHERE user_id = ?1 AND action = 'folder'";
    tx.query(sql, &values![user])?.into_iter().map(|mut row| row.text()).collect()
}

impl Store {
    /// A user's rules, or those of all, in the order in which they were made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rules(&self, user: Option<UserId>) -> Result<Vec<Rule>> {
        self.read(move |tx| {
            let whose = if user.is_some() { "r.user_id = ?1" } else { "r.id > ?1" };
            let sql = format!("SELECT {RULE} FROM rules r WHERE {whose} ORDER BY r.id");
            let value = user.map_or(0, |user| user.0);
            tx.query(&sql, &values![value])?.iter_mut().map(rule).collect()
        })
        .await
    }

    /// The rules of all users, without how many articles they were applied to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rules_to_watch(&self) -> Result<Vec<Rule>> {
        let sql = format!("SELECT {UNCOUNTED} FROM rules r ORDER BY r.id");
        self.read(move |tx| tx.query(&sql, &[])?.iter_mut().map(rule).collect()).await
    }

    /// Notes that a user asked for a rule to be applied to what is there, and that this is still to
    /// be done, or, without a moment, that it is done.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_rule_asked(&self, id: RuleId, at: Option<Timestamp>) -> Result<()> {
        let sql = "UPDATE rules SET asked_at = ?1 WHERE id = ?2";
        self.write(move |tx| tx.execute(sql, &values![at, id]).map(|_| ())).await
    }

    /// The rules that are still to be applied to what is there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rules_asked(&self) -> Result<Vec<Rule>> {
        let sql =
            format!("SELECT {UNCOUNTED} FROM rules r WHERE r.asked_at IS NOT NULL ORDER BY r.id");
        self.read(move |tx| tx.query(&sql, &[])?.iter_mut().map(rule).collect()).await
    }

    /// Makes a rule, for what comes from now on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_rule(
        &self,
        user: UserId,
        query: &str,
        action: &RuleAction,
        ends_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<RuleId> {
        let (query, action) = (query.to_owned(), action.clone());
        self.write(move |tx| {
            let sql = "INSERT INTO rules (user_id, query, action, folder, ends_at, created_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
            let params = values![user, &query, action.as_str(), action.folder(), ends_at, now];
            Ok(RuleId(query_one(tx, sql, &params)?.int()?))
        })
        .await
    }

    /// Ends a rule of a user's: what it hid is shown again, what it put into a folder is there no
    /// longer, and what it marked stays marked. `false` if there is no such rule.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_rule(&self, user: UserId, id: RuleId) -> Result<bool> {
        self.write(move |tx| remove(tx, user, id)).await
    }

    /// Applies a rule to articles that are there; gives to how many it was not applied before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn apply_rule(
        &self,
        user: UserId,
        id: RuleId,
        articles: &[ArticleId],
        now: Timestamp,
    ) -> Result<u64> {
        let mut applied = 0;
        for slice in articles.chunks(SLICE) {
            let pairs: Vec<(RuleId, ArticleId)> = slice.iter().map(|one| (id, *one)).collect();
            applied += self
                .write(move |tx| {
                    let sql = "SELECT id FROM rules WHERE id = ?1 AND user_id = ?2";
                    if query_opt(tx, sql, &values![id, user])?.is_none() {
                        return Ok(0);
                    }
                    apply(tx, &pairs, Among::All, now)
                })
                .await?;
        }
        Ok(applied)
    }
}

/// The folders that rules put these articles into, for one user or for all.
pub(crate) fn folders_of(
    tx: &mut dyn Tx,
    user: Option<UserId>,
    articles: &[Value],
    mut each: impl FnMut(i64, String, i64),
    unread_only: bool,
) -> Result<()> {
    each_lookup(articles, 2, |places, chunk| {
        let whose = if user.is_some() { "u.user_id = ?1" } else { "CAST(?1 AS BIGINT) = 0" };
        let unread = if unread_only { " AND s.read_at IS NULL" } else { "" };
        let sql = format!(
            "SELECT u.user_id, u.folder, u.article_id FROM rule_hits u \
             JOIN articles a ON a.id = u.article_id \
             LEFT JOIN article_states s ON s.user_id = u.user_id AND s.article_id = u.article_id \
             WHERE {whose} AND u.article_id IN ({places}) AND u.effect = 'folder'{unread} \
             AND NOT {} AND {}",
            unread::MUTED,
            unread::CARRIED
        );
        let mut params = Vec::from(values![user.map_or(0, |user| user.0)]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            each(row.int()?, row.text()?, row.int()?);
        }
        Ok(())
    })
}

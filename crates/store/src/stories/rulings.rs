//! What users decided about stories. It is kept by articles, so that it outlives any story.

use std::collections::{BTreeMap, BTreeSet};

use dateline_model::{ArticleId, RulingKind, StoryId, StoryRuling, UserId};
use jiff::Timestamp;

use super::living;
use super::page::visible_of;
use crate::Store;
use crate::error::Result;
use crate::tx::{Row, Tx, Value, insert_many, query_opt, values};

/// A ruling that is to be obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRuling {
    /// What was decided.
    pub ruling: StoryRuling,
    /// Whether stories were changed by it already.
    pub applied: bool,
}

const RULING: &str = "user_id, a, b, kind, at";

/// No later ruling about the same articles; two of one moment are told apart by their users.
const IN_FORCE: &str = "NOT EXISTS (SELECT 1 FROM story_rulings n \
    WHERE n.a = r.a AND n.b = r.b AND (n.at > r.at OR (n.at = r.at AND n.user_id > r.user_id)))";

fn ruling(row: &mut Row) -> Result<StoryRuling> {
    Ok(StoryRuling {
        user: UserId(row.int()?),
        a: ArticleId(row.int()?),
        b: ArticleId(row.int()?),
        kind: RulingKind::from_stored(&row.text()?),
        at: row.time()?,
    })
}

fn in_order(a: ArticleId, b: ArticleId) -> (ArticleId, ArticleId) {
    (a.min(b), a.max(b))
}

/// Two articles have become one, and so have the rulings about them.
pub(crate) fn merge(tx: &mut dyn Tx, from: ArticleId, into: ArticleId) -> Result<()> {
    let sql = format!("SELECT {RULING}, applied FROM story_rulings WHERE a = ?1 OR b = ?1");
    for mut row in tx.query(&sql, &values![from])? {
        let ruling = ruling(&mut row)?;
        let other = if ruling.a == from { ruling.b } else { ruling.a };
        let (a, b) = in_order(other, into);
        if a != b {
            let sql = "INSERT INTO story_rulings (user_id, a, b, kind, at, applied) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (user_id, a, b) DO UPDATE \
                SET kind = excluded.kind, at = excluded.at, applied = excluded.applied \
                WHERE excluded.at > story_rulings.at";
            let applied = row.bool()?;
            let params = values![ruling.user, a, b, ruling.kind.as_str(), ruling.at, applied];
            tx.execute(sql, &params)?;
        }
    }
    tx.execute("DELETE FROM story_rulings WHERE a = ?1 OR b = ?1", &values![from]).map(|_| ())
}

/// The rulings about articles of a story.
pub(super) fn of_story(tx: &mut dyn Tx, story: StoryId) -> Result<Vec<StoryRuling>> {
    let sql = format!(
        "SELECT {RULING} FROM story_rulings r \
         WHERE (a IN (SELECT id FROM articles WHERE story_id = ?1) \
         OR b IN (SELECT id FROM articles WHERE story_id = ?1)) AND {IN_FORCE} ORDER BY at, a, b"
    );
    tx.query(&sql, &values![story])?.iter_mut().map(ruling).collect()
}

/// Keeps decisions, all of them or none.
fn rule(
    tx: &mut dyn Tx,
    user: UserId,
    decisions: &[(RulingKind, ArticleId, ArticleId)],
    now: Timestamp,
) -> Result<bool> {
    let about: BTreeSet<ArticleId> = decisions.iter().flat_map(|(_, a, b)| [*a, *b]).collect();
    let keys: Vec<Value> = about.iter().copied().map(Value::from).collect();
    let visible = visible_of(tx, user, &keys)?;
    if about.len() > visible.len() || decisions.iter().any(|(_, a, b)| a == b) {
        return Ok(false);
    }
    // One statement must not name a pair twice.
    let mut kinds = BTreeMap::new();
    for (kind, a, b) in decisions {
        kinds.insert(in_order(*a, *b), *kind);
    }
    let rows = kinds
        .into_iter()
        .map(|((a, b), kind)| Vec::from(values![user, a, b, kind.as_str(), now, false]))
        .collect();
    let head = "INSERT INTO story_rulings (user_id, a, b, kind, at, applied)";
    let tail = "ON CONFLICT (user_id, a, b) DO UPDATE \
        SET kind = excluded.kind, at = excluded.at, applied = excluded.applied";
    insert_many(tx, head, tail, rows)?;
    Ok(true)
}

/// Whose ruling about two articles is in force.
fn in_force(tx: &mut dyn Tx, a: ArticleId, b: ArticleId) -> Result<Option<UserId>> {
    let sql = "SELECT user_id FROM story_rulings WHERE a = ?1 AND b = ?2 \
        ORDER BY at DESC, user_id DESC LIMIT 1";
    query_opt(tx, sql, &values![a, b])?.map(|mut row| row.int().map(UserId)).transpose()
}

/// Under this name the counters keep how often decisions were withdrawn.
const WITHDRAWN: &str = "rulings_withdrawn";

fn withdraw(tx: &mut dyn Tx, user: UserId, story: StoryId, at: Timestamp) -> Result<u64> {
    let Some(story) = living(tx, story)? else { return Ok(0) };
    let own = of_story(tx, story)?.into_iter().filter(|it| it.user == user && it.at == at);
    let mut withdrawn = 0;
    for StoryRuling { a, b, .. } in own {
        let sql = "DELETE FROM story_rulings WHERE user_id = ?1 AND a = ?2 AND b = ?3";
        withdrawn += tx.execute(sql, &values![user, a, b])?;
        if let Some(again) = in_force(tx, a, b)? {
            let sql = "UPDATE story_rulings SET applied = 0 \
                WHERE user_id = ?1 AND a = ?2 AND b = ?3";
            tx.execute(sql, &values![again, a, b])?;
        }
    }
    if withdrawn > 0 {
        let sql = "INSERT INTO counters (name, value) VALUES (?1, 1) \
            ON CONFLICT (name) DO UPDATE SET value = counters.value + 1";
        tx.execute(sql, &values![WITHDRAWN])?;
    }
    Ok(withdrawn)
}

/// They were obeyed.
pub(super) fn note_applied(tx: &mut dyn Tx, rulings: &[StoryRuling]) -> Result<()> {
    for ruling in rulings {
        let sql = "UPDATE story_rulings SET applied = 1 \
            WHERE user_id = ?1 AND a = ?2 AND b = ?3 AND at = ?4";
        tx.execute(sql, &values![ruling.user, ruling.a, ruling.b, ruling.at])?;
    }
    Ok(())
}

impl Store {
    /// Keeps a user's decision about two articles, in place of their own earlier one; `false` if
    /// they are the same or the user cannot see them. Of several users' decisions about the same
    /// articles the latest is in force. It is obeyed by whoever holds the stories.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rule(
        &self,
        user: UserId,
        kind: RulingKind,
        a: ArticleId,
        b: ArticleId,
        now: Timestamp,
    ) -> Result<bool> {
        self.rule_many(user, vec![(kind, a, b)], now).await
    }

    /// As [`Store::rule`] for many decisions, all of them or none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rule_many(
        &self,
        user: UserId,
        decisions: Vec<(RulingKind, ArticleId, ArticleId)>,
        now: Timestamp,
    ) -> Result<bool> {
        self.write(move |tx| rule(tx, user, &decisions, now)).await
    }

    /// Forgets what a user decided at a moment about articles of a story, where "these are two
    /// stories" decides about many pairs at once; gives how many pairs that were. Stories stay as
    /// they are, but later articles and a regrouping are no longer bound by it; where another user
    /// had decided about two of the articles, that is in force again and is to be obeyed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn withdraw_rulings(
        &self,
        user: UserId,
        story: StoryId,
        at: Timestamp,
    ) -> Result<u64> {
        self.write(move |tx| withdraw(tx, user, story, at)).await
    }

    /// A number that is another one as soon as somebody withdrew a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rulings_withdrawn(&self) -> Result<i64> {
        let sql = "SELECT value FROM counters WHERE name = ?1";
        self.read(move |tx| {
            let row = query_opt(tx, sql, &values![WITHDRAWN])?;
            Ok(row.map(|mut row| row.int()).transpose()?.unwrap_or_default())
        })
        .await
    }

    /// All rulings in force, the oldest first, or only those that are still to be obeyed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rulings(&self, only_due: bool) -> Result<Vec<DueRuling>> {
        self.read(move |tx| {
            let narrower = if only_due { " AND applied = 0" } else { "" };
            let sql = format!(
                "SELECT {RULING}, applied FROM story_rulings r \
                 WHERE {IN_FORCE}{narrower} ORDER BY at, a, b"
            );
            let rows = tx.query(&sql, &[])?.into_iter();
            rows.map(|mut row| Ok(DueRuling { ruling: ruling(&mut row)?, applied: row.bool()? }))
                .collect()
        })
        .await
    }
}

//! What users decided about stories. It is kept by articles, so that it outlives any story.

use dateline_model::{ArticleId, RulingKind, StoryRuling, UserId};
use jiff::Timestamp;

use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::tx::{Row, Tx, query_opt, values};

/// A ruling that is to be obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRuling {
    /// What was decided.
    pub ruling: StoryRuling,
    /// Whether stories were changed by it already.
    pub applied: bool,
}

const RULING: &str = "user_id, a, b, kind, at";

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

fn is_visible(tx: &mut dyn Tx, user: UserId, article: ArticleId) -> Result<bool> {
    let sql = format!(
        "SELECT a.id FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.id = ?2 AND {VISIBLE}"
    );
    Ok(query_opt(tx, &sql, &values![user, article])?.is_some())
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
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (user_id, a, b) DO NOTHING";
            let applied = row.bool()?;
            let params = values![ruling.user, a, b, ruling.kind.as_str(), ruling.at, applied];
            tx.execute(sql, &params)?;
        }
    }
    tx.execute("DELETE FROM story_rulings WHERE a = ?1 OR b = ?1", &values![from]).map(|_| ())
}

/// The rulings about articles of a story.
pub(super) fn of_story(
    tx: &mut dyn Tx,
    story: dateline_model::StoryId,
) -> Result<Vec<StoryRuling>> {
    let sql = format!(
        "SELECT {RULING} FROM story_rulings \
         WHERE a IN (SELECT id FROM articles WHERE story_id = ?1) \
         OR b IN (SELECT id FROM articles WHERE story_id = ?1) ORDER BY at, a, b"
    );
    tx.query(&sql, &values![story])?.iter_mut().map(ruling).collect()
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
    /// Keeps a user's decision about two articles, in place of any earlier one about them; `false`
    /// if they are the same or the user cannot see them. It is obeyed by whoever holds the stories.
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
        let (a, b) = in_order(a, b);
        self.write(move |tx| {
            if a == b || !is_visible(tx, user, a)? || !is_visible(tx, user, b)? {
                return Ok(false);
            }
            tx.execute("DELETE FROM story_rulings WHERE a = ?1 AND b = ?2", &values![a, b])?;
            let sql = "INSERT INTO story_rulings (user_id, a, b, kind, at, applied) \
                VALUES (?1, ?2, ?3, ?4, ?5, 0)";
            tx.execute(sql, &values![user, a, b, kind.as_str(), now])?;
            Ok(true)
        })
        .await
    }

    /// Forgets a user's decision about two articles; `false` if there was none. Stories stay as
    /// they are, but later articles and a regrouping are no longer bound by it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn withdraw_ruling(&self, user: UserId, a: ArticleId, b: ArticleId) -> Result<bool> {
        let (a, b) = in_order(a, b);
        self.write(move |tx| {
            let sql = "DELETE FROM story_rulings WHERE user_id = ?1 AND a = ?2 AND b = ?3";
            Ok(tx.execute(sql, &values![user, a, b])? > 0)
        })
        .await
    }

    /// All rulings, the oldest first, or only those that are still to be obeyed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rulings(&self, only_due: bool) -> Result<Vec<DueRuling>> {
        self.read(move |tx| {
            let narrower = if only_due { " WHERE applied = 0" } else { "" };
            let sql =
                format!("SELECT {RULING}, applied FROM story_rulings{narrower} ORDER BY at, a, b");
            let rows = tx.query(&sql, &[])?.into_iter();
            rows.map(|mut row| Ok(DueRuling { ruling: ruling(&mut row)?, applied: row.bool()? }))
                .collect()
        })
        .await
    }
}

//! What is due: articles whose statements are to be found, and stories to be looked through.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{ArticleId, StoryId, WorkerId};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::stories::StoryLease;
use crate::stories::lease::{hold_named, release_named};
use crate::tx::{Tx, Value, each_lookup, query_one, query_opt, values};

/// The lease on statements.
pub(super) const LEASE: &str = "statements";

/// The counter that holds the number of the rules by which all statements were found, or are noted
/// to be.
const RULES: &str = "statement_rules";

/// An article whose statements are to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementsTask {
    /// The notes that say so.
    pub notes: Vec<i64>,
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Its plain text; `None` where the article is gone.
    pub text: Option<String>,
    /// Its language, where that is known.
    pub language: Option<String>,
    /// When it was published, never later than when it was seen.
    pub at: Timestamp,
    /// Whether only the rules are others, so that nothing has come.
    pub anew: bool,
}

/// A story whose articles may answer each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiesTask {
    /// The notes that say so.
    pub notes: Vec<i64>,
    /// The story.
    pub story: StoryId,
}

fn due(tx: &mut dyn Tx, limit: u32, most_bytes: u64) -> Result<Vec<StatementsTask>> {
    let sql = "SELECT d.id, d.article_id, d.anew, coalesce(octet_length(t.text), 0) \
        FROM statements_due d LEFT JOIN article_texts t ON t.article_id = d.article_id \
        ORDER BY d.anew, d.id LIMIT ?1";
    let mut noted: BTreeMap<i64, (Vec<i64>, bool)> = BTreeMap::new();
    let mut bytes = 0;
    for mut row in tx.query(sql, &values![limit])? {
        let (note, article, anew, length) = (row.int()?, row.int()?, row.bool()?, row.u64()?);
        if !noted.contains_key(&article) {
            bytes += length;
            // One is always taken, however long it is.
            if bytes > most_bytes && !noted.is_empty() {
                break;
            }
        }
        let (notes, only_anew) = noted.entry(article).or_insert_with(|| (Vec::new(), true));
        notes.push(note);
        *only_anew &= anew;
    }
    let keys: Vec<Value> = noted.keys().copied().map(Value::from).collect();
    let mut texts = HashMap::new();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!(
            "SELECT a.id, a.title, t.text, a.language, a.placed_at FROM articles a \
             JOIN article_texts t ON t.article_id = a.id WHERE a.id IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            texts.insert(row.int()?, (row.text()?, row.text()?, row.opt_text()?, row.time()?));
        }
        Ok(())
    })?;
    let task = |(article, (notes, anew)): (i64, (Vec<i64>, bool))| {
        let (title, text, language, at) = match texts.remove(&article) {
            Some((title, text, language, at)) => (title, Some(text), language, at),
            None => (String::new(), None, None, Timestamp::UNIX_EPOCH),
        };
        StatementsTask { notes, article: ArticleId(article), title, text, language, at, anew }
    };
    Ok(noted.into_iter().map(task).collect())
}

impl Store {
    /// Takes the lease on statements, or keeps it for longer, unless another living process has it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold_statements(&self, worker: &WorkerId, wall: Timestamp) -> Result<bool> {
        let worker = worker.clone();
        self.write(move |tx| {
            Ok(hold_named(tx, LEASE, &worker, wall, false)? != StoryLease::Elsewhere)
        })
        .await
    }

    /// Gives the lease on statements back.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_statements(&self, worker: &WorkerId) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| release_named(tx, LEASE, &worker)).await
    }

    /// Notes all articles, the latest first, where their statements were found by older rules than
    /// these, or never; gives whether that was so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_statements_by(&self, rules: i64) -> Result<bool> {
        let known = |tx: &mut dyn Tx| -> Result<i64> {
            let sql = "SELECT value FROM counters WHERE name = ?1";
            query_opt(tx, sql, &values![RULES])?.map_or(Ok(0), |mut row| row.int())
        };
        if self.read(known).await? >= rules {
            return Ok(false);
        }
        self.write(move |tx| {
            if known(tx)? >= rules {
                return Ok(false);
            }
            let sql = "INSERT INTO counters (name, value) VALUES (?1, ?2) \
                ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            tx.execute(sql, &values![RULES, rules])?;
            tx.execute("DELETE FROM statements_due WHERE anew = 1", &[])?;
            let sql = "INSERT INTO statements_due (article_id, anew) \
                SELECT id, 1 FROM articles ORDER BY placed_at DESC, id DESC";
            tx.execute(sql, &[])?;
            Ok(true)
        })
        .await
    }

    /// The articles whose statements are to be found, those first whose words are new, then those
    /// for which only the rules are: those of so many notes at the most, and together of so many
    /// bytes, or a single one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statements_due(&self, limit: u32, most_bytes: u64) -> Result<Vec<StatementsTask>> {
        self.read(move |tx| due(tx, limit, most_bytes)).await
    }

    /// The stories whose articles are to be looked through for answers, so many at the most.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn story_ties_due(&self, limit: usize) -> Result<Vec<TiesTask>> {
        self.read(move |tx| {
            // A story that grows is noted once for each article; its notes are taken together.
            let sql = "SELECT story_id FROM story_ties_due ORDER BY id LIMIT 1000";
            let mut stories: Vec<i64> = Vec::new();
            for mut row in tx.query(sql, &[])? {
                let story = row.int()?;
                if !stories.contains(&story) && stories.len() < limit {
                    stories.push(story);
                }
            }
            let mut tasks = Vec::new();
            for story in stories {
                let sql = "SELECT id FROM story_ties_due WHERE story_id = ?1 ORDER BY id";
                let rows = tx.query(sql, &values![story])?.into_iter();
                let notes = rows.map(|mut row| row.int()).collect::<Result<Vec<i64>>>()?;
                tasks.push(TiesTask { notes, story: StoryId(story) });
            }
            Ok(tasks)
        })
        .await
    }

    /// How many notes say that statements are to be found or tied.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pending_statements(&self) -> Result<u64> {
        let sql = "SELECT (SELECT count(*) FROM statements_due) \
            + (SELECT count(*) FROM story_ties_due)";
        self.read(move |tx| query_one(tx, sql, &[])?.u64()).await
    }
}

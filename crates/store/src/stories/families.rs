//! Whose voice each article is, by the instance's table of owners and agencies.

use dateline_model::{ArticleId, Byline, Origin, WorkerId};
use dateline_story::families::{Credit, Families};
use jiff::Timestamp;

use super::refresh::refresh;
use super::{lease, of_articles};
use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, Value, query_opt, values};

/// So much of a text is read for the agency that its dateline names, in characters.
const HEAD: i64 = 400;

/// How many articles one transaction reads again.
const SLICE: u32 = 500;

/// Under this name the counters keep which table the voices were noted by.
const NOTED_BY: &str = "families";

/// Notes whose voice an article is, by what it credits and by its outlet.
pub(super) fn note_voice(tx: &mut dyn Tx, families: &Families, article: ArticleId) -> Result<()> {
    let sql = format!(
        "SELECT o.key, a.byline, a.first_appeared, substr(t.text, 1, {HEAD}) FROM articles a \
         JOIN article_texts t ON t.article_id = a.id \
         LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?1"
    );
    let Some(mut row) = query_opt(tx, &sql, &values![article])? else { return Ok(()) };
    let outlet = row.opt_text()?;
    let byline: Byline = row.json()?;
    let origin: Option<Origin> = row.opt_json()?;
    let text = row.text()?;
    let credit = Credit {
        outlet: outlet.as_deref(),
        authors: &byline.authors,
        origin: origin.as_ref(),
        text: &text,
    };
    let voice = families.voice_of(&credit);
    let sql = "UPDATE articles SET voice = ?1 WHERE id = ?2";
    tx.execute(sql, &values![voice, article]).map(|_| ())
}

/// Reads the next slice of articles again and gives the last of them; `None` where there is none,
/// or where the stories are another process's by now.
fn note_slice(
    tx: &mut dyn Tx,
    families: &Families,
    worker: &WorkerId,
    since: Timestamp,
    after: i64,
) -> Result<Option<i64>> {
    if !lease::is_held(tx, worker)? {
        return Ok(None);
    }
    let sql = "SELECT id FROM articles \
        WHERE id > ?1 AND placed_at >= ?2 AND story_id IS NOT NULL ORDER BY id LIMIT ?3";
    let rows = tx.query(sql, &values![after, since, SLICE])?.into_iter();
    let articles = rows.map(|mut row| row.int()).collect::<Result<Vec<_>>>()?;
    for article in &articles {
        note_voice(tx, families, ArticleId(*article))?;
    }
    let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
    let stories = of_articles(tx, &keys)?;
    refresh(tx, &stories)?;
    Ok(articles.last().copied())
}

impl Store {
    /// The store, going by this table of owners and agencies instead of the project's.
    #[must_use]
    pub fn with_families(mut self, families: Families) -> Self {
        self.families = std::sync::Arc::new(families);
        self
    }

    /// The table of owners and agencies that the instance goes by.
    pub fn families(&self) -> &std::sync::Arc<Families> {
        &self.families
    }

    /// Where the voices were noted by another table than the instance has now, notes those of all
    /// articles ordered at `since` or later anew, with the ranks of their stories. It is for the
    /// process that holds the stories.
    ///
    /// # Errors
    /// When the store fails; what was not done is done the next time.
    pub async fn heed_families(&self, worker: &WorkerId, since: Timestamp) -> Result<()> {
        let print = self.families.fingerprint();
        let noted_by = self.read(|tx| {
            let sql = "SELECT value FROM counters WHERE name = ?1";
            query_opt(tx, sql, &values![NOTED_BY])?.map(|mut row| row.int()).transpose()
        });
        if noted_by.await? == Some(print) {
            return Ok(());
        }
        let mut after = Some(i64::MIN);
        while let Some(last) = after {
            let (families, worker) = (self.families.clone(), worker.clone());
            let slice = self.write(move |tx| note_slice(tx, &families, &worker, since, last));
            after = slice.await?;
        }
        let worker = worker.clone();
        let sql = "INSERT INTO counters (name, value) VALUES (?1, ?2) \
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.write(move |tx| {
            if lease::is_held(tx, &worker)? {
                tx.execute(sql, &values![NOTED_BY, print])?;
            }
            Ok(())
        })
        .await
    }
}

//! Storing what the reading of an article's page gave.

use dateline_model::{
    ArticleId, JobId, OutletId, PageReading, PageState, ReadFailure, ReadOutcome, ReadTask,
    TextSource, WorkerId,
};
use jiff::Timestamp;

use crate::arrivals::{placed_at, weight};
use crate::error::{Result, StoreError};
use crate::revisions::{Earlier, count_words, keep, texts_differ, titles_differ};
use crate::sites::Packed;
use crate::stories::queue;
use crate::tx::{Tx, json, query_opt, values};
use crate::{Store, articles, hosts, merge, outlets, sites};

/// What became of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadSaved {
    /// It was stored.
    Stored,
    /// It was stored, and the article turned out to be another one that was known already.
    Merged(ArticleId),
    /// The job's lease had ended or passed to another, so nothing was stored.
    LeaseLost,
}

fn save(
    tx: &mut dyn Tx,
    worker: &WorkerId,
    job: JobId,
    outcome: &ReadOutcome,
    packed: &Packed,
) -> Result<ReadSaved> {
    // Writing the row, even unchanged, keeps another process from taking the job meanwhile.
    let sql = "UPDATE jobs SET lease_until = lease_until WHERE id = ?1 AND lease_owner = ?2 \
        RETURNING article_id";
    let Some(mut row) = query_opt(tx, sql, &values![job, worker])? else {
        return Ok(ReadSaved::LeaseLost);
    };
    let article = ArticleId(row.int()?);
    match outcome {
        ReadOutcome::Failed(failure) => {
            queue::page_tried(tx, article, failure.at)?;
            save_failure(tx, job, article, failure)?;
            if let Some(pause) = &failure.pause {
                hosts::pause(tx, pause)?;
            }
            Ok(ReadSaved::Stored)
        }
        ReadOutcome::Read(reading) => {
            tx.execute("DELETE FROM jobs WHERE id = ?1", &values![job])?;
            save_reading(tx, article, reading)?;
            sites::keep(tx, article, packed, reading.at)?;
            join_canonical(tx, article, reading)
        }
    }
}

fn save_failure(
    tx: &mut dyn Tx,
    job: JobId,
    article: ArticleId,
    failure: &ReadFailure,
) -> Result<()> {
    let sql = "UPDATE jobs SET attempts = attempts + ?1, last_error = ?2, due_at = ?3, \
        lease_owner = NULL, lease_until = NULL WHERE id = ?4";
    tx.execute(sql, &values![failure.counts, &failure.problem, failure.retry_at, job])?;
    if failure.retry_at.is_some() {
        let sql = "UPDATE articles SET page_problem = ?1 WHERE id = ?2";
        return tx.execute(sql, &values![&failure.problem, article]).map(|_| ());
    }
    // What an earlier reading gave is still there, so the article is no unread one.
    let sql = "UPDATE articles SET \
        page = CASE WHEN page_read_at IS NULL THEN ?1 ELSE ?2 END, \
        page_problem = CASE WHEN page_read_at IS NULL THEN ?3 ELSE page_note END WHERE id = ?4";
    let params =
        values![PageState::Failed.as_str(), PageState::Read.as_str(), &failure.problem, article];
    tx.execute(sql, &params).map(|_| ())
}

/// What an article said until its page was read again.
struct Said {
    title: String,
    html: String,
    text: String,
    text_source: TextSource,
    text_since: Timestamp,
    no_archive: bool,
    was_read: bool,
    seen_at: Timestamp,
    published: Option<Timestamp>,
    read_by: Option<String>,
}

fn said(tx: &mut dyn Tx, id: ArticleId) -> Result<Option<Said>> {
    let sql = "SELECT a.title, t.html, t.text, a.text_source, a.text_since, a.no_archive, \
        a.page_read_at, a.seen_at, a.published, a.read_by \
        FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![id])? else { return Ok(None) };
    Ok(Some(Said {
        title: row.text()?,
        html: row.text()?,
        text: row.text()?,
        text_source: TextSource::from_stored(&row.text()?),
        text_since: row.time()?,
        no_archive: row.bool()?,
        was_read: row.opt_int()?.is_some(),
        seen_at: row.time()?,
        published: row.opt_time()?,
        read_by: row.opt_text()?,
    }))
}

/// Whether there is still such an article.
fn save_reading(tx: &mut dyn Tx, id: ArticleId, reading: &PageReading) -> Result<bool> {
    let Some(said) = said(tx, id)? else { return Ok(false) };
    let title = reading.title.as_deref().unwrap_or(&said.title);
    let changed = is_revision(&said, reading, title);
    if changed {
        let earlier = Earlier {
            article: id,
            title: &said.title,
            text: reading.before.as_deref().unwrap_or(&said.text),
            from: said.text_since,
            until: reading.at,
            no_archive: said.no_archive || reading.no_archive,
        };
        keep(tx, &earlier)?;
    }
    if reading.no_archive {
        let sql = "UPDATE revisions SET text = '' WHERE article_id = ?1 AND text <> ''";
        tx.execute(sql, &values![id])?;
    }
    write_text(tx, id, reading, &said, changed)?;
    let text = reading.text.as_deref().unwrap_or(&said.text);
    queue::page_tried(tx, id, reading.at)?;
    if queue::is_much((&said.title, &said.text), (title, text)) {
        queue::changed(tx, id, reading.at)?;
    }
    let outlet = match outlets::stored_key(&reading.outlet) {
        Some(key) => outlets::upsert(tx, &[&reading.outlet])?.get(&key).copied(),
        None => None,
    };
    write_facts(tx, id, reading, &said, title, outlet)?;
    write_more(tx, id, reading)?;
    Ok(true)
}

/// Whether the publisher changed what a reader of the page saw before: the page's text replacing
/// a feed's teaser is no such change, nor is what another way of reading makes of the same page.
fn is_revision(said: &Said, reading: &PageReading, title: &str) -> bool {
    let known = reading.before.as_deref().unwrap_or(&said.text);
    let new_text = said.text_source == TextSource::Page
        && reading.text.as_deref().is_some_and(|text| texts_differ(known, text));
    let same_way = said.read_by == reading.how.by;
    said.was_read && same_way && (new_text || titles_differ(&said.title, title))
}

fn write_text(
    tx: &mut dyn Tx,
    id: ArticleId,
    reading: &PageReading,
    said: &Said,
    changed: bool,
) -> Result<()> {
    let text = reading.text.as_deref().unwrap_or(&said.text);
    let html = reading.html.as_deref().unwrap_or(&said.html);
    let replaced = reading.text.is_some() || reading.html.is_some();
    if replaced {
        let sql = "UPDATE article_texts SET html = ?1, text = ?2 WHERE article_id = ?3";
        tx.execute(sql, &values![html, text, id])?;
    }
    let source = if replaced { reading.text_source } else { said.text_source };
    let differs = texts_differ(&said.text, text);
    let since = if changed || differs { reading.at } else { said.text_since };
    let sql = "UPDATE articles SET words = ?1, bytes = ?2, text_source = ?3, text_since = ?4 \
        WHERE id = ?5";
    let params = values![count_words(text), weight(html, text), source.as_str(), since, id];
    tx.execute(sql, &params).map(|_| ())
}

fn write_facts(
    tx: &mut dyn Tx,
    id: ArticleId,
    reading: &PageReading,
    said: &Said,
    title: &str,
    outlet: Option<OutletId>,
) -> Result<()> {
    let byline = &reading.byline;
    let has_byline = !(byline.authors.is_empty() && byline.contributors.is_empty());
    let byline = if has_byline { Some(json(byline)?) } else { None };
    let first_appeared = reading.first_appeared.as_ref().map(json).transpose()?;
    let published = reading.published.or(said.published);
    let sql = "UPDATE articles SET title = ?1, canonical = coalesce(?2, canonical), \
        byline = coalesce(?3, byline), dateline = coalesce(?4, dateline), \
        language = coalesce(?5, language), image = coalesce(?6, image), \
        first_appeared = coalesce(?7, first_appeared), paywalled = coalesce(?8, paywalled), \
        no_archive = ?9, outlet_id = coalesce(?10, outlet_id), published = ?11, \
        updated = coalesce(?12, updated), placed_at = ?13, page = ?14, page_problem = ?15, \
        page_note = ?15, page_read_at = ?16 WHERE id = ?17";
    let params = values![
        title,
        reading.canonical.as_deref(),
        byline,
        reading.dateline.as_deref(),
        reading.language.as_deref(),
        reading.image.as_deref(),
        first_appeared,
        reading.paywalled,
        reading.no_archive,
        outlet,
        published,
        reading.updated,
        placed_at(published, said.seen_at),
        PageState::Read.as_str(),
        reading.note.as_deref(),
        reading.at,
        id,
    ];
    tx.execute(sql, &params).map(|_| ())
}

/// What else the page says, and how it was read; what an earlier reading found and this one did
/// not stays.
fn write_more(tx: &mut dyn Tx, id: ArticleId, reading: &PageReading) -> Result<()> {
    let (facts, how) = (&reading.facts, &reading.how);
    let terms = reading.terms.as_ref().map(json).transpose()?;
    let unlisted = reading.terms.as_ref().map(|terms| {
        let is_over = terms.until.is_some_and(|until| until <= reading.at);
        i64::from(terms.unlisted || is_over)
    });
    let until = reading.terms.as_ref().and_then(|terms| terms.until);
    let sql = "UPDATE articles SET section = coalesce(?1, section), \
        tags = CASE WHEN ?2 = '[]' THEN tags ELSE ?2 END, \
        published_offset = coalesce(?3, published_offset), \
        updated_offset = coalesce(?4, updated_offset), read_version = ?5, read_parts = ?6, \
        read_rules = ?7, read_by = ?8, terms = coalesce(?9, terms), \
        unlisted = coalesce(?10, unlisted), \
        unavailable_after = CASE WHEN CAST(?10 AS BIGINT) IS NULL THEN unavailable_after ELSE ?11 END \
        WHERE id = ?12";
    let params = values![
        facts.section.as_deref(),
        json(&facts.tags)?,
        facts.published_offset.map(i64::from),
        facts.updated_offset.map(i64::from),
        how.version.as_str(),
        how.parts,
        how.rules.as_deref(),
        how.by.as_deref(),
        terms,
        unlisted,
        until,
        id,
    ];
    tx.execute(sql, &params).map(|_| ())
}

/// Notes the canonical address as one of the article's, or merges the article into the one that
/// has that address already.
fn join_canonical(tx: &mut dyn Tx, id: ArticleId, reading: &PageReading) -> Result<ReadSaved> {
    let Some(key) = &reading.canonical_key else { return Ok(ReadSaved::Stored) };
    // What a login opened or one user brought along stays theirs alone, whatever its page is.
    if !articles::stands_under_its_address(tx, id)? {
        return Ok(ReadSaved::Stored);
    }
    let sql = "SELECT article_id FROM article_addresses WHERE key = ?1";
    match query_opt(tx, sql, &values![key])? {
        Some(mut row) => {
            let other = ArticleId(row.int()?);
            if other == id {
                return Ok(ReadSaved::Stored);
            }
            merge::merge_articles(tx, id, other)?;
            Ok(ReadSaved::Merged(other))
        }
        None => {
            let sql = "INSERT INTO article_addresses (key, article_id) VALUES (?1, ?2)";
            tx.execute(sql, &values![key, id])?;
            Ok(ReadSaved::Stored)
        }
    }
}

/// With what is kept of a reading's pages, packed on a thread for work that takes a while.
async fn packed(outcome: ReadOutcome) -> Result<(ReadOutcome, Packed)> {
    let reading = match outcome {
        ReadOutcome::Read(reading) => reading,
        failed @ ReadOutcome::Failed(_) => return Ok((failed, Packed::default())),
    };
    let packing = tokio::task::spawn_blocking(move || {
        let packed = Packed::of(&reading)?;
        Ok((ReadOutcome::Read(reading), packed))
    });
    packing.await.map_err(|error| StoreError::BrokeOff { what: error.to_string() })?
}

impl Store {
    /// Stores how a reading ended, all of it or nothing, and ends the job's lease. Nothing is
    /// stored if the lease is not the worker's any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_reading(
        &self,
        worker: &WorkerId,
        task: &ReadTask,
        outcome: ReadOutcome,
    ) -> Result<ReadSaved> {
        let (worker, job) = (worker.clone(), task.job);
        let (outcome, packed) = packed(outcome).await?;
        self.write(move |tx| save(tx, &worker, job, &outcome, &packed)).await
    }

    /// Stores what the pages that are kept of an article give when they are read anew, by other
    /// rules; `false` where there is no such article any more. Its page is not asked again, and no
    /// job is touched.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_reading_anew(&self, id: ArticleId, reading: PageReading) -> Result<bool> {
        self.write(move |tx| {
            if !save_reading(tx, id, &reading)? {
                return Ok(false);
            }
            // A job that waits to read it is still to be done.
            let sql = "UPDATE articles SET page = ?1 WHERE id = ?2 \
                AND EXISTS (SELECT 1 FROM jobs j WHERE j.article_id = ?2 AND j.due_at IS NOT NULL)";
            tx.execute(sql, &values![PageState::Waiting.as_str(), id])?;
            Ok(true)
        })
        .await
    }
}

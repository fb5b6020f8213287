//! Work that waits: pages of articles that are to be read.

use dateline_model::{
    ArticleId, Job, JobId, JobKind, PageState, ReadTask, TextSource, UserId, WorkerId, address,
};
use jiff::Timestamp;

use crate::error::Result;
use crate::tx::{Row, Tx, Value, each_lookup, query_one, query_opt, values};
use crate::workers::{Due, claim_due, release_leases};
use crate::{Store, hosts};

/// The kind of job that reads a page, as it is stored.
pub(crate) const READ: &str = "read";

/// Makes the job that reads an article's page due, making it if there is none; `false` if the
/// article has no address to open.
pub(crate) fn make_due(tx: &mut dyn Tx, article: ArticleId, at: Timestamp) -> Result<bool> {
    let sql = "SELECT host FROM articles WHERE id = ?1 AND address IS NOT NULL";
    let Some(mut row) = query_opt(tx, sql, &values![article])? else { return Ok(false) };
    let host = row.text()?;
    let sql = "INSERT INTO jobs (kind, article_id, host, bucket, due_at, attempts) \
        VALUES (?1, ?2, ?3, ?4, ?5, 0) ON CONFLICT (article_id, kind) \
        DO UPDATE SET due_at = excluded.due_at, attempts = 0, last_error = NULL";
    tx.execute(sql, &values![READ, article, &host, address::bucket(&host), at])?;
    let sql = "UPDATE articles SET page = ?1, page_problem = NULL WHERE id = ?2";
    tx.execute(sql, &values![PageState::Waiting.as_str(), article])?;
    Ok(true)
}

/// Takes the job back that reads an article's page, unless somebody is at it.
pub(crate) fn withdraw(tx: &mut dyn Tx, article: ArticleId) -> Result<()> {
    let sql = "DELETE FROM jobs WHERE article_id = ?1 AND kind = ?2 AND lease_owner IS NULL";
    if tx.execute(sql, &values![article, READ])? > 0 {
        let sql = "UPDATE articles SET page = ?1, page_problem = NULL WHERE id = ?2";
        tx.execute(sql, &values![PageState::NotNeeded.as_str(), article])?;
    }
    Ok(())
}

/// Pages that are to be read.
const DUE: Due = Due { table: "jobs", since: "due_at", only: " AND kind = 'read'", also: "" };

/// What a reading needs to know of article `a`, in the order of [`read_task`], and where it stands.
pub(crate) const TO_READ: &str = "a.id, a.address, a.title, t.text, a.text_source, a.published, \
    f.title, f.site_url, a.page_read_at";
pub(crate) const TO_READ_FROM: &str = "JOIN article_texts t ON t.article_id = a.id \
    LEFT JOIN feeds f ON f.id = (SELECT min(o.id) FROM entries e \
    JOIN feeds o ON o.id = e.feed_id WHERE e.article_id = a.id AND o.host = a.host)";

pub(crate) fn read_task(
    row: &mut Row,
    job: JobId,
    host: String,
    attempts: u32,
) -> Result<ReadTask> {
    Ok(ReadTask {
        job,
        article: ArticleId(row.int()?),
        address: row.text()?,
        host,
        attempts,
        title: row.text()?,
        text: row.text()?,
        text_source: TextSource::from_stored(&row.text()?),
        published: row.opt_time()?,
        feed_title: row.opt_text()?,
        feed_site: row.opt_text()?,
        was_read: row.opt_int()?.is_some(),
    })
}

/// The claimed jobs with what a reading needs to know, the oldest first.
fn tasks(tx: &mut dyn Tx, ids: &[Value]) -> Result<Vec<ReadTask>> {
    let mut tasks = Vec::with_capacity(ids.len());
    each_lookup(ids, 1, |places, chunk| {
        let sql = format!(
            "SELECT j.id, j.host, j.attempts, {TO_READ} FROM jobs j \
             JOIN articles a ON a.id = j.article_id {TO_READ_FROM} \
             WHERE j.id IN ({places}) AND a.address IS NOT NULL ORDER BY j.id"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (job, host, attempts) = (JobId(row.int()?), row.text()?, row.u32()?);
            tasks.push(read_task(&mut row, job, host, attempts)?);
        }
        Ok(())
    })?;
    Ok(tasks)
}

/// The columns that [`job`] reads, in its order.
const JOB: &str = "j.id, j.article_id, a.title, a.address, j.attempts, j.due_at, j.last_error";

fn job(row: &mut Row) -> Result<Job> {
    Ok(Job {
        id: JobId(row.int()?),
        kind: JobKind::Read,
        article: ArticleId(row.int()?),
        title: row.text()?,
        address: row.opt_text()?,
        attempts: row.u32()?,
        due_at: row.opt_time()?,
        last_error: row.opt_text()?,
    })
}

impl Store {
    /// Leases due jobs that read pages to a worker, the longest due first, at most four of one
    /// host, none of `skip_hosts`. A lease ends 15 minutes after `wall`, or with its worker.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_reads(
        &self,
        worker: &WorkerId,
        now: Timestamp,
        wall: Timestamp,
        limit: u32,
        skip_hosts: &[String],
    ) -> Result<Vec<ReadTask>> {
        let (worker, skip) = (worker.clone(), skip_hosts.to_vec());
        self.write(move |tx| {
            let ids = claim_due(tx, &DUE, &worker, now, wall, limit, &skip)?;
            tasks(tx, &ids)
        })
        .await
    }

    /// Gives leases back without a reading; the jobs stay due. Gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_reads(&self, worker: &WorkerId, jobs: &[JobId]) -> Result<u64> {
        let worker = worker.clone();
        let jobs: Vec<Value> = jobs.iter().copied().map(Value::from).collect();
        self.write(move |tx| release_leases(tx, "jobs", &worker, &jobs)).await
    }

    /// When the next page can be read: when it is due, leased or not, or when the pause ends that
    /// its host asked for. `None` if none waits.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_read_at(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let sql = format!(
            "SELECT due_at FROM jobs WHERE kind = 'read' AND due_at IS NOT NULL \
             AND host NOT IN {} ORDER BY due_at, id LIMIT 1",
            hosts::paused(1)
        );
        self.read(move |tx| hosts::first_of(tx, &sql, now)).await
    }

    /// How many pages wait to be read, leased ones included and given-up ones not.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pending_reads(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM jobs WHERE kind = 'read' AND due_at IS NOT NULL";
        self.read(move |tx| query_one(tx, sql, &[])?.u64()).await
    }

    /// How many pages are due to be read by `now`, leased ones included, and those of hosts that
    /// want to be left alone not.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn due_reads(&self, now: Timestamp) -> Result<u64> {
        let sql = format!(
            "SELECT count(*) FROM jobs WHERE kind = 'read' AND due_at <= ?1 AND host NOT IN {}",
            hosts::paused(1)
        );
        self.read(move |tx| query_one(tx, &sql, &values![now])?.u64()).await
    }

    /// Jobs that failed and have not succeeded since, the latest first: those that were given up,
    /// and those that will be tried again, which [`Job::due_at`] tells apart.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn failed_jobs(&self, limit: u32) -> Result<Vec<Job>> {
        let sql = format!(
            "SELECT {JOB} FROM jobs j JOIN articles a ON a.id = j.article_id \
             WHERE j.kind = 'read' AND j.last_error IS NOT NULL AND (j.attempts > 0 OR j.due_at IS NULL) ORDER BY j.id DESC LIMIT ?1"
        );
        self.read(move |tx| tx.query(&sql, &values![limit])?.iter_mut().map(job).collect()).await
    }

    /// Those of [`Store::failed_jobs`] that are about an article which one of the user's
    /// subscriptions carries.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn failed_jobs_of(&self, user: UserId, limit: u32) -> Result<Vec<Job>> {
        let sql = format!(
            "SELECT {JOB} FROM jobs j JOIN articles a ON a.id = j.article_id \
             WHERE j.kind = 'read' AND j.last_error IS NOT NULL AND (j.attempts > 0 OR j.due_at IS NULL) \
             AND EXISTS (SELECT 1 FROM entries e JOIN subscriptions s ON s.feed_id = e.feed_id \
             WHERE e.article_id = j.article_id AND s.user_id = ?1) ORDER BY j.id DESC LIMIT ?2"
        );
        let list = move |tx: &mut dyn Tx| {
            tx.query(&sql, &values![user, limit])?.iter_mut().map(job).collect()
        };
        self.read(list).await
    }

    /// Jobs that wait, for their first try or for another one, the next one due first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting_jobs(&self, limit: u32) -> Result<Vec<Job>> {
        let sql = format!(
            "SELECT {JOB} FROM jobs j JOIN articles a ON a.id = j.article_id \
             WHERE j.kind = 'read' AND j.due_at IS NOT NULL ORDER BY j.due_at, j.id LIMIT ?1"
        );
        self.read(move |tx| tx.query(&sql, &values![limit])?.iter_mut().map(job).collect()).await
    }

    /// Makes a job due at once, with all its attempts before it; `false` if there is no such job.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry_job(&self, job: JobId, now: Timestamp) -> Result<bool> {
        self.write(move |tx| {
            let sql = "SELECT article_id FROM jobs WHERE id = ?1";
            match query_opt(tx, sql, &values![job])? {
                Some(mut row) => make_due(tx, ArticleId(row.int()?), now),
                None => Ok(false),
            }
        })
        .await
    }

    /// Has an article's page read again; `false` if there is no such article or it has no
    /// address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn request_read(&self, article: ArticleId, now: Timestamp) -> Result<bool> {
        self.write(move |tx| make_due(tx, article, now)).await
    }
}

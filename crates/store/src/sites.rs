//! What is kept of sites: the rules that people made for them, what repeats across their pages, and
//! the last few pages themselves.
//!
//! Pages are kept so that rules can be tried on them. They are few of each site and bounded in all,
//! and no backup holds them: they are fetched again in the course of time.

use dateline_model::{
    ArticleId, JobId, KeptArticle, KeptPage, PageReading, SiteNotes, SiteRuleRow, UserId, address,
};
use jiff::Timestamp;
use url::Url;

use crate::Store;
use crate::articles::VISIBLE;
use crate::error::{Result, StoreError};
use crate::jobs::{TO_READ, TO_READ_FROM, read_task};
use crate::tx::{Row, Tx, Value, each_lookup, query_one, query_opt, values};

/// The pages of so many articles of one site are kept.
const ARTICLES_OF_A_SITE: i64 = 5;

/// Larger pages are not kept, in bytes as they were read and as they are stored.
const LARGEST: usize = 4 << 20;
const LARGEST_STORED: usize = 400 << 10;

/// More than so many pages of one article are not kept.
const PARTS: usize = 12;

/// So many bytes of pages are kept in all, as they are stored; the oldest go first.
const MOST_BYTES: i64 = 256 << 20;

/// What is packed never grows larger than this when it is unpacked.
const LARGEST_UNPACKED: usize = 8 << 20;

/// The zstd level for what is written often and read rarely.
const LEVEL: i32 = 3;

/// A change of the rules of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// The site.
    pub site: String,
    /// Its rules as JSON; `None` removes them.
    pub rule: Option<String>,
}

fn pack(text: &str) -> Result<Vec<u8>> {
    zstd::bulk::compress(text.as_bytes(), LEVEL)
        .map_err(|error| StoreError::Data { what: format!("a page cannot be packed: {error}") })
}

/// What is damaged is as good as not there: it is only a help.
fn unpack(bytes: &[u8]) -> Option<String> {
    String::from_utf8(zstd::bulk::decompress(bytes, LARGEST_UNPACKED).ok()?).ok()
}

/// What a reading leaves of its site, packed before it is the writer's turn: everybody waits for
/// that.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    host: String,
    pages: Vec<(String, Timestamp, Vec<u8>)>,
    memory: Option<(String, Vec<u8>)>,
}

impl Packed {
    pub(crate) fn of(reading: &PageReading) -> Result<Self> {
        let learnt = reading.learnt.as_ref();
        let memory = learnt.map(|learnt| Ok((learnt.host.clone(), pack(&learnt.memory)?)));
        Ok(Self {
            host: reading.kept.first().map(|page| site_of(&page.address)).unwrap_or_default(),
            pages: packed_pages(&reading.kept)?,
            memory: memory.transpose()?,
        })
    }
}

/// All pages of an article, or none where they are too large.
fn packed_pages(pages: &[KeptPage]) -> Result<Vec<(String, Timestamp, Vec<u8>)>> {
    let pages = pages.get(..PARTS).unwrap_or(pages);
    if pages.iter().any(|page| page.html.len() > LARGEST) {
        return Ok(Vec::new());
    }
    let mut packed = Vec::with_capacity(pages.len());
    let mut bytes = 0;
    for page in pages {
        let body = pack(&page.html)?;
        bytes += body.len();
        if bytes > LARGEST_STORED {
            return Ok(Vec::new());
        }
        packed.push((page.address.clone(), page.fetched_at, body));
    }
    Ok(packed)
}

/// Keeps the pages that an article was read from, in the place of those that were kept of it, lets
/// go of the oldest of their site, and notes what is known of the site after them.
pub(crate) fn keep(
    tx: &mut dyn Tx,
    article: ArticleId,
    packed: &Packed,
    at: Timestamp,
) -> Result<()> {
    tx.execute("DELETE FROM kept_pages WHERE article_id = ?1", &values![article])?;
    for (part, (address, fetched_at, body)) in packed.pages.iter().enumerate() {
        let sql = "INSERT INTO kept_pages \
            (article_id, part, host, address, fetched_at, bytes, body) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let params = values![
            article,
            i64::try_from(part).unwrap_or(i64::MAX),
            &packed.host,
            address,
            *fetched_at,
            i64::try_from(body.len()).unwrap_or(i64::MAX),
            body.clone(),
        ];
        tx.execute(sql, &params)?;
    }
    if !packed.pages.is_empty() {
        let sql = "DELETE FROM kept_pages WHERE host = ?1 AND article_id NOT IN \
            (SELECT k.article_id FROM kept_pages k WHERE k.host = ?1 AND k.part = 0 \
            ORDER BY k.fetched_at DESC, k.article_id DESC LIMIT ?2)";
        tx.execute(sql, &values![&packed.host, ARTICLES_OF_A_SITE])?;
    }
    if let Some((host, memory)) = &packed.memory {
        let sql = "INSERT INTO site_memory (host, memory, learnt_at) VALUES (?1, ?2, ?3) \
            ON CONFLICT (host) DO UPDATE SET memory = excluded.memory, \
            learnt_at = excluded.learnt_at";
        tx.execute(sql, &values![host, memory.clone(), at])?;
    }
    Ok(())
}

fn site_of(page: &str) -> String {
    Url::parse(page).map(|url| address::site_of(&url)).unwrap_or_default()
}

fn notes(tx: &mut dyn Tx, site: &str) -> Result<SiteNotes> {
    let keys: Vec<Value> = address::sites_above(site).into_iter().map(Value::from).collect();
    let mut rules = Vec::new();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!("SELECT site, rule FROM site_rules WHERE site IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            rules.push((row.text()?, row.text()?));
        }
        Ok(())
    })?;
    let sql = "SELECT memory FROM site_memory WHERE host = ?1";
    let memory = query_opt(tx, sql, &values![site])?.map(|mut row| row.bytes()).transpose()?;
    Ok(SiteNotes { rules, memory: memory.as_deref().and_then(unpack) })
}

fn change_rules(tx: &mut dyn Tx, changes: &[RuleChange], at: Timestamp) -> Result<()> {
    for change in changes {
        match &change.rule {
            Some(rule) => {
                let sql = "INSERT INTO site_rules (site, rule, changed_at) VALUES (?1, ?2, ?3) \
                    ON CONFLICT (site) DO UPDATE SET rule = excluded.rule, \
                    changed_at = excluded.changed_at";
                tx.execute(sql, &values![&change.site, rule, at])?;
            }
            None => {
                tx.execute("DELETE FROM site_rules WHERE site = ?1", &values![&change.site])?;
            }
        }
    }
    Ok(())
}

fn kept_page(row: &mut Row) -> Result<Option<KeptPage>> {
    let (address, fetched_at, body) = (row.text()?, row.time()?, row.bytes()?);
    Ok(unpack(&body).map(|html| KeptPage { address, fetched_at, html }))
}

fn kept_article(tx: &mut dyn Tx, id: ArticleId) -> Result<Option<KeptArticle>> {
    let sql = format!(
        "SELECT a.host, {TO_READ} FROM articles a {TO_READ_FROM} \
         WHERE a.id = ?1 AND a.address IS NOT NULL"
    );
    let Some(mut row) = query_opt(tx, &sql, &values![id])? else { return Ok(None) };
    let host = row.text()?;
    let task = read_task(&mut row, JobId(0), host, 0)?;
    let sql =
        "SELECT address, fetched_at, body FROM kept_pages WHERE article_id = ?1 ORDER BY part";
    let mut pages = Vec::new();
    for mut row in tx.query(sql, &values![id])? {
        pages.extend(kept_page(&mut row)?);
    }
    Ok((!pages.is_empty()).then_some(KeptArticle { task, pages }))
}

/// The articles of a site and of those below it of which pages are kept, the latest first.
fn kept_of(
    tx: &mut dyn Tx,
    site: &str,
    user: Option<UserId>,
    most: usize,
) -> Result<Vec<ArticleId>> {
    // A user sees only what their own feeds carry.
    let sql = format!(
        "SELECT k.article_id FROM kept_pages k JOIN articles a ON a.id = k.article_id \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE k.part = 0 AND (k.host = ?2 OR k.host LIKE ?3) AND (?1 = 0 OR {VISIBLE}) \
         ORDER BY k.fetched_at DESC, k.article_id DESC LIMIT ?4"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let below = format!("%.{}", site.replace(['%', '_'], ""));
    let user = user.unwrap_or(UserId(0));
    let rows = tx.query(&sql, &values![user, site, below, most])?.into_iter();
    rows.map(|mut row| row.int().map(ArticleId)).collect()
}

impl Store {
    /// What is known of a site when one of its pages is read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn site_notes(&self, site: &str) -> Result<SiteNotes> {
        let site = site.to_owned();
        self.read(move |tx| notes(tx, &site)).await
    }

    /// The rules for sites, by their names.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn site_rules(&self) -> Result<Vec<SiteRuleRow>> {
        self.read(|tx| {
            let sql = "SELECT site, rule, changed_at FROM site_rules ORDER BY site";
            let rows = tx.query(sql, &[])?.into_iter();
            rows.map(|mut row| {
                Ok(SiteRuleRow { site: row.text()?, rule: row.text()?, changed_at: row.time()? })
            })
            .collect()
        })
        .await
    }

    /// Changes the rules for sites, all or none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn change_site_rules(&self, changes: Vec<RuleChange>, now: Timestamp) -> Result<()> {
        self.write(move |tx| change_rules(tx, &changes, now)).await
    }

    /// So many articles of a site and its subdomains of which pages are kept, the latest fetched
    /// first; with a user, only those that the user may see.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept_articles(
        &self,
        site: &str,
        user: Option<UserId>,
        most: usize,
    ) -> Result<Vec<ArticleId>> {
        let site = site.to_owned();
        self.read(move |tx| kept_of(tx, &site, user, most)).await
    }

    /// An article with the pages that are kept of it; `None` where none are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept_article(&self, id: ArticleId) -> Result<Option<KeptArticle>> {
        self.read(move |tx| kept_article(tx, id)).await
    }

    /// Forgets pages beyond what is kept in all, and what was learnt of sites of which nothing was
    /// read since `before`. Gives how many pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_sites(&self, before: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            tx.execute("DELETE FROM site_memory WHERE learnt_at < ?1", &values![before])?;
            let sql = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM kept_pages";
            if query_one(tx, sql, &[])?.int()? <= MOST_BYTES {
                return Ok(0);
            }
            let sql = "DELETE FROM kept_pages WHERE article_id IN (SELECT w.article_id FROM \
                (SELECT k.article_id, sum(k.bytes) OVER \
                (ORDER BY k.fetched_at DESC, k.article_id DESC, k.part) AS so_far \
                FROM kept_pages k) w WHERE w.so_far > ?1)";
            tx.execute(sql, &values![MOST_BYTES])
        })
        .await
    }
}

//! Articles, whole, and how many things a user has.

use dateline_model::{
    Article, ArticleId, PageFacts, PageState, PageVersion, ReadHow, TextSource, UserId, address,
};
use jiff::Timestamp;
use url::Url;

use crate::error::Result;
use crate::outlets::{OUTLET, outlet};
use crate::tx::{Row, Tx, query_one, query_opt, values};
use crate::{Store, unread};

/// How much a user has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// Feeds they subscribe to.
    pub feeds: u64,
    /// Entries of those feeds.
    pub entries: u64,
    /// Articles that those entries lead to.
    pub articles: u64,
    /// Articles among them that the user has not read.
    pub unread: u64,
    /// Outlets that published them.
    pub outlets: u64,
}

/// The condition that a user, at place 1, may see article `a`: one of their feeds carries it, or
/// they starred it (`s` is their state of it).
pub(crate) const VISIBLE: &str = "(s.starred_at IS NOT NULL OR EXISTS (SELECT 1 FROM entries e \
    JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 WHERE e.article_id = a.id))";

const ARTICLE: &str = "a.id, a.address, a.canonical, a.title, t.html, t.text, a.words, \
    a.text_source, a.page, a.page_problem, a.byline, a.dateline, a.language, a.image, \
    a.first_appeared, a.paywalled, a.no_archive, a.published, a.updated, a.seen_at, a.revisions, \
    a.section, a.tags, a.published_offset, a.updated_offset, a.read_version, a.read_parts, \
    a.read_rules, a.read_by, a.page_read_at";

fn offset(row: &mut Row) -> Result<Option<i32>> {
    Ok(row.opt_int()?.and_then(|seconds| i32::try_from(seconds).ok()))
}

fn article(row: &mut Row) -> Result<Article> {
    let mut article = Article {
        id: ArticleId(row.int()?),
        address: row.opt_text()?,
        canonical: row.opt_text()?,
        title: row.text()?,
        html: row.text()?,
        text: row.text()?,
        words: row.u32()?,
        text_source: TextSource::from_stored(&row.text()?),
        page: PageState::from_stored(&row.text()?),
        page_problem: row.opt_text()?,
        byline: row.json()?,
        dateline: row.opt_text()?,
        language: row.opt_text()?,
        image: row.opt_text()?,
        first_appeared: row.opt_json()?,
        paywalled: row.opt_bool()?,
        no_archive: row.bool()?,
        outlet: None,
        published: row.opt_time()?,
        updated: row.opt_time()?,
        seen_at: row.time()?,
        revisions: row.u32()?,
        facts: PageFacts {
            section: row.opt_text()?,
            tags: row.json()?,
            published_offset: offset(row)?,
            updated_offset: offset(row)?,
        },
        how: ReadHow {
            version: row
                .opt_text()?
                .map_or(PageVersion::Page, |word| PageVersion::from_stored(&word)),
            parts: row.u32()?,
            rules: row.opt_text()?,
            by: row.opt_text()?,
        },
        page_read_at: row.opt_time()?,
    };
    article.outlet = outlet(row)?;
    Ok(article)
}

/// What a user's feeds brought in some time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCount {
    /// Articles, each once.
    pub articles: u64,
    /// The outlets that they are of.
    pub outlets: u64,
}

fn counts(tx: &mut dyn Tx, user: UserId) -> Result<Counts> {
    let sql = "SELECT count(*) FROM subscriptions WHERE user_id = ?1";
    let feeds = query_one(tx, sql, &values![user])?.u64()?;
    let sql = "SELECT count(*), count(DISTINCT e.article_id) \
        FROM subscriptions s JOIN entries e ON e.feed_id = s.feed_id WHERE s.user_id = ?1";
    let mut row = query_one(tx, sql, &values![user])?;
    let (entries, articles) = (row.u64()?, row.u64()?);
    let unread = unread::total(tx, user)?;
    let sql = "SELECT count(*) FROM outlets o WHERE EXISTS (SELECT 1 FROM articles a \
        JOIN entries e ON e.article_id = a.id \
        JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
        WHERE a.outlet_id = o.id)";
    let outlets = query_one(tx, sql, &values![user])?.u64()?;
    Ok(Counts { feeds, entries, articles, unread, outlets })
}

impl Store {
    /// When an article was last seen for the first time; `None` in a store without articles.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn newest_seen_at(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT max(seen_at) FROM articles";
        self.read(move |tx| query_one(tx, sql, &[])?.opt_time()).await
    }

    /// An article as a user may see it, with whether they have read and starred it; `None` if none
    /// of their feeds carries it and they have not starred it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn article(
        &self,
        user: UserId,
        id: ArticleId,
    ) -> Result<Option<(Article, bool, bool)>> {
        let sql = format!(
            "SELECT {ARTICLE}, {OUTLET}, s.read_at, s.starred_at FROM articles a \
             JOIN article_texts t ON t.article_id = a.id \
             LEFT JOIN outlets o ON o.id = a.outlet_id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.id = ?2 AND {VISIBLE}"
        );
        self.read(move |tx| {
            let Some(mut row) = query_opt(tx, &sql, &values![user, id])? else { return Ok(None) };
            let article = article(&mut row)?;
            Ok(Some((article, row.opt_int()?.is_some(), row.opt_int()?.is_some())))
        })
        .await
    }

    /// How much a user has. It is counted, which takes time in a large store.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn counts(&self, user: UserId) -> Result<Counts> {
        self.read(move |tx| counts(tx, user)).await
    }

    /// What a user's feeds brought since this moment.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_since(&self, user: UserId, since: Timestamp) -> Result<DayCount> {
        let sql = "SELECT count(*), count(DISTINCT a.outlet_id) FROM articles a \
            WHERE a.placed_at >= ?2 AND EXISTS (SELECT 1 FROM entries e \
            JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
            WHERE e.article_id = a.id)";
        self.read(move |tx| {
            let mut row = query_one(tx, sql, &values![user, since])?;
            Ok(DayCount { articles: row.u64()?, outlets: row.u64()? })
        })
        .await
    }
}

/// Whether an article is known by the key of its own address, so that any feed that lists it comes
/// upon it. What a login opened, or what one user brought along, is known by its feed or its user.
pub(crate) fn stands_under_its_address(tx: &mut dyn Tx, id: ArticleId) -> Result<bool> {
    let sql = "SELECT a.address, d.key FROM articles a \
        JOIN article_addresses d ON d.article_id = a.id WHERE a.id = ?1";
    for mut row in tx.query(sql, &values![id])? {
        let (address, key) = (row.opt_text()?, row.text()?);
        let url = address.and_then(|address| Url::parse(&address).ok());
        if url.is_some_and(|url| address::article_key(&url) == key) {
            return Ok(true);
        }
    }
    Ok(false)
}

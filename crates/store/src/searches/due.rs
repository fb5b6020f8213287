//! What the search index has yet to learn, and the articles as it holds them.

use std::collections::{BTreeSet, HashMap};

use dateline_model::{
    ArticleId, Byline, Carrier, FeedId, SearchArticle, SearchDue, StoryId, UserId,
};

use crate::Store;
use crate::error::Result;
use crate::outlets::{OUTLET, outlet};
use crate::tx::{Row, Tx, Value, each_lookup, query_one, query_opt, values};

const ARTICLE: &str = "a.id, a.title, t.text, a.byline, a.dateline, a.language, a.story_id, \
    a.copy_of, a.paywalled, a.image, a.revisions, a.placed_at, a.seen_at";

fn article(row: &mut Row) -> Result<SearchArticle> {
    let (id, title, text) = (ArticleId(row.int()?), row.text()?, row.text()?);
    let Byline { authors, contributors } = row.json()?;
    let authors = authors.into_iter().chain(contributors.into_iter().map(|person| person.name));
    let mut article = SearchArticle {
        id,
        title,
        text,
        outlet: None,
        authors: authors.collect(),
        dateline: row.opt_text()?,
        language: row.opt_text()?,
        feeds: Vec::new(),
        story: row.opt_int()?.map(StoryId),
        is_copy: row.opt_int()?.is_some(),
        paywalled: row.opt_bool()?.unwrap_or_default(),
        has_image: row.opt_text()?.is_some(),
        revisions: row.u32()?,
        placed_at: row.time()?,
        seen_at: row.time()?,
        told: Vec::new(),
    };
    article.outlet = outlet(row)?;
    Ok(article)
}

/// Those of these articles that a feed carries: what one user keeps of a feed that is gone is for
/// no other user to find.
fn load(tx: &mut dyn Tx, ids: &[Value]) -> Result<Vec<SearchArticle>> {
    let mut found: HashMap<i64, SearchArticle> = HashMap::new();
    each_lookup(ids, 1, |places, chunk| {
        let sql = format!(
            "SELECT {ARTICLE}, {OUTLET} FROM articles a \
             JOIN article_texts t ON t.article_id = a.id \
             LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            let article = article(&mut row)?;
            found.insert(article.id.0, article);
        }
        let sql = format!(
            "SELECT DISTINCT article_id, feed_id FROM entries \
             WHERE article_id IN ({places}) ORDER BY article_id, feed_id"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (article, feed) = (row.int()?, FeedId(row.int()?));
            if let Some(article) = found.get_mut(&article) {
                article.feeds.push(feed);
            }
        }
        let sql = format!(
            "SELECT DISTINCT st.article_id, st.speaker, st.act FROM statements st \
             WHERE st.article_id IN ({places}) AND st.confidence >= 0.5 AND NOT EXISTS \
             (SELECT 1 FROM statement_reports r WHERE r.what = 'statement' \
             AND r.key = st.fingerprint AND r.for_all = 1) \
             ORDER BY st.article_id, st.speaker, st.act"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (article, told) = (row.int()?, (row.opt_text()?, row.text()?));
            if let Some(article) = found.get_mut(&article) {
                article.told.push(told);
            }
        }
        Ok(())
    })?;
    let carried = found.into_values().filter(|article| !article.feeds.is_empty());
    let mut articles: Vec<SearchArticle> = carried.collect();
    articles.sort_unstable_by_key(|article| article.id);
    Ok(articles)
}

fn due(tx: &mut dyn Tx, limit: u32, most_bytes: u64) -> Result<SearchDue> {
    let sql = "SELECT d.id, d.article_id, coalesce(octet_length(t.text), 0) FROM search_due d \
        LEFT JOIN article_texts t ON t.article_id = d.article_id ORDER BY d.id LIMIT ?1";
    let mut notes = Vec::new();
    let mut ids = BTreeSet::new();
    let mut bytes = 0;
    for mut row in tx.query(sql, &values![limit])? {
        let (note, article, length) = (row.int()?, row.int()?, row.u64()?);
        if !ids.contains(&article) {
            bytes += length;
            // One is always taken, however long it is.
            if bytes > most_bytes && !ids.is_empty() {
                break;
            }
            ids.insert(article);
        }
        notes.push(note);
    }
    let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let articles = load(tx, &keys)?;
    let is_there =
        |id: &i64| articles.binary_search_by_key(&ArticleId(*id), |article| article.id).is_ok();
    let gone = ids.into_iter().filter(|id| !is_there(id)).map(ArticleId).collect();
    Ok(SearchDue { notes, articles, gone })
}

impl Store {
    /// The articles whose place in the search index is out of date, those first that became so
    /// first: those of so many notes at the most, and an article may have several. Together their
    /// texts are at most so many bytes long, or it is a single one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_due(&self, limit: u32, most_bytes: u64) -> Result<SearchDue> {
        self.read(move |tx| due(tx, limit, most_bytes)).await
    }

    /// Whether anything is noted for the search index.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_search_due(&self) -> Result<bool> {
        self.read(|tx| Ok(query_opt(tx, "SELECT 1 FROM search_due LIMIT 1", &[])?.is_some())).await
    }

    /// How many notes say that an article's place in the search index is out of date.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pending_search(&self) -> Result<u64> {
        self.read(|tx| query_one(tx, "SELECT count(*) FROM search_due", &[])?.u64()).await
    }

    /// The subscriptions that carry these articles, of all users.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn carriers(&self, articles: &[ArticleId]) -> Result<Vec<Carrier>> {
        let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let mut carriers = Vec::new();
            each_lookup(&keys, 1, |places, chunk| {
                let sql = format!(
                    "SELECT DISTINCT e.article_id, u.user_id, u.feed_id, u.folder FROM entries e \
                     JOIN subscriptions u ON u.feed_id = e.feed_id \
                     WHERE e.article_id IN ({places})"
                );
                for mut row in tx.query(&sql, chunk)? {
                    carriers.push(Carrier {
                        article: ArticleId(row.int()?),
                        user: UserId(row.int()?),
                        feed: FeedId(row.int()?),
                        folder: row.text()?,
                    });
                }
                Ok(())
            })?;
            Ok(carriers)
        })
        .await
    }

    /// A user's subscriptions, or those of all: whose, the feed, its title as they see it and its
    /// folder, in order of users and feeds.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reader_feeds(
        &self,
        user: Option<UserId>,
    ) -> Result<Vec<(UserId, FeedId, String, String)>> {
        self.read(move |tx| {
            let whose = if user.is_some() { "s.user_id = ?1" } else { "s.user_id > ?1" };
            let sql = format!(
                "SELECT s.user_id, s.feed_id, coalesce(s.title, f.title, f.url), s.folder \
                 FROM subscriptions s JOIN feeds f ON f.id = s.feed_id WHERE {whose} \
                 ORDER BY s.user_id, s.feed_id"
            );
            let rows = tx.query(&sql, &values![user.map_or(0, |user| user.0)])?.into_iter();
            rows.map(|mut row| {
                Ok((UserId(row.int()?), FeedId(row.int()?), row.text()?, row.text()?))
            })
            .collect()
        })
        .await
    }
}

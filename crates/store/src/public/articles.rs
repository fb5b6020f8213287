//! Articles as anybody may see them.

use std::collections::HashMap;

use dateline_model::address::{host_key, is_web};
use dateline_model::{
    ArticleId, Outlet, OutletId, PublicArticle, PublisherTerms, SiteTerms, StoryId, TextSource,
};
use jiff::Timestamp;
use url::Url;

use super::excerpts::{Told, excerpts};
use super::{CARRIED, OPEN};
use crate::Store;
use crate::error::Result;
use crate::outlets::{OUTLET, outlet};
use crate::tx::{Row, Tx, Value, each_lookup, query_opt, values};

/// So many articles of an outlet are listed, the latest.
const OF_OUTLET: u32 = 60;

/// Among so many of the latest entries the outlets are looked for that stand in the newspaper.
const LATEST: u32 = 5_000;

/// The columns that [`found`] reads, in its order, before those of the outlet.
const COLUMNS: &str = "a.id, a.story_id, a.title, a.address, a.canonical, a.placed_at, \
    a.language, a.copy_of, a.copy_credited, a.host, a.terms, \
    (SELECT t.terms FROM publisher_terms t WHERE t.host = a.host AND \
    (a.address LIKE 'http://' || t.site || '/%' OR a.address LIKE 'https://' || t.site || '/%') \
    LIMIT 1), a.text_source";

/// An article with what its excerpt depends on.
pub(super) struct Found {
    pub article: PublicArticle,
    host: String,
    terms: Option<PublisherTerms>,
    text_source: TextSource,
}

/// Reads a row; `None` for an article that has no address that anybody can open, or whose site wants
/// it in no list.
fn found(row: &mut Row) -> Result<Option<Found>> {
    let (id, story) = (ArticleId(row.int()?), row.opt_int()?.map(StoryId));
    let title = row.text()?;
    let (address, canonical) = (row.opt_text()?, row.opt_text()?);
    let placed_at = row.time()?;
    let language = row.opt_text()?;
    let (copy_of, copy_credited) = (row.opt_int()?.map(ArticleId), row.bool()?);
    let (host, page): (String, Option<PublisherTerms>) = (row.text()?, row.opt_json()?);
    let site: Option<SiteTerms> = row.opt_json()?;
    let text_source = TextSource::from_stored(&row.text()?);
    let (Some(outlet), Some(address)) = (outlet(row)?, address.as_deref().and_then(open)) else {
        return Ok(None);
    };
    let site = site.map(|site| site.of(&address));
    if site.as_ref().is_some_and(|site| site.unlisted) {
        return Ok(None);
    }
    // Of a page that was not read, a site that asks for nothing tells nothing.
    let site = site.filter(|site| page.is_some() || *site != PublisherTerms::default());
    let terms = match (page, site) {
        (Some(page), Some(site)) => Some(page.and(site)),
        (page, site) => page.or(site),
    };
    // An outlet's canonical address is believed on its own domain only.
    let canonical = canonical.as_deref().and_then(open);
    let canonical = canonical.filter(|url| host_key(url) == host_key(&address));
    Ok(Some(Found {
        article: PublicArticle {
            id,
            story,
            title: if title.trim().is_empty() { "Untitled".to_owned() } else { title },
            excerpt: String::new(),
            outlet: named(outlet),
            canonical: canonical.unwrap_or_else(|| address.clone()).into(),
            address: address.into(),
            placed_at,
            language,
            copy_of,
            copy_credited,
        },
        host,
        terms,
        text_source,
    }))
}

/// An outlet without a name is called by its key.
fn named(outlet: Outlet) -> Outlet {
    if outlet.name.trim().is_empty() {
        Outlet { name: outlet.key.clone(), ..outlet }
    } else {
        outlet
    }
}

/// An address that anybody can open.
fn open(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    (is_web(&url) && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Gives articles the words that may stand with them.
pub(super) fn with_excerpts(tx: &mut dyn Tx, found: Vec<Found>) -> Result<Vec<PublicArticle>> {
    let told: Vec<Told<'_>> = found
        .iter()
        .map(|one| Told {
            article: one.article.id.0,
            title: &one.article.title,
            host: &one.host,
            terms: one.terms.as_ref(),
            text_source: one.text_source,
        })
        .collect();
    let mut words = excerpts(tx, &told)?;
    let articles = found.into_iter().map(|one| PublicArticle {
        excerpt: words.remove(&one.article.id.0).unwrap_or_default(),
        ..one.article
    });
    Ok(articles.collect())
}

/// The public articles of these stories, those of each story the earliest first.
pub(super) fn of_stories(
    tx: &mut dyn Tx,
    stories: &[Value],
) -> Result<HashMap<StoryId, Vec<Found>>> {
    let mut all: HashMap<StoryId, Vec<Found>> = HashMap::new();
    each_lookup(stories, 1, |places, chunk| {
        let sql = format!(
            "SELECT {COLUMNS}, {OUTLET} FROM articles a JOIN outlets o ON o.id = a.outlet_id \
             WHERE a.story_id IN ({places}) AND {OPEN} AND {CARRIED} \
             ORDER BY a.story_id, a.placed_at, a.id"
        );
        for mut row in tx.query(&sql, chunk)? {
            let Some(one) = found(&mut row)? else { continue };
            if let Some(story) = one.article.story {
                all.entry(story).or_default().push(one);
            }
        }
        Ok(())
    })?;
    Ok(all)
}

impl Store {
    /// An article as anybody may see it, and the one whose text it has where that is public too.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_article(
        &self,
        id: ArticleId,
    ) -> Result<Option<(PublicArticle, Option<PublicArticle>)>> {
        self.read(move |tx| {
            let Some(article) = one(tx, id)? else { return Ok(None) };
            let original = article.copy_of.map(|of| one(tx, of)).transpose()?.flatten();
            Ok(Some((article, original)))
        })
        .await
    }

    /// An outlet with its latest public articles, each with the one whose text it has where that is
    /// public too; `None` where none are public.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_outlet(
        &self,
        key: &str,
    ) -> Result<Option<(Outlet, Vec<(PublicArticle, Option<PublicArticle>)>)>> {
        let key = key.to_owned();
        self.read(move |tx| {
            let sql = format!(
                "SELECT {COLUMNS}, {OUTLET} FROM articles a JOIN outlets o ON o.id = a.outlet_id \
                 WHERE a.outlet_id = (SELECT y.id FROM outlets y WHERE y.key = ?1) \
                 AND {OPEN} AND {CARRIED} ORDER BY a.placed_at DESC, a.id DESC LIMIT {OF_OUTLET}"
            );
            let rows = tx.query(&sql, &values![&key])?.into_iter();
            let rows = rows.filter_map(|mut row| found(&mut row).transpose());
            let articles = with_excerpts(tx, rows.collect::<Result<Vec<_>>>()?)?;
            let Some(outlet) = articles.first().map(|article| article.outlet.clone()) else {
                return Ok(None);
            };
            let mut list = Vec::with_capacity(articles.len());
            for article in articles {
                let original = article.copy_of.map(|of| one(tx, of)).transpose()?.flatten();
                list.push((article, original));
            }
            Ok(Some((outlet, list)))
        })
        .await
    }

    /// The outlets that stand in the newspaper lately, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_outlets(&self) -> Result<Vec<Outlet>> {
        self.read(|tx| {
            let sql = format!(
                "SELECT DISTINCT {OUTLET} FROM (SELECT e.article_id FROM public_feeds p \
                 JOIN entries e ON e.feed_id = p.feed_id ORDER BY e.id DESC LIMIT {LATEST}) l \
                 JOIN articles a ON a.id = l.article_id JOIN outlets o ON o.id = a.outlet_id \
                 WHERE {OPEN}"
            );
            let mut outlets: Vec<Outlet> = Vec::new();
            for mut row in tx.query(&sql, &[])? {
                outlets.extend(outlet(&mut row)?.map(named));
            }
            outlets.sort_by_key(|outlet: &Outlet| (outlet.name.to_lowercase(), outlet.id));
            Ok(outlets)
        })
        .await
    }
}

fn one(tx: &mut dyn Tx, id: ArticleId) -> Result<Option<PublicArticle>> {
    let sql = format!(
        "SELECT {COLUMNS}, {OUTLET} FROM articles a JOIN outlets o ON o.id = a.outlet_id \
         WHERE a.id = ?1 AND {OPEN} AND {CARRIED}"
    );
    let Some(mut row) = query_opt(tx, &sql, &values![id])? else { return Ok(None) };
    let Some(article) = found(&mut row)? else { return Ok(None) };
    Ok(with_excerpts(tx, vec![article])?.pop())
}

/// What orders and counts the articles of a story.
pub(super) fn times(found: &[Found]) -> Option<(Timestamp, Timestamp)> {
    Some((found.first()?.article.placed_at, found.last()?.article.placed_at))
}

/// The outlets with articles of their own, this one first, each once.
pub(super) fn outlets(found: &[Found], lead: OutletId) -> Vec<Outlet> {
    let own = || found.iter().filter(|one| one.article.copy_of.is_none());
    let of_lead = found.iter().filter(|one| one.article.outlet.id == lead).take(1);
    let mut outlets: Vec<Outlet> = Vec::new();
    for one in of_lead.chain(own()) {
        if !outlets.iter().any(|known| known.id == one.article.outlet.id) {
            outlets.push(one.article.outlet.clone());
        }
    }
    outlets
}

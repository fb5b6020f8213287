//! What sites ask in files of their own, and what is no longer to be listed.

use std::collections::HashSet;

use dateline_model::SiteTerms;
use dateline_model::address::{host_key, is_web, without_login};
use jiff::Timestamp;
use url::Url;

use super::paper::raise;
use crate::Store;
use crate::error::Result;
use crate::tx::{json, query_opt, values};

/// The sites of so many of the latest public entries are asked.
const LATEST: u32 = 5_000;

/// They are looked for among so many of the latest entries of all feeds: where few feeds are public,
/// looking on would pass over everything that ever came.
const BACK: u32 = 100_000;

/// The site that an address stands on, as its files speak for it: its host, with a port that is not
/// the usual one.
fn site(address: &Url) -> String {
    let host = address.host_str().unwrap_or_default();
    address.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

impl Store {
    /// Sites of public articles that are to be asked what they ask for, because they never were or
    /// long ago: an address of each.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sites_to_ask(&self, now: Timestamp, most: usize) -> Result<Vec<Url>> {
        self.read(move |tx| {
            let sql = format!(
                "SELECT a.address FROM (SELECT e.id, e.article_id FROM public_feeds p \
                 JOIN entries e ON e.feed_id = p.feed_id AND e.id > (SELECT c.value - {BACK} \
                 FROM counters c WHERE c.name = 'entry') ORDER BY e.id DESC LIMIT {LATEST}) l \
                 JOIN articles a ON a.id = l.article_id \
                 WHERE a.address IS NOT NULL AND a.outlet_id IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM publisher_terms t WHERE t.host = a.host AND t.ask_again_at > ?1 \
                 AND (a.address LIKE 'http://' || t.site || '/%' \
                 OR a.address LIKE 'https://' || t.site || '/%')) ORDER BY l.id DESC"
            );
            let (mut seen, mut sites) = (HashSet::new(), Vec::new());
            for mut row in tx.query(&sql, &values![now])? {
                let address = Url::parse(&row.text()?).ok().filter(is_web);
                // What a login opens is no site's word to everybody.
                let open =
                    address.filter(|address| without_login(address.as_str()) == address.as_str());
                let Some(address) = open else { continue };
                if sites.len() < most && seen.insert(site(&address)) {
                    sites.push(address);
                }
            }
            Ok(sites)
        })
        .await
    }

    /// What the site of an address asked for when it was asked last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn site_terms(&self, address: &Url) -> Result<Option<SiteTerms>> {
        let site = site(address);
        self.read(move |tx| {
            let sql = "SELECT terms FROM publisher_terms WHERE site = ?1";
            query_opt(tx, sql, &values![&site])?.map(|mut row| row.json()).transpose()
        })
        .await
    }

    /// Keeps what the site of an address asks for, and when it is to be asked again. What was made of the public
    /// newspaper so far is old where that changed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_site_terms(
        &self,
        address: &Url,
        terms: &SiteTerms,
        now: Timestamp,
        again: Timestamp,
    ) -> Result<()> {
        let (site, host, terms) = (site(address), host_key(address), terms.clone());
        self.write(move |tx| {
            let sql = "SELECT terms FROM publisher_terms WHERE site = ?1";
            let known: Option<SiteTerms> =
                query_opt(tx, sql, &values![&site])?.map(|mut row| row.json()).transpose()?;
            let sql = "INSERT INTO publisher_terms \
                (site, host, terms, closed, asked_at, ask_again_at) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (site) DO UPDATE SET \
                terms = excluded.terms, closed = excluded.closed, asked_at = excluded.asked_at, \
                ask_again_at = excluded.ask_again_at";
            let params = values![&site, &host, json(&terms)?, terms.lists_nothing(), now, again];
            tx.execute(sql, &params)?;
            if known.unwrap_or_default() == terms {
                return Ok(());
            }
            raise(tx)
        })
        .await
    }

    /// Takes out of the public newspaper what its publisher wants listed only until now; gives how
    /// much that was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unlist_what_is_over(&self, now: Timestamp) -> Result<u64> {
        self.write(move |tx| {
            let sql = "UPDATE articles SET unlisted = 1 \
                WHERE unavailable_after IS NOT NULL AND unavailable_after <= ?1 AND unlisted = 0";
            let over = tx.execute(sql, &values![now])?;
            if over > 0 {
                raise(tx)?;
            }
            Ok(over)
        })
        .await
    }
}

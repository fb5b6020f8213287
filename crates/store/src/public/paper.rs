//! What admins set of the public newspaper, and what they did.

use dateline_model::address::{is_web, without_login};
use dateline_model::{FeedId, PublicEvent, PublicFeed, PublicPaper, UserId};
use jiff::Timestamp;
use url::Url;

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, insert_many, query_opt, values};

/// So many lines of the log are told.
const LINES: u32 = 100;

fn paper(tx: &mut dyn Tx) -> Result<PublicPaper> {
    let sql = "SELECT is_on, name, contact, tongue, version FROM public_paper WHERE id = 1";
    let mut paper = match query_opt(tx, sql, &[])? {
        Some(mut row) => PublicPaper {
            on: row.bool()?,
            name: row.text()?,
            contact: row.text()?,
            tongue: row.text()?,
            version: row.int()?,
            sections: Vec::new(),
        },
        None => PublicPaper::default(),
    };
    let sql = "SELECT DISTINCT section FROM public_feeds";
    for mut row in tx.query(sql, &[])? {
        paper.sections.push(row.text()?);
    }
    paper.sections.sort_by_key(|name| (name.to_lowercase(), name.clone()));
    Ok(paper)
}

/// Marks what was made of the newspaper so far as old.
pub(super) fn raise(tx: &mut dyn Tx) -> Result<()> {
    let sql = "INSERT INTO public_paper (id, is_on, name, contact, version) \
        VALUES (1, 0, '', '', 1) ON CONFLICT (id) DO UPDATE SET \
        version = public_paper.version + 1";
    tx.execute(sql, &[]).map(|_| ())
}

fn note(tx: &mut dyn Tx, by: UserId, event: &str, about: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO public_log (at, by_user, event, about) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(sql, &values![now, by, event, about]).map(|_| ())
}

/// Whether anybody can open a feed: an address of the web without a login; clippings are none.
fn is_open(address: &str) -> bool {
    without_login(address) == address && Url::parse(address).is_ok_and(|url| is_web(&url))
}

impl Store {
    /// The public newspaper as it is set now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_paper(&self) -> Result<PublicPaper> {
        self.read(paper).await
    }

    /// Switches it on or off; what it is called and whom publishers write to stay.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn switch_public_paper(&self, by: UserId, on: bool, now: Timestamp) -> Result<()> {
        self.write(move |tx| {
            raise(tx)?;
            let sql = "UPDATE public_paper SET is_on = ?1 WHERE id = 1";
            tx.execute(sql, &values![on])?;
            note(tx, by, if on { "on" } else { "off" }, "", now)
        })
        .await
    }

    /// Sets what it is called, whom publishers write to, and the tag of the language of its words.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn name_public_paper(&self, name: &str, contact: &str, tongue: &str) -> Result<()> {
        let (name, contact, tongue) = (name.to_owned(), contact.to_owned(), tongue.to_owned());
        self.write(move |tx| {
            raise(tx)?;
            let sql = "UPDATE public_paper SET name = ?1, contact = ?2, tongue = ?3 WHERE id = 1";
            tx.execute(sql, &values![&name, &contact, &tongue]).map(|_| ())
        })
        .await
    }

    /// The feeds that are public.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_feeds(&self) -> Result<Vec<PublicFeed>> {
        self.read(|tx| {
            let sql = "SELECT feed_id, section FROM public_feeds ORDER BY feed_id";
            tx.query(sql, &[])?
                .into_iter()
                .map(|mut row| Ok(PublicFeed { feed: FeedId(row.int()?), section: row.text()? }))
                .collect()
        })
        .await
    }

    /// Makes these feeds public and no other. They must be the admin's own, or public already; one
    /// that needs a login or holds clippings is left out. Gives how many are public now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn choose_public_feeds(
        &self,
        by: UserId,
        chosen: &[PublicFeed],
        now: Timestamp,
    ) -> Result<u64> {
        let chosen = chosen.to_vec();
        self.write(move |tx| {
            let sql = "SELECT f.id, f.url FROM subscriptions u JOIN feeds f ON f.id = u.feed_id \
                WHERE u.user_id = ?1 UNION SELECT f.id, f.url FROM public_feeds p \
                JOIN feeds f ON f.id = p.feed_id";
            let mut own = std::collections::HashSet::new();
            for mut row in tx.query(sql, &values![by])? {
                let (feed, url) = (FeedId(row.int()?), row.text()?);
                if is_open(&url) {
                    own.insert(feed);
                }
            }
            tx.execute("DELETE FROM public_feeds", &[])?;
            // Each once, whatever a form said.
            let rows: std::collections::BTreeMap<i64, String> = chosen
                .iter()
                .filter(|one| own.contains(&one.feed))
                .map(|one| (one.feed.0, one.section.clone()))
                .collect();
            let about = rows.len().to_string();
            let rows = rows.into_iter().map(|(feed, section)| Vec::from(values![feed, section]));
            let head = "INSERT INTO public_feeds (feed_id, section)";
            let public = insert_many(tx, head, "", rows.collect())?;
            raise(tx)?;
            note(tx, by, "chosen", &about, now)?;
            Ok(public)
        })
        .await
    }

    /// Takes an outlet out of all that is public, at once; `false` where it was out already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_from_public(&self, by: UserId, key: &str, now: Timestamp) -> Result<bool> {
        let key = key.to_owned();
        self.write(move |tx| {
            let sql = "INSERT INTO public_removals (outlet_key, at) VALUES (?1, ?2) \
                ON CONFLICT (outlet_key) DO NOTHING";
            if tx.execute(sql, &values![&key, now])? == 0 {
                return Ok(false);
            }
            raise(tx)?;
            note(tx, by, "removed", &key, now)?;
            Ok(true)
        })
        .await
    }

    /// Undoes [`Store::remove_from_public`]; `false` where the outlet was not out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn return_to_public(&self, by: UserId, key: &str, now: Timestamp) -> Result<bool> {
        let key = key.to_owned();
        self.write(move |tx| {
            let sql = "DELETE FROM public_removals WHERE outlet_key = ?1";
            if tx.execute(sql, &values![&key])? == 0 {
                return Ok(false);
            }
            raise(tx)?;
            note(tx, by, "returned", &key, now)?;
            Ok(true)
        })
        .await
    }

    /// The outlets that were removed, by key, each with when.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn removed_from_public(&self) -> Result<Vec<(String, Timestamp)>> {
        self.read(|tx| {
            let sql = "SELECT outlet_key, at FROM public_removals ORDER BY at DESC, outlet_key";
            let rows = tx.query(sql, &[])?.into_iter();
            rows.map(|mut row| Ok((row.text()?, row.time()?))).collect()
        })
        .await
    }

    /// What admins did about it, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_log(&self) -> Result<Vec<PublicEvent>> {
        self.read(|tx| {
            let sql = format!(
                "SELECT l.at, u.name, l.event, l.about FROM public_log l \
                 LEFT JOIN users u ON u.id = l.by_user ORDER BY l.id DESC LIMIT {LINES}"
            );
            tx.query(&sql, &[])?
                .into_iter()
                .map(|mut row| {
                    Ok(PublicEvent {
                        at: row.time()?,
                        by: row.opt_text()?,
                        event: row.text()?,
                        about: row.text()?,
                    })
                })
                .collect()
        })
        .await
    }
}

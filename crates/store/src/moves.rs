//! A feed gets another address: because its server has said for long enough that it moved for good,
//! or because its reader says so.
//!
//! What a feed has brought goes along only where that puts it before nobody who did not read the
//! feed: a server says where it moved, but nothing vouches for it there, and its old entries would
//! stand under the name of whatever is at the new address. Otherwise its readers change over, and
//! what it brought before stays where it was.

use dateline_model::{FeedId, UserId, address};
use jiff::Timestamp;
use url::Url;

use crate::error::{Result, StoreError};
use crate::feeds::{self, LONGEST_URL};
use crate::tx::{Tx, query_one, query_opt, values};
use crate::{Store, merge, public, subscriptions, websub};

/// Where a user's feed is found after it got another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readdressed {
    /// The feed that has the address.
    pub feed: FeedId,
    /// Whether the user was not subscribed to it before.
    pub new: bool,
}

/// How many others than this user subscribe to a feed.
pub(crate) fn others(tx: &mut dyn Tx, user: UserId, feed: FeedId) -> Result<u64> {
    let sql = "SELECT count(*) FROM subscriptions WHERE feed_id = ?1 AND user_id <> ?2";
    query_one(tx, sql, &values![feed, user])?.u64()
}

/// Gives a feed the address to which its server leads for good.
pub(crate) fn follow(tx: &mut dyn Tx, feed: FeedId, moved: &str, now: Timestamp) -> Result<()> {
    let Ok(url) = Url::parse(moved) else { return Ok(()) };
    if url.as_str().len() > LONGEST_URL || !address::is_web(&url) {
        return Ok(());
    }
    let there = feed_at(tx, &url, feed)?;
    if goes_along(tx, feed, &url, there)? {
        return readdress_rows(tx, feed, &url, there);
    }
    let (there, _) = feeds::add(tx, &url, now)?;
    let sql = "SELECT user_id, title, folder FROM subscriptions WHERE feed_id = ?1";
    for mut row in tx.query(sql, &values![feed])? {
        let (user, title, folder) = (UserId(row.int()?), row.opt_text()?, row.text()?);
        subscriptions::subscribe(tx, user, there, title.as_deref(), &folder, now)?;
    }
    leave_behind(tx, feed, &url, there, now)
}

/// The feed that has an address, other than this one.
fn feed_at(tx: &mut dyn Tx, url: &Url, other: FeedId) -> Result<Option<FeedId>> {
    let sql = "SELECT id FROM feeds WHERE url = ?1 AND id <> ?2";
    let row = query_opt(tx, sql, &values![url.as_str(), other])?;
    row.map(|mut row| row.int().map(FeedId)).transpose()
}

/// Whether what a feed has brought may stand at another address: nobody reads what is there who
/// does not read the feed, and nobody is there who may come to it, unless both are of one publisher.
fn goes_along(tx: &mut dyn Tx, feed: FeedId, url: &Url, there: Option<FeedId>) -> Result<bool> {
    let mut query = |sql: &str, other: FeedId| -> Result<bool> {
        Ok(query_opt(tx, sql, &values![feed, other])?.is_none())
    };
    let strangers = "SELECT 1 FROM subscriptions s WHERE s.feed_id = ?2 AND s.user_id NOT IN \
        (SELECT o.user_id FROM subscriptions o WHERE o.feed_id = ?1) LIMIT 1";
    if !there.map_or(Ok(true), |there| query(strangers, there))? {
        return Ok(false);
    }
    let others = "SELECT 1 FROM users u WHERE u.id NOT IN \
        (SELECT o.user_id FROM subscriptions o WHERE o.feed_id = ?1) AND ?1 = ?2 LIMIT 1";
    if query(others, feed)? {
        return Ok(true);
    }
    let sql = "SELECT url FROM feeds WHERE id = ?1";
    let own = query_one(tx, sql, &values![feed])?.text()?;
    Ok(Url::parse(&own).is_ok_and(|own| is_of_one(&own, url)))
}

/// Whether two addresses are one publisher's, and the second does not open to all what the first
/// kept behind a password.
fn is_of_one(own: &Url, other: &Url) -> bool {
    let is_private = |url: &Url| !url.username().is_empty() || url.password().is_some();
    let site = |url: &Url| {
        let domain = url.host_str().and_then(address::registrable_domain);
        domain.unwrap_or_else(|| address::host_key(url))
    };
    site(own) == site(other) && (!is_private(own) || is_private(other))
}

/// The feed with all that it holds gets the address, or becomes one with the feed that has it.
fn readdress_rows(tx: &mut dyn Tx, feed: FeedId, url: &Url, there: Option<FeedId>) -> Result<()> {
    if let Some(there) = there {
        return merge::merge_feeds(tx, feed, there);
    }
    let host = address::host_key(url);
    let sql = "UPDATE feeds SET url = ?1, host = ?2, bucket = ?3 WHERE id = ?4";
    tx.execute(sql, &values![url.as_str(), &host, address::bucket(&host), feed])?;
    if !url.username().is_empty() || url.password().is_some() {
        public::close_feed(tx, feed)?;
    }
    Ok(())
}

/// Takes a feed whose readers follow another one now out of the polls. It stays with what it alone
/// holds; if that is nothing, it goes.
fn leave_behind(
    tx: &mut dyn Tx,
    feed: FeedId,
    url: &Url,
    there: FeedId,
    now: Timestamp,
) -> Result<()> {
    websub::follow(tx, feed, None, now)?;
    let sql = "SELECT 1 FROM entries x WHERE x.feed_id = ?1 AND NOT EXISTS \
        (SELECT 1 FROM entries y WHERE y.feed_id = ?2 AND y.article_id = x.article_id) LIMIT 1";
    if query_opt(tx, sql, &values![feed, there])?.is_none() {
        let sql = "SELECT user_id FROM subscriptions WHERE feed_id = ?1";
        for mut row in tx.query(sql, &values![feed])? {
            subscriptions::unsubscribe(tx, UserId(row.int()?), feed)?;
        }
        return subscriptions::remove_feeds_nobody_reads(tx, &[feed.0]);
    }
    let told = address::without_login(url.as_str());
    let line = format!("moved to {told}, which is followed there now");
    let reason = "not polled any more, because it moved";
    let sql = "UPDATE feeds SET status = 'gone', next_poll_at = NULL, asked_at = NULL, \
        interval_reason = ?1, last_result = ?2, last_error = NULL, errors = 0, \
        failing_since = NULL, moved_to = ?3, moved_seen = 0, moved_since = NULL, \
        lease_owner = NULL, lease_until = NULL WHERE id = ?4";
    tx.execute(sql, &values![reason, &line, &told, feed]).map(|_| ())
}

fn readdress(
    tx: &mut dyn Tx,
    user: UserId,
    feed: FeedId,
    url: &Url,
    now: Timestamp,
) -> Result<Option<Readdressed>> {
    let sql = "SELECT title, folder FROM subscriptions WHERE user_id = ?1 AND feed_id = ?2";
    let Some(mut row) = query_opt(tx, sql, &values![user, feed])? else { return Ok(None) };
    let (title, folder) = (row.opt_text()?, row.text()?);
    let known = feed_at(tx, url, feed)?;
    let is_shared = others(tx, user, feed)? > 0;
    if is_shared || !goes_along(tx, feed, url, known)? {
        let (there, _) = feeds::add(tx, url, now)?;
        let new = subscriptions::subscribe(tx, user, there, title.as_deref(), &folder, now)?;
        if there != feed && is_shared {
            subscriptions::unsubscribe(tx, user, feed)?;
        } else if there != feed {
            leave_behind(tx, feed, url, there, now)?;
        }
        return Ok(Some(Readdressed { feed: there, new }));
    }
    websub::follow(tx, feed, None, now)?;
    readdress_rows(tx, feed, url, known)?;
    let there = known.unwrap_or(feed);
    // A poll that runs just now asks the old address: it must not store what it finds there.
    let sql = "UPDATE feeds SET page_rule = NULL, etag = NULL, last_modified = NULL, \
        validators_proven = 0, same_body_polls = 0, body_hash = NULL, \
        final_url = NULL, moved_to = NULL, moved_seen = 0, moved_since = NULL, \
        lease_owner = NULL, lease_until = NULL, next_poll_at = ?1 WHERE id = ?2";
    tx.execute(sql, &values![now, there])?;
    Ok(Some(Readdressed { feed: there, new: there != feed }))
}

impl Store {
    /// Gives a user's feed another address. Where it is read by nobody else, and what it holds
    /// would come before nobody else there, it keeps all that it holds and becomes one with a feed
    /// that has the address already; it is no page by a rule any more, its hub is left, validators
    /// of the old address go, and it is due. Otherwise only this user changes over: what others
    /// read stays as it is, and a feed that nobody else reads stays, unpolled, with what it alone
    /// holds. `None` if the user does not subscribe to the feed.
    ///
    /// # Errors
    /// [`StoreError::AddressTooLong`] above 2,000 bytes.
    pub async fn readdress_feed(
        &self,
        user: UserId,
        feed: FeedId,
        url: &Url,
        now: Timestamp,
    ) -> Result<Option<Readdressed>> {
        if url.as_str().len() > LONGEST_URL {
            return Err(StoreError::AddressTooLong { limit: LONGEST_URL });
        }
        let url = url.clone();
        self.write(move |tx| readdress(tx, user, feed, &url, now)).await
    }
}

//! How far the first polls of a user's feeds are.

use dateline_model::{FirstPolls, UserId};

use crate::Store;
use crate::clips;
use crate::error::Result;
use crate::tx::{Tx, query_opt, values};

/// So many feeds are named that are being asked just now.
const NAMED: u32 = 3;

/// A feed that was never polled, or is asked again because somebody wants it, or because it never
/// brought anything.
const WAITING: &str = "(f.polled_at IS NULL OR f.asked_at IS NOT NULL \
    OR (f.lease_owner IS NOT NULL AND f.changed_at IS NULL))";

fn first_polls(tx: &mut dyn Tx, user: UserId) -> Result<FirstPolls> {
    let counts = format!(
        "SELECT count(*), count(CASE WHEN {WAITING} THEN 1 END), \
         count(CASE WHEN NOT ({WAITING}) AND f.last_error IS NOT NULL THEN 1 END) \
         FROM subscriptions s JOIN feeds f ON f.id = s.feed_id \
         WHERE s.user_id = ?1 AND f.{}",
        clips::POLLED
    );
    let Some(mut row) = query_opt(tx, &counts, &values![user])? else {
        return Ok(FirstPolls::default());
    };
    let (feeds, waiting, failing) = (row.u64()?, row.u64()?, row.u64()?);
    let polled = feeds.saturating_sub(waiting);
    if waiting == 0 {
        return Ok(FirstPolls { feeds, polled, failing, in_hand: Vec::new() });
    }
    let sql = format!(
        "SELECT coalesce(s.title, f.title, f.host) FROM feeds f \
         JOIN subscriptions s ON s.feed_id = f.id AND s.user_id = ?1 \
         WHERE f.lease_owner IS NOT NULL AND {WAITING} ORDER BY f.id LIMIT ?2"
    );
    let rows = tx.query(&sql, &values![user, NAMED])?;
    let in_hand = rows.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?;
    Ok(FirstPolls { feeds, polled, failing, in_hand })
}

impl Store {
    /// How far the first polls of a user's feeds are, whoever makes them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_polls(&self, user: UserId) -> Result<FirstPolls> {
        self.read(move |tx| first_polls(tx, user)).await
    }
}

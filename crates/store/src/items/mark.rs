//! What reader apps do to items.

use dateline_model::{ArticleId, EntryId, ItemMark, ItemQuery, UserId};
use jiff::Timestamp;

use super::list::{self, Hidden};
use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, values};
use crate::{labels, states};

/// The articles that these items lead to, each once, where the user subscribes to the feed.
fn articles(tx: &mut dyn Tx, user: UserId, ids: &[EntryId]) -> Result<Vec<Value>> {
    let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let mut found = std::collections::BTreeSet::new();
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT e.article_id FROM entries e \
             JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
             WHERE e.id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            found.insert(row.int()?);
        }
        Ok(())
    })?;
    Ok(found.into_iter().map(Value::from).collect())
}

pub(super) fn mark(
    tx: &mut dyn Tx,
    user: UserId,
    ids: &[EntryId],
    mark: &ItemMark,
    now: Timestamp,
) -> Result<u64> {
    let articles = articles(tx, user, ids)?;
    match mark {
        ItemMark::Read => states::mark_read(tx, user, &articles, now),
        ItemMark::Unread => states::mark_unread(tx, user, &articles, now),
        ItemMark::Star => each(&articles, |article| states::star(tx, user, article, now)),
        ItemMark::Unstar => each(&articles, |article| states::unstar(tx, user, article, now)),
        ItemMark::Label(label) => match labels::cut(label) {
            Some(label) => labels::add(tx, user, &articles, &label, now),
            None => Ok(0),
        },
        ItemMark::Unlabel(label) => labels::remove(tx, user, &articles, label),
    }
}

fn each(articles: &[Value], mut run: impl FnMut(ArticleId) -> Result<bool>) -> Result<u64> {
    let mut changed = 0;
    for article in articles {
        if let Value::Int(id) = article {
            changed += u64::from(run(ArticleId(*id))?);
        }
    }
    Ok(changed)
}

/// Marks a slice of a list read; gives how many articles were unread, and the item to go on below,
/// if there may be more. What is muted is marked too, as in the lists of pages.
pub(super) fn read_slice(
    tx: &mut dyn Tx,
    user: UserId,
    query: &ItemQuery,
    now: Timestamp,
) -> Result<(u64, Option<EntryId>)> {
    let found = list::rows(tx, user, query, Hidden::Shown)?;
    let full = found.len() >= query.limit as usize;
    let last = found.last().map(|row| row.item.id).filter(|_| full);
    let mut articles: Vec<i64> = found.iter().map(|row| row.article).collect();
    articles.sort_unstable();
    articles.dedup();
    let articles: Vec<Value> = articles.into_iter().map(Value::from).collect();
    Ok((states::mark_read(tx, user, &articles, now)?, last))
}

//! Articles that have one text: a root that is no copy, and copies that point to it.

use std::collections::BTreeMap;

use dateline_model::{ArticleId, CopyLink};

use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, query_opt, values};

/// The article at the root of a group: the article itself unless it is a copy; `None` if there is
/// no such article.
pub(crate) fn root(tx: &mut dyn Tx, article: ArticleId) -> Result<Option<ArticleId>> {
    let sql = "SELECT coalesce(copy_of, id) FROM articles WHERE id = ?1";
    query_opt(tx, sql, &values![article])?.map(|mut row| row.int().map(ArticleId)).transpose()
}

/// Notes whose text an article has. The link leads to the root of the other's group, and what had
/// the article's own text follows it there.
pub(super) fn link(tx: &mut dyn Tx, article: ArticleId, copy: Option<CopyLink>) -> Result<bool> {
    let root = match copy {
        Some(copy) if copy.of != article => root(tx, copy.of)?,
        _ => None,
    };
    // The root may be a copy of this very article, which then stays the root.
    let Some((copy, root)) = copy.zip(root.filter(|root| *root != article)) else {
        let sql = "UPDATE articles SET copy_of = NULL, copy_credited = 0, copy_shared = 0 \
            WHERE id = ?1 AND copy_of IS NOT NULL";
        tx.execute(sql, &values![article])?;
        return Ok(false);
    };
    let sql = "UPDATE articles SET copy_of = ?1, copy_credited = ?2, copy_shared = ?3 \
        WHERE id = ?4";
    let shared = f64::from(copy.shared);
    tx.execute(sql, &values![root, copy.credited, shared, article])?;
    // Who was credited for this text is not told by the new root.
    let sql = "UPDATE articles SET copy_of = ?1, copy_credited = 0 WHERE copy_of = ?2";
    tx.execute(sql, &values![root, article])?;
    Ok(true)
}

/// Notes that an article turned out to be the original of another one, which may have copies, or
/// be taken for one, until then.
pub(super) fn link_original(
    tx: &mut dyn Tx,
    copy: ArticleId,
    original: ArticleId,
    shared: f32,
) -> Result<()> {
    let Some(head) = root(tx, copy)?.filter(|head| *head != original) else { return Ok(()) };
    if root(tx, original)? != Some(original) {
        return Ok(());
    }
    link(tx, head, Some(CopyLink { of: original, credited: head == copy, shared }))?;
    link(tx, copy, Some(CopyLink { of: original, credited: true, shared })).map(|_| ())
}

/// Before articles go: what had the text of one of them has the text of the earliest that stays.
/// Gives those that are no copies any more.
pub(super) fn pass_on(tx: &mut dyn Tx, going: &[Value]) -> Result<Vec<Value>> {
    let mut left: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let gone: std::collections::HashSet<i64> = going
        .iter()
        .filter_map(|value| if let Value::Int(id) = value { Some(*id) } else { None })
        .collect();
    each_lookup(going, 1, |places, chunk| {
        let sql = format!(
            "SELECT copy_of, id FROM articles WHERE copy_of IN ({places}) ORDER BY copy_of, id"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (root, copy) = (row.int()?, row.int()?);
            let copies = left.entry(root).or_default();
            if !gone.contains(&copy) && !copies.contains(&copy) {
                copies.push(copy);
            }
        }
        Ok(())
    })?;
    let mut heads = Vec::new();
    for (root, copies) in left {
        let Some(first) = copies.first().copied() else { continue };
        let sql = "UPDATE articles SET copy_of = NULL, copy_credited = 0, copy_shared = 0 \
            WHERE id = ?1";
        tx.execute(sql, &values![first])?;
        let sql = "UPDATE articles SET copy_of = ?1, copy_credited = 0 \
            WHERE copy_of = ?2 AND id <> ?1";
        tx.execute(sql, &values![first, root])?;
        heads.push(Value::from(first));
    }
    Ok(heads)
}

/// Two articles have become one: what pointed to the one points to the other.
pub(crate) fn merge(tx: &mut dyn Tx, from: ArticleId, into: ArticleId) -> Result<()> {
    let sql = "UPDATE articles SET copy_of = NULL, copy_credited = 0, copy_shared = 0 \
        WHERE id = ?1 AND copy_of = ?2";
    tx.execute(sql, &values![into, from])?;
    let root = root(tx, into)?.unwrap_or(into);
    let sql = "UPDATE articles SET copy_of = ?1 WHERE copy_of = ?2 AND id <> ?1";
    tx.execute(sql, &values![root, from]).map(|_| ())
}

/// The other articles of an article's group.
pub(crate) fn group(tx: &mut dyn Tx, article: ArticleId) -> Result<Vec<ArticleId>> {
    let Some(root) = root(tx, article)? else { return Ok(Vec::new()) };
    let sql = "SELECT id FROM articles WHERE (id = ?1 OR copy_of = ?1) AND id <> ?2 ORDER BY id";
    tx.query(sql, &values![root, article])?
        .into_iter()
        .map(|mut row| row.int().map(ArticleId))
        .collect()
}

//! When two articles, or two feeds, turn out to be one.

use dateline_model::{ArticleId, FeedId};

use crate::error::Result;
use crate::stories::{self, copies, rulings};
use crate::tx::{Tx, Value, each_lookup, query_opt, values};
use crate::{searches, unread};

/// Merges an article into another one: entries, addresses, revisions and marks move, the longer
/// text stays.
pub(crate) fn merge_articles(tx: &mut dyn Tx, from: ArticleId, into: ArticleId) -> Result<()> {
    if from == into {
        return Ok(());
    }
    let both = [Value::from(from), Value::from(into)];
    let stories = stories::of_articles(tx, &both)?;
    unread::keep(tx, None, &both, |tx| merge_rows(tx, from, into))?;
    stories::refresh::refresh(tx, &stories)
}

fn merge_rows(tx: &mut dyn Tx, from: ArticleId, into: ArticleId) -> Result<()> {
    keep_longer_text(tx, from, into)?;
    copies::merge(tx, from, into)?;
    rulings::merge(tx, from, into)?;
    searches::rules::merge(tx, from, into)?;
    for sql in [
        "UPDATE entries SET article_id = ?2 WHERE article_id = ?1",
        "UPDATE article_addresses SET article_id = ?2 WHERE article_id = ?1",
        "UPDATE revisions SET article_id = ?2 WHERE article_id = ?1",
        "UPDATE kept_pages SET article_id = ?2 WHERE article_id = ?1 \
         AND NOT EXISTS (SELECT 1 FROM kept_pages k WHERE k.article_id = ?2)",
        "UPDATE articles SET \
         revisions = (SELECT count(*) FROM revisions r WHERE r.article_id = ?2) \
         WHERE id = ?2 AND ?1 <> ?2",
        "INSERT INTO article_states (user_id, article_id, read_at, starred_at, spread_from, \
         changed_at) SELECT user_id, CAST(?2 AS BIGINT), read_at, starred_at, spread_from, \
         changed_at FROM article_states WHERE article_id = ?1 \
         ON CONFLICT (user_id, article_id) DO UPDATE SET \
         changed_at = CASE WHEN excluded.changed_at IS NULL THEN article_states.changed_at \
         WHEN article_states.changed_at >= excluded.changed_at THEN article_states.changed_at \
         ELSE excluded.changed_at END, \
         spread_from = CASE WHEN excluded.read_at IS NULL THEN article_states.spread_from \
         WHEN article_states.read_at IS NULL THEN excluded.spread_from \
         WHEN excluded.spread_from IS NULL THEN NULL ELSE article_states.spread_from END, \
         read_at = CASE WHEN excluded.read_at IS NULL THEN article_states.read_at \
         WHEN article_states.read_at <= excluded.read_at THEN article_states.read_at \
         ELSE excluded.read_at END, \
         starred_at = CASE WHEN excluded.starred_at IS NULL THEN article_states.starred_at \
         WHEN article_states.starred_at <= excluded.starred_at THEN article_states.starred_at \
         ELSE excluded.starred_at END",
        "INSERT INTO reading_places (user_id, article_id, place, changed_at) \
         SELECT user_id, CAST(?2 AS BIGINT), place, changed_at FROM reading_places \
         WHERE article_id = ?1 ON CONFLICT (user_id, article_id) DO NOTHING",
        "INSERT INTO marked_articles (marking_id, article_id, spread_from) \
         SELECT marking_id, CAST(?2 AS BIGINT), spread_from FROM marked_articles \
         WHERE article_id = ?1 ON CONFLICT (marking_id, article_id) DO NOTHING",
        "UPDATE marked_articles SET spread_from = CASE WHEN article_id = ?2 THEN NULL \
         ELSE CAST(?2 AS BIGINT) END WHERE spread_from = ?1",
        "INSERT INTO article_labels (user_id, article_id, label, at) \
         SELECT user_id, CAST(?2 AS BIGINT), label, at FROM article_labels WHERE article_id = ?1 \
         ON CONFLICT (user_id, article_id, label) DO NOTHING",
        "UPDATE article_states SET \
         spread_from = CASE WHEN article_id = ?2 THEN NULL ELSE CAST(?2 AS BIGINT) END \
         WHERE spread_from = ?1",
    ] {
        tx.execute(sql, &values![from, into])?;
    }
    tx.execute("DELETE FROM articles WHERE id = ?1", &values![from])?;
    Ok(())
}

struct Weight {
    words: i64,
    source: String,
    seen_at: i64,
    published: Option<i64>,
}

fn weight(tx: &mut dyn Tx, article: ArticleId) -> Result<Option<Weight>> {
    let sql = "SELECT words, text_source, seen_at, published FROM articles WHERE id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![article])? else { return Ok(None) };
    Ok(Some(Weight {
        words: row.int()?,
        source: row.text()?,
        seen_at: row.int()?,
        published: row.opt_int()?,
    }))
}

fn keep_longer_text(tx: &mut dyn Tx, from: ArticleId, into: ArticleId) -> Result<()> {
    let (Some(merged), Some(kept)) = (weight(tx, from)?, weight(tx, into)?) else {
        return Ok(());
    };
    let page = dateline_model::TextSource::Page.as_str();
    if merged.words > kept.words && (kept.source != page || merged.source == page) {
        let sql = "SELECT html, text FROM article_texts WHERE article_id = ?1";
        if let Some(mut row) = query_opt(tx, sql, &values![from])? {
            let (html, text) = (row.text()?, row.text()?);
            let sql = "UPDATE article_texts SET html = ?1, text = ?2 WHERE article_id = ?3";
            tx.execute(sql, &values![html, text, into])?;
        }
        let columns = [
            "words",
            "text_source",
            "text_feed",
            "text_since",
            "bytes",
            "read_version",
            "read_parts",
            "read_rules",
            "read_by",
        ];
        let set: Vec<String> = columns
            .iter()
            .map(|name| format!("{name} = (SELECT a.{name} FROM articles a WHERE a.id = ?1)"))
            .collect();
        let sql = format!("UPDATE articles SET {} WHERE id = ?2", set.join(", "));
        tx.execute(&sql, &values![from, into])?;
        stories::queue::due_now(tx, into)?;
    }
    let seen_at = merged.seen_at.min(kept.seen_at);
    let published = kept.published.or(merged.published);
    let placed_at = published.map_or(seen_at, |published| published.min(seen_at));
    // What was read last says what its publisher asks for; whoever asked not to be listed once is
    // listed again only after both were read anew.
    let sql = "UPDATE articles SET terms = coalesce((SELECT a.terms FROM articles a \
        WHERE a.id = ?1), terms), unlisted = CASE WHEN unlisted = 1 THEN 1 \
        ELSE (SELECT a.unlisted FROM articles a WHERE a.id = ?1) END, \
        unavailable_after = coalesce((SELECT a.unavailable_after FROM articles a \
        WHERE a.id = ?1), unavailable_after) WHERE id = ?2";
    tx.execute(sql, &values![from, into])?;
    let sql = "UPDATE articles SET seen_at = ?1, published = ?2, placed_at = ?3, \
        outlet_id = coalesce(outlet_id, \
        (SELECT a.outlet_id FROM articles a WHERE a.id = ?4)) WHERE id = ?5";
    tx.execute(sql, &values![seen_at, published, placed_at, from, into])?;
    Ok(())
}

/// Removes those of these articles that no entry leads to and nobody starred.
pub(crate) fn remove_lone_articles(tx: &mut dyn Tx, articles: &[i64]) -> Result<()> {
    let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
    let mut lone = Vec::new();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!(
            "SELECT id FROM articles WHERE id IN ({places}) \
             AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.article_id = articles.id) \
             AND NOT EXISTS (SELECT 1 FROM article_states s \
             WHERE s.article_id = articles.id AND s.starred_at IS NOT NULL)"
        );
        for mut row in tx.query(&sql, chunk)? {
            lone.push(Value::from(row.int()?));
        }
        Ok(())
    })?;
    stories::remove_articles(tx, &lone)
}

/// Merges a feed into another one: subscriptions and entries move. What both list stays once.
pub(crate) fn merge_feeds(tx: &mut dyn Tx, from: FeedId, into: FeedId) -> Result<()> {
    let mut articles = unread::articles_of_feed(tx, from)?;
    articles.extend(unread::articles_of_feed(tx, into)?);
    let twice = unread::keep(tx, None, &articles, |tx| merge_feed_rows(tx, from, into))?;
    for (left, kept) in twice {
        let sql = "SELECT id FROM entries WHERE article_id = ?1 LIMIT 1";
        if left != kept && query_opt(tx, sql, &values![left])?.is_none() {
            merge_articles(tx, left, kept)?;
        }
    }
    Ok(())
}

/// Gives the pairs of articles that the two feeds had for one key.
fn merge_feed_rows(
    tx: &mut dyn Tx,
    from: FeedId,
    into: FeedId,
) -> Result<Vec<(ArticleId, ArticleId)>> {
    let sql = "SELECT x.article_id, y.article_id FROM entries x \
        JOIN entries y ON y.feed_id = ?2 AND y.key = x.key WHERE x.feed_id = ?1";
    let mut twice = Vec::new();
    for mut row in tx.query(sql, &values![from, into])? {
        twice.push((ArticleId(row.int()?), ArticleId(row.int()?)));
    }
    for sql in [
        "INSERT INTO subscriptions (user_id, feed_id, title, folder, created_at) \
         SELECT user_id, CAST(?2 AS BIGINT), title, folder, created_at FROM subscriptions \
         WHERE feed_id = ?1 ON CONFLICT (user_id, feed_id) DO NOTHING",
        "INSERT INTO forgotten_entries (feed_id, key) \
         SELECT CAST(?2 AS BIGINT), key FROM forgotten_entries WHERE feed_id = ?1 \
         ON CONFLICT (feed_id, key) DO NOTHING",
        "DELETE FROM entries WHERE feed_id = ?1 \
         AND key IN (SELECT y.key FROM entries y WHERE y.feed_id = ?2)",
        "UPDATE articles SET text_feed = ?2 WHERE text_feed = ?1 AND id IN \
         (SELECT e.article_id FROM entries e WHERE e.feed_id IN (?1, ?2))",
        "UPDATE entries SET feed_id = ?2 WHERE feed_id = ?1",
    ] {
        tx.execute(sql, &values![from, into])?;
    }
    tx.execute("DELETE FROM feeds WHERE id = ?1", &values![from])?;
    Ok(twice)
}

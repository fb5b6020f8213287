//! Items, whole.

use std::collections::HashMap;

use dateline_model::{ArticleId, Byline, EntryId, FeedId, Item, StoryId, UserId};

use crate::error::Result;
use crate::labels;
use crate::revisions::count_words;
use crate::tx::{Row, Tx, Value, each_lookup, values};

/// The columns that [`item`] reads, in its order. A text that will not be shown is not read: it is
/// what costs most. The article's is looked at where it is the page's or another feed's, and the
/// entry's own is not needed where the page's is shown.
const ITEM: &str = "e.id, e.feed_id, e.article_id, e.guid, coalesce(e.address, a.address), \
    e.title, a.title, e.authors, a.byline, e.tags, e.enclosures, a.image, a.words, \
    e.published, a.published, e.updated, a.updated, e.seen_at, a.text_since, s.changed_at, \
    s.read_at, s.starred_at, a.story_id, a.copy_of, \
    CASE WHEN f.full_text <> 'never' AND a.text_source = 'page' AND a.words > 0 THEN NULL \
    ELSE e.html END, \
    CASE WHEN f.full_text = 'never' OR a.text_source = 'none' OR a.words = 0 \
    OR (a.text_source <> 'page' AND a.text_feed = e.feed_id) THEN NULL ELSE t.html END";

fn item(row: &mut Row) -> Result<Item> {
    let (id, feed) = (EntryId(row.int()?), FeedId(row.int()?));
    let (article, guid, address) = (ArticleId(row.int()?), row.text()?, row.opt_text()?);
    let (own_title, title) = (row.opt_text()?, row.text()?);
    let (mut authors, byline): (Vec<String>, Byline) = (row.json()?, row.json()?);
    if authors.is_empty() {
        authors = byline.authors;
    }
    let (tags, enclosures, image) = (row.json()?, row.json()?, row.opt_text()?);
    let words = row.u32()?;
    let published = row.opt_time()?;
    let published = row.opt_time()?.or(published);
    let updated = row.opt_time()?;
    let updated = row.opt_time()?.or(updated);
    let seen_at = row.time()?;
    let text_since = row.time()?;
    let changed_at = row.opt_time()?.map_or(text_since, |changed| changed.max(text_since));
    let (read_at, starred_at) = (row.opt_time()?, row.opt_time()?);
    let (story, copy_of) = (row.opt_int()?.map(StoryId), row.opt_int()?.map(ArticleId));
    let html = shown(row.opt_text()?, row.opt_text()?, words);
    Ok(Item {
        id,
        feed,
        article,
        guid,
        address,
        title: own_title.filter(|own| !own.is_empty()).unwrap_or(title),
        authors,
        tags,
        html,
        enclosures,
        image,
        words,
        published,
        updated,
        seen_at,
        changed_at: changed_at.max(seen_at),
        read_at,
        starred_at,
        labels: Vec::new(),
        story,
        copy_of,
    })
}

/// The HTML to show: the article's where it is the page's, which was found to hold no less than the
/// feed's when it was read, or has more words than the entry's own.
fn shown(own: Option<String>, whole: Option<String>, words: u32) -> String {
    match (own, whole) {
        (Some(own), Some(whole)) if words > count_words(&plain(&own)) => whole,
        (Some(own), _) => own,
        (None, whole) => whole.unwrap_or_default(),
    }
}

/// Sanitized HTML without its tags.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            character if !inside => text.push(character),
            _ => {}
        }
    }
    text
}

/// Those of these items that the user may see, in the order asked, each once.
pub(super) fn items(tx: &mut dyn Tx, user: UserId, ids: &[EntryId]) -> Result<Vec<Item>> {
    let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let mut found: HashMap<EntryId, Item> = HashMap::with_capacity(ids.len());
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT {ITEM} FROM entries e \
             JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
             JOIN feeds f ON f.id = e.feed_id JOIN articles a ON a.id = e.article_id \
             JOIN article_texts t ON t.article_id = a.id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = e.article_id \
             WHERE e.id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let item = item(&mut row)?;
            found.insert(item.id, item);
        }
        Ok(())
    })?;
    let articles: Vec<Value> = found.values().map(|item| Value::from(item.article)).collect();
    let labels = labels::of_articles(tx, user, &articles)?;
    for item in found.values_mut() {
        item.labels = labels.get(&item.article.0).cloned().unwrap_or_default();
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_shown_where_it_holds_more_than_the_feed_says() {
        let teaser = || Some("<p>The ferry <b>runs</b> again.</p>".to_owned());
        let whole = || Some("<p>All of it.</p>".to_owned());
        assert_eq!(shown(teaser(), whole(), 5), whole().unwrap());
        assert_eq!(shown(teaser(), whole(), 4), teaser().unwrap());
        assert_eq!(shown(teaser(), None, 6), teaser().unwrap());
        assert_eq!(shown(None, whole(), 1), whole().unwrap());
    }
}

//! Pages of items in any order, and the items of stories.

use dateline_model::{ArticleId, EntryId, FeedId, ItemOrder, ItemPage, StoryId, StoryItem, UserId};

use super::{Hidden, Plan, plan};
use crate::error::{Result, StoreError};
use crate::tx::{Tx, Value, each_lookup, query_one, values};

/// When an item's state or text last changed, as [`dateline_model::Item`] has it.
const CHANGED: &str = "CASE WHEN coalesce(s.changed_at, 0) > e.seen_at \
    AND coalesce(s.changed_at, 0) > a.text_since THEN s.changed_at \
    WHEN a.text_since > e.seen_at THEN a.text_since ELSE e.seen_at END";

/// The column that an order goes by.
fn key(plan: &mut Plan, order: ItemOrder) -> &'static str {
    let (article, state, key) = match order {
        ItemOrder::Arrival => (false, false, "e.id"),
        ItemOrder::Published => (true, false, "coalesce(a.published, e.published, e.seen_at)"),
        ItemOrder::Changed => (true, true, CHANGED),
        ItemOrder::Title => (true, false, "coalesce(nullif(e.title, ''), a.title)"),
        ItemOrder::Author => (false, false, "e.authors"),
        ItemOrder::Folder => (false, false, "u.folder"),
        ItemOrder::State => (false, true, "CASE WHEN s.read_at IS NULL THEN 1 ELSE 0 END"),
    };
    plan.needs_article |= article;
    plan.needs_state |= state;
    key
}

/// The conditions that only pages have.
fn narrow(plan: &mut Plan, page: &ItemPage) -> Result<()> {
    if let Some(until) = page.changed_until {
        let place = plan.builder.place(until);
        plan.conditions.push(format!("{CHANGED} <= {place}"));
        (plan.needs_article, plan.needs_state) = (true, true);
    }
    if let Some(among) = &page.among {
        let places: Vec<String> = among.iter().map(|id| plan.builder.place(*id)).collect();
        plan.conditions.push(format!("e.article_id IN ({})", places.join(", ")));
    }
    for tag in &page.tags {
        let tag = serde_json::to_string(tag).map_err(|error| StoreError::Data {
            what: format!("a tag cannot be looked for: {error}"),
        })?;
        let place = plan.builder.place(tag);
        plan.conditions.push(format!("replace(e.tags, CAST({place} AS TEXT), '') <> e.tags"));
    }
    Ok(())
}

/// How to list a page; `None` where it is empty for certain.
fn page_plan(tx: &mut dyn Tx, user: UserId, page: &ItemPage) -> Result<Option<Plan>> {
    if page.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(None);
    }
    let Some(mut plan) = plan(tx, user, &page.query, Hidden::Left)? else { return Ok(None) };
    narrow(&mut plan, page)?;
    Ok(Some(plan))
}

/// The numbers of a page's items, in order.
pub(crate) fn ids(tx: &mut dyn Tx, user: UserId, page: &ItemPage) -> Result<Vec<EntryId>> {
    let Some(mut plan) = page_plan(tx, user, page)? else { return Ok(Vec::new()) };
    let key = key(&mut plan, page.order);
    let whole = plan.whole(&format!("e.id AS id, {key} AS sorted"));
    let (limit, offset) = (plan.builder.place(page.query.limit), plan.builder.place(page.offset));
    let order = if page.query.oldest_first { "ASC" } else { "DESC" };
    let sql = format!("{whole} ORDER BY sorted {order}, id {order} LIMIT {limit} OFFSET {offset}");
    let rows = tx.query(&sql, &plan.builder.params)?.into_iter();
    rows.map(|mut row| row.int().map(EntryId)).collect()
}

/// How many items there are on all pages.
pub(crate) fn total(tx: &mut dyn Tx, user: UserId, page: &ItemPage) -> Result<u64> {
    if page.changed_until.is_none() && page.among.is_none() && page.tags.is_empty() {
        return super::total(tx, user, &page.query);
    }
    let Some(mut plan) = page_plan(tx, user, page)? else { return Ok(0) };
    let whole = plan.whole("e.id AS id");
    query_one(tx, &format!("SELECT count(*) FROM ({whole}) x"), &plan.builder.params)?.u64()
}

/// The items of these stories among those of the user's feeds, by number.
pub(crate) fn of_stories(
    tx: &mut dyn Tx,
    user: UserId,
    stories: &[StoryId],
) -> Result<Vec<StoryItem>> {
    let keys: Vec<Value> = stories.iter().copied().map(Value::from).collect();
    let mut items = Vec::new();
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT a.story_id, a.id, e.id, e.feed_id FROM articles a \
             JOIN entries e ON e.article_id = a.id \
             JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
             WHERE a.story_id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            items.push(StoryItem {
                story: StoryId(row.int()?),
                article: ArticleId(row.int()?),
                id: EntryId(row.int()?),
                feed: FeedId(row.int()?),
            });
        }
        Ok(())
    })?;
    items.sort_unstable_by_key(|item| item.id);
    Ok(items)
}

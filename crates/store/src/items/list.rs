//! Lists of items by number.
//!
//! The scope is first made a list of feeds, without those that have nothing unread where only
//! unread items are asked for. Few feeds are merged, each walked along its own index; of many, the
//! index of all entries is walked. Both stop as soon as there are enough.

pub(super) mod page;

use dateline_model::{EntryId, FeedId, ItemQuery, ItemRef, ItemScope, UserId};
use jiff::Timestamp;

use crate::error::Result;
use crate::front::Builder;
use crate::tx::{Row, Tx, Value, query_one, query_opt, values};
use crate::unread;

/// How many feeds are merged; SQLite takes so many parts of one statement without pains.
const MERGED: usize = 40;

/// Whether what the user muted is listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// Nothing that is muted.
    Left,
    /// All of it.
    Shown,
}

/// An item with its article.
pub(super) struct Listed {
    pub item: ItemRef,
    pub article: i64,
}

/// The columns that [`listed`] reads, in its order.
const LISTED: &str = "e.id AS id, e.feed_id AS feed, e.seen_at AS seen, e.article_id AS article";

fn listed(mut row: Row) -> Result<Listed> {
    let item = ItemRef { id: EntryId(row.int()?), feed: FeedId(row.int()?), seen_at: row.time()? };
    Ok(Listed { item, article: row.int()? })
}

/// Where the walk along a list begins.
enum Walk {
    /// At the feeds that are merged.
    Feeds(Vec<i64>),
    /// At all entries.
    All,
    /// At the articles that are starred.
    Stars,
    /// At the articles with a label, whose place is given.
    Label(String),
}

/// A list under construction: what to walk along, and what to leave out.
struct Plan {
    walk: Walk,
    builder: Builder,
    conditions: Vec<String>,
    needs_article: bool,
    needs_state: bool,
}

impl Plan {
    /// The rows of one part, of the feed at this place.
    fn part(&self, columns: &str, feed: Option<&str>) -> String {
        let mut from = match &self.walk {
            Walk::Feeds(_) | Walk::All => "entries e".to_owned(),
            Walk::Stars => "article_states s CROSS JOIN entries e".to_owned(),
            Walk::Label(_) => "article_labels l CROSS JOIN entries e".to_owned(),
        };
        // CROSS JOIN is what keeps SQLite from turning the walk round.
        from.push_str(" CROSS JOIN subscriptions u");
        if self.needs_article {
            from.push_str(" CROSS JOIN articles a");
        }
        if self.needs_state && !matches!(self.walk, Walk::Stars) {
            from.push_str(
                " LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = e.article_id",
            );
        }
        let mut conditions = vec!["u.user_id = ?1 AND u.feed_id = e.feed_id".to_owned()];
        conditions.extend(feed.map(|place| format!("e.feed_id = {place}")));
        if self.needs_article {
            conditions.push("a.id = e.article_id".to_owned());
        }
        match &self.walk {
            Walk::Stars => conditions.push(
                "s.user_id = ?1 AND s.starred_at IS NOT NULL AND e.article_id = s.article_id"
                    .to_owned(),
            ),
            Walk::Label(place) => conditions.push(format!(
                "l.user_id = ?1 AND l.label = {place} AND e.article_id = l.article_id"
            )),
            Walk::Feeds(_) | Walk::All => {}
        }
        conditions.extend(self.conditions.iter().cloned());
        format!("SELECT {columns} FROM {from} WHERE {}", conditions.join(" AND "))
    }

    /// All parts as one statement.
    fn whole(&mut self, columns: &str) -> String {
        let Walk::Feeds(feeds) = &self.walk else { return self.part(columns, None) };
        let feeds = feeds.clone();
        let parts: Vec<String> = feeds
            .into_iter()
            .map(|feed| {
                let place = self.builder.place(feed);
                self.part(columns, Some(&place))
            })
            .collect();
        parts.join(" UNION ALL ")
    }
}

/// The feeds in which a query's items can be.
fn feeds(tx: &mut dyn Tx, user: UserId, query: &ItemQuery) -> Result<Vec<i64>> {
    let mut builder = Builder { sql: String::new(), params: Vec::from(values![user]) };
    let mut conditions = vec!["u.user_id = ?1".to_owned()];
    match &query.scope {
        ItemScope::All | ItemScope::Label(_) => {}
        ItemScope::Feed(feed) => {
            let place = builder.place(*feed);
            conditions.push(format!("u.feed_id = {place}"));
        }
        ItemScope::Folder(folder) => {
            let place = builder.place(folder);
            conditions.push(format!("u.folder = {place}"));
        }
    }
    let sql = format!("SELECT u.feed_id FROM subscriptions u WHERE {}", conditions.join(" AND "));
    let rows = tx.query(&sql, &builder.params)?.into_iter();
    rows.map(|mut row| row.int()).collect()
}

/// Leaves out the feeds that have nothing unread.
fn with_unread(tx: &mut dyn Tx, user: UserId, feeds: Vec<i64>) -> Result<Vec<i64>> {
    let unread = unread::of_scope(tx, user, unread::FEED)?;
    Ok(feeds.into_iter().filter(|feed| unread.contains_key(&feed.to_string())).collect())
}

/// What the user muted, as conditions; none where nothing is.
fn unmuted(tx: &mut dyn Tx, user: UserId) -> Result<Vec<String>> {
    let mut conditions = Vec::new();
    let sql = "SELECT 1 FROM rules WHERE user_id = ?1 AND action = 'mute' LIMIT 1";
    if query_opt(tx, sql, &values![user])?.is_some() {
        conditions.push(
            "NOT EXISTS (SELECT 1 FROM rule_hits h WHERE h.user_id = ?1 \
             AND h.article_id = e.article_id AND h.effect = 'mute')"
                .to_owned(),
        );
    }
    let sql = "SELECT 1 FROM story_marks WHERE user_id = ?1 AND mark = 'mute' LIMIT 1";
    if query_opt(tx, sql, &values![user])?.is_some() {
        conditions.push(
            "NOT EXISTS (SELECT 1 FROM articles x JOIN story_marks m ON m.story_id = x.story_id \
             WHERE x.id = e.article_id AND m.user_id = ?1 AND m.mark = 'mute')"
                .to_owned(),
        );
    }
    Ok(conditions)
}

/// The number of the first entry that was seen at this moment or later.
fn first_seen_from(tx: &mut dyn Tx, from: Timestamp) -> Result<Option<i64>> {
    // A bare `min(id)` would make SQLite walk all entries from the first one.
    let sql = "SELECT min(id + 0) FROM entries WHERE seen_at >= ?1";
    query_one(tx, sql, &values![from])?.opt_int()
}

/// How to list what a query asks for; `None` where that is nothing for certain.
fn plan(tx: &mut dyn Tx, user: UserId, query: &ItemQuery, hidden: Hidden) -> Result<Option<Plan>> {
    let mut feeds = feeds(tx, user, query)?;
    // What is muted counts as read, so that the counts tell nothing of it.
    if query.read == Some(false) && hidden == Hidden::Left && query.starred != Some(true) {
        feeds = with_unread(tx, user, feeds)?;
    }
    if feeds.is_empty() {
        return Ok(None);
    }
    let mut plan = Plan {
        walk: Walk::All,
        builder: Builder { sql: String::new(), params: Vec::from(values![user]) },
        conditions: Vec::new(),
        needs_article: false,
        needs_state: query.read.is_some() || query.starred.is_some(),
    };
    // A star is a wish to find something again.
    if hidden == Hidden::Left && query.starred != Some(true) {
        plan.conditions = unmuted(tx, user)?;
    }
    narrow(&mut plan, query);
    if let Some(from) = query.seen_from {
        let Some(first) = first_seen_from(tx, from)? else { return Ok(None) };
        let (from, first) = (plan.builder.place(from), plan.builder.place(first));
        plan.conditions.push(format!("e.seen_at >= {from} AND e.id >= {first}"));
    }
    plan.walk = match &query.scope {
        ItemScope::Label(label) => Walk::Label(plan.builder.place(label)),
        _ if query.starred == Some(true) => Walk::Stars,
        _ if feeds.len() <= MERGED => Walk::Feeds(feeds),
        _ => Walk::All,
    };
    if let (ItemScope::Folder(folder), Walk::All | Walk::Stars) = (&query.scope, &plan.walk) {
        let place = plan.builder.place(folder);
        plan.conditions.push(format!("u.folder = {place}"));
    }
    if let (ItemScope::Feed(feed), Walk::Stars) = (&query.scope, &plan.walk) {
        let place = plan.builder.place(*feed);
        plan.conditions.push(format!("e.feed_id = {place}"));
    }
    Ok(Some(plan))
}

/// The conditions that do not depend on where the walk begins.
fn narrow(plan: &mut Plan, query: &ItemQuery) {
    let Plan { builder, conditions, .. } = plan;
    match query.read {
        Some(true) => conditions.push("s.read_at IS NOT NULL".to_owned()),
        Some(false) => conditions.push("s.read_at IS NULL".to_owned()),
        None => {}
    }
    match query.starred {
        Some(true) => conditions.push("s.starred_at IS NOT NULL".to_owned()),
        Some(false) => conditions.push("s.starred_at IS NULL".to_owned()),
        None => {}
    }
    if let Some(label) = &query.without_label {
        let place = builder.place(label);
        conditions.push(format!(
            "NOT EXISTS (SELECT 1 FROM article_labels w WHERE w.user_id = ?1 \
             AND w.article_id = e.article_id AND w.label = {place})"
        ));
    }
    let mut bound = |column: &str, sign: &str, value: Option<Value>| {
        if let Some(value) = value {
            let place = builder.place(value);
            conditions.push(format!("{column} {sign} {place}"));
        }
    };
    bound("e.seen_at", "<=", query.seen_until.map(Value::from));
    bound("e.id", ">", query.above.map(Value::from));
    bound("e.id", "<", query.below.map(Value::from));
    let published = "coalesce(a.published, e.published, e.seen_at)";
    bound(published, ">=", query.published_from.map(Value::from));
    bound(published, "<=", query.published_until.map(Value::from));
    if query.published_from.is_some() || query.published_until.is_some() {
        plan.needs_article = true;
    }
    if let Some(from) = query.changed_from {
        let place = plan.builder.place(from);
        plan.conditions.push(format!(
            "(e.seen_at >= {place} OR a.text_since >= {place} OR s.changed_at >= {place})"
        ));
        (plan.needs_article, plan.needs_state) = (true, true);
    }
}

/// A query's items with their articles, in order.
pub(super) fn rows(
    tx: &mut dyn Tx,
    user: UserId,
    query: &ItemQuery,
    hidden: Hidden,
) -> Result<Vec<Listed>> {
    let Some(mut plan) = plan(tx, user, query, hidden)? else { return Ok(Vec::new()) };
    let whole = plan.whole(LISTED);
    let limit = plan.builder.place(query.limit);
    let order = if query.oldest_first { "ASC" } else { "DESC" };
    let sql = format!("{whole} ORDER BY id {order} LIMIT {limit}");
    tx.query(&sql, &plan.builder.params)?.into_iter().map(listed).collect()
}

pub(super) fn refs(tx: &mut dyn Tx, user: UserId, query: &ItemQuery) -> Result<Vec<ItemRef>> {
    Ok(rows(tx, user, query, Hidden::Left)?.into_iter().map(|row| row.item).collect())
}

/// How many entries the feeds of a scope have; nothing has to be looked up for each.
fn all_of(tx: &mut dyn Tx, user: UserId, scope: &ItemScope) -> Result<u64> {
    let mut builder = Builder { sql: String::new(), params: Vec::from(values![user]) };
    let narrower = match scope {
        ItemScope::All | ItemScope::Label(_) => String::new(),
        ItemScope::Feed(feed) => format!(" AND u.feed_id = {}", builder.place(*feed)),
        ItemScope::Folder(folder) => format!(" AND u.folder = {}", builder.place(folder)),
    };
    let sql = format!(
        "SELECT count(*) FROM entries e WHERE e.feed_id IN \
         (SELECT u.feed_id FROM subscriptions u WHERE u.user_id = ?1{narrower})"
    );
    query_one(tx, &sql, &builder.params)?.u64()
}

pub(super) fn total(tx: &mut dyn Tx, user: UserId, query: &ItemQuery) -> Result<u64> {
    let bare = ItemQuery {
        scope: query.scope.clone(),
        oldest_first: query.oldest_first,
        limit: query.limit,
        ..ItemQuery::default()
    };
    let is_label = matches!(query.scope, ItemScope::Label(_));
    if *query == bare && !is_label && unmuted(tx, user)?.is_empty() {
        return all_of(tx, user, &query.scope);
    }
    let Some(mut plan) = plan(tx, user, query, Hidden::Left)? else { return Ok(0) };
    let whole = plan.whole("e.id AS id");
    let sql = format!("SELECT count(*) FROM ({whole}) x");
    query_one(tx, &sql, &plan.builder.params)?.u64()
}

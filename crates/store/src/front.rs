//! Lists of articles as a front page shows them: newest first, each article once.

use dateline_model::{
    ArticleId, ArticleSummary, FeedId, FrontFilter, FrontPlace, FrontQuery, TextSource, UserId,
};

use crate::Store;
use crate::error::Result;
use crate::outlets::{OUTLET, outlet};
use crate::statements::with_disputes;
use crate::states::after_reading;
use crate::tx::{Row, Tx, Value, query_opt, values};

/// A statement under construction, with the values of its places.
pub(crate) struct Builder {
    pub sql: String,
    pub params: Vec<Value>,
}

impl Builder {
    /// Notes a value and gives its place.
    pub(crate) fn place(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }
}

/// The condition that subscription, or rule's hit, `u` is in this folder or below it, as ` AND …`; empty where
/// none is given.
pub(crate) fn in_folder(builder: &mut Builder, folder: Option<&str>) -> String {
    let Some(folder) = folder else { return String::new() };
    let below = format!("{folder}/");
    let length = i64::try_from(below.chars().count()).unwrap_or(i64::MAX);
    let (same, length, below) =
        (builder.place(folder), builder.place(length), builder.place(below));
    format!(" AND (u.folder = {same} OR substr(u.folder, 1, {length}) = {below})")
}

/// The conditions that the user at place 1 subscribes to a feed that carries article `a`, in this
/// folder or below it and of this number, where they are given.
pub(crate) fn carried(builder: &mut Builder, folder: Option<&str>, feed: Option<FeedId>) -> String {
    let mut narrower = String::new();
    if let Some(feed) = feed {
        let place = builder.place(feed);
        narrower.push_str(&format!(" AND e.feed_id = {place}"));
    }
    narrower.push_str(&in_folder(builder, folder));
    let joined = "entries e JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1";
    // One feed has few articles among all, so that walking from the newest would take long.
    if feed.is_some() {
        return format!("a.id IN (SELECT e.article_id FROM {joined}{narrower})");
    }
    let carried = format!("EXISTS (SELECT 1 FROM {joined} WHERE e.article_id = a.id{narrower})");
    match folder {
        // A rule's hit outlives the subscription through which its user saw the article.
        Some(folder) => format!(
            "({carried} OR ({} AND EXISTS (SELECT 1 FROM {joined} WHERE e.article_id = a.id)))",
            put_into(builder, folder)
        ),
        None => carried,
    }
}

/// The condition that a rule of the user at place 1 put article `a` into this folder or below it.
fn put_into(builder: &mut Builder, folder: &str) -> String {
    let narrower = in_folder(builder, Some(folder));
    format!(
        "EXISTS (SELECT 1 FROM rule_hits u WHERE u.user_id = ?1 AND u.article_id = a.id \
         AND u.effect = 'folder'{narrower})"
    )
}

/// That the user at place 1 muted the story of article `a`, or a rule of theirs the article.
pub(crate) const MUTED: &str = "(EXISTS (SELECT 1 FROM story_marks m \
    WHERE m.user_id = ?1 AND m.story_id = a.story_id AND m.mark = 'mute') \
    OR EXISTS (SELECT 1 FROM rule_hits h \
    WHERE h.user_id = ?1 AND h.article_id = a.id AND h.effect = 'mute'))";

fn statement(query: &FrontQuery) -> Builder {
    let mut builder = Builder { sql: String::new(), params: Vec::from(values![query.user]) };
    let mut conditions = Vec::new();
    let narrowed = query.folder.is_some() || query.feed.is_some();
    match query.filter {
        FrontFilter::All => {}
        FrontFilter::Unread => {
            let since = query.read_since.map(|since| builder.place(since));
            let lately = since.map(|since| format!(" OR s.read_at >= {since}"));
            conditions.push(format!("(s.read_at IS NULL{})", lately.unwrap_or_default()));
        }
        FrontFilter::Starred => conditions.push("s.starred_at IS NOT NULL".to_owned()),
    }
    // What somebody starred stays theirs after they left the feed.
    if narrowed || query.filter != FrontFilter::Starred {
        conditions.push(carried(&mut builder, query.folder.as_deref(), query.feed));
    }
    // What somebody muted is hidden, but a star is a wish to find it again.
    if query.filter != FrontFilter::Starred {
        conditions.push(format!("NOT {MUTED}"));
    }
    if let Some(outlet) = &query.outlet {
        let place = builder.place(outlet);
        conditions
            .push(format!("a.outlet_id = (SELECT x.id FROM outlets x WHERE x.key = {place})"));
    }
    if let Some(after) = query.after {
        let (at, id) = (builder.place(after.at), builder.place(after.article));
        let beyond = if query.oldest_first { '>' } else { '<' };
        conditions.push(format!("(a.placed_at, a.id) {beyond} ({at}, {id})"));
    }
    let states = if query.filter == FrontFilter::Starred { "JOIN" } else { "LEFT JOIN" };
    let limit = builder.place(query.limit);
    let order = if query.oldest_first { "ASC" } else { "DESC" };
    let condition = conditions.join(" AND ");
    builder.sql = format!(
        "SELECT {SUMMARY}, {OUTLET} \
         FROM articles a JOIN article_texts t ON t.article_id = a.id \
         {states} article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         LEFT JOIN outlets o ON o.id = a.outlet_id \
         WHERE {condition} ORDER BY a.placed_at {order}, a.id {order} LIMIT {limit}"
    );
    builder
}

/// The columns that [`summary`] reads, in its order, before those of the outlet. The user is at
/// place 1.
pub(crate) const SUMMARY: &str = "a.id, a.title, a.address, a.byline, a.dateline, a.published, \
    a.seen_at, a.placed_at, t.text, a.words, a.text_source, a.image, a.language, \
    a.first_appeared, a.paywalled, a.revisions, (SELECT count(DISTINCT c.feed_id) FROM entries c \
    JOIN subscriptions v ON v.feed_id = c.feed_id AND v.user_id = ?1 \
    WHERE c.article_id = a.id), s.read_at, s.starred_at";

pub(crate) fn summary(row: &mut Row) -> Result<ArticleSummary> {
    let mut summary = ArticleSummary {
        id: ArticleId(row.int()?),
        title: row.text()?,
        outlet: None,
        address: row.opt_text()?,
        byline: row.json()?,
        dateline: row.opt_text()?,
        published: row.opt_time()?,
        seen_at: row.time()?,
        placed_at: row.time()?,
        text: row.text()?,
        words: row.u32()?,
        text_source: TextSource::from_stored(&row.text()?),
        image: row.opt_text()?,
        language: row.opt_text()?,
        first_appeared: row.opt_json()?,
        paywalled: row.opt_bool()?,
        revisions: row.u32()?,
        feeds: row.u32()?,
        read: row.opt_int()?.is_some(),
        starred: row.opt_int()?.is_some(),
        disputed: Vec::new(),
    };
    summary.outlet = outlet(row)?;
    Ok(summary)
}

/// Marks a slice of a list read; gives those that were not read before.
pub(crate) fn mark_slice_read(
    tx: &mut dyn Tx,
    user: UserId,
    folder: Option<&str>,
    feed: Option<FeedId>,
    up_to: FrontPlace,
    now: jiff::Timestamp,
    most: u32,
) -> Result<Vec<Value>> {
    let mut builder = Builder { sql: String::new(), params: Vec::from(values![user]) };
    let carried = carried(&mut builder, folder, feed);
    let (at, id) = (builder.place(up_to.at), builder.place(up_to.article));
    let at_now = now;
    let (now, most) = (builder.place(now), builder.place(most));
    let sql = format!(
        "INSERT INTO article_states (user_id, article_id, read_at, starred_at, changed_at) \
         SELECT CAST(?1 AS BIGINT), a.id, CAST({now} AS BIGINT), s.starred_at, \
         CAST({now} AS BIGINT) FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE (a.placed_at, a.id) <= ({at}, {id}) AND s.read_at IS NULL AND {carried} \
         ORDER BY a.placed_at DESC, a.id DESC LIMIT {most} \
         ON CONFLICT (user_id, article_id) DO UPDATE SET read_at = excluded.read_at, \
         spread_from = NULL, changed_at = excluded.changed_at RETURNING article_id"
    );
    let rows = tx.query(&sql, &builder.params)?.into_iter();
    let marked = rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<_>>>()?;
    after_reading(tx, user, &marked, at_now)?;
    Ok(marked)
}

impl Store {
    /// The articles that a user's feeds carry, the newest first, each once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn front(&self, query: &FrontQuery) -> Result<Vec<ArticleSummary>> {
        let Builder { sql, params } = statement(query);
        let user = query.user;
        self.read(move |tx| {
            let found = tx.query(&sql, &params)?.iter_mut().map(summary).collect::<Result<_>>()?;
            with_disputes(tx, user, found)
        })
        .await
    }

    /// The articles that stand before and after one in a list; `None` where there is none. The
    /// article need not stand in the list itself: it may have been read since.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn neighbours(
        &self,
        query: &FrontQuery,
        article: ArticleId,
    ) -> Result<(Option<ArticleSummary>, Option<ArticleSummary>)> {
        let query = query.clone();
        self.read(move |tx| {
            let sql = "SELECT placed_at FROM articles WHERE id = ?1";
            let found = query_opt(tx, sql, &values![article])?;
            let Some(mut row) = found else { return Ok((None, None)) };
            let after = Some(FrontPlace { at: row.time()?, article });
            let mut nearest = |oldest_first| -> Result<Option<ArticleSummary>> {
                let query = FrontQuery { after, oldest_first, limit: 1, ..query.clone() };
                let Builder { sql, params } = statement(&query);
                query_opt(tx, &sql, &params)?.as_mut().map(summary).transpose()
            };
            Ok((nearest(!query.oldest_first)?, nearest(query.oldest_first)?))
        })
        .await
    }
}

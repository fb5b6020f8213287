//! The front page of stories: the highest rank first, each story once, as one user sees it.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{
    ArticleId, ArticleSummary, Outlet, StoryCard, StoryFilter, StoryId, StoryMark, StoryOutlet,
    StoryPlace, StoryQuery, StoryStanding, UserId,
};
use dateline_story::rank::{UserFacts, score_for};
use jiff::Timestamp;

use super::standing::{Heard, heard, shown};
use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::front::{Builder, SUMMARY, carried, summary};
use crate::outlets::{OUTLET, outlet};
use crate::tx::{Tx, Value, each_lookup, query_one, values};
use crate::unread;

/// What following a story adds to its rank.
fn lift_of_following() -> f64 {
    let user = UserFacts { follows: true, ..UserFacts::default() };
    score_for(0.0, &user).unwrap_or_default()
}

/// Where a user's feeds bring less than one of so many entries, their stories are looked up from
/// their entries, because a walk down from the top would pass too many stories of others.
const RARE: i64 = 50;

/// A place of a story in a list.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub id: StoryId,
    pub rank: f64,
}

/// Whether the user's feeds, in this folder, bring but a small part of what comes.
fn is_rare(tx: &mut dyn Tx, user: UserId, folder: Option<&str>) -> Result<bool> {
    let sql = "SELECT value FROM counters WHERE name = 'entry'";
    let most = query_one(tx, sql, &[])?.int()? / RARE;
    let mut builder = Builder { sql: String::new(), params: Vec::from(values![user]) };
    let narrower = crate::front::in_folder(&mut builder, folder);
    let limit = builder.place(most + 1);
    let sql = format!(
        "SELECT count(*) FROM (SELECT e.id FROM subscriptions u \
         JOIN entries e ON e.feed_id = u.feed_id WHERE u.user_id = ?1{narrower} LIMIT {limit}) x"
    );
    Ok(query_one(tx, &sql, &builder.params)?.int()? <= most)
}

fn list(tx: &mut dyn Tx, query: &StoryQuery) -> Result<Vec<Listed>> {
    let mut listed = Vec::new();
    // A walk down all stories would find none.
    if query.filter == StoryFilter::Unread && unread::total(tx, query.user)? == 0 {
        return Ok(listed);
    }
    let rare = is_rare(tx, query.user, query.folder.as_deref())?;
    if matches!(query.filter, StoryFilter::All | StoryFilter::Unread) {
        listed = one_kind(tx, query, None, rare)?;
    }
    let marked =
        if query.filter == StoryFilter::Muted { StoryMark::Mute } else { StoryMark::Follow };
    listed.extend(one_kind(tx, query, Some(marked), rare)?);
    listed.sort_by(|one, two| two.rank.total_cmp(&one.rank).then(two.id.cmp(&one.id)));
    listed.truncate(query.limit as usize);
    Ok(listed)
}

/// The stories that the user marked so, or those without a mark of theirs.
fn one_kind(
    tx: &mut dyn Tx,
    query: &StoryQuery,
    mark: Option<StoryMark>,
    rare: bool,
) -> Result<Vec<Listed>> {
    let mut builder = Builder { sql: String::new(), params: Vec::from(values![query.user]) };
    let lift = if mark == Some(StoryMark::Follow) { lift_of_following() } else { 0.0 };
    let mut conditions = vec!["st.merged_into IS NULL".to_owned()];
    let marks = "story_marks m WHERE m.user_id = ?1 AND m.story_id = st.id";
    match mark {
        Some(mark) => {
            let place = builder.place(mark.as_str());
            conditions.push(format!(
                "st.id IN (SELECT m.story_id FROM story_marks m \
                 WHERE m.user_id = ?1 AND m.mark = {place})"
            ));
        }
        None => conditions.push(format!("NOT EXISTS (SELECT 1 FROM {marks})")),
    }
    let carried = if rare && mark.is_none() {
        let narrower = crate::front::in_folder(&mut builder, query.folder.as_deref());
        let unread = if query.filter == StoryFilter::Unread { UNREAD } else { "" };
        format!(
            "st.id IN (SELECT a.story_id FROM subscriptions u \
             JOIN entries e ON e.feed_id = u.feed_id JOIN articles a ON a.id = e.article_id \
             WHERE u.user_id = ?1{narrower}{unread})"
        )
    } else {
        let carried = carried(&mut builder, query.folder.as_deref(), None);
        let unread = if query.filter == StoryFilter::Unread { UNREAD } else { "" };
        format!("EXISTS (SELECT 1 FROM articles a WHERE a.story_id = st.id AND {carried}{unread})")
    };
    conditions.push(carried);
    if let Some(after) = query.after {
        let (rank, story) = (builder.place(after.rank - lift), builder.place(after.story));
        conditions.push(format!("(st.rank, st.id) < ({rank}, {story})"));
    }
    let limit = builder.place(query.limit);
    let sql = format!(
        "SELECT st.id, st.rank FROM stories st WHERE {} \
         ORDER BY st.rank DESC, st.id DESC LIMIT {limit}",
        conditions.join(" AND ")
    );
    tx.query(&sql, &builder.params)?
        .into_iter()
        .map(|mut row| Ok(Listed { id: StoryId(row.int()?), rank: row.real()? + lift }))
        .collect()
}

const UNREAD: &str = " AND NOT EXISTS (SELECT 1 FROM article_states s \
    WHERE s.user_id = ?1 AND s.article_id = a.id AND s.read_at IS NOT NULL)";

/// An article of a story, as far as a card counts it.
struct Seen {
    id: i64,
    is_copy: bool,
    image: Option<String>,
    at: Timestamp,
    words: u32,
    voice: Option<String>,
    read: bool,
    outlet: Option<Outlet>,
}

/// The articles of these stories that the user can see, the earliest first.
fn seen(tx: &mut dyn Tx, user: UserId, stories: &[Value]) -> Result<HashMap<i64, Vec<Seen>>> {
    let mut found: HashMap<i64, Vec<Seen>> = HashMap::new();
    each_lookup(stories, 2, |places, chunk| {
        let sql = format!(
            "SELECT a.story_id, a.id, a.copy_of, a.image, a.placed_at, a.words, \
             a.voice, s.read_at, {OUTLET} \
             FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             LEFT JOIN outlets o ON o.id = a.outlet_id \
             WHERE a.story_id IN ({places}) AND {VISIBLE} ORDER BY a.story_id, a.placed_at, a.id"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let story = row.int()?;
            let mut seen = Seen {
                id: row.int()?,
                is_copy: row.opt_int()?.is_some(),
                image: row.opt_text()?,
                at: row.time()?,
                words: row.u32()?,
                voice: row.opt_text()?,
                read: row.opt_int()?.is_some(),
                outlet: None,
            };
            seen.outlet = outlet(&mut row)?;
            found.entry(story).or_default().push(seen);
        }
        Ok(())
    })?;
    Ok(found)
}

/// What a story's row says.
struct StoryRow {
    language: Option<String>,
    lead: Option<i64>,
    image_article: Option<i64>,
    mark: Option<StoryMark>,
}

fn story_rows(tx: &mut dyn Tx, user: UserId, ids: &[Value]) -> Result<HashMap<i64, StoryRow>> {
    let mut rows = HashMap::new();
    each_lookup(ids, 2, |places, chunk| {
        let sql = format!(
            "SELECT st.id, st.language, st.lead_article, st.image_article, \
             m.mark FROM stories st \
             LEFT JOIN story_marks m ON m.user_id = ?1 AND m.story_id = st.id \
             WHERE st.id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let id = row.int()?;
            let found = StoryRow {
                language: row.opt_text()?,
                lead: row.opt_int()?,
                image_article: row.opt_int()?,
                mark: row.opt_text()?.as_deref().map(StoryMark::from_stored),
            };
            rows.insert(id, found);
        }
        Ok(())
    })?;
    Ok(rows)
}

/// Articles as lists show them.
pub(super) fn summaries(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
) -> Result<HashMap<i64, ArticleSummary>> {
    let mut found = HashMap::new();
    each_lookup(articles, 2, |places, chunk| {
        let sql = format!(
            "SELECT {SUMMARY}, {OUTLET} FROM articles a \
             JOIN article_texts t ON t.article_id = a.id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            let article = summary(&mut row)?;
            found.insert(article.id.0, article);
        }
        Ok(())
    })?;
    Ok(found)
}

/// The outlets of a story: the lead's, then those with articles of their own, then the rest, each
/// group by the time of the earliest article.
fn outlets(seen: &[Seen], lead: i64) -> Vec<StoryOutlet> {
    let mut order: Vec<i64> = Vec::new();
    let mut by_id: BTreeMap<i64, StoryOutlet> = BTreeMap::new();
    let of_lead = seen.iter().filter(|article| article.id == lead);
    let own = seen.iter().filter(|article| article.id != lead && !article.is_copy);
    let copies = seen.iter().filter(|article| article.id != lead && article.is_copy);
    for article in of_lead.chain(own).chain(copies) {
        let Some(outlet) = &article.outlet else { continue };
        let entry = by_id.entry(outlet.id.0).or_insert_with(|| {
            order.push(outlet.id.0);
            StoryOutlet { outlet: outlet.clone(), articles: 0, copies: 0 }
        });
        *(if article.is_copy { &mut entry.copies } else { &mut entry.articles }) += 1;
    }
    order.into_iter().filter_map(|id| by_id.remove(&id)).collect()
}

/// What lists say of these stories, in their order; those of which the user sees nothing are left
/// out.
pub(super) fn cards(tx: &mut dyn Tx, user: UserId, listed: &[Listed]) -> Result<Vec<StoryCard>> {
    let ids: Vec<Value> = listed.iter().map(|story| Value::from(story.id)).collect();
    let mut rows = story_rows(tx, user, &ids)?;
    let seen = seen(tx, user, &ids)?;
    let lead_of = |story: &Listed| -> Option<i64> {
        let articles = seen.get(&story.id.0)?;
        let wanted = rows.get(&story.id.0).and_then(|row| row.lead);
        let kept = articles.iter().find(|article| Some(article.id) == wanted);
        let own = articles.iter().find(|article| !article.is_copy);
        kept.or(own).or(articles.first()).map(|article| article.id)
    };
    let leads: Vec<Option<i64>> = listed.iter().map(lead_of).collect();
    let keys: Vec<Value> = leads.iter().flatten().copied().map(Value::from).collect();
    let mut summaries = summaries(tx, user, &keys)?;
    let mut cards = Vec::with_capacity(listed.len());
    for (story, lead) in listed.iter().zip(leads) {
        let (Some(lead), Some(articles)) = (lead, seen.get(&story.id.0)) else { continue };
        let (Some(row), Some(lead)) = (rows.remove(&story.id.0), summaries.remove(&lead)) else {
            continue;
        };
        cards.push(card(story, row, lead, articles));
    }
    Ok(cards)
}

fn standing(articles: &[Seen]) -> StoryStanding {
    let as_heard: Vec<Heard<'_>> = articles
        .iter()
        .map(|article| Heard {
            voice: article.voice.as_deref(),
            outlet: article.outlet.as_ref().map(|outlet| outlet.key.as_str()),
            is_copy: article.is_copy,
            at: article.at,
        })
        .collect();
    StoryStanding {
        voices: heard(&as_heard).into_iter().map(shown).collect(),
        picture: articles.iter().any(|article| article.image.is_some()),
        words: articles.iter().map(|article| article.words).max().unwrap_or_default(),
    }
}

fn card(story: &Listed, row: StoryRow, lead: ArticleSummary, articles: &[Seen]) -> StoryCard {
    let has_image = |article: &&Seen| article.image.is_some();
    let of_lead = articles.iter().find(|article| article.id == lead.id.0);
    let chosen = articles.iter().find(|article| Some(article.id) == row.image_article);
    let pictured = of_lead
        .filter(has_image)
        .or(chosen.filter(has_image))
        .or_else(|| articles.iter().find(has_image));
    let copies = articles.iter().filter(|article| article.is_copy).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    StoryCard {
        id: story.id,
        title: lead.title.clone(),
        language: row.language,
        image: pictured.and_then(|article| article.image.clone()),
        image_article: pictured.map(|article| ArticleId(article.id)),
        outlets: outlets(articles, lead.id.0),
        articles: count(articles.len() - copies),
        copies: count(copies),
        unread: count(articles.iter().filter(|article| !article.read).count()),
        opened_at: articles.first().map_or(lead.placed_at, |article| article.at),
        grown_at: articles.last().map_or(lead.placed_at, |article| article.at),
        mark: row.mark,
        place: StoryPlace { rank: story.rank, story: story.id },
        standing: standing(articles),
        lead,
    }
}

/// A story's place in the lists of a user who marked it so.
pub(super) fn place_of(tx: &mut dyn Tx, user: UserId, story: StoryId) -> Result<Option<Listed>> {
    let sql = "SELECT st.rank, m.mark FROM stories st \
        LEFT JOIN story_marks m ON m.user_id = ?1 AND m.story_id = st.id \
        WHERE st.id = ?2 AND st.merged_into IS NULL";
    let Some(mut row) = crate::tx::query_opt(tx, sql, &values![user, story])? else {
        return Ok(None);
    };
    let rank = row.real()?;
    let followed = row.opt_text()?.as_deref() == Some(StoryMark::Follow.as_str());
    Ok(Some(Listed { id: story, rank: if followed { rank + lift_of_following() } else { rank } }))
}

impl Store {
    /// The stories of which a user's feeds carry articles, the highest rank first, each once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn front_stories(&self, query: &StoryQuery) -> Result<Vec<StoryCard>> {
        let query = query.clone();
        self.read(move |tx| {
            let listed = list(tx, &query)?;
            cards(tx, query.user, &listed)
        })
        .await
    }
}

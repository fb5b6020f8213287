//! What lists say of stories, as one user sees them.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{
    ArticleId, ArticleSummary, Outlet, StoryCard, StoryId, StoryMark, StoryOutlet, StoryPlace,
    StoryStanding, UserId,
};
use dateline_story::families::Families;
use jiff::Timestamp;

use super::lists::{Listed, place_of};
use super::standing::{Heard, heard, shown};
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::front::{SUMMARY, summary};
use crate::outlets::{OUTLET, outlet};
use crate::searches::rules::RULED_OUT;
use crate::statements::with_disputes;
use crate::tx::{Tx, Value, each_lookup, values};

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
             WHERE a.story_id IN ({places}) AND {VISIBLE} AND NOT {RULED_OUT} \
             ORDER BY a.story_id, a.placed_at, a.id"
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
    let mut found: HashMap<i64, ArticleSummary> = HashMap::new();
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
    let found = with_disputes(tx, user, found.into_values().collect())?;
    Ok(found.into_iter().map(|article| (article.id.0, article)).collect())
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
pub(super) fn cards(
    tx: &mut dyn Tx,
    families: &Families,
    user: UserId,
    listed: &[Listed],
) -> Result<Vec<StoryCard>> {
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
        cards.push(card(families, story, row, lead, articles));
    }
    Ok(cards)
}

fn standing(families: &Families, articles: &[Seen]) -> StoryStanding {
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
        voices: heard(families, &as_heard).into_iter().map(shown).collect(),
        picture: articles.iter().any(|article| article.image.is_some()),
        words: articles.iter().map(|article| article.words).max().unwrap_or_default(),
    }
}

fn card(
    families: &Families,
    story: &Listed,
    row: StoryRow,
    lead: ArticleSummary,
    articles: &[Seen],
) -> StoryCard {
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
        standing: standing(families, articles),
        lead,
    }
}

/// What lists say of these stories, in their order; see [`cards`].
pub(crate) fn cards_of(
    tx: &mut dyn Tx,
    families: &Families,
    user: UserId,
    stories: &[StoryId],
) -> Result<Vec<StoryCard>> {
    let mut listed = Vec::with_capacity(stories.len());
    for story in stories {
        listed.extend(place_of(tx, user, *story)?);
    }
    listed.dedup_by_key(|story| story.id);
    cards(tx, families, user, &listed)
}

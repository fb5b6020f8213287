//! A story, whole, as one user sees it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use dateline_model::{
    ArticleId, ArticleStory, ArticleSummary, CopyLink, RelatedStory, Revision, RevisionId,
    Sighting, StoryCopy, StoryEvent, StoryId, StoryLogLine, StoryMember, StoryPage, StoryRuling,
    UserId,
};
use dateline_story::families::Families;
use jiff::Timestamp;

use super::front::{cards, summaries};
use super::lists::{Listed, place_of};
use super::window::copy;
use super::{copies, living, rulings};
use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::searches::rules::RULED_OUT;
use crate::tx::{Tx, Value, each_lookup, query_opt, values};

/// So many articles of a story are shown, the latest.
const MOST_ARTICLES: u32 = 500;

/// So many of its articles' earlier texts are told of, the latest, and so many bytes of them read.
const MOST_EDITS: usize = 100;
const MOST_OF_EDITS: u64 = 2 << 20;

/// So many lines of its log.
const MOST_LINES: u32 = 1000;

fn page(
    tx: &mut dyn Tx,
    families: &Families,
    user: UserId,
    story: StoryId,
) -> Result<Option<StoryPage>> {
    let Some(story) = living(tx, story)? else { return Ok(None) };
    let Some(listed) = place_of(tx, user, story)? else { return Ok(None) };
    let card = cards(tx, families, user, &[listed])?.into_iter().next();
    let Some(card) = card else { return Ok(None) };
    let links = visible_articles(tx, user, story)?;
    let keys: Vec<Value> = links.iter().map(|(id, _)| Value::from(*id)).collect();
    let articles = summaries(tx, user, &keys)?;
    let log = log(tx, user, story)?;
    let edits = edits(tx, &keys)?;
    let sightings = sightings(tx, &keys)?;
    let related = related(tx, families, user, story)?;
    let rulings = rulings_on(tx, user, story)?;
    let members = folded(&links, articles);
    let ruled = titles_of(tx, &rulings)?;
    Ok(Some(StoryPage { card, members, log, edits, sightings, related, rulings, ruled }))
}

/// The headlines of the articles that these rulings are about.
fn titles_of(tx: &mut dyn Tx, rulings: &[StoryRuling]) -> Result<Vec<(ArticleId, String)>> {
    let mut titles = Vec::new();
    each_lookup(&about(rulings), 1, |places, chunk| {
        let sql = format!("SELECT id, title FROM articles WHERE id IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            titles.push((ArticleId(row.int()?), row.text()?));
        }
        Ok(())
    })?;
    titles.sort_unstable();
    Ok(titles)
}

fn about(rulings: &[StoryRuling]) -> Vec<Value> {
    let articles: BTreeSet<i64> = rulings.iter().flat_map(|it| [it.a.0, it.b.0]).collect();
    articles.into_iter().map(Value::from).collect()
}

/// The rulings about articles of the story of which the user can see both articles.
fn rulings_on(tx: &mut dyn Tx, user: UserId, story: StoryId) -> Result<Vec<StoryRuling>> {
    let mut rulings = rulings::of_story(tx, story)?;
    let visible = visible_of(tx, user, &about(&rulings))?;
    rulings.retain(|ruling| visible.contains(&ruling.a) && visible.contains(&ruling.b));
    Ok(rulings)
}

/// When these articles came to be known.
pub(crate) fn sightings(tx: &mut dyn Tx, articles: &[Value]) -> Result<Vec<Sighting>> {
    let mut listed: HashMap<ArticleId, Vec<(Timestamp, Option<Timestamp>)>> = HashMap::new();
    let mut found = Vec::new();
    each_lookup(articles, 1, |places, chunk| {
        let sql = format!(
            "SELECT article_id, seen_at, polled_before FROM entries WHERE article_id IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            let listing = listed.entry(ArticleId(row.int()?)).or_default();
            listing.push((row.time()?, row.opt_time()?));
        }
        let sql = format!("SELECT id, seen_at, page_read_at FROM articles WHERE id IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            let (article, seen_at) = (ArticleId(row.int()?), row.time()?);
            let listings = listed.get(&article).map(Vec::as_slice).unwrap_or_default();
            let polling_gap = gap(seen_at, listings);
            found.push(Sighting { article, polling_gap, fetched_at: row.opt_time()? });
        }
        Ok(())
    })?;
    found.sort_by_key(|sighting| sighting.article);
    Ok(found)
}

/// How many seconds before an article was seen it may have stood in one of its feeds. A feed that
/// was first polled after that tells nothing; one that brought the article with its first poll
/// leaves the answer open.
fn gap(seen_at: Timestamp, listings: &[(Timestamp, Option<Timestamp>)]) -> Option<i64> {
    let mut since = None;
    for (listed_at, polled_before) in listings {
        match polled_before {
            None if *listed_at <= seen_at => return None,
            None => {}
            Some(before) => {
                since = Some(since.map_or(*before, |other: Timestamp| other.min(*before)))
            }
        }
    }
    Some((seen_at.as_second() - since?.as_second()).max(0))
}

/// The story's articles that the user can see, with whose text they have, the earliest first.
fn visible_articles(
    tx: &mut dyn Tx,
    user: UserId,
    story: StoryId,
) -> Result<Vec<(ArticleId, Option<CopyLink>)>> {
    let sql = format!(
        "SELECT a.id, a.copy_of, a.copy_credited, a.copy_shared FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.story_id = ?2 AND {VISIBLE} AND NOT {RULED_OUT} \
         ORDER BY a.placed_at DESC, a.id DESC LIMIT {MOST_ARTICLES}"
    );
    let rows = tx.query(&sql, &values![user, story])?.into_iter();
    let mut articles = rows
        .map(|mut row| Ok((ArticleId(row.int()?), copy(&mut row)?)))
        .collect::<Result<Vec<_>>>()?;
    articles.reverse();
    Ok(articles)
}

/// The article under which each is folded: the one whose text it has, or the earliest with that
/// text that there is; itself where it is no copy.
fn heads(links: &[(ArticleId, Option<CopyLink>)]) -> Vec<ArticleId> {
    let there: HashSet<ArticleId> = links.iter().map(|(id, _)| *id).collect();
    let mut standing_in: HashMap<ArticleId, ArticleId> = HashMap::new();
    for (id, link) in links {
        if let Some(link) = link {
            let heads = if there.contains(&link.of) { link.of } else { *id };
            standing_in.entry(link.of).or_insert(heads);
        }
    }
    let head = |(id, link): &(ArticleId, Option<CopyLink>)| {
        link.and_then(|link| standing_in.get(&link.of)).copied().unwrap_or(*id)
    };
    links.iter().map(head).collect()
}

/// Copies under their heads.
fn folded(
    links: &[(ArticleId, Option<CopyLink>)],
    mut articles: HashMap<i64, ArticleSummary>,
) -> Vec<StoryMember> {
    let mut under: BTreeMap<ArticleId, Vec<StoryCopy>> = BTreeMap::new();
    let mut own = Vec::new();
    for ((id, link), head) in links.iter().zip(heads(links)) {
        let Some(article) = articles.remove(&id.0) else { continue };
        match link {
            Some(link) if head != *id => {
                under.entry(head).or_default().push(StoryCopy { article, link: *link });
            }
            _ => own.push((article, *link)),
        }
    }
    let member = |(article, link): (ArticleSummary, Option<CopyLink>)| {
        let copies = under.remove(&article.id).unwrap_or_default();
        StoryMember { article, link, copies }
    };
    own.into_iter().map(member).collect()
}

fn log(tx: &mut dyn Tx, user: UserId, story: StoryId) -> Result<Vec<StoryLogLine>> {
    let sql = format!(
        "SELECT event, story_id, other_id, article_id, at, because FROM story_log \
         WHERE story_id = ?1 OR story_id IN (SELECT id FROM stories WHERE merged_into = ?1) \
         ORDER BY id DESC LIMIT {MOST_LINES}"
    );
    let rows = tx.query(&sql, &values![story])?.into_iter();
    let mut lines = rows
        .map(|mut row| {
            Ok(StoryLogLine {
                event: StoryEvent::from_stored(&row.text()?),
                story: StoryId(row.int()?),
                other: row.opt_int()?.map(StoryId),
                article: row.opt_int()?.map(ArticleId),
                at: row.time()?,
                because: row.text()?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    // Before anything is left out: an article that went to another story since was part of it.
    let named = lines.iter().flat_map(|line| [Some(line.story), line.other]).flatten();
    let named: BTreeSet<i64> = named.chain([story]).map(|story| story.0).collect();
    let about: BTreeSet<i64> =
        lines.iter().filter_map(|line| line.article).map(|article| article.0).collect();
    let keys: Vec<Value> = about.into_iter().map(Value::from).collect();
    let visible = visible_of(tx, user, &keys)?;
    lines.retain(|line| line.article.is_none_or(|article| visible.contains(&article)));
    // What two stories shared when they became one may stand in articles of others only.
    if lines.iter().any(|line| line.event == StoryEvent::Merged) && !sees_all(tx, user, named)? {
        let merged = lines.iter_mut().filter(|line| line.event == StoryEvent::Merged);
        merged.for_each(|line| line.because.clear());
    }
    lines.reverse();
    Ok(lines)
}

/// Whether the user can see every article of these stories.
fn sees_all(tx: &mut dyn Tx, user: UserId, stories: BTreeSet<i64>) -> Result<bool> {
    let keys: Vec<Value> = stories.into_iter().map(Value::from).collect();
    let mut sees_all = true;
    each_lookup(&keys, 2, |places, chunk| {
        let sql = format!(
            "SELECT a.id FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.story_id IN ({places}) AND NOT {VISIBLE} LIMIT 1"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        sees_all &= query_opt(tx, &sql, &params)?.is_none();
        Ok(())
    })?;
    Ok(sees_all)
}

/// Those of these articles that the user can see.
pub(super) fn visible_of(
    tx: &mut dyn Tx,
    user: UserId,
    articles: &[Value],
) -> Result<HashSet<ArticleId>> {
    let mut visible = HashSet::new();
    each_lookup(articles, 2, |places, chunk| {
        let sql = format!(
            "SELECT a.id FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.id IN ({places}) AND {VISIBLE}"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            visible.insert(ArticleId(row.int()?));
        }
        Ok(())
    })?;
    Ok(visible)
}

/// The latest edits of these articles, the earliest first.
fn edits(tx: &mut dyn Tx, articles: &[Value]) -> Result<Vec<Revision>> {
    let mut edits = Vec::new();
    each_lookup(articles, 1, |places, chunk| {
        let sql = format!(
            "SELECT id, article_id, title, octet_length(text), from_at, until_at FROM revisions \
             WHERE article_id IN ({places}) ORDER BY until_at DESC, id DESC LIMIT {MOST_EDITS}"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (id, article) = (RevisionId(row.int()?), ArticleId(row.int()?));
            let (title, length) = (row.text()?, row.u64()?);
            let (from, until) = (row.time()?, row.time()?);
            edits.push((Revision { id, article, title, text: String::new(), from, until }, length));
        }
        Ok(())
    })?;
    edits.sort_by_key(|(edit, _)| std::cmp::Reverse((edit.until, edit.id)));
    edits.truncate(MOST_EDITS);
    let mut left = MOST_OF_EDITS;
    let mut wanted = Vec::new();
    for (edit, length) in &edits {
        let Some(rest) = left.checked_sub(*length) else { break };
        left = rest;
        wanted.push(Value::from(edit.id.0));
    }
    let mut texts = HashMap::new();
    each_lookup(&wanted, 1, |places, chunk| {
        let sql = format!("SELECT id, text FROM revisions WHERE id IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            texts.insert(RevisionId(row.int()?), row.text()?);
        }
        Ok(())
    })?;
    let with_text = |(mut edit, _): (Revision, u64)| {
        edit.text = texts.remove(&edit.id).unwrap_or_default();
        edit
    };
    Ok(edits.into_iter().rev().map(with_text).collect())
}

fn related(
    tx: &mut dyn Tx,
    families: &Families,
    user: UserId,
    story: StoryId,
) -> Result<Vec<RelatedStory>> {
    let sql = "SELECT related FROM stories WHERE id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![story])? else { return Ok(Vec::new()) };
    let nearest: Vec<(StoryId, f32)> = row.json()?;
    let mut listed: Vec<(Listed, f32)> = Vec::new();
    for (id, likeness) in nearest {
        let Some(id) = living(tx, id)? else { continue };
        if id != story && !listed.iter().any(|(known, _)| known.id == id) {
            listed.push((Listed { id, rank: 0.0 }, likeness));
        }
    }
    let stories: Vec<Listed> = listed.iter().map(|(story, _)| *story).collect();
    let cards = cards(tx, families, user, &stories)?;
    let likeness = |id: StoryId| {
        listed.iter().find(|(story, _)| story.id == id).map_or(0.0, |(_, likeness)| *likeness)
    };
    Ok(cards
        .into_iter()
        .map(|card| RelatedStory {
            id: card.id,
            title: card.title,
            articles: card.articles + card.copies,
            grown_at: card.grown_at,
            likeness: likeness(card.id),
        })
        .collect())
}

/// The story that a number leads to, with the first of its articles that the user can see: its
/// lead, or else the earliest that is no copy.
fn first_of(tx: &mut dyn Tx, user: UserId, story: StoryId) -> Result<Option<(StoryId, ArticleId)>> {
    let Some(story) = living(tx, story)? else { return Ok(None) };
    let sql = format!(
        "SELECT a.id FROM articles a JOIN stories st ON st.id = a.story_id \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.story_id = ?2 AND {VISIBLE} \
         ORDER BY CASE WHEN a.id = st.lead_article THEN 0 WHEN a.copy_of IS NULL THEN 1 \
         ELSE 2 END, a.placed_at, a.id LIMIT 1"
    );
    let first = query_opt(tx, &sql, &values![user, story])?;
    first.map(|mut row| Ok((story, ArticleId(row.int()?)))).transpose()
}

fn of_article(
    tx: &mut dyn Tx,
    families: &Families,
    user: UserId,
    article: ArticleId,
) -> Result<Option<ArticleStory>> {
    let sql = format!(
        "SELECT a.story_id, a.copy_of, a.copy_credited, a.copy_shared FROM articles a \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         WHERE a.id = ?2 AND {VISIBLE}"
    );
    let Some(mut row) = query_opt(tx, &sql, &values![user, article])? else { return Ok(None) };
    let Some(story) = row.opt_int()?.map(StoryId) else { return Ok(None) };
    let copy = copy(&mut row)?;
    let listed = Listed { id: story, rank: 0.0 };
    let card = cards(tx, families, user, &[listed])?.into_iter().next();
    let Some(card) = card else { return Ok(None) };
    let group = copies::group(tx, article)?;
    let keys: Vec<Value> = group.iter().copied().map(Value::from).collect();
    let visible = visible_of(tx, user, &keys)?;
    Ok(Some(ArticleStory {
        story,
        title: card.title,
        articles: card.articles + card.copies,
        copy,
        same_text: group.into_iter().filter(|article| visible.contains(article)).collect(),
    }))
}

impl Store {
    /// A story with its articles, copies folded, its log, the edits of its articles and what is
    /// near to it. A number that leads to another story gives that one. `None` if there is no such
    /// story or the user can see none of its articles.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn story(&self, user: UserId, id: StoryId) -> Result<Option<StoryPage>> {
        let families = self.families.clone();
        self.read(move |tx| page(tx, &families, user, id)).await
    }

    /// The story that a number leads to, if the user can see any of its articles.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sees_story(&self, user: UserId, id: StoryId) -> Result<Option<StoryId>> {
        self.read(move |tx| Ok(first_of(tx, user, id)?.map(|(story, _)| story))).await
    }

    /// The story that a number leads to, with the article that stands for it among those that the
    /// user can see; `None` where they can see none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lead_of(&self, user: UserId, id: StoryId) -> Result<Option<(StoryId, ArticleId)>> {
        self.read(move |tx| first_of(tx, user, id)).await
    }

    /// The articles that [`Store::story`] shows, the earliest first, each with the one under which
    /// it is folded; empty where the user can see none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn folded_articles(
        &self,
        user: UserId,
        id: StoryId,
    ) -> Result<Vec<(ArticleId, ArticleId)>> {
        self.read(move |tx| {
            let Some(story) = living(tx, id)? else { return Ok(Vec::new()) };
            let links = visible_articles(tx, user, story)?;
            Ok(links.iter().map(|(id, _)| *id).zip(heads(&links)).collect())
        })
        .await
    }

    /// The story of an article, and the articles with its text; `None` if the user cannot see the
    /// article or it has no story yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn story_of(&self, user: UserId, article: ArticleId) -> Result<Option<ArticleStory>> {
        let families = self.families.clone();
        self.read(move |tx| of_article(tx, &families, user, article)).await
    }
}

//! Stories as anybody may see them: counted, dated and told by their public articles alone.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{
    ArticleId, PublicArticle, PublicFront, PublicStory, PublicStoryPage, StoryId,
};

use super::articles::{Found, of_stories, outlets, times, with_excerpts};
use super::{CARRIED, OPEN, carried_in};
use crate::Store;
use crate::error::Result;
use crate::stories::living;
use crate::tx::{Tx, Value, each_lookup, query_one, values};

/// Where the public feeds bring less than one of so many entries, their stories are looked up from
/// their entries, because a walk down from the top would pass too many stories of others.
const RARE: i64 = 50;

/// So many articles of a story are shown, the latest.
const MOST_ARTICLES: usize = 200;

/// The public stories, of this section or of all, the highest rank first.
fn list(tx: &mut dyn Tx, section: Option<&str>, limit: u32) -> Result<Vec<i64>> {
    let (mut params, narrower) = match section {
        Some(section) => (Vec::from(values![section]), " AND p.section = ?1"),
        None => (Vec::new(), ""),
    };
    let carried = if is_rare(tx, &params, narrower)? {
        format!(
            "st.id IN (SELECT a.story_id FROM public_feeds p JOIN entries e \
             ON e.feed_id = p.feed_id JOIN articles a ON a.id = e.article_id \
             WHERE {OPEN}{narrower})"
        )
    } else {
        let carried = section.map_or(CARRIED.to_owned(), |_| carried_in("?1"));
        format!(
            "EXISTS (SELECT 1 FROM articles a WHERE a.story_id = st.id AND {OPEN} AND {carried})"
        )
    };
    params.push(Value::from(limit));
    let place = params.len();
    let sql = format!(
        "SELECT st.id FROM stories st WHERE st.merged_into IS NULL AND {carried} \
         ORDER BY st.rank DESC, st.id DESC LIMIT ?{place}"
    );
    tx.query(&sql, &params)?.into_iter().map(|mut row| row.int()).collect()
}

fn is_rare(tx: &mut dyn Tx, params: &[Value], narrower: &str) -> Result<bool> {
    let sql = "SELECT value FROM counters WHERE name = 'entry'";
    let most = query_one(tx, sql, &[])?.int()? / RARE;
    let sql = format!(
        "SELECT count(*) FROM (SELECT e.id FROM public_feeds p \
         JOIN entries e ON e.feed_id = p.feed_id WHERE 1 = 1{narrower} LIMIT {}) x",
        most + 1
    );
    Ok(query_one(tx, &sql, params)?.int()? <= most)
}

/// What lists say of these stories; those of which nothing is public are left out.
fn stories(tx: &mut dyn Tx, ids: &[i64]) -> Result<HashMap<i64, PublicStory>> {
    let keys: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let wanted = leads(tx, &keys)?;
    let all = of_stories(tx, &keys)?;
    let mut leading = Vec::new();
    let mut told: HashMap<ArticleId, PublicStory> = HashMap::new();
    for (story, mut found) in all {
        let Some((opened_at, grown_at)) = times(&found) else { continue };
        let copies = found.iter().filter(|one| one.article.copy_of.is_some()).count();
        let at = lead(&found, wanted.get(&story.0).copied());
        let Some(lead) = found.get(at) else { continue };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let public = PublicStory {
            id: story,
            lead: lead.article.clone(),
            articles: count(found.len() - copies),
            copies: count(copies),
            outlets: outlets(&found, lead.article.outlet.id),
            opened_at,
            grown_at,
        };
        told.insert(lead.article.id, public);
        leading.push(found.swap_remove(at));
    }
    let mut stories = HashMap::new();
    for article in with_excerpts(tx, leading)? {
        if let Some(story) = told.remove(&article.id) {
            stories.insert(story.id.0, PublicStory { lead: article, ..story });
        }
    }
    Ok(stories)
}

/// The article that leads each of these stories, whether it is public or not.
fn leads(tx: &mut dyn Tx, stories: &[Value]) -> Result<HashMap<i64, i64>> {
    let mut leads = HashMap::new();
    each_lookup(stories, 1, |places, chunk| {
        let sql = format!("SELECT id, lead_article FROM stories WHERE id IN ({places})");
        for mut row in tx.query(&sql, chunk)? {
            let (story, lead) = (row.int()?, row.opt_int()?);
            leads.extend(lead.map(|lead| (story, lead)));
        }
        Ok(())
    })?;
    Ok(leads)
}

/// Which of a story's public articles stands for it: its lead, else the first with a text of its own.
fn lead(found: &[Found], wanted: Option<i64>) -> usize {
    let kept = found.iter().position(|one| Some(one.article.id.0) == wanted);
    kept.or_else(|| found.iter().position(|one| one.article.copy_of.is_none())).unwrap_or_default()
}

/// Copies under the article whose text they have, or under the earliest of those that have it; the
/// latest first.
fn folded(articles: Vec<PublicArticle>) -> Vec<(PublicArticle, Vec<PublicArticle>)> {
    let there: Vec<ArticleId> = articles.iter().map(|article| article.id).collect();
    let mut heads: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut members: Vec<(PublicArticle, Vec<PublicArticle>)> = Vec::new();
    let mut waiting = Vec::new();
    for article in articles {
        match article.copy_of {
            Some(of) if there.contains(&of) => waiting.push((of, article)),
            Some(of) if heads.contains_key(&of) => waiting.push((of, article)),
            of => {
                heads.insert(of.unwrap_or(article.id), members.len());
                members.push((article, Vec::new()));
            }
        }
    }
    for (of, article) in waiting {
        match heads.get(&of).and_then(|at| members.get_mut(*at)) {
            Some((_, copies)) => copies.push(article),
            None => members.push((article, Vec::new())),
        }
    }
    members.reverse();
    members
}

impl Store {
    /// What the public front page is laid out from, of one moment: the `most` highest stories, and
    /// the `each` highest of each of these sections.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_front(
        &self,
        most: u32,
        sections: &[String],
        each: u32,
    ) -> Result<PublicFront> {
        let sections = sections.to_vec();
        self.read(move |tx| {
            let top = list(tx, None, most)?;
            let mut lists = Vec::with_capacity(sections.len());
            for section in &sections {
                lists.push(list(tx, Some(section), each)?);
            }
            let mut ids: Vec<i64> = lists.iter().flatten().chain(&top).copied().collect();
            ids.sort_unstable();
            ids.dedup();
            let all = stories(tx, &ids)?;
            let of = |ids: &[i64]| -> Vec<PublicStory> {
                ids.iter().filter_map(|id| all.get(id).cloned()).collect()
            };
            Ok(PublicFront {
                stories: of(&top),
                sections: sections.iter().cloned().zip(lists.iter().map(|ids| of(ids))).collect(),
            })
        })
        .await
    }

    /// The highest public stories, of one section where one is given.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_stories(
        &self,
        section: Option<&str>,
        most: u32,
    ) -> Result<Vec<PublicStory>> {
        let section = section.map(str::to_owned);
        self.read(move |tx| {
            let ids = list(tx, section.as_deref(), most)?;
            let mut all = stories(tx, &ids)?;
            Ok(ids.iter().filter_map(|id| all.remove(id)).collect())
        })
        .await
    }

    /// A story with its public articles; `None` where none are public. A story that became part of
    /// another one is that one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_story(&self, id: StoryId) -> Result<Option<PublicStoryPage>> {
        self.read(move |tx| {
            let Some(id) = living(tx, id)? else { return Ok(None) };
            let Some(story) = stories(tx, &[id.0])?.remove(&id.0) else { return Ok(None) };
            let mut found = of_stories(tx, &values![id])?.remove(&id).unwrap_or_default();
            let older = found.len().saturating_sub(MOST_ARTICLES);
            let latest = found.split_off(older);
            let members = folded(with_excerpts(tx, latest)?);
            Ok(Some(PublicStoryPage { story, members }))
        })
        .await
    }
}

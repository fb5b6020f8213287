//! Which stories stand on a front page and in its sections, the highest rank first, each once.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{FrontPage, StoryCard, StoryFilter, StoryId, StoryMark, StoryQuery, UserId};
use dateline_story::rank::{UserFacts, score_for};

use super::front::cards;
use crate::Store;
use crate::error::Result;
use crate::front::{Builder, carried};
use crate::searches::rules::RULED_OUT;
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

/// Among how many of the highest stories those of sections are looked for.
const SECTIONS_AMONG: u32 = 300;

/// Of so many stories it is looked at once which folders they are in.
const LOOKED_AT_ONCE: usize = 30;

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

/// The highest stories of each folder. They are looked for among the highest of all, which one
/// statement does for all folders; a folder with too few among those is looked through by itself.
fn sections(
    tx: &mut dyn Tx,
    user: UserId,
    highest: &[Listed],
    folders: &[String],
    each: u32,
) -> Result<Vec<Vec<Listed>>> {
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let mut sections: Vec<Vec<Listed>> = vec![Vec::new(); folders.len()];
    let is_full = |stories: &Vec<Listed>| stories.len() >= each as usize;
    // Which folders a story is in takes a look at all its articles, and the first stories fill most.
    for some in highest.chunks(LOOKED_AT_ONCE) {
        let within = folders_of(tx, user, some)?;
        for (folder, stories) in folders.iter().zip(&mut sections) {
            let below = format!("{folder}/");
            let is_in = |story: &&Listed| {
                within.get(&story.id).is_some_and(|names| {
                    names.iter().any(|name| name == folder || name.starts_with(&below))
                })
            };
            stories.extend(some.iter().filter(is_in));
            stories.truncate(each as usize);
        }
        if sections.iter().all(is_full) {
            break;
        }
    }
    let are_all = (highest.len() as u32) < SECTIONS_AMONG;
    for (folder, stories) in folders.iter().zip(&mut sections) {
        if !is_full(stories) && !are_all {
            let mut query = StoryQuery::first(user, each);
            query.folder = Some(folder.clone());
            *stories = list(tx, &query)?;
        }
    }
    Ok(sections)
}

/// The folders of the user's feeds that carry articles of each of these stories.
fn folders_of(
    tx: &mut dyn Tx,
    user: UserId,
    stories: &[Listed],
) -> Result<HashMap<StoryId, Vec<String>>> {
    let ids: Vec<Value> = stories.iter().map(|story| Value::from(story.id)).collect();
    let mut folders: HashMap<StoryId, Vec<String>> = HashMap::new();
    each_lookup(&ids, 2, |places, chunk| {
        let sql = format!(
            "SELECT DISTINCT a.story_id, u.folder FROM articles a \
             JOIN entries e ON e.article_id = a.id \
             JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 \
             WHERE a.story_id IN ({places})"
        );
        let mut params = Vec::from(values![user]);
        params.extend_from_slice(chunk);
        for mut row in tx.query(&sql, &params)? {
            folders.entry(StoryId(row.int()?)).or_default().push(row.text()?);
        }
        Ok(())
    })?;
    Ok(folders)
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
        let put_into = put_into(&mut builder, query.folder.as_deref(), unread);
        format!(
            "st.id IN (SELECT a.story_id FROM subscriptions u \
             JOIN entries e ON e.feed_id = u.feed_id JOIN articles a ON a.id = e.article_id \
             WHERE u.user_id = ?1{narrower}{unread} AND NOT {RULED_OUT}{put_into})"
        )
    } else {
        let carried = carried(&mut builder, query.folder.as_deref(), None);
        let unread = if query.filter == StoryFilter::Unread { UNREAD } else { "" };
        format!(
            "EXISTS (SELECT 1 FROM articles a \
             WHERE a.story_id = st.id AND {carried}{unread} AND NOT {RULED_OUT})"
        )
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

/// What rules of the user put into this folder, as a part of a union of stories; empty where none
/// is given.
fn put_into(builder: &mut Builder, folder: Option<&str>, unread: &str) -> String {
    if folder.is_none() {
        return String::new();
    }
    let narrower = crate::front::in_folder(builder, folder);
    format!(
        " UNION SELECT a.story_id FROM rule_hits u JOIN articles a ON a.id = u.article_id \
         WHERE u.user_id = ?1 AND u.effect = 'folder'{narrower}{unread} AND NOT {RULED_OUT} \
         AND {}",
        unread::CARRIED
    )
}

const UNREAD: &str = " AND NOT EXISTS (SELECT 1 FROM article_states s \
    WHERE s.user_id = ?1 AND s.article_id = a.id AND s.read_at IS NOT NULL)";

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

/// More stories than these are never counted.
const COUNTED: u32 = 100;

impl Store {
    /// How many stories were opened after the one with this number that a user can see and did not
    /// mute; at most a hundred are counted. Numbers of stories grow as they are opened.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stories_above(&self, user: UserId, story: StoryId) -> Result<u32> {
        let mut builder = Builder { sql: String::new(), params: Vec::from(values![user, story]) };
        let carried = carried(&mut builder, None, None);
        let most = builder.place(COUNTED);
        let sql = format!(
            "SELECT count(*) FROM (SELECT st.id FROM stories st \
             WHERE st.id > ?2 AND st.merged_into IS NULL AND EXISTS (SELECT 1 FROM articles a \
             WHERE a.story_id = st.id AND {carried} AND NOT {}) LIMIT {most}) x",
            crate::front::MUTED
        );
        self.read(move |tx| query_one(tx, &sql, &builder.params)?.u32()).await
    }

    /// The number of the story that was opened last, by anybody's feeds; 0 where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn last_story(&self) -> Result<StoryId> {
        let sql = "SELECT value FROM counters WHERE name = 'story'";
        self.read(move |tx| Ok(StoryId(query_one(tx, sql, &[])?.int()?))).await
    }

    /// The stories of which a user's feeds carry articles, the highest rank first, each once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn front_stories(&self, query: &StoryQuery) -> Result<Vec<StoryCard>> {
        let (query, families) = (query.clone(), self.families.clone());
        self.read(move |tx| {
            let listed = list(tx, &query)?;
            cards(tx, &families, query.user, &listed)
        })
        .await
    }

    /// What a user's front page is laid out from, of one moment: the `most` highest stories, and of
    /// the `each` highest of each of these folders with what is below them those that `choose`
    /// wants, which is told the former and the numbers of the latter: what nobody shows is not read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn front_page(
        &self,
        user: UserId,
        most: u32,
        folders: &[String],
        each: u32,
        choose: impl Fn(&[StoryCard], Vec<Vec<StoryId>>) -> Vec<Vec<StoryId>> + Send + 'static,
    ) -> Result<FrontPage> {
        let (folders, families) = (folders.to_vec(), self.families.clone());
        self.read(move |tx| {
            let listed = list(tx, &StoryQuery::first(user, most.max(SECTIONS_AMONG)))?;
            let sections = sections(tx, user, &listed, &folders, each)?;
            let top = listed.get(..most as usize).unwrap_or(&listed);
            let stories = cards(tx, &families, user, top)?;
            let places: HashMap<StoryId, Listed> =
                sections.iter().flatten().map(|one| (one.id, *one)).collect();
            let numbers = |listed: &Vec<Listed>| listed.iter().map(|one| one.id).collect();
            let chosen = choose(&stories, sections.iter().map(numbers).collect());
            let mut known: HashMap<StoryId, StoryCard> =
                stories.iter().map(|card| (card.id, card.clone())).collect();
            let wanted: BTreeMap<StoryId, Listed> = chosen
                .iter()
                .flatten()
                .filter(|id| !known.contains_key(id))
                .filter_map(|id| Some((*id, *places.get(id)?)))
                .collect();
            let wanted: Vec<Listed> = wanted.into_values().collect();
            known.extend(
                cards(tx, &families, user, &wanted)?.into_iter().map(|card| (card.id, card)),
            );
            let told = |ids: &Vec<StoryId>| {
                ids.iter().filter_map(|id| known.get(id).cloned()).collect::<Vec<_>>()
            };
            Ok(FrontPage {
                sections: folders.iter().cloned().zip(chosen.iter().map(told)).collect(),
                stories,
            })
        })
        .await
    }
}

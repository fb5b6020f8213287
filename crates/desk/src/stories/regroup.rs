//! `dateline regroup`: the stories of a period are formed anew, with all that is known now.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline_model::{ArticleId, PlaceTask, StoryChange, StoryEvent, StoryId};
use dateline_store::PlacementsSaved;
use jiff::Timestamp;
use serde::Serialize;

use super::batch::decide_all;
use super::holding::Holding;
use super::rulings::as_ruling;
use crate::DeskError;
use crate::desk::Desk;

/// How many articles are read at a time.
const CHUNK: u32 = 500;

/// An article that goes to another story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Regrouped {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// The story that it was in.
    pub from: StoryId,
    /// The story that it goes to.
    pub to: StoryId,
    /// Whether that story is new.
    pub is_new: bool,
}

/// What a regrouping changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RegroupReport {
    /// How many articles were looked at.
    pub articles: usize,
    /// How many stories they were in.
    pub stories_before: usize,
    /// How many they are in after it.
    pub stories_after: usize,
    /// The articles that go to another story.
    pub moved: Vec<Regrouped>,
}

impl Desk {
    /// Forms the stories of articles ordered at `since` or later anew, and says what changes. A
    /// story keeps its number where most of its articles stay together; users' decisions are
    /// obeyed. With `dry` nothing is stored. A process that forms stories meanwhile loses the lease
    /// and takes it up again with what was stored here.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn regroup(&self, since: Timestamp, dry: bool) -> Result<RegroupReport, DeskError> {
        let desk = &self.inner;
        if !dry {
            desk.store.take_stories_over(&desk.worker, desk.clock.wall()).await?;
        }
        let next = desk.store.next_story().await?;
        let families = desk.store.families().clone();
        let mut holding = Holding::empty(next, desk.clock.now(), families);
        let due = desk.store.rulings(false).await?;
        let rulings: Vec<_> = due.iter().map(|due| as_ruling(&due.ruling)).collect();
        holding.window.rule(&rulings);
        let tasks = self.period(since).await?;
        let before: BTreeMap<ArticleId, (StoryId, String)> = tasks
            .iter()
            .map(|(task, story)| (task.article, (*story, task.title.clone())))
            .collect();
        let mut tasks: Vec<PlaceTask> = tasks.into_iter().map(|(task, _)| task).collect();
        tasks.sort_by_key(|task| (task.at, task.article));
        let ids: Vec<ArticleId> = tasks.iter().map(|task| task.article).collect();
        let grouped = desk.workshop.run(move || {
            decide_all(&mut holding, tasks);
            ids.into_iter().filter_map(|id| Some((id, holding.window.story_of(id)?))).collect()
        });
        let after: Vec<(ArticleId, StoryId)> = grouped.await.map_err(|_| DeskError::Broken)?;
        let names = names(&before, &after);
        let report = report(&before, &after, &names);
        if !dry {
            let changes = changes(&before, &report);
            let now = desk.clock.now();
            let saved = desk.store.save_story_changes(&desk.worker, changes, Vec::new(), now).await;
            desk.store.release_stories(&desk.worker).await?;
            if saved? == PlacementsSaved::LeaseLost {
                return Err(DeskError::StoriesTaken);
            }
        }
        Ok(report)
    }

    async fn period(&self, since: Timestamp) -> Result<Vec<(PlaceTask, StoryId)>, DeskError> {
        let mut all: Vec<(PlaceTask, StoryId)> = Vec::new();
        loop {
            let after = all.last().map(|(task, _)| task.article);
            let chunk = self.inner.store.placed_tasks(since, after, CHUNK).await?;
            if chunk.is_empty() {
                return Ok(all);
            }
            all.extend(chunk);
        }
    }
}

/// Which number each new story gets: that of the old story with which it has most articles in
/// common, where no other new story has more of them; else its own.
fn names(
    before: &BTreeMap<ArticleId, (StoryId, String)>,
    after: &[(ArticleId, StoryId)],
) -> HashMap<StoryId, StoryId> {
    let mut common: BTreeMap<(StoryId, StoryId), usize> = BTreeMap::new();
    for (article, new) in after {
        if let Some((old, _)) = before.get(article) {
            *common.entry((*old, *new)).or_default() += 1;
        }
    }
    let mut pairs: Vec<((StoryId, StoryId), usize)> = common.into_iter().collect();
    pairs.sort_by_key(|((old, new), count)| (std::cmp::Reverse(*count), *old, *new));
    let (mut names, mut taken) = (HashMap::new(), HashSet::new());
    for ((old, new), _) in pairs {
        if !names.contains_key(&new) && taken.insert(old) {
            names.insert(new, old);
        }
    }
    names
}

fn report(
    before: &BTreeMap<ArticleId, (StoryId, String)>,
    after: &[(ArticleId, StoryId)],
    names: &HashMap<StoryId, StoryId>,
) -> RegroupReport {
    let named = |new: StoryId| names.get(&new).copied().unwrap_or(new);
    let moved = after.iter().filter_map(|(article, new)| {
        let (from, title) = before.get(article)?;
        let to = named(*new);
        (to != *from).then(|| Regrouped {
            article: *article,
            title: title.clone(),
            from: *from,
            to,
            is_new: !names.contains_key(new),
        })
    });
    let old: HashSet<StoryId> = before.values().map(|(story, _)| *story).collect();
    let new: HashSet<StoryId> = after.iter().map(|(_, story)| named(*story)).collect();
    RegroupReport {
        articles: after.len(),
        stories_before: old.len(),
        stories_after: new.len(),
        moved: moved.collect(),
    }
}

/// One change for all articles that go the same way. A story that all its articles leave becomes
/// part of the one to which most of them go, so that its address leads there.
fn changes(
    before: &BTreeMap<ArticleId, (StoryId, String)>,
    report: &RegroupReport,
) -> Vec<StoryChange> {
    let mut ways: BTreeMap<StoryId, BTreeMap<(StoryId, bool), Vec<ArticleId>>> = BTreeMap::new();
    for moved in &report.moved {
        let ways = ways.entry(moved.from).or_default();
        ways.entry((moved.to, moved.is_new)).or_default().push(moved.article);
    }
    let mut sizes: HashMap<StoryId, usize> = HashMap::new();
    for (story, _) in before.values() {
        *sizes.entry(*story).or_default() += 1;
    }
    let mut changes = Vec::new();
    for (from, ways) in ways {
        let leaving: usize = ways.values().map(Vec::len).sum();
        let is_left = sizes.get(&from) == Some(&leaving);
        let mut ways: Vec<_> = ways.into_iter().collect();
        ways.sort_by_key(|((to, _), articles)| (articles.len(), *to));
        let last = ways.len() - 1;
        for (at, ((to, is_new), articles)) in ways.into_iter().enumerate() {
            let event = match (is_left && at == last, is_new) {
                (true, _) => StoryEvent::Merged,
                (false, true) => StoryEvent::Split,
                (false, false) => StoryEvent::Moved,
            };
            let articles = if event == StoryEvent::Merged { Vec::new() } else { articles };
            changes.push(StoryChange {
                event,
                story: from,
                other: Some(to),
                articles,
                because: "the stories of this period were formed anew".to_owned(),
            });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(stories: &[(i64, i64)]) -> BTreeMap<ArticleId, (StoryId, String)> {
        stories
            .iter()
            .map(|(article, story)| (ArticleId(*article), (StoryId(*story), String::new())))
            .collect()
    }

    fn after(stories: &[(i64, i64)]) -> Vec<(ArticleId, StoryId)> {
        stories.iter().map(|(article, story)| (ArticleId(*article), StoryId(*story))).collect()
    }

    #[test]
    fn a_story_keeps_its_number_where_most_of_it_stays_together() {
        let before = before(&[(1, 10), (2, 10), (3, 10), (4, 11)]);
        let after = after(&[(1, 90), (2, 90), (3, 91), (4, 92)]);
        let found = report(&before, &after, &names(&before, &after));
        assert_eq!((found.stories_before, found.stories_after), (2, 3));
        let moved: Vec<_> = found.moved.iter().map(|one| (one.article.0, one.to.0)).collect();
        assert_eq!(moved, [(3, 91)]);
        assert!(found.moved[0].is_new);
        assert_eq!(changes(&before, &found)[0].event, StoryEvent::Split);
    }

    #[test]
    fn two_stories_that_are_one_now_share_the_larger_ones_number() {
        let before = before(&[(1, 10), (2, 11), (3, 11)]);
        let after = after(&[(1, 90), (2, 90), (3, 90)]);
        let found = report(&before, &after, &names(&before, &after));
        let moved: Vec<_> = found.moved.iter().map(|one| (one.article.0, one.to.0)).collect();
        assert_eq!(moved, [(1, 11)]);
        assert_eq!(changes(&before, &found)[0].event, StoryEvent::Merged);
    }
}

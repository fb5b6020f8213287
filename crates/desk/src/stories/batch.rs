//! A batch of articles is given its stories.

use std::collections::HashMap;
use std::sync::Arc;

use dateline_model::{
    ArticleId, CopyLink, NewPlacement, PlaceTask, StoryChange, StoryEvent, StoryId,
};
use dateline_store::PlacementsSaved;
use dateline_story::copies::{Original, Relation, Signature, copy_among};
use dateline_story::{Arrival, Change, Copy, Features};

use super::holding::{Holding, arrival, words_of};
use super::kept;
use crate::DeskError;
use crate::desk::Inner;

/// An article with what was read out of its words.
struct Read {
    task: PlaceTask,
    features: Features,
    signature: Signature,
}

/// Decides on a batch and stores the decisions together.
pub(super) async fn place(
    desk: &Arc<Inner>,
    holding: Holding,
    mut tasks: Vec<PlaceTask>,
) -> Result<(Holding, PlacementsSaved), DeskError> {
    // What becomes due together, as after a first poll, is told in the order in which it happened,
    // and not in that in which pages happened to be read; a regrouping goes by the same order.
    tasks.sort_by_key(|task| (task.at, task.article));
    let (holding, (batch, wanted)) = holding.work(desk, |holding| read_all(holding, tasks)).await?;
    let others = desk.store.articles_to_compare(&wanted).await?;
    let (holding, placements) =
        holding.work(desk, move |holding| decide(holding, batch, others)).await?;
    let now = desk.clock.now();
    let saved = desk.store.save_placements(&desk.worker, placements, now).await?;
    Ok((holding, saved))
}

impl Read {
    fn of(task: PlaceTask) -> Self {
        #[cfg(test)]
        assert_ne!(task.title, super::tests::UNREADABLE);
        let (features, signature) = words_of(&task);
        Self { task, features, signature }
    }
}

/// Reads a batch, and says which articles that are placed already may have a text of it; those of
/// the batch itself are at hand.
fn read_all(holding: &Holding, tasks: Vec<PlaceTask>) -> (Vec<Read>, Vec<ArticleId>) {
    let batch: Vec<Read> = tasks.into_iter().map(Read::of).collect();
    let mut wanted: Vec<ArticleId> = batch
        .iter()
        .flat_map(|one| holding.texts.candidates(&one.signature))
        .map(|candidate| candidate.article)
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    (batch, wanted)
}

/// Decides on articles in order, with only each other's texts to be compared.
pub(super) fn decide_all(holding: &mut Holding, tasks: Vec<PlaceTask>) -> Vec<NewPlacement> {
    decide(holding, tasks.into_iter().map(Read::of).collect(), HashMap::new())
}

/// Decides on articles in order; `others` are the texts that may be compared, to which those of the
/// batch are added as they come.
fn decide(
    holding: &mut Holding,
    batch: Vec<Read>,
    mut others: HashMap<ArticleId, PlaceTask>,
) -> Vec<NewPlacement> {
    let mut placements = Vec::with_capacity(batch.len());
    for Read { task, features, signature } in batch {
        if let Some(story) = task.story
            && holding.window.story_of(task.article).is_none()
        {
            if !holding.reaches(task.at) {
                placements.push(as_it_was(&task, story, kept::pack(&features, &signature)));
                continue;
            }
            holding.window.restore(task.article, task.at, features.clone(), story);
        }
        let found = find_copy(holding, &task, &signature, &others);
        holding.texts.insert(task.article, task.at, &signature);
        let bytes = kept::pack(&features, &signature);
        let near = found.map(|(other, relation)| relation.copy_of(other));
        let placement = holding.window.place(task.article, task.at, features, near);
        placements.push(NewPlacement {
            article: task.article,
            due: task.due,
            story: placement.story,
            copy: found.and_then(|(other, relation)| link(other, relation)),
            features: bytes,
            copied_by: found
                .into_iter()
                .filter_map(|(other, relation)| reprint(other, relation))
                .collect(),
            changes: placement
                .changes
                .into_iter()
                .map(|change| told(change, Some(task.article)))
                .collect(),
        });
        others.insert(task.article, task);
    }
    placements
}

/// An article that the window has forgotten stays where it was, whatever it says by now: there is
/// nothing left to compare it with, and its readers know its story by its address.
fn as_it_was(task: &PlaceTask, story: StoryId, features: Vec<u8>) -> NewPlacement {
    NewPlacement {
        article: task.article,
        due: task.due,
        story,
        copy: task.copy,
        features,
        copied_by: Vec::new(),
        changes: Vec::new(),
    }
}

/// The article whose text this one has, among those held.
fn find_copy(
    holding: &Holding,
    task: &PlaceTask,
    signature: &Signature,
    others: &HashMap<ArticleId, PlaceTask>,
) -> Option<(ArticleId, Relation)> {
    if task.alone {
        return None;
    }
    let near: Vec<Arrival<'_>> = holding
        .texts
        .candidates(signature)
        .iter()
        .filter_map(|candidate| others.get(&candidate.article))
        .filter(|other| !other.alone)
        .map(arrival)
        .collect();
    copy_among(&holding.families, &arrival(task), &near)
}

/// An article that says that it is the original is no copy of the other one.
fn link(other: ArticleId, relation: Relation) -> Option<CopyLink> {
    let Copy { of, credited, shared } = relation.copy_of(other);
    (relation.original != Original::Article).then_some(CopyLink { of, credited, shared })
}

fn reprint(other: ArticleId, relation: Relation) -> Option<(ArticleId, f32)> {
    (relation.original == Original::Article).then_some((other, relation.shared))
}

/// A change as it is stored; `article` is the one that brought it.
pub(super) fn told(change: Change, article: Option<ArticleId>) -> StoryChange {
    let plain = |event, story, other, articles, because| StoryChange {
        event,
        story,
        other,
        articles,
        because,
    };
    let brought: Vec<ArticleId> = article.into_iter().collect();
    match change {
        Change::Opened { story } => plain(StoryEvent::Opened, story, None, brought, String::new()),
        Change::Joined { story, because } => {
            plain(StoryEvent::Joined, story, None, brought, because)
        }
        Change::Merged { from, into, because } => {
            plain(StoryEvent::Merged, from, Some(into), Vec::new(), because)
        }
        Change::Split { from, new, articles, because } => {
            plain(StoryEvent::Split, from, Some(new), articles, because)
        }
        Change::Moved { from, to, articles, because } => {
            plain(StoryEvent::Moved, from, Some(to), articles, because)
        }
        Change::Woke { story } => plain(StoryEvent::Woke, story, None, Vec::new(), String::new()),
    }
}

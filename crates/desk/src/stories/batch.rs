//! A batch of articles is given its stories.

use std::collections::HashMap;
use std::sync::Arc;

use dateline_model::{ArticleId, CopyLink, NewPlacement, PlaceTask, StoryChange, StoryEvent};
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
    mut holding: Holding,
    mut tasks: Vec<PlaceTask>,
) -> Result<(Holding, PlacementsSaved), DeskError> {
    // What becomes due together, as after a first poll, is told in the order in which it happened,
    // and not in that in which pages happened to be read; a regrouping goes by the same order.
    tasks.sort_by_key(|task| (task.at, task.article));
    let read = desk.workshop.run(move || {
        let read = |task: PlaceTask| {
            let (features, signature) = words_of(&task);
            Read { task, features, signature }
        };
        // Candidates among those that are placed already; those of the batch are at hand.
        let batch: Vec<Read> = tasks.into_iter().map(read).collect();
        let mut wanted: Vec<ArticleId> = batch
            .iter()
            .flat_map(|one| holding.texts.candidates(&one.signature))
            .map(|candidate| candidate.article)
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        (holding, batch, wanted)
    });
    let (back, batch, wanted) = read.await.map_err(|_| DeskError::Broken)?;
    holding = back;
    let others = desk.store.articles_to_compare(&wanted).await?;
    let decided = desk.workshop.run(move || {
        let placements = decide(&mut holding, batch, others);
        (holding, placements)
    });
    let (holding, placements) = decided.await.map_err(|_| DeskError::Broken)?;
    let now = desk.clock.now();
    let saved = desk.store.save_placements(&desk.worker, placements, now).await?;
    Ok((holding, saved))
}

/// Decides on articles in order; `others` are the texts that may be compared, to which those of the
/// batch are added as they come.
pub(super) fn decide_all(
    holding: &mut Holding,
    tasks: Vec<PlaceTask>,
    others: HashMap<ArticleId, PlaceTask>,
) -> Vec<NewPlacement> {
    let read = |task: PlaceTask| {
        let (features, signature) = words_of(&task);
        Read { task, features, signature }
    };
    decide(holding, tasks.into_iter().map(read).collect(), others)
}

fn decide(
    holding: &mut Holding,
    batch: Vec<Read>,
    mut others: HashMap<ArticleId, PlaceTask>,
) -> Vec<NewPlacement> {
    let mut placements = Vec::with_capacity(batch.len());
    for Read { task, features, signature } in batch {
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
    copy_among(holding.families, &arrival(task), &near)
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
        Change::Woke { story } => plain(StoryEvent::Woke, story, None, Vec::new(), String::new()),
    }
}

//! The statements of a story's articles together: what several outlets report is one, and what is
//! denied stands with its denial.
//!
//! [`lines`] is the one door through which statements reach a reader: a claim that is disputed
//! never comes out of it without its dispute.

mod alike;
mod ties;

use dateline_model::StatementId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::told::Told;
use alike::groups;
pub use ties::ties;

/// What is told once, however many outlets report it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The report of it that is shown: the one that names its speaker most fully.
    pub told: Told,
    /// The other reports of it, in order of time.
    pub others: Vec<Told>,
    /// What denies, rebuts or leaves it unanswered, where a text says so.
    pub answers: Vec<Answer>,
}

/// What stands beside a statement because it answers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The report that is shown.
    pub told: Told,
    /// The other reports of it.
    pub others: Vec<Told>,
    /// Whether it is told with its speaker. Where it is not, only its sentence stands there, as the
    /// article has it.
    pub is_sure: bool,
}

impl Line {
    /// What denies or rebuts it.
    pub fn disputes(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.told.act.disputes())
    }

    /// All reports of it, the one that is shown first.
    pub fn reports(&self) -> impl Iterator<Item = &Told> {
        std::iter::once(&self.told).chain(&self.others)
    }
}

/// What is to be shown of these statements, in order of time: each once, with what answers it. What
/// was reported as wrong is left out, and so is a claim whose only dispute was.
pub fn lines(mut told: Vec<Told>) -> Vec<Line> {
    told.sort_by_key(|told| (told.at, told.article, told.position));
    let mut known = FxHashSet::default();
    told.retain(|told| known.insert(told.id));
    let groups = groups(&told);
    let answers = answers_of(&told, &groups);
    let told = Shelf { told: &told, groups: &groups };
    let shown: Vec<bool> = (0..groups.len())
        .map(|group| {
            told.members(group).any(Told::is_shown) && told.may_stand(beside(&answers, group))
        })
        .collect();
    let mut answering: FxHashSet<usize> = FxHashSet::default();
    for (group, _) in shown.iter().enumerate().filter(|(_, shown)| **shown) {
        answering.extend(beside(&answers, group));
    }
    shown
        .iter()
        .enumerate()
        .filter(|(group, shown)| {
            **shown && (!answering.contains(group) || !beside(&answers, *group).is_empty())
        })
        .filter_map(|(group, _)| {
            let (first, others) = told.faces(group, Told::is_shown)?;
            let answers = beside(&answers, group).iter().filter_map(|answer| told.answer(*answer));
            Some(Line { told: first, others, answers: answers.collect() })
        })
        .collect()
}

fn beside(answers: &[Vec<usize>], group: usize) -> &[usize] {
    answers.get(group).map(Vec::as_slice).unwrap_or_default()
}

/// Which groups answer each group. Two that answer each other would hide each other, so the later
/// one answers.
fn answers_of(told: &[Told], groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut group_of: FxHashMap<StatementId, usize> = FxHashMap::default();
    for (number, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().filter_map(|at| Some((told.get(*at)?.id, number))));
    }
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for answer in told {
        let Some(own) = group_of.get(&answer.id) else { continue };
        for claim in answer.answers.iter().filter_map(|claim| group_of.get(claim)) {
            let mutual = beside(&answers, *own).contains(claim);
            if claim == own || mutual {
                continue;
            }
            if let Some(list) = answers.get_mut(*claim)
                && !list.contains(own)
            {
                list.push(*own);
            }
        }
    }
    answers
}

/// Statements and the groups of those that are one.
struct Shelf<'a> {
    told: &'a [Told],
    groups: &'a [Vec<usize>],
}

impl Shelf<'_> {
    fn members(&self, group: usize) -> impl Iterator<Item = &Told> {
        let group = self.groups.get(group).map(Vec::as_slice).unwrap_or_default();
        group.iter().filter_map(|at| self.told.get(*at))
    }

    /// Whether a claim may be shown with these answers: where some dispute it, one must be left
    /// that nobody reported as wrong.
    fn may_stand(&self, answers: &[usize]) -> bool {
        let mut disputing =
            answers.iter().flat_map(|answer| self.members(*answer)).filter(|it| it.act.disputes());
        let Some(first) = disputing.next() else { return true };
        !first.is_hidden || disputing.any(|told| !told.is_hidden)
    }

    /// The member that is shown for all, and the others.
    fn faces(&self, group: usize, may: impl Fn(&Told) -> bool) -> Option<(Told, Vec<Told>)> {
        let fullness = |told: &Told| {
            let name = told.speaker.as_ref();
            (
                name.is_some_and(|teller| teller.is_named),
                name.is_some_and(|teller| teller.role.is_some()),
                // A copy is no voice of its own.
                told.original == told.article,
                std::cmp::Reverse(told.at),
                std::cmp::Reverse(told.id),
            )
        };
        let may_be: Vec<&Told> = self.members(group).filter(|told| may(told)).collect();
        let first = *may_be.iter().max_by_key(|told| fullness(told))?;
        let others = may_be.iter().filter(|told| told.id != first.id);
        Some((first.clone(), others.map(|told| (*told).clone()).collect()))
    }

    fn answer(&self, group: usize) -> Option<Answer> {
        if let Some((told, others)) = self.faces(group, Told::is_shown) {
            return Some(Answer { told, others, is_sure: true });
        }
        let (mut told, _) = self.faces(group, |told| !told.is_hidden)?;
        // Who says it is not sure enough to be told.
        told.speaker = None;
        told.words.clear();
        Some(Answer { told, others: Vec::new(), is_sure: false })
    }
}

#[cfg(test)]
pub(crate) mod tests;

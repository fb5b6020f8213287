//! Which sentences may be shown only beside another.

use super::material::{Material, Phrase, common, in_both};

/// A sentence that claims nothing by its words is disputed where a denial shares so many of its
/// telling words, and so large a part of them.
const SHARED_WORDS: usize = 4;
const SHARED_PART: f64 = 0.4;

/// How many answers are tried for a claim.
const TRIES: usize = 6;

/// How many answers in a row may need one another.
const DEPTH: usize = 2;

/// What a sentence needs beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing.
    Nothing,
    /// These answers, as indices.
    Beside(Vec<usize>),
    /// A denial that the story holds and that cannot be shown.
    Unanswerable,
}

/// The denials of a story.
pub(super) struct Disputes<'m> {
    material: &'m Material<'m>,
}

impl<'m> Disputes<'m> {
    pub(super) fn read(material: &'m Material<'m>) -> Self {
        Self { material }
    }

    /// An answer by its index.
    pub(super) fn answer(&self, index: usize) -> Option<&'m Phrase<'m>> {
        self.material.answers.get(index).map(|(answer, _)| answer)
    }

    /// A sentence that can carry the story, by its index.
    pub(super) fn sentence(&self, index: usize) -> Option<&'m Phrase<'m>> {
        self.material.sentences.get(index)
    }

    /// What a sentence or headline needs beside it.
    pub(super) fn need(&self, claim: &Phrase<'_>) -> Need {
        self.need_within(claim, DEPTH, &mut Vec::new())
    }

    fn need_within(&self, claim: &Phrase<'_>, depth: usize, path: &mut Vec<usize>) -> Need {
        let mut fitting = self.fitting(claim, path);
        let denied = fitting.iter().any(|(index, _)| self.rebuts(*index));
        // "Declined to comment" answers only where nobody denied.
        fitting.retain(|(index, _)| !denied || self.rebuts(*index));
        fitting.sort_by(|a, b| {
            let claims = |index| self.answer(index).is_some_and(|answer| answer.said.claims);
            claims(a.0).cmp(&claims(b.0)).then_with(|| b.1.total_cmp(&a.1))
        });
        let standing = fitting.into_iter().filter(|(index, _)| self.can_stand(*index, claim));
        for (index, _) in standing.take(TRIES) {
            let Some(answer) = self.answer(index) else { continue };
            if !answer.said.claims {
                return Need::Beside(vec![index]);
            }
            if depth == 0 {
                continue;
            }
            path.push(index);
            let further = self.need_within(answer, depth - 1, path);
            path.pop();
            match further {
                Need::Nothing => return Need::Beside(vec![index]),
                Need::Beside(more) => {
                    return Need::Beside(std::iter::once(index).chain(more).collect());
                }
                Need::Unanswerable => {}
            }
        }
        if denied { Need::Unanswerable } else { Need::Nothing }
    }

    fn rebuts(&self, index: usize) -> bool {
        self.answer(index).is_some_and(|answer| answer.said.rebuts)
    }

    /// The answers that are about a claim, with the weight of what they share.
    fn fitting(&self, claim: &Phrase<'_>, path: &[usize]) -> Vec<(usize, f64)> {
        let answers = self.material.answers.iter().enumerate();
        answers
            .filter(|(index, (answer, _))| !path.contains(index) && !is_same(answer, claim))
            .filter_map(|(index, (answer, before))| {
                self.likeness(claim, answer, before).map(|weight| (index, weight))
            })
            .collect()
    }

    fn likeness(&self, claim: &Phrase<'_>, answer: &Phrase<'_>, before: &[u64]) -> Option<f64> {
        let own = common(&claim.keys, &answer.keys);
        let names = common(&claim.names, &answer.names);
        let fits = if claim.said.claims {
            let context = common(&claim.keys, before);
            own >= 1 || (answer.said.rebuts && context >= 2)
        } else {
            let part = own as f64 / claim.keys.len().max(1) as f64;
            answer.said.rebuts
                && !claim.said.rebuts
                && own >= SHARED_WORDS
                && names >= 1
                && part >= SHARED_PART
        };
        let articles = self.material.reports.len() as f64;
        let rare = |key: u64| (articles / self.material.spread_of(key)).ln_1p();
        let shared: f64 = in_both(&claim.keys, &answer.keys).map(rare).sum();
        let named: f64 = in_both(&claim.names, &answer.names).map(rare).sum();
        let near: f64 = in_both(&claim.keys, before).map(rare).sum();
        let headline = if answer.place.is_none() { 0.5 } else { 1.0 };
        fits.then_some((shared + named + 0.5 * near) * headline)
    }

    /// Whether an answer can be shown: by itself, or since it follows the claim in its article, so
    /// that what it leans on is there.
    fn can_stand(&self, index: usize, claim: &Phrase<'_>) -> bool {
        self.answer(index).is_some_and(|answer| {
            let follows = answer.report == claim.report
                && claim.place.is_some_and(|place| answer.place == Some(place + 1));
            (answer.alone || follows) && answer.is_fit()
        })
    }
}

fn is_same(a: &Phrase<'_>, b: &Phrase<'_>) -> bool {
    (a.report, a.place) == (b.report, b.place) || a.text == b.text
}

//! The sentences chosen so far.

use super::{
    Role, Sentence,
    disputes::Disputes,
    material::{Material, Phrase, common},
};

/// Sentences that share more of the shorter one's words than this say the same.
const SAME: f64 = 0.55;

/// A sentence of an outlet's family that spoke already counts for so much.
const SAME_VOICE: f64 = 0.6;

/// A sentence below this part of the best one's score carries nothing.
const LEAST: f64 = 0.3;

/// A chosen sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chosen {
    /// By its index among those that can carry.
    Carries(usize),
    /// By its index among the answers.
    Answers(usize),
}

/// The sentences chosen so far, in the order to be shown.
#[derive(Debug, Default)]
pub(super) struct Choice {
    chosen: Vec<Chosen>,
    /// Answers to the headline; they come after the first sentence that carries.
    to_headline: Vec<usize>,
}

impl Choice {
    pub(super) fn len(&self) -> usize {
        self.chosen.len() + self.to_headline.len()
    }

    pub(super) fn carrying(&self) -> usize {
        self.chosen.iter().filter(|chosen| matches!(chosen, Chosen::Carries(_))).count()
    }

    /// How many of these answers are not chosen yet.
    pub(super) fn missing(&self, answers: &[usize], disputes: &Disputes<'_>) -> usize {
        answers.iter().filter(|answer| !self.holds(**answer, disputes)).count()
    }

    /// An answer, or another sentence of the same words.
    fn holds(&self, answer: usize, disputes: &Disputes<'_>) -> bool {
        let text = disputes.answer(answer).map(|answer| answer.text);
        let same = |other: usize| {
            other == answer || disputes.answer(other).map(|other| other.text) == text
        };
        self.to_headline.iter().any(|other| same(*other))
            || self.chosen.iter().any(|chosen| match chosen {
                Chosen::Answers(other) => same(*other),
                Chosen::Carries(other) => disputes.sentence(*other).map(|it| it.text) == text,
            })
    }

    pub(super) fn answer_headline(&mut self, answers: &[usize], disputes: &Disputes<'_>) {
        for answer in answers {
            if !self.holds(*answer, disputes) {
                self.to_headline.push(*answer);
            }
        }
    }

    /// Adds a sentence and, after it, those of its answers that are not there yet, then those that
    /// the headline waits for.
    pub(super) fn add(&mut self, sentence: usize, answers: &[usize], disputes: &Disputes<'_>) {
        self.chosen.push(Chosen::Carries(sentence));
        for answer in answers {
            if !self.holds(*answer, disputes) {
                self.chosen.push(Chosen::Answers(*answer));
            }
        }
        self.chosen.extend(self.to_headline.drain(..).map(Chosen::Answers));
    }

    /// The sentence that adds most to those chosen.
    pub(super) fn best(
        &self,
        material: &Material<'_>,
        scores: &[f64],
        barred: &[bool],
    ) -> Option<usize> {
        let highest = scores.iter().copied().fold(0.0, f64::max);
        let chosen: Vec<&Phrase<'_>> = self.phrases(material).collect();
        let gain = |index: usize, score: f64| -> Option<f64> {
            let sentence = material.sentences.get(index)?;
            if score < LEAST * highest || barred.get(index).copied().unwrap_or(true) {
                return None;
            }
            let alike = chosen.iter().map(|other| likeness(sentence, other)).fold(0.0, f64::max);
            let voice =
                |phrase: &Phrase<'_>| material.reports.get(phrase.report).map(|it| it.voice);
            let spoke = chosen.iter().any(|other| voice(other) == voice(sentence));
            let part = if spoke { SAME_VOICE } else { 1.0 };
            (alike <= SAME).then_some(score * (1.0 - alike) * part)
        };
        let gains = scores.iter().enumerate();
        gains
            .filter_map(|(index, score)| gain(index, *score).map(|gain| (index, gain)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
            .map(|(index, _)| index)
    }

    fn phrases<'m>(&self, material: &'m Material<'m>) -> impl Iterator<Item = &'m Phrase<'m>> {
        let answer = |index: usize| material.answers.get(index).map(|(answer, _)| answer);
        let of = move |chosen: &Chosen| match chosen {
            Chosen::Carries(index) => material.sentences.get(*index),
            Chosen::Answers(index) => answer(*index),
        };
        let pending: Vec<_> = self.to_headline.iter().filter_map(|index| answer(*index)).collect();
        let chosen: Vec<_> = self.chosen.iter().filter_map(of).collect();
        chosen.into_iter().chain(pending)
    }

    /// The chosen sentences with where they stand.
    pub(super) fn sentences(
        &self,
        material: &Material<'_>,
        disputes: &Disputes<'_>,
    ) -> Vec<Sentence> {
        let pending = self.to_headline.iter().copied().map(Chosen::Answers);
        let all = self.chosen.iter().copied().chain(pending);
        all.filter_map(|chosen| {
            let (phrase, role) = match chosen {
                Chosen::Carries(index) => (material.sentences.get(index)?, Role::Carries),
                Chosen::Answers(index) => (disputes.answer(index)?, Role::Answers),
            };
            let report = material.reports.get(phrase.report)?;
            Some(Sentence {
                article: report.id,
                outlet: report.outlet.map(str::to_owned),
                outlet_name: report.outlet_name.map(str::to_owned),
                address: report.address.map(str::to_owned),
                at: report.at(),
                text: phrase.text.to_owned(),
                role,
            })
        })
        .collect()
    }
}

/// The share of the shorter sentence's telling words that the other has too, 0 to 1.
fn likeness(a: &Phrase<'_>, b: &Phrase<'_>) -> f64 {
    let shorter = a.keys.len().min(b.keys.len()).max(1);
    common(&a.keys, &b.keys) as f64 / shorter as f64
}

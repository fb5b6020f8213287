//! A story's front: its most central headline, and the sentences that carry it, taken word for
//! word from its articles.
//!
//! A sentence that accuses somebody, or claims what another sentence of the story denies, is shown
//! only together with that denial; where the denial cannot stand beside it, it is not shown.

mod central;
mod choice;
mod disputes;
pub(crate) mod lexicon;
mod material;

use dateline_model::ArticleId;
use jiff::Timestamp;

use crate::developments::Report;
use choice::Choice;
use disputes::{Disputes, Need};
use material::{Material, Phrase};

/// What a story says in short.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The article whose headline is the story's.
    pub headline: Option<ArticleId>,
    /// Up to three sentences that carry the story and the denials that belong to them, four at the
    /// most, in the order to be shown.
    pub sentences: Vec<Sentence>,
}

/// A sentence as it stands in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The article.
    pub article: ArticleId,
    /// Its outlet's key.
    pub outlet: Option<String>,
    /// Its outlet's name.
    pub outlet_name: Option<String>,
    /// Where it can be read at its outlet.
    pub address: Option<String>,
    /// When the article was published, never later than when it was seen.
    pub at: Timestamp,
    /// The sentence, unaltered. Of an answer it may be the article's headline, where no sentence
    /// of the story denies.
    pub text: String,
    /// Why it is here.
    pub role: Role,
}

/// Why a sentence is in a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It carries the story.
    Carries,
    /// It denies, or says what became of, what the headline or the sentence before it claims;
    /// those are never to be shown without it.
    Answers,
}

/// The most sentences, and the most of them that carry.
const MOST: usize = 4;
const MOST_CARRYING: usize = 3;

/// How many sentences are weighed one by one before a summary stays short.
const TRIES: usize = 80;

/// A story's headline and sentences. The order of the reports does not matter. Copies are left
/// out unless there is nothing else. Where the story has a headline already, `shown` is its article,
/// and that is the one whose claim is answered; else the most central one is chosen.
pub fn summarise(reports: &[Report<'_>], shown: Option<ArticleId>) -> Summary {
    let material = Material::read(reports);
    let disputes = Disputes::read(&material);
    let mut choice = Choice::default();
    let shown = shown.and_then(|id| material.reports.iter().position(|report| report.id == id));
    let headline = match shown {
        Some(index) => answer_shown(index, &material, &disputes, &mut choice),
        None => choose_headline(&material, &disputes, &mut choice),
    };
    let scores = central::sentences(&material, headline);
    let mut barred = vec![false; material.sentences.len()];
    for _ in 0..TRIES {
        if choice.carrying() >= MOST_CARRYING || choice.len() >= MOST {
            break;
        }
        let Some(best) = choice.best(&material, &scores, &barred) else { break };
        if let Some(slot) = barred.get_mut(best) {
            *slot = true;
        }
        let Some(sentence) = material.sentences.get(best) else { break };
        if !sentence.is_fit() {
            continue;
        }
        match disputes.need(sentence) {
            Need::Nothing => choice.add(best, &[], &disputes),
            Need::Beside(answers)
                if choice.len() + 1 + choice.missing(&answers, &disputes) <= MOST =>
            {
                choice.add(best, &answers, &disputes);
            }
            Need::Beside(_) | Need::Unanswerable => {}
        }
    }
    Summary {
        headline: headline.and_then(|index| material.reports.get(index)).map(|report| report.id),
        sentences: choice.sentences(&material, &disputes),
    }
}

/// Answers the claim of the headline that is shown, as far as there is room.
fn answer_shown(
    index: usize,
    material: &Material<'_>,
    disputes: &Disputes<'_>,
    choice: &mut Choice,
) -> Option<usize> {
    if let Some(title) = material.titles.get(index)
        && let Need::Beside(answers) = disputes.need(title)
        && choice.missing(&answers, disputes) <= MOST
    {
        choice.answer_headline(&answers, disputes);
    }
    Some(index)
}

/// The most central headline whose claim, where it makes one, can be answered in the summary: no
/// question and no page of live updates if another is near as central, and never a copy's.
fn choose_headline(
    material: &Material<'_>,
    disputes: &Disputes<'_>,
    choice: &mut Choice,
) -> Option<usize> {
    let ranked = central::headlines(&material.titles);
    for (index, _) in ranked.iter().take(TRIES) {
        let Some(title) = material.titles.get(*index) else { continue };
        match disputes.need(title) {
            Need::Nothing => return Some(*index),
            Need::Beside(answers) if choice.missing(&answers, disputes) < MOST_CARRYING => {
                choice.answer_headline(&answers, disputes);
                return Some(*index);
            }
            Need::Beside(_) | Need::Unanswerable => {}
        }
    }
    ranked.first().map(|(index, _)| *index)
}

/// Which of these headlines stands for a story: the most central one that tells of the event, and
/// the one that was `shown` so far where it is as good. Of headlines as central the first one is
/// taken. `None` where all are empty.
pub fn headline_of(titles: &[&str], shown: Option<usize>) -> Option<usize> {
    let phrases: Vec<Phrase<'_>> =
        titles.iter().enumerate().map(|(index, title)| Phrase::of_title(index, title)).collect();
    let ranked = central::headlines(&phrases);
    let (best, class) = *ranked.first()?;
    let shown = shown.filter(|shown| ranked.contains(&(*shown, class)));
    Some(shown.unwrap_or(best))
}

#[cfg(test)]
mod tests;
